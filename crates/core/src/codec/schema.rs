//! The JSON Schema of the plan file, generated from the tables that read it.
#![cfg(not(target_arch = "wasm32"))]

use crate::plan::{CLUSTER_PROPERTIES, FORMAT, Kind, POOL_PROPERTIES, Property, UNKNOWN_PROPERTIES, range};
use crate::to_json::{Json, Object, ObjectExt, pretty};

/// Returns the schema as text, for editors that complete and check plan files.
pub fn schema() -> String {
    let [cluster, pools] = [("cluster", refer_to("cluster")), ("pools", list_of(refer_to("pool")).into())];
    let mut baseline = closed([cluster.clone(), pools.clone()].map(entry), &[]);
    baseline.push("description", "The current layout, if the plan is the target of a migration.");
    let version = object([("const", Json::from(FORMAT))]);
    let plan = [
        ("$schema", of_type("string").into()),
        ("version", version.into()),
        cluster,
        pools,
        ("baseline", baseline.into()),
        ("accepted", accepted().into()),
    ];
    let definitions = [
        ("cluster", of_table(CLUSTER_PROPERTIES, &[])),
        ("pool", open(of_table(POOL_PROPERTIES, &["name", "mode"]))),
    ];
    let mut schema = object([
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("title", "Poolwright plan".into()),
        (
            "description",
            "The node pools of an AKS cluster, with ARM's property names (API version 2026-08-01).".into(),
        ),
    ]);
    schema.extend(closed(plan.map(entry), &["version", "cluster", "pools"]));
    schema.push("$defs", definitions.into_iter().map(entry).collect::<Object>());
    pretty(&Json::Object(schema))
}

/// Returns findings that are accepted on purpose.
fn accepted() -> Object {
    let text = |about: &str| {
        let mut text = of_type("string");
        text.push("description", about);
        Json::from(text)
    };
    let keys = [
        ("rule", text("Id of the rule.")),
        ("pool", text("Name of the pool; all pools and the cluster when left out.")),
        ("reason", text("Why the finding is accepted.")),
        ("until", text("The last day on which it is accepted, such as 2026-12-31.")),
    ];
    let mut list = list_of(closed(keys.map(entry), &["rule", "reason"]));
    list.push("description", "Findings that are accepted on purpose.");
    list
}

fn entry(of: (&str, impl Into<Json>)) -> (String, Json) {
    (of.0.to_owned(), of.1.into())
}

fn object<const N: usize>(entries: [(&str, Json); N]) -> Object {
    entries.into_iter().map(entry).collect()
}

fn of_type(name: &str) -> Object {
    object([("type", name.into())])
}

fn refer_to(definition: &str) -> Json {
    object([("$ref", format!("#/$defs/{definition}").into())]).into()
}

fn list_of(item: impl Into<Json>) -> Object {
    object([("type", "array".into()), ("items", item.into())])
}

/// Returns an object that has no other properties than these.
fn closed(properties: impl IntoIterator<Item = (String, Json)>, required: &[&str]) -> Object {
    let mut whole = of_type("object");
    whole.push("properties", properties.into_iter().collect::<Object>());
    if !required.is_empty() {
        whole.push("required", Json::Array(required.iter().copied().map(Json::from).collect()));
    }
    whole.push("additionalProperties", Json::Bool(false));
    whole
}

/// Returns an object, and the groups of properties in it, that may have other properties: those of a pool that
/// Poolwright doesn't know are kept.
fn open(mut whole: Object) -> Object {
    if let Some(rest) = whole.get_mut("additionalProperties").filter(|rest| **rest == Json::Bool(false)) {
        *rest = Json::Bool(true);
    }
    if let Some(Json::Object(properties)) = whole.get_mut("properties") {
        for property in properties.values_mut() {
            if let Json::Object(group) = property {
                *group = open(std::mem::take(group));
            }
        }
    }
    whole
}

/// Returns the schema of a table of properties; dotted keys become nested objects.
fn of_table<T>(table: &[Property<T>], required: &[&str]) -> Object {
    let properties = table.iter().filter(|property| property.key != UNKNOWN_PROPERTIES);
    nested(properties.map(|property| (property.key, of_property(property))).collect(), required)
}

/// Returns a closed object of properties by their dotted keys.
fn nested(of_keys: Vec<(&str, Json)>, required: &[&str]) -> Object {
    let mut properties: Vec<(String, Vec<(&str, Json)>)> = Vec::new();
    for (key, one) in of_keys {
        let (head, rest) = key.split_once('.').unwrap_or((key, ""));
        match properties.iter_mut().find(|(name, _)| name == head) {
            Some((_, group)) => group.push((rest, one)),
            None => properties.push((head.to_owned(), vec![(rest, one)])),
        }
    }
    let member = |(name, group): (String, Vec<(&str, Json)>)| match group.as_slice() {
        [("", only)] => (name, only.clone()),
        _ => (name, nested(group, &[]).into()),
    };
    closed(properties.into_iter().map(member), required)
}

fn of_property<T>(property: &Property<T>) -> Json {
    let mut one = match property.kind {
        Kind::Text => of_type("string"),
        Kind::Keyword(words) => {
            object([("enum", Json::Array(words.iter().copied().map(Json::from).collect()))])
        }
        Kind::Whole => of_type("integer"),
        Kind::Decimal => of_type("number"),
        Kind::Flag => of_type("boolean"),
        Kind::List => list_of(of_type("string")),
        Kind::Map => object([("type", "object".into()), ("additionalProperties", of_type("string").into())]),
        Kind::Tree => of_type("object"),
        Kind::Items => list_of(of_type("object")),
        Kind::Subnets => {
            let texts = ["name", "addressPrefix"].map(|key| (key, of_type("string")));
            let mut entries = texts.map(entry).to_vec();
            entries.push(entry(("delegations", list_of(of_type("string")))));
            let subnet = closed(entries, &["name", "addressPrefix"]);
            list_of(subnet)
        }
    };
    if let Some(range) = range(property.key).filter(|_| property.kind == Kind::Whole) {
        // 0 leaves the size of a disk to AKS.
        let least = if property.key == "osDiskSizeGB" { 0 } else { *range.start() };
        one.push("minimum", Json::from(least));
        one.push("maximum", Json::from(*range.end()));
    }
    one.push("description", property.about.trim());
    match (property.kind, property.default) {
        (Kind::Flag, _) => one.push("default", Json::Bool(false)),
        (_, Some(default)) => one.push("default", default),
        _ => {}
    }
    one.into()
}
