use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, nodes, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-min-nodes-api",
    title: "A System pool has at least 1 node",
    tier: Tier::Refused,
    sources: &[sources::API, sources::ISSUE_NO_NODES, sources::ISSUE_NO_NODES_RANCHER],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    if !pool.can_be_system() || pool.settled_nodes() != Some(0) {
        return None;
    }
    let finding = pool.finding(
        pool.nodes_field(),
        format!(
            "{} is a System pool of 0 nodes; AKS takes 1 to 1,000 nodes there, and the documents ask for at least 2.",
            pool.title()
        ),
        "AKS refuses it: InvalidParameter, \"agentPoolProfile.count was 0. It must be greater or equal to minCount:1 \
         and less than or equal to maxCount:1000.\"",
    );
    let (title, edits) = pool.begin_with(context, nodes::RECOMMENDED_NODES);
    Some(finding.sure(title, edits))
}
