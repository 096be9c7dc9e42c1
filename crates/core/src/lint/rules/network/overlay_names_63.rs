use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if !context.plan.cluster.is_overlay() {
        return;
    }
    for pool in context.pools() {
        let id = pool.pool.vnet_subnet.as_deref().unwrap_or_default();
        if !id.starts_with('/') {
            continue;
        }
        let mut parts = id.split('/');
        while let Some(part) = parts.next() {
            let kind = match part.to_ascii_lowercase().as_str() {
                "resourcegroups" => "resource group",
                "virtualnetworks" => "virtual network",
                "subnets" => "subnet",
                _ => continue,
            };
            let name = parts.next().unwrap_or_default();
            let length = name.chars().count();
            if length > 63 {
                found.at(
                    &pool,
                    "vnetSubnetID",
                    format_args!("{pool} is in a subnet whose {kind} {} has a name of {length} characters. Overlay supports at most 63.", in_sentence(name)),
                );
                break;
            }
        }
    }
}
