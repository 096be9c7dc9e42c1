//! The web app: Leptos components over the core. State lives in one place, [`state::State`]; every change of
//! the plan is an [`Edit`](crate::plan::Edit); nothing here knows a rule or a word of a dialect.

mod browser;
mod cluster;
mod dialogs;
mod field;
mod notice;
mod pools;
mod snippets;
mod state;
mod top_bar;
mod verdict;
mod vm_size;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use state::State;

/// Puts the app into the page, in the place of the static shell.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let Some(root) = browser::element("app") else { return };
    root.set_inner_html("");
    mount_to(root.unchecked_into());
}

/// Puts the app into an element.
pub fn mount_to(root: HtmlElement) {
    leptos::mount::mount_to(root, App).forget();
}

#[component]
fn App() -> impl IntoView {
    let state = State::open();
    provide_context(state);
    state.keep_address();
    top_bar::keyboard(state);
    let sentence = move || state.with_plan(|plan| crate::sizing::sentence(plan, state.catalogue()));
    let summary = move || state.report.with(|report| report.summary());
    view! {
        <a class="skip" href="#plan-start" on:click=move |event| { event.prevent_default(); browser::focus("plan-start"); }>"Skip to the plan"</a>
        {top_bar::top_bar(state)}
        <section class="say" aria-label="The layout in one sentence">
            <h1 id="sentence">{sentence}</h1>
            <p>{summary}". "{format!("VM sizes of {}, no list of your own subscription.", crate::catalogue::SIZES_DATE)}</p>
        </section>
        {notice::notices(state)}
        <main>
            <div class="stack" id="plan-start" tabindex="-1">
                {cluster::cluster_card(state)}
                {pools::pools_card(state)}
            </div>
            <div class="side">
                {verdict::verdict_card(state)}
                {snippets::snippets_card(state)}
            </div>
        </main>
        {verdict::bottom_bar(state)}
        {dialogs::dialogs(state)}
        <div class="visually-hidden" role="status" aria-live="polite" id="status">{move || state.status.get()}</div>
    }
}
