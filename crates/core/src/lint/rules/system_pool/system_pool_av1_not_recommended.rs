use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // The catalog no longer has these sizes.
    let Some(digits) = pool.vm_size.as_deref().and_then(|name| name.strip_prefix("Standard_A")) else {
        return;
    };
    if !pool.is_system() || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    found
        .at(
            pool,
            "vmSize",
            format_args!("{pool} is a System pool of Standard_A{digits}, a size of the old A series. Use a D-series size."),
        )
        .unsafe_fix(format_args!("Use Standard_D4ds_v5"), vec![pool.text("vmSize", "Standard_D4ds_v5")]);
}
