use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::Version;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some((mine, control_plane)) = versions(pool) else { return };
    let (Some(a), Some(b)) = (Version::parse(mine), Version::parse(control_plane)) else { return };
    if a.is_above(b) {
        found
            .at(pool, "orchestratorVersion", format_args!("{pool} has Kubernetes {mine}, newer than the control plane\u{2019}s {control_plane}. Use the control plane\u{2019}s version."))
            .safe_fix(format_args!("Use the control plane's version"), vec![pool.clear("orchestratorVersion")]);
    }
}

/// Returns the version of the pool and of the control plane, if the plan says both.
fn versions<'a>(pool: &Pool<'a>) -> Option<(&'a str, &'a str)> {
    pool.pool.kubernetes_version.as_deref().zip(pool.cluster().kubernetes_version.as_deref())
}
