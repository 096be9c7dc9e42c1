//! What differs between the current layout and the target, and how each difference is resolved.
//!
//! Pools are compared by name. A default that only one of two layouts states is not a difference.
//! Where the current layout has another value and the target is silent, an update resets what it can reset to AKS's
//! default (labels, taints, tags, switches); what has no fixed default, and what only a new pool can have otherwise,
//! stays as it is and is listed as kept.

use super::Change;
use super::graph::known_cluster;
use crate::catalog::is_same_region;
use crate::operations::cluster::{ClusterWay, cluster_way, default_of};
use crate::operations::matrix::{self, How, how, how_to};
use crate::plan::{
    CLUSTER_NOTES, CLUSTER_PROPERTIES, Cluster, Kind, NodePool, POOL_PROPERTIES, Plan, PoolType, Property,
    Value, Version,
};

/// What differs between two layouts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// Differences of the cluster's own properties.
    pub cluster: Vec<Difference>,
    /// What the current layout states of the cluster and the target doesn't, so that it stays.
    pub cluster_kept: Vec<&'static str>,
    /// The pools in the target's order, then those that go in the current layout's.
    pub pools: Vec<PoolDiff>,
    /// Pools that may be one pool by another name; nothing is taken for granted.
    pub offers: Vec<RenameCandidate>,
}

/// What happens to a pool.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolDiff {
    /// Its place in the current layout; `None` for a new pool.
    pub from: Option<usize>,
    /// Its place in the target; `None` for a pool that goes.
    pub to: Option<usize>,
    /// What happens to it.
    pub change: PoolChange,
    /// What differs.
    pub differences: Vec<Difference>,
    /// What the current layout sets and the target doesn't, so that it stays.
    pub kept: Vec<&'static str>,
}

/// What happens to a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolChange {
    /// Nothing.
    Kept,
    /// It is changed in place.
    Changed,
    /// A new pool replaces it.
    Replaced,
    /// It is new.
    Added,
    /// It is removed.
    Removed,
}

/// One property that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The property's key.
    pub key: &'static str,
    /// Its current value; `None` if it is not set or not known.
    pub from: Option<Value>,
    /// Its value in the target; `None` if it is not set.
    pub to: Option<Value>,
    /// How it is resolved.
    pub resolution: Resolution,
    /// Why that way, as a sentence.
    pub why: &'static str,
    /// Where that was read, by its name among the rules' sources.
    pub source: &'static str,
}

/// How a difference is resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// In place.
    InPlace,
    /// By a new pool.
    NewPool,
    /// By a new cluster.
    NewCluster,
    /// By no step of a runbook; the reason says what is possible.
    OutOfReach,
}

/// Two pools that may be one by another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameCandidate {
    /// Its name in the current layout.
    pub from: String,
    /// Its name in the target.
    pub to: String,
}

impl PoolChange {
    /// Returns the change as a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed in place",
            Self::Replaced => "replaced",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

impl Resolution {
    /// Returns the way as words.
    pub fn name(self) -> &'static str {
        match self {
            Self::InPlace => "in place",
            Self::NewPool => "needs a new pool",
            Self::NewCluster => "needs a new cluster",
            Self::OutOfReach => "cannot be",
        }
    }
}

impl Diff {
    /// Returns whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.cluster.is_empty() && self.pools.iter().all(|pool| pool.change == PoolChange::Kept)
    }
}

/// Compares two layouts. `renames` says which pools of the current layout have another name in the target; pools that
/// differ in nothing but the name are known to be one without that.
pub fn diff(current: &Plan, target: &Plan, renames: &[RenameCandidate]) -> Diff {
    // Unknown properties of the current cluster are taken from the target.
    let existing = known_cluster(&current.cluster, &target.cluster);
    let clusters = (&existing, &target.cluster);
    let pairs = pairs(current, target, clusters, renames);
    let is_paired = |place: usize| pairs.contains(&Some(place));
    let mut pools = Vec::with_capacity(pairs.len());
    for (to, (wanted, from)) in target.pools.iter().zip(&pairs).enumerate() {
        pools.push(match from.and_then(|from| Some((from, current.pools.get(from)?))) {
            Some((from, pool)) => of_pair((from, pool), (to, wanted), clusters),
            None => PoolDiff {
                from: None,
                to: Some(to),
                change: PoolChange::Added,
                differences: Vec::new(),
                kept: Vec::new(),
            },
        });
    }
    for from in (0..current.pools.len()).filter(|from| !is_paired(*from)) {
        pools.push(PoolDiff {
            from: Some(from),
            to: None,
            change: PoolChange::Removed,
            differences: Vec::new(),
            kept: Vec::new(),
        });
    }
    let offers = offers(current, target, &pools);
    let (cluster, cluster_kept) = of_cluster(current, &target.cluster);
    Diff { cluster, cluster_kept, pools, offers }
}

/// Returns which pool of the current layout each pool of the target is.
fn pairs(
    current: &Plan,
    target: &Plan,
    clusters: (&Cluster, &Cluster),
    renames: &[RenameCandidate],
) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = Vec::with_capacity(target.pools.len());
    for pool in &target.pools {
        let renamed = renames.iter().find(|offer| offer.to == pool.name).map(|offer| offer.from.as_str());
        let name = renamed.unwrap_or(&pool.name);
        let named = current.pools.iter().enumerate().filter(|(_, other)| other.name == name);
        let from = named.map(|(from, _)| from).find(|from| !pairs.contains(&Some(*from)));
        pairs.push(from);
    }
    // A pool that differs from only one that is gone in nothing but its name has been renamed.
    let free = |pairs: &[Option<usize>]| -> Vec<usize> {
        (0..current.pools.len()).filter(|from| !pairs.contains(&Some(*from))).collect()
    };
    let gone = free(&pairs);
    let new: Vec<usize> = (0..pairs.len()).filter(|to| pairs.get(*to) == Some(&None)).collect();
    let is_same = |from: usize, to: usize| {
        let both = current.pools.get(from).zip(target.pools.get(to));
        both.is_some_and(|(pool, wanted)| differences(pool, wanted, clusters).next().is_none())
    };
    for to in &new {
        let mut twins = gone.iter().filter(|from| is_same(**from, *to));
        let (Some(from), None) = (twins.next(), twins.next()) else { continue };
        let is_only = new.iter().filter(|other| is_same(*from, **other)).count() == 1;
        if let Some(pair) = pairs.get_mut(*to).filter(|_| is_only) {
            *pair = Some(*from);
        }
    }
    pairs
}

fn of_pair(
    (from, pool): (usize, &NodePool),
    (to, wanted): (usize, &NodePool),
    clusters: (&Cluster, &Cluster),
) -> PoolDiff {
    let mut differences: Vec<Difference> = differences(pool, wanted, clusters).collect();
    if pool.name != wanted.name {
        let text = |name: &str| Some(Value::Text(name.to_owned()));
        differences.insert(0, difference("name", text(&pool.name), text(&wanted.name), Resolution::NewPool));
    }
    let change = match () {
        () if differences.is_empty() => PoolChange::Kept,
        () if differences.iter().any(|one| one.resolution == Resolution::NewPool) => PoolChange::Replaced,
        () => PoolChange::Changed,
    };
    let kept = kept(pool, wanted, change, &differences, clusters.1);
    PoolDiff { from: Some(from), to: Some(to), change, differences, kept }
}

/// Why a pool that could change in place is replaced.
pub(super) const NO_SURGE_ROOM: &str =
    "There is no quota or no addresses for the surge nodes of a change in place, so a new pool replaces it.";

/// Has a pool replaced for a property that it could change in place but for its value.
pub(super) fn replace_for(
    one: &mut PoolDiff,
    key: &str,
    why: &'static str,
    (pool, wanted): (&NodePool, &NodePool),
    cluster: &Cluster,
) {
    for difference in one.differences.iter_mut().filter(|difference| difference.key == key) {
        (difference.resolution, difference.why) = (Resolution::NewPool, why);
        one.change = PoolChange::Replaced;
    }
    one.kept = kept(pool, wanted, one.change, &one.differences, cluster);
}

/// Returns what a pool has, the target doesn't set, and stays.
fn kept(
    pool: &NodePool,
    wanted: &NodePool,
    change: PoolChange,
    differences: &[Difference],
    cluster: &Cluster,
) -> Vec<&'static str> {
    let differs = |key: &str| differences.iter().any(|one| one.key == key);
    let is_kept = |property: &&Property<NodePool>| {
        property.get(wanted).is_none()
            && property.get_unless_default(pool).is_some()
            && is_left_alone(property, pool, wanted, cluster)
            && !differs(property.key)
            && (change != PoolChange::Replaced || is_given_on(property.key, wanted, differs))
    };
    POOL_PROPERTIES.iter().filter(is_kept).map(|property| property.key).collect()
}

/// Returns whether a target that is silent about a property leaves it as it is: there is no default that it could be
/// reset to, or only a new pool could have it.
fn is_left_alone(
    property: &Property<NodePool>,
    pool: &NodePool,
    wanted: &NodePool,
    cluster: &Cluster,
) -> bool {
    let has_default = matches!(property.kind, Kind::Flag | Kind::List | Kind::Map | Kind::Items)
        || property.default.is_some();
    !has_default || resolution(property.key, pool, wanted, None, cluster) == Resolution::NewPool
}

/// Returns whether a new pool inherits what the target does not set. What depends on something that differs gets AKS's
/// default: a disk that fits one VM size may not fit another.
fn is_given_on(key: &str, wanted: &NodePool, differs: impl Fn(&str) -> bool) -> bool {
    let other_machine = || differs("vmSize") || differs("osType");
    match key {
        // The version follows the cluster's, and a snapshot has an old image.
        "name" | "count" | "orchestratorVersion" | "provisioningState" | "powerState.code" => false,
        _ if key.starts_with("creationData.") => false,
        "minCount" | "maxCount" => *wanted.autoscaling && !differs("enableAutoScaling"),
        "spotMaxPrice" | "scaleSetEvictionPolicy" | "scaleDownMode" => !differs("scaleSetPriority"),
        _ if key.starts_with("upgradeSettings.") => !differs("scaleSetPriority"),
        "osSKU"
        | "kubeletConfig"
        | "linuxOSConfig"
        | "enableFIPS"
        | "messageOfTheDay"
        | "localDNSProfile"
        | "workloadRuntime"
        | "kubeletDiskType"
        | "artifactStreamingProfile.enabled" => !differs("osType"),
        _ if key.starts_with("windowsProfile.") || key.starts_with("securityProfile.") => !differs("osType"),
        "gatewayProfile.publicIPPrefixSize" => !differs("mode"),
        "osDiskSizeGB" => !other_machine() && !differs("osDiskType"),
        "nodePublicIPPrefixID" => !differs("enableNodePublicIP"),
        // A size or a number of nodes that the target states would not be that of scale profiles.
        "virtualMachinesProfile" => !differs("type") && wanted.vm_size.is_none() && wanted.count.is_none(),
        // Scale profiles have sizes of their own.
        "vmSize" => wanted.scale_profiles().is_none(),
        "hostGroupID" | "capacityReservationGroupID" | "proximityPlacementGroupID" => {
            !other_machine()
                && !["availabilityZones", "scaleSetPriority", "type"].iter().any(|key| differs(key))
        }
        "osDiskType" | "gpuInstanceProfile" | "gpuProfile.driver" => !other_machine(),
        _ => true,
    }
}

fn difference(
    key: &'static str,
    from: Option<Value>,
    to: Option<Value>,
    resolution: Resolution,
) -> Difference {
    let why = match (key, resolution) {
        ("gpuProfile.driver", Resolution::InPlace) => {
            "The tag SkipGPUDriverInstall says the same, so an update of the pool changes it."
        }
        (_, Resolution::NewPool) => matrix::why_new_pool(key),
        _ => matrix::why(key),
    };
    Difference { key, from, to, resolution, why, source: matrix::source(key) }
}

/// Returns the reset of a property to a default that is stated, because AKS refuses the current value in the target.
pub(super) fn reset(key: &'static str, from: Option<Value>, to: &str) -> Difference {
    let why = "The target does not state it, and AKS refuses the pool's current value there.";
    let to = Some(Value::Text(to.to_owned()));
    Difference { why, ..difference(key, from, to, Resolution::InPlace) }
}

/// Returns what differs between two pools, but for their names.
fn differences<'a>(
    pool: &'a NodePool,
    wanted: &'a NodePool,
    clusters: (&'a Cluster, &'a Cluster),
) -> impl Iterator<Item = Difference> + 'a {
    POOL_PROPERTIES.iter().filter_map(move |property| difference_of(property, pool, wanted, clusters))
}

fn difference_of(
    property: &Property<NodePool>,
    pool: &NodePool,
    wanted: &NodePool,
    clusters: (&Cluster, &Cluster),
) -> Option<Difference> {
    let key = property.key;
    let (from, to) = (property.get(pool), property.get(wanted));
    let differs = match key {
        // The name pairs them, and the source's size is a note of the plan's own.
        "name" | "provisioningState" | "creationData.sourceVmSize" => false,
        "count" => nodes_differ(pool, wanted),
        "minCount" | "maxCount" => *wanted.autoscaling && to.is_some() && from != to,
        "maxPods" => to.is_some() && pool.max_pods_on(clusters.0) != wanted.max_pods_on(clusters.1),
        "orchestratorVersion" => version_wanted(pool, wanted, clusters).is_some(),
        _ if property.is_same(from.as_ref(), to.as_ref()) => false,
        _ if to.is_none() && is_left_alone(property, pool, wanted, clusters.1) => false,
        _ => !is_same(key, pool, wanted, from.as_ref(), to.as_ref()),
    };
    if !differs {
        return None;
    }
    let (from, to) = match key {
        "count" => (Some(Value::Whole(pool.nodes())), Some(Value::Whole(wanted_nodes(pool, wanted)))),
        "orchestratorVersion" => {
            let version = pool.kubernetes_version.clone().or(clusters.0.kubernetes_version.clone());
            (version.map(Value::Text), version_wanted(pool, wanted, clusters).map(Value::Text))
        }
        _ => (from, to),
    };
    if key == "orchestratorVersion" && goes_back(wanted, from.as_ref(), to.as_ref()) {
        let why = "Versions can't be downgraded; a new pool can have the older one.";
        return Some(Difference { why, ..difference(key, from, to, Resolution::NewPool) });
    }
    let is_migrated = key == "type"
        && pool.pool_type == Some(PoolType::AvailabilitySet)
        && wanted.pool_type == Some(PoolType::Vms);
    if is_migrated {
        let why = "az aks update --migrate-vmas-to-vms migrates the availability sets of the cluster.";
        let source = "availability-sets-migration";
        return Some(Difference { why, source, ..difference(key, from, to, Resolution::InPlace) });
    }
    let resolution = resolution(key, pool, wanted, to.as_ref(), clusters.1);
    Some(difference(key, from, to, resolution))
}

/// Returns the number of nodes that an existing pool gets: the one it has where the autoscaler decides.
pub(super) fn wanted_nodes(pool: &NodePool, wanted: &NodePool) -> i64 {
    // The VM sizes of a pool of virtual machines have numbers of their own.
    if !wanted.machine_nodes().is_empty() || !pool.machine_nodes().is_empty() {
        return pool.nodes();
    }
    // AKS compares a number of nodes with the autoscaler's bounds only when a pool is created (rule
    // autoscale-count-in-range).
    if *wanted.autoscaling {
        // A System pool needs a node, which no autoscaler gives a pool before it is one.
        let is_empty = wanted.is_system() && !pool.is_system() && pool.nodes() < 1;
        let least = wanted.min_count.or(pool.min_count).unwrap_or(1).max(1);
        return if is_empty { wanted.count.unwrap_or(least).max(1) } else { pool.nodes() };
    }
    // A System pool needs a node; a target that is silent gets as many as a new pool.
    let is_empty = wanted.is_system() && !pool.is_system() && pool.nodes() < 1;
    wanted.count.unwrap_or_else(|| if is_empty { wanted.nodes() } else { pool.nodes() })
}

fn nodes_differ(pool: &NodePool, wanted: &NodePool) -> bool {
    pool.nodes() != wanted_nodes(pool, wanted)
}

/// Returns the version that a pool should get, if it has another.
fn version_wanted(pool: &NodePool, wanted: &NodePool, clusters: (&Cluster, &Cluster)) -> Option<String> {
    let mine = pool.kubernetes_version.as_ref().or(clusters.0.kubernetes_version.as_ref());
    let to = wanted.kubernetes_version.as_ref().or(clusters.1.kubernetes_version.as_ref())?;
    // An unknown version is not a difference.
    let mine = mine.or(clusters.1.kubernetes_version.as_ref())?;
    (!is_same_version(mine, to)).then(|| to.clone())
}

/// Returns whether a pool should get an older version of its own than it has.
fn goes_back(wanted: &NodePool, from: Option<&Value>, to: Option<&Value>) -> bool {
    let (Some(Value::Text(from)), Some(Value::Text(to)), Some(_)) = (from, to, &wanted.kubernetes_version)
    else {
        return false;
    };
    Version::parse(from).zip(Version::parse(to)).is_some_and(|(from, to)| from.is_above(to))
}

/// Returns whether two versions are one as far as both say: 1.34 is whatever patch of it there is.
pub(super) fn is_same_version(one: &str, other: &str) -> bool {
    match (Version::parse(one), Version::parse(other)) {
        (Some(a), Some(b)) => !a.is_above(b) && !b.is_above(a),
        _ => one == other,
    }
}

/// Returns whether two values that are not equal come to the same.
fn is_same(key: &str, pool: &NodePool, wanted: &NodePool, from: Option<&Value>, to: Option<&Value>) -> bool {
    match (from, to) {
        (Some(Value::List(a)), Some(Value::List(b))) => {
            let holds_all = |a: &[String], b: &[String]| b.iter().all(|text| a.contains(text));
            holds_all(a, b) && holds_all(b, a)
        }
        (Some(Value::Text(a)), Some(Value::Text(b))) => match key {
            "vmSize" => a.eq_ignore_ascii_case(b),
            "vnetSubnetID" | "podSubnetID" if !a.starts_with('/') || !b.starts_with('/') => {
                last(a) == last(b)
            }
            _ if a.starts_with('/') && b.starts_with('/') => a.eq_ignore_ascii_case(b),
            _ => false,
        },
        // What AKS takes where nothing is said (spot, 2026-04-09; API 2026-08-01).
        (None, Some(Value::Text(to))) => match key {
            "scaleSetEvictionPolicy" => pool.is_spot() && to == "Delete",
            "osSKU" => pool.is_linux() && wanted.is_linux() && to == "Ubuntu",
            _ => false,
        },
        (None, Some(Value::Decimal(price))) => key == "spotMaxPrice" && price.as_str() == "-1",
        _ => false,
    }
}

/// Returns the last part of a path: a resource ID ends with the name that a plan uses.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns how a property gets from one value to the other.
fn resolution(
    key: &str,
    pool: &NodePool,
    wanted: &NodePool,
    to: Option<&Value>,
    cluster: &Cluster,
) -> Resolution {
    let is_windows = pool.is_windows() || wanted.is_windows();
    match how_to(key, to, pool) {
        // In place go images of Linux only (upgrade-os, 2026-07-13; fips, 2026-06-16; trusted-launch).
        How::Update if is_windows && matches!(key, "osSKU" | "enableFIPS") => Resolution::NewPool,
        How::Update if is_windows && key.starts_with("securityProfile.") => Resolution::NewPool,
        How::Update | How::Scale | How::Mode | How::Upgrade | How::Power => Resolution::InPlace,
        How::PreviewOnly if cluster.preview => {
            let is_auto = to == Some(&Value::List(vec!["auto".to_owned()]));
            if key == "availabilityZones" && !is_auto { Resolution::NewPool } else { Resolution::InPlace }
        }
        How::PreviewOnly | How::NewPool | How::Fact => Resolution::NewPool,
    }
}

/// Returns what a cluster has of a property, as far as the current layout shows: what it states, else AKS's default, if
/// it is the same for every cluster and the layout is of a whole cluster and not of a list of pools.
pub(super) fn known_of_cluster(property: &Property<Cluster>, current: &Cluster) -> Option<Value> {
    let stated = property.get(current);
    if stated.is_some() || current.name.is_empty() {
        return stated;
    }
    let has_range = current.is_kubenet() || current.network_plugin_mode.is_some();
    match property.key {
        "networkProfile.podCidr" if has_range => Some(Value::Text("10.244.0.0/16".to_owned())),
        key => default_of(key),
    }
}

/// Returns whether a property that the current layout is silent about is set to what the target states: what it is
/// depends on when the cluster was created ("Node OS upgrade channel", read 2026-11-29), and to set it again changes
/// nothing.
pub(super) fn is_set_anyway(key: &str, current: &Cluster) -> bool {
    key == "autoUpgradeProfile.nodeOSUpgradeChannel"
        && current.node_os_channel.is_none()
        && !current.name.is_empty()
}

/// Returns what differs between the cluster in the current layout and in the target, and what the target does not set.
/// A property that the current layout doesn't have isn't known to differ.
fn of_cluster(current: &Plan, target: &Cluster) -> (Vec<Difference>, Vec<&'static str>) {
    let (mut found, mut kept) = (Vec::new(), Vec::new());
    for property in CLUSTER_PROPERTIES.iter().filter(|property| !CLUSTER_NOTES.contains(&property.key)) {
        let key = property.key;
        let from = known_of_cluster(property, &current.cluster);
        let Some(to) = property.get(target) else {
            kept.extend(property.get_unless_default(&current.cluster).map(|_| key));
            continue;
        };
        // A layout has either the whole network or nothing of it.
        let is_network = matches!(key, "networkProfile.networkPluginMode" | "networkProfile.podCidr");
        let is_open = !(is_network && current.cluster.network_plugin.is_some());
        if from.is_none() && is_open && !is_set_anyway(key, &current.cluster) {
            continue;
        }
        let same = match (&from, &to) {
            (Some(Value::Text(a)), Value::Text(b)) if key == "kubernetesVersion" => is_same_version(a, b),
            (Some(Value::Text(a)), Value::Text(b)) if key == "location" => is_same_region(a, b),
            (Some(Value::Text(a)), Value::Text(b)) => a.eq_ignore_ascii_case(b),
            (Some(Value::List(a)), Value::List(b)) => {
                a.iter().all(|one| b.contains(one)) && b.iter().all(|one| a.contains(one))
            }
            (Some(from), to) => from == to,
            (None, _) => false,
        };
        if same {
            continue;
        }
        let (way, why, source) = cluster_way(key, current, target);
        let resolution = match way {
            ClusterWay::Update | ClusterWay::Upgrade => Resolution::InPlace,
            ClusterWay::NewCluster => Resolution::NewCluster,
            ClusterWay::ByHand => Resolution::OutOfReach,
        };
        found.push(Difference { key, from, to: Some(to), resolution, why, source });
    }
    (found, kept)
}

/// Returns pairs of removed and added pools that are probably one: of the same kind and with the same machines or
/// labels, and no other pair is as likely.
fn offers(current: &Plan, target: &Plan, pools: &[PoolDiff]) -> Vec<RenameCandidate> {
    let gone =
        || pools.iter().filter(|pool| pool.to.is_none()).filter_map(|pool| current.pools.get(pool.from?));
    let new =
        || pools.iter().filter(|pool| pool.from.is_none()).filter_map(|pool| target.pools.get(pool.to?));
    let mut offers = Vec::new();
    for pool in gone() {
        let mut alike = new().filter(|wanted| is_alike(pool, wanted));
        let (Some(wanted), None) = (alike.next(), alike.next()) else { continue };
        if gone().filter(|other| is_alike(other, wanted)).count() == 1 {
            offers.push(RenameCandidate { from: pool.name.clone(), to: wanted.name.clone() });
        }
    }
    offers
}

fn is_alike(pool: &NodePool, wanted: &NodePool) -> bool {
    let size = |pool: &NodePool| pool.vm_size.as_deref().map(str::to_ascii_lowercase);
    let same_kind = pool.mode == wanted.mode
        && pool.is_windows() == wanted.is_windows()
        && pool.is_spot() == wanted.is_spot();
    let same_labels = !pool.labels.is_empty() && pool.labels == wanted.labels;
    same_kind && (size(pool) == size(wanted) || same_labels)
}

/// Returns the changes of those differences that an update of the pool resolves.
pub(super) fn changes(differences: &[Difference]) -> Vec<Change> {
    let is_update = |one: &&Difference| {
        let can = matches!(how(one.key), How::Update | How::Mode | How::PreviewOnly)
            || one.key == "gpuProfile.driver";
        can && one.resolution == Resolution::InPlace
    };
    let change = |one: &Difference| Change { key: one.key, value: one.to.clone() };
    differences.iter().filter(is_update).map(change).collect()
}
