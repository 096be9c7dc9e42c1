use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(number) = pool.max_unavailable.as_deref().filter(|_| pool.is_spot()) else { return };
    let key = "upgradeSettings.maxUnavailable";
    found
        .at(
            pool,
            key,
            format_args!("{pool} is a Spot pool with maxUnavailable {}. Remove it.", in_sentence(number)),
        )
        .safe_fix(format_args!("Remove maxUnavailable"), vec![pool.clear(key)]);
}
