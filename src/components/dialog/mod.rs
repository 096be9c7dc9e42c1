//! The dialog: a frame with a title, and what is in it.

pub mod compare;
pub mod import;
pub mod keys;
pub mod loaded;
pub mod migration;
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
use crate::store::use_store;

/// What a dialog is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    Presets,
    Import,
    Compare,
    Share,
    Migration,
    RightSizing,
    Keys,
    /// VM sizes for the pool with this id.
    VmSizes(u32),
}

impl Dialog {
    fn title(&self) -> &'static str {
        match self {
            Self::Presets => "Start with a preset",
            Self::Import => "Import",
            Self::Compare => "Compare",
            Self::Share => "Share the plan",
            Self::Migration => "Migration steps",
            Self::RightSizing => "Right-size from kubectl",
            Self::Keys => "Keyboard",
            Self::VmSizes(_) => "Choose a VM size",
        }
    }

    /// Returns what is in the dialog.
    fn body(&self) -> AnyView {
        match self {
            Self::Presets => view! { <Presets/> }.into_any(),
            Self::Import => view! { <Import/> }.into_any(),
            Self::Compare => view! { <Compare/> }.into_any(),
            Self::Share => view! { <Share/> }.into_any(),
            Self::Migration => view! { <Migration/> }.into_any(),
            Self::RightSizing => view! { <RightSizing/> }.into_any(),
            Self::Keys => view! { <Keys/> }.into_any(),
            Self::VmSizes(pool) => view! { <VmSizes pool=*pool/> }.into_any(),
        }
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
        focus::focus("sheet-first");
    });
    let closed = move |_| {
        // The event comes later: meanwhile the dialog may have been opened again.
        if frame.get_untracked().is_none_or(|dialog| !dialog.open()) {
            store.close_dialog();
        }
    };
    let title = move || store.dialog.with(|dialog| dialog.as_ref().map(Dialog::title));
    let body = move || store.dialog.with(|dialog| dialog.as_ref().map(Dialog::body));
    view! {
        <dialog id="sheet" aria-labelledby="sheet-title" node_ref=frame on:close=closed>
            <header class="actions">
                <h2 id="sheet-title">{title}</h2>
                <span class="grow"></span>
                <Button class="button small" text="Close" press=move || store.close_dialog()/>
            </header>
            <div id="sheet-body">{body}</div>
            <Status/>
        </dialog>
    }
    .into_any()
}
