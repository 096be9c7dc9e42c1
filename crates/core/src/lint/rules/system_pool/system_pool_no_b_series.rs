use crate::lint::rules::system_pool::{described, offer_next_size};
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let vm = pool.vm.filter(|vm| pool.is_system() && vm.is_burstable());
    let Some(vm) = vm else { return };
    let finding = found.at(
        pool,
        "vmSize",
        format_args!(
            "{pool} is a System pool of {}, a burstable size of the B series. \
             Use another series, with at least 4 vCPUs and 4 GiB.",
            described(vm)
        ),
    );
    offer_next_size(finding, pool, vm);
}
