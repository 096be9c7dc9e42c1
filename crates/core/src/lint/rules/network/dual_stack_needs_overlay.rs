use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, NetworkPlugin, NetworkPolicy, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let has = |name: &str| cluster.ip_families.iter().any(|family| family.eq_ignore_ascii_case(name));
    if !has("IPv6") {
        return;
    }
    let key = "networkProfile.ipFamilies";
    let ipv4 = || Edit::Cluster { key, value: Some(Value::List(vec!["IPv4".to_owned()])) };
    if !has("IPv4") {
        found
            .at_cluster(key, format_args!("The cluster has IPv6 without IPv4, which AKS doesn\u{2019}t support for nodes and pods. Use IPv4 and IPv6."))
            .unsafe_fix(format_args!("Use IPv4"), vec![ipv4()]);
        return;
    }
    // What an existing cluster has is known only if the plan says it.
    let is_unknown = !context.is_new_cluster() && cluster.network_plugin.is_none();
    // With networkPlugin none, addresses are the business of the plugin that the user brings.
    if cluster.is_kubenet() || cluster.network_plugin == Some(NetworkPlugin::None) || is_unknown {
        return;
    }
    if !cluster.is_overlay() {
        found
            .at_cluster(key, format_args!("The cluster has IPv4 and IPv6, which needs Azure CNI Overlay. Use overlay, or IPv4 alone."))
            .unsafe_fix(format_args!("Use IPv4"), vec![ipv4()]);
    }
    let policy = match cluster.network_policy {
        Some(NetworkPolicy::Azure) => "azure",
        Some(NetworkPolicy::Calico) => "calico",
        _ => return,
    };
    found.at_cluster(
        "networkProfile.networkPolicy",
        format_args!("The cluster has IPv4 and IPv6 with the network policy {policy}, which doesn\u{2019}t support IPv6. Use cilium."),
    );
}
