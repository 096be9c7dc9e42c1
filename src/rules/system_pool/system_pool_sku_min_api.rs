use crate::rules::system_pool::{described, passes_api_floor, with_next_size};
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-sku-min-api",
    title: "The VM size of a System pool has at least 2 vCPUs and 4 GB of memory",
    tier: Tier::Refused,
    sources: &[
        sources::API,
        sources::QUOTAS,
        sources::VM_SIZES,
        sources::ISSUE_SKU_TOO_LOW,
        sources::ISSUE_SKU_PASSES,
    ],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    if !pool.can_be_system() {
        return None;
    }
    let vm = context.vm(&pool).filter(|vm| !passes_api_floor(vm))?;
    let finding = pool.finding(
        "vmSize",
        format!(
            "{} is a System pool of {}; AKS takes at least 2 vCPUs and 4 GiB there, and the documents ask for 4 vCPUs.",
            pool.title(),
            described(vm)
        ),
        "AKS refuses it: SystemPoolSkuTooLow, \"System node pool must use VM sku with more than 2 cores and 4GB memory.\" \
         Sizes of exactly 2 vCPUs and 4 GiB have been seen to pass.",
    );
    Some(with_next_size(context, finding, &pool, vm))
}
