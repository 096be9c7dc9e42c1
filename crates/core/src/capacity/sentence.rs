//! The layout in one sentence.

use super::totals;
use crate::catalog::Catalog;
use crate::plan::Plan;
use crate::text::{counted, grouped};

/// Returns the whole layout as one sentence: "aks-prod in West Europe: 3 node pools, 6 to 33 nodes, room for up to
/// 3,630 pods, in zones 1, 2 and 3."
pub fn sentence(plan: &Plan, catalog: &Catalog) -> String {
    let cluster = &plan.cluster;
    let name = if cluster.name.is_empty() { "A cluster" } else { &cluster.name };
    let place = match catalog.region(&cluster.location) {
        Some(region) => format!(" in {}", region.title),
        None if cluster.location.is_empty() => String::new(),
        None => format!(" in {}", cluster.location),
    };
    if plan.pools.is_empty() {
        return format!("{name}{place}: no node pool yet.");
    }
    let totals = totals(plan);
    let pools = counted(plan.pools.len() as i64, "node pool");
    let nodes = if totals.min_nodes == totals.max_nodes {
        counted(totals.max_nodes, "node")
    } else {
        format!("{} to {}", grouped(totals.min_nodes), counted(totals.max_nodes, "node"))
    };
    let zones = match totals.zones.as_slice() {
        [] => ", without zones".to_owned(),
        [only] => format!(", in zone {only}"),
        [first @ .., last] => format!(", in zones {} and {last}", first.join(", ")),
    };
    format!("{name}{place}: {pools}, {nodes}, room for up to {}{zones}.", counted(totals.max_pods, "pod"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::presets;

    #[test]
    fn tells_the_layout() {
        let catalog = Catalog::embedded();
        let mut plan = Plan::default();
        assert_eq!(sentence(&plan, &catalog), "A cluster: no node pool yet.");
        plan.cluster.name = "aks-prod".to_owned();
        plan.cluster.location = "westeurope".to_owned();
        let mut pool = presets::system_pool("systempool");
        pool.max_pods = Some(110);
        pool.zones = vec!["2".to_owned(), "1".to_owned()].into();
        plan.pools.push(pool.clone());
        assert_eq!(
            sentence(&plan, &catalog),
            "aks-prod in West Europe: 1 node pool, 3 nodes, room for up to 330 pods, in zones 1 and 2."
        );
        *pool.autoscaling = true;
        (pool.min_count, pool.max_count) = (Some(0), Some(30));
        plan.pools.push(pool);
        assert_eq!(
            sentence(&plan, &catalog),
            "aks-prod in West Europe: 2 node pools, 3 to 33 nodes, room for up to 3,630 pods, in zones 1 and 2."
        );
    }
}
