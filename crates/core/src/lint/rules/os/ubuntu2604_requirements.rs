use crate::catalog::VmSize;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, OsSku, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.os_sku != Some(OsSku::Ubuntu2604) || !pool.is_linux() {
        return;
    }
    let key = "osSKU";
    let other_image = || vec![pool.text(key, "Ubuntu")];
    if !pool.cluster().preview && !pool.exists() {
        let allow = Edit::Cluster { key: "preview", value: Some(Value::Flag(true)) };
        found
            .at(
                pool,
                key,
                format_args!("{pool} uses Ubuntu2604, which is a preview. Allow previews, or use Ubuntu."),
            )
            .unsafe_fix(format_args!("Use Ubuntu"), other_image())
            .unsafe_fix(format_args!("Allow previews"), vec![allow]);
    }
    if pool.is_before(36) {
        found
            .at(pool, key, format_args!("{pool} uses Ubuntu2604, which needs Kubernetes 1.36 or later."))
            .unsafe_fix(format_args!("Use Ubuntu"), other_image());
    }
    let is_generation1 = |vm: &VmSize| vm.generation2() == Some(false);
    if let Some(vm) = pool.vm.filter(|vm| is_generation1(vm) || vm.has_gpus()) {
        let what = if is_generation1(vm) { "a size without generation 2" } else { "a GPU size" };
        found
            .at(
                pool,
                "vmSize",
                format_args!("{pool} uses Ubuntu2604 on {}, {what}. Use another size, or Ubuntu.", vm.name),
            )
            .unsafe_fix(format_args!("Use Ubuntu"), other_image());
    }
    let is_confidential = pool.vm.is_some_and(VmSize::is_confidential);
    if is_confidential || *pool.secure_boot || *pool.vtpm {
        let what = if is_confidential { "a confidential VM size" } else { "trusted launch" };
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} uses Ubuntu2604 with {what}, which was announced for October 2026. Check that AKS supports it now."
                ),
            )
            .downgrade_to(Severity::Note);
    }
}
