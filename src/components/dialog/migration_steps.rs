//! The steps of a migration, with boxes that stay ticked in this browser.

use std::collections::BTreeSet;

use leptos::prelude::*;
use poolwright_protocol::{Detail, Line, MigrationStep};

use crate::components::code_block::{CodeBlock, text_of};
use crate::components::copy_button::CopyButton;
use crate::components::diff_table::source_link;
use crate::effects::storage;
use crate::store::{Store, use_store};

/// Which steps of one script are done.
#[derive(Clone, Copy, Debug)]
struct Done {
    steps: RwSignal<BTreeSet<usize>>,
    /// Where they are stored.
    key: StoredValue<String>,
    total: usize,
}

impl Done {
    /// Returns the steps that are ticked for the script of this digest.
    fn load(digest: &str, total: usize) -> Self {
        let key = format!("poolwright.steps.1.{digest}");
        let stored = storage::get(&key).unwrap_or_default();
        let steps = stored.split(',').filter_map(|number| number.parse().ok()).collect();
        Self { steps: RwSignal::new(steps), key: StoredValue::new(key), total }
    }

    fn in_words(self) -> String {
        let done = self.steps.with(BTreeSet::len);
        format!("{done} of {} steps are done.", self.total)
    }

    fn set(self, store: Store, number: usize, is_done: bool) {
        self.steps.update(|steps| {
            if is_done {
                steps.insert(number);
            } else {
                steps.remove(&number);
            }
        });
        let numbers =
            self.steps.with_untracked(|steps| steps.iter().map(usize::to_string).collect::<Vec<_>>());
        let is_stored = self.key.with_value(|key| {
            if numbers.is_empty() {
                storage::remove(key);
                return true;
            }
            storage::set(key, &numbers.join(","))
        });
        let words = untrack(|| self.in_words());
        store.say(if is_stored { words } else { words + " This browser can\u{2019}t store them." });
    }
}

/// How many steps are drawn in one frame: three hundred at once hold up the page for half a second.
const IN_ONE_FRAME: usize = 20;

/// The list of steps. It grows from frame to frame.
#[component]
pub fn Steps(steps: Vec<MigrationStep>, digest: String) -> AnyView {
    let total = steps.len();
    let done = Done::load(&digest, total);
    let drawn = RwSignal::new(0);
    grow(drawn, total);
    let steps = StoredValue::new(steps);
    let step = move |index: usize| {
        let step = steps.with_value(|steps| steps.get(index).cloned());
        step.map(|step| view! { <Step step=step number=index + 1 done=done/> })
    };
    view! {
        <section>
            <h3>"Steps"</h3>
            <p class="sub" id="migration-done">{move || done.in_words()}</p>
            <ol class="steps"><For each=move || 0..drawn.get() key=|index| *index children=step/></ol>
        </section>
    }
    .into_any()
}

/// Adds what one frame draws, until all is drawn or the list is gone.
fn grow(drawn: RwSignal<usize>, total: usize) {
    let Some(before) = drawn.try_get_untracked().filter(|before| *before < total) else { return };
    drawn.set(total.min(before + IN_ONE_FRAME));
    request_animation_frame(move || grow(drawn, total));
}

/// One step: its box, its details, what its commands leave out, its commands, and the check after it.
#[component]
fn Step(step: MigrationStep, number: usize, done: Done) -> AnyView {
    let store = use_store();
    let id = format!("tick-{number}");
    let label_for = id.clone();
    let is_done = move || done.steps.with(|steps| steps.contains(&number));
    let change = move |event| done.set(store, number, event_target_checked(&event));
    let details = step.details.into_iter().map(detail).collect_view();
    let gaps =
        step.gaps.into_iter().map(|gap| view! { <p class="hint unsupported">{gap}</p> }).collect_view();
    view! {
        <li>
            <h4>
                <label class="check" for=label_for>
                    <input type="checkbox" id=id data-step=number autocomplete="off" prop:checked=is_done on:change=change/>
                    <span>{format!("{number}. {}", step.title)}</span>
                </label>
            </h4>
            <dl>{details}</dl>
            {gaps}
            <details>
                <summary>{format!("Commands of step {number}")}</summary>
                <Commands id="do" what="the commands of" number=number lines=step.commands/>
                <Commands id="look" what="the check of" number=number lines=step.verify/>
            </details>
        </li>
    }
    .into_any()
}

fn detail(detail: Detail) -> AnyView {
    let texts = match detail.texts.as_slice() {
        [text] => text.clone().into_any(),
        _ => detail.texts.into_iter().map(|text| view! { <p>{text}</p> }).collect_view().into_any(),
    };
    view! { <div><dt>{detail.term}</dt><dd>{texts}" "{detail.source.map(source_link)}</dd></div> }.into_any()
}

/// Commands of a step to copy; nothing if there are none.
#[component]
fn Commands(id: &'static str, what: &'static str, number: usize, lines: Vec<Line>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let id = format!("{id}-{number}");
    let name = format!("{what} step {number}");
    let text = text_of(&lines);
    view! {
        <div class="words">
            <CodeBlock id=id.clone() label=poolwright::text::capital(&name) lines=lines/>
            <CopyButton text="Copy" label=format!("Copy {name}") what=name from=id content=text/>
        </div>
    }
    .into_any()
}
