use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-min-30-pods",
    title: "A System pool has room for at least 30 pods",
    tier: Tier::Refused,
    sources: &[sources::USE_SYSTEM_POOLS, sources::IP_PLANNING],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    if !pool.can_be_system() {
        return None;
    }
    pool.without_room(
        context,
        "a System pool",
        "AKS refuses it with InsufficientAgentPoolMaxPodsPerAgentPool. Documents disagree: the server is reported to ask for more than 30 pods, \
         IP address planning for AKS clusters says a minimum of 30 pods.",
    )
}
