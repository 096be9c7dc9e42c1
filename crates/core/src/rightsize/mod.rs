//! Right-sizing: what the pods of a cluster request, how many nodes of a plan's pools hold them, and which VM sizes and
//! node counts hold them for the least money without a finding.
//!
//! Requests come from `kubectl get pods -A -o json` (`pods.rs`). Pods are packed first-fit decreasing in five orders, of which
//! the best counts, and exactly up to [`EXACT_PODS`] pods of a pool (`packing.rs`). It is an estimate of what the scheduler
//! can do, not a promise: topology spread, volumes and what pods use beyond their requests aren't looked at.

mod demand;
mod layouts;
mod nodes;
mod packing;
mod placement;
mod pods;
mod report;

pub use demand::{Demand, PodGroup, Resources, Toleration};
pub use layouts::{CHOICES, Choice, Constraints, Layout, PoolLayout, cheapest};
pub use nodes::{NodeSizes, read_nodes};
pub use packing::EXACT_PODS;
pub use placement::{Limit, Placement, PoolPlacement, Problem, Unplaced, place};
pub use pods::{KubectlError, read_pods};
pub use report::{problems, summary, tables};
