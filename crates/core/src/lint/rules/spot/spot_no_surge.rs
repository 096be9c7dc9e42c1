use crate::lint::context::shown;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(surge) = pool.max_surge.as_deref().filter(|_| pool.is_spot()) else { return };
    let key = "upgradeSettings.maxSurge";
    found
        .at(pool, key, format_args!("{pool} is a Spot pool with maxSurge {}. Remove it.", shown(surge)))
        .safe_fix(format_args!("Remove maxSurge"), vec![pool.clear(key)]);
}
