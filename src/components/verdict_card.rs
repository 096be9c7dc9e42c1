//! The verdict: counts by severity, and each finding with what to do about it.

use leptos::prelude::*;
use poolwright::lint::Severity;
use poolwright::text::{counted, plain};

use super::acceptance::AcceptedFindings;
use super::button::Button;
use super::finding::FindingItem;
use crate::form::FieldTarget;
use crate::model::{Rejected, Task};
use crate::store::{Store, use_store};
use crate::update::Msg;

#[component]
pub fn VerdictCard() -> AnyView {
    let store = use_store();
    let safe_fixes = Memo::new(move |_| store.summary.with(|summary| summary.safe_fixes));
    let apply_safe_fixes = move || {
        let count = safe_fixes.get();
        let title = format!("Apply {}", counted(count as i64, "safe fix"));
        (count > 0).then(|| view! { <Button class="button small" text=title press=move || store.dispatch(Msg::ApplySafeFixes)/> }.into_any())
    };
    let counts = Severity::ALL.into_iter().enumerate().map(|(place, severity)| {
        let number = move || store.summary.with(|summary| summary.counts.get(place).copied());
        view! { <div class=format!("count {}", severity.class())><b>{move || number()}</b><span>{plural(severity)}</span><small>{meaning(severity)}</small></div> }
    });
    let rejected = move || {
        let text = store.summary.with(|summary| summary.rejected.clone());
        text.map(|text| {
            let items = store.rejected.get().into_iter();
            let items = items.map(|rejected| view! { <RejectedItem rejected/> }).collect_view();
            view! { <p class="empty">{text}":"</p><ul class="findings">{items}</ul> }.into_any()
        })
    };
    let clear = move || store.summary.with(|summary| summary.text.clone()) + text_against_plan(store);
    let list = move |is_note: bool| {
        let each = move || {
            let of_list = |row: &std::sync::Arc<crate::model::FindingRow>| {
                (row.accepted.is_none() && (row.finding.severity == Severity::Note) == is_note)
                    .then(|| row.clone())
            };
            store.findings.with(|rows| rows.iter().filter_map(of_list).collect::<Vec<_>>())
        };
        view! {
            <ul class="findings">
                <For each key=|row| row.id children=|row| view! { <FindingItem row/> }/>
            </ul>
        }
        .into_any()
    };
    let notes =
        Memo::new(move |_| store.summary.with(|summary| summary.counts.last().copied().unwrap_or_default()));
    view! {
        <section class="card" id="verdict" aria-labelledby="verdict-title" tabindex="-1">
            <header>
                <h2 id="verdict-title">"Verdict"</h2>
                <span class="grow"></span>
                <span>{move || apply_safe_fixes()}</span>
            </header>
            <div class="counts">{counts.collect_view()}</div>
            <div class="found">
                {move || rejected()}
                <p class="empty" hidden=move || !store.summary.with(|summary| summary.is_clear)>
                    {move || clear()}
                </p>
                {list(false)}
                <AcceptedFindings/>
                // Notes come after what is wrong.
                <details class="notes" hidden=move || notes.get() == 0>
                    <summary>{move || counted(notes.get() as i64, "note")}</summary>
                    {list(true)}
                </details>
            </div>
        </section>
    }
    .into_any()
}

/// Says whether the text below does the whole plan, if it is a text for the whole plan.
fn text_against_plan(store: Store) -> &'static str {
    let is_whole = store
        .snippet
        .with(|choice| choice.tab.name != "workload" && !matches!(choice.task, Task::Operation(_)));
    let is_there =
        store.blocks.with(|blocks| !blocks.is_empty()) || store.steps.with(|steps| !steps.is_empty());
    match (is_whole && is_there, store.gaps.with(Vec::is_empty)) {
        (false, _) => "",
        (true, true) => " The text below matches the plan.",
        (true, false) => " The text below differs from the plan.",
    }
}

/// A text that the plan can't hold, with the way to its field.
#[component]
fn RejectedItem(rejected: Rejected) -> AnyView {
    let store = use_store();
    let Rejected { target, key, label, problem, .. } = rejected;
    let whose = match target {
        FieldTarget::Cluster => "the cluster".to_owned(),
        FieldTarget::Pool(id) => {
            store.pool(id).map(|one| one.view.with(|view| view.pool.name.clone())).unwrap_or_default()
        }
    };
    let text = plain(&format!("{label} of {whose}: {problem}")).into_owned();
    view! {
        <li class="finding refused">
            <p><Button class="jump" text press=move || store.dispatch(Msg::GoToField { target, key })/></p>
            <div class="actions">
                <Button class="button small" text="Discard the text" press=move || store.dispatch(Msg::DropRejected { target, key })/>
            </div>
        </li>
    }
    .into_any()
}

/// Returns what a severity, and with it its color, means.
fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused => "AKS refuses it",
        Severity::Unsupported => "Outside support",
        Severity::Note => "Good to know",
        Severity::Recommendation => "Worth changing",
    }
}

fn plural(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused => "Refused",
        Severity::Unsupported => "Unsupported",
        Severity::Note => "Notes",
        Severity::Recommendation => "Recommendations",
    }
}
