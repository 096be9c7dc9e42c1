use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let is_zero = |text: &str| matches!(text, "0" | "0%");
    // A Spot pool with maxSurge is a finding of its own.
    if pool.is_spot()
        || !pool.max_surge.as_deref().is_some_and(is_zero)
        || !pool.max_unavailable.as_deref().is_none_or(is_zero)
    {
        return;
    }
    let key = "upgradeSettings.maxSurge";
    found
        .at(pool, key, format_args!("{pool} has maxSurge and maxUnavailable 0, so it can\u{2019}t be upgraded. Set maxSurge to 1 or more."))
        .safe_fix(format_args!("Set maxSurge to 10%"), vec![pool.text(key, "10%")]);
}
