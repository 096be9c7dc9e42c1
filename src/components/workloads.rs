//! The fields for what has to run, and what is announced of it.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::capacity::ReportState;

/// How long typing must pause before what became of the workloads is announced, in milliseconds.
const ANNOUNCE_MS: u32 = 800;

/// What is typed; it isn't part of the plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct Workload {
    /// A workload a line.
    pub workloads: RwSignal<String>,
    /// What DaemonSets take of each node.
    pub overhead: RwSignal<String>,
}

#[component]
pub fn Workloads(typed: Workload, report: RwSignal<ReportState>) -> AnyView {
    let wrong = move |is_workload: bool| {
        report.with(|report| match report {
            ReportState::There(capacity) if is_workload => !capacity.workload_errors.is_empty(),
            ReportState::There(capacity) => !capacity.overhead_errors.is_empty(),
            _ => false,
        })
    };
    let described = move |id: &str, is_workload: bool| {
        format!("{id}-hint{}", if wrong(is_workload) { " capacity-wrong" } else { "" })
    };
    let announced = announced(report);
    view! {
        <div class="form">
            <div class="field">
                <label for="workloads">"Workloads"</label>
                <textarea
                    id="workloads" rows="4" class="control mono" spellcheck="false" autocomplete="off"
                    aria-describedby=move || described("workloads", true)
                    aria-invalid=move || wrong(true).to_string()
                    prop:value=typed.workloads
                    on:input=move |event| typed.workloads.set(event_target_value(&event))
                ></textarea>
                <p class="hint" id="workloads-hint">
                    "One per line: name, replicas, CPU, memory and, optionally, the pool: api 6 500m 1Gi"
                </p>
            </div>
            <div class="field">
                <label for="overhead">"DaemonSet overhead per node"</label>
                <input
                    id="overhead" class="control mono" spellcheck="false" autocomplete="off"
                    aria-describedby=move || described("overhead", false)
                    aria-invalid=move || wrong(false).to_string()
                    prop:value=typed.overhead
                    on:input=move |event| typed.overhead.set(event_target_value(&event))
                />
                <p class="hint" id="overhead-hint">"CPU, memory and pods: 200m 300Mi 5"</p>
            </div>
        </div>
        <p class="visually-hidden" role="status">{move || announced.get()}</p>
    }
    .into_any()
}

/// Returns what is announced once typing pauses: what can't be read, and whether the workloads fit.
fn announced(report: RwSignal<ReportState>) -> RwSignal<String> {
    let announced = RwSignal::new(String::new());
    let waiting = StoredValue::new_local(None::<Timeout>);
    Effect::new(move || {
        let text = report.with(|report| {
            let ReportState::There(capacity) = report else { return String::new() };
            let errors = capacity.workload_errors.iter().chain(&capacity.overhead_errors);
            let fit = capacity.fit.iter().map(|fit| &fit.summary);
            errors.chain(fit).cloned().collect::<Vec<_>>().join(" ")
        });
        // A timer that is dropped is canceled.
        waiting.set_value(Some(Timeout::new(ANNOUNCE_MS, move || {
            if announced.with_untracked(|old| *old != text) {
                announced.set(text);
            }
        })));
    });
    announced
}
