use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "system-pool-min-30-pods", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.is_system() {
        pool.needs_room(found, "a System pool");
    }
}
