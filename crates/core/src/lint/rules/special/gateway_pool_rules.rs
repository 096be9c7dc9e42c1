use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{self, Mode};
use crate::text::counted;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "gatewayProfile.publicIPPrefixSize";
    let size = pool.gateway_prefix_size;
    if pool.mode != Some(Mode::Gateway) {
        if size.is_some() && pool.has_mode() {
            found
                .at(
                    pool,
                    key,
                    format_args!("{pool} is a {} pool with a gateway prefix size. Remove it.", pool.kind()),
                )
                .safe_fix(format_args!("Remove it"), vec![pool.clear(key)]);
        }
        return;
    }
    if pool.is_windows() {
        found
            .at(pool, "osType", format_args!("{pool} is a Gateway pool that runs Windows. Use Linux."))
            .safe_fix(format_args!("Use Linux"), vec![pool.clear("osType"), pool.clear("osSKU")]);
    }
    let (least, most) = plan::GATEWAY_PREFIX;
    let prefix = size.unwrap_or(most);
    let nearest = prefix.clamp(least, most);
    if prefix != nearest {
        found
            .at(
                pool,
                key,
                format_args!("{pool} has the gateway prefix size {prefix}. Use {least} to {most}."),
            )
            .unsafe_fix(format_args!("Use {nearest}"), vec![pool.number(key, nearest)]);
    }
    if *pool.autoscaling {
        found
            .at(pool, "enableAutoScaling", format_args!("{pool} is a Gateway pool with the autoscaler on. Turn it off and set the number of nodes."))
            .safe_fix(
                format_args!("Turn the autoscaler off"),
                ["enableAutoScaling", "minCount", "maxCount"].map(|key| pool.clear(key)).to_vec(),
            );
    }
    // A prefix that can't be is judged as the nearest that can.
    let prefix = nearest;
    let room = 1_i64 << (32 - prefix);
    let nodes = pool.nodes();
    if nodes > room {
        found
            .at(pool, "count", format_args!("{pool} has {nodes} nodes, but a prefix of /{prefix} has {room} addresses, one for each node. Use fewer nodes or a smaller prefix size."))
            .unsafe_fix(format_args!("Use {room} nodes"), vec![pool.number("count", room)]);
    } else if (0..2).contains(&nodes) {
        let nodes = counted(nodes, "node");
        found
            .at(pool, "count", format_args!("{pool} is a Gateway pool of {nodes}. Use at least 2."))
            .unsafe_fix(format_args!("Use 2 nodes"), vec![pool.number("count", 2)]);
    }
}
