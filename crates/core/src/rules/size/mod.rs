//! Rules about where a VM size is to be had, and for how long.

pub(super) mod spot_size_capable;
pub(super) mod vm_size_offered;
pub(super) mod vm_size_retirement;
pub(super) mod vm_size_zones;

use super::Tier;
use crate::catalogue::{Availability, SIZES_DATE};

/// Who says so: the list of one's own subscription, or the catalogue with its date.
fn by(here: Availability) -> String {
    if here.is_own { "by your own list".to_owned() } else { format!("as of {SIZES_DATE}") }
}

/// What one subscription saw months ago is advice; one's own list is not.
fn tier(here: Availability) -> Tier {
    if here.is_own { Tier::Refused } else { Tier::Advice }
}
