use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(surge) = pool.max_surge.as_deref().filter(|_| pool.is_spot()) else { return };
    let key = "upgradeSettings.maxSurge";
    found
        .at(pool, key, format_args!("{pool} is a Spot pool with maxSurge {}. Remove it.", in_sentence(surge)))
        .safe_fix(format_args!("Remove maxSurge"), vec![pool.clear(key)]);
}
