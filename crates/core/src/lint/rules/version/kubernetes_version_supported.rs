//! AKS supports the Kubernetes version.

use crate::catalog::{DEFAULT_MINOR, KUBERNETES_DATE, Support, support, supported_minors};
use crate::lint::{Check, Context, Date, Finding, Found, Rule, Severity};
use crate::plan::{Edit, SupportPlan, Value, Version};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let parse = |text: &Option<String>| text.as_deref().and_then(Version::parse);
    let own = parse(&cluster.kubernetes_version);
    if let Some((version, (problem, why))) =
        own.and_then(|version| Some((version, problem(context, version)?)))
    {
        let finding = found.at_cluster("kubernetesVersion", format_args!("The cluster has Kubernetes {why}"));
        // AKS refuses to create a cluster with such a version, and lets one that exists keep it.
        let is_new = !cluster.existing && context.plan.baseline.is_none();
        problem.apply(finding, if is_new { Severity::Refused } else { Severity::Unsupported });
        if problem == Problem::Ended && is_new {
            offer_versions(context, version, finding);
        }
    }
    for pool in context.pools() {
        let Some(version) = parse(&pool.pool.kubernetes_version) else { continue };
        // The cluster's own version is one finding, not one for each of its pools.
        if own.is_some_and(|own| (own.major, own.minor) == (version.major, version.minor)) {
            continue;
        }
        if let Some((problem, why)) = problem(context, version) {
            let finding = found.at(&pool, "orchestratorVersion", format_args!("{pool} has Kubernetes {why}"));
            // Of pools alone it isn't known whether their cluster has long-term support.
            let may_be_long_term =
                own.is_none() && !context.is_new_cluster() && has_long_term(context, version);
            problem.apply(finding, if may_be_long_term { Severity::Note } else { Severity::Unsupported });
        }
    }
}

/// Whether a version has long-term support on the day.
fn has_long_term(context: &Context<'_>, version: Version) -> bool {
    matches!(support(version), Support::Until { long_term, .. } if context.today <= long_term)
}

/// What is wrong with a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    /// It is newer than the table.
    Unknown,
    /// Its support ends soon.
    Ends,
    /// Its support has ended.
    Ended,
}

impl Problem {
    /// Gives a finding the severity that fits, which is `ended` for a version out of support.
    fn apply(self, finding: &mut Finding, ended: Severity) {
        match self {
            Self::Unknown => finding.unchecked(),
            Self::Ends => finding.downgrade_to(Severity::Note),
            Self::Ended => finding.downgrade_to(ended),
        };
    }
}

/// Returns what is wrong with a version, and the sentence about it from the version on.
fn problem(context: &Context<'_>, version: Version) -> Option<(Problem, String)> {
    let (today, is_long_term) = (context.today, is_long_term(context));
    let number = format!("{}.{}", version.major, version.minor);
    let supported_now = supported(today);
    let (community, long_term) = match support(version) {
        Support::Unknown => {
            let why = format!(
                "{number}, which is newer than the versions known as of {KUBERNETES_DATE}. Check that AKS has it in your region."
            );
            return Some((Problem::Unknown, why));
        }
        Support::Ended => {
            let why = format!("{number}, which AKS doesn\u{2019}t support. Use {supported_now}.");
            return Some((Problem::Ended, why));
        }
        Support::Until { community, long_term } => (community, long_term),
    };
    if today > long_term {
        let why = format!("{number}, whose long-term support ended on {long_term}. Use {supported_now}.");
        return Some((Problem::Ended, why));
    }
    if today > community && !is_long_term {
        let why = format!(
            "{number}, whose community support ended on {community}. Use {supported_now}, or long-term support, which ends on {long_term}."
        );
        return Some((Problem::Ended, why));
    }
    let (end, kind) = if is_long_term { (long_term, "long-term") } else { (community, "community") };
    (end <= today.days_later(NOTICE)).then(|| {
        let newer = supported(end.days_later(1));
        (Problem::Ends, format!("{number}, whose {kind} support ends on {end}; plan an upgrade to {newer}."))
    })
}

/// Days before the end of support from which a finding warns of it.
const NOTICE: u32 = 60;

fn is_long_term(context: &Context<'_>) -> bool {
    context.plan.cluster.support_plan == Some(SupportPlan::Lts)
}

/// Returns the versions with community support on a day, as a sentence names them: "1.34 to 1.37".
fn supported(today: Date) -> String {
    let mut minors = supported_minors(today);
    match (minors.next(), minors.last()) {
        (Some(first), Some(last)) => format!("1.{first} to 1.{last}"),
        (Some(only), None) => format!("1.{only}"),
        _ => "a newer version".to_owned(),
    }
}

fn offer_versions(context: &Context<'_>, version: Version, finding: &mut Finding) {
    let text = |key, text: &str| Edit::Cluster { key, value: Some(Value::Text(text.to_owned())) };
    let newer = format!("1.{DEFAULT_MINOR}");
    finding.unsafe_fix(format_args!("Use {newer}"), vec![text("kubernetesVersion", &newer)]);
    let Support::Until { long_term, .. } = support(version) else { return };
    if !is_long_term(context) && context.today <= long_term {
        finding.unsafe_fix(
            format_args!("Use long-term support, in the Premium tier"),
            vec![text("supportPlan", "AKSLongTermSupport"), text("tier", "Premium")],
        );
    }
}
