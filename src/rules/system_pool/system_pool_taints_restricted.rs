use crate::plan::{Edit, presets, taint_key};
use crate::rules::context::shown;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-taints-restricted",
    title: "A System pool has no hard taint but CriticalAddonsOnly",
    tier: Tier::Refused,
    sources: &[sources::ISSUE_RESTRICTED_TAINT, sources::ISSUE_CRITICAL_ADDONS],
    check: Check::Pool(check),
};

fn check(_: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    if !pool.can_be_system() {
        return None;
    }
    let restricted: Vec<&str> =
        pool.hard_taints().filter(|taint| taint_key(taint) != "CriticalAddonsOnly").collect();
    let (first, more) = restricted.split_first()?;
    let others = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let finding = pool.finding(
        "nodeTaints",
        format!(
            "{} is a System pool with the taint {}{others}; \
             allowed are the key CriticalAddonsOnly and, for any key, the effect PreferNoSchedule.",
            pool.title(),
            shown(first),
        ),
        "AKS refuses it, for its own pods would find no node: SystemPoolHasRestrictedTaint, \"Placing custom taints on system pool is not supported\
         (except 'CriticalAddonsOnly' taint or taint effect is 'PreferNoSchedule').\"",
    );
    let is_restricted = |taint: &String| restricted.contains(&taint.as_str());
    let mut dedicated: Vec<String> =
        pool.taints.iter().filter(|taint| !is_restricted(taint)).cloned().collect();
    if !dedicated.iter().any(|taint| taint == presets::CRITICAL_ADDONS_ONLY) {
        dedicated.insert(0, presets::CRITICAL_ADDONS_ONLY.to_owned());
    }
    let softened =
        pool.taints.iter().map(|taint| if is_restricted(taint) { soften(taint) } else { taint.clone() });
    let soften = Edit::pool_list(pool.index, "nodeTaints", softened.collect());
    let dedicate = Edit::pool_list(pool.index, "nodeTaints", dedicated);
    Some(
        finding
            .maybe(format!("Use {} instead", presets::CRITICAL_ADDONS_ONLY), vec![dedicate])
            .maybe("Soften to PreferNoSchedule", vec![soften]),
    )
}

/// The taint with the effect PreferNoSchedule.
fn soften(taint: &str) -> String {
    let rest = taint.rsplit_once(':').map_or(taint, |(rest, _)| rest);
    format!("{rest}:PreferNoSchedule")
}
