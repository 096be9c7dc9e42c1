use crate::plan::NetworkDataplane;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "cilium-linux-only", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.is_windows() && pool.cluster().network_dataplane == Some(NetworkDataplane::Cilium) {
        found.at(pool, "osType", format_args!("{pool} runs Windows, but the cluster's dataplane is cilium, which is for Linux only; use the dataplane azure."));
    }
}
