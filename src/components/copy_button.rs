//! A button that copies a text which an element shows.

use leptos::prelude::*;

use super::copy_mark::CopyMark;
use crate::effects::clipboard;
use crate::store::use_store;

/// A button that copies a text. If the browser doesn't allow it, the element with the id `from` is selected.
#[component]
pub fn CopyButton(
    /// What is on the button.
    #[prop(into)]
    text: String,
    /// Its accessible name, if that is another.
    #[prop(optional, into)]
    label: Option<String>,
    /// What is copied, as it is announced: "the link".
    #[prop(into)]
    what: String,
    #[prop(into)] from: String,
    content: String,
) -> AnyView {
    let store = use_store();
    let press = move || clipboard::copy_from(store, &from, &content, what.clone());
    match label {
        Some(label) => view! { <CopyMark class="button small" label press>{text}</CopyMark> }.into_any(),
        None => view! { <CopyMark class="button small" press>{text}</CopyMark> }.into_any(),
    }
}
