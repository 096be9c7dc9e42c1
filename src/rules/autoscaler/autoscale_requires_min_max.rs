use crate::plan::{DEFAULT_NODES, Edit};
use crate::rules::nodes::MAX_NODES;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "autoscale-requires-min-max",
    title: "The autoscaler has both minCount and maxCount",
    tier: Tier::Refused,
    sources: &[sources::CLI],
    check: Check::Pool(check),
};

fn check(_: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    let (field, missing) = match (pool.min_count, pool.max_count) {
        _ if !pool.autoscaling => return None,
        (None, None) => ("minCount", "minCount and maxCount"),
        (None, Some(_)) => ("minCount", "minCount"),
        (Some(_), None) => ("maxCount", "maxCount"),
        (Some(_), Some(_)) => return None,
    };
    let finding = pool.finding(
        field,
        format!(
            "{} has the autoscaler on without {missing}; set both, minCount from {} and maxCount to 1,000 at most.",
            pool.title(),
            pool.least_nodes(),
        ),
        "The Azure CLI refuses it: \"Please specify both min-count and max-count when --enable-cluster-autoscaler enabled\".",
    );
    let (count, min, max) = completed(&pool);
    let edits = [("count", count), ("minCount", min), ("maxCount", max)];
    let edits = edits.map(|(key, number)| Edit::pool_number(pool.index, key, number)).to_vec();
    Some(
        finding
            .maybe(format!("Scale between {min} and {max} nodes"), edits)
            .maybe("Turn the autoscaler off", off(&pool)),
    )
}

/// Nodes at creation, fewest and most nodes: what the plan has, and around it what it lacks.
fn completed(pool: &Pool<'_>) -> (i64, i64, i64) {
    let least = if pool.is_system() { 2 } else { 0 };
    let count = pool.count.unwrap_or(DEFAULT_NODES).clamp(least, MAX_NODES);
    let min = pool.min_count.unwrap_or_else(|| count.min(pool.max_count.unwrap_or(count)));
    let max = pool.max_count.unwrap_or_else(|| count.max(min).saturating_add(2).min(MAX_NODES).max(min));
    (count.max(min).min(max), min, max)
}

fn off(pool: &Pool<'_>) -> Vec<Edit> {
    ["enableAutoScaling", "minCount", "maxCount"].map(|key| Edit::pool_clear(pool.index, key)).to_vec()
}
