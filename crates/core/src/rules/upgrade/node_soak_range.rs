use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "node-soak-range", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "upgradeSettings.nodeSoakDurationInMinutes";
    let Some(minutes) = pool.node_soak.filter(|minutes| !(0..=30).contains(minutes)) else { return };
    let nearest = minutes.clamp(0, 30);
    found
        .at(pool, key, format_args!("{pool} has nodeSoakDurationInMinutes {minutes}; it is 0 to 30."))
        .sure(format_args!("Use {nearest}"), vec![pool.number(key, nearest)]);
}
