use crate::lint::rules::pool::rename;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::is_pool_name;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let is_short = pool.name.len() <= pool.longest_name();
    if !pool.is_windows() || !is_pool_name(&pool.name) || is_short {
        return;
    }
    let finding = found.at(
        pool,
        "name",
        format_args!(
            "{pool} is a Windows pool with a name of {} characters. Use at most 6.",
            pool.name.len()
        ),
    );
    rename(finding, pool, &pool.name);
}
