//! Rules about Spot pools.

pub(in crate::lint) mod spot_auto_taint_label;
pub(in crate::lint) mod spot_autoscaler_recommended;
pub(in crate::lint) mod spot_eviction_policy;
pub(in crate::lint) mod spot_max_price;
pub(in crate::lint) mod spot_no_max_unavailable;
pub(in crate::lint) mod spot_no_surge;
pub(in crate::lint) mod spot_pool_not_default;
pub(in crate::lint) mod spot_pool_user_mode_only;
pub(in crate::lint) mod spot_vmss_only;

use crate::lint::{Finding, Pool};

/// Adds the fix that the pool uses regular capacity; what only Spot pools have goes along.
fn offer_regular_capacity(finding: &mut Finding, pool: &Pool<'_>) {
    let keys = ["scaleSetPriority", "scaleSetEvictionPolicy", "spotMaxPrice"];
    finding.unsafe_fix(
        format_args!("Use regular capacity for {pool}"),
        keys.map(|key| pool.clear(key)).to_vec(),
    );
}
