use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, NetworkPlugin};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    if !*cluster.virtual_nodes {
        return;
    }
    let flat = cluster.network_plugin == Some(NetworkPlugin::Azure) && cluster.network_plugin_mode.is_none();
    let is_unknown = cluster.existing && cluster.network_plugin.is_none();
    let has_ipv6 = cluster.ip_families.iter().any(|family| family.contains('6'));
    let needs = [(!flat && !is_unknown, "the plugin azure without overlay"), (has_ipv6, "IPv4 alone")];
    let needs: Vec<&str> = needs.into_iter().filter_map(|(lacks, what)| lacks.then_some(what)).collect();
    if needs.is_empty() {
        return;
    }
    let key = "addonProfiles.aciConnectorLinux.enabled";
    found
        .at_cluster(
            key,
            format_args!(
                "The cluster has virtual nodes, which need {}. Change the network, or remove virtual nodes.",
                needs.join(" and ")
            ),
        )
        .unsafe_fix(format_args!("Remove virtual nodes"), vec![Edit::Cluster { key, value: None }]);
}
