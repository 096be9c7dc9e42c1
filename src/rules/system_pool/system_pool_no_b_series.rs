use crate::rules::system_pool::{described, passes_api_floor, with_next_size};
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-no-b-series",
    title: "System pools use no B-series VM size",
    tier: Tier::Unsupported,
    sources: &[
        sources::QUOTAS,
        sources::USE_SYSTEM_POOLS,
        sources::ISSUE_SYSTEM_POOL_RULES,
        sources::ISSUE_B_SERIES,
    ],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    if !pool.can_be_system() {
        return None;
    }
    let vm = context.vm(&pool).filter(|vm| vm.is_burstable() && passes_api_floor(vm))?;
    let finding = pool.finding(
        "vmSize",
        format!(
            "{} is a System pool of {}, a burstable size of the B series; \
             the documents ask for another series, with at least 4 vCPUs and 4 GiB.",
            pool.title(),
            described(vm)
        ),
        "The documents say that AKS does not support B-series sizes for System pools, but users report that it takes them. \
         A burstable VM slows down once its credits are used up, and AKS's own pods slow down with it.",
    );
    Some(with_next_size(context, finding, &pool, vm))
}
