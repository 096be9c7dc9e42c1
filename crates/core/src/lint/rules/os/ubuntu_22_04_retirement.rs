use crate::catalog::ends::{UBUNTU_22_04_ENDS, UBUNTU_22_04_IMAGES_END};
use crate::lint::{Check, Date, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.os_sku != Some(OsSku::Ubuntu2204) || !pool.is_linux() {
        return;
    }
    let is_over = Date::parse(UBUNTU_22_04_ENDS).is_some_and(|end| pool.context.today > end);
    let verb = if is_over { "ended" } else { "ends" };
    found
        .at(
            pool,
            "osSKU",
            format_args!(
                "{pool} uses Ubuntu2204, whose support {verb} on {UBUNTU_22_04_ENDS}; its images are removed on {UBUNTU_22_04_IMAGES_END}. Use Ubuntu."
            ),
        )
        .unsafe_fix(format_args!("Use Ubuntu"), vec![pool.text("osSKU", "Ubuntu")]);
}
