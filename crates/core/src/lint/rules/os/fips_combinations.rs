use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, OsSku, WorkloadRuntime};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !*pool.fips {
        return;
    }
    if pool.workload_runtime == Some(WorkloadRuntime::KataVmIsolation) {
        found
            .at(
                pool,
                "enableFIPS",
                format_args!("{pool} has FIPS and Kata, which can\u{2019}t be combined. Turn one off."),
            )
            .unsafe_fix(format_args!("Turn FIPS off"), vec![pool.clear("enableFIPS")])
            .unsafe_fix(format_args!("Remove Kata"), vec![pool.clear("workloadRuntime")]);
    }
    let sku = match &pool.os_sku {
        Some(sku @ (OsSku::Ubuntu2404 | OsSku::Ubuntu2604 | OsSku::Windows2019)) => sku.as_str(),
        _ => return,
    };
    let better = if pool.is_windows() { "Windows2022" } else { "Ubuntu2204" };
    found
        .at(
            pool,
            "osSKU",
            format_args!("{pool} has FIPS with {sku}, which has no FIPS image. Use Ubuntu, Ubuntu2204, AzureLinux, AzureLinux3, AzureContainerLinux, AzureLinuxOSGuard, Windows2022 or Windows2025."),
        )
        .unsafe_fix(format_args!("Use {better}"), vec![pool.text("osSKU", better)])
        .unsafe_fix(format_args!("Turn FIPS off"), vec![pool.clear("enableFIPS")]);
}
