use serde::{Deserialize, Serialize};

use crate::PlanText;

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    Done,
    /// The error message.
    Failed(String),
    Imported(Imported),
    Glance(Glance),
    Capacity(Capacity),
    RightSize(RightSize),
    Sizes(Vec<SizeRow>),
    SizeChoice(SizeChoice),
    Text(Text),
    /// A ZIP archive, with the name of its file.
    Archive {
        name: String,
        bytes: Vec<u8>,
    },
    Presets(Vec<PresetGroup>),
    Preset(Opened),
    Markdown(String),
    Comparison(Comparison),
    MigrationDiff(MigrationDiff),
    Migration(Migration),
    /// What a pasted answer means.
    Preflight(Vec<PreflightAnswer>),
}

/// What was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Imported {
    Plan(Opened),
    /// VM sizes or quota of the user's own subscription: what [`crate::Request::SetSubscription`] takes, and what it
    /// contains as a sentence.
    Subscription {
        data: String,
        summary: String,
    },
}

/// A plan to open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub plan: PlanText,
    /// What it is: "the plan file".
    pub source: String,
    /// What was read of it, if it was imported.
    pub report: Option<ImportReport>,
    /// What the migration from its baseline changes, if it has one that differs.
    pub migration: Option<String>,
}

/// What was read of an imported plan, what was not, and the verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// What was read, as a sentence.
    pub read: String,
    /// What was left out or changed: where, and why.
    pub notes: Vec<Note>,
    /// What is running that no plan has: versions, states.
    pub facts: Vec<String>,
    /// Whether the plan was kept as the baseline too.
    pub has_baseline: bool,
    pub verdict: String,
}

/// A remark about a place in what was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub path: String,
    pub text: String,
}

/// What the plan costs and where its nodes are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    /// What the VMs of each pool in the plan's order cost per month: USD, less the user's discounts; `?` if it is unknown.
    pub costs: Vec<String>,
    /// Nothing if the plan has no pools.
    pub picture: Option<Picture>,
    pub bars: Vec<Bar>,
    /// The cost of all pools as a sentence, if prices are known.
    pub total: Option<String>,
    /// What the migration from the baseline changes, if there is one that differs.
    pub migration: Option<String>,
}

/// Nodes by pool and zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The titles of the columns: zones.
    pub columns: Vec<String>,
    pub rows: Vec<PictureRow>,
}

/// A pool in a picture, as it is from one point in time to another. Pools of the plan itself are there from 0 to 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureRow {
    pub name: String,
    pub kind: PoolKind,
    /// The nodes in each column.
    pub cells: Vec<NodeRange>,
    /// The row as text: "apps 3 nodes in zones 1, 2, 3".
    pub text: String,
    /// Its line in the picture, from 0. Rows of one line are there one after the other.
    pub line: usize,
    /// What was done to its nodes with kubectl: `cordoned`, `drained`, or nothing.
    pub mark: String,
    /// The first number of finished steps after which it is so.
    pub from: usize,
    /// The last number of finished steps after which it is so.
    pub to: usize,
}

/// What a pool is drawn as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PoolKind {
    System,
    #[default]
    User,
    Spot,
}

/// Nodes: the minimum, at creation, the maximum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeRange {
    pub min: i64,
    pub now: i64,
    pub max: i64,
}

/// How much is used of what is available.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub title: String,
    /// Used at creation.
    pub now: i64,
    /// Used at the peak.
    pub peak: i64,
    /// Available.
    pub room: i64,
    /// The same as text.
    pub text: String,
}

/// The capacity report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// Empty if the plan has no pools.
    pub tables: Vec<Table>,
    /// Where the workloads fit, if there are any.
    pub fit: Option<Fit>,
    /// What of the typed workloads, and of the typed overhead, can't be read.
    pub workload_errors: Vec<String>,
    pub overhead_errors: Vec<String>,
    /// What of the user's own numbers can't be read; then none of them counts.
    pub rate_errors: Vec<String>,
}

/// How many nodes the pools need for pods, and the cheapest sizes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightSize {
    /// What the pods request, as a sentence.
    pub summary: String,
    /// What doesn't fit, a sentence each.
    pub problems: Vec<String>,
    /// What of the list was left out or isn't looked at.
    pub notes: Vec<String>,
    pub tables: Vec<Table>,
    /// The plan with the cheapest choice of each pool, if that is another plan.
    pub plan: Option<PlanText>,
}

/// A table whose rows say how their numbers are calculated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub title: String,
    /// What its numbers are based on, with dates.
    pub about: String,
    /// The first column names the row, the others are numbers.
    pub head: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row of a [`Table`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub cells: Vec<String>,
    /// How its numbers are calculated.
    pub how: String,
}

/// Where workloads fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// Whether all fit, as a sentence.
    pub summary: String,
    pub table: Table,
    pub bars: Vec<Bar>,
}

/// A VM size in the list of the combobox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeRow {
    pub name: String,
    pub about: String,
    /// What prevents its use; empty if nothing does.
    pub remarks: String,
}

/// VM sizes to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeChoice {
    pub suggested: SizeGroup,
    pub all: SizeGroup,
    /// What each size's facts are called.
    pub fact_titles: Vec<String>,
    /// Where the facts come from.
    pub about: String,
}

/// Some VM sizes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeGroup {
    pub title: String,
    pub sizes: Vec<SizeOption>,
}

/// A VM size to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeOption {
    pub name: String,
    /// Its name without `Standard_`.
    pub short_name: String,
    pub about: String,
    pub more: String,
    /// What prevents its use; empty if nothing does.
    pub remarks: String,
    /// What sizes are compared by, as [`SizeChoice::fact_titles`] calls it.
    pub facts: Vec<String>,
}

/// A text to copy, as a whole or in steps; and what it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Empty if the text is in steps.
    pub lines: Vec<Line>,
    pub steps: Vec<TextStep>,
    pub gaps: Vec<String>,
}

/// A step of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextStep {
    pub title: String,
    pub lines: Vec<Line>,
}

/// A line of a text, without its break.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line(pub Vec<Span>);

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span(pub SpanKind, pub String);

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanKind {
    Comment,
    Command,
    Flag,
    Value,
    Plain,
}

/// Presets of one origin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresetGroup {
    /// Empty for Poolwright's own.
    pub title: String,
    pub about: String,
    pub presets: Vec<Preset>,
}

/// A plan to start from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preset {
    pub title: String,
    pub about: String,
    /// The class of the worst severity found, `good` if there is nothing but notes.
    pub class: String,
    pub verdict: String,
}

/// What differs between two plans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Empty if nothing differs.
    pub parts: Vec<DiffPart>,
    /// How many parts differ, as a sentence.
    pub summary: String,
    /// What the other plan is, as the title of its column.
    pub title: String,
    /// How the cost of a month differs, as a sentence, if prices are known.
    pub cost: Option<String>,
}

/// The cluster or a pool that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffPart {
    pub name: String,
    /// What becomes of it: `added`, `changed`, `replaced`, `removed`.
    pub change: String,
    pub rows: Vec<DiffRow>,
}

/// A property that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffRow {
    pub key: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// How it is changed, if it can be changed: "Changes in place."
    pub how: String,
    /// Whether it changes in place, needs a new pool, or can't be changed.
    pub effort: Effort,
    /// Why that is so, and where it was read.
    pub why: String,
    pub source: Option<Source>,
}

/// What changing a property takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effort {
    #[default]
    InPlace,
    NewPool,
    Impossible,
}

/// Where something was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub title: String,
    pub url: String,
}

/// What differs between a plan and its baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MigrationDiff {
    NoBaseline,
    Same,
    Differs {
        summary: String,
        parts: Vec<DiffPart>,
        /// Pools that may have been renamed: from, to.
        renames: Vec<(String, String)>,
    },
}

/// The steps from a plan's baseline to the plan, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Migration {
    Steps(Box<MigrationSteps>),
    Blocked(MigrationBlocked),
}

/// The steps from a plan's baseline to the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationSteps {
    /// What of the given names can't be read; empty if all can.
    pub rename_error: String,
    /// What to do before: the commands lack the cluster's name.
    pub hint: String,
    /// What to ask before the first step.
    pub preflight: Vec<PreflightQuestion>,
    /// The steps as a Markdown checklist.
    pub checklist: String,
    /// What of the target is not reached.
    pub left: Vec<Caveat>,
    /// Names that were chosen, as sentences.
    pub proposed: Vec<String>,
    pub summary: String,
    pub steps: Vec<MigrationStep>,
    pub timeline: Timeline,
    pub script: MigrationScript,
    /// A digest of the script: boxes that are ticked are kept under it.
    pub digest: String,
}

/// A question to answer before the first step of a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreflightQuestion {
    /// Its name, which is part of an id.
    pub code: String,
    pub question: String,
    /// The command that answers it.
    pub command: String,
    /// What its answer means.
    pub meaning: String,
}

/// What an answer to such a question means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreflightAnswer {
    /// The question that it answers.
    pub question: String,
    pub outcome: Outcome,
    pub text: String,
}

/// How bad an answer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    #[default]
    Fine,
    Caution,
    Blocking,
}

/// A sentence and where it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caveat {
    pub text: String,
    pub source: Option<Source>,
}

/// A step of a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationStep {
    pub title: String,
    /// What there is to know of it.
    pub details: Vec<Detail>,
    /// What the shell can't do of it.
    pub gaps: Vec<String>,
    /// What does it by hand.
    pub commands: Vec<Line>,
    /// What shows that it is done.
    pub verify: Vec<Line>,
}

/// Something to know of a step: a term, and what there is to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub term: String,
    pub texts: Vec<String>,
    pub source: Option<Source>,
}

/// The cluster after each number of finished steps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// A sentence for today, and for after each step.
    pub states: Vec<String>,
    pub picture: Picture,
    /// Nodes beyond those of today, in each step.
    pub nodes: Series,
    /// IP addresses beyond those of today, in each step.
    pub addresses: Series,
}

/// A number for each step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// "Nodes more than today in each step, at most 3".
    pub title: String,
    pub numbers: Vec<i64>,
    /// The numbers as text.
    pub text: String,
}

/// The script of a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationScript {
    pub file_name: String,
    /// Whether its file starts with a byte order mark: Windows PowerShell would read it in another encoding.
    pub has_byte_order_mark: bool,
    /// The lines; one of one part with line breaks if the script is long.
    pub lines: Vec<Line>,
    pub line_count: usize,
    pub gaps: Vec<String>,
}

/// Why no order of steps is valid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationBlocked {
    /// What of the given names can't be read; empty if all can.
    pub rename_error: String,
    pub summary: String,
    pub blocked: Vec<BlockedStep>,
    /// What would make one possible.
    pub remedies: Vec<String>,
}

/// A step that can't be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedStep {
    pub title: String,
    pub reasons: Vec<BlockedReason>,
}

/// Why a step can't be done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedReason {
    pub text: String,
    /// The id of the rule that says so.
    pub rule: Option<String>,
}
