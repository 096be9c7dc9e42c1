//! Rules about the network: plugins, address ranges, pods on a node.

pub(in crate::lint) mod cidr_no_overlap;
pub(in crate::lint) mod cidr_syntax;
pub(in crate::lint) mod cilium_linux_only;
pub(in crate::lint) mod cluster_kubenet_max_nodes;
pub(in crate::lint) mod cluster_kubenet_retirement;
pub(in crate::lint) mod dns_service_ip;
pub(in crate::lint) mod docker_bridge_legacy;
pub(in crate::lint) mod dual_stack_needs_overlay;
pub(in crate::lint) mod flat_subnet_size;
pub(in crate::lint) mod ip_families_known;
pub(in crate::lint) mod local_dns_requirements;
pub(in crate::lint) mod max_pods_default;
pub(in crate::lint) mod max_pods_range;
pub(in crate::lint) mod max_pods_windows_recommended;
pub(in crate::lint) mod network_isolated_limits;
pub(in crate::lint) mod network_policy_azure_limits;
pub(in crate::lint) mod node_public_ip_prefix;
pub(in crate::lint) mod outbound_type_needs_subnet;
pub(in crate::lint) mod overlay_names_63;
pub(in crate::lint) mod overlay_node_subnet_size;
pub(in crate::lint) mod overlay_pod_cidr_size;
pub(in crate::lint) mod overlay_unsupported_sizes;
pub(in crate::lint) mod pod_cidr_only_overlay_kubenet;
pub(in crate::lint) mod pod_ip_mode_needs_pod_subnet;
pub(in crate::lint) mod pod_subnet_dynamic_ips;
pub(in crate::lint) mod pod_subnet_one_mode;
pub(in crate::lint) mod pod_subnet_static_block;
pub(in crate::lint) mod pools_same_vnet;
pub(in crate::lint) mod reserved_cidr_ranges;
pub(in crate::lint) mod service_cidr_size;
pub(in crate::lint) mod subnet_not_delegated;

use std::borrow::Cow;

use crate::capacity::addresses::{is_flat, node_addresses};
use crate::capacity::cidr::{Cidr, smallest_prefix};
use crate::lint::Context;
use crate::plan::Subnet;
use crate::text::in_sentence;

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

/// Returns the first subnet of the plan that has too few addresses for the nodes of its pools: of those with a pool of
/// a flat network, or of the others. Without a flat network, the nodes that an upgrade adds count like any.
fn shortage<'a>(context: &'a Context<'_>, flat: bool) -> Option<Shortage<'a>> {
    let (plan, cluster) = (context.plan, &context.plan.cluster);
    // Once for each pool, not for each pool and subnet: a plan can have a hundred of both.
    let pools: Vec<_> = plan.pools.iter().map(|pool| (pool, plan.node_subnet(pool))).collect();
    cluster.subnets.iter().find_map(|subnet| {
        let cidr = Cidr::parse(&subnet.address_prefix)?;
        let is_here = |home: Option<&Subnet>| home.is_some_and(|home| std::ptr::eq(home, subnet));
        let here = || pools.iter().filter(|(_, home)| is_here(*home)).map(|(pool, _)| *pool);
        if here().any(|pool| is_flat(pool, cluster)) != flat {
            return None;
        }
        let sum = |with_surge| here().map(|pool| node_addresses(pool, cluster, with_surge)).sum::<i64>();
        let (plain, surged, usable) = (sum(false), sum(true), cidr.usable());
        let with_surge = plain <= usable || !flat;
        let needed = if with_surge { surged } else { plain };
        let prefix = smallest_prefix(surged).unwrap_or(0);
        let subnet = in_sentence(&subnet.name);
        (needed > usable).then_some(Shortage { subnet, needed, usable, with_surge, prefix })
    })
}

/// Returns the ranges of addresses that a plan names, each with its property and what a sentence calls it.
fn ranges(context: &Context<'_>) -> Vec<(&'static str, String, Cidr)> {
    let cluster = &context.plan.cluster;
    let mut ranges = Vec::new();
    let mut add = |key, name: String, text: Option<&str>| {
        ranges.extend(text.and_then(Cidr::parse).map(|cidr| (key, name, cidr)));
    };
    for subnet in &cluster.subnets {
        let name = format!("subnet {} ({})", in_sentence(&subnet.name), in_sentence(&subnet.address_prefix));
        add("subnets", name, Some(&subnet.address_prefix));
    }
    let (pods, services) = (cluster.pod_cidr.as_deref(), cluster.service_cidr.as_deref());
    add("networkProfile.podCidr", format!("pod CIDR {}", pods.unwrap_or_default()), pods);
    add("networkProfile.serviceCidr", format!("service CIDR {}", services.unwrap_or_default()), services);
    ranges
}
