//! A `details` element whose content is drawn when it opens, and goes when it closes: a hundred pools have thousands of
//! fields.

use leptos::html;
use leptos::prelude::*;

#[component]
pub fn Disclosure(
    class: &'static str,
    #[prop(into)] id: String,
    #[prop(optional)] summary_class: Option<&'static str>,
    summary: impl FnOnce() -> AnyView,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    boxed(class, id, summary_class, summary(), Box::new(content))
}

/// Returns one function for all of them, whatever is in them.
fn boxed(
    class: &'static str,
    id: String,
    summary_class: Option<&'static str>,
    summary: AnyView,
    content: Box<dyn Fn() -> AnyView + Send>,
) -> AnyView {
    let is_open = RwSignal::new(false);
    let details = NodeRef::<html::Details>::new();
    let toggle = move |_| is_open.set(details.get_untracked().is_some_and(|details| details.open()));
    view! {
        <details class=class id=id node_ref=details on:toggle=toggle>
            <summary class=summary_class>{summary}</summary>
            {move || is_open.get().then(|| untrack(&content))}
        </details>
    }
    .into_any()
}
