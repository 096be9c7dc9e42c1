//! Layouts to begin with. A test holds that none of them has a Refused or Unsupported finding.

use super::{Mode, NetworkPlugin, NetworkPluginMode, NodePool, OsSku, OsType, Plan, Priority, Purpose, Tier};

/// A layout to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What it is called.
    pub title: &'static str,
    /// What it is for, in one sentence.
    pub about: &'static str,
    /// Makes it.
    pub plan: fn() -> Plan,
}

/// Every preset; the first is what a first visit shows.
pub const PRESETS: &[Preset] = &[
    Preset {
        title: "Production",
        about: "A System pool of its own over three zones, and an autoscaled User pool for applications.",
        plan: production,
    },
    Preset { title: "Dev/test", about: "One System pool of two nodes that applications share.", plan: dev_test },
    Preset {
        title: "Batch on Spot",
        about: "A dedicated System pool, a small User pool, and Spot capacity that grows from zero.",
        plan: batch,
    },
    Preset { title: "Windows", about: "Linux System nodes, and a Windows pool for .NET Framework applications.", plan: windows },
];

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

fn cluster(name: &str) -> Plan {
    let mut plan = Plan::default();
    plan.cluster.name = name.to_owned();
    plan.cluster.resource_group = format!("rg-{name}");
    plan.cluster.location = "westeurope".to_owned();
    plan.cluster.tier = Some(Tier::Standard);
    plan.cluster.network_plugin = Some(NetworkPlugin::Azure);
    plan.cluster.network_plugin_mode = Some(NetworkPluginMode::Overlay);
    plan
}

fn in_three_zones(pool: NodePool) -> NodePool {
    NodePool { zones: ["1", "2", "3"].map(str::to_owned).to_vec(), ..pool }
}

fn production() -> Plan {
    let mut plan = cluster("aks-prod");
    plan.pools = vec![in_three_zones(dedicated_system_pool("systempool")), in_three_zones(user_pool("apps", 3, 10))];
    plan
}

fn dev_test() -> Plan {
    let mut plan = cluster("aks-dev");
    plan.cluster.purpose = Some(Purpose::DevTest);
    plan.cluster.tier = None;
    plan.pools = vec![NodePool { count: Some(2), ..system_pool("nodepool1") }];
    plan
}

fn batch() -> Plan {
    let mut plan = cluster("aks-batch");
    let apps = NodePool { vm_size: Some("Standard_D4ds_v5".to_owned()), ..user_pool("apps", 2, 5) };
    plan.pools = vec![in_three_zones(dedicated_system_pool("systempool")), apps, spot_pool("batch", 20)];
    plan
}

fn windows() -> Plan {
    let mut plan = cluster("aks-windows");
    plan.cluster.windows_admin = Some("azureuser".to_owned());
    plan.pools = vec![dedicated_system_pool("systempool"), user_pool("apps", 2, 5), windows_pool("win")];
    plan
}
