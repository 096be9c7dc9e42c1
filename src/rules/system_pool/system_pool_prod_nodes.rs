use crate::rules::{Check, Context, Finding, Rule, Tier, nodes, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-prod-nodes",
    title: "The only System pool of a production cluster has at least 3 nodes",
    tier: Tier::Advice,
    sources: &[sources::USE_SYSTEM_POOLS, sources::CREATE_NODE_POOLS],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.plan.cluster.is_production() {
        return Vec::new();
    }
    // Fewer than 2 nodes are findings of their own.
    let only =
        context.only_system_pool().filter(|pool| pool.can_be_system() && pool.settled_nodes() == Some(2));
    let finding = only.map(|pool| {
        let finding = pool.finding(
            pool.nodes_field(),
            format!(
                "{} is the only System pool of a production cluster and has 2 nodes; recommended are at least 3 nodes.",
                pool.title()
            ),
            "The documents recommend it for fault tolerance and availability zones: while one of two nodes is \
             upgraded or fails, AKS's own pods depend on the other alone.",
        );
        let (title, edits) = pool.begin_with(context, nodes::RECOMMENDED_NODES);
        finding.sure(title, edits)
    });
    finding.into_iter().collect()
}
