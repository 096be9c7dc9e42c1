//! Every property of a cluster, changed from one value to another: in place with its command, by a new cluster, or not at
//! all. The rows are written out from Azure's documents, not from the library's matrix.

use std::sync::LazyLock;

use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::emit::{self, Shell};
use poolwright::lint::{self, Date};
use poolwright::migrate::diff::Resolution::{self, InPlace, NewCluster, OutOfReach};
use poolwright::migrate::{Act, PlannerOptions, diff, runbook};
use poolwright::operations::Operation;
use poolwright::plan::{CLUSTER_NOTES, CLUSTER_PROPERTIES, Plan};

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

/// What changes, the cluster before and after, how, and the words of az where there is a command.
type Row = (&'static str, &'static str, &'static str, Resolution, &'static str);

const NAMED: &str = r#""name": "c", "resourceGroup": "r", "location": "eastus""#;

/// azure-cli 2.91.0 (az aks update --help) and the articles that `operations/cluster.rs` names, read 2026-11-29.
const ROWS: &[Row] = &[
    ("name", r#""name": "c""#, r#""name": "d""#, NewCluster, ""),
    ("resourceGroup", r#""resourceGroup": "r""#, r#""resourceGroup": "s""#, NewCluster, ""),
    ("location", r#""location": "eastus""#, r#""location": "westeurope""#, NewCluster, ""),
    ("sku.name", "", r#""sku": {"name": "Automatic"}"#, OutOfReach, ""),
    ("sku.name", r#""sku": {"name": "Automatic"}"#, r#""sku": {"name": "Base"}"#, InPlace, "--sku"),
    ("tier", "", r#""tier": "Standard""#, InPlace, "--tier"),
    ("tier", r#""tier": "Standard""#, r#""tier": "Free""#, InPlace, "--tier"),
    (
        "kubernetesVersion",
        r#""kubernetesVersion": "1.34""#,
        r#""kubernetesVersion": "1.35""#,
        InPlace,
        "az aks upgrade",
    ),
    (
        "supportPlan",
        r#""tier": "Premium", "supportPlan": "AKSLongTermSupport""#,
        r#""tier": "Premium", "supportPlan": "KubernetesOfficial""#,
        InPlace,
        "--k8s-support-plan",
    ),
    (
        "autoUpgradeProfile.upgradeChannel",
        "",
        r#""autoUpgradeProfile": {"upgradeChannel": "patch"}"#,
        InPlace,
        "--auto-upgrade-channel",
    ),
    (
        "autoUpgradeProfile.nodeOSUpgradeChannel",
        "",
        r#""autoUpgradeProfile": {"nodeOSUpgradeChannel": "NodeImage"}"#,
        InPlace,
        "--node-os-upgrade-channel",
    ),
    ("identity.type", "", r#""identity": {"type": "UserAssigned"}"#, OutOfReach, ""),
    (
        "identity.type",
        r#""identity": {"type": "UserAssigned"}"#,
        r#""identity": {"type": "SystemAssigned"}"#,
        OutOfReach,
        "",
    ),
    ("identity.type", "", r#""identity": {"type": "None"}"#, NewCluster, ""),
    (
        "networkProfile.networkPlugin",
        r#""kubernetesVersion": "1.34", "networkProfile": {"networkPlugin": "kubenet"}"#,
        r#""kubernetesVersion": "1.34", "networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay"}"#,
        InPlace,
        "--network-plugin",
    ),
    (
        "networkProfile.networkPlugin",
        r#""networkProfile": {"networkPlugin": "kubenet"}"#,
        r#""networkProfile": {"networkPlugin": "azure"}"#,
        NewCluster,
        "",
    ),
    (
        "networkProfile.networkPluginMode",
        r#""kubernetesVersion": "1.34", "networkProfile": {"networkPlugin": "azure"}"#,
        r#""kubernetesVersion": "1.34", "networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "podCidr": "10.244.0.0/16"}"#,
        InPlace,
        "--network-plugin-mode",
    ),
    (
        "networkProfile.networkDataplane",
        r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay"}"#,
        r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "networkDataplane": "cilium"}"#,
        InPlace,
        "--network-dataplane",
    ),
    (
        "networkProfile.networkDataplane",
        r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "networkDataplane": "cilium"}"#,
        r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "networkDataplane": "azure"}"#,
        NewCluster,
        "",
    ),
    (
        "networkProfile.networkPolicy",
        r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay"}"#,
        r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "networkPolicy": "calico"}"#,
        InPlace,
        "--network-policy",
    ),
    (
        "networkProfile.podCidr",
        r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "podCidr": "10.244.0.0/16"}"#,
        r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "podCidr": "10.248.0.0/16"}"#,
        OutOfReach,
        "",
    ),
    ("networkProfile.serviceCidr", "", r#""networkProfile": {"serviceCidr": "10.9.0.0/16"}"#, NewCluster, ""),
    ("networkProfile.dnsServiceIP", "", r#""networkProfile": {"dnsServiceIP": "10.0.0.20"}"#, NewCluster, ""),
    (
        "networkProfile.ipFamilies",
        "",
        r#""networkProfile": {"ipFamilies": ["IPv4", "IPv6"]}"#,
        OutOfReach,
        "",
    ),
    (
        "networkProfile.loadBalancerSku",
        r#""networkProfile": {"loadBalancerSku": "basic"}"#,
        r#""networkProfile": {"loadBalancerSku": "standard"}"#,
        InPlace,
        "--load-balancer-sku",
    ),
    (
        "networkProfile.loadBalancerSku",
        "",
        r#""networkProfile": {"loadBalancerSku": "basic"}"#,
        NewCluster,
        "",
    ),
    (
        "networkProfile.outboundType",
        "",
        r#""networkProfile": {"outboundType": "managedNATGateway"}"#,
        InPlace,
        "--outbound-type",
    ),
    (
        "networkProfile.outboundType",
        "",
        r#""networkProfile": {"outboundType": "userDefinedRouting"}"#,
        NewCluster,
        "",
    ),
    (
        "networkProfile.staticEgressGatewayProfile.enabled",
        "",
        r#""networkProfile": {"staticEgressGatewayProfile": {"enabled": true}}"#,
        InPlace,
        "--enable-static-egress-gateway",
    ),
    (
        "nodeProvisioningProfile.mode",
        "",
        r#""nodeProvisioningProfile": {"mode": "Auto"}"#,
        InPlace,
        "--node-provisioning-mode",
    ),
    (
        "nodeProvisioningProfile.mode",
        r#""nodeProvisioningProfile": {"mode": "Auto"}"#,
        r#""nodeProvisioningProfile": {"mode": "Manual"}"#,
        InPlace,
        "--node-provisioning-mode",
    ),
    (
        "autoScalerProfile",
        "",
        r#""autoScalerProfile": {"scan-interval": "20s"}"#,
        InPlace,
        "--cluster-autoscaler-profile",
    ),
    (
        "addonProfiles.aciConnectorLinux.enabled",
        "",
        r#""addonProfiles": {"aciConnectorLinux": {"enabled": true}}"#,
        OutOfReach,
        "",
    ),
    (
        "apiServerAccessProfile.enablePrivateCluster",
        "",
        r#""apiServerAccessProfile": {"enablePrivateCluster": true}"#,
        NewCluster,
        "",
    ),
    (
        "windowsProfile.adminUsername",
        r#""windowsProfile": {"adminUsername": "one"}"#,
        r#""windowsProfile": {"adminUsername": "two"}"#,
        NewCluster,
        "",
    ),
    ("enableFIPS", "", r#""enableFIPS": true"#, OutOfReach, ""),
    ("tags", "", r#""tags": {"owner": "team"}"#, InPlace, "--tags"),
];

fn layout(cluster: &str) -> Plan {
    let named: Vec<&str> =
        NAMED.split(", ").filter(|part| !cluster.starts_with(&part[..part.find(':').unwrap()])).collect();
    let comma = if named.is_empty() || cluster.is_empty() { "" } else { ", " };
    let text = format!(
        r#"{{"version": 1, "cluster": {{{}{comma}{cluster}}}, "pools": [{{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5", "osType": "Linux", "osSKU": "Ubuntu"}}]}}"#,
        named.join(", ")
    );
    codec::read(&text).unwrap_or_else(|why| panic!("{text}: {why}")).plan
}

#[test]
fn every_property_of_a_cluster_is_in_the_rows() {
    for property in CLUSTER_PROPERTIES.iter().filter(|one| !CLUSTER_NOTES.contains(&one.key)) {
        assert!(ROWS.iter().any(|(key, ..)| *key == property.key), "{}", property.key);
    }
}

#[test]
fn each_change_of_a_cluster_has_its_way() {
    let today = Date::new(2026, 11, 25).unwrap();
    for (key, from, to, way, words) in ROWS {
        let (current, target) = (layout(from), layout(to));
        let found = diff(&current, &target, &[]);
        let one = found.cluster.iter().find(|one| one.key == *key);
        let one = one.unwrap_or_else(|| panic!("{key} from {from} to {to}: nothing differs"));
        assert_eq!(one.resolution, *way, "{key} from {from} to {to}: {}", one.why);
        assert!(lint::sources::sources().any(|source| source.id == one.source), "{key}: {}", one.source);
        let options = PlannerOptions::default();
        let found = runbook(&current, &target, &CATALOG, today, &options);
        let found = found.unwrap_or_else(|why| panic!("{key} from {from} to {to}: {why:?}"));
        let is_left = found.left.iter().any(|left| left.key == *key);
        assert_eq!(is_left, *way != InPlace, "{key}: what isn't in place is left");
        let changes = found.steps.iter().any(|step| match &step.act {
            Act::Aks(Operation::UpdateCluster(changes)) => changes.iter().any(|change| change.key == *key),
            Act::Aks(Operation::UpgradeAll(_) | Operation::UpgradeControlPlane(_)) => {
                *key == "kubernetesVersion"
            }
            _ => false,
        });
        assert_eq!(changes, *way == InPlace, "{key}: what is in place is a step");
        if *way == InPlace {
            let script = emit::runbook(&found, Shell::Posix);
            assert!(script.gaps.is_empty(), "{key}: {:?}", script.gaps);
            let text = script.text();
            let update = if *key == "kubernetesVersion" { "az aks upgrade" } else { "az aks update" };
            assert!(text.contains(update) && text.contains(words), "{key}: {words} isn't in\n{text}");
        }
        // A value that is already there isn't a difference.
        assert!(diff(&target, &target, &[]).is_empty(), "{key}");
    }
}
