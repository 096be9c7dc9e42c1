//! How long it takes to plan a runbook in which every pool is replaced: `cargo bench --bench migrate`.
//!
//! It prints milliseconds per runbook, the median of many. The pools keep their names (each through a temporary pool) or
//! take new ones, in the same order or not; a full cluster has no room for another pool, and the planner says so.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

use std::hint::black_box;
use std::time::Instant;

use poolwright::catalog::Catalog;
use poolwright::lint::Date;
use poolwright::migrate::{Names, PlannerOptions, runbook};
use poolwright::plan::{NodePool, Plan, presets};

fn layout(pools: usize, prefix: &str, max_pods: i64) -> Plan {
    let pool = |place: usize| {
        let name = format!("{prefix}{place}");
        let pool = match place % 3 {
            0 => presets::system_pool(&name),
            1 => presets::user_pool(&name, 2, 5),
            _ => presets::spot_pool(&name, 10),
        };
        NodePool {
            max_pods: Some(max_pods),
            count: Some(2 + (place % 4) as i64).filter(|_| place.is_multiple_of(3)).or(pool.count),
            ..pool
        }
    };
    Plan { pools: (0..pools).map(pool).collect(), ..Plan::default() }
}

fn main() {
    let catalog = Catalog::embedded();
    let today = Date::new(2026, 11, 25).unwrap();
    let named = PlannerOptions::default();
    let renamed = PlannerOptions { names: Names::Propose, ..PlannerOptions::default() };
    for (title, pools, prefix, options) in [
        ("99 -> 99, names kept", 99, "p", &named),
        ("99 -> 99, names proposed", 99, "p", &renamed),
        ("99 -> 99, other pools", 99, "q", &named),
        ("100 -> 100, names kept", 100, "p", &named),
        ("100 -> 100, names proposed", 100, "p", &renamed),
        ("100 -> 100, other pools", 100, "q", &named),
        ("50 -> 50, other pools", 50, "q", &named),
    ] {
        let (current, target) = (layout(pools, "p", 110), layout(pools, prefix, 50));
        let plan = || runbook(black_box(&current), black_box(&target), &catalog, today, options);
        let answer = match plan() {
            Ok(runbook) => format!("{} steps, {} nodes at the peak", runbook.steps.len(), runbook.peak_nodes),
            Err(impossible) => format!("no order: {}", impossible.remedies.join(" ")),
        };
        let mut times: Vec<f64> = (0..21)
            .map(|_| {
                let began = Instant::now();
                black_box(plan()).ok();
                began.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{title:<28} {:>8.1} ms  {answer}", times[times.len() / 2]);
    }
}
