//! Rules about the cluster as a whole.

pub(super) mod cluster_needs_system_pool;
