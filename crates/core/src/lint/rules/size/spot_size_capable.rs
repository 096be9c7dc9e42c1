use super::by;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (Some(vm), true) = (pool.vm, pool.is_spot()) else { return };
    let region = pool.region().unwrap_or_default();
    let here = pool.context.catalog.availability(vm, region);
    if here.spot != Some(false) {
        // The list of sizes offers newer B series as Spot, which the documents exclude.
        if vm.is_burstable() {
            found
                .at(
                    pool,
                    "vmSize",
                    format_args!(
                        "{pool} is a Spot pool of {}, and Azure\u{2019}s documents exclude the B series from Spot. Choose another series or regular capacity.",
                        vm.name
                    ),
                )
                .downgrade_to(Severity::Unsupported);
        }
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
