//! The migration from the imported cluster to the plan: what differs, how the steps are chosen, and the steps.

use leptos::prelude::*;
use poolwright::text;
use poolwright_protocol::{
    DiffPart, Line, Migration as Answer, MigrationBlocked, MigrationDiff, MigrationOptions, MigrationSteps,
    Objective, Request, Response, Script, Span, SpanKind,
};

use super::Loaded;
use super::migration_preflight::Preflight;
use super::migration_script::MigrationScriptView;
use super::migration_steps::Steps;
use super::rule::RuleLink;
use super::timeline::TimelineView;
use crate::components::button::Button;
use crate::components::code_block::CodeBlock;
use crate::components::copy_button::CopyButton;
use crate::components::diff_table::{DiffParts, Note, source_link};
use crate::effects::worker::{NO_WORKER, live_query};
use crate::store::{Dialog, use_store};

/// Parts that differ, at most, that are shown without being opened.
const OPEN: usize = 3;

/// The dialog.
#[component]
pub fn Migration() -> AnyView {
    let store = use_store();
    let diff = Loaded::request(store, Request::MigrationDiff { plan: store.plan_text() });
    let draw = move |response| {
        match response {
        Response::MigrationDiff(MigrationDiff::Differs { summary, parts, renames }) => {
            view! { <Differs summary=summary parts=parts renames=renames/> }.into_any()
        }
        Response::MigrationDiff(MigrationDiff::Same) => view! {
            <div class="wide runbook">
                <p>"The plan is the same as the existing cluster: there is nothing to do. Change it to see the steps."</p>
            </div>
        }
        .into_any(),
        _ => view! {
            <div class="wide runbook">
                <p>
                    "Migration steps lead from your existing cluster to this plan. Import the output of az aks show or \
                     az aks nodepool list -o json of your cluster, then change the plan."
                </p>
                <div class="actions">
                    <Button class="button primary" text="Import" press=move || store.open_dialog(Dialog::Import)/>
                </div>
            </div>
        }
        .into_any(),
    }
    };
    diff.view(draw)
}

/// How the steps are chosen and written.
#[derive(Clone, Copy, Debug, Default)]
struct Options {
    fewest_steps: RwSignal<bool>,
    keep_names: RwSignal<bool>,
    allow_disruption: RwSignal<bool>,
    renames: RwSignal<String>,
    power_shell: RwSignal<bool>,
}

impl Options {
    fn get(self) -> MigrationOptions {
        MigrationOptions {
            objective: if self.fewest_steps.get() { Objective::FewestSteps } else { Objective::SmallestPeak },
            keep_names: self.keep_names.get(),
            allow_disruption: self.allow_disruption.get(),
            renames: self.renames.get(),
            script: if self.power_shell.get() { Script::PowerShell } else { Script::AzureCli },
        }
    }
}

/// What differs between the cluster and the plan, with the pools that get another name.
#[component]
fn Differs(summary: String, parts: Vec<DiffPart>, renames: Vec<(String, String)>) -> AnyView {
    let store = use_store();
    let options = Options::default();
    let answer = RwSignal::new(None::<Option<Answer>>);
    let question = move || {
        Some(Request::Migration { plan: store.plan_text(), today: store.today(), options: options.get() })
    };
    live_query(store, question, move |found| {
        answer.set(Some(match found {
            Some(Response::Migration(answer)) => Some(answer),
            _ => None,
        }));
    });
    let offers = renames.into_iter().map(|(from, to)| {
        let (from, to) = (text::plain(&from), text::plain(&to));
        view! { <p class="sub">{format!("If {to} replaces {from}, enter {from}={to}.")}</p> }
    });
    // What is drawn again is announced in one sentence.
    let announced = move || answer.with(|answer| answer.as_ref().map(|answer| summary_of(answer.as_ref())));
    let is_open = parts.len() <= OPEN;
    view! {
        <div class="wide runbook">
            <details class="compare" open=is_open>
                <summary>{format!("Differences: {summary}")}</summary>
                <DiffParts parts=parts before="Today" after="This plan" note=Note::Effort/>
            </details>
            <div class="form">
                <Select id="dialog-first" label="Optimize for" options=["Smallest peak", "Fewest steps"] second=options.fewest_steps/>
                <Select id="migration-names" label="Replaced pools" options=["Use new names", "Keep names"] second=options.keep_names/>
                <div class="field">
                    <label for="migration-renames">"Renamed pools"</label>
                    <input
                        id="migration-renames" class="control" spellcheck="false" autocomplete="off" placeholder="old=new, old=new"
                        on:input=move |event| options.renames.set(event_target_value(&event))
                    />
                </div>
                <Select id="migration-shell" label="Commands for" options=["Azure CLI", "Azure PowerShell"] second=options.power_shell/>
                <label class="check">
                    <input
                        id="migration-disruption" type="checkbox"
                        on:change=move |event| options.allow_disruption.set(event_target_checked(&event))
                    />
                    " Allow disruption: where no other order is valid, delete a pool before the one that replaces it exists"
                </label>
            </div>
            {offers.collect_view()}
            <p class="visually-hidden" id="migration-status" role="status">{announced}</p>
            <div id="dialog-live">{move || answer_view(answer.get(), options)}</div>
        </div>
    }
    .into_any()
}

/// A choice of two.
#[component]
fn Select(
    id: &'static str,
    label: &'static str,
    options: [&'static str; 2],
    second: RwSignal<bool>,
) -> AnyView {
    let [first_title, second_title] = options;
    let change = move |event| second.set(event_target_value(&event) == "second");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id class="control" on:change=change>
                <option value="">{first_title}</option>
                <option value="second">{second_title}</option>
            </select>
        </div>
    }
    .into_any()
}

fn summary_of(answer: Option<&Answer>) -> String {
    match answer {
        Some(Answer::Steps(found)) => found.summary.clone(),
        Some(Answer::Blocked(found)) => found.summary.clone(),
        None => String::new(),
    }
}

fn answer_view(answer: Option<Option<Answer>>, options: Options) -> AnyView {
    match answer {
        None => view! { <p class="empty">"Calculating the steps\u{2026}"</p> }.into_any(),
        Some(None) => view! { <p class="empty">{NO_WORKER}</p> }.into_any(),
        Some(Some(Answer::Steps(found))) => {
            let options = StoredValue::new(untrack(|| options.get()));
            view! { <Found found=*found options=options/> }.into_any()
        }
        Some(Some(Answer::Blocked(found))) => view! { <Blocked found=found/> }.into_any(),
    }
}

fn rename_error(text: String) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <p class="hint refused">{text}</p> }.into_any())
}

/// A text as one plain part.
fn plain(text: String) -> Vec<Line> {
    vec![Line(vec![Span(SpanKind::Plain, text)])]
}

/// The questions before the first step, the steps, the cluster after each of them, and the script.
#[component]
fn Found(found: MigrationSteps, options: StoredValue<MigrationOptions>) -> AnyView {
    let hint = (!found.hint.is_empty()).then(|| view! { <p class="hint advice">{found.hint}</p> });
    let left = found.left.into_iter().map(|left| {
        view! { <p class="hint unsupported">{left.text}" "{left.source.map(source_link)}</p> }
    });
    let proposed = found.proposed.into_iter().map(|text| view! { <p class="sub">{text}</p> }).collect_view();
    let total = found.steps.len();
    let script = (found.script.line_count > 0).then(|| view! { <MigrationScriptView script=found.script/> });
    let checklist = found.checklist;
    let steps = (total > 0).then(|| {
        view! {
            <Preflight questions=found.preflight options=options/>
            <div class="actions">
                <CopyButton text="Copy as Markdown checklist" what="the checklist" from="migration-checklist" content=checklist.clone()/>
            </div>
            <details>
                <summary>"Show the checklist"</summary>
                <CodeBlock id="migration-checklist" label="The checklist" lines=plain(checklist)/>
            </details>
            <div class="beside">
                <TimelineView timeline=found.timeline/>
                <Steps steps=found.steps digest=found.digest/>
            </div>
            {script}
        }
    });
    view! {
        <div class="migration">
            {rename_error(found.rename_error)}
            {hint}
            {left.collect_view()}
            {proposed}
            <p data-summary=""><b>{found.summary}</b></p>
            {steps}
        </div>
    }
    .into_any()
}

/// Why no order of steps is valid, and what would make one possible.
#[component]
fn Blocked(found: MigrationBlocked) -> AnyView {
    let blocked = found.blocked.into_iter().map(|step| {
        let reasons = step.reasons.into_iter().map(|reason| {
            let rule = reason.rule.map(|id| view! { <RuleLink text=id.clone() id=id class="sub mono"/> });
            view! { <p class="hint refused">{reason.text}" "{rule}</p> }
        });
        view! { <li><b>{step.title}</b>{reasons.collect_view()}</li> }
    });
    let remedies = found.remedies.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    view! {
        <div class="migration">
            {rename_error(found.rename_error)}
            <p class="warning" data-summary="">{found.summary}</p>
            <h3>"What blocks it"</h3>
            <ul class="lines">{blocked.collect_view()}</ul>
            <h3>"What would make it possible"</h3>
            <ul class="lines">{remedies}</ul>
        </div>
    }
    .into_any()
}
