//! Bicep: the resources of an ARM template in the language that compiles to one.

use std::fmt::Write;

use super::resources::{
    API, CLUSTER, GROUP_LOCATION, PASSWORD, PASSWORD_VALUE, POOL, Resource, Resources, plain,
};
use super::snippet::{Snippet, SpanKind};
use super::{Heading, header};
use crate::json::{Json, Object};
use crate::plan::is_pool_name;
use crate::text::is_unseen;

/// How to use the file, for its comment.
const NEEDS: &str = "Deploy it into a resource group that is there: az deployment group create --resource-group GROUP --template-file FILE.";

/// The symbol of the cluster.
const SYMBOL: &str = "cluster";

/// The whole file.
pub(super) fn file(resources: Resources<'_>, heading: &Heading<'_>, out: &mut Snippet) {
    let ask = resources.ask_for_password();
    let cluster = &resources.plan.cluster.name;
    out.gaps = resources.gaps;
    header("//", heading, NEEDS, &[], out);
    let mut first = true;
    let mut begin = |out: &mut Snippet| {
        if !std::mem::take(&mut first) {
            out.line();
        }
    };
    if ask {
        begin(out);
        out.line().push(SpanKind::Command, "@secure()");
        out.line().push(SpanKind::Command, "param").push(SpanKind::Flag, format!(" {PASSWORD}"));
        out.push(SpanKind::Plain, " string");
    }
    if resources.list.iter().all(|resource| resource.pool.is_some()) {
        begin(out);
        open(out, SYMBOL, CLUSTER, " existing");
        named(out, cluster);
        close(out);
    }
    let mut before: Option<String> = None;
    for (place, resource) in resources.list.iter().enumerate() {
        begin(out);
        let symbol = symbol(&resources.list, place);
        write(resource, &symbol, cluster, before.as_deref(), out);
        before = Some(symbol);
    }
}

/// The symbol of a resource. It stands outside of quotes, so only a name that AKS takes becomes part of it.
fn symbol(list: &[Resource], place: usize) -> String {
    let Some(name) = list.get(place).and_then(|resource| resource.pool.as_deref()) else {
        return SYMBOL.to_owned();
    };
    let mut earlier = list.iter().take(place);
    if is_pool_name(name) && earlier.all(|other| other.pool.as_deref() != Some(name)) {
        format!("{name}Pool")
    } else {
        format!("pool{}", place + 1)
    }
}

fn write(resource: &Resource, symbol: &str, cluster: &str, before: Option<&str>, out: &mut Snippet) {
    open(out, symbol, if resource.pool.is_some() { POOL } else { CLUSTER }, "");
    if let Some(name) = &resource.pool {
        key(out, 1, "parent").push(SpanKind::Plain, SYMBOL);
        named(out, name);
    } else {
        named(out, cluster);
    }
    members(&resource.body, 1, out);
    // A cluster takes one change at a time, so each pool waits for the one before it.
    if let Some(before) = before {
        key(out, 1, "dependsOn").push(SpanKind::Plain, "[");
        out.line().push(SpanKind::Plain, format!("    {before}"));
        out.line().push(SpanKind::Plain, "  ]");
    }
    close(out);
}

fn open(out: &mut Snippet, symbol: &str, kind: &str, existing: &str) {
    out.line().push(SpanKind::Command, "resource").push(SpanKind::Plain, format!(" {symbol} "));
    out.push(SpanKind::Value, quote(&format!("{kind}@{API}")));
    out.push(SpanKind::Plain, format!("{existing} = {{"));
}

fn close(out: &mut Snippet) {
    out.line().push(SpanKind::Plain, "}");
}

fn named(out: &mut Snippet, name: &str) {
    key(out, 1, "name").push(SpanKind::Value, quote(name));
}

fn key<'a>(out: &'a mut Snippet, level: usize, key: &str) -> &'a mut Snippet {
    out.line_at(level).push(SpanKind::Flag, key.to_owned());
    out.push(SpanKind::Plain, ": ")
}

fn members(object: &Object, level: usize, out: &mut Snippet) {
    for (name, item) in &object.0 {
        key(out, level, &property(plain(name).unwrap_or(name)));
        value(item, level, out);
    }
}

fn value(value_of: &Json, level: usize, out: &mut Snippet) {
    match value_of {
        Json::Object(object) if !object.0.is_empty() => {
            out.push(SpanKind::Plain, "{");
            members(object, level + 1, out);
            out.line_at(level).push(SpanKind::Plain, "}");
        }
        Json::List(list) if !list.is_empty() => {
            out.push(SpanKind::Plain, "[");
            for item in list {
                out.line_at(level + 1);
                value(item, level + 1, out);
            }
            out.line_at(level).push(SpanKind::Plain, "]");
        }
        Json::Text(text) => drop(out.push(SpanKind::Value, string(text))),
        // The language has whole numbers only.
        Json::Decimal(number) => drop(out.push(SpanKind::Value, format!("json({})", quote(number.as_str())))),
        other => drop(out.push(SpanKind::Value, other.compact())),
    }
}

/// A string of the template language as Bicep says it.
fn string(text: &str) -> String {
    match (plain(text), text) {
        (Some(text), _) => quote(text),
        (None, PASSWORD_VALUE) => PASSWORD.to_owned(),
        (None, GROUP_LOCATION) => "resourceGroup().location".to_owned(),
        // There are no other expressions.
        (None, other) => quote(other),
    }
}

/// The name of a property, quoted unless it is an identifier that means nothing else.
fn property(name: &str) -> String {
    let is_identifier = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_identifier && !matches!(name, "true" | "false" | "null") { name.to_owned() } else { quote(name) }
}

/// A text as a literal that stays on its line, without interpolation.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '$' if letters.peek() == Some(&'{') => out.push_str("\\$"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_unseen(letter) => {
                // Writing to a String does not fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push('\'');
    out
}
