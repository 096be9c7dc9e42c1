//! What of a pool can be changed in place, and what needs a new pool.
//!
//! The facts are those of the API's PUT of an agent pool, of `az aks nodepool update` (azure-cli 2.91.0), of the
//! codes that the service answers with, and of the articles about each property, as of 2026-11-23.

use crate::plan::{Cluster, NodePool, Version};

/// How a property of a pool is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By an update of the pool.
    Update,
    /// By scaling the pool.
    Scale,
    /// By setting the pool's mode.
    Mode,
    /// By an upgrade of the pool.
    Upgrade,
    /// By starting or stopping the pool.
    Power,
    /// Not at all: it takes a new pool.
    NewPool,
    /// It takes a new pool, but for a preview.
    PreviewOnly,
    /// Nobody changes it: it is what the service says.
    Fact,
}

/// Each property of a pool, how it is changed, and the source of that by its name among the rules' sources.
pub const MATRIX: &[(&str, How, &str)] = &[
    ("name", How::NewPool, "create-node-pools"),
    ("mode", How::Mode, "use-system-pools"),
    ("count", How::Scale, "scale-cluster"),
    ("enableAutoScaling", How::Update, "autoscaler"),
    ("minCount", How::Update, "autoscaler"),
    ("maxCount", How::Update, "autoscaler"),
    // In place by a preview (API 2026-01-02-preview).
    ("vmSize", How::PreviewOnly, "resize-node-pool"),
    ("osType", How::NewPool, "create-node-pools"),
    ("osSKU", How::Update, "upgrade-os"),
    ("osDiskSizeGB", How::NewPool, "cli"),
    ("osDiskType", How::NewPool, "error-codes"),
    ("kubeletDiskType", How::NewPool, "error-codes"),
    ("maxPods", How::NewPool, "ip-planning"),
    ("availabilityZones", How::PreviewOnly, "zones"),
    ("nodeTaints", How::Update, "taints"),
    ("nodeLabels", How::Update, "labels"),
    ("tags", How::Update, "tags"),
    ("scaleSetPriority", How::NewPool, "spot"),
    ("scaleSetEvictionPolicy", How::NewPool, "spot"),
    ("spotMaxPrice", How::NewPool, "spot"),
    ("upgradeSettings.maxSurge", How::Update, "rolling-upgrade"),
    ("upgradeSettings.maxUnavailable", How::Update, "rolling-upgrade"),
    ("upgradeSettings.drainTimeoutInMinutes", How::Update, "rolling-upgrade"),
    ("upgradeSettings.nodeSoakDurationInMinutes", How::Update, "rolling-upgrade"),
    ("upgradeSettings.undrainableNodeBehavior", How::Update, "rolling-upgrade"),
    ("vnetSubnetID", How::NewPool, "terraform"),
    ("podSubnetID", How::NewPool, "terraform"),
    ("podIPAllocationMode", How::NewPool, "cli"),
    ("orchestratorVersion", How::Upgrade, "upgrade-node-pools"),
    ("networkProfile.allowedHostPorts", How::Update, "cli"),
    ("networkProfile.applicationSecurityGroups", How::Update, "cli"),
    // az aks nodepool update has no flag for them; azurerm makes a new pool.
    ("networkProfile.nodePublicIPTags", How::NewPool, "terraform"),
    ("networkProfile.dranet.mode", How::Update, "cli"),
    ("enableNodePublicIP", How::NewPool, "node-public-ips"),
    ("nodePublicIPPrefixID", How::NewPool, "node-public-ips"),
    ("enableEncryptionAtHost", How::NewPool, "host-encryption"),
    ("enableFIPS", How::Update, "fips"),
    ("enableUltraSSD", How::NewPool, "ultra-disks"),
    ("securityProfile.enableSecureBoot", How::Update, "trusted-launch"),
    ("securityProfile.enableVTPM", How::Update, "trusted-launch"),
    ("securityProfile.sshAccess", How::Update, "api-pool-models"),
    ("scaleDownMode", How::Update, "scale-down-mode"),
    ("gpuInstanceProfile", How::NewPool, "gpu-mig"),
    // "Immutable after node pool creation" (managed GPU nodes, 2026-07-02); azurerm makes a new pool.
    ("gpuProfile.driver", How::NewPool, "nvidia-gpus"),
    ("gpuProfile.nvidia.managementMode", How::NewPool, "managed-gpus"),
    ("workloadRuntime", How::NewPool, "pod-sandboxing"),
    ("type", How::NewPool, "vms-pools"),
    ("virtualMachinesProfile", How::Update, "vms-pools"),
    ("gatewayProfile.publicIPPrefixSize", How::NewPool, "egress-gateway"),
    ("proximityPlacementGroupID", How::NewPool, "ppg"),
    ("hostGroupID", How::NewPool, "dedicated-hosts"),
    ("capacityReservationGroupID", How::PreviewOnly, "capacity-reservation"),
    ("creationData.sourceResourceId", How::NewPool, "snapshot"),
    ("creationData.sourceVmSize", How::NewPool, "snapshot"),
    // It "can be modified after node pool creation", with the preview API or the cluster's own command.
    ("nodeInitializationTaints", How::Update, "taints"),
    ("enableOSDiskFullCaching", How::NewPool, "full-caching"),
    ("messageOfTheDay", How::NewPool, "api-pool-models"),
    ("artifactStreamingProfile.enabled", How::Update, "api-pool-models"),
    ("windowsProfile.disableOutboundNat", How::NewPool, "cli"),
    ("localDNSProfile", How::Update, "api-pool-models"),
    ("kubeletConfig", How::NewPool, "node-configuration"),
    ("linuxOSConfig", How::NewPool, "node-configuration"),
    ("powerState.code", How::Power, "start-stop"),
    ("provisioningState", How::Fact, "api-pool-models"),
    // AKS decides; a change that it doesn't take is refused before anything happens.
    ("otherProperties", How::Update, "api-pool-models"),
];

/// Returns how a property of a pool is changed; a property that is not listed takes a new pool.
pub fn how(key: &str) -> How {
    MATRIX.iter().find(|(name, ..)| *name == key).map_or(How::NewPool, |(_, how, _)| *how)
}

/// Returns the source of how a property of a pool is changed.
pub fn source(key: &str) -> &'static str {
    MATRIX.iter().find(|(name, ..)| *name == key).map_or("api-pool-models", |(.., source)| source)
}

/// Properties whose change in place makes AKS reimage every node of the pool, or replace it, in batches with surge nodes:
/// "Node disruption policy" (2026-03-11) and the release notes of 2026-07-17; the VM size by "Resize node pools"
/// (2026-07-30): AKS adds nodes of the new size, drains the old ones and deletes them.
const REIMAGING: [&str; 8] = [
    "osSKU",
    "enableFIPS",
    "securityProfile.enableSecureBoot",
    "securityProfile.enableVTPM",
    "localDNSProfile",
    "artifactStreamingProfile.enabled",
    "capacityReservationGroupID",
    "vmSize",
];

/// The minor version of Kubernetes from which a change of sshAccess reimages the nodes at once; before, it waits for the
/// next node image (release notes, 2026-08-07).
const SSH_REIMAGES_FROM: u32 = 37;

/// Returns whether a change in place of a property of a pool makes AKS reimage or replace all of its nodes.
pub(crate) fn reimages(key: &str, pool: &NodePool, cluster: &Cluster) -> bool {
    let version = pool.kubernetes_version.as_ref().or(cluster.kubernetes_version.as_ref());
    let is_from = |version: Version| version.is_from(SSH_REIMAGES_FROM);
    REIMAGING.contains(&key)
        || (key == "securityProfile.sshAccess"
            && version.and_then(|text| Version::parse(text)).is_some_and(is_from))
}

/// Returns whether a change in place of a property of a cluster makes AKS reimage all pools at the same time: "The upgrade
/// process triggers each node pool to be re-imaged simultaneously" ("Update Azure CNI", "Use network policies", read
/// 2026-11-29).
pub(crate) fn reimages_all_pools(key: &str) -> bool {
    matches!(
        key,
        "networkProfile.networkPluginMode"
            | "networkProfile.networkDataplane"
            | "networkProfile.networkPolicy"
    )
}

impl How {
    /// Returns why a property is changed this way, as a sentence.
    pub fn why(self) -> &'static str {
        match self {
            Self::Update => "An update of the pool changes it.",
            Self::Scale => "Scaling the pool changes it.",
            Self::Mode => "Setting the pool\u{2019}s mode changes it.",
            Self::Upgrade => "An upgrade of the pool changes it.",
            Self::Power => "Starting or stopping the pool changes it.",
            Self::NewPool => "A pool keeps what it was created with; another value needs a new pool.",
            Self::PreviewOnly => "It needs a new pool; only a preview changes it in place.",
            Self::Fact => "It's read-only.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::POOL_PROPERTIES;

    #[test]
    fn the_matrix_has_every_property_of_a_pool_in_its_order() {
        let listed: Vec<&str> = MATRIX.iter().map(|(key, ..)| *key).collect();
        let known: Vec<&str> = POOL_PROPERTIES.iter().map(|property| property.key).collect();
        assert_eq!(listed, known);
    }

    #[test]
    fn what_reimages_nodes_is_changed_in_place() {
        for key in REIMAGING {
            assert!(matches!(how(key), How::Update | How::PreviewOnly), "{key}");
        }
    }

    #[test]
    fn ssh_access_reimages_nodes_from_a_version_on() {
        let of = |pool: Option<&str>, cluster: Option<&str>| {
            let pool = NodePool { kubernetes_version: pool.map(str::to_owned), ..NodePool::default() };
            let cluster = Cluster { kubernetes_version: cluster.map(str::to_owned), ..Cluster::default() };
            reimages("securityProfile.sshAccess", &pool, &cluster)
        };
        assert!(of(Some("1.37"), None) && of(None, Some("1.37.2")) && of(Some("1.38"), Some("1.38")));
        assert!(!of(Some("1.36"), Some("1.37")) && !of(None, Some("1.36.4")) && !of(None, None));
    }

    #[test]
    fn every_source_is_one_of_the_rules() {
        for (key, _, source) in MATRIX {
            assert!(crate::lint::page::sources().any(|known| known.id == *source), "{key}: {source}");
        }
    }
}
