//! The capacity card: where the nodes are and what they cost, and, when it is opened, the capacity report.

use leptos::prelude::*;
use poolwright_protocol::{Capacity, Glance, Request, Response};
use wasm_bindgen::JsCast;

use super::bars::Bars;
use super::button::Button;
use super::data_table::{DataTable, OpenRows};
use super::rates::{RateFields, TypedRates};
use super::workloads::{Workload, Workloads};
use super::zone_picture::ZonePicture;
use crate::effects::prices;
use crate::effects::worker::{NO_WORKER, live_query};
use crate::store::{Dialog, Store, use_store};

#[component]
pub fn CapacityCard() -> AnyView {
    let store = use_store();
    let glance = glance_of(store);
    let is_open = RwSignal::new(false);
    let typed = Workload::default();
    let rates = TypedRates::default();
    let report = report_of(store, is_open, typed);
    let toggle = move |event: web_sys::Event| is_open.set(is_open_now(&event));
    view! {
        <section class="card" aria-labelledby="capacity-title">
            <header><h2 id="capacity-title">"Where the nodes are"</h2></header>
            <div id="picture" class="picture-room">{move || glance_view(store, glance.get())}</div>
            <details class="edit" id="capacity" on:toggle=toggle>
                <summary><h2>"Capacity, IP addresses, quota and cost"</h2></summary>
                {move || is_open.get().then(|| form(store, typed, rates, report))}
                <div id="capacity-report"><Report report=report/></div>
            </details>
        </section>
    }
    .into_any()
}

/// What has to run, and the user's own prices. A function of its own comes later (`script/split.mjs`).
#[inline(never)]
fn form(store: Store, typed: Workload, rates: TypedRates, report: RwSignal<ReportState>) -> AnyView {
    view! {
        <Workloads typed=typed report=report/>
        <RateFields store=store typed=rates report=report/>
        <div class="actions">
            <Button
                class="button small" text="Right-size from kubectl\u{2026}"
                press=move || store.open_dialog(Dialog::RightSizing)
            />
        </div>
    }
    .into_any()
}

/// Returns whether the `details` of an event are open.
fn is_open_now(event: &web_sys::Event) -> bool {
    let details = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDetailsElement>().ok());
    details.is_some_and(|details| details.open())
}

/// Returns what the worker says of the plan whenever typing pauses; `None` before it has, or if it can't.
fn glance_of(store: Store) -> RwSignal<Option<Glance>> {
    let glance = RwSignal::new(None);
    let question = move || {
        (store.pauses.get() > 0).then(|| {
            prices::want(store);
            Request::Glance { plan: store.plan_text() }
        })
    };
    live_query(store, question, move |answer| {
        let Some(Response::Glance(answer)) = answer else { return };
        let ids = store.ids.get_untracked();
        store.costs.set(ids.into_iter().zip(answer.costs.iter().cloned()).collect());
        glance.set(Some(answer));
    });
    glance
}

fn glance_view(store: Store, glance: Option<Glance>) -> AnyView {
    match glance {
        Some(glance) => drawn_glance(store, glance),
        None => view! { <p class="empty">"Drawing\u{2026}"</p> }.into_any(),
    }
}

/// A function of its own comes later (`script/split.mjs`).
#[inline(never)]
fn drawn_glance(store: Store, glance: Glance) -> AnyView {
    let Some(picture) = glance.picture else {
        return view! { <p class="empty">"No node pools yet."</p> }.into_any();
    };
    let migration = glance.migration.map(|text| view! { <MigrationOffer text=text store=store/> });
    view! {
        <div class="report">
            <figure>
                <ZonePicture picture=picture at=0/>
                <p class="sub">"Solid: minimum; outlined: initial; dashed: added by the autoscaler."</p>
            </figure>
            {(!glance.bars.is_empty()).then(|| view! { <Bars bars=glance.bars/> })}
            {glance.total.map(|text| view! { <p class="total">{text}</p> })}
            {migration}
        </div>
    }
    .into_any()
}

/// What the migration from the imported cluster changes, with its steps.
#[component]
fn MigrationOffer(text: String, store: Store) -> AnyView {
    view! {
        <div class="actions">
            <p>{text}</p>
            <Button class="button small" text="Show migration steps" press=move || store.open_dialog(Dialog::Migration)/>
        </div>
    }
    .into_any()
}

/// What the worker answers about capacity.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ReportState {
    #[default]
    Waiting,
    Unavailable,
    There(Box<Capacity>),
}

/// Returns the report while it is open.
fn report_of(store: Store, is_open: RwSignal<bool>, typed: Workload) -> RwSignal<ReportState> {
    let report = RwSignal::new(ReportState::default());
    let question = move || {
        if !is_open.get() {
            return None;
        }
        store.revision.track();
        prices::want(store);
        Some(Request::Capacity {
            plan: store.plan_text(),
            workloads: typed.workloads.get(),
            overhead: typed.overhead.get(),
        })
    };
    live_query(store, question, move |answer| {
        report.set(match answer {
            Some(Response::Capacity(capacity)) => ReportState::There(Box::new(capacity)),
            _ => ReportState::Unavailable,
        });
    });
    report
}

/// What of the workloads can't be read, where they fit, and the tables.
#[component]
fn Report(report: RwSignal<ReportState>) -> AnyView {
    let open: OpenRows = StoredValue::default();
    let content = move || match report.get() {
        ReportState::Waiting => view! { <p class="empty">"Calculating\u{2026}"</p> }.into_any(),
        ReportState::Unavailable => view! { <p class="empty">{NO_WORKER}</p> }.into_any(),
        ReportState::There(capacity) => report_view(*capacity, open),
    };
    view! { {move || content()} }.into_any()
}

/// A function of its own comes later (`script/split.mjs`).
#[inline(never)]
fn report_view(capacity: Capacity, open: OpenRows) -> AnyView {
    if capacity.tables.is_empty() {
        return view! { <p class="empty">"No node pools yet."</p> }.into_any();
    }
    let errors: Vec<String> = capacity.workload_errors.into_iter().chain(capacity.overhead_errors).collect();
    let errors = (!errors.is_empty()).then(|| {
        let errors = errors.into_iter().map(|error| view! { <li>{error}</li> }).collect_view();
        view! { <ul id="capacity-wrong" class="hint refused">{errors}</ul> }
    });
    let fit = capacity.fit.map(|fit| {
        view! {
            <p id="fit-summary"><b>{fit.summary}</b></p>
            <DataTable table=fit.table open=open/>
            <Bars bars=fit.bars/>
        }
    });
    let tables = capacity.tables.into_iter();
    let tables = tables.map(|table| view! { <DataTable table=table open=open/> }).collect_view();
    view! { <div class="report">{errors}{fit}{tables}</div> }.into_any()
}
