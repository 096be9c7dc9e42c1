//! Gives the focus a place when what had it is removed, disabled or hidden: it would fall to the start of the page. And
//! shows where it went when a finding led there.

use std::cell::RefCell;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo_utils::{document, window};
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, MutationObserver, MutationObserverInit};

const FOCUSABLE: &str = ":is(summary, a[href], button, input, select, textarea):not(:disabled)";

thread_local! {
    static LAST: RefCell<Last> = const { RefCell::new(Last { element: None, around: Vec::new(), is_led: false }) };
}

/// What had the focus last.
struct Last {
    element: Option<Element>,
    /// From it outwards each element that contains it, with the place in it.
    around: Vec<(Element, u32)>,
    /// Whether a press on a finding moves the focus now.
    is_led: bool,
}

/// Keeps the focus for as long as the page lives.
pub fn listen() {
    let Some(app) = document().get_element_by_id("app") else { return };
    let observer = Closure::<dyn Fn()>::new(keep);
    if let Ok(observer) = MutationObserver::new(observer.as_ref().unchecked_ref()) {
        let what = MutationObserverInit::new();
        what.set_child_list(true);
        what.set_subtree(true);
        what.set_attributes(true);
        what.set_attribute_filter(&Array::of3(&"disabled".into(), &"hidden".into(), &"open".into()));
        let _refused = observer.observe_with_options(&app, &what);
    }
    observer.forget();
    EventListener::new(&app, "focusin", remember).forget();
    let first = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
    let window = window();
    // Where people press on nothing, nothing has the focus.
    EventListener::new_with_options(&window, "pointerdown", first, |_| {
        LAST.with_borrow_mut(|last| last.element = None);
    })
    .forget();
    EventListener::new_with_options(&window, "keydown", first, |_| {
        LAST.with_borrow_mut(|last| last.is_led = false);
    })
    .forget();
    EventListener::new_with_options(&window, "click", first, |event| {
        let finding = target(event).and_then(|target| target.closest(".jump").ok().flatten());
        LAST.with_borrow_mut(|last| last.is_led = finding.is_some());
    })
    .forget();
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn remember(event: &Event) {
    let Some(target) = target(event) else { return };
    let mut around = Vec::new();
    let mut one = target.clone();
    while let Some(parent) = one.parent_element().filter(|_| one.id() != "app") {
        let mut place = 0;
        let mut before = one.previous_element_sibling();
        while let Some(sibling) = before {
            place += 1;
            before = sibling.previous_element_sibling();
        }
        around.push((parent.clone(), place));
        one = parent;
    }
    let is_led = LAST.with_borrow_mut(|last| {
        (last.element, last.around) = (Some(target.clone()), around);
        std::mem::take(&mut last.is_led)
    });
    if is_led {
        let _refused = target.class_list().add_1("led");
        let led = target.clone();
        EventListener::once(&target, "blur", move |_| {
            let _refused = led.class_list().remove_1("led");
        })
        .forget();
    }
}

/// Returns whether an element is seen. Old browsers can't say; then it is.
fn is_visible(element: &Element) -> bool {
    let check = js_sys::Reflect::get(element, &JsValue::from_str("checkVisibility"));
    let check = check.ok().and_then(|check| check.dyn_into::<js_sys::Function>().ok());
    check.is_none_or(|check| check.call0(element).is_ok_and(|answer| answer.is_truthy()))
}

fn can_take(element: &Element) -> bool {
    element.matches(FOCUSABLE).unwrap_or(false) && is_visible(element)
}

/// Returns the first element from this one inwards that can take the focus.
fn first_in(element: &Element) -> Option<Element> {
    if can_take(element) {
        return Some(element.clone());
    }
    let all = element.query_selector_all(FOCUSABLE).ok()?;
    (0..all.length()).filter_map(|place| all.get(place)?.dyn_into().ok()).find(can_take)
}

/// Returns what comes after what had the focus, or before it.
fn next(around: &[(Element, u32)]) -> Option<Element> {
    for (parent, place) in around.iter().filter(|(parent, _)| parent.is_connected()) {
        let children = parent.children();
        let after = *place..children.length();
        let before = (0..(*place).min(children.length())).rev();
        let found =
            after.chain(before).filter_map(|place| children.item(place)).find_map(|one| first_in(&one));
        if found.is_some() {
            return found;
        }
        if parent.get_attribute("tabindex").as_deref() == Some("-1") {
            return Some(parent.clone());
        }
    }
    None
}

fn keep() {
    let document = document();
    let Some(now) = document.active_element() else { return };
    let is_lost = now.tag_name() == "BODY" || now.matches(":disabled").unwrap_or(false);
    // Who has left the page is not called back.
    if !is_lost || !document.has_focus().unwrap_or(false) {
        return;
    }
    let (gone, around) = LAST.with_borrow_mut(|last| (last.element.take(), last.around.clone()));
    let Some(gone) = gone else { return };
    let found = if gone.is_connected() && can_take(&gone) { Some(gone) } else { next(&around) };
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _refused = found.focus();
    }
}
