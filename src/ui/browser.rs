//! What the app asks of the browser. Anything of it may be refused; then nothing happens, or the answer is none.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::dom::property;
use super::reactive::{document, window};
use js_sys::JsString;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlDialogElement, HtmlElement, Storage, Url,
};

use poolwright::rules::Date;

/// Today, by the browser's clock, in UTC.
pub(super) fn today() -> Date {
    const DAY: f64 = 86_400_000.0;
    Date::from_unix_days((now() / DAY) as u32)
}

/// Milliseconds since 1970, by the browser's clock.
pub(super) fn now() -> f64 {
    js_sys::Date::now()
}

/// The address bar's fragment, with its `#`; empty when there is none.
pub(super) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Puts a fragment into the address bar without a new entry in the history.
pub(super) fn set_fragment(fragment: &str) {
    if let Ok(history) = window().history() {
        let url = if fragment.is_empty() { path() } else { format!("#{fragment}") };
        let _refused = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}

/// The page's own address without query and fragment.
fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The address of the page, if it holds a plan.
pub(super) fn plan_address() -> Option<String> {
    window().location().href().ok().filter(|_| fragment().len() > 1)
}

/// The whole address of the page with another fragment.
pub(super) fn address_with(fragment: &str) -> String {
    let origin = window().location().origin().unwrap_or_default();
    format!("{origin}{}#{fragment}", path())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What local storage has under a key.
pub(super) fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text in local storage; says whether it did. A full or refused storage keeps nothing: the address bar holds the plan too.
pub(super) fn store(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Takes a text out of local storage.
pub(super) fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _refused = storage.remove_item(key);
    }
}

/// The element of that id.
pub(super) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Opens every closed `details` around an element, moves the focus to it and scrolls it into view.
pub(super) fn focus(id: &str) -> bool {
    let Some(found) = element(id) else { return false };
    let mut around = found.parent_element();
    while let Some(parent) = around {
        if parent.tag_name() == "DETAILS" {
            let _refused = parent.set_attribute("open", "");
        }
        around = parent.parent_element();
    }
    if let Ok(target) = found.dyn_into::<HtmlElement>() {
        let _refused = target.focus();
    }
    true
}

/// Opens a card, and perhaps a group in it, whose fields are made when it opens, and moves the focus to one of them.
pub(super) fn focus_in(around: Vec<String>, field: String) {
    focus_once_there(around, field, 1_000);
}

/// The browser tells of an opening when it has the time, and the fields are there a moment after that: looks for the
/// field until it is there, so many times at most and at least 4 ms apart.
fn focus_once_there(around: Vec<String>, field: String, looks: u32) {
    if focus(&field) || looks == 0 {
        return;
    }
    for closed in around.iter().filter_map(|id| element(id)) {
        let _refused = closed.set_attribute("open", "");
    }
    later(move || focus_once_there(around, field, looks - 1));
}

/// Scrolls an element into view if it is out of it.
pub(super) fn reveal(id: &str) {
    if let Some(found) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        found.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    element(id)?.dyn_into().ok()
}

/// Opens a modal dialog.
pub(super) fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        let _already_open = dialog.show_modal();
    }
}

/// Marks an element as one that something is being done for.
pub(super) fn set_busy(id: &str, is_busy: bool) {
    if let Some(found) = element(id) {
        let _never = found.set_attribute("aria-busy", if is_busy { "true" } else { "false" });
    }
}

/// Closes a dialog.
pub(super) fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

/// Does something with what a promise comes to; with nothing when it is refused.
pub(super) fn then(promise: &js_sys::Promise, then: impl FnOnce(Option<JsValue>) + 'static) {
    // The browser calls one of the two, once.
    let then = Rc::new(RefCell::new(Some(then)));
    let answer = move |kept: bool| {
        let then = then.clone();
        Closure::once(move |value: JsValue| {
            if let Some(then) = then.take() {
                then(kept.then_some(value));
            }
        })
    };
    let (kept, refused) = (answer(true), answer(false));
    let _promise = promise.then2(&kept, &refused);
    kept.forget();
    refused.forget();
}

/// Calls a function of public/boot.js that answers with a promise. It is not there where only components are tested.
fn call(name: &str, one: &str, other: &JsValue, done: impl FnOnce(Option<String>) + 'static) {
    let promise = property(&window(), name)
        .dyn_into::<js_sys::Function>()
        .and_then(|function| function.call2(&JsValue::NULL, &JsValue::from_str(one), other))
        .and_then(|promise| promise.dyn_into::<js_sys::Promise>());
    match promise {
        Ok(promise) => then(&promise, move |answer| done(answer.and_then(|answer| answer.as_string()))),
        Err(_) => done(None),
    }
}

/// What is said where the worker could not be started, or stopped.
pub(super) const NO_WORKER: &str =
    "A part of the planner could not be loaded. Check the connection and try again; your plan is as it was.";

/// Puts something in the place of what an element holds; the details in it that were open stay open.
pub(super) fn keep_open(holder: &Element, new: &Element) {
    let all = |element: &Element| element.query_selector_all("details").ok();
    if let (Some(old), Some(new)) = (all(holder), all(new)) {
        // From the last, for what is new stands before the rest.
        for place in 1..=old.length() {
            let old = old.get(old.length() - place).and_then(|node| node.dyn_into::<Element>().ok());
            let new = new.get(new.length().wrapping_sub(place));
            let new = new.and_then(|node| node.dyn_into::<Element>().ok());
            if let (Some(old), Some(new)) = (old, new)
                && old.has_attribute("open")
                && old.first_element_child().map(|one| one.text_content())
                    == new.first_element_child().map(|one| one.text_content())
            {
                let _refused = new.set_attribute("open", "");
            }
        }
    }
    holder.set_inner_html("");
    let _never = holder.append_child(new);
}

/// Asks the worker; the answer is nothing when it could not be started, or stopped.
pub(super) fn ask(question: &str, done: impl FnOnce(Option<String>) + 'static) {
    call("askWorker", question, &JsValue::NULL, done);
}

/// The same with a text beside the question.
pub(super) fn ask_with(question: &str, text: &JsString, done: impl FnOnce(Option<String>) + 'static) {
    call("askWorker", question, text, done);
}

/// What is typed into the control of that id.
pub(super) fn value(id: &str) -> JsString {
    let value = property(&element(id).map(JsValue::from).unwrap_or_default(), "value");
    value.dyn_into().unwrap_or_else(|_| JsString::from(""))
}

/// Tells the worker something, now or when it starts.
pub(super) fn tell(question: &str, text: &str) {
    call("tellWorker", question, &JsValue::from_str(text), |_| {});
}

/// The text of a file of this site.
pub(super) fn fetch(path: &str, done: impl FnOnce(Option<String>) + 'static) {
    call("fetchText", path, &JsValue::NULL, done);
}

/// Copies a text; says afterwards whether the browser allowed it.
pub(super) fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let clipboard = window().navigator().clipboard();
    // A page that does not come over HTTPS has none.
    if clipboard.is_undefined() {
        return done(false);
    }
    then(&clipboard.write_text(text), move |answer| done(answer.is_some()));
}

/// The texts of all elements that a selector finds, one after the other.
pub(super) fn texts(selector: &str) -> String {
    let all = document().query_selector_all(selector).ok();
    let count = all.as_ref().map_or(0, web_sys::NodeList::length);
    (0..count).filter_map(|place| all.as_ref()?.get(place)?.text_content()).collect()
}

/// Selects all that is in an element, so that Ctrl+C copies it; says whether there is anything to select.
///
/// Chromium's selection ends too early once a child is added to the very element whose children are selected. What is
/// drawn again is therefore selected by an element around it.
pub(super) fn select(id: &str) -> bool {
    let (Some(found), Ok(Some(selection))) = (element(id), window().get_selection()) else { return false };
    let _refused = selection.select_all_children(&found);
    js_sys::Object::to_string(&selection).length() > 0
}

/// Offers a text as a file.
pub(super) fn download(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type("text/plain;charset=utf-8");
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _refused = Url::revoke_object_url(&url);
}

/// Does something once the browser has had its turn.
pub(super) fn later(then: impl FnOnce() + 'static) {
    after(Duration::ZERO, Box::new(then));
}

/// Does something after a while; the number is what [`cancel`] takes.
pub(super) fn after(wait: Duration, then: Box<dyn FnOnce()>) -> i32 {
    let then = Closure::once_into_js(then);
    let wait = wait.as_millis() as i32;
    window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), wait)
        .unwrap_or_default()
}

/// Does not do it after all.
pub(super) fn cancel(number: i32) {
    window().clear_timeout_with_handle(number);
}
