//! Notices above the plan: what could not be opened, what was read with remarks, the draft that a link came before.

use super::dom::{El, button, el};
use super::state::{Notice, State};
use crate::text::counted;

pub(super) fn notices(state: State) -> El {
    let shown = move || state.notice().map(|notice| notice_box(state, notice)).into_iter().collect();
    // It is there from the start, so that what appears in it is said aloud.
    el("div").class("notices").attr("role", "alert").children_with(shown)
}

fn notice_box(state: State, notice: Notice) -> El {
    let said =
        |tier: &str, sentence: &str| el("div").class(&format!("notice {tier}")).child(el("p").text(sentence));
    let dismiss = || button("button small quiet", "Dismiss", move || state.notify(None));
    match notice {
        Notice::Failed(sentence) => {
            said("refused", &format!("{sentence} Your own plan is as it was.")).child(dismiss())
        }
        Notice::NoLink(sentence) => said("advice", &sentence).child(dismiss()),
        Notice::DraftKept => {
            said("advice", "A link was opened. You had a draft of your own here; it is kept.")
                .child(button("button small", "Open my draft", move || state.open_kept()))
                .child(button("button small quiet", "Forget it", move || state.drop_kept()))
        }
        Notice::Facts(sentence) => {
            let keep = button("button small", "Keep it in this browser", move || {
                let said = if state.keep_facts() {
                    "Kept in this browser until you forget it."
                } else {
                    "The browser has no room for it."
                };
                state.say(said.to_owned());
                state.notify(None);
            });
            let sentence = format!("{sentence} It stays on this page and is in no link.");
            said("advice", &sentence).child(keep).child(dismiss())
        }
        Notice::Read { what, notes } => {
            let title = format!("{what} was read, with {}.", counted(notes.len() as i64, "remark"));
            let list = notes
                .iter()
                .map(|note| el("li").child(el("code").text(&note.path)).text(" ").text(&note.text));
            let list = el("details")
                .attr("open", "")
                .child(el("summary").text(&title))
                .child(el("ul").children(list));
            el("div").class("notice advice").child(list).child(dismiss())
        }
    }
}
