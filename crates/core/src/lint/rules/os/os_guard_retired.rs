use crate::lint::{Check, Date, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

/// The day from which no new pool can use the image (Azure/AKS issue 5950, 2026-09-08).
const CLOSED: (u16, u8, u8) = (2026, 12, 10);

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.os_sku != Some(OsSku::AzureLinuxOsGuard) || !pool.is_linux() {
        return;
    }
    let (year, month, day) = CLOSED;
    let is_closed = Date::new(year, month, day).is_some_and(|closed| pool.context.today >= closed);
    let key = "osSKU";
    if pool.exists() || !is_closed {
        found
            .at(pool, key, format_args!("{pool} uses AzureLinuxOSGuard, which retires: no new pools from 2026-12-10, and no images from 2027-03-10. Use AzureLinux."))
            .downgrade_to(if pool.exists() { Severity::Note } else { Severity::Recommendation });
    } else {
        found
            .at(pool, key, format_args!("{pool} uses AzureLinuxOSGuard, which new pools can\u{2019}t use since 2026-12-10. Use AzureLinux."))
            .unsafe_fix(format_args!("Use AzureLinux"), vec![pool.text(key, "AzureLinux")]);
    }
}
