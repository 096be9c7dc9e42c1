use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "enableNodePublicIP";
    if pool.public_ip_prefix.is_some() && !*pool.public_ip {
        found
            .at(pool, key, format_args!("{pool} has a public IP prefix without a public IP per node. Turn enableNodePublicIP on, or remove the prefix."))
            .safe_fix(format_args!("Turn on public IP per node"), vec![pool.on(key)])
            .unsafe_fix(format_args!("Remove the prefix"), vec![pool.clear("nodePublicIPPrefixID")]);
    }
}
