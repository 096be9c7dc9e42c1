//! Findings that a plan file accepts on purpose.

use super::note::{Notes, below};
use super::table::wrong_kind;
use crate::date::Date;
use crate::lint::{REGISTRY, rule};
use crate::syntax::Node;
use crate::text::{nearest, shown};
use crate::to_json::{Json, Object, ObjectExt};

/// A finding that is accepted, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The rule's id.
    pub rule: String,
    /// The pool's name; nothing where it is about all pools and the cluster.
    pub pool: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is.
    pub until: Option<Date>,
    /// Its path in the plan file.
    pub path: String,
}

impl Accepted {
    /// Returns the entry as the plan file has it.
    pub fn to_json(&self) -> Json {
        let mut object = Object::new();
        object.push("rule", self.rule.as_str());
        if let Some(pool) = &self.pool {
            object.push("pool", pool.as_str());
        }
        object.push("reason", self.reason.as_str());
        if let Some(until) = self.until {
            object.push("until", until.to_string());
        }
        object.into()
    }
}

/// Reads the list of a plan file. An entry without a rule or a reason accepts nothing.
pub(super) fn read(list: &Node, path: &str, notes: &mut Notes) -> Vec<Accepted> {
    let Some(items) = list.as_list() else {
        wrong_kind(list, "a list of objects", path, notes);
        return Vec::new();
    };
    let items = items.iter().enumerate();
    items.filter_map(|(index, item)| entry(item, &format!("{path}[{index}]"), notes)).collect()
}

fn entry(item: &Node, path: &str, notes: &mut Notes) -> Option<Accepted> {
    let Some(object) = item.as_object() else {
        wrong_kind(item, "an object with rule and reason", path, notes);
        return None;
    };
    for entry in &object.0 {
        if !["rule", "pool", "reason", "until"].contains(&entry.key.as_str()) {
            let text = format!(
                "The key {} is unknown; an accepted finding has rule, pool, reason and until.",
                shown(&entry.key)
            );
            notes.add_left_out(&below(path, &entry.key), text);
        }
    }
    let text = |key: &str| object.text(key).filter(|text| !text.trim().is_empty());
    let Some(rule_id) = text("rule") else {
        notes.add_left_out(path, "An accepted finding needs the id of its rule; left out.");
        return None;
    };
    if rule(rule_id).is_none() {
        let hint = nearest(rule_id, REGISTRY.iter().map(|rule| rule.id))
            .map(|near| format!(" Did you mean {near}?"));
        let text = format!("Unknown rule: {}.{}", shown(rule_id), hint.unwrap_or_default());
        notes.add(&below(path, "rule"), text);
    }
    let Some(reason) = text("reason") else {
        notes.add_left_out(path, "An accepted finding needs a reason; left out.");
        return None;
    };
    let until = match text("until").map(|text| (text, Date::parse(text))) {
        Some((written, None)) => {
            let text = format!(
                "{} isn't a day such as 2026-12-31, so nothing is accepted; left out.",
                shown(written)
            );
            notes.add_left_out(&below(path, "until"), text);
            return None;
        }
        until => until.and_then(|(_, date)| date),
    };
    Some(Accepted {
        rule: rule_id.to_owned(),
        pool: text("pool").map(str::to_owned),
        reason: reason.to_owned(),
        until,
        path: path.to_owned(),
    })
}
