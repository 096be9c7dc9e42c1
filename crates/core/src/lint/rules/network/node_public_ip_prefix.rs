use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "enableNodePublicIP";
    if pool.public_ip_prefix.is_some() && !*pool.public_ip {
        found
            .at(pool, key, format_args!("{pool} has a prefix of public addresses, but its nodes have none; turn enableNodePublicIP on, or leave the prefix out."))
            .safe_fix(format_args!("Give nodes public addresses"), vec![pool.on(key)])
            .unsafe_fix(format_args!("Leave the prefix out"), vec![pool.clear("nodePublicIPPrefixID")]);
    }
}
