use crate::plan::OutboundType;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "node-public-ip-prefix", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "enableNodePublicIP";
    if pool.public_ip_prefix.is_some() && !*pool.public_ip {
        found
            .at(pool, key, format_args!("{pool} has a prefix of public addresses, but its nodes have none; turn enableNodePublicIP on, or leave the prefix out."))
            .sure(format_args!("Give nodes public addresses"), vec![pool.on(key)])
            .maybe(format_args!("Leave the prefix out"), vec![pool.clear("nodePublicIPPrefixID")]);
    } else if *pool.public_ip && pool.cluster().outbound_type == Some(OutboundType::UserDefinedRouting) {
        found
            .at(pool, key, format_args!("{pool} has nodes with public addresses, which userDefinedRouting of the cluster rules out; leave them out."))
            .maybe(format_args!("Leave them out"), vec![pool.clear(key), pool.clear("nodePublicIPPrefixID")]);
    }
}
