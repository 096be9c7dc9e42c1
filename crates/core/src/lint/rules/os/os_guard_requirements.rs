use crate::catalog::Architecture;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{NodeOsChannel, OsDiskType, OsSku};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.os_sku != Some(OsSku::AzureLinuxOsGuard) || !pool.is_linux() {
        return;
    }
    let (fips, boot, tpm) = ("enableFIPS", "securityProfile.enableSecureBoot", "securityProfile.enableVTPM");
    let switches = [(fips, *pool.fips), (boot, *pool.secure_boot), (tpm, *pool.vtpm)];
    let missing: Vec<&'static str> = switches.into_iter().filter(|(_, on)| !on).map(|(key, _)| key).collect();
    if let Some(key) = missing.first() {
        found
            .at(
                pool,
                key,
                format_args!("{pool} uses AzureLinuxOSGuard without {}. Turn it on.", missing.join(" and ")),
            )
            .unsafe_fix(
                format_args!("Turn on what AzureLinuxOSGuard needs"),
                missing.iter().map(|key| pool.on(key)).collect(),
            );
    }
    let is_arm = pool.vm.is_some_and(|vm| vm.architecture == Architecture::Arm64);
    let is_generation1 = pool.vm.is_some_and(|vm| vm.generation2() == Some(false));
    if let Some(vm) = pool.vm.filter(|_| is_arm || is_generation1) {
        let what = if is_arm { "an Arm64 size" } else { "a size without generation 2" };
        found
            .at(
                pool,
                "vmSize",
                format_args!(
                    "{pool} uses AzureLinuxOSGuard on {}, {what}. Use an x64 size of generation 2.",
                    vm.name
                ),
            )
            .unsafe_fix(format_args!("Use Standard_D4ds_v5"), vec![pool.text("vmSize", "Standard_D4ds_v5")]);
    }
    if pool.os_disk_type == Some(OsDiskType::Ephemeral) {
        let key = "osDiskType";
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} uses AzureLinuxOSGuard with an ephemeral OS disk. Set osDiskType to Managed."
                ),
            )
            .unsafe_fix(format_args!("Use a managed OS disk"), vec![pool.text(key, "Managed")]);
    }
    if *pool.artifact_streaming {
        let key = "artifactStreamingProfile.enabled";
        found
            .at(pool, key, format_args!("{pool} uses AzureLinuxOSGuard, which doesn\u{2019}t support artifact streaming. Turn it off."))
            .unsafe_fix(format_args!("Turn artifact streaming off"), vec![pool.clear(key)]);
    }
    if matches!(pool.cluster().node_os_channel, Some(NodeOsChannel::SecurityPatch | NodeOsChannel::Unmanaged))
    {
        found.at(
            pool,
            "osSKU",
            format_args!("{pool} uses AzureLinuxOSGuard, which needs the node OS channel NodeImage or None."),
        );
    }
}
