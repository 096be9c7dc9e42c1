//! A cluster with a System pool and a User pool, for tests that set one property after another.

use poolwright::plan::{Mode, NodePool, Plan};

/// Returns a pool of three nodes.
fn pool(name: &str, mode: Mode) -> NodePool {
    NodePool {
        name: name.to_owned(),
        mode: Some(mode),
        count: Some(3),
        vm_size: Some("Standard_D4ds_v5".to_owned()),
        ..NodePool::default()
    }
}

/// Returns the plan of a cluster with the pools `sys` and `work`.
pub(crate) fn plan() -> Plan {
    let mut plan =
        Plan { pools: vec![pool("sys", Mode::System), pool("work", Mode::User)], ..Plan::default() };
    plan.cluster.name = "aks".to_owned();
    plan.cluster.resource_group = "rg".to_owned();
    plan.cluster.location = "westeurope".to_owned();
    plan
}
