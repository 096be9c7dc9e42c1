//! Questions to the worker that follow the plan.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::browser;
use super::dom::watch;
use super::state::State;
use crate::json::{Json, Object};
use crate::share;

/// Asks now, and again whenever something has changed that the question read; there is none while nothing is to be
/// asked. One question is out at a time; what changes meanwhile is asked when it is back, and only the newest answer is
/// told. It is nothing when the worker could not be started, or stopped.
pub(super) fn follow(question: impl Fn() -> Option<String> + 'static, told: impl Fn(Option<Json>) + 'static) {
    let asker = Rc::new(Asker { is_out: Cell::new(false), next: RefCell::new(None), told: Box::new(told) });
    watch(move || {
        let question = question();
        if asker.is_out.get() {
            asker.next.replace(question);
        } else if let Some(question) = question {
            ask(asker.clone(), &question);
        }
    });
}

struct Asker {
    is_out: Cell<bool>,
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
            _ => (asker.told)(answer.and_then(|answer| Json::parse(&answer).ok())),
        }
    });
}

/// A question about the plan, with what else it needs.
pub(super) fn about(state: State, ask: &str, more: Vec<(&'static str, Json)>) -> String {
    let mut question = Object::default();
    question.push("ask", ask);
    question.push("today", state.today().to_string());
    for (key, value) in more {
        question.push(key, value);
    }
    question.push("plan", state.with_plan(share::plan_to_json));
    // What the worker was told since changes the answer.
    state.told();
    Json::from(question).compact()
}
