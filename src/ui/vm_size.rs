//! The VM size combobox: an editable combobox with a list, manual selection (ARIA Authoring Practices). The
//! focus stays in the input; the list follows what is typed.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::browser;
use super::state::{Owner, State};
use crate::catalogue::{Architecture, VmSize};
use crate::plan::Value;

/// Most options that the list shows at once.
const SHOWN: usize = 50;

/// What an option and a hint say of a size: "4 vCPUs, 16 GiB".
pub(super) fn facts(size: &VmSize) -> String {
    let mut facts = format!("{} vCPU{}, {} GiB", size.vcpus, if size.vcpus == 1 { "" } else { "s" }, size.memory_gib);
    if size.architecture == Architecture::Arm64 {
        facts.push_str(", Arm64");
    }
    if let Some(gpus) = size.gpus.filter(|gpus| *gpus > 0) {
        facts.push_str(&format!(", {gpus} GPU{}", if gpus == 1 { "" } else { "s" }));
    }
    facts
}

pub(super) fn combobox(state: State, owner: Owner, key: &'static str, id: String, help: String, wrong: Memo<bool>) -> AnyView {
    let value = Memo::new(move |_| state.value(owner, key).map(|value| value.to_string()).unwrap_or_default());
    let open = RwSignal::new(false);
    // What is typed to search with; nothing typed since opening lists what goes with the present value.
    let typed = RwSignal::new(None::<String>);
    let active = RwSignal::new(None::<usize>);
    let hits = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        let words = typed.get().unwrap_or_default();
        state.catalogue().search(&words, SHOWN).into_iter().map(|size| size.name.to_string()).collect::<Vec<_>>()
    });
    let list_id = format!("{id}-list");
    let option_id = { let id = id.clone(); move |place: usize| format!("{id}-o{place}") };
    let show = move || {
        open.set(true);
        active.set(None);
    };
    let hide = move || {
        open.set(false);
        typed.set(None);
        active.set(None);
    };
    let take = move |name: String| {
        state.set(owner, key, (!name.is_empty()).then_some(Value::Text(name)));
        state.settle();
        hide();
    };
    // A size that is known by what is typed so far is taken at once; anything else when the field is left, so that
    // a search is not mistaken for a size.
    let known = move |text: &str| {
        let catalogue = state.catalogue();
        let size = catalogue.size(text).or_else(|| catalogue.size(&format!("Standard_{text}")));
        size.map(|size| size.name.to_string())
    };
    let input = move |event| {
        let text = event_target_value(&event);
        if let Some(name) = known(text.trim()) {
            state.set(owner, key, Some(Value::Text(name)));
        }
        typed.set(Some(text));
        show();
    };
    let step = { let option_id = option_id.clone(); move |forward: bool| {
        let count = hits.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let next = match (active.get_untracked(), forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(now), true) => (now + 1) % count,
            (Some(now), false) => (now + count - 1) % count,
        };
        active.set(Some(next));
        let target = option_id(next);
        browser::later(move || browser::reveal(&target));
    } };
    let keydown = move |event: KeyboardEvent| {
        let is_open = open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                if is_open {
                    step(event.key() == "ArrowDown");
                } else {
                    show();
                    if !event.alt_key() {
                        step(event.key() == "ArrowDown");
                    }
                }
            }
            "Enter" if is_open => {
                event.prevent_default();
                let chosen = active.get_untracked().and_then(|place| hits.with_untracked(|hits| hits.get(place).cloned()));
                match (chosen, typed.get_untracked()) {
                    (Some(name), _) => take(name),
                    (None, Some(text)) => take(known(text.trim()).unwrap_or_else(|| text.trim().to_owned())),
                    (None, None) => hide(),
                }
            }
            "Escape" if is_open => {
                event.prevent_default();
                hide();
            }
            "Escape" if typed.with_untracked(Option::is_none) => take(String::new()),
            _ => {}
        }
    };
    let options = { let option_id = option_id.clone(); move || {
        hits.get().into_iter().enumerate().map(|(place, name)| {
            let about = state.catalogue().size(&name).map(facts).unwrap_or_default();
            let short = name.strip_prefix("Standard_").unwrap_or(&name).to_owned();
            let selected = move || (active.get() == Some(place)).to_string();
            // The press comes before the input loses the focus.
            let press = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                take(name.clone());
            };
            view! {
                <li id=option_id(place) role="option" aria-selected=selected on:mousedown=press>
                    <span class="mono">{short}</span><span class="sub">{about}</span>
                </li>
            }
        }).collect_view()
    } };
    let descendant = { let option_id = option_id.clone(); move || active.get().map(option_id.clone()) };
    let count = move || {
        if !open.get() {
            return String::new();
        }
        match hits.with(Vec::len) {
            0 => "No VM size of that name is known".to_owned(),
            SHOWN => format!("The first {SHOWN} sizes"),
            hits => crate::sizing::counted(hits as i64, "size"),
        }
    };
    let about = move || {
        let name = value.get();
        match state.catalogue().size(&name) {
            Some(size) => facts(size),
            None if name.is_empty() => "AKS chooses a size".to_owned(),
            None => "Not in the catalogue: its vCPUs and memory are not judged".to_owned(),
        }
    };
    let leave = move |_| match typed.get_untracked() {
        Some(text) => take(known(text.trim()).unwrap_or_else(|| text.trim().to_owned())),
        None => hide(),
    };
    let shown = move || typed.get().unwrap_or_else(|| value.get());
    let controls = list_id.clone();
    view! {
        <div class="combobox">
            <input id=id class="control mono" type="text" role="combobox" aria-autocomplete="list" aria-expanded=move || open.get().to_string()
                aria-controls=controls aria-activedescendant=descendant aria-describedby=help aria-invalid=move || wrong.get().to_string()
                autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="For example d4ds v5"
                prop:value=shown on:input=input on:keydown=keydown on:click=move |_| show() on:blur=leave/>
            <ul id=list_id role="listbox" aria-label="VM sizes" hidden=move || !open.get()>{options}</ul>
            <span class="visually-hidden" role="status">{count}</span>
        </div>
        <p class="hint">{about}</p>
    }
    .into_any()
}
