use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::NetworkDataplane;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.is_windows() && pool.cluster().network_dataplane == Some(NetworkDataplane::Cilium) {
        found.at(pool, "osType", format_args!("{pool} runs Windows, but the cluster's dataplane is cilium, which is for Linux only. Use the dataplane azure."));
    }
}
