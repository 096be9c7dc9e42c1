use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "upgradeSettings.maxUnavailable";
    let Some(number) = pool.max_unavailable.as_deref().filter(|_| pool.is_system()) else { return };
    if number == "0" || number == "0%" {
        return;
    }
    // Without nodes that may be missing, an upgrade needs nodes to spare.
    let mut edits = vec![pool.clear(key)];
    if matches!(pool.max_surge.as_deref(), Some("0" | "0%")) {
        edits.push(pool.text("upgradeSettings.maxSurge", "33%"));
    }
    found
        .at(
            pool,
            key,
            format_args!(
                "{pool} is a System pool with maxUnavailable {}. Remove it and use maxSurge.",
                in_sentence(number)
            ),
        )
        .safe_fix(format_args!("Remove maxUnavailable"), edits);
}
