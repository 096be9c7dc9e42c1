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
            .at_cluster(key, format_args!("The cluster uses node auto-provisioning, {what}"))
            .unsafe_fix(format_args!("Use the mode Manual"), vec![Edit::Cluster { key, value: None }]);
    };
    if let Some(pool) = context.pools().find(|pool| pool.is_windows()) {
        refuse(format_args!(
            "which doesn\u{2019}t support Windows, but {pool} runs Windows. Use Linux, or the mode Manual."
        ));
    }
    if cluster.ip_families.iter().any(|family| family.contains('6')) {
        refuse(format_args!("which doesn\u{2019}t support IPv6. Use IPv4, or the mode Manual."));
    }
    if cluster.power_state == Some(PowerState::Stopped) {
        refuse(format_args!("and is stopped, which isn\u{2019}t supported. Start the cluster."));
    }
}
