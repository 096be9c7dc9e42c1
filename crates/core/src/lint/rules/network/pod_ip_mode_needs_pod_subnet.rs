use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, NetworkPlugin};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (mode, cluster) = ("podIPAllocationMode", pool.cluster());
    if pool.pod_subnet.is_none() {
        if pool.pod_ip_allocation.is_some() {
            found
                .at(pool, mode, format_args!("{pool} has a podIPAllocationMode but no podSubnetID. Set podSubnetID, or remove podIPAllocationMode."))
                .unsafe_fix(format_args!("Remove it"), vec![pool.clear(mode)]);
        }
        return;
    }
    let plugin = cluster.network_plugin.as_ref();
    let wrong = if cluster.network_plugin_mode.is_some() && cluster.is_overlay() {
        "overlay".to_owned()
    } else if let Some(plugin) = plugin.filter(|plugin| **plugin != NetworkPlugin::Azure) {
        in_sentence(plugin.as_str()).into_owned()
    } else {
        return;
    };
    found
        .at(pool, "podSubnetID", format_args!("{pool} has a pod subnet, but the cluster\u{2019}s network is {wrong}. Use the plugin azure without overlay, or remove the pod subnet."))
        .unsafe_fix(format_args!("Remove the pod subnet"), vec![pool.clear("podSubnetID"), pool.clear(mode)]);
}
