use crate::plan::{NetworkPlugin, Word};
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "windows-requires-azure-cni", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(plugin) = &pool.cluster().network_plugin else { return };
    if pool.is_windows() && matches!(plugin, NetworkPlugin::Kubenet | NetworkPlugin::None) {
        found.at(
            pool,
            "osType",
            format_args!(
                "{pool} runs Windows, but the cluster's network plugin is {}; Windows pools need azure.",
                plugin.as_str()
            ),
        );
    }
}
