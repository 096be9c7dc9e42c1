use crate::catalog::ends::FLATCAR_IMAGES_END;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, OsSku};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "osSKU";
    let Some(sku) = pool.os_sku.as_ref().filter(|_| pool.is_linux()) else { return };
    match sku {
        OsSku::Flatcar if pool.exists() => found
            .at(
                pool,
                key,
                format_args!("{pool} uses Flatcar, whose images were removed on {FLATCAR_IMAGES_END}, so it gets no new nodes. Use AzureLinux or Ubuntu."),
            )
            .downgrade_to(Severity::Note),
        OsSku::Flatcar => found.at(
            pool,
            key,
            format_args!("{pool} uses Flatcar, which retired on 2026-06-08; its images were removed on {FLATCAR_IMAGES_END}. Use AzureLinux or Ubuntu."),
        ),
        OsSku::CblMariner | OsSku::Mariner => found
            .at(pool, key, format_args!("{pool} uses {}, which is deprecated. Use AzureLinux.", sku.as_str()))
            .downgrade_to(Severity::Recommendation),
        _ => return,
    }
    .safe_fix(format_args!("Use AzureLinux"), vec![pool.text(key, "AzureLinux")]);
}
