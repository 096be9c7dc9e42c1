//! Operations on an existing cluster, as commands of the shells.

use super::commands::{Script, Verb};
use super::jmespath::printed;
use super::machines::Update;
use super::shell::{Argument, Command, FIRST_ITEM, Set};
use super::values::{EGRESS_GATEWAY, STAYS, Setting};
use crate::operations::cluster::cluster_property;
use crate::operations::matrix::{How, how};
use crate::operations::{Change, Operation, Upgrade};
use crate::plan::{API_VERSION, Kind, NodePool, Plan, UNKNOWN_PROPERTIES, Value};
use crate::to_json::Json;

/// A property of a pool that an update sets, and its flags: to set it or turn it on, and to turn it off.
type Flag = (&'static str, &'static str, &'static str);

/// The commands of a dialect for operations on an existing cluster. A verb with an empty name doesn't exist.
pub(super) struct OperationCommands {
    scale: Verb,
    count: &'static str,
    /// Whether it scales a pool of virtual machines of one VM size, too.
    scales_machines: bool,
    upgrade: Verb,
    version: &'static str,
    node_image: &'static str,
    cluster: Verb,
    /// Updates the cluster itself.
    update_cluster: Verb,
    /// Whether the cluster is updated by its resource: read, merged and written.
    merges_cluster: bool,
    /// Switches of a cluster, and the flags that turn them off.
    cluster_off: &'static [(&'static str, &'static str)],
    /// Migrates availability sets to virtual machines; no flag is an empty text.
    migrate_sets: &'static str,
    control_plane_only: &'static str,
    start: Verb,
    stop: Verb,
    delete_machines: Verb,
    machines: &'static str,
    /// Turns the autoscaler on, changes its bounds, turns it off; no flag is an empty text.
    autoscaler: [&'static str; 3],
    bounds: [&'static str; 2],
    /// An empty list and an empty map, where the shell has words for them; else they are an empty text.
    empty: Option<[&'static str; 2]>,
    update: &'static [Flag],
    /// Properties that an update takes only with another one, neither of them empty.
    pairs: &'static [(&'static str, &'static str)],
    /// Images that a pool can be made with, but not be updated to.
    old_images: &'static [&'static str],
    /// Lists the pools of a cluster.
    list: Verb,
    /// Shows a cluster.
    show_cluster: Verb,
    /// Asks of what is shown for some properties only; nothing where all are shown.
    query: &'static str,
}

/// The Azure CLI, 2.91.0.
pub(super) const AZ: OperationCommands = OperationCommands {
    scale: ("az aks nodepool scale", &[]),
    count: "--node-count",
    scales_machines: true,
    upgrade: ("az aks nodepool upgrade", &["--yes"]),
    version: "--kubernetes-version",
    node_image: "--node-image-only",
    cluster: ("az aks upgrade", &["--yes"]),
    update_cluster: ("az aks update", &["--yes"]),
    merges_cluster: false,
    cluster_off: &[(EGRESS_GATEWAY, "--disable-static-egress-gateway")],
    migrate_sets: "--migrate-vmas-to-vms",
    control_plane_only: "--control-plane-only",
    start: ("az aks nodepool start", &[]),
    stop: ("az aks nodepool stop", &[]),
    delete_machines: ("az aks nodepool delete-machines", &[]),
    machines: "--machine-names",
    autoscaler: [
        "--enable-cluster-autoscaler",
        "--update-cluster-autoscaler",
        "--disable-cluster-autoscaler",
    ],
    bounds: ["--min-count", "--max-count"],
    empty: None,
    update: &[
        ("mode", "--mode", ""),
        ("osSKU", "--os-sku", ""),
        ("nodeTaints", "--node-taints", "--node-taints"),
        ("nodeLabels", "--labels", "--labels"),
        ("tags", "--tags", "--tags"),
        ("upgradeSettings.maxSurge", "--max-surge", ""),
        ("upgradeSettings.maxUnavailable", "--max-unavailable", ""),
        ("upgradeSettings.drainTimeoutInMinutes", "--drain-timeout", ""),
        ("upgradeSettings.nodeSoakDurationInMinutes", "--node-soak-duration", ""),
        ("upgradeSettings.undrainableNodeBehavior", "--undrainable-node-behavior", ""),
        ("networkProfile.allowedHostPorts", "--allowed-host-ports", ""),
        ("networkProfile.applicationSecurityGroups", "--asg-ids", ""),
        ("networkProfile.dranet.mode", "--enable-managed-dranet", ""),
        ("enableFIPS", "--enable-fips-image", "--disable-fips-image"),
        ("securityProfile.enableSecureBoot", "--enable-secure-boot", "--disable-secure-boot"),
        ("securityProfile.enableVTPM", "--enable-vtpm", "--disable-vtpm"),
        ("scaleDownMode", "--scale-down-mode", ""),
        ("gpuProfile.driver", "--gpu-driver", ""),
        ("artifactStreamingProfile.enabled", "--enable-artifact-streaming", "--disable-artifact-streaming"),
        ("localDNSProfile", "--localdns-config", ""),
    ],
    // validate_application_security_groups of acs, 2.91.0.
    pairs: &[("networkProfile.applicationSecurityGroups", "networkProfile.allowedHostPorts")],
    old_images: &["CBLMariner", "Mariner"],
    list: ("az aks nodepool list", &[]),
    show_cluster: ("az aks show", &[]),
    query: "--query",
};

/// Azure PowerShell with Az.Aks 7.2.1, which neither starts nor stops a pool.
pub(super) const POWERSHELL: OperationCommands = OperationCommands {
    scale: ("Update-AzAksNodePool", &[]),
    count: "-NodeCount",
    scales_machines: false,
    upgrade: ("Update-AzAksNodePool", &[]),
    version: "-KubernetesVersion",
    node_image: "-NodeImageOnly",
    cluster: ("Set-AzAksCluster", &[]),
    // Set-AzAksCluster 7.2.1 has parameters for some of the properties only.
    update_cluster: ("Invoke-AzRestMethod", &[]),
    merges_cluster: true,
    cluster_off: &[],
    migrate_sets: "",
    control_plane_only: "-ControlPlaneOnly",
    start: ("", &[]),
    stop: ("", &[]),
    delete_machines: ("", &[]),
    machines: "",
    // Turned off, the cmdlet would send the bounds that the pool has (source of Az.Aks, UpdateAzureRmAksNodePool).
    autoscaler: ["-EnableAutoScaling", "-EnableAutoScaling", ""],
    bounds: ["-MinCount", "-MaxCount"],
    empty: Some(["@()", "@{}"]),
    update: &[
        ("mode", "-Mode", ""),
        ("nodeTaints", "-NodeTaint", ""),
        ("nodeLabels", "-NodeLabel", ""),
        ("tags", "-Tag", ""),
        ("upgradeSettings.maxSurge", "-MaxSurge", ""),
        ("upgradeSettings.maxUnavailable", "-MaxUnavailable", ""),
        ("upgradeSettings.drainTimeoutInMinutes", "-DrainTimeoutInMinute", ""),
        ("upgradeSettings.nodeSoakDurationInMinutes", "-NodeSoakDurationInMinute", ""),
        ("upgradeSettings.undrainableNodeBehavior", "-UndrainableNodeBehavior", ""),
        ("securityProfile.enableSecureBoot", "-EnableSecureBoot", "-EnableSecureBoot:$false"),
        ("securityProfile.enableVTPM", "-EnableVtpm", "-EnableVtpm:$false"),
        ("securityProfile.sshAccess", "-SshAccess", ""),
        ("scaleDownMode", "-ScaleDownMode", ""),
    ],
    pairs: &[],
    old_images: &[],
    list: ("Get-AzAksNodePool", &[]),
    show_cluster: ("Get-AzAksCluster", &[]),
    query: "",
};

impl Script<'_> {
    /// Writes an operation; says whether the dialect has words for it.
    pub(super) fn day2(&mut self, words: &OperationCommands, operation: &Operation, plan: &Plan) -> bool {
        let (verb, pool) = match operation {
            Operation::ScalePool(name, _) => (words.scale, Some(name)),
            Operation::UpgradePool(name, _) => (words.upgrade, Some(name)),
            Operation::StartPool(name) => (words.start, Some(name)),
            Operation::StopPool(name) => (words.stop, Some(name)),
            Operation::DeleteMachines(name, _) => (words.delete_machines, Some(name)),
            Operation::UpdatePool(name, changes) => {
                return plan.pool(name).is_some_and(|(_, pool)| self.update(words, pool, operation, changes));
            }
            Operation::UpgradeControlPlane(_) | Operation::UpgradeAll(_) => (words.cluster, None),
            Operation::UpdateCluster(changes) => return self.update_cluster(words, changes),
            Operation::MigrateAvailabilitySets => return self.migrate_sets(words),
            _ => return false,
        };
        if let (Operation::StartPool(name) | Operation::StopPool(name), "") = (operation, verb.0) {
            return plan.pool(name).is_some_and(|(_, pool)| self.merge_change(pool, operation, &[]));
        }
        if verb.0.is_empty() {
            return false;
        }
        if let Operation::ScalePool(name, _) = operation
            && !words.scales_machines
            && let Some((_, pool)) = plan.pool(name)
            && pool.scale_profiles().is_some()
        {
            return self.merge_change(pool, operation, &[]);
        }
        let mut command = match pool {
            Some(pool) => self.on_pool(verb, pool).that("Change the node pool", pool),
            None => {
                let name = &plan.cluster.name;
                self.on_cluster(verb).that("Upgrade the cluster", name)
            }
        };
        match operation {
            Operation::ScalePool(_, count) => {
                self.put(&mut command, words.count, "count", Value::Whole(*count));
            }
            Operation::UpgradePool(_, Upgrade::Version(version)) => {
                self.put(&mut command, words.version, "orchestratorVersion", Value::Text(version.clone()));
            }
            Operation::UpgradePool(_, Upgrade::NodeImage) => {
                if words.node_image.is_empty() {
                    return false;
                }
                command.push(words.node_image, Argument::Switch);
            }
            Operation::UpgradeControlPlane(version) | Operation::UpgradeAll(version) => {
                self.put(&mut command, words.version, "kubernetesVersion", Value::Text(version.clone()));
                if matches!(operation, Operation::UpgradeControlPlane(_)) {
                    command.push(words.control_plane_only, Argument::Switch);
                }
            }
            Operation::DeleteMachines(name, machines) => {
                // Names of machines are letters, digits and hyphens; others would be flags or files to az.
                let (none, named): (Vec<_>, Vec<_>) =
                    machines.iter().cloned().partition(|machine| machine.starts_with(['-', '@']));
                for machine in &none {
                    let why = format!(
                        "has the machine {machine}, which is not a valid machine name and is left out"
                    );
                    self.cannot(plan.pool(name), "name", &why);
                }
                if named.is_empty() {
                    return false;
                }
                self.put(&mut command, words.machines, "name", Value::List(named));
            }
            _ => {}
        }
        self.finish(command, verb);
        true
    }

    /// Updates the cluster itself; says whether the dialect has words for all of it.
    fn update_cluster(&mut self, words: &OperationCommands, changes: &[Change]) -> bool {
        let verb = words.update_cluster;
        if words.merges_cluster {
            return self.merge_cluster(verb, changes);
        }
        let flag =
            |key: &str| self.words.of_cluster.iter().find(|(known, _)| *known == key).map(|(_, flag)| *flag);
        let said: Option<Vec<(&'static str, Setting)>> = changes
            .iter()
            .map(|change| {
                let property = cluster_property(change.key)?;
                Some((flag(change.key)?, Setting::new(property, change.value.clone()?)))
            })
            .collect();
        let Some(said) = said.filter(|said| !verb.0.is_empty() && !said.is_empty()) else { return false };
        let name = &self.plan.cluster.name;
        let mut command = self.on_cluster(verb).that("Update the cluster", name);
        for (flag, setting) in &said {
            let off = words.cluster_off.iter().find(|(key, _)| *key == setting.key);
            match (&setting.value, off) {
                (Value::Flag(false), Some((_, off))) => command.push(off, Argument::Switch),
                _ => self.say(&mut command, flag, None, setting),
            }
        }
        self.finish(command, verb);
        true
    }

    /// Updates the cluster by its resource; says whether all of it can be written.
    fn merge_cluster(&mut self, verb: Verb, changes: &[Change]) -> bool {
        let sets: Option<Vec<Vec<Set>>> = changes.iter().map(sets).collect();
        let Some(sets) = sets.filter(|sets| !sets.is_empty()) else { return false };
        self.merge_into_cluster(verb, sets.concat());
        true
    }

    fn merge_into_cluster(&mut self, verb: Verb, sets: Vec<Set>) {
        let name = &self.plan.cluster.name;
        let mut command = self.on_cluster(verb).that("Update the cluster", name);
        for (flag, text) in [
            ("-ResourceProviderName", "'Microsoft.ContainerService'"),
            ("-ResourceType", "'managedClusters'"),
        ] {
            command.push(flag, Argument::Literal(text));
        }
        command.push("-ApiVersion", Argument::Text(API_VERSION.to_owned()));
        command.push("-Payload", Argument::Merged(sets));
        self.finish(command, verb);
    }

    fn migrate_sets(&mut self, words: &OperationCommands) -> bool {
        let verb = words.update_cluster;
        if words.merges_cluster {
            self.merge_into_cluster(verb, sets_of_migration());
            return true;
        }
        if words.migrate_sets.is_empty() {
            return false;
        }
        let name = &self.plan.cluster.name;
        let mut command = self.on_cluster(verb).that("Migrate the availability sets of the cluster", name);
        command.push(words.migrate_sets, Argument::Switch);
        self.finish(command, verb);
        true
    }

    /// Shows what an operation has come to.
    pub(super) fn verify(&mut self, words: &OperationCommands, operation: &Operation) {
        let (pool, keys): (&str, Vec<&str>) = match operation {
            Operation::Create | Operation::ShowPool(_) | Operation::DeleteGroup => return,
            Operation::DeletePool(name) => {
                let mut list = self.in_cluster(words.list).that("Check that the list no longer has", name);
                if !words.query.is_empty() {
                    list.push(
                        words.query,
                        Argument::Text("[].{name: name, mode: mode, count: count}".to_owned()),
                    );
                }
                return self.finish(list, words.list);
            }
            Operation::UpgradeControlPlane(version) | Operation::UpgradeAll(version) => {
                let show = self.on_cluster(words.show_cluster).that("Check that the cluster has", version);
                return self.finish_query(words, show, words.show_cluster, &["currentKubernetesVersion"]);
            }
            Operation::UpdateCluster(changes) => {
                let name = &self.plan.cluster.name;
                let show = self.on_cluster(words.show_cluster).that("Check the cluster", name);
                let keys: Vec<&str> = changes.iter().map(|change| of_az(change.key)).collect();
                return self.finish_query(words, show, words.show_cluster, &keys);
            }
            Operation::MigrateAvailabilitySets => {
                let name = &self.plan.cluster.name;
                let mut list = self.in_cluster(words.list).that("Check the node pools of", name);
                if !words.query.is_empty() {
                    list.push(
                        words.query,
                        Argument::Text("[].{name: name, type: typePropertiesType}".to_owned()),
                    );
                }
                return self.finish(list, words.list);
            }
            Operation::AddPool(name) => (name, vec!["mode", "count"]),
            Operation::SetMode(name, _) => (name, vec!["mode"]),
            Operation::ScalePool(name, _)
                if self.plan.pool(name).is_some_and(|(_, pool)| pool.scale_profiles().is_some()) =>
            {
                (name, vec![MACHINES])
            }
            Operation::ScalePool(name, _) | Operation::DeleteMachines(name, _) => (name, vec!["count"]),
            // The tools show nothing of what Poolwright doesn't know.
            Operation::UpdatePool(name, changes) => (
                name,
                changes.iter().map(|change| change.key).filter(|key| *key != UNKNOWN_PROPERTIES).collect(),
            ),
            Operation::UpgradePool(name, Upgrade::Version(_)) => (name, vec!["currentOrchestratorVersion"]),
            Operation::UpgradePool(name, Upgrade::NodeImage) => (name, vec!["nodeImageVersion"]),
            Operation::StartPool(name) | Operation::StopPool(name) => (name, vec!["powerState.code"]),
        };
        let verb = self.show_verb();
        let show = self.on_pool(verb, pool).that("Check the node pool", pool);
        self.finish_query(words, show, verb, &keys);
    }

    /// Ends a look, at some properties and at whether AKS has done its work.
    fn finish_query(&mut self, words: &OperationCommands, mut show: Command, verb: Verb, keys: &[&str]) {
        if !words.query.is_empty() {
            let asked = keys.iter().chain(&["provisioningState"]);
            let asked: Vec<String> = asked.map(|key| format!("{}: {}", alias(key), printed(key))).collect();
            show.push(words.query, Argument::Text(format!("{{{}}}", asked.join(", "))));
        }
        self.finish(show, verb);
    }

    /// Writes an operation as an update of the pool's resource; says whether anything is written.
    fn merge_change(&mut self, pool: &NodePool, operation: &Operation, changes: &[Change]) -> bool {
        let before = self.gap_count();
        // What the resource has to beat: a command that leaves all of it out.
        self.cannot(self.place_of(pool), "name", "has no command in this tool");
        let begin = match operation {
            Operation::StartPool(_) => "Start the node pool",
            Operation::StopPool(_) => "Stop the node pool",
            _ => "Update the node pool",
        };
        let command = self.on_pool(self.update_verb(), &pool.name).that(begin, &pool.name);
        let parts = vec![(command, self.update_verb())];
        let is_merged = self.finish_or_merge(parts, before, operation, changes);
        if !is_merged {
            self.take_back(before);
        }
        is_merged
    }

    fn update(
        &mut self,
        words: &OperationCommands,
        pool: &NodePool,
        operation: &Operation,
        changes: &[Change],
    ) -> bool {
        let verb = self.update_verb();
        let gaps = self.gap_count();
        let mut command = self.on_pool(verb, &pool.name).that("Update the node pool", &pool.name);
        let before = command.arguments.len();
        let mut after = pool.clone();
        for change in changes {
            if let Some(property) = change.property() {
                property.put(&mut after, change.value.clone());
            }
        }
        let scaling = |pool: &NodePool| (*pool.autoscaling, pool.min_count, pool.max_count);
        if scaling(pool) != scaling(&after) {
            let [on, change, off] = words.autoscaler;
            let flag = match (*pool.autoscaling, *after.autoscaling) {
                (_, false) => off,
                (false, true) => on,
                (true, true) => change,
            };
            if flag.is_empty() {
                let place = self.place_of(pool);
                self.cannot(
                    place,
                    "enableAutoScaling",
                    "is not turned off by this tool, which keeps the bounds; use az or ARM",
                );
            } else {
                command.push(flag, Argument::Switch);
            }
            for (flag, number) in words.bounds.into_iter().zip([after.min_count, after.max_count]) {
                if let Some(number) = number.filter(|_| *after.autoscaling) {
                    self.put(&mut command, flag, "minCount", Value::Whole(number));
                }
            }
        }
        let joined = self.joined_changes(&after, changes, &mut command);
        let machines = self.machines_update(pool, &after, changes);
        let is_said =
            |key: &str| is_scaling(key) || joined.contains(&key) || (machines.is_some() && key == MACHINES);
        let is_set = |key: &str| {
            let property = changes.iter().find(|change| change.key == key).and_then(Change::property);
            property.is_some_and(|property| property.get_unless_default(&after).is_some())
        };
        for change in changes.iter().filter(|change| !is_said(change.key)) {
            match words.pairs.iter().find(|(key, _)| *key == change.key) {
                Some((key, other)) if !is_set(key) || !is_set(other) => {
                    let why = format!("is updated by this tool only together with {other}; use ARM");
                    self.cannot(self.place_of(pool), change.key, &why);
                }
                _ => self.change(words, &mut command, pool, change),
            }
        }
        let scales = match machines {
            Some(Update::Flags(flags)) => {
                flags.into_iter().for_each(|(flag, argument)| command.push(flag, argument));
                Vec::new()
            }
            Some(Update::Commands { scales, .. }) => self.scales(pool, &scales),
            None => Vec::new(),
        };
        let is_bare = command.arguments.len() == before && scales.is_empty();
        let update = Some((command, verb))
            .filter(|(command, _)| command.arguments.len() > before || scales.is_empty());
        let parts = update.into_iter().chain(scales).collect();
        if self.finish_or_merge(parts, gaps, operation, changes) {
            return true;
        }
        if is_bare {
            self.drop_last_command();
        }
        !is_bare
    }

    fn change(&mut self, words: &OperationCommands, command: &mut Command, pool: &NodePool, change: &Change) {
        let flags = words.update.iter().find(|(key, ..)| *key == change.key);
        let Some((_, on, off)) = flags else {
            let why = match how(change.key) {
                How::Scale => "is changed by scaling the pool: scale-pool NAME COUNT",
                How::Upgrade => "is changed by upgrading the pool: upgrade-pool NAME VERSION",
                How::Power => "is changed by starting or stopping the pool: start-pool NAME, stop-pool NAME",
                _ => "is not updated by this tool; use ARM",
            };
            return self.cannot(self.place_of(pool), change.key, why);
        };
        let Some(property) = change.property() else { return };
        let mut after = pool.clone();
        property.put(&mut after, change.value.clone());
        match property.get_unless_default(&after) {
            Some(Value::Text(text)) if change.key == "osSKU" && words.old_images.contains(&text.as_str()) => {
                self.cannot(
                    self.place_of(pool),
                    change.key,
                    "is not an image that az can update to; use AzureLinux",
                );
            }
            Some(value) => self.say(command, on, self.place_of(pool), &Setting::new(property, value)),
            // A set that is emptied, a switch that is turned off, a word that is AKS's default.
            None => match (property.kind, property.default) {
                (Kind::List, _) => command.push(on, nothing(words.empty.map(|[list, _]| list))),
                (Kind::Map, _) => command.push(on, nothing(words.empty.map(|[_, map]| map))),
                (Kind::Items, _) => {
                    let place = self.place_of(pool);
                    self.cannot(place, change.key, "can't be emptied by this tool; use ARM");
                }
                (Kind::Flag, _) if !off.is_empty() => command.push(off, Argument::Switch),
                (_, Some(default)) => {
                    let said = Setting::new(property, Value::Text(default.to_owned()));
                    self.say(command, on, self.place_of(pool), &said);
                }
                _ => {
                    let place = self.place_of(pool);
                    self.cannot(place, change.key, STAYS);
                }
            },
        }
    }

    fn put(&mut self, command: &mut Command, flag: &'static str, key: &'static str, value: Value) {
        self.say(command, flag, None, &Setting::free(key, value));
    }
}

/// Returns what a change sets in the cluster's resource; `None` for a value that is taken away, which no change of a
/// cluster in place does.
fn sets(change: &Change) -> Option<Vec<Set>> {
    let path: Vec<String> = path_of(cluster_property(change.key)?.key).map(str::to_owned).collect();
    let value = change.value.as_ref()?;
    match value {
        // Entries that the target doesn't state stay, as with az.
        Value::Tree(tree) if !tree.is_empty() => {
            let set = |(key, value): (&String, &Json)| {
                let value = cluster_entry(value)?;
                let path = path.iter().chain([key]).cloned().collect();
                Some(Set { path, value: Json::String(value) })
            };
            tree.iter().map(set).collect()
        }
        value => Some(vec![Set { path, value: value.to_json() }]),
    }
}

/// Returns what `az aks update --migrate-vmas-to-vms` sets: the only pool of such a cluster becomes one of virtual
/// machines, and its load balancer a standard one (`update_vmas_to_vms` of acs, azure-cli 2.91.0).
fn sets_of_migration() -> Vec<Set> {
    let of_pool = [("type", Json::from("VirtualMachines")), ("count", Json::Null), ("vmSize", Json::Null)];
    let path = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
    let pool = of_pool
        .map(|(key, value)| Set { path: path(&["properties", "agentPoolProfiles", FIRST_ITEM, key]), value });
    let balancer = Set {
        path: path(&["properties", "networkProfile", "loadBalancerSku"]),
        value: Json::from("standard"),
    };
    pool.into_iter().chain([balancer]).collect()
}

/// Returns the path of a property in the cluster's resource.
pub(super) fn path_of(key: &'static str) -> impl Iterator<Item = &'static str> {
    let (outer, key) = match key {
        "tier" => (Some("sku"), "tier"),
        "sku.name" | "identity.type" | "tags" | "location" => (None, key),
        _ => (Some("properties"), key),
    };
    outer.into_iter().chain(key.split('.'))
}

/// Returns an entry of the autoscaler's profile as AKS keeps it, which is a text whatever was written; `None` for what
/// isn't a single value.
pub(super) fn cluster_entry(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(flag) => Some(flag.to_string()),
        Json::Number(number) => Some(number.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

fn nothing(word: Option<&'static str>) -> Argument {
    word.map_or_else(|| Argument::Text(String::new()), Argument::Literal)
}

/// Returns a name for a property in a look: its last word, which says what it is but for one.
fn alias(key: &str) -> &str {
    match key.rsplit('.').next() {
        Some("code") | None => "powerState",
        Some(last) => last,
    }
}

/// Returns a property of a cluster as az prints it, as far as that isn't the property's own path.
pub(super) fn of_az(key: &str) -> &str {
    match key {
        "tier" => "sku.tier",
        "autoUpgradeProfile.nodeOSUpgradeChannel" => "autoUpgradeProfile.nodeOsUpgradeChannel",
        key => key,
    }
}

/// The scale profiles of a pool of virtual machines.
const MACHINES: &str = "virtualMachinesProfile";

/// Returns whether a property is one of the autoscaler's, which are said together.
fn is_scaling(key: &str) -> bool {
    matches!(key, "enableAutoScaling" | "minCount" | "maxCount")
}
