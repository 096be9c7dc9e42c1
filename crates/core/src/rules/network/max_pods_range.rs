use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "max-pods-range", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(pods) = pool.max_pods.filter(|pods| !(10..=250).contains(pods)) else { return };
    let nearest = pods.clamp(10, 250);
    found
        .at(pool, "maxPods", format_args!("{pool} has maxPods {pods}; it is 10 to 250."))
        .maybe(format_args!("Use {nearest}"), vec![pool.number("maxPods", nearest)]);
}
