//! Accepting a finding on purpose: why, and until when.

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use poolwright::text::plain;

use super::button::Button;
use super::disclosure::Disclosure;
use super::finding::FindingItem;
use crate::effects::focus;
use crate::model::FindingRow;
use crate::store::{Store, use_store};
use crate::update::{Msg, acceptance_problem};

fn form_id(row: u64) -> String {
    format!("accept-{row}-form")
}

/// Shows why a finding is accepted, if it is, and the form in which that is decided.
pub fn acceptance(store: Store, row: &FindingRow) -> AnyView {
    let id = row.id;
    let accepted = row.accepted.clone();
    let is_accepted = accepted.is_some();
    let why = accepted.as_ref().map(|one| {
        let by = if one.by_link { " by the link" } else { "" };
        let until = if one.until.is_empty() { String::new() } else { format!(" until {}", one.until) };
        view! { <p class="why">{format!("Accepted{by}{until}: {}", plain(&one.reason))}</p> }
    });
    let (reason, until) = accepted.map(|one| (one.reason, one.until)).unwrap_or_default();
    let content = move || {
        let (reason, until) = (RwSignal::new(reason.clone()), RwSignal::new(until.clone()));
        let problem = RwSignal::new(None);
        let save = move || {
            let (reason, until) = (reason.get_untracked(), until.get_untracked());
            let wrong = store.with_model(|model| acceptance_problem(&reason, &until, model.today));
            problem.set(wrong);
            store.dispatch(Msg::Accept { row: id, reason, until });
        };
        // The list of findings scrolls, and the form may be below its edge.
        Timeout::new(0, move || focus::reveal(&form_id(id))).forget();
        let remove = is_accepted.then(|| {
            let press = move || store.dispatch(Msg::Unaccept { row: id });
            view! { <Button class="button small" text="Remove" press/> }
        });
        view! {
            <div class="actions" id=form_id(id)>
                <label>"Reason "<input class="control" prop:value=reason on:input=move |event| reason.set(event_target_value(&event))/></label>
                <label>"Last day (optional) "<input class="control" type="date" prop:value=until on:input=move |event| until.set(event_target_value(&event))/></label>
                <Button class="button small" text="Save" press=save/>
                {remove}
                <p class="hint refused">{problem}</p>
            </div>
        }
        .into_any()
    };
    let title = if is_accepted { "Edit the acceptance" } else { "Accept" };
    view! { {why}<Disclosure class="accept" id=format!("accept-{id}") summary=move || view! { {title} }.into_any() content/> }.into_any()
}

/// The findings that are accepted, and what no longer accepts one; most plans have none.
#[component]
pub fn AcceptedFindings() -> AnyView {
    let store = use_store();
    let is_any =
        Memo::new(move |_| store.summary.with(|summary| summary.accepted > 0 || !summary.stale.is_empty()));
    let list = move || is_any.get().then(|| accepted_list(store));
    view! { <div>{list}</div> }.into_any()
}

#[inline(never)]
fn accepted_list(store: Store) -> AnyView {
    let stale = Memo::new(move |_| store.summary.with(|summary| summary.stale.clone()));
    let title = move || format!("{} accepted", store.summary.with(|summary| summary.accepted));
    let rows = move || {
        let is_accepted = |row: &&Arc<FindingRow>| row.accepted.is_some();
        store.findings.with(|rows| rows.iter().filter(is_accepted).cloned().collect::<Vec<_>>())
    };
    let stale_items = move || {
        let item = |(place, text): (usize, String)| {
            let press = move || store.dispatch(Msg::RemoveAccepted(place));
            view! {
                <li class="finding"><p>{text}</p><div class="actions"><Button class="button small" text="Remove" press/></div></li>
            }
        };
        stale.get().into_iter().map(item).collect_view()
    };
    view! {
        <ul class="findings">{stale_items}</ul>
        <details class="notes" hidden=move || store.summary.with(|summary| summary.accepted == 0)>
            <summary>{title}</summary>
            <ul class="findings"><For each=rows key=|row| row.id children=|row| view! { <FindingItem row/> }/></ul>
        </details>
    }
    .into_any()
}
