//! The fields of the cluster.

use super::{Control, Spec};

/// Fields that are always shown.
pub const COMMON: &[Spec] = &[
    Spec {
        key: "name",
        label: "Cluster name",
        hint: "1 to 63 letters, digits, hyphens, underscores",
        control: Control::Text,
    },
    Spec { key: "resourceGroup", label: "Resource group", hint: "", control: Control::Text },
    Spec { key: "location", label: "Region", hint: "", control: Control::Region },
    Spec {
        key: "purpose",
        label: "Purpose",
        hint: "Recommendations depend on it",
        control: Control::Segments(&["Production", "DevTest"]),
    },
    Spec {
        key: "tier",
        label: "Pricing tier",
        hint: "Of the control plane. Default: Free",
        control: Control::Select(&["", "Free", "Standard", "Premium"]),
    },
    Spec {
        key: "kubernetesVersion",
        label: "Kubernetes version",
        hint: "For example 1.34. Default: AKS\u{2019}s default version",
        control: Control::Text,
    },
    Spec {
        key: "existing",
        label: "Existing cluster",
        hint: "Only the pools are added; the cluster is not created",
        control: Control::Flag,
    },
    Spec { key: "tags", label: "Cluster tags", hint: "One name=value per line", control: Control::Map },
];

/// Fields behind "Network".
pub const NETWORK: &[Spec] = &[
    Spec {
        key: "networkProfile.networkPlugin",
        label: "Network plugin",
        hint: "",
        control: Control::Select(&["", "azure", "kubenet", "none"]),
    },
    Spec {
        key: "networkProfile.networkPluginMode",
        label: "Plugin mode",
        hint: "Overlay gives pods their own CIDR",
        control: Control::Select(&["", "overlay"]),
    },
    Spec {
        key: "networkProfile.networkDataplane",
        label: "Dataplane",
        hint: "",
        control: Control::Select(&["", "azure", "cilium"]),
    },
    Spec {
        key: "networkProfile.networkPolicy",
        label: "Network policy",
        hint: "",
        control: Control::Select(&["", "none", "azure", "calico", "cilium"]),
    },
    Spec {
        key: "networkProfile.podCidr",
        label: "Pod CIDR",
        hint: "For example 10.244.0.0/16",
        control: Control::Text,
    },
    Spec {
        key: "networkProfile.serviceCidr",
        label: "Service CIDR",
        hint: "For example 10.0.0.0/16",
        control: Control::Text,
    },
    Spec {
        key: "subnets",
        label: "Planned subnets (not created)",
        hint: "One per line: nodes 10.240.0.0/16. Pools refer to them by name",
        control: Control::Subnets,
    },
    Spec {
        key: "networkProfile.dnsServiceIP",
        label: "DNS service IP address",
        hint: "In the service CIDR",
        control: Control::Text,
    },
    Spec {
        key: "networkProfile.loadBalancerSku",
        label: "Load balancer",
        hint: "",
        control: Control::Select(&["", "standard", "basic"]),
    },
    Spec {
        key: "networkProfile.outboundType",
        label: "Outbound type",
        hint: "",
        control: Control::Select(&[
            "",
            "loadBalancer",
            "managedNATGateway",
            "userAssignedNATGateway",
            "userDefinedRouting",
            "none",
        ]),
    },
    Spec {
        key: "networkProfile.staticEgressGatewayProfile.enabled",
        label: "Static egress gateway",
        hint: "Gateway pools need it",
        control: Control::Flag,
    },
    Spec {
        key: "apiServerAccessProfile.enablePrivateCluster",
        label: "Private cluster",
        hint: "The API server has only a private IP address",
        control: Control::Flag,
    },
    Spec {
        key: "enableFIPS",
        label: "FIPS in the whole cluster",
        hint: "Preview; every pool needs a FIPS image",
        control: Control::Flag,
    },
    Spec {
        key: "networkProfile.ipFamilies",
        label: "IP families",
        hint: "IPv4, IPv6; one per line",
        control: Control::List,
    },
    Spec {
        key: "sku.name",
        label: "Cluster SKU",
        hint: "",
        control: Control::Select(&["", "Base", "Automatic"]),
    },
    Spec {
        key: "nodeProvisioningProfile.mode",
        label: "Node provisioning",
        hint: "",
        control: Control::Select(&["", "Manual", "Auto"]),
    },
    Spec {
        key: "supportPlan",
        label: "Support plan",
        hint: "",
        control: Control::Select(&["", "KubernetesOfficial", "AKSLongTermSupport"]),
    },
    Spec { key: "preview", label: "Allow preview features", hint: "", control: Control::Flag },
    Spec {
        key: "windowsProfile.adminUsername",
        label: "Windows admin username",
        hint: "The script asks for the password when it runs",
        control: Control::Text,
    },
];
