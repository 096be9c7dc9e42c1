//! What can be done to a cluster, one thing at a time.

use super::cluster::cluster_property;
use crate::plan::{
    Keyword, LoadBalancerSku, Mode, NodePool, POOL_PROPERTIES, Plan, PoolType, Property, Value,
};
use crate::text::in_sentence;

/// One change of a cluster, or a command that shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Creates the resource group and the cluster with its first pool.
    Create,
    /// Adds the pool of that name.
    AddPool(String),
    /// Shows the pool of that name.
    ShowPool(String),
    /// Sets the mode of the pool of that name.
    SetMode(String, Mode),
    /// Gives the pool of that name so many nodes.
    ScalePool(String, i64),
    /// Changes properties of the pool of that name.
    UpdatePool(String, Vec<Change>),
    /// Upgrades the nodes of the pool of that name.
    UpgradePool(String, Upgrade),
    /// Changes properties of the cluster itself; nothing leaves one to AKS.
    UpdateCluster(Vec<Change>),
    /// Migrates node pools of availability sets to virtual machines, and a Basic load balancer to Standard.
    MigrateAvailabilitySets,
    /// Upgrades the control plane to that Kubernetes version.
    UpgradeControlPlane(String),
    /// Upgrades the control plane and all pools to that Kubernetes version.
    UpgradeAll(String),
    /// Starts the pool of that name.
    StartPool(String),
    /// Stops the pool of that name.
    StopPool(String),
    /// Deletes machines of the pool of that name.
    DeleteMachines(String, Vec<String>),
    /// Deletes the pool of that name.
    DeletePool(String),
    /// Deletes the resource group and everything in it.
    DeleteGroup,
}

/// A property's new value; `None` clears it, so that AKS's default applies.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The property's key.
    pub key: &'static str,
    /// Its new value.
    pub value: Option<Value>,
}

/// What the nodes of a pool get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upgrade {
    /// A Kubernetes version.
    Version(String),
    /// The newest image of the version that they have.
    NodeImage,
}

impl Change {
    /// Returns the change as words: "mode becomes User".
    pub(crate) fn describe(&self) -> String {
        match &self.value {
            Some(value) => format!("{} becomes {}", self.key, value.in_sentence()),
            None => format!("{} is cleared", self.key),
        }
    }

    /// Returns the property that is changed.
    pub fn property(&self) -> Option<&'static Property<NodePool>> {
        crate::plan::property::find(POOL_PROPERTIES, self.key)
    }
}

/// Returns the cluster of a plan as a sentence names it; a list of node pools does not tell its name.
pub(crate) fn cluster_of(plan: &Plan) -> String {
    let name = &plan.cluster.name;
    if name.is_empty() {
        "the cluster".to_owned()
    } else {
        format!("the cluster {name}", name = in_sentence(name))
    }
}

impl Operation {
    /// Returns the pool that it is about.
    pub fn pool(&self) -> Option<&str> {
        match self {
            Self::AddPool(name)
            | Self::ShowPool(name)
            | Self::SetMode(name, _)
            | Self::ScalePool(name, _)
            | Self::UpdatePool(name, _)
            | Self::UpgradePool(name, _)
            | Self::StartPool(name)
            | Self::StopPool(name)
            | Self::DeleteMachines(name, _)
            | Self::DeletePool(name) => Some(name),
            Self::Create
            | Self::UpdateCluster(_)
            | Self::MigrateAvailabilitySets
            | Self::UpgradeControlPlane(_)
            | Self::UpgradeAll(_)
            | Self::DeleteGroup => None,
        }
    }

    /// Returns whether it only shows something and changes nothing.
    pub fn is_a_look(&self) -> bool {
        matches!(self, Self::ShowPool(_))
    }

    /// Returns the plan as it is once the operation is done. For [`Operation::AddPool`] the plan has the new pool
    /// already.
    pub fn done_to(&self, plan: &Plan) -> Plan {
        let mut after = plan.clone();
        self.apply_to(&mut after);
        after
    }

    /// Applies the operation to a plan.
    pub fn apply_to(&self, plan: &mut Plan) {
        let place = self.pool().and_then(|name| plan.pool(name)).map(|(place, _)| place);
        if let Self::DeletePool(_) = self {
            if let Some(place) = place {
                plan.pools.remove(place);
            }
            return;
        }
        if let Some(pool) = place.and_then(|place| plan.pools.get_mut(place)) {
            match self {
                Self::SetMode(_, mode) => pool.mode = Some(mode.clone()),
                Self::ScalePool(_, count) => pool.scale_to(*count),
                Self::UpdatePool(_, changes) => update(pool, changes),
                Self::UpgradePool(_, Upgrade::Version(version)) => {
                    pool.kubernetes_version = Some(version.clone());
                }
                Self::StartPool(_) => pool.power_state = None,
                Self::StopPool(_) => pool.power_state = Some(crate::plan::PowerState::Stopped),
                Self::DeleteMachines(_, machines) => {
                    let fewer = i64::try_from(machines.len()).unwrap_or(i64::MAX);
                    pool.count = Some(pool.nodes().saturating_sub(fewer));
                }
                _ => {}
            }
            return;
        }
        match self {
            // A cluster is created with its first pool.
            Self::Create => {
                let first = plan.first_pool().and_then(|place| plan.pools.get(place)).cloned();
                plan.pools = first.into_iter().collect();
            }
            Self::UpdateCluster(changes) => {
                for change in changes {
                    if let Some(property) = cluster_property(change.key) {
                        property.put(&mut plan.cluster, change.value.clone());
                    }
                }
            }
            Self::MigrateAvailabilitySets => {
                let is_set = |pool: &&mut NodePool| pool.pool_type == Some(PoolType::AvailabilitySet);
                plan.pools.iter_mut().filter(is_set).for_each(|pool| pool.pool_type = Some(PoolType::Vms));
                if plan.cluster.load_balancer_sku == Some(LoadBalancerSku::Basic) {
                    plan.cluster.load_balancer_sku = Some(LoadBalancerSku::Standard);
                }
            }
            Self::UpgradeControlPlane(version) => {
                // Pools that followed the cluster's version stay at the one they have.
                for pool in plan.pools.iter_mut().filter(|pool| pool.kubernetes_version.is_none()) {
                    pool.kubernetes_version.clone_from(&plan.cluster.kubernetes_version);
                }
                plan.cluster.kubernetes_version = Some(version.clone());
            }
            Self::UpgradeAll(version) => {
                plan.cluster.kubernetes_version = Some(version.clone());
                plan.pools.iter_mut().for_each(|pool| pool.kubernetes_version = None);
            }
            Self::DeleteGroup => plan.pools.clear(),
            _ => {}
        }
    }

    /// Returns what it does, as one sentence.
    pub fn describe(&self, plan: &Plan) -> String {
        let cluster = cluster_of(plan);
        let group = match plan.cluster.resource_group.as_str() {
            "" => "the resource group".to_owned(),
            group => format!("the resource group {}", in_sentence(group)),
        };
        match self {
            Self::Create => format!("Creates {group} and {cluster} with its first node pool."),
            Self::AddPool(name) => {
                format!("Adds the node pool {name} to {cluster}.", name = in_sentence(name))
            }
            Self::ShowPool(name) => {
                format!("Shows the node pool {name} of {cluster}.", name = in_sentence(name))
            }
            Self::SetMode(name, mode) => {
                format!(
                    "Sets the mode of the node pool {name} to {}.",
                    in_sentence(mode.as_str()),
                    name = in_sentence(name)
                )
            }
            Self::ScalePool(name, count) => {
                format!(
                    "Scales the node pool {name} to {}.",
                    crate::text::counted(*count, "node"),
                    name = in_sentence(name)
                )
            }
            Self::UpdatePool(name, changes) => {
                let keys: Vec<&str> = changes.iter().map(|change| change.key).collect();
                format!("Updates {} of the node pool {name}.", keys.join(", "), name = in_sentence(name))
            }
            Self::UpgradePool(name, Upgrade::Version(version)) => {
                format!(
                    "Upgrades the node pool {name} to Kubernetes {version}.",
                    name = in_sentence(name),
                    version = in_sentence(version)
                )
            }
            Self::UpgradePool(name, Upgrade::NodeImage) => {
                format!("Upgrades the node pool {name} to the newest node image.", name = in_sentence(name))
            }
            Self::UpdateCluster(changes) => {
                let changes: Vec<String> = changes.iter().map(Change::describe).collect();
                format!("Updates {cluster}: {}.", changes.join(", "))
            }
            Self::MigrateAvailabilitySets => {
                format!("Migrates the availability sets of {cluster} to virtual machines.")
            }
            Self::UpgradeControlPlane(version) => {
                format!(
                    "Upgrades the control plane of {cluster} to Kubernetes {version}.",
                    version = in_sentence(version)
                )
            }
            Self::UpgradeAll(version) => {
                format!(
                    "Upgrades {cluster} and all its node pools to Kubernetes {version}.",
                    version = in_sentence(version)
                )
            }
            Self::StartPool(name) => format!("Starts the node pool {name}.", name = in_sentence(name)),
            Self::StopPool(name) => format!("Stops the node pool {name}.", name = in_sentence(name)),
            Self::DeleteMachines(name, machines) => {
                let number = i64::try_from(machines.len()).unwrap_or(i64::MAX);
                format!(
                    "Deletes {} of the node pool {name}.",
                    crate::text::counted(number, "machine"),
                    name = in_sentence(name)
                )
            }
            Self::DeletePool(name) => {
                format!(
                    "Deletes the node pool {name} of {cluster}, without draining its nodes.",
                    name = in_sentence(name)
                )
            }
            Self::DeleteGroup => {
                format!("Deletes {group} and everything in it, {cluster} included.")
            }
        }
    }
}

/// Changes properties of a pool.
pub(crate) fn update(pool: &mut NodePool, changes: &[Change]) {
    let was_scaled = *pool.autoscaling;
    for change in changes {
        if let Some(property) = change.property() {
            property.put(pool, change.value.clone());
        }
    }
    // An autoscaler that is turned off leaves no bounds behind, unless they are asked for.
    let has = |key| changes.iter().any(|change| change.key == key);
    if was_scaled && !*pool.autoscaling && !has("minCount") && !has("maxCount") {
        (pool.min_count, pool.max_count) = (None, None);
    }
}
