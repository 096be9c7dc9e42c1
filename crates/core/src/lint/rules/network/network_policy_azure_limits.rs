use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{MAX_NODES, NetworkPolicy, OsType};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

/// Maximum number of nodes of a cluster with Azure Network Policy Manager (use-network-policies, 2026-08-21).
const MOST_NODES: i64 = 250;

fn check(context: &Context<'_>, found: &mut Found) {
    let key = "networkProfile.networkPolicy";
    if context.plan.cluster.network_policy != Some(NetworkPolicy::Azure) {
        return;
    }
    let nodes: i64 = context.plan.pools.iter().map(|pool| pool.most_nodes().max(0)).sum();
    if nodes > MOST_NODES {
        let finding = found.at_cluster(
            key,
            format_args!("The cluster can have {nodes} nodes with the network policy azure, which supports at most {MOST_NODES}. Use cilium or calico."),
        );
        let now: i64 = context.plan.pools.iter().map(|pool| pool.nodes().clamp(0, MAX_NODES)).sum();
        if now <= MOST_NODES {
            finding.downgrade_to(Severity::Unsupported);
        }
    }
    if context.plan.pools.iter().any(|pool| pool.os_type == Some(OsType::Windows)) {
        found
            .at_cluster(
                key,
                format_args!("The cluster has a Windows pool with the network policy azure, which stopped supporting Windows on 2026-09-30. Use calico."),
            )
            .downgrade_to(Severity::Unsupported);
    }
}
