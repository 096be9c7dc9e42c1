use crate::lint::rules::pool::rename;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.name == "aksmanagedap" {
        let finding = found.at(
            pool,
            "name",
            format_args!("{pool} is a name that AKS reserves. Give the pool another name."),
        );
        rename(finding, pool, if pool.is_system() { "system" } else { "pool" });
    }
}
