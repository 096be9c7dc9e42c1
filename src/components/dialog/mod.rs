//! The dialog: a frame with a title, and what is in it.

pub mod compare;
pub mod drafts;
pub mod import;
pub mod keys;
pub mod loaded;
pub mod migration;
pub mod migration_preflight;
pub mod migration_script;
pub mod migration_steps;
pub mod opened;
pub mod presets;
pub mod right_size;
pub mod rule;
pub mod share;
pub mod text_file;
pub mod timeline;
pub mod vm_sizes;

use compare::Compare;
use drafts::Drafts;
use import::Import;
use keys::Keys;
use leptos::html;
use leptos::prelude::*;
use loaded::Loaded;
use migration::Migration;
use presets::Presets;
use right_size::RightSizing;
use share::Share;
use text_file::{TextFile, read_file};
use vm_sizes::VmSizes;

use super::button::Button;
use super::status::Status;
use crate::effects::focus;
use crate::store::{Dialog, use_store};

/// Returns the title of a dialog.
fn title(dialog: &Dialog) -> &'static str {
    match dialog {
        Dialog::Presets => "Start with a preset",
        Dialog::Import => "Import",
        Dialog::Drafts => "Drafts",
        Dialog::Compare => "Compare",
        Dialog::Share => "Share the plan",
        Dialog::Migration => "Migration steps",
        Dialog::RightSizing => "Right-size from kubectl",
        Dialog::Keys => "Keyboard",
        Dialog::VmSizes(_) => "Choose a VM size",
    }
}

/// Returns what is in the dialog. A function of its own comes later (`script/split.mjs`).
#[inline(never)]
fn body(dialog: &Dialog) -> AnyView {
    match dialog {
        Dialog::Presets => view! { <Presets/> }.into_any(),
        Dialog::Import => view! { <Import/> }.into_any(),
        Dialog::Drafts => view! { <Drafts/> }.into_any(),
        Dialog::Compare => view! { <Compare/> }.into_any(),
        Dialog::Share => view! { <Share/> }.into_any(),
        Dialog::Migration => view! { <Migration/> }.into_any(),
        Dialog::RightSizing => view! { <RightSizing/> }.into_any(),
        Dialog::Keys => view! { <Keys/> }.into_any(),
        Dialog::VmSizes(pool) => view! { <VmSizes pool=*pool/> }.into_any(),
    }
}

/// The dialog element, which is there all the time.
#[component]
pub fn DialogFrame() -> AnyView {
    let store = use_store();
    let frame = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = frame.get() else { return };
        match store.dialog.get() {
            Some(_) if !dialog.open() => {
                let _already_open = dialog.show_modal();
            }
            None if dialog.open() => dialog.close(),
            _ => {}
        }
        // What is drawn in it may want the focus.
        focus::focus("dialog-first");
    });
    let closed = move |_| {
        // The event comes later: meanwhile the dialog may have been opened again.
        if frame.get_untracked().is_none_or(|dialog| !dialog.open()) {
            store.close_dialog();
        }
    };
    let heading = move || store.dialog.with(|dialog| dialog.as_ref().map(title));
    let content = move || store.dialog.with(|dialog| dialog.as_ref().map(body));
    view! {
        <dialog id="dialog" aria-labelledby="dialog-title" node_ref=frame on:close=closed>
            <header class="actions">
                <h2 id="dialog-title">{move || heading()}</h2>
                <span class="grow"></span>
                <Button class="button small" text="Close" press=move || store.close_dialog()/>
            </header>
            <div id="dialog-body">{move || content()}</div>
            <Status/>
        </dialog>
    }
    .into_any()
}
