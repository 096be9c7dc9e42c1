//! The app's state, in one place.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use super::reactive::*;

use super::remote::{about, follow, report};
use super::snippets::{Tab, Task};
use super::{browser, dom};
use poolwright::catalogue::Catalogue;
use poolwright::plan::{CLUSTER_PROPERTIES, Edit, History, POOL_PROPERTIES, Plan, Value};
use poolwright::rules::{self, Date, Finding, Report};
use poolwright::share::{self, Document, Note};
use poolwright::text::counted;
use poolwright::to_json::{Json, Object, compact};

/// Where the draft lives in local storage.
const DRAFT: &str = "poolwright.draft.1";
/// Where a draft is put aside that cannot be read: one of a newer version, or a damaged one.
const UNREAD: &str = "poolwright.unread.1";
/// Where a draft is kept that a link came before.
const KEPT: &str = "poolwright.kept.1";
/// Which snippet tab was last chosen.
const TAB: &str = "poolwright.tab.1";
/// What is known of one's own subscription, if it is to be kept.
const FACTS: &str = "poolwright.facts.1";
/// How long typing must pause before the address bar and local storage follow.
const PAUSE: Duration = Duration::from_millis(250);
/// How long what was said is not yet over, in milliseconds.
const MOMENT: f64 = 1_000.0;
/// What is offered about a draft that a link came before.
const KEPT_OFFERS: &[&str] = &["kept", "drop"];
/// What a first visit is told.
const WELCOME: &str =
    "This is a production layout to begin with. Change it, choose another, or open what you have.";

/// Whose property a field edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Cluster,
    /// A pool, by the id that it has in this session.
    Pool(u32),
}

/// Text in a field that the plan can't hold. The plan has the value before it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rejected {
    pub(super) owner: Owner,
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) text: String,
    /// Why the plan can't hold it.
    pub(super) problem: String,
    /// The value that the plan has: once it has another, such as by a fix, the text is gone.
    value: Option<Value>,
}

/// What the page has to say above the plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Notice {
    /// Whether it is about something that went wrong.
    pub(super) is_failure: bool,
    pub(super) says: String,
    /// Elements of the worker below it.
    pub(super) more: Option<Json>,
    /// What to do about it, by the names in [`super::act::ACTS`].
    pub(super) offers: &'static [&'static str],
}

impl Notice {
    fn failed(says: String) -> Self {
        Self { is_failure: true, says: says + " Your own plan is as it was.", ..Self::default() }
    }

    fn said(says: &str, offers: &'static [&'static str]) -> Self {
        Self { says: says.to_owned(), offers, ..Self::default() }
    }

    /// What was read, with the worker's elements about it.
    pub(super) fn read(says: String, more: Option<Json>, offers: &'static [&'static str]) -> Self {
        Self { says, more, offers, ..Self::default() }
    }

    /// What reading a link could not take, and the draft that is kept because of it.
    fn of_link(notes: &[Note], has_kept: bool) -> Option<Self> {
        let mut says = match notes.len() {
            0 if !has_kept => return None,
            0 => "A link was opened.".to_owned(),
            count => format!("The link was read, with {}.", counted(count as i64, "remark")),
        };
        if has_kept {
            says += " You had a draft of your own here; it is kept.";
        }
        let more = (!notes.is_empty()).then(|| super::notice::listed(notes));
        Some(Self::read(says, more, if has_kept { KEPT_OFFERS } else { &[] }))
    }
}

/// All that the page is about.
#[derive(Debug)]
struct Desk {
    /// The plan, with its past.
    history: History,
    /// What the rules say of the plan.
    report: Report,
    /// An id for each pool, in the plan's order, so that a card keeps its fields and focus when pools move.
    ids: Vec<u32>,
    next_id: u32,
    /// Whether the plan has been edited since the page was opened, or since another tab wrote the draft.
    touched: bool,
    /// The draft that a link came before.
    kept: Option<Plan>,
    /// The verdict as the live region said it last.
    announced: String,
    /// What the live region said last, and when.
    said: (f64, String),
    /// The tab of the snippet.
    tab: Tab,
    /// What the snippet does.
    task: Task,
    notice: Option<Notice>,
    /// Texts in fields that the plan can't hold, whether the fields are on the page or not.
    rejected: Vec<Rejected>,
    /// Why the plan is not kept, or not in the address bar, as long as that is so.
    unkept: String,
    /// The plan as it was opened, to compare with.
    opened: Plan,
    catalogue: Arc<Catalogue>,
    /// What is known of one's own subscription, as [`Catalogue::lay`] takes it.
    facts: String,
    /// How often the worker was told something that its answers rest on.
    told: u32,
    /// Whether the page has all rules that can find something in the plan.
    is_plain: bool,
    /// Whether the report is the worker's.
    has_asked: bool,
    /// The pool that a VM size is being picked for.
    picks_for: Option<u32>,
    /// The region whose prices the worker knows or is about to; nothing before they are wanted.
    priced: Option<String>,
    today: Date,
}

/// The state, for all parts of the page. Signals are of few types, for each type is code of its own; nothing is
/// memoised but the verdict, which is made when the plan changes.
#[derive(Clone, Copy)]
pub(super) struct State {
    desk: RwSignal<Desk>,
    /// What the live region says.
    status: RwSignal<Option<String>>,
    /// How often something in the sheet has changed, if it is open.
    sheet: RwSignal<Option<usize>>,
    /// Grows whenever typing pauses.
    pauses: RwSignal<Option<usize>>,
    /// What the worker says of the plan at a glance: costs and pictures.
    glance: RwSignal<Option<Json>>,
    /// In how many ways the text that is shown differs from the plan, if it is a text for the whole plan.
    gaps: RwSignal<Option<usize>>,
}

impl State {
    /// Opens the plan of the link, else the draft, else the first preset.
    pub(super) fn open() -> Self {
        let facts = browser::stored(FACTS).unwrap_or_default();
        let catalogue = Arc::new(with_facts(&facts));
        let fragment = browser::fragment();
        let mut notice = None;
        let draft = match browser::stored(DRAFT).map(|text| (share::read_plan(&text), text)) {
            None => None,
            Some((Ok(document), _)) => Some(document.plan),
            Some((Err(error), text)) => {
                // The next change would write over it.
                browser::store(UNREAD, &text);
                browser::forget(DRAFT);
                let says = format!("The draft in this browser was put aside: {error}");
                notice = Some(Notice { is_failure: true, says, ..Notice::default() });
                None
            }
        };
        if draft.is_none() && notice.is_none() && fragment.is_empty() {
            notice = Some(Notice::said(WELCOME, &["presets", "import"]));
        }
        let mut kept = read_stored(KEPT);
        let plan = match opened_by_link(&fragment) {
            Some(Ok(document)) => {
                kept = kept_before(&document.plan, draft, kept);
                notice = Notice::of_link(&document.notes, kept.is_some());
                document.plan
            }
            Some(Err(sentence)) => {
                notice = Some(Notice::failed(sentence));
                draft.unwrap_or_else(first_plan)
            }
            None => draft.unwrap_or_else(first_plan),
        };
        let mut desk = Desk {
            opened: plan.clone(),
            unkept: String::new(),
            history: History::new(plan),
            report: Report::default(),
            ids: Vec::new(),
            next_id: 0,
            touched: false,
            kept,
            announced: String::new(),
            said: (0.0, String::new()),
            tab: Tab::named(&browser::stored(TAB).unwrap_or_default()),
            task: Task::default(),
            notice,
            rejected: Vec::new(),
            catalogue,
            facts,
            told: 0,
            is_plain: true,
            has_asked: false,
            picks_for: None,
            priced: None,
            today: browser::today(),
        };
        if !desk.facts.is_empty() {
            browser::tell(r#"{"ask":"facts"}"#, &desk.facts);
        }
        desk.follow();
        desk.announced = desk.report.verdict();
        Self {
            desk: RwSignal::new(desk),
            status: RwSignal::new(None),
            sheet: RwSignal::new(None),
            pauses: RwSignal::new(None),
            glance: RwSignal::new(None),
            gaps: RwSignal::new(None),
        }
    }

    pub(super) fn catalogue(self) -> Arc<Catalogue> {
        self.desk.with(|desk| desk.catalogue.clone())
    }

    /// Takes the facts of one's own subscription for what was known of it; none for an empty text.
    pub(super) fn learn(self, facts: String) {
        browser::tell(r#"{"ask":"facts"}"#, &facts);
        self.desk.update(|desk| {
            desk.catalogue = Arc::new(with_facts(&facts));
            desk.facts = facts;
            desk.told += 1;
            desk.follow();
        });
        // What was kept before is not what is known now.
        browser::forget(FACTS);
    }

    /// Whether something is known of one's own subscription.
    pub(super) fn has_facts(self) -> bool {
        self.desk.with(|desk| !desk.facts.is_empty())
    }

    /// Keeps the facts of one's own subscription in this browser.
    pub(super) fn keep_facts(self) {
        let has_room = self.desk.with_untracked(|desk| browser::store(FACTS, &desk.facts));
        let said = if has_room {
            "Kept in this browser until you forget it."
        } else {
            "The browser has no room for it."
        };
        self.say(said.to_owned());
        self.notify(None);
    }

    /// Forgets the facts of one's own subscription.
    pub(super) fn forget_facts(self) {
        self.learn(String::new());
        self.say("What was pasted of your subscription is forgotten.".to_owned());
    }

    /// The pool that a VM size is being picked for.
    pub(super) fn picks_for(self) -> Option<u32> {
        self.desk.with(|desk| desk.picks_for)
    }

    /// The sheet is open, perhaps to pick a VM size for a pool.
    pub(super) fn open_sheet(self, pool: Option<u32>) {
        self.desk.try_update_untracked(|desk| desk.picks_for = pool);
    }

    /// Something in the sheet has changed.
    pub(super) fn change_sheet(self) {
        self.sheet.update(|changes| *changes = Some(changes.unwrap_or_default() + 1));
    }

    pub(super) fn close_sheet(self) {
        self.sheet.set(None);
        self.open_sheet(None);
    }

    /// How often something in the sheet has changed, if it is open.
    pub(super) fn sheet(self) -> Option<usize> {
        self.sheet.get()
    }

    /// Changes whenever the worker was told something that its answers rest on.
    pub(super) fn told(self) -> u32 {
        self.desk.with(|desk| desk.told)
    }

    /// Fetches the prices of the plan's region for the worker, if they are known and not there yet.
    pub(super) fn want_prices(self) {
        let region = self.with_plan(|plan| plan.cluster.location.to_ascii_lowercase());
        let is_new = self.desk.try_update_untracked(|desk| {
            let is_new = desk.priced.as_ref() != Some(&region);
            desk.priced = Some(region.clone());
            is_new
        });
        let known =
            self.catalogue().region(&region).filter(|region| region.has_prices).map(|region| region.name);
        if let (Some(true), Some(region)) = (is_new, known) {
            browser::fetch(&format!("prices/{region}.txt"), move |text| {
                let Some(text) = text.filter(|text| !text.is_empty()) else {
                    // With the next pause they are asked for again.
                    self.desk.try_update_untracked(|desk| desk.priced = None);
                    return;
                };
                browser::tell(r#"{"ask":"prices"}"#, &text);
                self.desk.update(|desk| desk.told += 1);
                self.pause();
            });
        }
    }

    pub(super) fn with_plan<T>(self, look: impl FnOnce(&Plan) -> T) -> T {
        self.desk.with(|desk| look(desk.history.plan()))
    }

    /// The text in a field that the plan can't hold.
    pub(super) fn rejected(self, owner: Owner, key: &str) -> Option<Rejected> {
        let here = |one: &&Rejected| one.owner == owner && one.key == key;
        self.desk.with(|desk| desk.rejected.iter().find(here).cloned())
    }

    /// All texts in fields that the plan can't hold.
    pub(super) fn all_rejected(self) -> Vec<Rejected> {
        self.desk.with(|desk| desk.rejected.clone())
    }

    /// "1 field has text the plan can't hold"; nothing if none has.
    pub(super) fn rejected_words(self) -> Option<String> {
        self.desk.with(Desk::rejected_words)
    }

    /// Keeps a text that the plan can't hold.
    pub(super) fn reject(
        self,
        owner: Owner,
        (key, label): (&'static str, &'static str),
        text: String,
        problem: String,
    ) {
        self.desk.update(|desk| {
            let value = desk.value(owner, key);
            let rejected = Rejected { owner, key, label, text, problem, value };
            match desk.rejected.iter_mut().find(|one| one.owner == owner && one.key == key) {
                Some(known) => *known = rejected,
                None => desk.rejected.push(rejected),
            }
            desk.report.rejected = desk.rejected.len();
        });
    }

    /// Forgets the text in a field that the plan can't hold.
    pub(super) fn drop_rejected(self, owner: Owner, key: &str) {
        self.desk.maybe_update(|desk| {
            let before = desk.rejected.len();
            desk.rejected.retain(|one| one.owner != owner || one.key != key);
            desk.report.rejected = desk.rejected.len();
            desk.rejected.len() < before
        });
    }

    /// Whether the text that is shown does the whole plan, and in how many ways it differs from it.
    pub(super) fn gaps(self) -> Option<usize> {
        self.gaps.get()
    }

    pub(super) fn set_gaps(self, gaps: Option<usize>) {
        self.gaps.set(gaps);
    }

    pub(super) fn with_report<T>(self, look: impl FnOnce(&Report) -> T) -> T {
        self.desk.with(|desk| look(&desk.report))
    }

    /// Says something and the verdict, if it is known; then it need not be said again.
    fn say_with_verdict(self, mut words: String) {
        self.desk.try_update_untracked(|desk| {
            if desk.is_plain || desk.has_asked {
                desk.announced = desk.report.verdict();
                words = format!("{words} {}", desk.announced);
            }
        });
        self.say(words);
    }

    /// The ids of the pools, in the plan's order.
    pub(super) fn ids(self) -> Vec<u32> {
        self.desk.with(|desk| desk.ids.clone())
    }

    /// The place of a pool in the plan.
    pub(super) fn place(self, id: u32) -> Option<usize> {
        self.desk.with(|desk| desk.ids.iter().position(|one| *one == id))
    }

    /// The name of a pool.
    pub(super) fn pool_name(self, id: u32) -> String {
        let name = |place: usize| self.with_plan(|plan| plan.pools.get(place).map(|pool| pool.name.clone()));
        self.place(id).and_then(name).unwrap_or_default()
    }

    /// The id of the pool in that place.
    pub(super) fn id_at(self, place: usize) -> Option<u32> {
        self.desk.with_untracked(|desk| desk.ids.get(place).copied())
    }

    /// Applies an edit and keeps the pools' ids in step.
    pub(super) fn apply(self, edit: Edit) {
        self.desk.maybe_update(|desk| desk.apply(edit));
    }

    /// Applies a fix, and says what was done.
    pub(super) fn apply_fix(self, title: &str, edits: &[Edit]) {
        for edit in edits {
            self.apply(edit.clone());
        }
        self.settle();
        self.say_with_verdict(format!("Done: {title}."));
    }

    /// Puts another plan in the place of this one; undo brings this one back.
    pub(super) fn replace(self, plan: Plan, from: String) {
        self.apply(Edit::Replace { plan: Box::new(plan), from });
        self.settle();
    }

    /// Applies an edit that is a step by itself, and says what was done.
    pub(super) fn make(self, edit: Edit) {
        self.apply(edit);
        self.settle();
        if let Some(words) = untrack(|| self.undo_words()) {
            self.say(format!("Done: {words}."));
        }
    }

    /// Ends a step of typing.
    pub(super) fn settle(self) {
        self.desk.try_update_untracked(|desk| desk.history.settle());
    }

    pub(super) fn undo_words(self) -> Option<String> {
        self.desk.with(|desk| desk.history.undo_words().map(str::to_owned))
    }

    pub(super) fn redo_words(self) -> Option<String> {
        self.desk.with(|desk| desk.history.redo_words().map(str::to_owned))
    }

    pub(super) fn undo(self) {
        self.travel(History::undo, "Undone");
    }

    pub(super) fn redo(self) {
        self.travel(History::redo, "Done again");
    }

    fn travel(self, step: fn(&mut History) -> Option<String>, word: &str) {
        let mut words = None;
        self.desk.maybe_update(|desk| {
            let before = desk.history.plan().clone();
            words = step(&mut desk.history);
            let moved = words.is_some();
            if moved {
                let now = desk.history.plan().clone();
                desk.ids = desk.ids_by_name(&before, &now);
                desk.follow();
                desk.touched = true;
                // The draft that was kept is the plan again.
                if desk.kept.as_ref() == Some(&now) {
                    desk.forget_kept();
                }
            }
            moved
        });
        if let Some(words) = words {
            self.say(format!("{word}: {words}."));
        }
    }

    /// Whether undo would bring that plan back.
    fn comes_from(self, plan: &Plan) -> bool {
        self.desk.with_untracked(|desk| desk.history.before() == Some(plan))
    }

    /// What the live region says.
    pub(super) fn status(self) -> String {
        self.status.get().unwrap_or_default()
    }

    /// Says something in the live region. The same words twice in a row are said twice, and what was said a moment ago
    /// stays there with them: who listens has not heard it to its end.
    pub(super) fn say(self, words: String) {
        let now = browser::now();
        let words = self.desk.try_update_untracked(|desk| {
            let (when, earlier) = std::mem::take(&mut desk.said);
            let words = if now - when < MOMENT { format!("{earlier} {words}") } else { words };
            desk.said = (now, words.clone());
            words
        });
        self.status.set(None);
        browser::later(move || self.status.set(words));
    }

    /// Opens a plan that was read; it is what is compared with from now on.
    pub(super) fn open_plan(self, plan: Plan, what: &str, notice: Option<Notice>) {
        self.desk.try_update_untracked(|desk| {
            desk.opened.clone_from(&plan);
            desk.task = Task::default();
            desk.rejected.clear();
            // What was said of another plan is not said of this one.
            desk.has_asked = false;
        });
        self.replace(plan, format!("Open {what}"));
        self.notify(notice);
        self.say_with_verdict(format!("Opened {what}."));
    }

    /// Shows the draft that another tab has written.
    pub(super) fn open_draft(self) {
        if let Some(plan) = read_stored(DRAFT) {
            self.open_plan(plan, "the draft of the other tab", None);
        }
    }

    /// The plan as it was opened.
    pub(super) fn opened(self) -> Json {
        self.desk.with_untracked(|desk| share::plan_to_json(&desk.opened))
    }

    /// Why the plan is not kept, or not in the address bar; empty when it is.
    pub(super) fn unkept(self) -> String {
        self.desk.with(|desk| desk.unkept.clone())
    }

    /// Changes whenever typing pauses.
    pub(super) fn pauses(self) -> usize {
        self.pauses.get().unwrap_or_default()
    }

    /// Tells those who wait for a pause in typing.
    pub(super) fn pause(self) {
        self.pauses.update(|pauses| *pauses = Some(pauses.unwrap_or_default() + 1));
    }

    /// Part of what the worker says of the plan at a glance.
    pub(super) fn glance<T>(self, look: impl FnOnce(&Object) -> Option<T>) -> Option<T> {
        self.glance.with(|glance| look(glance.as_ref()?.as_object()?))
    }

    pub(super) fn set_glance(self, glance: Option<Json>) {
        self.glance.set(glance);
    }

    /// Opens a link that was put into the address of the open page, as a visit by it does: what was the plan here is kept.
    fn open_link(self, plan: Plan, notes: &[Note]) {
        let kept = self.desk.try_update_untracked(|desk| {
            let draft = if desk.touched { Some(desk.history.plan().clone()) } else { read_stored(DRAFT) };
            desk.kept = kept_before(&plan, draft, desk.kept.take());
            desk.kept.is_some()
        });
        self.open_plan(plan, "the link", Notice::of_link(notes, kept == Some(true)));
        // The draft is the user's own until the link's plan is edited.
        self.desk.try_update_untracked(|desk| desk.touched = false);
        browser::after(PAUSE, Box::new(move || self.pause()));
    }

    /// Brings back the draft that a link came before.
    pub(super) fn open_kept(self) {
        if let Some(plan) = self.desk.try_update_untracked(|desk| desk.kept.take()).flatten() {
            self.open_plan(plan, "your draft", None);
        }
        self.drop_kept();
    }

    /// Forgets the draft that a link came before.
    pub(super) fn drop_kept(self) {
        self.desk.update(Desk::forget_kept);
        self.notify(None);
    }

    /// What the page has to say above the plan.
    pub(super) fn notice(self) -> Option<Notice> {
        self.desk.with(|desk| desk.notice.clone())
    }

    /// Says something above the plan, or no longer.
    pub(super) fn notify(self, notice: Option<Notice>) {
        // Saying the same again is no change: what is saved after each change would say it for ever.
        self.desk.maybe_update(|desk| {
            let is_news = desk.notice != notice;
            desk.notice = notice;
            is_news
        });
    }

    /// The tab of the snippet.
    pub(super) fn tab(self) -> Tab {
        self.desk.with(|desk| desk.tab)
    }

    /// Chooses the tab of the snippet, for the next visit too.
    pub(super) fn choose(self, tab: Tab) {
        self.desk.update(|desk| desk.tab = tab);
        browser::store(TAB, tab.name);
    }

    /// The fragment of the plan's link.
    pub(super) fn link(self) -> Result<String, String> {
        untrack(|| self.with_plan(|plan| share::write_link(plan).map_err(|error| error.to_string())))
    }

    /// What the snippet does.
    pub(super) fn task(self) -> Task {
        self.desk.with(|desk| desk.task)
    }

    /// Chooses what the snippet does.
    pub(super) fn set_task(self, change: impl FnOnce(&mut Task)) {
        self.desk.update(|desk| change(&mut desk.task));
    }

    /// The day on which the page was opened.
    pub(super) fn today(self) -> Date {
        self.desk.with_untracked(|desk| desk.today)
    }

    /// The value of a property.
    pub(super) fn value(self, owner: Owner, key: &'static str) -> Option<Value> {
        self.desk.with(|desk| desk.value(owner, key))
    }

    /// Whether the plan states another value than AKS's default.
    pub(super) fn is_beyond_default(self, owner: Owner, key: &'static str) -> bool {
        let of_cluster =
            CLUSTER_PROPERTIES.iter().find(|property| property.key == key).map(|one| one.default);
        let of_pool = POOL_PROPERTIES.iter().find(|property| property.key == key).map(|one| one.default);
        let default = if owner == Owner::Cluster { of_cluster } else { of_pool };
        self.value(owner, key).is_some_and(|value| !value.is_default(default.flatten()))
    }

    /// Sets a property, or leaves it to AKS.
    pub(super) fn set(self, owner: Owner, key: &'static str, value: Option<Value>) {
        match owner {
            Owner::Cluster => self.apply(Edit::Cluster { key, value }),
            Owner::Pool(id) => {
                if let Some(pool) = untrack(|| self.place(id)) {
                    self.apply(Edit::Pool { pool, key, value });
                }
            }
        }
    }

    /// Something about each finding at a field, or at any field of its owner when no key is given.
    pub(super) fn findings<T>(
        self,
        owner: Owner,
        key: Option<&'static str>,
        about: impl Fn(&Finding) -> T,
    ) -> Vec<T> {
        let place = match owner {
            Owner::Cluster => None,
            Owner::Pool(id) => match self.place(id) {
                None => return Vec::new(),
                place => place,
            },
        };
        let here = |finding: &&Finding| finding.pool == place && (key.is_none() || finding.field == key);
        self.with_report(|report| report.findings.iter().filter(here).map(about).collect())
    }

    /// Whether rules have not been asked yet that could find something in the plan.
    pub(super) fn is_judging(self) -> bool {
        self.desk.with(|desk| !desk.is_plain && !desk.has_asked)
    }

    /// Has the worker judge what the page has not all rules for.
    pub(super) fn keep_judged(self) {
        let question = move || {
            let is_plain = self.desk.with(|desk| desk.is_plain);
            (!is_plain).then(|| about(self, "check", Vec::new()))
        };
        follow(question, move |answer| {
            let report = answer.as_ref().and_then(report);
            self.desk.update(|desk| {
                // What comes back when the plan is plain again is too late.
                if desk.is_plain {
                    return;
                }
                desk.has_asked = report.is_some();
                match report {
                    Some(report) => desk.report = Report { rejected: desk.rejected.len(), ..report },
                    None => {
                        desk.follow();
                        let says = "Not all rules were asked: a part of the planner could not be loaded.";
                        desk.notice = Some(Notice::failed(says.to_owned()));
                    }
                }
            });
        });
    }

    /// Keeps the address bar and local storage in step with the plan, and opens links that are put there by hand.
    pub(super) fn keep_address(self) {
        let save = move || {
            let mut unkept = match self.link() {
                Ok(fragment) => {
                    browser::set_fragment(&fragment);
                    String::new()
                }
                Err(sentence) => {
                    browser::set_fragment("");
                    sentence
                }
            };
            if self.touched() {
                let draft = untrack(|| self.with_plan(|plan| compact(&share::plan_to_json(plan))));
                if !browser::store(DRAFT, &draft) {
                    unkept += if unkept.is_empty() {
                        "This browser keeps no draft, for its storage is full or switched off: the plan is in the address bar alone."
                    } else {
                        " This browser keeps no draft either: download the plan file."
                    };
                }
            }
            self.desk.maybe_update(|desk| {
                let is_news = desk.unkept != unkept;
                desk.unkept = unkept;
                is_news
            });
        };
        let failed =
            self.desk.with_untracked(|desk| desk.notice.as_ref().is_some_and(|notice| notice.is_failure));
        // The address, and what the worker has to tell, wait until the page is there.
        let first = move || {
            // What could not be read stays in the address until the plan is touched.
            if !failed && !self.touched() {
                save();
            }
            browser::later(move || self.pause());
        };
        browser::after(PAUSE, Box::new(first));
        let waiting = Cell::new(None);
        dom::watch(move || {
            self.desk.track();
            if !self.touched() {
                return;
            }
            if let Some(earlier) = waiting.take() {
                browser::cancel(earlier);
            }
            waiting.set(Some(browser::after(
                PAUSE,
                Box::new(move || {
                    save();
                    self.announce();
                    self.pause();
                }),
            )));
        });
        // A page that is left keeps what was typed last.
        dom::listen(
            &window(),
            "pagehide",
            Box::new(move |_| {
                if self.touched() {
                    save();
                }
            }),
        );
        dom::listen(
            &window(),
            "hashchange",
            Box::new(move |_| {
                if let Some(read) = opened_by_link(&browser::fragment()) {
                    match read {
                        // The way back in the browser is the way back here.
                        Ok(Document { plan, .. }) if self.comes_from(&plan) => self.undo(),
                        // An address that the page itself wrote, once more.
                        Ok(Document { plan, .. }) if untrack(|| self.with_plan(|now| *now == plan)) => {}
                        Ok(Document { plan, notes, .. }) => self.open_link(plan, &notes),
                        // What cannot be read leaves the plan as it is.
                        Err(sentence) => self.notify(Some(Notice::failed(sentence))),
                    }
                }
            }),
        );
    }

    /// Tells of another tab that writes the draft.
    pub(super) fn keep_watch(self) {
        let written = move |event: web_sys::Event| {
            if dom::property(&event, "key").as_string().as_deref() == Some(DRAFT) {
                let says =
                    "The plan was changed in another tab, and its draft is the one that this browser keeps.";
                // What the other tab wrote stays until the plan is edited here.
                self.desk.try_update_untracked(|desk| desk.touched = false);
                self.notify(Some(Notice::said(says, &["draft"])));
            }
        };
        dom::listen(&window(), "storage", Box::new(written));
    }

    /// Says the verdict in the live region when it is another than was said last.
    fn announce(self) {
        let news = self.desk.try_update_untracked(|desk| {
            let summary = desk.report.verdict();
            // The page alone does not know all of it.
            let is_known = desk.is_plain || desk.has_asked;
            let is_news = is_known && desk.announced != summary;
            desk.announced.clone_from(&summary);
            is_news.then_some(summary)
        });
        if let Some(summary) = news.flatten() {
            self.say(summary);
        }
    }

    fn touched(self) -> bool {
        self.desk.with_untracked(|desk| desk.touched)
    }
}

impl Desk {
    /// Applies an edit; says whether it changed the plan.
    fn apply(&mut self, edit: Edit) -> bool {
        let mut ids = self.ids.clone();
        match &edit {
            Edit::Add { at, .. } => {
                ids.insert((*at).min(ids.len()), self.next_id);
                self.next_id += 1;
            }
            Edit::Remove { pool } if *pool < ids.len() => {
                ids.remove(*pool);
            }
            Edit::Move { from, to } if *from < ids.len() && *to < ids.len() => {
                let id = ids.remove(*from);
                ids.insert(*to, id);
            }
            Edit::Replace { plan, .. } => {
                let before = self.history.plan().clone();
                ids = self.ids_by_name(&before, plan);
            }
            _ => {}
        }
        let changed = self.history.apply(edit);
        if changed {
            self.ids = ids;
            self.follow();
            self.touched = true;
        }
        changed
    }

    /// Ids for the pools of another plan: a pool that is there by the same name keeps its card, and one in the place of
    /// a pool that is gone, which is what a new name looks like, takes over its card.
    fn ids_by_name(&mut self, before: &Plan, plan: &Plan) -> Vec<u32> {
        let old = &before.pools;
        let stays = |name: &str| plan.pools.iter().any(|pool| pool.name == name);
        let mut known: Vec<_> =
            old.iter().map(|pool| Some(&pool.name)).zip(self.ids.iter().copied()).collect();
        let mut fresh = self.next_id..;
        let ids = plan.pools.iter().enumerate().map(|(place, pool)| {
            let same = known.iter().position(|(name, _)| *name == Some(&pool.name));
            let renamed = old.get(place).filter(|gone| !stays(&gone.name)).map(|_| place);
            match same.or(renamed).and_then(|place| known.get_mut(place)) {
                // Each card is taken once.
                Some((name @ Some(_), id)) => {
                    *name = None;
                    Some(*id)
                }
                _ => fresh.next(),
            }
        });
        let ids = ids.flatten().collect();
        self.next_id = fresh.start;
        ids
    }

    /// The value of a property.
    fn value(&self, owner: Owner, key: &str) -> Option<Value> {
        let plan = self.history.plan();
        match owner {
            Owner::Cluster => {
                let property = CLUSTER_PROPERTIES.iter().find(|property| property.key == key)?;
                property.get(&plan.cluster)
            }
            Owner::Pool(id) => {
                let place = self.ids.iter().position(|one| *one == id)?;
                let property = POOL_PROPERTIES.iter().find(|property| property.key == key)?;
                property.get(plan.pools.get(place)?)
            }
        }
    }

    /// "1 field has text the plan can't hold"; nothing if none has.
    fn rejected_words(&self) -> Option<String> {
        (self.report.rejected > 0).then(|| rules::rejected_words(self.report.rejected))
    }

    /// Forgets the draft that a link came before.
    fn forget_kept(&mut self) {
        self.kept = None;
        browser::forget(KEPT);
        if self.notice.as_ref().is_some_and(|notice| notice.offers == KEPT_OFFERS) {
            self.notice = None;
        }
    }

    /// Brings what hangs on the plan up to it: the verdict, as many ids as there are pools, and texts that the plan
    /// can't hold.
    fn follow(&mut self) {
        self.is_plain = rules::is_plain(self.history.plan(), &self.catalogue);
        // Of another plan the worker says all; until then its last word stands, or what is known here.
        if self.is_plain || !self.has_asked {
            self.report = rules::check_common(self.history.plan(), &self.catalogue, self.today);
            self.has_asked = false;
        }
        let pools = self.history.plan().pools.len();
        self.ids.truncate(pools);
        while self.ids.len() < pools {
            self.ids.push(self.next_id);
            self.next_id += 1;
        }
        let mut rejected = std::mem::take(&mut self.rejected);
        let is_there = |owner| !matches!(owner, Owner::Pool(id) if !self.ids.contains(&id));
        rejected.retain(|one| is_there(one.owner) && self.value(one.owner, one.key) == one.value);
        self.report.rejected = rejected.len();
        self.rejected = rejected;
    }
}

/// The draft to keep when a plan comes before it: the draft at hand, else the one that is kept already.
fn kept_before(plan: &Plan, draft: Option<Plan>, kept: Option<Plan>) -> Option<Plan> {
    let draft = draft.filter(|draft| draft != plan);
    if let Some(draft) = &draft {
        browser::store(KEPT, &compact(&share::plan_to_json(draft)));
    }
    draft.or(kept).filter(|kept| kept != plan)
}

fn with_facts(facts: &str) -> Catalogue {
    let mut catalogue = Catalogue::embedded();
    if !facts.is_empty() {
        catalogue.lay(facts);
    }
    catalogue
}

/// The plan of a fragment; nothing when there is no fragment.
fn opened_by_link(fragment: &str) -> Option<Result<Document, String>> {
    let is_there = !fragment.trim_start_matches('#').is_empty();
    is_there.then(|| share::read_link(fragment).map_err(|error| error.to_string()))
}

fn read_stored(key: &str) -> Option<Plan> {
    share::read_plan(&browser::stored(key)?).ok().map(|document| document.plan)
}

fn first_plan() -> Plan {
    share::PRODUCTION.plan()
}
