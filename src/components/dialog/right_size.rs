//! Right-sizing from what kubectl prints: what the pods request, how many nodes that takes, and the cheapest sizes.

use leptos::html;
use leptos::prelude::*;
use poolwright::codec;
use poolwright_protocol::{PlanText, Request, Response, RightSize};

use super::text_file::{NO_TEXT, TextFile};
use crate::components::button::Button;
use crate::components::data_table::{DataTable, OpenRows};
use crate::effects::{focus, prices, worker};
use crate::store::{Store, use_store};
use crate::update::Msg;

/// The most headroom that the planner takes, in percent.
const MAX_HEADROOM: u32 = 90;

/// What was pasted or chosen. It is kept in the dialog only.
#[derive(Clone, Copy, Debug)]
struct Form {
    area: NodeRef<html::Textarea>,
    nodes: StoredValue<String>,
    /// `None` for text that isn't a percentage from 0 to [`MAX_HEADROOM`].
    headroom: RwSignal<Option<u32>>,
    zone_loss: RwSignal<bool>,
    answer: RwSignal<Option<RightSize>>,
    problem: RwSignal<String>,
    is_reading: RwSignal<bool>,
}

#[component]
pub fn RightSizing() -> AnyView {
    let store = use_store();
    prices::want(store);
    let form = Form {
        area: NodeRef::new(),
        nodes: StoredValue::default(),
        headroom: RwSignal::new(Some(15)),
        zone_loss: RwSignal::new(false),
        answer: RwSignal::new(None),
        problem: RwSignal::new(String::new()),
        is_reading: RwSignal::new(false),
    };
    let unreadable = move || form.problem.set(NO_TEXT.to_owned());
    let pods_file = move |text: Option<String>| match (text, form.area.get_untracked()) {
        (Some(text), Some(area)) => {
            area.set_value(&text);
            ask(store, form);
        }
        _ => unreadable(),
    };
    let nodes_file = move |text: Option<String>| match text {
        Some(text) => form.nodes.set_value(text),
        None => unreadable(),
    };
    let set_headroom = move |event| {
        let percent = event_target_value(&event).parse().ok();
        form.headroom.set(percent.filter(|percent| *percent <= MAX_HEADROOM));
    };
    let is_wrong = move || form.headroom.get().is_none();
    let wrong = move || is_wrong().then_some("Enter a whole number from 0 to 90.");
    let set_zone_loss = move |event| form.zone_loss.set(event_target_checked(&event));
    view! {
        <div>
            <p class="sub" id="pods-help">
                "Paste or choose the output of kubectl get pods -A -o json. Everything is calculated in this page; nothing is \
                 sent or stored."
            </p>
            <label for="dialog-first">"Pods"</label>
            <textarea
                id="dialog-first" class="control mono" rows="6" spellcheck="false"
                aria-describedby="pods-help pods-problem"
                aria-invalid=move || (!form.problem.get().is_empty()).to_string()
                node_ref=form.area
                on:input=move |_| form.problem.set(String::new())
            ></textarea>
            <p id="pods-problem" class="hint refused" role="alert">{move || form.problem.get()}</p>
            <label for="pods-file">"Or choose a file of pods"</label>
            <TextFile id="pods-file" class="" read=pods_file/>
            <label for="nodes-file">"Optional: a file of kubectl get nodes -o json, for what is allocatable on your nodes"</label>
            <TextFile id="nodes-file" class="" read=nodes_file/>
            <div class="form">
                <div class="field">
                    <label for="headroom">"Headroom per node (%)"</label>
                    <input id="headroom" type="number" min="0" max=MAX_HEADROOM class="control" value="15" aria-describedby="headroom-problem"
                        aria-invalid=move || is_wrong().to_string() on:input=set_headroom/>
                    <p id="headroom-problem" class="hint refused" role="alert">{wrong}</p>
                </div>
                <div class="field">
                    <label>
                        <input type="checkbox" on:change=set_zone_loss/>
                        " Pods still fit if one zone fails"
                    </label>
                </div>
            </div>
            <progress aria-label="Calculating" hidden=move || !form.is_reading.get()></progress>
            <div class="actions">
                <Button class="button primary" text="Right-size" press=move || ask(store, form)/>
            </div>
            {move || form.answer.get().map(|answer| report(store, answer))}
        </div>
    }
    .into_any()
}

/// Has the worker read the pods and calculate.
fn ask(store: Store, form: Form) {
    let Some(headroom) = form.headroom.get_untracked() else { return focus::go_to("headroom") };
    let pods = form.area.get_untracked().map(|area| area.value()).unwrap_or_default();
    form.is_reading.set(true);
    let request = Request::RightSize {
        plan: store.plan_text(),
        today: store.today(),
        pods,
        nodes: form.nodes.get_value(),
        headroom,
        zone_loss: form.zone_loss.get_untracked(),
    };
    worker::request(store, request, move |response| {
        form.is_reading.try_set(false);
        let problem = match response {
            Some(Response::RightSize(answer)) => {
                store.say(answer.summary.clone());
                form.answer.try_set(Some(answer));
                String::new()
            }
            Some(Response::Failed(sentence)) => sentence,
            _ => worker::NO_WORKER.to_owned(),
        };
        form.problem.try_set(problem);
    });
}

fn report(store: Store, answer: RightSize) -> AnyView {
    let open: OpenRows = StoredValue::default();
    let list = |class: &'static str, items: Vec<String>| {
        let lines = items.into_iter().map(|item| view! { <li>{item}</li> }.into_any()).collect_view();
        view! { <ul class=class>{lines}</ul> }.into_any()
    };
    let problems = (!answer.problems.is_empty()).then(|| list("hint refused", answer.problems));
    let notes = (!answer.notes.is_empty()).then(|| list("hint", answer.notes));
    let tables = answer.tables.into_iter();
    let tables = tables.map(|table| view! { <DataTable table=table open=open/> }).collect_view();
    let apply = answer.plan.map(|plan| {
        let press = move || apply(store, &plan);
        view! {
            <div class="actions">
                <Button class="button primary" text="Apply the cheapest layout" press=press/>
            </div>
        }
    });
    view! { <div class="report"><p><b>{answer.summary}</b></p>{problems}{notes}{tables}{apply}</div> }
        .into_any()
}

/// Opens the cheapest layout, as one step of the undo history.
fn apply(store: Store, plan: &PlanText) {
    let Ok(document) = codec::read_plan(&plan.0) else { return };
    store.close_dialog();
    store.dispatch(Msg::Open {
        plan: Box::new(document.plan),
        source: "the cheapest layout for these pods".to_owned(),
        notice: None,
    });
}
