//! The part of the program that comes when the page is there (`script/split.mjs`).

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Waits until all of the program is there. Code works without: a function that isn't there yet is loaded when it is
/// called, but holds up the page meanwhile.
pub async fn loaded() {
    let promise = js_sys::Reflect::get(&js_sys::global(), &"poolwrightLater".into());
    // There is none where the program is in one piece.
    if let Some(promise) = promise.ok().and_then(|value| value.dyn_into::<js_sys::Promise>().ok()) {
        let _never_refused = JsFuture::from(promise).await;
    }
}
