//! A button with a text.

use leptos::prelude::*;

/// A button. The text is its name.
#[component]
pub fn Button(
    #[prop(into)] class: Signal<String>,
    #[prop(into)] text: Signal<String>,
    press: impl Fn() + 'static,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> AnyView {
    view! {
        <button type="button" class=class disabled=disabled on:click=move |_| press()>{text}</button>
    }
    .into_any()
}
