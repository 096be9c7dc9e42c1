//! The keys that work everywhere: Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z and ?, but not in a text field, where they are the
//! browser's.

use gloo_events::{EventListener, EventListenerOptions};
use gloo_utils::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::storage;
use crate::store::{Dialog, Store};
use crate::update::Msg;

/// Where local storage says that single keys do nothing: speech input would press them by chance.
const NO_SINGLE_KEYS: &str = "poolwright.keys.1";

/// Returns whether the key ? opens the list of keys.
pub fn has_single_keys() -> bool {
    storage::get(NO_SINGLE_KEYS).is_none()
}

/// Switches single keys on or off; returns whether the browser kept it.
pub fn set_single_keys(is_on: bool) -> bool {
    if is_on {
        storage::remove(NO_SINGLE_KEYS);
        return true;
    }
    storage::set(NO_SINGLE_KEYS, "off")
}

/// Listens for keys for as long as the page lives.
pub fn listen(store: Store) {
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(&window(), "keydown", options, move |event| {
        if is_typing(event) {
            return;
        }
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let has_command = key.ctrl_key() || key.meta_key();
        match (key.key().to_ascii_lowercase().as_str(), has_command, key.shift_key()) {
            _ if key.alt_key() => return,
            ("z", true, false) => store.dispatch(Msg::Undo),
            ("y", true, false) | ("z", true, true) => store.dispatch(Msg::Redo),
            ("?", false, _) if has_single_keys() => store.open_dialog(Dialog::Keys),
            _ => return,
        }
        event.prevent_default();
    });
    listener.forget();
}

/// Returns whether an event comes from a control that text is typed into.
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
