use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::GpuDriver;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| vm.has_gpus()) else { return };
    if vm.name.contains("MI300X") {
        let key = "gpuProfile.driver";
        // Windows is a finding of its own.
        if pool.is_linux() && pool.gpu_driver != Some(GpuDriver::None) {
            found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} uses {}, for whose AMD GPUs AKS installs no driver. Set gpuProfile.driver to None, and install the driver and the device plugin.",
                        vm.name
                    ),
                )
                .downgrade_to(Severity::Note)
                .unsafe_fix(format_args!("Install no driver"), vec![pool.text(key, "None")]);
        }
        return;
    }
    let is_amd = vm.name.contains("V710") || vm.name.contains("V620") || vm.series.starts_with("NVasv4");
    if is_amd {
        found.at(
            pool,
            "vmSize",
            format_args!(
                "{pool} uses {}, whose AMD GPUs AKS doesn\u{2019}t support. Use a size with MI300X or with NVIDIA GPUs.",
                vm.name
            ),
        );
    }
}
