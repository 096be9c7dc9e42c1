//! Questions to the worker that follow the plan.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::browser;
use super::dom::watch;
use super::state::State;
use poolwright::plan::{CLUSTER_PROPERTIES, POOL_PROPERTIES};
use poolwright::rules::{Confidence, Finding, Fix, Report, Tier, named};
use poolwright::share;
use poolwright::to_json::{Json, Object, ObjectExt, compact};

/// Asks now, and again whenever something has changed that the question read; there is none while nothing is to be
/// asked. One question is out at a time; what changes meanwhile is asked when it is back, and only the newest answer is
/// told. It is nothing when the worker could not be started, or stopped.
pub(super) fn follow(question: impl Fn() -> Option<String> + 'static, told: impl Fn(Option<Json>) + 'static) {
    follow_boxed(Box::new(question), Box::new(told));
}

fn follow_boxed(question: Box<dyn Fn() -> Option<String>>, told: Box<dyn Fn(Option<Json>)>) {
    let asker =
        Rc::new(Asker { is_out: Cell::new(false), last: RefCell::new(None), next: RefCell::new(None), told });
    watch(move || {
        let question = question();
        // What changed may be nothing that the question is about, such as its own answer.
        if *asker.last.borrow() == question {
            return;
        }
        asker.last.replace(question.clone());
        if asker.is_out.get() {
            asker.next.replace(question);
        } else if let Some(question) = question {
            ask(asker.clone(), &question);
        }
    });
}

struct Asker {
    is_out: Cell<bool>,
    last: RefCell<Option<String>>,
    next: RefCell<Option<String>>,
    told: Box<dyn Fn(Option<Json>)>,
}

fn ask(asker: Rc<Asker>, question: &str) {
    asker.is_out.set(true);
    browser::ask(question, move |answer| {
        asker.is_out.set(false);
        let next = asker.next.take();
        match next {
            Some(next) if answer.is_some() => ask(asker, &next),
            _ => (asker.told)(answer.and_then(|answer| serde_json::from_str(&answer).ok())),
        }
    });
}

/// A question about the plan, with what else it needs.
pub(super) fn about(state: State, ask: &str, more: Vec<(String, Json)>) -> String {
    let mut question = Object::new();
    question.push("ask", ask);
    question.push("today", state.today().to_string());
    question.extend(more);
    question.push("rejected", state.with_report(|report| report.rejected) as i64);
    question.push("plan", state.with_plan(share::plan_to_json));
    // What the worker was told since changes the answer, and so makes another question of it.
    question.push("told", state.told());
    compact(&Json::from(question))
}

/// The findings that the worker answered; nothing for what is no such answer.
pub(super) fn report(answer: &Json) -> Option<Report> {
    let finding = |row: &Json| {
        let [rule, tier, pool, field, message, unchecked, fixes] = row.as_array()?.as_slice() else {
            return None;
        };
        let tier = tier.as_str()?;
        let place = match pool {
            Json::Number(place) => usize::try_from(place.as_u64()?).ok(),
            _ => None,
        };
        let keys =
            CLUSTER_PROPERTIES.iter().map(|one| one.key).chain(POOL_PROPERTIES.iter().map(|one| one.key));
        let field = field.as_str().and_then(|field| keys.into_iter().find(|key| *key == field));
        let fix = |fix: &Json| {
            let [title, is_sure] = fix.as_array()?.as_slice() else { return None };
            let confidence = if *is_sure == Json::Bool(true) { Confidence::Sure } else { Confidence::Maybe };
            // The worker has the edits, and applies them.
            Some(Fix { title: title.as_str()?.to_owned(), confidence, edits: Vec::new() })
        };
        Some(Finding {
            rule: named(rule.as_str()?)?,
            tier: Tier::parse(tier)?,
            pool: place,
            field,
            message: message.as_str()?.to_owned(),
            is_unchecked: *unchecked == Json::Bool(true),
            fixes: fixes.as_array()?.iter().filter_map(fix).collect(),
        })
    };
    Some(Report { findings: answer.as_array()?.iter().filter_map(finding).collect(), ..Report::default() })
}
