use crate::plan::Edit;
use crate::rules::nodes::MAX_NODES;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "autoscale-count-in-range",
    title: "The number of nodes at creation lies between minCount and maxCount",
    tier: Tier::Refused,
    sources: &[sources::CLI],
    check: Check::Pool(check),
};

fn check(_: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    let (min, max) = pool.bounds()?;
    // What is no number of nodes at all is a finding of its own.
    let count = pool.count.filter(|count| (0..=MAX_NODES).contains(count))?;
    if (min..=max).contains(&count) {
        return None;
    }
    let finding = pool.finding(
        "count",
        format!(
            "{} begins with count {count}, outside of what its autoscaler keeps; use {min} to {max}.",
            pool.title()
        ),
        "The Azure CLI refuses to create it: \"node-count is not in the range of min-count and max-count\".",
    );
    let nearest = count.clamp(min, max);
    let (bound, title) =
        if count < min { ("minCount", "Scale down to") } else { ("maxCount", "Scale up to") };
    Some(
        finding
            .sure(format!("Begin with {nearest}"), vec![Edit::pool_number(pool.index, "count", nearest)])
            .maybe(format!("{title} {count}"), vec![Edit::pool_number(pool.index, bound, count)]),
    )
}
