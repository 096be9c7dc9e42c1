//! A check box.

use leptos::prelude::*;
use poolwright::plan::Value;

use super::FieldContext;

#[component]
pub fn Flag(field: FieldContext) -> AnyView {
    let is_on = move || field.view.with(|view| view.value == Some(Value::Flag(true)));
    // Off is a choice too, and the plan states it; undo leaves the property to AKS again.
    let change = move |event| field.choose(Some(Value::Flag(event_target_checked(&event))));
    view! {
        <input type="checkbox" id=field.id() aria-describedby=field.help_id() prop:checked=is_on on:change=change/>
    }
    .into_any()
}
