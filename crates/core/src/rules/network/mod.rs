//! Rules about the network: plugins, address ranges, pods on a node.

pub(super) mod cidr_no_overlap;
pub(super) mod cidr_syntax;
pub(super) mod cilium_linux_only;
pub(super) mod cluster_kubenet_max_nodes;
pub(super) mod cluster_kubenet_retirement;
pub(super) mod dns_service_ip;
pub(super) mod docker_bridge_legacy;
pub(super) mod flat_subnet_size;
pub(super) mod ip_families_known;
pub(super) mod max_pods_default;
pub(super) mod max_pods_range;
pub(super) mod max_pods_windows_recommended;
pub(super) mod network_policy_azure_limits;
pub(super) mod node_public_ip_prefix;
pub(super) mod overlay_names_63;
pub(super) mod overlay_node_subnet_size;
pub(super) mod overlay_pod_cidr_size;
pub(super) mod overlay_unsupported_sizes;
pub(super) mod pod_cidr_only_overlay_kubenet;
pub(super) mod pod_ip_mode_needs_pod_subnet;
pub(super) mod pod_subnet_dynamic_ips;
pub(super) mod pod_subnet_static_block;
pub(super) mod pools_same_vnet;
pub(super) mod reserved_cidr_ranges;
pub(super) mod service_cidr_size;
pub(super) mod subnet_not_delegated;

use std::borrow::Cow;

use super::Context;
use super::context::shown;
use crate::sizing::addresses::{is_flat, node_addresses};
use crate::sizing::cidr::{Cidr, smallest_prefix};

/// A subnet with too few addresses.
struct Shortage<'a> {
    subnet: Cow<'a, str>,
    /// Addresses that its pools take.
    needed: i64,
    /// Addresses that it has for them.
    usable: i64,
    /// Whether it would be enough without the nodes that an upgrade adds.
    with_surge: bool,
    /// The prefix that would be enough.
    prefix: u8,
}

/// The first subnet of the plan that has too few addresses for the nodes of its pools: of those with a pool of a
/// flat network, or of the others. Without a flat network, the nodes that an upgrade adds count like any.
fn shortage<'a>(context: &'a Context<'_>, flat: bool) -> Option<Shortage<'a>> {
    let (plan, cluster) = (context.plan, &context.plan.cluster);
    cluster.subnets.iter().find_map(|subnet| {
        let cidr = Cidr::parse(&subnet.address_prefix)?;
        let here = || plan.pools.iter().filter(|pool| plan.node_subnet(pool) == Some(subnet));
        if here().any(|pool| is_flat(pool, cluster)) != flat {
            return None;
        }
        let sum = |with_surge| here().map(|pool| node_addresses(pool, cluster, with_surge)).sum::<i64>();
        let (plain, surged, usable) = (sum(false), sum(true), cidr.usable());
        let with_surge = plain <= usable || !flat;
        let needed = if with_surge { surged } else { plain };
        let prefix = smallest_prefix(surged).unwrap_or(0);
        let subnet = shown(&subnet.name);
        (needed > usable).then_some(Shortage { subnet, needed, usable, with_surge, prefix })
    })
}

/// The ranges of addresses that a plan names, each with its property and what a sentence calls it.
fn ranges(context: &Context<'_>) -> Vec<(&'static str, String, Cidr)> {
    let cluster = &context.plan.cluster;
    let mut ranges = Vec::new();
    let mut add = |key, name: String, text: Option<&str>| {
        ranges.extend(text.and_then(Cidr::parse).map(|cidr| (key, name, cidr)));
    };
    for subnet in &cluster.subnets {
        let name = format!("subnet {} ({})", shown(&subnet.name), shown(&subnet.address_prefix));
        add("subnets", name, Some(&subnet.address_prefix));
    }
    let (pods, services) = (cluster.pod_cidr.as_deref(), cluster.service_cidr.as_deref());
    add("networkProfile.podCidr", format!("pod CIDR {}", pods.unwrap_or_default()), pods);
    add("networkProfile.serviceCidr", format!("service CIDR {}", services.unwrap_or_default()), services);
    ranges
}
