//! The cluster's own properties.
// The doc comments are the descriptions in the JSON Schema, which is plain text.
#![allow(clippy::doc_markdown)]

use super::Map;
use super::keyword::{
    IdentityType, LoadBalancerSku, NetworkDataplane, NetworkPlugin, NetworkPluginMode, NetworkPolicy,
    NodeOsChannel, NodeProvisioningMode, OutboundType, PowerState, Purpose, Sku, SkuTier, SupportPlan,
    UpgradeChannel,
};
use super::property::properties;
use super::stated::Stated;
use crate::to_json::{Json, Object, ObjectExt};

properties! {
    /// The cluster that the pools belong to. `existing`, `partial`, `purpose`, `preview`, `apiVersion`,
    /// `azureCli` and `subnets` are Poolwright's own; the rest is ARM's.
    pub struct Cluster in CLUSTER_PROPERTIES {
        /// Name of the cluster, 1 to 63 letters, digits, hyphens and underscores.
        name: String = "name",
        /// Resource group of the cluster.
        resource_group: String = "resourceGroup",
        /// Azure region, for example westeurope.
        location: String = "location",
        /// The cluster exists: pools are added to it, and it is not created.
        existing: bool = "existing",
        /// The plan was read from an export that was cut off, so a migration can't start from it.
        partial: bool = "partial",
        /// Purpose of the cluster; Production when left out. Recommendations depend on it.
        purpose: Option<Purpose> = "purpose",
        /// Preview features may be used.
        preview: bool = "preview",
        /// Oldest API version that generated text has to work with, for example 2026-05-01.
        api_version: Option<String> = "apiVersion",
        /// Oldest Azure CLI that generated text has to work with, for example 2.87.0.
        azure_cli: Option<String> = "azureCli",
        /// Whether the cluster's node pools are the user's own or managed by AKS Automatic; Base when left out.
        sku: Option<Sku> = "sku.name" or "Base",
        /// Price tier of the control plane; Free when left out.
        tier: Option<SkuTier> = "tier",
        /// Kubernetes version as text, for example "1.34"; AKS's default version when left out.
        kubernetes_version: Option<String> = "kubernetesVersion",
        /// How long a Kubernetes version is supported; AKSLongTermSupport needs the Premium tier.
        support_plan: Option<SupportPlan> = "supportPlan" or "KubernetesOfficial",
        /// Which Kubernetes versions AKS installs by itself.
        upgrade_channel: Option<UpgradeChannel> = "autoUpgradeProfile.upgradeChannel",
        /// Which node images AKS installs by itself.
        node_os_channel: Option<NodeOsChannel> = "autoUpgradeProfile.nodeOSUpgradeChannel",
        /// Identity of the control plane; SystemAssigned when left out.
        identity: Option<IdentityType> = "identity.type" or "SystemAssigned",
        /// Nodes and AKS's own components use FIPS (preview); every pool needs enableFIPS too.
        fips: Stated<bool> = "enableFIPS",
        /// Network plugin.
        network_plugin: Option<NetworkPlugin> = "networkProfile.networkPlugin",
        /// Variant of the azure plugin.
        network_plugin_mode: Option<NetworkPluginMode> = "networkProfile.networkPluginMode",
        /// Network dataplane.
        network_dataplane: Option<NetworkDataplane> = "networkProfile.networkDataplane",
        /// Network policy engine.
        network_policy: Option<NetworkPolicy> = "networkProfile.networkPolicy",
        /// Address range of pods (overlay and kubenet), in CIDR notation.
        pod_cidr: Option<String> = "networkProfile.podCidr",
        /// Address range of services, in CIDR notation.
        service_cidr: Option<String> = "networkProfile.serviceCidr",
        /// Address of the cluster's DNS service, inside the service range.
        dns_service_ip: Option<String> = "networkProfile.dnsServiceIP",
        /// IP families, IPv4 and IPv6; IPv4 when left out.
        ip_families: Stated<Vec<String>> = "networkProfile.ipFamilies",
        /// Address of the Docker bridge; no longer part of the API.
        docker_bridge_cidr: Option<String> = "networkProfile.dockerBridgeCidr",
        /// Load balancer SKU.
        load_balancer_sku: Option<LoadBalancerSku> = "networkProfile.loadBalancerSku",
        /// How nodes reach the internet.
        outbound_type: Option<OutboundType> = "networkProfile.outboundType",
        /// Static egress gateway: Gateway pools send the traffic of pods from fixed public IP addresses.
        static_egress_gateway: Stated<bool> = "networkProfile.staticEgressGatewayProfile.enabled",
        /// Node auto-provisioning: whether AKS creates nodes as pods need them; Manual when left out.
        node_provisioning: Option<NodeProvisioningMode> = "nodeProvisioningProfile.mode" or "Manual",
        /// Settings of the cluster autoscaler, as ARM writes them.
        auto_scaler_profile: Option<Object> = "autoScalerProfile",
        /// Virtual nodes: the add-on that runs pods as container instances.
        virtual_nodes: Stated<bool> = "addonProfiles.aciConnectorLinux.enabled",
        /// The API server has only a private IP address.
        private_cluster: Stated<bool> = "apiServerAccessProfile.enablePrivateCluster",
        /// Administrator's name on Windows nodes; the password is asked for when a snippet runs.
        windows_admin: Option<String> = "windowsProfile.adminUsername",
        /// Azure tags of the cluster resource.
        tags: Stated<Map> = "tags",
        /// Subnets to plan addresses with; a pool names one in vnetSubnetID or podSubnetID.
        subnets: Vec<Subnet> = "subnets",
        /// Whether the cluster runs; the state of an existing cluster.
        power_state: Option<PowerState> = "powerState.code" or "Running",
        /// Provisioning state of an existing cluster.
        provisioning_state: Option<String> = "provisioningState" or "Succeeded",
    }
}

/// Properties that are the plan's own or facts: they aren't part of what AKS is asked for.
pub const CLUSTER_NOTES: &[&str] = &[
    "existing",
    "partial",
    "purpose",
    "preview",
    "apiVersion",
    "azureCli",
    "subnets",
    "networkProfile.dockerBridgeCidr",
    "powerState.code",
    "provisioningState",
];

/// A subnet to plan addresses with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subnet {
    /// The name by which a pool refers to it, local to the plan.
    pub name: String,
    /// Its address range in CIDR notation.
    pub address_prefix: String,
    /// Services that the subnet is delegated to.
    pub delegations: Vec<String>,
}

impl Subnet {
    /// Returns the subnet as the plan file writes it.
    pub fn to_json(&self) -> Json {
        let mut object = Object::new();
        object.push("name", self.name.as_str());
        object.push("addressPrefix", self.address_prefix.as_str());
        if !self.delegations.is_empty() {
            object.push(
                "delegations",
                Json::Array(self.delegations.iter().map(|name| Json::String(name.clone())).collect()),
            );
        }
        object.into()
    }
}
