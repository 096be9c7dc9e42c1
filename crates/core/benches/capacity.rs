//! How long sums and the choice of VM sizes take: `cargo bench --bench capacity`. Microseconds, the median of many.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

mod median;

use std::hint::black_box;

use median::median;
use poolwright::capacity::cost::Rates;
use poolwright::capacity::fit::{Overhead, Workload, fit};
use poolwright::capacity::{capacity_report, sums};
use poolwright::catalog::{Catalog, Filter, Prices};
use poolwright::lint::{Date, suggest};
use poolwright::plan::{Plan, presets};

fn plan(pools: usize) -> Plan {
    let mut plan = Plan::default();
    plan.cluster.location = "westeurope".to_owned();
    plan.pools = (1..pools)
        .map(|place| presets::user_pool(&format!("user{place}"), 2, 50))
        .chain([presets::dedicated_system_pool("system")])
        .collect();
    plan
}

fn main() {
    let catalog = Catalog::embedded();
    let prices = Prices::parse(include_str!("../../../public/prices/westeurope.txt"));
    let today = Date::new(2026, 11, 24).unwrap();
    median("the catalog, from its text", 200, || drop(black_box(Catalog::embedded())));
    median("the prices of a region", 200, || {
        drop(black_box(Prices::parse(include_str!("../../../public/prices/westeurope.txt"))));
    });
    for pools in [3, 10, 100] {
        let plan = plan(pools);
        median(&format!("all sums of {pools} pools"), 2_000, || {
            drop(black_box(sums(black_box(&plan), &catalog, prices.as_ref())));
        });
        median(&format!("the same in words, {pools} pools"), 500, || {
            let sums = sums(black_box(&plan), &catalog, prices.as_ref());
            drop(black_box(capacity_report(&plan, &sums, prices.as_ref(), &Rates::default())));
        });
    }
    let plan = plan(100);
    let workloads: Vec<Workload> = (1..=100)
        .map(|place| Workload {
            name: format!("w{place}"),
            cpu: 37 * place,
            memory: 91 * place,
            replicas: 200,
            pool: String::new(),
        })
        .collect();
    median("100 workloads of 200 pods on 100 pools", 50, || {
        drop(black_box(fit(&plan, &catalog, &workloads, Overhead::default())));
    });
    let here = |words: &str| Filter {
        words: words.to_owned(),
        region: "westeurope".to_owned(),
        ..Filter::default()
    };
    for words in ["", "d4", "v5 ads"] {
        let filter = here(words);
        median(&format!("sizes that hold {words:?}"), 500, || {
            drop(black_box(catalog.select(&filter, prices.as_ref(), today, 50)));
        });
    }
    median("the five cheapest for a pool of 100", 20, || {
        drop(black_box(suggest(&plan, 0, &here(""), (&catalog, prices.as_ref(), today), 5)));
    });
}
