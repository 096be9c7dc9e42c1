use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "upgradeSettings.drainTimeoutInMinutes";
    let Some(minutes) = pool.drain_timeout.filter(|minutes| !(5..=1_440).contains(minutes)) else { return };
    let nearest = minutes.clamp(5, 1_440);
    found
        .at(pool, key, format_args!("{pool} has drainTimeoutInMinutes {minutes}. Use 5 to 1440."))
        .safe_fix(format_args!("Use {nearest}"), vec![pool.number(key, nearest)]);
}
