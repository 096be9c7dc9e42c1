use super::{by, severity};
use crate::catalog::{Offer, Zones};
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (Some(vm), Some(region)) = (pool.vm, pool.region()) else { return };
    let catalog = pool.context.catalog;
    let here = catalog.availability(vm, region);
    // A region without zones is a finding of its own.
    let (Offer::Yes(offered), Some(3)) = (here.offer, catalog.region(region).and_then(|known| known.zones))
    else {
        return;
    };
    let missing: Vec<&str> =
        Zones::from_labels(pool.zones.iter().map(String::as_str)).without(offered).iter().collect();
    if missing.is_empty() {
        return;
    }
    let there: Vec<String> = offered.iter().map(str::to_owned).collect();
    let offers = if there.is_empty() { "no zone".to_owned() } else { there.join(", ") };
    let finding = found.at(
        pool,
        "availabilityZones",
        format_args!(
            "{pool} is in zone {}, but {region} offers {} in {offers} {}. Remove the zone or choose another size.",
            missing.join(", "),
            vm.name,
            by(here)
        ),
    );
    finding.downgrade_to(severity(here));
    let kept: Vec<String> = pool.zones.iter().filter(|zone| offered.has(zone)).cloned().collect();
    if !kept.is_empty() {
        finding.unsafe_fix(
            format_args!("Use the zones {}", kept.join(", ")),
            vec![pool.list("availabilityZones", kept)],
        );
    }
}
