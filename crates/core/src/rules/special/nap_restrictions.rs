use crate::plan::{Edit, NodeProvisioningMode, PowerState};
use crate::rules::{Check, Context, Found, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "nap-restrictions", tier: Tier::Refused, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    if cluster.node_provisioning != Some(NodeProvisioningMode::Auto) {
        return;
    }
    let key = "nodeProvisioningProfile.mode";
    let windows = context.pools().find(|pool| pool.is_windows());
    let finding = match windows {
        Some(pool) => found.at_cluster(
            key,
            format_args!(
                "The cluster provisions nodes by itself, which rules out Windows pools, but {pool} is one."
            ),
        ),
        None if cluster.ip_families.iter().any(|family| family.contains('6')) => found.at_cluster(
            key,
            format_args!(
                "The cluster provisions nodes by itself, which rules out IPv6; use IPv4 alone or Manual."
            ),
        ),
        None if cluster.power_state == Some(PowerState::Stopped) => found.at_cluster(
            key,
            format_args!(
                "The cluster provisions nodes by itself and is stopped; such a cluster cannot be stopped."
            ),
        ),
        None => return,
    };
    finding.maybe(format_args!("Provision nodes by hand"), vec![Edit::Cluster { key, value: None }]);
}
