//! All capacity numbers of a plan: nodes, vCPUs, memory, pods, addresses, quota, cost, and capacity after a failure.

use super::addresses::{
    DEFAULT_POD_CIDR, KUBENET_ROUTES, addresses_of_its_pods, addresses_of_node, nodes, overlay_nodes,
    overlay_prefix,
};
use super::cidr::{Cidr, smallest_prefix};
use super::node::{Allocatable, allocatable};
use super::quota::{QuotaUse, quota_use};
use super::{MinNowMax, in_one_zone, surge};
use crate::catalog::{Catalog, Prices, VmSize, Zones};
use crate::plan::{NodePool, Plan};

/// All capacity numbers of a plan.
#[derive(Clone, Debug)]
pub struct Sums<'a> {
    /// The numbers of each pool, in the plan's order.
    pub pools: Vec<PoolSums<'a>>,
    /// The numbers of all pools together.
    pub cluster: ClusterSums,
    /// Addresses, range by range.
    pub rooms: Vec<AddressBudget>,
    /// vCPUs of each quota.
    pub takes: Vec<QuotaUse<'a>>,
    /// What is left after a zone or a node fails.
    pub losses: Vec<FailureImpact>,
}

/// The sums of a pool.
#[derive(Clone, Debug)]
pub struct PoolSums<'a> {
    /// The pool's name.
    pub name: &'a str,
    /// Its VM size, if the catalog knows it.
    pub size: Option<&'a VmSize>,
    /// Nodes.
    pub nodes: MinNowMax,
    /// Surge nodes of an upgrade at the maximum node count.
    pub surge: i64,
    /// Pods that a node may have.
    pub max_pods: i64,
    /// What a node leaves to pods.
    pub node: Option<Allocatable>,
    /// USD per hour of one node, in millionths, if the price is known.
    pub price: Option<i64>,
    /// What the licence of Windows is of that price, in millionths too; `None` for Linux, and where it isn't known.
    pub windows_licence: Option<i64>,
    /// Whether that price is estimated.
    pub is_estimate: bool,
}

/// Sums of nodes and what they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClusterSums {
    /// Nodes.
    pub nodes: MinNowMax,
    /// Surge nodes of an upgrade of all pools at once, at the maximum node counts.
    pub surge: i64,
    /// Pods that there is room for.
    pub pods: MinNowMax,
    /// vCPUs of all nodes whose size is known.
    pub vcpus: MinNowMax,
    /// MB of memory of all nodes whose size is known.
    pub memory: MinNowMax,
    /// Thousandths of a vCPU that are left to pods.
    pub cpu_left: MinNowMax,
    /// MB that are left to pods.
    pub memory_left: MinNowMax,
    /// USD per hour, in millionths, of all nodes whose price is known.
    pub cost: MinNowMax,
    /// Pools whose VM size is not known.
    pub without_size: usize,
    /// Pools whose price is not known.
    pub without_price: usize,
}

/// A range of addresses, and what the plan takes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressBudget {
    /// What the range is for.
    pub kind: AddressBudgetKind,
    /// The subnet's name; empty for one that the plan does not name.
    pub name: String,
    /// Its addresses as the plan or AKS's default says them; empty where neither does.
    pub range: String,
    /// How many addresses, nodes or routes it has, if that is known.
    pub room: Option<i64>,
    /// How many the plan takes at creation.
    pub now: i64,
    /// How many at the maximum node count.
    pub most: i64,
    /// How many at the maximum node count, including surge nodes.
    pub peak: i64,
    /// The longest prefix that has room for the peak.
    pub prefix: Option<u8>,
    /// The pools that take from it, with what each takes at its peak.
    pub pools: Vec<(String, i64)>,
}

/// What a range of addresses is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressBudgetKind {
    /// Nodes and, in a flat network, their pods.
    Nodes,
    /// Pods, in batches of 16 addresses for each node.
    Pods,
    /// A /24 of the pod CIDR for each node.
    PodCidr,
    /// A route of the route table for each node: kubenet.
    Routes,
}

/// What is left after a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureImpact {
    /// What fails: "zone 1", "a node of pool1".
    pub of: String,
    /// Nodes that are left of those at creation, at least.
    pub nodes: i64,
    /// Pods that there is room for on them.
    pub pods: i64,
    /// Thousandths of a vCPU that they leave to pods.
    pub cpu: i64,
    /// MB that they leave to pods.
    pub memory: i64,
    /// Pools that can be lost completely, because they are in no other zone or the plan names no zones for them.
    pub whole: Vec<String>,
}

/// Hours of a month: a twelfth of a year.
pub const HOURS: i64 = 730;

/// Returns all sums over a plan.
pub fn sums<'a>(plan: &'a Plan, catalog: &'a Catalog, prices: Option<&Prices>) -> Sums<'a> {
    let pools: Vec<PoolSums<'a>> =
        plan.pools.iter().map(|pool| pool_sums(pool, plan, catalog, prices)).collect();
    let mut cluster = ClusterSums::default();
    for pool in &pools {
        cluster.add(pool);
    }
    Sums {
        cluster,
        rooms: rooms(plan),
        takes: quota_use(plan, catalog),
        losses: losses(plan, &pools, cluster),
        pools,
    }
}

fn pool_sums<'a>(
    pool: &'a NodePool,
    plan: &Plan,
    catalog: &'a Catalog,
    prices: Option<&Prices>,
) -> PoolSums<'a> {
    let size = pool.node_size().and_then(|name| catalog.size(name));
    let known = size.and_then(|size| prices?.price(&size.name));
    PoolSums {
        name: &pool.name,
        size,
        nodes: MinNowMax::nodes(pool),
        surge: surge(pool, pool.most_nodes()),
        max_pods: pool.max_pods_on(&plan.cluster).clamp(0, 250),
        node: size.map(|size| allocatable(size, pool, &plan.cluster)),
        price: known.and_then(|price| price.of_node(pool)),
        windows_licence: known
            .filter(|known| pool.is_windows() && !pool.is_spot() && !known.is_estimate)
            .and_then(|known| known.windows?.checked_sub(known.linux?)),
        is_estimate: known.is_some_and(|known| known.is_estimate) && !pool.is_windows() && !pool.is_spot(),
    }
}

impl ClusterSums {
    fn add(&mut self, pool: &PoolSums<'_>) {
        self.nodes = self.nodes.plus(pool.nodes);
        self.surge = self.surge.saturating_add(pool.surge);
        self.pods = self.pods.plus(pool.nodes.times(pool.max_pods));
        match (pool.size, pool.node) {
            (Some(size), Some(node)) => {
                self.vcpus = self.vcpus.plus(pool.nodes.times(i64::from(size.vcpus)));
                self.memory = self.memory.plus(pool.nodes.times(node.memory));
                self.cpu_left = self.cpu_left.plus(pool.nodes.times(node.cpu_left()));
                self.memory_left = self.memory_left.plus(pool.nodes.times(node.memory_left()));
            }
            _ => self.without_size += 1,
        }
        match pool.price {
            Some(price) => self.cost = self.cost.plus(pool.nodes.times(price)),
            None => self.without_price += 1,
        }
    }
}

/// Returns the ranges of addresses that the plan's nodes and pods take from.
fn rooms(plan: &Plan) -> Vec<AddressBudget> {
    let cluster = &plan.cluster;
    let mut rooms: Vec<AddressBudget> = Vec::new();
    for pool in &plan.pools {
        let node_subnet = plan.node_subnet(pool);
        let named = node_subnet.map(|subnet| subnet.name.as_str()).or(pool.vnet_subnet.as_deref());
        let range = node_subnet.map(|subnet| subnet.address_prefix.as_str());
        // Nodes at creation, at the maximum, and including surge nodes.
        let by_node = [MinNowMax::nodes(pool).now, nodes(pool, false), nodes(pool, true)];
        let times = |each: i64| by_node.map(|nodes| nodes.saturating_mul(each));
        take(
            &mut rooms,
            AddressBudgetKind::Nodes,
            named,
            range,
            pool,
            times(addresses_of_node(pool, cluster)),
        );
        if let Some(named) = pool.pod_subnet.as_deref() {
            let subnet = plan.pod_subnet(pool);
            let range = subnet.map(|subnet| subnet.address_prefix.as_str());
            let name = subnet.map_or(named, |subnet| subnet.name.as_str());
            let takes = times(addresses_of_its_pods(pool, cluster));
            take(&mut rooms, AddressBudgetKind::Pods, Some(name), range, pool, takes);
        }
        if cluster.is_overlay() || cluster.is_kubenet() {
            let range = cluster.pod_cidr.as_deref().unwrap_or(DEFAULT_POD_CIDR);
            take(&mut rooms, AddressBudgetKind::PodCidr, None, Some(range), pool, by_node);
        }
        if cluster.is_kubenet() {
            take(&mut rooms, AddressBudgetKind::Routes, None, None, pool, by_node);
        }
    }
    for room in &mut rooms {
        room.measure();
    }
    rooms
}

/// Adds what a pool takes at creation, at the maximum and at the peak to its range.
fn take(
    rooms: &mut Vec<AddressBudget>,
    kind: AddressBudgetKind,
    name: Option<&str>,
    range: Option<&str>,
    pool: &NodePool,
    [now, most, peak]: [i64; 3],
) {
    let name = name.unwrap_or_default();
    let place = rooms.iter().position(|room| room.kind == kind && room.name == name).unwrap_or_else(|| {
        let (name, range) = (name.to_owned(), range.unwrap_or_default().to_owned());
        let (room, prefix, pools) = (None, None, Vec::new());
        rooms.push(AddressBudget { kind, name, range, room, now: 0, most: 0, peak: 0, prefix, pools });
        rooms.len() - 1
    });
    if let Some(room) = rooms.get_mut(place) {
        room.now = room.now.saturating_add(now);
        room.most = room.most.saturating_add(most);
        room.peak = room.peak.saturating_add(peak);
        room.pools.push((pool.name.clone(), peak));
    }
}

impl AddressBudgetKind {
    /// Returns its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nodes => "nodeSubnet",
            Self::Pods => "podSubnet",
            Self::PodCidr => "podCidrNodes",
            Self::Routes => "routes",
        }
    }
}

impl AddressBudget {
    /// Finds how much room the range has, and which would be enough.
    fn measure(&mut self) {
        let cidr = Cidr::parse(&self.range);
        match self.kind {
            AddressBudgetKind::Nodes | AddressBudgetKind::Pods => {
                self.room = cidr.map(Cidr::usable);
                self.prefix = smallest_prefix(self.peak);
            }
            AddressBudgetKind::PodCidr => {
                self.room = cidr.map(overlay_nodes);
                self.prefix = overlay_prefix(self.peak);
            }
            AddressBudgetKind::Routes => self.room = Some(KUBENET_ROUTES),
        }
    }

    /// Returns what is left at the peak; below zero when there is not enough.
    pub fn headroom(&self) -> Option<i64> {
        self.room.map(|room| room.saturating_sub(self.peak))
    }
}

/// Returns what is left of the nodes at creation after a zone or the largest node fails.
fn losses(plan: &Plan, pools: &[PoolSums<'_>], all: ClusterSums) -> Vec<FailureImpact> {
    let mut losses: Vec<FailureImpact> = Zones::of_plan(plan)
        .iter()
        .map(|zone| left(plan, pools, all, format!("zone {zone}"), |pool| in_zone(pool, zone)))
        .collect();
    // The node whose loss hurts most: the one that leaves most CPU to pods, then memory, then the first.
    let weight = |pool: &PoolSums<'_>| pool.node.map(|node| (node.cpu_left(), node.memory_left()));
    let there = pools.iter().enumerate().filter(|(_, pool)| pool.nodes.now > 0);
    let largest = there.fold(None, |best: Option<(usize, &PoolSums<'_>)>, (place, pool)| match best {
        Some((_, known)) if weight(known) >= weight(pool) => best,
        _ => Some((place, pool)),
    });
    if let Some((place, pool)) = largest {
        let this = plan.pools.get(place);
        let lost = |one: &NodePool| i64::from(this.is_some_and(|this| std::ptr::eq(this, one)));
        losses.push(left(plan, pools, all, format!("a node of {}", pool.name), lost));
    }
    losses
}

/// Returns the number of nodes of a pool that are lost with a zone, at most: the larger share. Nodes outside of zones
/// may all be in the one that is lost.
fn in_zone(pool: &NodePool, zone: &str) -> i64 {
    let nodes = MinNowMax::nodes(pool).now;
    match pool.zones.len() as i64 {
        0 => nodes,
        zones if pool.zones.iter().any(|one| one == zone) => in_one_zone(nodes, zones, 0),
        _ => 0,
    }
}

fn left(
    plan: &Plan,
    pools: &[PoolSums<'_>],
    all: ClusterSums,
    of: String,
    lost: impl Fn(&NodePool) -> i64,
) -> FailureImpact {
    let now = |three: MinNowMax| three.now;
    let mut loss = FailureImpact {
        of,
        nodes: now(all.nodes),
        pods: now(all.pods),
        cpu: now(all.cpu_left),
        memory: now(all.memory_left),
        whole: Vec::new(),
    };
    for (pool, sums) in plan.pools.iter().zip(pools) {
        let gone = lost(pool).min(sums.nodes.now);
        let (cpu, memory) = sums.node.map_or((0, 0), |node| (node.cpu_left(), node.memory_left()));
        loss.nodes -= gone;
        loss.pods = loss.pods.saturating_sub(gone.saturating_mul(sums.max_pods));
        loss.cpu = loss.cpu.saturating_sub(gone.saturating_mul(cpu));
        loss.memory = loss.memory.saturating_sub(gone.saturating_mul(memory));
        if gone > 0 && gone == sums.nodes.now {
            loss.whole.push(sums.name.to_owned());
        }
    }
    loss
}
