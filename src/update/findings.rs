//! Findings lead to their fields, are fixed, and are accepted with a reason.

use poolwright::lint::{self, Date, Rule};
use poolwright::plan::Accepted;
use poolwright::text::counted;

use super::{Effect, focus_field, replace, say_with_verdict};
use crate::form::FieldTarget;
use crate::model::Model;

/// Fixes that undo names at most.
const MAX_NAMED_FIXES: usize = 4;

pub(super) fn go_to(model: &mut Model, row: u64) -> Vec<Effect> {
    let Some(row) = model.verdict.rows.iter().find(|one| one.id == row).cloned() else { return Vec::new() };
    vec![match (row.pool, row.finding.field) {
        (Some(id), field) => focus_field(model, FieldTarget::Pool(id), field.unwrap_or("name")),
        (None, Some(key)) => focus_field(model, FieldTarget::Cluster, key),
        (None, None) => Effect::Focus { open: Vec::new(), id: "plan-start".to_owned() },
    }]
}

pub(super) fn apply_fix(model: &mut Model, row: u64, fix: usize) -> Vec<Effect> {
    let row = model.verdict.rows.iter().find(|one| one.id == row);
    let Some(fix) = row.and_then(|row| row.finding.fixes.get(fix)).cloned() else { return Vec::new() };
    let mut plan = model.plan().clone();
    for edit in &fix.edits {
        plan.apply(edit);
    }
    replace(model, plan, fix.title.clone());
    vec![say_with_verdict(model, format!("Done: {}.", fix.title))]
}

pub(super) fn apply_safe_fixes(model: &mut Model) -> Vec<Effect> {
    let (plan, done) = lint::apply_safe_fixes(model.plan(), &model.catalog, model.today);
    let mut words = done.iter().take(MAX_NAMED_FIXES).map(String::as_str).collect::<Vec<_>>().join("; ");
    if let Some(more) = done.len().checked_sub(MAX_NAMED_FIXES).filter(|more| *more > 0) {
        words += &format!("; and {}", counted(more as i64, "other fix"));
    }
    replace(model, plan, words);
    vec![say_with_verdict(model, format!("{} applied.", counted(done.len() as i64, "fix")))]
}

/// Returns the rule and the pool's name of the finding in a row.
pub(super) fn accepts_what(model: &Model, row: u64) -> Option<(&'static Rule, Option<String>)> {
    let row = model.verdict.rows.iter().find(|one| one.id == row)?;
    let pool = row.finding.pool.and_then(|place| model.plan().pools.get(place));
    Some((row.finding.rule, pool.map(|pool| pool.name.clone())))
}

/// Returns why a finding can't be accepted with this reason and until this day.
pub fn acceptance_problem(reason: &str, until: &str, today: Date) -> Option<&'static str> {
    let (reason, until) = (reason.trim(), until.trim());
    let is_day = until.is_empty() || Date::parse(until).is_some_and(|day| day >= today);
    match (reason.is_empty(), is_day) {
        (true, _) => Some("Enter a reason."),
        (false, false) => Some("The last day must be today or later, such as 2026-12-31."),
        (false, true) => None,
    }
}

/// Accepts a finding. What accepted it before is replaced.
pub(super) fn accept(model: &mut Model, row: u64, reason: &str, until: &str) -> Vec<Effect> {
    let Some((rule, pool)) = accepts_what(model, row) else { return Vec::new() };
    let is_of = |one: &Accepted| rule.ids().any(|id| one.rule == id) && one.pool == pool;
    if let Some(problem) = acceptance_problem(reason, until, model.today) {
        return vec![Effect::Say(problem.to_owned())];
    }
    let mut plan = model.plan().clone();
    plan.accepted.retain(|one| !is_of(one));
    let reason = reason.trim().to_owned();
    let accepted = Accepted { rule: rule.id.to_owned(), pool, reason, until: Date::parse(until.trim()) };
    // Whoever saves it here has decided it.
    model.accepted_by_link.retain(|one| *one != accepted);
    // The newest comes first, so that it wins over one for all pools.
    plan.accepted.insert(0, accepted);
    replace(model, plan, format!("Accept {}", rule.id));
    // The same once more changes who decided it.
    model.recompute();
    vec![say_with_verdict(model, format!("Accepted {}.", rule.id))]
}

pub(super) fn unaccept(model: &mut Model, row: u64) -> Vec<Effect> {
    let Some(row) = model.verdict.rows.iter().find(|one| one.id == row).cloned() else { return Vec::new() };
    let plan = model.plan().clone();
    remove_accepted(model, |_, one| row.finding.is_meant_by(one, &plan))
}

pub(super) fn remove_accepted(
    model: &mut Model,
    is_removed: impl Fn(usize, &Accepted) -> bool,
) -> Vec<Effect> {
    let mut plan = model.plan().clone();
    let mut at = 0..;
    plan.accepted.retain(|one| !is_removed(at.next().unwrap_or_default(), one));
    replace(model, plan, "Remove an acceptance".to_owned());
    vec![say_with_verdict(model, "No longer accepted.".to_owned())]
}
