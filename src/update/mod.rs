//! Brings what happens on the page into the model. Pure: what the browser has to do is returned as effects.

mod documents;
mod findings;
mod message;
mod pool_edits;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use poolwright::plan::{Edit, History, Plan, Value};

use crate::form::{
    self, CLUSTER_CARD, CLUSTER_NETWORK, Control, FieldTarget, Spec, control_id, group_id, row_id,
};
use crate::kept::{FORMAT, SUBSCRIPTION, TAB};
use crate::model::{Model, Notice, Offer, Rejected, SAMPLE_OFFERS, Task, catalog_with};
use crate::pools::{self, Listing};

use documents::{drop_kept_draft, link_changed, open, travel};
use findings::{accept, apply_fix, apply_safe_fixes, go_to, remove_accepted, unaccept};
use pool_edits::{add_pool, bulk, copy_pool};

pub use documents::{draft_to_keep, plan_of_link};
pub use findings::acceptance_problem;
pub use message::{Effect, Msg};
pub use pool_edits::{KINDS, PoolKind};

/// Brings a message into the model, and returns what the browser has to do.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Typed { target, spec, text } => typed(model, target, spec, text),
        Msg::Chose { target, key, value } => {
            set(model, target, key, value);
            model.history.settle();
        }
        Msg::Set { target, key, value } => set(model, target, key, value),
        Msg::LeftField => model.history.settle(),
        Msg::AddPool(kind) => return add_pool(model, kind),
        Msg::CopyPool(id) => return copy_pool(model, id),
        Msg::RemovePool(id) => {
            let Some(pool) = model.place(id) else { return Vec::new() };
            return make(model, Edit::Remove { pool });
        }
        Msg::MovePool { id, by } => {
            let from = model.place(id);
            let to = from.and_then(|from| from.checked_add_signed(by));
            let Some((from, to)) = from.zip(to) else { return Vec::new() };
            return make(model, Edit::Move { from, to });
        }
        Msg::ListPools(listing) => {
            model.listing = listing;
            model.list_pools();
        }
        Msg::SelectPool { id, is_selected } => {
            model.bulk_result.clear();
            if is_selected {
                model.selected.extend(model.place(id).map(|_| id));
            } else {
                model.selected.remove(&id);
            }
        }
        Msg::SelectListed { is_selected } => {
            model.bulk_result.clear();
            model.selected =
                if is_selected { model.shown.iter().copied().collect() } else { BTreeSet::new() };
        }
        Msg::ChangeSelected(change) => {
            let next = pools::changed(model.plan(), &model.catalog, &model.selected_places(), &change);
            return bulk(model, next);
        }
        Msg::CopySelected { pattern, count } => {
            let next = pools::copied(model.plan(), &model.selected_places(), &pattern, count);
            return bulk(model, next);
        }
        Msg::RemoveSelected => {
            let next = pools::removed(model.plan(), &model.selected_places());
            return bulk(model, next);
        }
        Msg::CloseSelection => {
            model.listing = Listing::default();
            model.selected.clear();
            model.bulk_result.clear();
            model.list_pools();
        }
        Msg::ApplyFix { row, fix } => return apply_fix(model, row, fix),
        Msg::ApplySafeFixes => return apply_safe_fixes(model),
        Msg::Accept { row, reason, until } => return accept(model, row, &reason, &until),
        Msg::Unaccept { row } => return unaccept(model, row),
        Msg::RemoveAccepted(place) => return remove_accepted(model, |at, _| at == place),
        Msg::GoTo { row } => return go_to(model, row),
        Msg::Undo => return travel(model, History::undo, "Undone"),
        Msg::Redo => return travel(model, History::redo, "Redone"),
        Msg::ResumeHistory { now, past, future } => {
            // The plan may be another one: that of a link, or of another tab.
            if *now == model.opened {
                model.history.resume(past, future);
            }
        }
        Msg::Open { plan, source, notice } => return open(model, *plan, &source, notice),
        Msg::GoToField { target, key } => return vec![focus_field(model, target, key)],
        Msg::DropRejected { target, key } => {
            model.drop_rejected(target, key);
        }
        Msg::LinkChanged { fragment, draft } => {
            return link_changed(model, &fragment, draft.map(|draft| *draft));
        }
        Msg::OpenKeptDraft => {
            let Some(plan) = model.kept_draft.take() else { return drop_kept_draft(model) };
            let mut effects = open(model, plan, "your draft", None);
            effects.extend(drop_kept_draft(model));
            return effects;
        }
        Msg::DropKeptDraft => return drop_kept_draft(model),
        Msg::OpenOtherDraft(plan) => return open(model, *plan, "the draft of the other tab", None),
        Msg::OtherTabWrote => {
            // What the other tab wrote stays until the plan is edited here.
            model.is_touched = false;
            let text = "The plan was changed in another tab. This browser keeps that tab\u{2019}s draft.";
            model.notice = Some(Notice::new(text, &[Offer::OpenOtherDraft]));
        }
        Msg::Notify(notice) => model.notice = notice,
        Msg::ChooseTab(tab) => {
            model.snippet.tab = tab;
            return vec![Effect::Store { key: TAB, text: tab.name.to_owned() }];
        }
        Msg::ChooseTask(task) => {
            model.snippet.task = task;
            if matches!(task, Task::Operation(_)) && model.place(model.snippet.pool).is_none() {
                model.snippet.pool = model.ids.first().copied().unwrap_or_default();
            }
        }
        Msg::ChooseTaskPool(id) => model.snippet.pool = id,
        Msg::ChooseFormat(format) => {
            model.snippet.format = format;
            return vec![Effect::Store { key: FORMAT, text: format.name().to_owned() }];
        }
        Msg::SubscriptionRead { data, summary } => {
            learn(model, data.clone());
            model.notice = Some(Notice::new(summary.clone(), &[Offer::KeepSubscription]));
            // What was kept before is not what is known now.
            return vec![
                Effect::TellSubscription(data),
                Effect::Forget { key: SUBSCRIPTION },
                Effect::Say(summary),
            ];
        }
        Msg::KeepSubscription => {
            model.notice = None;
            return vec![Effect::KeepSubscription(model.subscription.clone())];
        }
        Msg::ForgetSubscription => {
            learn(model, String::new());
            return vec![
                Effect::TellSubscription(String::new()),
                Effect::Forget { key: SUBSCRIPTION },
                Effect::Say("The data of your subscription is removed from this browser.".to_owned()),
            ];
        }
        Msg::Saved { address, error } => {
            model.address = address;
            model.save_error = error;
        }
        Msg::Paused => return announce(model),
    }
    Vec::new()
}

/// Applies an edit and brings the rest of the model up to date; returns whether the plan changed.
fn apply(model: &mut Model, edit: Edit) -> bool {
    let mut ids = model.ids.clone();
    match &edit {
        Edit::Add { at, .. } => {
            ids.insert((*at).min(ids.len()), model.next_id);
            model.next_id += 1;
        }
        Edit::Remove { pool } if *pool < ids.len() => {
            ids.remove(*pool);
        }
        Edit::Move { from, to } if *from < ids.len() && *to < ids.len() => {
            let id = ids.remove(*from);
            ids.insert(*to, id);
        }
        Edit::Replace { plan, .. } => {
            let before = model.plan().clone();
            ids = ids_by_name(model, &before, plan);
        }
        _ => {}
    }
    let is_changed = model.history.apply(edit);
    if is_changed {
        model.ids = ids;
        model.is_touched = true;
        // The plan is the user's own now. Later, the page would move under the next click.
        model.notice.take_if(|notice| notice.offers == SAMPLE_OFFERS);
        model.recompute();
    }
    is_changed
}

/// Returns ids for the pools of another plan: a pool of the same name keeps its row, and one at the place of a pool
/// that is gone, which is what a new name looks like, takes over its row.
fn ids_by_name(model: &mut Model, before: &Plan, plan: &Plan) -> Vec<u32> {
    let old = &before.pools;
    let stays = |name: &str| plan.pools.iter().any(|pool| pool.name == name);
    let mut known: Vec<_> = old.iter().map(|pool| Some(&pool.name)).zip(model.ids.iter().copied()).collect();
    let mut fresh = model.next_id..;
    let ids = plan.pools.iter().enumerate().map(|(place, pool)| {
        let same = known.iter().position(|(name, _)| *name == Some(&pool.name));
        let renamed = old.get(place).filter(|gone| !stays(&gone.name)).map(|_| place);
        match same.or(renamed).and_then(|place| known.get_mut(place)) {
            // Each row is taken once.
            Some((name @ Some(_), id)) => {
                *name = None;
                Some(*id)
            }
            _ => fresh.next(),
        }
    });
    let ids = ids.flatten().collect();
    model.next_id = fresh.start;
    ids
}

fn set(model: &mut Model, target: FieldTarget, key: &'static str, value: Option<Value>) {
    model.drop_rejected(target, key);
    let edit = match target {
        FieldTarget::Cluster => Some(Edit::Cluster { key, value }),
        FieldTarget::Pool(id) => model.place(id).map(|pool| Edit::Pool { pool, key, value }),
    };
    if let Some(edit) = edit {
        apply(model, edit);
    }
}

/// Takes what was typed into a field: into the plan, or beside it if the plan can't hold it.
fn typed(model: &mut Model, target: FieldTarget, spec: &'static Spec, text: String) {
    match form::parse(spec.control, &text) {
        Ok(value) => set(model, target, spec.key, value),
        Err(expected) => {
            let instead_of = model.value_text(target, spec.key);
            let uses = match spec.control {
                Control::Whole | Control::Decimal if !instead_of.is_empty() => {
                    format!(" The plan still uses {instead_of}.")
                }
                _ => " The plan doesn\u{2019}t use this text.".to_owned(),
            };
            let (key, label, problem) = (spec.key, spec.label, expected + &uses);
            let rejected = Rejected { target, key, label, text, problem, instead_of };
            model.reject(rejected);
        }
    }
}

/// Applies an edit that is a step by itself, and says what was done.
fn make(model: &mut Model, edit: Edit) -> Vec<Effect> {
    let is_changed = apply(model, edit);
    model.history.settle();
    let words = model.history.undo_label().filter(|_| is_changed);
    words.map(|words| Effect::Say(format!("Done: {words}."))).into_iter().collect()
}

/// Returns the effect that moves the focus to a field. A pool that isn't listed is.
fn focus_field(model: &mut Model, target: FieldTarget, key: &'static str) -> Effect {
    if let FieldTarget::Pool(id) = target
        && !model.shown.contains(&id)
    {
        model.listing.words.clear();
        model.list_pools();
    }
    let open = match target {
        FieldTarget::Cluster => {
            let is_network = form::cluster::NETWORK.iter().any(|spec| spec.key == key);
            let group = is_network.then(|| CLUSTER_NETWORK.to_owned());
            std::iter::once(CLUSTER_CARD.to_owned()).chain(group).collect()
        }
        FieldTarget::Pool(id) => {
            let group = form::pool::group_of(key).map(|group| group_id(id, group));
            std::iter::once(row_id(id)).chain(group).collect()
        }
    };
    Effect::Focus { open, id: control_id(target, key) }
}

/// Replaces the plan; undo brings it back.
fn replace(model: &mut Model, plan: Plan, words: String) {
    apply(model, Edit::Replace { plan: Box::new(plan), from: words });
    model.history.settle();
}

fn learn(model: &mut Model, data: String) {
    model.catalog = std::sync::Arc::new(catalog_with(&data));
    model.subscription = data;
    model.recompute();
}

/// Says something with the verdict; then the verdict need not be announced again.
fn say_with_verdict(model: &mut Model, words: String) -> Effect {
    model.announced = model.summary_text();
    Effect::Say(format!("{words} {}", model.announced))
}

/// Announces the verdict if it is another than the last one.
fn announce(model: &mut Model) -> Vec<Effect> {
    let summary = model.summary_text();
    if model.announced == summary {
        return Vec::new();
    }
    model.announced.clone_from(&summary);
    vec![Effect::Say(summary)]
}
