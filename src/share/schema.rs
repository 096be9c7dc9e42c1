//! The JSON Schema of the plan file, made from the same tables that read it.
#![cfg(not(target_arch = "wasm32"))]

use crate::json::{Json, Object};
use crate::plan::{CLUSTER_PROPERTIES, FORMAT, Kind, POOL_PROPERTIES, Property};

/// The schema as text, for editors that complete and check plan files.
pub fn schema() -> String {
    let mut pools = object([("type", "array".into())]);
    pools.push("items", of_table(POOL_PROPERTIES, &["name", "mode"]));
    let mut baseline = object([("type", "object".into())]);
    baseline.push(
        "description",
        "The layout that stands today, when the plan is a target to be reached from it.",
    );
    let mut properties = Object::default();
    properties.push("$schema", object([("type", "string".into())]));
    properties.push("version", object([("const", Json::Whole(FORMAT))]));
    properties.push("cluster", of_table(CLUSTER_PROPERTIES, &[]));
    properties.push("pools", pools);
    properties.push("baseline", baseline);
    let mut schema = Object::default();
    schema.push("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.push("title", "Poolwright plan");
    schema.push(
        "description",
        "The node pools of an AKS cluster, in ARM's own words (API version 2026-05-01).",
    );
    schema.push("type", "object");
    schema.push("properties", properties);
    schema.push("required", Json::List(["version", "cluster", "pools"].map(Json::from).to_vec()));
    schema.push("additionalProperties", Json::Bool(false));
    Json::Object(schema).pretty()
}

fn object<const N: usize>(entries: [(&str, Json); N]) -> Object {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Objects of the schema nest as the dotted keys of a table do.
fn of_table<T>(table: &[Property<T>], required: &[&str]) -> Json {
    let mut whole = object([("type", "object".into())]);
    let mut properties: Vec<(String, Vec<&Property<T>>)> = Vec::new();
    for property in table {
        let head = property.key.split('.').next().unwrap_or(property.key);
        match properties.iter_mut().find(|(name, _)| name == head) {
            Some((_, group)) => group.push(property),
            None => properties.push((head.to_owned(), vec![property])),
        }
    }
    let members: Object = properties
        .into_iter()
        .map(|(name, group)| {
            let one = match group.as_slice() {
                [only] if only.key == name => of_property(only),
                _ => {
                    let inner = group.iter().map(|property| {
                        let key = property.key.split_once('.').map_or(property.key, |(_, rest)| rest);
                        (key.to_owned(), of_property(property))
                    });
                    let mut nested = object([("type", "object".into())]);
                    nested.push("properties", inner.collect::<Object>());
                    nested.push("additionalProperties", Json::Bool(false));
                    nested.into()
                }
            };
            (name, one)
        })
        .collect();
    whole.push("properties", members);
    if !required.is_empty() {
        whole.push("required", Json::List(required.iter().map(|key| Json::from(*key)).collect()));
    }
    whole.push("additionalProperties", Json::Bool(false));
    whole.into()
}

fn of_property<T>(property: &Property<T>) -> Json {
    let text = || object([("type", "string".into())]);
    let mut one = match property.kind {
        Kind::Text => text(),
        Kind::Word(words) => {
            object([("enum", Json::List(words.iter().map(|word| Json::from(*word)).collect()))])
        }
        Kind::Whole => object([("type", "integer".into())]),
        Kind::Decimal => object([("type", "number".into())]),
        Kind::Flag => object([("type", "boolean".into())]),
        Kind::List => object([("type", "array".into()), ("items", text().into())]),
        Kind::Map => object([("type", "object".into()), ("additionalProperties", text().into())]),
        Kind::Tree => object([("type", "object".into())]),
        Kind::Subnets => {
            let mut subnet = object([("type", "object".into())]);
            subnet.push("properties", object([("name", text().into()), ("addressPrefix", text().into())]));
            subnet.push("required", Json::List(vec!["name".into(), "addressPrefix".into()]));
            subnet.push("additionalProperties", Json::Bool(false));
            object([("type", "array".into()), ("items", subnet.into())])
        }
    };
    one.push("description", property.about.trim());
    if let Some(default) = property.default {
        one.push("default", default);
    }
    one.into()
}
