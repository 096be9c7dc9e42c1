//! Rules about where a VM size is available, and for how long.

pub(in crate::lint) mod spot_size_capable;
pub(in crate::lint) mod vm_size_known;
pub(in crate::lint) mod vm_size_offered;
pub(in crate::lint) mod vm_size_retirement;
pub(in crate::lint) mod vm_size_zones;

use crate::catalog::{Availability, SIZES_DATE};
use crate::lint::{Pool, Severity};
use crate::to_json::{Json, Object, ObjectExt};

/// Returns who says so: the list of the user's subscription, or the catalog with its date.
fn by(here: Availability) -> String {
    if here.is_own { "by your own list".to_owned() } else { format!("as of {SIZES_DATE}") }
}

/// Returns the severity of a finding about availability: what one subscription saw months ago is advice; the user's own
/// list is not.
fn severity(here: Availability) -> Severity {
    if here.is_own { Severity::Refused } else { Severity::Recommendation }
}

/// Returns the sizes that a pool of virtual machines names.
pub(super) fn sizes_of_profile<'a>(pool: &Pool<'a>) -> Vec<&'a str> {
    let scale = pool
        .pool
        .virtual_machines
        .as_ref()
        .and_then(|profile| profile.get_any_case("scale"))
        .and_then(Json::as_object);
    let mut sizes = Vec::new();
    for (_, list) in scale.into_iter().flatten() {
        match list {
            Json::Array(profiles) => {
                sizes.extend(profiles.iter().filter_map(|one| size_of(one.as_object()?)));
            }
            Json::Object(one) => sizes.extend(size_of(one)),
            _ => {}
        }
    }
    sizes
}

/// Returns whether a pool of virtual machines has a range for a size.
pub(super) fn has_autoscale_profile(pool: &Pool<'_>) -> bool {
    let scale = pool.virtual_machines.as_ref().and_then(|profile| profile.get_any_case("scale"));
    match scale.and_then(Json::as_object).and_then(|scale| scale.get_any_case("autoscale")) {
        Some(Json::Array(ranges)) => !ranges.is_empty(),
        Some(Json::Object(_)) => true,
        _ => false,
    }
}

/// Returns the size that a profile names.
fn size_of(profile: &Object) -> Option<&str> {
    profile.get_any_case("size").and_then(Json::as_str)
}
