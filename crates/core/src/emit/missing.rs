//! Names that a plan leaves empty. No text runs with an empty name: each asks for it before it does anything, a script
//! on the terminal, a template by a parameter or variable without a default.

use super::snippet::{Gap, Snippet};
use crate::plan::Cluster;

/// A name that a text has to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    ResourceGroup,
    Cluster,
    Location,
}

impl Missing {
    /// All of them, in the order in which a text asks.
    pub(super) const ALL: [Self; 3] = [Self::ResourceGroup, Self::Cluster, Self::Location];

    /// Returns whether a cluster has no such name.
    pub(super) fn is_in(self, cluster: &Cluster) -> bool {
        match self {
            Self::ResourceGroup => cluster.resource_group.is_empty(),
            Self::Cluster => cluster.name.is_empty(),
            Self::Location => cluster.location.is_empty(),
        }
    }

    /// Returns the gap that tells of it.
    pub(super) fn gap(self) -> Gap {
        let what = match self {
            Self::ResourceGroup => "its resource group",
            Self::Cluster => "its name",
            Self::Location => "its location",
        };
        Snippet::gap(format!("The cluster: {what} is empty, so this text asks for it."))
    }

    /// Returns what is asked for.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::ResourceGroup => "Name of the resource group",
            Self::Cluster => "Name of the cluster",
            Self::Location => "Azure region",
        }
    }

    /// Returns the placeholder for it in a command that is only mentioned, as in a comment.
    pub(super) fn placeholder(self) -> &'static str {
        match self {
            Self::ResourceGroup => "GROUP",
            Self::Cluster => "CLUSTER",
            Self::Location => "REGION",
        }
    }

    /// Returns the lines of a chain with which a POSIX shell asks: where nothing is entered, it says so and ends. Input may
    /// end without a line feed.
    pub(super) fn posix_lines(self) -> [&'static str; 2] {
        match self {
            Self::ResourceGroup => [
                "printf 'Name of the resource group: ' &&",
                "{ IFS= read -r resource_group; [ -n \"$resource_group\" ] || { printf 'The name of the resource group is empty.\\n' >&2; false; }; } &&",
            ],
            Self::Cluster => [
                "printf 'Name of the cluster: ' &&",
                "{ IFS= read -r cluster_name; [ -n \"$cluster_name\" ] || { printf 'The name of the cluster is empty.\\n' >&2; false; }; } &&",
            ],
            Self::Location => [
                "printf 'Azure region: ' &&",
                "{ IFS= read -r location; [ -n \"$location\" ] || { printf 'The region is empty.\\n' >&2; false; }; } &&",
            ],
        }
    }

    /// Returns what was entered, in a POSIX shell.
    pub(super) fn posix(self) -> &'static str {
        match self {
            Self::ResourceGroup => "\"$resource_group\"",
            Self::Cluster => "\"$cluster_name\"",
            Self::Location => "\"$location\"",
        }
    }

    /// Returns the lines with which PowerShell asks: they throw where nothing is entered.
    pub(super) fn powershell_lines(self) -> [&'static str; 2] {
        match self {
            Self::ResourceGroup => [
                "$resourceGroup = Read-Host -Prompt 'Name of the resource group'",
                "if (-not $resourceGroup) { throw 'The name of the resource group is empty.' }",
            ],
            Self::Cluster => [
                "$clusterName = Read-Host -Prompt 'Name of the cluster'",
                "if (-not $clusterName) { throw 'The name of the cluster is empty.' }",
            ],
            Self::Location => [
                "$location = Read-Host -Prompt 'Azure region'",
                "if (-not $location) { throw 'The region is empty.' }",
            ],
        }
    }

    /// Returns what was entered, in PowerShell.
    pub(super) fn powershell(self) -> &'static str {
        match self {
            Self::ResourceGroup => "$resourceGroup",
            Self::Cluster => "$clusterName",
            Self::Location => "$location",
        }
    }

    /// Returns the variable that Terraform asks for.
    pub(super) fn terraform(self) -> &'static str {
        match self {
            Self::ResourceGroup => "resource_group_name",
            Self::Cluster => "cluster_name",
            Self::Location => "location",
        }
    }

    /// Returns a reference to that variable.
    pub(super) fn terraform_reference(self) -> &'static str {
        match self {
            Self::ResourceGroup => "var.resource_group_name",
            Self::Cluster => "var.cluster_name",
            Self::Location => "var.location",
        }
    }
}

/// Returns whether a cluster has no name or no resource group: nothing can be asked about it.
pub(super) fn is_unnamed(cluster: &Cluster) -> bool {
    Missing::ResourceGroup.is_in(cluster) || Missing::Cluster.is_in(cluster)
}

/// Returns a thing with its name, if it has one.
pub(super) fn named(what: &str, name: &str) -> String {
    if name.is_empty() { what.to_owned() } else { format!("{what} {name}") }
}

/// Returns the cluster with its name and where it is, as far as the plan says.
pub(super) fn named_cluster(what: &str, cluster: &Cluster) -> String {
    let name = named(what, &cluster.name);
    match cluster.resource_group.as_str() {
        "" => name,
        group => format!("{name} in the resource group {group}"),
    }
}
