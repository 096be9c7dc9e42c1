//! Which workloads fit on which nodes.

use super::node::allocatable;
use crate::catalog::Catalog;
use crate::plan::{Decimal, NodePool, Plan};

/// A workload: a number of pods with equal requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workload {
    /// What it is called.
    pub name: String,
    /// Thousandths of a vCPU that one pod requests.
    pub cpu: i64,
    /// MB of memory that one pod requests.
    pub memory: i64,
    /// Pods.
    pub replicas: i64,
    /// The pool that it has to run in; empty where any that takes ordinary pods will do.
    pub pool: String,
}

/// What DaemonSets and system pods use of each node, before any workload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overhead {
    /// Thousandths of a vCPU.
    pub cpu: i64,
    /// MB of memory.
    pub memory: i64,
    /// Pods.
    pub pods: i64,
}

/// Where workloads fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// The pools, in the plan's order.
    pub pools: Vec<PoolFit>,
    /// The pods that fit nowhere.
    pub unplaced: Vec<Unplaced>,
}

/// The pods of workloads that run in one pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolFit {
    /// The pool's name.
    pub name: String,
    /// Nodes that are needed.
    pub nodes: i64,
    /// Maximum node count.
    pub most: i64,
    /// What fills first on the nodes that are needed.
    pub fills_first: Resource,
    /// Thousandths of a vCPU on those nodes that no pod requests.
    pub cpu_stranded: i64,
    /// Thousandths of a vCPU that those nodes leave to pods.
    pub cpu: i64,
    /// MB on those nodes that no pod requests.
    pub memory_stranded: i64,
    /// MB that those nodes leave to pods.
    pub memory: i64,
    /// Pods on those nodes, and how many they may have.
    pub pods: (i64, i64),
}

/// What a node can run out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Resource {
    Cpu,
    Memory,
    Pods,
}

impl Resource {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "CPU",
            Self::Memory => "memory",
            Self::Pods => "pods",
        }
    }
}

/// A workload whose pods don't all fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The workload's name.
    pub name: String,
    /// Pods that don't fit.
    pub replicas: i64,
    /// Whether one pod is more than any node of its pools leaves.
    pub is_too_large: bool,
}

/// Reads an amount of CPU as Kubernetes writes it, in thousandths, rounded up: `500m`, `2`, `0.5`.
pub fn parse_cpu(text: &str) -> Option<i64> {
    match text.strip_suffix('m') {
        Some(thousandths) => up(thousandths, 1, 1),
        None => up(text, 1_000, 1),
    }
}

/// Reads an amount of memory as Kubernetes writes it: `512Mi`, `1Gi`, `1G`, bytes. Counted like the memory of a VM
/// size, whose GiB are 1,000 MB here; rounded up.
pub fn parse_memory(text: &str) -> Option<i64> {
    const GIB: i64 = 1 << 30;
    const UNITS: [(&str, i64); 10] = [
        ("Ki", 1 << 10),
        ("Mi", 1 << 20),
        ("Gi", GIB),
        ("Ti", 1 << 40),
        ("k", 1_000),
        ("M", 1_000_000),
        ("G", 1_000_000_000),
        ("T", 1_000_000_000_000),
        ("m", 0),
        ("", 1),
    ];
    let (number, bytes) =
        UNITS.into_iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, bytes)))?;
    up(number, bytes.checked_mul(1_000)?, GIB)
}

/// Returns a decimal number times so much, divided by so much, rounded up; `None` if it isn't a number from 0.
fn up(number: &str, times: i64, divided: i64) -> Option<i64> {
    // Nine decimals are nanos, the finest that Kubernetes knows.
    const NANOS: i128 = 1_000_000_000;
    let nanos = i128::from(Decimal::parse(number)?.scaled(9)?);
    let (all, part) = (nanos.checked_mul(i128::from(times))?, NANOS * i128::from(divided));
    if nanos < 0 { None } else { i64::try_from((all + part - 1) / part).ok() }
}

/// Nodes of one pool.
struct Bin {
    /// What an empty node leaves: CPU, memory, pods.
    empty: [i64; 3],
    most: i64,
    takes_any: bool,
    /// What is left of each node that is used.
    nodes: Vec<[i64; 3]>,
}

/// Places workloads first-fit decreasing: the largest pods first, each on the first node with room, pools in the order
/// in which ordinary pods would want them: User pools before System pools, then as in the plan. The same plan and
/// workloads give the same answer. It is a plan's estimate, not the scheduler's promise: affinity, topology and what
/// pods use beyond their requests are not looked at.
pub fn fit(plan: &Plan, catalog: &Catalog, workloads: &[Workload], overhead: Overhead) -> Fit {
    let mut bins: Vec<Option<Bin>> =
        plan.pools.iter().map(|pool| bin(pool, plan, catalog, overhead)).collect();
    let mut order: Vec<usize> = (0..bins.len()).collect();
    order.sort_by_key(|place| plan.pools.get(*place).is_some_and(NodePool::is_system));
    let scale = bins.iter().flatten().fold([1; 3], |scale: [i64; 3], bin| {
        std::array::from_fn(|kind| at(&scale, kind).max(at(&bin.empty, kind)))
    });
    let mut sorted: Vec<&Workload> = workloads.iter().collect();
    // The share of the largest node that one pod takes, in millionths; a stable sort keeps the table's order.
    let share = |workload: &Workload| {
        let of = |need: i64, kind: usize| need.saturating_mul(1_000_000) / at(&scale, kind).max(1);
        of(workload.cpu, 0).max(of(workload.memory, 1))
    };
    sorted.sort_by_key(|workload| std::cmp::Reverse(share(workload)));
    let mut unplaced = Vec::new();
    for workload in sorted {
        let need = [workload.cpu.max(0), workload.memory.max(0), 1];
        let mut left = workload.replicas.clamp(0, 1_000_000);
        let mut could = false;
        for place in &order {
            let is_its = plan.pools.get(*place).is_some_and(|pool| pool.name == workload.pool);
            let Some(bin) = bins.get_mut(*place).and_then(Option::as_mut) else { continue };
            if if workload.pool.is_empty() { bin.takes_any } else { is_its } {
                could |= room(&bin.empty, &need) > 0 && bin.most > 0;
                left = bin.put(&need, left);
            }
        }
        if left > 0 {
            unplaced.push(Unplaced { name: workload.name.clone(), replicas: left, is_too_large: !could });
        }
    }
    let pools = plan.pools.iter().zip(&bins);
    Fit { pools: pools.filter_map(|(pool, bin)| Some(bin.as_ref()?.fit(&pool.name))).collect(), unplaced }
}

fn bin(pool: &NodePool, plan: &Plan, catalog: &Catalog, overhead: Overhead) -> Option<Bin> {
    let size = catalog.size(pool.node_size()?)?;
    let node = allocatable(size, pool, &plan.cluster);
    let pods = pool.max_pods_on(&plan.cluster).clamp(0, 250);
    let left = |all: i64, taken: i64| all.saturating_sub(taken.max(0)).max(0);
    Some(Bin {
        empty: [
            left(node.cpu_left(), overhead.cpu),
            left(node.memory_left(), overhead.memory),
            left(pods, overhead.pods),
        ],
        most: pool.most_nodes(),
        takes_any: pool.takes_ordinary_pods(),
        nodes: Vec::new(),
    })
}

impl Bin {
    /// Places so many pods; answers how many are left.
    fn put(&mut self, need: &[i64; 3], mut pods: i64) -> i64 {
        for node in &mut self.nodes {
            let here = room(node, need).min(pods);
            fill(node, need, here);
            pods -= here;
        }
        let each = room(&self.empty, need);
        while each > 0 && pods > 0 && (self.nodes.len() as i64) < self.most {
            let here = each.min(pods);
            let mut node = self.empty;
            fill(&mut node, need, here);
            self.nodes.push(node);
            pods -= here;
        }
        pods
    }

    fn fit(&self, name: &str) -> PoolFit {
        let nodes = self.nodes.len() as i64;
        let left = self
            .nodes
            .iter()
            .fold([0; 3], |sum: [i64; 3], node| std::array::from_fn(|kind| at(&sum, kind) + at(node, kind)));
        let all: [i64; 3] = std::array::from_fn(|kind| at(&self.empty, kind) * nodes);
        // What is used of each, in millionths; the first of equals.
        let used = |kind: usize| {
            let all = at(&all, kind);
            if all == 0 { 0 } else { i128::from(all - at(&left, kind)) * 1_000_000 / i128::from(all) }
        };
        let (cpu, memory, pods) = (used(0), used(1), used(2));
        let fills_first = if cpu >= memory && cpu >= pods {
            Resource::Cpu
        } else if memory >= pods {
            Resource::Memory
        } else {
            Resource::Pods
        };
        PoolFit {
            name: name.to_owned(),
            nodes,
            most: self.most,
            fills_first,
            cpu_stranded: at(&left, 0),
            cpu: at(&all, 0),
            memory_stranded: at(&left, 1),
            memory: at(&all, 1),
            pods: (at(&all, 2) - at(&left, 2), at(&all, 2)),
        }
    }
}

fn at(of: &[i64; 3], kind: usize) -> i64 {
    of.get(kind).copied().unwrap_or_default()
}

/// Returns how many pods of a need a node has room for.
fn room(node: &[i64; 3], need: &[i64; 3]) -> i64 {
    let by = node.iter().zip(need).filter(|(_, need)| **need > 0).map(|(left, need)| left / need);
    by.min().unwrap_or_default()
}

fn fill(node: &mut [i64; 3], need: &[i64; 3], pods: i64) {
    for (left, need) in node.iter_mut().zip(need) {
        *left -= need * pods;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Mode, presets};

    fn plan(most: i64) -> Plan {
        let mut plan = Plan::default();
        plan.cluster.kubernetes_version = Some("1.34".to_owned());
        let mut system = presets::system_pool("system");
        system.vm_size = Some("Standard_D2s_v5".to_owned());
        let mut user = presets::system_pool("user");
        user.mode = Some(Mode::User);
        user.vm_size = Some("Standard_D4s_v5".to_owned());
        (user.count, user.max_pods) = (Some(most), Some(30));
        user.zones.clear();
        user.taints.clear();
        plan.pools = vec![system, user];
        plan
    }

    fn workload(name: &str, cpu: i64, memory: i64, replicas: i64) -> Workload {
        Workload { name: name.to_owned(), cpu, memory, replicas, pool: "user".to_owned() }
    }

    #[test]
    fn pods_take_the_first_node_with_room() {
        let catalog = Catalog::embedded();
        // 4 vCPUs less 140 m, and 16,000 MB less 650 and 100: 3 pods of 1,000 m fill the CPU of a node.
        let fit = fit(&plan(10), &catalog, &[workload("api", 1_000, 1_000, 7)], Overhead::default());
        let user = &fit.pools[1];
        assert_eq!((user.nodes, user.fills_first), (3, Resource::Cpu));
        assert_eq!((user.cpu, user.cpu_stranded), (3 * 3_860, 3 * 3_860 - 7_000));
        assert_eq!((user.memory, user.memory_stranded), (3 * 15_250, 3 * 15_250 - 7_000));
        assert_eq!((user.pods, fit.unplaced.len()), ((7, 90), 0));
    }

    #[test]
    fn small_pods_fill_what_large_ones_leave() {
        let catalog = Catalog::embedded();
        let two = [workload("small", 100, 100, 8), workload("large", 3_000, 1_000, 2)];
        let both = fit(&plan(10), &catalog, &two, Overhead::default());
        assert_eq!(both.pools[1].nodes, 2);
        let overhead = Overhead { cpu: 860, memory: 0, pods: 29 };
        let tight = fit(&plan(10), &catalog, &two, overhead);
        assert_eq!((tight.pools[1].nodes, tight.pools[1].fills_first), (10, Resource::Pods));
    }

    #[test]
    fn pods_that_do_not_fit_are_reported() {
        let catalog = Catalog::embedded();
        let fit = fit(
            &plan(2),
            &catalog,
            &[workload("huge", 64_000, 1, 1), workload("many", 1_000, 1, 10)],
            Overhead::default(),
        );
        assert_eq!(
            fit.unplaced,
            [
                Unplaced { name: "huge".to_owned(), replicas: 1, is_too_large: true },
                Unplaced { name: "many".to_owned(), replicas: 4, is_too_large: false },
            ]
        );
    }

    #[test]
    fn no_workload_is_left_out() {
        let catalog = Catalog::embedded();
        let many: Vec<Workload> =
            (0..150).map(|number| workload(&format!("w{number}"), 100, 100, 1)).collect();
        let fit = fit(&plan(50), &catalog, &many, Overhead::default());
        assert_eq!(fit.pools[1].pods.0 + fit.unplaced.iter().map(|left| left.replicas).sum::<i64>(), 150);
    }

    #[test]
    fn amounts_are_read_as_kubernetes_writes_them() {
        for (text, thousandths) in
            [("500m", 500), ("2", 2_000), ("0.5", 500), ("0.1m", 1), ("1e2m", 100), ("0", 0)]
        {
            assert_eq!(parse_cpu(text), Some(thousandths), "{text}");
        }
        for (text, megabytes) in [
            ("1Gi", 1_000),
            ("512Mi", 500),
            ("1.5Gi", 1_500),
            ("1G", 932),
            ("1073741824", 1_000),
            ("1Ki", 1),
            ("0", 0),
        ] {
            assert_eq!(parse_memory(text), Some(megabytes), "{text}");
        }
        for wrong in ["", "m", "Gi", "-1", "-1Gi", "1 Gi", "1GB", "lots", "1e30Ti", "NaN"] {
            assert_eq!((parse_cpu(wrong), parse_memory(wrong)), (None, None), "{wrong}");
        }
    }

    #[test]
    fn hostile_numbers_do_no_harm() {
        let catalog = Catalog::embedded();
        let all = [
            workload("none", 0, 0, i64::MAX),
            workload("less", i64::MIN, i64::MIN, 5),
            workload("most", i64::MAX, i64::MAX, i64::MAX),
            workload("minus", 1, 1, -4),
        ];
        let overhead = Overhead { cpu: i64::MAX, memory: i64::MIN, pods: i64::MAX };
        for overhead in [Overhead::default(), overhead] {
            let fit = fit(&plan(1_000), &catalog, &all, overhead);
            assert!(fit.pools.iter().all(|pool| pool.nodes <= pool.most));
        }
    }
}
