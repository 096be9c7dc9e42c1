//! Reading: strict about shape, kind about everything else. What cannot be taken is noted with its path, and
//! the rest of the document loads; nothing is dropped without a word and no value is guessed into another kind.

use std::collections::BTreeMap;
use std::fmt;

use super::import;
use super::note::{Note, Notes, below, nearest, shown};
use crate::json::{Json, JsonError, Object, Problem};
use crate::plan::{
    CLUSTER_PROPERTIES, Decimal, FORMAT, Kind, NodePool, POOL_PROPERTIES, Plan, Property, Subnet, Value,
};
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
        const TAKEN: &str = "a plan file, or what az aks show, az aks nodepool list, an ARM template or Get-AzAksNodePool | ConvertTo-Json hold";
        match self {
            Self::Empty => write!(out, "the text is empty; {TAKEN} can be read."),
            Self::Html => write!(out, "the text is a web page (HTML), not JSON; {TAKEN} can be read."),
            Self::CutShort { line, column } => write!(
                out,
                "the JSON ends too early, in line {line}, column {column}: a bracket or quote is not closed. Copy the whole text again."
            ),
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
    let tree = parse(text)?;
    match &tree {
        Json::Object(object) if is_plan_file(object) => plan_file(object),
        _ => import::read(&tree),
    }
}

/// Reads a plan file and nothing else.
pub(super) fn read_plan_file(text: &str) -> Result<Document, ReadError> {
    match parse(text)? {
        Json::Object(object) => plan_file(&object),
        other => Err(ReadError::NotAPlan { found: capital(other.kind()) }),
    }
}

fn parse(text: &str) -> Result<Json, ReadError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    if text.starts_with('<') {
        return Err(ReadError::Html);
    }
    Json::parse(text).map_err(|error| match error {
        JsonError { line, column, problem: Problem::EndsEarly } => ReadError::CutShort { line, column },
        error => ReadError::NotJson(error),
    })
}

fn is_plan_file(object: &Object) -> bool {
    object.0.iter().any(|(key, _)| ["version", "cluster", "pools", "baseline"].contains(&key.as_str()))
}

fn plan_file(object: &Object) -> Result<Document, ReadError> {
    let mut notes = Notes::default();
    let keys = entries(object, "$", &mut notes);
    match keys.iter().find(|(key, _)| *key == "version").map(|(_, value)| *value) {
        Some(Json::Whole(FORMAT)) => {}
        Some(Json::Whole(version)) if *version > FORMAT => {
            return Err(ReadError::NewerFormat { version: *version });
        }
        Some(other) => notes
            .add("$.version", format!("{} is no version; read as version {FORMAT}.", capital(other.kind()))),
        None => notes.add("$", format!("No version is given; read as version {FORMAT}.")),
    }
    let layout = keys.iter().copied().filter(|(key, _)| !["version", "$schema", "baseline"].contains(key));
    let mut plan = read_layout(layout, "$", &mut notes);
    match keys.iter().find(|(key, _)| *key == "baseline").map(|(_, value)| *value) {
        None | Some(Json::Null) => {}
        Some(Json::Object(baseline)) => {
            let keys = entries(baseline, "$.baseline", &mut notes);
            plan.baseline = Some(Box::new(read_layout(keys.into_iter(), "$.baseline", &mut notes)));
        }
        Some(other) => wrong_kind(other, "an object", "$.baseline", &mut notes),
    }
    Ok(Document { plan, source: Source::PlanFile, notes: notes.list })
}

/// Reads a cluster and its pools: what a plan is, and what its baseline is.
fn read_layout<'a>(keys: impl Iterator<Item = (&'a str, &'a Json)>, path: &str, notes: &mut Notes) -> Plan {
    let mut plan = Plan::default();
    for (key, value) in keys {
        let path = below(path, key);
        match (key, value) {
            ("cluster", Json::Object(cluster)) => {
                plan.cluster = read_properties(cluster, CLUSTER_PROPERTIES, Spelling::Exact, &path, notes);
            }
            ("pools", Json::List(pools)) => plan.pools = read_pools(pools, &path, notes),
            ("cluster", other) => wrong_kind(other, "an object", &path, notes),
            ("pools", other) => wrong_kind(other, "a list of objects", &path, notes),
            (other, _) => {
                unknown_key(other, ["version", "cluster", "pools", "baseline"].into_iter(), &path, notes)
            }
        }
    }
    plan
}

fn read_pools(pools: &[Json], path: &str, notes: &mut Notes) -> Vec<NodePool> {
    let mut read = Vec::new();
    for (index, pool) in pools.iter().enumerate() {
        let path = format!("{path}[{index}]");
        match pool {
            Json::Object(pool) => {
                read.push(read_properties(pool, POOL_PROPERTIES, Spelling::Exact, &path, notes))
            }
            other => wrong_kind(other, "an object", &path, notes),
        }
    }
    read
}

/// How strictly a key must be spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As the plan format has it.
    Exact,
    /// In any case: the tools differ in it.
    AnyCase,
}

impl Spelling {
    fn same(self, a: &str, b: &str) -> bool {
        match self {
            Self::Exact => a == b,
            Self::AnyCase => a.eq_ignore_ascii_case(b),
        }
    }
}

/// Reads every property of a table out of an object, and notes whatever is left.
pub(super) fn read_properties<T: Default>(
    object: &Object,
    properties: &[Property<T>],
    spelling: Spelling,
    path: &str,
    notes: &mut Notes,
) -> T {
    let mut owner = T::default();
    read_level(object, properties, "", spelling, path, notes, &mut owner);
    owner
}

/// Reads the properties whose keys begin with `prefix`, one level of objects at a time.
fn read_level<T>(
    object: &Object,
    properties: &[Property<T>],
    prefix: &str,
    spelling: Spelling,
    path: &str,
    notes: &mut Notes,
    owner: &mut T,
) {
    for (key, value) in entries(object, path, notes) {
        let here = below(path, key);
        // What the table has on this level: the rest of a key that begins with the prefix.
        let rests =
            || properties.iter().filter_map(|property| Some((property, property.key.strip_prefix(prefix)?)));
        if let Some((property, _)) = rests().find(|(_, rest)| spelling.same(rest, key)) {
            match read_value(property.kind, value, &here, notes) {
                None => {}
                Some(value) => {
                    note_unknown_word(property, &value, &here, notes);
                    property.put(owner, Some(value));
                }
            }
            continue;
        }
        let group = rests().find_map(|(_, rest)| {
            let (head, _) = rest.split_once('.')?;
            spelling.same(head, key).then(|| format!("{prefix}{head}."))
        });
        match (group, value) {
            (Some(_), Json::Null) => {}
            (Some(group), Json::Object(inner)) => {
                read_level(inner, properties, &group, spelling, &here, notes, owner)
            }
            (Some(_), other) => wrong_kind(other, "an object", &here, notes),
            (None, Json::Null) if spelling == Spelling::AnyCase => {}
            (None, _) => {
                let known = rests().map(|(_, rest)| rest.split('.').next().unwrap_or(rest));
                unknown_key(key, known, &here, notes);
            }
        }
    }
}

/// The entries of an object, the last of each key; a key that occurs twice is noted.
fn entries<'a>(object: &'a Object, path: &str, notes: &mut Notes) -> Vec<(&'a str, &'a Json)> {
    let mut last: Vec<(&str, &Json)> = Vec::with_capacity(object.0.len());
    for (key, value) in &object.0 {
        if let Some(earlier) = last.iter_mut().find(|(name, _)| name == key) {
            notes.add(&below(path, key), "The key occurs twice; the later value was taken.");
            earlier.1 = value;
        } else {
            last.push((key, value));
        }
    }
    last
}

fn read_value(kind: Kind, json: &Json, path: &str, notes: &mut Notes) -> Option<Value> {
    let value = match (kind, json) {
        (_, Json::Null) => return None,
        (Kind::Text | Kind::Word(_), Json::Text(text)) => Value::Text(text.clone()),
        (Kind::Whole, Json::Whole(number)) => Value::Whole(*number),
        (Kind::Decimal, Json::Whole(number)) => Value::Decimal(Decimal::from(*number)),
        (Kind::Decimal, Json::Decimal(number)) => Value::Decimal(number.clone()),
        (Kind::Flag, Json::Bool(flag)) => Value::Flag(*flag),
        (Kind::Tree, Json::Object(tree)) => Value::Tree(tree.clone()),
        (Kind::List, Json::List(items)) => Value::List(read_texts(items, path, notes)),
        (Kind::Map, Json::Object(object)) => {
            let mut map = BTreeMap::new();
            for (key, item) in entries(object, path, notes) {
                match item {
                    Json::Text(text) => {
                        map.insert(key.to_owned(), text.clone());
                    }
                    other => wrong_kind(other, "a text", &below(path, key), notes),
                }
            }
            Value::Map(map)
        }
        (Kind::Subnets, Json::List(items)) => Value::Subnets(read_subnets(items, path, notes)),
        (kind, other) => {
            wrong_kind(other, kind.wanted(), path, notes);
            return None;
        }
    };
    Some(value)
}

fn read_texts(items: &[Json], path: &str, notes: &mut Notes) -> Vec<String> {
    let mut texts = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        match item {
            Json::Text(text) => texts.push(text.clone()),
            other => wrong_kind(other, "a text", &format!("{path}[{index}]"), notes),
        }
    }
    texts
}

fn read_subnets(items: &[Json], path: &str, notes: &mut Notes) -> Vec<Subnet> {
    let mut subnets = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        let Json::Object(object) = item else {
            wrong_kind(item, "an object with name and addressPrefix", &path, notes);
            continue;
        };
        let mut subnet = Subnet::default();
        for (key, value) in entries(object, &path, notes) {
            let here = below(&path, key);
            match (key, value) {
                ("name", Json::Text(text)) => subnet.name.clone_from(text),
                ("addressPrefix", Json::Text(text)) => subnet.address_prefix.clone_from(text),
                ("name" | "addressPrefix", other) => wrong_kind(other, "a text", &here, notes),
                (other, _) => unknown_key(other, ["name", "addressPrefix"].into_iter(), &here, notes),
            }
        }
        subnets.push(subnet);
    }
    subnets
}

fn note_unknown_word<T>(property: &Property<T>, value: &Value, path: &str, notes: &mut Notes) {
    let (Kind::Word(known), Value::Text(text)) = (property.kind, value) else { return };
    if known.contains(&text.as_str()) {
        return;
    }
    let hint = nearest(text, known.iter().copied())
        .map(|word| format!(" Did you mean {word:?}?"))
        .unwrap_or_default();
    notes.add(path, format!("{} is none of {}; kept as it is.{hint}", shown(text), known.join(", ")));
}

fn wrong_kind(found: &Json, wanted: &str, path: &str, notes: &mut Notes) {
    let value = match found {
        Json::Text(text) => format!("the text {}", shown(text)),
        Json::Whole(number) => format!("the number {number}"),
        Json::Decimal(number) => format!("the number {number}"),
        Json::Bool(flag) => flag.to_string(),
        other => other.kind().to_owned(),
    };
    notes.add(path, format!("This must be {wanted}, but it is {value}; left out."));
}

fn unknown_key<'a>(key: &str, known: impl Iterator<Item = &'a str>, path: &str, notes: &mut Notes) {
    let hint = nearest(key, known).map(|word| format!(" Did you mean {word:?}?")).unwrap_or_default();
    notes.add(path, format!("The key {} is not part of a plan; left out.{hint}", shown(key)));
}
