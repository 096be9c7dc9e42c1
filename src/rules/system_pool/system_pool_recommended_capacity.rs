use crate::plan::Edit;
use crate::rules::system_pool::{is_documented, size_with};
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
    let is_asked = context.is_whole() && context.plan.cluster.is_production();
    // Pools that break a rule for System pools have more pressing findings.
    if !is_asked || context.system_pools().any(|pool| !is_documented(context, &pool)) {
        return Vec::new();
    }
    if context.system_pools().any(|pool| has_capacity(context, &pool)) {
        return Vec::new();
    }
    match context.only_system_pool().and_then(|pool| of_one_pool(context, &pool)) {
        Some(finding) => vec![finding],
        None if context.system_pools().next().is_none() => Vec::new(),
        None => vec![context.finding(
            None,
            "No System pool has 3 nodes of 8 vCPUs or 2 nodes of 16 vCPUs, which is recommended for large clusters."
                .to_owned(),
            WHY,
        )],
    }
}

/// Whether a documented System pool, which has at least 2 nodes, has the recommended capacity.
fn has_capacity(context: &Context<'_>, pool: &Pool<'_>) -> bool {
    context.vm(pool).is_some_and(|vm| vm.vcpus >= 16 || (vm.vcpus >= 8 && pool.nodes() >= 3))
}

fn of_one_pool(context: &Context<'_>, pool: &Pool<'_>) -> Option<Finding> {
    let vm = context.vm(pool)?;
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
    let Some(size) = size_with(context, vm, 8) else { return Some(finding) };
    let (title, mut edits) = pool.begin_with(context, pool.nodes().max(3));
    edits.push(Edit::pool_text(pool.index, "vmSize", &size.name));
    Some(finding.maybe(format!("{title} of {}", size.name), edits))
}
