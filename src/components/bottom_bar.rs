//! On a narrow page: the verdict in a line and the way to it, and what is done with the plan.

use leptos::prelude::*;

use super::button::Button;
use super::snippet_tools::CopyText;
use crate::effects::focus;
use crate::store::{Dialog, use_store};

#[component]
pub fn BottomBar() -> AnyView {
    let store = use_store();
    view! {
        <nav class="bottom" aria-label="Verdict and snippets">
            <button type="button" class="button quiet" on:click=|_| focus::go_to("verdict")>
                <span>{move || store.summary.with(|summary| summary.text.clone())}</span>
            </button>
            <Button class="button small" text="Snippets" press=|| focus::go_to("snippets")/>
            <CopyText/>
            <Button class="button small" text="Share" press=move || store.open_dialog(Dialog::Share)/>
        </nav>
    }
    .into_any()
}
