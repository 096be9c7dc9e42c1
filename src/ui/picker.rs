//! The picker of VM sizes: filters, the cheapest that pass every rule, and all that fit. The worker makes the list.

use super::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::browser;
use super::dom::{El, button, el, grown, is_on, value_of};
use super::remote::{about, follow};
use super::state::{Owner, State};
use crate::json::{Json, Object};
use crate::plan::Value;

/// The dialog.
pub(super) const PICKER: &str = "picker";
/// The id of the list that the worker draws.
const CHOICE: &str = "picker-choice";

/// What can be typed: key, label, whether it is a number.
const TYPED: [(&str, &str, bool); 7] = [
    ("words", "Name holds", false),
    ("min-vcpus", "vCPUs, at least", true),
    ("max-vcpus", "vCPUs, at most", true),
    ("min-memory", "GiB, at least", true),
    ("max-memory", "GiB, at most", true),
    ("zones", "Zones, at least", true),
    ("max-price", "USD an hour, at most", true),
];
const TICKED: [(&str, &str); 5] = [
    ("ephemeral", "Ephemeral OS disk"),
    ("spot", "Can be Spot"),
    ("gpu", "GPUs"),
    ("generation2", "Generation 2"),
    ("all", "Show what no pool can have"),
];

/// Opens the picker for a pool.
pub(super) fn open(state: State, id: u32) {
    state.want_prices();
    state.pick_for(Some(id));
    browser::open_dialog(PICKER);
}

pub(super) fn picker(state: State) -> El {
    let filters = RwSignal::new(Object::default());
    let set = move |key: &str, value: Json| filters.update(|filters| filters.set_path(key, value));
    let typed = TYPED.map(|(key, label, is_number)| {
        let id = format!("pick-{key}");
        let control =
            el("input").id(&id).class("control").attr("autocomplete", "off").attr("spellcheck", "false");
        let control = if is_number { control.attr("inputmode", "decimal") } else { control };
        let control = control.on("input", move |event| set(key, value_of(&event).into()));
        el("div").class("field").child(el("label").attr("for", &id).text(label)).child(control)
    });
    let architectures = ["", "x64", "Arm64"]
        .map(|word| el("option").attr("value", word).text(if word.is_empty() { "Any" } else { word }));
    let architecture = el("select").id("pick-architecture").class("control").children(architectures);
    let architecture = architecture.on("change", move |event| set("architecture", value_of(&event).into()));
    let label = el("label").attr("for", "pick-architecture").text("Architecture");
    let architecture = el("div").class("field").child(label).child(architecture);
    let ticked = TICKED.map(|(key, label)| {
        let input = el("input").attr("type", "checkbox");
        let input = input.on("change", move |event| set(key, Json::Bool(is_on(&event, "checked"))));
        el("label").class("check").child(input).text(label)
    });
    let question = move || {
        let place = state.place(state.picks_for()?)?;
        let mut all: Vec<(&'static str, Json)> = vec![("pool", Json::Whole(place as i64))];
        let keys = TYPED.iter().map(|(key, ..)| *key).chain(TICKED.iter().map(|(key, _)| *key));
        filters.with(|filters| {
            all.extend(keys.chain(["architecture"]).filter_map(|key| Some((key, filters.get(key)?.clone()))));
        });
        Some(about(state, "choice", all))
    };
    follow(question, |answer| {
        let Some(list) = browser::element(CHOICE) else { return };
        list.set_inner_html("");
        let drawn = answer.as_ref().and_then(grown);
        let drawn = drawn.unwrap_or_else(|| el("p").class("empty").text(browser::NO_WORKER));
        let _never = list.append_child(drawn.element());
    });
    let choose = move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-size]").ok().flatten());
        let (Some(name), Some(id)) =
            (button.and_then(|button| button.get_attribute("data-size")), untrack(|| state.picks_for()))
        else {
            return;
        };
        state.set(Owner::Pool(id), "vmSize", Some(Value::Text(name.clone())));
        state.settle();
        browser::close_dialog(PICKER);
        state.say(format!("Chose {name}."));
    };
    let title = el("h2").id("picker-title").text("Choose a VM size");
    let close = button("button", "Close", || browser::close_dialog(PICKER));
    el("dialog")
        .id(PICKER)
        .class("wide")
        .attr("aria-labelledby", "picker-title")
        .child(el("header").class("actions").child(title).child(el("span").class("grow")).child(close))
        .child(el("div").class("form").children(typed).child(architecture))
        .child(el("div").class("actions").children(ticked))
        .child(el("div").id(CHOICE).child(el("p").class("empty").text("Looking\u{2026}")).on("click", choose))
        .on("close", move |_| state.pick_for(None))
}
