//! ARM templates: what their resources come to for the values of their parameters.
//!
//! `expression` parses the language, `evaluate` computes values in scopes with `functions` and `lambdas`, and `resources`
//! walks loops, conditions and nested deployments. What can't be evaluated, or is known only `at_deployment`, is an open
//! value with its reason, never a guess.

mod at_deployment;
mod evaluate;
mod expression;
mod functions;
mod hash;
mod lambdas;
mod resources;
mod value;

use std::collections::BTreeMap;

pub(super) use resources::{Kind, Resource, Resources, resources};
use value::Value;
pub(super) use value::{Open, Part};

use crate::syntax::{Node, Object};

// A template can refer to itself, and grow without end. These are far beyond what one in earnest needs.
/// Levels of calls in an expression.
const MOST_NESTED: usize = 48;
/// Levels at which expressions refer to others.
const MOST_DEEP: usize = 128;
/// Steps that a document takes to evaluate.
const MOST_STEPS: usize = 2_000_000;
/// Values and bytes of a value.
const MOST_SIZE: usize = 1_000_000;
/// Levels of a value.
const MOST_DEPTH: usize = 100;
/// Rounds of a loop (ARM's limit, template limits, read on 2026-11-29).
const MOST_LOOPS: i64 = 800;
/// Values and bytes of all clusters and node pools.
const MOST_OUTPUT: usize = 2_000_000;
/// Resources that are looked at.
const MOST_RESOURCES: usize = 20_000;

/// Values of a template's parameters, by name in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    values: BTreeMap<String, Value>,
    /// The names as they are written.
    names: Vec<String>,
}

impl Given {
    /// Reads a parameters file: `{"parameters": {"name": {"value": ...}}}`, or what is in it.
    pub(super) fn read(file: &Node) -> Option<Self> {
        let object = file.as_object()?;
        let entries = object.get("parameters").map_or(Some(object), Node::as_object)?;
        let mut given = Self::default();
        for entry in &entries.0 {
            let Some(parameter) = entry.value.as_object() else { continue };
            let value = parameter.0.iter().find(|inner| inner.key.eq_ignore_ascii_case("value"));
            let value = match value {
                Some(value) => Value::of_node(&value.value),
                None if parameter.get("reference").is_some() => Value::open(FROM_VAULT),
                None => continue,
            };
            given.values.insert(entry.key.to_lowercase(), value);
            given.names.push(entry.key.clone());
        }
        Some(given)
    }

    /// Takes the values of another file, which win.
    pub(super) fn extend(&mut self, other: Self) {
        self.values.extend(other.values);
        self.names.extend(other.names);
    }

    /// Returns the names that a template doesn't declare.
    pub(super) fn undeclared(&self, template: &Object) -> Vec<&str> {
        let declared = template.get("parameters").and_then(Node::as_object);
        let is_declared = |name: &str| {
            declared
                .is_some_and(|declared| declared.0.iter().any(|entry| entry.key.eq_ignore_ascii_case(name)))
        };
        self.names.iter().map(String::as_str).filter(|name| !is_declared(name)).collect()
    }
}

/// Why a parameter that a key vault holds isn't known.
const FROM_VAULT: &str = "its value is in a key vault";

#[cfg(test)]
mod tests;
