//! Plans that this browser keeps under names.

use leptos::prelude::*;
use poolwright::text::plain;

use super::TextFile;
use super::text_file::NO_TEXT;
use crate::components::button::Button;
use crate::effects::{download::download, storage};
use crate::kept::DRAFTS;
use crate::kept::{Draft, Drafts as Kept};
use crate::store::{Store, use_store};
use crate::update::Msg;

/// What the dialog shows.
#[derive(Clone, Copy)]
struct Shown {
    store: Store,
    drafts: RwSignal<Kept>,
    /// What was done last, or why it wasn't.
    said: RwSignal<String>,
    /// The draft that was deleted last.
    deleted: RwSignal<Option<Draft>>,
}

impl Shown {
    fn say(self, text: String) {
        self.said.set(text.clone());
        self.store.say(text);
    }

    /// Changes the drafts as they are in the browser now: another tab may have saved one.
    fn change(self, change: impl FnOnce(&mut Kept) -> Result<String, String>) {
        let mut drafts = match stored() {
            Ok(drafts) => drafts,
            Err(problem) => return self.say(problem),
        };
        match change(&mut drafts) {
            Ok(_) if !storage::set(DRAFTS, &drafts.write()) => {
                self.say("The browser has no room for it: its storage is full or switched off.".to_owned());
            }
            Ok(done) => {
                self.drafts.set(drafts);
                self.say(done);
            }
            Err(problem) => self.say(problem),
        }
    }
}

/// Returns the drafts in this browser. The error says that they can't be read; then they aren't overwritten.
fn stored() -> Result<Kept, String> {
    match storage::get(DRAFTS) {
        Some(text) => Kept::read(&text).map_err(|_| {
            "The drafts in this browser can\u{2019}t be read: a later version of the page may have written them.".to_owned()
        }),
        None => Ok(Kept::default()),
    }
}

#[component]
pub fn Drafts() -> AnyView {
    let store = use_store();
    let (drafts, problem) = match stored() {
        Ok(drafts) => (drafts, String::new()),
        Err(problem) => (Kept::default(), problem),
    };
    let shown = Shown {
        store,
        drafts: RwSignal::new(drafts),
        said: RwSignal::new(problem),
        deleted: RwSignal::new(None),
    };
    let name = RwSignal::new(store.with_model(|model| model.plan().cluster.name.clone()));
    let save = move || {
        let today = store.today();
        let plan = store.with_model(|model| model.plan().clone());
        shown.change(|drafts| drafts.save(&name.get_untracked(), &plan, &today));
    };
    let export = move || match stored() {
        Ok(drafts) => {
            download("poolwright-drafts.json", &drafts.write());
            shown.say("Downloaded poolwright-drafts.json.".to_owned());
        }
        Err(problem) => shown.say(problem),
    };
    let import = move |text: Option<String>| match text {
        Some(text) => shown.change(|drafts| drafts.import(&text)),
        None => shown.say(NO_TEXT.to_owned()),
    };
    let restore = move || {
        shown.deleted.get().map(|draft| {
            let text = format!("Restore {}", plain(&draft.name));
            let press = move || {
                if let Some(draft) = shown.deleted.get_untracked() {
                    shown.deleted.set(None);
                    shown.change(|drafts| {
                        drafts.add(draft);
                        Ok("Restored.".to_owned())
                    });
                }
            };
            view! { <Button class="button small" text=text press/> }.into_any()
        })
    };
    let is_empty = Signal::derive(move || shown.drafts.with(|drafts| drafts.0.is_empty()));
    view! {
        <div>
            <p class="sub">"Drafts stay in this browser. The plan that you edit is kept without a name, too."</p>
            <label for="dialog-first">"Name"</label>
            <input id="dialog-first" class="control" autocomplete="off" spellcheck="false" prop:value=name
                on:input=move |event| name.set(event_target_value(&event))/>
            <div class="actions">
                <Button class="button primary" text="Save this plan" press=save/>
                {restore}
            </div>
            <p class="hint" id="drafts-said">{move || plain(&shown.said.get()).into_owned()}</p>
            <ul class="lines" id="drafts">
                <For each=move || shown.drafts.get().0 key=|draft| (draft.name.clone(), draft.about()) children=move |draft| row(shown, draft)/>
            </ul>
            <p class="empty" hidden=move || !is_empty.get()>"No drafts yet."</p>
            <div class="actions">
                <Button class="button small" text="Download all drafts" disabled=is_empty press=export/>
            </div>
            <label for="drafts-file">"Import drafts from a file"</label>
            <TextFile id="drafts-file" class="" read=import/>
        </div>
    }
    .into_any()
}

fn row(shown: Shown, draft: Draft) -> AnyView {
    let name = plain(&draft.name).into_owned();
    let about = draft.about();
    let deleted = draft.name.clone();
    let source = format!("the draft {name}");
    let (open_label, delete_label) = (format!("Open {name}"), format!("Delete {name}"));
    let open = move |_| match draft.plan() {
        Ok(plan) => {
            shown.store.close_dialog();
            shown.store.dispatch(Msg::Open { plan: Box::new(plan), source: source.clone(), notice: None });
        }
        Err(problem) => shown.say(problem),
    };
    let delete = move |_| {
        let said = format!("Deleted {}.", plain(&deleted));
        let mut removed = None;
        shown.change(|drafts| {
            removed = drafts.remove(&deleted);
            Ok(said)
        });
        shown.deleted.set(removed);
    };
    view! {
        <li class="actions">
            <b>{name}</b>
            <span class="sub grow">{about}</span>
            <button type="button" class="button small" aria-label=open_label on:click=open>"Open"</button>
            <button type="button" class="button small quiet" aria-label=delete_label on:click=delete>"Delete"</button>
        </li>
    }
    .into_any()
}
