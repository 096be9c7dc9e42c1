//! The VM size combobox: an editable combobox with a list, manual selection (ARIA Authoring Practices). The
//! focus stays in the input; the list follows what is typed.

use super::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::browser;
use super::dom::{El, button, el, value_of};
use super::remote::{about, follow};
use super::sheet;
use super::state::{Owner, State};
use poolwright::catalogue::{Architecture, VmSize};
use poolwright::plan::Value;
use poolwright::to_json::Json;

/// What an option and a hint say of a size: "4 vCPUs, 16 GiB".
pub(super) fn facts(size: &VmSize) -> String {
    let mut facts =
        format!("{} vCPU{}, {} GiB", size.vcpus, if size.vcpus == 1 { "" } else { "s" }, size.memory());
    if size.architecture == Architecture::Arm64 {
        facts.push_str(", Arm64");
    }
    if let Some(gpus) = size.gpus.filter(|gpus| *gpus > 0) {
        facts.push_str(&format!(", {gpus} GPU{}", if gpus == 1 { "" } else { "s" }));
    }
    facts
}

/// What the list shows and where in it the keyboard is.
#[derive(Clone, Copy)]
struct Combobox {
    state: State,
    owner: Owner,
    key: &'static str,
    open: RwSignal<bool>,
    /// What is typed to search with; nothing typed since opening lists everything.
    typed: RwSignal<Option<String>>,
    active: RwSignal<Option<usize>>,
    /// What the worker lists for it: name, facts, and what speaks against it.
    hits: RwSignal<Option<Json>>,
}

/// Makes the field's control a combobox, with what the catalogue knows of its value below.
pub(super) fn combobox(state: State, owner: Owner, key: &'static str, control: El) -> El {
    let (open, typed, active) = (RwSignal::new(false), RwSignal::new(None::<String>), RwSignal::new(None));
    let hits = RwSignal::new(None);
    let this = Combobox { state, owner, key, open, typed, active, hits };
    let id = super::field::control_id(owner, key);
    let list_id = format!("{id}-list");
    let option_id = move |place: usize| format!("{id}-o{place}");
    let input = control
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", &list_id)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "For example d4ds v5")
        .attr_with("aria-expanded", move || open.get().to_string())
        .option_with("aria-activedescendant", {
            let option_id = option_id.clone();
            move || active.get().map(&option_id)
        })
        .value_with(move || typed.get().unwrap_or_else(|| this.value()))
        .on("input", move |event| this.search(value_of(&event)))
        .on("click", move |_| this.show())
        .on("blur", move |_| this.leave())
        .on("keydown", {
            let option_id = option_id.clone();
            move |event| {
                if let Ok(event) = event.dyn_into::<KeyboardEvent>() {
                    this.key_down(&event);
                    if let Some(place) = active.get_untracked() {
                        browser::reveal(&option_id(place));
                    }
                }
            }
        });
    let options = move || {
        let options = this.hits.get();
        let rows = options.as_ref().and_then(Json::as_array).into_iter().flatten();
        rows.enumerate().filter_map(|(place, row)| this.option(place, row, &option_id(place))).collect()
    };
    let list = el("ul").id(&list_id).attr("role", "listbox").attr("aria-label", "VM sizes");
    let list = list.flag_with("hidden", move || !open.get()).children_with(options);
    follow(move || this.question(), move |answer| hits.set(answer));
    let count = el("span").class("visually-hidden").attr("role", "status").text_with(move || this.count());
    let about = el("p").class("hint").text_with(move || this.about());
    let browse = move || {
        if let Owner::Pool(id) = owner {
            sheet::open(state, "picker", "Choose a VM size", Some(id));
        }
    };
    let browse = button("button small quiet", "Compare sizes\u{2026}", browse);
    el("div")
        .child(el("div").class("combobox").child(input).child(list).child(count))
        .child(about)
        .child(browse)
}

impl Combobox {
    fn value(self) -> String {
        self.state.value(self.owner, self.key).map(|value| value.to_string()).unwrap_or_default()
    }

    /// What the list is to show; nothing is asked while it is closed.
    fn question(self) -> Option<String> {
        if !self.open.get() {
            return None;
        }
        self.state.want_prices();
        let words = self.typed.get().unwrap_or_default();
        Some(about(self.state, "sizes", vec![("typed".to_owned(), words.into())]))
    }

    /// The names of the sizes that the list shows.
    fn names(self) -> Vec<String> {
        let name = |row: &Json| Some(row.as_array()?.first()?.as_str()?.to_owned());
        let hits = self.hits.get_untracked();
        hits.as_ref().and_then(Json::as_array).into_iter().flatten().filter_map(name).collect()
    }

    /// The size that a text names, with or without `Standard_`.
    fn known(self, text: &str) -> Option<String> {
        let catalogue = self.state.catalogue();
        let size = catalogue.size(text).or_else(|| catalogue.size(&format!("Standard_{text}")));
        size.map(|size| size.name.clone())
    }

    fn show(self) {
        self.open.set(true);
        self.active.set(None);
    }

    fn hide(self) {
        self.open.set(false);
        self.typed.set(None);
        self.active.set(None);
    }

    fn set(self, name: &str) {
        self.state.set(self.owner, self.key, (!name.is_empty()).then(|| Value::Text(name.to_owned())));
    }

    fn take(self, name: &str) {
        self.set(name);
        self.state.settle();
        self.hide();
    }

    /// Lists what goes with a text. A size that is known by the whole name that is typed is taken at once; anything
    /// else when the field is left, so that a search is not mistaken for a size.
    fn search(self, text: String) {
        // "d4" is the name of an old size, and the beginning of most others.
        if let Some(name) = self.known(text.trim()).filter(|_| text.contains('_')) {
            self.set(&name);
        }
        self.typed.set(Some(text));
        self.show();
    }

    fn leave(self) {
        match self.typed.get_untracked() {
            Some(text) => self.take(&self.known(text.trim()).unwrap_or_else(|| text.trim().to_owned())),
            None => self.hide(),
        }
    }

    fn key_down(self, event: &KeyboardEvent) {
        let open = self.open.get_untracked();
        let key = event.key();
        match key.as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                if !open {
                    self.show();
                }
                if open || !event.alt_key() {
                    self.step(key == "ArrowDown");
                }
            }
            "Enter" | "Tab" if open => {
                // Tab takes it and goes on; the list, which scrolls, is closed before and does not take the focus.
                if key == "Enter" {
                    event.prevent_default();
                }
                let chosen = self.active.get_untracked().and_then(|place| self.names().get(place).cloned());
                match chosen {
                    Some(name) => self.take(&name),
                    None => self.leave(),
                }
            }
            "Escape" if open => {
                event.prevent_default();
                self.hide();
            }
            "Escape" => self.take(""),
            _ => {}
        }
    }

    fn step(self, forward: bool) {
        let count = self.names().len();
        if count > 0 {
            let next = match (self.active.get_untracked(), forward) {
                (None, true) => 0,
                (None, false) => count - 1,
                (Some(now), true) => (now + 1) % count,
                (Some(now), false) => (now + count - 1) % count,
            };
            self.active.set(Some(next));
        }
    }

    fn option(self, place: usize, row: &Json, id: &str) -> Option<El> {
        let [name, about, remarks] = row.as_array()?.as_slice() else { return None };
        let (name, about, remarks) = (name.as_str()?, about.as_str()?, remarks.as_str()?);
        let short = el("span").class("mono").text(name.strip_prefix("Standard_").unwrap_or(name));
        let name = name.to_owned();
        // The press comes before the input loses the focus.
        let press = move |event: web_sys::Event| {
            event.prevent_default();
            self.take(&name);
        };
        let option =
            el("li").id(id).attr("role", "option").child(short).child(el("span").class("sub").text(about));
        let remarks = el("span").class("hint unsupported").text(remarks);
        let option = option
            .child(remarks)
            .attr_with("aria-selected", move || (self.active.get() == Some(place)).to_string())
            .on("mousedown", press);
        Some(option)
    }

    fn count(self) -> String {
        if !self.open.get() {
            return String::new();
        }
        match self.hits.with(|hits| hits.as_ref().and_then(Json::as_array).map(Vec::len)) {
            None => String::new(),
            Some(0) => "No VM size fits.".to_owned(),
            Some(hits) => poolwright::text::counted(hits as i64, "size"),
        }
    }

    fn about(self) -> String {
        let name = self.value();
        match self.state.catalogue().size(&name) {
            Some(size) => facts(size),
            None if name.is_empty() => "AKS chooses a size".to_owned(),
            None => "Not in the catalogue: its vCPUs and memory are not judged".to_owned(),
        }
    }
}
