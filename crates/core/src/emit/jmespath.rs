//! Queries about node pools for `az --query`: JMESPath over what `az aks nodepool list` prints.

use super::operations::of_az;
use crate::plan::{Kind, Property, Value};
use crate::text::quoted;
use crate::to_json::{Json, Object, compact};

/// Whose names a list of pools has for its properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Those that `az aks nodepool list` prints.
    Az,
    /// ARM's own, as in a plan.
    Arm,
}

impl Names {
    /// Returns a property by its name.
    pub(super) fn of(self, key: &str) -> String {
        match self {
            Self::Az => printed(key),
            Self::Arm => key.to_owned(),
        }
    }
}

/// Returns whether some pool of the list meets the conditions; whether none does.
pub(super) fn some(conditions: &[String]) -> String {
    format!("length([?{}]) > `0`", conditions.join(" && "))
}

/// Returns whether no pool of the list meets the conditions.
pub(super) fn none(conditions: &[String]) -> String {
    format!("length([?{}]) == `0`", conditions.join(" && "))
}

/// Returns the pool of that name.
pub(super) fn named(name: &str) -> String {
    format!("name == {}", text(name))
}

/// Returns a pool, or a cluster, on which AKS has finished its work.
pub(super) fn succeeded() -> String {
    format!("provisioningState == {}", text("Succeeded"))
}

/// Returns a text that is a version, or a patch of it.
pub(super) fn version(field: &str, version: &str) -> String {
    let (is, begins) = (text(version), text(&format!("{version}.")));
    format!("({field} == {is} || starts_with({field} || {}, {begins}))", text(""))
}

/// Returns a text that is a version, or a newer patch of it, which AKS may have chosen by itself.
pub(super) fn patched_version(field: &str, version: &str) -> String {
    let Some((minor, older)) = crate::emit::migration::older_patches(version) else {
        return self::version(field, version);
    };
    let older = Json::Array(older.iter().map(|patch| Json::from(patch.as_str())).collect());
    format!(
        "(starts_with({field} || {}, {}) && !contains({}, {field}))",
        text(""),
        text(&format!("{minor}.")),
        literal(&older)
    )
}

/// Returns the ETag of the pool of that name; an empty text if there is none.
pub(super) fn etag_of(name: &str) -> String {
    format!("join({}, [?{}].eTag)", text(""), named(name))
}

/// Returns the ETag of a cluster; an empty text if it has none.
pub(super) fn etag() -> String {
    format!("eTag || {}", text(""))
}

/// What begins the taints and labels that AKS puts on nodes by itself, as on Spot pools.
pub(super) const OWN: &str = "kubernetes.azure.com/";

/// Returns a property of a pool that has a value; nothing if it is empty, off or not set.
pub(super) fn is<T>(names: Names, property: &Property<T>, value: Option<&Value>) -> String {
    let field = names.of(of_az(property.key));
    let at_most = |items: &str, number: usize| {
        format!("length({items}[?!starts_with(@, {})]) <= `{number}`", text(OWN))
    };
    let items = format!("({field} || `[]`)");
    let keys = format!("keys({field} || `{{}}`)");
    match value {
        Some(Value::Text(wanted)) if property.key == "orchestratorVersion" => version(&field, wanted),
        Some(Value::Text(wanted)) => format!("{field} == {}", text(wanted)),
        Some(Value::List(list)) => {
            let each = list.iter().map(|item| format!("contains({field} || `[]`, {})", text(item)));
            let few = at_most(&items, list.iter().filter(|item| !item.starts_with(OWN)).count());
            std::iter::once(few).chain(each).collect::<Vec<_>>().join(" && ")
        }
        Some(Value::Map(map)) => {
            let each =
                map.iter().map(|(key, value)| format!("{field}.{} == {}", identifier(key), text(value)));
            let few = at_most(&keys, map.iter().filter(|(key, _)| !key.starts_with(OWN)).count());
            std::iter::once(few).chain(each).collect::<Vec<_>>().join(" && ")
        }
        Some(Value::Flag(false)) => format!("{field} != `true`"),
        Some(Value::Items(items)) => objects(&field, items.iter()),
        Some(value) => format!("{field} == {}", literal(&value.to_json())),
        None => match (property.kind, property.default) {
            (Kind::Flag, _) => format!("{field} != `true`"),
            (Kind::List, _) => at_most(&items, 0),
            (Kind::Items, _) => objects(&field, std::iter::empty()),
            (Kind::Map, _) => at_most(&keys, 0),
            (_, Some(default)) => format!("({field} == `null` || {field} == {})", text(default)),
            _ => format!("{field} == `null`"),
        },
    }
}

/// Returns what is at a path within a property; nothing if it is not set.
pub(super) fn part(names: Names, path: &[String], value: Option<&Json>) -> String {
    let steps = path.iter().map(|step| identifier(&names.of(step)));
    let field = steps.collect::<Vec<_>>().join(".");
    match value {
        Some(Json::Array(list))
            if !list.is_empty()
                && list.iter().all(|item| item.as_object().is_some_and(super::migration::is_flat)) =>
        {
            objects(&field, list.iter().filter_map(Json::as_object))
        }
        Some(Json::Object(object)) if object.is_empty() => format!("type({field}) == {}", text("object")),
        value => format!("{field} == {}", literal(value.unwrap_or(&Json::Null))),
    }
}

/// Returns a list that has those objects and no others; a service may answer with more entries in each.
fn objects<'a>(field: &str, items: impl Iterator<Item = &'a Object>) -> String {
    let list = format!("({field} || `[]`)");
    let mut conditions = vec![String::new()];
    for item in items {
        let entries = item.iter().map(|(key, value)| format!("{} == {}", identifier(key), literal(value)));
        conditions.push(format!("length({list}[?{}]) > `0`", entries.collect::<Vec<_>>().join(" && ")));
    }
    let number = conditions.len() - 1;
    if let Some(first) = conditions.first_mut() {
        *first = format!("length({list}) == `{number}`");
    }
    conditions.join(" && ")
}

/// Returns a sentence about each pool of the list that meets the conditions, with what the pool has at a path.
pub(super) fn sentences(conditions: &[String], begin: &str, path: &str, end: &str) -> String {
    format!("[?{}].{}", conditions.join(" && "), joined(begin, path, end))
}

/// Returns a sentence about what is asked, with what it has at a path, as a list; an empty list if it meets the
/// condition.
pub(super) fn sentence_unless(condition: &str, begin: &str, path: &str, end: &str) -> String {
    format!("(!({condition}) && [{}] || `[]`)", joined(begin, path, end))
}

fn joined(begin: &str, path: &str, end: &str) -> String {
    format!("join({}, [{}, to_string({path}), {}])", text(""), text(begin), text(end))
}

/// Returns a sentence as a list; an empty list if some pool of the list meets the condition.
pub(super) fn unless_some(condition: &str, sentence: &str) -> String {
    format!("(!([?{condition}]) && {} || `[]`)", literal(&Json::Array(vec![Json::from(sentence)])))
}

/// Returns a pool that has none of some names.
pub(super) fn is_other(names: &[String]) -> String {
    let names = names.iter().map(|name| Json::from(name.as_str())).collect();
    format!("!contains({}, name)", literal(&Json::Array(names)))
}

/// Returns a text as a literal.
pub(super) fn text(text: &str) -> String {
    literal(&Json::from(text))
}

/// Returns a value between backticks. A backtick in it is written by its number, so that none ends it early.
fn literal(value: &Json) -> String {
    format!("`{}`", compact(value).replace('`', "\\u0060"))
}

/// Returns a key in double quotes, which JMESPath reads as JSON does.
pub(super) fn identifier(key: &str) -> String {
    quoted(key)
}

/// Returns a property as az prints it, which writes most abbreviations small (azure-cli 2.91.0).
pub(super) fn printed(key: &str) -> String {
    match key {
        "type" => return "typePropertiesType".to_owned(),
        "securityProfile.enableVTPM" => return "securityProfile.enableVtpm".to_owned(),
        _ => {}
    }
    let mut printed = key.to_owned();
    for (arm, az) in [
        ("IPPrefix", "IpPrefix"),
        ("PublicIP", "PublicIp"),
        ("podIP", "podIp"),
        ("ServiceIP", "ServiceIp"),
        ("SKU", "Sku"),
        ("GB", "Gb"),
        ("MB", "Mb"),
        ("FIPS", "Fips"),
        ("SSD", "Ssd"),
        ("ID", "Id"),
        ("OSDisk", "OsDisk"),
        ("OSConfig", "OsConfig"),
        ("DNS", "Dns"),
    ] {
        printed = printed.replace(arm, az);
    }
    printed
}
