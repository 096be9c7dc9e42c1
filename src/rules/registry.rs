//! The list of all rules.

use super::{Rule, autoscaler, cluster, pool, spot, system_pool};

/// Declares the registry, and with it the pages: a rule's page is the file beside it, by the same name.
macro_rules! registry {
    ($($folder:ident::$rule:ident),+ $(,)?) => {
        /// Every rule, topic by topic.
        pub const REGISTRY: &[Rule] = &[$($folder::$rule::RULE),+];

        /// Each rule's module and the text of its page.
        #[cfg(not(target_arch = "wasm32"))]
        pub(super) const PAGES: &[(&str, &str)] = &[$((
            stringify!($rule),
            include_str!(concat!(stringify!($folder), "/", stringify!($rule), ".md")),
        )),+];
    };
}

registry![
    cluster::cluster_needs_system_pool,
    cluster::apps_need_schedulable_pool,
    pool::pool_mode_explicit,
    pool::pool_name_syntax,
    pool::pool_name_windows_length,
    pool::pool_name_unique,
    pool::pool_count_not_negative,
    pool::pool_max_nodes,
    pool::pool_max_pods_total_30,
    system_pool::system_pool_min_nodes_api,
    system_pool::system_pool_min_nodes,
    system_pool::system_pool_prod_nodes,
    system_pool::system_pool_linux_only,
    system_pool::system_pool_sku_min_api,
    system_pool::system_pool_sku_min,
    system_pool::system_pool_no_b_series,
    system_pool::system_pool_recommended_capacity,
    system_pool::system_pool_min_30_pods,
    system_pool::system_pool_taints_restricted,
    system_pool::system_pool_autoscale_min,
    system_pool::system_pool_dedicated_taint,
    spot::spot_pool_user_mode_only,
    spot::spot_pool_not_default,
    spot::spot_max_price,
    spot::spot_no_surge,
    autoscaler::autoscale_min_max_range,
    autoscaler::autoscale_requires_min_max,
    autoscaler::autoscale_min_le_max,
    autoscaler::autoscale_count_in_range,
];

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    REGISTRY.iter().find(|rule| rule.id == id)
}

/// Stands in a finding until `check` puts the rule that was asked there.
pub(super) fn first() -> &'static Rule {
    const FIRST: Rule = super::cluster::cluster_needs_system_pool::RULE;
    &FIRST
}
