//! The cmdlets and parameters of Azure PowerShell.

use std::collections::BTreeSet;

use super::commands::{CommandSet, Joined, Row};
use super::pool_update::PoolUpdate;
use super::shell::{Argument, Command, FIRST_ITEM, Object, powershell};
use super::snippet::Gap;
use super::values::{EGRESS_GATEWAY, Setting, foreign, gap};
use crate::plan::{NodePool, Plan, Value, api_property};
use crate::quote::comment::Language;
use crate::to_json::{Json, Object as ObjectOfJson};

/// The cmdlets of Azure PowerShell, with the parameters of Az 16.2.0 with Az.Aks 7.2.1. Modes can be set since Az 9.2.0
/// (Azure PowerShell release notes of December 2022).
pub(super) const COMMANDS: CommandSet = CommandSet {
    comments: Language::PowerShell,
    needs: "Written for Az 16.2.0 with Az.Aks 7.2.1. Modes need Az 9.2.0 or later.",
    // Without -Force the cmdlet asks when the group is there already.
    create_group: ("New-AzResourceGroup", &["-Force"]),
    // The cmdlet needs a key pair, and fails if it should create one that exists.
    create: (
        "New-AzAksCluster",
        &["-EnableManagedIdentity", "-GenerateSshKey:(-not (Test-Path ~/.ssh/id_rsa))"],
    ),
    add: ("New-AzAksNodePool", &[]),
    update: ("Update-AzAksNodePool", &[]),
    enable_egress_gateway: ("Set-AzAksCluster", &["-EnableStaticEgressGateway"]),
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
    out_of_reach: "cannot be set by New-AzAksCluster; use ARM",
    absent,
    argument,
    side_effects,
    withheld: |_| Vec::new(),
    joined,
    machines: |_| None,
    update_machines: |_, _| None,
    refuses: |_| None,
    update_resource,
    deploy: ("New-AzResourceGroupDeployment", &[]),
    template: "-TemplateFile",
    deploy_password: "-WindowsAdminPassword",
    lay_out: powershell::block,
};

/// Returns the parameters of the request that updates a pool by its resource.
fn update_resource(update: &PoolUpdate<'_>) -> Option<Command> {
    // PowerShell has no member without a name, and the other key means something else in a path.
    let is_name = |key: &String| !key.is_empty() && key != FIRST_ITEM;
    if !update.sets.iter().flat_map(|set| &set.path).all(is_name) {
        return None;
    }
    let mut command = Command::new("Invoke-AzRestMethod");
    command.push("-ResourceProviderName", Argument::Literal("'Microsoft.ContainerService'"));
    command.push("-ResourceType", Argument::Literal(powershell::POOLS));
    let names = [update.cluster, update.pool].map(str::to_owned);
    command.push("-Name", Argument::List(names.into()));
    command.push("-ApiVersion", Argument::Text(update.api.to_owned()));
    command.push("-Payload", Argument::Merged(update.sets.clone()));
    Some(command)
}

/// The version of the API that Az.Aks 7.2.1 uses.
const MODULE_API: &str = "2026-03-01";

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
    (EGRESS_GATEWAY, "-EnableStaticEgressGateway"),
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
    ("kubeletConfig", "-NodeKubeletConfig", "-KubeletConfig", ""),
    ("linuxOSConfig", "-NodeLinuxOSConfig", "-LinuxOSConfig", ""),
    (NETWORK, "-NodeNetworkProfile", "-NetworkProfile", "-NetworkProfile"),
];

/// The properties that the cmdlets take together.
const NETWORK: &str = "networkProfile";

const KUBELET_CONFIG: &str = "[Microsoft.Azure.Management.ContainerService.Models.KubeletConfig]";
const LINUX_OS_CONFIG: &str = "[Microsoft.Azure.Management.ContainerService.Models.LinuxOSConfig]";
const NETWORK_PROFILE: &str = "[Microsoft.Azure.Management.ContainerService.Models.AgentPoolNetworkProfile]";
const PORT_RANGES: &str = "[Microsoft.Azure.Management.ContainerService.Models.PortRange[]]";
const IP_TAGS: &str = "[Microsoft.Azure.Management.ContainerService.Models.IPTag[]]";
const TEXTS: &str = "[string[]]";

/// Returns a tree as an object of a class, whose members are the keys of the API. `None` where it has another key, or a
/// value of another kind than the key's.
fn table(path: &str, class: Option<&'static str>, tree: &ObjectOfJson) -> Option<Object> {
    let entry = |(key, value): (&String, &Json)| {
        let api = api_property(&format!("{path}.{key}"))?;
        let known = !key.contains('.') && !api.is_preview() && !api.is_read_only;
        let name = known.then(|| api.path.rsplit('.').next())??;
        let value = match (api.kind, value) {
            ("string", Json::String(text)) => Object::Text(text.clone()),
            ("int", Json::Number(number)) => Object::Whole(number.as_i64()?),
            ("bool", Json::Bool(flag)) => Object::Flag(*flag),
            ("string[]", Json::Array(list)) => {
                let texts = list.iter().map(|item| Some(Object::Text(item.as_str()?.to_owned())));
                Object::Array(TEXTS, texts.collect::<Option<Vec<Object>>>()?)
            }
            ("object", Json::Object(inner)) => table(api.path, None, inner)?,
            _ => return None,
        };
        Some((crate::text::capital(name), value))
    };
    let entries: Vec<(String, Object)> = tree.iter().map(entry).collect::<Option<_>>()?;
    // Two spellings of one key are one member.
    let names: BTreeSet<&String> = entries.iter().map(|(name, _)| name).collect();
    (names.len() == entries.len()).then_some(Object::Table(class, entries))
}

/// Returns the network profile of a pool as one object of the module, and the keys that are in it: nothing where the plan
/// states none of them. The module's API has no more of them.
fn joined(pool: &NodePool) -> Option<Joined> {
    const KEYS: &[&str] = &[
        "networkProfile.allowedHostPorts",
        "networkProfile.applicationSecurityGroups",
        "networkProfile.nodePublicIPTags",
    ];
    let items = |kind, path: &str, items: &[ObjectOfJson]| {
        let tables = items.iter().map(|item| table(path, None, item));
        Some(Object::Array(kind, tables.collect::<Option<Vec<Object>>>()?))
    };
    let mut entries = Vec::new();
    if let Some(ports) = pool.allowed_host_ports.stated() {
        let ports = items(PORT_RANGES, "networkProfile.allowedHostPorts[]", ports)?;
        entries.push(("AllowedHostPorts".to_owned(), ports));
    }
    if let Some(groups) = pool.application_security_groups.stated() {
        let groups = groups.iter().map(|id| Object::Text(id.clone())).collect();
        entries.push(("ApplicationSecurityGroups".to_owned(), Object::Array(TEXTS, groups)));
    }
    if let Some(tags) = pool.public_ip_tags.stated() {
        let tags = items(IP_TAGS, "networkProfile.nodePublicIPTags[]", tags)?;
        entries.push(("NodePublicIPTags".to_owned(), tags));
    }
    if entries.is_empty() {
        return None;
    }
    let object = Object::Table(Some(NETWORK_PROFILE), entries);
    Some((NETWORK, KEYS, Argument::Object(object)))
}

fn absent(key: &str) -> &'static str {
    match key {
        "identity.type" => {
            "needs the id of an identity or a service principal, which a plan does not have, so the cluster gets SystemAssigned"
        }
        "nodeInitializationTaints" | "enableOSDiskFullCaching" => {
            "is a preview, for which Azure PowerShell has no parameter; allow previews and use ARM or Bicep"
        }
        "kubeletDiskType"
        | "localDNSProfile"
        | "virtualMachinesProfile"
        | "addonProfiles.aciConnectorLinux.enabled" => "has no parameter in Azure PowerShell; use ARM",
        _ => "has no parameter in Azure PowerShell; use az or ARM",
    }
}

fn side_effects(plan: &Plan) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if plan.cluster.network_plugin.is_none() {
        let why = "is not set in the plan, but New-AzAksCluster sends azure; set it in the plan to get the same value everywhere";
        gaps.push(gap(None, "networkProfile.networkPlugin", why));
    }
    let text = "New-AzAksCluster puts your SSH key on the nodes, and creates one if you have none; az and ARM do not.";
    gaps.push(Gap { pool: None, field: None, text: text.to_owned() });
    gaps
}

fn argument(said: &Setting, whys: &mut Vec<String>) -> Option<Argument> {
    if let Some(word) = foreign(said, MODULE_API) {
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
        Value::Map(map) => {
            Some(Argument::Map(map.iter().map(|(key, value)| (key.clone(), value.clone())).collect()))
        }
        Value::Tree(tree) if matches!(*key, "kubeletConfig" | "linuxOSConfig") => {
            let class = if *key == "kubeletConfig" { KUBELET_CONFIG } else { LINUX_OS_CONFIG };
            let object = table(key, Some(class), tree);
            if object.is_none() {
                whys.push("has what the classes of Azure PowerShell don\u{2019}t have; use ARM".to_owned());
            }
            object.map(Argument::Object)
        }
        Value::Tree(_) | Value::Items(_) | Value::Subnets(_) => {
            whys.push(absent(key).to_owned());
            None
        }
    }
}
