//! What the page knows: the plan with its history, the verdict on it, and what was chosen. Nothing here knows a
//! browser.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use poolwright::catalog::Catalog;
use poolwright::codec::Note;
use poolwright::emit::{Dialect, Group, Options, Snippet, render_az};
use poolwright::lint::{self, Applicability, Date, Finding, Report, Severity};
use poolwright::operations;
use poolwright::plan::property::find;
use poolwright::plan::{
    Accepted, CLUSTER_PROPERTIES, Cluster, History, NodePool, POOL_PROPERTIES, Plan, Value,
};
use poolwright::text::{counted, plain};

use crate::form::FieldTarget;
use crate::pools::{self, Listing};

/// All that the page is about.
#[derive(Clone, Debug)]
pub struct Model {
    /// The plan and its undo history.
    pub history: History,
    /// Changes with the plan.
    pub revision: u32,
    pub verdict: Verdict,
    /// An id for each pool in the plan's order, so that a row keeps its fields and focus when pools move.
    pub ids: Vec<u32>,
    pub next_id: u32,
    /// Which pools are listed, and in which order.
    pub listing: Listing,
    /// The ids of the listed pools. They stay while pools are edited, so that no row moves under the hand.
    pub shown: Vec<u32>,
    /// The ids of the selected pools; all of them are listed.
    pub selected: BTreeSet<u32>,
    /// What became of the last change of the selected pools.
    pub bulk_result: String,
    /// What was typed into fields and can't be in the plan.
    pub rejected: Vec<Rejected>,
    /// Whether the plan has been edited since the page was opened, or since another tab wrote the draft.
    pub is_touched: bool,
    /// The draft that was in this browser when a link was opened.
    pub kept_draft: Option<Plan>,
    /// The verdict that was last announced.
    pub announced: String,
    pub snippet: SnippetChoice,
    pub notice: Option<Notice>,
    /// Why the plan isn't saved, or isn't in the address bar; empty if it is.
    pub save_error: String,
    /// The address of the page if it has the plan in it.
    pub address: Option<String>,
    /// What the link accepts that the plan came by: someone else may have decided it.
    pub accepted_by_link: Vec<Accepted>,
    /// The plan as it was opened, to compare with.
    pub opened: Plan,
    pub catalog: Arc<Catalog>,
    /// VM sizes and quota of the user's subscription, as [`Catalog::apply_overlay`] takes them; empty if not imported.
    pub subscription: String,
    pub today: Date,
}

/// What was typed into a field and can't be in the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    pub target: FieldTarget,
    pub key: &'static str,
    pub label: &'static str,
    pub text: String,
    /// What was expected, and what the plan uses.
    pub problem: String,
    /// The value in the plan, as text, when this was typed. When it changes, what was typed is dropped.
    pub instead_of: String,
}

/// What the rules find in the plan, with each finding at hand by its pool.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    pub report: Report,
    /// All findings in the report's order.
    pub rows: Vec<Arc<FindingRow>>,
    /// The findings about the cluster, then those of each pool in the plan's order.
    by_place: Vec<Vec<Arc<FindingRow>>>,
    next_row: u64,
}

/// A finding on the page. Its id stays the same for as long as the finding does.
#[derive(Clone, Debug)]
pub struct FindingRow {
    pub id: u64,
    pub pool: Option<u32>,
    pub finding: Finding,
    /// Why it is accepted, if it is.
    pub accepted: Option<Acceptance>,
}

/// An accepted finding, as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    pub reason: String,
    /// The last day, as 2026-12-31; empty for no end.
    pub until: String,
    /// Whether it came by a link.
    pub by_link: bool,
}

/// Findings are equal if they are the same rows.
impl PartialEq for FindingRow {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A text that the snippet card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its name in a request to the worker.
    pub name: &'static str,
    pub title: &'static str,
    /// The extension of its file, without the dot.
    pub extension: &'static str,
}

impl Tab {
    const fn new(name: &'static str, title: &'static str, extension: &'static str) -> Self {
        Self { name, title, extension }
    }

    /// Returns all tabs, in their order.
    pub fn all() -> Vec<Self> {
        Self::grouped().into_iter().flat_map(|(_, tabs)| tabs).collect()
    }

    /// Returns all tabs by the kind of their language.
    pub fn grouped() -> Vec<(Group, Vec<Self>)> {
        let dialect = |one: Dialect| Self::new(one.name(), one.title(), one.extension());
        let others = [
            Self::new("arm-parameters", "ARM parameters", "json"),
            Self::new("workload", "Workload YAML", "yaml"),
        ];
        let group = |group: Group| {
            let own = Dialect::ALL.into_iter().filter(|one| one.group() == group).map(dialect);
            let others = others.into_iter().filter(|_| group == Group::Templates);
            (group, own.chain(others).collect())
        };
        Group::ALL.map(group).to_vec()
    }

    /// Returns the dialect, if it is one.
    pub fn dialect(self) -> Option<Dialect> {
        Dialect::parse(self.name)
    }

    /// Returns whether the cluster and its pools can be files of their own.
    pub fn can_split(self) -> bool {
        self.dialect().is_some_and(Dialect::can_split)
    }

    /// Returns whether it states the desired pools of an existing cluster, so that an update needs no other text.
    pub fn is_declarative(self) -> bool {
        self.dialect().is_some_and(|dialect| dialect.group() != Group::Commands)
            || self.name == "arm-parameters"
    }

    /// Returns the tab of that name, or the first.
    pub fn named(name: &str) -> Self {
        let az = Dialect::Az;
        let first = Self::new(az.name(), az.title(), az.extension());
        Self::all().into_iter().find(|tab| tab.name == name).unwrap_or(first)
    }
}

/// What the snippet does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// Creates all of the plan: the cluster, or its pools if the cluster exists.
    #[default]
    Create,
    /// Brings the cluster that was imported to the plan.
    Migrate,
    /// Does an operation on one pool, by its number.
    Operation(usize),
}

/// Which text the snippet card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnippetChoice {
    pub tab: Tab,
    pub task: Task,
    /// The pool that an operation is about.
    pub pool: u32,
    pub format: Format,
}

/// How a text is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// As one text.
    #[default]
    Whole,
    /// Step by step.
    Steps,
    /// The cluster and its pools as files of their own, where the language can.
    Apart,
}

impl Format {
    /// Returns its name, as it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "",
            Self::Steps => "steps",
            Self::Apart => "apart",
        }
    }

    /// Returns the format of that name, or the first.
    pub fn named(name: &str) -> Self {
        let known = [Self::Steps, Self::Apart].into_iter().find(|format| format.name() == name);
        known.unwrap_or_default()
    }
}

impl SnippetChoice {
    /// Returns whether the text is files of the cluster and of its pools.
    pub fn is_apart(self) -> bool {
        self.format == Format::Apart && self.tab.can_split() && !matches!(self.task, Task::Operation(_))
    }
}

/// A message above the plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    pub is_failure: bool,
    pub text: String,
    /// What was noted while reading: where, and what.
    pub notes: Vec<(String, String)>,
    /// More sentences, one paragraph each.
    pub more: Vec<String>,
    pub offers: Vec<Offer>,
}

/// What is offered about a draft that was there when a link was opened.
pub const KEPT_DRAFT_OFFERS: &[Offer] = &[Offer::OpenKeptDraft, Offer::DropKeptDraft];

/// What is offered beside the sample plan of a first visit.
pub const SAMPLE_OFFERS: &[Offer] = &[Offer::Presets, Offer::Import];

/// What a notice offers to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Presets,
    Import,
    MigrationSteps,
    Undo,
    OpenKeptDraft,
    DropKeptDraft,
    OpenOtherDraft,
    KeepSubscription,
}

impl Notice {
    /// Returns a notice about something that could not be opened.
    pub fn failed(text: String) -> Self {
        Self { is_failure: true, text: text + " Your plan is unchanged.", ..Self::default() }
    }

    /// Returns a notice with what it offers.
    pub fn new(text: impl Into<String>, offers: &[Offer]) -> Self {
        Self { text: text.into(), offers: offers.to_vec(), ..Self::default() }
    }

    /// Returns the welcome message of a first visit.
    pub fn of_sample() -> Self {
        let text = "Sample production plan. Edit it, choose a preset, or import a cluster.";
        Self::new(text, SAMPLE_OFFERS)
    }

    /// Returns what is said when a link was opened: what reading it could not take, and that the draft is kept. `None`
    /// if there is nothing to say.
    pub fn of_link(notes: &[Note], has_kept_draft: bool) -> Option<Self> {
        let mut text = match notes.len() {
            0 if !has_kept_draft => return None,
            0 => "A link was opened.".to_owned(),
            count => format!("The link was opened, with {}.", counted(count as i64, "remark")),
        };
        if has_kept_draft {
            text += " You had a draft of your own here; it is kept.";
        }
        let notes: Vec<_> = notes.iter().map(|note| (note.path.clone(), note.text.clone())).collect();
        let offers = if has_kept_draft { KEPT_DRAFT_OFFERS.to_vec() } else { Vec::new() };
        Some(Self { text, notes, offers, ..Self::default() })
    }
}

/// What a row and the fields of a pool show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PoolView {
    pub place: usize,
    pub is_last: bool,
    pub pool: NodePool,
    /// The most pods that a node of it runs, which depends on the cluster too.
    pub pods_per_node: i64,
    /// Whether the baseline has a pool of its name.
    pub is_existing: bool,
    pub findings: Vec<Arc<FindingRow>>,
}

/// What the cluster's card shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterView {
    pub cluster: Cluster,
    pub has_baseline: bool,
    pub findings: Vec<Arc<FindingRow>>,
}

/// What the verdict card shows beside the findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many findings each severity has, worst first.
    pub counts: [usize; 4],
    /// The verdict in one line.
    pub text: String,
    pub safe_fixes: usize,
    /// That fields have text that the plan can't hold, if they do.
    pub rejected: Option<String>,
    /// Whether no rule is violated, and everything that was typed is in the plan. Values may be unchecked.
    pub is_clear: bool,
    /// How many findings are accepted.
    pub accepted: usize,
    /// The entries of the plan's accepted findings that have expired or aren't used: their places, and what to know.
    pub stale: Vec<(usize, String)>,
    /// The ids of the rules by which AKS would refuse the plan, whether that is accepted or not.
    pub refused: Vec<&'static str>,
}

impl Model {
    /// Returns a model of a plan, judged.
    pub fn new(plan: Plan, subscription: String, today: Date) -> Self {
        let mut model = Self {
            opened: plan.clone(),
            snippet: SnippetChoice {
                tab: Tab::named(""),
                task: if plan.baseline.is_some() { Task::Migrate } else { Task::Create },
                pool: 0,
                format: Format::Whole,
            },
            history: History::new(plan),
            revision: 0,
            verdict: Verdict::default(),
            ids: Vec::new(),
            next_id: 0,
            listing: Listing::default(),
            shown: Vec::new(),
            selected: BTreeSet::new(),
            bulk_result: String::new(),
            rejected: Vec::new(),
            is_touched: false,
            kept_draft: None,
            announced: String::new(),
            notice: None,
            save_error: String::new(),
            accepted_by_link: Vec::new(),
            address: None,
            catalog: Arc::new(catalog_with(&subscription)),
            subscription,
            today,
        };
        model.recompute();
        model.announced = model.summary_text();
        model
    }

    pub fn plan(&self) -> &Plan {
        self.history.plan()
    }

    /// Returns the place of a pool in the plan.
    pub fn place(&self, id: u32) -> Option<usize> {
        self.ids.iter().position(|one| *one == id)
    }

    /// Brings what follows from the plan up to date: ids, the verdict, what was typed and the snippet's task.
    pub fn recompute(&mut self) {
        self.revision += 1;
        let pools = self.plan().pools.len();
        self.ids.truncate(pools);
        while self.ids.len() < pools {
            self.ids.push(self.next_id);
            self.next_id += 1;
        }
        let mut report = lint::check(self.history.plan(), &self.catalog, self.today);
        operations::audit(self.history.plan(), &self.catalog, self.today, &mut report);
        let accepted: Vec<_> = report.findings.iter().map(|finding| self.accepted(finding)).collect();
        self.verdict.update(report, accepted, &self.ids);
        let is_listed = |id: &u32| self.shown.contains(id);
        let has_all = self.listing.words.is_empty() && !self.ids.iter().all(is_listed);
        if has_all || !self.shown.iter().all(|id| self.ids.contains(id)) || self.listing == Listing::default()
        {
            self.list_pools();
        }
        let rejected = std::mem::take(&mut self.rejected);
        let is_kept = |one: &Rejected| {
            let is_there = match one.target {
                FieldTarget::Cluster => true,
                FieldTarget::Pool(id) => self.place(id).is_some(),
            };
            is_there && self.value_text(one.target, one.key) == one.instead_of
        };
        let rejected = rejected.into_iter().filter(is_kept).collect();
        self.set_rejected(rejected);
        if self.snippet.task == Task::Migrate && self.plan().baseline.is_none() {
            self.snippet.task = Task::Create;
        }
    }

    /// Lists the pools again. A pool that isn't listed is not selected: nobody sees what is done to it.
    pub fn list_pools(&mut self) {
        let findings = |place: usize| {
            let open = self.verdict.of_pool(place).iter().filter(|row| row.accepted.is_none());
            let severities: Vec<Severity> = open.map(|row| row.finding.severity).collect();
            let rank = |severity: &Severity| Severity::ALL.iter().position(|one| one == severity);
            (severities.iter().filter_map(rank).min().unwrap_or(Severity::ALL.len()), severities.len())
        };
        let places = if self.listing == Listing::default() {
            (0..self.ids.len()).collect()
        } else {
            pools::listed(self.history.plan(), &self.listing, findings)
        };
        self.shown = places.into_iter().filter_map(|place| self.ids.get(place)).copied().collect();
        let shown = &self.shown;
        self.selected.retain(|id| shown.contains(id));
    }

    /// Returns the places of the selected pools, in the plan's order.
    pub fn selected_places(&self) -> Vec<usize> {
        self.ids
            .iter()
            .enumerate()
            .filter(|(_, id)| self.selected.contains(id))
            .map(|(place, _)| place)
            .collect()
    }

    /// Returns the value of a property as its field shows it.
    pub fn value_text(&self, target: FieldTarget, key: &str) -> String {
        let value = match target {
            FieldTarget::Cluster => value_of_cluster(&self.plan().cluster, key),
            FieldTarget::Pool(id) => {
                self.place(id).and_then(|at| self.plan().pools.get(at)).and_then(|pool| value_of(pool, key))
            }
        };
        value.as_ref().map(crate::form::text_of).unwrap_or_default()
    }

    /// Returns the verdict in one line, with what was typed and can't be in the plan.
    pub fn summary_text(&self) -> String {
        self.report().verdict()
    }

    /// Returns what the rules find and the plan doesn't accept.
    fn report(&self) -> Cow<'_, Report> {
        self.verdict.report.without_accepted(self.history.plan(), self.today)
    }

    /// Returns why a finding is accepted, if it is.
    fn accepted(&self, finding: &Finding) -> Option<Acceptance> {
        finding.acceptance(self.history.plan(), self.today).map(|one| Acceptance {
            reason: one.reason.clone(),
            until: one.until.map(|until| until.to_string()).unwrap_or_default(),
            by_link: self.accepted_by_link.contains(one),
        })
    }

    /// Takes over which findings a link accepts.
    pub fn accept_by_link(&mut self, accepted: Vec<Accepted>) {
        for one in accepted {
            if !self.accepted_by_link.contains(&one) {
                self.accepted_by_link.push(one);
            }
        }
        self.recompute();
    }

    /// Returns the accepted findings that have expired or aren't used: their places in the plan, and what to know.
    fn stale(&self) -> Vec<(usize, String)> {
        let plan = self.history.plan();
        let say = |(place, one): (usize, &Accepted)| {
            let concerns = |finding: &Finding| finding.is_meant_by(one, plan);
            let of = one.pool.as_ref().map(|pool| format!(" of {pool}")).unwrap_or_default();
            let (rule, of, reason) = (plain(&one.rule), plain(&of), plain(&one.reason));
            let words = match one.until {
                _ if !self.verdict.report.findings.iter().any(concerns) => "isn\u{2019}t used".to_owned(),
                Some(until) if until < self.today => format!("expired on {until}"),
                _ => return None,
            };
            Some((place, format!("The acceptance of {rule}{of} {words}. Its reason: {reason}")))
        };
        plan.accepted.iter().enumerate().filter_map(say).collect()
    }

    /// Returns "1 field has text the plan can't hold"; `None` if none has.
    pub fn rejected_text(&self) -> Option<String> {
        (!self.rejected.is_empty()).then(|| lint::rejected_words(self.rejected.len()))
    }

    /// Keeps what was typed into a field and can't be in the plan.
    pub fn reject(&mut self, rejected: Rejected) {
        self.drop_rejected(rejected.target, rejected.key);
        self.rejected.push(rejected);
        self.verdict.report.rejected = self.rejected.len();
    }

    /// Drops what was typed into a field and can't be in the plan.
    pub fn drop_rejected(&mut self, target: FieldTarget, key: &str) {
        self.rejected.retain(|one| one.target != target || one.key != key);
        self.verdict.report.rejected = self.rejected.len();
    }

    /// Replaces all that was typed and can't be in the plan.
    pub fn set_rejected(&mut self, rejected: Vec<Rejected>) {
        self.verdict.report.rejected = rejected.len();
        self.rejected = rejected;
    }

    /// Returns what the verdict card shows beside the findings.
    pub fn summary(&self) -> Summary {
        let report = self.report();
        let is_safe =
            |finding: &&Finding| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
        let all = &self.verdict.report;
        let mut refused: Vec<_> = all.of(Severity::Refused).map(|finding| finding.rule.id).collect();
        refused.dedup();
        Summary {
            counts: Severity::ALL.map(|severity| report.count(severity)),
            text: self.summary_text(),
            safe_fixes: report.findings.iter().filter(is_safe).count(),
            rejected: self.rejected_text(),
            is_clear: report.worth_a_look() == 0 && self.rejected.is_empty(),
            accepted: report.accepted,
            stale: self.stale(),
            refused,
        }
    }

    /// Returns what a row shows of the pool in a place.
    pub fn pool_view(&self, place: usize) -> Option<PoolView> {
        let plan = self.plan();
        let pool = plan.pools.get(place)?;
        Some(PoolView {
            place,
            is_last: place + 1 == plan.pools.len(),
            pool: pool.clone(),
            pods_per_node: pool.max_pods_on(&plan.cluster),
            is_existing: self.is_existing(pool),
            findings: self.verdict.of_pool(place).to_vec(),
        })
    }

    /// Returns whether a view shows the pool in a place as it is.
    pub fn is_shown(&self, place: usize, view: &PoolView) -> bool {
        let plan = self.plan();
        plan.pools.get(place).is_some_and(|pool| {
            view.place == place
                && view.is_last == (place + 1 == plan.pools.len())
                && view.findings == self.verdict.of_pool(place)
                && view.pool == *pool
                && view.pods_per_node == pool.max_pods_on(&plan.cluster)
                && view.is_existing == self.is_existing(pool)
        })
    }

    fn is_existing(&self, pool: &NodePool) -> bool {
        self.plan().baseline.as_ref().is_some_and(|baseline| baseline.pool(&pool.name).is_some())
    }

    /// Returns what the cluster's card shows.
    pub fn cluster_view(&self) -> ClusterView {
        ClusterView {
            cluster: self.plan().cluster.clone(),
            has_baseline: self.plan().baseline.is_some(),
            findings: self.verdict.of_cluster().to_vec(),
        }
    }

    /// Returns whether the page writes the chosen text by itself: the Azure CLI's of the whole plan.
    pub fn writes_snippet(&self) -> bool {
        let choice = self.snippet;
        choice.tab.name == Dialect::Az.name() && choice.task == Task::Create && choice.format != Format::Steps
    }

    /// Returns the text that the page writes by itself.
    pub fn write_snippet(&self) -> Snippet {
        render_az(self.plan(), &Options::from_report(&self.verdict.report, self.address.as_deref()))
    }

    /// Returns the title of the tab: how many findings, and of which cluster.
    pub fn title(&self) -> String {
        let count = match self.report().worth_a_look() + self.rejected.len() {
            0 => String::new(),
            count => format!("({count}) "),
        };
        let name = plain(&self.plan().cluster.name);
        let dash = if name.is_empty() { "" } else { " \u{2013} " };
        format!("{count}{name}{dash}Poolwright: AKS node pool planner")
    }
}

impl Verdict {
    /// Takes over a new report. Findings that were there before keep their rows.
    fn update(&mut self, report: Report, accepted: Vec<Option<Acceptance>>, ids: &[u32]) {
        let old = std::mem::take(&mut self.rows);
        let mut rows = Vec::with_capacity(report.findings.len());
        let mut taken = vec![false; old.len()];
        let mut by_place = vec![Vec::new(); ids.len() + 1];
        // Mostly a finding follows the one that was found last.
        let mut next = 0;
        for (finding, accepted) in report.findings.iter().zip(accepted) {
            let pool = finding.pool.and_then(|place| ids.get(place)).copied();
            let is_same = |at: &usize| {
                let row = old.get(*at).filter(|_| taken.get(*at) == Some(&false));
                row.is_some_and(|row| row.pool == pool && row.accepted == accepted && row.finding == *finding)
            };
            let known = (next..old.len()).find(is_same).or_else(|| (0..next).find(is_same));
            let row = match known.and_then(|at| old.get(at)) {
                Some(row) => {
                    let at = known.unwrap_or_default();
                    next = at + 1;
                    if let Some(taken) = taken.get_mut(at) {
                        *taken = true;
                    }
                    row.clone()
                }
                None => {
                    self.next_row += 1;
                    Arc::new(FindingRow { id: self.next_row, pool, finding: finding.clone(), accepted })
                }
            };
            if let Some(of_place) = by_place.get_mut(finding.pool.map_or(0, |place| place + 1)) {
                of_place.push(row.clone());
            }
            rows.push(row);
        }
        (self.report, self.rows, self.by_place) = (report, rows, by_place);
    }

    /// Returns the findings about the cluster.
    pub fn of_cluster(&self) -> &[Arc<FindingRow>] {
        self.by_place.first().map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the findings about the pool in a place.
    pub fn of_pool(&self, place: usize) -> &[Arc<FindingRow>] {
        self.by_place.get(place + 1).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Returns the value of a pool's property.
pub fn value_of(pool: &NodePool, key: &str) -> Option<Value> {
    find(POOL_PROPERTIES, key)?.get(pool)
}

/// Returns the value of a cluster's property.
pub fn value_of_cluster(cluster: &Cluster, key: &str) -> Option<Value> {
    find(CLUSTER_PROPERTIES, key)?.get(cluster)
}

/// Returns the catalog with what is known of the user's subscription.
pub fn catalog_with(subscription: &str) -> Catalog {
    let mut catalog = Catalog::embedded();
    if !subscription.is_empty() {
        catalog.apply_overlay(subscription);
    }
    catalog
}
