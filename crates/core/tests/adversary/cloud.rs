//! A cluster that takes or refuses what a runbook does. Its rules are written out from Azure's documents, not from the
//! library, which is asked for nothing but the shape of a plan.

use std::collections::BTreeSet;

use poolwright::migrate::Act;
use poolwright::operations::{Change, Operation, Upgrade};
use poolwright::plan::{
    CLUSTER_PROPERTIES, LoadBalancerSku, Mode, NetworkDataplane, NetworkPlugin, NetworkPluginMode, NodePool,
    NodeProvisioningMode, OsSku, Plan, PoolType, PowerState, ScaleDownMode, Sku, SkuTier, SupportPlan,
    Version,
};

/// The VM sizes of the pairs: vCPUs, and the family whose quota they take.
pub(crate) const SIZES: [(&str, i64, &str); 4] = [
    ("Standard_D4ds_v5", 4, "standardDDSv5Family"),
    ("Standard_D8ds_v5", 8, "standardDDSv5Family"),
    ("Standard_E4ds_v5", 4, "standardEDSv5Family"),
    ("Standard_D4s_v5", 4, "standardDSv5Family"),
];

/// What an update of a pool can change (the PUT of an agent pool, and the articles about each property).
const UPDATED: [&str; 23] = [
    "mode",
    "enableAutoScaling",
    "minCount",
    "maxCount",
    "osSKU",
    "nodeTaints",
    "nodeLabels",
    "tags",
    "upgradeSettings.maxSurge",
    "upgradeSettings.maxUnavailable",
    "upgradeSettings.drainTimeoutInMinutes",
    "upgradeSettings.nodeSoakDurationInMinutes",
    "upgradeSettings.undrainableNodeBehavior",
    "enableFIPS",
    "securityProfile.enableSecureBoot",
    "securityProfile.enableVTPM",
    "securityProfile.sshAccess",
    "scaleDownMode",
    "artifactStreamingProfile.enabled",
    "localDNSProfile",
    "networkProfile.applicationSecurityGroups",
    "networkProfile.dranet.mode",
    "virtualMachinesProfile",
];

/// Whether a change in place reimages all nodes of a pool ("Node disruption policy", 2026-03-11; release notes of
/// 2026-07-17 and 2026-08-07: a change of SSH access does from Kubernetes 1.37 on).
fn gets_new_image(key: &str, version: &str) -> bool {
    match key {
        "osSKU" | "enableFIPS" | "localDNSProfile" | "artifactStreamingProfile.enabled" => true,
        "securityProfile.enableSecureBoot" | "securityProfile.enableVTPM" => true,
        "securityProfile.sshAccess" => minor(version) >= 37,
        _ => false,
    }
}

/// Whether a property can be changed in place; what Linux nodes can change in place Windows nodes can't.
pub(crate) fn can_change(key: &str, is_windows: bool) -> bool {
    let is_image = matches!(key, "osSKU" | "enableFIPS") || key.starts_with("securityProfile.");
    let has_own_operation = matches!(key, "count" | "orchestratorVersion" | "powerState.code");
    has_own_operation || (UPDATED.contains(&key) && !(is_windows && is_image))
}

/// A family, the region or Spot, and how many vCPUs of it the cluster may take.
pub(crate) type Quota = (String, i64);

#[derive(Clone)]
pub(crate) struct Cloud {
    pub(crate) plan: Plan,
    cordoned: BTreeSet<String>,
    drained: BTreeSet<String>,
    pub(crate) quota: Vec<Quota>,
    /// Whether applications may wait without a node while a runbook is carried out.
    pub(crate) may_wait: bool,
    /// The kinds of pods that the target has nodes for.
    wants: [bool; 2],
    newest_windows: u16,
    began_nodes: i64,
    /// The most nodes beyond those of the beginning.
    pub(crate) peak: i64,
    /// Whether the last act reimages all pools at the same time.
    is_all_at_once: bool,
    /// Nodes of a pool that a scale down has deallocated: each as a pool of its own.
    deallocated: Vec<NodePool>,
    /// Whether AKS Automatic manages the System pools, which no layout lists.
    is_managed: bool,
}

fn is_stopped(pool: &NodePool) -> bool {
    pool.power_state == Some(PowerState::Stopped)
}

/// Nodes that run.
pub(crate) fn running(pool: &NodePool) -> i64 {
    let machines = machines(pool);
    match machines.is_empty() {
        _ if is_stopped(pool) => 0,
        true => pool.count.unwrap_or(3),
        false => machines.iter().map(|(_, nodes)| nodes).sum(),
    }
}

/// The VM sizes of a pool of virtual machines, each with its number of nodes ("Virtual Machines node pools").
fn machines(pool: &NodePool) -> Vec<(&str, i64)> {
    let Some(profile) = &pool.virtual_machines else { return Vec::new() };
    let list = profile["scale"]["manual"].as_array().unwrap();
    list.iter().map(|one| (one["size"].as_str().unwrap(), one["count"].as_i64().unwrap())).collect()
}

/// Nodes that an upgrade or a new image adds while it goes from node to node ("Upgrade options": maxSurge, 10 % unless
/// stated, rounded up; Spot pools have none).
fn surge(pool: &NodePool) -> i64 {
    let nodes = running(pool);
    if pool.is_spot() || nodes == 0 {
        return 0;
    }
    let said = pool.max_surge.as_deref().unwrap_or("10%");
    match said.strip_suffix('%') {
        Some(percent) => (nodes * percent.parse::<i64>().unwrap() + 99) / 100,
        None => said.parse().unwrap(),
    }
}

fn year(pool: &NodePool) -> u16 {
    match pool.os_sku {
        Some(OsSku::Windows2019) => 2019,
        Some(OsSku::Windows2022) => 2022,
        Some(OsSku::Windows2025) => 2025,
        _ => 0,
    }
}

/// The vCPUs of a node and the family, for each VM size of a pool, and its nodes.
fn sizes(pool: &NodePool) -> Vec<(i64, &'static str, i64)> {
    let mut named = machines(pool);
    if named.is_empty() {
        named.push((pool.vm_size.as_deref().unwrap(), pool.count.unwrap_or(3)));
    }
    let of = |(name, nodes): (&str, i64)| {
        let (_, vcpus, family) = SIZES.iter().find(|(known, ..)| *known == name).unwrap();
        (*vcpus, *family, if is_stopped(pool) { 0 } else { nodes })
    };
    named.into_iter().map(of).collect()
}

/// Whether a pool has nodes, now or by the autoscaler.
fn can_have_nodes(pool: &NodePool) -> bool {
    !is_stopped(pool) && (running(pool) > 0 || (*pool.autoscaling && pool.max_count.unwrap_or(0) > 0))
}

fn takes_applications(pool: &NodePool) -> bool {
    let is_hard = |taint: &String| taint.ends_with(":NoSchedule") || taint.ends_with(":NoExecute");
    let is_plain = !pool.is_windows() && !pool.is_spot() && pool.mode != Some(Mode::Gateway);
    is_plain && !pool.taints.iter().any(is_hard) && can_have_nodes(pool)
}

fn takes_windows(pool: &NodePool) -> bool {
    pool.is_windows() && can_have_nodes(pool)
}

/// What the pools take of each quota.
pub(crate) fn taken(pools: &[NodePool]) -> Vec<Quota> {
    let mut taken: Vec<Quota> = Vec::new();
    let mut add = |name: &str, vcpus: i64| match taken.iter_mut().find(|(known, _)| known == name) {
        Some((_, sum)) => *sum += vcpus,
        None => taken.push((name.to_owned(), vcpus)),
    };
    for (pool, (vcpus, family, nodes)) in
        pools.iter().flat_map(|pool| sizes(pool).into_iter().map(move |of| (pool, of)))
    {
        if pool.is_spot() {
            add("lowPriorityCores", vcpus * nodes);
        } else {
            add("cores", vcpus * nodes);
            add(family, vcpus * nodes);
        }
    }
    taken
}

fn minor(version: &str) -> i64 {
    i64::from(Version::parse(version).unwrap().minor)
}

impl Cloud {
    pub(crate) fn new(start: &Plan, goal: &[NodePool], quota: &[Quota], may_wait: bool) -> Self {
        let mut plan = start.clone();
        // Nodes have the version that they got, whatever the control plane gets.
        for pool in &mut plan.pools {
            pool.count = Some(pool.count.unwrap_or(3));
            if pool.kubernetes_version.is_none() {
                pool.kubernetes_version.clone_from(&plan.cluster.kubernetes_version);
            }
        }
        Self {
            began_nodes: plan.pools.iter().map(running).sum(),
            plan,
            cordoned: BTreeSet::new(),
            drained: BTreeSet::new(),
            quota: quota.to_vec(),
            may_wait,
            wants: [goal.iter().any(takes_applications), goal.iter().any(takes_windows)],
            newest_windows: goal.iter().filter(|pool| can_have_nodes(pool)).map(year).max().unwrap_or(0),
            peak: 0,
            is_all_at_once: false,
            deallocated: Vec::new(),
            is_managed: start.cluster.sku == Some(Sku::Automatic)
                && !start.pools.iter().any(NodePool::is_system),
        }
    }

    /// What the cluster takes of each quota. Nodes that are deallocated count ("Use Spot node pools", 2026-07; Azure's
    /// "vCPU quotas": allocated and deallocated).
    fn taken(&self) -> Vec<Quota> {
        let pools: Vec<NodePool> = self.plan.pools.iter().chain(&self.deallocated).cloned().collect();
        taken(&pools)
    }

    /// A cluster of an availability set has no API of node pools, and its pools are upgraded with it (error code
    /// `AgentPoolAPIsNotSupported`; `az aks upgrade` of azure-cli 2.91.0).
    fn sets_allow(&self, act: &Act) -> Result<(), String> {
        let is_set = |pool: &NodePool| pool.pool_type == Some(PoolType::AvailabilitySet);
        let of_pool = act.pool().is_some()
            || matches!(act, Act::Aks(Operation::UpgradeControlPlane(_) | Operation::UpgradeAll(_)));
        if of_pool && self.plan.pools.iter().any(is_set) {
            return Err("a cluster of an availability set".to_owned());
        }
        Ok(())
    }

    pub(crate) fn is_at_rest(&self) -> bool {
        self.cordoned.is_empty()
    }

    fn pool(&self, name: &str) -> Result<&NodePool, String> {
        self.plan.pools.iter().find(|pool| pool.name == name).ok_or(format!("no pool is named {name}"))
    }

    fn pool_mut(&mut self, name: &str) -> Result<&mut NodePool, String> {
        self.plan.pools.iter_mut().find(|pool| pool.name == name).ok_or(format!("no pool is named {name}"))
    }

    fn is_open(&self, pool: &NodePool) -> bool {
        can_have_nodes(pool) && !self.cordoned.contains(&pool.name)
    }

    /// Another System pool whose nodes take pods.
    fn has_other_system_pool(&self, name: &str) -> bool {
        let is_one = |pool: &NodePool| pool.is_system() && pool.name != name && running(pool) > 0;
        self.plan.pools.iter().any(|pool| is_one(pool) && self.is_open(pool))
    }

    /// Does an act, or says why Azure refuses it or pods are left without a node. After a refusal the cloud is not to be
    /// used any more.
    pub(crate) fn act(&mut self, act: &Act) -> Result<(), String> {
        self.sets_allow(act)?;
        let before = self.taken();
        let open_before: Vec<NodePool> =
            self.plan.pools.iter().filter(|pool| self.is_open(pool)).cloned().collect();
        let mut extra = Vec::new();
        self.is_all_at_once = false;
        match act {
            Act::Cordon(name) => {
                let is_managed = self.is_managed;
                if self.pool(name)?.is_system() && !self.has_other_system_pool(name) && !is_managed {
                    return Err(format!("system pods of {name} have no other System pool"));
                }
                self.cordoned.insert(name.clone());
            }
            Act::Drain(name) => {
                if !self.cordoned.contains(name) {
                    return Err(format!("{name} is drained and not cordoned"));
                }
                self.drained.insert(name.clone());
            }
            Act::AwaitSystemPods(_) => {}
            Act::Add(pool) => self.add(pool)?,
            Act::Aks(operation) => extra = self.operate(operation)?,
            #[allow(unreachable_patterns)]
            other => return Err(format!("{other:?} is not known")),
        }
        self.quota_covers(&before, &extra)?;
        self.subnets_cover(act, &extra)?;
        let nodes: i64 = self.plan.pools.iter().map(running).sum();
        let each = extra.iter().map(|(_, nodes)| *nodes);
        let most = if self.is_all_at_once { each.sum() } else { each.max().unwrap_or(0) };
        self.peak = self.peak.max(nodes + most - self.began_nodes);
        self.pods_have_nodes(&open_before, act)
    }

    /// The region's, the families' and Spot's vCPUs cover what is there and each of the extra nodes by itself.
    fn quota_covers(&self, before: &[Quota], extra: &[(NodePool, i64)]) -> Result<(), String> {
        let of = |list: &[Quota], name: &str| {
            list.iter().find(|(known, _)| known == name).map_or(0, |(_, vcpus)| *vcpus)
        };
        let now = self.taken();
        for (name, allowed) in &self.quota {
            let mut most = of(&now, name);
            let mut more = most - of(before, name);
            let mut together = 0;
            for (pool, nodes) in extra {
                // Which of several VM sizes an extra node has isn't said.
                let (vcpus, family, _) = sizes(pool).into_iter().max().unwrap();
                let counts = if pool.is_spot() {
                    name == "lowPriorityCores"
                } else {
                    name == "cores" || name == family
                };
                if counts && *nodes > 0 {
                    more = more.max(1);
                    together += vcpus * nodes;
                    let meanwhile = if self.is_all_at_once { together } else { vcpus * nodes };
                    most = most.max(of(&now, name) + meanwhile);
                }
            }
            if more > 0 && most > *allowed {
                return Err(format!("{most} vCPUs of {name}, {allowed} are allowed"));
            }
        }
        Ok(())
    }

    /// Each subnet has addresses for the nodes that run, those of an upgrade, and their pods ("IP address planning": 5 are
    /// Azure's own; a flat network takes one for each pod).
    fn subnets_cover(&self, act: &Act, extra: &[(NodePool, i64)]) -> Result<(), String> {
        let grows = matches!(act, Act::Add(_) | Act::Aks(Operation::ScalePool(..) | Operation::StartPool(_)));
        let cluster = &self.plan.cluster;
        for subnet in cluster.subnets.iter().filter(|_| grows || !extra.is_empty()) {
            let is_in = |pool: &NodePool| {
                pool.vnet_subnet.as_deref().is_some_and(|id| id.ends_with(&format!("/{}", subnet.name)))
            };
            // "Use kubenet networking": only nodes have addresses of the subnet.
            let is_flat = |pool: &NodePool| {
                cluster.network_plugin_mode != Some(NetworkPluginMode::Overlay)
                    && cluster.network_plugin != Some(NetworkPlugin::Kubenet)
                    && pool.pod_subnet.is_none()
            };
            let each = |pool: &NodePool| if is_flat(pool) { pool.max_pods.unwrap_or(30) + 1 } else { 1 };
            let of = |pool: &NodePool, nodes: i64| if is_in(pool) { each(pool) * nodes } else { 0 };
            // Where nodes are added, an autoscaled pool is counted with its maximum.
            let most = |pool: &NodePool| {
                let maximum = pool.max_count.filter(|_| grows && *pool.autoscaling && !is_stopped(pool));
                running(pool).max(maximum.unwrap_or(0))
            };
            let now: i64 = self.plan.pools.iter().map(|pool| of(pool, most(pool))).sum();
            let more = extra.iter().map(|(pool, nodes)| of(pool, *nodes));
            let more: i64 = if self.is_all_at_once { more.sum() } else { more.max().unwrap_or(0) };
            let (_, prefix) = subnet.address_prefix.split_once('/').unwrap();
            let size = (1_i64 << (32 - prefix.parse::<u32>().unwrap())) - 5;
            if now + more > size && (grows || more > 0) {
                return Err(format!("{} addresses of {}, {size} are there", now + more, subnet.name));
            }
        }
        Ok(())
    }

    /// Pods that lost their nodes have others, where the target has some for them.
    fn pods_have_nodes(&self, before: &[NodePool], act: &Act) -> Result<(), String> {
        if self.may_wait {
            return Ok(());
        }
        let Some(name) = act.pool() else { return Ok(()) };
        let Some(old) = before.iter().find(|pool| pool.name == name && running(pool) > 0) else {
            return Ok(());
        };
        if matches!(act, Act::Aks(Operation::DeletePool(_))) {
            return Ok(());
        }
        let needed = year(old).min(self.newest_windows);
        let fits = |pool: &NodePool| !pool.is_windows() || pool.name == name || year(pool) >= needed;
        let kinds: [fn(&NodePool) -> bool; 2] = [takes_applications, takes_windows];
        for (takes, wanted) in kinds.into_iter().zip(self.wants) {
            let has = self.plan.pools.iter().any(|pool| takes(pool) && fits(pool) && self.is_open(pool));
            if wanted && takes(old) && !has {
                return Err(format!("pods of {name} have no other pool"));
            }
        }
        Ok(())
    }

    fn add(&mut self, pool: &NodePool) -> Result<(), String> {
        let name = &pool.name;
        if self.plan.pools.iter().any(|other| other.name == *name) {
            return Err(format!("there is a pool {name}"));
        }
        if self.has_provisioning() && pool.is_windows() {
            return Err(format!("{name} runs Windows beside node auto-provisioning"));
        }
        if pool.is_windows() && self.plan.cluster.network_dataplane == Some(NetworkDataplane::Cilium) {
            return Err(format!("{name} runs Windows on Cilium"));
        }
        let version = pool.kubernetes_version.as_deref().or(self.plan.cluster.kubernetes_version.as_deref());
        supports(pool, version.unwrap_or("1.36"))?;
        has_image(pool, version.unwrap_or("1.36"))?;
        // "Static block allocation": a pod subnet has one mode.
        let is_other_mode = |other: &NodePool| {
            pool.pod_subnet.is_some()
                && other.pod_subnet == pool.pod_subnet
                && other.pod_ip_allocation != pool.pod_ip_allocation
        };
        if self.plan.pools.iter().any(is_other_mode) {
            return Err(format!("{name} uses a pod subnet in two modes"));
        }
        let is_gateway = pool.mode == Some(Mode::Gateway);
        if is_gateway && !*self.plan.cluster.static_egress_gateway {
            return Err(format!("{name} is a Gateway pool in a cluster without the static egress gateway"));
        }
        if self.plan.pools.len() >= 100 {
            return Err("a cluster has at most 100 pools".to_owned());
        }
        let longest = if pool.is_windows() { 6 } else { 12 };
        let is_plain = name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
        if !is_plain || name.len() > longest {
            return Err(format!("{name} is not a name of a pool"));
        }
        if is_stopped(pool) || pool.provisioning_state.is_some() {
            return Err(format!("{name} is added in a state"));
        }
        let mut pool = pool.clone();
        pool.count = Some(pool.nodes());
        fits(&pool)?;
        if *pool.autoscaling {
            let (min, max) = (pool.min_count.unwrap_or(0), pool.max_count.unwrap_or(0));
            let nodes = pool.count.unwrap_or(0);
            if !(min..=max).contains(&nodes) {
                return Err(format!("{name} is made with {nodes} nodes, and {min} to {max} are allowed"));
            }
        }
        let cluster = self.plan.cluster.kubernetes_version.clone();
        if let (Some(own), Some(cluster)) = (&pool.kubernetes_version, &cluster)
            && (minor(own) > minor(cluster) || minor(cluster) - minor(own) > 3)
        {
            return Err(format!("{name} has {own} in a cluster of {cluster}"));
        }
        pool.kubernetes_version = pool.kubernetes_version.or(cluster);
        self.plan.pools.push(pool);
        Ok(())
    }

    /// Does an operation; says which nodes are more while it is done.
    fn operate(&mut self, operation: &Operation) -> Result<Vec<(NodePool, i64)>, String> {
        match operation {
            Operation::DeletePool(name) => {
                let pool = self.pool(name)?;
                if running(pool) > 0 && !self.drained.contains(name) {
                    return Err(format!("{name} is deleted and not drained"));
                }
                let others = self.plan.pools.iter().filter(|other| other.name != *name);
                let has_system = others.clone().any(NodePool::is_system);
                let is_managed = self.is_managed;
                if pool.is_system() && !has_system && !is_managed {
                    return Err(format!("{name} is the last System pool"));
                }
                self.plan.pools.retain(|pool| pool.name != *name);
                self.deallocated.retain(|pool| pool.name != *name);
                self.cordoned.remove(name);
                self.drained.remove(name);
            }
            Operation::SetMode(name, mode) => {
                let change = poolwright::plan::Value::Text(match mode {
                    Mode::System => "System".to_owned(),
                    _ => "User".to_owned(),
                });
                return self.update(name, &[Change { key: "mode", value: Some(change) }]);
            }
            Operation::UpdatePool(name, changes) => return self.update(name, changes),
            Operation::ScalePool(name, count) => {
                let pool = self.pool_mut(name)?;
                if *pool.autoscaling {
                    return Err(format!("{name} is scaled by hand and by the autoscaler"));
                }
                if is_stopped(pool) {
                    return Err(format!("{name} is stopped and scaled"));
                }
                if pool.is_system() && *count < 1 {
                    return Err(format!("{name} is a System pool without a node"));
                }
                fits(&NodePool { count: Some(*count), ..pool.clone() })?;
                let more = *count - running(pool);
                pool.count = Some(*count);
                let (pool, deallocates) =
                    (pool.clone(), pool.scale_down_mode == Some(ScaleDownMode::Deallocate));
                self.scaled(&pool, more, deallocates);
            }
            Operation::UpgradePool(name, Upgrade::Version(version)) => {
                let cluster = self.plan.cluster.kubernetes_version.clone().unwrap_or_default();
                let pool = self.pool_mut(name)?;
                let own = pool.kubernetes_version.clone().unwrap_or_default();
                if minor(version) > minor(&cluster) || minor(version) < minor(&own) {
                    return Err(format!("{name} goes from {own} to {version} in a cluster of {cluster}"));
                }
                supports(pool, version)?;
                pool.kubernetes_version = Some(version.clone());
                let nodes = surge(pool);
                return Ok(vec![(pool.clone(), nodes)]);
            }
            Operation::UpgradeControlPlane(version) | Operation::UpgradeAll(version) => {
                let current = self.plan.cluster.kubernetes_version.clone().unwrap_or_default();
                let is_long = self.plan.cluster.support_plan == Some(SupportPlan::Lts);
                let goes = minor(version) - minor(&current);
                // From a version out of support everything skips to the oldest supported one, 1.34 on the day of the test. The
                // next version is an upgrade like any other.
                let is_recovery =
                    matches!(operation, Operation::UpgradeAll(_)) && goes > 1 && minor(version) == 34;
                let is_allowed = (0..=1).contains(&goes) || is_recovery || (is_long && goes > 0);
                if !is_allowed {
                    return Err(format!("the control plane goes from {current} to {version}"));
                }
                // All pools follow only once the control plane has its version.
                if !is_recovery
                    && self.plan.pools.iter().any(|pool| {
                        minor(version) - minor(pool.kubernetes_version.as_deref().unwrap_or(&current)) > 3
                    })
                {
                    return Err(format!("a pool is left too far behind {version}"));
                }
                self.plan.cluster.kubernetes_version = Some(version.clone());
                if matches!(operation, Operation::UpgradeAll(_)) {
                    if self.plan.pools.iter().any(NodePool::is_spot) {
                        return Err("a Spot pool is not upgraded together with the cluster".to_owned());
                    }
                    self.plan.pools.iter().try_for_each(|pool| supports(pool, version))?;
                    let pools = self.plan.pools.iter_mut();
                    let upgraded = pools.map(|pool| {
                        pool.kubernetes_version = Some(version.clone());
                        (pool.clone(), surge(pool))
                    });
                    return Ok(upgraded.collect());
                }
            }
            Operation::StartPool(name) => {
                let pool = self.pool_mut(name)?;
                if !is_stopped(pool) {
                    return Err(format!("{name} runs and is started"));
                }
                pool.power_state = None;
            }
            Operation::UpdateCluster(changes) => return self.update_cluster(changes),
            // "Migrate from Availability Sets", 2026-03-30.
            Operation::MigrateAvailabilitySets => {
                if minor(self.plan.cluster.kubernetes_version.as_deref().unwrap_or_default()) < 27 {
                    return Err("availability sets are migrated before Kubernetes 1.27".to_owned());
                }
                let is_set = |pool: &&mut NodePool| pool.pool_type == Some(PoolType::AvailabilitySet);
                let sets = self.plan.pools.iter_mut().filter(is_set);
                sets.for_each(|pool| pool.pool_type = Some(PoolType::Vms));
                self.plan.cluster.load_balancer_sku = Some(LoadBalancerSku::Standard);
            }
            Operation::StopPool(name) => {
                let has_provisioning = self.has_provisioning();
                let pool = self.pool_mut(name)?;
                if is_stopped(pool) || !pool.is_user() {
                    return Err(format!("{name} is stopped already, or not a User pool"));
                }
                if has_provisioning {
                    return Err(format!("{name} is stopped in a cluster with node auto-provisioning"));
                }
                pool.power_state = Some(PowerState::Stopped);
            }
            other => return Err(format!("{other:?} is not known")),
        }
        Ok(Vec::new())
    }

    /// "Use Scale-down Mode": nodes that go are deallocated, and those are started first.
    fn scaled(&mut self, pool: &NodePool, more: i64, deallocates: bool) {
        let kept = self.deallocated.iter().position(|kept| kept.name == pool.name);
        if more > 0
            && let Some(kept) = kept
        {
            let kept = &mut self.deallocated[kept];
            kept.count = kept.count.map(|count| (count - more).max(0));
        } else if more < 0 && deallocates {
            let before = kept.map_or(0, |kept| self.deallocated.remove(kept).count.unwrap());
            self.deallocated.push(NodePool { count: Some(before - more), ..pool.clone() });
        }
    }

    fn has_provisioning(&self) -> bool {
        self.plan.cluster.node_provisioning == Some(NodeProvisioningMode::Auto)
    }

    /// Changes the cluster itself ("Update Azure CNI", "Use network policies": all pools are reimaged at once; "Node
    /// auto-provisioning": no Windows; "Long term support": the tier Premium).
    fn update_cluster(&mut self, changes: &[Change]) -> Result<Vec<(NodePool, i64)>, String> {
        let before = self.plan.cluster.clone();
        for change in changes {
            let property = CLUSTER_PROPERTIES.iter().find(|property| property.key == change.key).unwrap();
            property.put(&mut self.plan.cluster, change.value.clone());
        }
        let now = &self.plan.cluster;
        let has_gateway = self.plan.pools.iter().any(|pool| pool.mode == Some(Mode::Gateway));
        if has_gateway && *before.static_egress_gateway && !*now.static_egress_gateway {
            return Err("the static egress gateway is turned off before its pools are gone".to_owned());
        }
        // "Migrate between AKS Automatic and AKS Base", 2026-07-24.
        let has_system = self.plan.pools.iter().any(|pool| pool.is_system() && running(pool) > 0);
        if before.sku == Some(Sku::Automatic) && now.sku != before.sku && !has_system {
            return Err("AKS Automatic becomes Base without a System pool".to_owned());
        }
        // "Overview of node auto-provisioning": the outbound type can't change.
        let was_on = before.node_provisioning == Some(NodeProvisioningMode::Auto);
        if was_on && changes.iter().any(|change| change.key == "networkProfile.outboundType") {
            return Err("the outbound type changes beside node auto-provisioning".to_owned());
        }
        if self.has_provisioning() && self.plan.pools.iter().any(NodePool::is_windows) {
            return Err("node auto-provisioning with a Windows pool".to_owned());
        }
        if now.support_plan == Some(SupportPlan::Lts) && now.tier != Some(SkuTier::Premium) {
            return Err("long term support without the tier Premium".to_owned());
        }
        if before.network_plugin_mode == Some(NetworkPluginMode::Overlay)
            && now.network_plugin_mode != before.network_plugin_mode
        {
            return Err("overlay is left".to_owned());
        }
        let is_cilium = now.network_dataplane == Some(NetworkDataplane::Cilium);
        if is_cilium && self.plan.pools.iter().any(NodePool::is_windows) {
            return Err("Cilium with a Windows pool".to_owned());
        }
        if is_cilium && now.network_plugin != Some(NetworkPlugin::Azure) {
            return Err("Cilium without Azure CNI".to_owned());
        }
        let reimages = changes.iter().any(|change| {
            let is_mode = change.key == "networkProfile.networkPluginMode";
            is_mode
                || matches!(change.key, "networkProfile.networkDataplane" | "networkProfile.networkPolicy")
        });
        self.is_all_at_once = reimages;
        let of = |pool: &NodePool| (pool.clone(), if reimages { surge(pool) } else { 0 });
        Ok(self.plan.pools.iter().map(of).collect())
    }

    fn update(&mut self, name: &str, changes: &[Change]) -> Result<Vec<(NodePool, i64)>, String> {
        let has_other = self.has_other_system_pool(name);
        let keeps = |change: &Change| {
            change.key != "scaleDownMode" || format!("{:?}", change.value).contains("Deallocate")
        };
        if !changes.iter().all(keeps) {
            self.deallocated.retain(|pool| pool.name != name);
        }
        let is_managed = self.is_managed;
        let pool = self.pool_mut(name)?;
        let before = pool.clone();
        for change in changes {
            if matches!(change.key, "count" | "orchestratorVersion" | "powerState.code")
                || !can_change(change.key, pool.is_windows())
            {
                return Err(format!("{} of {name} is changed in place", change.key));
            }
            change.property().unwrap().put(pool, change.value.clone());
        }
        if !*pool.autoscaling {
            (pool.min_count, pool.max_count) = (None, None);
        } else if pool.min_count > pool.max_count || pool.min_count.is_none() {
            return Err(format!("the bounds of {name} are not in order"));
        }
        let is_gateway = |pool: &NodePool| pool.mode == Some(Mode::Gateway);
        if is_gateway(&before) != is_gateway(pool) {
            return Err(format!("{name} becomes a Gateway pool or is none any more"));
        }
        if before.is_system() && !pool.is_system() && !has_other && !is_managed {
            return Err(format!("{name} is the only System pool and becomes a User pool"));
        }
        if !before.is_system() && pool.is_system() && running(pool) < 1 {
            return Err(format!("{name} becomes a System pool without a node"));
        }
        fits(pool)?;
        let version = before.kubernetes_version.clone().unwrap_or_default();
        if before.os_sku != pool.os_sku {
            has_image(pool, &version)?;
        }
        let is_new_image = changes.iter().any(|change| gets_new_image(change.key, &version));
        let nodes = if is_new_image { surge(pool) } else { 0 };
        Ok(vec![(pool.clone(), nodes)])
    }
}

/// Whether a version has the image of a pool (release notes of AKS of 2025-01-06: 1.32 is the last version with Windows
/// Server 2019, for new pools and for upgrades of existing ones).
fn supports(pool: &NodePool, version: &str) -> Result<(), String> {
    if pool.os_sku == Some(OsSku::Windows2019) && minor(version) >= 33 {
        return Err(format!("{} has Windows2019, and {version} doesn't", pool.name));
    }
    Ok(())
}

/// Whether there is an image for new nodes ("Azure Linux 2.0" is `AzureLinux` up to Kubernetes 1.31, and its images are
/// removed).
fn has_image(pool: &NodePool, version: &str) -> Result<(), String> {
    if pool.os_sku == Some(OsSku::AzureLinux) && minor(version) <= 31 {
        return Err(format!("{} has AzureLinux with {version}", pool.name));
    }
    Ok(())
}

/// Whether AKS takes a pool by itself.
fn fits(pool: &NodePool) -> Result<(), String> {
    let name = &pool.name;
    let refuse = |is_wrong: bool, what: &str| {
        if is_wrong { Err(format!("{name}: {what}")) } else { Ok(()) }
    };
    let no_system = pool.is_windows() || pool.is_spot() || is_stopped(pool);
    refuse(pool.is_system() && no_system, "a System pool runs Linux on regular nodes")?;
    let is_hard = |taint: &String| taint.ends_with(":NoSchedule") || taint.ends_with(":NoExecute");
    let is_critical = |taint: &String| taint == "CriticalAddonsOnly=true:NoSchedule";
    let is_wrong = |taint: &String| is_hard(taint) && !is_critical(taint);
    refuse(pool.is_system() && pool.taints.iter().any(is_wrong), "a System pool with a taint of its own")?;
    refuse(pool.is_system() && pool.count.unwrap_or(3) < 1, "a System pool without a node")?;
    if pool.mode == Some(Mode::Gateway) {
        let most = 1 << (32 - pool.gateway_prefix_size.unwrap_or(31));
        refuse(!(2..=most).contains(&pool.count.unwrap_or(3)), "a Gateway pool of another size")?;
        refuse(pool.is_windows() || *pool.autoscaling, "a Gateway pool with Windows or the autoscaler")?;
    } else {
        refuse(pool.gateway_prefix_size.is_some(), "a prefix of no Gateway pool")?;
    }
    let has_vms = pool.pool_type == Some(PoolType::Vms);
    refuse(has_vms && pool.proximity_placement_group.is_some(), "virtual machines in a placement group")?;
    let is_ephemeral = pool.os_disk_type != Some(poolwright::plan::OsDiskType::Managed);
    let deallocates = pool.scale_down_mode == Some(ScaleDownMode::Deallocate);
    refuse(deallocates && is_ephemeral, "nodes are deallocated and have no disk that stays")?;
    let has_upgrade_settings = pool.max_surge.is_some() || pool.max_unavailable.is_some();
    refuse(pool.is_spot() && has_upgrade_settings, "a Spot pool has no surge")?;
    refuse(!pool.is_spot() && pool.eviction_policy.is_some(), "only a Spot pool has an eviction policy")?;
    let sku = pool.os_sku.as_ref().map(|sku| format!("{sku:?}")).unwrap_or_default();
    let is_windows_image = sku.starts_with("Windows");
    refuse(!sku.is_empty() && is_windows_image != pool.is_windows(), "an image of another system")?;
    let has_linux = pool.linux_os_config.is_some()
        || *pool.secure_boot
        || *pool.vtpm
        || pool.message_of_the_day.is_some()
        || *pool.artifact_streaming;
    refuse(pool.is_windows() && has_linux, "what only Linux has")?;
    refuse(!pool.is_windows() && *pool.disable_outbound_nat, "what only Windows has")
}
