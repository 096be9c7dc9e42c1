//! The standards that reports of `check` follow: SARIF's own JSON Schema, and Jenkins's schema of JUnit reports.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::doc_markdown,
    clippy::cast_precision_loss
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

// ---------------------------------------------------------------------------------------------- SARIF

/// The schema of SARIF 2.1.0 as OASIS publishes it, which the crate `serde-sarif` has beside its types.
fn sarif_schema() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let text = std::fs::read_to_string(manifest.parent().unwrap().join("src/schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert!(schema["$id"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    schema
}

/// What is wrong with a report in SARIF.
pub(crate) fn sarif(report: &Value) -> Vec<String> {
    let schema = sarif_schema();
    let mut found = Vec::new();
    violations(report, &schema, &schema, "$", &mut found);
    found
}

fn is_of_type(value: &Value, wanted: &str) -> bool {
    match wanted {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("unknown type {other}"),
    }
}

/// Holds a value to a schema of draft 7, of which this knows the keywords that SARIF's has.
fn violations(value: &Value, schema: &Value, root: &Value, path: &str, found: &mut Vec<String>) {
    if let Some(target) = schema.get("$ref") {
        let definition = target.as_str().unwrap().strip_prefix("#/definitions/").unwrap();
        return violations(value, &root["definitions"][definition], root, path, found);
    }
    let number = |key: &str| schema[key].as_f64().unwrap();
    let fits = |schema: &Value| {
        let mut found = Vec::new();
        violations(value, schema, root, path, &mut found);
        found.is_empty()
    };
    for (keyword, rule) in schema.as_object().unwrap() {
        let is_kept = match keyword.as_str() {
            "$schema" | "$id" | "title" | "description" | "default" | "definitions" => true,
            "type" => match rule {
                Value::Array(types) => types.iter().any(|one| is_of_type(value, one.as_str().unwrap())),
                one => is_of_type(value, one.as_str().unwrap()),
            },
            "enum" => rule.as_array().unwrap().contains(value),
            "required" => {
                rule.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some())
            }
            "minItems" => value.as_array().is_none_or(|list| list.len() as f64 >= number("minItems")),
            "uniqueItems" => value.as_array().is_none_or(|list| {
                list.iter().enumerate().all(|(place, item)| !list[place + 1..].contains(item))
            }),
            "minimum" => value.as_f64().is_none_or(|value| value >= number("minimum")),
            "maximum" => value.as_f64().is_none_or(|value| value <= number("maximum")),
            "format" => value.as_str().is_none_or(|text| match rule.as_str().unwrap() {
                "uri" => {
                    text.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(char::is_alphanumeric))
                }
                "uri-reference" => {
                    text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte))
                }
                other => panic!("{path}: the format {other} isn't written so far"),
            }),
            "pattern" => value.as_str().is_none_or(|text| match rule.as_str().unwrap() {
                // A language: the default is the only one.
                pattern if pattern.starts_with("^[a-zA-Z]{2}|") => text == "en-US",
                other => panic!("{path}: the pattern {other} isn't written so far"),
            }),
            "anyOf" => rule.as_array().unwrap().iter().any(fits),
            "oneOf" => rule.as_array().unwrap().iter().filter(|one| fits(one)).count() == 1,
            "items" | "properties" | "additionalProperties" => true,
            other => panic!("the schema has a keyword {other} that this test doesn't know"),
        };
        if !is_kept {
            found.push(format!("{path}: {keyword} {rule}"));
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(items) = schema.get("items") {
            violations(item, items, root, &format!("{path}[{index}]"), found);
        }
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let path = format!("{path}.{key}");
        match schema.get("properties").and_then(|known| known.get(key)).or(schema.get("additionalProperties"))
        {
            Some(Value::Bool(false)) => found.push(format!("{path}: unknown")),
            Some(schema @ Value::Object(_)) => violations(inner, schema, root, &path, found),
            _ => {}
        }
    }
}

// ---------------------------------------------------------------------------------------------- JUnit

/// An element of a report: its attributes, whether each is required, and the elements in it; "text" is text.
type Element = (&'static str, &'static [(&'static str, bool)], &'static [&'static str]);

/// The schema junit-10.xsd of Jenkins's xUnit plugin, as far as elements are written
/// (github.com/jenkinsci/xunit-plugin, org/jenkinsci/plugins/xunit/types/model/xsd, read on 2026-11-29).
const JUNIT: &[Element] = &[
    (
        "testsuites",
        &[("name", false), ("time", false), ("tests", false), ("failures", false), ("errors", false)],
        &["testsuite"],
    ),
    (
        "testsuite",
        &[
            ("name", true),
            ("tests", true),
            ("failures", true),
            ("errors", true),
            ("group", false),
            ("time", false),
            ("skipped", false),
            ("timestamp", false),
            ("hostname", false),
            ("id", false),
            ("package", false),
            ("file", false),
            ("log", false),
            ("url", false),
        ],
        &["testsuite", "properties", "testcase", "system-out", "system-err"],
    ),
    (
        "testcase",
        &[("name", true), ("time", false), ("classname", false), ("group", false)],
        &["skipped", "error", "failure", "system-out", "system-err"],
    ),
    ("failure", &[("type", false), ("message", false)], &["text"]),
    ("error", &[("type", false), ("message", false)], &["text"]),
    ("skipped", &[("type", false), ("message", false)], &["text"]),
    ("system-out", &[], &["text"]),
    ("system-err", &[], &["text"]),
];

/// What is wrong with a report in JUnit's format.
pub(crate) fn junit(text: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                let names = |name: &str| JUNIT.iter().find(|(known, ..)| *known == name);
                let is_allowed = match open.last() {
                    None => name == "testsuites",
                    Some(outer) => names(outer).is_some_and(|(.., inside)| inside.contains(&name.as_str())),
                };
                if !is_allowed {
                    found.push(format!("{name} in {:?}", open.last()));
                }
                let Some((_, attributes, _)) = names(&name) else {
                    found.push(format!("unknown element {name}"));
                    continue;
                };
                let mut has = Vec::new();
                for attribute in tag.attributes() {
                    has.push(String::from_utf8(attribute.unwrap().key.as_ref().to_vec()).unwrap());
                }
                let is_known = |has: &&String| !attributes.iter().any(|(known, _)| known == *has);
                found.extend(has.iter().filter(is_known).map(|unknown| format!("{name} has {unknown}")));
                let lacks = attributes
                    .iter()
                    .filter(|(known, needed)| *needed && !has.iter().any(|has| has == known));
                found.extend(lacks.map(|(known, _)| format!("{name} lacks {known}")));
                if !is_empty {
                    open.push(name);
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => {
                let is_blank = text.iter().all(u8::is_ascii_whitespace);
                let holds_text = open.last().is_some_and(|outer| {
                    JUNIT.iter().any(|(known, _, inside)| known == outer && inside.contains(&"text"))
                });
                if !is_blank && !holds_text {
                    found.push(format!("text in {:?}", open.last()));
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}
