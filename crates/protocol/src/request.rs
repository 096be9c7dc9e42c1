use serde::{Deserialize, Serialize};

use crate::PlanText;

/// What the page asks of the worker. Days are written as 2026-08-01.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Replaces what is known of the user's own subscription: VM sizes and quota, as the core writes them; nothing is
    /// known if it is empty. Answered by `Done`.
    SetSubscription(String),
    /// Replaces the prices: the text of a region's price file. Answered by `Done`.
    SetPrices(String),
    /// Replaces the user's own numbers for the cost, as they are typed: discounts, prices of disks, the cluster's fee, and the
    /// currency. Answered by `Done`; what of them can't be read comes with `Capacity`.
    SetRates { discounts: String, disks: String, fee: String, currency: String },
    /// Reads what was pasted: a link, a plan file, what a tool prints. Answered by `Imported`.
    Import { text: String, today: String },
    /// Asks what the plan costs and where its nodes are. Answered by `Glance`.
    Glance { plan: PlanText },
    /// Asks for the capacity report, and where workloads fit: a line each, and the `DaemonSet` overhead per node.
    /// Answered by `Capacity`.
    Capacity { plan: PlanText, workloads: String, overhead: String },
    /// Asks how many nodes the pools need for pods, and which sizes hold them for the least money: what kubectl prints of pods
    /// and, if it isn't empty, of nodes. Answered by `RightSize`, or `Failed`.
    RightSize { plan: PlanText, today: String, pods: String, nodes: String, headroom: u32, zone_loss: bool },
    /// Asks for the VM sizes that fit what is typed. Answered by `Sizes`.
    Sizes { plan: PlanText, today: String, words: String },
    /// Asks for the VM sizes that pass a filter, and for suggestions for the pool at that place. Answered by `SizeChoice`.
    SizeChoice { plan: PlanText, today: String, pool: Option<usize>, filter: SizeFilter },
    /// Asks for a text to copy. Answered by `Text`.
    Text(TextRequest),
    /// Asks for a text as the files of a ZIP archive. Answered by `Archive`, or `Failed`.
    Archive(TextRequest),
    /// Asks for the presets, with the verdict on each. Answered by `Presets`.
    Presets { today: String },
    /// Asks for the plan of a preset, by its place in its group. Answered by `Preset`, or `Failed`.
    Preset { group: usize, place: usize },
    /// Asks for the Markdown block of a plan, with this link to it if it has one. Answered by `Markdown`.
    Markdown { plan: PlanText, today: String, link: Option<String>, rejected: usize },
    /// Asks what differs between another plan and this one. Answered by `Comparison`, or `Failed`.
    Compare { plan: PlanText, with: CompareWith },
    /// Asks what differs between the plan and its baseline, and how that can be changed. Answered by `MigrationDiff`.
    MigrationDiff { plan: PlanText },
    /// Asks for the steps from the plan's baseline to the plan. Answered by `Migration`.
    Migration { plan: PlanText, today: String, options: MigrationOptions },
    /// Asks what the answer of a command means for these steps: what one of the commands before the first step printed.
    /// Answered by `Preflight`, or `Failed`.
    Preflight { plan: PlanText, today: String, options: MigrationOptions, text: String },
}

/// Which text is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRequest {
    pub plan: PlanText,
    pub today: String,
    /// The name of a dialect, `arm-parameters` or `workload`.
    pub dialect: String,
    /// The address of the plan, for the comment at the top.
    pub link: Option<String>,
    /// The number of an operation, from 0, that is written in place of the whole plan.
    pub task: Option<usize>,
    /// The place of the pool that the operation or the workload is about.
    pub pool: Option<usize>,
    /// Whether the text is split into steps.
    pub in_steps: bool,
    /// How many fields have text that the plan can't hold.
    pub rejected: usize,
    /// Whether the cluster and its pools are files of their own.
    pub apart: bool,
}

/// What a VM size must have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeFilter {
    pub words: String,
    pub min_vcpus: Option<u32>,
    pub max_vcpus: Option<u32>,
    /// GiB.
    pub min_memory: Option<u32>,
    /// GiB.
    pub max_memory: Option<u32>,
    pub min_zones: Option<u32>,
    /// Millionths of a USD per hour.
    pub max_price: Option<i64>,
    /// `x64` or `Arm64`; any if it is empty.
    pub architecture: String,
    pub ephemeral: bool,
    pub spot: bool,
    pub gpu: bool,
    pub generation2: bool,
    /// Whether sizes that no pool can use are listed too.
    pub unsupported: bool,
    /// What the list is sorted by: `price`, `vcpus` or `memory`; the best match first if it is empty.
    pub sort: String,
}

/// What a plan is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CompareWith {
    /// The plan's baseline: the cluster as it was imported.
    Baseline,
    /// The plan as it was opened.
    Opened(PlanText),
    /// What was pasted or read from a file: a link, a plan file, what a tool prints.
    Text(String),
}

/// How the steps of a migration are chosen and written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationOptions {
    pub objective: Objective,
    /// Whether replaced pools keep their names, so that their pods move twice.
    pub keep_names: bool,
    /// Whether a pool may be deleted before the one that replaces it exists, where no other order is valid.
    pub allow_disruption: bool,
    /// Names that are given, as `old=new` between commas, blanks or line breaks.
    pub renames: String,
    pub script: Script,
}

/// What is optimized when the steps are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Objective {
    #[default]
    SmallestPeak,
    FewestSteps,
}

/// The shell of a migration script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Script {
    #[default]
    AzureCli,
    PowerShell,
}
