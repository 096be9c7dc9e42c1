use crate::capacity::surge;
use crate::lint::nodes::MAX_NODES;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // What has too many nodes by itself is a finding of its own, and so is a Spot pool with maxSurge.
    let nodes = pool.most_nodes();
    if pool.max_surge.is_none() || pool.is_spot() || pool.nodes() > MAX_NODES {
        return;
    }
    let extra = surge(pool, nodes);
    if nodes.saturating_add(extra) <= MAX_NODES {
        return;
    }
    let room = MAX_NODES - nodes;
    let finding = found.at(
        pool,
        "upgradeSettings.maxSurge",
        format_args!("{pool} has up to {nodes} nodes and {extra} surge nodes. Use at most 1,000 together."),
    );
    if room > 0 {
        finding.unsafe_fix(
            format_args!("Set maxSurge to {room}"),
            vec![pool.text("upgradeSettings.maxSurge", &room.to_string())],
        );
    }
}
