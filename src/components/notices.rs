//! Notices above the plan: what could not be opened, what was read, the draft that was there when a link was opened, and
//! that the plan isn't saved.

use leptos::prelude::*;
use poolwright::text::plain;

use super::button::Button;
use crate::effects::address;
use crate::model::{Notice, Offer};
use crate::store::{Dialog, Store, use_store};
use crate::update::Msg;

/// All notices.
#[component]
pub fn Notices() -> AnyView {
    let store = use_store();
    let unsaved = move || {
        let error = store.save_error.get();
        (!error.is_empty()).then(|| view! { <div class="notice advice"><p>{error}</p></div> }.into_any())
    };
    let shown = move || store.notice.get().map(|notice| view! { <NoticeBox notice/> }.into_any());
    // It is there from the start, so that what appears in it is announced.
    view! { <div class="notices" role="alert">{move || unsaved()}{move || shown()}</div> }.into_any()
}

/// One notice with its buttons.
#[component]
fn NoticeBox(notice: Notice) -> AnyView {
    let store = use_store();
    let class = if notice.is_failure { "notice refused" } else { "notice advice" };
    let offers = notice.offers.into_iter().map(|offer| {
        view! { <Button class="button small" text=title(offer) press=move || take(store, offer)/> }
    });
    let notes = notice.notes.into_iter().map(|(path, text)| {
        view! { <li><code>{plain(&path).into_owned()}</code>" "{plain(&text).into_owned()}</li> }
    });
    let notes = notes.collect_view();
    let notes = (!notes.is_empty()).then(|| view! { <ul tabindex="0" aria-label="Remarks">{notes}</ul> });
    let more =
        notice.more.into_iter().map(|text| view! { <p>{plain(&text).into_owned()}</p> }).collect_view();
    let more = (!more.is_empty()).then(|| view! { <div>{more}</div> });
    view! {
        <div class=class>
            <p>{plain(&notice.text).into_owned()}</p>
            {offers.collect_view()}
            <Button class="button small quiet" text="Dismiss" press=move || store.dispatch(Msg::Notify(None))/>
            {more}
            {notes}
        </div>
    }
    .into_any()
}

fn title(offer: Offer) -> &'static str {
    match offer {
        Offer::Presets => "Presets",
        Offer::Import => "Import",
        Offer::MigrationSteps => "Migration steps",
        Offer::Undo => "Undo",
        Offer::OpenKeptDraft => "Open my draft",
        Offer::DropKeptDraft => "Delete my draft",
        Offer::OpenOtherDraft => "Show it here",
        Offer::KeepSubscription => "Keep it in this browser",
    }
}

fn take(store: Store, offer: Offer) {
    match offer {
        Offer::Presets => store.open_dialog(Dialog::Presets),
        Offer::Import => store.open_dialog(Dialog::Import),
        Offer::MigrationSteps => store.open_dialog(Dialog::Migration),
        Offer::Undo => store.dispatch(Msg::Undo),
        Offer::OpenKeptDraft => store.dispatch(Msg::OpenKeptDraft),
        Offer::DropKeptDraft => store.dispatch(Msg::DropKeptDraft),
        Offer::OpenOtherDraft => address::open_other_draft(store),
        Offer::KeepSubscription => store.dispatch(Msg::KeepSubscription),
    }
}
