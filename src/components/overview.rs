//! Summary of the plan, the verdict, and what the verdict is based on.

use leptos::prelude::*;
use poolwright::catalog::SIZES_DATE;
use poolwright::lint::{Date, FACTS_DATE};

use super::button::Button;
use crate::store::use_store;
use crate::update::Msg;

#[component]
pub fn Overview() -> AnyView {
    let store = use_store();
    let read = Date::parse(SIZES_DATE);
    let is_old = read.is_some_and(|read| store.with_model(|model| model.today >= read.half_a_year_later()));
    let age = if is_old { " (more than half a year old: check them)" } else { "" };
    let has_subscription = move || {
        store.catalog.track();
        store.with_model(|model| !model.subscription.is_empty())
    };
    let basis = move || {
        let catalog = store.catalog.get().0;
        let own = match catalog.own_regions().collect::<Vec<_>>().as_slice() {
            [] if has_subscription() => "your subscription\u{2019}s quota".to_owned(),
            [] => "subscription data not imported".to_owned(),
            regions => format!("your subscription\u{2019}s data for {}", regions.join(", ")),
        };
        format!(" Rules as of {FACTS_DATE}, VM sizes as of {SIZES_DATE}{age}, {own}. ")
    };
    view! {
        <section class="say" aria-label="Summary of the plan">
            <h1 id="sentence">{move || store.sentence.get()}</h1>
            <p>
                {move || store.summary.with(|summary| summary.text.clone())}
                {move || basis()}
                <span hidden=move || !has_subscription()>
                    <Button class="button small quiet" text="Remove subscription data" press=move || store.dispatch(Msg::ForgetSubscription)/>
                </span>
            </p>
        </section>
    }
    .into_any()
}
