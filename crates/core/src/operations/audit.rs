//! What a finding means for an existing cluster: AKS accepted the layout, but it does not accept every change of it.

use super::matrix::{How, how};
use super::simulate::{AT_CREATION, Environment};
use crate::catalog::Catalog;
use crate::lint::{self, Date, Finding, Report, Severity};
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

/// Returns what each Refused finding of a plan means for its baseline, where that has the same: `None` for all others.
/// What AKS checks for new pools only becomes a note, and findings are in the order of their severities again.
pub fn audit(
    plan: &Plan,
    catalog: &Catalog,
    today: Date,
    report: &mut Report,
) -> Vec<Option<ExistingViolation>> {
    let nothing = vec![None; report.findings.len()];
    let is_refused = |finding: &Finding| finding.severity == Severity::Refused;
    let Some(baseline) = plan.baseline.as_deref().filter(|_| report.findings.iter().any(is_refused)) else {
        return nothing;
    };
    let mut existing = baseline.clone();
    let asked = Environment { catalog, today }.all(&mut existing);
    // A cluster is its own baseline: rules are milder for what exists.
    existing.baseline = Some(Box::new(baseline.clone()));
    let had = lint::check(&existing, catalog, today).findings;
    let taken = |finding: &Finding| {
        let pool = name(plan, finding);
        let is_same = |one: &Finding| {
            one.rule == finding.rule && name(&existing, one) == pool && one.message == finding.message
        };
        if !is_refused(finding) || !had.iter().any(is_same) {
            return None;
        }
        let is_asked = asked.iter().any(|((rule, of), _)| *rule == finding.rule.id && of.as_deref() == pool);
        let is_kept = finding.pool.is_some()
            && finding
                .field
                .is_some_and(|key| matches!(how(key), How::NewPool | How::PreviewOnly | How::Fact));
        Some(if !is_asked || is_kept || AT_CREATION.contains(&finding.rule.id) {
            ExistingViolation::Grandfathered
        } else {
            ExistingViolation::BlocksChanges
        })
    };
    let mut findings: Vec<_> =
        std::mem::take(&mut report.findings).into_iter().map(|finding| (taken(&finding), finding)).collect();
    for (taken, finding) in &mut findings {
        if *taken == Some(ExistingViolation::Grandfathered) {
            finding.downgrade_to(Severity::Note);
        }
    }
    findings.sort_by_key(|(_, finding)| finding.severity);
    let (taken, findings) = findings.into_iter().unzip();
    report.findings = findings;
    taken
}

/// Returns the name of the pool that a finding is about.
fn name<'a>(plan: &'a Plan, finding: &Finding) -> Option<&'a str> {
    finding.pool.and_then(|place| plan.pools.get(place)).map(|pool| pool.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{NodePool, presets};

    #[test]
    fn checks_of_new_pools_are_distinguished_from_checks_of_changes() {
        let pools = vec![
            // Too few pods, which AKS checks when a pool is created.
            NodePool { count: Some(1), max_pods: Some(10), ..presets::system_pool("small") },
            NodePool { taints: vec!["x=y:NoSchedule".to_owned()].into(), ..presets::system_pool("tainted") },
        ];
        let mut plan = Plan { pools, ..Plan::default() };
        plan.cluster.kubernetes_version = Some("1.34".to_owned());
        let (catalog, today) = (Catalog::embedded(), Date::new(2026, 11, 25).unwrap());
        plan.baseline = Some(Box::new(plan.clone()));
        let mut report = lint::check(&plan, &catalog, today);
        let taken = audit(&plan, &catalog, today, &mut report);
        let place = |rule: &str| report.findings.iter().position(|finding| finding.rule.id == rule).unwrap();
        let of = |rule: &str| taken[place(rule)];
        assert_eq!(of("system-pool-min-30-pods"), Some(ExistingViolation::Grandfathered));
        assert_eq!(of("system-pool-taints-restricted"), Some(ExistingViolation::BlocksChanges));
        assert_eq!(report.findings[place("system-pool-min-30-pods")].severity, Severity::Note);
        assert!(report.findings.is_sorted_by_key(|finding| finding.severity));
        // What the cluster doesn't have yet is Refused.
        plan.pools[0].max_pods = Some(12);
        let mut report = lint::check(&plan, &catalog, today);
        let taken = audit(&plan, &catalog, today, &mut report);
        let changed =
            report.findings.iter().position(|one| one.rule.id == "system-pool-min-30-pods").unwrap();
        assert_eq!((taken[changed], report.findings[changed].severity), (None, Severity::Refused));
    }
}
