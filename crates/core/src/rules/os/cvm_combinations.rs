use crate::catalogue::VmSize;
use crate::plan::OsSku;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "cvm-combinations", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| VmSize::is_confidential(vm)) else { return };
    // Trusted launch and Kata have rules of their own.
    let (key, what, edit) = if pool.is_windows() {
        ("osType", "Windows", None)
    } else if *pool.fips {
        ("enableFIPS", "FIPS", Some(pool.clear("enableFIPS")))
    } else {
        match pool.os_sku {
            Some(OsSku::AzureContainerLinux) => ("osSKU", "AzureContainerLinux", Some(pool.clear("osSKU"))),
            Some(OsSku::Ubuntu2204) => ("osSKU", "Ubuntu2204", Some(pool.text("osSKU", "Ubuntu2404"))),
            _ => return,
        }
    };
    let finding = found.at(
        pool,
        key,
        format_args!(
            "{pool} uses {}, a confidential VM size, with {what}, which does not go together.",
            vm.name
        ),
    );
    if let Some(edit) = edit {
        finding.maybe(format_args!("Change {what}"), vec![edit]);
    }
    finding.maybe(format_args!("Use Standard_D4ds_v5"), vec![pool.text("vmSize", "Standard_D4ds_v5")]);
}
