use crate::catalog::ends::{OS_GUARD_CLOSES, OS_GUARD_IMAGES_END};
use crate::lint::{Check, Date, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.os_sku != Some(OsSku::AzureLinuxOsGuard) || !pool.is_linux() {
        return;
    }
    let is_closed = Date::parse(OS_GUARD_CLOSES).is_some_and(|closed| pool.context.today >= closed);
    let key = "osSKU";
    if pool.exists() || !is_closed {
        found
            .at(pool, key, format_args!("{pool} uses AzureLinuxOSGuard, which retires: no new pools from {OS_GUARD_CLOSES}, and no images from {OS_GUARD_IMAGES_END}. Use AzureLinux."))
            .downgrade_to(if pool.exists() { Severity::Note } else { Severity::Recommendation });
    } else {
        found
            .at(pool, key, format_args!("{pool} uses AzureLinuxOSGuard, which has been closed to new pools since {OS_GUARD_CLOSES}. Use AzureLinux."))
            .unsafe_fix(format_args!("Use AzureLinux"), vec![pool.text(key, "AzureLinux")]);
    }
}
