//! A rule over the plan, as the published page of rules has it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, DomParser, Element, HtmlElement, MouseEvent, SupportedType};

use crate::components::button::Button;
use crate::effects::prices;
use crate::store::{Rule, Store, use_store};

/// Where all rules are.
const PAGE: &str = "rules.html";

/// A link to a rule, which is shown over the plan; in a tab of its own for those who ask for one.
#[component]
pub fn RuleLink(#[prop(into)] id: String, class: &'static str, #[prop(into)] text: String) -> AnyView {
    let store = use_store();
    let href = format!("{PAGE}#{id}");
    let press = move |event: MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
            return;
        }
        event.prevent_default();
        show(store, id.clone());
    };
    view! { <a class=class href=href target="_blank" on:click=press>{text}</a> }.into_any()
}

/// Loads a rule and shows it; leads to the page of all rules if it can't be loaded.
fn show(store: Store, id: String) {
    spawn_local(async move {
        let page = prices::text(PAGE).await;
        match page.and_then(|page| article(&page, &id)) {
            Some(article) => store.rule.set(Some(Rule { id, article })),
            None => {
                let _blocked = window().open_with_url_and_target_and_features(
                    &format!("{PAGE}#{id}"),
                    "_blank",
                    "noreferrer",
                );
            }
        }
    });
}

/// Returns the element of a rule in the page of all rules.
fn article(page: &str, id: &str) -> Option<Element> {
    let page: Document = DomParser::new().ok()?.parse_from_string(page, SupportedType::TextHtml).ok()?;
    page.get_element_by_id(id)
}

/// The dialog of a rule, which is there all the time. It opens over the other dialog too.
#[component]
pub fn RuleDialog() -> AnyView {
    let store = use_store();
    let frame = NodeRef::<html::Dialog>::new();
    let body = NodeRef::<html::Div>::new();
    let title = NodeRef::<html::H2>::new();
    Effect::new(move || {
        let (Some(frame), Some(body), Some(title)) = (frame.get(), body.get(), title.get()) else { return };
        let Some(rule) = store.rule.get() else { return };
        fill(&rule.article, &title, &body);
        if !frame.open() {
            let _already_open = frame.show_modal();
        }
        frame.set_scroll_top(0);
        let _refused = title.focus();
    });
    let href = move || store.rule.with(|rule| rule.as_ref().map(|rule| format!("{PAGE}#{}", rule.id)));
    let close = move || {
        if let Some(frame) = frame.get_untracked() {
            frame.close();
        }
    };
    view! {
        <dialog id="rule" aria-labelledby="rule-title" node_ref=frame on:close=move |_| closed(store)>
            <header class="actions">
                <h2 id="rule-title" tabindex="-1" node_ref=title></h2>
                <span class="grow"></span>
                <a class="button small" href=move || href().unwrap_or_else(|| PAGE.to_owned()) target="_blank">"All rules"</a>
                <Button class="button small" text="Close" press=close/>
            </header>
            <div node_ref=body></div>
        </dialog>
    }
    .into_any()
}

/// Puts a rule into the dialog: its heading as the title, and the rest below.
fn fill(article: &Element, title: &HtmlElement, body: &HtmlElement) {
    body.set_inner_html("");
    title.set_text_content(None);
    let children = article.children();
    for place in 0..children.length() {
        let Some(child) = children.item(place) else { continue };
        let Ok(copy) = child.clone_node_with_deep(true) else { continue };
        if child.tag_name() == "H2" {
            title.set_text_content(child.text_content().as_deref());
            continue;
        }
        let _never = body.append_child(&copy);
    }
    let links = body.query_selector_all("a").ok();
    for place in 0..links.as_ref().map_or(0, web_sys::NodeList::length) {
        let link = links.as_ref().and_then(|links| links.get(place));
        if let Some(link) = link.and_then(|link| link.dyn_into::<Element>().ok()) {
            let _never = link.set_attribute("target", "_blank");
        }
    }
}

/// The finding may have been drawn again in the meantime: then the browser has no focus to give back.
fn closed(store: Store) {
    let Some(rule) = store.rule.get_untracked() else { return };
    store.rule.set(None);
    let is_lost = document().active_element().is_none_or(|one| one.tag_name() == "BODY");
    if is_lost {
        let link = document().query_selector(&format!(".why[href=\"{PAGE}#{}\"]", rule.id)).ok().flatten();
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            let _refused = link.focus();
        }
    }
}
