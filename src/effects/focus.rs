//! Where the focus goes, what is in view, and what is selected.

use gloo_timers::callback::Timeout;
use gloo_utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Returns the element with this id.
pub fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Opens every closed `details` around an element and moves the focus to it; returns whether it is there.
pub fn focus(id: &str) -> bool {
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

/// Opens these `details`, whose content is drawn when they open, and moves the focus to an element in them.
pub fn focus_in(open: Vec<String>, id: String) {
    focus_once_there(open, id, 1_000);
}

/// The browser tells of an opening when it has the time, and the content is there a moment later: looks so many times at
/// most, at least 4 ms apart.
fn focus_once_there(open: Vec<String>, id: String, looks: u32) {
    for closed in open.iter().filter_map(|id| element(id)) {
        let _refused = closed.set_attribute("open", "");
    }
    if focus(&id) || looks == 0 {
        return;
    }
    Timeout::new(0, move || focus_once_there(open, id, looks - 1)).forget();
}

/// Moves the focus to a card, and the card into view.
pub fn go_to(id: &str) {
    focus(id);
    reveal(id);
}

/// Scrolls an element into view if it isn't.
pub fn reveal(id: &str) {
    if let Some(found) = element(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        found.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Selects the text of an element, so that Ctrl+C copies it.
pub fn select(id: &str) {
    if let (Some(found), Ok(Some(selection))) = (element(id), window().get_selection()) {
        let _refused = selection.select_all_children(&found);
    }
}

/// Returns the texts of all elements that match a selector, one after the other.
pub fn texts(selector: &str) -> String {
    let all = document().query_selector_all(selector).ok();
    let count = all.as_ref().map_or(0, web_sys::NodeList::length);
    (0..count).filter_map(|place| all.as_ref()?.get(place)?.text_content()).collect()
}
