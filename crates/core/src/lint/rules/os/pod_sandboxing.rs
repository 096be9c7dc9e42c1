use crate::catalog::Architecture;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{OsSku, WorkloadRuntime};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "workloadRuntime";
    if pool.workload_runtime != Some(WorkloadRuntime::KataVmIsolation) {
        return;
    }
    let without = || vec![pool.clear(key)];
    let is_azure_linux = matches!(pool.os_sku, Some(OsSku::AzureLinux | OsSku::AzureLinux3));
    if pool.is_windows() || !is_azure_linux {
        found
            .at(
                pool,
                "osSKU",
                format_args!("{pool} has Kata, which needs Azure Linux. Set osSKU to AzureLinux."),
            )
            .unsafe_fix(
                format_args!("Use AzureLinux"),
                vec![pool.clear("osType"), pool.text("osSKU", "AzureLinux")],
            )
            .unsafe_fix(format_args!("Remove Kata"), without());
    }
    if pool.is_before(27) {
        found
            .at(pool, key, format_args!("{pool} has Kata, which needs Kubernetes 1.27 or later."))
            .unsafe_fix(format_args!("Remove Kata"), without());
    }
    if let Some(vm) = pool.vm.filter(|vm| vm.architecture == Architecture::Arm64) {
        found
            .at(pool, "vmSize", format_args!("{pool} has Kata on {}, an Arm64 size. Use an x64 size of generation 2 with nested virtualization.", vm.name))
            .unsafe_fix(format_args!("Remove Kata"), without());
    }
    if let Some(vm) = pool.vm.filter(|vm| vm.generation2() == Some(false)) {
        found
            .at(
                pool,
                "vmSize",
                format_args!(
                    "{pool} has Kata on {}, a size without generation 2. Use a size of generation 2.",
                    vm.name
                ),
            )
            .unsafe_fix(format_args!("Remove Kata"), without());
    }
    // What AKS answers isn't known.
    if let Some(vm) = pool.vm.filter(|vm| vm.is_burstable()) {
        found
            .at(pool, "vmSize", format_args!("{pool} has Kata on {}, a size of the B series, which has no nested virtualization. Use another series, such as D.", vm.name))
            .downgrade_to(Severity::Unsupported)
            .unsafe_fix(format_args!("Remove Kata"), without());
    }
    if *pool.vtpm || *pool.secure_boot {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} has Kata and trusted launch, which can\u{2019}t be combined. Turn one off."
                ),
            )
            .unsafe_fix(format_args!("Remove Kata"), without());
    }
}
