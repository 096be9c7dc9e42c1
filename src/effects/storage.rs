//! Local storage, as texts. By web-sys, since gloo-storage stores JSON and panics where storage is switched off.

use gloo_utils::window;
use web_sys::Storage;

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
