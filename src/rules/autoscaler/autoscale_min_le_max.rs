use crate::plan::Edit;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "autoscale-min-le-max",
    title: "minCount is at most maxCount",
    tier: Tier::Refused,
    sources: &[sources::CLI],
    check: Check::Pool(check),
};

fn check(_: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    let (min, max) = (pool.min_count?, pool.max_count?);
    if !pool.autoscaling || min <= max {
        return None;
    }
    let finding = pool.finding(
        "minCount",
        format!("{} has minCount {min} above maxCount {max}; minCount is at most maxCount.", pool.title()),
        "The Azure CLI refuses it: \"Value of min-count should be less than or equal to value of max-count\".",
    );
    let mut edits =
        vec![Edit::pool_number(pool.index, "minCount", max), Edit::pool_number(pool.index, "maxCount", min)];
    if let Some(count) = pool.count {
        edits.push(Edit::pool_number(pool.index, "count", count.clamp(max, min)));
    }
    Some(finding.sure("Swap the two", edits))
}
