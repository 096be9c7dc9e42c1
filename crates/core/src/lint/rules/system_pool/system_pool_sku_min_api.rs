use crate::lint::rules::system_pool::{described, offer_next_size, passes_api_floor};
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| pool.is_system() && !passes_api_floor(vm)) else { return };
    let finding = found.at(
        pool,
        "vmSize",
        format_args!(
            "{pool} is a System pool of {}. Use at least 2 vCPUs and 4 GiB; the documents require 4 vCPUs.",
            described(vm)
        ),
    );
    if pool.exists() {
        finding.downgrade_to(Severity::Unsupported);
    }
    offer_next_size(finding, pool, vm);
}
