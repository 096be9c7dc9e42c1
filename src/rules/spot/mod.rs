//! Rules about Spot pools.

pub(super) mod spot_max_price;
pub(super) mod spot_pool_not_default;
pub(super) mod spot_pool_user_mode_only;

use super::{Finding, Pool};
use crate::plan::Edit;

/// The finding with the fix that the pool uses regular capacity; what only Spot pools have goes along.
fn with_regular_capacity(finding: Finding, pool: &Pool<'_>) -> Finding {
    let keys = ["scaleSetPriority", "scaleSetEvictionPolicy", "spotMaxPrice"];
    let edits = keys.map(|key| Edit::pool_clear(pool.index, key)).to_vec();
    finding.maybe(format!("Use regular capacity for {}", pool.title()), edits)
}
