//! The snippets: a tab for each dialect, and the text with what it leaves out.

use leptos::prelude::*;
use poolwright::text::plain;

use super::button::Button;
use super::snippet_tabs::SnippetTabs;
use super::snippet_text::SnippetText;
use super::snippet_tools::SnippetTools;
use crate::model::Task;
use crate::store::{Dialog, Store, use_store};

/// Returns the ids of the rules by which AKS would refuse the text; follows the plan and the choice.
pub fn refused(store: Store) -> Vec<&'static str> {
    // What AKS refuses of an operation or a migration is in its own text.
    if store.snippet.with(|choice| choice.task != Task::Create) {
        return Vec::new();
    }
    store.summary.with(|summary| summary.refused.clone())
}

#[component]
pub fn SnippetCard() -> AnyView {
    let store = use_store();
    let refused = Memo::new(move |_| refused(store));
    let warning = move || {
        let ids = refused.get();
        let text = format!("AKS will refuse this plan: {}.", ids.join(", "));
        (!ids.is_empty()).then(|| view! { <p class="warning">{text}</p> }.into_any())
    };
    let rejected = move || {
        let text = store.summary.with(|summary| summary.rejected.clone());
        text.map(|text| view! { <p class="warning">{text}". This text leaves it out."</p> }.into_any())
    };
    let has_baseline = Memo::new(move |_| store.cluster.with(|view| view.has_baseline));
    let steps = move || {
        has_baseline.get().then(|| {
            let press = move || store.open_dialog(Dialog::Migration);
            view! { <Button class="button small migration" text="Migration steps" press/> }.into_any()
        })
    };
    let gaps = move || {
        store
            .gaps
            .get()
            .into_iter()
            .map(|gap| view! { <li>{plain(&gap).into_owned()}</li> }.into_any())
            .collect_view()
    };
    let name = move || store.snippet.with(|choice| format!("{} text", choice.tab.title));
    view! {
        <section class="card" id="snippets" aria-label="Snippets" tabindex="-1">
            <SnippetTabs/>
            <div id="snippet-panel" role="tabpanel" aria-label=name>
                <SnippetTools/>
                {move || warning()}
                {move || rejected()}
                {move || steps()}
                // It scrolls, so it takes the focus.
                <div class="gaps" tabindex="0" role="region" aria-label="What this text leaves out" hidden=move || store.gaps.with(Vec::is_empty)>
                    <ul>{move || gaps()}</ul>
                </div>
                <SnippetText/>
            </div>
        </section>
    }
    .into_any()
}
