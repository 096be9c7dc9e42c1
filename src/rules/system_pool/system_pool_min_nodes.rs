use crate::plan::Edit;
use crate::rules::{Check, Context, Finding, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-min-nodes",
    title: "A System pool has at least 2 nodes",
    tier: Tier::Unsupported,
    sources: &[
        sources::USE_SYSTEM_POOLS,
        sources::CREATE_NODE_POOLS,
        sources::RESIZE_NODE_POOL,
        sources::API,
    ],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let lonely = context.system_pools().filter(|pool| pool.nodes() == 1);
    lonely
        .map(|pool| {
            let finding = pool.finding(
                "count",
                format!("{} is a System pool of 1 node; documented are at least 2 nodes, and 3 are recommended.", pool.title()),
                "Documents disagree: Use system node pools says \"must contain at least two nodes\", Resize node pools and the API say one, and AKS has been seen to take one. \
                 With one node, AKS's own pods go down with it.",
            );
            let nodes = if context.system_pools().count() == 1 && context.plan.cluster.is_production() { 3 } else { 2 };
            finding.sure(format!("Use {nodes} nodes"), vec![Edit::pool_number(pool.index, "count", nodes)])
        })
        .collect()
}
