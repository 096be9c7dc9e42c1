//! Notices above the plan: what could not be opened, what was read, the draft that a link came before, and that the
//! plan is not kept.

use super::act::button_to;
use super::dom::{El, el, grown};
use super::state::{Notice, State};
use poolwright::share::Note;
use poolwright::to_json::{Json, Object};

pub(super) fn notices(state: State) -> El {
    let kept = move || {
        let unkept = state.unkept();
        (!unkept.is_empty()).then(|| framed("advice", &unkept)).into_iter().collect()
    };
    let shown = move || state.notice().map(notice_box).into_iter().collect();
    // It is there from the start, so that what appears in it is said aloud.
    el("div").class("notices").attr("role", "alert").children_with(kept).children_with(shown)
}

fn framed(class: &str, sentence: &str) -> El {
    el("div").class(&format!("notice {class}")).child(el("p").text(sentence))
}

fn notice_box(notice: Notice) -> El {
    let offers = notice.offers.iter().map(|act| button_to("button small", act));
    framed(if notice.is_failure { "refused" } else { "advice" }, &notice.says)
        .children(offers)
        .child(button_to("button small quiet", "dismiss"))
        .children(notice.more.as_ref().and_then(grown))
}

/// Notes of reading a text, as elements.
pub(super) fn listed(notes: &[Note]) -> Json {
    let part = |tag: &str, children: Vec<Json>| {
        Json::Array([tag.into(), Object::new().into()].into_iter().chain(children).collect())
    };
    let note = |note: &Note| {
        part("li", vec![part("code", vec![note.path.as_str().into()]), format!(" {}", note.text).into()])
    };
    part("ul", notes.iter().map(note).collect())
}
