use crate::plan::Edit;
use crate::rules::spot::with_regular_capacity;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "spot-pool-not-default",
    title: "The first pool of a cluster is no Spot pool",
    tier: Tier::Refused,
    sources: &[sources::SPOT],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let first = context.pools().next().filter(|pool| pool.is_user() && pool.is_spot());
    // Without a System pool to put first, the lack of one is the finding.
    let has_system_pool = context.system_pools().next().is_some();
    let Some(pool) = first.filter(|_| has_system_pool && !context.plan.cluster.existing) else {
        return Vec::new();
    };
    let finding = pool.finding(
        "scaleSetPriority",
        format!(
            "{} is the first pool, which the cluster is created with, and runs on Spot capacity; \
             put a System pool with regular capacity first.",
            pool.title()
        ),
        "The documents say \"A Spot node pool can't be a default node pool, it can only be used as a secondary pool.\"",
    );
    let finding = match context.pools().find(Pool::can_be_system) {
        Some(other) => finding
            .sure(format!("Put {} first", other.title()), vec![Edit::Move { from: other.index, to: 0 }]),
        None => finding,
    };
    vec![with_regular_capacity(finding, &pool)]
}
