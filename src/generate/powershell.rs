//! The words of Azure PowerShell.

use std::collections::BTreeMap;

use super::shell::{Argument, Command};
use super::snippet::Gap;
use super::values::{Said, flag, gap, implied, is_local_subnet, of_cluster, of_pool};
use crate::plan::{NodePool, Plan, Value};

/// The version whose parameters these are. Modes can be set since Az 9.2.0 (Azure PowerShell release notes of
/// December 2022).
pub(super) const NEEDS: &str = "Written for Az 16.2.0 with Az.Aks 7.2.1. Modes need Az 9.2.0 or later.";

/// `New-AzAksCluster`, the cluster.
const CLUSTER: &[(&str, &str)] = &[
    ("kubernetesVersion", "-KubernetesVersion"),
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

/// `New-AzAksCluster`, the pool that it makes.
const FIRST: &[(&str, &str)] = &[
    ("name", "-NodeName"),
    ("mode", "-NodePoolMode"),
    ("count", "-NodeCount"),
    ("enableAutoScaling", "-EnableNodeAutoScaling"),
    ("minCount", "-NodeMinCount"),
    ("maxCount", "-NodeMaxCount"),
    ("vmSize", "-NodeVmSize"),
    ("osSKU", "-NodeOsSKU"),
    ("osDiskSizeGB", "-NodeOsDiskSize"),
    ("osDiskType", "-NodeOSDiskType"),
    ("maxPods", "-NodeMaxPodCount"),
    ("availabilityZones", "-AvailabilityZone"),
    ("nodeTaints", "-NodeTaint"),
    ("nodeLabels", "-NodePoolLabel"),
    ("tags", "-NodePoolTag"),
    ("scaleSetPriority", "-NodeSetPriority"),
    ("scaleSetEvictionPolicy", "-NodeScaleSetEvictionPolicy"),
    ("upgradeSettings.maxSurge", "-NodeMaxSurge"),
    ("vnetSubnetID", "-NodeVnetSubnetID"),
    ("podSubnetID", "-NodePodSubnetID"),
    ("podIPAllocationMode", "-NodePodIPAllocationMode"),
    ("enableNodePublicIP", "-EnableNodePublicIp"),
    ("nodePublicIPPrefixID", "-NodePublicIPPrefixID"),
    ("enableEncryptionAtHost", "-EnableEncryptionAtHost"),
    ("enableFIPS", "-EnableFIPS"),
    ("enableUltraSSD", "-EnableUltraSSD"),
    ("securityProfile.enableSecureBoot", "-NodeEnableSecureBoot"),
    ("securityProfile.enableVTPM", "-NodeEnableVtpm"),
    ("gpuInstanceProfile", "-GpuInstanceProfile"),
    ("workloadRuntime", "-NodeWorkloadRuntime"),
    ("type", "-NodeVmSetType"),
    ("proximityPlacementGroupID", "-PPG"),
    ("hostGroupID", "-NodeHostGroupID"),
    ("messageOfTheDay", "-NodeMessageOfTheDay"),
];

/// What `New-AzAksCluster` does by itself.
const FIRST_IMPLIED: &[(&str, &str)] = &[("osType", "Linux")];

/// `Update-AzAksNodePool`, for what `New-AzAksCluster` cannot say of its pool.
const UPDATE: &[(&str, &str)] = &[
    ("upgradeSettings.maxUnavailable", "-MaxUnavailable"),
    ("upgradeSettings.drainTimeoutInMinutes", "-DrainTimeoutInMinute"),
    ("upgradeSettings.nodeSoakDurationInMinutes", "-NodeSoakDurationInMinute"),
    ("upgradeSettings.undrainableNodeBehavior", "-UndrainableNodeBehavior"),
    ("scaleDownMode", "-ScaleDownMode"),
];

/// `New-AzAksNodePool`.
const ADD: &[(&str, &str)] = &[
    ("name", "-Name"),
    ("mode", "-Mode"),
    ("count", "-Count"),
    ("enableAutoScaling", "-EnableAutoScaling"),
    ("minCount", "-MinCount"),
    ("maxCount", "-MaxCount"),
    ("vmSize", "-VmSize"),
    ("osType", "-OsType"),
    ("osSKU", "-OsSKU"),
    ("osDiskSizeGB", "-OsDiskSize"),
    ("osDiskType", "-OSDiskType"),
    ("maxPods", "-MaxPodCount"),
    ("availabilityZones", "-AvailabilityZone"),
    ("nodeTaints", "-NodeTaint"),
    ("nodeLabels", "-NodeLabel"),
    ("tags", "-Tag"),
    ("scaleSetPriority", "-ScaleSetPriority"),
    ("scaleSetEvictionPolicy", "-ScaleSetEvictionPolicy"),
    ("spotMaxPrice", "-SpotMaxPrice"),
    ("upgradeSettings.maxSurge", "-MaxSurge"),
    ("upgradeSettings.maxUnavailable", "-MaxUnavailable"),
    ("upgradeSettings.drainTimeoutInMinutes", "-DrainTimeoutInMinute"),
    ("upgradeSettings.nodeSoakDurationInMinutes", "-NodeSoakDurationInMinute"),
    ("upgradeSettings.undrainableNodeBehavior", "-UndrainableNodeBehavior"),
    ("vnetSubnetID", "-VnetSubnetID"),
    ("podSubnetID", "-PodSubnetID"),
    ("podIPAllocationMode", "-PodIPAllocationMode"),
    ("orchestratorVersion", "-KubernetesVersion"),
    ("enableNodePublicIP", "-EnableNodePublicIp"),
    ("nodePublicIPPrefixID", "-NodePublicIPPrefixID"),
    ("enableEncryptionAtHost", "-EnableEncryptionAtHost"),
    ("enableFIPS", "-EnableFIPS"),
    ("enableUltraSSD", "-EnableUltraSSD"),
    ("securityProfile.enableSecureBoot", "-EnableSecureBoot"),
    ("securityProfile.enableVTPM", "-EnableVtpm"),
    ("scaleDownMode", "-ScaleDownMode"),
    ("gpuInstanceProfile", "-GpuInstanceProfile"),
    ("gpuProfile.driver", "-GPUDriver"),
    ("workloadRuntime", "-WorkloadRuntime"),
    ("type", "-VmSetType"),
    ("proximityPlacementGroupID", "-PPG"),
    ("hostGroupID", "-HostGroupID"),
    ("messageOfTheDay", "-MessageOfTheDay"),
];

/// A pool with its place in the plan; nothing for the cluster.
type At<'a> = Option<(usize, &'a NodePool)>;

/// Commands, and what they leave out.
pub(super) struct PowerShell<'a> {
    plan: &'a Plan,
    pub(super) commands: Vec<Command>,
    pub(super) gaps: Vec<Gap>,
}

impl<'a> PowerShell<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { plan, commands: Vec::new(), gaps: Vec::new() }
    }

    /// The resource group and the cluster with its first pool.
    pub(super) fn create(&mut self) {
        let cluster = &self.plan.cluster;
        let mut group = Command::new("New-AzResourceGroup");
        group.push("-Name", text(&cluster.resource_group));
        group.push("-Location", text(&cluster.location));
        // Without it the cmdlet asks when the group is there already.
        group.push("-Force", Argument::Switch);
        self.commands.push(group);

        let mut create = Command::new("New-AzAksCluster");
        create.push("-ResourceGroupName", text(&cluster.resource_group));
        create.push("-Name", text(&cluster.name));
        if !cluster.location.is_empty() {
            create.push("-Location", text(&cluster.location));
        }
        create.push("-EnableManagedIdentity", Argument::Switch);
        for said in of_cluster(cluster) {
            match (said.key, flag(CLUSTER, said.key)) {
                ("tier", _) => self.tier(&mut create, &said),
                (_, Some(flag)) => self.argument(&mut create, flag, None, &said),
                (key, None) => self.cannot(None, key, "has no parameter of Azure PowerShell; use ARM"),
            }
        }
        if cluster.windows_admin.is_some() {
            create.push("-WindowsProfileAdminUserPassword", Argument::Password);
        }
        if cluster.network_plugin.is_none() {
            let why = "is left to AKS by the plan, but New-AzAksCluster sends azure by itself; name it in the plan to have it the same everywhere";
            self.cannot(None, "networkProfile.networkPlugin", why);
        }
        create.push("-GenerateSshKey", Argument::NoSshKeyYet);
        self.gaps.push(Gap {
            pool: None,
            field: None,
            text: "New-AzAksCluster puts your SSH key on the nodes, and makes one if there is none; az and ARM put none there.".to_owned(),
        });

        let first = self.plan.first_pool().and_then(|place| Some((place, self.plan.pools.get(place)?)));
        let Some((place, pool)) = first else { return self.commands.push(create) };
        let mut later = self.on_pool("Update-AzAksNodePool", &pool.name);
        let before = later.arguments.len();
        for said in of_pool(pool) {
            self.first(&mut create, &mut later, (place, pool), &said);
        }
        self.commands.push(create);
        if later.arguments.len() > before {
            self.commands.push(later);
        }
    }

    fn first(&mut self, create: &mut Command, later: &mut Command, at: (usize, &NodePool), said: &Said) {
        let key = said.key;
        let pool = at.1;
        let at = Some(at);
        if implied(FIRST_IMPLIED, said) {
            return;
        }
        if key == "orchestratorVersion" {
            if pool.kubernetes_version != self.plan.cluster.kubernetes_version {
                self.cannot(
                    at,
                    key,
                    "is the cluster's for the pool that New-AzAksCluster makes; name one version for both",
                );
            }
        } else if let Some(flag) = flag(FIRST, key) {
            self.argument(create, flag, at, said);
        } else if let Some(flag) = flag(UPDATE, key) {
            self.argument(later, flag, at, said);
        } else if flag(ADD, key).is_some() {
            self.cannot(at, key, "is out of reach of New-AzAksCluster; use ARM");
        } else {
            self.no_parameter(at, key);
        }
    }

    /// One more pool.
    pub(super) fn add(&mut self, place: usize, pool: &NodePool) {
        let at = Some((place, pool));
        let mut add = self.in_cluster("New-AzAksNodePool");
        for said in of_pool(pool) {
            match flag(ADD, said.key) {
                Some(flag) => self.argument(&mut add, flag, at, &said),
                None => self.no_parameter(at, said.key),
            }
        }
        self.commands.push(add);
    }

    /// A command about one pool of the cluster.
    pub(super) fn about(&mut self, name: &'static str, pool: &str, more: Option<(&'static str, Argument)>) {
        let mut about = self.on_pool(name, pool);
        about.arguments.extend(more);
        self.commands.push(about);
    }

    /// The end of the resource group and everything in it.
    pub(super) fn delete_group(&mut self) {
        let mut delete = Command::new("Remove-AzResourceGroup");
        delete.push("-Name", text(&self.plan.cluster.resource_group));
        delete.push("-Force", Argument::Switch);
        self.commands.push(delete);
    }

    fn in_cluster(&self, name: &'static str) -> Command {
        let mut command = Command::new(name);
        command.push("-ResourceGroupName", text(&self.plan.cluster.resource_group));
        command.push("-ClusterName", text(&self.plan.cluster.name));
        command
    }

    fn on_pool(&self, name: &'static str, pool: &str) -> Command {
        let mut command = self.in_cluster(name);
        command.push("-Name", text(pool));
        command
    }

    /// The only word for a tier is a switch, which means Standard.
    fn tier(&mut self, command: &mut Command, Said { key, value, .. }: &Said) {
        match value {
            Value::Text(tier) if tier == "Free" => {}
            Value::Text(tier) if tier == "Standard" => command.push("-EnableUptimeSLA", Argument::Switch),
            _ => self.cannot(None, key, "can be Free or Standard only in Azure PowerShell; use ARM"),
        }
    }

    /// A property as its parameter takes it.
    fn argument(
        &mut self,
        command: &mut Command,
        flag: &'static str,
        at: At<'_>,
        Said { key, value, .. }: &Said,
    ) {
        if is_local_subnet(key, value) {
            return self.cannot(at, key, "names a subnet of the plan; give its resource id");
        }
        let argument = match value {
            Value::Text(word) => text(word),
            Value::Whole(whole) => Argument::Bare(whole.to_string()),
            Value::Decimal(number) => Argument::Bare(number.to_string()),
            Value::Flag(_) => Argument::Switch,
            Value::List(list) => Argument::List(list.clone()),
            Value::Map(map) => self.table(at, key, map),
            Value::Tree(_) | Value::Subnets(_) => return self.no_parameter(at, key),
        };
        command.push(flag, argument);
    }

    /// A hashtable does not tell apart keys that differ only in the case of their letters.
    fn table(&mut self, at: At<'_>, key: &'static str, map: &BTreeMap<String, String>) -> Argument {
        let mut entries: Vec<(String, String)> = Vec::with_capacity(map.len());
        for (name, value) in map {
            let same = |(earlier, _): &&(String, String)| earlier.eq_ignore_ascii_case(name);
            match entries.iter().find(same) {
                Some((earlier, _)) => {
                    let why = format!(
                        "has the keys {earlier} and {name}; PowerShell does not tell them apart, so {name} is left out"
                    );
                    self.cannot(at, key, &why);
                }
                None => entries.push((name.clone(), value.clone())),
            }
        }
        Argument::Map(entries)
    }

    fn no_parameter(&mut self, at: At<'_>, key: &'static str) {
        let why = match key {
            "kubeletConfig" | "linuxOSConfig" => "takes an object of the module in Azure PowerShell; use ARM",
            "kubeletDiskType" => "has no parameter of Azure PowerShell; use ARM",
            _ => "has no parameter of Azure PowerShell; use az or ARM",
        };
        self.cannot(at, key, why);
    }

    fn cannot(&mut self, at: At<'_>, key: &'static str, why: &str) {
        self.gaps.push(gap(at, key, why));
    }
}

fn text(text: &str) -> Argument {
    Argument::Text(text.to_owned())
}
