//! The steps of a migration as a Markdown checklist for a change ticket, and what to look at before the first one.

use poolwright::lint::page::sources;
use poolwright::migrate::{Act, Runbook};
use poolwright::operations::Operation;
use poolwright::quote::markdown::text;

/// A question to answer before the first step: its name for programs, what is asked, the command that answers it, and
/// what its answer means.
pub(crate) struct Preflight {
    pub(crate) code: &'static str,
    pub(crate) question: &'static str,
    pub(crate) command: &'static str,
    pub(crate) meaning: &'static str,
}

/// The questions before the steps of a runbook: about the control plane always, about pods where some move.
pub(crate) fn preflight(runbook: &Runbook) -> Vec<&'static Preflight> {
    let drains = runbook.steps.iter().any(|step| matches!(step.act, Act::Drain(_)));
    let upgrades = runbook.steps.iter().any(|step| {
        matches!(
            step.act,
            Act::Aks(
                Operation::UpgradePool(..) | Operation::UpgradeControlPlane(_) | Operation::UpgradeAll(_)
            )
        )
    });
    let adds = runbook.peak_nodes > 0 || runbook.steps.iter().any(|step| matches!(step.act, Act::Add(_)));
    let is_asked = |one: &&Preflight| match one.code {
        "quota" | "addresses" => adds,
        "versions" => upgrades,
        "pdb" | "pods" | "local-storage" | "single-replicas" => drains || upgrades,
        _ => true,
    };
    PREFLIGHT.iter().filter(is_asked).collect()
}

/// Read 2026-11-29: azure-cli 2.91.0 (--help) and kubectl's reference.
const PREFLIGHT: [Preflight; 9] = [
    Preflight {
        code: "permissions",
        question: "May you change the cluster?",
        command: "az role assignment list --assignee USER --all --include-groups --output table",
        meaning: "Contributor or Azure Kubernetes Service Contributor Role on the cluster or its resource group is enough for az; draining needs Azure Kubernetes Service RBAC Cluster Admin or the cluster's admin credentials.",
    },
    Preflight {
        code: "quota",
        question: "Does the quota cover the peak?",
        command: "az vm list-usage --location REGION --output json > usage.json",
        meaning: "poolwright runbook --usage usage.json takes it into account: an order of steps within the quota is found, or what is short is named.",
    },
    Preflight {
        code: "addresses",
        question: "Have the subnets addresses for the peak?",
        command: "az network vnet subnet list --resource-group NETWORK_GROUP --vnet-name VNET --query \"[].{name: name, range: addressPrefix, used: length(ipConfigurations || `[]`)}\" --output table",
        meaning: "A range has 5 addresses fewer than its size says. What is left has to be at least the peak of addresses above.",
    },
    Preflight {
        code: "versions",
        question: "Is each version offered?",
        command: "az aks get-upgrades --resource-group GROUP --name CLUSTER --output table",
        meaning: "The next version has to be listed; otherwise it isn't offered in the region yet, or no longer.",
    },
    Preflight {
        code: "maintenance",
        question: "Does a maintenance window or an automatic upgrade come in between?",
        command: "az aks maintenanceconfiguration list --resource-group GROUP --cluster-name CLUSTER --output table",
        meaning: "Run the steps outside of the listed windows: only one operation on a cluster can run at a time.",
    },
    Preflight {
        code: "pdb",
        question: "Does every disruption budget allow an eviction?",
        command: "kubectl get pdb --all-namespaces",
        meaning: "ALLOWED DISRUPTIONS 0 stops a drain. Add a replica or change the budget before.",
    },
    Preflight {
        code: "pods",
        question: "Does every pod have a controller?",
        command: "kubectl get pods --all-namespaces --output json | jq -r '.items[] | select(.metadata.ownerReferences == null) | .metadata.namespace + \"/\" + .metadata.name'",
        meaning: "A listed pod doesn't start again elsewhere, and kubectl drain stops at it. Give it a controller, or delete it.",
    },
    Preflight {
        code: "local-storage",
        question: "Does a pod keep data on its node?",
        command: "kubectl get pods --all-namespaces --output json | jq -r '.items[] | select(any(.spec.volumes[]?; .emptyDir or .hostPath)) | .metadata.namespace + \"/\" + .metadata.name'",
        meaning: "A drain loses what a listed pod keeps in emptyDir; data in hostPath stays on the old node.",
    },
    Preflight {
        code: "single-replicas",
        question: "Does a deployment have a single replica?",
        command: "kubectl get deployments,statefulsets --all-namespaces --output json | jq -r '.items[] | select(.spec.replicas == 1) | .metadata.namespace + \"/\" + .metadata.name'",
        meaning: "What is listed is down while its pod moves. Scale it to 2 before.",
    },
];

/// The whole checklist.
pub(crate) fn checklist(runbook: &Runbook) -> String {
    let cluster = &runbook.start.cluster;
    let mut out = format!("# Migration of the cluster {}\n\n", text(&cluster.name));
    for one in &runbook.left {
        out += &format!("- Not applied: {} of the cluster. {}\n", text(one.key), text(one.why));
    }
    for offer in &runbook.proposed {
        out += &format!(
            "- {} is replaced by {}. Workloads that select nodes by pool have to use the new name.\n",
            text(&offer.from),
            text(&offer.to)
        );
    }
    for name in &runbook.deleted_first {
        out += &format!("- Disruption: {} is deleted before the pool that replaces it exists.\n", text(name));
    }
    out += &format!(
        "- Peak: {} nodes and {} addresses more than today.\n\n## Before the first step\n\n",
        runbook.peak_nodes, runbook.peak_addresses
    );
    for one in preflight(runbook) {
        out += &format!(
            "- [ ] {}\n\n  ```sh\n  {}\n  ```\n\n  {}\n",
            text(one.question),
            one.command,
            text(one.meaning)
        );
    }
    out += "\n## Steps\n\n";
    for (place, step) in runbook.steps.iter().enumerate() {
        out += &format!("- [ ] **{}. {}**\n", place + 1, text(&step.act.describe(&runbook.start)));
        let mut row = |name: &str, content: &str| out += &format!("  - {name}: {}\n", text(content));
        row("Why", &step.why);
        row("Disrupts", &step.disrupts);
        for check in &step.checks {
            row("Verify", &check.describe());
        }
        row("Rollback", &step.undo);
        row("Expected duration", "unknown: no dated source gives one");
        for caveat in &step.caveats {
            let title = sources().find(|source| source.id == caveat.source).map_or("", |source| source.title);
            row("Caution", &format!("{} ({title})", caveat.text));
        }
    }
    out
}
