//! Pools to begin with: what "Add a pool" and the fixes put into a plan.
//!
//! They are filled in step by step: moving a pool's fifty fields from one struct into another is 1 KB of the page
//! each time.

use super::{Mode, NodePool, OsSku, OsType, Priority};

/// The taint that keeps applications off System pools.
pub const CRITICAL_ADDONS_ONLY: &str = "CriticalAddonsOnly=true:NoSchedule";

/// Returns a System pool that applications may use too.
pub fn system_pool(name: &str) -> NodePool {
    let mut pool = NodePool::default();
    name.clone_into(&mut pool.name);
    pool.mode = Some(Mode::System);
    pool.count = Some(3);
    pool.vm_size = Some("Standard_D4ds_v5".to_owned());
    pool
}

/// Returns a System pool as the documents recommend it: 3 nodes of 4 vCPUs, kept for AKS's own pods.
pub fn dedicated_system_pool(name: &str) -> NodePool {
    let mut pool = system_pool(name);
    pool.taints.push(CRITICAL_ADDONS_ONLY.to_owned());
    pool
}

/// Returns a User pool that the autoscaler keeps between two bounds.
pub fn user_pool(name: &str, min: i64, max: i64) -> NodePool {
    let mut pool = system_pool(name);
    pool.mode = Some(Mode::User);
    pool.vm_size = Some("Standard_D8ds_v5".to_owned());
    *pool.autoscaling = true;
    (pool.count, pool.min_count, pool.max_count) = (Some(min), Some(min), Some(max));
    pool
}

/// Returns a User pool on Spot capacity that grows from nothing.
pub fn spot_pool(name: &str, max: i64) -> NodePool {
    let mut pool = user_pool(name, 0, max);
    pool.priority = Some(Priority::Spot);
    pool
}

/// Returns a Windows pool.
pub fn windows_pool(name: &str) -> NodePool {
    let mut pool = system_pool(name);
    pool.mode = Some(Mode::User);
    pool.os_type = Some(OsType::Windows);
    pool.os_sku = Some(OsSku::Windows2022);
    pool.count = Some(2);
    pool
}

/// Returns a User pool of that size that grows from 0 nodes, since workloads that need special nodes don't always run.
pub fn pool_of_size(name: &str, size: &str) -> NodePool {
    let mut pool = user_pool(name, 0, 4);
    pool.vm_size = Some(size.to_owned());
    pool
}
