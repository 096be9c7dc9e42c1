//! The published JSON Schema: made from the tables, and held against every plan that the project has.

use std::path::{Path, PathBuf};

use poolwright::codec::{PRESETS, plan_to_json, read, schema};
use poolwright::plan::{
    CLUSTER_PROPERTIES, Decimal, Kind, Map, NodePool, POOL_PROPERTIES, Plan, Property, Subnet, Value, range,
};
use poolwright::to_json::{Json, Object, compact, pretty};

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// `UPDATE=1 cargo test --test suite schema::` writes it.
#[test]
fn the_published_schema_is_fresh() {
    let path = project("public/plan.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, schema()).unwrap();
    }
    let published = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        published,
        schema(),
        "public/plan.schema.json is stale: run UPDATE=1 cargo test --test suite schema::"
    );
}

/// What is wrong with a value by a schema, of which this knows the keywords that ours has.
fn violations(value: &Json, schema: &Object, root: &Object, path: &str, found: &mut Vec<String>) {
    let mut complain = |what: String| found.push(format!("{path}: {what}"));
    for (keyword, rule) in schema {
        match (keyword.as_str(), rule) {
            ("$schema" | "title" | "description" | "default" | "$defs", _) => {}
            ("$ref", Json::String(target)) => {
                let name = target.strip_prefix("#/$defs/").unwrap();
                let definitions = root.get("$defs").and_then(Json::as_object).unwrap();
                let definition = definitions.get(name).and_then(Json::as_object).unwrap();
                violations(value, definition, root, path, found);
                return;
            }
            ("type", Json::String(wanted)) => {
                let is = match value {
                    Json::Null => "null",
                    Json::Bool(_) => "boolean",
                    Json::Number(number) if wanted == "integer" && number.is_i64() => "integer",
                    Json::Number(_) => "number",
                    Json::String(_) => "string",
                    Json::Array(_) => "array",
                    Json::Object(_) => "object",
                };
                if is != wanted {
                    complain(format!("{is} for {wanted}"));
                }
            }
            ("const", wanted) if *value != *wanted => complain(format!("not {}", compact(wanted))),
            ("const", _) => {}
            ("enum", Json::Array(known)) if !known.contains(value) => {
                complain(format!("{} is none", compact(value)));
            }
            ("enum", Json::Array(_)) => {}
            ("required", Json::Array(keys)) => {
                for key in keys.iter().filter_map(Json::as_str) {
                    if value.as_object().is_some_and(|object| object.iter().all(|(name, _)| name != key)) {
                        complain(format!("no {key}"));
                    }
                }
            }
            ("items" | "properties" | "additionalProperties", _) => {}
            ("minimum", limit) if value.as_i64().is_some_and(|number| Some(number) < limit.as_i64()) => {
                complain(format!("less than {limit}"));
            }
            ("maximum", limit) if value.as_i64().is_some_and(|number| Some(number) > limit.as_i64()) => {
                complain(format!("more than {limit}"));
            }
            ("minimum" | "maximum", _) => {}
            (other, _) => panic!("the schema has a keyword {other:?} that this test does not know"),
        }
    }
    if let (Json::Array(items), Some(Json::Object(schema))) = (value, schema.get("items")) {
        for (index, item) in items.iter().enumerate() {
            violations(item, schema, root, &format!("{path}[{index}]"), found);
        }
    }
    let Json::Object(entries) = value else { return };
    let properties = schema.get("properties").and_then(Json::as_object).cloned().unwrap_or_default();
    for (key, value) in entries {
        let path = format!("{path}.{key}");
        let property = properties.get(key);
        match property.or(schema.get("additionalProperties")) {
            Some(Json::Object(schema)) => violations(value, schema, root, &path, found),
            Some(Json::Bool(false)) => found.push(format!("{path}: unknown")),
            _ => {}
        }
    }
}

fn against_the_schema(value: &Json) -> Vec<String> {
    let schema = serde_json::from_str::<Json>(&schema()).unwrap();
    let root = schema.as_object().unwrap();
    let mut found = Vec::new();
    violations(value, root, root, "$", &mut found);
    found
}

#[test]
fn what_is_written_is_by_the_schema() {
    for preset in PRESETS {
        let mut plan = preset.plan();
        plan.baseline = Some(Box::new(plan.clone()));
        assert_eq!(against_the_schema(&plan_to_json(&plan)), [""; 0], "{}", preset.title);
    }
}

/// A value that a plan keeps.
fn sample<T>(property: &Property<T>) -> Value {
    match property.kind {
        Kind::Text => Value::Text("sample".to_owned()),
        Kind::Keyword(words) => Value::Text((*words.last().unwrap()).to_owned()),
        Kind::Whole => Value::Whole(range(property.key).map_or(7, |range| *range.end())),
        Kind::Decimal => Value::Decimal(Decimal::parse("0.125").unwrap()),
        Kind::Flag => Value::Flag(true),
        Kind::List => Value::List(vec!["sample".to_owned()]),
        Kind::Map => Value::Map(Map::from([("key".to_owned(), "sample".to_owned())])),
        Kind::Tree => Value::Tree(Object::from_iter([("sample".to_owned(), Json::from(1))])),
        Kind::Items => Value::Items(vec![Object::from_iter([("sample".to_owned(), Json::from(1))])]),
        Kind::Subnets => Value::Subnets(vec![Subnet {
            name: "nodes".to_owned(),
            address_prefix: "10.0.0.0/16".to_owned(),
            delegations: vec!["sample".to_owned()],
        }]),
    }
}

#[test]
fn every_property_is_by_the_schema_as_it_is_written() {
    let mut plan = Plan { pools: vec![NodePool::default()], ..Plan::default() };
    for property in CLUSTER_PROPERTIES {
        assert!(property.put(&mut plan.cluster, Some(sample(property))), "{}", property.key);
    }
    for property in POOL_PROPERTIES {
        assert!(property.put(&mut plan.pools[0], Some(sample(property))), "{}", property.key);
    }
    let written = plan_to_json(&plan);
    assert_eq!(against_the_schema(&written), [""; 0]);
    let read = read(&pretty(&written)).unwrap();
    assert_eq!((read.plan, read.notes), (plan, Vec::new()));
}

#[test]
fn every_example_is_by_the_schema_and_reads_without_notes() {
    let examples = std::fs::read_dir(project("examples")).unwrap();
    let is_plan = |path: &PathBuf| path.to_string_lossy().ends_with(".plan.json");
    for path in examples.map(|entry| entry.unwrap().path()).filter(is_plan) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            against_the_schema(&serde_json::from_str::<Json>(&text).unwrap()),
            [""; 0],
            "{}",
            path.display()
        );
        assert_eq!(read(&text).unwrap().notes, [], "{}", path.display());
    }
}

#[test]
fn the_plan_in_the_documents_is_by_the_schema() {
    let document = std::fs::read_to_string(project("docs/plan-format.md")).unwrap();
    let (_, after) = document.split_once("```json\n").unwrap();
    let (text, _) = after.split_once("```").unwrap();
    assert_eq!(against_the_schema(&serde_json::from_str::<Json>(text).unwrap()), [""; 0]);
    assert_eq!(read(text).unwrap().notes, []);
}

#[test]
fn what_the_reader_notes_is_not_by_the_schema() {
    for text in [
        r#"{"version": 1, "cluster": {}, "pools": [{"name": "np", "mode": "System", "count": "3"}]}"#,
        r#"{"version": 1, "cluster": {}, "pools": [{"name": "np", "mode": "system"}]}"#,
        r#"{"version": 1, "cluster": {"networkProfile": {"podCIDR": "x"}}, "pools": []}"#,
        r#"{"version": 1, "cluster": {"tags": {"a": 1}}, "pools": []}"#,
        r#"{"version": 1, "cluster": {}, "pools": {}}"#,
        r#"{"version": "1", "cluster": {}, "pools": []}"#,
        r#"{"version": 1, "cluster": {}, "pools": [], "baseline": {"version": 1}}"#,
        r#"{"cluster": {}, "pools": []}"#,
    ] {
        assert_ne!(read(text).unwrap().notes, [], "{text}");
        assert_eq!(against_the_schema(&serde_json::from_str::<Json>(text).unwrap()).len(), 1, "{text}");
    }
}

#[test]
fn an_empty_plan_is_by_the_schema() {
    assert_eq!(against_the_schema(&plan_to_json(&Plan::default())), [""; 0]);
}
