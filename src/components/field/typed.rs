//! A control that text is typed into.

use leptos::prelude::*;

use super::FieldContext;
use crate::form::{Control, parse};
use crate::update::Msg;

#[component]
pub fn Typed(field: FieldContext) -> AnyView {
    let control = field.spec.control;
    let start = field.view.with_untracked(|view| view.rejected.as_ref().map(|one| one.text.clone()));
    // What is in the control. It stays as it was typed until the plan has another value: a fix, undo, a link.
    let text = RwSignal::new(start.unwrap_or_else(|| untrack(|| field.text())));
    Effect::new(move || {
        let shown = field.view.with(|view| match &view.rejected {
            Some(rejected) => Some(rejected.text.clone()),
            None => {
                let is_same = text.with_untracked(|text| parse(control, text).as_ref() == Ok(&view.value));
                (!is_same).then(|| view.value.as_ref().map(crate::form::text_of).unwrap_or_default())
            }
        });
        if let Some(shown) = shown.filter(|shown| text.with_untracked(|text| text != shown)) {
            text.set(shown);
        }
    });
    let input = move |event| {
        let typed = event_target_value(&event);
        text.set(typed.clone());
        field.store.dispatch(Msg::Typed { target: field.target, spec: field.spec, text: typed });
    };
    let leave = move |_| {
        field.store.dispatch(Msg::LeftField);
        if field.view.with_untracked(|view| view.rejected.is_none()) {
            let value = untrack(|| field.text());
            if text.with_untracked(|text| *text != value) {
                text.set(value);
            }
        }
    };
    let (id, help) = (field.id(), field.help_id());
    let is_lines =
        matches!(control, Control::List | Control::Map | Control::Subnets | Control::Ports | Control::IpTags);
    if is_lines {
        return view! {
            <textarea id=id class="control mono" rows="2" aria-describedby=help aria-invalid=move || field.invalid()
                spellcheck="false" autocapitalize="off" autocomplete="off"
                prop:value=text on:input=input on:blur=leave></textarea>
        }
        .into_any();
    }
    let (class, mode) = match control {
        Control::Whole => ("control number", Some("numeric")),
        Control::Decimal => ("control number", Some("decimal")),
        _ => ("control", None),
    };
    view! {
        <input id=id class=class inputmode=mode aria-describedby=help aria-invalid=move || field.invalid()
            spellcheck="false" autocapitalize="off" autocomplete="off"
            prop:value=text on:input=input on:blur=leave/>
    }
    .into_any()
}
