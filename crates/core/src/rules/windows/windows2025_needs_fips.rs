use crate::plan::OsSku;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "windows2025-needs-fips", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.is_windows() && pool.os_sku == Some(OsSku::Windows2025) && !*pool.fips {
        found
            .at(pool, "enableFIPS", format_args!("{pool} uses Windows2025 without enableFIPS; turn it on, for Windows2025 has FIPS images only."))
            .sure(format_args!("Turn FIPS on"), vec![pool.on("enableFIPS")]);
    }
}
