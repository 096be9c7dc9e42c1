use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::range;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "osDiskSizeGB";
    let Some((size, range)) = pool.os_disk_size.zip(range(key)) else { return };
    if size == 0 || range.contains(&size) {
        return;
    }
    let (least, most) = range.into_inner();
    let nearest = size.clamp(least, most);
    found
        .at(
            pool,
            key,
            format_args!(
                "{pool} has osDiskSizeGB {size}. Use {least} to {most}, or 0 for AKS\u{2019}s default."
            ),
        )
        .unsafe_fix(format_args!("Use {nearest} GiB"), vec![pool.number(key, nearest)])
        .unsafe_fix(format_args!("Use the default"), vec![pool.clear(key)]);
}
