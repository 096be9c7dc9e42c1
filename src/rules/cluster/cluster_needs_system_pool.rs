use crate::plan::Edit;
use crate::rules::{Check, Context, Finding, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "cluster-needs-system-pool",
    title: "A cluster always has at least one System pool",
    tier: Tier::Refused,
    sources: &[sources::USE_SYSTEM_POOLS, sources::API, sources::ISSUE_NO_SYSTEM_POOL],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    // Pools that are added to a cluster say nothing about those that it has; a mode that nobody knows is the
    // finding of another rule.
    if context.plan.cluster.existing || context.pools().any(|pool| !pool.is_user()) {
        return Vec::new();
    }
    let found = match context.plan.pools.len() {
        0 => "The plan has no node pool".to_owned(),
        1 => "The only node pool is a User pool".to_owned(),
        pools => format!("All {pools} node pools are User pools"),
    };
    let finding = context.finding(
        None,
        format!("{found}; add a System pool, or set the mode of a Linux pool with regular capacity to System."),
        "AKS refuses a cluster without one, for its own pods need a home: MustDefineAtLeastOneSystemPool, \"Must define at least one system pool.\"",
    );
    let finding = match candidate(context) {
        Some((index, name)) => finding
            .maybe(format!("Make {name} the System pool"), vec![Edit::pool_text(index, "mode", "System")]),
        None => finding,
    };
    vec![finding.sure("Add a System pool of 3 nodes", vec![Edit::add_system_pool(context.plan)])]
}

/// A User pool that every rule for System pools would let pass.
fn candidate(context: &Context<'_>) -> Option<(usize, String)> {
    let fits = |pool: &crate::rules::Pool<'_>| {
        let strong =
            context.vm(pool).is_some_and(|vm| vm.vcpus >= 4 && vm.memory_gib >= 4.0 && !vm.is_burstable());
        strong && pool.is_linux() && !pool.is_spot() && pool.nodes() >= 2 && pool.taints.is_empty()
    };
    context.pools().find(fits).map(|pool| (pool.index, pool.title()))
}
