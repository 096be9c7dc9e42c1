//! What has to be done to get from one layout to another, as a graph: acts, and constraints as edges between them.
//!
//! Each pool has a chain of acts of its own; the control plane has the first. Edges between chains are constraints too.
//! What cannot be said by an edge, because any of several pools will do, is a guard (`simulated_cluster.rs`).

mod cluster;
mod pools;
mod versions;

use super::act::Act;
use super::diff::{Diff, NO_SURGE_ROOM, PoolChange, PoolDiff, Resolution};
use super::{Operation, PlannerOptions};
use crate::capacity::surge;
use crate::lint::Date;
use crate::plan::{NodePool, POOL_PROPERTIES, Plan};
pub(super) use cluster::{is_migrated, known_cluster};
pub(super) use versions::{left_behind, recovery};

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
    /// Pools that are replaced only because there is no room for the surge nodes of a change in place.
    pub(super) without_surge_room: Vec<String>,
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

/// Returns the number of nodes of a pool that run, as a number of nodes.
pub(super) fn running(pool: &NodePool) -> i64 {
    if pool.is_stopped() { 0 } else { counted(pool) }
}

/// The VM sizes of a pool of virtual machines, each with its number of nodes.
pub(super) const MACHINES: &str = "virtualMachinesProfile";

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
    let is_without_room = |one: &&PoolDiff| {
        let mut new = one.differences.iter().filter(|one| one.resolution == Resolution::NewPool).peekable();
        new.peek().is_some() && new.all(|one| one.why == NO_SURGE_ROOM)
    };
    let without_room = diff.pools.iter().filter(is_without_room);
    let name = |one: &PoolDiff| Some(start.pools.get(one.from?)?.name.clone());
    Graph {
        nodes: builder.nodes,
        chains: builder.chains,
        goal: builder.goal,
        room,
        deletes_first: !delete_first.is_empty(),
        without_surge_room: without_room.filter_map(name).collect(),
    }
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

    /// Returns whether an act reimages nodes, before or after the upgrades.
    fn reimages_nodes(&self, act: &Act) -> bool {
        act.reimages_nodes(self.start) || act.reimages_nodes(self.target)
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
