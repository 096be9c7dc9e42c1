//! Operations on a cluster: what can be done, and what AKS makes of it.

mod operation;
mod simulate;

pub use operation::Operation;
pub use simulate::{Reason, Refusal, simulate};
