use crate::rules::{Check, Context, Found, Rule, Tier};
use crate::sizing::surge;

pub(in crate::rules) const RULE: Rule =
    Rule { id: "cluster-kubenet-max-nodes", tier: Tier::Refused, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    if !context.plan.cluster.is_kubenet() {
        return;
    }
    let nodes: i64 = context.plan.pools.iter().map(|pool| pool.most_nodes()).sum();
    // What an upgrade adds counts where the plan says it.
    let said = context.plan.pools.iter().filter(|pool| pool.max_surge.is_some());
    let extra: i64 = said.map(|pool| surge(pool, pool.most_nodes())).sum();
    if nodes.saturating_add(extra) <= MOST {
        return;
    }
    let more = if nodes > MOST { String::new() } else { format!(" and {extra} more while upgrading") };
    found.at_cluster(
        "networkProfile.networkPlugin",
        format_args!("The cluster may have {nodes} nodes{more} with kubenet, which stops at {MOST}; use azure with overlay."),
    );
}

/// Routes of a route table, one for each node (configure-kubenet, 2026-04-16).
const MOST: i64 = 400;
