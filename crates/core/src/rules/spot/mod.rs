//! Rules about Spot pools.

pub(super) mod spot_auto_taint_label;
pub(super) mod spot_autoscaler_recommended;
pub(super) mod spot_eviction_policy;
pub(super) mod spot_max_price;
pub(super) mod spot_no_surge;
pub(super) mod spot_pool_not_default;
pub(super) mod spot_pool_user_mode_only;
pub(super) mod spot_vmss_only;

use super::{Finding, Pool};

/// Adds the fix that the pool uses regular capacity; what only Spot pools have goes along.
fn offer_regular_capacity(finding: &mut Finding, pool: &Pool<'_>) {
    let keys = ["scaleSetPriority", "scaleSetEvictionPolicy", "spotMaxPrice"];
    finding.maybe(format_args!("Use regular capacity for {pool}"), keys.map(|key| pool.clear(key)).to_vec());
}
