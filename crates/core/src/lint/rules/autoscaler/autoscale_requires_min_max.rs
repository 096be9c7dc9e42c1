use crate::lint::nodes::MAX_NODES;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{DEFAULT_NODES, Edit};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (field, missing) = match (pool.min_count, pool.max_count) {
        _ if !*pool.autoscaling => return,
        (None, None) => ("minCount", "minCount and maxCount"),
        (None, Some(_)) => ("minCount", "minCount"),
        (Some(_), None) => ("maxCount", "maxCount"),
        (Some(_), Some(_)) => return,
    };
    let (count, min, max) = completed(pool);
    let edits = [("count", count), ("minCount", min), ("maxCount", max)];
    let edits = edits.map(|(key, number)| pool.number(key, number)).to_vec();
    found
        .at(
            pool,
            field,
            format_args!(
                "{pool} has the autoscaler on without {missing}. Set both: minCount to {} or more, maxCount to 1,000 or less.",
                pool.least_nodes(),
            ),
        )
        .unsafe_fix(format_args!("Scale between {min} and {max} nodes"), edits)
        .unsafe_fix(format_args!("Turn the autoscaler off"), off(pool));
}

/// Returns the initial, minimum and maximum number of nodes: what the plan has, and around it what it lacks.
fn completed(pool: &Pool<'_>) -> (i64, i64, i64) {
    let least = if pool.is_system() { 2 } else { 0 };
    let count = pool.count.unwrap_or(DEFAULT_NODES).clamp(least, MAX_NODES);
    let min = pool.min_count.unwrap_or_else(|| count.min(pool.max_count.unwrap_or(count)));
    let max = pool.max_count.unwrap_or_else(|| count.max(min).saturating_add(2).min(MAX_NODES).max(min));
    (count.max(min).min(max), min, max)
}

fn off(pool: &Pool<'_>) -> Vec<Edit> {
    ["enableAutoScaling", "minCount", "maxCount"].map(|key| pool.clear(key)).to_vec()
}
