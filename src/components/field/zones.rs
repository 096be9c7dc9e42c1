//! Check boxes for zones 1, 2 and 3. Other zones of the plan are shown as more boxes.

use leptos::prelude::*;
use poolwright::plan::Value;
use poolwright::text::plain;

use super::FieldContext;

const ZONES: [&str; 3] = ["1", "2", "3"];

fn chosen(field: FieldContext) -> Vec<String> {
    field.view.with(|view| match &view.value {
        Some(Value::List(list)) => list.clone(),
        _ => Vec::new(),
    })
}

#[component]
pub fn Zones(field: FieldContext) -> AnyView {
    let zone = move |nth: usize, zone: String| {
        let (this, changed) = (zone.clone(), zone.clone());
        let change = move |event| {
            let mut list = untrack(|| chosen(field));
            list.retain(|one| *one != changed);
            if event_target_checked(&event) {
                list.push(changed.clone());
                list.sort();
            }
            field.choose(Some(Value::List(list)));
        };
        view! {
            <label class="segment">
                <input class="segment-input" type="checkbox" id=field.nth_id(nth) prop:checked=move || chosen(field).contains(&this)
                    on:change=change/>
                <span class="segment-text">{plain(&zone).into_owned()}</span>
            </label>
        }
    };
    let known = ZONES.iter().enumerate().map(|(nth, name)| zone(nth, (*name).to_owned())).collect_view();
    let others = move || {
        let others = chosen(field).into_iter().filter(|zone| !ZONES.contains(&zone.as_str()));
        others.enumerate().map(|(nth, name)| zone(ZONES.len() + nth, name)).collect_view()
    };
    view! { <div class="segments">{known}{others}</div> }.into_any()
}
