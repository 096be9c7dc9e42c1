use crate::lint::nodes::MAX_NODES;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // Without the autoscaler its bounds are not looked at; minCount 0 of a System pool has a rule of its own.
    for (key, number, least) in [("minCount", pool.min_count, 0), ("maxCount", pool.max_count, 1)] {
        let is_wrong = |number: &i64| *pool.autoscaling && !(least..=MAX_NODES).contains(number);
        let Some(number) = number.filter(is_wrong) else { continue };
        let nearest = number.clamp(least.max(pool.least_nodes()), MAX_NODES);
        found
            .at(pool, key, format_args!("{pool} has {key} {number}. Use {least} to 1,000."))
            .unsafe_fix(format_args!("Set {key} to {nearest}"), vec![pool.number(key, nearest)]);
    }
}
