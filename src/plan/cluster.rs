//! The cluster's own properties.

use std::collections::BTreeMap;

use super::property::properties;
use super::word::{
    LoadBalancerSku, NetworkDataplane, NetworkPlugin, NetworkPluginMode, NetworkPolicy, OutboundType,
    Purpose, Tier,
};
use crate::json::{Json, Object};

properties! {
    /// The cluster that the pools belong to. `existing`, `purpose` and `subnets` are Poolwright's own; the rest is ARM's.
    pub struct Cluster in CLUSTER_PROPERTIES {
        /// Name of the cluster, 1 to 63 letters, digits, hyphens and underscores.
        name: String = "name",
        /// Resource group that holds the cluster.
        resource_group: String = "resourceGroup",
        /// Azure region, for example westeurope.
        location: String = "location",
        /// The cluster is there already: pools are added to it and it is not created.
        existing: bool = "existing",
        /// What the cluster is for, Production unless said otherwise: decides which advice applies.
        purpose: Option<Purpose> = "purpose" or "Production",
        /// Price tier of the control plane; Free when left out.
        tier: Option<Tier> = "tier",
        /// Kubernetes version as text, for example "1.34"; AKS's default version when left out.
        kubernetes_version: Option<String> = "kubernetesVersion",
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
        /// Load balancer SKU.
        load_balancer_sku: Option<LoadBalancerSku> = "networkProfile.loadBalancerSku",
        /// How nodes reach the internet.
        outbound_type: Option<OutboundType> = "networkProfile.outboundType",
        /// The API server has a private address only.
        private_cluster: bool = "apiServerAccessProfile.enablePrivateCluster",
        /// Administrator's name on Windows nodes; the password is asked for when a snippet runs.
        windows_admin: Option<String> = "windowsProfile.adminUsername",
        /// Azure tags of the cluster resource.
        tags: BTreeMap<String, String> = "tags",
        /// Subnets to plan addresses with; a pool names one in vnetSubnetID or podSubnetID.
        subnets: Vec<Subnet> = "subnets",
    }
}

/// A subnet to plan addresses with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subnet {
    /// The name by which a pool refers to it, local to the plan.
    pub name: String,
    /// Its address range in CIDR notation.
    pub address_prefix: String,
}

impl Subnet {
    /// The subnet as the plan file writes it.
    pub fn to_json(&self) -> Json {
        let mut object = Object::default();
        object.push("name", self.name.as_str());
        object.push("addressPrefix", self.address_prefix.as_str());
        object.into()
    }
}
