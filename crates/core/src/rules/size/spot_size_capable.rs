use super::by;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "spot-size-capable", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (Some(vm), Some(region), true) = (pool.vm, pool.region(), pool.is_spot()) else { return };
    let here = pool.context.catalogue.availability(vm, region);
    if here.spot != Some(false) {
        return;
    }
    found
        .at(
            pool,
            "vmSize",
            format_args!(
                "{pool} is a Spot pool of {}, which {region} does not offer as Spot {}; choose another size or regular capacity.",
                vm.name,
                by(here)
            ),
        )
        .only(super::tier(here));
}
