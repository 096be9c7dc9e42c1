//! Words: the closed vocabularies of a plan (`System`, `Spot`, `Ephemeral` ...), each as an enum that also
//! keeps any other text.
//!
//! People type and services grow, so a value outside the vocabulary is kept as `Other` and judged by rules;
//! it is neither an error of reading nor silently replaced.

/// A closed vocabulary of the plan.
pub trait Keyword: Clone + 'static {
    /// The values that the API takes, in the order in which a form offers them.
    const KNOWN: &'static [&'static str];
    /// The words for them, in the same order.
    const WORDS: &'static [Self];
    /// Returns the variant for a text that isn't one of the words.
    fn other(text: &str) -> Self;
    /// Returns the word for a text; any text has one.
    fn from_text(text: &str) -> Self {
        place_of(text, Self::KNOWN)
            .and_then(|place| Self::WORDS.get(place).cloned())
            .unwrap_or_else(|| Self::other(text))
    }
    /// Returns the word that a text differs from in case or in spaces around it only.
    fn spelled_otherwise(text: &str) -> Option<&'static str> {
        spelled_otherwise(text, Self::KNOWN)
    }
    /// Returns the text of the word, as the plan file spells it.
    fn as_str(&self) -> &str;
}

/// Returns the word that a text differs from in case or in spaces around it only.
pub fn spelled_otherwise(text: &str, words: &'static [&'static str]) -> Option<&'static str> {
    words.iter().copied().find(|word| word.eq_ignore_ascii_case(text.trim()))
}

/// Returns the place of a text among words. It isn't part of the trait, so that twenty vocabularies share its code.
fn place_of(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().position(|word| *word == text)
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum $name { $($variant,)+ /** Anything else, as it was written. */ Other(String) }

        impl Keyword for $name {
            const KNOWN: &'static [&'static str] = &[$($text),+];
            const WORDS: &'static [Self] = &[$(Self::$variant),+];
            fn other(text: &str) -> Self {
                Self::Other(text.to_owned())
            }
            fn as_str(&self) -> &str {
                match self { $(Self::$variant => $text,)+ Self::Other(text) => text }
            }
        }
    )+};
}

words! {
    /// What a pool is for: carrying AKS's own pods first, or applications.
    Mode { System = "System", User = "User", Gateway = "Gateway" }
    /// Operating system of a pool's nodes.
    OsType { Linux = "Linux", Windows = "Windows" }
    /// Operating system image of a pool's nodes (resource schema 2026-05-01), and those that only previews or older
    /// versions of the API know.
    OsSku {
        Ubuntu = "Ubuntu", Ubuntu2204 = "Ubuntu2204", Ubuntu2404 = "Ubuntu2404", Ubuntu2604 = "Ubuntu2604",
        AzureLinux = "AzureLinux",
        AzureLinux3 = "AzureLinux3", AzureContainerLinux = "AzureContainerLinux", CblMariner = "CBLMariner",
        Windows2019 = "Windows2019", Windows2022 = "Windows2022", Windows2025 = "Windows2025",
        AzureLinuxOsGuard = "AzureLinuxOSGuard", Flatcar = "Flatcar", Mariner = "Mariner", WindowsAnnual = "WindowsAnnual",
    }
    /// Where the OS disk lives.
    OsDiskType { Managed = "Managed", Ephemeral = "Ephemeral" }
    /// Where the kubelet keeps its data.
    KubeletDiskType { Os = "OS", Temporary = "Temporary" }
    /// Regular capacity, or spare capacity that Azure may take back.
    Priority { Regular = "Regular", Spot = "Spot" }
    /// What happens to an evicted Spot node.
    EvictionPolicy { Delete = "Delete", Deallocate = "Deallocate" }
    /// What happens to a node that scaling down removes.
    ScaleDownMode { Delete = "Delete", Deallocate = "Deallocate" }
    /// What an upgrade does with a node that cannot be drained.
    UndrainableNodeBehavior { Schedule = "Schedule", Cordon = "Cordon" }
    /// The compute resource behind a pool.
    PoolType { Vmss = "VirtualMachineScaleSets", Vms = "VirtualMachines", AvailabilitySet = "AvailabilitySet" }
    /// Workload runtime: what runs the containers.
    WorkloadRuntime { OciContainer = "OCIContainer", WasmWasi = "WasmWasi", KataVmIsolation = "KataVmIsolation" }
    /// How pods get addresses from a pod subnet.
    PodIpAllocationMode { DynamicIndividual = "DynamicIndividual", StaticBlock = "StaticBlock" }
    /// Whether AKS installs the GPU driver.
    GpuDriver { Install = "Install", None = "None" }
    /// Whether AKS manages the NVIDIA GPU software of the nodes (API 2026-08-01).
    GpuManagementMode { Unmanaged = "Unmanaged", Managed = "Managed" }
    /// Whether AKS manages DRANET, which gives pods network devices by dynamic resource allocation (API 2026-06-01).
    DranetMode { Unmanaged = "Unmanaged", Managed = "Managed" }
    /// Slices of a GPU.
    GpuInstanceProfile { Mig1g = "MIG1g", Mig2g = "MIG2g", Mig3g = "MIG3g", Mig4g = "MIG4g", Mig7g = "MIG7g" }
    /// Who may log in to the nodes by SSH.
    SshAccess { LocalUser = "LocalUser", Disabled = "Disabled", EntraId = "EntraId" }
    /// Whether a pool or a cluster runs.
    PowerState { Running = "Running", Stopped = "Stopped" }
    /// The cluster SKU: the user's own node pools, or those that AKS Automatic manages.
    Sku { Base = "Base", Automatic = "Automatic" }
    /// Whether AKS makes nodes by itself as pods need them.
    NodeProvisioningMode { Manual = "Manual", Auto = "Auto" }
    /// As whom the control plane acts.
    IdentityType { SystemAssigned = "SystemAssigned", UserAssigned = "UserAssigned", None = "None" }
    /// Which node images AKS installs by itself.
    NodeOsChannel {
        NodeImage = "NodeImage", SecurityPatch = "SecurityPatch", Unmanaged = "Unmanaged", None = "None",
    }
    /// Which Kubernetes versions AKS installs by itself.
    UpgradeChannel {
        None = "none", Patch = "patch", Stable = "stable", Rapid = "rapid", NodeImage = "node-image",
    }
    /// How long a Kubernetes version is supported.
    SupportPlan { KubernetesOfficial = "KubernetesOfficial", Lts = "AKSLongTermSupport" }
    /// The cluster's price tier.
    SkuTier { Free = "Free", Standard = "Standard", Premium = "Premium" }
    /// Which recommendations apply to the plan.
    Purpose { Production = "Production", DevTest = "DevTest" }
    /// Who gives pods their addresses.
    NetworkPlugin { Azure = "azure", Kubenet = "kubenet", None = "none" }
    /// The variant of the azure plugin.
    NetworkPluginMode { Overlay = "overlay" }
    /// What moves the packets.
    NetworkDataplane { Azure = "azure", Cilium = "cilium" }
    /// What enforces network policies.
    NetworkPolicy { None = "none", Azure = "azure", Calico = "calico", Cilium = "cilium" }
    /// The load balancer's SKU.
    LoadBalancerSku { Standard = "standard", Basic = "basic" }
    /// How nodes reach the internet.
    OutboundType {
        LoadBalancer = "loadBalancer", UserDefinedRouting = "userDefinedRouting", ManagedNatGateway = "managedNATGateway",
        UserAssignedNatGateway = "userAssignedNATGateway", None = "none",
    }
}
