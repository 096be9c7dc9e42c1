//! What the page offers to do to one pool of an existing cluster.

use super::{Operation, Upgrade};
use crate::plan::{Mode, NodePool};

/// The titles of the operations, by number.
pub const TITLES: [&str; 8] = [
    "Add the pool",
    "Show the pool",
    "Switch mode",
    "Scale to the plan\u{2019}s nodes",
    "Upgrade the node image",
    "Stop the pool",
    "Start the pool",
    "Delete the pool",
];

/// Returns the operation of that number, on a pool.
pub fn task(number: usize, pool: &NodePool) -> Option<Operation> {
    let name = pool.name.clone();
    Some(match number {
        0 => Operation::AddPool(name),
        1 => Operation::ShowPool(name),
        2 => Operation::SetMode(name, if pool.is_system() { Mode::User } else { Mode::System }),
        3 => Operation::ScalePool(name, pool.nodes()),
        4 => Operation::UpgradePool(name, Upgrade::NodeImage),
        5 => Operation::StopPool(name),
        6 => Operation::StartPool(name),
        7 => Operation::DeletePool(name),
        _ => return None,
    })
}
