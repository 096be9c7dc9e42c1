//! The VM size combobox: an editable combobox with a list, manual selection (ARIA Authoring Practices). The focus stays in
//! the input; the list follows what is typed.

use leptos::prelude::*;
use poolwright::catalog::{Architecture, Offer, VmSize};
use poolwright::plan::Value;
use poolwright::text::counted;
use poolwright_protocol::{Request, Response, SizeRow};
use web_sys::KeyboardEvent;

use super::button::Button;
use super::field::FieldContext;
use crate::effects::{focus, prices, worker};
use crate::form::FieldTarget;
use crate::store::Dialog;
use crate::update::Msg;

/// Returns what an option and a row say of a size: "4 vCPUs, 16 GiB".
pub fn describe_size(size: &VmSize) -> String {
    let mut text = format!("{}, {} GiB", counted(i64::from(size.vcpus), "vCPU"), size.memory());
    if size.architecture == Architecture::Arm64 {
        text.push_str(", Arm64");
    }
    if let Some(gpus) = size.gpus.filter(|gpus| *gpus > 0) {
        text.push_str(&format!(", {}", counted(i64::from(gpus), "GPU")));
    }
    text
}

/// What the list shows and where in it the keyboard is.
#[derive(Clone, Copy)]
struct Picker {
    field: FieldContext,
    is_open: RwSignal<bool>,
    /// What is typed to search with; nothing typed since opening lists everything.
    typed: RwSignal<Option<String>>,
    active: RwSignal<Option<usize>>,
    /// What the worker lists; `None` until it has answered.
    hits: RwSignal<Option<Vec<SizeRow>>>,
    /// What is in the input.
    shown: RwSignal<String>,
}

/// The field and its list.
#[component]
pub fn VmSizePicker(field: FieldContext) -> AnyView {
    let picker = Picker {
        field,
        is_open: RwSignal::new(false),
        typed: RwSignal::new(None),
        active: RwSignal::new(None),
        hits: RwSignal::new(None),
        shown: RwSignal::new(untrack(|| field.text())),
    };
    let id = field.id();
    let list_id = format!("{id}-list");
    Effect::new(move || {
        let shown = picker.typed.get().unwrap_or_else(|| field.text());
        if picker.shown.with_untracked(|now| *now != shown) {
            picker.shown.set(shown);
        }
    });
    worker::live_query(
        field.store,
        move || picker.question(),
        move |answer| match answer {
            Some(Response::Sizes(rows)) => picker.hits.set(Some(rows)),
            _ => picker.hits.set(None),
        },
    );
    let options = move || {
        let rows = picker.hits.get().unwrap_or_default();
        rows.into_iter().enumerate().map(|(place, row)| view! { <SizeItem picker place row/> }).collect_view()
    };
    let about = move || {
        let name = field.text();
        field.store.catalog.with(|catalog| match catalog.0.size(&name) {
            Some(size) => describe_size(size),
            None if name.is_empty() => "AKS chooses a size".to_owned(),
            None => "Not in the catalog: its vCPUs and memory are not checked".to_owned(),
        })
    };
    let browse = move || {
        if let FieldTarget::Pool(id) = field.target {
            field.store.open_dialog(Dialog::VmSizes(id));
        }
    };
    view! {
        <div>
            <div class="combobox">
                <input id=id class="control mono" type="text" role="combobox" aria-autocomplete="list" aria-controls=list_id.clone()
                    aria-describedby=field.help_id() aria-invalid=move || field.invalid() autocomplete="off"
                    autocapitalize="off" spellcheck="false" placeholder="For example d4ds v5"
                    aria-expanded=move || picker.is_open.get().to_string()
                    aria-activedescendant=move || picker.active.get().map(|place| picker.option_id(place))
                    prop:value=picker.shown
                    on:input=move |event| picker.search(event_target_value(&event))
                    on:click=move |_| picker.show() on:blur=move |_| picker.leave()
                    on:keydown=move |event| picker.key_down(&event)/>
                <ul id=list_id role="listbox" aria-label="VM sizes" hidden=move || !picker.is_open.get()>{options}</ul>
                <span class="visually-hidden" role="status">{move || picker.count()}</span>
            </div>
            <p class="hint">{about}</p>
            <Button class="button small quiet" text="Compare sizes\u{2026}" press=browse/>
        </div>
    }
    .into_any()
}

/// One size in the list.
#[component]
fn SizeItem(picker: Picker, place: usize, row: SizeRow) -> AnyView {
    let short = row.name.strip_prefix("Standard_").unwrap_or(&row.name).to_owned();
    let name = row.name.clone();
    // The press comes before the input loses the focus.
    let press = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        picker.take(&name);
    };
    view! {
        <li id=picker.option_id(place) role="option" on:mousedown=press
            aria-selected=move || (picker.active.get() == Some(place)).to_string()>
            <span class="mono">{short}</span>
            <span class="sub">{row.about}</span>
            <span class="hint unsupported">{row.remarks}</span>
        </li>
    }
    .into_any()
}

impl Picker {
    fn option_id(self, place: usize) -> String {
        format!("{}-o{place}", self.field.id())
    }

    /// Returns what the list is to show; nothing is asked while it is closed.
    fn question(self) -> Option<Request> {
        let store = self.field.store;
        if !self.is_open.get() {
            return None;
        }
        store.revision.track();
        prices::want(store);
        let words = self.typed.get().unwrap_or_default();
        Some(Request::Sizes { plan: store.plan_text(), today: store.today(), words })
    }

    fn name_at(self, place: usize) -> Option<String> {
        self.hits.with_untracked(|hits| hits.as_ref()?.get(place).map(|row| row.name.clone()))
    }

    /// Returns the size that a text names, with or without `Standard_`.
    fn known(self, text: &str) -> Option<String> {
        self.field.store.catalog.with_untracked(|catalog| {
            let size = catalog.0.size(text).or_else(|| catalog.0.size(&format!("Standard_{text}")));
            size.map(|size| size.name.clone())
        })
    }

    /// Returns whether the plan's region offers a size, as far as is known.
    fn is_offered(self, name: &str) -> bool {
        let region = self.field.store.with_model(|model| model.plan().cluster.location.clone());
        self.field.store.catalog.with_untracked(|catalog| {
            let size = catalog.0.size(name);
            size.is_none_or(|size| {
                !matches!(catalog.0.availability(size, &region).offer, Offer::No | Offer::Restricted)
            })
        })
    }

    fn show(self) {
        self.is_open.set(true);
        self.active.set(None);
    }

    fn hide(self) {
        self.is_open.set(false);
        self.typed.set(None);
        self.active.set(None);
    }

    fn value(name: &str) -> Option<Value> {
        (!name.is_empty()).then(|| Value::Text(name.to_owned()))
    }

    fn take(self, name: &str) {
        self.field.choose(Self::value(name));
        self.hide();
    }

    /// Lists what fits a text. A size whose whole name is typed is taken at once; anything else when the focus leaves, so
    /// that a search is not mistaken for a size.
    fn search(self, text: String) {
        // "d4" is the name of an old size, and the start of most others.
        if let Some(name) = self.known(text.trim()).filter(|_| text.contains('_')) {
            let FieldContext { target, spec, .. } = self.field;
            self.field.store.dispatch(Msg::Set { target, key: spec.key, value: Self::value(&name) });
        }
        self.shown.set(text.clone());
        self.typed.set(Some(text));
        self.show();
    }

    fn leave(self) {
        match self.typed.get_untracked() {
            Some(text) => match self.known(text.trim()) {
                // The start of a search, as "d4", can be the name of a size that is no longer offered.
                Some(name) if !text.contains('_') && !self.is_offered(&name) => self.hide(),
                Some(name) => self.take(&name),
                None => self.take(text.trim()),
            },
            None => self.hide(),
        }
    }

    fn key_down(self, event: &KeyboardEvent) {
        let is_open = self.is_open.get_untracked();
        let key = event.key();
        match key.as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                if !is_open {
                    self.show();
                }
                if is_open || !event.alt_key() {
                    self.step(key == "ArrowDown");
                }
            }
            "Enter" | "Tab" if is_open => {
                // Tab takes it and goes on; the list, which scrolls, is closed before and doesn't take the focus.
                if key == "Enter" {
                    event.prevent_default();
                }
                match self.active.get_untracked().and_then(|place| self.name_at(place)) {
                    // Enter takes what is chosen on purpose; Tab, which only goes on, no size that the region doesn't offer.
                    Some(name) if key == "Tab" && !self.is_offered(&name) => self.hide(),
                    Some(name) => self.take(&name),
                    None => self.leave(),
                }
            }
            "Escape" if is_open => {
                event.prevent_default();
                self.hide();
            }
            "Escape" => self.take(""),
            _ => {}
        }
        if let Some(place) = self.active.get_untracked() {
            focus::reveal(&self.option_id(place));
        }
    }

    fn step(self, is_forward: bool) {
        let count = self.hits.with_untracked(|hits| hits.as_ref().map_or(0, Vec::len));
        if count > 0 {
            let next = match (self.active.get_untracked(), is_forward) {
                (None, true) => 0,
                (None, false) => count - 1,
                (Some(now), true) => (now + 1) % count,
                (Some(now), false) => (now + count - 1) % count,
            };
            self.active.set(Some(next));
        }
    }

    fn count(self) -> String {
        if !self.is_open.get() {
            return String::new();
        }
        match self.hits.with(|hits| hits.as_ref().map(Vec::len)) {
            None => String::new(),
            Some(0) => "No VM sizes match.".to_owned(),
            Some(hits) => counted(hits as i64, "size"),
        }
    }
}
