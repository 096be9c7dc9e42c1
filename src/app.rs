//! The page: its layout, and what it starts with.

use leptos::prelude::*;
use web_sys::Element;

use crate::components::bottom_bar::BottomBar;
use crate::components::capacity::CapacityCard;
use crate::components::cluster_card::ClusterCard;
use crate::components::dialog::DialogFrame;
use crate::components::dialog::rule::RuleDialog;
use crate::components::notices::Notices;
use crate::components::overview::Overview;
use crate::components::pool_list::PoolList;
use crate::components::snippet_card::SnippetCard;
use crate::components::status::Status;
use crate::components::top_bar::TopBar;
use crate::components::verdict_card::VerdictCard;
use crate::effects::{self, address, first_paint, focus, keep_focus, keyboard, scroll_anchor, start};
use crate::store::Store;

/// Mounts the app in place of the static shell.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    if let Some(root) = focus::element("app") {
        mount_to(&root);
    }
}

/// Mounts the app in an element, in place of what is in it.
pub fn mount_to(root: &Element) {
    use wasm_bindgen::JsCast;
    let Ok(root) = root.clone().dyn_into::<web_sys::HtmlElement>() else { return };
    root.set_inner_html("");
    // The app lives as long as the page.
    leptos::mount::mount_to(root, App).forget();
}

#[component]
fn App() -> impl IntoView {
    let store = Store::new(start::model(), effects::BROWSER);
    provide_context(store);
    Effect::new(move || gloo_utils::document().set_title(&store.title.get()));
    // Nobody presses a key before there is something to see.
    first_paint::then(move || {
        address::listen(store);
        keyboard::listen(store);
        keep_focus::listen();
        scroll_anchor::listen();
        address::start(store);
    });
    let skip = |to: &'static str| {
        move |event: web_sys::MouseEvent| {
            event.prevent_default();
            focus::go_to(to);
        }
    };
    view! {
        <a class="skip" href="#plan-start" on:click=skip("plan-start")>"Skip to the plan"</a>
        <a class="skip" href="#snippets" on:click=skip("snippets")>"Skip to the script"</a>
        <TopBar/>
        <main>
            <Overview/>
            <Notices/>
            <div class="columns">
                <div class="stack" id="plan-start" tabindex="-1">
                    <ClusterCard/>
                    <PoolList/>
                    <CapacityCard/>
                </div>
                <div class="side">
                    <VerdictCard/>
                    <SnippetCard/>
                </div>
            </div>
        </main>
        <BottomBar/>
        <DialogFrame/>
        <RuleDialog/>
        <Status id="status"/>
    }
}
