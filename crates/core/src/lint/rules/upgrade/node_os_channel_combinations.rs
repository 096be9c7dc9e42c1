use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, Keyword, NodeOsChannel, UpgradeChannel, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let key = "autoUpgradeProfile.nodeOSUpgradeChannel";
    let Some(channel) = &cluster.node_os_channel else { return };
    let node_image = || Edit::Cluster { key, value: Some(Value::Text("NodeImage".to_owned())) };
    let windows = context.pools().find(|pool| pool.is_windows());
    if let Some(pool) = windows.filter(|_| *channel == NodeOsChannel::SecurityPatch) {
        found
            .at_cluster(
                key,
                format_args!("The cluster has the node OS channel SecurityPatch, which doesn\u{2019}t support Windows, but {pool} runs Windows. Use NodeImage."),
            )
            .unsafe_fix(format_args!("Use NodeImage"), vec![node_image()]);
    }
    let is_node_image = cluster.upgrade_channel == Some(UpgradeChannel::NodeImage);
    if is_node_image && !matches!(channel, NodeOsChannel::NodeImage | NodeOsChannel::Other(_)) {
        found
            .at_cluster(
                key,
                format_args!("The cluster has the upgrade channel node-image with the node OS channel {}. Use NodeImage for both.", channel.as_str()),
            )
            .unsafe_fix(format_args!("Use NodeImage"), vec![node_image()]);
    }
}
