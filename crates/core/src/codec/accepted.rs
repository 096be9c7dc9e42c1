//! The findings that a plan file accepts on purpose.

use super::note::{Notes, VALUE_LEFT_OUT, below};
use super::table::wrong_kind;
use crate::date::Date;
use crate::lint::{REGISTRY, rule};
use crate::plan::Accepted;
use crate::syntax::{Node, Span};
use crate::text::{nearest, shown};
use crate::to_json::{Json, Object, ObjectExt};

/// Returns an accepted finding as the plan file has it.
pub(super) fn to_json(accepted: &Accepted) -> Json {
    let mut object = Object::new();
    object.push("rule", accepted.rule.as_str());
    if let Some(pool) = &accepted.pool {
        object.push("pool", pool.as_str());
    }
    object.push("reason", accepted.reason.as_str());
    if let Some(until) = accepted.until {
        object.push("until", until.to_string());
    }
    object.into()
}

/// Reads the list of a plan file. An entry without a rule or a reason accepts nothing.
pub(super) fn read(list: &Node, path: &str, notes: &mut Notes) -> Vec<(Accepted, Span)> {
    let Some(items) = list.as_list() else {
        wrong_kind(list, "a list of objects", path, notes);
        return Vec::new();
    };
    let items = items.iter().enumerate();
    let read =
        items.filter_map(|(index, item)| Some((entry(item, &format!("{path}[{index}]"), notes)?, item.span)));
    read.collect()
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
    // The command line has rules of its own: an organization's policy, and what was left out on reading.
    let is_own = rule_id.starts_with("policy-") || rule_id == VALUE_LEFT_OUT;
    if rule(rule_id).is_none() && !is_own {
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
    })
}
