//! Poolwright designs the node pools of an AKS cluster: a plan in, a verdict and commands out.
//!
//! The library is the pure core. It does no I/O, has no clock, no randomness and no panic; `today` and the
//! catalogue are arguments. The web app, its worker and the command line are packages of their own over it.
//!
//! ```text
//! link | file | pasted JSON -> share -> Plan --Edit--> Plan
//! Plan + Catalogue + today -> rules::check -> Report
//! Plan -> runbook -> Operations -> generate -> Snippet
//! ```

pub mod catalogue;
pub mod generate;
pub mod plan;
pub mod quote;
pub mod rules;
pub mod runbook;
pub mod share;
pub mod sizing;
pub mod syntax;
pub mod text;
pub mod to_json;
