//! Presets to start with.

use leptos::prelude::*;
use poolwright::plan::Plan;
use poolwright_protocol::{Preset, PresetGroup, Request, Response};

use super::super::button::Button;
use super::{Loaded, opened};
use crate::effects::worker;
use crate::store::{Store, use_store};
use crate::update::Msg;

/// The dialog.
#[component]
pub fn Presets() -> AnyView {
    let store = use_store();
    let groups = Loaded::request(store, Request::Presets { today: store.today() });
    let draw = move |response| match response {
        Response::Presets(groups) => groups_view(store, groups),
        _ => ().into_any(),
    };
    groups.view(draw)
}

/// Opens a plan without pools.
fn empty(store: Store) {
    let plan = Box::new(Plan::default());
    store.dispatch(Msg::Open { plan, source: "an empty plan".to_owned(), notice: None });
    store.close_dialog();
}

fn groups_view(store: Store, groups: Vec<PresetGroup>) -> AnyView {
    let groups = groups.into_iter().enumerate();
    let groups = groups.map(|(place, group)| view! { <Group place=place group=group/> }).collect_view();
    view! {
        <div class="wide">
            <p class="sub">"Replaces your plan. Undo restores it."</p>
            <div class="actions"><Button class="button small" text="Empty plan" press=move || empty(store)/></div>
            {groups}
        </div>
    }
    .into_any()
}

/// Presets of one purpose.
#[component]
fn Group(place: usize, group: PresetGroup) -> AnyView {
    let heading =
        (!group.title.is_empty()).then(|| view! { <h3>{group.title}</h3><p class="sub">{group.about}</p> });
    let presets = group.presets.into_iter().enumerate();
    let presets =
        presets.map(|(at, preset)| view! { <Choice group=place place=at preset=preset/> }).collect_view();
    view! { {heading}<ul class="choices">{presets}</ul> }.into_any()
}

/// A preset: what is in it, and a button that takes it.
#[component]
fn Choice(group: usize, place: usize, preset: Preset) -> AnyView {
    let store = use_store();
    let press = move |_| {
        worker::request(store, Request::Preset { group, place }, move |response| match response {
            Some(Response::Preset(found)) => opened::open(store, found),
            _ => store.say(worker::NO_WORKER),
        });
    };
    let id = (group == 0 && place == 0).then_some("dialog-first");
    view! {
        <li>
            <button type="button" class="choice" id=id on:click=press>
                <b>{preset.title}</b>
                <span>{preset.about}</span>
                <span class=format!("hint {}", preset.class)>{preset.verdict}</span>
            </button>
        </li>
    }
    .into_any()
}
