//! Poolwright designs the node pools of an AKS cluster: a plan in, a report and commands out.
//!
//! This is the pure library under the web app and the command line. It does no I/O, has no clock and no randomness, and
//! doesn't panic; the catalog of VM sizes and the day are arguments.
//!
//! A plan with one Spot pool is checked, corrected and written as Azure CLI commands:
//!
//! ```
//! use poolwright::catalog::Catalog;
//! use poolwright::codec::read_plan;
//! use poolwright::emit::{Dialect, Options, render};
//! use poolwright::lint::{Date, check};
//! use poolwright::plan::Mode;
//!
//! let mut plan = read_plan(
//!     r#"{
//!         "version": 1,
//!         "cluster": {"name": "shop", "resourceGroup": "shop-rg", "location": "westeurope"},
//!         "pools": [
//!             {"name": "system", "mode": "System", "vmSize": "Standard_D4ds_v5", "count": 3},
//!             {"name": "batch", "mode": "System", "vmSize": "Standard_D8ds_v5", "scaleSetPriority": "Spot"}
//!         ]
//!     }"#,
//! )
//! .unwrap()
//! .plan;
//!
//! let catalog = Catalog::embedded();
//! let today = Date::parse("2026-11-28").unwrap();
//! let report = check(&plan, &catalog, today);
//! assert!(report.findings.iter().any(|finding| finding.rule.id == "spot-pool-user-mode-only"));
//!
//! plan.pools[1].mode = Some(Mode::User);
//! let commands = render(&plan, Dialect::Az, &Options::default()).text();
//! assert!(commands.contains("az aks nodepool add"));
//! assert!(commands.contains("--priority Spot"));
//! ```
//!
//! `tests/layers.rs` has the order in which the modules depend on each other.

pub mod capacity;
pub mod catalog;
pub mod codec;
mod date;
mod decimal;
pub mod emit;
pub mod lint;
pub mod migrate;
pub mod operations;
pub mod plan;
pub mod quote;
pub mod rightsize;
pub mod syntax;
pub mod text;
pub mod to_json;
