use crate::rules::nodes::MAX_NODES;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "autoscale-min-max-range", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    // Without the autoscaler its bounds are not looked at; minCount 0 of a System pool has a rule of its own.
    for (key, number, least) in [("minCount", pool.min_count, 0), ("maxCount", pool.max_count, 1)] {
        let is_wrong = |number: &i64| *pool.autoscaling && !(least..=MAX_NODES).contains(number);
        let Some(number) = number.filter(is_wrong) else { continue };
        let nearest = number.clamp(least.max(pool.least_nodes()), MAX_NODES);
        found
            .at(pool, key, format_args!("{pool} has {key} {number}; use {least} to 1,000."))
            .maybe(format_args!("Set {key} to {nearest}"), vec![pool.number(key, nearest)]);
    }
}
