//! The runbook: the steps that lead from the current layout to the target.

use std::collections::BTreeSet;

use super::diff::{
    Diff, Difference, NO_SURGE_ROOM, PoolChange, RenameCandidate, Resolution, changes, diff, replace_for,
    reset,
};
use super::graph::{
    BuildOptions, Constraint, Graph, Node, Purpose, Split, Strategy, as_created, build, completed,
    is_migrated, known_cluster, left_behind, recovery, running,
};
use super::search::{Effort, Order, Stuck, order};
use super::simulated_cluster::SimulatedCluster;
use super::step::{Before, Disruption, Numbers, Step};
use super::{Act, Operation, Reason, update};
use crate::catalog::Catalog;
use crate::lint::{Date, Severity};
use crate::operations::cluster::cluster_property;
use crate::operations::matrix::reimages;
use crate::operations::preconditions::can_resize;
use crate::operations::simulate::{COUNT_IN_RANGE, Environment};
use crate::plan::{
    CLUSTER_PROPERTIES, Cluster, NodePool, POOL_PROPERTIES, Plan, PoolType, PowerState, Property,
};
use crate::text::{capital, in_sentence};

/// The options of the planner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannerOptions {
    /// What counts more.
    pub objective: Objective,
    /// Names of pools that are replaced.
    pub names: Names,
    /// Other names: of a pool that is replaced and takes a new name, or of one that has another name in the target.
    pub renames: Vec<RenameCandidate>,
    /// Whether a pool may be deleted before the one that replaces it exists, if no other order is valid.
    pub allow_disruption: bool,
}

/// The objective if several orders are valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Objective {
    /// The fewest extra nodes at any time, then the fewest steps.
    #[default]
    SmallestPeak,
    /// The fewest steps, then the fewest extra nodes.
    FewestSteps,
}

/// Names of pools that are replaced and have the same name in the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// They take a new name, and pods move once.
    #[default]
    Propose,
    /// They keep it: a temporary pool takes the pods while the name is given to the new pool, so pods move twice.
    Keep,
}

/// The steps, and what they lead to.
#[derive(Clone, Debug, PartialEq)]
pub struct Runbook {
    /// The current layout; unknown properties of its cluster are taken from the target.
    pub start: Plan,
    /// The layout that is there in the end: the target, and what it leaves as it is.
    pub goal: Plan,
    /// The target with the names that replaced pools take. A later comparison has to use these.
    pub target: Plan,
    /// What differs.
    pub diff: Diff,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// The most nodes beyond those of the beginning, at any time.
    pub peak_nodes: i64,
    /// The most addresses beyond those of the beginning, at any time.
    pub peak_addresses: i64,
    /// What no operation on node pools reaches.
    pub left: Vec<Difference>,
    /// The properties of the cluster that the current layout states.
    pub stated: Vec<&'static str>,
    /// Old and new names of pools that take a new one by proposal.
    pub proposed: Vec<RenameCandidate>,
    /// Pools that are deleted before the ones that replace them exist. Empty unless that was allowed.
    pub deleted_first: Vec<String>,
}

/// Why there is no valid order.
#[derive(Clone, Debug, PartialEq)]
pub struct Impossible {
    /// What differs.
    pub diff: Diff,
    /// What is in the way.
    pub blocked: Vec<Blocked>,
    /// What would make it possible.
    pub remedies: Vec<String>,
    /// Whether every order was tried; otherwise none was found among many.
    pub all_tried: bool,
    /// Whether there is an order if pools may be deleted before the ones that replace them exist.
    pub is_possible_with_disruption: bool,
}

/// An act that cannot be done at any time, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocked {
    /// The act as a sentence; `None` if the target itself is in the way.
    pub act: Option<String>,
    /// What the act is called in JSON; `target` where the target itself is in the way.
    pub code: &'static str,
    /// The pool that the act is about.
    pub pool: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Blocked {
    /// The target itself is in the way.
    fn target(reasons: Vec<Reason>) -> Self {
        Self { act: None, code: "target", pool: None, reasons }
    }
}

/// Finds the steps from one layout to another, or says why there are none.
pub fn runbook(
    current: &Plan,
    target: &Plan,
    catalog: &Catalog,
    today: Date,
    options: &PlannerOptions,
) -> Result<Runbook, Box<Impossible>> {
    let target = renamed(current, target, &options.renames);
    let start = Plan {
        cluster: known_cluster(&current.cluster, &target.cluster),
        pools: current.pools.clone(),
        ..Plan::default()
    };
    let environment = Environment { catalog, today };
    let mut diff = diff(current, &target, &options.renames);
    replace_unfit_resizes(&mut diff, &start, &target, catalog);
    drop_unfit(&mut diff, &start, &target, environment);
    let reasons_of = |diff: &Diff| {
        let goal = Planner::new((current, &start, &target), diff, environment, options)
            .graph(&[], Strategy::AddBeforeRemove, false)
            .goal;
        new_in_goal(environment, &start, &goal)
    };
    let mut reasons = reasons_of(&diff);
    // What new pools take over unasked may be too much for all of them together.
    if !reasons.is_empty() {
        let mut bare = diff.clone();
        let replaced = bare.pools.iter_mut().filter(|one| one.change == PoolChange::Replaced);
        replaced.for_each(|one| one.kept.clear());
        let of_bare = reasons_of(&bare);
        if of_bare.len() < reasons.len() {
            (diff, reasons) = (bare, of_bare);
        }
    }
    let impossible = |blocked: Vec<Blocked>, all_tried, is_possible_with_disruption| {
        let mut remedies = remedies(&blocked);
        if is_possible_with_disruption {
            remedies.insert(0, WITH_DISRUPTION.to_owned());
        }
        // First what costs no pod its place.
        remedies.splice(0..0, without_surge(&blocked, &target));
        let diff = diff.clone();
        Box::new(Impossible { diff, blocked, remedies, all_tried, is_possible_with_disruption })
    };
    let unfit = partial(current)
        .or_else(|| duplicate_name(current, "The current layout"))
        .or_else(|| duplicate_name(&target, "The target"));
    if let Some(reason) = unfit {
        return Err(impossible(vec![Blocked::target(vec![reason])], true, false));
    }
    if start.cluster.power_state == Some(PowerState::Stopped) && !diff.is_empty() {
        reasons.push(Reason {
            rule: Some(CLUSTER_RUNS),
            severity: Severity::Refused,
            message:
                "The cluster is stopped; node pools can be added, started and stopped only while it runs."
                    .to_owned(),
        });
    }
    if !is_migrated(&start, &target, &diff) {
        reasons.extend(stuck_in_set(&start, &diff));
    }
    if !reasons.is_empty() {
        return Err(impossible(vec![Blocked::target(reasons)], true, false));
    }
    let search = Planner::new((current, &start, &target), &diff, environment, options);
    let missed = match search.best() {
        Ok(found) => return Ok(search.runbook(found)),
        Err(missed) => missed,
    };
    let replacing = replacing_for_room(&diff, &missed, &start, &target, environment);
    let fitting = replacing.iter().filter(|diff| reasons_of(diff).is_empty());
    let planner = |diff| Planner::new((current, &start, &target), diff, environment, options);
    let others: Vec<Planner<'_>> = fitting.map(planner).collect();
    for other in &others {
        if let Ok(found) = other.best() {
            return Ok(other.runbook(found));
        }
    }
    match std::iter::once(&search).chain(&others).find_map(Planner::with_disruption) {
        Some((search, found)) if options.allow_disruption => Ok(search.runbook(found)),
        disruptive => {
            let (graph, stuck) = *missed;
            let blocked = stuck.blocked.into_iter().filter_map(|(node, reasons)| {
                let act = &graph.nodes.get(node)?.act;
                let pool = act.pool().map(str::to_owned);
                Some(Blocked { act: Some(act.describe(&start)), code: act.name(), pool, reasons })
            });
            Err(impossible(blocked.collect(), stuck.all_tried, disruptive.is_some()))
        }
    }
}

/// Returns whether there is no quota or no addresses for what an act adds.
fn lacks_room(reason: &Reason) -> bool {
    let rules = ["pool-quota-vcpu", "overlay-node-subnet-size", "flat-subnet-size"];
    reason.rule.is_some_and(|rule| rules.contains(&rule))
}

/// Returns the differences with pools replaced that could be changed in place if there were room for their surge nodes:
/// those that the search was stuck at, then all of them.
fn replacing_for_room(
    diff: &Diff,
    (graph, stuck): &(Graph, Stuck),
    start: &Plan,
    target: &Plan,
    environment: Environment<'_>,
) -> Vec<Diff> {
    let blocked = stuck.blocked.iter().filter(|(_, reasons)| reasons.iter().any(lacks_room));
    let blocked: Vec<&Act> =
        blocked.filter_map(|(node, _)| graph.nodes.get(*node)).map(|node| &node.act).collect();
    let is_stuck = |act: &&Act| act.reimages_nodes(start) || act.reimages_nodes(target);
    let stuck: Vec<&str> = blocked.into_iter().filter(is_stuck).filter_map(Act::pool).collect();
    let replacing = |is_concerned: &dyn Fn(&str) -> bool| {
        let mut diff = diff.clone();
        for one in diff.pools.iter_mut().filter(|one| one.change == PoolChange::Changed) {
            let from = one.from.and_then(|from| start.pools.get(from));
            let Some((pool, wanted)) = from.zip(one.to.and_then(|to| target.pools.get(to))) else { continue };
            let needs_surge = |key: &str| {
                key == "orchestratorVersion"
                    || reimages(key, pool, &start.cluster)
                    || reimages(key, pool, &target.cluster)
            };
            let keys: Vec<&str> = one
                .differences
                .iter()
                .map(|difference| difference.key)
                .filter(|key| needs_surge(key))
                .collect();
            for key in keys.into_iter().filter(|_| is_concerned(&pool.name)) {
                replace_for(one, key, NO_SURGE_ROOM, (pool, wanted), &target.cluster);
            }
        }
        drop_unfit(&mut diff, start, target, environment);
        diff
    };
    if stuck.is_empty() {
        return Vec::new();
    }
    let some = replacing(&|name| stuck.contains(&name));
    let all = replacing(&|_| true);
    if some == all { vec![some] } else { vec![some, all] }
}

/// Why a layout that was read from an export that was cut off can't be a baseline.
pub const PARTIAL_BASELINE: &str = "the current layout is marked as partial: it was read from an export that was cut off, so a migration would drop what is missing. Export the cluster again with ConvertTo-Json -Depth 100 and import that.";

/// Returns why a migration can't start from a layout of which only part is known.
fn partial(current: &Plan) -> Option<Reason> {
    current.cluster.partial.then(|| Reason {
        rule: None,
        severity: Severity::Refused,
        message: capital(PARTIAL_BASELINE),
    })
}

/// Returns why nothing can be done to the pools of a cluster of an availability set, if the target asks for it: the API of
/// node pools refuses such a cluster, and `az aks upgrade` upgrades its pools with the control plane (azure-cli 2.91.0).
fn stuck_in_set(start: &Plan, diff: &Diff) -> Option<Reason> {
    let set = start.pools.iter().find(|pool| pool.pool_type == Some(PoolType::AvailabilitySet))?;
    let is_needed = diff.pools.iter().any(|one| one.change != PoolChange::Kept)
        || diff.cluster.iter().any(|one| one.key == "kubernetesVersion");
    is_needed.then(|| Reason {
        rule: Some("pool-type-supported"),
        severity: Severity::Refused,
        message: format!(
            "{} is an availability set, and AKS has no node pool commands for such a cluster. State \"type\": \"VirtualMachines\" for it in the target: az aks update --migrate-vmas-to-vms is then the first step.",
            in_sentence(&set.name)
        ),
    })
}

/// What is said where only orders are left that delete pools first.
const WITH_DISRUPTION: &str = "Allow disruption (--allow-disruption): then there is an order in which pools are deleted before the ones that replace them exist.";

/// Has pools replaced that can't be resized in place, which a preview allows, because of what a resize keeps.
fn replace_unfit_resizes(diff: &mut Diff, start: &Plan, target: &Plan, catalog: &Catalog) {
    const WHY: &str = "A resize in place (preview) keeps the CPU architecture, the generation, the confidential type and the disk controller; these sizes differ in one of them.";
    for one in diff.pools.iter_mut().filter(|one| one.change == PoolChange::Changed) {
        let from = one.from.and_then(|from| start.pools.get(from));
        let Some((pool, wanted)) = from.zip(one.to.and_then(|to| target.pools.get(to))) else { continue };
        let size = |pool: &NodePool| catalog.size(pool.vm_size.as_deref()?);
        let is_unfit = size(pool).zip(size(wanted)).is_some_and(|(old, new)| !can_resize(old, new));
        if is_unfit && one.differences.iter().any(|one| one.key == "vmSize") {
            replace_for(one, "vmSize", WHY, (pool, wanted), &target.cluster);
        }
    }
}

/// Takes from what pools take over unasked what AKS refuses of them.
fn drop_unfit(diff: &mut Diff, start: &Plan, target: &Plan, environment: Environment<'_>) {
    let mut cluster = start.cluster.clone();
    for one in diff.cluster.iter().filter(|one| one.resolution == Resolution::InPlace) {
        if let Some(property) = cluster_property(one.key) {
            property.put(&mut cluster, one.to.clone());
        }
    }
    let refused = |pool: NodePool, cluster: &Cluster| {
        let plan = Plan { cluster: cluster.clone(), pools: vec![pool], ..Plan::default() };
        environment.refused_of_new_pool(&plan)
    };
    for one in diff.pools.iter_mut().filter(|one| !one.kept.is_empty()) {
        let from = one.from.and_then(|from| start.pools.get(from));
        let Some((pool, wanted)) = from.zip(one.to.and_then(|to| target.pools.get(to))) else { continue };
        if one.change == PoolChange::Replaced {
            let with =
                |kept: &[&str]| refused(as_created(&completed(wanted, pool, kept), Some(pool)), &cluster);
            one.kept = fitting(&one.kept, with);
            continue;
        }
        let mut after = pool.clone();
        update(&mut after, &changes(&one.differences));
        after.kubernetes_version.clone_from(&wanted.kubernetes_version);
        let is_there = refused(pool.clone(), &start.cluster);
        if refused(after.clone(), &cluster) <= is_there {
            continue;
        }
        let is_kept = |key: &str| one.kept.contains(&key) && pool.is_linux();
        let resets: Vec<Difference> = IN_PLACE_DEFAULTS
            .into_iter()
            .filter(|(key, _)| is_kept(key))
            .filter_map(|(key, to)| Some(reset(key, pool_property(key)?.get(pool), to)))
            .collect();
        let with = |kept: &[&str]| {
            let mut after = after.clone();
            let resets: Vec<Difference> =
                resets.iter().filter(|reset| !kept.contains(&reset.key)).cloned().collect();
            update(&mut after, &changes(&resets));
            refused(after, &cluster)
        };
        let keys: Vec<&'static str> = resets.iter().map(|reset| reset.key).collect();
        let kept = fitting(&keys, with);
        let resets: Vec<Difference> = resets.into_iter().filter(|reset| !kept.contains(&reset.key)).collect();
        if !resets.is_empty() {
            one.kept.retain(|key| resets.iter().all(|reset| reset.key != *key));
            one.differences.extend(resets);
            one.change = PoolChange::Changed;
        }
    }
}

/// Properties without a default in the API that an update can set to what AKS takes for a new pool (az aks nodepool add
/// --help of azure-cli 2.91.0; "Upgrade options", 2026-07-02).
const IN_PLACE_DEFAULTS: [(&str, &str); 3] =
    [("osSKU", "Ubuntu"), ("upgradeSettings.maxSurge", "10%"), ("upgradeSettings.maxUnavailable", "0")];

fn pool_property(key: &str) -> Option<&'static Property<NodePool>> {
    crate::plan::property::find(POOL_PROPERTIES, key)
}

/// Returns those of some keys with which the least is refused: one after another is left out, or those of one object.
fn fitting(keys: &[&'static str], refused: impl Fn(&[&str]) -> usize) -> Vec<&'static str> {
    let mut kept = keys.to_vec();
    let mut least = if kept.is_empty() { 0 } else { refused(&kept) };
    while least > 0 {
        let without = |is_out: &dyn Fn(&str) -> bool| {
            let rest: Vec<&'static str> = kept.iter().copied().filter(|key| !is_out(key)).collect();
            (refused(&rest), rest)
        };
        let object = |key: &str| key.split_once('.').map(|(object, _)| object.to_owned());
        let single = kept.iter().map(|key| without(&|other| other == *key));
        let objects = kept.iter().filter_map(|key| object(key));
        let objects = objects.map(|of| without(&|other| object(other).as_deref() == Some(of.as_str())));
        match single.chain(objects).min_by_key(|(refused, _)| *refused) {
            Some((fewer, rest)) if fewer < least => (least, kept) = (fewer, rest),
            _ => break,
        }
    }
    kept
}

/// The rule that pools are started only in a running cluster.
const CLUSTER_RUNS: &str = "start-pool-preconditions";

/// What orders are looked for between.
struct Planner<'a> {
    current: &'a Plan,
    start: &'a Plan,
    target: &'a Plan,
    diff: &'a Diff,
    environment: Environment<'a>,
    options: &'a PlannerOptions,
    /// Pools that may go before those that replace them are there.
    delete_first: Vec<&'a str>,
    /// Pools that go before they would be too far behind the control plane, instead of an upgrade.
    early: Vec<&'a str>,
    /// Whether those of them that go first are replaced only once the control plane has its version.
    adds_late: bool,
    /// Whether applications may wait without a node until a later step adds one.
    may_wait: bool,
    /// How long each search goes on.
    effort: Effort,
}

/// A graph, and the order that was found for it.
type Found = (Graph, Order);

/// Pools that may be changed in several pieces, at most, where that is not needed but lowers the peak.
const PIECEMEAL: usize = 12;

impl<'a> Planner<'a> {
    fn new(
        (current, start, target): (&'a Plan, &'a Plan, &'a Plan),
        diff: &'a Diff,
        environment: Environment<'a>,
        options: &'a PlannerOptions,
    ) -> Self {
        let delete_first = Vec::new();
        Self {
            current,
            start,
            target,
            diff,
            environment,
            options,
            delete_first,
            early: Vec::new(),
            adds_late: false,
            may_wait: false,
            effort: Effort::Full,
        }
    }

    fn graph(&self, apart: &[(&str, Split)], room: Strategy, at_once: bool) -> Graph {
        let today = self.environment.today;
        let (delete_first, early) = (self.delete_first.as_slice(), self.early.as_slice());
        let adds_late = self.adds_late;
        let build_options = BuildOptions { apart, delete_first, room, at_once, early, adds_late, today };
        build(self.start, self.target, self.diff, self.options, build_options)
    }

    fn site(&self, graph: &Graph) -> SimulatedCluster<'a> {
        let mut site = SimulatedCluster::new(self.start, &graph.goal, self.environment);
        site.may_wait = self.may_wait;
        site
    }

    fn order(
        &self,
        apart: &[(&str, Split)],
        room: Strategy,
        at_once: bool,
    ) -> Result<Found, Box<(Graph, Stuck)>> {
        let graph = self.graph(apart, room, at_once);
        match order(&graph, &mut self.site(&graph), self.effort) {
            Ok(order) => Ok((graph, order)),
            Err(stuck) => Err(Box::new((graph, stuck))),
        }
    }

    fn runbook(&self, (graph, order): Found) -> Runbook {
        let site = self.site(&graph);
        let runbook = assemble(self.start.clone(), self.target, self.diff.clone(), &graph, order, site);
        let stated =
            CLUSTER_PROPERTIES.iter().filter(|property| property.get(&self.current.cluster).is_some());
        Runbook { stated: stated.map(|property| property.key).collect(), ..runbook }
    }

    /// Returns the best order in which pools go before those that replace them are there: as few of them as possible,
    /// and only where other pools take their pods, if that is possible.
    fn with_disruption(&self) -> Option<(Self, Found)> {
        let replaced = self.diff.pools.iter().filter(|one| one.change == PoolChange::Replaced);
        let names = replaced.filter_map(|one| Some(self.start.pools.get(one.from?)?.name.as_str()));
        let names: Vec<&str> = names.collect();
        let with = |delete_first: Vec<&'a str>, may_wait, effort| {
            let search = Planner { delete_first, may_wait, effort, early: Vec::new(), ..*self };
            search.best().ok().map(|found| (search, found))
        };
        // Where it isn't allowed, only whether there is one is said.
        let effort = if self.options.allow_disruption { Effort::Full } else { Effort::Any };
        // Without a pool that may go first, it is the search that failed.
        let deleted = if names.is_empty() { None } else { with(names.clone(), false, effort) };
        let mut best = deleted.or_else(|| with(names, true, effort))?;
        // Of very many pools some more or less don't matter.
        let is_small = best.0.delete_first.len() <= 3 * PIECEMEAL;
        let most = if self.options.allow_disruption && is_small { PIECEMEAL } else { 0 };
        for name in best.0.delete_first.clone().into_iter().take(most) {
            let fewer = best.0.delete_first.iter().copied().filter(|other| *other != name).collect();
            if let Some(found) = with(fewer, best.0.may_wait, Effort::Brief) {
                best = found;
            }
        }
        Some(best)
    }

    /// Returns the best order. A pool that goes is not upgraded only to be near enough to the control plane, if it can go
    /// before.
    fn best(&self) -> Result<Found, Box<(Graph, Stuck)>> {
        let behind: Vec<(&NodePool, String)> = left_behind(self.start, self.target, self.diff).collect();
        let names = |pools: &mut dyn Iterator<Item = &(&'a NodePool, String)>| -> Vec<&'a str> {
            pools.map(|(pool, _)| pool.name.as_str()).collect()
        };
        let all = names(&mut behind.iter());
        // An upgrade on the way may be refused of some and possible for others.
        let stuck = names(&mut behind.iter().filter(|(pool, version)| !self.can_have(pool, version)));
        let is_other = !stuck.is_empty() && stuck.len() < all.len();
        for early in [Some(all), is_other.then_some(stuck)].into_iter().flatten() {
            let goes_first = early.iter().any(|name| self.delete_first.contains(name));
            let ways: &[bool] = match early.is_empty() {
                true => &[],
                false if goes_first => &[false, true],
                false => &[false],
            };
            for adds_late in ways {
                let (early, delete_first) = (early.clone(), self.delete_first.clone());
                let search = Planner { early, delete_first, adds_late: *adds_late, ..*self };
                if let Ok(found) = search.best_by_version() {
                    return Ok(found);
                }
            }
        }
        self.best_by_version()
    }

    /// Returns whether AKS refuses no more of a pool in another version.
    fn can_have(&self, pool: &NodePool, version: &str) -> bool {
        let refused = |pool: NodePool| {
            let plan = Plan { cluster: self.start.cluster.clone(), pools: vec![pool], ..Plan::default() };
            self.environment.refused_of_new_pool(&plan)
        };
        let upgraded = NodePool { kubernetes_version: Some(version.to_owned()), ..pool.clone() };
        refused(upgraded) <= refused(pool.clone())
    }

    /// Returns the best order: pool by pool, or with all pools upgraded together, if that is as good or better by what
    /// counts more.
    fn best_by_version(&self) -> Result<Found, Box<(Graph, Stuck)>> {
        let by_pool = self.in_room(false);
        let will_do = self.effort == Effort::Any && by_pool.is_ok();
        if will_do || self.diff.cluster.iter().all(|one| one.key != "kubernetesVersion") {
            return by_pool;
        }
        let Ok(together) = self.in_room(true) else { return by_pool };
        let cost = |(_, order): &Found| {
            let (peak, steps) = (order.peak, i64::try_from(order.acts.len()).unwrap_or(i64::MAX));
            match self.options.objective {
                Objective::SmallestPeak => (peak, steps),
                Objective::FewestSteps => (steps, peak),
            }
        };
        // Versions between one out of support and the oldest supported one may not be offered any more.
        let is_recovery = recovery(self.start, self.target, self.environment.today).is_some();
        match by_pool {
            Ok(by_pool) if !is_recovery && cost(&by_pool) <= cost(&together) => Ok(by_pool),
            _ => Ok(together),
        }
    }

    fn in_room(&self, at_once: bool) -> Result<Found, Box<(Graph, Stuck)>> {
        self.in_pieces(Strategy::AddBeforeRemove, at_once).or_else(|first| {
            // Where nothing goes or waits for a place, the other way is the same.
            let is_other = |node: &Node| {
                let waits = node.after.iter().any(|(_, constraint)| *constraint == Constraint::PlaceFirst);
                waits || node.purpose == Purpose::Remove
            };
            if !first.0.nodes.iter().any(is_other) {
                return Err(first);
            }
            let second = self.in_pieces(Strategy::RemoveBeforeAdd, at_once);
            second.map_err(|second| if second.1.done > first.1.done { second } else { first })
        })
    }

    /// Returns the best order of its kind. Pools are changed in one piece, unless pieces make it possible or, where
    /// that counts more, lower the peak; then as few pools as possible are changed in pieces.
    fn in_pieces(&self, room: Strategy, at_once: bool) -> Result<Found, Box<(Graph, Stuck)>> {
        let order = |apart: &[(&str, Split)]| self.order(apart, room, at_once);
        let mut whole = order(&[]);
        let changed = self
            .diff
            .pools
            .iter()
            .filter(|one| one.change == PoolChange::Changed && one.differences.len() > 1);
        let names = changed.filter_map(|one| Some(self.start.pools.get(one.from?)?.name.as_str()));
        let names: Vec<&str> = names.collect();
        let is_small = names.len() <= PIECEMEAL;
        let lowers =
            self.options.objective == Objective::SmallestPeak && is_small && self.effort != Effort::Any;
        let is_good = whole.as_ref().is_ok_and(|(_, order)| order.peak <= 0 || !lowers);
        if is_good || names.is_empty() {
            return whole;
        }
        // More pieces are tried only where fewer lead nowhere.
        let splits: &[Split] = match &whole {
            Err(_) if is_small => &[Split::Few, Split::ByReason, Split::ByProperty],
            _ => &[Split::Few],
        };
        let mut found = None;
        for split in splits {
            let apart: Vec<(&str, Split)> = names.iter().map(|name| (*name, *split)).collect();
            match (order(&apart), &mut whole) {
                (Ok(best), _) => {
                    found = Some((best, apart));
                    break;
                }
                (Err(stuck), Err(whole)) => whole.1.all_tried &= stuck.1.all_tried,
                (Err(_), Ok(_)) => {}
            }
        }
        let Some((mut best, mut apart)) = found else { return whole };
        if whole.as_ref().is_ok_and(|(_, order)| order.peak <= best.1.peak) {
            return whole;
        }
        for (name, split) in apart.clone().into_iter().take(PIECEMEAL) {
            let fewer = [None, Some(Split::Few), Some(Split::ByReason)];
            for fewer in fewer.into_iter().filter(|fewer| fewer.is_none_or(|fewer| fewer < split)) {
                let others = apart.iter().copied().filter(|(other, _)| *other != name);
                let fewer: Vec<(&str, Split)> = others.chain(fewer.map(|fewer| (name, fewer))).collect();
                // None in pieces was tried first.
                if fewer.is_empty() {
                    continue;
                }
                if let Ok(found) = order(&fewer)
                    && found.1.peak <= best.1.peak
                {
                    (best, apart) = (found, fewer);
                    break;
                }
            }
        }
        Ok(best)
    }
}

/// Returns the target with the new names of pools that have their old one in it.
fn renamed(current: &Plan, target: &Plan, renames: &[RenameCandidate]) -> Plan {
    let mut target = Plan { baseline: None, ..target.clone() };
    for RenameCandidate { from, to } in renames {
        let is_rename = current.pool(from).is_some() && target.pool(to).is_none();
        if let Some(pool) = target.pools.iter_mut().find(|pool| is_rename && pool.name == *from) {
            pool.name.clone_from(to);
        }
    }
    target
}

/// Returns why a layout that has a name twice can't be compared.
fn duplicate_name(plan: &Plan, what: &str) -> Option<Reason> {
    let mut pools = plan.pools.iter().enumerate();
    let (_, pool) =
        pools.find(|(place, pool)| plan.pools.iter().take(*place).any(|other| other.name == pool.name))?;
    Some(Reason {
        rule: Some("pool-name-unique"),
        severity: Severity::Refused,
        message: format!("{what} has two pools named {}; give each its own name.", in_sentence(&pool.name)),
    })
}

/// Returns what is Refused of the goal, and was not of the start.
fn new_in_goal(environment: Environment<'_>, start: &Plan, goal: &Plan) -> Vec<Reason> {
    let known = environment.all(&mut start.clone());
    let mut reasons = environment.all(&mut goal.clone());
    reasons.retain(|(key, _)| !known.iter().any(|(old, _)| old == key));
    // The number of nodes is compared with the autoscaler's bounds only where a pool is created.
    let is_there = |name: &Option<String>| name.as_ref().is_some_and(|name| start.pool(name).is_some());
    reasons.retain(|((rule, name), _)| *rule != COUNT_IN_RANGE || !is_there(name));
    let mut reasons: Vec<Reason> = reasons.into_iter().map(|(_, reason)| reason).collect();
    let is_stopped = |pool: &NodePool| pool.is_system() && running(pool) == 0 && pool.nodes() > 0;
    for pool in goal.pools.iter().filter(|pool| is_stopped(pool)) {
        if start.pool(&pool.name).is_none_or(|(_, before)| !is_stopped(before)) {
            let message = format!(
                "{} is a stopped System pool in the target; only User pools can be stopped.",
                in_sentence(&pool.name)
            );
            reasons.push(Reason {
                rule: Some("stop-pool-preconditions"),
                severity: Severity::Refused,
                message,
            });
        }
    }
    let has_system = |plan: &Plan| plan.pools.iter().any(|pool| pool.is_system() && running(pool) > 0);
    if !start.cluster.existing && has_system(start) && !has_system(goal) {
        reasons.push(Reason {
            rule: Some("cluster-needs-system-pool"),
            severity: Severity::Refused,
            message: "The target has no System pool that runs; a cluster always needs one.".to_owned(),
        });
    }
    reasons
}

/// Applies the acts in their order once more, and describes each.
fn assemble(
    start: Plan,
    target: &Plan,
    diff: Diff,
    graph: &Graph,
    order: Order,
    mut site: SimulatedCluster<'_>,
) -> Runbook {
    let (nodes, addresses) = (site.nodes(), site.addresses());
    let mut steps = Vec::with_capacity(order.acts.len());
    let (mut peak_nodes, mut peak_addresses) = (0, 0);
    let mut deleted_first = Vec::new();
    for (index, remarks) in order.acts {
        let Some(node) = graph.nodes.get(index) else { continue };
        let before = (site.nodes(), site.addresses());
        let old = node.act.pool().and_then(|name| site.plan.pool(name)).map(|(_, pool)| pool.clone());
        let cluster = site.plan.cluster.clone();
        let version = cluster.kubernetes_version.clone();
        let surge = (site.surge(node), site.surge_addresses(node));
        let reimages = node.act.reimages_nodes(&site.plan);
        let waits = site.may_wait && site.leaves_pods_waiting(&node.act);
        let replacement = match (&node.act, &node.purpose) {
            (Act::Cordon(_) | Act::Drain(_) | Act::Aks(_), Purpose::Replaced(new))
                if old.as_ref().is_some_and(|old| running(old) > 0)
                    && (old.as_ref().is_some_and(|old| old.name == *new)
                        || site.plan.pool(new).is_none()) =>
            {
                Some(new.as_str())
            }
            _ => None,
        };
        let renamed = match (&node.act, &node.purpose) {
            (Act::Drain(old), Purpose::Replaced(new)) if !is_temporary(graph, new) => {
                Some(new.as_str()).filter(|new| new != old)
            }
            _ => None,
        };
        let disruption = Disruption { waits, replacement, renamed };
        if let (Some(_), Act::Aks(Operation::DeletePool(name))) = (replacement, &node.act) {
            deleted_first.push(name.clone());
        }
        let name = node.act.pool().unwrap_or_default();
        let is_other = |pool: &&NodePool| pool.name != name && !pool.is_stopped();
        let has_other_place = site.plan.pools.iter().filter(is_other).any(NodePool::takes_ordinary_pods);
        site.replay(&node.act);
        let extra = Numbers {
            nodes: before.0.max(site.nodes()) + surge.0 - nodes,
            addresses: before.1.max(site.addresses()) + surge.1 - addresses,
        };
        peak_nodes = peak_nodes.max(extra.nodes);
        peak_addresses = peak_addresses.max(extra.addresses);
        let before = Before {
            pool: old.as_ref(),
            version: version.as_deref(),
            cluster: &cluster,
            reimages,
            has_other_place,
        };
        steps.push(Step::of(node, graph, &start, before, extra, remarks, disruption));
    }
    let left = diff.cluster.iter().filter(|one| one.resolution != Resolution::InPlace).cloned().collect();
    let proposed = graph.nodes.iter().filter_map(|node| match (&node.act, &node.purpose) {
        (Act::Add(pool), Purpose::Replaces(old)) if target.pool(&pool.name).is_none() => {
            Some(RenameCandidate { from: old.clone(), to: pool.name.clone() })
        }
        _ => None,
    });
    let proposed: Vec<RenameCandidate> = proposed.collect();
    let mut renamed = target.clone();
    for pool in &mut renamed.pools {
        if let Some(new) = proposed.iter().find(|new| new.from == pool.name) {
            pool.name.clone_from(&new.to);
        }
    }
    Runbook {
        goal: graph.goal.clone(),
        target: renamed,
        start,
        diff,
        steps,
        peak_nodes,
        peak_addresses,
        left,
        stated: Vec::new(),
        proposed,
        deleted_first,
    }
}

/// Returns whether the pool of that name is temporary: removed once another has the name that it keeps free.
fn is_temporary(graph: &Graph, name: &str) -> bool {
    let adds = |node: &Node| matches!(&node.act, Act::Add(pool) if pool.name == name);
    graph.nodes.iter().any(|node| adds(node) && matches!(node.purpose, Purpose::Temporary(_)))
}

/// Returns how pools that have no room for surge nodes can change without them: those that may have `maxUnavailable`.
fn without_surge(blocked: &[Blocked], target: &Plan) -> Option<String> {
    let name = |blocked: &Blocked| {
        let is_short =
            matches!(blocked.code, "upgrade-pool" | "update-pool") && blocked.reasons.iter().any(lacks_room);
        let (_, pool) = target.pool(blocked.pool.as_deref().filter(|_| is_short)?)?;
        (!pool.is_system() && !pool.is_spot()).then(|| in_sentence(&pool.name).into_owned())
    };
    let names: BTreeSet<String> = blocked.iter().filter_map(name).collect();
    let names: Vec<String> = names.into_iter().collect();
    (!names.is_empty()).then(|| {
        format!(
            "Set upgradeSettings.maxSurge to 0 and upgradeSettings.maxUnavailable to 1 in the target for {}: the nodes are then drained and replaced one by one, without additional ones.",
            names.join(", ")
        )
    })
}

/// Returns what would make it possible, by what is in the way.
fn remedies(blocked: &[Blocked]) -> Vec<String> {
    let mut remedies: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        if !remedies.iter().any(|known| known == text) {
            remedies.push(text.to_owned());
        }
    };
    for Blocked { act, reasons, .. } in blocked {
        for reason in reasons {
            add(match reason.rule {
                Some(CLUSTER_RUNS) if act.is_none() => "Start the cluster, import it again, and plan again.",
                _ if act.is_none() => {
                    "Fix the target first: no order of steps reaches a target that AKS refuses."
                }
                Some("pool-quota-vcpu") => {
                    "Request more quota, run fewer nodes meanwhile, or use a size of another family."
                }
                Some("cluster-max-pools") => {
                    "Delete a pool first, or merge pools of the same kind: replacing a pool needs one more pool meanwhile."
                }
                Some("cluster-max-nodes") => {
                    "Scale pools down first, so that the nodes that run at the same time stay within the tier."
                }
                Some("one-operation-at-a-time") => {
                    "Wait until no operation runs, import the cluster again, and plan again."
                }
                Some("control-plane-no-skip" | "pool-version-no-downgrade") => {
                    "Choose a version that can be reached from today\u{2019}s: versions go up, one minor version at a time."
                }
                Some(rule) if ["subnet", "cidr", "kubenet"].iter().any(|part| rule.contains(part)) => {
                    "Use a larger address range, or a subnet of its own for the new pool: both pools exist at the same time."
                }
                None => "Keep or add a pool that can run these pods before theirs is deleted.",
                Some(_) => "Change the pool in the target so that AKS accepts it next to the existing pools.",
            });
        }
    }
    remedies
}
