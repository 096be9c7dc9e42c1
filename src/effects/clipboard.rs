//! The clipboard.

use gloo_utils::window;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::focus;
use crate::store::Store;

/// Copies a text; then says whether the browser allowed it.
pub fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let clipboard = window().navigator().clipboard();
    // A page that was not loaded over HTTPS has none.
    if clipboard.is_undefined() {
        return then(false);
    }
    let promise = clipboard.write_text(text);
    spawn_local(async move { then(JsFuture::from(promise).await.is_ok()) });
}

/// Copies the text that the element with this id shows, and says so; selects it if the browser doesn't allow copying.
pub fn copy_from(store: Store, id: &str, text: &str, what: String) {
    let id = id.to_owned();
    copy(text, move |is_done| {
        if is_done {
            store.say(format!("Copied {what}."));
        } else {
            focus::select(&id);
            store.say("The browser didn\u{2019}t allow copying. The text is selected: press Ctrl+C.");
        }
    });
}
