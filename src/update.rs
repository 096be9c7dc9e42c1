//! What can happen on the page, and what it does to the model. Pure: what the browser has to do is returned as effects.

use std::collections::BTreeSet;

use poolwright::codec::{self, Document};
use poolwright::lint::{self, Date, Rule};
use poolwright::plan::{Accepted, Edit, History, NodePool, Plan, Value, presets};
use poolwright::text::counted;
use poolwright::to_json::compact;

use crate::form::{self, Control, FieldTarget, Spec, control_id};
use crate::kept::Steps;
use crate::model::{
    Format, KEPT_DRAFT_OFFERS, Model, Notice, Offer, Rejected, SAMPLE_OFFERS, Tab, Task, catalog_with,
};
use crate::pools::{self, Change, Listing};

/// Where the draft is in local storage.
pub const DRAFT: &str = "poolwright.draft.1";
/// Where a draft is put aside that can't be read: one of a newer version, or a damaged one.
pub const UNREAD: &str = "poolwright.unread.1";
/// Where the draft is kept that was there when a link was opened.
pub const KEPT: &str = "poolwright.kept.1";
/// Where named drafts are.
pub const DRAFTS: &str = "poolwright.drafts.1";
/// Which findings a link accepts that the draft came by.
pub const BY_LINK: &str = "poolwright.bylink.1";
/// Where the steps are that a reload keeps, in the storage of the tab.
pub const HISTORY: &str = "poolwright.history.1";
/// Which fragment the address had and has, when a change was saved as the page was left; in the storage of the tab.
pub const LEFT: &str = "poolwright.left.1";
/// Which snippet tab was last chosen.
pub const TAB: &str = "poolwright.tab.1";
/// How texts were last laid out.
pub const FORMAT: &str = "poolwright.format.1";
/// What is known of the user's subscription, if the user chose to keep it.
pub const SUBSCRIPTION: &str = "poolwright.facts.1";

/// What can happen.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Text was typed into a field.
    Typed {
        target: FieldTarget,
        spec: &'static Spec,
        text: String,
    },
    /// A value was chosen; it is an undo step of its own.
    Chose {
        target: FieldTarget,
        key: &'static str,
        value: Option<Value>,
    },
    /// A value was chosen by typing; typing goes on.
    Set {
        target: FieldTarget,
        key: &'static str,
        value: Option<Value>,
    },
    /// The focus left a field: what is typed next is another undo step.
    LeftField,
    /// Adds a pool of the kind with this number in [`KINDS`].
    AddPool(usize),
    CopyPool(u32),
    RemovePool(u32),
    MovePool {
        id: u32,
        by: isize,
    },
    /// Lists the pools that contain words, in an order.
    ListPools(Listing),
    SelectPool {
        id: u32,
        is_selected: bool,
    },
    /// Selects all pools that are listed, or none.
    SelectListed {
        is_selected: bool,
    },
    /// Changes the selected pools in one step.
    ChangeSelected(Change),
    /// Copies the selected pools so many times, with names after a pattern.
    CopySelected {
        pattern: String,
        count: usize,
    },
    RemoveSelected,
    /// Lists all pools and selects none.
    CloseSelection,
    /// Applies a fix of the finding in the row with this id.
    ApplyFix {
        row: u64,
        fix: usize,
    },
    ApplySafeFixes,
    /// Accepts the finding in the row with this id, with a reason and a last day (empty for no end).
    Accept {
        row: u64,
        reason: String,
        until: String,
    },
    /// No longer accepts the finding in the row with this id.
    Unaccept {
        row: u64,
    },
    /// Removes the entry in this place of what the plan accepts.
    RemoveAccepted(usize),
    /// Shows the field that the finding in the row with this id is about.
    GoTo {
        row: u64,
    },
    Undo,
    Redo,
    /// The steps of the visit before this page was loaded again: the plan that they are about, and those before and after.
    ResumeHistory {
        now: Box<Plan>,
        past: Steps,
        future: Steps,
    },
    /// Opens a plan that was read, imported or chosen.
    Open {
        plan: Box<Plan>,
        source: String,
        notice: Option<Notice>,
    },
    /// Shows the field of a property.
    GoToField {
        target: FieldTarget,
        key: &'static str,
    },
    /// Drops the text of a field that the plan can't hold.
    DropRejected {
        target: FieldTarget,
        key: &'static str,
    },
    /// Another link is in the address bar; and the draft in this browser.
    LinkChanged {
        fragment: String,
        draft: Option<Box<Plan>>,
    },
    OpenKeptDraft,
    DropKeptDraft,
    /// Opens the draft that another tab wrote.
    OpenOtherDraft(Box<Plan>),
    /// Another tab wrote the draft.
    OtherTabWrote,
    Notify(Option<Notice>),
    ChooseTab(Tab),
    ChooseTask(Task),
    ChooseTaskPool(u32),
    ChooseFormat(Format),
    /// VM sizes or quota of the user's subscription were read, and what they contain as a sentence.
    SubscriptionRead {
        data: String,
        summary: String,
    },
    KeepSubscription,
    ForgetSubscription,
    /// The plan was saved or could not be: the page's address, and why it is not saved.
    Saved {
        address: Option<String>,
        error: String,
    },
    /// Typing paused.
    Paused,
}

/// What the browser has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Announces a sentence in the live region.
    Say(String),
    /// Opens these `details` and moves the focus to the element with this id.
    Focus {
        open: Vec<String>,
        id: String,
    },
    Store {
        key: &'static str,
        text: String,
    },
    Forget {
        key: &'static str,
    },
    /// Keeps the subscription's data, and says whether there was room.
    KeepSubscription(String),
    /// Tells the worker what is known of the subscription.
    TellSubscription(String),
}

/// A kind of pool that can be added.
#[derive(Debug)]
pub struct PoolKind {
    pub title: &'static str,
    make: fn(&str) -> NodePool,
    /// The name that the pool gets, or one near it.
    name: &'static str,
}

pub const KINDS: &[PoolKind] = &[
    PoolKind { title: "System", make: presets::dedicated_system_pool, name: "systempool" },
    PoolKind { title: "User", make: |name| presets::user_pool(name, 2, 5), name: "apps" },
    PoolKind { title: "Spot", make: |name| presets::spot_pool(name, 10), name: "spot" },
    PoolKind { title: "Windows", make: presets::windows_pool, name: "win" },
    PoolKind { title: "GPU", make: |name| presets::pool_of_size(name, "Standard_NC4as_T4_v3"), name: "gpu" },
    PoolKind { title: "Arm64", make: |name| presets::pool_of_size(name, "Standard_D8pds_v6"), name: "arm" },
];

/// The `details` that hold the cluster's form.
pub const CLUSTER_CARD: &str = "cluster";
/// The group of the cluster's network fields.
pub const CLUSTER_NETWORK: &str = "cluster-network";

/// Returns the id of a pool's row.
pub fn row_id(id: u32) -> String {
    format!("pool-{id}")
}

/// Returns the id of a group of a pool's fields.
pub fn group_id(id: u32, group: usize) -> String {
    format!("pool-{id}-{group}")
}

/// Fixes that undo names at most.
const MAX_NAMED_FIXES: usize = 4;

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
        Msg::Paused => {
            // The plan is the user's own now.
            if model.is_touched && model.notice.as_ref().is_some_and(|notice| notice.offers == SAMPLE_OFFERS)
            {
                model.notice = None;
            }
            return announce(model);
        }
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

/// Takes the plan with several pools changed, as one step; or says why nothing is changed.
fn bulk(model: &mut Model, next: Result<(Plan, String), String>) -> Vec<Effect> {
    match next {
        Ok((plan, words)) => {
            replace(model, plan, words.clone());
            model.bulk_result = format!("Done: {words}.");
            vec![say_with_verdict(model, model.bulk_result.clone())]
        }
        Err(problem) => {
            model.bulk_result.clone_from(&problem);
            vec![Effect::Say(problem)]
        }
    }
}

fn add_pool(model: &mut Model, kind: usize) -> Vec<Effect> {
    let Some(kind) = KINDS.get(kind) else { return Vec::new() };
    let mut pool = Box::new((kind.make)(kind.name));
    pool.name = pools::new_name(model.plan(), kind.name, pool.longest_name());
    pools::suit(&mut pool, model.plan(), &model.catalog, model.today);
    let at = model.plan().pools.len();
    let mut effects = make(model, Edit::Add { at, pool });
    if let Some(id) = model.ids.get(at).copied() {
        effects.push(focus_field(model, FieldTarget::Pool(id), "name"));
    }
    effects
}

fn copy_pool(model: &mut Model, id: u32) -> Vec<Effect> {
    let Some(place) = model.place(id) else { return Vec::new() };
    let Some(mut pool) = model.plan().pools.get(place).cloned().map(Box::new) else { return Vec::new() };
    pool.name = pools::new_name(model.plan(), &pool.name, pool.longest_name());
    let at = place + 1;
    let mut effects = make(model, Edit::Add { at, pool });
    if let Some(id) = model.ids.get(at).copied() {
        effects.push(focus_field(model, FieldTarget::Pool(id), "name"));
    }
    effects
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

fn go_to(model: &mut Model, row: u64) -> Vec<Effect> {
    let Some(row) = model.verdict.rows.iter().find(|one| one.id == row).cloned() else { return Vec::new() };
    vec![match (row.pool, row.finding.field) {
        (Some(id), field) => focus_field(model, FieldTarget::Pool(id), field.unwrap_or("name")),
        (None, Some(key)) => focus_field(model, FieldTarget::Cluster, key),
        (None, None) => Effect::Focus { open: Vec::new(), id: "plan-start".to_owned() },
    }]
}

fn apply_fix(model: &mut Model, row: u64, fix: usize) -> Vec<Effect> {
    let row = model.verdict.rows.iter().find(|one| one.id == row);
    let Some(fix) = row.and_then(|row| row.finding.fixes.get(fix)).cloned() else { return Vec::new() };
    let mut plan = model.plan().clone();
    for edit in &fix.edits {
        plan.apply(edit);
    }
    replace(model, plan, fix.title.clone());
    vec![say_with_verdict(model, format!("Done: {}.", fix.title))]
}

fn apply_safe_fixes(model: &mut Model) -> Vec<Effect> {
    let (plan, done) = lint::apply_safe_fixes(model.plan(), &model.catalog, model.today);
    let mut words = done.iter().take(MAX_NAMED_FIXES).map(String::as_str).collect::<Vec<_>>().join("; ");
    if let Some(more) = done.len().checked_sub(MAX_NAMED_FIXES).filter(|more| *more > 0) {
        words += &format!("; and {}", counted(more as i64, "other fix"));
    }
    replace(model, plan, words);
    vec![say_with_verdict(model, format!("{} applied.", counted(done.len() as i64, "fix")))]
}

/// Returns the rule and the pool's name of the finding in a row.
fn accepts_what(model: &Model, row: u64) -> Option<(&'static Rule, Option<String>)> {
    let row = model.verdict.rows.iter().find(|one| one.id == row)?;
    let pool = row.finding.pool.and_then(|place| model.plan().pools.get(place));
    Some((row.finding.rule, pool.map(|pool| pool.name.clone())))
}

/// Accepts a finding. What accepted it before is replaced.
fn accept(model: &mut Model, row: u64, reason: &str, until: &str) -> Vec<Effect> {
    let Some((rule, pool)) = accepts_what(model, row) else { return Vec::new() };
    let is_of = |one: &Accepted| rule.ids().any(|id| one.rule == id) && one.pool == pool;
    let day = Date::parse(until.trim());
    if reason.trim().is_empty() {
        return vec![Effect::Say("Enter a reason.".to_owned())];
    }
    if day.is_none() && !until.trim().is_empty() || day.is_some_and(|day| day < model.today) {
        return vec![Effect::Say("The last day must be today or later, such as 2026-12-31.".to_owned())];
    }
    let mut plan = model.plan().clone();
    plan.accepted.retain(|one| !is_of(one));
    let reason = reason.trim().to_owned();
    let accepted = Accepted { rule: rule.id.to_owned(), pool, reason, until: day };
    // Whoever saves it here has decided it.
    model.accepted_by_link.retain(|one| *one != accepted);
    // The newest comes first, so that it wins over one for all pools.
    plan.accepted.insert(0, accepted);
    replace(model, plan, format!("Accept {}", rule.id));
    // The same once more changes who decided it.
    model.recompute();
    vec![say_with_verdict(model, format!("Accepted {}.", rule.id))]
}

fn unaccept(model: &mut Model, row: u64) -> Vec<Effect> {
    let Some(row) = model.verdict.rows.iter().find(|one| one.id == row).cloned() else { return Vec::new() };
    let plan = model.plan().clone();
    remove_accepted(model, |_, one| row.finding.is_meant_by(one, &plan))
}

fn remove_accepted(model: &mut Model, is_removed: impl Fn(usize, &Accepted) -> bool) -> Vec<Effect> {
    let mut plan = model.plan().clone();
    let mut at = 0..;
    plan.accepted.retain(|one| !is_removed(at.next().unwrap_or_default(), one));
    replace(model, plan, "Remove an acceptance".to_owned());
    vec![say_with_verdict(model, "No longer accepted.".to_owned())]
}

/// Replaces the plan; undo brings it back.
fn replace(model: &mut Model, plan: Plan, words: String) {
    apply(model, Edit::Replace { plan: Box::new(plan), from: words });
    model.history.settle();
}

fn travel(model: &mut Model, step: fn(&mut History) -> Option<String>, done: &str) -> Vec<Effect> {
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

/// Opens a plan that was read; it is what is compared with from now on.
fn open(model: &mut Model, plan: Plan, source: &str, notice: Option<Notice>) -> Vec<Effect> {
    model.opened.clone_from(&plan);
    // What was typed into fields of another plan says nothing about this one.
    model.set_rejected(Vec::new());
    // Where a cluster is running, changing it comes first: creating it again is a choice.
    model.snippet.task = if plan.baseline.is_some() { Task::Migrate } else { Task::Create };
    replace(model, plan, format!("Open {source}"));
    model.notice = notice;
    vec![say_with_verdict(model, format!("Opened {source}."))]
}

/// Returns the plan of a fragment; `None` if there is no fragment.
pub fn plan_of_link(fragment: &str) -> Option<Result<Document, String>> {
    let is_there = !fragment.trim_start_matches('#').is_empty();
    is_there.then(|| codec::read_link(fragment).map_err(|error| error.to_string()))
}

/// Returns the draft to keep when a plan is opened over it: the draft at hand, else the one that is kept already.
pub fn draft_to_keep(plan: &Plan, draft: Option<Plan>, kept: Option<Plan>) -> Option<Plan> {
    draft.filter(|draft| draft != plan).or(kept).filter(|kept| kept != plan)
}

/// Opens a link that was put into the address of the open page, as a visit by it does: what was the plan here is kept.
fn link_changed(model: &mut Model, fragment: &str, stored: Option<Plan>) -> Vec<Effect> {
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

fn drop_kept_draft(model: &mut Model) -> Vec<Effect> {
    model.kept_draft = None;
    if model.notice.as_ref().is_some_and(|notice| notice.offers == KEPT_DRAFT_OFFERS) {
        model.notice = None;
    }
    vec![Effect::Forget { key: KEPT }]
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::model::FindingRow;
    use crate::pools::Order;
    use poolwright::lint::Severity;

    fn spec(key: &str) -> &'static Spec {
        let common = form::pool::COMMON.iter().chain(form::pool::BOUNDS).chain(form::pool::PLACE);
        let more = form::pool::MORE.iter().flat_map(|(_, specs)| specs.iter());
        common.chain(more).find(|spec| spec.key == key).unwrap()
    }

    /// The model of a first visit: two pools, systempool and apps, with the ids 0 and 1.
    fn model() -> Model {
        Model::new(codec::PRODUCTION.plan(), String::new(), Date::parse("2026-11-28").unwrap())
    }

    fn type_into(model: &mut Model, id: u32, key: &str, text: &str) {
        let (target, text) = (FieldTarget::Pool(id), text.to_owned());
        assert_eq!(update(model, Msg::Typed { target, spec: spec(key), text }), []);
    }

    fn announced(effects: &[Effect]) -> String {
        let text = |effect: &Effect| match effect {
            Effect::Say(text) => Some(text.clone()),
            _ => None,
        };
        effects.iter().filter_map(text).collect()
    }

    fn link(plan: &Plan) -> String {
        codec::write_link(plan).unwrap()
    }

    #[test]
    fn a_keystroke_goes_from_the_field_to_the_verdict_and_the_snippet() {
        let mut model = model();
        assert!(model.summary().is_clear);
        type_into(&mut model, 0, "count", "1");
        assert_eq!(model.plan().pools[0].count, Some(1));
        assert_eq!(model.verdict.report.count(Severity::Unsupported), 1);
        assert!(model.verdict.of_pool(0).iter().any(|row| row.finding.field == Some("count")));
        assert!(model.write_snippet().text().contains("--node-count 1 "));
        // Typing on is the same undo step, and leaving the field ends it.
        type_into(&mut model, 0, "count", "12");
        update(&mut model, Msg::LeftField);
        type_into(&mut model, 0, "count", "13");
        assert_eq!(announced(&update(&mut model, Msg::Undo)), "Undone: Set count of systempool to 13.");
        assert_eq!(model.plan().pools[0].count, Some(12));
        update(&mut model, Msg::Undo);
        assert_eq!(model.plan().pools[0].count, Some(3));
        assert_eq!(announced(&update(&mut model, Msg::Redo)), "Redone: Set count of systempool to 12.");
    }

    #[test]
    fn the_verdict_is_announced_once_typing_pauses_and_only_if_it_changed() {
        let mut model = model();
        assert_eq!(update(&mut model, Msg::Paused), []);
        type_into(&mut model, 0, "count", "1");
        assert!(announced(&update(&mut model, Msg::Paused)).starts_with("1 "));
        assert_eq!(update(&mut model, Msg::Paused), []);
    }

    #[test]
    fn the_notice_about_the_sample_goes_once_the_plan_is_the_users_own() {
        let mut model = model();
        model.notice = Some(Notice::of_sample());
        update(&mut model, Msg::Paused);
        assert!(model.notice.is_some());
        type_into(&mut model, 0, "count", "5");
        assert!(model.notice.is_some(), "nothing moves while the user types");
        update(&mut model, Msg::Paused);
        assert_eq!(model.notice, None);
    }

    #[test]
    fn text_that_the_plan_cannot_hold_is_kept_and_blocks_the_all_clear() {
        let mut model = model();
        type_into(&mut model, 0, "count", "many");
        assert_eq!(model.plan().pools[0].count, Some(3));
        assert_eq!(model.rejected[0].text, "many");
        assert!(model.rejected[0].problem.ends_with("isn\u{2019}t a whole number. The plan still uses 3."));
        assert!(!model.summary().is_clear);
        assert!(model.summary_text().contains("1 field has text"));
        assert!(model.write_snippet().text().contains("1 field has text"));
        // A change elsewhere leaves it.
        type_into(&mut model, 1, "name", "web");
        assert_eq!(model.rejected.len(), 1);
        // Text that fits, another value, and removing the pool take it away.
        type_into(&mut model, 0, "count", "4");
        assert_eq!(model.rejected, []);
        type_into(&mut model, 0, "count", "x");
        update(&mut model, Msg::Undo);
        assert_eq!(model.rejected, []);
        type_into(&mut model, 0, "count", "x");
        update(&mut model, Msg::DropRejected { target: FieldTarget::Pool(0), key: "count" });
        assert_eq!(model.rejected, []);
        type_into(&mut model, 1, "maxPods", "x");
        update(&mut model, Msg::RemovePool(1));
        assert_eq!(model.rejected, []);
        assert!(model.summary().rejected.is_none());
    }

    #[test]
    fn pools_are_added_copied_moved_and_removed_and_keep_their_ids() {
        let mut model = model();
        let effects = update(&mut model, Msg::AddPool(2));
        assert_eq!(model.ids, [0, 1, 2]);
        assert_eq!(announced(&effects), "Done: Add pool spot.");
        assert!(
            effects.contains(&Effect::Focus { open: vec!["pool-2".to_owned()], id: "p2-name".to_owned() })
        );
        update(&mut model, Msg::MovePool { id: 2, by: -1 });
        assert_eq!(model.ids, [0, 2, 1]);
        assert_eq!(update(&mut model, Msg::MovePool { id: 0, by: -1 }), []);
        update(&mut model, Msg::CopyPool(2));
        assert_eq!(model.ids, [0, 2, 3, 1]);
        assert_eq!(model.plan().pools[2].name, "spot2");
        update(&mut model, Msg::RemovePool(2));
        assert_eq!(model.ids, [0, 3, 1]);
        // Undo brings the pool back; the others keep their rows.
        update(&mut model, Msg::Undo);
        let names: Vec<_> = model.plan().pools.iter().map(|pool| pool.name.as_str()).collect();
        assert_eq!(names, ["systempool", "spot", "spot2", "apps"]);
        assert_eq!((model.ids[0], model.ids[2], model.ids[3]), (0, 3, 1));
    }

    #[test]
    fn findings_keep_their_rows_and_lead_to_their_fields() {
        let mut model = model();
        type_into(&mut model, 0, "count", "1");
        let row = model.verdict.rows.iter().find(|row| row.finding.field == Some("count")).unwrap().clone();
        type_into(&mut model, 1, "name", "web");
        assert!(model.verdict.rows.contains(&row), "a finding that stays is the same row");
        let effects = update(&mut model, Msg::GoTo { row: row.id });
        assert_eq!(effects, [Effect::Focus { open: vec!["pool-0".to_owned()], id: "p0-count".to_owned() }]);
        let effects = update(&mut model, Msg::ApplyFix { row: row.id, fix: 0 });
        assert!(announced(&effects).starts_with("Done: "), "{effects:?}");
        assert_eq!(model.plan().pools[0].count, Some(3));
        assert_eq!(update(&mut model, Msg::GoTo { row: row.id }), []);
    }

    #[test]
    fn safe_fixes_are_one_undo_step() {
        let mut model = model();
        type_into(&mut model, 0, "count", "1");
        let before = model.plan().clone();
        let count = model.summary().safe_fixes;
        assert!(count > 0);
        let effects = update(&mut model, Msg::ApplySafeFixes);
        assert!(announced(&effects).contains("applied."), "{effects:?}");
        assert_eq!(model.summary().safe_fixes, 0);
        update(&mut model, Msg::Undo);
        assert_eq!(*model.plan(), before);
    }

    #[test]
    fn findings_are_accepted_with_a_reason_and_stay_visible() {
        let mut model = model();
        type_into(&mut model, 0, "count", "1");
        let row = |model: &Model| {
            let is_it = |row: &&std::sync::Arc<FindingRow>| row.finding.rule.id == "system-pool-min-nodes";
            model.verdict.rows.iter().find(is_it).unwrap().as_ref().clone()
        };
        let accept = |model: &mut Model, reason: &str, until: &str| {
            let (row, reason, until) = (row(model).id, reason.to_owned(), until.to_owned());
            update(model, Msg::Accept { row, reason, until })
        };
        let before = model.summary();
        assert_eq!(announced(&accept(&mut model, " ", "")), "Enter a reason.");
        for day in ["soon", "2026-11-27"] {
            assert!(announced(&accept(&mut model, "A lab.", day)).starts_with("The last day must be"));
        }
        assert_eq!(model.plan().accepted, []);
        let effects = accept(&mut model, " A lab. ", "2026-11-28");
        assert!(announced(&effects).contains("1 finding is accepted"), "{effects:?}");
        let summary = model.summary();
        assert_eq!((summary.accepted, &summary.stale), (1, &Vec::new()));
        assert_eq!(summary.counts.iter().sum::<usize>() + 1, before.counts.iter().sum::<usize>());
        assert!(!summary.text.contains("No rule violations"), "{}", summary.text);
        assert_eq!(summary.refused, before.refused, "what AKS refuses stays refused");
        let accepted = row(&model).accepted.unwrap();
        assert_eq!(accepted.until, "2026-11-28");
        assert_eq!((accepted.reason.as_str(), accepted.by_link), ("A lab.", false));
        // It is edited in place, and travels in the link, where it is someone else's.
        accept(&mut model, "A lab without users.", "");
        assert_eq!(model.plan().accepted.len(), 1);
        let plan = model.plan().clone();
        assert_eq!(codec::read_link(&link(&plan)).unwrap().plan, plan);
        let mut other = self::model();
        update(&mut other, Msg::LinkChanged { fragment: format!("#{}", link(&plan)), draft: None });
        assert!(row(&other).accepted.unwrap().by_link);
        accept(&mut other, "Ours too.", "");
        assert!(!row(&other).accepted.unwrap().by_link);
        // Safe fixes leave it alone.
        update(&mut model, Msg::ApplySafeFixes);
        assert_eq!(model.plan().pools[0].count, Some(1));
        // An acceptance of what isn't found is listed, and can be removed; undo brings it back.
        type_into(&mut model, 0, "count", "3");
        let stale = model.summary().stale;
        assert!(stale[0].1.contains("isn\u{2019}t used. Its reason: A lab without users."), "{stale:?}");
        update(&mut model, Msg::RemoveAccepted(stale[0].0));
        assert_eq!(model.plan().accepted, []);
        update(&mut model, Msg::Undo);
        update(&mut model, Msg::Undo);
        assert_eq!(model.summary().accepted, 1);
        let row = row(&model).id;
        update(&mut model, Msg::Unaccept { row });
        assert_eq!((model.summary().accepted, model.summary().counts), (0, before.counts));
    }

    #[test]
    fn what_a_link_accepts_is_shown_so_until_it_is_saved_here() {
        let accepted = Accepted {
            rule: "system-pool-min-nodes".to_owned(),
            reason: "A lab.".to_owned(),
            ..Accepted::default()
        };
        let mut plan = model().plan().clone();
        plan.pools[0].count = Some(1);
        plan.accepted = vec![accepted.clone()];
        let mut model = model();
        let by_link = |model: &Model| {
            let rows = model.verdict.rows.iter().filter_map(|row| row.accepted.clone());
            rows.map(|one| one.by_link).collect::<Vec<_>>()
        };
        update(&mut model, Msg::LinkChanged { fragment: format!("#{}", link(&plan)), draft: None });
        assert_eq!(by_link(&model), [true]);
        type_into(&mut model, 1, "name", "web");
        assert_eq!(by_link(&model), [true], "an edit elsewhere decides nothing");
        update(&mut model, Msg::Undo);
        update(&mut model, Msg::Undo);
        update(&mut model, Msg::Redo);
        assert_eq!(by_link(&model), [true]);
        // The same after a reload: what is kept is the list.
        let kept = crate::kept::write_accepted(&model.accepted_by_link).unwrap();
        let mut again = Model::new(model.plan().clone(), String::new(), model.today);
        again.accept_by_link(crate::kept::read_accepted(&kept));
        assert_eq!(by_link(&again), [true]);
        // Saved without a change, it is decided here.
        let row = again.verdict.rows.iter().find(|row| row.accepted.is_some()).unwrap().id;
        update(&mut again, Msg::Accept { row, reason: "A lab.".to_owned(), until: String::new() });
        assert_eq!(by_link(&again), [false]);
    }

    #[test]
    fn undo_survives_a_reload_of_the_same_plan() {
        let mut model = model();
        type_into(&mut model, 0, "count", "4");
        update(&mut model, Msg::LeftField);
        type_into(&mut model, 0, "count", "5");
        let text = crate::kept::write_history(&model.history).unwrap();
        let resume = |model: &mut Model| {
            let (now, past, future) = crate::kept::read_history(&text).unwrap();
            update(model, Msg::ResumeHistory { now: Box::new(now), past, future })
        };
        let mut again = Model::new(model.plan().clone(), String::new(), model.today);
        assert_eq!(resume(&mut again), []);
        assert_eq!(announced(&update(&mut again, Msg::Undo)), "Undone: Set count of systempool to 5.");
        assert_eq!(again.plan().pools[0].count, Some(4));
        // Another plan was opened meanwhile.
        let mut other = self::model();
        resume(&mut other);
        assert_eq!(other.history.undo_label(), None);
    }

    #[test]
    fn an_acceptance_that_expired_accepts_nothing() {
        let mut model = model();
        type_into(&mut model, 0, "count", "1");
        let before = model.summary();
        let mut plan = model.plan().clone();
        plan.accepted.push(Accepted {
            rule: "system-pool-min-nodes".to_owned(),
            reason: "A lab.".to_owned(),
            until: Date::parse("2026-11-27"),
            ..Accepted::default()
        });
        update(&mut model, Msg::Open { plan: Box::new(plan), source: "a file".to_owned(), notice: None });
        let summary = model.summary();
        assert_eq!((summary.accepted, summary.counts), (0, before.counts));
        assert!(
            summary.stale[0].1.contains("expired on 2026-11-27. Its reason: A lab."),
            "{:?}",
            summary.stale
        );
    }

    #[test]
    fn a_link_keeps_the_draft_and_back_is_undo() {
        let mut model = model();
        type_into(&mut model, 1, "name", "mine");
        let mine = model.plan().clone();
        let mut other = mine.clone();
        other.pools.truncate(1);
        let changed = |plan: &Plan| Msg::LinkChanged { fragment: format!("#{}", link(plan)), draft: None };
        let effects = update(&mut model, changed(&other));
        assert_eq!(*model.plan(), other);
        assert_eq!(model.kept_draft.as_ref(), Some(&mine));
        assert!(!model.is_touched, "the draft is the user's own until the link's plan is edited");
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Store { key: KEPT, .. })));
        assert_eq!(model.notice.as_ref().unwrap().offers, KEPT_DRAFT_OFFERS);
        assert_eq!(update(&mut model, changed(&other)), [], "the same address once more");
        let effects = update(&mut model, changed(&mine));
        assert_eq!(*model.plan(), mine);
        assert!(effects.contains(&Effect::Forget { key: KEPT }), "the draft is the plan again: {effects:?}");
        assert_eq!(model.notice, None);
        // What can't be read leaves the plan as it is.
        update(&mut model, Msg::LinkChanged { fragment: "#1%%%".to_owned(), draft: None });
        assert!(model.notice.as_ref().unwrap().is_failure);
        assert_eq!(*model.plan(), mine);
    }

    #[test]
    fn an_imported_cluster_is_updated_unless_it_is_to_be_recreated() {
        let mut model = model();
        assert_eq!(model.snippet.task, Task::Create);
        let mut plan = model.plan().clone();
        plan.baseline = Some(Box::new(plan.clone()));
        let import = || Msg::Open { plan: Box::new(plan.clone()), source: "a file".to_owned(), notice: None };
        let effects = update(&mut model, import());
        assert!(announced(&effects).starts_with("Opened a file."));
        assert_eq!(model.snippet.task, Task::Migrate);
        assert!(!model.writes_snippet());
        update(&mut model, Msg::ChooseTask(Task::Create));
        assert!(model.writes_snippet());
        update(&mut model, Msg::Undo);
        assert_eq!(model.snippet.task, Task::Create, "without a baseline nothing is updated");
        update(&mut model, import());
        assert_eq!(model.snippet.task, Task::Migrate);
    }

    /// As `poolwright check` says it of the same cluster.
    #[test]
    fn what_aks_checks_for_new_pools_only_is_a_note_where_the_cluster_has_it() {
        let mut model = model();
        let mut plan = model.plan().clone();
        plan.pools[1].max_pods = Some(9);
        plan.baseline = Some(Box::new(plan.clone()));
        let notice = None;
        update(&mut model, Msg::Open { plan: Box::new(plan), source: "a file".to_owned(), notice });
        let severity = |model: &Model| {
            let rows = model.verdict.of_pool(1).iter();
            let row = rows.map(|row| &row.finding).find(|finding| finding.rule.id == "max-pods-range");
            row.map(|finding| finding.severity)
        };
        assert_eq!(severity(&model), Some(Severity::Note));
        let id = model.ids[1];
        type_into(&mut model, id, "maxPods", "8");
        assert_eq!(severity(&model), Some(Severity::Refused));
    }

    #[test]
    fn the_language_and_the_layout_of_a_text_are_kept() {
        let mut model = model();
        for tab in Tab::all() {
            let effects = update(&mut model, Msg::ChooseTab(tab));
            assert_eq!(effects, [Effect::Store { key: TAB, text: tab.name.to_owned() }]);
            assert_eq!(Tab::named(tab.name), tab);
        }
        for format in [Format::Whole, Format::Steps, Format::Apart] {
            let effects = update(&mut model, Msg::ChooseFormat(format));
            assert_eq!(effects, [Effect::Store { key: FORMAT, text: format.name().to_owned() }]);
            assert_eq!(Format::named(format.name()), format);
            // A language that can't be split is one text.
            model.snippet.tab = Tab::named("bicep");
            assert_eq!(model.snippet.is_apart(), format == Format::Apart);
            model.snippet.tab = Tab::named("az");
            assert!(!model.snippet.is_apart());
            assert_eq!(model.writes_snippet(), format != Format::Steps);
        }
    }

    #[test]
    fn subscription_data_is_kept_only_when_asked_for() {
        let mut model = model();
        let read = Msg::SubscriptionRead { data: String::new(), summary: "2 VM sizes.".to_owned() };
        let effects = update(&mut model, read);
        assert!(effects.contains(&Effect::Forget { key: SUBSCRIPTION }));
        assert_eq!(model.notice.as_ref().unwrap().offers, [Offer::KeepSubscription]);
        let effects = update(&mut model, Msg::KeepSubscription);
        assert!(matches!(effects.as_slice(), [Effect::KeepSubscription(_)]));
        assert_eq!(model.notice, None);
    }

    #[test]
    fn another_tab_keeps_its_draft_until_this_one_is_edited() {
        let mut model = model();
        type_into(&mut model, 1, "name", "mine");
        update(&mut model, Msg::OtherTabWrote);
        assert!(!model.is_touched);
        type_into(&mut model, 1, "name", "again");
        assert!(model.is_touched);
    }

    #[test]
    fn fifty_pools_are_changed_in_one_step_and_soon() {
        let mut model = model();
        let copy = Msg::CopySelected { pattern: "p{n}".to_owned(), count: 48 };
        update(&mut model, Msg::SelectPool { id: 1, is_selected: true });
        assert!(
            announced(&update(&mut model, copy)).starts_with("Done: Copy 1 pool: p1, p2, p3 and 45 more.")
        );
        assert_eq!(model.ids.len(), 50);
        assert_eq!((model.ids[0], model.ids[1]), (0, 1), "rows stay");
        update(&mut model, Msg::SelectListed { is_selected: true });
        assert_eq!(model.selected.len(), 50);
        let before = model.plan().clone();
        let change =
            pools::Change { version: "1.34".to_owned(), tags: "team=web".to_owned(), ..Default::default() };
        let start = std::time::Instant::now();
        let effects = update(&mut model, Msg::ChangeSelected(change.clone()));
        let time = start.elapsed();
        println!("50 pools in {time:?}");
        assert!(time.as_millis() < 100, "{time:?}");
        assert!(
            announced(&effects).starts_with("Done: Set orchestratorVersion and tags of 50 pools."),
            "{effects:?}"
        );
        assert!(model.plan().pools.iter().all(|pool| pool.kubernetes_version.as_deref() == Some("1.34")));
        // The same once more changes nothing, and says so.
        let effects = update(&mut model, Msg::ChangeSelected(change));
        assert_eq!(announced(&effects), model.bulk_result);
        assert_eq!(model.bulk_result, "The selected pools have these values already.");
        update(&mut model, Msg::Undo);
        assert_eq!(*model.plan(), before);
        assert_eq!(model.selected.len(), 50, "what is selected stays");
        update(&mut model, Msg::RemoveSelected);
        assert_eq!((model.plan().pools.len(), model.selected.len()), (0, 0));
        update(&mut model, Msg::Undo);
        assert_eq!(*model.plan(), before);
    }

    #[test]
    fn only_listed_pools_are_selected_and_rows_stay_while_pools_are_edited() {
        let mut model = model();
        update(&mut model, Msg::AddPool(2));
        update(&mut model, Msg::SelectListed { is_selected: true });
        let listing = |words: &str| Msg::ListPools(Listing { words: words.to_owned(), order: Order::Name });
        update(&mut model, listing("spot"));
        assert_eq!((model.shown.clone(), model.selected.len()), (vec![2], 1));
        // Its name no longer has the word, and it stays in the list under the hand.
        type_into(&mut model, 2, "name", "zz");
        update(&mut model, Msg::Chose { target: FieldTarget::Pool(2), key: "scaleSetPriority", value: None });
        assert_eq!(model.shown, [2]);
        // What leads to a pool that isn't listed lists it.
        let effects = update(&mut model, Msg::GoToField { target: FieldTarget::Pool(0), key: "name" });
        assert!(matches!(effects.as_slice(), [Effect::Focus { .. }]));
        assert_eq!(model.shown, [1, 0, 2], "by name");
        update(&mut model, listing("apps"));
        update(&mut model, Msg::AddPool(1));
        assert!(model.shown.contains(&3));
        update(&mut model, Msg::SelectPool { id: 99, is_selected: true });
        assert_eq!(model.selected.len(), 0);
        update(&mut model, listing("apps"));
        update(&mut model, Msg::SelectPool { id: 3, is_selected: true });
        update(&mut model, Msg::CloseSelection);
        assert_eq!((model.shown.clone(), model.selected.len()), (model.ids.clone(), 0));
        update(&mut model, Msg::MovePool { id: 3, by: -1 });
        assert_eq!(model.shown, model.ids);
    }
}
