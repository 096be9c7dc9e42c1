use crate::plan::Version;
use crate::rules::context::shown;
use crate::rules::{Check, Context, Found, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "version-syntax", tier: Tier::Refused, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    if let Some(written) = wrong(context.plan.cluster.kubernetes_version.as_deref()) {
        found.at_cluster(
            "kubernetesVersion",
            format_args!(
                "The cluster has {}, which is no Kubernetes version; write one like 1.34 or 1.34.2.",
                shown(written)
            ),
        );
    }
    for pool in context.pools() {
        if let Some(written) = wrong(pool.pool.kubernetes_version.as_deref()) {
            found.at(
                &pool,
                "orchestratorVersion",
                format_args!(
                    "{pool} has {}, which is no Kubernetes version; write one like 1.34 or 1.34.2.",
                    shown(written)
                ),
            );
        }
    }
}

/// A text that can be no version. az takes a v off its front; an empty one leaves the version to AKS.
fn wrong(written: Option<&str>) -> Option<&str> {
    let written = written.filter(|text| !text.is_empty())?;
    Version::parse(written.strip_prefix(['v', 'V']).unwrap_or(written)).is_none().then_some(written)
}
