use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, NetworkPlugin, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

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
                "The cluster has a pod CIDR, but neither overlay nor kubenet. Use overlay, or remove the pod CIDR."
            ),
        )
        .unsafe_fix(
            format_args!("Use overlay"),
            vec![Edit::Cluster { key: "networkProfile.networkPluginMode", value: Some(overlay) }],
        )
        .unsafe_fix(format_args!("Remove the pod CIDR"), vec![Edit::Cluster { key, value: None }]);
}
