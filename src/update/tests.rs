//! A message goes in; the model, and what the browser has to do, come out.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use poolwright::codec;
use poolwright::lint::{Date, Severity};
use poolwright::plan::Accepted;

use super::*;
use crate::kept::KEPT;
use crate::model::{FindingRow, Format, KEPT_DRAFT_OFFERS, Tab};
use crate::pools::Order;

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
fn the_notice_about_the_sample_goes_with_the_first_change() {
    let mut model = model();
    model.notice = Some(Notice::of_sample());
    update(&mut model, Msg::Paused);
    type_into(&mut model, 0, "count", "many");
    assert!(model.notice.is_some(), "the plan is as it was");
    type_into(&mut model, 0, "count", "5");
    assert_eq!(model.notice, None, "later, the page would move under the next click");
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
    assert!(effects.contains(&Effect::Focus { open: vec!["pool-2".to_owned()], id: "p2-name".to_owned() }));
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
    assert!(summary.stale[0].1.contains("expired on 2026-11-27. Its reason: A lab."), "{:?}", summary.stale);
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
    assert!(announced(&update(&mut model, copy)).starts_with("Done: Copy 1 pool: p1, p2, p3 and 45 more."));
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
