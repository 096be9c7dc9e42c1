//! Operations on a cluster: what they change, what has to hold before, and what AKS makes of them.

pub mod cluster;
pub mod matrix;
mod operation;
pub(crate) mod preconditions;
pub(crate) mod simulate;
pub mod tasks;

pub use operation::{Change, Operation, Upgrade};
pub(crate) use operation::{cluster_of, update};
pub use simulate::{Outcome, Reason, Refusal, simulate};
