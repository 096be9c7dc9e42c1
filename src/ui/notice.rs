//! Notices above the plan: what could not be opened, what was read with remarks, the draft that a link came before.

use leptos::prelude::*;

use super::state::{Notice, State};
use crate::sizing::counted;

pub(super) fn notices(state: State) -> AnyView {
    let close = move |_| state.notice.set(None);
    let dismiss = move || view! { <button class="button small quiet" on:click=close>"Dismiss"</button> };
    // The element that says it aloud is there from the start.
    let shown = move || {
        state.notice.get().map(|notice| match notice {
            Notice::Failed(sentence) => view! {
                <div class="notice refused"><p>{sentence}" Your own plan is as it was."</p>{dismiss()}</div>
            }
            .into_any(),
            Notice::NoLink(sentence) => view! { <div class="notice advice"><p>{sentence}</p>{dismiss()}</div> }.into_any(),
            Notice::DraftKept => view! {
                <div class="notice advice">
                    <p>"A link was opened. You had a draft of your own here; it is kept."</p>
                    <button class="button small" on:click=move |_| state.open_kept()>"Open my draft"</button>
                    <button class="button small quiet" on:click=move |_| state.drop_kept()>"Forget it"</button>
                </div>
            }
            .into_any(),
            Notice::Read { what, notes } => {
                let title = format!("{what} was read, with {}.", counted(notes.len() as i64, "remark"));
                let list = notes.into_iter().map(|note| view! { <li><code>{note.path}</code>" "{note.text}</li> }).collect_view();
                view! {
                    <div class="notice advice"><details open><summary>{title}</summary><ul>{list}</ul></details>{dismiss()}</div>
                }
                .into_any()
            }
        })
    };
    view! { <div class="notices" role="alert">{shown}</div> }.into_any()
}
