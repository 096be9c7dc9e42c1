//! ARM templates.

use super::Heading;
use super::resources::{API, CLUSTER, PASSWORD, POOL, Resources};
use super::snippet::{Snippet, SpanKind};
use crate::quote::arm::literal;
use crate::quote::{json, json_scalar};
use crate::to_json::{Json, Object, ObjectExt};

const SCHEMA: &str = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/// How to use the template, for its comment.
const NEEDS: &str = "Deploy it into a resource group that is there: az deployment group create --resource-group GROUP --template-file FILE.";

/// The whole template. JSON has no comments, so what the others say in theirs is metadata here.
pub(super) fn template(resources: Resources<'_>, heading: &Heading<'_>, out: &mut Snippet) {
    let options = heading.options;
    let texts = |list: &[String]| Json::Array(list.iter().map(|text| Json::String(literal(text))).collect());
    let mut metadata = Object::new();
    metadata.push("comment", literal(&heading.remarks(NEEDS).join(" ")));
    if !options.refused.is_empty() {
        metadata.push("refusedByAKS", texts(&options.refused));
    }
    if !options.findings.is_empty() {
        metadata.push("findings", texts(&options.findings));
    }
    if !resources.gaps.is_empty() {
        let gaps: Vec<String> = resources.gaps.iter().map(|gap| gap.text.clone()).collect();
        metadata.push("notInThisTemplate", texts(&gaps));
    }
    if let Some(link) = options.link {
        metadata.push("plan", literal(link));
    }
    let mut template = Object::new();
    template.push("$schema", SCHEMA);
    template.push("contentVersion", "1.0.0.0");
    template.push("metadata", metadata);
    if resources.ask_for_password() {
        template.set_path(&format!("parameters.{PASSWORD}.type"), "securestring".into());
    }
    let cluster = &resources.plan.cluster.name;
    let mut list = Vec::new();
    // A cluster takes one change at a time, so each pool waits for the one before it.
    let mut before: Option<String> = None;
    for resource in resources.list {
        let (kind, name) = match &resource.pool {
            None => (CLUSTER, literal(cluster)),
            Some(pool) => (POOL, literal(&format!("{cluster}/{pool}"))),
        };
        let mut object = Object::new();
        object.push("type", kind);
        object.push("apiVersion", API);
        object.push("name", name.as_str());
        if let Some(before) = before.filter(|before| *before != name) {
            object.push("dependsOn", Json::Array(vec![before.into()]));
        }
        object.extend(resource.body);
        list.push(object.into());
        before = Some(name);
    }
    template.push("resources", Json::Array(list));
    print(&Json::Object(template), 0, SpanKind::Value, out.line());
    out.gaps = resources.gaps;
}

/// Prints JSON with two blanks a level, line by line.
pub(super) fn print(value: &Json, level: usize, kind: SpanKind, out: &mut Snippet) {
    match value {
        Json::Array(list)
            if list.iter().any(|item| matches!(item, Json::Object(_) | Json::Array(_)))
                || (kind == SpanKind::Comment && !list.is_empty()) =>
        {
            out.push(SpanKind::Plain, "[");
            for (place, item) in list.iter().enumerate() {
                out.line_at(level + 1);
                print(item, level + 1, kind, out);
                if place + 1 < list.len() {
                    out.push(SpanKind::Plain, ",");
                }
            }
            out.line_at(level).push(SpanKind::Plain, "]");
        }
        Json::Array(list) => {
            out.push(SpanKind::Plain, "[");
            for (place, item) in list.iter().enumerate() {
                if place > 0 {
                    out.push(SpanKind::Plain, ", ");
                }
                print(item, level, kind, out);
            }
            out.push(SpanKind::Plain, "]");
        }
        Json::Object(object) if object.is_empty() => drop(out.push(SpanKind::Plain, "{}")),
        Json::Object(object) => {
            out.push(SpanKind::Plain, "{");
            for (place, (key, item)) in object.iter().enumerate() {
                out.line_at(level + 1);
                out.push(SpanKind::Flag, json(key)).push(SpanKind::Plain, ": ");
                let kind = if level == 0 && key == "metadata" { SpanKind::Comment } else { kind };
                print(item, level + 1, kind, out);
                if place + 1 < object.len() {
                    out.push(SpanKind::Plain, ",");
                }
            }
            out.line_at(level).push(SpanKind::Plain, "}");
        }
        Json::String(text) => drop(out.push(kind, json(text))),
        other => drop(out.push(kind, json_scalar(other))),
    }
}
