//! How long texts take: `cargo bench --bench emit`. Microseconds, the median of many.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

mod median;

use std::hint::black_box;

use median::median;
use poolwright::codec;
use poolwright::emit::{Dialect, Options, render, steps};
use poolwright::plan::{Map, Plan, presets};

fn plan(pools: usize) -> Plan {
    let mut plan = Plan::default();
    plan.cluster.location = "westeurope".to_owned();
    plan.cluster.windows_admin = Some("azureuser".to_owned());
    plan.pools = (1..pools)
        .map(|place| {
            let mut pool = presets::user_pool(&format!("user{place}"), 2, 50);
            pool.labels = Map::from([("team".to_owned(), format!("it's {place}"))]).into();
            pool.tags = Map::from([("cost-center".to_owned(), place.to_string())]).into();
            pool
        })
        .chain([presets::dedicated_system_pool("system")])
        .collect();
    plan
}

fn main() {
    for pools in [3, 10, 100] {
        let plan = plan(pools);
        let link = codec::write_link(&plan).unwrap();
        let options = Options { link: Some(&link), ..Options::default() };
        for dialect in Dialect::ALL {
            median(&format!("{} of {pools} pools", dialect.title()), 500, || {
                drop(black_box(render(black_box(&plan), dialect, &options).text()));
            });
        }
        median(&format!("all dialects of {pools} pools"), 500, || {
            for dialect in Dialect::ALL {
                drop(black_box(render(black_box(&plan), dialect, &options).text()));
            }
        });
        median(&format!("step by step, {pools} pools"), 500, || {
            drop(black_box(steps(black_box(&plan), Dialect::Az)));
        });
        median(&format!("the link of {pools} pools"), 200, || {
            drop(black_box(codec::write_link(black_box(&plan))));
        });
    }
}
