use crate::catalog::{Support, support};
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{SupportPlan, Version};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    // AKS refuses to create a cluster with such a version.
    if context.is_new_cluster() {
        return;
    }
    let Some(version) = cluster.kubernetes_version.as_deref().and_then(Version::parse) else { return };
    let is_over = match support(version) {
        Support::Ended => true,
        Support::Until { long_term, .. } if cluster.support_plan == Some(SupportPlan::Lts) => {
            context.today > long_term
        }
        Support::Until { community, .. } => context.today > community,
        Support::Unknown => false,
    };
    if is_over {
        found.at_cluster(
            "kubernetesVersion",
            format_args!(
                "The cluster has Kubernetes {}.{}, which is out of support. From 2027-06-01 AKS upgrades clusters that are out of support for 60 days.",
                version.major, version.minor
            ),
        );
    }
}
