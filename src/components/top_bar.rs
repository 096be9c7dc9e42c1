//! The bar at the top.

use leptos::prelude::*;
use poolwright::text::capital;

use super::button::Button;
use super::copy_mark::CopyMark;
use crate::effects::address;
use crate::store::{Dialog, use_store};
use crate::update::Msg;

const DIALOGS: [(&str, Dialog); 6] = [
    ("Presets", Dialog::Presets),
    ("Import", Dialog::Import),
    ("Drafts", Dialog::Drafts),
    ("Compare", Dialog::Compare),
    ("Share", Dialog::Share),
    ("Keys", Dialog::Keys),
];

#[component]
pub fn TopBar() -> AnyView {
    let store = use_store();
    let open = DIALOGS.map(|(title, dialog)| {
        view! { <Button class="button quiet" text=title press=move || store.open_dialog(dialog.clone())/> }
    });
    view! {
        <header class="bar">
            <span class="brand"><img src="icon.svg" alt="" width="26" height="26"/>"Poolwright"</span>
            <nav aria-label="Plan">
                {open.into_iter().collect_view()}
                <a class="button quiet" href="rules.html" target="_blank">"Rules"</a>
            </nav>
            <span class="grow sub">"AKS node pool planner: design, check, copy the commands"</span>
            <Step sign="\u{21b6}" verb="undo" words=store.undo press=move || store.dispatch(Msg::Undo)/>
            <Step sign="\u{21b7}" verb="redo" words=store.redo press=move || store.dispatch(Msg::Redo)/>
            <CopyMark class="button" press=move || address::copy_link(store)>"Copy link"</CopyMark>
        </header>
    }
    .into_any()
}

/// A button for undo or redo, named by what it would take back or do again.
#[component]
fn Step(
    sign: &'static str,
    verb: &'static str,
    words: RwSignal<Option<String>>,
    press: impl Fn() + 'static,
) -> AnyView {
    let name = move || match words.get() {
        Some(words) => format!("{}: {words}", capital(verb)),
        None => format!("Nothing to {verb}"),
    };
    view! {
        <button type="button" id=verb class="button quiet icon" disabled=move || words.with(Option::is_none)
            aria-label=name title=name on:click=move |_| press()>{sign}</button>
    }
    .into_any()
}
