//! Rules about the cluster as a whole.

pub(super) mod apps_need_schedulable_pool;
pub(super) mod cluster_needs_system_pool;
