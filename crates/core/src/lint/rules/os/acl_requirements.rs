use crate::catalog::Architecture;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{NodeOsChannel, OsSku};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

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
            .unsafe_fix(format_args!("Use AzureLinux"), vec![pool.text("osSKU", "AzureLinux")]);
    }
    let is_generation1 = pool.vm.is_some_and(|vm| vm.generation2() == Some(false));
    // Of Arm64, only Cobalt sizes of v6 are supported.
    let is_old_arm =
        pool.vm.is_some_and(|vm| vm.architecture == Architecture::Arm64 && !vm.name.ends_with("_v6"));
    if let Some(vm) = pool.vm.filter(|_| is_generation1 || is_old_arm) {
        let what = if is_generation1 { "a size without generation 2" } else { "an Arm64 size before v6" };
        found
            .at(
                pool,
                "vmSize",
                format_args!(
                    "{pool} uses AzureContainerLinux on {}, {what}, which it doesn\u{2019}t support.",
                    vm.name
                ),
            )
            .unsafe_fix(format_args!("Use Standard_D4ds_v5"), vec![pool.text("vmSize", "Standard_D4ds_v5")]);
    }
    if *pool.artifact_streaming {
        let key = "artifactStreamingProfile.enabled";
        found
            .at(pool, key, format_args!("{pool} uses AzureContainerLinux, which doesn\u{2019}t stream images. Remove artifact streaming."))
            .safe_fix(format_args!("Remove it"), vec![pool.clear(key)]);
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
