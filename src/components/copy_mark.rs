//! A button that copies something, and shows for a moment whether it did.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::store::use_store;

/// For how long the button shows it, in milliseconds.
const MARK_MS: u32 = 2_000;

/// A button that copies.
#[component]
pub fn CopyMark(
    #[prop(into)] class: Signal<String>,
    press: impl Fn() + 'static,
    /// Its name, if it is not its text.
    #[prop(optional, into)]
    label: Option<String>,
    children: Children,
) -> AnyView {
    boxed(class, Box::new(press), label, children)
}

/// Returns one function for all of these buttons, whatever they copy.
fn boxed(class: Signal<String>, press: Box<dyn Fn()>, label: Option<String>, children: Children) -> AnyView {
    let store = use_store();
    // Whether what is announced next is about this button.
    let is_waiting = RwSignal::new(false);
    let mark = RwSignal::new(None::<&'static str>);
    Effect::new(move || {
        let announcement = store.status.get();
        let is_refused = announcement.contains("allow copying");
        if !is_waiting.get_untracked() || !(is_refused || announcement.contains("Copied")) {
            return;
        }
        is_waiting.set(false);
        mark.set(Some(if is_refused { "Not copied" } else { "Copied" }));
        Timeout::new(MARK_MS, move || {
            let _gone = mark.try_set(None);
        })
        .forget();
    });
    let click = move |_| {
        is_waiting.set(true);
        press();
    };
    view! {
        <button type="button" class=class aria-label=label data-now=move || mark.get() on:click=click>{children()}</button>
    }
    .into_any()
}
