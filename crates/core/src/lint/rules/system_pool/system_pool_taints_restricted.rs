use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{presets, taint_key};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let restricted: Vec<&str> =
        pool.hard_taints().filter(|taint| taint_key(taint) != "CriticalAddonsOnly").collect();
    let Some((first, more)) = restricted.split_first().filter(|_| pool.is_system()) else { return };
    let others = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let is_restricted = |taint: &String| restricted.contains(&taint.as_str());
    let mut dedicated: Vec<String> =
        pool.taints.iter().filter(|taint| !is_restricted(taint)).cloned().collect();
    if !dedicated.iter().any(|taint| taint == presets::CRITICAL_ADDONS_ONLY) {
        dedicated.insert(0, presets::CRITICAL_ADDONS_ONLY.to_owned());
    }
    let softened =
        pool.taints.iter().map(|taint| if is_restricted(taint) { soften(taint) } else { taint.clone() });
    found
        .at(
            pool,
            "nodeTaints",
            format_args!(
                "{pool} is a System pool with the taint {}{others}. \
                 Use the key CriticalAddonsOnly, or the effect PreferNoSchedule.",
                in_sentence(first),
            ),
        )
        .unsafe_fix(
            format_args!("Use {} instead", presets::CRITICAL_ADDONS_ONLY),
            vec![pool.list("nodeTaints", dedicated)],
        )
        .unsafe_fix(format_args!("Use PreferNoSchedule"), vec![pool.list("nodeTaints", softened.collect())]);
}

/// Returns the taint with the effect `PreferNoSchedule`.
fn soften(taint: &str) -> String {
    let rest = taint.rsplit_once(':').map_or(taint, |(rest, _)| rest);
    format!("{rest}:PreferNoSchedule")
}
