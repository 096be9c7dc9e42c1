//! Rules about operations on an existing cluster; `crate::operations::simulate` checks them.

pub(in crate::lint) mod autoscale_blocks_manual_scale;
pub(in crate::lint) mod control_plane_no_skip;
pub(in crate::lint) mod delete_last_pool;
pub(in crate::lint) mod delete_machines_system_pdb;
pub(in crate::lint) mod delete_pool_no_drain;
pub(in crate::lint) mod delete_system_pool_needs_other;
pub(in crate::lint) mod host_group_fixed;
pub(in crate::lint) mod mode_system_to_user_needs_other;
pub(in crate::lint) mod mode_user_to_system_qualifies;
pub(in crate::lint) mod one_operation_at_a_time;
pub(in crate::lint) mod os_sku_update_linux;
pub(in crate::lint) mod pool_immutable_properties;
pub(in crate::lint) mod pool_version_no_downgrade;
pub(in crate::lint) mod resize_disk_controller;
pub(in crate::lint) mod scale_system_pool_floor;
pub(in crate::lint) mod spot_upgrade_separately;
pub(in crate::lint) mod start_pool_preconditions;
pub(in crate::lint) mod stop_pool_preconditions;
pub(in crate::lint) mod system_pods_do_not_move;
pub(in crate::lint) mod update_reimages_nodes;
pub(in crate::lint) mod vm_size_resize_preview;
pub(in crate::lint) mod vms_pool_scale_one_size;
