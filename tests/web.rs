//! The components in a real browser: `cargo test --target wasm32-unknown-unknown --test web`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Document, Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement, Window,
};

wasm_bindgen_test_configure!(run_in_browser);

fn window() -> Window {
    web_sys::window().unwrap()
}

fn document() -> Document {
    window().document().unwrap()
}

async fn wait(milliseconds: i32) {
    let wait = js_sys::Promise::new(&mut |done, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds).unwrap();
    });
    JsFuture::from(wait).await.unwrap();
}

/// Lets effects, timers of no length and toggle events happen.
async fn settle() {
    for _ in 0..4 {
        wait(10).await;
    }
}

/// Lets typing pause, so that the address follows the plan.
async fn pause() {
    wait(400).await;
    settle().await;
}

/// Mounts the app on a clean page: no draft, and the fragment given.
async fn open(fragment: &str) -> HtmlElement {
    // The app of the test before writes no address any more.
    pause().await;
    window().local_storage().unwrap().unwrap().clear().unwrap();
    window()
        .history()
        .unwrap()
        .replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")))
        .unwrap();
    if let Some(earlier) = document().get_element_by_id("app") {
        earlier.remove();
    }
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    root.set_id("app");
    document().body().unwrap().append_child(&root).unwrap();
    poolwright_web::app::mount_to(&root);
    settle().await;
    root
}

fn find(root: &HtmlElement, selector: &str) -> Element {
    root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("nothing matches {selector}"))
}

fn text(root: &HtmlElement, selector: &str) -> String {
    find(root, selector).text_content().unwrap_or_default()
}

async fn click(root: &HtmlElement, selector: &str) {
    find(root, selector).unchecked_into::<HtmlElement>().click();
    settle().await;
}

async fn type_into(root: &HtmlElement, selector: &str, value: &str) {
    find(root, selector).unchecked_into::<HtmlInputElement>().set_value(value);
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    find(root, selector)
        .dispatch_event(&Event::new_with_event_init_dict("input", &bubbles).unwrap())
        .unwrap();
    settle().await;
}

#[wasm_bindgen_test]
async fn a_first_visit_shows_a_plan_without_violations() {
    let root = open("").await;
    assert!(
        text(&root, "#sentence").starts_with("aks-prod in West Europe: 2 node pools"),
        "{}",
        text(&root, "#sentence")
    );
    assert_eq!(text(&root, ".count.refused b"), "0");
    assert_eq!(text(&root, ".count.unsupported b"), "0");
    pause().await;
    assert!(window().location().hash().unwrap().starts_with("#1"), "the address bar holds the plan");
}

#[wasm_bindgen_test]
async fn a_violation_is_found_while_typing_and_fixed_by_its_button() {
    let root = open("").await;
    click(&root, "#pool-0 > summary").await;
    type_into(&root, "#p0-count", "1").await;
    assert_eq!(text(&root, ".count.unsupported b"), "1");
    assert_eq!(find(&root, "#p0-count").get_attribute("aria-invalid").as_deref(), Some("true"));
    click(&root, ".finding.unsupported .actions button").await;
    assert_eq!(text(&root, ".count.unsupported b"), "0");
    assert_eq!(find(&root, "#p0-count").unchecked_into::<HtmlInputElement>().value(), "3");
}

#[wasm_bindgen_test]
async fn text_that_is_not_a_number_stays_in_its_field_and_out_of_the_plan() {
    let root = open("").await;
    click(&root, "#pool-0 > summary").await;
    type_into(&root, "#p0-count", "many").await;
    assert_eq!(find(&root, "#p0-count").unchecked_into::<HtmlInputElement>().value(), "many");
    assert!(text(&root, "#p0-count-help").contains("isn\u{2019}t a whole number. The plan still uses 3."));
    assert!(text(&root, "#pool-0 .nodes").ends_with('3'), "the plan keeps the number before");
    assert!(text(&root, "#verdict").contains("1 field has text the plan can\u{2019}t hold"));
    // It is still there when the row was closed and opened again.
    click(&root, "#pool-0 > summary").await;
    assert!(root.query_selector("#p0-count").unwrap().is_none());
    click(&root, "#pool-0 > summary").await;
    assert_eq!(find(&root, "#p0-count").unchecked_into::<HtmlInputElement>().value(), "many");
    click(&root, "#verdict .finding .actions button").await;
    assert_eq!(find(&root, "#p0-count").unchecked_into::<HtmlInputElement>().value(), "3");
}

#[wasm_bindgen_test]
async fn a_list_a_box_and_segments_follow_the_plan() {
    let root = open("").await;
    click(&root, "#pool-1 > summary").await;
    assert_eq!(find(&root, "#p1-minCount").unchecked_into::<HtmlInputElement>().value(), "3");
    click(&root, "#p1-enableAutoScaling").await;
    assert!(root.query_selector("#p1-minCount").unwrap().is_none(), "bounds are of autoscaled pools only");
    click(&root, "#p1-availabilityZones-2").await;
    assert_eq!(text(&root, "#pool-1 .zones span:last-child"), "1 2");
    click(&root, "#p1-scaleSetPriority-1").await;
    assert!(text(&root, "#pool-1 .tag").contains("Spot"));
    find(&root, "#p1-scaleSetEvictionPolicy");
    for _ in 0..3 {
        click(&root, "#undo").await;
    }
    assert_eq!(text(&root, "#pool-1 .zones span:last-child"), "1 2 3");
    find(&root, "#p1-minCount");
    click(&root, "#cluster > summary").await;
    let region = find(&root, "#c-location").unchecked_into::<HtmlSelectElement>();
    assert_eq!(region.value(), "westeurope");
}

#[wasm_bindgen_test]
async fn a_damaged_link_is_a_sentence_over_a_working_page() {
    let root = open("1%%%").await;
    assert!(text(&root, ".notice.refused").contains("damaged"), "{}", text(&root, ".notices"));
    assert!(text(&root, "#sentence").contains("aks-prod"));
}

#[wasm_bindgen_test]
async fn pools_are_added_moved_and_removed() {
    let root = open("").await;
    click(&root, ".add button:nth-of-type(3)").await;
    assert_eq!(root.query_selector_all(".pool").unwrap().length(), 3);
    assert!(text(&root, "#pool-2 .tag").contains("Spot"));
    click(&root, "#pool-2 .actions button:nth-of-type(1)").await;
    assert_eq!(
        root.query_selector_all(".pool").unwrap().item(1).unwrap().unchecked_into::<Element>().id(),
        "pool-2"
    );
    click(&root, "#pool-2 .actions button:nth-of-type(4)").await;
    assert_eq!(root.query_selector_all(".pool").unwrap().length(), 2);
    click(&root, ".bar button[aria-label^=Undo]").await;
    assert_eq!(root.query_selector_all(".pool").unwrap().length(), 3);
}
