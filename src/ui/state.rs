//! The app's state, in one place.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use super::reactive::*;

use super::remote::{about, follow, report};
use super::{browser, dom};
use crate::catalogue::Catalogue;
use crate::generate::Dialect;
use crate::plan::{CLUSTER_PROPERTIES, Edit, History, POOL_PROPERTIES, Plan, Value};
use crate::rules::{self, Date, Finding, Report};
use crate::share::{self, Document, Note};
use crate::text::capital;

/// Where the draft lives in local storage.
const DRAFT: &str = "poolwright.draft.1";
/// Where a draft is kept that a link came before.
const KEPT: &str = "poolwright.kept.1";
/// Which snippet tab was last chosen.
const TAB: &str = "poolwright.tab.1";
/// What is known of one's own subscription, if it is to be kept.
const FACTS: &str = "poolwright.facts.1";
/// How long typing must pause before the address bar and local storage follow.
const PAUSE: Duration = Duration::from_millis(250);

/// Whose property a field edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Cluster,
    /// A pool, by the id that it has in this session.
    Pool(u32),
}

/// What the page has to say above the plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Notice {
    /// Something could not be opened.
    Failed(String),
    /// A link was opened and a draft was there before.
    DraftKept,
    /// Something was read, with remarks.
    Read { what: String, notes: Vec<Note> },
    /// A list of one's own subscription was read.
    Facts(String),
    /// The plan is too large for a link.
    NoLink(String),
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
    /// Whether the plan has been edited since the page was opened.
    touched: bool,
    /// The draft that a link came before.
    kept: Option<Plan>,
    /// The verdict as the live region said it last.
    announced: String,
    /// The tab of the snippet.
    dialect: Dialect,
    /// What the snippet does: place among the tasks, and the pool's id.
    task: (usize, u32),
    notice: Option<Notice>,
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
    /// Whether something long is being read.
    is_busy: bool,
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
}

impl State {
    /// Opens the plan of the link, else the draft, else the first preset.
    pub(super) fn open() -> Self {
        let facts = browser::stored(FACTS).unwrap_or_default();
        let catalogue = Arc::new(with_facts(&facts));
        let draft = read_stored(DRAFT);
        let fragment = browser::fragment();
        let mut notice = None;
        let mut kept = read_stored(KEPT);
        let plan = match opened_by_link(&fragment) {
            Some(Ok(document)) => {
                if let Some(draft) = draft.filter(|draft| *draft != document.plan) {
                    browser::store(KEPT, &share::plan_to_json(&draft).compact());
                    kept = Some(draft);
                }
                if kept.as_ref() == Some(&document.plan) {
                    kept = None;
                }
                notice = kept.as_ref().map(|_| Notice::DraftKept);
                if !document.notes.is_empty() {
                    notice = Some(Notice::Read { what: "The link".to_owned(), notes: document.notes });
                }
                document.plan
            }
            Some(Err(sentence)) => {
                notice = Some(Notice::Failed(sentence));
                draft.unwrap_or_else(first_plan)
            }
            None => draft.unwrap_or_else(first_plan),
        };
        let mut desk = Desk {
            history: History::new(plan),
            report: Report::default(),
            ids: Vec::new(),
            next_id: 0,
            touched: false,
            kept,
            announced: String::new(),
            dialect: browser::stored(TAB).and_then(|name| Dialect::parse(&name)).unwrap_or(Dialect::Az),
            task: (0, 0),
            notice,
            catalogue,
            facts,
            told: 0,
            is_plain: true,
            has_asked: false,
            picks_for: None,
            is_busy: false,
            priced: None,
            today: browser::today(),
        };
        if !desk.facts.is_empty() {
            browser::tell(r#"{"ask":"facts"}"#, &desk.facts);
        }
        desk.follow();
        desk.announced = desk.report.summary();
        Self { desk: RwSignal::new(desk), status: RwSignal::new(None) }
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

    /// Keeps the facts of one's own subscription in this browser; says whether it took them.
    pub(super) fn keep_facts(self) -> bool {
        self.desk.with_untracked(|desk| browser::store(FACTS, &desk.facts))
    }

    /// Says that something long is being read, or no longer.
    pub(super) fn busy(self, is_busy: bool) {
        self.desk.update(|desk| desk.is_busy = is_busy);
    }

    /// Whether something long is being read.
    pub(super) fn is_busy(self) -> bool {
        self.desk.with(|desk| desk.is_busy)
    }

    /// The pool that a VM size is being picked for.
    pub(super) fn picks_for(self) -> Option<u32> {
        self.desk.with(|desk| desk.picks_for)
    }

    /// Picks a VM size for a pool, or for none any more.
    pub(super) fn pick_for(self, id: Option<u32>) {
        self.desk.update(|desk| desk.picks_for = id);
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
        let has_prices = self.catalogue().region(&region).is_some_and(|region| region.has_prices);
        if is_new == Some(true) && has_prices {
            browser::fetch(&format!("prices/{region}.txt"), move |text| {
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    browser::tell(r#"{"ask":"prices"}"#, &text);
                    self.desk.update(|desk| desk.told += 1);
                }
            });
        }
    }

    pub(super) fn with_plan<T>(self, look: impl FnOnce(&Plan) -> T) -> T {
        self.desk.with(|desk| look(desk.history.plan()))
    }

    pub(super) fn with_report<T>(self, look: impl FnOnce(&Report) -> T) -> T {
        self.desk.with(|desk| look(&desk.report))
    }

    /// The verdict in one line, as it is now.
    fn summary(self) -> String {
        self.desk.with_untracked(|desk| desk.report.summary())
    }

    /// The ids of the pools, in the plan's order.
    pub(super) fn ids(self) -> Vec<u32> {
        self.desk.with(|desk| desk.ids.clone())
    }

    /// The place of a pool in the plan.
    pub(super) fn place(self, id: u32) -> Option<usize> {
        self.desk.with(|desk| desk.ids.iter().position(|one| *one == id))
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
        self.say(format!("Done: {title}. {}.", self.summary()));
    }

    /// Puts another plan in the place of this one; undo brings this one back.
    pub(super) fn replace(self, plan: Plan, from: &str) {
        self.apply(Edit::Replace { plan: Box::new(plan), from: from.to_owned() });
        self.settle();
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
            words = step(&mut desk.history);
            let moved = words.is_some();
            if moved {
                desk.follow();
                desk.touched = true;
            }
            moved
        });
        if let Some(words) = words {
            self.say(format!("{word}: {words}."));
        }
    }

    /// What the live region says.
    pub(super) fn status(self) -> String {
        self.status.get().unwrap_or_default()
    }

    /// Says something in the live region. The same words twice in a row are said twice.
    pub(super) fn say(self, words: String) {
        self.status.set(None);
        browser::later(move || self.status.set(Some(words)));
    }

    /// Opens a plan that was read, with what reading it had to say.
    pub(super) fn open_plan(self, plan: Plan, notes: Vec<Note>, what: &str) {
        self.replace(plan, what);
        self.notify((!notes.is_empty()).then(|| Notice::Read { what: capital(what), notes }));
        self.say(format!("Opened {what}. {}.", self.summary()));
    }

    /// Brings back the draft that a link came before.
    pub(super) fn open_kept(self) {
        if let Some(plan) = self.desk.try_update_untracked(|desk| desk.kept.take()).flatten() {
            self.replace(plan, "your draft");
        }
        self.drop_kept();
    }

    /// Forgets the draft that a link came before.
    pub(super) fn drop_kept(self) {
        self.desk.try_update_untracked(|desk| desk.kept = None);
        browser::forget(KEPT);
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
    pub(super) fn dialect(self) -> Dialect {
        self.desk.with(|desk| desk.dialect)
    }

    /// Chooses the tab of the snippet, for the next visit too.
    pub(super) fn choose(self, dialect: Dialect) {
        self.desk.update(|desk| desk.dialect = dialect);
        browser::store(TAB, dialect.name());
    }

    /// The fragment of the plan's link.
    pub(super) fn link(self) -> Result<String, String> {
        untrack(|| self.with_plan(|plan| share::write_link(plan).map_err(|error| error.to_string())))
    }

    /// The text of the plan file.
    pub(super) fn plan_file(self) -> String {
        untrack(|| self.with_plan(share::write))
    }

    /// What the snippet does: place among the tasks, and the pool's id.
    pub(super) fn task(self) -> (usize, u32) {
        self.desk.with(|desk| desk.task)
    }

    /// Chooses what the snippet does.
    pub(super) fn set_task(self, task: (usize, u32)) {
        self.desk.maybe_update(|desk| {
            desk.task = task;
            true
        });
    }

    /// The day on which the page was opened.
    pub(super) fn today(self) -> Date {
        self.desk.with_untracked(|desk| desk.today)
    }

    /// The value of a property.
    pub(super) fn value(self, owner: Owner, key: &'static str) -> Option<Value> {
        match owner {
            Owner::Cluster => {
                let property = CLUSTER_PROPERTIES.iter().find(|property| property.key == key)?;
                self.with_plan(|plan| property.get(&plan.cluster))
            }
            Owner::Pool(id) => {
                let place = self.place(id)?;
                let property = POOL_PROPERTIES.iter().find(|property| property.key == key)?;
                self.with_plan(|plan| plan.pools.get(place).and_then(|pool| property.get(pool)))
            }
        }
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
                    Some(report) => desk.report = report,
                    None => {
                        desk.follow();
                        desk.notice = Some(Notice::Failed(
                            "Not all rules were asked: a part of the planner could not be loaded.".to_owned(),
                        ));
                    }
                }
            });
        });
    }

    /// Keeps the address bar and local storage in step with the plan, and opens links that are put there by hand.
    pub(super) fn keep_address(self) {
        let save = move || {
            match self.link() {
                Ok(fragment) => {
                    browser::set_fragment(&fragment);
                    if self.desk.with_untracked(|desk| matches!(desk.notice, Some(Notice::NoLink(_)))) {
                        self.notify(None);
                    }
                }
                Err(sentence) => {
                    browser::set_fragment("");
                    self.notify(Some(Notice::NoLink(sentence)));
                }
            }
            if self.touched() {
                untrack(|| {
                    self.with_plan(|plan| browser::store(DRAFT, &share::plan_to_json(plan).compact()))
                });
            }
        };
        let failed = self.desk.with_untracked(|desk| matches!(desk.notice, Some(Notice::Failed(_))));
        if !failed {
            save();
        }
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
                        Ok(Document { plan, notes, .. }) => self.open_plan(plan, notes, "the link"),
                        // What cannot be read leaves the plan as it is.
                        Err(sentence) => self.notify(Some(Notice::Failed(sentence))),
                    }
                }
            }),
        );
    }

    /// Says the verdict in the live region when it is another than was said last.
    fn announce(self) {
        let news = self.desk.try_update_untracked(|desk| {
            let summary = desk.report.summary();
            let is_news = desk.announced != summary;
            desk.announced.clone_from(&summary);
            is_news.then_some(summary)
        });
        if let Some(summary) = news.flatten() {
            self.say(format!("{summary}."));
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
            Edit::Replace { plan, .. } => ids = self.ids_by_name(plan),
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
    fn ids_by_name(&mut self, plan: &Plan) -> Vec<u32> {
        let old = &self.history.plan().pools;
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

    /// Brings what hangs on the plan up to it: the verdict, and as many ids as there are pools.
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
    }
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
    share::PRESETS.first().map(share::Preset::plan).unwrap_or_default()
}
