//! What the page judges by itself. Half of the rules speak only of what few plans say: labels, tags, Spot, subnets,
//! Windows, FIPS. The page does not carry them; it asks the worker, which has all rules, as soon as a plan says such a
//! thing.

use super::cluster::value_known;
use super::{Check, REGISTRY, Rule};
use crate::catalogue::Catalogue;
use crate::plan::{CLUSTER_PROPERTIES, Mode, POOL_PROPERTIES, Plan};

/// Properties of a cluster that plain plans have.
const CLUSTER: &[&str] = &[
    "name",
    "resourceGroup",
    "location",
    "purpose",
    "tier",
    "existing",
    "networkProfile.networkPlugin",
    "networkProfile.networkPluginMode",
];

/// Properties of a pool that plain plans have.
const POOL: &[&str] = &[
    "name",
    "mode",
    "vmSize",
    "count",
    "enableAutoScaling",
    "minCount",
    "maxCount",
    "availabilityZones",
    "maxPods",
    "nodeTaints",
];

/// Whether the rules of [`COMMON`] are all that can find something in a plan.
pub fn is_plain(plan: &Plan, catalogue: &Catalogue) -> bool {
    let cluster = CLUSTER_PROPERTIES.iter().filter(|property| !CLUSTER.contains(&property.key));
    let pool = || POOL_PROPERTIES.iter().filter(|property| !POOL.contains(&property.key));
    let cluster_of = &plan.cluster;
    let names = [&cluster_of.name, &cluster_of.resource_group, &cluster_of.location];
    catalogue.quotas().is_empty()
        && names.into_iter().all(|name| is_simple(name))
        && cluster.into_iter().all(|property| property.get(&plan.cluster).is_none())
        && CLUSTER_PROPERTIES.iter().all(|property| value_known::unknown(property, &plan.cluster).is_none())
        && plan.pools.iter().all(|one| {
            matches!(one.mode, None | Some(Mode::System | Mode::User))
                && pool().all(|property| property.get(one).is_none())
        })
}

/// Whether a name is lawful wherever it stands, or not there yet.
fn is_simple(name: &str) -> bool {
    name.len() < 64
        && !name.starts_with(['-', '_'])
        && !name.ends_with(['-', '_'])
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Rules that find nothing in a plain plan.
const RARE: &[&str] = &[
    "acl-requirements",
    "api-version-supports-mode",
    "arm64-linux-only",
    "automatic-sku-restrictions",
    "autoscale-needs-vmss",
    "capacity-reservation-conflicts",
    "cidr-no-overlap",
    "cidr-syntax",
    "cilium-linux-only",
    "cli-min-version",
    "cluster-create-pool-linux",
    "cluster-name-syntax",
    "cluster-standard-lb-for-multi-pool",
    "dns-service-ip",
    "docker-bridge-legacy",
    "drain-timeout-range",
    "fips-cluster-default-follows",
    "fips-combinations",
    "flat-subnet-size",
    "full-cache-ephemeral",
    "gateway-pool-rules",
    "gpu-mig-profile",
    "gpu-os-support",
    "host-encryption",
    "ip-families-known",
    "kubelet-disk-temporary",
    "kubernetes-version-supported",
    "label-kubernetes-io-restricted",
    "label-reserved-prefix",
    "label-syntax",
    "linux-only-settings",
    "location-syntax",
    "max-pods-windows-recommended",
    "max-surge-format",
    "max-surge-unavailable-both-zero",
    "max-surge-vmss-1000",
    "nap-restrictions",
    "network-policy-azure-limits",
    "node-config-keys",
    "node-init-taints",
    "node-public-ip-prefix",
    "node-soak-range",
    "os-disk-default-managed-size",
    "os-disk-ephemeral-fits",
    "os-disk-size-range",
    "os-disk-type-default",
    "os-guard-requirements",
    "os-guard-retired",
    "os-sku-linux-version-window",
    "os-sku-retired-linux",
    "overlay-names-63",
    "overlay-node-subnet-size",
    "pod-cidr-only-overlay-kubenet",
    "pod-ip-mode-needs-pod-subnet",
    "pod-sandboxing",
    "pod-subnet-dynamic-ips",
    "pod-subnet-static-block",
    "pool-name-windows-length",
    "pool-quota-vcpu",
    "pool-type-supported",
    "pool-version-equal-at-create",
    "pool-version-not-above-control-plane",
    "pool-version-skew",
    "pools-same-vnet",
    "ppg-single-zone",
    "reserved-cidr-ranges",
    "resource-group-name-syntax",
    "scale-down-mode-deallocate",
    "service-cidr-size",
    "snapshot-same-family",
    "spot-autoscaler-recommended",
    "spot-eviction-policy",
    "spot-max-price",
    "spot-no-surge",
    "spot-pool-not-default",
    "spot-pool-user-mode-only",
    "spot-size-capable",
    "spot-vmss-only",
    "subnet-not-delegated",
    "system-pool-linux-only",
    "system-pool-mode-label",
    "system-pool-no-max-unavailable",
    "tag-limits",
    "trusted-launch",
    "ultra-ssd-zones",
    "value-known",
    "version-syntax",
    "virtual-nodes-azure-cni",
    "vms-pool-rules",
    "windows-admin-username",
    "windows-needs-linux-system-pool",
    "windows-os-sku-version",
    "windows-profile-at-create",
    "windows-requires-azure-cni",
    "windows2025-needs-fips",
];

/// The rules that can find something in a plain plan, in the registry's order.
pub static COMMON: [Rule; COMMON_COUNT] = chosen(true);

/// All others, by name only: what they find comes from elsewhere.
static OTHERS: [Rule; REGISTRY.len() - COMMON_COUNT] = chosen(false);

/// The rule of that id, to be named: what it checks need not be here.
pub fn named(id: &str) -> Option<&'static Rule> {
    COMMON.iter().chain(&OTHERS).find(|rule| rule.id == id)
}

const COMMON_COUNT: usize = count();

// These run while the code is compiled, and a wrong index would stop that.
#[allow(clippy::indexing_slicing)]
const fn count() -> usize {
    let (mut at, mut count) = (0, 0);
    while at < REGISTRY.len() {
        if is_common(&REGISTRY[at]) {
            count += 1;
        }
        at += 1;
    }
    count
}

#[allow(clippy::indexing_slicing)]
const fn chosen<const N: usize>(common: bool) -> [Rule; N] {
    let mut chosen = [Rule { check: Check::Operation, ..REGISTRY[0] }; N];
    let (mut at, mut next) = (0, 0);
    while at < REGISTRY.len() {
        let rule = REGISTRY[at];
        if is_common(&rule) == common {
            chosen[next] = if common { rule } else { Rule { check: Check::Operation, ..rule } };
            next += 1;
        }
        at += 1;
    }
    chosen
}

#[allow(clippy::indexing_slicing)]
const fn is_common(rule: &Rule) -> bool {
    if matches!(rule.check, Check::Operation | Check::Password(_)) {
        return false;
    }
    let mut at = 0;
    while at < RARE.len() {
        if is_same(rule.id.as_bytes(), RARE[at].as_bytes()) {
            return false;
        }
        at += 1;
    }
    true
}

#[allow(clippy::indexing_slicing)]
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
