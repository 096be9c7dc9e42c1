//! The words of the Azure CLI.

use super::shell::{Argument, Command};
use super::snippet::Gap;
use super::values::{Said, flag, gap, implied, is_local_subnet, of_cluster, of_pool};
use crate::plan::{NodePool, Plan, Value};

/// The version whose flags these are. The documents ask for 2.87.0 or later to create node pools, and for 2.31.0
/// or later to set modes (create-node-pools, 2026-07-13; use-system-pools, 2026-04-30).
pub(super) const NEEDS: &str =
    "Written for azure-cli 2.91.0. The documents ask for 2.87.0 or later to create node pools.";

/// `az aks create`, the cluster.
const CLUSTER: &[(&str, &str)] = &[
    ("tier", "--tier"),
    ("kubernetesVersion", "--kubernetes-version"),
    ("networkProfile.networkPlugin", "--network-plugin"),
    ("networkProfile.networkPluginMode", "--network-plugin-mode"),
    ("networkProfile.networkDataplane", "--network-dataplane"),
    ("networkProfile.networkPolicy", "--network-policy"),
    ("networkProfile.podCidr", "--pod-cidr"),
    ("networkProfile.serviceCidr", "--service-cidr"),
    ("networkProfile.dnsServiceIP", "--dns-service-ip"),
    ("networkProfile.loadBalancerSku", "--load-balancer-sku"),
    ("networkProfile.outboundType", "--outbound-type"),
    ("apiServerAccessProfile.enablePrivateCluster", "--enable-private-cluster"),
    ("windowsProfile.adminUsername", "--windows-admin-username"),
    ("tags", "--tags"),
];

/// `az aks create`, the pool that it makes.
const FIRST: &[(&str, &str)] = &[
    ("name", "--nodepool-name"),
    ("count", "--node-count"),
    ("enableAutoScaling", "--enable-cluster-autoscaler"),
    ("minCount", "--min-count"),
    ("maxCount", "--max-count"),
    ("vmSize", "--node-vm-size"),
    ("osSKU", "--os-sku"),
    ("osDiskSizeGB", "--node-osdisk-size"),
    ("osDiskType", "--node-osdisk-type"),
    ("maxPods", "--max-pods"),
    ("availabilityZones", "--zones"),
    ("nodeTaints", "--nodepool-taints"),
    ("nodeLabels", "--nodepool-labels"),
    ("tags", "--nodepool-tags"),
    ("vnetSubnetID", "--vnet-subnet-id"),
    ("podSubnetID", "--pod-subnet-id"),
    ("podIPAllocationMode", "--pod-ip-allocation-mode"),
    ("enableNodePublicIP", "--enable-node-public-ip"),
    ("nodePublicIPPrefixID", "--node-public-ip-prefix-id"),
    ("enableEncryptionAtHost", "--enable-encryption-at-host"),
    ("enableFIPS", "--enable-fips-image"),
    ("enableUltraSSD", "--enable-ultra-ssd"),
    ("securityProfile.enableSecureBoot", "--enable-secure-boot"),
    ("securityProfile.enableVTPM", "--enable-vtpm"),
    ("gpuInstanceProfile", "--gpu-instance-profile"),
    ("workloadRuntime", "--workload-runtime"),
    ("type", "--vm-set-type"),
    ("proximityPlacementGroupID", "--ppg"),
    ("hostGroupID", "--host-group-id"),
    ("capacityReservationGroupID", "--crg-id"),
    ("creationData.sourceResourceId", "--snapshot-id"),
];

/// What `az aks create` does by itself.
const FIRST_IMPLIED: &[(&str, &str)] = &[
    ("mode", "System"),
    ("osType", "Linux"),
    ("type", "VirtualMachineScaleSets"),
    ("scaleSetPriority", "Regular"),
];

/// `az aks nodepool update`, for what `az aks create` cannot say of its pool.
const UPDATE: &[(&str, &str)] = &[
    ("upgradeSettings.maxSurge", "--max-surge"),
    ("upgradeSettings.maxUnavailable", "--max-unavailable"),
    ("upgradeSettings.drainTimeoutInMinutes", "--drain-timeout"),
    ("upgradeSettings.nodeSoakDurationInMinutes", "--node-soak-duration"),
    ("upgradeSettings.undrainableNodeBehavior", "--undrainable-node-behavior"),
    ("scaleDownMode", "--scale-down-mode"),
    ("gpuProfile.driver", "--gpu-driver"),
    ("artifactStreamingProfile.enabled", "--enable-artifact-streaming"),
];

/// `az aks nodepool add`.
const ADD: &[(&str, &str)] = &[
    ("name", "--name"),
    ("mode", "--mode"),
    ("count", "--node-count"),
    ("enableAutoScaling", "--enable-cluster-autoscaler"),
    ("minCount", "--min-count"),
    ("maxCount", "--max-count"),
    ("vmSize", "--node-vm-size"),
    ("osType", "--os-type"),
    ("osSKU", "--os-sku"),
    ("osDiskSizeGB", "--node-osdisk-size"),
    ("osDiskType", "--node-osdisk-type"),
    ("maxPods", "--max-pods"),
    ("availabilityZones", "--zones"),
    ("nodeTaints", "--node-taints"),
    ("nodeLabels", "--labels"),
    ("tags", "--tags"),
    ("scaleSetPriority", "--priority"),
    ("scaleSetEvictionPolicy", "--eviction-policy"),
    ("spotMaxPrice", "--spot-max-price"),
    ("upgradeSettings.maxSurge", "--max-surge"),
    ("upgradeSettings.maxUnavailable", "--max-unavailable"),
    ("upgradeSettings.drainTimeoutInMinutes", "--drain-timeout"),
    ("upgradeSettings.nodeSoakDurationInMinutes", "--node-soak-duration"),
    ("upgradeSettings.undrainableNodeBehavior", "--undrainable-node-behavior"),
    ("vnetSubnetID", "--vnet-subnet-id"),
    ("podSubnetID", "--pod-subnet-id"),
    ("podIPAllocationMode", "--pod-ip-allocation-mode"),
    ("orchestratorVersion", "--kubernetes-version"),
    ("enableNodePublicIP", "--enable-node-public-ip"),
    ("nodePublicIPPrefixID", "--node-public-ip-prefix-id"),
    ("enableEncryptionAtHost", "--enable-encryption-at-host"),
    ("enableFIPS", "--enable-fips-image"),
    ("enableUltraSSD", "--enable-ultra-ssd"),
    ("securityProfile.enableSecureBoot", "--enable-secure-boot"),
    ("securityProfile.enableVTPM", "--enable-vtpm"),
    ("scaleDownMode", "--scale-down-mode"),
    ("gpuInstanceProfile", "--gpu-instance-profile"),
    ("gpuProfile.driver", "--gpu-driver"),
    ("workloadRuntime", "--workload-runtime"),
    ("type", "--vm-set-type"),
    ("proximityPlacementGroupID", "--ppg"),
    ("hostGroupID", "--host-group-id"),
    ("capacityReservationGroupID", "--crg-id"),
    ("creationData.sourceResourceId", "--snapshot-id"),
    ("artifactStreamingProfile.enabled", "--enable-artifact-streaming"),
    ("windowsProfile.disableOutboundNat", "--disable-windows-outbound-nat"),
];

/// What `az aks nodepool add` does by itself.
const ADD_IMPLIED: &[(&str, &str)] = &[("type", "VirtualMachineScaleSets")];

/// A pool with its place in the plan; nothing for the cluster.
type At<'a> = Option<(usize, &'a NodePool)>;

/// Commands, and what they leave out.
pub(super) struct Az<'a> {
    plan: &'a Plan,
    pub(super) commands: Vec<Command>,
    pub(super) gaps: Vec<Gap>,
}

impl<'a> Az<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { plan, commands: Vec::new(), gaps: Vec::new() }
    }

    /// The resource group and the cluster with its first pool.
    pub(super) fn create(&mut self) {
        let cluster = &self.plan.cluster;
        let mut group = Command::new("az group create");
        self.text(&mut group, "--name", None, "resourceGroup", &cluster.resource_group);
        self.text(&mut group, "--location", None, "location", &cluster.location);
        self.commands.push(group);

        let mut create = Command::new("az aks create");
        self.text(&mut create, "--resource-group", None, "resourceGroup", &cluster.resource_group);
        self.text(&mut create, "--name", None, "name", &cluster.name);
        if !cluster.location.is_empty() {
            self.text(&mut create, "--location", None, "location", &cluster.location);
        }
        for said in of_cluster(cluster) {
            match flag(CLUSTER, said.key) {
                Some(flag) => self.argument(&mut create, flag, None, &said),
                None => self.cannot(None, said.key, "has no flag of az; use ARM"),
            }
        }
        if cluster.windows_admin.is_some() {
            create.push("--windows-admin-password", Argument::Password);
        }
        create.push("--no-ssh-key", Argument::Switch);

        let first = self.plan.first_pool().and_then(|place| Some((place, self.plan.pools.get(place)?)));
        let Some((place, pool)) = first else { return self.commands.push(create) };
        let mut later = self.on_pool("az aks nodepool update", &pool.name);
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
                    "is the cluster's for the pool that az aks create makes; name one version for both",
                );
            }
        } else if let Some(flag) = flag(FIRST, key) {
            self.argument(create, flag, at, said);
        } else if let Some(flag) = flag(UPDATE, key) {
            self.argument(later, flag, at, said);
        } else if flag(ADD, key).is_some() {
            self.cannot(
                at,
                key,
                "is out of reach of az aks create, which makes a Linux System pool on regular capacity",
            );
        } else {
            self.no_flag(at, key);
        }
    }

    /// One more pool.
    pub(super) fn add(&mut self, place: usize, pool: &NodePool) {
        let at = Some((place, pool));
        let cluster = &self.plan.cluster;
        let mut add = Command::new("az aks nodepool add");
        self.text(&mut add, "--resource-group", None, "resourceGroup", &cluster.resource_group);
        self.text(&mut add, "--cluster-name", None, "name", &cluster.name);
        for said in of_pool(pool) {
            if implied(ADD_IMPLIED, &said) {
                continue;
            }
            match flag(ADD, said.key) {
                Some(flag) => self.argument(&mut add, flag, at, &said),
                None => self.no_flag(at, said.key),
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
        let mut delete = Command::new("az group delete");
        self.text(&mut delete, "--name", None, "resourceGroup", &self.plan.cluster.resource_group);
        delete.push("--yes", Argument::Switch);
        self.commands.push(delete);
    }

    fn on_pool(&mut self, name: &'static str, pool: &str) -> Command {
        let cluster = &self.plan.cluster;
        let mut command = Command::new(name);
        self.text(&mut command, "--resource-group", None, "resourceGroup", &cluster.resource_group);
        self.text(&mut command, "--cluster-name", None, "name", &cluster.name);
        self.text(&mut command, "--name", None, "name", pool);
        command
    }

    /// A property as its flag takes it.
    fn argument(
        &mut self,
        command: &mut Command,
        flag: &'static str,
        at: At<'_>,
        Said { key, value, known }: &Said,
    ) {
        if is_local_subnet(key, value) {
            return self.cannot(at, key, "names a subnet of the plan; give its resource id");
        }
        match value {
            Value::Text(text) if *key == "tier" && *known => {
                command.push(flag, Argument::Bare(text.to_ascii_lowercase()))
            }
            Value::Text(text) if *key == "workloadRuntime" && *known && text != "KataVmIsolation" => {
                self.cannot(at, key, "takes KataVmIsolation only in az; use ARM");
            }
            Value::Text(text) if *known => command.push(flag, Argument::Bare(text.clone())),
            Value::Text(text) => self.text(command, flag, at, key, text),
            Value::Whole(whole) => number_argument(command, flag, whole.to_string()),
            Value::Decimal(number) => number_argument(command, flag, number.to_string()),
            Value::Flag(_) => command.push(flag, Argument::Switch),
            Value::List(list) if *key == "nodeTaints" => self.taints(command, flag, at, key, list),
            Value::List(list) => self.words(command, flag, at, key, list.clone()),
            Value::Map(map) => {
                let mut words = Vec::with_capacity(map.len());
                for (name, text) in map {
                    if name.contains('=') {
                        self.cannot(
                            at,
                            key,
                            &format!("has the key {name}, which az would cut at its first =; use ARM"),
                        );
                    } else {
                        words.push(format!("{name}={text}"));
                    }
                }
                self.words(command, flag, at, key, words);
            }
            Value::Tree(_) | Value::Subnets(_) => self.no_flag(at, key),
        }
    }

    /// Taints are one word, joined by commas.
    fn taints(
        &mut self,
        command: &mut Command,
        flag: &'static str,
        at: At<'_>,
        key: &'static str,
        list: &[String],
    ) {
        let (whole, split): (Vec<&str>, Vec<&str>) =
            list.iter().map(String::as_str).partition(|taint| !taint.contains(','));
        for taint in split {
            self.cannot(at, key, &format!("has the taint {taint}, which az would cut at its comma"));
        }
        for taint in &whole {
            let value = taint.split_once('=').and_then(|(_, rest)| rest.split_once(':'));
            if value.is_none_or(|(value, _)| value.is_empty()) {
                self.cannot(at, key, &format!("has the taint {taint}; az refuses taints without a value, so use Azure PowerShell or ARM"));
            }
        }
        if !whole.is_empty() {
            self.text(command, flag, at, key, &whole.join(","));
        }
    }

    /// One text. A text that begins with a dash would be taken for a flag unless it is joined to its own.
    fn text(&mut self, command: &mut Command, flag: &'static str, at: At<'_>, key: &'static str, text: &str) {
        let text = self.word(at, key, text);
        command.push(flag, if text.starts_with('-') { Argument::Joined(text) } else { Argument::Text(text) });
    }

    /// Several words. Only a lone word can be joined to its flag, so others that begin with a dash are left out.
    fn words(
        &mut self,
        command: &mut Command,
        flag: &'static str,
        at: At<'_>,
        key: &'static str,
        list: Vec<String>,
    ) {
        let (mut dashed, mut words): (Vec<String>, Vec<String>) =
            list.into_iter().partition(|word| word.starts_with('-'));
        if words.is_empty() && !dashed.is_empty() {
            words.push(dashed.remove(0));
        }
        for word in dashed {
            self.cannot(at, key, &format!("has {word}, which az would take for a flag; use ARM"));
        }
        if let [only] = words.as_slice() {
            self.text(command, flag, at, key, only);
        } else if !words.is_empty() {
            let words = words.iter().map(|word| self.word(at, key, word)).collect();
            command.push(flag, Argument::List(words));
        }
    }

    /// A text as az gets it.
    fn word(&mut self, at: At<'_>, key: &'static str, text: &str) -> String {
        if text.contains('\0') {
            self.cannot(at, key, "holds a NUL character, which no command takes; it is left out of the text");
        }
        if text.starts_with('@') || text.split_once('=').is_some_and(|(_, rest)| rest.starts_with('@')) {
            self.cannot(
                at,
                key,
                &format!(
                    "has {text}: where a value begins with an at sign, az puts the content of the file of that name, if there is one; use ARM"
                ),
            );
        }
        text.replace('\0', "")
    }

    fn no_flag(&mut self, at: At<'_>, key: &'static str) {
        let why = match key {
            "kubeletConfig" | "linuxOSConfig" | "localDNSProfile" | "messageOfTheDay" => {
                "is read from a file by az; use ARM"
            }
            _ => "has no flag of az; use ARM",
        };
        self.cannot(at, key, why);
    }

    fn cannot(&mut self, at: At<'_>, key: &'static str, why: &str) {
        self.gaps.push(gap(at, key, why));
    }
}

fn number_argument(command: &mut Command, flag: &'static str, number: String) {
    command
        .push(flag, if number.starts_with('-') { Argument::Joined(number) } else { Argument::Bare(number) });
}
