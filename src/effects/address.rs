//! The address bar, which has the plan in its fragment, and the draft in local storage.

use gloo_events::EventListener;
use gloo_utils::window;
use poolwright::codec;
use poolwright::plan::Plan;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{PerformanceNavigation, StorageEvent};

use super::{clipboard, later, storage};
use crate::kept;
use crate::kept::{BY_LINK, DRAFT, HISTORY, LEFT};
use crate::store::{PAUSE_MS, Store};
use crate::update::Msg;

/// Returns the fragment of the address with its `#`; empty if it has no fragment.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Returns the fragment that a visit starts with. A reload asks for the address of before the page was left, which lacks
/// the change that was saved then. What says so goes with the next save, and with the next link.
pub fn first_fragment() -> String {
    let fragment = fragment();
    if !is_reload() {
        return fragment;
    }
    let left = storage::get_of_tab(LEFT).unwrap_or_default();
    match left.split_once(' ') {
        Some((before, after)) if before == fragment => after.to_owned(),
        _ => fragment,
    }
}

fn is_reload() -> bool {
    let performance = window().performance();
    performance.is_some_and(|known| known.navigation().type_() == PerformanceNavigation::TYPE_RELOAD)
}

/// Replaces the fragment, without a new entry in the history.
fn set_fragment(fragment: &str) {
    if let Ok(history) = window().history() {
        let url = if fragment.is_empty() { path() } else { format!("#{fragment}") };
        let _refused = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}

fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Returns the address of the page if it has a plan in it.
fn plan_address() -> Option<String> {
    window().location().href().ok().filter(|_| fragment().len() > 1)
}

/// Returns the whole address of the page with another fragment.
pub fn address_with(fragment: &str) -> String {
    let origin = window().location().origin().unwrap_or_default();
    format!("{origin}{}#{fragment}", path())
}

fn link(store: Store) -> Result<String, String> {
    store.with_model(|model| codec::write_link(model.plan()).map_err(|error| error.to_string()))
}

/// Puts the plan into the address bar, and into local storage if it was edited here.
pub fn save(store: Store) {
    storage::set_of_tab(LEFT, None);
    let mut error = match link(store) {
        Ok(fragment) => {
            set_fragment(&fragment);
            String::new()
        }
        Err(sentence) => {
            set_fragment("");
            sentence
        }
    };
    if store.with_model(|model| model.is_touched) && !storage::set(DRAFT, &store.plan_text().0) {
        error += if error.is_empty() {
            "This browser keeps no draft: its storage is full or switched off. The plan is only in the address bar."
        } else {
            " This browser keeps no draft either: download the plan file."
        };
    }
    keep_accepted_by_link(store);
    store.dispatch(Msg::Saved { address: plan_address(), error });
}

/// Keeps which findings a link accepts: the draft that it became doesn't say.
fn keep_accepted_by_link(store: Store) {
    if store.with_model(|model| model.accepted_by_link.is_empty()) {
        storage::remove(BY_LINK);
    } else if let Some(text) = store.with_model(|model| kept::write_accepted(&model.accepted_by_link)) {
        storage::set(BY_LINK, &text);
    }
}

/// Keeps the steps that can be undone, for when this page is loaded again. Where there are none, what was kept stays: it may
/// not be resumed yet, and only the plan that it is of resumes it. A function of its own comes later (`script/split.mjs`).
#[inline(never)]
fn keep_history(store: Store) {
    if let Some(text) = store.with_model(|model| kept::write_history(&model.history)) {
        storage::set_of_tab(HISTORY, Some(&text));
    }
}

/// Keeps what was changed last, without waiting for a pause. A function of its own comes later.
#[inline(never)]
fn leave(store: Store) {
    let before = fragment();
    if store.save_now() {
        storage::set_of_tab(LEFT, Some(&format!("{before} {}", fragment())));
    }
    keep_history(store);
}

/// Brings back the steps of before this page was loaded again. A function of its own comes later.
#[inline(never)]
fn resume_history(store: Store, text: &str) {
    if let Some((now, past, future)) = kept::read_history(text) {
        store.dispatch(Msg::ResumeHistory { now: Box::new(now), past, future });
    }
}

/// Copies the link to the plan.
pub fn copy_link(store: Store) {
    match link(store) {
        Ok(fragment) => {
            set_fragment(&fragment);
            clipboard::copy(&address_with(&fragment), move |is_done| {
                store.say(if is_done {
                    "Copied the link to this plan."
                } else {
                    "The browser didn\u{2019}t allow copying. The link is in the address bar."
                });
            });
        }
        Err(sentence) => store.say(sentence),
    }
}

/// Listens for links that are put into the address bar, for other tabs that write the draft, and saves when the page is
/// left.
pub fn listen(store: Store) {
    let window = window();
    EventListener::new(&window, "pagehide", move |_| leave(store)).forget();
    // A phone ends a page that isn't seen without a word.
    EventListener::new(&gloo_utils::document(), "visibilitychange", move |_| {
        if gloo_utils::document().hidden() {
            leave(store);
        }
    })
    .forget();
    // The way back to an address with the same plan in it changes no fragment.
    for event in ["hashchange", "popstate"] {
        EventListener::new(&window, event, move |_| {
            storage::set_of_tab(LEFT, None);
            store.dispatch(Msg::LinkChanged { fragment: fragment(), draft: stored_draft().map(Box::new) });
        })
        .forget();
    }
    EventListener::new(&window, "storage", move |event| {
        let key = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
        if key.as_deref() == Some(DRAFT) {
            store.dispatch(Msg::OtherTabWrote);
        }
    })
    .forget();
}

fn stored_draft() -> Option<Plan> {
    codec::read_plan(&storage::get(DRAFT)?).ok().map(|document| document.plan)
}

/// Opens the draft that another tab wrote.
pub fn open_other_draft(store: Store) {
    if let Some(plan) = stored_draft() {
        store.dispatch(Msg::OpenOtherDraft(Box::new(plan)));
    }
}

/// Saves for the first time once the page is there, unless its link could not be read: it stays until the plan is
/// edited.
pub fn start(store: Store) {
    let has_failed = store.with_model(|model| model.notice.as_ref().is_some_and(|notice| notice.is_failure));
    gloo_timers::callback::Timeout::new(PAUSE_MS, move || {
        spawn_local(async move {
            later::loaded().await;
            if !has_failed && !store.with_model(|model| model.is_touched) {
                save(store);
            }
            if let Some(text) = storage::get_of_tab(HISTORY) {
                resume_history(store, &text);
            }
            // The worker's part waits until the page is painted.
            gloo_timers::callback::Timeout::new(0, move || store.pause()).forget();
        });
    })
    .forget();
}
