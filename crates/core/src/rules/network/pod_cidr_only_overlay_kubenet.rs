use crate::plan::{Edit, NetworkPlugin, Value};
use crate::rules::{Check, Context, Found, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "pod-cidr-only-overlay-kubenet", tier: Tier::Refused, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let flat = cluster.network_plugin == Some(NetworkPlugin::Azure) && cluster.network_plugin_mode.is_none();
    if cluster.pod_cidr.is_none() || !flat {
        return;
    }
    let key = "networkProfile.podCidr";
    let overlay = Value::Text("overlay".to_owned());
    found
        .at_cluster(
            key,
            format_args!(
                "The cluster has a pod CIDR, but its network is flat; a pod CIDR needs overlay or kubenet."
            ),
        )
        .maybe(
            format_args!("Use overlay"),
            vec![Edit::Cluster { key: "networkProfile.networkPluginMode", value: Some(overlay) }],
        )
        .maybe(format_args!("Leave the pod CIDR out"), vec![Edit::Cluster { key, value: None }]);
}
