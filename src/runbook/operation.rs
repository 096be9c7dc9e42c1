//! What can be done to a cluster, one thing at a time.

use crate::plan::{Mode, Plan, Word};

/// One change of a cluster, or one look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Creates the resource group and the cluster with its first pool.
    Create,
    /// Adds the pool of that name.
    AddPool(String),
    /// Shows the pool of that name.
    ShowPool(String),
    /// Sets the mode of the pool of that name.
    SetMode(String, Mode),
    /// Deletes the pool of that name.
    DeletePool(String),
    /// Deletes the resource group and everything in it.
    DeleteGroup,
}

impl Operation {
    /// The pool that it is about.
    pub fn pool(&self) -> Option<&str> {
        match self {
            Self::AddPool(name) | Self::ShowPool(name) | Self::SetMode(name, _) | Self::DeletePool(name) => {
                Some(name)
            }
            Self::Create | Self::DeleteGroup => None,
        }
    }

    /// What it does, as one sentence.
    pub fn describe(&self, plan: &Plan) -> String {
        let (cluster, group) = (&plan.cluster.name, &plan.cluster.resource_group);
        match self {
            Self::Create => format!(
                "Creates the resource group {group} and the cluster {cluster} with its first node pool."
            ),
            Self::AddPool(name) => format!("Adds the node pool {name} to the cluster {cluster}."),
            Self::ShowPool(name) => format!("Shows the node pool {name} of the cluster {cluster}."),
            Self::SetMode(name, mode) => {
                format!("Sets the mode of the node pool {name} to {}.", mode.as_str())
            }
            Self::DeletePool(name) => {
                format!("Deletes the node pool {name} of the cluster {cluster}, without draining its nodes.")
            }
            Self::DeleteGroup => format!(
                "Deletes the resource group {group} and everything in it, the cluster {cluster} included."
            ),
        }
    }
}
