//! Rules about where a VM size is available, and for how long.

pub(in crate::lint) mod spot_size_capable;
pub(in crate::lint) mod vm_size_known;
pub(in crate::lint) mod vm_size_offered;
pub(in crate::lint) mod vm_size_retirement;
pub(in crate::lint) mod vm_size_zones;

use crate::catalog::{Availability, SIZES_DATE};
use crate::lint::{Pool, Severity};
use crate::to_json::{Json, ObjectExt};

/// Returns who says so: the list of the user's subscription, or the catalog with its date.
fn by(here: Availability) -> String {
    if here.is_own { "by your own list".to_owned() } else { format!("as of {SIZES_DATE}") }
}

/// Returns the severity of a finding about availability: what one subscription saw months ago is advice; the user's own
/// list is not.
fn severity(here: Availability) -> Severity {
    if here.is_own { Severity::Refused } else { Severity::Recommendation }
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
