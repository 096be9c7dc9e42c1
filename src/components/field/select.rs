//! A native list. A value that is none of the options is shown as one more.

use leptos::prelude::*;
use poolwright::text::plain;

use super::FieldContext;
use crate::form::FieldTarget;

/// Options as (value, title).
pub type Options = Vec<(String, String)>;

/// Returns options of these words; the empty word is AKS's default.
pub fn from_words(words: &[&str]) -> Options {
    let title = |word: &str| if word.is_empty() { "AKS default" } else { word }.to_owned();
    words.iter().map(|word| ((*word).to_owned(), title(word))).collect()
}

/// Returns the regions of the catalog as options.
pub fn regions(field: FieldContext) -> Options {
    let regions = field.store.with_model(|model| {
        let title = |region: &poolwright::catalog::Region| {
            (region.name.to_owned(), format!("{} ({})", region.title, region.name))
        };
        model.catalog.regions().iter().map(title).collect::<Vec<_>>()
    });
    std::iter::once((String::new(), "Choose a region".to_owned())).chain(regions).collect()
}

/// Returns whether an option is an OS SKU of the operating system that the pool doesn't have.
fn is_of_other_system(field: FieldContext, value: &str) -> bool {
    let FieldTarget::Pool(id) = field.target else { return false };
    if field.spec.key != "osSKU" || value.is_empty() || field.text() == value {
        return false;
    }
    let pool = field.store.pool(id);
    pool.is_some_and(|one| one.view.with(|view| view.pool.is_windows()) != value.starts_with("Windows"))
}

#[component]
pub fn Select(field: FieldContext, options: Options) -> AnyView {
    let option = move |value: String, title: String| {
        let this = value.clone();
        let is_other = value.clone();
        // The value of the list would be set before its options exist.
        view! {
            <option value=value prop:selected=move || field.text() == this
                hidden=move || is_of_other_system(field, &is_other)>{title}</option>
        }
    };
    let values: Vec<String> = options.iter().map(|(value, _)| value.clone()).collect();
    let listed = options.into_iter().map(|(value, title)| option(value, title)).collect_view();
    let other = move || {
        let now = field.text();
        let is_unknown = !now.is_empty() && !values.contains(&now);
        is_unknown.then(|| option(now.clone(), format!("{} (unknown)", plain(&now))))
    };
    view! {
        <select id=field.id() class="control" aria-describedby=field.help_id() aria-invalid=move || field.invalid()
            on:change=move |event| field.choose_word(event_target_value(&event))>
            {listed}
            {other}
        </select>
    }
    .into_any()
}
