use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "upgradeSettings.nodeSoakDurationInMinutes";
    let Some(minutes) = pool.node_soak.filter(|minutes| !(0..=30).contains(minutes)) else { return };
    let nearest = minutes.clamp(0, 30);
    found
        .at(pool, key, format_args!("{pool} has nodeSoakDurationInMinutes {minutes}. Use 0 to 30."))
        .safe_fix(format_args!("Use {nearest}"), vec![pool.number(key, nearest)]);
}
