//! Tabs with the arrow keys between them (ARIA Authoring Practices).

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::effects::focus;
use crate::model::Tab;
use crate::store::use_store;
use crate::update::Msg;

fn tab_id(tab: Tab) -> String {
    format!("tab-{}", tab.name)
}

#[component]
pub fn SnippetTabs() -> AnyView {
    let store = use_store();
    let chosen = Memo::new(move |_| store.snippet.with(|choice| choice.tab));
    let tab = move |tab: Tab| {
        let is_chosen = move || chosen.get() == tab;
        view! {
            <button type="button" class="tab" id=tab_id(tab) role="tab" aria-controls="snippet-panel"
                aria-selected=move || is_chosen().to_string() tabindex=move || if is_chosen() { "0" } else { "-1" }
                on:click=move |_| store.dispatch(Msg::ChooseTab(tab))>{tab.title}</button>
        }
    };
    // The headings are for the eye: a list of tabs holds nothing but tabs.
    let groups = Tab::grouped().into_iter().map(|(group, tabs)| {
        let tabs = tabs.into_iter().map(tab).collect_view();
        view! { <span class="tab-group" aria-hidden="true">{group.title()}</span>{tabs} }
    });
    let key_down = move |event: KeyboardEvent| {
        let all = Tab::all();
        let now = all.iter().position(|tab| *tab == chosen.get_untracked()).unwrap_or_default();
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1) % all.len(),
            "ArrowLeft" => (now + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        if let Some(tab) = all.get(next) {
            store.dispatch(Msg::ChooseTab(*tab));
            focus::focus(&tab_id(*tab));
        }
    };
    view! { <div class="tabs" role="tablist" aria-label="Dialect" on:keydown=key_down>{groups.collect_view()}</div> }
        .into_any()
}
