//! Capacity: what the plan costs, where its nodes are, how much is used, and where workloads fit.

use poolwright::capacity::cost::{Cost, cost, month};
use poolwright::capacity::fit::{Overhead, Workload, fit, parse_cpu, parse_memory};
use poolwright::capacity::{self, HOURS, MinNowMax, fit_bars, fit_table};
use poolwright::plan::Plan;
use poolwright::text::grouped;
use poolwright_protocol::{Bar, Capacity, Fit, Glance, Row, Table};

use crate::{Worker, migration, picture};

impl Worker {
    pub(crate) fn glance(&self, plan: &Plan) -> Glance {
        let prices = self.prices_in(&plan.cluster.location);
        let sums = capacity::sums(plan, &self.catalog, prices);
        if sums.pools.is_empty() {
            return Glance::default();
        }
        let cost = cost(plan, &sums, &self.rates);
        let total = month(&cost, prices, &self.rates);
        Glance {
            costs: cost.vms.iter().map(|hour| month_of_pool(*hour)).collect(),
            picture: Some(picture::of_plan(plan)),
            bars: capacity::bars(&sums).iter().map(bar).collect(),
            total,
            migration: migration::summary(plan),
        }
    }

    pub(crate) fn capacity(&self, plan: &Plan, workloads: &str, overhead: &str) -> Capacity {
        let prices = self.prices_in(&plan.cluster.location);
        let sums = capacity::sums(plan, &self.catalog, prices);
        if sums.pools.is_empty() {
            return Capacity::default();
        }
        let (read, workload_errors) = read_workloads(workloads);
        let (overhead, overhead_errors) = read_overhead(overhead);
        Capacity {
            tables: capacity::capacity_report(plan, &sums, prices, &self.rates)
                .tables
                .iter()
                .map(table)
                .collect(),
            fit: (!read.is_empty()).then(|| self.fit(plan, &read, overhead)),
            workload_errors,
            overhead_errors,
            rate_errors: self.rate_errors.clone(),
        }
    }

    /// Returns what a plan costs.
    pub(crate) fn cost(&self, plan: &Plan) -> Cost {
        let prices = self.prices_in(&plan.cluster.location);
        cost(plan, &capacity::sums(plan, &self.catalog, prices), &self.rates)
    }

    fn fit(&self, plan: &Plan, workloads: &[Workload], overhead: Overhead) -> Fit {
        let fit = fit(plan, &self.catalog, workloads, overhead);
        let left: Vec<&str> = fit.unplaced.iter().map(|left| left.name.as_str()).collect();
        let summary = match left.as_slice() {
            [] => "All workloads fit.".to_owned(),
            [one] => format!("{one} doesn\u{2019}t fit."),
            some => format!("These workloads don\u{2019}t fit: {}.", some.join(", ")),
        };
        Fit { summary, table: table(&fit_table(&fit)), bars: fit_bars(&fit).iter().map(bar).collect() }
    }
}

/// Returns the cost of a pool's VMs per month, from its minimum to its maximum number of nodes, in whole USD.
fn month_of_pool(hour: Option<MinNowMax>) -> String {
    let dollars = |millionths: i64| grouped(millionths.saturating_add(500_000) / 1_000_000);
    let Some(month) = hour.map(|hour| hour.times(HOURS)) else { return "?".to_owned() };
    let (least, most) = (dollars(month.min), dollars(month.max));
    if least == most { most } else { format!("{least}\u{2013}{most}") }
}

pub(crate) fn table(table: &capacity::Table) -> Table {
    let row = |row: &capacity::Row| Row { cells: row.cells.clone(), how: row.how.clone() };
    Table {
        title: table.title.to_owned(),
        about: table.about.clone(),
        head: table.head.iter().map(|title| (*title).to_owned()).collect(),
        rows: table.rows.iter().map(row).collect(),
    }
}

fn bar(bar: &capacity::Bar) -> Bar {
    Bar { title: bar.title.clone(), now: bar.now, peak: bar.peak, room: bar.room, text: bar.text.clone() }
}

/// Returns the workloads that are typed, a line each, and what of them can't be read.
fn read_workloads(text: &str) -> (Vec<Workload>, Vec<String>) {
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match workload(line) {
            Ok(workload) => read.push(workload),
            Err(sentence) => errors.push(format!("Line {}: {sentence}", number + 1)),
        }
    }
    (read, errors)
}

/// Returns a line: name, replicas, CPU, memory and perhaps the pool.
fn workload(line: &str) -> Result<Workload, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (name, replicas, cpu, memory, pool) = match words.as_slice() {
        [name, replicas, cpu, memory] => (name, replicas, cpu, memory, ""),
        [name, replicas, cpu, memory, pool] => (name, replicas, cpu, memory, *pool),
        _ => {
            return Err("enter name, replicas, CPU, memory and, optionally, the pool: api 6 500m 1Gi apps."
                .to_owned());
        }
    };
    let shown = poolwright::text::shown;
    let count = replicas.parse().ok().filter(|pods| *pods >= 0);
    let count =
        count.ok_or_else(|| format!("replicas must be a whole number from 0, not {}.", shown(replicas)))?;
    let cores = parse_cpu(cpu)
        .ok_or_else(|| format!("CPU must be a quantity such as 500m or 2, not {}.", shown(cpu)))?;
    let bytes = parse_memory(memory)
        .ok_or_else(|| format!("memory must be a quantity such as 512Mi or 2Gi, not {}.", shown(memory)))?;
    Ok(Workload {
        name: (*name).to_owned(),
        cpu: cores,
        memory: bytes,
        replicas: count,
        pool: pool.to_owned(),
    })
}

/// Returns what `DaemonSets` take of each node; nothing of it if it can't be read.
fn read_overhead(text: &str) -> (Overhead, Vec<String>) {
    if text.trim().is_empty() {
        return (Overhead::default(), Vec::new());
    }
    match overhead(text) {
        Some(overhead) => (overhead, Vec::new()),
        None => {
            let sentence =
                "DaemonSet overhead per node: enter CPU, memory and pods, for example 200m 300Mi 5.";
            (Overhead::default(), vec![sentence.to_owned()])
        }
    }
}

fn overhead(text: &str) -> Option<Overhead> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [cpu, memory, pods] = words.as_slice() else { return None };
    Some(Overhead {
        cpu: parse_cpu(cpu)?,
        memory: parse_memory(memory)?,
        pods: pods.parse().ok().filter(|pods| *pods >= 0)?,
    })
}
