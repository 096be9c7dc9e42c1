//! Prices: a file for each region, fetched when they are wanted.

use std::cell::RefCell;

use gloo_utils::{document, window};
use leptos::prelude::*;
use poolwright_protocol::Request;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Response, Url};

use super::worker;
use crate::store::Store;

thread_local! {
    /// The region whose prices the worker has, or is about to get.
    static PRICED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Fetches the prices of the plan's region for the worker, if they are known and not there yet.
pub fn want(store: Store) {
    let region = store.with_model(|model| model.plan().cluster.location.to_ascii_lowercase());
    let is_new = PRICED.with_borrow_mut(|priced| priced.replace(region.clone()).as_ref() != Some(&region));
    let has_prices =
        store.with_model(|model| model.catalog.region(&region).is_some_and(|region| region.has_prices));
    if !is_new || !has_prices {
        return;
    }
    spawn_local(async move {
        match text(&format!("prices/{region}.txt")).await.filter(|text| !text.is_empty()) {
            Some(text) => {
                worker::tell(store, Request::SetPrices(text));
                store.pauses.update(|pauses| *pauses += 1);
            }
            // They are asked for again with the next pause.
            None => PRICED.set(None),
        }
    });
}

/// Returns the text of a file of this site.
pub async fn text(path: &str) -> Option<String> {
    let base = document().base_uri().ok().flatten()?;
    let url = Url::new_with_base(path, &base).ok()?;
    let response = JsFuture::from(window().fetch_with_str(&url.href())).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    let text = JsFuture::from(response.ok().then(|| response.text().ok()).flatten()?).await.ok()?;
    text.as_string()
}
