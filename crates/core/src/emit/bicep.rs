//! Bicep: the resources of an ARM template in the language that compiles to one.

use super::resources::{
    CLUSTER, GROUP_LOCATION, LOCATION, NAME, PASSWORD, POOL, Parameter, Resource, Resources, USERNAME,
    value_of,
};
use super::snippet::{Snippet, SpanKind};
use super::{Heading, Options, header};
use crate::plan::is_pool_name;
use crate::quote::arm::{data_of, plain};
use crate::quote::bicep::{self, property, quote};
use crate::quote::comment::Language;
use crate::quote::{Code, json_scalar};
use crate::to_json::{Json, Object};

/// Returns how to use the file, for its comment. How a stack is deployed is above it.
pub(super) fn needs(options: &Options<'_>) -> &'static str {
    if options.stack {
        "It needs an existing resource group."
    } else {
        "Deploy it into an existing resource group: az deployment group create --resource-group GROUP --template-file FILE."
    }
}

/// The symbol of the cluster.
const SYMBOL: &str = "cluster";

/// Writes the whole file.
pub(super) fn file(resources: Resources<'_>, heading: &Heading<'_>, out: &mut Snippet) {
    let parameters = resources.parameters();
    out.gaps = resources.gaps;
    header(Language::Bicep, heading, needs(heading.options), &[], out);
    parameters.iter().for_each(|parameter| declare(parameter, out));
    if resources.list.iter().all(|resource| resource.pool.is_some()) {
        out.line();
        open(out, SYMBOL.into(), CLUSTER, resources.api, " existing");
        named(out, NAME);
        close(out);
    }
    let mut before: Option<Code> = None;
    for (place, resource) in resources.list.iter().enumerate() {
        out.line();
        let symbol = symbol(&resources.list, place);
        write(resource, &symbol, resources.api, before, out);
        before = resource.pool.is_some().then_some(symbol);
    }
}

/// Declares a parameter.
pub(super) fn declare(parameter: &Parameter<'_>, out: &mut Snippet) {
    if parameter.default.is_secret() {
        out.line();
        out.line().push(SpanKind::Command, "@secure()");
    } else if parameter.default.expression().is_none() {
        out.line().push(SpanKind::Command, "@minLength(1)");
    }
    out.line().push(SpanKind::Command, "param").push(SpanKind::Plain, " ");
    out.push(SpanKind::Flag, parameter.name).push(SpanKind::Plain, " string");
    if let Some(default) = parameter.default.expression() {
        out.push(SpanKind::Plain, " = ").push(SpanKind::Value, string(&default));
    }
}

/// Returns the symbol of a resource. It is outside of quotes, so only a name that AKS takes becomes part of it.
fn symbol(list: &[Resource], place: usize) -> Code {
    let Some(name) = list.get(place).and_then(|resource| resource.pool.as_deref()) else {
        return SYMBOL.into();
    };
    let mut earlier = list.iter().take(place);
    let is_one = is_pool_name(name) && earlier.all(|other| other.pool.as_deref() != Some(name));
    let named = is_one.then(|| bicep::symbol(name, "Pool")).flatten();
    named.unwrap_or_else(|| Code::concat(["pool".into(), (place + 1).into()]))
}

fn write(resource: &Resource, symbol: &Code, api: &str, before: Option<Code>, out: &mut Snippet) {
    open(out, symbol.clone(), if resource.pool.is_some() { POOL } else { CLUSTER }, api, "");
    if let Some(name) = &resource.pool {
        key(out, 1, "parent").push(SpanKind::Plain, SYMBOL);
        named(out, quote(name));
    } else {
        named(out, NAME);
    }
    members(&resource.body, 1, out);
    dependency(before, out);
    close(out);
}

/// Writes what a pool depends on: the pool before it, because a cluster takes one change at a time.
pub(super) fn dependency(before: Option<Code>, out: &mut Snippet) {
    if let Some(before) = before {
        key(out, 1, "dependsOn").push(SpanKind::Plain, "[");
        out.line_at(2).push(SpanKind::Plain, before);
        out.line().push(SpanKind::Plain, "  ]");
    }
}

fn open(out: &mut Snippet, symbol: Code, kind: &str, api: &str, existing: &'static str) {
    let symbol = Code::concat([" ".into(), symbol, " ".into()]);
    out.line().push(SpanKind::Command, "resource").push(SpanKind::Plain, symbol);
    out.push(SpanKind::Value, quote(&format!("{kind}@{api}")));
    out.push(SpanKind::Plain, Code::concat([existing.into(), " = {".into()]));
}

pub(super) fn close(out: &mut Snippet) {
    out.line().push(SpanKind::Plain, "}");
}

fn named(out: &mut Snippet, name: impl Into<Code>) {
    key(out, 1, "name").push(SpanKind::Value, name);
}

pub(super) fn key(out: &mut Snippet, level: usize, key: impl Into<Code>) -> &mut Snippet {
    out.line_at(level).push(SpanKind::Flag, key);
    out.push(SpanKind::Plain, ": ")
}

pub(super) fn members(object: &Object, level: usize, out: &mut Snippet) {
    for (name, item) in object {
        key(out, level, property(plain(name).unwrap_or(name)));
        value(item, level, out);
    }
}

pub(super) fn value(value_of: &Json, level: usize, out: &mut Snippet) {
    match value_of {
        Json::Object(object) if !object.is_empty() => {
            out.push(SpanKind::Plain, "{");
            members(object, level + 1, out);
            out.line_at(level).push(SpanKind::Plain, "}");
        }
        Json::Array(list) if !list.is_empty() => {
            out.push(SpanKind::Plain, "[");
            for item in list {
                out.line_at(level + 1);
                value(item, level + 1, out);
            }
            out.line_at(level).push(SpanKind::Plain, "]");
        }
        Json::String(text) => drop(out.push(SpanKind::Value, string(text))),
        // The language has whole numbers only.
        Json::Number(number) if number.as_i64().is_none() => {
            out.push(SpanKind::Value, bicep::data(&number.to_string()));
        }
        other => drop(out.push(SpanKind::Value, json_scalar(other))),
    }
}

/// Returns a string of the template language as Bicep says it.
fn string(text: &str) -> Code {
    match (plain(text), text) {
        (Some(text), _) => quote(text),
        (None, GROUP_LOCATION) => "resourceGroup().location".into(),
        (None, other) => {
            let parameter =
                [NAME, LOCATION, USERNAME, PASSWORD].into_iter().find(|name| value_of(name) == other);
            // Else it is data: there are no other expressions.
            let data = || data_of(other).map_or_else(|| quote(other), |json| bicep::data(&json));
            parameter.map_or_else(data, Code::from)
        }
    }
}
