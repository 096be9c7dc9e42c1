//! Many pools at once: what the list shows and in which order, which of them are selected, and what is done to all of
//! those in one step.

use leptos::prelude::*;
use poolwright::text::{counted, plain};

use super::button::Button;
use crate::pools::{Change, Listing, Order};
use crate::store::{Store, use_store};
use crate::update::Msg;

/// The choices of zones: what they are called, and the zones.
const ZONES: [(&str, &[&str]); 8] = [
    ("1, 2, 3", &["1", "2", "3"]),
    ("1, 2", &["1", "2"]),
    ("1, 3", &["1", "3"]),
    ("2, 3", &["2", "3"]),
    ("1", &["1"]),
    ("2", &["2"]),
    ("3", &["3"]),
    ("None", &[]),
];

/// The check box that selects a pool. A function of its own comes later (`script/split.mjs`).
#[inline(never)]
pub fn select_box(id: u32) -> AnyView {
    let store = use_store();
    let Some(signals) = store.pool(id) else { return ().into_any() };
    let name = move || {
        signals.view.with(|view| match view.pool.name.as_str() {
            "" => format!("Select pool {}", view.place + 1),
            name => format!("Select {}", plain(name)),
        })
    };
    let is_selected = move || store.selection.with(|selection| selection.ids.contains(&id));
    let change = move |event| {
        store.dispatch(Msg::SelectPool { id, is_selected: event_target_checked(&event) });
    };
    view! { <input type="checkbox" class="pick" aria-label=name prop:checked=is_selected on:change=change/> }
        .into_any()
}

/// What the list shows, and what is done to the selected pools. A function of its own comes later (`script/split.mjs`).
#[inline(never)]
pub fn many_pools() -> AnyView {
    let store = use_store();
    let filter = move |event| {
        let words = event_target_value(&event);
        let listing = store.selection.with_untracked(|selection| selection.listing.clone());
        store.dispatch(Msg::ListPools(Listing { words, ..listing }));
    };
    let sort = move |event| {
        let order = Order::named(&event_target_value(&event));
        let listing = store.selection.with_untracked(|selection| selection.listing.clone());
        store.dispatch(Msg::ListPools(Listing { order, ..listing }));
    };
    let orders = Order::ALL.map(|(order, name, title)| {
        view! { <option value=name prop:selected=move || store.selection.with(|selection| selection.listing.order == order)>{title}</option> }
    });
    let words = Memo::new(move |_| store.selection.with(|selection| selection.listing.words.clone()));
    let count = move || {
        let (listed, all) = (store.shown.with(Vec::len), store.ids.with(Vec::len));
        let selected = selected_count(store);
        let listed = if listed == all { String::new() } else { format!("{listed} of ") };
        format!("{listed}{} listed, {selected} selected", counted(all as i64, "pool"))
    };
    let select = move |is_selected: bool| store.dispatch(Msg::SelectListed { is_selected });
    view! {
        <div class="many">
            <div class="form">
                <div class="field">
                    <label for="pool-words">"Filter pools"</label>
                    <input id="pool-words" class="control" type="search" autocomplete="off" spellcheck="false"
                        aria-describedby="pool-words-hint" prop:value=words on:input=filter/>
                    <p class="hint" id="pool-words-hint">"For example: spot, d8ds, zone3, team=shop"</p>
                </div>
                <div class="field">
                    <label for="pool-order">"Sort by"</label>
                    <select id="pool-order" class="control" on:change=sort>{orders.into_iter().collect_view()}</select>
                </div>
            </div>
            <div class="actions">
                <Button class="button small" text="Select all listed" press=move || select(true)/>
                <Button class="button small quiet" text="Select none" press=move || select(false)/>
                <span class="sub" role="status" id="pools-selected">{count}</span>
            </div>
            {bulk_forms(store)}
        </div>
    }
    .into_any()
}

/// Returns how many pools are selected; follows it.
fn selected_count(store: Store) -> usize {
    store.selection.with(|selection| selection.ids.len())
}

/// What is done to the selected pools. The list below stays in view, so of the forms one is open at a time.
fn bulk_forms(store: Store) -> AnyView {
    let zones = RwSignal::new(None::<usize>);
    let texts = [(); 4].map(|()| RwSignal::new(String::new()));
    let [size, version, tags, removed] = texts;
    let (copies, pattern) = (RwSignal::new("1".to_owned()), RwSignal::new("{name}{n}".to_owned()));
    let of_selected = move |verb: &str| format!("{verb} {}", counted(selected_count(store) as i64, "pool"));
    let is_empty = Signal::derive(move || selected_count(store) == 0);
    let apply = move || {
        let zones = zones.get_untracked().and_then(|place| ZONES.get(place));
        store.dispatch(Msg::ChangeSelected(Change {
            zones: zones.map(|(_, zones)| zones.iter().map(|zone| (*zone).to_owned()).collect()),
            vm_size: size.get_untracked(),
            version: version.get_untracked(),
            tags: tags.get_untracked(),
            removed_tags: removed.get_untracked(),
        }));
    };
    let copy = move || {
        let count = copies.with_untracked(|text| text.trim().parse().unwrap_or_default());
        store.dispatch(Msg::CopySelected { pattern: pattern.get_untracked(), count });
    };
    let existing = move || {
        let is_existing =
            |id: &u32| store.pool(*id).is_some_and(|one| one.view.with(|view| view.is_existing));
        let count =
            store.selection.with(|selection| selection.ids.iter().filter(|id| is_existing(id)).count());
        (count > 0).then(|| {
            let text = format!(
                "{} exist: other zones or another size need new pools.",
                counted(count as i64, "selected pool")
            );
            view! { <span class="advice">{text}</span> }
        })
    };
    let zone_options = ZONES
        .iter()
        .enumerate()
        .map(|(place, (title, _))| view! { <option value=place.to_string()>{*title}</option> });
    let choose_zones = move |event| zones.set(event_target_value(&event).parse().ok());
    view! {
        <div class="groups">
            <details class="more" name="bulk">
                <summary>"Change selected"</summary>
                <div class="form" role="group" aria-label="Change selected">
                    <div class="field">
                        <label for="bulk-zones">"Availability zones"</label>
                        <select id="bulk-zones" class="control" on:change=choose_zones>
                            <option value="">"Unchanged"</option>
                            {zone_options.collect_view()}
                        </select>
                    </div>
                    {text_field("bulk-size", "VM size", "For example D8ds_v5", size)}
                    {text_field("bulk-version", "Kubernetes version", "", version)}
                    {lines_field("bulk-tags", "Tags to set", "One name=value per line; other tags stay", tags)}
                    {lines_field("bulk-untag", "Tags to remove", "One name per line", removed)}
                    <p class="hint whole">"Empty fields change nothing. "{existing}</p>
                    <Button class="button small" text=Signal::derive(move || of_selected("Change")) disabled=is_empty press=apply/>
                </div>
            </details>
            <details class="more" name="bulk">
                <summary>"Copy selected"</summary>
                <div class="form" role="group" aria-label="Copy selected">
                    {text_field("bulk-copies", "Copies of each", "", copies)}
                    {text_field("bulk-pattern", "Names of the copies", "{name}, {n}: next free number, {zone}: a copy in each zone", pattern)}
                    <Button class="button small" text=Signal::derive(move || of_selected("Copy")) disabled=is_empty press=copy/>
                </div>
            </details>
            <Button class="button small" text=Signal::derive(move || of_selected("Remove")) disabled=is_empty
                press=move || store.dispatch(Msg::RemoveSelected)/>
        </div>
        // The live region says it.
        <p class="sub" id="bulk-result">{move || store.selection.with(|selection| selection.result.clone())}</p>
    }
    .into_any()
}

fn text_field(id: &'static str, label: &'static str, hint: &'static str, text: RwSignal<String>) -> AnyView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id class="control" autocomplete="off" spellcheck="false" autocapitalize="off" aria-describedby=hint_id.clone()
                prop:value=text on:input=move |event| text.set(event_target_value(&event))/>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
    .into_any()
}

fn lines_field(id: &'static str, label: &'static str, hint: &'static str, text: RwSignal<String>) -> AnyView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea id=id class="control mono" rows="2" autocomplete="off" spellcheck="false" autocapitalize="off" aria-describedby=hint_id.clone()
                prop:value=text on:input=move |event| text.set(event_target_value(&event))></textarea>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
    .into_any()
}
