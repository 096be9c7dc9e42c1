//! Migration: what differs between two layouts, and the runbook that leads from one to the other without breaking a
//! rule.

mod act;
pub mod deadlines;
pub mod diff;
mod graph;
mod planner;
pub mod preflight;
mod search;
mod simulated_cluster;
mod step;

pub use act::Act;
pub use diff::{Diff, diff};
pub use graph::Purpose;
pub use planner::{
    Blocked, Impossible, Names, Objective, PARTIAL_BASELINE, PlannerOptions, Runbook, runbook,
};
pub use step::{Caveat, Check, Step};

use crate::operations::{Change, Operation, Reason, Upgrade, cluster_of, update};
