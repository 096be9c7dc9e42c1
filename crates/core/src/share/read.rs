//! Reading: strict about shape, kind about everything else. What cannot be taken is noted with its path, and
//! the rest of the document loads; nothing is dropped without a word and no value is guessed into another kind.

use std::fmt;

use super::import;
use super::note::{Fact, Note, Notes, below};
use super::table::{Spelling, entries, read_properties, unknown_key, wrong_kind};
use crate::json::{Json, JsonError, Object, Problem};
use crate::plan::{CLUSTER_PROPERTIES, FORMAT, NodePool, POOL_PROPERTIES, Plan};
use crate::text::capital;

/// A plan and what reading it has to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The plan.
    pub plan: Plan,
    /// What the text was.
    pub source: Source,
    /// What was not taken as it stands, and why.
    pub notes: Vec<Note>,
    /// What a live cluster tells of itself beside the plan: versions and images that run at the moment.
    pub facts: Vec<Fact>,
}

/// What kind of text a plan was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A plan file or a link.
    PlanFile,
    /// A cluster with its pools, as az, ARM or PowerShell print it.
    Cluster,
    /// The node pools of a cluster.
    NodePools,
    /// One node pool.
    NodePool,
    /// An ARM template.
    Template,
}

impl Source {
    /// Whether it is a cluster that stands, or pools of one: what AKS has taken.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Cluster | Self::NodePools | Self::NodePool)
    }

    /// What it is, as a sentence names it.
    pub fn title(self) -> &'static str {
        match self {
            Self::PlanFile => "a plan file",
            Self::Cluster => "a cluster with its node pools",
            Self::NodePools => "the node pools of a cluster",
            Self::NodePool => "one node pool",
            Self::Template => "an ARM template",
        }
    }
}

/// Why a text is no plan at all, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ReadError {
    Empty,
    Html,
    CutShort { line: usize, column: usize },
    NotJson(JsonError),
    NewerFormat { version: i64 },
    NotAPlan { found: String },
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const TAKEN: &str = "a plan file, or what az aks show, az aks nodepool list, an ARM template or \
            Get-AzAksNodePool | ConvertTo-Json hold";
        match self {
            Self::Empty => write!(out, "the text is empty; {TAKEN} can be read."),
            Self::Html => write!(out, "the text is a web page (HTML), not JSON; {TAKEN} can be read."),
            Self::CutShort { line, column } => write!(
                out,
                "the JSON ends too early, in line {line}, column {column}: a bracket or quote is not closed. Copy the whole text again."
            ),
            // A table, or YAML: nothing of it is JSON.
            Self::NotJson(error @ JsonError { line: 1, column: 1, .. }) => {
                write!(out, "the text is not JSON: {error}. az prints JSON with -o json.")
            }
            Self::NotJson(error) => write!(out, "the text is not JSON: {error}."),
            Self::NewerFormat { version } => write!(
                out,
                "the plan says version {version}; this Poolwright reads version {FORMAT}. Open it with a newer Poolwright."
            ),
            Self::NotAPlan { found } => write!(out, "{found} is no plan; {TAKEN} can be read."),
        }
    }
}

/// Reads a plan file or what a tool printed.
pub fn read(text: &str) -> Result<Document, ReadError> {
    read_json(&parse(text)?)
}

/// The same of a text that was parsed.
pub fn read_json(tree: &Json) -> Result<Document, ReadError> {
    match tree {
        Json::Object(object) if is_plan_file(object) => plan_file(object),
        _ => import::read(tree),
    }
}

/// Reads a plan file and nothing else.
pub fn read_plan(text: &str) -> Result<Document, ReadError> {
    plan_of_json(&parse(text)?)
}

/// The same of a text that was parsed.
pub fn plan_of_json(tree: &Json) -> Result<Document, ReadError> {
    match tree {
        Json::Object(object) => plan_file(object),
        other => Err(ReadError::NotAPlan { found: capital(other.kind()) }),
    }
}

/// Parses a text that may be a plan, or says what else it is.
pub fn parse(text: &str) -> Result<Json, ReadError> {
    let visible = text.trim_start_matches('\u{feff}').trim_start();
    if visible.is_empty() {
        return Err(ReadError::Empty);
    }
    if visible.starts_with('<') {
        return Err(ReadError::Html);
    }
    Json::parse(text.trim_end()).map_err(|error| match error {
        JsonError { line, column, problem: Problem::EndsEarly } => ReadError::CutShort { line, column },
        error => ReadError::NotJson(error),
    })
}

/// The keys of a plan file, which nothing that a tool prints has.
const KEYS: [&str; 5] = ["$schema", "version", "cluster", "pools", "baseline"];
/// The keys of a layout: of the plan itself and of its baseline.
const LAYOUT: [&str; 2] = ["cluster", "pools"];

/// Whether an object means to be a plan file: it has a layout, in whatever case, or a number for its version.
fn is_plan_file(object: &Object) -> bool {
    let has_layout =
        object.0.iter().any(|(key, _)| LAYOUT.iter().any(|known| known.eq_ignore_ascii_case(key)));
    has_layout || matches!(object.get("version"), Some(Json::Whole(_)))
}

fn plan_file(object: &Object) -> Result<Document, ReadError> {
    let mut notes = Notes::default();
    let entries = entries(object, Spelling::Exact, "$", &mut notes);
    let of = |wanted: &str| entries.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    check_version(of("version"), &mut notes)?;
    let mut plan = read_layout(&entries, &KEYS, "$", &mut notes);
    match of("baseline") {
        None | Some(Json::Null) => {}
        Some(Json::Object(baseline)) => {
            let entries = self::entries(baseline, Spelling::Exact, "$.baseline", &mut notes);
            plan.baseline = Some(Box::new(read_layout(&entries, &LAYOUT, "$.baseline", &mut notes)));
        }
        Some(other) => wrong_kind(other, "an object", "$.baseline", &mut notes),
    }
    Ok(Document { plan, source: Source::PlanFile, notes: notes.done(), facts: Vec::new() })
}

fn check_version(version: Option<&Json>, notes: &mut Notes) -> Result<(), ReadError> {
    match version {
        Some(Json::Whole(FORMAT)) => {}
        Some(Json::Whole(version)) if *version > FORMAT => {
            return Err(ReadError::NewerFormat { version: *version });
        }
        Some(Json::Whole(version)) => {
            notes.add("$.version", format!("There is no version {version}; read as version {FORMAT}."));
        }
        Some(other) => {
            notes.add(
                "$.version",
                format!("{} is no version; read as version {FORMAT}.", capital(other.kind())),
            );
        }
        None => notes.add("$", format!("No version is given; read as version {FORMAT}.")),
    }
    Ok(())
}

/// Reads a cluster and its pools: what a plan is, and what its baseline is. `known` is what may stand beside them.
fn read_layout(entries: &[(&str, &Json)], known: &[&str], path: &str, notes: &mut Notes) -> Plan {
    let mut plan = Plan::default();
    for (key, value) in entries {
        let path = below(path, key);
        match (*key, *value) {
            ("cluster", Json::Object(cluster)) => {
                plan.cluster = read_properties(cluster, CLUSTER_PROPERTIES, &path, notes);
            }
            ("pools", Json::List(pools)) => plan.pools = read_pools(pools, &path, notes),
            ("cluster" | "pools", Json::Null) => {}
            ("cluster", other) => wrong_kind(other, "an object", &path, notes),
            ("pools", other) => wrong_kind(other, "a list of objects", &path, notes),
            (key, _) if known.contains(&key) => {}
            (key, _) => unknown_key(key, known.iter().copied(), &path, notes),
        }
    }
    plan
}

fn read_pools(pools: &[Json], path: &str, notes: &mut Notes) -> Vec<NodePool> {
    let mut read = Vec::with_capacity(pools.len());
    for (index, pool) in pools.iter().enumerate() {
        let path = format!("{path}[{index}]");
        match pool {
            Json::Object(pool) => read.push(read_properties(pool, POOL_PROPERTIES, &path, notes)),
            other => wrong_kind(other, "an object", &path, notes),
        }
    }
    read
}
