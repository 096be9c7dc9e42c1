use crate::lint::Date;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.os_sku != Some(OsSku::Ubuntu2204) || !pool.is_linux() {
        return;
    }
    let is_over = Date::new(2027, 6, 30).is_some_and(|end| pool.context.today > end);
    let verb = if is_over { "ended" } else { "ends" };
    found
        .at(
            pool,
            "osSKU",
            format_args!(
                "{pool} uses Ubuntu2204, whose support {verb} on 2027-06-30; its images are removed on 2028-04-30. Use Ubuntu."
            ),
        )
        .unsafe_fix(format_args!("Use Ubuntu"), vec![pool.text("osSKU", "Ubuntu")]);
}
