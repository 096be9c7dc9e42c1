//! Dialogs: presets to begin with, and a box to paste what the tools print.

use super::reactive::*;
use js_sys::JsString;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::browser;
use super::dom::{El, button, el};
use super::state::{Notice, State};
use crate::json::Json;
use crate::plan::Plan;
use crate::share::{self, Document, Note};
use crate::text::holds;

/// The dialog of presets.
pub(super) const PRESETS: &str = "presets";
/// Characters of the longest text that is looked at as a link: an address with a fragment.
const LONGEST_LINK: usize = share::MAX_FRAGMENT + 4_096;
/// The dialog to import.
pub(super) const IMPORT: &str = "import";

pub(super) fn dialogs(state: State) -> [El; 2] {
    [presets_dialog(state), import_dialog(state)]
}

fn dialog(id: &'static str, title: &str) -> El {
    let title_id = format!("{id}-title");
    el("dialog").id(id).attr("aria-labelledby", &title_id).child(el("h2").id(&title_id).text(title))
}

fn presets_dialog(state: State) -> El {
    let list = share::PRESETS.iter().map(|preset| {
        let press = move || {
            let from = format!("the preset {}", preset.title);
            state.replace(preset.plan(), &from);
            browser::close_dialog(PRESETS);
            state.say(format!("Opened {from}."));
        };
        let choice = button("choice", "", press)
            .child(el("b").text(preset.title))
            .child(el("span").text(preset.about));
        el("li").child(choice)
    });
    let about = el("p").class("sub").text("It takes the place of the plan; undo brings yours back.");
    let close = button("button", "Close", || browser::close_dialog(PRESETS));
    dialog(PRESETS, "Begin with a preset")
        .child(about)
        .child(el("ul").class("choices").children(list))
        .child(el("div").child(close))
}

fn import_dialog(state: State) -> El {
    let problem = RwSignal::new(None::<String>);
    let about = el("p").class("sub").id("import-help").text(
        "Paste a plan file, a link, or what az aks show, az aks nodepool list -o json, an ARM template or Get-AzAksNodePool | ConvertTo-Json hold. az vm list-skus and az vm list-usage -o json tell what your subscription may use. Nothing leaves this page.",
    );
    let area = el("textarea")
        .id("import-text")
        .class("control mono")
        .attr("rows", "10")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "import-help import-problem")
        .attr_with("aria-invalid", move || problem.with(Option::is_some).to_string())
        .on("input", move |_| problem.set(None));
    let said = el("p")
        .class("hint refused")
        .id("import-problem")
        .attr("role", "alert")
        .text_with(move || problem.get().unwrap_or_default());
    let file = el("input")
        .id("import-file")
        .attr("type", "file")
        .attr("accept", ".json,.txt,application/json,text/plain");
    let file = file.on("change", move |event| open_file(state, &event, problem));
    let progress = el("progress").attr("aria-label", "Reading").flag_with("hidden", move || !state.is_busy());
    let actions = el("div").class("actions").children([
        button("button primary", "Import", move || open(state, browser::value("import-text"), problem)),
        button("button", "Close", || browser::close_dialog(IMPORT)),
    ]);
    dialog(IMPORT, "Import")
        .child(about)
        .child(el("label").attr("for", "import-text").text("Text"))
        .child(area)
        .child(said)
        .child(el("label").attr("for", "import-file").text("Or choose a file"))
        .child(file)
        .child(progress)
        .child(actions)
}

/// Opens a text, or says beside it why it cannot be. The worker reads it: megabytes do not hold up the page, and do not
/// even come into it.
fn open(state: State, text: JsString, problem: RwSignal<Option<String>>) {
    if text.length() as usize <= LONGEST_LINK {
        let text = String::from(text.clone());
        let link = text.trim();
        if link.starts_with('#') || (link.starts_with("http") && holds(link, "#")) {
            match share::read_link(link) {
                Ok(Document { plan, notes, .. }) => opened(state, plan, notes, "a link", problem),
                Err(error) => problem.set(Some(error.to_string())),
            }
            return;
        }
    }
    state.busy(true);
    browser::ask_with(r#"{"ask":"read"}"#, &text, move |answer| {
        state.busy(false);
        let answer = answer.and_then(|answer| Json::parse(&answer).ok());
        let Some(answer) = answer.as_ref().and_then(Json::as_object) else {
            return problem.set(Some(browser::NO_WORKER.to_owned()));
        };
        if let (Some(facts), Some(said)) = (answer.text("facts"), answer.text("said")) {
            state.learn(facts.to_owned());
            state.say(format!("Read {said}"));
            state.notify(Some(Notice::Facts(said.to_owned())));
            problem.set(None);
            return browser::close_dialog(IMPORT);
        }
        let plan = answer.get("plan").and_then(|plan| share::read_plan(&plan.compact()).ok());
        match plan {
            Some(Document { plan, .. }) => {
                let notes = answer.get("notes").and_then(Json::as_list).unwrap_or_default();
                opened(
                    state,
                    plan,
                    notes.iter().filter_map(note).collect(),
                    answer.text("what").unwrap_or_default(),
                    problem,
                );
            }
            None => problem.set(Some(answer.text("error").unwrap_or(browser::NO_WORKER).to_owned())),
        }
    });
}

fn note(pair: &Json) -> Option<Note> {
    let [path, text] = pair.as_list()? else { return None };
    Some(Note { path: path.as_text()?.to_owned(), text: text.as_text()?.to_owned() })
}

fn opened(state: State, plan: Plan, notes: Vec<Note>, what: &str, problem: RwSignal<Option<String>>) {
    state.open_plan(plan, notes, what);
    problem.set(None);
    browser::close_dialog(IMPORT);
}

fn open_file(state: State, event: &Event, problem: RwSignal<Option<String>>) {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
    browser::then(&file.text(), move |text| match text.and_then(|text| text.dyn_into().ok()) {
        Some(text) => open(state, text, problem),
        None => problem.set(Some("The browser could not read the file.".to_owned())),
    });
}
