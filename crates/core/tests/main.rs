//! The tests of the core, as one program: 32 of them took a minute and a half more to compile and to run.
//!
//! Each module says what it proves. Those that prove nothing by themselves are `aks` (AKS's rules on deployments),
//! `any_layout` and `any_plan` (random plans), `compiled` (what Bicep and Terraform make of a text),
//! `plausible` (values that AKS takes), `readers` (of Bicep, HCL and PowerShell) and `two_pools` (a plan to set one property
//! after another in).

// A test may panic, and says what it found.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used
)]

mod adversary;
mod aks;
mod any_layout;
mod any_plan;
mod cluster_matrix;
mod compiled;
mod cost;
mod deadlines;
mod deploy;
mod emit;
mod every_property;
mod examples;
mod history;
mod hostile;
mod import;
mod kubectl;
mod layers;
mod link;
mod migrate;
mod modules;
mod own_list;
mod partial;
mod plan_file;
mod plausible;
mod preflight;
mod quoting;
mod readers;
mod rightsize;
mod round_trip;
mod rules;
mod schema;
mod stages;
mod templates;
mod terraform;
mod two_pools;
mod updates;
