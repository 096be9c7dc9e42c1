//! The bar at the top, and the keys that work everywhere.

use super::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::dialogs::{IMPORT, PRESETS};
use super::dom::{El, button, el};
use super::state::State;
use super::{browser, dom};

pub(super) fn top_bar(state: State) -> El {
    let brand = el("span")
        .class("brand")
        .child(el("img").attr("src", "icon.svg").attr("alt", "").attr("width", "26").attr("height", "26"))
        .text("Poolwright");
    const QUIET: &str = "button quiet";
    let nav = el("nav").attr("aria-label", "Plan").children([
        button(QUIET, "Presets", || browser::open_dialog(PRESETS)),
        button(QUIET, "Import", || browser::open_dialog(IMPORT)),
        button(QUIET, "Download", move || save(state)),
    ]);
    let undo = step("\u{21b6}", move || state.undo_words(), "undo", move || state.undo());
    let redo = step("\u{21b7}", move || state.redo_words(), "redo", move || state.redo());
    let link = button("button primary", "Copy link", move || copy_link(state));
    el("header")
        .class("bar")
        .child(brand)
        .child(nav)
        .child(el("span").class("grow"))
        .child(undo)
        .child(redo)
        .child(link)
}

/// A button for undo or redo, named by what it would take back or do again.
fn step(
    sign: &str,
    words: impl Fn() -> Option<String> + Copy + 'static,
    verb: &'static str,
    press: impl Fn() + 'static,
) -> El {
    let name = move || match words() {
        Some(words) => format!("{}: {words}", crate::text::capital(verb)),
        None => format!("Nothing to {verb}"),
    };
    let button = button("button quiet icon", sign, press).flag_with("disabled", move || words().is_none());
    button.attr_with("aria-label", name).attr_with("title", name)
}

fn copy_link(state: State) {
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

fn save(state: State) {
    browser::download(&file_name(state), &state.plan_file());
    state.say("Downloaded the plan file.".to_owned());
}

fn file_name(state: State) -> String {
    let name: String = state.with_plan(|plan| {
        plan.cluster
            .name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .take(63)
            .collect()
    });
    format!("{}.plan.json", if name.is_empty() { "cluster" } else { &name })
}

/// Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z, but never out of a field: there they are the browser's own.
pub(super) fn keyboard(state: State) {
    dom::listen(
        &window(),
        "keydown",
        Box::new(move |event| {
            if is_typing(&event) {
                return;
            }
            let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
            if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
                return;
            }
            match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
                ("z", false) => state.undo(),
                ("y", false) | ("z", true) => state.redo(),
                _ => return,
            }
            event.prevent_default();
        }),
    );
}

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
