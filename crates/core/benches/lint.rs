//! How long all rules take for plans of 1, 10, 100 and 1,000 pools: `cargo bench --bench lint`.
//!
//! It prints microseconds per plan, the median of many: for a valid plan of every kind of pool, and for one in which
//! every pool is invalid. `cargo bench --bench lint -- 100 valid 20` checks that plan 20 times and prints nothing, for
//! an instruction counter: `valgrind --tool=callgrind target/release/deps/lint-* 100 valid 20`.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

use std::hint::black_box;
use std::time::Instant;

use poolwright::catalog::Catalog;
use poolwright::lint::{Date, check};
use poolwright::plan::{NodePool, Plan, presets};

fn valid(pools: usize) -> Plan {
    let user = (1..pools).map(|place| match place % 3 {
        0 => presets::user_pool(&format!("user{place}"), 2, 5),
        1 => presets::spot_pool(&format!("spot{place}"), 10),
        _ => presets::windows_pool(&format!("w{place}")),
    });
    Plan {
        pools: std::iter::once(presets::dedicated_system_pool("system")).chain(user).collect(),
        ..Plan::default()
    }
}

fn invalid(pools: usize) -> Plan {
    let wrong = NodePool {
        count: Some(-1),
        max_pods: Some(9),
        zones: vec!["9".to_owned(); 3].into(),
        taints: vec!["x".to_owned()].into(),
        max_surge: Some("many".to_owned()),
        ..presets::system_pool("Not a name")
    };
    Plan { pools: vec![wrong; pools], ..Plan::default() }
}

fn main() {
    let catalog = Catalog::embedded();
    let today = Date::new(2026, 11, 24).unwrap();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [pools, kind, times] = arguments.as_slice() {
        let plan =
            if kind == "valid" { valid(pools.parse().unwrap()) } else { invalid(pools.parse().unwrap()) };
        for _ in 0..times.parse().unwrap() {
            black_box(check(black_box(&plan), &catalog, today));
        }
        return;
    }
    for (kind, make) in [("valid", valid as fn(usize) -> Plan), ("invalid", invalid)] {
        for pools in [1, 10, 100, 1_000] {
            let plan = make(pools);
            let mut times: Vec<f64> = (0..200_000 / (pools + 100))
                .map(|_| {
                    let began = Instant::now();
                    black_box(check(black_box(&plan), &catalog, today));
                    began.elapsed().as_secs_f64() * 1e6
                })
                .collect();
            times.sort_by(f64::total_cmp);
            println!("{kind:<8} {pools:>5} pools {:>9.1} us", times[times.len() / 2]);
        }
    }
}
