use crate::plan::Edit;
use crate::rules::system_pool::documented_size;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, nodes, sources};
use crate::sizing::pod_slots;

pub(in crate::rules) const RULE: Rule = Rule {
    id: "cluster-needs-system-pool",
    title: "A cluster always has at least one System pool",
    tier: Tier::Refused,
    sources: &[sources::USE_SYSTEM_POOLS, sources::API, sources::ISSUE_NO_SYSTEM_POOL],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.is_whole() || context.system_pools().next().is_some() {
        return Vec::new();
    }
    let found = match context.plan.pools.as_slice() {
        [] => "The plan has no node pool".to_owned(),
        [only] if only.is_user() => "The only node pool is a User pool".to_owned(),
        [_] => "The only node pool is a Gateway pool".to_owned(),
        pools => format!("None of the {} node pools is a System pool", pools.len()),
    };
    let finding = context.finding(
        None,
        format!("{found}; add a System pool, or set the mode of a Linux pool with regular capacity to System."),
        "AKS refuses a cluster without one, for its own pods need a home: MustDefineAtLeastOneSystemPool, \"Must define at least one system pool.\"",
    );
    let finding = match candidate(context) {
        Some(pool) => finding.maybe(
            format!("Make {} the System pool", pool.title()),
            vec![Edit::pool_text(pool.index, "mode", "System")],
        ),
        None => finding,
    };
    vec![finding.sure("Add a System pool of 3 nodes", vec![Edit::add_system_pool(context.plan)])]
}

/// A User pool that every rule for System pools would let pass.
fn candidate<'a>(context: &Context<'a>) -> Option<Pool<'a>> {
    let fits = |pool: &Pool<'_>| {
        let has_room = pod_slots(pool, &context.plan.cluster) >= nodes::MIN_PODS;
        documented_size(context, pool).is_some() && has_room && pool.taints.is_empty()
    };
    context.pools().find(fits)
}
