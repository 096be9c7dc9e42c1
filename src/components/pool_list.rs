//! The node pools: rows that open in place, and buttons that add one.

use leptos::prelude::*;
use poolwright::codec::MAX_POOLS;

use super::button::Button;
use super::many_pools::many_pools;
use super::pool_row::PoolRow;
use crate::store::use_store;
use crate::update::{KINDS, Msg};

const COLUMNS: [&str; 9] = ["", "Mode", "Name", "VM size", "Nodes", "Zones", "Pods", "USD/month", ""];

#[component]
pub fn PoolList() -> AnyView {
    let store = use_store();
    let count = move || format!("{} of {MAX_POOLS}", store.ids.with(Vec::len));
    let head = COLUMNS.map(|column| view! { <span>{column}</span> }).into_iter().collect_view();
    let add = KINDS.iter().enumerate().map(|(kind, one)| {
        view! { <Button class="button small" text=one.title press=move || store.dispatch(Msg::AddPool(kind))/> }
    });
    let tools = move || store.is_selecting.get().then(many_pools);
    let toggle = move |_| {
        if store.is_selecting.get_untracked() {
            store.dispatch(Msg::CloseSelection);
        }
        store.is_selecting.update(|is_on| *is_on = !*is_on);
    };
    view! {
        <section class="card pools-card" class:selecting=move || store.is_selecting.get() aria-labelledby="pools-title">
            <header class="pools-bar">
                <h2 id="pools-title">"Node pools"</h2>
                <span class="sub">{move || count()}</span>
                <span class="grow"></span>
                // The stylesheet does the rest.
                <button type="button" class="button small quiet" id="select-pools" aria-controls="many-pools"
                    aria-expanded=move || store.is_selecting.get().to_string() on:click=toggle>"Filter and select"</button>
                <label class="check aside"><input type="checkbox" id="pair"/>"Show open pools side by side"</label>
            </header>
            <div id="many-pools">{tools}</div>
            <div class="row head" aria-hidden="true">{head}</div>
            <p class="empty" hidden=move || store.ids.with(|ids| !ids.is_empty())>
                "No node pools yet. Add a System pool first: every cluster needs one."
            </p>
            <div class="pools">
                <For each=move || store.shown.get() key=|id| *id children=|id| view! { <PoolRow id/> }/>
            </div>
            <div class="add" role="group" aria-label="Add a pool">
                <span class="sub">"Add a pool"</span>
                {add.collect_view()}
            </div>
        </section>
    }
    .into_any()
}
