use crate::capacity::addresses::KUBENET_ROUTES;
use crate::capacity::surge;
use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if !context.plan.cluster.is_kubenet() {
        return;
    }
    let nodes: i64 = context.plan.pools.iter().map(crate::plan::NodePool::most_nodes).sum();
    // What an upgrade adds counts where the plan says it.
    let said = context.plan.pools.iter().filter(|pool| pool.max_surge.is_some());
    let extra: i64 = said.map(|pool| surge(pool, pool.most_nodes())).sum();
    if nodes.saturating_add(extra) <= KUBENET_ROUTES {
        return;
    }
    let more =
        if nodes > KUBENET_ROUTES { String::new() } else { format!(" and {extra} more while upgrading") };
    found.at_cluster(
        "networkProfile.networkPlugin",
        format_args!("The cluster can have {nodes} nodes{more} with kubenet, which supports at most {KUBENET_ROUTES}. Use azure with overlay."),
    );
}
