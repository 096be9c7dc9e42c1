//! The vCPU quota that a plan uses.

use super::{MinNowMax, surge};
use crate::catalog::{Catalog, Quota};
use crate::plan::Plan;

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
    let of =
        |name: &'a str| QuotaUse { name, vcpus: MinNowMax::default(), peak: 0, quota: catalog.quota(name) };
    let (mut regional, mut spot) = (of(REGIONAL), of(SPOT));
    let mut takes: Vec<QuotaUse<'a>> = Vec::new();
    for pool in &plan.pools {
        let Some(size) = pool.node_size().and_then(|name| catalog.size(name)) else { continue };
        let each = i64::from(size.quota_vcpus);
        let vcpus = MinNowMax::nodes(pool).times(each);
        let most = pool.most_nodes();
        let peak = most.saturating_add(surge(pool, most)).saturating_mul(each);
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
    takes.extend([regional, spot]);
    takes
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
