use super::{by, severity};
use crate::catalog::Offer;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (Some(vm), Some(region)) = (pool.vm, pool.region()) else { return };
    let here = pool.context.catalog.availability(vm, region);
    let what = match here.offer {
        Offer::No => "doesn\u{2019}t offer",
        Offer::Restricted => "restricts for your subscription",
        Offer::Unknown | Offer::Yes(_) => return,
    };
    found
        .at(
            pool,
            "vmSize",
            format_args!(
                "{pool} has the VM size {}, which {region} {what} {}. Choose another size or region.",
                vm.name,
                by(here)
            ),
        )
        .downgrade_to(severity(here));
}
