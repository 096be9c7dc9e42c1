use crate::catalog::VmSize;
use crate::lint::rules::system_pool::{described, offer_next_size, passes_api_floor};
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let is_too_small = |vm: &&VmSize| passes_api_floor(vm) && vm.vcpus < 4;
    let Some(vm) = pool.vm.filter(|vm| pool.is_system() && is_too_small(vm)) else { return };
    let finding = found.at(
        pool,
        "vmSize",
        format_args!("{pool} is a System pool of {}. Use at least 4 vCPUs and 4 GiB.", described(vm)),
    );
    offer_next_size(finding, pool, vm);
}
