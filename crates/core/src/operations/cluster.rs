//! How each property of a cluster is changed: in place by `az aks update`, by an upgrade, or only in a new cluster.
//!
//! The words are those of `az aks update` of azure-cli 2.91.0 (its --help, read 2026-11-29) and of the articles that
//! the sources name.

use crate::plan::{
    CLUSTER_PROPERTIES, Cluster, IdentityType, LoadBalancerSku, NetworkDataplane, NetworkPlugin,
    NetworkPluginMode, NetworkPolicy, NodeProvisioningMode, OutboundType, Plan, Property, Sku, Value,
    Version,
};

/// How a property of a cluster gets another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterWay {
    /// `az aks update` changes it.
    Update,
    /// `az aks upgrade` changes it.
    Upgrade,
    /// Only a new cluster has another value.
    NewCluster,
    /// It isn't changed by a command that can be written from a plan.
    ByHand,
}

/// How a property gets from one value to another, why, and the source of that by its name among the rules' sources.
pub type ClusterAnswer = (ClusterWay, &'static str, &'static str);

const UPDATE: &str = "az aks update changes it.";
const CREATED_WITH: &str = "A cluster keeps what it was created with; another value needs a new cluster.";

/// Returns the value that AKS uses for a property that a cluster doesn't state; `None` if that depends on
/// something else or on when the cluster was created.
pub fn default_of(key: &str) -> Option<Value> {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    match key {
        "sku.name" => text("Base"),
        "tier" => text("Free"),
        "supportPlan" => text("KubernetesOfficial"),
        "autoUpgradeProfile.upgradeChannel" | "networkProfile.networkPolicy" => text("none"),
        "identity.type" => text("SystemAssigned"),
        "networkProfile.networkDataplane" => text("azure"),
        "networkProfile.loadBalancerSku" => text("standard"),
        "networkProfile.outboundType" => text("loadBalancer"),
        "networkProfile.serviceCidr" => text("10.0.0.0/16"),
        "networkProfile.dnsServiceIP" => text("10.0.0.10"),
        "networkProfile.ipFamilies" => Some(Value::List(vec!["IPv4".to_owned()])),
        "nodeProvisioningProfile.mode" => text("Manual"),
        "addonProfiles.aciConnectorLinux.enabled"
        | "apiServerAccessProfile.enablePrivateCluster"
        | "enableFIPS"
        | "networkProfile.staticEgressGatewayProfile.enabled" => Some(Value::Flag(false)),
        "autoScalerProfile" => Some(Value::Tree(crate::to_json::Object::new())),
        "tags" => Some(Value::Map(crate::plan::Map::default())),
        _ => None,
    }
}

/// Returns the property of a cluster of that key.
pub fn cluster_property(key: &str) -> Option<&'static Property<Cluster>> {
    crate::plan::property::find(CLUSTER_PROPERTIES, key)
}

/// Returns how a property of a cluster gets the value that the target has.
pub fn cluster_way(key: &str, current: &Plan, target: &Cluster) -> ClusterAnswer {
    let now = &current.cluster;
    match key {
        "kubernetesVersion" => {
            (ClusterWay::Upgrade, "An upgrade of the control plane changes it.", "upgrade-control-plane")
        }
        "tier" | "supportPlan" => (ClusterWay::Update, UPDATE, "pricing-tiers"),
        "autoUpgradeProfile.upgradeChannel" | "autoUpgradeProfile.nodeOSUpgradeChannel" => {
            (ClusterWay::Update, UPDATE, "node-os-channels")
        }
        "autoScalerProfile" => (ClusterWay::Update, UPDATE, "autoscaler"),
        "tags" => (ClusterWay::Update, UPDATE, "cli"),
        "sku.name" if target.sku == Some(Sku::Automatic) => (
            ClusterWay::ByHand,
            "The documents describe the change from Automatic to Base only; the reverse is announced. It needs a new cluster.",
            "automatic-migration",
        ),
        "sku.name" => (
            ClusterWay::Update,
            "az aks update changes Automatic to Base, once the cluster has a System pool of its own.",
            "automatic-migration",
        ),
        "identity.type" => identity(target),
        "networkProfile.networkPlugin" | "networkProfile.networkPluginMode" | "networkProfile.podCidr" => {
            address_management(current, target)
        }
        "networkProfile.networkDataplane" => dataplane(now, target),
        "networkProfile.networkPolicy" => policy(now, target),
        "networkProfile.outboundType" => outbound(current, target),
        "networkProfile.loadBalancerSku" if target.load_balancer_sku == Some(LoadBalancerSku::Standard) => {
            (ClusterWay::Update, UPDATE, "basic-lb")
        }
        "networkProfile.loadBalancerSku" => {
            (ClusterWay::NewCluster, "AKS no longer supports Basic load balancers.", "basic-lb")
        }
        "enableFIPS" => (
            ClusterWay::ByHand,
            "API 2026-08-01 has it and az aks update has no flag for it; the documents don't say whether a cluster that exists can change it.",
            "api",
        ),
        "networkProfile.ipFamilies" => (
            ClusterWay::ByHand,
            "az aks update has the flag --ip-families, but the documents don't say which changes it can make; try it on another cluster first.",
            "cli",
        ),
        "networkProfile.staticEgressGatewayProfile.enabled" => (ClusterWay::Update, UPDATE, "egress-gateway"),
        "nodeProvisioningProfile.mode" => {
            (ClusterWay::Update, "az aks update turns node auto-provisioning on and off.", "nap-enable")
        }
        "addonProfiles.aciConnectorLinux.enabled" => (
            ClusterWay::ByHand,
            "az aks enable-addons --addons virtual-node needs a subnet of its own, which a plan doesn't name; az aks disable-addons --addons virtual-node turns it off.",
            "cli",
        ),
        "apiServerAccessProfile.enablePrivateCluster" => (
            ClusterWay::NewCluster,
            "Only a cluster with API server VNet integration changes it (az aks update --enable-private-cluster); another needs a new cluster.",
            "cli",
        ),
        _ => (ClusterWay::NewCluster, CREATED_WITH, "api"),
    }
}

fn identity(target: &Cluster) -> ClusterAnswer {
    match target.identity {
        Some(IdentityType::SystemAssigned) => (
            ClusterWay::ByHand,
            "az aks update --enable-managed-identity changes it; the new identity needs the role assignments of the old one first.",
            "cli",
        ),
        Some(IdentityType::UserAssigned) => (
            ClusterWay::ByHand,
            "az aks update --enable-managed-identity --assign-identity changes it, with the resource ID of the identity, which a plan doesn't have.",
            "cli",
        ),
        _ => (
            ClusterWay::NewCluster,
            "az aks update has no flag that gives a cluster a service principal instead of an identity.",
            "cli",
        ),
    }
}

/// Returns whether pods of a cluster have addresses of an overlay network.
fn is_overlay(cluster: &Cluster) -> bool {
    cluster.network_plugin_mode == Some(NetworkPluginMode::Overlay)
}

fn address_management(current: &Plan, target: &Cluster) -> ClusterAnswer {
    let now = &current.cluster;
    let source = "update-cni";
    if is_overlay(now) && is_overlay(target) {
        return (
            ClusterWay::ByHand,
            "az aks update --pod-cidr is documented for the change to Azure CNI Overlay only; another range needs a new cluster.",
            source,
        );
    }
    if is_overlay(now) {
        return (
            ClusterWay::NewCluster,
            "The change to Azure CNI Overlay can't be reversed; another network needs a new cluster.",
            source,
        );
    }
    let is_known = matches!(now.network_plugin, Some(NetworkPlugin::Azure | NetworkPlugin::Kubenet));
    if !is_known || !is_overlay(target) {
        return (
            ClusterWay::NewCluster,
            "The only change of the network in place is to Azure CNI Overlay, from kubenet or from Azure CNI; another needs a new cluster.",
            source,
        );
    }
    if current.pools.iter().any(|pool| pool.pod_subnet.is_some()) {
        return (
            ClusterWay::NewCluster,
            "A cluster whose pods have a subnet of their own can't change to Azure CNI Overlay.",
            source,
        );
    }
    let version = now.kubernetes_version.as_deref().and_then(Version::parse);
    if version.is_some_and(|version| !version.is_from(27)) {
        return (
            ClusterWay::ByHand,
            "The change to Azure CNI Overlay needs Kubernetes 1.27; upgrade the cluster first.",
            source,
        );
    }
    if now.network_plugin == Some(NetworkPlugin::Azure) && target.pod_cidr.is_none() {
        return (
            ClusterWay::ByHand,
            "The change to Azure CNI Overlay needs networkProfile.podCidr, a range that overlaps no address of the virtual network; state it in the target.",
            source,
        );
    }
    (
        ClusterWay::Update,
        "az aks update changes the cluster to Azure CNI Overlay. It can't be reversed, and all pools are reimaged at the same time.",
        source,
    )
}

fn dataplane(now: &Cluster, target: &Cluster) -> ClusterAnswer {
    let source = "update-cni";
    match &target.network_dataplane {
        Some(NetworkDataplane::Cilium)
            if now.network_plugin != Some(NetworkPlugin::Kubenet) || is_overlay(target) =>
        {
            (
                ClusterWay::Update,
                "az aks update changes the dataplane to Cilium. All pools are reimaged at the same time.",
                source,
            )
        }
        Some(NetworkDataplane::Cilium) => (
            ClusterWay::ByHand,
            "A kubenet cluster changes to Azure CNI Overlay first, then to Cilium; the target has to state networkPluginMode overlay.",
            source,
        ),
        _ => (
            ClusterWay::NewCluster,
            "The documents describe no way back from Cilium; it needs a new cluster.",
            source,
        ),
    }
}

fn policy(now: &Cluster, target: &Cluster) -> ClusterAnswer {
    let source = "network-policies";
    match (&now.network_policy, &target.network_policy) {
        (Some(NetworkPolicy::Cilium), _) => (
            ClusterWay::NewCluster,
            "The documents describe no way back from Cilium; it needs a new cluster.",
            source,
        ),
        (_, Some(NetworkPolicy::Cilium)) if target.network_dataplane == Some(NetworkDataplane::Cilium) => {
            (ClusterWay::Update, "It changes together with the dataplane.", "update-cni")
        }
        (_, Some(NetworkPolicy::Cilium)) => (
            ClusterWay::ByHand,
            "The policy engine Cilium needs the dataplane Cilium; state networkDataplane cilium in the target.",
            source,
        ),
        _ => (ClusterWay::Update, UPDATE, source),
    }
}

fn outbound(current: &Plan, target: &Cluster) -> ClusterAnswer {
    use OutboundType::{LoadBalancer, ManagedNatGateway, UserAssignedNatGateway, UserDefinedRouting};
    let source = "outbound-types";
    let now = current.cluster.outbound_type.clone().unwrap_or(LoadBalancer);
    let Some(to) = target.outbound_type.clone() else { return (ClusterWay::ByHand, UPDATE, source) };
    let is_on = |cluster: &Cluster| cluster.node_provisioning == Some(NodeProvisioningMode::Auto);
    let stays_on = is_on(target) || target.node_provisioning.is_none();
    if is_on(&current.cluster) && stays_on {
        return (
            ClusterWay::ByHand,
            "A cluster with node auto-provisioning can't change its outbound type. State nodeProvisioningProfile.mode Manual in the target, and turn it on again in a later migration.",
            "node-provisioning",
        );
    }
    let has_own_network = current.pools.iter().any(|pool| pool.vnet_subnet.is_some());
    let is_supported = match (has_own_network, now, to) {
        (false, LoadBalancer, ManagedNatGateway) | (false, ManagedNatGateway, LoadBalancer) => true,
        (true, from, to) => {
            let can_go = [LoadBalancer, UserAssignedNatGateway, UserDefinedRouting];
            can_go.contains(&from) && can_go.contains(&to)
        }
        _ => false,
    };
    if is_supported {
        return (
            ClusterWay::Update,
            "az aks update changes it. It interrupts connections, and the addresses of outgoing traffic change.",
            source,
        );
    }
    let why = if has_own_network {
        "In your own virtual network the outbound type changes among loadBalancer, userAssignedNATGateway and userDefinedRouting only."
    } else {
        "In a virtual network that AKS manages the outbound type changes between loadBalancer and managedNATGateway only."
    };
    (ClusterWay::NewCluster, why, source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::CLUSTER_NOTES;

    #[test]
    fn every_property_has_an_answer_with_a_source() {
        let plan = Plan::default();
        for property in CLUSTER_PROPERTIES.iter().filter(|one| !CLUSTER_NOTES.contains(&one.key)) {
            let (_, why, source) = cluster_way(property.key, &plan, &plan.cluster);
            assert!(why.ends_with('.'), "{}", property.key);
            assert!(crate::lint::sources::sources().any(|known| known.id == source), "{source}");
        }
    }

    #[test]
    fn the_network_changes_to_overlay_only() {
        let plan = |plugin, mode| {
            let mut plan = Plan::default();
            plan.cluster.network_plugin = Some(plugin);
            plan.cluster.network_plugin_mode = mode;
            plan.cluster.pod_cidr = Some("10.244.0.0/16".to_owned());
            plan
        };
        let way =
            |from: &Plan, to: &Plan| cluster_way("networkProfile.networkPluginMode", from, &to.cluster).0;
        let overlay = plan(NetworkPlugin::Azure, Some(NetworkPluginMode::Overlay));
        let (kubenet, azure) = (plan(NetworkPlugin::Kubenet, None), plan(NetworkPlugin::Azure, None));
        assert_eq!(way(&kubenet, &overlay), ClusterWay::Update);
        assert_eq!(way(&azure, &overlay), ClusterWay::Update);
        assert_eq!(way(&overlay, &azure), ClusterWay::NewCluster);
        assert_eq!(way(&kubenet, &azure), ClusterWay::NewCluster);
        let mut old = kubenet.clone();
        old.cluster.kubernetes_version = Some("1.26".to_owned());
        assert_eq!(way(&old, &overlay), ClusterWay::ByHand);
    }

    #[test]
    fn the_outbound_type_changes_as_the_network_allows() {
        let plan = |outbound: OutboundType, subnet: Option<&str>| {
            let mut plan = Plan::default();
            plan.cluster.outbound_type = Some(outbound);
            let pool = crate::plan::NodePool { vnet_subnet: subnet.map(str::to_owned), ..Default::default() };
            plan.pools.push(pool);
            plan
        };
        let way = |from: OutboundType, to: OutboundType, subnet| {
            cluster_way("networkProfile.outboundType", &plan(from, subnet), &plan(to, None).cluster).0
        };
        use OutboundType::{LoadBalancer, ManagedNatGateway, UserDefinedRouting};
        assert_eq!(way(LoadBalancer, ManagedNatGateway, None), ClusterWay::Update);
        assert_eq!(way(LoadBalancer, UserDefinedRouting, None), ClusterWay::NewCluster);
        assert_eq!(way(LoadBalancer, UserDefinedRouting, Some("nodes")), ClusterWay::Update);
        assert_eq!(way(UserDefinedRouting, ManagedNatGateway, Some("nodes")), ClusterWay::NewCluster);
    }
}
