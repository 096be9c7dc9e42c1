//! Rules about the cluster as a whole.

pub(super) mod api_version_supports_mode;
pub(super) mod apps_need_schedulable_pool;
pub(super) mod cli_min_version;
pub(super) mod cluster_create_pool_linux;
pub(super) mod cluster_free_tier_small;
pub(super) mod cluster_max_nodes;
pub(super) mod cluster_max_pools;
pub(super) mod cluster_name_syntax;
pub(super) mod cluster_needs_system_pool;
pub(super) mod cluster_standard_lb_for_multi_pool;
pub(super) mod location_syntax;
pub(super) mod names_given;
pub(super) mod region_known;
pub(super) mod resource_group_name_syntax;
pub(in crate::rules) mod value_known;
