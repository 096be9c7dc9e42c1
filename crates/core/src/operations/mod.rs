//! Operations on a cluster: what they change, their preconditions, and whether AKS accepts them.

mod audit;
pub mod cluster;
pub mod matrix;
mod operation;
pub(crate) mod preconditions;
pub(crate) mod simulate;
pub mod tasks;

pub use audit::{ExistingViolation, audit};
pub use operation::{Change, Operation, Upgrade};
pub(crate) use operation::{cluster_of, update};
pub use simulate::{Outcome, Reason, Refusal, simulate};
