use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "availabilityZones";
    let zones = &pool.zones;
    let region = pool.context.catalog.region(&pool.cluster().location);
    let is_auto = zones.len() == 1 && zones.iter().all(|zone| zone == "auto");
    let first_twice =
        zones.iter().enumerate().find(|(place, zone)| zones.iter().take(*place).any(|other| other == *zone));
    let wrong = zones.iter().find(|zone| !["1", "2", "3"].contains(&zone.as_str()));
    let finding = if zones.is_empty() {
        return;
    } else if is_auto {
        if pool.cluster().preview {
            return;
        }
        found.at(pool, key, format_args!("{pool} has the zone auto, which is a preview (API 2026-01-02-preview). Use zones 1, 2 and 3, or allow previews."))
    } else if let Some(wrong) = wrong {
        found.at(pool, key, format_args!("{pool} has the zone {}. Use 1, 2 and 3.", in_sentence(wrong)))
    } else if let Some((_, twice)) = first_twice {
        found.at(
            pool,
            key,
            format_args!("{pool} has the zone {} twice. Name each zone once.", in_sentence(twice)),
        )
    } else if let Some(region) = region.filter(|region| region.zones == Some(0)) {
        found.at(
            pool,
            key,
            format_args!("{pool} has zones, but the region {} has none. Remove them.", region.name),
        )
    } else {
        return;
    };
    let mut kept: Vec<String> = Vec::new();
    for zone in zones.iter().filter(|zone| ["1", "2", "3"].contains(&zone.as_str())) {
        if !kept.contains(zone) {
            kept.push(zone.clone());
        }
    }
    if kept.is_empty() || region.is_some_and(|region| region.zones == Some(0)) {
        finding.unsafe_fix(format_args!("Remove the zones"), vec![pool.clear(key)]);
    } else {
        finding.safe_fix(format_args!("Use the zones {}", kept.join(", ")), vec![pool.list(key, kept)]);
    }
}
