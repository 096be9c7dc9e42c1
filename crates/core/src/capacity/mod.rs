//! The capacity of a plan in numbers. Pure functions; rules that need such a number use the same function.

pub mod addresses;
pub mod cidr;
pub mod cost;
pub mod fit;
pub mod node;
pub mod quota;
mod report;
mod sentence;
mod sums;

pub use report::{Bar, CapacityReport, Row, Table, bars, capacity_report, fit_bars, fit_table};
pub use sentence::sentence;
pub use sums::{AddressBudget, AddressBudgetKind, ClusterSums, FailureImpact, HOURS, PoolSums, Sums, sums};

use crate::plan::{Cluster, NodePool, Plan};

/// Returns the number of pods that a pool has room for when it is created: nodes times the most pods on one node.
pub fn pod_slots(pool: &NodePool, cluster: &Cluster) -> i64 {
    pool.nodes().saturating_mul(pool.max_pods_on(cluster))
}

/// Returns the minimum number of nodes on which `pods` pods have room.
pub fn nodes_for_pods(pods: i64, max_pods: i64) -> Option<i64> {
    (max_pods > 0).then(|| (pods.saturating_add(max_pods - 1)) / max_pods)
}

/// Returns the number of surge nodes that an upgrade adds to a pool of `nodes` nodes: `maxSurge` as a number, or as a
/// percentage of them, rounded up. The default is 10 % (AKS API 2026-08-01), at least 1. A Spot pool gets none.
pub fn surge(pool: &NodePool, nodes: i64) -> i64 {
    if pool.is_spot() || nodes <= 0 {
        return 0;
    }
    let max_surge = pool.max_surge.as_deref().unwrap_or("10%");
    match max_surge.strip_suffix('%') {
        Some(percent) => {
            let percent: i64 = percent.parse().unwrap_or(10);
            (nodes.saturating_mul(percent).saturating_add(99) / 100).max(i64::from(percent > 0))
        }
        None => max_surge.parse().unwrap_or(1),
    }
}

/// A number at the minimum node count, at creation, and at the maximum node count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MinNowMax {
    /// At the minimum node count of the autoscaler.
    pub min: i64,
    /// At creation.
    pub now: i64,
    /// At the maximum node count of the autoscaler.
    pub max: i64,
}

impl MinNowMax {
    /// Returns the node counts of a pool.
    pub fn nodes(pool: &NodePool) -> Self {
        let most = pool.most_nodes();
        Self { min: pool.node_range().0.clamp(0, most), now: pool.nodes().clamp(0, most), max: most }
    }

    /// Returns each number multiplied by `each`.
    #[must_use]
    pub fn times(self, each: i64) -> Self {
        let of = |number: i64| number.saturating_mul(each);
        Self { min: of(self.min), now: of(self.now), max: of(self.max) }
    }

    /// Returns the sum of both, number by number.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            min: self.min.saturating_add(other.min),
            now: self.now.saturating_add(other.now),
            max: self.max.saturating_add(other.max),
        }
    }
}

/// Returns the number of nodes in one of a pool's zones, by the zone's place among them: all have the same number but
/// for one, the first ones the larger.
pub fn in_one_zone(nodes: i64, zones: i64, place: i64) -> i64 {
    nodes / zones + i64::from(place < nodes % zones)
}

/// The totals that a plan's sentence states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Minimum number of nodes of all pools together.
    pub min_nodes: i64,
    /// Maximum number of nodes of all pools together.
    pub max_nodes: i64,
    /// Maximum number of pods in all pools together.
    pub max_pods: i64,
    /// Zones that some pool uses.
    pub zones: Vec<String>,
}

/// Returns the totals of all pools. Absurdly large numbers saturate.
pub fn totals(plan: &Plan) -> Totals {
    let mut totals = Totals { min_nodes: 0, max_nodes: 0, max_pods: 0, zones: Vec::new() };
    for pool in &plan.pools {
        let (min, max) = pool.node_range();
        totals.min_nodes = totals.min_nodes.saturating_add(min.max(0));
        totals.max_nodes = totals.max_nodes.saturating_add(max.max(0));
        let pods = max.max(0).saturating_mul(pool.max_pods_on(&plan.cluster).max(0));
        totals.max_pods = totals.max_pods.saturating_add(pods);
        for zone in &pool.zones {
            if !totals.zones.contains(zone) {
                totals.zones.push(zone.clone());
            }
        }
    }
    totals.zones.sort();
    totals
}

#[cfg(test)]
mod tests {
    use super::surge as surge_of;
    use super::*;

    #[test]
    fn an_upgrade_adds() {
        let of = |surge: Option<&str>, nodes| {
            surge_of(&NodePool { max_surge: surge.map(str::to_owned), ..NodePool::default() }, nodes)
        };
        for (said, nodes, more) in [
            (None, 0, 0),
            (None, 1, 1),
            (None, 10, 1),
            (None, 11, 2),
            (None, 50, 5),
            (Some("33%"), 3, 1),
            (Some("33%"), 4, 2),
            (Some("0%"), 9, 0),
            (Some("100%"), 9, 9),
            (Some("5"), 9, 5),
            (Some("0"), 9, 0),
            (Some("many"), 9, 1),
            (Some("10%"), i64::MAX, i64::MAX / 100),
        ] {
            assert_eq!(of(said, nodes), more, "{said:?} of {nodes}");
        }
        let spot = NodePool { priority: Some(crate::plan::Priority::Spot), ..NodePool::default() };
        assert_eq!(surge_of(&spot, 50), 0);
    }

    #[test]
    fn thirty_pods_need() {
        for (max_pods, nodes) in [(10, 3), (15, 2), (29, 2), (30, 1), (110, 1)] {
            assert_eq!(nodes_for_pods(30, max_pods), Some(nodes), "{max_pods}");
        }
        assert_eq!(nodes_for_pods(30, 0), None);
        assert_eq!(nodes_for_pods(30, -5), None);
    }
}
