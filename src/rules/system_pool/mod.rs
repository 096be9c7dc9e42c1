//! Rules about System pools.

pub(super) mod system_pool_min_nodes;
