use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan;
use crate::text::grouped;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let is_free = cluster.tier == Some(plan::SkuTier::Free);
    let (limit, tiers) = if is_free { (FREE, "Free") } else { (STANDARD, "Standard or Premium") };
    // Numbers that no pool may have are findings of their own.
    let sum = |nodes: fn(&plan::NodePool) -> i64| context.plan.pools.iter().map(nodes).sum::<i64>();
    let (now, most) = (sum(|pool| pool.nodes().clamp(0, plan::MAX_NODES)), sum(plan::NodePool::most_nodes));
    if most <= limit {
        return;
    }
    let certain = now > limit;
    let nodes = if certain { now } else { most };
    let how = if certain { "has" } else { "may grow to" };
    let finding = found.at_plan(format_args!(
        "The cluster {how} {} nodes, but the {tiers} tier supports up to {}.",
        grouped(nodes),
        grouped(limit)
    ));
    if !certain {
        finding.downgrade_to(Severity::Recommendation);
    }
    if is_free {
        let tier = Some(plan::Value::Text("Standard".to_owned()));
        finding.unsafe_fix(
            format_args!("Use the Standard tier"),
            vec![plan::Edit::Cluster { key: "tier", value: tier }],
        );
    }
}

/// Maximum number of nodes of a cluster of the Free tier (free-standard-pricing-tiers, 2026-07-06).
const FREE: i64 = 1_000;

/// Maximum number of nodes of a cluster of the other tiers (the same).
const STANDARD: i64 = 5_000;
