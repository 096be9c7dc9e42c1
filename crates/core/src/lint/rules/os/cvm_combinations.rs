use crate::catalog::VmSize;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, OsSku};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| VmSize::is_confidential(vm)) else { return };
    // Trusted launch and Kata have rules of their own.
    let mut refuse = |key, what: &str, edit: Option<Edit>| {
        let finding = found.at(
            pool,
            key,
            format_args!(
                "{pool} uses {}, a confidential VM size, which doesn\u{2019}t support {what}.",
                vm.name
            ),
        );
        if let Some(edit) = edit {
            finding.unsafe_fix(format_args!("Turn off or change {what}"), vec![edit]);
        }
        finding
            .unsafe_fix(format_args!("Use Standard_D4ds_v5"), vec![pool.text("vmSize", "Standard_D4ds_v5")]);
    };
    if pool.is_windows() {
        refuse("osType", "Windows", None);
    }
    if *pool.fips {
        refuse("enableFIPS", "FIPS", Some(pool.clear("enableFIPS")));
    }
    match pool.os_sku {
        Some(OsSku::AzureContainerLinux) => {
            refuse("osSKU", "AzureContainerLinux", Some(pool.clear("osSKU")));
        }
        Some(OsSku::AzureLinuxOsGuard) => refuse("osSKU", "AzureLinuxOSGuard", Some(pool.clear("osSKU"))),
        Some(OsSku::Ubuntu2204) => {
            refuse("osSKU", "Ubuntu2204", Some(pool.text("osSKU", "Ubuntu2404")));
        }
        _ => {}
    }
}
