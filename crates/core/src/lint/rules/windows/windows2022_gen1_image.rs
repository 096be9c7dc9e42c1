use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // A pool that exists may have been made with the header that asks for a generation 2 image.
    if !pool.is_windows() || pool.exists() {
        return;
    }
    let image = match &pool.os_sku {
        Some(OsSku::Windows2022) => "runs Windows2022",
        // Documents disagree whether Windows2025 is the default from 1.36 or from 1.37.
        None if pool.is_before(36) && !pool.is_before(25) => "runs Windows2022 by default",
        _ => return,
    };
    let Some(vm) = pool.vm.filter(|vm| vm.generation1() == Some(false)) else { return };
    found
        .at(
            pool,
            "vmSize",
            format_args!(
                "{pool} {image}, whose image is of generation 1, on {}, which boots generation 2 only. Use a size that boots generation 1, or Windows2025.",
                vm.name
            ),
        )
        .unsafe_fix(format_args!("Use Standard_D4ds_v5"), vec![pool.text("vmSize", "Standard_D4ds_v5")]);
}
