//! What can be pressed: buttons say in `data-do` what they do, wherever they stand and whoever made them, the page or
//! the worker.

use super::dom::{El, el};
use super::sheet;
use super::state::State;
use super::{browser, snippets, top_bar};

/// An act: its name, what its button says, and what it does.
type Act = (&'static str, &'static str, fn(State));

pub(super) const ACTS: &[Act] = &[
    ("presets", "Presets", |state| sheet::open(state, "presets", "Begin with a preset", None)),
    ("import", "Import", |state| sheet::open(state, "import", "Import", None)),
    ("compare", "Compare", |state| sheet::open(state, "compare", "Compare", None)),
    ("share", "Share", |state| sheet::open(state, "share", "Share the plan", None)),
    ("runbook", "Steps from today", |state| sheet::open(state, "runbook", "From today to this plan", None)),
    ("keys", "Keys", |state| sheet::open(state, "keys", "Keyboard", None)),
    ("link", "Copy link", top_bar::copy_link),
    ("copy", "", snippets::copy),
    ("undo", "Undo", State::undo),
    ("redo", "Redo", State::redo),
    ("kept", "Open my draft", State::open_kept),
    ("drop", "Forget it", State::drop_kept),
    ("draft", "Show it here", State::open_draft),
    ("keep-facts", "Keep it in this browser", State::keep_facts),
    ("forget-facts", "Forget my subscription", State::forget_facts),
    ("dismiss", "Dismiss", |state| state.notify(None)),
    ("verdict", "Verdict", |_| go_to("verdict")),
    ("snippets", "Snippets", |_| go_to("snippets")),
];

/// A button of an act.
pub(super) fn button_to(class: &str, act: &str) -> El {
    let title = ACTS.iter().find(|(name, ..)| *name == act).map_or(act, |(_, title, _)| title);
    el("button").attr("type", "button").class(class).attr("data-do", act).text(title)
}

/// Does an act.
pub(super) fn act(state: State, act: &str) {
    if let Some((.., run)) = ACTS.iter().find(|(name, ..)| *name == act) {
        run(state);
    }
}

/// Moves the focus to a card, and the card into view.
fn go_to(card: &str) {
    browser::focus(card);
    browser::reveal(card);
}
