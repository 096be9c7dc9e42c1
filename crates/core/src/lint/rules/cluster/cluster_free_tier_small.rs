use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan;
use crate::text::counted;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let nodes: i64 = context.plan.pools.iter().map(plan::NodePool::most_nodes).sum();
    let is_production = cluster.purpose == Some(plan::Purpose::Production);
    if cluster.tier != Some(plan::SkuTier::Free) || (nodes < 10 && !is_production) {
        return;
    }
    let tier = Some(plan::Value::Text("Standard".to_owned()));
    let kind = if is_production { "is for production" } else { "has room for" };
    let nodes = if is_production { String::new() } else { format!(" {}", counted(nodes, "node")) };
    found
        .at_cluster(
            "tier",
            format_args!(
                "The cluster {kind}{nodes}, in the Free tier, which is for testing with fewer than 10 nodes. Use the Standard tier."
            ),
        )
        .unsafe_fix(format_args!("Use the Standard tier"), vec![plan::Edit::Cluster { key: "tier", value: tier }]);
}
