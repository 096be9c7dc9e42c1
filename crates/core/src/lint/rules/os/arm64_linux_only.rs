use crate::catalog::Architecture;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| vm.architecture == Architecture::Arm64) else { return };
    if pool.is_windows() {
        found
            .at(
                pool,
                "vmSize",
                format_args!("{pool} runs Windows on {}, an Arm64 size. Use an x64 size.", vm.name),
            )
            .unsafe_fix(format_args!("Use Standard_D4ds_v5"), vec![pool.text("vmSize", "Standard_D4ds_v5")]);
    }
    if *pool.fips
        && pool.is_linux()
        && matches!(pool.os_sku, None | Some(OsSku::Ubuntu | OsSku::Ubuntu2204 | OsSku::Ubuntu2404))
    {
        found
            .at(
                pool,
                "osSKU",
                format_args!(
                    "{pool} has FIPS on {}, an Arm64 size. Use AzureLinux with Kubernetes 1.31 or later.",
                    vm.name
                ),
            )
            .unsafe_fix(format_args!("Use AzureLinux"), vec![pool.text("osSKU", "AzureLinux")]);
    }
    if *pool.fips && pool.is_linux() && pool.is_before(31) {
        found.at(
            pool,
            "enableFIPS",
            format_args!(
                "{pool} has FIPS on {}, an Arm64 size, which needs Kubernetes 1.31 or later.",
                vm.name
            ),
        );
    }
}
