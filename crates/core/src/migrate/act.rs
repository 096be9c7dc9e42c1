//! The acts of a migration: requests to AKS, and what kubectl does to nodes between them.

use super::cluster_of;
use super::{Change, Operation, Upgrade};
use crate::operations::matrix::{reimages, reimages_all_pools};
use crate::plan::{NodePool, Plan};
use crate::text::in_sentence;

/// One thing that a migration does: a request to AKS, or something that kubectl does between requests.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// AKS adds a pool.
    Add(Box<NodePool>),
    /// AKS does something else.
    Aks(Operation),
    /// No pod is placed on the nodes of the pool any more.
    Cordon(String),
    /// The pods of the pool's nodes move to other nodes.
    Drain(String),
    /// System pods that left the pool of that name run elsewhere.
    AwaitSystemPods(String),
}

impl Act {
    /// Returns the pool that it is about; `None` for the cluster itself.
    pub fn pool(&self) -> Option<&str> {
        match self {
            Self::Add(pool) => Some(&pool.name),
            Self::Aks(operation) => operation.pool(),
            Self::Cordon(name) | Self::Drain(name) | Self::AwaitSystemPods(name) => Some(name),
        }
    }

    /// Returns the operation of AKS that it is; `None` for what kubectl does.
    pub fn operation(&self) -> Option<Operation> {
        match self {
            Self::Add(pool) => Some(Operation::AddPool(pool.name.clone())),
            Self::Aks(operation) => Some(operation.clone()),
            Self::Cordon(_) | Self::Drain(_) | Self::AwaitSystemPods(_) => None,
        }
    }

    /// Returns whether it reimages or replaces nodes of pools that exist, with surge nodes. A new image is rolled out like
    /// an upgrade.
    pub(super) fn reimages_nodes(&self, plan: &Plan) -> bool {
        match self {
            Self::Aks(
                Operation::UpgradePool(..) | Operation::UpgradeAll(_) | Operation::MigrateAvailabilitySets,
            ) => true,
            Self::Aks(Operation::UpdatePool(name, changes)) => plan.pool(name).is_some_and(|(_, pool)| {
                changes.iter().any(|change| reimages(change.key, pool, &plan.cluster))
            }),
            Self::Aks(Operation::UpdateCluster(changes)) => {
                changes.iter().any(|change| reimages_all_pools(change.key))
            }
            _ => false,
        }
    }

    /// Returns whether it migrates availability sets.
    pub(super) fn migrates_sets(&self) -> bool {
        matches!(self, Self::Aks(Operation::MigrateAvailabilitySets))
    }

    /// Returns whether it reimages all pools at the same time.
    pub(super) fn reimages_all_at_once(&self, plan: &Plan) -> bool {
        matches!(self, Self::Aks(Operation::UpdateCluster(_) | Operation::MigrateAvailabilitySets))
            && self.reimages_nodes(plan)
    }

    /// Returns its short name, as in JSON: `add-pool`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Add(_) => "add-pool",
            Self::Aks(operation) => match operation {
                Operation::DeletePool(_) => "delete-pool",
                Operation::SetMode(..) | Operation::UpdatePool(..) => "update-pool",
                Operation::ScalePool(..) => "scale-pool",
                Operation::UpgradePool(_, Upgrade::Version(_) | Upgrade::NodeImage) => "upgrade-pool",
                Operation::UpdateCluster(_) => "update-cluster",
                Operation::MigrateAvailabilitySets => "migrate-availability-sets",
                Operation::UpgradeControlPlane(_) => "upgrade-control-plane",
                Operation::UpgradeAll(_) => "upgrade-all",
                Operation::StartPool(_) => "start-pool",
                Operation::StopPool(_) => "stop-pool",
                _ => "other",
            },
            Self::Cordon(_) => "cordon-pool",
            Self::Drain(_) => "drain-pool",
            Self::AwaitSystemPods(_) => "await-system-pods",
        }
    }

    /// Returns what it does, as one sentence.
    pub fn describe(&self, plan: &Plan) -> String {
        match self {
            Self::Cordon(name) => format!(
                "Cordons the nodes of {name}: no new pods are scheduled on them.",
                name = in_sentence(name)
            ),
            Self::Drain(name) => format!(
                "Drains the nodes of {name}: their pods move to other nodes.",
                name = in_sentence(name)
            ),
            Self::AwaitSystemPods(name) => {
                format!(
                    "Waits until the system pods that left {name} run on other nodes.",
                    name = in_sentence(name)
                )
            }
            // Its nodes are drained by then, or there are none.
            Self::Aks(Operation::DeletePool(name)) => {
                format!("Deletes the node pool {name} of {}.", cluster_of(plan), name = in_sentence(name))
            }
            Self::Aks(Operation::UpdatePool(name, changes)) => {
                let changes: Vec<String> = changes.iter().map(Change::describe).collect();
                format!("Updates the node pool {name}: {}.", changes.join(", "), name = in_sentence(name))
            }
            Self::Add(_) | Self::Aks(_) => {
                self.operation().map(|operation| operation.describe(plan)).unwrap_or_default()
            }
        }
    }
}
