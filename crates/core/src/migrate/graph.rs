//! What has to be done to get from one layout to another, as a graph: acts, and constraints as edges between them.
//!
//! Each pool has a chain of acts of its own; the control plane has the first. Edges between chains are constraints too.
//! What cannot be said by an edge, because any of several pools will do, is a guard (`simulated_cluster.rs`).

use super::act::Act;
use super::diff::{
    Diff, Difference, PoolChange, Resolution, changes, is_same_version, is_set_anyway, known_of_cluster,
    wanted_nodes,
};
use super::update;
use super::{Change, Names, Operation, PlannerOptions, Upgrade};
use crate::capacity::surge;
use crate::catalog::{allowed_skew, support, supported_minors};
use crate::lint::Date;
use crate::operations::matrix::reimages;
use crate::plan::{
    CLUSTER_NOTES, CLUSTER_PROPERTIES, Cluster, Keyword, LoadBalancerSku, NetworkPlugin, NetworkPolicy,
    NodePool, NodeProvisioningMode, POOL_PROPERTIES, Plan, PoolType, SkuTier, SupportPlan, Value, Version,
    unused_name,
};

/// Acts and the constraints between them.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// The acts of each chain, in order.
    pub(super) chains: Vec<Vec<usize>>,
    /// The layout that is there once all is done.
    pub(super) goal: Plan,
    pub(super) room: Strategy,
    /// Whether pools may go before those that replace them are there.
    pub(super) deletes_first: bool,
}

/// One act.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) act: Act,
    /// What has to be done before, and by which constraint.
    pub(super) after: Vec<(usize, Constraint)>,
    /// Nodes more once it is done.
    pub(super) delta: i64,
    /// Nodes more while it is done, if the pool has as many as to begin with.
    pub(super) surge: i64,
    pub(super) purpose: Purpose,
    /// The act that adds the pool which replaces this one, where that may come later.
    pub(super) prefers_after: Option<usize>,
}

/// Why one act has to come before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Constraint {
    /// A pool that pods leave is left for one that is there.
    AddBeforeCordon,
    /// What is not cordoned fills again while it is drained.
    CordonBeforeDrain,
    /// AKS does not drain what it deletes.
    DrainBeforeDelete,
    /// System pods run elsewhere before their nodes go.
    SystemPodsBeforeDelete,
    /// A name is free once its pool is gone.
    DeleteBeforeName,
    /// A pool is never newer than the control plane.
    ControlPlaneFirst,
    /// A pool is at most three minor versions behind.
    Skew,
    /// A pool that goes is gone before it would be too far behind.
    TooFarBehind,
    /// What takes a place away waits for what gives one.
    PlaceFirst,
    /// One change of a pool needs another.
    InOrder,
}

impl Constraint {
    /// Returns the constraint as JSON has it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::AddBeforeCordon => "add-before-cordon",
            Self::CordonBeforeDrain => "cordon-before-drain",
            Self::DrainBeforeDelete => "drain-before-delete",
            Self::SystemPodsBeforeDelete => "system-pods-before-delete",
            Self::DeleteBeforeName => "delete-before-name",
            Self::ControlPlaneFirst => "control-plane-first",
            Self::Skew => "version-skew",
            Self::TooFarBehind => "gone-before-version-skew",
            Self::PlaceFirst => "place-first",
            Self::InOrder => "in-order",
        }
    }
}

/// What an act is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The pool is new in the target.
    New,
    /// The pool replaces that pool.
    Replaces(String),
    /// The pool runs the pods of that pool until another has its name.
    Temporary(String),
    /// The pool has the name of the one that it replaces, after a pool in between.
    RecreateWithName(String),
    /// The pool is not in the target.
    Remove,
    /// A pool of the target replaces it.
    Replaced(String),
    /// The pool in between is not needed any more.
    RemoveTemporary(String),
    /// The pool is changed.
    Change,
    /// The control plane gets its version.
    Version,
    /// The pool would be too far behind the control plane.
    Skew,
    /// A property of the cluster is changed.
    Cluster {
        /// Why that way, as a sentence.
        why: &'static str,
        /// Whether it comes last: what it takes away may be needed until then.
        is_last: bool,
    },
}

/// What comes first where pools go and pools come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strategy {
    /// Pools that come are there before others lose nodes or pods.
    AddBeforeRemove,
    /// Pools are removed to make room for those that come, but only if there is no room, and others can take the pods.
    RemoveBeforeAdd,
}

/// In which pieces a pool is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Split {
    /// Its version, number of nodes, mode, taints, and the rest, as far as pieces may be needed often.
    Few,
    /// One piece for each reason to wait: version, number of nodes, mode, taints, image, upgrade settings, the rest.
    ByReason,
    /// Each property by itself.
    ByProperty,
}

/// Returns the existing cluster as far as it is known: unknown properties are taken from the target.
pub(super) fn known_cluster(current: &Cluster, target: &Cluster) -> Cluster {
    let mut cluster = target.clone();
    // A layout has either the whole network or nothing of it.
    let knows_network = current.network_plugin.is_some();
    for property in CLUSTER_PROPERTIES {
        let is_note =
            CLUSTER_NOTES.contains(&property.key) && property.key != "networkProfile.dockerBridgeCidr";
        let is_fact = matches!(property.key, "powerState.code" | "provisioningState");
        let is_network = knows_network && property.key.starts_with("networkProfile.");
        // Where the target says what the current layout doesn't, AKS's default is what there is.
        let is_wanted = property.get(target).is_some();
        let said = if is_wanted { known_of_cluster(property, current) } else { property.get(current) };
        if (said.is_some() && !is_note) || is_fact || is_network || is_set_anyway(property.key, current) {
            property.put(&mut cluster, said);
        }
    }
    // If not all pools of a cluster are known, it may have another.
    cluster.existing = current.existing;
    cluster
}

/// Returns the number of nodes of a pool that run, as a number of nodes.
pub(super) fn running(pool: &NodePool) -> i64 {
    if pool.is_stopped() { 0 } else { counted(pool) }
}

/// The VM sizes of a pool of virtual machines, each with its number of nodes.
pub(super) const MACHINES: &str = "virtualMachinesProfile";

/// Returns whether a pool gets another number of nodes by being scaled. The VM sizes of a pool of virtual machines have
/// numbers of their own, which an update changes.
fn is_scaled(pool: &NodePool, goal: &NodePool) -> bool {
    let has_profiles = [pool, goal].iter().any(|pool| !pool.machine_nodes().is_empty());
    goal.nodes() != pool.nodes() && !has_profiles
}

/// Returns the number of nodes of a pool, as a number that sums of them do not overflow.
fn counted(pool: &NodePool) -> i64 {
    pool.nodes().clamp(0, 1_000_000)
}

/// Returns the number of nodes that an upgrade adds to a pool.
pub(super) fn extra(pool: &NodePool) -> i64 {
    surge(pool, running(pool)).clamp(0, 1_000_000)
}

struct Builder<'a> {
    start: &'a Plan,
    target: &'a Plan,
    options: &'a PlannerOptions,
    /// Pools that are changed in several pieces.
    apart: &'a [(&'a str, Split)],
    /// Pools that may go before those that replace them are there.
    delete_first: &'a [&'a str],
    nodes: Vec<Node>,
    chains: Vec<Vec<usize>>,
    goal: Plan,
    /// Names that are or will be taken.
    names: Plan,
    /// The last act on the control plane.
    control_plane: Option<usize>,
    /// Whether all pools get their version with the control plane's last one.
    all_at_once: bool,
    /// Pools that go before they would be too far behind the control plane, instead of an upgrade.
    early: &'a [&'a str],
    /// Whether those of them that go first are replaced only once the control plane has its version.
    adds_late: bool,
    /// Those pools by name, and the upgrade of the control plane that waits for each.
    early_pools: Vec<(String, usize)>,
    /// What comes before everything else.
    migration: Option<usize>,
    /// The change of tier and support plan that upgrades may need.
    support: Option<usize>,
}

/// How a graph is built.
#[derive(Clone, Copy, Debug)]
pub(super) struct BuildOptions<'a> {
    /// Pools that are changed in several pieces.
    pub(super) apart: &'a [(&'a str, Split)],
    /// Pools that may go before those that replace them are there.
    pub(super) delete_first: &'a [&'a str],
    pub(super) room: Strategy,
    /// Whether all pools may be upgraded with the control plane.
    pub(super) at_once: bool,
    /// Pools that go before they would be too far behind the control plane, instead of an upgrade.
    pub(super) early: &'a [&'a str],
    /// Whether those of them that go first are replaced only once the control plane has its version.
    pub(super) adds_late: bool,
    /// The day, which says what versions are supported.
    pub(super) today: Date,
}

/// Builds the graph that leads from the current layout to the target.
pub(super) fn build(
    start: &Plan,
    target: &Plan,
    diff: &Diff,
    options: &PlannerOptions,
    BuildOptions { apart, delete_first, room, at_once, early, adds_late, today }: BuildOptions<'_>,
) -> Graph {
    let mut names = Plan { pools: start.pools.clone(), ..Plan::default() };
    names.pools.extend(target.pools.iter().cloned());
    let goal = Plan { cluster: start.cluster.clone(), ..Plan::default() };
    let mut builder = Builder {
        start,
        target,
        options,
        apart,
        delete_first,
        nodes: Vec::new(),
        chains: Vec::new(),
        goal,
        names,
        control_plane: None,
        all_at_once: false,
        early,
        adds_late,
        early_pools: Vec::new(),
        migration: None,
        support: None,
    };
    builder.versions(diff, at_once, today);
    builder.cluster(diff);
    for one in &diff.pools {
        let from = one.from.and_then(|from| start.pools.get(from));
        let to = one.to.and_then(|to| target.pools.get(to));
        builder.chains.push(Vec::new());
        match (from, to, one.change) {
            (Some(pool), Some(wanted), PoolChange::Replaced) => {
                builder.replace(pool, &completed(wanted, pool, &one.kept));
            }
            (Some(pool), Some(wanted), _) => builder.change(pool, wanted, diff, one.to),
            (Some(pool), None, _) => builder.remove(pool),
            (None, Some(wanted), _) => {
                let pool = as_created(wanted, None);
                builder.goal.pools.push(NodePool { power_state: wanted.power_state.clone(), ..pool.clone() });
                builder.add(pool.clone(), Purpose::New);
                builder.power_of(&NodePool { power_state: wanted.power_state.clone(), ..pool }, false);
            }
            (None, None, _) => {}
        }
    }
    builder.order_versions();
    builder.order_early();
    builder.order_cluster();
    if room == Strategy::AddBeforeRemove {
        builder.places_first();
    }
    let deletes_first = !delete_first.is_empty();
    Graph { nodes: builder.nodes, chains: builder.chains, goal: builder.goal, room, deletes_first }
}

/// Returns a pool with what it takes over from the one that it replaces.
pub(super) fn completed(wanted: &NodePool, pool: &NodePool, kept: &[&str]) -> NodePool {
    let mut wanted = wanted.clone();
    for property in POOL_PROPERTIES.iter().filter(|property| kept.contains(&property.key)) {
        property.put(&mut wanted, property.get(pool));
    }
    wanted
}

/// Returns a pool as it is created: without what AKS reports of one that exists.
pub(super) fn as_created(wanted: &NodePool, old: Option<&NodePool>) -> NodePool {
    let mut pool = wanted.clone();
    (pool.power_state, pool.provisioning_state) = (None, None);
    if let (Some(old), None, false) = (old, wanted.count, *wanted.autoscaling)
        && (old.nodes() > 0 || !wanted.is_system())
    {
        // What nobody has stated stays so, and leads to a caveat.
        let is_known = old.count.is_some() || old.nodes() != pool.nodes();
        pool.count = is_known.then(|| old.nodes());
    }
    pool
}

impl Builder<'_> {
    fn push(&mut self, act: Act, delta: i64, surge: i64, purpose: Purpose) -> usize {
        let node = self.nodes.len();
        let before = self.chains.last().and_then(|chain| chain.last()).copied();
        let after = before.and_then(|before| {
            let constraint = constraint_between(&self.nodes.get(before)?.act, &act);
            Some((before, constraint))
        });
        let after = after.into_iter().collect();
        self.nodes.push(Node { act, after, delta, surge, purpose, prefers_after: None });
        if let Some(chain) = self.chains.last_mut() {
            chain.push(node);
        }
        node
    }

    fn add(&mut self, pool: NodePool, purpose: Purpose) {
        let nodes = running(&pool);
        self.push(Act::Add(Box::new(pool)), nodes, 0, purpose);
    }

    /// Lets pods leave a pool and deletes it.
    fn clear(&mut self, pool: &NodePool, purpose: &Purpose) {
        let (name, nodes) = (|| pool.name.clone(), running(pool));
        if nodes > 0 {
            self.push(Act::Cordon(name()), 0, 0, purpose.clone());
            self.push(Act::Drain(name()), 0, 0, purpose.clone());
            if pool.is_system() || self.start.system_pools().next().is_none() {
                self.push(Act::AwaitSystemPods(name()), 0, 0, purpose.clone());
            }
        }
        self.push(Act::Aks(Operation::DeletePool(name())), -nodes, 0, purpose.clone());
    }

    fn remove(&mut self, pool: &NodePool) {
        self.clear(pool, &Purpose::Remove);
    }

    /// Replaces a pool with another.
    fn replace(&mut self, pool: &NodePool, wanted: &NodePool) {
        let mut new = as_created(wanted, Some(pool));
        let old = || pool.name.clone();
        if pool.name == wanted.name && self.options.names == Names::Propose {
            new.name = self.name_like(&pool.name, wanted.longest_name());
        }
        let name = new.name.clone();
        let goal = NodePool { power_state: wanted.power_state.clone(), ..new.clone() };
        self.goal.pools.push(goal.clone());
        // It gets the version that the control plane has by then, and its own once the control plane has that.
        let later = if self.is_replaced_early(&pool.name) {
            let version = new.kubernetes_version.take().or(self.target.cluster.kubernetes_version.clone());
            version.filter(|_| !self.all_at_once)
        } else {
            None
        };
        let deletes_first = self.delete_first.contains(&pool.name.as_str());
        if new.name != pool.name && deletes_first {
            // Either may come first.
            let added = self.nodes.len();
            self.add(new, Purpose::Replaces(old()));
            self.upgrade_later(&goal, later);
            self.power_of(&goal, false);
            self.chains.push(Vec::new());
            let first = self.nodes.len();
            self.clear(pool, &Purpose::Replaced(name));
            if let Some(node) = self.nodes.get_mut(first) {
                node.prefers_after = Some(added);
            }
            return;
        }
        if new.name != pool.name {
            let added = self.nodes.len();
            self.add(new, Purpose::Replaces(old()));
            self.clear(pool, &Purpose::Replaced(name));
            self.upgrade_later(&goal, later);
            if goal.is_stopped() {
                // It needs no nodes until the old pool is gone.
                self.chains.push(Vec::new());
                let stop = self.nodes.len();
                self.power_of(&goal, false);
                if let Some(stop) = self.nodes.get_mut(stop) {
                    stop.after.push((added, Constraint::InOrder));
                }
            }
            return;
        } else if running(pool) == 0 || deletes_first {
            // There is no pod to hold in between, or its pods go elsewhere meanwhile.
            self.clear(pool, &Purpose::Replaced(name));
            self.add(new, Purpose::RecreateWithName(old()));
        } else {
            let between = NodePool {
                name: self.name_like(&format!("{}tmp", pool.name), wanted.longest_name()),
                ..new.clone()
            };
            self.add(between.clone(), Purpose::Temporary(old()));
            self.clear(pool, &Purpose::Replaced(between.name.clone()));
            self.add(new, Purpose::RecreateWithName(old()));
            self.clear(&between, &Purpose::RemoveTemporary(name));
        }
        self.upgrade_later(&goal, later);
        self.power_of(&goal, false);
    }

    /// Returns whether the pool that replaces one may be added before the control plane has its version.
    fn is_replaced_early(&self, name: &str) -> bool {
        self.early_pools.iter().any(|(early, _)| early == name) && !self.is_replaced_late(name)
    }

    /// Returns whether a pool that goes early is replaced only once the control plane has its version.
    fn is_replaced_late(&self, name: &str) -> bool {
        self.adds_late && self.delete_first.contains(&name)
    }

    /// Upgrades a pool that was added before the control plane had its version.
    fn upgrade_later(&mut self, goal: &NodePool, version: Option<String>) {
        if let Some(version) = version {
            let upgrade = Operation::UpgradePool(goal.name.clone(), Upgrade::Version(version));
            self.push(Act::Aks(upgrade), 0, extra(goal), Purpose::Change);
        }
    }

    /// Returns a name near another that no pool has, now or in the target.
    fn name_like(&mut self, wanted: &str, limit: usize) -> String {
        let name = unused_name(&self.names, wanted, limit);
        self.names.pools.push(NodePool { name: name.clone(), ..NodePool::default() });
        name
    }

    /// Stops a pool at the end, if it should be stopped and isn't yet.
    fn power_of(&mut self, goal: &NodePool, is_stopped: bool) {
        if goal.is_stopped() && !is_stopped {
            let stop = Operation::StopPool(goal.name.clone());
            self.push(Act::Aks(stop), -counted(goal), 0, Purpose::Change);
        }
    }

    /// Changes a pool in place.
    fn change(&mut self, pool: &NodePool, wanted: &NodePool, diff: &Diff, to: Option<usize>) {
        let name = || pool.name.clone();
        let differences = diff.pools.iter().find(|one| one.to == to).map(|one| one.differences.as_slice());
        let differences = differences.unwrap_or_default();
        let mut changes = changes(differences);
        let stopped = NodePool::is_stopped;
        let mut goal = pool.clone();
        update(&mut goal, &changes);
        if differences.iter().any(|one| one.key == "count") {
            goal.count = Some(wanted_nodes(pool, wanted));
        }
        goal.power_state.clone_from(&wanted.power_state);
        if wanted.kubernetes_version.is_some() {
            goal.kubernetes_version.clone_from(&wanted.kubernetes_version);
        }

        let nodes = goal.nodes();
        let scales = is_scaled(pool, &goal);
        // A pool is scaled while it runs: the documents don't say what AKS makes of scaling a stopped one.
        let starts = stopped(pool) && (!stopped(wanted) || scales);
        let stops = stopped(wanted) && (!stopped(pool) || starts);
        let split = self.apart.iter().find(|(apart, _)| *apart == pool.name).map(|(_, split)| *split);
        if let Some(split @ (Split::ByReason | Split::ByProperty)) = split {
            let version = differences.iter().find(|one| one.key == "orchestratorVersion");
            let version = version.and_then(|one| one.to.as_ref()).map(ToString::to_string);
            goal.kubernetes_version = version.clone().or(goal.kubernetes_version);
            self.change_in_pieces(pool, &goal, changes, version, split == Split::ByProperty);
            self.goal.pools.push(goal);
            return;
        }
        // What starts first or stops last is done in one piece.
        let apart = split.is_some() && !starts && !stops;
        if starts {
            self.push(Act::Aks(Operation::StartPool(name())), counted(pool), 0, Purpose::Change);
        }
        let version = differences.iter().find(|one| one.key == "orchestratorVersion");
        if let Some(Value::Text(version)) = version.and_then(|one| one.to.clone()) {
            goal.kubernetes_version = Some(version.clone());
            if !self.all_at_once {
                let upgrade = Operation::UpgradePool(name(), Upgrade::Version(version));
                self.push(Act::Aks(upgrade), 0, extra(pool), Purpose::Change);
                // An image that the new version does not have has to go first.
                if apart {
                    self.chains.push(Vec::new());
                }
            }
        }
        let grows = nodes > pool.nodes();
        let is_scaling =
            |change: &mut Change| matches!(change.key, "enableAutoScaling" | "minCount" | "maxCount");
        // Only what no autoscaler scales is scaled, so it is turned off before.
        let comes_on = *goal.autoscaling;
        let off_first = *pool.autoscaling && scales && (comes_on || (changes.len() > 1 && (grows || apart)));
        let scale_first = scales && (off_first || (grows && !*pool.autoscaling));
        if off_first {
            let off: Vec<Change> = changes.extract_if(.., is_scaling).collect();
            if comes_on {
                let flag = |value| Change { key: "enableAutoScaling", value: Some(Value::Flag(value)) };
                self.update(pool, vec![flag(false)]);
                changes.push(flag(true));
                for (key, number) in [("minCount", goal.min_count), ("maxCount", goal.max_count)] {
                    changes.extend(number.map(|number| Change { key, value: Some(Value::Whole(number)) }));
                }
            } else {
                self.update(pool, off);
            }
        }
        let scale = |builder: &mut Self| {
            let delta = if stopped(pool) && !starts { 0 } else { counted(&goal) - counted(pool) };
            builder.push(Act::Aks(Operation::ScalePool(name(), nodes)), delta, 0, Purpose::Change);
        };
        if scale_first {
            scale(self);
            // More nodes may be there in time without the rest, and the other way round.
            if apart && !*goal.autoscaling {
                self.chains.push(Vec::new());
            }
        }
        // A new image adds nodes meanwhile, and may have to wait where the mode does not.
        let is_image = |change: &Change| matches!(change.key, "osSKU" | "enableFIPS");
        if apart && changes.iter().any(is_image) {
            let mode: Vec<Change> = changes.extract_if(.., |change| change.key == "mode").collect();
            if !mode.is_empty() {
                self.update(pool, mode);
                self.chains.push(Vec::new());
            }
        }
        let taints: Vec<Change> = if apart && changes.len() > 1 {
            changes.extract_if(.., |change| change.key == "nodeTaints").collect()
        } else {
            Vec::new()
        };
        if !changes.is_empty() {
            self.update(pool, changes);
        }
        if scales && !scale_first {
            if apart && !*pool.autoscaling {
                self.chains.push(Vec::new());
            }
            scale(self);
        }
        self.power_of(&goal, stopped(pool) && !starts);
        if !taints.is_empty() {
            self.chains.push(Vec::new());
            self.update(pool, taints);
        }
        self.goal.pools.push(goal);
    }

    /// Changes a pool in pieces that come in any order, after it is started and before it is stopped.
    fn change_in_pieces(
        &mut self,
        pool: &NodePool,
        goal: &NodePool,
        mut changes: Vec<Change>,
        version: Option<String>,
        by_property: bool,
    ) {
        let name = || pool.name.clone();
        let scales = is_scaled(pool, goal);
        let starts = pool.is_stopped() && (!goal.is_stopped() || scales);
        let start = starts
            .then(|| self.push(Act::Aks(Operation::StartPool(name())), counted(pool), 0, Purpose::Change));
        let first = self.nodes.len();
        self.chains.push(Vec::new());
        if let Some(version) = version.filter(|_| !self.all_at_once) {
            let upgrade = Operation::UpgradePool(name(), Upgrade::Version(version));
            self.push(Act::Aks(upgrade), 0, extra(pool), Purpose::Change);
            self.chains.push(Vec::new());
        }
        let is_scaling =
            |change: &mut Change| matches!(change.key, "enableAutoScaling" | "minCount" | "maxCount");
        let mut scaling: Vec<Change> = changes.extract_if(.., is_scaling).collect();
        if scales {
            // Only what no autoscaler scales is scaled.
            if *pool.autoscaling && *goal.autoscaling {
                let flag = |value| Change { key: "enableAutoScaling", value: Some(Value::Flag(value)) };
                self.update(pool, vec![flag(false)]);
                scaling = vec![flag(true)];
                for (key, number) in [("minCount", goal.min_count), ("maxCount", goal.max_count)] {
                    scaling.extend(number.map(|number| Change { key, value: Some(Value::Whole(number)) }));
                }
            } else if *pool.autoscaling {
                self.update(pool, std::mem::take(&mut scaling));
            }
            let scale = Act::Aks(Operation::ScalePool(name(), goal.nodes()));
            self.push(scale, counted(goal) - counted(pool), 0, Purpose::Change);
        }
        if !scaling.is_empty() {
            self.update(pool, scaling);
        }
        let is_image =
            |key: &str| reimages(key, pool, &self.start.cluster) || reimages(key, pool, &self.target.cluster);
        let reason = |change: &Change| match change.key {
            "mode" => 0,
            "nodeTaints" => 1,
            key if is_image(key) => 2,
            key if key.starts_with("upgradeSettings.") => 3,
            _ => 4,
        };
        let mut pieces: Vec<(u8, Vec<Change>)> = Vec::new();
        for change in changes {
            let reason = reason(&change);
            match pieces.iter_mut().find(|(known, _)| *known == reason && !by_property) {
                Some((_, piece)) => piece.push(change),
                None => pieces.push((reason, vec![change])),
            }
        }
        for (_, piece) in pieces {
            self.chains.push(Vec::new());
            self.update(pool, piece);
        }
        let pieces = first..self.nodes.len();
        if let Some(start) = start {
            for node in self.nodes.get_mut(pieces.clone()).unwrap_or_default() {
                node.after.push((start, Constraint::InOrder));
            }
        }
        if goal.is_stopped() && (!pool.is_stopped() || starts) {
            self.chains.push(Vec::new());
            let stop = self.nodes.len();
            self.power_of(goal, false);
            if let Some(stop) = self.nodes.get_mut(stop) {
                stop.after.extend(pieces.map(|piece| (piece, Constraint::InOrder)));
            }
        }
    }

    fn update(&mut self, pool: &NodePool, changes: Vec<Change>) {
        // The VM sizes of a pool of virtual machines have numbers of nodes of their own.
        let mut after = pool.clone();
        update(&mut after, &changes);
        let is_scaled = changes.iter().any(|change| change.key == MACHINES);
        let delta = if is_scaled { running(&after) - running(pool) } else { 0 };
        let act = Act::Aks(Operation::UpdatePool(pool.name.clone(), changes));
        let more = if self.reimages_nodes(&act) { extra(pool) } else { 0 };
        self.push(act, delta, more, Purpose::Change);
    }

    /// Returns whether an act reimages nodes, before or after the upgrades.
    fn reimages_nodes(&self, act: &Act) -> bool {
        act.reimages_nodes(self.start) || act.reimages_nodes(self.target)
    }

    /// The control plane's versions, one minor version after another, and the upgrades of pools that would be left too
    /// far behind.
    fn versions(&mut self, diff: &Diff, at_once: bool, today: Date) {
        self.chains.push(Vec::new());
        let wanted = self.target.cluster.kubernetes_version.as_deref();
        let current = self.start.cluster.kubernetes_version.as_deref();
        let (Some(wanted), Some(current)) = (wanted, current) else { return };
        if is_same_version(current, wanted) {
            return;
        }
        self.goal.cluster.kubernetes_version = Some(wanted.to_owned());
        let (Some(from), Some(to)) = (Version::parse(current), Version::parse(wanted)) else {
            self.raise(wanted.to_owned());
            return;
        };
        self.all_at_once = at_once && self.all_follow(diff, wanted);
        let mut behind: Vec<(&NodePool, u32)> = self
            .start
            .pools
            .iter()
            .filter_map(|pool| {
                let version = pool.kubernetes_version.as_deref().unwrap_or(current);
                Some((pool, Version::parse(version)?.minor))
            })
            .collect();
        let mut last = current.to_owned();
        let mut from = from;
        // A cluster out of support skips to the oldest supported version, all of it at once.
        if at_once
            && let Some(oldest) = recovery(self.start, self.target, today)
            && (oldest < to.minor || self.all_follow(diff, wanted))
        {
            let is_last = oldest == to.minor;
            last = if is_last { wanted.to_owned() } else { format!("{}.{oldest}", to.major) };
            let more = self.start.pools.iter().map(extra).max().unwrap_or_default();
            let upgrade = Act::Aks(Operation::UpgradeAll(last.clone()));
            self.control_plane = Some(self.push(upgrade, 0, more, Purpose::Version));
            if is_last {
                self.all_at_once = true;
                return;
            }
            behind.iter_mut().for_each(|(_, mine)| *mine = oldest);
            from.minor = oldest;
        }
        for minor in from.minor.saturating_add(1)..=to.minor.max(from.minor.saturating_add(1)) {
            let most = allowed_skew(minor);
            let mut gone: Vec<String> = Vec::new();
            for (pool, mine) in behind.iter_mut().filter(|(_, mine)| minor.saturating_sub(*mine) > most) {
                if self.early.contains(&pool.name.as_str()) {
                    gone.push(pool.name.clone());
                    *mine = u32::MAX;
                    continue;
                }
                let upgrade = Operation::UpgradePool(pool.name.clone(), Upgrade::Version(last.clone()));
                self.push(Act::Aks(upgrade), 0, extra(pool), Purpose::Skew);
                *mine = minor.saturating_sub(1);
            }
            if minor >= to.minor && self.all_at_once {
                let more = self.start.pools.iter().map(extra).max().unwrap_or_default();
                let upgrade = Act::Aks(Operation::UpgradeAll(wanted.to_owned()));
                let node = self.push(upgrade, 0, more, Purpose::Version);
                self.early_pools.extend(gone.into_iter().map(|name| (name, node)));
                self.control_plane = Some(node);
                return;
            }
            last = if minor >= to.minor { wanted.to_owned() } else { format!("{}.{minor}", to.major) };
            let node = self.nodes.len();
            self.raise(last.clone());
            self.early_pools.extend(gone.into_iter().map(|name| (name, node)));
        }
    }

    /// Changes of the cluster itself. What has to come in an order is one chain.
    fn cluster(&mut self, diff: &Diff) {
        if is_migrated(self.start, self.target, diff) {
            self.chains.push(Vec::new());
            let why = "az aks update --migrate-vmas-to-vms migrates availability sets, which can't have another node pool.";
            let surge = self.start.pools.iter().map(extra).sum();
            let act = Act::Aks(Operation::MigrateAvailabilitySets);
            self.migration = Some(self.push(act, 0, surge, Purpose::Cluster { why, is_last: false }));
            if self.goal.cluster.load_balancer_sku == Some(LoadBalancerSku::Basic) {
                self.goal.cluster.load_balancer_sku = Some(LoadBalancerSku::Standard);
            }
        }
        let is_done =
            |one: &&Difference| one.key == "networkProfile.loadBalancerSku" && self.migration.is_some();
        let is_step =
            |one: &&Difference| one.resolution == Resolution::InPlace && one.key != "kubernetesVersion";
        let changes: Vec<Difference> =
            diff.cluster.iter().filter(is_step).filter(|one| !is_done(one)).cloned().collect();
        let of = |keys: &[&str]| -> Vec<Difference> {
            changes.iter().filter(|one| keys.contains(&one.key)).cloned().collect()
        };
        let rank = |cluster: &Cluster| (cluster.support_plan == Some(SupportPlan::Lts), tier(cluster));
        let rises = rank(&self.target.cluster) >= rank(&self.start.cluster);
        let support = of(&["tier", "supportPlan"]);
        if !support.is_empty() {
            self.chains.push(Vec::new());
            let node = self.update_cluster(&support, !rises);
            self.support = node.filter(|_| rises);
        }
        for keys in [
            &[
                "autoUpgradeProfile.upgradeChannel",
                "autoUpgradeProfile.nodeOSUpgradeChannel",
                "autoScalerProfile",
                "tags",
            ][..],
            &["networkProfile.loadBalancerSku"],
            &["networkProfile.outboundType"],
        ] {
            self.chains.push(Vec::new());
            self.update_cluster(&of(keys), false);
        }
        // What has no place in an order: turned on early, for pools that need it, and off once they are gone.
        let is_placed = |key: &str| {
            key.starts_with("autoUpgradeProfile.")
                || [
                    "tier",
                    "supportPlan",
                    "autoScalerProfile",
                    "tags",
                    "networkProfile.loadBalancerSku",
                    "networkProfile.outboundType",
                    "networkProfile.networkPlugin",
                    "networkProfile.networkPluginMode",
                    "networkProfile.podCidr",
                    "networkProfile.networkDataplane",
                    "networkProfile.networkPolicy",
                    "nodeProvisioningProfile.mode",
                    "sku.name",
                ]
                .contains(&key)
        };
        for one in changes.iter().filter(|one| !is_placed(one.key)) {
            self.chains.push(Vec::new());
            self.update_cluster(std::slice::from_ref(one), one.to == Some(Value::Flag(false)));
        }
        self.network(&of);
        // Nodes are made by AKS once the network is as that needs it, and no more before it changes.
        self.chains.push(Vec::new());
        self.update_cluster(&of(&["sku.name"]), true);
    }

    /// The network, one thing after another: a policy engine goes, the addresses of pods change, the dataplane, another
    /// policy engine, and what makes nodes by itself.
    fn network(&mut self, of: &impl Fn(&[&str]) -> Vec<Difference>) {
        self.chains.push(Vec::new());
        let provisioning = of(&["nodeProvisioningProfile.mode"]);
        let is_off = self.target.cluster.node_provisioning != Some(NodeProvisioningMode::Auto);
        if is_off {
            self.update_cluster(&provisioning, false);
        }
        let addresses = of(&[
            "networkProfile.networkPlugin",
            "networkProfile.networkPluginMode",
            "networkProfile.podCidr",
        ]);
        let dataplane = of(&["networkProfile.networkDataplane"]);
        let policy = of(&["networkProfile.networkPolicy"]);
        let engine = |cluster: &Cluster| {
            cluster.network_policy.clone().filter(|policy| *policy != NetworkPolicy::None)
        };
        let (old, new) = (engine(&self.start.cluster), engine(&self.target.cluster));
        let goes_first = old.is_some()
            && (!addresses.is_empty() || (!policy.is_empty() && new.is_some() && dataplane.is_empty()));
        if goes_first {
            let why = "The policy engine is removed before the network or the engine changes.";
            let none = Value::Text(NetworkPolicy::None.as_str().to_owned());
            let changes = vec![Change { key: "networkProfile.networkPolicy", value: Some(none) }];
            self.push_update(changes, why, false);
        }
        // The plugin and its mode are stated together.
        let overlay = |changes: Vec<Difference>| -> Vec<Change> {
            let mut changes: Vec<Change> = changes.iter().map(as_change).collect();
            if changes.iter().all(|change| change.key != "networkProfile.networkPlugin")
                && !changes.is_empty()
            {
                let azure = Value::Text(NetworkPlugin::Azure.as_str().to_owned());
                changes.insert(0, Change { key: "networkProfile.networkPlugin", value: Some(azure) });
            }
            changes
        };
        if let Some(first) = addresses.first() {
            let why = first.why;
            self.push_update(overlay(addresses), why, false);
        }
        let with_dataplane = !dataplane.is_empty() && new == Some(NetworkPolicy::Cilium);
        let (mut together, mut later) = (dataplane, Vec::new());
        if with_dataplane {
            together.extend(policy);
        } else {
            later = policy;
        }
        self.update_cluster(&together, false);
        match new {
            Some(engine) if goes_first && !with_dataplane => {
                let value = Value::Text(engine.as_str().to_owned());
                let changes = vec![Change { key: "networkProfile.networkPolicy", value: Some(value) }];
                self.push_update(changes, "The target plan has this policy engine.", false);
            }
            _ if !goes_first => drop(self.update_cluster(&later, false)),
            _ => {}
        }
        if !is_off {
            self.update_cluster(&provisioning, false);
        }
    }

    /// Returns one update of the cluster for several differences; `None` if there are none.
    fn update_cluster(&mut self, differences: &[Difference], is_last: bool) -> Option<usize> {
        let why = differences.first()?.why;
        let changes = differences.iter().map(as_change).collect();
        Some(self.push_update(changes, why, is_last))
    }

    fn push_update(&mut self, changes: Vec<Change>, why: &'static str, is_last: bool) -> usize {
        let operation = Operation::UpdateCluster(changes);
        operation.apply_to(&mut self.goal);
        let act = Act::Aks(operation);
        let surge = if self.reimages_nodes(&act) { self.start.pools.iter().map(extra).sum() } else { 0 };
        self.push(act, 0, surge, Purpose::Cluster { why, is_last })
    }

    /// Availability sets are migrated before anything else, and support is bought before upgrades that may need it.
    fn order_cluster(&mut self) {
        let (migration, support) = (self.migration, self.support);
        for (place, node) in self.nodes.iter_mut().enumerate() {
            let is_upgrade =
                matches!(node.act, Act::Aks(Operation::UpgradeControlPlane(_) | Operation::UpgradeAll(_)));
            let first = [migration, support.filter(|_| is_upgrade)];
            let constraints = first.into_iter().flatten().filter(|first| *first != place);
            node.after.extend(constraints.map(|first| (first, Constraint::InOrder)));
        }
    }

    fn raise(&mut self, version: String) {
        let upgrade = Act::Aks(Operation::UpgradeControlPlane(version));
        self.control_plane = Some(self.push(upgrade, 0, 0, Purpose::Version));
    }

    /// Returns whether each pool that stays should get the control plane's version, and none of them is a Spot pool: one
    /// that goes is gone before.
    fn all_follow(&self, diff: &Diff, wanted: &str) -> bool {
        let follows = |from: usize, to: usize| {
            let (pool, target) = (self.start.pools.get(from), self.target.pools.get(to));
            let version = target.and_then(|pool| pool.kubernetes_version.as_deref()).unwrap_or(wanted);
            pool.is_some_and(|pool| !pool.is_spot()) && is_same_version(version, wanted)
        };
        // What is replaced early is there already.
        let stays = diff.pools.iter().filter(|one| match one.change {
            PoolChange::Kept | PoolChange::Changed => true,
            PoolChange::Replaced => {
                let name =
                    one.from.and_then(|from| self.start.pools.get(from)).map(|pool| pool.name.as_str());
                name.is_some_and(|name| self.early.contains(&name) && !self.is_replaced_late(name))
            }
            PoolChange::Added | PoolChange::Removed => false,
        });
        stays.into_iter().all(|one| one.from.zip(one.to).is_some_and(|(from, to)| follows(from, to)))
    }

    /// The control plane comes before pools that are made or upgraded; what is upgraded on its way comes before the pool is
    /// upgraded once more, left or stopped.
    fn order_versions(&mut self) {
        let Some(last) = self.control_plane else { return };
        let on_the_way = self.chains.first().cloned().unwrap_or_default();
        let skew: Vec<(usize, String)> = on_the_way
            .into_iter()
            .filter_map(|node| Some((node, self.nodes.get(node)?.act.pool()?.to_owned())))
            .collect();
        let replaced_early: Vec<&str> =
            self.early.iter().copied().filter(|name| self.is_replaced_early(name)).collect();
        for chain in self.chains.iter().skip(1) {
            for node in chain {
                let Some(node) = self.nodes.get_mut(*node) else { continue };
                // Fewer nodes or another surge may be what the upgrade needs.
                let in_between = matches!(
                    node.act,
                    Act::Aks(Operation::UpdatePool(..) | Operation::ScalePool(..) | Operation::StartPool(_))
                );
                let waits = match (&node.act, &node.purpose) {
                    (
                        Act::Add(_),
                        Purpose::Replaces(old) | Purpose::Temporary(old) | Purpose::RecreateWithName(old),
                    ) => !replaced_early.contains(&old.as_str()),
                    (Act::Add(_) | Act::Aks(Operation::UpgradePool(..)), _) => true,
                    _ => false,
                };
                if waits {
                    node.after.push((last, Constraint::ControlPlaneFirst));
                }
                let of_pool = skew.iter().filter(|(_, pool)| !in_between && node.act.pool() == Some(pool));
                let constraints: Vec<_> = of_pool.map(|(upgrade, _)| (*upgrade, Constraint::Skew)).collect();
                node.after.extend(constraints);
            }
        }
    }

    /// Pools that would be too far behind are gone before the control plane gets that version.
    fn order_early(&mut self) {
        for (name, upgrade) in &self.early_pools {
            let deletes =
                |node: &Node| matches!(&node.act, Act::Aks(Operation::DeletePool(gone)) if gone == name);
            let delete = self.nodes.iter().position(deletes);
            if let Some((delete, node)) = delete.zip(self.nodes.get_mut(*upgrade)) {
                node.after.push((delete, Constraint::TooFarBehind));
            }
        }
    }

    /// Pools that come are there before others lose pods that could go there.
    fn places_first(&mut self) {
        let gives = |node: &Node| match &node.act {
            Act::Add(pool) if node.purpose == Purpose::New => Some((**pool).clone()),
            Act::Aks(Operation::ScalePool(name, _)) if node.delta > 0 => {
                self.goal.pool(name).map(|(_, pool)| pool.clone())
            }
            _ => None,
        };
        let givers: Vec<(usize, NodePool)> =
            self.nodes.iter().enumerate().filter_map(|(place, node)| Some((place, gives(node)?))).collect();
        let goal = &self.goal;
        for chain in self.chains.iter().skip(1) {
            for (place, index) in chain.iter().enumerate() {
                let Some(node) = self.nodes.get_mut(*index) else { continue };
                let Some((_, pool)) = node.act.pool().and_then(|name| self.start.pool(name)) else {
                    continue;
                };
                let takes = match &node.act {
                    _ if place == 0 && node.purpose == Purpose::Remove => true,
                    Act::Aks(Operation::ScalePool(..)) => node.delta < 0,
                    Act::Aks(Operation::UpdatePool(name, _)) => {
                        let after = goal.pool(name).map(|(_, after)| after);
                        let sets_taints = matches!(&node.act, Act::Aks(Operation::UpdatePool(_, changes)) if changes.iter().any(|change| change.key == "nodeTaints"));
                        sets_taints
                            && after.is_some_and(|after| {
                                pool.takes_ordinary_pods() && !after.takes_ordinary_pods()
                            })
                    }
                    _ => false,
                };
                if !takes {
                    continue;
                }
                let constraints =
                    givers.iter().filter(|(giver, new)| !chain.contains(giver) && could_take(new, pool));
                let constraints: Vec<_> =
                    constraints.map(|(giver, _)| (*giver, Constraint::PlaceFirst)).collect();
                node.after.extend(constraints);
            }
        }
    }
}

/// Returns whether a pool is removed or replaced.
fn goes(start: &Plan, diff: &Diff, pool: &NodePool) -> bool {
    diff.pools.iter().any(|one| {
        let from = one.from.and_then(|from| start.pools.get(from));
        let is_gone = matches!(one.change, PoolChange::Removed | PoolChange::Replaced);
        is_gone && from.is_some_and(|from| from.name == pool.name)
    })
}

/// Returns the pools that go and would be too far behind the control plane of the target, each with the version that an
/// upgrade on the way would give it.
pub(super) fn left_behind<'a>(
    start: &'a Plan,
    target: &Plan,
    diff: &Diff,
) -> impl Iterator<Item = (&'a NodePool, String)> {
    let parse = |version: Option<&String>| version.and_then(|version| Version::parse(version));
    let to = parse(target.cluster.kubernetes_version.as_ref());
    start.pools.iter().filter_map(move |pool| {
        let version = pool.kubernetes_version.as_ref().or(start.cluster.kubernetes_version.as_ref());
        let (mine, to) = (parse(version)?, to?);
        let most = allowed_skew(to.minor);
        let is_behind = to.minor.saturating_sub(mine.minor) > most;
        let next = format!("{}.{}", mine.major, mine.minor.saturating_add(most));
        (is_behind && goes(start, diff, pool)).then_some((pool, next))
    })
}

/// The version to which a cluster out of support can skip ("Supported Kubernetes versions in AKS": from a version out of
/// support to the oldest supported one, in one upgrade of everything); nothing where it has no need to.
pub(super) fn recovery(start: &Plan, target: &Plan, today: Date) -> Option<u32> {
    let from = Version::parse(start.cluster.kubernetes_version.as_deref()?)?;
    let to = Version::parse(target.cluster.kubernetes_version.as_deref()?)?;
    let is_long = |plan: &Plan| plan.cluster.support_plan == Some(SupportPlan::Lts);
    let oldest = supported_minors(today).next()?;
    let skips = support(from).has_ended(today, None) && !is_long(start) && !is_long(target);
    let stays = |pool: &&NodePool| target.pool(&pool.name).is_some_and(|(_, after)| after.is_spot());
    let no_spot = !start.pools.iter().filter(stays).any(NodePool::is_spot);
    (skips && no_spot && oldest > from.minor + 1 && oldest <= to.minor).then_some(oldest)
}

fn as_change(difference: &Difference) -> Change {
    Change { key: difference.key, value: difference.to.clone() }
}

/// Returns the price tier as a number: more costs more.
fn tier(cluster: &Cluster) -> u8 {
    match cluster.tier {
        Some(SkuTier::Premium) => 2,
        Some(SkuTier::Standard) => 1,
        _ => 0,
    }
}

/// Returns whether the cluster's availability sets are migrated: the target has none, or has other pools instead.
pub(super) fn is_migrated(start: &Plan, target: &Plan, diff: &Diff) -> bool {
    let is_set = |pool: &NodePool| pool.pool_type == Some(PoolType::AvailabilitySet);
    diff.pools.iter().any(|one| {
        let from = one.from.and_then(|from| start.pools.get(from));
        let to = one.to.and_then(|to| target.pools.get(to));
        let stays = to.is_some_and(|pool| pool.pool_type.is_none() || is_set(pool));
        from.is_some_and(is_set) && !stays
    })
}

/// Returns whether a pool could take pods of another.
fn could_take(new: &NodePool, old: &NodePool) -> bool {
    let same_system = new.is_windows() == old.is_windows();
    let is_open = new.hard_taints().all(|taint| old.hard_taints().any(|known| known == taint));
    let both_system = new.is_system() && old.is_system();
    same_system && (is_open || both_system) && (!new.is_spot() || old.is_spot())
}

fn constraint_between(before: &Act, act: &Act) -> Constraint {
    match (before, act) {
        (_, Act::Cordon(_)) => Constraint::AddBeforeCordon,
        (_, Act::Drain(_)) => Constraint::CordonBeforeDrain,
        (Act::AwaitSystemPods(_), Act::Aks(Operation::DeletePool(_))) => Constraint::SystemPodsBeforeDelete,
        (_, Act::Aks(Operation::DeletePool(_)) | Act::AwaitSystemPods(_)) => Constraint::DrainBeforeDelete,
        (_, Act::Add(_)) => Constraint::DeleteBeforeName,
        _ => Constraint::InOrder,
    }
}
