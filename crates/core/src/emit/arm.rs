//! ARM templates.

use super::Heading;
use super::bicep::needs;
use super::resources::{CLUSTER, NAME, POOL, Resources, value_of};
use super::snippet::{Snippet, SpanKind};
use crate::quote::arm::{child_name, id, literal};
use crate::quote::{json, json_scalar};
use crate::to_json::{Json, Object, ObjectExt};

const SCHEMA: &str = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/// Writes the whole template. JSON has no comments, so what other dialects write as comments is metadata here.
pub(super) fn template(resources: Resources<'_>, heading: &Heading<'_>, out: &mut Snippet) {
    let options = heading.options;
    let texts = |list: &[String]| Json::Array(list.iter().map(|text| Json::String(literal(text))).collect());
    let mut metadata = Object::new();
    metadata.push("comment", literal(heading.remarks(needs(heading.options)).join(" ")));
    if !heading.commands.is_empty() {
        metadata.push("commands", texts(heading.commands));
    }
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
    let mut parameters = Object::new();
    for parameter in resources.parameters() {
        let mut declared = Object::new();
        declared.push("type", if parameter.default.is_secret() { "securestring" } else { "string" });
        match parameter.default.expression() {
            Some(default) => declared.push("defaultValue", default),
            None if parameter.default.is_secret() => {}
            None => declared.push("minLength", Json::from(1)),
        }
        parameters.push(parameter.name, declared);
    }
    template.push("parameters", parameters);
    let has_cluster = resources.list.iter().any(|resource| resource.pool.is_none());
    let api = resources.api;
    let mut list = Vec::new();
    // A cluster takes one change at a time, so each pool waits for the one before it.
    let mut before: Option<String> = None;
    for resource in resources.list {
        let mut object = Object::new();
        object.push("type", if resource.pool.is_some() { POOL } else { CLUSTER });
        object.push("apiVersion", api);
        let Some(pool) = resource.pool else {
            object.push("name", value_of(NAME));
            object.extend(resource.body);
            list.push(object.into());
            continue;
        };
        object.push("name", child_name(NAME, &pool));
        let cluster = has_cluster.then(|| id(CLUSTER, NAME, None));
        let waits: Vec<Json> = cluster.into_iter().chain(before).map(Json::String).collect();
        if !waits.is_empty() {
            object.push("dependsOn", Json::Array(waits));
        }
        object.extend(resource.body);
        list.push(object.into());
        before = Some(id(POOL, NAME, Some(&pool)));
    }
    template.push("resources", Json::Array(list));
    print(&Json::Object(template), 0, SpanKind::Value, out.line());
    out.gaps = resources.gaps;
}

/// Writes JSON line by line, indented by two blanks per level.
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
