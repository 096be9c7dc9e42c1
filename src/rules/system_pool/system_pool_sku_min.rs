use crate::catalogue::VmSize;
use crate::rules::system_pool::{described, is_documented_size, passes_api_floor, with_next_size};
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-sku-min",
    title: "The VM size of a System pool has at least 4 vCPUs and 4 GB of memory",
    tier: Tier::Unsupported,
    sources: &[sources::USE_SYSTEM_POOLS, sources::QUOTAS, sources::VM_SIZES, sources::API],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    if !pool.can_be_system() {
        return None;
    }
    let is_too_small = |vm: &&VmSize| passes_api_floor(vm) && !is_documented_size(vm) && !vm.is_burstable();
    let vm = context.vm(&pool).filter(is_too_small)?;
    let finding = pool.finding(
        "vmSize",
        format!(
            "{} is a System pool of {}; the documents ask for at least 4 vCPUs and 4 GiB.",
            pool.title(),
            described(vm)
        ),
        "Documents disagree: Use system node pools says \"at least 4 vCPUs and 4 GB of memory\", Quotas, VM size restrictions and region availability says 2 vCPUs, as the API does. AKS refuses only less than that.",
    );
    Some(with_next_size(context, finding, &pool, vm))
}
