//! What a finding means for an existing cluster: AKS accepted the layout, but it does not accept every change of it.

use crate::catalog::Catalog;
use crate::lint::{Date, Finding, Severity};
use crate::operations::matrix::{How, how};
use crate::operations::simulate::{AT_CREATION, Environment};
use crate::plan::Plan;

/// How AKS treats something that is Refused, and that a cluster has nonetheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExistingViolation {
    /// AKS accepted it when it was created, and checks only new pools.
    Grandfathered,
    /// AKS accepted it, but checks it again whenever the pool or the cluster is changed.
    BlocksChanges,
}

impl ExistingViolation {
    /// Returns the word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grandfathered => "alreadySo",
            Self::BlocksChanges => "refusedOnChange",
        }
    }

    /// Returns what it means, as a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::Grandfathered => {
                "The cluster already has this and AKS accepted it; AKS checks it again only for new pools."
            }
            Self::BlocksChanges => {
                "The cluster already has this and AKS accepted it; AKS would refuse a change of it."
            }
        }
    }
}

/// Returns what each of the findings means for an existing cluster; `None` for those that aren't Refused.
pub fn audit(
    plan: &Plan,
    catalog: &Catalog,
    today: Date,
    findings: &[Finding],
) -> Vec<Option<ExistingViolation>> {
    let existing = Environment { catalog, today }.all(&mut plan.clone());
    let taken = |finding: &Finding| {
        let pool = finding.pool.and_then(|place| plan.pools.get(place)).map(|pool| pool.name.as_str());
        let is_asked =
            existing.iter().any(|((rule, of), _)| *rule == finding.rule.id && of.as_deref() == pool);
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
    fn checks_of_new_pools_are_distinguished_from_checks_of_changes() {
        let pools = vec![
            // Too few pods, which AKS checks when a pool is created; a version of its own, which it checks for a new
            // cluster.
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
