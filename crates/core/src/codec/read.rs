//! Reads plans: strict about shape, lenient about everything else. What can't be read is noted with its path, and the
//! rest of the document loads; nothing is dropped without a note, and no value is converted to another kind.

use std::borrow::Cow;
use std::fmt;

use super::accepted;
use super::import::{self, cut_off};
use super::note::{Fact, Note, Notes, below, locate};
use super::place::{Places, Spans, Written};
use super::table::{Spelling, entries, read_properties, unknown_key, wrong_kind};
use crate::plan::{CLUSTER_PROPERTIES, FORMAT, POOL_PROPERTIES, Plan, Unknown};
use crate::syntax::{self, Content, Node, Object, Position, Problem, SyntaxError, Tree};
use crate::text::{capital, counted, nearest, quoted, shown};

/// A plan, and what was noticed while reading it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The plan.
    pub plan: Plan,
    /// What the text was.
    pub source: Source,
    /// What was not read as written, and why.
    pub notes: Vec<Note>,
    /// What is known about a live cluster and is not part of a plan: its current versions and node images.
    pub facts: Vec<Fact>,
    /// Where the parts of the plan are written, if the text is at hand.
    pub places: Places,
    /// What the text has and the plan lacks, because it isn't known.
    pub unknown: Vec<Unknown>,
    /// The schema that the plan file names for editors.
    pub schema: Option<String>,
}

/// How a text is read that has more than one plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// Parameters files of a template; values of later files win.
    pub parameters: &'a [Node],
    /// The name of the cluster that is read, in any case; without one, all of them.
    pub cluster: Option<&'a str>,
    /// Whether an export that was cut off is read: what is missing is noted, and the plan is marked as partial.
    pub partial: bool,
}

impl Document {
    /// Returns a document of a plan of which everything is known.
    pub fn new(plan: Plan, source: Source, notes: Vec<Note>) -> Self {
        Self {
            plan,
            source,
            notes,
            facts: Vec::new(),
            places: Places::default(),
            unknown: Vec::new(),
            schema: None,
        }
    }
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
    /// What a deployment would change (`what-if`).
    WhatIf,
    /// A Terraform plan as JSON.
    TerraformPlan,
    /// A Terraform state.
    TerraformState,
    /// The nodes of a cluster, as kubectl prints them.
    Nodes,
}

impl Source {
    /// Returns whether it describes an existing cluster or its pools, which AKS has accepted.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Cluster | Self::NodePools | Self::NodePool | Self::TerraformState | Self::Nodes)
    }

    /// Returns what it is, as a sentence names it.
    pub fn title(self) -> &'static str {
        match self {
            Self::PlanFile => "a plan file",
            Self::Cluster => "a cluster with its node pools",
            Self::NodePools => "the node pools of a cluster",
            Self::NodePool => "one node pool",
            Self::Template => "an ARM template",
            Self::WhatIf => "what a deployment would change",
            Self::TerraformPlan => "a Terraform plan",
            Self::TerraformState => "a Terraform state",
            Self::Nodes => "the nodes of a cluster",
        }
    }
}

/// Why a text isn't a plan, as a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ReadError {
    Empty,
    Html,
    CutShort(Position),
    Invalid(SyntaxError),
    NewerFormat {
        version: i64,
    },
    NotAPlan {
        found: String,
    },
    NoSuchCluster {
        wanted: String,
        found: String,
    },
    /// PowerShell wrote the names of objects instead of the objects: the first of these places, what is there, and
    /// how many more there are.
    CutOff {
        path: String,
        text: String,
        more: usize,
    },
    /// The text is source code that another tool converts to JSON: what it is, and the command.
    Source {
        found: &'static str,
        first: &'static str,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const TAKEN: &str = "plan files, ARM templates, Terraform plans and states as JSON, and the output of az aks show, \
            az aks nodepool list, Get-AzAksNodePool | ConvertTo-Json and kubectl get nodes";
        match self {
            Self::Empty => write!(out, "the text is empty. Poolwright reads {TAKEN}."),
            Self::Html => {
                write!(out, "the text is a web page (HTML), not JSON or YAML. Poolwright reads {TAKEN}.")
            }
            Self::CutShort(Position { line, column }) => write!(
                out,
                "the text ends too early at line {line}, column {column}: a bracket or quote isn't closed. Copy the whole text again."
            ),
            // A table, or source code: nothing of it is JSON.
            Self::Invalid(error @ SyntaxError { position: Position { line: 1, column: 1 }, .. }) => {
                write!(out, "{error}. az prints JSON with -o json.")
            }
            Self::Invalid(error) => write!(out, "{error}."),
            Self::NewerFormat { version } => write!(
                out,
                "the plan has version {version}; this Poolwright reads version {FORMAT}. Open it with a newer Poolwright."
            ),
            Self::NotAPlan { found } => {
                write!(out, "{found} isn\u{2019}t supported input. Poolwright reads {TAKEN}.")
            }
            Self::NoSuchCluster { wanted, found } => {
                write!(out, "the text has no cluster {}. It has {found}.", quoted(wanted))
            }
            Self::CutOff { path, text, more } => {
                let more = match more {
                    0 => String::new(),
                    more => {
                        format!(" and {}", counted(i64::try_from(*more).unwrap_or(i64::MAX), "more place"))
                    }
                };
                write!(
                    out,
                    "the export was cut off at {path}{more}: it has the text {} instead of the value. Export it again with ConvertTo-Json -Depth 100.",
                    shown(text)
                )
            }
            Self::Source { found, first } => write!(out, "this is {found}. {first}"),
        }
    }
}

/// Reads a plan file or what a tool printed.
pub fn read(text: &str) -> Result<Document, ReadError> {
    read_tree(&parse(text)?)
}

/// Reads a text that was parsed; of several clusters the first.
pub fn read_tree(tree: &Tree<'_>) -> Result<Document, ReadError> {
    let mut documents = read_all(tree, &ReadOptions::default())?;
    let names: Vec<String> = documents.iter().map(|one| quoted(&one.plan.cluster.name)).collect();
    if documents.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut first = documents.swap_remove(0);
    if names.len() > 1 {
        let text = format!(
            "The text has {} clusters: {}. A plan has one; the first was read.",
            names.len(),
            names.join(", ")
        );
        first.notes.insert(0, Note::new("$", text));
    }
    Ok(first)
}

/// Reads all clusters of a text that was parsed, each as a plan of its own. There is at least one.
pub fn read_all(tree: &Tree<'_>, options: &ReadOptions<'_>) -> Result<Vec<Document>, ReadError> {
    let cut = cut_off::find(&tree.root);
    if let Some(first) = cut.first().filter(|_| !options.partial) {
        let (path, text) = (first.path.clone(), first.text.clone());
        return Err(ReadError::CutOff { path, text, more: cut.len() - 1 });
    }
    let mut root = Cow::Borrowed(&tree.root);
    if !cut.is_empty() {
        cut_off::remove(root.to_mut(), "$", &cut);
    }
    let mut read = match &root.content {
        Content::Object(object) if is_plan_file(object) => vec![plan_file(object)?],
        _ => import::read(&root, options, &cut)?,
    };
    for (document, _) in read.iter_mut().filter(|_| !cut.is_empty()) {
        document.plan.cluster.partial = true;
        let missing: Vec<_> =
            cut.iter().filter(|cut| document.notes.iter().all(|note| note.path != cut.path)).collect();
        let notes =
            missing.into_iter().map(|cut| Note { left_out: true, ..Note::new(&cut.path, cut.sentence()) });
        document.notes.extend(notes.collect::<Vec<_>>());
    }
    if let Some(wanted) = options.cluster {
        let names: Vec<String> = read.iter().map(|(one, _)| quoted(&one.plan.cluster.name)).collect();
        read.retain(|(one, _)| one.plan.cluster.name.eq_ignore_ascii_case(wanted));
        if read.is_empty() {
            return Err(ReadError::NoSuchCluster { wanted: wanted.to_owned(), found: names.join(", ") });
        }
    }
    let located = read.into_iter().map(|(mut document, spans)| {
        locate(&mut document.notes, tree);
        document.places = spans.locate(tree);
        document
    });
    Ok(located.collect())
}

/// Reads the text of a plan file and nothing else: JSON without anything around it.
pub fn read_plan(text: &str) -> Result<Document, ReadError> {
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    plan_of_node(&syntax::parse_json(text).map_err(invalid)?)
}

/// Reads a plan that is part of a document, or all of it.
pub fn plan_of_node(node: &Node) -> Result<Document, ReadError> {
    match &node.content {
        Content::Object(object) => plan_file(object).map(|(document, _)| document),
        _ => Err(ReadError::NotAPlan { found: capital(node.kind()) }),
    }
}

/// Parses a text that may be a plan. The error says what else it is.
pub fn parse(text: &str) -> Result<Tree<'_>, ReadError> {
    let visible = text.trim_start_matches('\u{feff}').trim_start();
    if visible.is_empty() {
        return Err(ReadError::Empty);
    }
    if visible.starts_with('<') {
        return Err(ReadError::Html);
    }
    let is_log = visible.lines().next().is_some_and(|line| line.contains(TERRAFORM_LOG));
    if (is_log || !visible.starts_with(['{', '[']))
        && let Some(error) = source_language(text)
    {
        return Err(error);
    }
    syntax::parse(text).map_err(invalid)
}

/// What each line of the log of `terraform plan -json` has.
const TERRAFORM_LOG: &str = "\"@module\":\"terraform.ui\"";

/// Returns what a text is that a tool prints for people, and how to get JSON of it.
fn printed_for_people(text: &str) -> Option<(&'static str, &'static str)> {
    const PLAN: &str = "Read it as JSON: terraform plan -out plan.bin, then terraform show -json plan.bin > plan.json, and read plan.json.";
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_action = |line: &str| {
        line.starts_with("# ") && [" will be ", " must be "].iter().any(|words| line.contains(words))
    };
    let has = |part: &str| text.contains(part);
    if has("Terraform will perform the following actions") || has("Terraform used the selected providers") {
        return Some(("what terraform plan prints", PLAN));
    }
    if lines().any(is_action) && has("resource \"") {
        return Some(("what terraform plan prints", PLAN));
    }
    if has(TERRAFORM_LOG) {
        return Some(("the log of terraform plan -json", PLAN));
    }
    if has("Resource and property changes are indicated with") {
        return Some((
            "what az deployment what-if prints",
            "Print JSON instead: az deployment group what-if --no-pretty-print.",
        ));
    }
    let first = lines().next().unwrap_or_default();
    if first.starts_with("NAME ")
        && [" STATUS", " READY", " VERSION"].iter().any(|column| first.contains(column))
    {
        return Some(("a table of kubectl", "Print JSON instead: kubectl get nodes -o json."));
    }
    let is_property = |line: &str| {
        line.split_once(" : ").is_some_and(|(key, _)| {
            let key = key.trim_end();
            key.starts_with(|letter: char| letter.is_ascii_uppercase())
                && key.chars().all(|letter| letter.is_ascii_alphanumeric())
        })
    };
    if lines().filter(|line| is_property(line)).count() > 1 && is_property(first) {
        return Some(("what PowerShell prints", "Print JSON instead: pipe it to ConvertTo-Json -Depth 100."));
    }
    // az and kubectl; PowerShell 7, which draws a box, and 5.1. Warnings may come before JSON.
    let is_error = |line: &str| {
        ["ERROR: ", "Error from server", "error: ", "Please run 'az login'", "Line |", "+ CategoryInfo"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    if lines().any(is_error) && !lines().any(|line| line.starts_with(['{', '['])) {
        return Some((
            "an error message, not the output of a command",
            "Resolve the error, run the command again, and read its output.",
        ));
    }
    None
}

/// Returns an error that names the command to run first, for a text in a language that another tool converts to JSON.
fn source_language(text: &str) -> Option<ReadError> {
    const BICEP: [&str; 6] = ["param ", "resource ", "module ", "targetScope", "@description(", "using "];
    const HCL: [&str; 7] =
        ["resource \"", "terraform {", "provider \"", "variable \"", "module \"", "data \"", "locals {"];
    if let Some((found, first)) = printed_for_people(text) {
        return Some(ReadError::Source { found, first });
    }
    let lines = || text.lines().map(str::trim_start);
    let begins = |starts: &[&str]| lines().any(|line| starts.iter().any(|start| line.starts_with(start)));
    if begins(&HCL) {
        return Some(ReadError::Source {
            found: "a Terraform configuration",
            first: "Plan it first: terraform plan -out plan.bin, then terraform show -json plan.bin > plan.json, and read plan.json.",
        });
    }
    let is_bicep = begins(&BICEP) && text.contains('\'') || lines().any(|line| line.starts_with("using '"));
    if lines().any(|line| line.starts_with("using '")) {
        return Some(ReadError::Source {
            found: "a Bicep parameters file",
            first: "Compile it first: az bicep build-params --file FILE --stdout, and give its parametersJson as a parameters file beside the template.",
        });
    }
    is_bicep.then_some(ReadError::Source {
        found: "a Bicep file",
        first: "Compile it first: az bicep build --file FILE --stdout > template.json, and read template.json.",
    })
}

fn invalid(error: SyntaxError) -> ReadError {
    match error.problem {
        Problem::EndsEarly => ReadError::CutShort(error.position),
        _ => ReadError::Invalid(error),
    }
}

/// The keys of a plan file, which nothing that a tool prints has.
const KEYS: [&str; 6] = ["$schema", "version", "cluster", "pools", "baseline", "accepted"];
/// The keys of a layout: of the plan itself and of its baseline.
const LAYOUT: [&str; 2] = ["cluster", "pools"];

/// Returns whether an object is meant as a plan file: it has a layout, in any case, or a version that
/// is a number and nothing that no plan file has alone.
fn is_plan_file(object: &Object) -> bool {
    let has_layout =
        object.0.iter().any(|entry| LAYOUT.iter().any(|known| known.eq_ignore_ascii_case(&entry.key)));
    // Other tools' files have a version, too. One with nothing else may be a plan without anything in it.
    let is_ours = |key: &str| {
        let others = || KEYS.into_iter().filter(|known| *known != "version");
        key != "version" && (others().any(|known| known == key) || nearest(key, others()).is_some())
    };
    let is_bare = object.0.iter().all(|entry| entry.key == "version");
    let has_version = object.get("version").is_some_and(|version| version.as_whole().is_some());
    has_layout || has_version && (is_bare || object.0.iter().any(|entry| is_ours(&entry.key)))
}

fn plan_file(object: &Object) -> Result<(Document, Spans), ReadError> {
    let mut notes = Notes::default();
    let entries = entries(object, Spelling::Exact, "$", &mut notes);
    let of = |wanted: &str| entries.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    check_version(of("version"), &mut notes)?;
    let (mut plan, mut spans, unknown) = read_layout(&entries, &KEYS, "$", &mut notes);
    if let Some(baseline) = of("baseline").filter(|baseline| !baseline.is_null()) {
        match &baseline.content {
            Content::Object(object) => {
                let entries = self::entries(object, Spelling::Exact, "$.baseline", &mut notes);
                let (baseline, ..) = read_layout(&entries, &LAYOUT, "$.baseline", &mut notes);
                plan.baseline = Some(Box::new(baseline));
            }
            _ => wrong_kind(baseline, "an object", "$.baseline", &mut notes),
        }
    }
    let accepted = of("accepted").filter(|list| !list.is_null());
    let accepted = accepted.map(|list| accepted::read(list, "$.accepted", &mut notes)).unwrap_or_default();
    (plan.accepted, spans.accepted) = accepted.into_iter().unzip();
    let schema = of("$schema").and_then(Node::as_text).map(str::to_owned);
    Ok((Document { unknown, schema, ..Document::new(plan, Source::PlanFile, notes.done()) }, spans))
}

fn check_version(version: Option<&Node>, notes: &mut Notes) -> Result<(), ReadError> {
    match version.map(|version| version.as_whole().ok_or(version)) {
        Some(Ok(FORMAT)) => {}
        Some(Ok(version)) if version > FORMAT => return Err(ReadError::NewerFormat { version }),
        Some(Ok(version)) => {
            notes.add("$.version", format!("Unknown version {version}; read as version {FORMAT}."));
        }
        Some(Err(other)) => {
            notes.add(
                "$.version",
                format!("{} isn't a version; read as version {FORMAT}.", capital(other.kind())),
            );
        }
        None => notes.add("$", format!("The version is missing; read as version {FORMAT}.")),
    }
    Ok(())
}

/// Reads a cluster and its pools: what a plan is, and what its baseline is. `known` are the keys that can be next to
/// them. What was left out isn't known: no rule may take it for silence.
fn read_layout(
    entries: &[(&str, &Node)],
    known: &[&str],
    path: &str,
    notes: &mut Notes,
) -> (Plan, Spans, Vec<Unknown>) {
    let mut plan = Plan::default();
    let mut spans = Spans::default();
    let mut unknown = Vec::new();
    for (key, value) in entries {
        let path = below(path, key);
        match (*key, &value.content) {
            ("cluster", Content::Object(cluster)) => {
                plan.cluster = read_properties(cluster, CLUSTER_PROPERTIES, &path, notes);
                let properties = std::mem::take(&mut notes.spans);
                spans.cluster = Written { start: Some(value.span), properties };
                unknown.extend(notes.unread.drain(..).map(Unknown::Cluster));
            }
            ("pools", Content::List(pools)) => {
                for (index, pool) in pools.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    let Content::Object(object) = &pool.content else {
                        wrong_kind(pool, "an object", &path, notes);
                        unknown.push(Unknown::Pools);
                        continue;
                    };
                    let read = read_properties(object, POOL_PROPERTIES, &path, notes);
                    let place = plan.pools.len();
                    unknown.extend(notes.unread.drain(..).map(|key| Unknown::Pool(place, key)));
                    plan.pools.push(read);
                    let properties = std::mem::take(&mut notes.spans);
                    spans.pools.push(Written { start: Some(pool.span), properties });
                }
            }
            ("cluster" | "pools", Content::Null) => {}
            ("cluster", _) => {
                wrong_kind(value, "an object", &path, notes);
                unknown.extend(CLUSTER_PROPERTIES.iter().map(|property| Unknown::Cluster(property.key)));
            }
            ("pools", _) => {
                wrong_kind(value, "a list of objects", &path, notes);
                unknown.push(Unknown::Pools);
            }
            (key, _) if known.contains(&key) => {}
            (key, _) => unknown_key(key, known.iter().copied(), &path, notes),
        }
    }
    (plan, spans, unknown)
}
