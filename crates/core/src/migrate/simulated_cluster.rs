//! The cluster while a runbook is carried out: what exists, what is cordoned, and whether an act is valid now.
//!
//! AKS's own preconditions are those of `simulate`. The guards here are about what any of several pools can give:
//! system pods and applications always have a place to go, and quota covers what is there meanwhile.

use super::act::Act;
use super::graph::{Graph, MACHINES, Node, extra, running};
use super::{Change, Operation, Reason};
use crate::capacity::addresses::{addresses_of_its_pods, addresses_of_node};
use crate::capacity::cidr::Cidr;
use crate::capacity::quota::{REGIONAL, SPOT, quota_use_of, surge_size};
use crate::catalog::allowed_skew;
use crate::lint::Severity;
use crate::operations::simulate::{Environment, KnownFinding, Undo, place_of};
use crate::plan::{NodePool, OsSku, Plan, ScaleDownMode, Sku, Subnet, SupportPlan, Version};
use crate::text::in_sentence;
use std::collections::BTreeMap;

/// The cluster at one moment of a migration, on which acts are tried.
#[derive(Debug)]
pub(super) struct SimulatedCluster<'a> {
    environment: Environment<'a>,
    pub(super) plan: Plan,
    /// The names of the cordoned pools.
    cordoned: Vec<String>,
    /// What is Refused of the plan as a whole, where it is known.
    whole: Option<Vec<KnownFinding>>,
    /// For each kind of pods, whether the target has nodes that can run it.
    wants: [bool; POD_KINDS.len()],
    /// The newest Windows version that runs in the target, as a year; 0 if none does.
    newest_windows: u16,
    /// Whether applications may wait without a node until a later step adds one.
    pub(super) may_wait: bool,
    /// The quota that the cluster uses at the start.
    began_with: Vec<(String, i64)>,
    /// The quota that the cluster uses now, where it is known.
    taken: Option<Vec<(String, i64)>>,
    /// Nodes of each pool that are deallocated since the start.
    deallocated: BTreeMap<String, i64>,
}

/// A kind of place for pods: what the pods are called, and whether a pool is one.
type PodKind = (&'static str, fn(&NodePool) -> bool);

const SYSTEM_PODS: &str = "system pods";

const POD_KINDS: [PodKind; 3] = [
    (SYSTEM_PODS, |pool| pool.is_system() && pool.is_linux() && !pool.is_spot()),
    ("applications", NodePool::takes_ordinary_pods),
    ("applications on Windows", |pool| pool.is_windows() && pool.node_range().1 > 0),
];

/// What it takes to undo an act that was applied.
#[derive(Debug)]
pub(super) struct Applied {
    undo: Undo,
    whole: Option<Vec<KnownFinding>>,
    cordoned: Option<Vec<String>>,
    deallocated: Option<BTreeMap<String, i64>>,
    added: bool,
    pub(super) remarks: Vec<Reason>,
}

impl<'a> SimulatedCluster<'a> {
    pub(super) fn new(start: &Plan, goal: &Plan, environment: Environment<'a>) -> Self {
        let has = |is| goal.pools.iter().any(|pool| is_place(is, pool));
        let runs = |pool: &&NodePool| !pool.is_stopped() && pool.node_range().1 > 0;
        let running_windows = goal.pools.iter().filter(runs).map(windows);
        let mut cluster = Self {
            environment,
            plan: start.clone(),
            cordoned: Vec::new(),
            whole: None,
            wants: POD_KINDS.map(|(_, is)| has(is)),
            newest_windows: running_windows.max().unwrap_or_default(),
            may_wait: false,
            began_with: Vec::new(),
            taken: None,
            deallocated: BTreeMap::new(),
        };
        cluster.began_with = cluster.quota_taken();
        cluster
    }

    /// Returns the number of nodes that run.
    pub(super) fn nodes(&self) -> i64 {
        self.plan.pools.iter().map(running).sum()
    }

    /// Returns the surge nodes of an act if it is done now.
    pub(super) fn surge(&self, node: &Node) -> i64 {
        let pool = node.act.pool().and_then(|name| self.plan.pool(name)).map(|(_, pool)| pool);
        match pool {
            // Whether a migration of availability sets takes more machines isn't said.
            _ if !node.act.reimages_nodes(&self.plan) || node.act.migrates_sets() => 0,
            // Which maxSurge counts where it changes too isn't said, so the larger one does.
            Some(pool) => match node.act.operation() {
                Some(operation @ Operation::UpdatePool(..)) => {
                    extra(pool).max(extra(&after(pool, &operation)))
                }
                _ => extra(pool),
            },
            // One after another, each pool gets its version.
            None if node.act.reimages_all_at_once(&self.plan) => self.plan.pools.iter().map(extra).sum(),
            None => self.plan.pools.iter().map(extra).max().unwrap_or_default(),
        }
    }

    /// Returns addresses that those nodes and their pods take.
    pub(super) fn surge_addresses(&self, node: &Node) -> i64 {
        let of = |pool: &NodePool| extra(pool).saturating_mul(self.addresses_of(pool));
        let pools = &self.plan.pools;
        match node.act.pool().and_then(|name| self.plan.pool(name)) {
            _ if !node.act.reimages_nodes(&self.plan) || node.act.migrates_sets() => 0,
            Some((_, pool)) => self.surge(node).saturating_mul(self.addresses_of(pool)),
            None if node.act.reimages_all_at_once(&self.plan) => {
                pools.iter().map(of).fold(0, i64::saturating_add)
            }
            None => pools.iter().map(of).max().unwrap_or_default(),
        }
    }

    /// Returns addresses that the nodes and their pods take from subnets.
    pub(super) fn addresses(&self) -> i64 {
        let of = |pool: &NodePool| running(pool).saturating_mul(self.addresses_of(pool));
        self.plan.pools.iter().map(of).sum()
    }

    /// Returns addresses of one node with its pods.
    pub(super) fn addresses_of(&self, pool: &NodePool) -> i64 {
        let cluster = &self.plan.cluster;
        let of_pods = if pool.pod_subnet.is_some() { addresses_of_its_pods(pool, cluster) } else { 0 };
        addresses_of_node(pool, cluster).saturating_add(of_pods)
    }

    /// Applies an act, or returns why it isn't valid now.
    pub(super) fn apply(&mut self, node: &Node) -> Result<Applied, Vec<Reason>> {
        let surge = self.surge(node);
        let mut reasons = self.guards(&node.act);
        if self.may_wait {
            reasons.retain(|(what, _)| *what == SYSTEM_PODS);
        }
        if !reasons.is_empty() {
            return Err(reasons.into_iter().map(|(_, reason)| reason).collect());
        }
        let cordoned = self.cordoned.clone();
        let mut step = Applied {
            undo: Undo::Nothing,
            whole: None,
            cordoned: None,
            deallocated: None,
            added: false,
            remarks: Vec::new(),
        };
        match &node.act {
            Act::Cordon(name) => {
                self.cordoned.push(name.clone());
                step.cordoned = Some(cordoned);
                return Ok(step);
            }
            Act::Drain(_) | Act::AwaitSystemPods(_) => return Ok(step),
            Act::Add(_) | Act::Aks(_) => {}
        }
        let Some(operation) = node.act.operation() else { return Ok(step) };
        if let Act::Add(pool) = &node.act {
            let short = self.quota_short_of_new(pool);
            if !short.is_empty() {
                return Err(short);
            }
        }
        // The plan as a whole is judged once before the acts that are tried, and not before each of them.
        let is_judged =
            !matches!(operation, Operation::DeletePool(_) | Operation::StartPool(_) | Operation::StopPool(_));
        if is_judged && self.whole.is_none() {
            self.whole = Some(self.environment.refused_of_whole(&mut self.plan));
        }
        if let Act::Add(pool) = &node.act {
            self.plan.pools.push((**pool).clone());
            step.added = true;
        }
        let place = match operation.pool().map(|name| place_of(&self.plan, name)).transpose() {
            Ok(place) => place,
            Err(refusal) => {
                self.take_out(step.added);
                return Err(refusal.reasons);
            }
        };
        if let Some(reason) = self.too_far_behind(&operation) {
            self.take_out(step.added);
            return Err(vec![reason]);
        }
        let taken = changes_machines(&operation).then(|| self.quota_taken());
        let nodes = place.and_then(|place| self.plan.pools.get(place)).map_or(0, running);
        step.undo = Undo::of(&self.plan, &operation, place);
        step.whole.clone_from(&self.whole);
        match self.environment.apply(&mut self.plan, &operation, place, self.whole.take()) {
            Ok(done) => {
                step.remarks = done.remarks;
                self.whole = done.whole;
            }
            Err(refusal) => {
                self.take_out(step.added);
                self.whole = step.whole;
                return Err(refusal.reasons);
            }
        }
        if let Operation::DeletePool(name) = &operation {
            self.cordoned.retain(|known| known != name);
            step.cordoned = Some(cordoned);
        }
        step.deallocated = self.deallocate(&operation, nodes);
        self.taken = None;
        let is_new = matches!(node.act, Act::Add(_));
        let mut short = if is_new { Vec::new() } else { self.quota_short(node, surge, taken.as_deref()) };
        short.extend(self.subnet_short(node, surge));
        if !short.is_empty() {
            self.take_back(step);
            return Err(short);
        }
        Ok(step)
    }

    /// Applies an act that was found valid.
    pub(super) fn replay(&mut self, act: &Act) {
        if let Act::Add(pool) = act {
            self.plan.pools.push((**pool).clone());
        } else if let Act::Aks(operation) = act {
            operation.apply_to(&mut self.plan);
        }
    }

    /// Takes an act back.
    pub(super) fn take_back(&mut self, step: Applied) {
        step.undo.undo(&mut self.plan);
        self.take_out(step.added);
        self.taken = None;
        self.whole = step.whole;
        if let Some(cordoned) = step.cordoned {
            self.cordoned = cordoned;
        }
        if let Some(deallocated) = step.deallocated {
            self.deallocated = deallocated;
        }
    }

    /// Follows the nodes that a scale down deallocates, from so many: more nodes start them again, and another mode deletes
    /// them ("Use Scale-down Mode", read 2026-11-29). Returns what it was before, if it changes.
    fn deallocate(&mut self, operation: &Operation, nodes: i64) -> Option<BTreeMap<String, i64>> {
        let name = operation.pool()?;
        let pool = self.plan.pool(name).map(|(_, pool)| pool);
        let deallocates = pool.is_some_and(|pool| pool.scale_down_mode == Some(ScaleDownMode::Deallocate));
        let kept = self.deallocated.get(name).copied().unwrap_or_default();
        let keeps = match operation {
            Operation::ScalePool(_, count) if *count < nodes && deallocates => kept + nodes - count,
            Operation::ScalePool(_, count) if *count > nodes => (kept + nodes - count).max(0),
            Operation::DeletePool(_) => 0,
            Operation::UpdatePool(..) if !deallocates => 0,
            _ => kept,
        };
        if keeps == kept {
            return None;
        }
        let before = self.deallocated.clone();
        self.deallocated.insert(name.to_owned(), keeps);
        Some(before)
    }

    fn take_out(&mut self, added: bool) {
        if added {
            self.plan.pools.pop();
        }
    }

    /// Returns whether an act leaves applications without a node that takes them.
    pub(super) fn leaves_pods_waiting(&self, act: &Act) -> bool {
        !self.guards(act).is_empty()
    }

    /// Returns the pods that would be left without a node that takes them, by kind.
    fn guards(&self, act: &Act) -> Vec<(&'static str, Reason)> {
        let Some((_, pool)) = act.pool().and_then(|name| self.plan.pool(name)) else { return Vec::new() };
        let gone = match act {
            Act::Cordon(_) | Act::Drain(_) => None,
            // What is deleted has no pods any more, or never had any.
            Act::Aks(Operation::DeletePool(_)) | Act::Add(_) | Act::AwaitSystemPods(_) => return Vec::new(),
            Act::Aks(operation) => Some(after(pool, operation)),
        };
        // In a cluster that isn't known completely, other pools may take the pods; and where no node runs, no pod has
        // to move.
        if self.plan.cluster.existing || running(pool) == 0 {
            return Vec::new();
        }
        let mut reasons = Vec::new();
        for ((what, is), wanted) in POD_KINDS.iter().zip(self.wants) {
            let is_place = |pool: &NodePool| is_place(*is, pool);
            let loses = is_place(pool) && !gone.as_ref().is_some_and(is_place);
            // Before there was a System pool, system pods ran on any pool, or on those that AKS Automatic manages.
            let was_none = *what == SYSTEM_PODS
                && gone.is_none()
                && self.plan.cluster.sku != Some(Sku::Automatic)
                && !self.plan.pools.iter().any(is_place);
            if !(loses || was_none) || !wanted {
                continue;
            }
            // An image of a newer Windows does not run on nodes of an older one ("Windows container version
            // compatibility", 2026-11-27).
            let needed = windows(pool).min(self.newest_windows);
            let is_open = |other: &&NodePool| {
                other.name != pool.name
                    && is_place(other)
                    && !self.cordoned.contains(&other.name)
                    && (!other.is_windows() || windows(other) >= needed)
            };
            if !self.plan.pools.iter().any(|other| is_open(&other)) {
                let message = format!(
                    "{} of {} would have no nodes: no other pool can run them by then.",
                    crate::text::capital(what),
                    in_sentence(&pool.name)
                );
                reasons.push((*what, Reason { rule: None, severity: Severity::Refused, message }));
            }
        }
        reasons
    }

    /// Returns which subnet does not cover the nodes that an act adds to those of an upgrade or a new image ("Upgrade
    /// options", 2026-07-02: surge nodes need addresses). What a new pool or more nodes need is a rule's.
    fn subnet_short(&self, node: &Node, surge: i64) -> Option<Reason> {
        if surge <= 0 {
            return None;
        }
        let at_once = node.act.reimages_all_at_once(&self.plan);
        let only = node.act.pool();
        for subnet in &self.plan.cluster.subnets {
            let Some(range) = Cidr::parse(&subnet.address_prefix) else { continue };
            let of = |pool: &NodePool, nodes: i64| {
                let is = |found: Option<&Subnet>| found.is_some_and(|found| found.name == subnet.name);
                let cluster = &self.plan.cluster;
                let own = if is(self.plan.node_subnet(pool)) { addresses_of_node(pool, cluster) } else { 0 };
                let pods =
                    if is(self.plan.pod_subnet(pool)) { addresses_of_its_pods(pool, cluster) } else { 0 };
                nodes.saturating_mul(own.saturating_add(pods))
            };
            let now: i64 =
                self.plan.pools.iter().map(|pool| of(pool, running(pool))).fold(0, i64::saturating_add);
            let growing = self.plan.pools.iter().filter(|pool| only.is_none_or(|name| pool.name == name));
            let each = growing.map(|pool| of(pool, if only.is_some() { surge } else { extra(pool) }));
            let more = if at_once { each.fold(0, i64::saturating_add) } else { each.max().unwrap_or(0) };
            let (needed, usable) = (now.saturating_add(more), range.usable());
            if more > 0 && needed > usable {
                let message = format!(
                    "The subnet {} has {usable} usable addresses, but its pools need {needed} with surge nodes.",
                    in_sentence(&subnet.name)
                );
                let rule = if self.plan.cluster.is_overlay() {
                    "overlay-node-subnet-size"
                } else {
                    "flat-subnet-size"
                };
                return Some(Reason { rule: Some(rule), severity: Severity::Refused, message });
            }
        }
        None
    }

    /// Returns which pool would be too far behind the control plane when all are upgraded: pools get the version once the
    /// control plane has it. A cluster out of support that skips versions takes its pools along.
    fn too_far_behind(&self, operation: &Operation) -> Option<Reason> {
        let Operation::UpgradeAll(version) = operation else { return None };
        let cluster = &self.plan.cluster;
        let now = cluster.kubernetes_version.as_deref()?;
        let (from, to) = (Version::parse(now)?, Version::parse(version)?);
        if to.minor > from.minor + 1 && cluster.support_plan != Some(SupportPlan::Lts) {
            return None;
        }
        let is_behind = |pool: &&NodePool| {
            let own = pool.kubernetes_version.as_deref().and_then(Version::parse).unwrap_or(from);
            to.minor.saturating_sub(own.minor) > allowed_skew(to.minor)
        };
        let pool = self.plan.pools.iter().find(is_behind)?;
        let message = format!(
            "{} has Kubernetes {}, which is too old for a control plane with {}. Upgrade the pool first.",
            in_sentence(&pool.name),
            in_sentence(pool.kubernetes_version.as_deref().unwrap_or(now)),
            in_sentence(version)
        );
        Some(Reason { rule: Some("pool-version-skew"), severity: Severity::Refused, message })
    }

    /// Returns the vCPUs of each quota at the number of nodes that there is, deallocated ones among them ("vCPU quotas" of
    /// Azure virtual machines: allocated and deallocated). A stopped pool takes none.
    fn quota_taken(&self) -> Vec<(String, i64)> {
        if self.environment.catalog.quotas().is_empty() {
            return Vec::new();
        }
        let runs = |pool: &&NodePool| !pool.is_stopped();
        let deallocated = self.plan.pools.iter().filter_map(|pool| {
            let count = Some(*self.deallocated.get(&pool.name)?);
            Some(NodePool { count, power_state: None, ..pool.clone() })
        });
        let deallocated: Vec<NodePool> = deallocated.collect();
        self.quota_of(self.plan.pools.iter().filter(runs).chain(&deallocated))
    }

    /// Returns the vCPUs of each quota that pools take.
    fn quota_of<'p>(&self, pools: impl IntoIterator<Item = &'p NodePool>) -> Vec<(String, i64)> {
        let taken = quota_use_of(pools, self.environment.catalog);
        taken.into_iter().map(|take| (take.name.to_owned(), take.vcpus.now)).collect()
    }

    /// Returns what the cluster takes of some quotas with so many vCPUs more of each.
    fn quota_with(&mut self, mut more: Vec<(String, i64)>) -> Vec<(String, i64)> {
        more.retain(|(_, vcpus)| *vcpus > 0);
        if self.environment.catalog.quotas().is_empty() || more.is_empty() {
            return Vec::new();
        }
        let taken = self.taken.take().unwrap_or_else(|| self.quota_taken());
        for (name, vcpus) in &mut more {
            *vcpus = vcpus.saturating_add(quota_named(&taken, name));
        }
        self.taken = Some(taken);
        more
    }

    /// Returns whether quota doesn't cover a new pool, or the surge nodes of one that is upgraded or reimaged. Many pools
    /// may wait for that, and it is found out sooner than all that AKS checks.
    pub(super) fn lacks_quota_for(&mut self, node: &Node) -> bool {
        if self.environment.catalog.quotas().is_empty() {
            return false;
        }
        let keeps_size = |change: &Change| !matches!(change.key, MACHINES | "vmSize");
        let with = match &node.act {
            Act::Add(pool) => self.quota_with(self.quota_of([pool.as_ref()])),
            Act::Aks(Operation::UpdatePool(name, changes)) if changes.iter().all(keeps_size) => {
                self.quota_with(self.quota_of_surge(node, name))
            }
            Act::Aks(Operation::UpgradePool(name, _)) => self.quota_with(self.quota_of_surge(node, name)),
            _ => return false,
        };
        with.iter().any(|(name, vcpus)| self.more_than_left(name, *vcpus).is_some())
    }

    /// Returns what the surge nodes of an act take of each quota if it is done to a pool now.
    fn quota_of_surge(&self, node: &Node, name: &str) -> Vec<(String, i64)> {
        let surge = self.surge(node);
        let pool = self.plan.pool(name).map(|(_, pool)| pool).filter(|_| surge > 0);
        let taken = pool.and_then(|pool| Some((pool.is_spot(), self.vcpus_of_surge(pool, surge)?)));
        match taken {
            None => Vec::new(),
            Some((true, (_, vcpus))) => vec![(SPOT.to_owned(), vcpus)],
            Some((false, (family, vcpus))) => vec![(family, vcpus), (REGIONAL.to_owned(), vcpus)],
        }
    }

    /// Returns the family of a pool's surge nodes, and the vCPUs that so many of them take.
    fn vcpus_of_surge(&self, pool: &NodePool, nodes: i64) -> Option<(String, i64)> {
        let size = surge_size(pool, self.environment.catalog)?;
        Some((size.family.to_string(), nodes.saturating_mul(i64::from(size.quota_vcpus))))
    }

    /// Returns which quota doesn't cover a new pool beside what is there.
    fn quota_short_of_new(&mut self, pool: &NodePool) -> Vec<Reason> {
        let with = self.quota_with(self.quota_of([pool]));
        with.iter().filter_map(|(name, vcpus)| self.short_of(name, *vcpus)).collect()
    }

    /// Returns the acts that quota doesn't cover in any order, and why: their surge nodes take more than there is where
    /// every pool is as small as it ever gets.
    pub(super) fn never_covered(&self, graph: &Graph) -> Vec<(usize, Vec<Reason>)> {
        if self.environment.catalog.quotas().is_empty() {
            return Vec::new();
        }
        let goes = |name: &str| {
            let takes = |act: &Act| match act {
                Act::Aks(Operation::DeletePool(gone) | Operation::StopPool(gone)) => gone == name,
                _ => false,
            };
            graph.nodes.iter().any(|node| takes(&node.act))
        };
        // The pools that run all the time, as they are at the start and in the end.
        let stays = |pool: &NodePool| {
            let goal = graph.goal.pool(&pool.name).map(|(_, goal)| goal.clone())?;
            (!goes(&pool.name) && !pool.is_stopped() && !goal.is_stopped()).then(|| (pool.clone(), goal))
        };
        let staying: Vec<(NodePool, NodePool)> = self.plan.pools.iter().filter_map(stays).collect();
        let mut least: Vec<(String, i64)> = Vec::new();
        for (before, after) in &staying {
            let after = self.quota_of([after]);
            for (name, vcpus) in self.quota_of([before]) {
                let vcpus = vcpus.min(quota_named(&after, &name));
                match least.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, sum)) => *sum = sum.saturating_add(vcpus),
                    None => least.push((name, vcpus)),
                }
            }
        }
        let catalog = self.environment.catalog;
        // The fewest vCPUs of surge nodes, where the pool keeps its VM size.
        let surge_of = |(before, after): &(NodePool, NodePool)| {
            let size = surge_size(before, catalog)?;
            let is_same = surge_size(after, catalog).is_some_and(|other| std::ptr::eq(size, other));
            let other = NodePool { max_surge: after.max_surge.clone(), ..before.clone() };
            let another = NodePool { max_surge: before.max_surge.clone(), ..after.clone() };
            let nodes = [before, after, &other, &another].into_iter().map(extra).min()?;
            self.vcpus_of_surge(before, nodes).filter(|_| is_same && !before.is_spot())
        };
        let surges: Vec<(&str, Option<(String, i64)>)> =
            staying.iter().map(|pools| (pools.0.name.as_str(), surge_of(pools))).collect();
        let reasons = |node: &Node| -> Vec<Reason> {
            if !node.act.reimages_nodes(&self.plan) || node.act.migrates_sets() {
                return Vec::new();
            }
            let concerns = |name: &str| node.act.pool().is_none_or(|pool| pool == name);
            let concerned = surges.iter().filter(|(name, _)| concerns(name));
            let taken = concerned.filter_map(|(_, surge)| surge.as_ref().filter(|(_, vcpus)| *vcpus > 0));
            let reason = |(family, vcpus): &(String, i64)| {
                let with = |name: &str| quota_named(&least, name).saturating_add(*vcpus);
                [family, REGIONAL].into_iter().find_map(|name| self.short_of(name, with(name)))
            };
            taken.filter_map(reason).take(1).collect()
        };
        let never = graph.nodes.iter().enumerate().map(|(index, node)| (index, reasons(node)));
        never.filter(|(_, reasons)| !reasons.is_empty()).collect()
    }

    /// Returns how many vCPUs of a quota so many are more than at the start, if they are more than what is left.
    fn more_than_left(&self, name: &str, vcpus: i64) -> Option<i64> {
        let more = vcpus.saturating_sub(quota_named(&self.began_with, name));
        self.environment.catalog.quota(name).filter(|quota| more > quota.left()).map(|_| more)
    }

    /// Returns what is said where a quota doesn't cover so many vCPUs that the cluster takes of it.
    fn short_of(&self, name: &str, vcpus: i64) -> Option<Reason> {
        let more = self.more_than_left(name, vcpus)?;
        let quota = self.environment.catalog.quota(name)?;
        let of = match name {
            REGIONAL => "the region".to_owned(),
            SPOT => "Spot in the region".to_owned(),
            family => format!("the family {}", crate::text::shown(family)),
        };
        let message = format!(
            "The cluster would take {more} vCPUs of {of} more than today, but of the quota of {} vCPUs {} are left.",
            quota.limit,
            quota.left().max(0)
        );
        Some(Reason { rule: Some("pool-quota-vcpu"), severity: Severity::Refused, message })
    }

    /// Returns which quota does not cover what is there while an act is done that was just done to the plan. The usage
    /// is that of the cluster as it was to begin with. `before` is what was taken before the act, where its VM sizes and not
    /// its number of nodes say whether it takes more.
    fn quota_short(&self, node: &Node, surge: i64, before: Option<&[(String, i64)]>) -> Vec<Reason> {
        let takes_more = node.delta > 0 || surge > 0 || before.is_some();
        if self.environment.catalog.quotas().is_empty() || !takes_more {
            return Vec::new();
        }
        // The pools that get more nodes meanwhile. An upgrade of all goes from pool to pool.
        let of = |pool: &NodePool, extra: i64| {
            let (family, vcpus) = self.vcpus_of_surge(pool, extra)?;
            Some((pool.is_spot(), family, vcpus))
        };
        let growing: Vec<(bool, String, i64)> = match node.act.pool() {
            Some(name) => self.plan.pool(name).and_then(|(_, pool)| of(pool, surge)).into_iter().collect(),
            None => self.plan.pools.iter().filter_map(|pool| of(pool, extra(pool))).collect(),
        };
        let at_once = node.act.reimages_all_at_once(&self.plan);
        let mut reasons = Vec::new();
        for (name, now) in self.quota_taken() {
            let same = |known: &str| known.eq_ignore_ascii_case(&name);
            let counts = |is_spot: bool, family: &str| {
                if is_spot { same(SPOT) } else { same(REGIONAL) || same(family) }
            };
            let concerned = growing.iter().filter(|(is_spot, family, _)| counts(*is_spot, family));
            let each: Vec<i64> = concerned.map(|(.., vcpus)| *vcpus).collect();
            let grows = before.is_some_and(|before| now > quota_named(before, &name));
            let extra = match each.iter().copied().max() {
                Some(_) if at_once => each.iter().copied().fold(0, i64::saturating_add),
                Some(most) => most,
                None => 0,
            };
            if !grows && (each.is_empty() || (before.is_some() && extra == 0)) {
                continue;
            }
            reasons.extend(self.short_of(&name, now.saturating_add(extra)));
        }
        reasons
    }
}

/// Returns the vCPUs that are taken of the quota of that name.
fn quota_named(taken: &[(String, i64)], name: &str) -> i64 {
    taken.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or(0, |(_, vcpus)| *vcpus)
}

/// Returns whether an operation sets the VM sizes of a pool of virtual machines, each with its number of nodes.
fn changes_machines(operation: &Operation) -> bool {
    matches!(operation, Operation::UpdatePool(_, changes) if changes.iter().any(|change| change.key == MACHINES))
}

/// Returns the Windows of a pool as a year; nothing where it is AKS's choice, or no Windows.
fn windows(pool: &NodePool) -> u16 {
    match pool.os_sku {
        Some(OsSku::Windows2019) => 2019,
        Some(OsSku::Windows2022) => 2022,
        Some(OsSku::Windows2025) => 2025,
        _ => 0,
    }
}

/// Returns whether a pool runs and takes pods of that kind.
fn is_place(is: fn(&NodePool) -> bool, pool: &NodePool) -> bool {
    is(pool) && !pool.is_stopped()
}

/// Returns a pool as it is once an operation is done to it.
fn after(pool: &NodePool, operation: &Operation) -> NodePool {
    let mut plan = Plan { pools: vec![pool.clone()], ..Plan::default() };
    operation.apply_to(&mut plan);
    plan.pools.pop().unwrap_or_default()
}
