//! Runs [`update`], has its effects performed, and mirrors the model into signals: one for each pool, one for the
//! cluster, one for the verdict, and so on. A signal is set only if what it shows has changed, so that a keystroke in
//! one pool leaves the rows of the others alone.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use poolwright::capacity;
use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::emit::Line;
use poolwright::text::plain;
use poolwright::to_json::compact;
use poolwright_protocol::{PlanText, TextStep};

use crate::model::{ClusterView, FindingRow, Model, Notice, PoolView, Rejected, SnippetChoice, Summary};
use crate::pools::Listing;
use crate::snippet_rows::{LineRow, SnippetRows};
use crate::update::{Effect, Msg, update};

/// How long typing must pause before the address bar and local storage follow, in milliseconds.
pub const PAUSE_MS: u32 = 250;

/// What a dialog is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    Presets,
    Import,
    Drafts,
    Compare,
    Share,
    Migration,
    RightSizing,
    Keys,
    /// VM sizes for the pool with this id.
    VmSizes(u32),
}

/// A rule that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: String,
    /// Its element in the page of all rules.
    pub article: web_sys::Element,
}

/// What the store asks of the browser. They are given to it, so that it doesn't know how they are done.
#[derive(Clone, Copy, Debug)]
pub struct Browser {
    /// Performs an effect of an update.
    pub perform: fn(Store, Effect),
    /// Announces a sentence in the live region.
    pub say: fn(Store, String),
    /// Writes the plan into the address bar and local storage.
    pub save: fn(Store),
}

/// The state of the page, for all components.
#[derive(Clone, Copy, Debug)]
pub struct Store {
    browser: StoredValue<Browser>,
    model: StoredValue<Model>,
    pools: StoredValue<HashMap<u32, PoolSignals>>,
    rows: StoredValue<SnippetRows>,
    saving: StoredValue<Option<Timeout>, LocalStorage>,
    /// The ids of the pools, in the plan's order.
    pub ids: RwSignal<Vec<u32>>,
    /// The ids of the listed pools, in the order of the list.
    pub shown: RwSignal<Vec<u32>>,
    pub selection: RwSignal<Selection>,
    /// Whether pools can be selected.
    pub is_selecting: RwSignal<bool>,
    pub cluster: RwSignal<ClusterView>,
    pub summary: RwSignal<Summary>,
    pub findings: RwSignal<Vec<Arc<FindingRow>>>,
    pub rejected: RwSignal<Vec<Rejected>>,
    pub snippet: RwSignal<SnippetChoice>,
    /// The text on the page, in blocks.
    pub blocks: RwSignal<Vec<BlockSignal>>,
    /// The text in steps, if it is.
    pub steps: RwSignal<Vec<TextStep>>,
    /// What the text leaves out.
    pub gaps: RwSignal<Vec<String>>,
    pub notice: RwSignal<Option<Notice>>,
    pub save_error: RwSignal<String>,
    /// The layout in one sentence.
    pub sentence: RwSignal<String>,
    /// What undo and redo would do.
    pub undo: RwSignal<Option<String>>,
    pub redo: RwSignal<Option<String>>,
    pub title: RwSignal<String>,
    pub catalog: RwSignal<CatalogView>,
    /// Changes with the plan.
    pub revision: RwSignal<u32>,
    /// Changes whenever typing pauses.
    pub pauses: RwSignal<u32>,
    /// Changes whenever data that the worker's answers depend on is sent to it: prices, subscription data.
    pub worker_epoch: RwSignal<u32>,
    /// The cost per month of each pool by its id, as the worker calculated it.
    pub costs: RwSignal<HashMap<u32, String>>,
    /// What the live region says.
    pub status: RwSignal<String>,
    /// The dialog that is open.
    pub dialog: RwSignal<Option<Dialog>>,
    /// The rule that is shown over the plan.
    pub rule: RwSignal<Option<Rule>, LocalStorage>,
}

/// Which pools are listed and selected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    pub listing: Listing,
    /// The ids of the selected pools.
    pub ids: BTreeSet<u32>,
    /// What became of the last change of the selected pools.
    pub result: String,
}

/// What the rows and fields of a pool follow.
#[derive(Clone, Debug)]
pub struct PoolSignals {
    pub view: ArcRwSignal<PoolView>,
}

/// A block of the text.
#[derive(Clone, Debug)]
pub struct BlockSignal {
    pub id: u32,
    pub lines: ArcRwSignal<Vec<Arc<LineRow>>>,
}

/// The catalog; equal if it is the same one.
#[derive(Clone, Debug)]
pub struct CatalogView(pub Arc<Catalog>);

impl PartialEq for CatalogView {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Returns the store of this page.
pub fn use_store() -> Store {
    expect_context::<Store>()
}

/// Sets a signal if its value has changed.
pub fn set_if_changed<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

impl Store {
    /// Returns a store of a model. Nothing is saved yet.
    pub fn new(model: Model, browser: Browser) -> Self {
        let store = Self {
            browser: StoredValue::new(browser),
            pools: StoredValue::new(HashMap::new()),
            rows: StoredValue::new(SnippetRows::default()),
            saving: StoredValue::new_local(None),
            ids: RwSignal::new(Vec::new()),
            shown: RwSignal::new(Vec::new()),
            selection: RwSignal::new(Selection::default()),
            is_selecting: RwSignal::new(false),
            cluster: RwSignal::new(model.cluster_view()),
            summary: RwSignal::new(model.summary()),
            findings: RwSignal::new(Vec::new()),
            rejected: RwSignal::new(Vec::new()),
            snippet: RwSignal::new(model.snippet),
            blocks: RwSignal::new(Vec::new()),
            steps: RwSignal::new(Vec::new()),
            gaps: RwSignal::new(Vec::new()),
            notice: RwSignal::new(None),
            save_error: RwSignal::new(String::new()),
            sentence: RwSignal::new(String::new()),
            undo: RwSignal::new(None),
            redo: RwSignal::new(None),
            title: RwSignal::new(String::new()),
            catalog: RwSignal::new(CatalogView(model.catalog.clone())),
            revision: RwSignal::new(0),
            pauses: RwSignal::new(0),
            worker_epoch: RwSignal::new(0),
            costs: RwSignal::new(HashMap::new()),
            status: RwSignal::new(String::new()),
            dialog: RwSignal::new(None),
            rule: RwSignal::new_local(None),
            model: StoredValue::new(model),
        };
        store.mirror();
        store.mirror_pauses();
        store
    }

    /// Brings a message into the model, has its effects performed and the signals follow.
    pub fn dispatch(self, msg: Msg) {
        let (before, choice) = self.with_model(|model| (model.revision, model.snippet));
        let effects = self.model.try_update_value(|model| update(model, msg)).unwrap_or_default();
        let revision = self.with_model(|model| model.revision);
        if self.with_model(|model| model.snippet != choice) {
            self.clear_snippet();
        }
        self.mirror();
        if revision != before {
            self.revision.set(revision);
            self.save_later();
        }
        for effect in effects {
            (self.browser.get_value().perform)(self, effect);
        }
    }

    /// Looks at the model. Nothing follows what is read here.
    pub fn with_model<T>(self, look: impl FnOnce(&Model) -> T) -> T {
        self.model.with_value(look)
    }

    /// Returns the signals of a pool; `None` if it is gone.
    pub fn pool(self, id: u32) -> Option<PoolSignals> {
        self.pools.with_value(|pools| pools.get(&id).cloned())
    }

    /// Returns the plan as the text of its JSON. Nothing follows it: see [`Store::revision`].
    pub fn plan_text(self) -> PlanText {
        self.with_model(|model| PlanText(compact(&codec::plan_to_json(model.plan()))))
    }

    /// Returns the day on which the page was opened, as 2026-08-01.
    pub fn today(self) -> String {
        self.with_model(|model| model.today.to_string())
    }

    /// Announces a sentence in the live region.
    pub fn say(self, text: impl Into<String>) {
        (self.browser.get_value().say)(self, text.into());
    }

    /// Opens a dialog.
    pub fn open_dialog(self, dialog: Dialog) {
        self.dialog.set(Some(dialog));
    }

    /// Closes the dialog that is open.
    pub fn close_dialog(self) {
        self.dialog.set(None);
    }

    /// Shows a text that the worker wrote, as a whole or in steps.
    pub fn show_snippet(self, lines: Vec<Line>, steps: Vec<TextStep>, gaps: Vec<String>) {
        self.mirror_text(lines, gaps);
        set_if_changed(self.steps, steps);
    }

    /// Empties the snippet, so that the next text is not marked as a change of this one.
    fn clear_snippet(self) {
        self.show_snippet(Vec::new(), Vec::new(), Vec::new());
    }

    /// Saves the plan once typing pauses.
    fn save_later(self) {
        let store = self;
        let timeout = Timeout::new(PAUSE_MS, move || {
            store.save_now();
            store.dispatch(Msg::Paused);
            store.pause();
        });
        // A timer that is dropped is canceled.
        self.saving.set_value(Some(timeout));
    }

    /// Saves what waits to be saved; returns whether anything did.
    pub fn save_now(self) -> bool {
        let is_waiting = self.saving.try_update_value(Option::take).flatten().is_some();
        let saves = is_waiting && self.with_model(|model| model.is_touched);
        if saves {
            (self.browser.get_value().save)(self);
        }
        saves
    }

    /// Tells those who wait for a pause in typing.
    pub fn pause(self) {
        self.pauses.update(|pauses| *pauses += 1);
        self.mirror_pauses();
    }

    fn mirror_pauses(self) {
        set_if_changed(self.title, self.with_model(Model::title));
    }

    fn mirror(self) {
        self.model.with_value(|model| {
            self.mirror_pools(model);
            let cluster = model.cluster_view();
            set_if_changed(self.cluster, cluster);
            set_if_changed(self.summary, model.summary());
            if self.findings.with_untracked(|shown| *shown != model.verdict.rows) {
                self.findings.set(model.verdict.rows.clone());
            }
            if self.rejected.with_untracked(|shown| *shown != model.rejected) {
                self.rejected.set(model.rejected.clone());
            }
            set_if_changed(self.snippet, model.snippet);
            if self.notice.with_untracked(|shown| *shown != model.notice) {
                self.notice.set(model.notice.clone());
            }
            set_if_changed(self.save_error, model.save_error.clone());
            set_if_changed(
                self.sentence,
                plain(&capacity::sentence(model.plan(), &model.catalog)).into_owned(),
            );
            let label = |label: Option<&str>| label.map(|label| plain(label).into_owned());
            set_if_changed(self.undo, label(model.history.undo_label()));
            set_if_changed(self.redo, label(model.history.redo_label()));
            set_if_changed(self.catalog, CatalogView(model.catalog.clone()));
        });
        if self.with_model(Model::writes_snippet) {
            let snippet = self.with_model(Model::write_snippet);
            self.mirror_text(snippet.lines, snippet.gaps.into_iter().map(|gap| gap.text).collect());
        }
    }

    fn mirror_pools(self, model: &Model) {
        self.pools.update_value(|pools| {
            pools.retain(|id, _| model.ids.contains(id));
            for (place, id) in model.ids.iter().enumerate() {
                match pools.get(id) {
                    Some(signals) if signals.view.with_untracked(|view| model.is_shown(place, view)) => {}
                    Some(signals) => {
                        if let Some(view) = model.pool_view(place) {
                            signals.view.set(view);
                        }
                    }
                    None => {
                        let view = ArcRwSignal::new(model.pool_view(place).unwrap_or_default());
                        pools.insert(*id, PoolSignals { view });
                    }
                }
            }
        });
        if self.ids.with_untracked(|ids| *ids != model.ids) {
            self.ids.set(model.ids.clone());
        }
        if self.shown.with_untracked(|shown| *shown != model.shown) {
            self.shown.set(model.shown.clone());
        }
        if self.is_selecting.get_untracked() {
            self.mirror_selection(model);
        }
    }

    /// A function of its own comes later (`script/split.mjs`).
    #[inline(never)]
    fn mirror_selection(self, model: &Model) {
        let selection = Selection {
            listing: model.listing.clone(),
            ids: model.selected.clone(),
            result: model.bulk_result.clone(),
        };
        set_if_changed(self.selection, selection);
    }

    fn mirror_text(self, lines: Vec<Line>, gaps: Vec<String>) {
        let known: HashMap<u32, BlockSignal> = self
            .blocks
            .with_untracked(|blocks| blocks.iter().map(|block| (block.id, block.clone())).collect());
        let blocks: Option<Vec<BlockSignal>> = self.rows.try_update_value(|rows| {
            rows.update(lines);
            let signal = |block: &crate::snippet_rows::Block| match known.get(&block.id) {
                Some(signal) => {
                    if signal.lines.with_untracked(|lines| *lines != block.lines) {
                        signal.lines.set(block.lines.clone());
                    }
                    signal.clone()
                }
                None => BlockSignal { id: block.id, lines: ArcRwSignal::new(block.lines.clone()) },
            };
            rows.blocks.iter().map(signal).collect()
        });
        let blocks = blocks.unwrap_or_default();
        let is_same = |shown: &Vec<BlockSignal>| {
            shown.iter().map(|block| block.id).eq(blocks.iter().map(|block| block.id))
        };
        if !self.blocks.with_untracked(is_same) {
            self.blocks.set(blocks);
        }
        set_if_changed(self.gaps, gaps);
    }
}
