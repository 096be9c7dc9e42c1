use std::fmt;

use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, NodeProvisioningMode, PowerState};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    if cluster.node_provisioning != Some(NodeProvisioningMode::Auto) {
        return;
    }
    let key = "nodeProvisioningProfile.mode";
    let mut refuse = |what: fmt::Arguments<'_>| {
        found
            .at_cluster(key, format_args!("The cluster provisions nodes by itself, {what}"))
            .unsafe_fix(format_args!("Provision nodes by hand"), vec![Edit::Cluster { key, value: None }]);
    };
    if let Some(pool) = context.pools().find(|pool| pool.is_windows()) {
        refuse(format_args!("which rules out Windows pools, but {pool} is one."));
    }
    if cluster.ip_families.iter().any(|family| family.contains('6')) {
        refuse(format_args!("which rules out IPv6; use IPv4 alone or Manual."));
    }
    if cluster.power_state == Some(PowerState::Stopped) {
        refuse(format_args!("and is stopped; such a cluster cannot be stopped."));
    }
}
