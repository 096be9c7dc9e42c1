//! Rules about operations on a cluster that stands; `runbook::simulate` asks them.

pub(super) mod autoscale_blocks_manual_scale;
pub(super) mod control_plane_no_skip;
pub(super) mod delete_last_pool;
pub(super) mod delete_machines_system_pdb;
pub(super) mod delete_pool_no_drain;
pub(super) mod delete_system_pool_needs_other;
pub(super) mod host_group_fixed;
pub(super) mod mode_system_to_user_needs_other;
pub(super) mod mode_user_to_system_qualifies;
pub(super) mod one_operation_at_a_time;
pub(super) mod os_sku_update_linux;
pub(super) mod pool_immutable_properties;
pub(super) mod pool_version_no_downgrade;
pub(super) mod scale_system_pool_floor;
pub(super) mod spot_upgrade_separately;
pub(super) mod start_pool_preconditions;
pub(super) mod stop_pool_preconditions;
pub(super) mod system_pods_do_not_move;
pub(super) mod vm_size_resize_preview;
