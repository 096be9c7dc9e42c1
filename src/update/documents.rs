//! Another plan replaces the one on the page: a file, a link, a draft, or what undo brings back.

use poolwright::codec::{self, Document};
use poolwright::plan::{History, Plan};
use poolwright::to_json::compact;

use super::{Effect, ids_by_name, replace, say_with_verdict};
use crate::kept::KEPT;
use crate::model::{KEPT_DRAFT_OFFERS, Model, Notice, Task};

/// Opens a plan that was read; it is what is compared with from now on.
pub(super) fn open(model: &mut Model, plan: Plan, source: &str, notice: Option<Notice>) -> Vec<Effect> {
    model.opened.clone_from(&plan);
    // What was typed into fields of another plan says nothing about this one.
    model.set_rejected(Vec::new());
    // Where a cluster is running, changing it comes first: creating it again is a choice.
    model.snippet.task = if plan.baseline.is_some() { Task::Migrate } else { Task::Create };
    replace(model, plan, format!("Open {source}"));
    model.notice = notice;
    vec![say_with_verdict(model, format!("Opened {source}."))]
}

/// Returns the plan of a fragment; `None` without one.
pub fn plan_of_link(fragment: &str) -> Option<Result<Document, String>> {
    let is_there = !fragment.trim_start_matches('#').is_empty();
    is_there.then(|| codec::read_link(fragment).map_err(|error| error.to_string()))
}

/// Returns the draft to keep when a plan is opened over it: the draft at hand, else the one that is kept already.
pub fn draft_to_keep(plan: &Plan, draft: Option<Plan>, kept: Option<Plan>) -> Option<Plan> {
    draft.filter(|draft| draft != plan).or(kept).filter(|kept| kept != plan)
}

/// Opens a link that was put into the address of the open page, as a visit by it does: what was the plan here is kept.
pub(super) fn link_changed(model: &mut Model, fragment: &str, stored: Option<Plan>) -> Vec<Effect> {
    match plan_of_link(fragment) {
        None => Vec::new(),
        // An address that the page itself wrote, once more.
        Some(Ok(Document { plan, .. })) if plan == *model.plan() => Vec::new(),
        // The way back in the browser is undo here.
        Some(Ok(Document { plan, .. })) if model.history.before() == Some(&plan) => {
            travel(model, History::undo, "Undone")
        }
        Some(Ok(Document { plan, notes, .. })) => {
            let draft = if model.is_touched { Some(model.plan().clone()) } else { stored };
            model.kept_draft = draft_to_keep(&plan, draft, model.kept_draft.take());
            let kept = model.kept_draft.as_ref();
            let text = kept.map(|draft| compact(&codec::plan_to_json(draft)));
            let notice = Notice::of_link(&notes, kept.is_some());
            let accepted = plan.accepted.clone();
            let mut effects = open(model, plan, "the link", notice);
            model.accept_by_link(accepted);
            // The draft is the user's own until the link's plan is edited.
            model.is_touched = false;
            effects.extend(text.map(|text| Effect::Store { key: KEPT, text }));
            effects
        }
        // What can't be read leaves the plan as it is.
        Some(Err(sentence)) => {
            model.notice = Some(Notice::failed(sentence));
            Vec::new()
        }
    }
}

pub(super) fn drop_kept_draft(model: &mut Model) -> Vec<Effect> {
    model.kept_draft = None;
    model.notice.take_if(|notice| notice.offers == KEPT_DRAFT_OFFERS);
    vec![Effect::Forget { key: KEPT }]
}

pub(super) fn travel(model: &mut Model, step: fn(&mut History) -> Option<String>, done: &str) -> Vec<Effect> {
    let before = model.plan().clone();
    let Some(words) = step(&mut model.history) else { return Vec::new() };
    let now = model.plan().clone();
    if now.pools.len() != before.pools.len()
        || now.pools.iter().zip(&before.pools).any(|(a, b)| a.name != b.name)
    {
        model.ids = ids_by_name(model, &before, &now);
    }
    model.is_touched = true;
    model.recompute();
    let mut effects = vec![Effect::Say(format!("{done}: {words}."))];
    // The draft that was kept is the plan again.
    if model.kept_draft.as_ref() == Some(model.plan()) {
        effects.extend(drop_kept_draft(model));
    }
    effects
}
