use crate::catalogue::VmSize;
use crate::plan::Edit;
use crate::rules::system_pool::{documented_size, size_with};
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};
use crate::text::counted;

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-recommended-capacity",
    title: "For large clusters, System pools of 3 nodes of 8 vCPUs or 2 nodes of 16 vCPUs are recommended",
    tier: Tier::Note,
    sources: &[sources::USE_SYSTEM_POOLS, sources::LARGE_CLUSTERS],
    check: Check::Plan(check),
};

const WHY: &str = "Use system node pools recommends it especially for large clusters, with many DNS replicas and \
                   three or four add-ons or more; smaller clusters do with less.";

fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.is_whole() || !context.plan.cluster.is_production() {
        return Vec::new();
    }
    // Pools that break a rule for System pools have more pressing findings.
    let sized = context.system_pools().map(|pool| Some((pool, documented_size(context, &pool)?)));
    let Some(pools) = sized.collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    match pools.as_slice() {
        [] => Vec::new(),
        pools if pools.iter().any(|(pool, vm)| has_capacity(pool, vm)) => Vec::new(),
        [(pool, vm)] => vec![of_one_pool(context, pool, vm)],
        _ => vec![context.finding(
            None,
            "No System pool has 3 nodes of 8 vCPUs or 2 nodes of 16 vCPUs, which is recommended for large clusters."
                .to_owned(),
            WHY,
        )],
    }
}

/// Whether a documented System pool, which has at least 2 nodes, has the recommended capacity.
fn has_capacity(pool: &Pool<'_>, vm: &VmSize) -> bool {
    vm.vcpus >= 16 || (vm.vcpus >= 8 && pool.nodes() >= 3)
}

fn of_one_pool(context: &Context<'_>, pool: &Pool<'_>, vm: &VmSize) -> Finding {
    let finding = pool.finding(
        "vmSize",
        format!(
            "{} is a System pool of {} of {}; \
             for large clusters, 3 nodes of 8 vCPUs or 2 nodes of 16 vCPUs are recommended.",
            pool.title(),
            counted(pool.nodes(), "node"),
            counted(vm.vcpus.into(), "vCPU"),
        ),
        WHY,
    );
    let Some(size) = size_with(context, vm, 8) else { return finding };
    let (title, mut edits) = pool.begin_with(context, pool.nodes().max(3));
    edits.push(Edit::pool_text(pool.index, "vmSize", &size.name));
    finding.maybe(format!("{title} of {}", size.name), edits)
}
