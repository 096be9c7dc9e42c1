//! Radio buttons that look like one control. A value that is none of the words is shown as one more.

use leptos::prelude::*;
use poolwright::text::plain;

use super::FieldContext;

#[component]
pub fn Segments(field: FieldContext, words: &'static [&'static str]) -> AnyView {
    // The mode is required: nothing is selected if the plan has none. Elsewhere the first word is AKS's default.
    let is_required = field.spec.key == "mode";
    let group = format!("{}-group", field.id());
    let radio = move |nth: usize, word: String| {
        let (this, chosen) = (word.clone(), word.clone());
        let is_checked = move || {
            let now = field.text();
            now == this || (now.is_empty() && nth == 0 && !is_required)
        };
        view! {
            <label class="segment">
                <input class="segment-input" type="radio" name=group.clone() id=field.nth_id(nth) prop:checked=is_checked
                    on:change=move |_| field.choose_word(chosen.clone())/>
                <span class="segment-text">{plain(&word).into_owned()}</span>
            </label>
        }
    };
    let known = words.iter().enumerate().map(|(nth, word)| radio(nth, (*word).to_owned())).collect_view();
    let other = move || {
        let now = field.text();
        (!now.is_empty() && !words.contains(&now.as_str())).then(|| radio(words.len(), now))
    };
    view! { <div class="segments">{known}{other}</div> }.into_any()
}
