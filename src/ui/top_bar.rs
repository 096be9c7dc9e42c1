//! The bar at the top, and the keys that work everywhere.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::browser;
use super::dialogs::{IMPORT, PRESETS};
use super::state::State;

pub(super) fn top_bar(state: State) -> AnyView {
    let undo_words = move || state.undo_words().map_or("Nothing to undo".to_owned(), |words| format!("Undo: {words}"));
    let redo_words = move || state.redo_words().map_or("Nothing to redo".to_owned(), |words| format!("Redo: {words}"));
    let share = move |_| match state.link() {
        Ok(fragment) => {
            browser::set_fragment(&fragment);
            browser::copy(&browser::address_with(&fragment), move |done| {
                state.say(if done { "Copied the link to this plan.".to_owned() } else { "The browser did not allow copying; the link is in the address bar.".to_owned() });
            });
        }
        Err(sentence) => state.say(sentence),
    };
    let save = move |_| {
        browser::download(&file_name(state), &state.plan_file());
        state.say("Downloaded the plan file.".to_owned());
    };
    view! {
        <header class="bar">
            <span class="brand"><img src="icon.svg" alt="" width="26" height="26"/>"Poolwright"</span>
            <nav aria-label="Plan">
                <button class="button quiet" on:click=move |_| browser::open_dialog(PRESETS)>"Presets"</button>
                <button class="button quiet" on:click=move |_| browser::open_dialog(IMPORT)>"Import"</button>
                <button class="button quiet" on:click=save>"Download"</button>
            </nav>
            <span class="grow"></span>
            <button class="button quiet icon" aria-label=undo_words title=undo_words disabled=move || state.undo_words().is_none() on:click=move |_| state.undo()>"\u{21b6}"</button>
            <button class="button quiet icon" aria-label=redo_words title=redo_words disabled=move || state.redo_words().is_none() on:click=move |_| state.redo()>"\u{21b7}"</button>
            <button class="button primary" on:click=share>"Copy link"</button>
        </header>
    }
    .into_any()
}

fn file_name(state: State) -> String {
    let name: String = state.with_plan(|plan| {
        plan.cluster.name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(63).collect()
    });
    format!("{}.plan.json", if name.is_empty() { "cluster" } else { &name })
}

/// Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z, but never out of a field: there they are the browser's own.
pub(super) fn keyboard(state: State) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let typing = target.is_some_and(|target| {
            let kind = target.get_attribute("type").unwrap_or_default();
            matches!(target.tag_name().as_str(), "TEXTAREA") || (target.tag_name() == "INPUT" && !["radio", "checkbox"].contains(&kind.as_str()))
        });
        if typing {
            return;
        }
        match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => {
                event.prevent_default();
                state.undo();
            }
            ("y", false) | ("z", true) => {
                event.prevent_default();
                state.redo();
            }
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}
