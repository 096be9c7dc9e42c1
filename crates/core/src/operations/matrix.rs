//! What of a pool can be changed in place, and what needs a new pool.
//!
//! The facts are those of the API's PUT of an agent pool, of `az aks nodepool update` (azure-cli 2.91.0), of the
//! codes that the service answers with, and of the articles about each property, as of 2026-11-23.

use crate::plan::{Cluster, Keyword, Mode, NodePool, Value, Version};

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
    // "May not be changed after creation" (its description in the API, 2026-08-01; azure-mgmt-containerservice 41.6.0).
    ("osDiskType", How::NewPool, "api-pool-models"),
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
    // "The managementMode, migStrategy, and driver fields under gpuProfile are immutable after node pool creation"
    // (managed GPU nodes, 2026-07-02, read again 2026-11-29); azurerm makes a new pool.
    ("gpuProfile.driver", How::NewPool, "nvidia-gpus"),
    ("gpuProfile.nvidia.managementMode", How::NewPool, "managed-gpus"),
    // The API says nothing of changes; az aks nodepool update has no flag for it (azure-cli 2.91.0, read 2026-11-29).
    ("workloadRuntime", How::NewPool, "cli"),
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
    // As with the runtime.
    ("messageOfTheDay", How::NewPool, "cli"),
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

/// Why another value of a property needs a new pool, in the words of its source in [`MATRIX`].
const REASONS: &[(&str, &str)] = &[
    ("name", "A pool can\u{2019}t be renamed."),
    ("vmSize", "The VM size is set when the pool is created; only a preview resizes a pool in place."),
    ("osType", "The operating system is set when the pool is created."),
    (
        "osDiskSizeGB",
        "The size of the OS disk is set by az aks nodepool add; az aks nodepool update has no flag for it.",
    ),
    (
        "osDiskType",
        "The API says that the type of the OS disk can\u{2019}t be changed after the pool is created.",
    ),
    ("kubeletDiskType", "AKS refuses another place for the kubelet\u{2019}s data in a pool that exists."),
    (
        "maxPods",
        "Addresses of nodes are planned for the maximum number of pods, so it is set when the pool is created.",
    ),
    ("availabilityZones", "Zones are set when the pool is created; only a preview changes them to auto."),
    ("scaleSetPriority", "A Spot pool can\u{2019}t become a Regular pool or the reverse."),
    ("scaleSetEvictionPolicy", "The eviction policy is set when the Spot pool is created."),
    ("spotMaxPrice", "The maximum Spot price can\u{2019}t be changed after the pool is created."),
    (
        "vnetSubnetID",
        "Nodes stay in the subnet that they were created in; azurerm creates a new pool for another one.",
    ),
    (
        "podSubnetID",
        "Pods stay in the subnet that the pool was created with; azurerm creates a new pool for another one.",
    ),
    (
        "podIPAllocationMode",
        "How pods get addresses is set by az aks nodepool add; az aks nodepool update has no flag for it.",
    ),
    (
        "networkProfile.nodePublicIPTags",
        "az aks nodepool update has no flag for IP tags, and azurerm creates a new pool.",
    ),
    ("enableNodePublicIP", "Public IPs per node are set when the pool is created."),
    ("nodePublicIPPrefixID", "The prefix of public IPs can\u{2019}t be changed after the pool is created."),
    ("enableEncryptionAtHost", "Encryption at host is set when the pool is created."),
    ("enableUltraSSD", "Support for ultra disks is set when the pool is created."),
    ("gpuInstanceProfile", "The GPU MIG profile can\u{2019}t be changed after the pool is created."),
    ("gpuProfile.driver", "Whether AKS installs the GPU driver is set when the pool is created."),
    (
        "gpuProfile.nvidia.managementMode",
        "Managed GPU nodes can\u{2019}t be turned on or off after the pool is created.",
    ),
    (
        "workloadRuntime",
        "The runtime is set by az aks nodepool add; az aks nodepool update has no flag for it.",
    ),
    ("type", "A pool of a scale set can\u{2019}t become a pool of virtual machines or the reverse."),
    (
        "gatewayProfile.publicIPPrefixSize",
        "The size of the gateway\u{2019}s prefix is set when the Gateway pool is created.",
    ),
    ("proximityPlacementGroupID", "The proximity placement group is set when the pool is created."),
    ("hostGroupID", "The dedicated host group is set when the pool is created."),
    (
        "capacityReservationGroupID",
        "The capacity reservation group is set when the pool is created; only a preview changes it in place.",
    ),
    ("creationData.sourceResourceId", "A snapshot is used when the pool is created, and at no other time."),
    ("creationData.sourceVmSize", "A snapshot is used when the pool is created, and at no other time."),
    ("enableOSDiskFullCaching", "Full caching of the OS disk is set when the pool is created."),
    (
        "messageOfTheDay",
        "The message of the day is set by az aks nodepool add; az aks nodepool update has no flag for it.",
    ),
    (
        "windowsProfile.disableOutboundNat",
        "Outbound NAT is set by az aks nodepool add; az aks nodepool update has no flag for it.",
    ),
    ("kubeletConfig", "The kubelet is configured when the pool is created."),
    ("linuxOSConfig", "Linux is configured when the pool is created."),
];

/// Returns why a property of a pool is changed the way it is, as a sentence.
pub fn why(key: &str) -> &'static str {
    let reason = REASONS.iter().find(|(name, _)| *name == key);
    reason.map_or_else(|| how(key).why(), |(_, reason)| reason)
}

/// Returns why another value of a property needs a new pool, as a sentence.
pub fn why_new_pool(key: &str) -> &'static str {
    match key {
        "mode" => {
            "A Gateway pool is created as one; the documents describe no change of a pool to or from this mode."
        }
        _ => why(key),
    }
}

/// Returns the operation that changes a property which an update of the pool doesn't change in every tool, as it is typed.
pub fn operation_instead(key: &str, pool: &str) -> Option<String> {
    match how(key) {
        How::Scale => Some(format!("To change {key}, scale the pool: scale-pool {pool} COUNT")),
        How::Upgrade => Some(format!("To change {key}, upgrade the pool: upgrade-pool {pool} VERSION")),
        How::Mode => Some(format!("To change {key}, set the mode of the pool: set-mode {pool} System|User")),
        How::Power => {
            Some(format!("To change {key}, start or stop the pool: start-pool {pool} or stop-pool {pool}"))
        }
        How::Update | How::NewPool | How::PreviewOnly | How::Fact => None,
    }
}

/// Returns how a property of a pool is changed; a property that is not listed needs a new pool.
pub fn how(key: &str) -> How {
    MATRIX.iter().find(|(name, ..)| *name == key).map_or(How::NewPool, |(_, how, _)| *how)
}

/// Returns how a property of that pool gets a value: as [`how`] says, but for two. The GPU driver becomes None by an update
/// where the tag `SkipGPUDriverInstall` said so before the API had a word for it (Azure/azure-cli pull request 32531,
/// 2025-12-12). A pool is created as a Gateway pool, or as another ("Configure Static Egress Gateway", 2026-08-06).
pub fn how_to(key: &str, to: Option<&Value>, pool: &NodePool) -> How {
    let skips = |(name, value): (&String, &String)| {
        name.eq_ignore_ascii_case("SkipGPUDriverInstall") && value.eq_ignore_ascii_case("true")
    };
    let is_none = || matches!(to, Some(Value::Text(text)) if text == "None");
    if key == "gpuProfile.driver" && is_none() && pool.tags.iter().any(skips) {
        return How::Update;
    }
    let is_gateway = |mode: Option<&str>| mode == Some(Mode::Gateway.as_str());
    if key == "mode" {
        let to = to.map(ToString::to_string);
        if is_gateway(pool.mode.as_ref().map(Mode::as_str)) != is_gateway(to.as_deref()) {
            return How::NewPool;
        }
    }
    how(key)
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
    fn a_tag_lets_the_gpu_driver_go_in_place() {
        let driver = |to: &str, tags: &[(&str, &str)]| {
            let tags = tags.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let pool = NodePool { tags: tags.collect::<crate::plan::Map>().into(), ..NodePool::default() };
            how_to("gpuProfile.driver", Some(&Value::Text(to.to_owned())), &pool)
        };
        assert_eq!(driver("None", &[("skipGpuDriverInstall", "true")]), How::Update);
        assert_eq!(driver("Install", &[("SkipGPUDriverInstall", "true")]), How::NewPool);
        assert_eq!(driver("None", &[("SkipGPUDriverInstall", "false")]), How::NewPool);
        assert_eq!(driver("None", &[("team", "true")]), How::NewPool);
    }

    #[test]
    fn every_immutable_property_has_its_own_reason() {
        let immutable = MATRIX.iter().filter(|(_, how, _)| matches!(how, How::NewPool | How::PreviewOnly));
        let immutable: Vec<&str> = immutable.map(|(key, ..)| *key).collect();
        assert_eq!(REASONS.iter().map(|(key, _)| *key).collect::<Vec<_>>(), immutable);
        assert!(immutable.iter().all(|key| why(key) != How::NewPool.why() && why(key).ends_with('.')));
    }

    #[test]
    fn every_source_is_one_of_the_rules() {
        for (key, _, source) in MATRIX {
            assert!(crate::lint::page::sources().any(|known| known.id == *source), "{key}: {source}");
        }
    }
}
