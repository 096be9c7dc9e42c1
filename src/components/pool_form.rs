//! The form of a pool: its fields, and what can be done with it as a whole.

use leptos::prelude::*;
use poolwright::lint::Severity;
use poolwright::plan::Value;

use super::button::Button;
use super::disclosure::Disclosure;
use super::field::Fields;
use crate::form::group_id;
use crate::form::{FieldTarget, Spec, pool};
use crate::model::{PoolView, value_of};
use crate::pools::Listing;
use crate::store::use_store;
use crate::update::Msg;

#[component]
pub fn PoolForm(id: u32) -> AnyView {
    let store = use_store();
    let Some(signals) = store.pool(id) else { return ().into_any() };
    let view = signals.view;
    let target = FieldTarget::Pool(id);
    let when = |shown: fn(&PoolView) -> bool, specs: &'static [Spec]| {
        let view = view.clone();
        let is_shown = Memo::new(move |_| view.with(shown));
        move || is_shown.get().then(|| view! { <div class="contents"><Fields target specs/></div> })
    };
    let is_scaled =
        when(|view| value_of(&view.pool, "enableAutoScaling") == Some(Value::Flag(true)), pool::BOUNDS);
    let is_spot = when(|view| view.pool.is_spot(), pool::SPOT);
    let groups = pool::MORE.iter().enumerate().map(|(nth, (title, specs))| {
        view! { <Group id nth title specs/> }
    });
    let existing = view.clone();
    let (first, last) = (view.clone(), view.clone());
    // Where pools are listed in another order, a place in the plan isn't seen.
    let is_listed_otherwise =
        move || store.selection.with(|selection| selection.listing != Listing::default());
    view! {
        // An existing pool can be changed only in part: the stylesheet marks the fields that need a new pool.
        <div class:existing=move || existing.with(|view| view.is_existing)>
            <div class="form">
                <Fields target specs=pool::COMMON/>
                {is_scaled}
                <Fields target specs=pool::PLACE/>
                {is_spot}
            </div>
            <div class="groups">{groups.collect_view()}</div>
        </div>
        <div class="actions">
            <Button class="button small quiet" text="Move up" press=move || store.dispatch(Msg::MovePool { id, by: -1 })
                disabled=Signal::derive(move || is_listed_otherwise() || first.with(|view| view.place == 0))/>
            <Button class="button small quiet" text="Move down" press=move || store.dispatch(Msg::MovePool { id, by: 1 })
                disabled=Signal::derive(move || is_listed_otherwise() || last.with(|view| view.is_last))/>
            <Button class="button small quiet" text="Copy pool" press=move || store.dispatch(Msg::CopyPool(id))/>
            <Button class="button small quiet" text="Remove pool" press=move || store.dispatch(Msg::RemovePool(id))/>
        </div>
    }
    .into_any()
}

/// Fields behind a disclosure that says how many of them are set and whether one has a finding.
#[component]
fn Group(id: u32, nth: usize, title: &'static str, specs: &'static [Spec]) -> AnyView {
    let store = use_store();
    let Some(signals) = store.pool(id) else { return ().into_any() };
    let view = signals.view;
    let shown = Memo::new(move |_| {
        let rejected = store.rejected.with(|all| {
            let is_here = |spec: &Spec| {
                all.iter().any(|one| one.target == FieldTarget::Pool(id) && one.key == spec.key)
            };
            specs.iter().any(is_here)
        });
        view.with(|view| {
            let set = specs.iter().filter(|spec| value_of(&view.pool, spec.key).is_some()).count();
            let is_here = |field: Option<&str>| specs.iter().any(|spec| Some(spec.key) == field);
            let here = view.findings.iter().filter(|row| is_here(row.finding.field));
            let worst = here.map(|row| row.finding.severity).min();
            let of_tier = worst.map(|severity| (severity, severity.name()));
            (
                set,
                if rejected { Some((Severity::Refused, "text the plan can\u{2019}t hold")) } else { of_tier },
            )
        })
    });
    let text = move || match shown.get().0 {
        0 => title.to_owned(),
        set => format!("{title} ({set})"),
    };
    let mark = move || {
        shown.get().1.map(|(severity, words)| {
            view! {
                <span class=format!("dot {}", severity.class())>
                    <span aria-hidden="true">"!"</span><span class="visually-hidden">{words}</span>
                </span>
            }
        })
    };
    let content =
        move || view! { <div class="form"><Fields target=FieldTarget::Pool(id) specs/></div> }.into_any();
    view! {
        <Disclosure class="more" id=group_id(id, nth) summary=move || view! { {text}<span>{mark}</span> }.into_any() content/>
    }
    .into_any()
}
