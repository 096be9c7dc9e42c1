//! Undo and redo.

use super::{Edit, Plan};

/// How many steps can be taken back.
const DEPTH: usize = 200;

/// A plan with its past and its undone future.
#[derive(Clone, Debug, Default)]
pub struct History {
    plan: Plan,
    past: Vec<Step>,
    future: Vec<Step>,
}

/// The plan on the other side of an edit, and the edit in words.
#[derive(Clone, Debug)]
struct Step {
    plan: Plan,
    edit: Option<Edit>,
    words: String,
}

impl History {
    /// A plan without a past.
    pub fn new(plan: Plan) -> Self {
        Self { plan, ..Self::default() }
    }

    /// The plan as it is now.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Applies an edit. One that changes nothing leaves no trace; typing on in the same field is one step.
    pub fn apply(&mut self, edit: Edit) -> bool {
        let mut next = self.plan.clone();
        if !next.apply(&edit) || next == self.plan {
            return false;
        }
        let words = edit.describe(&self.plan);
        let goes_on =
            self.past.last().and_then(|step| step.edit.as_ref()).is_some_and(|last| edit.continues(last));
        let before = std::mem::replace(&mut self.plan, next);
        match self.past.last_mut() {
            Some(last) if goes_on && self.future.is_empty() => last.words = words,
            _ => self.past.push(Step { plan: before, edit: Some(edit), words }),
        }
        if self.past.len() > DEPTH {
            self.past.remove(0);
        }
        self.future.clear();
        true
    }

    /// Ends the step that typing has been adding to, so that the next edit is one of its own.
    pub fn settle(&mut self) {
        if let Some(last) = self.past.last_mut() {
            last.edit = None;
        }
    }

    /// What undo would take back.
    pub fn undo_words(&self) -> Option<&str> {
        self.past.last().map(|step| step.words.as_str())
    }

    /// What redo would do again.
    pub fn redo_words(&self) -> Option<&str> {
        self.future.last().map(|step| step.words.as_str())
    }

    /// Takes the last step back; the answer is what was undone.
    pub fn undo(&mut self) -> Option<String> {
        Self::travel(&mut self.plan, &mut self.past, &mut self.future)
    }

    /// Does the last undone step again; the answer is what was redone.
    pub fn redo(&mut self) -> Option<String> {
        Self::travel(&mut self.plan, &mut self.future, &mut self.past)
    }

    fn travel(now: &mut Plan, from: &mut Vec<Step>, to: &mut Vec<Step>) -> Option<String> {
        let Step { plan, words, .. } = from.pop()?;
        let left = std::mem::replace(now, plan);
        to.push(Step { plan: left, edit: None, words: words.clone() });
        Some(words)
    }
}
