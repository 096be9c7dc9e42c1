use crate::catalog::VmSize;
use crate::lint::rules::system_pool::{documented_size, size_with};
use crate::lint::{Check, Context, Found, Pool, Rule, Severity};
use crate::text::counted;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if !context.is_whole() || !context.plan.cluster.is_production() {
        return;
    }
    // Pools that break a rule for System pools have more pressing findings.
    let sized = context.system_pools().map(|pool| Some((pool, documented_size(&pool)?)));
    let Some(pools) = sized.collect::<Option<Vec<_>>>() else { return };
    match pools.as_slice() {
        [] => {}
        pools if pools.iter().any(|(pool, vm)| has_capacity(pool, vm)) => {}
        [(pool, vm)] => of_one_pool(pool, vm, found),
        _ => {
            found.at_plan(format_args!(
                "No System pool has 3 nodes of 8 vCPUs or 2 nodes of 16 vCPUs, as recommended for large clusters."
            ));
        }
    }
}

/// Returns whether a documented System pool, which has at least 2 nodes, has the recommended capacity.
fn has_capacity(pool: &Pool<'_>, vm: &VmSize) -> bool {
    vm.vcpus >= 16 || (vm.vcpus >= 8 && pool.nodes() >= 3)
}

fn of_one_pool(pool: &Pool<'_>, vm: &VmSize, found: &mut Found) {
    let finding = found.at(
        pool,
        "vmSize",
        format_args!(
            "{pool} is a System pool of {} of {}. \
             For large clusters, use 3 nodes of 8 vCPUs or 2 nodes of 16 vCPUs.",
            counted(pool.nodes(), "node"),
            counted(vm.vcpus.into(), "vCPU"),
        ),
    );
    let Some(size) = size_with(pool.context, vm, 8) else { return };
    let (title, mut edits) = pool.begin_with(pool.nodes().max(3));
    edits.push(pool.text("vmSize", &size.name));
    finding.unsafe_fix(format_args!("{title} of {}", size.name), edits);
}
