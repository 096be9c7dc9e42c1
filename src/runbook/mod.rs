//! Operations on a cluster: what can be done, and what AKS makes of it.

mod laws;
pub mod matrix;
mod operation;
mod simulate;
pub mod tasks;

pub use operation::{Change, Operation, Upgrade};
pub use simulate::{Outcome, Reason, Refusal, simulate};
