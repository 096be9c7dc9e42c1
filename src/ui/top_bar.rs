//! The bar at the top, and the keys that work everywhere.

use super::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::act::{act, button_to};
use super::dom::{El, el};
use super::state::State;
use super::{browser, dom};

pub(super) fn top_bar(state: State) -> El {
    let brand = el("span")
        .class("brand")
        .child(el("img").attr("src", "icon.svg").attr("alt", "").attr("width", "26").attr("height", "26"))
        .text("Poolwright");
    let rules =
        el("a").class("button quiet").attr("href", "rules.html").attr("target", "_blank").text("Rules");
    let open = ["presets", "import", "compare", "share", "keys"].map(|act| button_to("button quiet", act));
    let nav = el("nav").attr("aria-label", "Plan").children(open).child(rules);
    let undo = step("\u{21b6}", "undo", move || state.undo_words());
    let redo = step("\u{21b7}", "redo", move || state.redo_words());
    el("header")
        .class("bar")
        .child(brand)
        .child(nav)
        .child(el("span").class("grow"))
        .child(undo)
        .child(redo)
        .child(button_to("button primary", "link"))
}

/// A button for undo or redo, named by what it would take back or do again.
fn step(sign: &str, verb: &'static str, words: impl Fn() -> Option<String> + Copy + 'static) -> El {
    let name = move || match words() {
        Some(words) => format!("{}: {words}", poolwright::text::capital(verb)),
        None => format!("Nothing to {verb}"),
    };
    let button =
        el("button").attr("type", "button").class("button quiet icon").attr("data-do", verb).text(sign);
    let button = button.flag_with("disabled", move || words().is_none());
    button.attr_with("aria-label", name).attr_with("title", name)
}

pub(super) fn copy_link(state: State) {
    match state.link() {
        Ok(fragment) => {
            browser::set_fragment(&fragment);
            browser::copy(&browser::address_with(&fragment), move |done| {
                let said = if done {
                    "Copied the link to this plan."
                } else {
                    "The browser did not allow copying; the link is in the address bar."
                };
                state.say(said.to_owned());
            });
        }
        Err(sentence) => state.say(sentence),
    }
}

/// Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z and ?, but never out of a field: there they are the browser's own.
pub(super) fn keyboard(state: State) {
    dom::listen(
        &window(),
        "keydown",
        Box::new(move |event| {
            if is_typing(&event) {
                return;
            }
            let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
            let has_command = event.ctrl_key() || event.meta_key();
            match (event.key().to_ascii_lowercase().as_str(), has_command, event.shift_key()) {
                _ if event.alt_key() => return,
                ("z", true, false) => state.undo(),
                ("y", true, false) | ("z", true, true) => state.redo(),
                ("?", false, _) if browser::stored(NO_SINGLE_KEYS).is_none() => act(state, "keys"),
                _ => return,
            }
            event.prevent_default();
        }),
    );
}

/// Where local storage says that single keys do nothing: speech input would press them by chance (public/keys.js).
const NO_SINGLE_KEYS: &str = "poolwright.keys.1";

/// Whether an event comes from a control that text is typed into.
fn is_typing(event: &Event) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    let kind = target.get_attribute("type").unwrap_or_default();
    match target.tag_name().as_str() {
        "TEXTAREA" => true,
        "INPUT" => !["radio", "checkbox"].contains(&kind.as_str()),
        _ => false,
    }
}
