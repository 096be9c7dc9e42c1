use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let is_planned = |text: &str| pool.cluster().subnets.iter().any(|subnet| subnet.name == text);
    for (key, id) in [("vnetSubnetID", &pool.vnet_subnet), ("podSubnetID", &pool.pod_subnet)] {
        if let Some(id) = id.as_deref().filter(|id| !is_id(id) && !is_planned(id)) {
            unchecked(pool, key, id, " or the name of a planned subnet", found);
        }
    }
    if let Some(id) = pool.application_security_groups.iter().find(|id| !is_id(id)) {
        unchecked(pool, "networkProfile.applicationSecurityGroups", id, "", found);
    }
    for (key, id) in [
        ("nodePublicIPPrefixID", &pool.public_ip_prefix),
        ("proximityPlacementGroupID", &pool.proximity_placement_group),
        ("hostGroupID", &pool.host_group),
        ("capacityReservationGroupID", &pool.capacity_reservation_group),
        ("creationData.sourceResourceId", &pool.snapshot),
    ] {
        if let Some(id) = id.as_deref().filter(|id| !is_id(id)) {
            unchecked(pool, key, id, "", found);
        }
    }
}

/// Returns whether a text may be the id of a resource; an empty one says nothing.
fn is_id(text: &str) -> bool {
    text.is_empty() || text.starts_with('/')
}

fn unchecked(pool: &Pool<'_>, key: &'static str, id: &str, or_what: &str, found: &mut Found) {
    let id = in_sentence(id);
    found
        .at(pool, key, format_args!("{pool} has {key} {id}, which isn\u{2019}t a resource ID{or_what}, so it wasn\u{2019}t checked. Enter one like /subscriptions/ID/resourceGroups/GROUP/providers/TYPE/NAME."))
        .unchecked();
}
