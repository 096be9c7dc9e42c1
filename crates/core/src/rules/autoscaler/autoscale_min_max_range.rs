use crate::rules::nodes::MAX_NODES;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "autoscale-min-max-range", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    // Without the autoscaler its bounds are not looked at; minCount 0 of a System pool has a rule of its own.
    let bounds = [("minCount", pool.min_count, 0), ("maxCount", pool.max_count, 1)];
    let wrong = |number: i64, least: i64| *pool.autoscaling && !(least..=MAX_NODES).contains(&number);
    let wrong = bounds.into_iter().find_map(|(key, number, least)| {
        let number = number.filter(|number| wrong(*number, least))?;
        Some((key, number, least))
    });
    let Some((key, number, least)) = wrong else { return };
    let nearest = number.clamp(least.max(pool.least_nodes()), MAX_NODES);
    found
        .at(pool, key, format_args!("{pool} has {key} {number}; {key} is {least} to 1,000."))
        .maybe(format_args!("Set {key} to {nearest}"), vec![pool.number(key, nearest)]);
}
