//! How many addresses a plan takes, and from which ranges.

use super::cidr::Cidr;
use super::surge;
use crate::plan::{Cluster, NetworkPlugin, NodePool, Plan, PodIpAllocationMode, Subnet};

/// The prefix length of the address range of one node's pods in the overlay: a /24 (concepts-network-azure-cni-overlay,
/// 2026-07-31).
pub const OVERLAY_NODE_PREFIX: u8 = 24;

/// The pod CIDR of overlay and kubenet clusters if the plan has none (the same, and azure-cli 2.91.0).
pub const DEFAULT_POD_CIDR: &str = "10.244.0.0/16";

/// The service CIDR if the plan has none (azure-cli 2.91.0).
pub const DEFAULT_SERVICE_CIDR: &str = "10.0.0.0/16";

/// Maximum number of routes of a route table, one for each node of a kubenet cluster (configure-kubenet, 2026-04-16).
pub const KUBENET_ROUTES: i64 = 400;

/// Returns the number of nodes that a pod CIDR has room for.
pub fn overlay_nodes(cidr: Cidr) -> i64 {
    if cidr.prefix > OVERLAY_NODE_PREFIX { 0 } else { 1_i64 << (OVERLAY_NODE_PREFIX - cidr.prefix) }
}

/// Returns the longest prefix of a pod CIDR that has room for so many nodes, if IPv4 has one.
pub fn overlay_prefix(nodes: i64) -> Option<u8> {
    (0..=OVERLAY_NODE_PREFIX).rev().find(|prefix| 1_i64 << (OVERLAY_NODE_PREFIX - prefix) >= nodes)
}

/// Returns the number of nodes, with or without those that an upgrade adds.
pub fn nodes(pool: &NodePool, with_surge: bool) -> i64 {
    let most = pool.most_nodes();
    if with_surge { most.saturating_add(surge(pool, most)) } else { most }
}

/// Returns whether the pool's pods have addresses of the nodes' own subnet.
pub fn is_flat(pool: &NodePool, cluster: &Cluster) -> bool {
    cluster.network_plugin == Some(NetworkPlugin::Azure) && !cluster.is_overlay() && pool.pod_subnet.is_none()
}

/// Returns the number of addresses of the node subnet that a node takes: one and, in a flat network, one for each of
/// its pods (concepts-network-ip-address-planning, 2026-04-16).
pub fn addresses_of_node(pool: &NodePool, cluster: &Cluster) -> i64 {
    if is_flat(pool, cluster) { pool.max_pods_on(cluster).clamp(0, 250).saturating_add(1) } else { 1 }
}

/// Returns the number of addresses of the pod subnet that the pods of a node take, at least: a batch of 16, or as many
/// blocks of 16 as its pods and the node need.
pub fn addresses_of_its_pods(pool: &NodePool, cluster: &Cluster) -> i64 {
    let batches = match pool.pod_ip_allocation {
        Some(PodIpAllocationMode::StaticBlock) => static_blocks(pool.max_pods_on(cluster)),
        _ => 1,
    };
    batches.saturating_mul(16)
}

/// Returns the number of addresses that the pool takes from its node subnet.
pub fn node_addresses(pool: &NodePool, cluster: &Cluster, with_surge: bool) -> i64 {
    nodes(pool, with_surge).saturating_mul(addresses_of_node(pool, cluster))
}

/// Returns the number of addresses that the pool takes from its pod subnet, at least.
pub fn pod_addresses(pool: &NodePool, cluster: &Cluster, with_surge: bool) -> i64 {
    nodes(pool, with_surge).saturating_mul(addresses_of_its_pods(pool, cluster))
}

/// Returns the number of blocks of 16 addresses that a node of so many pods takes
/// (configure-azure-cni-static-block-allocation, 2024-03-18).
pub fn static_blocks(max_pods: i64) -> i64 {
    (max_pods.clamp(0, 250) + 16) / 16
}

impl Plan {
    /// Returns the subnet of the plan that a text names: by its own name, or by a resource ID that ends with it.
    pub fn subnet(&self, named: &str) -> Option<&Subnet> {
        let name = named.rsplit('/').next().unwrap_or(named);
        let is_it = |subnet: &&Subnet| !subnet.name.is_empty() && subnet.name == name;
        self.cluster.subnets.iter().find(is_it)
    }

    /// Returns the subnet of a pool's nodes. A pool that names none is taken to lie in the only subnet there is, if no
    /// pods do.
    pub fn node_subnet(&self, pool: &NodePool) -> Option<&Subnet> {
        if let Some(named) = &pool.vnet_subnet {
            return self.subnet(named);
        }
        match self.cluster.subnets.as_slice() {
            [only] if !self.pools.iter().any(|pool| self.pod_subnet(pool).is_some()) => Some(only),
            _ => None,
        }
    }

    /// Returns the subnet of a pool's pods.
    pub fn pod_subnet(&self, pool: &NodePool) -> Option<&Subnet> {
        self.subnet(pool.pod_subnet.as_deref()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::NodePool;

    /// The worked examples of IP address planning for AKS clusters (2026-04-16).
    #[test]
    fn a_flat_network_takes_an_address_for_each_pod() {
        let cluster = Cluster { network_plugin: Some(NetworkPlugin::Azure), ..Cluster::default() };
        let pool = |count, surge: &str| NodePool {
            count: Some(count),
            max_pods: Some(30),
            max_surge: Some(surge.to_owned()),
            ..NodePool::default()
        };
        assert_eq!(node_addresses(&pool(50, "1"), &cluster, true), 1_581);
        assert_eq!(node_addresses(&pool(60, "1"), &cluster, true), 1_891);
        assert_eq!(node_addresses(&pool(50, "1"), &cluster, false), 1_550);
        assert_eq!(node_addresses(&pool(50, "1"), &Cluster::default(), true), 51);
    }

    #[test]
    fn the_only_subnet_is_for_nodes_unless_pods_are_in_it() {
        let subnet = Subnet { name: "pods".to_owned(), ..Subnet::default() };
        let cluster = Cluster { subnets: vec![subnet], ..Cluster::default() };
        let mut plan = Plan { cluster, pools: vec![NodePool::default()], ..Plan::default() };
        assert!(plan.node_subnet(&plan.pools[0]).is_some());
        for named in [
            "pods",
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/pods",
        ] {
            plan.pools[0].pod_subnet = Some(named.to_owned());
            assert!(plan.node_subnet(&plan.pools[0]).is_none(), "{named}");
        }
    }

    #[test]
    fn a_pod_cidr_has_a_24_for_each_node() {
        for (range, nodes) in [("/16", 256), ("/14", 1_024), ("/12", 4_096), ("/24", 1), ("/25", 0)] {
            assert_eq!(overlay_nodes(Cidr::parse(&format!("10.0.0.0{range}")).unwrap()), nodes, "{range}");
        }
    }

    #[test]
    fn static_blocks_have_room_for_the_pods_and_the_node() {
        for (pods, blocks) in [(15, 1), (16, 2), (31, 2), (32, 3), (110, 7), (250, 16)] {
            assert_eq!(static_blocks(pods), blocks, "{pods}");
        }
    }
}
