use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (field, what) = match (pool.min_count, pool.max_count) {
        _ if *pool.autoscaling => return,
        (Some(_), Some(_)) => ("minCount", "minCount and maxCount"),
        (Some(_), None) => ("minCount", "minCount"),
        (None, Some(_)) => ("maxCount", "maxCount"),
        (None, None) => return,
    };
    let finding = found
        .at(
            pool,
            field,
            format_args!("{pool} has {what}, but its autoscaler is off. Turn it on or remove them."),
        )
        .unsafe_fix(format_args!("Remove them"), vec![pool.clear("minCount"), pool.clear("maxCount")]);
    let (min, max) = (pool.min_count.unwrap_or(-1), pool.max_count.unwrap_or(-1));
    if min <= max && (pool.least_nodes()..=max).contains(&min) && (min..=max).contains(&pool.nodes()) {
        finding.unsafe_fix(format_args!("Turn the autoscaler on"), vec![pool.on("enableAutoScaling")]);
    }
}
