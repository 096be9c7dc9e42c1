//! How long reading takes: `cargo bench --bench reading`. Microseconds, the median of many.
#![allow(clippy::print_stdout, clippy::indexing_slicing)]

mod median;

use std::fmt::Write;
use std::hint::black_box;

use median::median;
use poolwright::catalog::Catalog;
use poolwright::codec::{read, write};
use poolwright::plan::{Plan, presets};
use poolwright::syntax;

/// What `az vm list-skus -o json` prints for some regions, indented as az does: about 10 MB.
fn list_skus() -> String {
    let catalog = Catalog::embedded();
    let mut text = String::from("[\n");
    for region in ["westeurope", "northeurope", "eastus", "eastus2", "uksouth", "southeastasia"] {
        for size in catalog.sizes() {
            let before = if text.len() > 2 { ",\n" } else { "" };
            let mut capabilities = String::new();
            let number = size.vcpus.to_string();
            for (name, value) in
                [("vCPUs", number.as_str()), ("MemoryGB", "16"), ("HyperVGenerations", "V1,V2")]
            {
                let _ = write!(
                    capabilities,
                    "      {{\n        \"name\": \"{name}\",\n        \"value\": \"{value}\"\n      }},\n"
                );
            }
            for place in 0..8 {
                let end = if place == 7 { "" } else { "," };
                let _ = writeln!(
                    capabilities,
                    "      {{\n        \"name\": \"SomeCapabilityOfTheSize{place}\",\n        \"value\": \"True\"\n      }}{end}"
                );
            }
            let _ = write!(
                text,
                "{before}  {{\n    \"apiVersions\": null,\n    \"capabilities\": [\n{capabilities}    ],\n    \"family\": \"{}\",\n    \"locationInfo\": [\n      {{\n        \"location\": \"{region}\",\n        \"zoneDetails\": [],\n        \"zones\": [\n          \"1\",\n          \"2\",\n          \"3\"\n        ]\n      }}\n    ],\n    \"name\": \"{}\",\n    \"resourceType\": \"virtualMachines\",\n    \"restrictions\": []\n  }}",
                size.family, size.name
            );
        }
    }
    text + "\n]\n"
}

fn main() {
    let list = list_skus();
    let megabytes = list.len() / 1_000_000;
    median(&format!("a list of VM sizes of {megabytes} MB, as a tree"), 5, || {
        drop(black_box(syntax::parse(black_box(&list))));
    });
    median("the same, applied to the catalog", 5, || {
        drop(black_box(Catalog::embedded().overlay(black_box(&list))));
    });
    let pools = (0..100).map(|place| presets::user_pool(&format!("user{place}"), 2, 50)).collect();
    let plan = Plan { pools, ..Plan::default() };
    let text = write(&plan);
    median("a plan file of 100 pools", 200, || drop(black_box(read(black_box(&text)))));
    median("the same, written", 200, || drop(black_box(write(black_box(&plan)))));
}
