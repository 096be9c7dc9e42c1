//! The live region: what was done, for those who can't see it.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use poolwright::text::plain;

use crate::store::Store;

/// For how long a sentence is kept when another follows, in milliseconds: nobody has heard it to its end.
const LIVE_REGION_MERGE_MS: f64 = 1_000.0;

/// How long a sentence stays, in milliseconds: longer than it takes to hear it.
const LIVE_REGION_CLEAR_MS: u32 = 15_000;

thread_local! {
    /// Empties the live region. A timer that is dropped is canceled.
    static CLEAR: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    /// The last announcement, and its time.
    static SAID: RefCell<(f64, String)> = const { RefCell::new((0.0, String::new())) };
}

/// Announces a sentence. The same sentence twice in a row is announced twice.
pub fn say(store: Store, text: String) {
    let text = plain(&text).into_owned();
    let now = js_sys::Date::now();
    let text = SAID.with_borrow_mut(|(when, earlier)| {
        let text = if now - *when < LIVE_REGION_MERGE_MS { format!("{earlier} {text}") } else { text };
        (*when, *earlier) = (now, text.clone());
        text
    });
    store.status.set(String::new());
    Timeout::new(0, move || store.status.set(text)).forget();
    // Who reads the page later finds no old news.
    let clear = Timeout::new(LIVE_REGION_CLEAR_MS, move || store.status.set(String::new()));
    CLEAR.with_borrow_mut(|timeout| *timeout = Some(clear));
}
