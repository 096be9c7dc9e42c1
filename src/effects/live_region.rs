//! The live region: what was done, for those who can't see it.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::store::Store;

/// For how long a sentence is kept when another follows, in milliseconds: nobody has heard it to its end.
const LIVE_REGION_MERGE_MS: f64 = 1_000.0;

thread_local! {
    /// The last announcement, and its time.
    static SAID: RefCell<(f64, String)> = const { RefCell::new((0.0, String::new())) };
}

/// Announces a sentence. The same sentence twice in a row is announced twice.
pub fn say(store: Store, text: String) {
    let now = js_sys::Date::now();
    let text = SAID.with_borrow_mut(|(when, earlier)| {
        let text = if now - *when < LIVE_REGION_MERGE_MS { format!("{earlier} {text}") } else { text };
        (*when, *earlier) = (now, text.clone());
        text
    });
    store.status.set(String::new());
    Timeout::new(0, move || store.status.set(text)).forget();
}
