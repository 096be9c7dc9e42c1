//! Rules about the cluster as a whole.

pub(in crate::lint) mod api_version_supports_mode;
pub(in crate::lint) mod apps_need_schedulable_pool;
pub(in crate::lint) mod cli_min_version;
pub(in crate::lint) mod cluster_create_pool_linux;
pub(in crate::lint) mod cluster_free_tier_small;
pub(in crate::lint) mod cluster_max_nodes;
pub(in crate::lint) mod cluster_max_pools;
pub(in crate::lint) mod cluster_name_syntax;
pub(in crate::lint) mod cluster_needs_system_pool;
pub(in crate::lint) mod cluster_standard_lb_for_multi_pool;
pub(in crate::lint) mod location_syntax;
pub(in crate::lint) mod names_given;
pub(in crate::lint) mod region_known;
pub(in crate::lint) mod resource_group_name_syntax;
pub(in crate::lint) mod value_known;
