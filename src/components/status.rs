//! The live region: what was done, for those who can't see it.

use leptos::prelude::*;

use crate::store::use_store;

/// A live region. There is one in the dialog too: what is outside of an open dialog isn't announced.
#[component]
pub fn Status(#[prop(optional)] id: Option<&'static str>) -> AnyView {
    let store = use_store();
    view! {
        <div class="visually-hidden" role="status" aria-live="polite" id=id>{move || store.status.get()}</div>
    }
    .into_any()
}
