//! Pools to begin with: what "Add a pool" and the fixes put into a plan.

use super::{Mode, NodePool, OsSku, OsType, Priority};

/// The taint that keeps applications off System pools.
pub const CRITICAL_ADDONS_ONLY: &str = "CriticalAddonsOnly=true:NoSchedule";

/// A System pool that applications may use too.
pub fn system_pool(name: &str) -> NodePool {
    NodePool {
        name: name.to_owned(),
        mode: Some(Mode::System),
        count: Some(3),
        vm_size: Some("Standard_D4ds_v5".to_owned()),
        ..NodePool::default()
    }
}

/// A System pool as the documents recommend it: 3 nodes of 4 vCPUs, kept for AKS's own pods.
pub fn dedicated_system_pool(name: &str) -> NodePool {
    NodePool { taints: vec![CRITICAL_ADDONS_ONLY.to_owned()], ..system_pool(name) }
}

/// A User pool that the autoscaler keeps between two bounds.
pub fn user_pool(name: &str, min: i64, max: i64) -> NodePool {
    NodePool {
        mode: Some(Mode::User),
        vm_size: Some("Standard_D8ds_v5".to_owned()),
        count: Some(min),
        autoscaling: true,
        min_count: Some(min),
        max_count: Some(max),
        ..system_pool(name)
    }
}

/// A User pool on Spot capacity that grows from nothing.
pub fn spot_pool(name: &str, max: i64) -> NodePool {
    NodePool { priority: Some(Priority::Spot), ..user_pool(name, 0, max) }
}

/// A Windows pool.
pub fn windows_pool(name: &str) -> NodePool {
    NodePool {
        mode: Some(Mode::User),
        os_type: Some(OsType::Windows),
        os_sku: Some(OsSku::Windows2022),
        count: Some(2),
        ..system_pool(name)
    }
}
