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
    boxed(class, text, Box::new(press), disabled)
}

/// Returns one function for all buttons, whatever they do.
fn boxed(
    class: Signal<String>,
    text: Signal<String>,
    press: Box<dyn Fn()>,
    disabled: Signal<bool>,
) -> AnyView {
    view! {
        <button type="button" class=class disabled=disabled on:click=move |_| press()>{text}</button>
    }
    .into_any()
}
