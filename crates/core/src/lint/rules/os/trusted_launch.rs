use crate::catalog::{Architecture, VmSize};
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{OsSku, PoolType, Version};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (boot, tpm) = ("securityProfile.enableSecureBoot", "securityProfile.enableVTPM");
    let key = if *pool.vtpm {
        tpm
    } else if *pool.secure_boot {
        boot
    } else {
        return;
    };
    // Of 1.25 without a patch version the newest is meant.
    let is_old = pool.version().is_some_and(|version| {
        version < Version { major: 1, minor: 25, patch: Some(2) }
            && (version.minor != 25 || version.patch.is_some())
    });
    let fips_image = matches!(
        pool.os_sku,
        None | Some(
            OsSku::Ubuntu | OsSku::Ubuntu2204 | OsSku::AzureContainerLinux | OsSku::AzureLinuxOsGuard
        )
    );
    let is_acl = pool.os_sku == Some(OsSku::AzureContainerLinux);
    let is_arm = pool.vm.is_some_and(|vm| vm.architecture == Architecture::Arm64);
    let reasons = [
        (pool.is_windows(), "supports Linux only"),
        (is_old, "needs Kubernetes 1.25.2 or later"),
        (pool.pool_type == Some(PoolType::Vms), "needs a virtual machine scale set"),
        (is_arm && !is_acl, "doesn\u{2019}t support Arm64 sizes"),
        (pool.vm.is_some_and(|vm| vm.generation2() == Some(false)), "needs a VM size of generation 2"),
        (pool.vm.is_some_and(VmSize::is_confidential), "doesn\u{2019}t support confidential VM sizes"),
        (
            *pool.fips && !fips_image,
            "supports FIPS only with Ubuntu 22.04, AzureContainerLinux and AzureLinuxOSGuard",
        ),
    ];
    let reasons: Vec<&str> = reasons.into_iter().filter_map(|(is_so, why)| is_so.then_some(why)).collect();
    if reasons.is_empty() {
        return;
    }
    let why = reasons.join(" and ");
    found
        .at(pool, key, format_args!("{pool} uses trusted launch, which {why}. Turn it off, or change that."))
        .unsafe_fix(format_args!("Turn off trusted launch"), vec![pool.clear(boot), pool.clear(tpm)]);
}
