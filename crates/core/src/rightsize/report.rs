//! Right-sizing in words: one sentence, tables, and what doesn't fit.

use super::demand::{Demand, PodGroup, Resources};
use super::layouts::Layout;
use super::placement::{Placement, PoolPlacement};
use crate::capacity::{HOURS, Row, Table};
use crate::catalog::Prices;
use crate::text::{counted, dollars, grouped, parts};

/// Workloads that a row lists.
const LISTED: usize = 8;

/// What pods request, in one sentence: "280 pods: requests of 164.5 vCPUs and 224 GB of memory."
pub fn summary(demand: &Demand) -> String {
    let total = demand.total();
    format!(
        "{}: requests of {} vCPUs and {} of memory.",
        counted(demand.pods(), "pod"),
        vcpus(total.cpu),
        gigabytes(total.memory)
    )
}

/// Returns what doesn't fit, a sentence each: pods without a place, and pools that can't have the nodes they need.
pub fn problems(placement: &Placement) -> Vec<String> {
    let of_pool = |pool: &PoolPlacement| {
        let (name, most) = (&pool.name, pool.planned.1);
        match pool.needed {
            Some(needed) if needed <= most => None,
            Some(needed) => Some(format!(
                "{name} needs {} for these pods and can have {}.",
                counted(needed, "node"),
                grouped(most)
            )),
            None if pool.node.is_none() => {
                Some(format!("{name}: the VM size is unknown, so the number of nodes is too."))
            }
            None => Some(format!("{name} needs more nodes for these pods than a pool can have.")),
        }
    };
    let unplaced = placement
        .unplaced
        .iter()
        .map(|one| format!("{} of {} not placed. {}", counted(one.replicas, "pod"), one.workload, one.why));
    placement.pools.iter().filter_map(of_pool).chain(unplaced).collect()
}

/// Returns the tables: requests by namespace, `DaemonSets`, the nodes that each pool needs, and the cheapest choices.
pub fn tables(demand: &Demand, placement: &Placement, layout: Option<(&Layout, &Prices)>) -> Vec<Table> {
    let all = [
        Some(namespaces(demand)),
        Some(daemons(demand)),
        Some(pools(placement)),
        layout.map(|(layout, prices)| choices(layout, prices)),
    ];
    all.into_iter().flatten().filter(|table| !table.rows.is_empty()).collect()
}

fn vcpus(thousandths: i64) -> String {
    parts(thousandths, 1_000, 2)
}

fn gigabytes(megabytes: i64) -> String {
    format!("{} GB", parts(megabytes, 1_000, 1))
}

fn month(price: i64) -> String {
    dollars(price.saturating_mul(HOURS))
}

fn amounts(name: String, sum: Resources) -> Vec<String> {
    vec![name, grouped(sum.pods), vcpus(sum.cpu), gigabytes(sum.memory)]
}

fn namespaces(demand: &Demand) -> Table {
    let row = |(name, sum): (&str, Resources)| {
        let mut groups: Vec<&PodGroup> =
            demand.groups.iter().filter(|group| group.namespace == name).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.request.cpu.saturating_mul(group.replicas)));
        let listed = groups.iter().take(LISTED).map(|group| {
            let request = group.request;
            let of_one = format!("{} vCPUs and {}", vcpus(request.cpu), gigabytes(request.memory));
            format!("{}: {} × {of_one}", group.workload, grouped(group.replicas))
        });
        let rest = groups.len().saturating_sub(LISTED);
        let rest =
            if rest > 0 { format!("; {} more", counted(rest as i64, "workload")) } else { String::new() };
        Row { cells: amounts(name.to_owned(), sum), how: listed.collect::<Vec<_>>().join("; ") + &rest + "." }
    };
    Table {
        title: "Requests by namespace",
        about: "Requests of pods that haven\u{2019}t finished, as the scheduler counts them: containers with sidecars, or an \
                init container that requests more. Without DaemonSets."
            .to_owned(),
        head: vec!["Namespace", "Pods", "vCPUs", "Memory"],
        rows: demand.by_namespace().into_iter().map(row).collect(),
    }
}

fn daemons(demand: &Demand) -> Table {
    let row = |one: &PodGroup| {
        let name =
            format!("{}/{}", one.namespace, one.workload.strip_prefix("DaemonSet/").unwrap_or(&one.workload));
        Row {
            cells: amounts(name, Resources { pods: one.replicas, ..one.request }),
            how: "One pod on every node whose labels and taints accept it.".to_owned(),
        }
    };
    Table {
        title: "DaemonSets",
        about: "What one pod requests, on each node.".to_owned(),
        head: vec!["DaemonSet", "Pods today", "vCPUs per node", "Memory per node"],
        rows: demand.daemons.iter().map(row).collect(),
    }
}

fn pools(placement: &Placement) -> Table {
    let row = |pool: &PoolPlacement| {
        let how = match pool.node {
            None => "The VM size is unknown.".to_owned(),
            Some(node) => format!(
                "A node has {} vCPUs, {} and {} free for these pods, without the {} vCPUs and {} that DaemonSets request. \
                 Limited by {}; by volume at least {}.",
                vcpus(node.cpu),
                gigabytes(node.memory),
                counted(node.pods, "pod"),
                vcpus(pool.overhead.cpu),
                gigabytes(pool.overhead.memory),
                pool.limit.name(),
                counted(pool.at_least, "node"),
            ),
        };
        let planned = match pool.planned {
            (min, max) if min == max => grouped(min),
            (min, max) => format!("{} to {}", grouped(min), grouped(max)),
        };
        let needed = pool.needed.map_or_else(|| "?".to_owned(), grouped);
        let mut cells = amounts(pool.name.clone(), Resources { pods: pool.pods, ..pool.request });
        cells.extend([needed, planned]);
        Row { cells, how }
    };
    Table {
        title: "Nodes that the pools need",
        about: "Packed first-fit decreasing in five orders, exactly for up to 12 pods. An estimate: topology spread, volumes and use beyond \
                requests aren\u{2019}t included."
            .to_owned(),
        head: vec!["Pool", "Pods", "vCPUs", "Memory", "Nodes needed", "Nodes planned"],
        rows: placement.pools.iter().map(row).collect(),
    }
}

fn choices(layout: &Layout, prices: &Prices) -> Table {
    let mut rows = Vec::new();
    for pool in &layout.pools {
        for choice in &pool.choices {
            let change = pool.today.map_or_else(
                || "?".to_owned(),
                |today| match choice.price - today {
                    more if more > 0 => format!("+{}", month(more)),
                    0 => "0".to_owned(),
                    less => format!("\u{2212}{}", month(-less)),
                },
            );
            let nodes = grouped(choice.nodes);
            rows.push(Row {
                cells: vec![
                    format!("{}: {}", pool.name, choice.size),
                    nodes.clone(),
                    month(choice.price),
                    change,
                ],
                how: format!(
                    "{} per hour for {nodes} nodes; a month has {HOURS} hours. By volume the pods need at least {}.",
                    dollars(choice.price),
                    counted(choice.at_least, "node"),
                ),
            });
        }
    }
    Table {
        title: "Cheapest sizes that hold these pods and raise no finding",
        about: format!(
            "List prices in {} as of {}, pay as you go. System pools keep their size; sizes of another architecture, \
             burstable ones and those that retire aren\u{2019}t considered.",
            prices.region(),
            prices.date()
        ),
        head: vec!["Pool and VM size", "Nodes", "USD/month", "Against today\u{2019}s size"],
        rows,
    }
}
