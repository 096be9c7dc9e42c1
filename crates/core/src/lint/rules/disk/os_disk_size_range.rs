use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "osDiskSizeGB";
    let Some(size) = pool.os_disk_size.filter(|size| *size != 0 && !(30..=2_048).contains(size)) else {
        return;
    };
    let nearest = size.clamp(30, 2_048);
    found
        .at(
            pool,
            key,
            format_args!("{pool} has osDiskSizeGB {size}. Use 30 to 2048, or 0 for AKS\u{2019}s default."),
        )
        .unsafe_fix(format_args!("Use {nearest} GiB"), vec![pool.number(key, nearest)])
        .unsafe_fix(format_args!("Use the default"), vec![pool.clear(key)]);
}
