//! The app's state, in one place.

use std::sync::Arc;
use std::time::Duration;

use super::reactive::*;

use super::{browser, dom};
use crate::catalogue::Catalogue;
use crate::generate::Dialect;
use crate::plan::{CLUSTER_PROPERTIES, Edit, History, POOL_PROPERTIES, Plan, Value};
use crate::rules::{self, Finding, Report};
use crate::share::{self, Document, Note};
use crate::text::capital;

/// Where the draft lives in local storage.
const DRAFT: &str = "poolwright.draft.1";
/// Where a draft is kept that a link came before.
const KEPT: &str = "poolwright.kept.1";
/// Which snippet tab was last chosen.
const TAB: &str = "poolwright.tab.1";
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
    /// The plan is too large for a link.
    NoLink(String),
}

#[derive(Clone, Copy)]
pub(super) struct State {
    history: RwSignal<History>,
    /// An id for each pool, in the plan's order, so that a card keeps its fields and focus when pools move.
    pub(super) ids: RwSignal<Vec<u32>>,
    next_id: StoredValue<u32>,
    plan: Memo<Arc<Plan>>,
    pub(super) report: Memo<Arc<Report>>,
    catalogue: StoredValue<&'static Catalogue>,
    /// The tab of the snippet.
    pub(super) dialect: RwSignal<Dialect>,
    status: RwSignal<String>,
    pub(super) notice: RwSignal<Option<Notice>>,
    /// The draft that a link came before.
    kept: StoredValue<Option<Plan>>,
    /// Whether the plan has been edited since the page was opened.
    touched: RwSignal<bool>,
}

impl State {
    /// Opens the plan of the link, else the draft, else the first preset.
    pub(super) fn open() -> Self {
        // The facts live as long as the page.
        let catalogue: &'static Catalogue = Box::leak(Box::new(Catalogue::embedded()));
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
        let ids = RwSignal::new((0..plan.pools.len() as u32).collect::<Vec<_>>());
        let next_id = StoredValue::new(plan.pools.len() as u32);
        let history = RwSignal::new(History::new(plan));
        let plan = Memo::new(move |_| history.with(|history| Arc::new(history.plan().clone())));
        let today = browser::today();
        let report = Memo::new_with_compare(
            move |_| plan.with(|plan| Arc::new(rules::check(plan, catalogue, today))),
            |_, _| true,
        );
        let dialect = browser::stored(TAB).and_then(|name| Dialect::parse(&name)).unwrap_or(Dialect::Az);
        Self {
            history,
            ids,
            next_id,
            plan,
            report,
            catalogue: StoredValue::new(catalogue),
            dialect: RwSignal::new(dialect),
            status: RwSignal::new(String::new()),
            notice: RwSignal::new(notice),
            kept: StoredValue::new(kept),
            touched: RwSignal::new(false),
        }
    }

    pub(super) fn catalogue(self) -> &'static Catalogue {
        self.catalogue.get_value()
    }

    pub(super) fn with_plan<T>(self, look: impl FnOnce(&Plan) -> T) -> T {
        self.plan.with(|plan| look(plan))
    }

    /// The place of a pool in the plan.
    pub(super) fn place(self, id: u32) -> Option<usize> {
        self.ids.with(|ids| ids.iter().position(|one| *one == id))
    }

    /// The id of the pool in that place.
    pub(super) fn id_at(self, place: usize) -> Option<u32> {
        self.ids.with_untracked(|ids| ids.get(place).copied())
    }

    /// Applies an edit and keeps the pools' ids in step.
    pub(super) fn apply(self, edit: Edit) {
        let mut ids = self.ids.get_untracked();
        match &edit {
            Edit::Add { at, .. } => ids.insert((*at).min(ids.len()), self.new_id()),
            Edit::Remove { pool } if *pool < ids.len() => {
                ids.remove(*pool);
            }
            Edit::Move { from, to } if *from < ids.len() && *to < ids.len() => {
                let id = ids.remove(*from);
                ids.insert(*to, id);
            }
            _ => {}
        }
        let changed = self.history.try_update(|history| history.apply(edit)).unwrap_or_default();
        if changed {
            self.touched.set(true);
            self.set_ids(ids);
        }
    }

    /// Applies a fix, and says what was done.
    pub(super) fn apply_fix(self, title: &str, edits: &[Edit]) {
        for edit in edits {
            self.apply(edit.clone());
        }
        self.settle();
        self.say(format!("Done: {title}. {}.", self.report.with_untracked(|report| report.summary())));
    }

    /// Applies every sure fix.
    pub(super) fn fix_all(self) {
        let (catalogue, today) = (self.catalogue(), browser::today());
        let plan = self.plan.get_untracked();
        let (fixed, done) = rules::fix_all(&plan, |plan| rules::check(plan, catalogue, today));
        self.replace(fixed, "the plan with all sure fixes");
        self.say(format!(
            "{} applied. {}.",
            crate::text::counted(done.len() as i64, "fix").replace("fixs", "fixes"),
            self.report.with_untracked(|report| report.summary())
        ));
    }

    /// Puts another plan in the place of this one; undo brings this one back.
    pub(super) fn replace(self, plan: Plan, from: &str) {
        self.apply(Edit::Replace { plan: Box::new(plan), from: from.to_owned() });
        self.settle();
    }

    /// Ends a step of typing.
    pub(super) fn settle(self) {
        self.history.try_update_untracked(History::settle);
    }

    pub(super) fn undo_words(self) -> Option<String> {
        self.history.with(|history| history.undo_words().map(str::to_owned))
    }

    pub(super) fn redo_words(self) -> Option<String> {
        self.history.with(|history| history.redo_words().map(str::to_owned))
    }

    pub(super) fn undo(self) {
        self.travel(History::undo, "Undone");
    }

    pub(super) fn redo(self) {
        self.travel(History::redo, "Done again");
    }

    fn travel(self, step: fn(&mut History) -> Option<String>, word: &str) {
        let words = self.history.try_update(step).flatten();
        if let Some(words) = words {
            self.touched.set(true);
            self.set_ids(self.ids.get_untracked());
            self.say(format!("{word}: {words}."));
        }
    }

    /// What the live region says.
    pub(super) fn status(self) -> String {
        self.status.get()
    }

    /// Says something in the live region. The same words twice in a row are said twice.
    pub(super) fn say(self, words: String) {
        self.status.set(String::new());
        browser::later(move || self.status.set(words));
    }

    /// Opens a link or a text that a tool printed; what cannot be read leaves the plan as it is.
    pub(super) fn open_document(self, read: Result<Document, String>, what: &str) -> bool {
        match read {
            Ok(Document { plan, notes, .. }) => {
                self.replace(plan, what);
                self.notice.set((!notes.is_empty()).then(|| Notice::Read { what: capital(what), notes }));
                self.say(format!(
                    "Opened {what}. {}.",
                    self.report.with_untracked(|report| report.summary())
                ));
                true
            }
            Err(sentence) => {
                self.notice.set(Some(Notice::Failed(sentence)));
                false
            }
        }
    }

    /// Brings back the draft that a link came before.
    pub(super) fn open_kept(self) {
        if let Some(plan) = self.kept.get_value() {
            self.replace(plan, "your draft");
        }
        self.drop_kept();
    }

    /// Forgets the draft that a link came before.
    pub(super) fn drop_kept(self) {
        self.kept.set_value(None);
        browser::forget(KEPT);
        self.notice.set(None);
    }

    /// Chooses the tab of the snippet, for the next visit too.
    pub(super) fn choose(self, dialect: Dialect) {
        self.dialect.set(dialect);
        browser::store(TAB, dialect.name());
    }

    /// The fragment of the plan's link.
    pub(super) fn link(self) -> Result<String, String> {
        self.plan.with_untracked(|plan| share::write_link(plan).map_err(|error| error.to_string()))
    }

    /// The text of the plan file.
    pub(super) fn plan_file(self) -> String {
        self.plan.with_untracked(|plan| share::write(plan))
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
                if let Some(pool) = self.ids.with_untracked(|ids| ids.iter().position(|one| *one == id)) {
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
        self.report.with(|report| report.findings.iter().filter(here).map(about).collect())
    }

    /// Keeps the address bar and local storage in step with the plan, and opens links that are put there by hand.
    pub(super) fn keep_address(self) {
        let save = move || {
            match self.link() {
                Ok(fragment) => {
                    browser::set_fragment(&fragment);
                    if matches!(self.notice.get_untracked(), Some(Notice::NoLink(_))) {
                        self.notice.set(None);
                    }
                }
                Err(sentence) => {
                    browser::set_fragment("");
                    self.notice.set(Some(Notice::NoLink(sentence)));
                }
            }
            if self.touched.get_untracked() {
                self.plan.with_untracked(|plan| browser::store(DRAFT, &share::plan_to_json(plan).compact()));
            }
        };
        let failed = matches!(self.notice.get_untracked(), Some(Notice::Failed(_)));
        if !failed {
            save();
        }
        let waiting = StoredValue::new(None::<i32>);
        dom::watch(move || {
            self.plan.track();
            if !self.touched.get_untracked() {
                return;
            }
            if let Some(earlier) = waiting.get_value() {
                browser::cancel(earlier);
            }
            waiting.set_value(Some(browser::after(PAUSE, Box::new(save))));
        });
        // A page that is left keeps what was typed last.
        dom::listen(
            &window(),
            "pagehide",
            Box::new(move |_| {
                if self.touched.get_untracked() {
                    save();
                }
            }),
        );
        dom::listen(
            &window(),
            "hashchange",
            Box::new(move |_| {
                if let Some(read) = opened_by_link(&browser::fragment()) {
                    self.open_document(read, "the link");
                }
            }),
        );
    }

    fn new_id(self) -> u32 {
        let id = self.next_id.get_value();
        self.next_id.set_value(id + 1);
        id
    }

    /// Sets the pools' ids, as many as there are pools: cuts the surplus, makes what is missing.
    fn set_ids(self, mut ids: Vec<u32>) {
        let pools = self.history.with_untracked(|history| history.plan().pools.len());
        ids.truncate(pools);
        while ids.len() < pools {
            ids.push(self.new_id());
        }
        if self.ids.with_untracked(|now| *now != ids) {
            self.ids.set(ids);
        }
    }
}

/// The plan of a fragment; nothing when there is no fragment.
fn opened_by_link(fragment: &str) -> Option<Result<Document, String>> {
    let is_there = !fragment.trim_start_matches('#').is_empty();
    is_there.then(|| share::read_link(fragment).map_err(|error| error.to_string()))
}

fn read_stored(key: &str) -> Option<Plan> {
    share::read(&browser::stored(key)?).ok().map(|document| document.plan)
}

fn first_plan() -> Plan {
    share::PRESETS.first().map(share::Preset::plan).unwrap_or_default()
}
