use crate::plan::Version;
use crate::rules::context::shown;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "pool-version-equal-at-create", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (Some(mine), Some(cluster)) =
        (pool.kubernetes_version.as_deref(), pool.cluster().kubernetes_version.as_deref())
    else {
        return;
    };
    // A cluster that stands may have other versions, and one that is newer than its control plane breaks another rule.
    let known = (Version::parse(mine), Version::parse(cluster));
    let is_above = matches!(known, (Some(mine), Some(cluster)) if mine.is_above(cluster));
    if pool.cluster().existing || mine == cluster || is_above {
        return;
    }
    found
        .at(
            pool,
            "orchestratorVersion",
            format_args!(
                "{pool} has Kubernetes {}, but the new cluster {}; a new cluster has one version.",
                shown(mine),
                shown(cluster)
            ),
        )
        .sure(format_args!("Use the cluster's version"), vec![pool.clear("orchestratorVersion")]);
}
