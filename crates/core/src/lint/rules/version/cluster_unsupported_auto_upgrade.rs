use crate::catalog::support;
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Version;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    // AKS refuses to create a cluster with such a version.
    if context.is_new_cluster() {
        return;
    }
    let Some(version) = cluster.kubernetes_version.as_deref().and_then(Version::parse) else { return };
    if support(version).has_ended(context.today, cluster.support_plan.as_ref()) {
        found.at_cluster(
            "kubernetesVersion",
            format_args!(
                "The cluster has Kubernetes {}.{}, which is out of support. From 2027-06-01 AKS upgrades clusters that are out of support for 60 days.",
                version.major, version.minor
            ),
        );
    }
}
