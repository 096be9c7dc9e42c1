//! The fields of a node pool.

use super::{Control, Spec};

const NAME: Spec = Spec {
    key: "name",
    label: "Name",
    hint: "a\u{2013}z, 0\u{2013}9; at most 12 characters, 6 on Windows",
    control: Control::Text,
};
/// Fields that are always shown.
pub const COMMON: &[Spec] = &[
    NAME,
    Spec {
        key: "mode",
        label: "Mode",
        hint: "System: runs critical system pods",
        control: Control::Segments(&["System", "User"]),
    },
    Spec { key: "vmSize", label: "VM size", hint: "", control: Control::VmSize },
    Spec {
        key: "count",
        label: "Node count",
        hint: "Initial node count, 0 to 1000. Default: 3",
        control: Control::Whole,
    },
    Spec { key: "enableAutoScaling", label: "Cluster autoscaler", hint: "", control: Control::Flag },
];
/// Fields of an autoscaled pool.
pub const BOUNDS: &[Spec] = &[
    Spec { key: "minCount", label: "Minimum node count", hint: "0 to 1000", control: Control::Whole },
    Spec { key: "maxCount", label: "Maximum node count", hint: "1 to 1000", control: Control::Whole },
];
/// More fields that are always shown.
pub const PLACE: &[Spec] = &[
    Spec { key: "availabilityZones", label: "Availability zones", hint: "", control: Control::Zones },
    Spec {
        key: "maxPods",
        label: "Max pods per node",
        hint: "10 to 250. Default depends on the network plugin",
        control: Control::Whole,
    },
    Spec {
        key: "scaleSetPriority",
        label: "Priority",
        hint: "Azure can evict Spot nodes at any time",
        control: Control::Segments(&["Regular", "Spot"]),
    },
];
/// Fields of a Spot pool.
pub const SPOT: &[Spec] = &[
    Spec {
        key: "scaleSetEvictionPolicy",
        label: "Eviction policy",
        hint: "Default: Delete",
        control: Control::Select(&["", "Delete", "Deallocate"]),
    },
    Spec {
        key: "spotMaxPrice",
        label: "Max Spot price (USD/hour)",
        hint: "-1: up to the pay-as-you-go price",
        control: Control::Decimal,
    },
];

/// Groups of fields behind a disclosure, by its title.
pub const MORE: &[(&str, &[Spec])] = &[
    (
        "Labels, taints and tags",
        &[
            Spec {
                key: "nodeTaints",
                label: "Node taints",
                hint: "One key=value:Effect per line",
                control: Control::List,
            },
            Spec {
                key: "nodeLabels",
                label: "Node labels",
                hint: "One key=value per line",
                control: Control::Map,
            },
            Spec { key: "tags", label: "Tags", hint: "One name=value per line", control: Control::Map },
        ],
    ),
    (
        "Operating system and disk",
        &[
            Spec {
                key: "osType",
                label: "Operating system",
                hint: "",
                control: Control::Segments(&["Linux", "Windows"]),
            },
            Spec {
                key: "osSKU",
                label: "OS SKU",
                hint: "",
                control: Control::Select(&[
                    "",
                    "Ubuntu",
                    "Ubuntu2204",
                    "Ubuntu2404",
                    "AzureLinux",
                    "AzureLinux3",
                    "AzureContainerLinux",
                    "Windows2019",
                    "Windows2022",
                    "Windows2025",
                ]),
            },
            Spec {
                key: "osDiskType",
                label: "OS disk type",
                hint: "Default: Ephemeral if it fits",
                control: Control::Select(&["", "Managed", "Ephemeral"]),
            },
            Spec {
                key: "osDiskSizeGB",
                label: "OS disk size (GiB)",
                hint: "30 to 2048. Default: AKS chooses",
                control: Control::Whole,
            },
            Spec {
                key: "kubeletDiskType",
                label: "Kubelet disk type",
                hint: "",
                control: Control::Select(&["", "OS", "Temporary"]),
            },
        ],
    ),
    (
        "Upgrades",
        &[
            Spec {
                key: "orchestratorVersion",
                label: "Kubernetes version",
                hint: "Default: the cluster\u{2019}s version",
                control: Control::Text,
            },
            Spec {
                key: "upgradeSettings.maxSurge",
                label: "Max surge",
                hint: "A number or a percentage, for example 33%",
                control: Control::Text,
            },
            Spec {
                key: "upgradeSettings.maxUnavailable",
                label: "Max unavailable",
                hint: "A number or a percentage",
                control: Control::Text,
            },
            Spec {
                key: "upgradeSettings.drainTimeoutInMinutes",
                label: "Drain timeout (minutes)",
                hint: "5 to 1440",
                control: Control::Whole,
            },
            Spec {
                key: "upgradeSettings.nodeSoakDurationInMinutes",
                label: "Node soak duration (minutes)",
                hint: "0 to 30",
                control: Control::Whole,
            },
            Spec {
                key: "upgradeSettings.undrainableNodeBehavior",
                label: "Undrainable node behavior",
                hint: "",
                control: Control::Select(&["", "Schedule", "Cordon"]),
            },
            Spec {
                key: "scaleDownMode",
                label: "Scale-down mode",
                hint: "",
                control: Control::Select(&["", "Delete", "Deallocate"]),
            },
        ],
    ),
    (
        "Network",
        &[
            Spec {
                key: "vnetSubnetID",
                label: "Node subnet",
                hint: "A resource ID, or the name of a planned subnet",
                control: Control::Text,
            },
            Spec {
                key: "podSubnetID",
                label: "Pod subnet",
                hint: "A resource ID, or the name of a planned subnet",
                control: Control::Text,
            },
            Spec {
                key: "podIPAllocationMode",
                label: "Pod IP allocation",
                hint: "",
                control: Control::Select(&["", "DynamicIndividual", "StaticBlock"]),
            },
            Spec { key: "enableNodePublicIP", label: "Public IP per node", hint: "", control: Control::Flag },
            Spec {
                key: "nodePublicIPPrefixID",
                label: "Public IP prefix",
                hint: "A resource ID",
                control: Control::Text,
            },
            Spec {
                key: "networkProfile.nodePublicIPTags",
                label: "Public IP tags",
                hint: "One type=tag per line: RoutingPreference=Internet",
                control: Control::IpTags,
            },
            Spec {
                key: "networkProfile.allowedHostPorts",
                label: "Allowed host ports",
                hint: "One per line: 443/TCP, 4000-5000/UDP",
                control: Control::Ports,
            },
            Spec {
                key: "networkProfile.applicationSecurityGroups",
                label: "Application security groups",
                hint: "One resource ID per line",
                control: Control::List,
            },
            Spec {
                key: "networkProfile.dranet.mode",
                label: "DRANET",
                hint: "Network devices by dynamic resource allocation",
                control: Control::Select(&["", "Unmanaged", "Managed"]),
            },
        ],
    ),
    (
        "Security and hardware",
        &[
            Spec {
                key: "enableEncryptionAtHost",
                label: "Encryption at host",
                hint: "",
                control: Control::Flag,
            },
            Spec { key: "enableFIPS", label: "FIPS image", hint: "", control: Control::Flag },
            Spec {
                key: "securityProfile.enableSecureBoot",
                label: "Secure boot",
                hint: "",
                control: Control::Flag,
            },
            Spec {
                key: "securityProfile.enableVTPM",
                label: "Virtual TPM",
                hint: "",
                control: Control::Flag,
            },
            Spec { key: "enableUltraSSD", label: "Ultra disks", hint: "", control: Control::Flag },
            Spec {
                key: "gpuProfile.driver",
                label: "GPU driver",
                hint: "",
                control: Control::Select(&["", "Install", "None"]),
            },
            Spec {
                key: "gpuProfile.nvidia.managementMode",
                label: "GPU management",
                hint: "Managed: AKS installs and updates the GPU software",
                control: Control::Select(&["", "Unmanaged", "Managed"]),
            },
            Spec {
                key: "proximityPlacementGroupID",
                label: "Proximity placement group",
                hint: "A resource ID",
                control: Control::Text,
            },
            Spec {
                key: "capacityReservationGroupID",
                label: "Capacity reservation group",
                hint: "A resource ID",
                control: Control::Text,
            },
            Spec {
                key: "gpuInstanceProfile",
                label: "GPU MIG profile",
                hint: "",
                control: Control::Select(&["", "MIG1g", "MIG2g", "MIG3g", "MIG4g", "MIG7g"]),
            },
            Spec {
                key: "workloadRuntime",
                label: "Workload runtime",
                hint: "",
                control: Control::Select(&["", "OCIContainer", "KataVmIsolation", "WasmWasi"]),
            },
            Spec { key: "hostGroupID", label: "Host group", hint: "A resource ID", control: Control::Text },
            Spec {
                key: "creationData.sourceResourceId",
                label: "Snapshot",
                hint: "A resource ID",
                control: Control::Text,
            },
            Spec {
                key: "securityProfile.sshAccess",
                label: "SSH access",
                hint: "",
                control: Control::Select(&["", "LocalUser", "Disabled", "EntraId"]),
            },
            Spec {
                key: "type",
                label: "Pool type",
                hint: "",
                control: Control::Select(&["", "VirtualMachineScaleSets", "VirtualMachines"]),
            },
            Spec {
                key: "gatewayProfile.publicIPPrefixSize",
                label: "Gateway prefix size",
                hint: "28 to 31, for Gateway pools",
                control: Control::Whole,
            },
            Spec {
                key: "artifactStreamingProfile.enabled",
                label: "Artifact streaming",
                hint: "",
                control: Control::Flag,
            },
        ],
    ),
];

/// Returns the number of the group of [`MORE`] that has the field of that property.
pub fn group_of(key: &str) -> Option<usize> {
    MORE.iter().position(|(_, specs)| specs.iter().any(|spec| spec.key == key))
}
