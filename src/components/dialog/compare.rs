//! The plan beside another one.

use leptos::prelude::*;
use poolwright::codec;
use poolwright_protocol::{CompareWith, Comparison, PlanText, Request, Response};

use super::TextFile;
use crate::components::button::Button;
use crate::components::diff_table::{DiffParts, Note};
use crate::effects::worker::{NO_WORKER, live_query};
use crate::store::{Dialog, Store, use_store};

/// What the plan can be compared with, by the values of the control.
const BASELINE: &str = "baseline";
const OPENED: &str = "opened";
const OTHER: &str = "other";

/// What is chosen and typed.
#[derive(Clone, Copy, Debug)]
struct Chosen {
    with: RwSignal<String>,
    /// A text: a link, a plan file, what a tool prints.
    text: RwSignal<String>,
}

/// The dialog: the choice of the other plan, and what differs.
#[component]
pub fn Compare() -> AnyView {
    let store = use_store();
    let has_baseline = store.cluster.with_untracked(|cluster| cluster.has_baseline);
    let chosen = Chosen {
        with: RwSignal::new(if has_baseline { BASELINE } else { OPENED }.to_owned()),
        text: RwSignal::new(String::new()),
    };
    let answer = RwSignal::new(None::<Response>);
    live_query(
        store,
        move || question(store, chosen),
        move |found| {
            answer.set(Some(found.unwrap_or_else(|| Response::Failed(NO_WORKER.to_owned()))));
        },
    );
    let read_file = move |text: Option<String>| {
        chosen.text.set(text.unwrap_or_default());
        chosen.with.set(OTHER.to_owned());
    };
    let steps = has_baseline.then(|| {
        let press = move || store.open_dialog(Dialog::Migration);
        view! { <div class="actions"><Button class="button" text="Migration steps" press=press/></div> }
    });
    view! {
        <div class="wide">
            <div class="form sides">
                <div class="field">
                    <label for="dialog-first">"Compare with"</label>
                    <Choice has_baseline=has_baseline chosen=chosen/>
                </div>
                <div class="field">
                    <label for="compare-other">"Another plan"</label>
                    <textarea
                        id="compare-other" class="control" rows="3" spellcheck="false"
                        placeholder="A link, a plan file, or the output of az aks nodepool list -o json"
                        on:input=move |event| chosen.text.set(event_target_value(&event))
                    ></textarea>
                </div>
                <div class="field">
                    <label for="compare-file">"Or choose a file"</label>
                    <TextFile id="compare-file" class="control" read=read_file/>
                </div>
            </div>
            {steps}
            <div id="dialog-live" aria-live="polite">{move || result(chosen, answer.get())}</div>
        </div>
    }
    .into_any()
}

/// Which plan this one is compared with: the imported cluster, the plan as it was opened, or another one.
#[component]
fn Choice(has_baseline: bool, chosen: Chosen) -> AnyView {
    let options =
        [(BASELINE, "The existing cluster"), (OPENED, "The plan as it was opened"), (OTHER, "Another plan")];
    let options = options.into_iter().filter(|(value, _)| has_baseline || *value != BASELINE);
    let option = move |(value, title): (&'static str, &'static str)| {
        let is_chosen = move || chosen.with.with(|with| with == value);
        view! { <option value=value prop:selected=is_chosen>{title}</option> }
    };
    view! {
        <select id="dialog-first" class="control" on:change=move |event| chosen.with.set(event_target_value(&event))>
            {options.map(option).collect_view()}
        </select>
    }
    .into_any()
}

fn question(store: Store, chosen: Chosen) -> Option<Request> {
    store.revision.track();
    let text = chosen.text.get();
    let with = match chosen.with.get().as_str() {
        // A pasted text is what the user wants to compare with, even if another choice was made before.
        _ if !text.trim().is_empty() => CompareWith::Text(text),
        BASELINE => CompareWith::Baseline,
        OPENED => CompareWith::Opened(PlanText(
            store.with_model(|model| poolwright::to_json::compact(&codec::plan_to_json(&model.opened))),
        )),
        _ => return None,
    };
    Some(Request::Compare { plan: store.plan_text(), with })
}

fn result(chosen: Chosen, answer: Option<Response>) -> AnyView {
    let is_other = chosen.with.with(|with| with == OTHER) && chosen.text.with(|text| text.trim().is_empty());
    match answer {
        _ if is_other => {
            view! { <p class="empty">"Paste the other plan above, or choose its file."</p> }.into_any()
        }
        Some(Response::Comparison(found)) => comparison(found),
        Some(Response::Failed(sentence)) => view! { <p class="hint refused">{sentence}</p> }.into_any(),
        _ => view! { <p class="empty">"Loading\u{2026}"</p> }.into_any(),
    }
}

fn comparison(found: Comparison) -> AnyView {
    if found.parts.is_empty() {
        return view! { <p class="empty">"No differences."</p> }.into_any();
    }
    view! {
        <div class="compare">
            <p class="sub">{found.summary}</p>
            {found.cost.map(|cost| view! { <p>{cost}</p> })}
            <DiffParts parts=found.parts before=found.title after="Planned" note=Note::NewPool/>
        </div>
    }
    .into_any()
}
