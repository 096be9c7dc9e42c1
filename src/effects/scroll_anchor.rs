//! Keeps the control that is typed into where it is, when content above it appears or disappears.

use std::cell::Cell;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo_utils::{document, window};
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, HtmlElement, MutationObserver, MutationObserverInit, ScrollBehavior, ScrollToOptions,
};

thread_local! {
    /// Where the control is in the page, which scrolling does not change.
    static PLACE: Cell<Option<f64>> = const { Cell::new(None) };
    /// Whether a correction is due with the next frame.
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
}

/// Keeps the control's place for as long as the page lives.
pub fn listen() {
    let Ok(Some(main)) = document().query_selector("main") else { return };
    let window = window();
    // What people scroll by themselves stays where they put it.
    for event in ["focusin", "toggle", "resize"] {
        let first = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
        let main = main.clone();
        EventListener::new_with_options(&window, event, first, move |_| remember(&main)).forget();
    }
    // Once a frame, before it is painted.
    let frame = Closure::<dyn Fn()>::new(correct);
    let changed = Closure::<dyn Fn()>::new(move || {
        if !IS_DUE.replace(true) {
            let _refused = gloo_utils::window().request_animation_frame(frame.as_ref().unchecked_ref());
        }
    });
    if let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) {
        let what = MutationObserverInit::new();
        what.set_child_list(true);
        what.set_subtree(true);
        what.set_character_data(true);
        what.set_attributes(true);
        what.set_attribute_filter(&Array::of1(&"hidden".into()));
        let _refused = observer.observe_with_options(&main, &what);
    }
    changed.forget();
}

/// Returns the control that is typed into. What stays in view beside the plan needs no help.
fn control() -> Option<Element> {
    let now = document().active_element()?;
    let is_control = now.matches("main :is(input, textarea, select)").ok()?;
    let is_beside = now.closest(".side").ok()?.is_some();
    (is_control && !is_beside).then_some(now)
}

fn place_of(control: &Element) -> f64 {
    control.get_bounding_client_rect().top() + window().scroll_y().unwrap_or_default()
}

fn remember(main: &Element) {
    let control = control();
    PLACE.set(control.as_ref().map(place_of));
    // The browser's own way would move it a second time.
    if let Some(main) = main.dyn_ref::<HtmlElement>() {
        let anchor = if control.is_some() { "none" } else { "" };
        let _refused = main.style().set_property("overflow-anchor", anchor);
    }
}

fn correct() {
    IS_DUE.set(false);
    let Some((control, place)) = control().zip(PLACE.get()) else { return };
    let now = place_of(&control);
    PLACE.set(Some(now));
    if (now - place).abs() >= 1.0 {
        let options = ScrollToOptions::new();
        options.set_top(now - place);
        options.set_behavior(ScrollBehavior::Instant);
        window().scroll_by_with_scroll_to_options(&options);
    }
}
