//! The capacity report: tables whose rows explain their numbers, and bars of what is used of what is available. The
//! page and the command line show the same report.

use super::MinNowMax;
use super::cost::{Cost, Rates, without};
use super::fit::{Fit, PoolFit};
use super::node::Reservation;
use super::quota::{REGIONAL, SPOT};
use super::sums::{AddressBudgetKind, HOURS, PoolSums, Sums};
use crate::catalog::{Prices, SIZES_DATE};
use crate::plan::Plan;
use crate::text::{counted, grouped, parts};

/// Months of a year.
const MONTHS: i64 = 12;

/// The capacity report.
#[derive(Clone, Debug, Default)]
pub struct CapacityReport {
    /// The tables.
    pub tables: Vec<Table>,
    /// What is used of what is available.
    pub bars: Vec<Bar>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its title.
    pub title: &'static str,
    /// The sources of its numbers, with dates.
    pub about: String,
    /// The titles of its columns. The first column names the row, the others are numbers.
    pub head: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<String>,
    /// How its numbers are calculated, with the plan's own numbers.
    pub how: String,
}

/// A bar: what is used of what is available.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it measures.
    pub title: String,
    /// What is used at creation.
    pub now: i64,
    /// What is used at the peak.
    pub peak: i64,
    /// What is available.
    pub room: i64,
    /// The same as text.
    pub text: String,
}

/// Returns the capacity report of a plan, with the cost by the user's own numbers.
pub fn capacity_report(
    plan: &Plan,
    sums: &Sums<'_>,
    prices: Option<&Prices>,
    rates: &Rates,
) -> CapacityReport {
    let tables = [
        whole(sums),
        pools(sums),
        addresses(plan, sums),
        quota(sums),
        cost(&super::cost::cost(plan, sums, rates), prices, rates),
        losses(sums),
    ];
    CapacityReport {
        tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
        bars: bars(sums),
    }
}

fn row(cells: impl IntoIterator<Item = String>, how: String) -> Row {
    Row { cells: cells.into_iter().collect(), how }
}

fn three(title: &str, numbers: MinNowMax, shown: impl Fn(i64) -> String, how: String) -> Row {
    row([title.to_owned(), shown(numbers.min), shown(numbers.now), shown(numbers.max)], how)
}

/// Returns the thousandths as vCPUs, or MB as GB.
fn thousandths(number: i64) -> String {
    parts(number, 1_000, 2)
}

fn gigabytes(megabytes: i64) -> String {
    format!("{} GB", parts(megabytes, 1_000, 2))
}

/// Returns a sum over pools as it is written out: `3 x 4 + 2 x 8`, up to a maximum number of terms.
fn terms<'a>(pools: impl Iterator<Item = (i64, String)> + 'a) -> String {
    let all =
        pools.filter(|(times, _)| *times > 0).map(|(times, each)| format!("{} × {each}", grouped(times)));
    match listed(all, 6, " + ") {
        none if none.is_empty() => "0".to_owned(),
        sum => sum,
    }
}

/// Returns the first of some terms, at most so many, and how many more there are.
fn listed(terms: impl Iterator<Item = String>, most: usize, between: &str) -> String {
    let mut all: Vec<String> = terms.collect();
    let more = all.len().saturating_sub(most);
    all.truncate(most);
    if more > 0 {
        all.push(format!("{more} more"));
    }
    all.join(between)
}

fn whole(sums: &Sums<'_>) -> Table {
    let all = &sums.cluster;
    let mut rows = Vec::new();
    if !sums.pools.is_empty() {
        let over = |each: &dyn Fn(&PoolSums<'_>) -> Option<String>| {
            terms(sums.pools.iter().filter_map(|pool| Some((pool.nodes.max, each(pool)?))))
        };
        let at_most = |each: &dyn Fn(&PoolSums<'_>) -> Option<String>| format!("At most: {}.", over(each));
        let left_out = match all.without_size {
            0 => String::new(),
            some => format!(" {} of unknown VM size not included.", counted(some as i64, "pool")),
        };
        let each_pool = sums.pools.iter().map(|pool| format!("{} {}", pool.name, grouped(pool.nodes.max)));
        let each_pool = listed(each_pool, 12, ", ");
        let node = |pool: &PoolSums<'_>| pool.node;
        rows = vec![
            three("Nodes", all.nodes, grouped, format!("At most: {each_pool}.")),
            three("Pods", all.pods, grouped, at_most(&|pool| Some(grouped(pool.max_pods)))),
            three(
                "vCPUs",
                all.vcpus,
                grouped,
                at_most(&|pool| Some(grouped(i64::from(pool.size?.vcpus)))) + &left_out,
            ),
            three("Memory", all.memory, gigabytes, at_most(&|pool| Some(gigabytes(node(pool)?.memory))) + &left_out),
            three(
                "Allocatable vCPUs",
                all.cpu_left,
                thousandths,
                at_most(&|pool| Some(thousandths(node(pool)?.cpu_left()))) + &left_out,
            ),
            three(
                "Allocatable memory",
                all.memory_left,
                gigabytes,
                at_most(&|pool| Some(gigabytes(node(pool)?.memory_left()))) + &left_out,
            ),
            row(
                ["Extra nodes during upgrades".to_owned(), String::new(), String::new(), grouped(all.surge)],
                "Each pool's max surge at its maximum node count, rounded up. Default: 10%; Spot pools don't surge.".to_owned(),
            ),
        ];
    }
    Table {
        title: "Cluster",
        about: format!(
            "VM sizes of {SIZES_DATE}. GB as AKS's documents count them: 1 GiB of a VM size as 1,000 MB."
        ),
        head: vec!["Total", "At least", "At creation", "At most"],
        rows,
    }
}

fn pools(sums: &Sums<'_>) -> Table {
    let rows = sums.pools.iter().map(|pool| {
        let MinNowMax { min, now, max } = pool.nodes;
        let nodes = if min == max { grouped(now) } else { format!("{} to {}", grouped(min), grouped(max)) };
        let (cpu, memory, how) = match pool.node {
            None => ("?".to_owned(), "?".to_owned(), "The VM size is unknown.".to_owned()),
            Some(node) => {
                let memory = match node.rule {
                    Reservation::ByPods => format!(
                        "the smaller of 20 MB × {} pods + 50 MB and 25% of {}, which is {} MB",
                        pool.max_pods,
                        gigabytes(node.memory),
                        grouped(node.memory_reserved)
                    ),
                    Reservation::ByMemory => format!(
                        "25% of the first 4 GB, 20% of the next 4, 10% of the next 8, 6% of the next 112 and 2% above, which is {} MB",
                        grouped(node.memory_reserved)
                    ),
                };
                let windows = match node.windows {
                    0 => String::new(),
                    more => format!(" − {} MB for Windows", grouped(more)),
                };
                let how = format!(
                    "CPU: {} − {} m reserved. Memory: {} − {memory}, − {} MB eviction threshold{windows}.",
                    thousandths(node.cpu),
                    grouped(node.cpu_reserved),
                    gigabytes(node.memory),
                    grouped(node.eviction)
                );
                (thousandths(node.cpu_left()), gigabytes(node.memory_left()), how)
            }
        };
        let slots = grouped(max.saturating_mul(pool.max_pods));
        let cells = [pool.name.to_owned(), nodes, grouped(pool.surge), cpu, memory, grouped(pool.max_pods), slots];
        row(cells, how)
    });
    Table {
        title: "Pools",
        about: "What AKS reserves on a node (node-resource-reservations, 2026-06-11), accurate to about 5%: the document mixes MB and MiB. CPU counts that its table doesn\u{2019}t list are calculated from its steps. DaemonSets are not counted.".to_owned(),
        head: vec!["Pool", "Nodes", "Surge", "Allocatable vCPUs per node", "Allocatable memory per node", "Pods per node", "Maximum pods"],
        rows: rows.collect(),
    }
}

fn addresses(plan: &Plan, sums: &Sums<'_>) -> Table {
    let rows = sums.rooms.iter().map(|room| {
        let named = match (room.name.as_str(), room.range.as_str()) {
            ("", "") => String::new(),
            ("", range) => format!(" {range}"),
            (name, "") => format!(" {name}"),
            (name, range) => format!(" {name} ({range})"),
        };
        let (title, each) = match room.kind {
            AddressBudgetKind::Nodes => (
                format!("Node subnet{named}"),
                "One address per node and, in a flat network, one per pod that it can run",
            ),
            AddressBudgetKind::Pods => (
                format!("Pod subnet{named}"),
                "16 addresses per node or, with static blocks, as many blocks of 16 as the node and its pods need",
            ),
            AddressBudgetKind::PodCidr => (format!("Nodes of the pod CIDR{named}"), "A /24 of the range per node"),
            AddressBudgetKind::Routes => ("Nodes of the route table".to_owned(), "One route per node"),
        };
        let default = if room.kind == AddressBudgetKind::PodCidr && plan.cluster.pod_cidr.is_none() {
            " The plan doesn't state the range, so this is AKS's default."
        } else {
            ""
        };
        let reserved = match room.kind {
            AddressBudgetKind::Nodes | AddressBudgetKind::Pods => " Azure reserves five addresses of each subnet.",
            _ => "",
        };
        let at_peak = room.pools.iter().map(|(pool, peak)| format!("{pool} {}", grouped(*peak)));
        let at_peak = listed(at_peak, 12, " + ");
        let how = format!(
            "{each}, at the maximum node count plus the nodes that an upgrade adds: {at_peak} = {}.{reserved}{default}",
            grouped(room.peak)
        );
        let maybe = |number: Option<i64>| number.map_or_else(|| "?".to_owned(), grouped);
        let prefix = room.prefix.map_or_else(|| "–".to_owned(), |prefix| format!("/{prefix}"));
        let numbers = [grouped(room.now), grouped(room.most), grouped(room.peak), maybe(room.room)];
        row([title].into_iter().chain(numbers).chain([maybe(room.headroom()), prefix]), how)
    });
    Table {
        title: "Addresses",
        about: "concepts-network-ip-address-planning (2026-04-16), configure-azure-cni-dynamic-ip-allocation and -static-block-allocation, concepts-network-azure-cni-overlay (2026-07-31), configure-kubenet (2026-04-16). Addresses of internal load balancers are not counted.".to_owned(),
        head: vec!["Range", "At creation", "At most", "At the peak of an upgrade", "Available", "Left", "Smallest subnet"],
        rows: rows.collect(),
    }
}

fn quota(sums: &Sums<'_>) -> Table {
    let rows = sums.takes.iter().filter(|take| take.peak > 0 || take.vcpus.max > 0).map(|take| {
        let title = match take.name {
            REGIONAL => "Region, regular vCPUs".to_owned(),
            SPOT => "Region, Spot vCPUs".to_owned(),
            family => family.to_owned(),
        };
        let numbers = [take.vcpus.max, take.peak].map(grouped);
        // What creation needs and what is left come first.
        let quota = match take.quota {
            Some(quota) => [quota.left(), quota.left().saturating_sub(take.peak), quota.used, quota.limit].map(grouped),
            None => ["?"; 4].map(str::to_owned),
        };
        let [left, after, used, limit] = quota;
        let cells = [title, grouped(take.vcpus.now), left].into_iter().chain(numbers).chain([after, used, limit]);
        let how = match take.quota {
            Some(quota) => format!(
                "Left at the peak: {} − {} in use − {} at the peak. If the cluster exists, its nodes are included in what is in use.",
                grouped(quota.limit),
                grouped(quota.used),
                grouped(take.peak)
            ),
            None => "Import the output of az vm list-usage to compare with your quota.".to_owned(),
        };
        row(cells, how)
    });
    Table {
        title: "vCPU quota",
        about: "Constrained sizes count with the vCPUs of their base size. Spot has its own quota and adds no nodes during upgrades.".to_owned(),
        head: vec![
            "Quota",
            "At creation",
            "Left now",
            "At most",
            "At the peak of an upgrade",
            "Left at the peak",
            "In use",
            "Limit",
        ],
        rows: rows.collect(),
    }
}

/// Returns the cost as a table; its title and its numbers are in the user's currency.
fn cost(cost: &Cost, prices: Option<&Prices>, rates: &Rates) -> Table {
    let cells = |title: &str, hour: Option<MinNowMax>| {
        let numbers = hour.map(|hour| {
            let month = hour.times(HOURS);
            let year = month.times(MONTHS);
            let longer = [month.min, month.now, month.max, year.min, year.now, year.max];
            std::iter::once(rates.shown_hourly(hour.now)).chain(longer.map(|usd| rates.shown(usd))).collect()
        });
        let numbers = numbers.unwrap_or_else(|| vec!["?".to_owned(); 7]);
        std::iter::once(title.to_owned()).chain(numbers).collect::<Vec<_>>()
    };
    let mut rows: Vec<Row> = Vec::new();
    if prices.is_some() {
        rows.extend(cost.lines.iter().map(|line| row(cells(&line.title, line.hour), line.how.clone())));
        let how = format!("The sum of the parts. A month has {HOURS} hours.{}", without(&cost.unknown));
        rows.push(row(cells("Total", Some(cost.total)), how));
    }
    let (region, date) = prices.map(|prices| (prices.region(), prices.date())).unwrap_or_default();
    let unused = match cost.unused.as_slice() {
        [] => String::new(),
        some => format!(" No pool and no quota family of the plan is named {}.", some.join(" or ")),
    };
    Table {
        title: "Cost",
        about: format!(
            "{}. VMs at list prices in {region} as of {date}, pay as you go; discounts, disk prices, the cluster\u{2019}s fee and the rate of exchange are your own numbers. Without traffic, load balancers and data disks.{unused}",
            rates.currency()
        ),
        head: vec![
            "Part",
            "Hour at creation",
            "Month at least",
            "Month at creation",
            "Month at most",
            "Year at least",
            "Year at creation",
            "Year at most",
        ],
        rows,
    }
}

/// Returns where workloads fit, as a table.
pub fn fit_table(fit: &Fit) -> Table {
    let pools = fit.pools.iter().filter(|pool| pool.nodes > 0).map(|pool| {
        let percent = |part: i64, all: i64| format!("{} %", parts(part.saturating_mul(100), all.max(1), 0));
        let cells = [
            pool.name.clone(),
            format!("{} of {}", grouped(pool.nodes), grouped(pool.most)),
            pool.fills_first.name().to_owned(),
            format!("{} ({})", thousandths(pool.cpu_stranded), percent(pool.cpu_stranded, pool.cpu)),
            format!("{} ({})", gigabytes(pool.memory_stranded), percent(pool.memory_stranded, pool.memory)),
        ];
        let how = format!(
            "These nodes have {} allocatable vCPUs and {} of allocatable memory, and run {} of {} pods.",
            thousandths(pool.cpu),
            gigabytes(pool.memory),
            grouped(pool.pods.0),
            grouped(pool.pods.1)
        );
        row(cells, how)
    });
    let unplaced = fit.unplaced.iter().map(|left| {
        let why = if left.is_too_large {
            "One pod needs more than any node has, or no pool accepts it."
        } else {
            "The pools are full at their maximum node count."
        };
        let cells = [format!("{} doesn\u{2019}t fit", left.name), counted(left.replicas, "pod")];
        row(cells.into_iter().chain(std::iter::repeat_n(String::new(), 3)), why.to_owned())
    });
    Table {
        title: "Workload fit",
        about: "Largest requests first, each pod on the first node with room, User pools before System pools. An estimate: affinity, topology and use beyond requests are not looked at.".to_owned(),
        head: vec!["Pool", "Nodes needed", "Limited by", "Unused vCPUs", "Unused memory"],
        rows: pools.chain(unplaced).collect(),
    }
}

fn losses(sums: &Sums<'_>) -> Table {
    let rows = sums.losses.iter().map(|loss| {
        let whole = match loss.whole.as_slice() {
            [] => String::new(),
            some => format!(" Can be evicted or lost as a whole: {}.", some.join(", ")),
        };
        let how = format!("Initial nodes, spread evenly over their pool's zones, minus the largest share. Nodes without zones can all be in the same one.{whole}");
        let cells = [
            format!("Without {}", loss.of),
            grouped(loss.nodes),
            grouped(loss.pods),
            thousandths(loss.cpu),
            gigabytes(loss.memory),
        ];
        row(cells, how)
    });
    Table {
        title: "Capacity after a failure",
        about: "At the initial node count, at least.".to_owned(),
        head: vec!["Failure", "Nodes", "Pods", "Allocatable vCPUs", "Allocatable memory"],
        rows: rows.collect(),
    }
}

/// Returns what is used of what is available.
pub fn bars(sums: &Sums<'_>) -> Vec<Bar> {
    let rooms = sums.rooms.iter().filter_map(|room| {
        let there = room.room?;
        let title = match (room.kind, room.name.as_str()) {
            (AddressBudgetKind::Nodes, "") => "Addresses of the node subnet".to_owned(),
            (AddressBudgetKind::Nodes | AddressBudgetKind::Pods, name) => format!("Addresses of {name}"),
            (AddressBudgetKind::PodCidr, _) => "Nodes of the pod CIDR".to_owned(),
            (AddressBudgetKind::Routes, _) => "Nodes of the route table".to_owned(),
        };
        Some(bar(title, room.now, room.peak, there, "at the peak of an upgrade"))
    });
    let quotas = sums.takes.iter().filter(|take| take.peak > 0).filter_map(|take| {
        let quota = take.quota?;
        let title = match take.name {
            REGIONAL => "vCPUs of the region".to_owned(),
            SPOT => "Spot vCPUs of the region".to_owned(),
            family => format!("vCPUs of {family}"),
        };
        Some(bar(title, take.vcpus.now, take.peak, quota.left().max(0), "at the peak of an upgrade"))
    });
    let all = &sums.cluster;
    let of_nodes = |title: &str, left: MinNowMax, there: MinNowMax, shown: fn(i64) -> String| {
        let reserved = there.now.saturating_sub(left.now);
        let text = format!(
            "At creation {} allocatable to pods, {} used by AKS\u{2019}s reservations, of {}",
            shown(left.now),
            shown(reserved),
            shown(there.now)
        );
        Bar { title: title.to_owned(), now: left.now, peak: left.now, room: there.now, text }
    };
    let nodes = [
        of_nodes("vCPUs", all.cpu_left, all.vcpus.times(1_000), thousandths),
        of_nodes("Memory", all.memory_left, all.memory, gigabytes),
    ];
    quotas.chain(nodes.into_iter().filter(|bar| bar.room > 0)).chain(rooms).collect()
}

/// Returns what the workloads use of the pods, CPU and memory of the nodes that they need.
pub fn fit_bars(fit: &Fit) -> Vec<Bar> {
    let used = fit.pools.iter().filter(|pool| pool.nodes > 0);
    let of = |pool: &PoolFit| {
        let bar = |what: &str, used: i64, room: i64, shown: fn(i64) -> String| {
            let free = shown(room.saturating_sub(used));
            let text = format!(
                "{} used, {free} free of {} on {}",
                shown(used),
                shown(room),
                counted(pool.nodes, "node")
            );
            Bar { title: format!("{what} of {}", pool.name), now: used, peak: used, room, text }
        };
        [
            bar("Pods", pool.pods.0, pool.pods.1, grouped),
            bar("vCPUs", pool.cpu - pool.cpu_stranded, pool.cpu, thousandths),
            bar("Memory", pool.memory - pool.memory_stranded, pool.memory, gigabytes),
        ]
    };
    used.flat_map(of).collect()
}

fn bar(title: String, now: i64, peak: i64, room: i64, when: &str) -> Bar {
    let rest = |used: i64| match room.saturating_sub(used) {
        short if short < 0 => format!("{} too few", grouped(short.saturating_neg())),
        free => format!("{} free", grouped(free)),
    };
    let text = format!(
        "At creation {} used, {}; {when} {} used, {}; of {}",
        grouped(now),
        rest(now),
        grouped(peak),
        rest(peak),
        grouped(room)
    );
    Bar { title, now, peak, room, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::sums;
    use crate::catalog::Catalog;
    use crate::plan::{Cluster, NetworkPluginMode, presets};

    fn rows(plan: &Plan) -> Vec<Row> {
        let catalog = Catalog::embedded();
        addresses(plan, &sums(plan, &catalog, None)).rows
    }

    #[test]
    fn a_sum_of_many_pools_says_how_many_terms_it_leaves_out() {
        let pools = (1..=14).map(|number| presets::user_pool(&format!("p{number}"), 1, 2));
        let plan = Plan { pools: pools.collect(), ..Plan::default() };
        let how = &rows(&plan)[0].how;
        assert!(how.contains(" + p12 3 + 2 more = 42."), "{how}");
    }

    #[test]
    fn only_a_range_that_the_plan_is_silent_on_is_called_a_default() {
        let of = |pod_cidr: Option<&str>| {
            let cluster = Cluster {
                network_plugin_mode: Some(NetworkPluginMode::Overlay),
                pod_cidr: pod_cidr.map(str::to_owned),
                ..Cluster::default()
            };
            let plan = Plan { cluster, pools: vec![presets::system_pool("system")], ..Plan::default() };
            rows(&plan)
                .iter()
                .any(|row| row.how.contains("AKS\u{2019}s default") || row.how.contains("AKS's default"))
        };
        assert!(of(None));
        assert!(!of(Some("10.244.0.0/16")));
    }
}
