use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.is_windows() && pool.os_sku == Some(OsSku::Windows2025) && !*pool.fips {
        found
            .at(pool, "enableFIPS", format_args!("{pool} uses Windows2025 without enableFIPS. Turn it on: Windows2025 has FIPS images only."))
            .safe_fix(format_args!("Turn FIPS on"), vec![pool.on("enableFIPS")]);
    }
}
