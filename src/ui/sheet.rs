//! The sheet: the dialog for presets, import, sharing, comparing, keys and VM sizes. The worker draws what is in
//! it. What is pressed or typed there is asked of the worker too, with the plan and with all that the sheet's controls
//! hold: a button says in `data-ask` what it asks, and the answer says what the page is to do.

use super::reactive::*;
use js_sys::JsString;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use super::act::act;
use super::browser;
use super::dom::{El, button, el, grown, property};
use super::remote::{about, follow};
use super::state::{Notice, Owner, State};
use poolwright::plan::Value;
use poolwright::share;
use poolwright::to_json::{Json, compact};

/// The dialog, its title, and what the worker draws.
const SHEET: &str = "sheet";
const TITLE: &str = "sheet-title";
const BODY: &str = "sheet-body";
/// In that: what follows the controls, what went wrong, and a text that may be megabytes.
const LIVE: &str = "sheet-live";
const PROBLEM: &str = "sheet-problem";
const TEXT: &str = "sheet-text";

pub(super) fn sheet(state: State) -> El {
    let close = button("button small", "Close", || browser::close_dialog(SHEET));
    let head = el("header").class("actions").child(el("h2").id(TITLE)).child(el("span").class("grow"));
    let live = move || {
        state.sheet()?;
        let ask = browser::element(LIVE)?.get_attribute("data-live")?;
        Some(question(state, &ask, None))
    };
    follow(live, |answer| fill(LIVE, answer.as_ref()));
    el("dialog")
        .id(SHEET)
        .attr("aria-labelledby", TITLE)
        .child(head.child(close))
        .child(el("div").id(BODY))
        .child(status(state))
        .on("input", move |_| {
            say_problem("");
            state.change_sheet();
        })
        .on("change", move |event| chosen(state, &event))
        .on("close", move |_| state.close_sheet())
}

/// What was done, for those who hear the page. There is one in the sheet too: what is outside of it is not heard as long
/// as it is open.
pub(super) fn status(state: State) -> El {
    let region = el("div").class("visually-hidden").attr("role", "status").attr("aria-live", "polite");
    region.text_with(move || state.status())
}

/// Opens the sheet with what the worker draws under that name, about a pool if one is given.
pub(super) fn open(state: State, name: &str, title: &str, pool: Option<u32>) {
    if let Some(head) = browser::element(TITLE) {
        head.set_text_content(Some(title));
    }
    if let Some(body) = browser::element(BODY) {
        body.set_inner_html("");
        let _never = body.append_child(el("p").class("empty").text("Loading\u{2026}").element());
    }
    state.open_sheet(pool);
    state.want_prices();
    browser::open_dialog(SHEET);
    let name = name.to_owned();
    let is_still = title.to_owned();
    browser::ask(&untrack(|| question(state, &name, None)), move |answer| {
        let head = browser::element(TITLE).and_then(|head| head.text_content());
        if head.as_ref() == Some(&is_still) {
            fill(BODY, answer.and_then(|answer| serde_json::from_str(&answer).ok()).as_ref());
            browser::focus("sheet-first");
            state.change_sheet();
        }
    });
}

/// Puts the worker's elements into an element of the sheet, or says that there are none.
fn fill(id: &str, answer: Option<&Json>) {
    let Some(holder) = browser::element(id) else { return };
    let drawn = answer.and_then(grown);
    let drawn = drawn.unwrap_or_else(|| el("p").class("empty").text(browser::NO_WORKER));
    browser::keep_open(&holder, drawn.element());
}

fn say_problem(sentence: &str) {
    if let Some(problem) = browser::element(PROBLEM) {
        problem.set_text_content(Some(sentence));
    }
    if let Some(text) = browser::element(TEXT) {
        let _never = text.set_attribute("aria-invalid", if sentence.is_empty() { "false" } else { "true" });
    }
}

/// A question about the plan, with what the sheet's controls hold and with what a button adds.
fn question(state: State, ask: &str, value: Option<String>) -> String {
    let mut more = typed();
    let pool = state.picks_for().and_then(|id| state.place(id));
    more.extend(pool.map(|place| ("pool".to_owned(), Json::from(place as i64))));
    more.extend(value.map(|value| ("value".to_owned(), value.into())));
    more.push(("opened".to_owned(), state.opened()));
    more.push(("address".to_owned(), browser::address_with("").into()));
    about(state, ask, more)
}

/// What is typed, ticked and chosen, by the names of the controls.
fn typed() -> Vec<(String, Json)> {
    let all = browser::element(SHEET).and_then(|sheet| sheet.query_selector_all("[name]").ok());
    let count = all.as_ref().map_or(0, web_sys::NodeList::length);
    let read = |place| {
        let control: Element = all.as_ref()?.get(place)?.dyn_into().ok()?;
        let value = match control.get_attribute("type").as_deref() {
            Some("checkbox") => Json::Bool(property(&control, "checked").is_truthy()),
            _ => property(&control, "value").as_string()?.into(),
        };
        Some((control.get_attribute("name")?, value))
    };
    (0..count).filter_map(read).collect()
}

/// Reads a file that was chosen, as if its text had been pasted.
fn chosen(state: State, event: &Event) {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let file = input.as_ref().and_then(|input| input.files()).and_then(|files| files.get(0));
    let (Some(input), Some(file)) = (input, file) else { return };
    let asks = input.get_attribute("data-ask").unwrap_or_default();
    browser::then(&file.text(), move |text| match text.and_then(|text| text.dyn_into().ok()) {
        Some(text) => ask(state, &asks, None, &text),
        None => say_problem("The browser could not read the file."),
    });
}

/// Does what the button that was pressed says, wherever on the page it stands.
pub(super) fn pressed(state: State, event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(button) = target.and_then(|target| target.closest("button").ok().flatten()) else { return };
    let says = |name: &str| button.get_attribute(name);
    let text = |id: &str| browser::element(id).and_then(|one| one.text_content()).unwrap_or_default();
    if let Some(name) = says("data-do") {
        act(state, &name);
    } else if let Some(asks) = says("data-ask") {
        ask(state, &asks, says("data-value"), &browser::value(TEXT));
    } else if let Some(id) = says("data-copy") {
        let said = says("data-said").unwrap_or_default();
        copy(state, &id, &text(&id), said);
    } else if let (Some(name), Some(id)) = (says("data-save"), says("data-from")) {
        browser::download(&name, &text(&id));
        state.say(format!("Downloaded {name}."));
    } else if let (Some(size), Some(id)) = (says("data-size"), untrack(|| state.picks_for())) {
        state.set(Owner::Pool(id), "vmSize", Some(Value::Text(size.clone())));
        state.settle();
        browser::close_dialog(SHEET);
        state.say(format!("Chose {size}."));
    }
}

/// Copies the text of an element, and says so; where the browser refuses, the text is selected instead.
pub(super) fn copy(state: State, id: &str, text: &str, said: String) {
    let id = id.to_owned();
    browser::copy(text, move |done| {
        if done {
            state.say(format!("Copied {said}."));
        } else {
            let way =
                if browser::select(&id) { "the text is selected, press Ctrl+C" } else { "copy each step" };
            state.say(format!("The browser did not allow copying; {way}."));
        }
    });
}

/// Asks the worker, with a text beside the question that may be megabytes, and does what it answers.
fn ask(state: State, asks: &str, value: Option<String>, text: &JsString) {
    let question = untrack(|| question(state, asks, value));
    browser::set_busy(SHEET, true);
    browser::ask_with(&question, text, move |answer| {
        browser::set_busy(SHEET, false);
        answered(state, answer.and_then(|answer| serde_json::from_str(&answer).ok()));
    });
}

/// Does what the worker answers: says a problem, shows elements in the sheet, opens a plan, or learns facts.
pub(super) fn answered(state: State, answer: Option<Json>) {
    let Some(answer) = answer.as_ref().and_then(Json::as_object) else {
        say_problem(browser::NO_WORKER);
        return state.say(browser::NO_WORKER.to_owned());
    };
    let text = |key: &str| answer.get(key).and_then(Json::as_str).map(str::to_owned);
    if let Some(problem) = answer.get("problem").and_then(Json::as_str) {
        return say_problem(problem);
    }
    if let Some(tree) = answer.get("fill") {
        return fill(LIVE, Some(tree));
    }
    let more = answer.get("notice").cloned();
    let said = text("said").unwrap_or_default();
    if let Some(facts) = text("facts") {
        state.learn(facts);
        state.say(said.clone());
        state.notify(Some(Notice::read(said, more, &["keep-facts"])));
    } else if let Some(plan) = answer.get("plan").and_then(|plan| share::read_plan(&compact(plan)).ok()) {
        let from = text("from").unwrap_or_default();
        if answer.get("mended").and_then(Json::as_str).is_some() {
            state.replace(plan.plan, from);
            state.say(said);
        } else {
            let notice = more.map(|more| Notice::read(said, Some(more), &[]));
            state.open_plan(plan.plan, &from, notice);
        }
    }
    browser::close_dialog(SHEET);
}
