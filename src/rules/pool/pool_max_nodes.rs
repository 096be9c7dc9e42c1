use crate::plan::{Edit, unused_name};
use crate::rules::nodes::{MAX_NODES, RECOMMENDED_NODES};
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "pool-max-nodes",
    title: "A pool has at most 1,000 nodes",
    tier: Tier::Refused,
    sources: &[sources::API, sources::CLI, sources::QUOTAS, sources::ROLLING_UPGRADE],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    // Without the autoscaler, its bounds are not looked at.
    let max_count = pool.max_count.filter(|_| pool.autoscaling);
    let numbers = [("count", pool.count), ("maxCount", max_count)];
    let wrong: Vec<(&'static str, i64)> = numbers
        .into_iter()
        .filter_map(|(key, number)| Some((key, number?)))
        .filter(|(_, number)| !(0..=MAX_NODES).contains(number))
        .collect();
    let (field, number) = *wrong.first()?;
    let found: Vec<String> = wrong.iter().map(|(key, number)| format!("{key} {number}")).collect();
    let least = pool.least_nodes();
    let kind = if pool.is_system() { "a System pool" } else { "a pool" };
    let why = if field == "count" {
        format!(
            "AKS refuses it: InvalidParameter, \"agentPoolProfile.count was {number}. It must be greater or equal to \
             minCount:{least} and less than or equal to maxCount:{MAX_NODES}.\""
        )
    } else {
        "The API and the Azure CLI take 0 to 1,000 nodes here too.".to_owned()
    };
    let finding = pool.finding(
        field,
        format!("{} has {}; {kind} has {least} to 1,000 nodes.", pool.title(), found.join(" and ")),
        &why,
    );
    let finding = match split(context, &pool) {
        Some(edits) => finding.maybe("Spread the nodes over two pools", edits),
        None => finding,
    };
    Some(finding.maybe("Use the nearest numbers that AKS takes", nearest(&pool)))
}

/// A second pool of the same kind for the nodes that are too many, if one is enough.
fn split(context: &Context<'_>, pool: &Pool<'_>) -> Option<Vec<Edit>> {
    let rest = pool.count?.checked_sub(MAX_NODES).filter(|rest| (1..=MAX_NODES).contains(rest))?;
    if pool.autoscaling {
        return None;
    }
    let name = unused_name(context.plan, &pool.name, pool.longest_name());
    let mut second = Box::new(pool.pool.clone());
    (second.name, second.count) = (name, Some(rest));
    Some(vec![
        Edit::pool_number(pool.index, "count", MAX_NODES),
        Edit::Add { at: pool.index + 1, pool: second },
    ])
}

/// The edits that bring the numbers of nodes into what AKS takes, and count between the autoscaler's bounds.
fn nearest(pool: &Pool<'_>) -> Vec<Edit> {
    let least = if pool.is_system() { RECOMMENDED_NODES } else { 0 };
    let lawful = |number: i64| if number < 0 { least } else { number.min(MAX_NODES) };
    let (min, max) = if pool.autoscaling { (pool.min_count, pool.max_count) } else { (None, None) };
    let new_max = max.map(lawful);
    let new_min = min.map(|min| min.min(new_max.unwrap_or(MAX_NODES)));
    let between = |count: i64| count.min(new_max.unwrap_or(count)).max(new_min.unwrap_or(0));
    let new_count = pool.count.map(|count| between(lawful(count)));
    let numbers = [("count", pool.count, new_count), ("minCount", min, new_min), ("maxCount", max, new_max)];
    let changed = numbers.into_iter().filter(|(_, old, new)| old != new);
    changed.filter_map(|(key, _, new)| Some(Edit::pool_number(pool.index, key, new?))).collect()
}
