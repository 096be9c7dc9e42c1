use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::Version;
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (Some(mine), Some(cluster)) =
        (pool.kubernetes_version.as_deref(), pool.cluster().kubernetes_version.as_deref())
    else {
        return;
    };
    // An existing cluster may have other versions, and a pool that is newer than its control plane breaks another rule.
    // 1.33 means a patch that AKS chooses, which may be the one that is named.
    let is_older = match (Version::parse(mine), Version::parse(cluster)) {
        (Some(mine), Some(cluster)) => cluster.is_above(mine),
        // A text that isn't a version is a finding of its own.
        _ => false,
    };
    if pool.cluster().existing || pool.exists() || !is_older {
        return;
    }
    found
        .at(
            pool,
            "orchestratorVersion",
            format_args!(
                "{pool} has Kubernetes {}, but the new cluster has {}. Use one version.",
                in_sentence(mine),
                in_sentence(cluster)
            ),
        )
        .safe_fix(format_args!("Use the cluster's version"), vec![pool.clear("orchestratorVersion")]);
}
