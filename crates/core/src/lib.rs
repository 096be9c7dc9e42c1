//! Poolwright designs the node pools of an AKS cluster: a plan in, a verdict and commands out.
//!
//! The library is the pure core. It does no I/O, has no clock, no randomness and no panic; `today` and the
//! catalog are arguments. The web app, its worker and the command line are packages of their own over it.
//!
//! ```text
//! link | file | pasted JSON -> codec -> Plan --Edit--> Plan
//! Plan + Catalog + today -> lint::check -> Report
//! Plan -> migrate -> Operations -> emit -> Snippet
//! ```

pub mod capacity;
pub mod catalog;
pub mod codec;
pub mod emit;
pub mod lint;
pub mod migrate;
pub mod operations;
pub mod plan;
pub mod quote;
pub mod syntax;
pub mod text;
pub mod to_json;
