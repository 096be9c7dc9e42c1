//! Undo and redo.

use super::{Edit, Plan};

/// Maximum number of steps that can be undone.
const DEPTH: usize = 200;

/// A plan with its past and its undone future.
#[derive(Clone, Debug, Default)]
pub struct History {
    plan: Plan,
    past: Vec<Entry>,
    future: Vec<Entry>,
    /// The edit that the last step ends with, while typing may continue it.
    typing: Option<Edit>,
}

/// The plan on the other side of a step, and a description of the step.
#[derive(Clone, Debug)]
struct Entry {
    plan: Plan,
    words: String,
}

impl History {
    /// Returns a plan without history.
    pub fn new(plan: Plan) -> Self {
        Self { plan, ..Self::default() }
    }

    /// Returns the plan as it is now.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Applies an edit. One that changes nothing is not a step. Typing in the same field is one step, and
    /// none once the field has its old text again.
    pub fn apply(&mut self, edit: Edit) -> bool {
        let mut next = self.plan.clone();
        if !next.apply(&edit) || next == self.plan {
            return false;
        }
        let goes_on = self.typing.as_ref().is_some_and(|last| edit.coalesces_with(last));
        let last = std::mem::replace(&mut self.plan, next);
        let begun = if goes_on { self.past.pop().map_or(last, |step| step.plan) } else { last };
        if begun == self.plan {
            self.typing = None;
        } else {
            self.past.push(Entry { words: edit.describe(&begun), plan: begun });
            self.typing = Some(edit);
        }
        if self.past.len() > DEPTH {
            self.past.remove(0);
        }
        self.future.clear();
        true
    }

    /// Ends the step that typing has been adding to, so that the next edit is one of its own.
    pub fn settle(&mut self) {
        self.typing = None;
    }

    /// Returns the plan that undo would restore.
    pub fn before(&self) -> Option<&Plan> {
        self.past.last().map(|step| &step.plan)
    }

    /// Returns the steps that undo reverts, the last one first: the plan before each, and what it did.
    pub fn past(&self) -> impl Iterator<Item = (&Plan, &str)> {
        self.past.iter().rev().map(|step| (&step.plan, step.words.as_str()))
    }

    /// Returns the steps that redo repeats, the next one first: the plan after each, and what it did.
    pub fn future(&self) -> impl Iterator<Item = (&Plan, &str)> {
        self.future.iter().rev().map(|step| (&step.plan, step.words.as_str()))
    }

    /// Puts the steps of an earlier visit, as [`Self::past`] and [`Self::future`] list them, around those of this one. What
    /// was undone then can be redone only if nothing was done since.
    pub fn resume(&mut self, past: Vec<(Plan, String)>, future: Vec<(Plan, String)>) {
        let entries = |steps: Vec<(Plan, String)>| -> Vec<Entry> {
            steps.into_iter().rev().map(|(plan, words)| Entry { plan, words }).collect()
        };
        if self.past.is_empty() && self.future.is_empty() {
            self.future = entries(future);
        }
        let mut whole = entries(past);
        whole.append(&mut self.past);
        whole.drain(..whole.len().saturating_sub(DEPTH));
        self.past = whole;
    }

    /// Returns what undo would revert.
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|step| step.words.as_str())
    }

    /// Returns what redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|step| step.words.as_str())
    }

    /// Undoes the last step, and returns what was undone.
    pub fn undo(&mut self) -> Option<String> {
        self.settle();
        travel(&mut self.plan, &mut self.past, &mut self.future)
    }

    /// Repeats the last undone step, and returns what was redone.
    pub fn redo(&mut self) -> Option<String> {
        self.settle();
        travel(&mut self.plan, &mut self.future, &mut self.past)
    }
}

/// Takes one step from one side of the present to the other.
fn travel(now: &mut Plan, from: &mut Vec<Entry>, to: &mut Vec<Entry>) -> Option<String> {
    let Entry { plan, words } = from.pop()?;
    let left = std::mem::replace(now, plan);
    to.push(Entry { plan: left, words: words.clone() });
    Some(words)
}
