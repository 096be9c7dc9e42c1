use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, Value, Version};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if let Some(written) = wrong(context.plan.cluster.kubernetes_version.as_deref()) {
        let key = "kubernetesVersion";
        let finding = found.at_cluster(
            key,
            format_args!(
                "The cluster has {}, which isn\u{2019}t a Kubernetes version. Write one like 1.36 or 1.36.1.",
                in_sentence(written)
            ),
        );
        if let Some(version) = without_v(written) {
            let edit = Edit::Cluster { key, value: Some(Value::Text(version.to_owned())) };
            finding.safe_fix(format_args!("Write {version}"), vec![edit]);
        }
    }
    for pool in context.pools() {
        let Some(written) = wrong(pool.pool.kubernetes_version.as_deref()) else { continue };
        let key = "orchestratorVersion";
        let finding = found.at(
            &pool,
            key,
            format_args!(
                "{pool} has {}, which isn\u{2019}t a Kubernetes version. Write one like 1.36 or 1.36.1.",
                in_sentence(written)
            ),
        );
        if let Some(version) = without_v(written) {
            finding.safe_fix(format_args!("Write {version}"), vec![pool.text(key, version)]);
        }
    }
}

/// Returns the version that a text has after a v.
fn without_v(written: &str) -> Option<&str> {
    written.strip_prefix(['v', 'V']).filter(|rest| Version::parse(rest).is_some())
}

/// Returns a text that can't be a version; an empty one leaves the version to AKS. az takes a v off its front, but
/// templates don't.
fn wrong(written: Option<&str>) -> Option<&str> {
    let written = written.filter(|text| !text.is_empty())?;
    Version::parse(written).is_none().then_some(written)
}
