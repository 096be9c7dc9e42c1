use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, LoadBalancerSku};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let pools = &context.plan.pools;
    let needs = match pools.as_slice() {
        [] => return,
        _ if pools.iter().any(crate::plan::NodePool::is_spot) => "a Spot pool",
        _ if pools.iter().any(|pool| !pool.zones.is_empty()) => "a pool in availability zones",
        [_] if context.is_new_cluster() => "a new cluster",
        [_] if !context.plan.cluster.existing => return,
        _ => "more than one node pool",
    };
    if context.plan.cluster.load_balancer_sku != Some(LoadBalancerSku::Basic) {
        return;
    }
    let key = "networkProfile.loadBalancerSku";
    found
        .at_cluster(
            key,
            format_args!("The cluster has the basic load balancer, but {needs} needs the standard one; basic has been unsupported since 2025-09-30. Use standard."),
        )
        .safe_fix(format_args!("Use the standard load balancer"), vec![Edit::Cluster { key, value: None }]);
}
