use crate::lint::rules::size::has_autoscale_profile;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{GpuDriver, Keyword, OsSku, PoolType};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let of_profile = || pool.profile_sizes().into_iter().filter_map(|size| pool.context.catalog.size(size));
    let Some(vm) = pool.vm.into_iter().chain(of_profile()).find(|vm| vm.has_gpus()) else { return };
    let amd = vm.name.contains("MI300X");
    let sku = pool.os_sku.as_ref();
    let is_ubuntu = matches!(sku, None | Some(OsSku::Ubuntu | OsSku::Ubuntu2204 | OsSku::Ubuntu2404));
    let key = "osSKU";
    let ubuntu = || vec![pool.text(key, "Ubuntu")];
    if pool.is_windows() && amd {
        found.at(
            pool,
            "osType",
            format_args!(
                "{pool} runs Windows on {}, whose AMD GPUs need Ubuntu. Use Linux with osSKU Ubuntu.",
                vm.name
            ),
        );
    }
    if pool.is_windows() && pool.is_before(29) {
        found.at(
            pool,
            "osType",
            format_args!(
                "{pool} runs Windows on {}. GPUs on Windows nodes need Kubernetes 1.29 or later. Upgrade the cluster.",
                vm.name
            ),
        );
    }
    if pool.is_linux() && amd && !is_ubuntu {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} uses {} on {}, whose AMD GPUs need Ubuntu. Use Ubuntu.",
                    in_sentence(sku.map_or("", Keyword::as_str)),
                    vm.name
                ),
            )
            .unsafe_fix(format_args!("Use Ubuntu"), ubuntu());
    }
    if sku == Some(&OsSku::AzureLinuxOsGuard) {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} uses AzureLinuxOSGuard on {}, which has no GPU driver. Use Ubuntu or AzureLinux.",
                    vm.name
                ),
            )
            // With secure boot, Ubuntu could not have the driver either.
            .unsafe_fix(
                format_args!("Use Ubuntu"),
                [ubuntu(), vec![pool.clear("securityProfile.enableSecureBoot")]].concat(),
            );
    }
    if *pool.secure_boot && is_ubuntu && pool.is_linux() && pool.gpu_driver != Some(GpuDriver::None) {
        found
            .at(
                pool,
                "securityProfile.enableSecureBoot",
                format_args!("{pool} has secure boot on Ubuntu with GPUs, where AKS can\u{2019}t install the driver. Set gpuProfile.driver to None."),
            )
            .unsafe_fix(format_args!("Install no driver"), vec![pool.text("gpuProfile.driver", "None")]);
    }
    if pool.pool_type == Some(PoolType::Vms) && (*pool.autoscaling || has_autoscale_profile(pool)) {
        let field = if *pool.autoscaling { "enableAutoScaling" } else { "virtualMachinesProfile" };
        found.at(
            pool,
            field,
            format_args!(
                "{pool} is of type VirtualMachines and has the autoscaler on, which doesn\u{2019}t support GPU sizes. Turn it off, or use a scale set."
            ),
        );
    }
}
