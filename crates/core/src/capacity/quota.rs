//! The vCPU quota that a plan uses.

use super::{MinNowMax, surge};
use crate::catalog::{Catalog, Quota, VmSize};
use crate::plan::{MAX_NODES, MachineNodes, NodePool, Plan};

/// How much of one vCPU quota a plan uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaUse<'a> {
    /// The quota's name as `az vm list-usage` has it: a family, `cores` for all regular vCPUs, `lowPriorityCores` for
    /// Spot.
    pub name: &'a str,
    /// vCPUs at the minimum node count, at creation and at the maximum.
    pub vcpus: MinNowMax,
    /// vCPUs at the maximum node count, including surge nodes.
    pub peak: i64,
    /// What the subscription has, if its usage is known.
    pub quota: Option<&'a Quota>,
}

/// The region's quota of regular vCPUs.
pub const REGIONAL: &str = "cores";
/// The region's quota of Spot vCPUs.
pub const SPOT: &str = "lowPriorityCores";

/// Returns what a plan takes of each quota: the families in the plan's order, then the whole region, then Spot.
/// Constrained sizes count as their base size; pools of an unknown size are left out.
pub fn quota_use<'a>(plan: &Plan, catalog: &'a Catalog) -> Vec<QuotaUse<'a>> {
    quota_use_of(&plan.pools, catalog)
}

/// Returns what pools take of each quota, as [`quota_use`] does.
pub(crate) fn quota_use_of<'a, 'p>(
    pools: impl IntoIterator<Item = &'p NodePool>,
    catalog: &'a Catalog,
) -> Vec<QuotaUse<'a>> {
    let of =
        |name: &'a str| QuotaUse { name, vcpus: MinNowMax::default(), peak: 0, quota: catalog.quota(name) };
    let (mut regional, mut spot) = (of(REGIONAL), of(SPOT));
    let mut takes: Vec<QuotaUse<'a>> = Vec::new();
    for pool in pools {
        let surges = surge_size(pool, catalog);
        for (size, nodes) in sizes(pool, catalog) {
            let each = i64::from(size.quota_vcpus);
            let more = if surges.is_some_and(|one| std::ptr::eq(one, size)) {
                surge(pool, pool.most_nodes())
            } else {
                0
            };
            let peak = nodes.max.saturating_add(more).saturating_mul(each);
            let vcpus = nodes.times(each);
            if pool.is_spot() {
                spot.add(vcpus, peak);
                continue;
            }
            regional.add(vcpus, peak);
            match takes.iter_mut().find(|take| take.name.eq_ignore_ascii_case(&size.family)) {
                Some(take) => take.add(vcpus, peak),
                None => {
                    let mut take = of(&size.family);
                    take.add(vcpus, peak);
                    takes.push(take);
                }
            }
        }
    }
    takes.extend([regional, spot]);
    takes
}

/// Returns the VM sizes of a pool's nodes that are known, each with its numbers of nodes.
fn sizes<'a>(pool: &NodePool, catalog: &'a Catalog) -> Vec<(&'a VmSize, MinNowMax)> {
    let machines = pool.machine_nodes();
    if machines.is_empty() {
        let size = pool.node_size().and_then(|name| catalog.size(name));
        return size.map(|size| (size, MinNowMax::nodes(pool))).into_iter().collect();
    }
    let nodes = |one: &MachineNodes<'_>| {
        let (min, max) = (one.min.clamp(0, MAX_NODES), one.max.clamp(0, MAX_NODES));
        MinNowMax { min, now: min, max: max.max(min) }
    };
    machines.iter().filter_map(|one| Some((catalog.size(one.size)?, nodes(one)))).collect()
}

/// Returns the VM size that surge nodes of a pool have at most: which of several isn't said.
pub(crate) fn surge_size<'a>(pool: &NodePool, catalog: &'a Catalog) -> Option<&'a VmSize> {
    sizes(pool, catalog).into_iter().map(|(size, _)| size).max_by_key(|size| size.quota_vcpus)
}

impl QuotaUse<'_> {
    fn add(&mut self, vcpus: MinNowMax, peak: i64) {
        self.vcpus = self.vcpus.plus(vcpus);
        self.peak = self.peak.saturating_add(peak);
    }

    /// Returns whether the quota does not cover the peak.
    pub fn is_short(&self) -> bool {
        self.quota.is_some_and(|quota| self.peak > quota.left())
    }
}
