//! Rules about any node pool.

pub(in crate::lint) mod capacity_reservation_conflicts;
pub(in crate::lint) mod kubelet_config_ranges;
pub(in crate::lint) mod linux_only_settings;
pub(in crate::lint) mod linux_os_config_ranges;
pub(in crate::lint) mod message_of_the_day;
pub(in crate::lint) mod nested_value_type;
pub(in crate::lint) mod node_config_keys;
pub(in crate::lint) mod node_init_taints;
pub(in crate::lint) mod pool_count_not_negative;
pub(in crate::lint) mod pool_max_nodes;
pub(in crate::lint) mod pool_max_pods_total_30;
pub(in crate::lint) mod pool_mode_explicit;
pub(in crate::lint) mod pool_name_reserved;
pub(in crate::lint) mod pool_name_syntax;
pub(in crate::lint) mod pool_name_unique;
pub(in crate::lint) mod pool_name_windows_length;
pub(in crate::lint) mod pool_type_supported;
pub(in crate::lint) mod ppg_single_zone;
pub(in crate::lint) mod preview_properties;
pub(in crate::lint) mod resource_ids;
pub(in crate::lint) mod scale_down_mode_deallocate;
pub(in crate::lint) mod ssh_access_entra_id;
pub(in crate::lint) mod unknown_properties;

use crate::lint::{Finding, Pool};
use crate::plan::unused_name;
use crate::to_json::{Json, Object, ObjectExt};

/// Returns the whole number at a key of a configuration, which is also read where it is a text.
fn number(config: &Object, key: &str) -> Option<i64> {
    let value = config.get_any_case(key)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// Returns the text at a key of a configuration.
fn text<'a>(config: &'a Object, key: &str) -> Option<&'a str> {
    config.get_any_case(key)?.as_str()
}

/// Returns the texts of the list at a key of a configuration.
fn list<'a>(config: &'a Object, key: &str) -> Vec<&'a str> {
    let list = config.get_any_case(key).and_then(Json::as_array);
    list.into_iter().flatten().filter_map(Json::as_str).collect()
}

/// Returns the object at a key of a configuration.
fn object<'a>(config: &'a Object, key: &str) -> Option<&'a Object> {
    config.get_any_case(key)?.as_object()
}

/// Adds the safe fix that renames the pool to `wanted`, or to the nearest name that no other pool has.
fn rename(finding: &mut Finding, pool: &Pool<'_>, wanted: &str) {
    let name = unused_name(pool.context.plan, wanted, pool.longest_name());
    finding.safe_fix(format_args!("Rename it to {name}"), vec![pool.text("name", &name)]);
}
