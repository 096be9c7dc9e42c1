use crate::rules::pool::{is_name, with_name};
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "pool-name-windows-length",
    title: "The name of a Windows pool has at most 6 characters",
    tier: Tier::Refused,
    sources: &[sources::API_POOL_MODELS, sources::CREATE_NODE_POOLS, sources::USE_SYSTEM_POOLS],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    // A System pool cannot run Windows: that is the finding.
    if !pool.is_windows()
        || pool.is_system()
        || !is_name(&pool.name)
        || pool.name.len() <= pool.longest_name()
    {
        return None;
    }
    let finding = pool.finding(
        "name",
        format!(
            "{} is a Windows pool with a name of {} characters; at most 6 are allowed.",
            pool.title(),
            pool.name.len()
        ),
        "AKS refuses it: WindowsAgentPoolNameTooLong, \"Windows agent pool name can not be longer than 6 characters.\"",
    );
    Some(with_name(context, finding, &pool, &pool.name))
}
