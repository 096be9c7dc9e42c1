use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Keyword, NodeOsChannel, Version};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let outbound = cluster.outbound_type.as_ref().map_or("", Keyword::as_str);
    if !matches!(outbound, "none" | "block") {
        return;
    }
    let version = cluster.kubernetes_version.as_deref().and_then(Version::parse);
    let windows =
        context.pools().find(|pool| pool.is_windows()).map(|pool| format!("Windows, which {pool} runs"));
    let reasons = [
        windows,
        cluster.is_kubenet().then(|| "kubenet".to_owned()),
        version.is_some_and(|version| !version.is_from(30)).then(|| "Kubernetes before 1.30".to_owned()),
        (cluster.node_os_channel == Some(NodeOsChannel::Unmanaged))
            .then(|| "the node OS channel Unmanaged".to_owned()),
    ];
    let reasons: Vec<String> = reasons.into_iter().flatten().collect();
    if !reasons.is_empty() {
        found.at_cluster(
            "networkProfile.outboundType",
            format_args!(
                "The cluster has the outbound type {outbound}, which doesn\u{2019}t support {}.",
                reasons.join(" and ")
            ),
        );
    }
}
