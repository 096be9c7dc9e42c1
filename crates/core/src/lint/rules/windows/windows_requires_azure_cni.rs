use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, NetworkPlugin};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(plugin) = &pool.cluster().network_plugin else { return };
    if pool.is_windows() && matches!(plugin, NetworkPlugin::Kubenet | NetworkPlugin::None) {
        found.at(
            pool,
            "osType",
            format_args!(
                "{pool} runs Windows, but the cluster's network plugin is {}. Use azure.",
                plugin.as_str()
            ),
        );
    }
}
