use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, OutboundType};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let plan = context.plan;
    let name = match plan.cluster.outbound_type {
        Some(OutboundType::UserDefinedRouting) => "userDefinedRouting",
        Some(OutboundType::UserAssignedNatGateway) => "userAssignedNATGateway",
        _ => return,
    };
    if !context.is_new_cluster() {
        return;
    }
    let first = plan.first_pool().and_then(|index| context.pools().nth(index));
    let Some(pool) = first.filter(|pool| pool.vnet_subnet.is_none()) else { return };
    let key = "networkProfile.outboundType";
    found
        .at(
            &pool,
            "vnetSubnetID",
            format_args!("{pool} has no subnet, but the outbound type {name} needs one with your own routes. Set vnetSubnetID."),
        )
        .unsafe_fix(format_args!("Use the load balancer"), vec![Edit::Cluster { key, value: None }]);
}
