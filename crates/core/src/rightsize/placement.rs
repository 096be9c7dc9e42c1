//! Which pools of a plan the pods run in, and how many nodes that takes.

use super::demand::{Demand, PodGroup, Resources, Target};
use super::nodes::NodeSizes;
use super::packing::{lower_bound, nodes_for};
use crate::capacity::node::allocatable;
use crate::catalog::{Catalog, VmSize};
use crate::plan::{NodePool, Plan};

/// Maximum number of nodes of a node pool.
pub(super) const MOST_NODES: i64 = 1_000;

/// Where the pods of a demand run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// The pools, in the plan's order.
    pub pools: Vec<PoolPlacement>,
    /// Pods that no pool accepts, or that no node is large enough for.
    pub unplaced: Vec<Unplaced>,
}

/// What runs in a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolPlacement {
    /// The pool's name.
    pub name: String,
    /// Pods, without those of `DaemonSets`.
    pub pods: i64,
    /// What they request.
    pub request: Resources,
    /// What is free for them on each empty node: allocatable without `DaemonSets` and headroom. `None` if the VM size
    /// is unknown.
    pub node: Option<Resources>,
    /// What `DaemonSets` request on each node.
    pub overhead: Resources,
    /// Nodes that hold the pods; `None` if that is unknown or more than a pool can have.
    pub needed: Option<i64>,
    /// A number of nodes below which no packing is possible.
    pub at_least: i64,
    /// The fewest and most nodes that the plan has.
    pub planned: (i64, i64),
    /// What limits the number of pods on a node.
    pub limit: Limit,
}

/// A resource that runs out first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Limit {
    Cpu,
    Memory,
    Pods,
    Gpus,
}

impl Limit {
    /// Returns its name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "CPU",
            Self::Memory => "memory",
            Self::Pods => "pods per node",
            Self::Gpus => "GPUs",
        }
    }

    fn tightest(request: Resources, node: Resources) -> Self {
        let share = |need: i64, all: i64| need.saturating_mul(1_000) / all.max(1);
        let all = [
            (share(request.cpu, node.cpu), Self::Cpu),
            (share(request.memory, node.memory), Self::Memory),
            (share(request.pods, node.pods), Self::Pods),
            (if request.gpus > 0 { share(request.gpus, node.gpus) } else { 0 }, Self::Gpus),
        ];
        all.into_iter().rev().max_by_key(|(share, _)| *share).map_or(Self::Cpu, |(_, limit)| limit)
    }
}

/// Pods without a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The namespace and workload: `shop/Deployment/web`.
    pub workload: String,
    /// Pods.
    pub replicas: i64,
    /// Why, as a sentence.
    pub why: String,
}

/// Returns where pods run in the pools of a plan, and how many nodes each pool needs for them. Each workload goes to
/// the first pool that accepts it and whose nodes are large enough: User pools before System pools, pools that every
/// pod may use before those with taints.
pub fn place(problem: &Problem<'_>) -> Placement {
    let (assigned, unplaced) = problem.assign(false);
    let pools = problem.plan.pools.iter().zip(&assigned).map(|(pool, groups)| {
        let target = Target::new(pool, &problem.plan.cluster, problem.catalog);
        let size = pool.node_size().and_then(|name| problem.catalog.size(name));
        let node = size.map(|size| problem.free_on(size, pool, &target));
        let request = groups
            .iter()
            .fold(Resources::default(), |sum, group| sum.plus(group.request.times(group.replicas)));
        let needed = if groups.is_empty() {
            Some(0)
        } else {
            node.and_then(|node| nodes_for(groups, node, MOST_NODES))
        };
        PoolPlacement {
            name: pool.name.clone(),
            pods: groups.iter().map(|group| group.replicas).sum(),
            request,
            node,
            overhead: problem.demand.overhead(&target),
            needed,
            at_least: node.map_or(0, |node| lower_bound(groups, node)),
            planned: pool.node_range(),
            limit: Limit::tightest(request, node.unwrap_or_default()),
        }
    });
    Placement { pools: pools.collect(), unplaced }
}

/// The plan that pods are placed in, and the facts to place them by.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// The plan whose pools run the pods.
    pub plan: &'a Plan,
    /// VM sizes.
    pub catalog: &'a Catalog,
    /// What the pods request.
    pub demand: &'a Demand,
    /// What nodes really have, if that is known.
    pub sizes: &'a NodeSizes,
    /// The percentage of each node's CPU and memory that stays free; at most 90.
    pub headroom: u32,
}

impl<'a> Problem<'a> {
    /// Assigns each group to a pool: the groups of each pool in the plan's order, and what has no pool. Where sizes can
    /// still be chosen, pods that are too large for today's nodes go to the first User pool that accepts them.
    pub(super) fn assign(&self, can_choose_sizes: bool) -> (Vec<Vec<&'a PodGroup>>, Vec<Unplaced>) {
        let plan = self.plan;
        let targets: Vec<(Target<'_>, Option<Resources>)> = plan
            .pools
            .iter()
            .map(|pool| {
                let target = Target::new(pool, &plan.cluster, self.catalog);
                let size = pool.node_size().and_then(|name| self.catalog.size(name));
                let node = size.map(|size| self.free_on(size, pool, &target));
                (target, node)
            })
            .collect();
        let mut order: Vec<usize> = (0..plan.pools.len()).collect();
        order.sort_by_key(|place| {
            let is_tainted = |pool: &NodePool| pool.is_spot() || pool.hard_taints().next().is_some();
            plan.pools.get(*place).map(|pool| (pool.is_system(), is_tainted(pool)))
        });
        let mut assigned: Vec<Vec<&PodGroup>> = plan.pools.iter().map(|_| Vec::new()).collect();
        let mut unplaced = Vec::new();
        for group in self.demand.groups.iter().filter(|group| group.replicas > 0) {
            let mut is_accepted = false;
            let mut larger = None;
            let found = order.iter().copied().find(|place| {
                let Some((target, node)) = targets.get(*place) else { return false };
                let accepts = target.accepts(group);
                is_accepted |= accepts;
                if accepts && can_choose_sizes && larger.is_none() {
                    larger = plan.pools.get(*place).filter(|pool| !pool.is_system()).map(|_| *place);
                }
                accepts && node.is_none_or(|node| node.room_for(group.request).is_none_or(|room| room > 0))
            });
            if let Some(groups) = found.or(larger).and_then(|place| assigned.get_mut(place)) {
                groups.push(group);
                continue;
            }
            let why = if is_accepted {
                "One pod requests more than a node of any pool that accepts it has."
            } else {
                "No pool has the labels that it selects without a taint that it doesn\u{2019}t tolerate."
            };
            unplaced.push(Unplaced {
                workload: format!("{}/{}", group.namespace, group.workload),
                replicas: group.replicas,
                why: why.to_owned(),
            });
        }
        (assigned, unplaced)
    }

    /// Returns what is free for pods on an empty node of a size in a pool: what is allocatable, without `DaemonSets`
    /// and headroom.
    pub(super) fn free_on(&self, size: &VmSize, pool: &NodePool, target: &Target<'_>) -> Resources {
        let cluster = &self.plan.cluster;
        let node = allocatable(size, pool, cluster);
        let (cpu, memory) = self.sizes.get(&size.name).unwrap_or((node.cpu_left(), node.memory_left()));
        let gpus = size.gpus.map_or(0, i64::from);
        let all = Resources { cpu, memory, pods: pool.max_pods_on(cluster).clamp(0, 250), gpus };
        let free = all.minus(self.demand.overhead(target));
        let part = 100 - i64::from(self.headroom.min(90));
        // Divided first where the amount is absurd, so that it doesn't overflow.
        let keep = |all: i64| all.checked_mul(part).map_or(all / 100 * part, |all| all / 100);
        Resources { cpu: keep(free.cpu), memory: keep(free.memory), ..free }
    }
}
