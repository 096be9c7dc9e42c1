//! Importing a plan, a link, what a tool prints, or data of the user's own subscription.

use leptos::html;
use leptos::prelude::*;
use poolwright_protocol::{Imported, Request, Response};

use super::text_file::NO_TEXT;
use super::{TextFile, opened};
use crate::components::button::Button;
use crate::effects::worker;
use crate::store::{Store, use_store};
use crate::update::Msg;

/// What has become of the import.
#[derive(Clone, Copy, Debug)]
struct Progress {
    is_reading: RwSignal<bool>,
    problem: RwSignal<String>,
}

#[component]
pub fn Import() -> AnyView {
    let store = use_store();
    let area = NodeRef::<html::Textarea>::new();
    let progress = Progress { is_reading: RwSignal::new(false), problem: RwSignal::new(String::new()) };
    // A text of megabytes is read from the element when it is wanted, not with each key.
    let import = move || {
        let text = area.get_untracked().map(|area| area.value()).unwrap_or_default();
        read(store, progress, text);
    };
    let read_file = move |text: Option<String>| match text {
        Some(text) => read(store, progress, text),
        None => progress.problem.set(NO_TEXT.to_owned()),
    };
    let drop_file = move |event: web_sys::DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            event.prevent_default();
            super::read_file(file, read_file);
        }
    };
    let problem = move || progress.problem.get();
    view! {
        <div>
            <p class="sub" id="import-help">
                "Paste a plan file, a link, an ARM template, a Terraform plan as JSON, or what az aks show, az aks nodepool \
                 list, kubectl get nodes -o json or Get-AzAksNodePool | ConvertTo-Json prints. az vm list-skus and az vm \
                 list-usage show what your subscription can use. Nothing leaves this page."
            </p>
            <label for="dialog-text">"Text"</label>
            <textarea
                id="dialog-text" class="control mono" rows="10" spellcheck="false"
                aria-describedby="import-help dialog-problem"
                aria-invalid=move || (!problem().is_empty()).to_string()
                node_ref=area
                on:input=move |_| progress.problem.set(String::new())
                on:drop=drop_file
            ></textarea>
            <p id="dialog-problem" class="hint refused" role="alert">{problem}</p>
            <label for="import-file">"Or choose a file"</label>
            <TextFile id="import-file" class="" read=read_file/>
            <progress aria-label="Reading" hidden=move || !progress.is_reading.get()></progress>
            <div class="actions">
                <Button class="button primary" text="Import" press=import/>
            </div>
        </div>
    }
    .into_any()
}

/// Has the worker read a text, and opens what it was.
fn read(store: Store, progress: Progress, text: String) {
    progress.is_reading.set(true);
    worker::request(store, Request::Import { text, today: store.today() }, move |response| {
        // Who closed the dialog in the meantime doesn't want the plan any more.
        let is_closed = progress.is_reading.try_set(false).is_some();
        match response {
            Some(Response::Imported(Imported::Plan(_))) if is_closed => {}
            Some(Response::Imported(Imported::Plan(found))) => opened::open(store, found),
            Some(Response::Imported(Imported::Subscription { data, summary })) => {
                // The worker uses it already, and so does the page.
                if !is_closed {
                    store.close_dialog();
                }
                store.dispatch(Msg::SubscriptionRead { data, summary });
            }
            Some(Response::Failed(sentence)) => {
                progress.problem.try_set(sentence);
            }
            _ => {
                progress.problem.try_set(worker::NO_WORKER.to_owned());
            }
        }
    });
}
