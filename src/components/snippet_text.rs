//! The highlighted text. Blocks and lines that stay are not drawn again; changed lines are marked once.

use std::sync::Arc;

use leptos::prelude::*;
use poolwright::emit::{Dialect, Line, Span, SpanKind};
use poolwright_protocol as protocol;
use poolwright_protocol::{Migration, MigrationOptions, Request, Response, Script, TextRequest, TextStep};

use super::copy_mark::CopyMark;
use super::snippet_tools::{STEPS, TEXT};
use crate::effects::{clipboard, focus, worker};
use crate::model::{Format, Model, SnippetChoice, Task};
use crate::snippet_rows::{LineRow, drawn};
use crate::store::{BlockSignal, Store, use_store};

/// What is shown instead of the migration in a language that has no text for it.
const NO_MIGRATION_SCRIPT: &str = "A migration is a script. Choose Azure CLI or Azure PowerShell, or a template for the node \
                                   pools in their final state.";
const NOTHING_TO_UPDATE: &str = "The node pools are as in the plan: there is nothing to update.";

/// The whole text.
#[component]
pub fn SnippetText() -> AnyView {
    let store = use_store();
    worker::live_query(store, move || question(store), move |answer| show(store, answer));
    Effect::new(move || {
        if !has_script(store.snippet.get()) {
            store.show_snippet(Vec::new(), Vec::new(), vec![NO_MIGRATION_SCRIPT.to_owned()]);
        }
    });
    let name = move || store.snippet.with(|choice| format!("{} text", choice.tab.title));
    let block = |block: BlockSignal| {
        let lines = block.lines;
        view! { <For each=move || lines.get() key=|row| row.id children=draw/> }
    };
    let in_steps = Memo::new(move |_| store.steps.with(|steps| !steps.is_empty()));
    let steps = move || {
        let steps = store.steps.get().into_iter().enumerate();
        let steps = steps.map(|(place, step)| view! { <Step place step/> }).collect_view();
        in_steps.get().then(|| view! { <ol>{steps}</ol> }.into_any())
    };
    view! {
        <pre id=TEXT tabindex="0" role="region" aria-label=name hidden=in_steps>
            <For each=move || store.blocks.get() key=|block| block.id children=block/>
        </pre>
        <div id=STEPS>{move || steps()}</div>
    }
    .into_any()
}

fn draw(row: Arc<LineRow>) -> impl IntoView {
    let spans = drawn(row.line.iter().map(|span| (span.kind, &*span.text)));
    let spans = spans.into_iter().map(|(kind, text)| view! { <span class=kind.class()>{text}</span> });
    view! { <span class:changed=row.is_changed>{spans.collect_view()}"\n"</span> }
}

/// One step of a text that is shown in steps.
#[component]
fn Step(place: usize, step: TextStep) -> AnyView {
    let store = use_store();
    let number = place + 1;
    let id = format!("step-{number}");
    let title = format!("{number}. {}", step.title);
    let from = id.clone();
    let copy = move || {
        let text = focus::texts(&format!("#{from}"));
        clipboard::copy_from(store, &from, &text, format!("step {number}"));
    };
    let lines = step.lines.iter().map(|line| {
        let spans = drawn(line.0.iter().map(|span| (core_kind(span.0), span.1.as_str())));
        let spans = spans.into_iter().map(|(kind, text)| view! { <span class=kind.class()>{text}</span> });
        view! { <span>{spans.collect_view()}"\n"</span> }
    });
    view! {
        <li>
            <div class="step">
                <h3>{title.clone()}</h3>
                <CopyMark class="button small" press=copy label=format!("Copy step {number}")>"Copy"</CopyMark>
            </div>
            <pre id=id tabindex="0" role="region" aria-label=title>{lines.collect_view()}</pre>
        </li>
    }
    .into_any()
}

/// Returns the shell of the migration's script in a tab, if it has one.
fn shell(choice: SnippetChoice) -> Option<Script> {
    match choice.tab.name {
        name if name == Dialect::Az.name() => Some(Script::AzureCli),
        name if name == Dialect::PowerShell.name() => Some(Script::PowerShell),
        _ => None,
    }
}

/// Returns whether a tab has a text for the chosen task.
fn has_script(choice: SnippetChoice) -> bool {
    choice.task != Task::Migrate
        || shell(choice).is_some()
        || choice.tab.is_declarative()
        || choice.tab.name == "workload"
}

/// Returns what to ask the worker, if it has to write the text.
fn question(store: Store) -> Option<Request> {
    let choice = store.snippet.get();
    store.revision.track();
    if store.with_model(Model::writes_snippet) || !has_script(choice) {
        return None;
    }
    let (plan, today) = (store.plan_text(), store.today());
    if choice.task == Task::Migrate
        && let Some(script) = shell(choice)
    {
        let options = MigrationOptions { script, ..MigrationOptions::default() };
        return Some(Request::Migration { plan, today, options });
    }
    store.pauses.track();
    Some(Request::Text(text_request(store)))
}

/// Returns what the worker has to know to write the chosen text.
pub fn text_request(store: Store) -> TextRequest {
    let choice = store.snippet.get();
    let (plan, today) = (store.plan_text(), store.today());
    let (task, place) = match choice.task {
        Task::Operation(number) => (Some(number), store.with_model(|model| model.place(choice.pool))),
        Task::Create | Task::Migrate => (None, None),
    };
    TextRequest {
        plan,
        today,
        dialect: choice.tab.name.to_owned(),
        link: store.with_model(|model| model.address.clone()),
        task,
        pool: task.map(|_| place.unwrap_or_default()),
        in_steps: choice.format == Format::Steps,
        rejected: store.rejected.with(Vec::len),
        apart: choice.is_apart(),
    }
}

/// Shows what the worker answered.
fn show(store: Store, answer: Option<Response>) {
    let choice = store.snippet.get_untracked();
    // What comes back when the page writes by itself again is too late.
    if store.with_model(Model::writes_snippet) || !has_script(choice) {
        return;
    }
    let (lines, steps, gaps) = match answer {
        Some(Response::Text(text)) => (text.lines, text.steps, text.gaps),
        Some(Response::Migration(Migration::Steps(found))) if found.steps.is_empty() => {
            let left = found.left.into_iter().map(|caveat| caveat.text);
            (Vec::new(), Vec::new(), std::iter::once(NOTHING_TO_UPDATE.to_owned()).chain(left).collect())
        }
        Some(Response::Migration(Migration::Steps(found))) => {
            let left = found.left.into_iter().map(|caveat| caveat.text);
            let hint = Some(found.hint).filter(|hint| !hint.is_empty());
            (found.script.lines, Vec::new(), hint.into_iter().chain(left).chain(found.script.gaps).collect())
        }
        Some(Response::Migration(Migration::Blocked(blocked))) => {
            let reasons = blocked.blocked.into_iter().flat_map(|step| step.reasons).map(|reason| reason.text);
            (Vec::new(), Vec::new(), std::iter::once(blocked.summary).chain(reasons).collect())
        }
        Some(Response::Failed(sentence)) => (Vec::new(), Vec::new(), vec![sentence]),
        _ => (Vec::new(), Vec::new(), vec![worker::NO_WORKER.to_owned()]),
    };
    store.show_snippet(lines.iter().map(core_line).collect(), steps, gaps);
}

fn core_kind(kind: protocol::SpanKind) -> SpanKind {
    match kind {
        protocol::SpanKind::Comment => SpanKind::Comment,
        protocol::SpanKind::Command => SpanKind::Command,
        protocol::SpanKind::Flag => SpanKind::Flag,
        protocol::SpanKind::Value => SpanKind::Value,
        protocol::SpanKind::Plain => SpanKind::Plain,
    }
}

fn core_line(line: &protocol::Line) -> Line {
    line.0.iter().map(|span| Span { kind: core_kind(span.0), text: span.1.clone().into() }).collect()
}
