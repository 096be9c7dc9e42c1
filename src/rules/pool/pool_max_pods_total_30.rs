use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "pool-max-pods-total-30",
    title: "Every new pool has room for at least 30 pods",
    tier: Tier::Refused,
    sources: &[sources::IP_PLANNING, sources::ISSUE_MAX_PODS],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    // System pools have a rule of their own.
    if !pool.has_mode() || pool.is_system() {
        return None;
    }
    pool.without_room(
        context,
        "a new pool",
        "AKS refuses it with InsufficientAgentPoolMaxPodsPerAgentPool when the pool is created. \
         It counts the nodes at creation; a pool may shrink below 30 pods afterwards.",
    )
}
