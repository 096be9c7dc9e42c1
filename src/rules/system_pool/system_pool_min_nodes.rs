use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, nodes, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-min-nodes",
    title: "A System pool has at least 2 nodes",
    tier: Tier::Unsupported,
    sources: &[
        sources::USE_SYSTEM_POOLS,
        sources::CREATE_NODE_POOLS,
        sources::RESIZE_NODE_POOL,
        sources::RELIABILITY,
        sources::API,
        sources::ISSUE_SYSTEM_POOL_RULES,
    ],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    if !pool.can_be_system() || pool.settled_nodes() != Some(1) {
        return None;
    }
    let finding = pool.finding(
        pool.nodes_field(),
        format!("{} is a System pool of 1 node; the documents ask for at least 2 nodes and recommend 3.", pool.title()),
        "Documents disagree: Use system node pools says \"must contain at least two nodes\", Resize node pools and the API say one, and AKS has been seen to take one. \
         With one node, AKS's own pods go down with it.",
    );
    let is_only_one = context.plan.cluster.is_production() && context.only_system_pool().is_some();
    let (title, edits) = pool.begin_with(context, if is_only_one { nodes::RECOMMENDED_NODES } else { 2 });
    Some(finding.sure(title, edits))
}
