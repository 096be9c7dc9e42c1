//! Operations on a cluster: what can be done, what AKS makes of it, and the runbook that leads from the layout that
//! stands to another.

mod act;
mod audit;
pub mod diff;
mod graph;
mod laws;
mod make;
pub mod matrix;
mod operation;
mod order;
mod simulate;
mod site;
mod step;
pub mod tasks;

pub use act::Act;
pub use audit::{Taken, audit};
pub use diff::{Diff, diff};
pub use graph::Purpose;
pub use make::{Aim, Blocked, Impossible, Names, Runbook, Wishes, runbook};
pub use operation::{Change, Operation, Upgrade};
pub use simulate::{Outcome, Reason, Refusal, simulate};
pub use step::{Caveat, Check, Step};
