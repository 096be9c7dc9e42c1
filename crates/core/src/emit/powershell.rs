//! The words of Azure PowerShell.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::commands::{CommandSet, Row};
use super::shell::{Argument, powershell};
use super::snippet::Gap;
use super::values::{Setting, foreign, gap};
use crate::plan::Map;
use crate::plan::{Plan, Value};
use crate::quote::comment::Language;
use crate::text::case_fold;

/// The parameters are those of Az 16.2.0 with Az.Aks 7.2.1. Modes can be set since Az 9.2.0 (Azure PowerShell
/// release notes of December 2022).
pub(super) const COMMANDS: CommandSet = CommandSet {
    comments: Language::PowerShell,
    needs: "Written for Az 16.2.0 with Az.Aks 7.2.1. Modes need Az 9.2.0 or later.",
    // Without -Force the cmdlet asks when the group is there already.
    create_group: ("New-AzResourceGroup", &["-Force"]),
    // The cmdlet wants a key pair, and fails if it is told to make one that is there.
    create: (
        "New-AzAksCluster",
        &["-EnableManagedIdentity", "-GenerateSshKey:(-not (Test-Path ~/.ssh/id_rsa))"],
    ),
    add: ("New-AzAksNodePool", &[]),
    update: ("Update-AzAksNodePool", &[]),
    show: ("Get-AzAksNodePool", &[]),
    delete: ("Remove-AzAksNodePool", &["-Force"]),
    delete_group: ("Remove-AzResourceGroup", &["-Force"]),
    resource_group: "-ResourceGroupName",
    cluster: "-ClusterName",
    name: "-Name",
    location: "-Location",
    mode: "-Mode",
    password: "-WindowsProfileAdminUserPassword",
    of_cluster: CLUSTER,
    of_pool: POOL,
    implied_first: &[("osType", "Linux")],
    implied_added: &[],
    out_of_reach: "is out of reach of New-AzAksCluster; use ARM",
    absent,
    argument,
    side_effects,
    withheld: |_| Vec::new(),
    refuses: |_| Vec::new(),
    lay_out: powershell::block,
};

const CLUSTER: &[(&str, &str)] = &[
    // The only word for a tier is a switch, which means Standard.
    ("tier", "-EnableUptimeSLA"),
    ("kubernetesVersion", "-KubernetesVersion"),
    ("supportPlan", "-SupportPlan"),
    ("autoUpgradeProfile.upgradeChannel", "-NodeAutoUpgradeChannel"),
    ("autoUpgradeProfile.nodeOSUpgradeChannel", "-NodeOSAutoUpgradeChannel"),
    ("nodeProvisioningProfile.mode", "-NodeProvisioningMode"),
    ("networkProfile.ipFamilies", "-IPFamily"),
    ("networkProfile.networkPlugin", "-NetworkPlugin"),
    ("networkProfile.networkPluginMode", "-NetworkPluginMode"),
    ("networkProfile.networkDataplane", "-NetworkDataplane"),
    ("networkProfile.networkPolicy", "-NetworkPolicy"),
    ("networkProfile.podCidr", "-PodCidr"),
    ("networkProfile.serviceCidr", "-ServiceCidr"),
    ("networkProfile.dnsServiceIP", "-DnsServiceIP"),
    ("networkProfile.loadBalancerSku", "-LoadBalancerSku"),
    ("networkProfile.outboundType", "-OutboundType"),
    ("apiServerAccessProfile.enablePrivateCluster", "-EnableApiServerAccessPrivateCluster"),
    ("windowsProfile.adminUsername", "-WindowsProfileAdminUserName"),
    ("tags", "-Tag"),
];

/// `New-AzAksCluster`, `New-AzAksNodePool`, `Update-AzAksNodePool`.
const POOL: &[Row] = &[
    ("name", "-NodeName", "-Name", ""),
    ("mode", "-NodePoolMode", "-Mode", ""),
    ("count", "-NodeCount", "-Count", ""),
    ("enableAutoScaling", "-EnableNodeAutoScaling", "-EnableAutoScaling", ""),
    ("minCount", "-NodeMinCount", "-MinCount", ""),
    ("maxCount", "-NodeMaxCount", "-MaxCount", ""),
    ("vmSize", "-NodeVmSize", "-VmSize", ""),
    ("osType", "", "-OsType", ""),
    ("osSKU", "-NodeOsSKU", "-OsSKU", ""),
    ("osDiskSizeGB", "-NodeOsDiskSize", "-OsDiskSize", ""),
    ("osDiskType", "-NodeOSDiskType", "-OSDiskType", ""),
    ("maxPods", "-NodeMaxPodCount", "-MaxPodCount", ""),
    ("availabilityZones", "-AvailabilityZone", "-AvailabilityZone", ""),
    ("nodeTaints", "-NodeTaint", "-NodeTaint", ""),
    ("nodeLabels", "-NodePoolLabel", "-NodeLabel", ""),
    ("tags", "-NodePoolTag", "-Tag", ""),
    ("scaleSetPriority", "-NodeSetPriority", "-ScaleSetPriority", ""),
    ("scaleSetEvictionPolicy", "-NodeScaleSetEvictionPolicy", "-ScaleSetEvictionPolicy", ""),
    ("spotMaxPrice", "", "-SpotMaxPrice", ""),
    ("upgradeSettings.maxSurge", "-NodeMaxSurge", "-MaxSurge", ""),
    ("upgradeSettings.maxUnavailable", "", "-MaxUnavailable", "-MaxUnavailable"),
    ("upgradeSettings.drainTimeoutInMinutes", "", "-DrainTimeoutInMinute", "-DrainTimeoutInMinute"),
    (
        "upgradeSettings.nodeSoakDurationInMinutes",
        "",
        "-NodeSoakDurationInMinute",
        "-NodeSoakDurationInMinute",
    ),
    ("upgradeSettings.undrainableNodeBehavior", "", "-UndrainableNodeBehavior", "-UndrainableNodeBehavior"),
    ("vnetSubnetID", "-NodeVnetSubnetID", "-VnetSubnetID", ""),
    ("podSubnetID", "-NodePodSubnetID", "-PodSubnetID", ""),
    ("podIPAllocationMode", "-NodePodIPAllocationMode", "-PodIPAllocationMode", ""),
    ("orchestratorVersion", "", "-KubernetesVersion", ""),
    ("enableNodePublicIP", "-EnableNodePublicIp", "-EnableNodePublicIp", ""),
    ("nodePublicIPPrefixID", "-NodePublicIPPrefixID", "-NodePublicIPPrefixID", ""),
    ("enableEncryptionAtHost", "-EnableEncryptionAtHost", "-EnableEncryptionAtHost", ""),
    ("enableFIPS", "-EnableFIPS", "-EnableFIPS", ""),
    ("enableUltraSSD", "-EnableUltraSSD", "-EnableUltraSSD", ""),
    ("securityProfile.enableSecureBoot", "-NodeEnableSecureBoot", "-EnableSecureBoot", ""),
    ("securityProfile.enableVTPM", "-NodeEnableVtpm", "-EnableVtpm", ""),
    ("securityProfile.sshAccess", "-NodeSshAccess", "-SshAccess", ""),
    ("gatewayProfile.publicIPPrefixSize", "", "-GatewayPublicIPPrefixSize", ""),
    ("scaleDownMode", "", "-ScaleDownMode", "-ScaleDownMode"),
    ("gpuInstanceProfile", "-GpuInstanceProfile", "-GpuInstanceProfile", ""),
    ("gpuProfile.driver", "", "-GPUDriver", ""),
    ("workloadRuntime", "-NodeWorkloadRuntime", "-WorkloadRuntime", ""),
    ("type", "-NodeVmSetType", "-VmSetType", ""),
    ("proximityPlacementGroupID", "-PPG", "-PPG", ""),
    ("hostGroupID", "-NodeHostGroupID", "-HostGroupID", ""),
    ("messageOfTheDay", "-NodeMessageOfTheDay", "-MessageOfTheDay", ""),
];

fn absent(key: &str) -> &'static str {
    match key {
        "kubeletConfig" | "linuxOSConfig" => "takes an object of the module in Azure PowerShell; use ARM",
        "identity.type" => {
            "needs the id of an identity or a service principal, which a plan does not have, so the cluster gets SystemAssigned"
        }
        "nodeInitializationTaints" | "enableOSDiskFullCaching" => {
            "is a preview, which has no parameter of Azure PowerShell"
        }
        "kubeletDiskType"
        | "localDNSProfile"
        | "virtualMachinesProfile"
        | "addonProfiles.aciConnectorLinux.enabled" => "has no parameter of Azure PowerShell; use ARM",
        _ => "has no parameter of Azure PowerShell; use az or ARM",
    }
}

fn side_effects(plan: &Plan) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if plan.cluster.network_plugin.is_none() {
        let why = "is left to AKS by the plan, but New-AzAksCluster sends azure by itself; name it in the plan to have it the same everywhere";
        gaps.push(gap(None, "networkProfile.networkPlugin", why));
    }
    let text = "New-AzAksCluster puts your SSH key on the nodes, and makes one if there is none; az and ARM put none there.";
    gaps.push(Gap { pool: None, field: None, text: text.to_owned() });
    gaps
}

fn argument(said: &Setting, whys: &mut Vec<String>) -> Option<Argument> {
    if let Some(word) = foreign(said) {
        // The cmdlet passes on what it is given.
        whys.push(format!("is {word}, which API 2026-03-01 of Az.Aks 7.2.1 does not have"));
        return None;
    }
    let Setting { key, value, .. } = said;
    match value {
        Value::Text(tier) if *key == "tier" => {
            if tier != "Free" && tier != "Standard" {
                whys.push("can be Free or Standard only in Azure PowerShell; use ARM".to_owned());
            }
            (tier == "Standard").then_some(Argument::Switch)
        }
        Value::Text(text) => Some(Argument::Text(text.clone())),
        Value::Whole(number) => Some(Argument::Word(number.to_string())),
        Value::Decimal(number) => Some(Argument::Word(number.to_string())),
        Value::Flag(_) => Some(Argument::Switch),
        Value::List(list) => Some(Argument::List(list.clone())),
        Value::Map(map) => Some(table(map, whys)),
        Value::Tree(_) | Value::Subnets(_) => {
            whys.push(absent(key).to_owned());
            None
        }
    }
}

/// A hashtable does not tell apart keys that differ only in the case of their letters.
fn table(map: &Map, whys: &mut Vec<String>) -> Argument {
    let mut entries: Vec<(String, String)> = Vec::with_capacity(map.len());
    let mut earlier = BTreeMap::new();
    for (key, value) in map {
        match earlier.entry(case_fold(key)) {
            Entry::Occupied(entry) => {
                let first: &String = entry.get();
                whys.push(format!(
                    "has the keys {first} and {key}; PowerShell does not tell them apart, so {key} is left out"
                ));
            }
            Entry::Vacant(entry) => {
                entry.insert(key.clone());
                entries.push((key.clone(), value.clone()));
            }
        }
    }
    Argument::Map(entries)
}
