//! Dialogs: presets to begin with, and a box to paste what the tools print.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::browser;
use super::state::State;
use crate::plan::presets;
use crate::share;

/// The dialog of presets.
pub(super) const PRESETS: &str = "presets";
/// The dialog to import.
pub(super) const IMPORT: &str = "import";

pub(super) fn dialogs(state: State) -> AnyView {
    view! {
        {presets_dialog(state)}
        {import_dialog(state)}
    }
    .into_any()
}

fn presets_dialog(state: State) -> AnyView {
    let list = presets::PRESETS.iter().map(|preset| {
        let press = move |_| {
            state.replace((preset.plan)(), &format!("the preset {}", preset.title));
            browser::close_dialog(PRESETS);
            state.say(format!("Opened the preset {}.", preset.title));
        };
        view! { <li><button class="choice" on:click=press><b>{preset.title}</b><span>{preset.about}</span></button></li> }
    });
    view! {
        <dialog id=PRESETS aria-labelledby="presets-title">
            <h2 id="presets-title">"Begin with a preset"</h2>
            <p class="sub">"It takes the place of the plan; undo brings yours back."</p>
            <ul class="choices">{list.collect_view()}</ul>
            <form method="dialog"><button class="button">"Close"</button></form>
        </dialog>
    }
    .into_any()
}

fn import_dialog(state: State) -> AnyView {
    let text = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let open = move |text: &str| {
        let trimmed = text.trim();
        let is_link = trimmed.starts_with('#') || (trimmed.starts_with("http") && trimmed.contains('#'));
        let read = if is_link {
            share::read_link(trimmed).map_err(|error| error.to_string())
        } else {
            share::read(text).map_err(|error| super::state::capital(&error.to_string()))
        };
        match read {
            Ok(document) => {
                let what = document.source.title();
                state.open_document(Ok(document), what);
                problem.set(None);
                browser::close_dialog(IMPORT);
            }
            Err(sentence) => problem.set(Some(sentence)),
        }
    };
    let press = move |_| text.with_untracked(|text| open(text));
    let file = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(chosen) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
        leptos::task::spawn_local(async move {
            match JsFuture::from(chosen.text()).await.ok().and_then(|text| text.as_string()) {
                Some(content) => open(&content),
                None => problem.set(Some("The browser could not read the file.".to_owned())),
            }
        });
    };
    view! {
        <dialog id=IMPORT aria-labelledby="import-title">
            <h2 id="import-title">"Import"</h2>
            <p id="import-help" class="sub">
                "Paste a plan file, a link, or what "<code>"az aks show"</code>", "<code>"az aks nodepool list -o json"</code>
                ", an ARM template or "<code>"Get-AzAksNodePool | ConvertTo-Json"</code>" holds. Nothing leaves this page."
            </p>
            <label for="import-text">"Text"</label>
            <textarea id="import-text" class="control mono" rows="10" spellcheck="false" aria-describedby="import-help import-problem"
                aria-invalid=move || problem.with(Option::is_some).to_string()
                prop:value=move || text.get() on:input=move |event| { text.set(event_target_value(&event)); problem.set(None); }></textarea>
            <p id="import-problem" class="hint refused" role="alert">{move || problem.get()}</p>
            <label for="import-file">"Or choose a file"</label>
            <input id="import-file" type="file" accept=".json,.txt,application/json,text/plain" on:change=file/>
            <form method="dialog" class="actions">
                <button class="button primary" type="button" on:click=press>"Import"</button>
                <button class="button">"Close"</button>
            </form>
        </dialog>
    }
    .into_any()
}
