use crate::plan::{OsSku, Word};
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "os-sku-retired-linux", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "osSKU";
    let Some(sku) = pool.os_sku.as_ref().filter(|_| pool.is_linux()) else { return };
    match sku {
        OsSku::Flatcar => found.at(
            pool,
            key,
            format_args!("{pool} uses Flatcar, which new pools cannot have since 2026-06-08 and whose images are gone since 2026-09-08; use AzureLinux or Ubuntu."),
        ),
        OsSku::CblMariner | OsSku::Mariner => found
            .at(pool, key, format_args!("{pool} uses {}, which is deprecated; use AzureLinux.", sku.as_str()))
            .only(Tier::Recommendation),
        _ => return,
    }
    .sure(format_args!("Use AzureLinux"), vec![pool.text(key, "AzureLinux")]);
}
