//! What pods request, and which pools accept them.

use std::collections::BTreeMap;

use crate::catalog::{Architecture, Catalog};
use crate::plan::{Cluster, Keyword, Mode, NodePool};

/// Amounts of what a node can run out of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resources {
    /// Thousandths of a vCPU.
    pub cpu: i64,
    /// MB of memory; a GiB counts as 1,000 MB, as everywhere in Poolwright.
    pub memory: i64,
    /// Pods.
    pub pods: i64,
    /// GPUs.
    pub gpus: i64,
}

impl Resources {
    /// Applies a function to each resource of two amounts.
    pub(super) fn zip(self, other: Self, each: impl Fn(i64, i64) -> i64) -> Self {
        Self {
            cpu: each(self.cpu, other.cpu),
            memory: each(self.memory, other.memory),
            pods: each(self.pods, other.pods),
            gpus: each(self.gpus, other.gpus),
        }
    }

    /// Returns the sum of two amounts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.zip(other, i64::saturating_add)
    }

    /// Returns the amount so many times.
    #[must_use]
    pub fn times(self, times: i64) -> Self {
        self.zip(self, |one, _| one.saturating_mul(times))
    }

    /// Returns what remains of an amount without another, at least 0.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.zip(other, |all, part| all.saturating_sub(part).max(0))
    }

    /// Returns how many times an amount fits into this one; `None` if it requests nothing.
    pub(super) fn room_for(self, need: Self) -> Option<i64> {
        let fits = |all: i64, each: i64| (each > 0).then(|| all.max(0) / each);
        [
            fits(self.cpu, need.cpu),
            fits(self.memory, need.memory),
            fits(self.pods, need.pods),
            fits(self.gpus, need.gpus),
        ]
        .into_iter()
        .flatten()
        .min()
    }
}

/// What makes a pod accept nodes with a taint.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Toleration {
    /// The taint's key; empty for all keys.
    pub key: String,
    /// The taint's value; `None` for all values.
    pub value: Option<String>,
    /// The taint's effect; empty for all effects.
    pub effect: String,
}

impl Toleration {
    /// Returns whether it tolerates a taint, written `key=value:Effect` or `key:Effect`.
    fn tolerates(&self, taint: &str) -> bool {
        let (label, effect) = taint.rsplit_once(':').unwrap_or((taint, ""));
        let (key, value) = label.split_once('=').unwrap_or((label, ""));
        (self.key.is_empty() || self.key == key)
            && self.value.as_deref().is_none_or(|wanted| wanted == value)
            && (self.effect.is_empty() || self.effect == effect)
    }
}

/// A condition on a label of a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Condition {
    In(String, Vec<String>),
    NotIn(String, Vec<String>),
    Exists(String),
    Missing(String),
}

impl Condition {
    fn holds(&self, labels: &NodeLabels) -> bool {
        match self {
            Self::In(key, values) => labels.values(key).iter().any(|value| values.contains(value)),
            // A pool in several zones has nodes in each: one that isn't excluded is enough.
            Self::NotIn(key, values) => {
                let has = labels.values(key);
                has.is_empty() || has.iter().any(|value| !values.contains(value))
            }
            Self::Exists(key) => !labels.values(key).is_empty(),
            Self::Missing(key) => labels.values(key).is_empty(),
        }
    }
}

/// Pods of one workload that request the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodGroup {
    /// The namespace.
    pub namespace: String,
    /// The workload: `Deployment/web`, `StatefulSet/db`; `Pod/name` for a pod that nothing owns.
    pub workload: String,
    /// What one pod requests.
    pub request: Resources,
    /// The number of pods.
    pub replicas: i64,
    /// What the labels of its nodes have to be: one of these lists of conditions. Empty for any node.
    pub(super) conditions: Vec<Vec<Condition>>,
    /// The labels that its node selector names.
    pub(super) selector: BTreeMap<String, String>,
    /// The taints that it tolerates.
    pub(super) tolerations: Vec<Toleration>,
    /// Whether a node runs at most one of these pods.
    pub one_per_node: bool,
    /// The priority class, if it has one.
    pub priority_class: String,
}

impl PodGroup {
    /// Returns whether two groups belong to one workload and differ only in their number of pods.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let rest = |group: &Self| (group.one_per_node, group.request);
        rest(self) == rest(other)
            && self.workload == other.workload
            && self.namespace == other.namespace
            && self.selector == other.selector
            && self.conditions == other.conditions
            && self.tolerations == other.tolerations
            && self.priority_class == other.priority_class
    }
}

/// A pool as pods see it: its labels and taints.
pub(super) struct Target<'a> {
    pool: &'a NodePool,
    labels: NodeLabels,
}

impl<'a> Target<'a> {
    pub(super) fn new(pool: &'a NodePool, cluster: &Cluster, catalog: &Catalog) -> Self {
        Self { pool, labels: NodeLabels::new(pool, cluster, catalog) }
    }

    /// Returns whether the pool's nodes accept these pods.
    pub(super) fn accepts(&self, group: &PodGroup) -> bool {
        let labels = &self.labels;
        let is_selected = group.selector.iter().all(|(key, value)| labels.values(key).contains(value))
            && (group.conditions.is_empty()
                || group.conditions.iter().any(|term| term.iter().all(|one| one.holds(labels))));
        is_selected && self.is_tolerated(group) && self.pool.mode != Some(Mode::Gateway)
    }

    /// Returns whether these pods tolerate all taints of the pool, with the one that AKS puts on Spot nodes.
    fn is_tolerated(&self, group: &PodGroup) -> bool {
        const SPOT: &str = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";
        let spot = self.pool.is_spot().then_some(SPOT);
        let mut taints = self.pool.hard_taints().chain(spot);
        taints.all(|taint| group.tolerations.iter().any(|one| one.tolerates(taint)))
    }
}

/// The labels of a pool's nodes, as far as a plan determines them. A label can have several values: nodes in zones.
struct NodeLabels(BTreeMap<String, Vec<String>>);

impl NodeLabels {
    fn new(pool: &NodePool, cluster: &Cluster, catalog: &Catalog) -> Self {
        let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut put = |keys: &[&str], values: Vec<String>| {
            for key in keys {
                labels.insert((*key).to_owned(), values.clone());
            }
        };
        let os = if pool.is_windows() { "windows" } else { "linux" };
        put(&["kubernetes.io/os", "beta.kubernetes.io/os"], vec![os.to_owned()]);
        put(&["agentpool", "kubernetes.azure.com/agentpool"], vec![pool.name.clone()]);
        if let Some(mode) = &pool.mode {
            put(&["kubernetes.azure.com/mode"], vec![mode.as_str().to_ascii_lowercase()]);
        }
        if let Some(size) = pool.node_size() {
            put(
                &["node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type"],
                vec![size.to_owned()],
            );
            let architecture = match catalog.size(size).map(|size| size.architecture) {
                Some(Architecture::Arm64) => "arm64",
                _ => "amd64",
            };
            put(&["kubernetes.io/arch", "beta.kubernetes.io/arch"], vec![architecture.to_owned()]);
        }
        if !cluster.location.is_empty() {
            let region = catalog.region(&cluster.location).map_or(&*cluster.location, |region| region.name);
            put(&["topology.kubernetes.io/region"], vec![region.to_owned()]);
            let zones = pool.zones.iter().map(|zone| format!("{region}-{zone}")).collect();
            put(&["topology.kubernetes.io/zone", "topology.disk.csi.azure.com/zone"], zones);
        }
        if pool.is_spot() {
            put(&["kubernetes.azure.com/scalesetpriority"], vec!["spot".to_owned()]);
        }
        for (key, value) in &pool.labels {
            put(&[key.as_str()], vec![value.clone()]);
        }
        Self(labels)
    }

    fn values(&self, key: &str) -> &[String] {
        self.0.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What the pods of a cluster request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Pods that are scheduled once, by namespace and workload.
    pub groups: Vec<PodGroup>,
    /// Pods that run once on each node: `DaemonSets`. `replicas` is how many run today.
    pub daemons: Vec<PodGroup>,
    /// What of the list wasn't taken, and what isn't looked at.
    pub notes: Vec<String>,
}

impl Demand {
    /// Returns the number of pods, without those of `DaemonSets`.
    pub fn pods(&self) -> i64 {
        self.groups.iter().map(|group| group.replicas).sum()
    }

    /// Returns what all pods request, without those of `DaemonSets`.
    pub fn total(&self) -> Resources {
        sum(&self.groups)
    }

    /// Returns what each namespace requests, without `DaemonSets`, by name.
    pub fn by_namespace(&self) -> Vec<(&str, Resources)> {
        let mut all: BTreeMap<&str, Resources> = BTreeMap::new();
        for group in &self.groups {
            let sum = all.entry(&group.namespace).or_default();
            *sum = sum.plus(group.request.times(group.replicas));
        }
        all.into_iter().collect()
    }

    /// Returns what `DaemonSets` request on each node of a pool.
    pub(super) fn overhead(&self, target: &Target<'_>) -> Resources {
        let here = self.daemons.iter().filter(|daemon| target.accepts(daemon));
        here.fold(Resources::default(), |sum, daemon| sum.plus(daemon.request))
    }
}

fn sum(groups: &[PodGroup]) -> Resources {
    groups.iter().fold(Resources::default(), |sum, group| sum.plus(group.request.times(group.replicas)))
}
