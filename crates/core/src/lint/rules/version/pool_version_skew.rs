use crate::catalog::allowed_skew;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::Version;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let control_plane = pool.cluster().kubernetes_version.as_deref().and_then(Version::parse);
    let mine = pool.kubernetes_version.as_deref().and_then(Version::parse);
    let (Some(mine), Some(control_plane)) = (mine, control_plane) else { return };
    // Of a new cluster all versions are one, which is a rule of its own.
    if mine.major != control_plane.major || !pool.cluster().existing {
        return;
    }
    let behind = control_plane.minor.saturating_sub(mine.minor);
    let most = allowed_skew(control_plane.minor);
    if behind < 3 && behind <= most {
        return;
    }
    let finding = found.at(
        pool,
        "orchestratorVersion",
        format_args!("{pool} has Kubernetes 1.{}, {behind} minor versions behind the control plane\u{2019}s 1.{}. At most {most} are allowed, and 2 by older documents.", mine.minor, control_plane.minor),
    );
    if behind <= most {
        finding.downgrade_to(Severity::Recommendation);
    }
}
