//! What the text does, to which pool, as a whole or in steps; copy and download.

use leptos::prelude::*;
use poolwright::operations::tasks::TITLES;
use poolwright::text::plain;
use poolwright_protocol::{Request, Response};

use super::button::Button;
use super::copy_mark::CopyMark;
use super::snippet_card::refused;
use super::snippet_text::text_request;
use crate::effects::{clipboard, download, focus, worker};
use crate::model::{Format, SnippetChoice, Tab, Task};
use crate::store::{Store, use_store};
use crate::update::Msg;

/// The id of the text, and of the text in steps.
pub const TEXT: &str = "snippet";
pub const STEPS: &str = "steps";

/// Returns the text on the page; all steps of it, if it is in steps.
fn text() -> String {
    focus::texts(&format!("#{TEXT}, #{STEPS} pre"))
}

#[component]
pub fn SnippetTools() -> AnyView {
    let store = use_store();
    let save = move || {
        let choice = store.snippet.get_untracked();
        let Tab { title, extension, .. } = choice.tab;
        if choice.is_apart() {
            return save_archive(store);
        }
        // Windows PowerShell reads a file without a byte order mark in an old encoding.
        let mark = if extension == "ps1" { "\u{feff}" } else { "" };
        download::download(&format!("cluster.{extension}"), &format!("{mark}{}", text()));
        store.say(format!("Downloaded the {title} text."));
    };
    view! {
        <div class="tools">
            <TaskChoice/>
            <CopyText/>
            <Button class="button small quiet" text="Download" press=save/>
        </div>
    }
    .into_any()
}

/// Downloads the files of the cluster and of its pools as one ZIP archive, which the worker makes.
fn save_archive(store: Store) {
    let request = untrack(|| text_request(store));
    worker::request(store, Request::Archive(request), move |answer| match answer {
        Some(Response::Archive { name, bytes }) => {
            download::download_archive(&name, &bytes);
            store.say(format!("Downloaded {name}."));
        }
        Some(Response::Failed(sentence)) => store.say(sentence),
        _ => store.say(worker::NO_WORKER.to_owned()),
    });
}

/// Chooses what the text does.
#[component]
fn TaskChoice() -> AnyView {
    let store = use_store();
    let has_baseline = Memo::new(move |_| store.cluster.with(|view| view.has_baseline));
    let is_existing = Memo::new(move |_| store.cluster.with(|view| view.cluster.existing));
    let task = Memo::new(move |_| store.snippet.with(|choice| choice.task));
    let option = move |value: String, this: Task, title: AnyView| {
        view! { <option value=value prop:selected=move || task.get() == this>{title}</option> }.into_any()
    };
    let migrate = move || {
        has_baseline
            .get()
            .then(|| option("migrate".to_owned(), Task::Migrate, "Update this cluster".into_any()))
    };
    let is_declarative = Memo::new(move |_| store.snippet.with(|choice| choice.tab.is_declarative()));
    let create = move || match (has_baseline.get(), is_existing.get()) {
        (true, _) if is_declarative.get() => "Node pools in their final state",
        (true, _) => "Recreate everything",
        (false, true) => "Add to an existing cluster",
        (false, false) => "The whole plan",
    };
    let operations = TITLES
        .into_iter()
        .enumerate()
        .map(|(number, title)| option(number.to_string(), Task::Operation(number), title.into_any()));
    let choose = move |event| {
        store.dispatch(Msg::ChooseTask(match event_target_value(&event).as_str() {
            "create" => Task::Create,
            "migrate" => Task::Migrate,
            number => Task::Operation(number.parse().unwrap_or_default()),
        }));
    };
    let is_about_pool = move || matches!(task.get(), Task::Operation(_));
    let pools = move || {
        // The names follow the plan.
        store.revision.track();
        let chosen = move |id: u32| store.snippet.with(|choice| choice.pool == id);
        let names = store.with_model(|model| {
            let names = model.plan().pools.iter().map(|pool| plain(&pool.name).into_owned());
            model.ids.iter().copied().zip(names).collect::<Vec<_>>()
        });
        is_about_pool().then(|| {
            let option = |(id, name): (u32, String)| {
                view! { <option value=id.to_string() prop:selected=move || chosen(id)>{name}</option> }
            };
            names.into_iter().map(option).collect_view().into_any()
        })
    };
    let choose_pool = move |event| {
        store.dispatch(Msg::ChooseTaskPool(event_target_value(&event).parse().unwrap_or_default()));
    };
    let choose_format = move |event| {
        store.dispatch(Msg::ChooseFormat(Format::named(&event_target_value(&event))));
    };
    let format = Memo::new(move |_| store.snippet.with(|choice| choice.format));
    let can_split = Memo::new(move |_| {
        store.snippet.with(|choice| choice.tab.can_split() && !matches!(choice.task, Task::Operation(_)))
    });
    let layout = move |this: Format, title: &'static str| {
        view! { <option value=this.name() prop:selected=move || format.get() == this>{title}</option> }
    };
    let apart = move || can_split.get().then(|| layout(Format::Apart, "Cluster and pools apart"));
    let is_script = move || task.get() == Task::Migrate && !is_declarative.get();
    view! {
        <span class="task">
            <select class="control" aria-label="What the text does" on:change=choose>
                {move || migrate()}
                {option("create".to_owned(), Task::Create, create.into_any())}
                {operations.collect_view()}
            </select>
            <select class="control" aria-label="Pool" hidden=move || !is_about_pool() on:change=choose_pool>{move || pools()}</select>
            // The steps of a migration are in a dialog of their own.
            <select class="control" aria-label="Output format" hidden=is_script on:change=choose_format>
                {layout(Format::Whole, "As one text")}
                {layout(Format::Steps, "Step by step")}
                {apart}
            </select>
        </span>
    }
    .into_any()
}

/// The button that copies the text. Which text that is, is in its name for those who can't see the tab.
#[component]
pub fn CopyText() -> AnyView {
    let store = use_store();
    let is_sound =
        move || refused(store).is_empty() && store.summary.with(|summary| summary.rejected.is_none());
    let verb = move || if is_sound() { "Copy" } else { "Copy anyway" };
    let title = move || store.snippet.with(|choice| format!(" {}", choice.tab.title));
    view! {
        <CopyMark class="button primary small copy-text" press=move || copy(store)>
            {move || verb()}<span class="visually-hidden">{move || title()}</span>
        </CopyMark>
    }
    .into_any()
}

fn copy(store: Store) {
    let text = text();
    if text.is_empty() {
        return store.say("No text to copy.");
    }
    let SnippetChoice { tab, .. } = store.snippet.get_untracked();
    let refused = untrack(|| refused(store)).join(", ");
    let anyway = if refused.is_empty() { "" } else { ", which AKS will refuse: " };
    let rejected = store.summary.with_untracked(|summary| summary.rejected.clone());
    let rejected = rejected.map(|text| format!("; {text}")).unwrap_or_default();
    clipboard::copy_from(store, TEXT, &text, format!("the {} text{anyway}{refused}{rejected}", tab.title));
}
