use std::fmt;

use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{NetworkPolicy, NodeProvisioningMode, PodIpAllocationMode};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    if cluster.node_provisioning != Some(NodeProvisioningMode::Auto) {
        return;
    }
    let mut say = |what: fmt::Arguments<'_>| {
        found.at_cluster(
            "nodeProvisioningProfile.mode",
            format_args!("The cluster uses node auto-provisioning, which doesn\u{2019}t support {what}"),
        );
    };
    if cluster.network_policy == Some(NetworkPolicy::Calico) {
        say(format_args!("the network policy calico. Use cilium."));
    }
    if cluster.is_kubenet() {
        say(format_args!("kubenet. Use azure with overlay."));
    }
    let is_dynamic =
        |allocation: &Option<PodIpAllocationMode>| *allocation != Some(PodIpAllocationMode::StaticBlock);
    let pool = context.pools().find(|pool| pool.pod_subnet.is_some() && is_dynamic(&pool.pod_ip_allocation));
    if let Some(pool) = pool {
        say(format_args!("pod subnets with dynamic allocation, which {pool} has. Use overlay."));
    }
}
