//! The properties of a plan that a dialect has to write.

use super::snippet::Gap;
use crate::plan::{
    API_VERSION, CLUSTER_NOTES, CLUSTER_PROPERTIES, Cluster, Keyword, Kind, Map, NodePool, OsType,
    POOL_PROPERTIES, Plan, PoolType, Property, Value,
};

/// A property that has something to say.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// Its key.
    pub(super) key: &'static str,
    /// Its value.
    pub(super) value: Value,
    /// Whether the value is in the property's vocabulary.
    known: bool,
    /// The value is AKS's default, so that a text which cannot say it leaves nothing out.
    pub(super) is_default: bool,
}

impl Setting {
    /// Returns whether it is a switch that is off, or a set that is empty: a command that makes something does that by
    /// itself.
    pub(super) fn is_nothing(&self) -> bool {
        self.is_default && !matches!(self.value, Value::Text(_))
    }

    /// Returns a value of a property.
    pub(super) fn new<T>(property: &Property<T>, value: Value) -> Self {
        let known = match (property.kind, &value) {
            (Kind::Keyword(words), Value::Text(text)) => words.contains(&text.as_str()),
            _ => false,
        };
        let is_default = value.is_default(property.default);
        Self { key: property.key, value, known, is_default }
    }

    /// Returns a word for which there is a vocabulary.
    pub(super) fn word(key: &'static str, word: &str, vocabulary: &[&str]) -> Self {
        Self {
            key,
            value: Value::Text(word.to_owned()),
            known: vocabulary.contains(&word),
            is_default: false,
        }
    }

    /// Returns a value of a property that isn't an enumeration.
    pub(super) fn free(key: &'static str, value: Value) -> Self {
        Self { key, value, known: false, is_default: false }
    }

    /// Returns whether the value is one word of the property's vocabulary, not something that was typed freely. It says
    /// what a tool makes of the value, not how it is written: that is for [quoting](crate::quote).
    pub(super) fn is_known(&self) -> bool {
        self.known
    }
}

/// The switch of a cluster without which AKS takes no Gateway pool ("Before you can create and manage gateway node pools,
/// you must enable the Static Egress Gateway feature", configure-static-egress-gateway, 2026-08-06).
pub(super) const EGRESS_GATEWAY: &str = "networkProfile.staticEgressGatewayProfile.enabled";

/// Returns the properties of a plan's cluster that tools know; name, group and place are said by each command itself. A
/// plan with a Gateway pool that is silent about the static egress gateway turns it on.
pub(super) fn of_cluster(plan: &Plan) -> Vec<Setting> {
    let is_said = |key| ["name", "resourceGroup", "location"].contains(&key) || CLUSTER_NOTES.contains(&key);
    let properties = CLUSTER_PROPERTIES.iter().filter(|property| !is_said(property.key));
    let value = |property: &Property<Cluster>| match property.get(&plan.cluster) {
        None if property.key == EGRESS_GATEWAY && plan.has_gateway_pool() => Some(Value::Flag(true)),
        value => value,
    };
    properties.filter_map(|property| Some(Setting::new(property, value(property)?))).collect()
}

/// Whether a pool is there already when a text is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The text creates it.
    New,
    /// The text updates it.
    Existing,
}

/// Returns the properties that a declarative text writes of a pool. Of a pool that exists it writes only what the plan
/// states, or it would reset what somebody else set. The number of nodes of an autoscaled pool is the autoscaler's.
pub(super) fn of_declared(pool: &NodePool, target: Target) -> Vec<Setting> {
    let mut said = match target {
        Target::New => of_pool(pool),
        Target::Existing => settable(|property| property.get(pool)),
    };
    said.retain(|said| said.key != "count" || !*pool.autoscaling);
    said
}

/// Returns what a declarative text says of the nodes of a pool that it creates, where it names another number than the
/// plan does. `first` says where those of an autoscaled pool begin.
pub(super) fn note_on_count(pool: &NodePool, first: impl FnOnce(i64) -> String) -> Option<String> {
    let (name, nodes) = (&pool.name, pool.nodes());
    if *pool.autoscaling {
        return Some(format!(
            "The autoscaler sets the number of nodes of {name}, so its count is left out; {}.",
            first(nodes)
        ));
    }
    note_on_open_count(pool)
}

/// Returns what a text says of the nodes of a new pool of a fixed size, where the plan is silent about their number.
pub(super) fn note_on_open_count(pool: &NodePool) -> Option<String> {
    let is_open = pool.count.is_none() && !*pool.autoscaling && pool.virtual_machines.is_none();
    is_open.then(|| {
        let (name, nodes) = (&pool.name, pool.nodes());
        format!("The plan does not set the count of {name}; it is created with {nodes} nodes, as by az and Azure PowerShell.")
    })
}

/// Returns the properties of a pool that have a value and that a text can set. The others are facts of a pool that is
/// there, or the plan's own notes.
fn settable(value: impl Fn(&Property<NodePool>) -> Option<Value>) -> Vec<Setting> {
    const FACTS: &[&str] = &["creationData.sourceVmSize", "powerState.code", "provisioningState"];
    let setting = |property: &Property<NodePool>| {
        let value = value(property)?;
        (!FACTS.contains(&property.key)).then(|| Setting::new(property, value))
    };
    POOL_PROPERTIES.iter().filter_map(setting).collect()
}

/// Returns the properties of a new pool. What is not set is left out, except where the tools' own defaults would change
/// it: they differ in the number of nodes, the operating system and the kind of pool.
pub(super) fn of_pool(pool: &NodePool) -> Vec<Setting> {
    settable(|property| match property.key {
        "name" => Some(Value::Text(pool.name.clone())),
        "count" => Some(Value::Whole(pool.nodes())),
        "osType" => Some(word(pool.os_type.as_ref(), &OsType::Linux)),
        "type" => Some(word(pool.pool_type.as_ref(), &PoolType::Vmss)),
        _ => property.get(pool),
    })
}

fn word<W: Keyword>(word: Option<&W>, default: &W) -> Value {
    Value::Text(word.unwrap_or(default).as_str().to_owned())
}

/// How an update resets a property to AKS's default in a language in which leaving it out changes nothing.
pub(super) enum Reset {
    /// It has a value, or is reset with another property.
    NotNeeded,
    /// This value, which is AKS's own.
    Explicit(Value),
    /// The language can't express it.
    Impossible,
}

/// Returns whether and how a property of an existing pool is reset to AKS's default.
pub(super) fn reset(property: &Property<NodePool>, pool: &NodePool) -> Reset {
    let is_said = match property.key {
        "count" => true,
        // The bounds are removed with the autoscaler.
        "minCount" | "maxCount" => !*pool.autoscaling,
        _ => false,
    };
    // A stated default is treated as not set: a language that can't write it has to say so.
    let is_stated = property
        .get(pool)
        .is_some_and(|value| property.kind == Kind::Tree || !value.is_default(property.default));
    if is_said || is_stated {
        return Reset::NotNeeded;
    }
    match (property.kind, property.default) {
        (Kind::Flag, _) => Reset::Explicit(Value::Flag(false)),
        (Kind::List, _) => Reset::Explicit(Value::List(Vec::new())),
        (Kind::Map, _) => Reset::Explicit(Value::Map(Map::default())),
        (Kind::Items, _) => Reset::Explicit(Value::Items(Vec::new())),
        (_, Some(default)) => Reset::Explicit(Value::Text(default.to_owned())),
        _ => Reset::Impossible,
    }
}

/// Why a value that was set can't be reset to AKS's default.
pub(super) const STAYS: &str =
    "keeps its value if it is not set, and cannot be reset to AKS's default; set the value that you want";

/// Returns why a cluster's identity is the system's in a text that has to say one.
pub(super) fn no_identity(kind: &str) -> &'static str {
    match kind {
        "None" => "needs a service principal, which a plan does not have, so the text has SystemAssigned",
        _ => {
            "needs the resource ID of an identity, which a plan does not have, so the text has SystemAssigned"
        }
    }
}

/// Returns whether a subnet is named by a name of the plan's own; the tools take its resource id.
pub(super) fn is_local_subnet(said: &Setting) -> bool {
    matches!((said.key, &said.value), ("vnetSubnetID" | "podSubnetID", Value::Text(id)) if !id.starts_with('/'))
}

/// Returns the word, where a version of the API doesn't have it: an image that only previews or older versions know
/// (API 2026-08-02-preview; resource schema 2026-05-01, 2026-08-16), or a way to log in that is newer than the version.
pub(super) fn foreign<'a>(said: &'a Setting, api: &str) -> Option<&'a str> {
    let is_preview = api.ends_with("-preview");
    match (said.key, &said.value) {
        ("osSKU", Value::Text(text)) => match text.as_str() {
            "Mariner" => Some(text),
            "AzureLinuxOSGuard" | "Flatcar" | "Ubuntu2604" | "WindowsAnnual" if !is_preview => Some(text),
            _ => None,
        },
        // Stable since azure-mgmt-containerservice 41.6.0 (2026-08-25).
        ("securityProfile.sshAccess", Value::Text(text)) if text == "EntraId" && api < "2026-06-01" => {
            Some(text)
        }
        _ => None,
    }
}

/// Returns what to do about a [`foreign`] word: another dialect speaks a newer version of the API than a module.
pub(super) fn instead_of_foreign(said: &Setting) -> &'static str {
    match foreign(said, API_VERSION) {
        Some(_) => "set it with another version of the API",
        None => "use Bicep or ARM",
    }
}

/// Returns what a dialect leaves out: "batch: kubeletDiskType has no flag in az; use ARM."
pub(super) fn gap(at: Option<(usize, &NodePool)>, key: &'static str, why: &str) -> Gap {
    let of = match at {
        None => "The cluster".to_owned(),
        Some((place, pool)) if pool.name.is_empty() => format!("Pool {}", place + 1),
        Some((_, pool)) => pool.name.clone(),
    };
    Gap { pool: at.map(|(place, _)| place), field: Some(key), text: format!("{of}: {key} {why}.") }
}

/// Returns the cluster's name as the first part of a host name: letters, digits and hyphens, at most 54.
pub(super) fn dns_prefix(name: &str) -> String {
    let mut prefix = String::new();
    for character in name.chars() {
        match character {
            letter if letter.is_ascii_alphanumeric() => prefix.push(letter),
            _ if !prefix.is_empty() && !prefix.ends_with('-') => prefix.push('-'),
            _ => {}
        }
    }
    prefix.truncate(54);
    let prefix = prefix.trim_end_matches('-');
    if prefix.is_empty() { "aks".to_owned() } else { prefix.to_owned() }
}
