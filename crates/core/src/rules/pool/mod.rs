//! Rules about any node pool.

pub(super) mod capacity_reservation_conflicts;
pub(super) mod linux_only_settings;
pub(super) mod node_config_keys;
pub(super) mod node_init_taints;
pub(super) mod pool_count_not_negative;
pub(super) mod pool_max_nodes;
pub(super) mod pool_max_pods_total_30;
pub(super) mod pool_mode_explicit;
pub(super) mod pool_name_reserved;
pub(super) mod pool_name_syntax;
pub(super) mod pool_name_unique;
pub(super) mod pool_name_windows_length;
pub(super) mod pool_type_supported;
pub(super) mod ppg_single_zone;
pub(super) mod scale_down_mode_deallocate;

use super::{Finding, Pool};
use crate::plan::unused_name;

/// Adds the sure fix that the pool is called as near to `wanted` as no other pool is.
fn rename(finding: &mut Finding, pool: &Pool<'_>, wanted: &str) {
    let name = unused_name(pool.context.plan, wanted, pool.longest_name());
    finding.sure(format_args!("Call it {name}"), vec![pool.text("name", &name)]);
}
