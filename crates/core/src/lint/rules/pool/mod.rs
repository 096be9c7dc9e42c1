//! Rules about any node pool.

pub(in crate::lint) mod capacity_reservation_conflicts;
pub(in crate::lint) mod linux_only_settings;
pub(in crate::lint) mod node_config_keys;
pub(in crate::lint) mod node_init_taints;
pub(in crate::lint) mod pool_count_not_negative;
pub(in crate::lint) mod pool_max_nodes;
pub(in crate::lint) mod pool_max_pods_total_30;
pub(in crate::lint) mod pool_mode_explicit;
pub(in crate::lint) mod pool_name_reserved;
pub(in crate::lint) mod pool_name_syntax;
pub(in crate::lint) mod pool_name_unique;
pub(in crate::lint) mod pool_name_windows_length;
pub(in crate::lint) mod pool_type_supported;
pub(in crate::lint) mod ppg_single_zone;
pub(in crate::lint) mod scale_down_mode_deallocate;

use crate::lint::{Finding, Pool};
use crate::plan::unused_name;

/// Adds the sure fix that the pool is called as near to `wanted` as no other pool is.
fn rename(finding: &mut Finding, pool: &Pool<'_>, wanted: &str) {
    let name = unused_name(pool.context.plan, wanted, pool.longest_name());
    finding.safe_fix(format_args!("Call it {name}"), vec![pool.text("name", &name)]);
}
