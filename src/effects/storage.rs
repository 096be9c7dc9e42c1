//! Local storage, as texts. By web-sys, since gloo-storage stores JSON and panics where storage is switched off.

use gloo_utils::window;
use web_sys::Storage;

/// Returns the text under a key in the storage of this tab.
pub fn get_of_tab(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Stores a text for this tab, or removes what is there.
pub fn set_of_tab(key: &str, text: Option<&str>) {
    if let Some(storage) = window().session_storage().ok().flatten() {
        let _refused = match text {
            Some(text) => storage.set_item(key, text),
            None => storage.remove_item(key),
        };
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Returns the text under a key.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text; returns whether there was room.
pub fn set(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Removes what is under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _refused = storage.remove_item(key);
    }
}
