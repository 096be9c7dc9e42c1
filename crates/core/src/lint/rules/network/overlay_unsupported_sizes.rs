use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(size) = pool.vm_size.as_deref().filter(|_| pool.cluster().is_overlay()) else { return };
    let digits = size.strip_prefix("Standard_DC").and_then(|rest| rest.strip_suffix("s_v2"));
    if digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())) {
        found.at(pool, "vmSize", format_args!("{pool} uses {size}, which overlay doesn\u{2019}t support. Use a newer DC series, or another network."));
    }
}
