//! Layouts to begin with. Each passes every rule above Advice; a test holds it.

use super::{Mode, NodePool};

/// A System pool as the documents recommend it: 3 nodes of 4 vCPUs, kept for AKS's own pods.
pub fn dedicated_system_pool(name: &str) -> NodePool {
    NodePool { taints: vec![CRITICAL_ADDONS_ONLY.to_owned()], ..system_pool(name) }
}

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
