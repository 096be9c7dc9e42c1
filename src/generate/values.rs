//! What of a plan a dialect has to say.

use super::snippet::Gap;
use crate::plan::{
    CLUSTER_PROPERTIES, Cluster, NodePool, OsType, POOL_PROPERTIES, PoolType, Property, Value, Word,
};

/// A property's key and its value.
pub(super) type Said = (&'static str, Value);

/// The properties of a cluster that tools know; name, group and place are said by each command itself.
pub(super) fn of_cluster(cluster: &Cluster) -> Vec<Said> {
    const OURS: &[&str] = &["name", "resourceGroup", "location", "existing", "purpose", "subnets"];
    set(cluster, CLUSTER_PROPERTIES).filter(|(key, _)| !OURS.contains(key)).collect()
}

/// The properties of a pool. What is left to AKS stays unsaid, but for what the tools' own defaults would make
/// of it: they differ in the number of nodes, the operating system and the kind of pool.
pub(super) fn of_pool(pool: &NodePool) -> Vec<Said> {
    let mut said = Vec::new();
    for property in POOL_PROPERTIES {
        let value = match property.key {
            "name" => Some(Value::Text(pool.name.clone())),
            "count" => Some(Value::Whole(pool.nodes())),
            "osType" => Some(word(pool.os_type.as_ref(), &OsType::Linux)),
            "type" => Some(word(pool.pool_type.as_ref(), &PoolType::Vmss)),
            _ => (property.get)(pool),
        };
        said.extend(value.map(|value| (property.key, value)));
    }
    said
}

fn set<T>(owner: &T, table: &'static [Property<T>]) -> impl Iterator<Item = Said> {
    table.iter().filter_map(move |property| Some((property.key, (property.get)(owner)?)))
}

fn word<W: Word>(word: Option<&W>, default: &W) -> Value {
    Value::Text(word.unwrap_or(default).as_str().to_owned())
}

/// The flag that a table has for a key.
pub(super) fn flag(table: &[(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    table.iter().find(|(name, _)| *name == key).map(|(_, flag)| *flag)
}

/// Whether a value says no more than a command does by itself.
pub(super) fn implied(table: &[(&str, &str)], key: &str, value: &Value) -> bool {
    matches!(value, Value::Text(text) if table.iter().any(|(name, word)| *name == key && text == word))
}

/// Whether a subnet is named by its resource id, which is what the tools take; other names are the plan's own.
pub(super) fn is_local_subnet(key: &str, value: &Value) -> bool {
    matches!((key, value), ("vnetSubnetID" | "podSubnetID", Value::Text(id)) if !id.starts_with('/'))
}

/// What a dialect leaves out: "batch: kubeletDiskType has no flag of az; use ARM."
pub(super) fn gap(at: Option<(usize, &NodePool)>, key: &'static str, why: &str) -> Gap {
    let of = match at {
        None => "The cluster".to_owned(),
        Some((place, pool)) if pool.name.is_empty() => format!("Pool {}", place + 1),
        Some((_, pool)) => pool.name.clone(),
    };
    Gap { pool: at.map(|(place, _)| place), field: Some(key), text: format!("{of}: {key} {why}.") }
}
