use crate::plan::{NodeOsChannel, OsSku};
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "acl-requirements", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.os_sku != Some(OsSku::AzureContainerLinux) || pool.is_windows() {
        return;
    }
    if pool.is_before(34) {
        found
            .at(
                pool,
                "osSKU",
                format_args!("{pool} uses AzureContainerLinux, which needs Kubernetes 1.34 or later."),
            )
            .maybe(format_args!("Use AzureLinux"), vec![pool.text("osSKU", "AzureLinux")]);
    }
    if *pool.artifact_streaming {
        let key = "artifactStreamingProfile.enabled";
        found
            .at(pool, key, format_args!("{pool} uses AzureContainerLinux, which does not stream images; leave artifact streaming out."))
            .sure(format_args!("Leave it out"), vec![pool.clear(key)]);
    }
    if matches!(pool.cluster().node_os_channel, Some(NodeOsChannel::SecurityPatch | NodeOsChannel::Unmanaged))
    {
        found.at(
            pool,
            "osSKU",
            format_args!(
                "{pool} uses AzureContainerLinux, which needs the node OS channel NodeImage or None."
            ),
        );
    }
}
