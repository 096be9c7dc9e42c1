use super::by;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (Some(vm), Some(region), true) = (pool.vm, pool.region(), pool.is_spot()) else { return };
    let here = pool.context.catalog.availability(vm, region);
    if here.spot != Some(false) {
        return;
    }
    found
        .at(
            pool,
            "vmSize",
            format_args!(
                "{pool} is a Spot pool of {}, which {region} doesn\u{2019}t offer as Spot {}. Choose another size or regular capacity.",
                vm.name,
                by(here)
            ),
        )
        .downgrade_to(super::severity(here));
}
