//! What a finding means for a cluster that stands: AKS took the layout as it is, but it does not take every change of it.

use crate::catalog::Catalog;
use crate::lint::{Date, Finding, Severity};
use crate::operations::matrix::{How, how};
use crate::operations::simulate::{AT_CREATION, Environment};
use crate::plan::Plan;

/// What AKS makes of something that is Refused, and that a cluster has all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExistingViolation {
    /// AKS took it when it was made, and asks again of new pools only.
    Grandfathered,
    /// AKS took it, but asks again whenever the pool or the cluster is changed.
    BlocksChanges,
}

impl ExistingViolation {
    /// The word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grandfathered => "alreadySo",
            Self::BlocksChanges => "refusedOnChange",
        }
    }

    /// What it means, as a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::Grandfathered => {
                "It is so already and AKS took it; it asks again only of what is made anew."
            }
            Self::BlocksChanges => "It is so already and AKS took it; a change of it would be refused.",
        }
    }
}

/// What each of the findings means for a cluster that stands; nothing for those that refuse nothing.
pub fn audit(
    plan: &Plan,
    catalog: &Catalog,
    today: Date,
    findings: &[Finding],
) -> Vec<Option<ExistingViolation>> {
    let standing = Environment { catalog, today }.all(&mut plan.clone());
    let taken = |finding: &Finding| {
        let pool = finding.pool.and_then(|place| plan.pools.get(place)).map(|pool| pool.name.as_str());
        let is_asked =
            standing.iter().any(|((rule, of), _)| *rule == finding.rule.id && of.as_deref() == pool);
        let is_kept = finding.pool.is_some()
            && finding
                .field
                .is_some_and(|key| matches!(how(key), How::NewPool | How::PreviewOnly | How::Fact));
        if !is_asked || is_kept || AT_CREATION.contains(&finding.rule.id) {
            ExistingViolation::Grandfathered
        } else {
            ExistingViolation::BlocksChanges
        }
    };
    findings.iter().map(|finding| (finding.severity == Severity::Refused).then(|| taken(finding))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint;
    use crate::plan::{NodePool, presets};

    #[test]
    fn what_is_asked_of_new_pools_only_is_told_from_what_is_asked_of_changes() {
        let pools = vec![
            // Too few pods, of which AKS asks when a pool is made; a version of its own, of which it asks a new cluster.
            NodePool { count: Some(1), max_pods: Some(10), ..presets::system_pool("small") },
            NodePool { kubernetes_version: Some("1.33".to_owned()), ..presets::system_pool("old") },
            NodePool { taints: vec!["x=y:NoSchedule".to_owned()].into(), ..presets::system_pool("tainted") },
        ];
        let mut plan = Plan { pools, ..Plan::default() };
        plan.cluster.kubernetes_version = Some("1.34".to_owned());
        let (catalog, today) = (Catalog::embedded(), Date::new(2026, 11, 25).unwrap());
        let report = lint::check(&plan, &catalog, today);
        let taken = audit(&plan, &catalog, today, &report.findings);
        let of = |rule: &str| {
            let place = report.findings.iter().position(|finding| finding.rule.id == rule).unwrap();
            taken[place]
        };
        assert_eq!(of("system-pool-min-30-pods"), Some(ExistingViolation::Grandfathered));
        assert_eq!(of("pool-version-equal-at-create"), Some(ExistingViolation::Grandfathered));
        assert_eq!(of("system-pool-taints-restricted"), Some(ExistingViolation::BlocksChanges));
        let milder =
            report.findings.iter().position(|finding| finding.severity != Severity::Refused).unwrap();
        assert_eq!(taken[milder], None);
    }
}
