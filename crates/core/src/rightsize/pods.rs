//! Reading what `kubectl get pods -A -o json` prints.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::demand::{Condition, Demand, PodGroup, Resources, Toleration};
use crate::capacity::fit::{parse_cpu, parse_memory};
use crate::syntax::Position;
use crate::text::counted;
use crate::to_json::Json;

/// Why a list of pods or nodes can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KubectlError {
    /// It isn't JSON, or its shape is another one; the text says where.
    Json(String),
    /// The text ends inside a value.
    CutShort(Position),
    /// It is JSON, but has nothing of the kind: `Pod` or `Node`.
    Nothing(&'static str),
}

impl fmt::Display for KubectlError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(problem) => {
                write!(out, "invalid JSON: {problem}. Paste the whole output of kubectl with -o json.")
            }
            Self::CutShort(Position { line, column }) => write!(
                out,
                "the text ends too early at line {line}, column {column}. Paste the whole output of kubectl with -o json."
            ),
            Self::Nothing("Node") => {
                write!(out, "no nodes found. Expected the output of kubectl get nodes -o json.")
            }
            Self::Nothing(_) => {
                write!(out, "no pods found. Expected the output of kubectl get pods -A -o json.")
            }
        }
    }
}

/// Returns the objects with that `kind` in a list, or the only one. Text before the first bracket, such as warnings, is
/// skipped.
pub(super) fn items<T: DeserializeOwned>(text: &str, kind: &'static str) -> Result<Vec<T>, KubectlError> {
    #[derive(Deserialize)]
    struct List<T> {
        items: Vec<T>,
    }
    #[derive(Deserialize)]
    struct Kind {
        #[serde(default)]
        kind: String,
    }
    let start = text.find(['{', '[']).ok_or(KubectlError::Nothing(kind))?;
    let json = text.get(start..).unwrap_or_default();
    let wrong = |error: serde_json::Error| {
        if error.is_eof() {
            KubectlError::CutShort(Position::at(text, text.trim_end().len()))
        } else {
            KubectlError::Json(error.to_string())
        }
    };
    let first: Kind =
        if json.starts_with('[') { Kind { kind: String::new() } } else { from_start(json).map_err(wrong)? };
    let items = match &*first.kind {
        _ if json.starts_with('[') => from_start::<Vec<T>>(json).map_err(wrong)?,
        "List" => from_start::<List<T>>(json).map_err(wrong)?.items,
        list if list.strip_suffix("List") == Some(kind) => from_start::<List<T>>(json).map_err(wrong)?.items,
        one if one == kind => vec![from_start(json).map_err(wrong)?],
        _ => return Err(KubectlError::Nothing(kind)),
    };
    if items.is_empty() { Err(KubectlError::Nothing(kind)) } else { Ok(items) }
}

/// Reads a value at the start of a text, whatever comes after it.
fn from_start<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    let mut values = serde_json::Deserializer::from_str(json).into_iter::<T>();
    values.next().unwrap_or_else(|| serde_json::from_str(""))
}

#[derive(Deserialize)]
struct Pod {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    spec: Spec,
    #[serde(default)]
    status: Status,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Metadata {
    name: String,
    namespace: String,
    labels: Option<BTreeMap<String, String>>,
    owner_references: Option<Vec<Owner>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Owner {
    kind: String,
    name: String,
    controller: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Status {
    phase: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Spec {
    containers: Vec<Container>,
    init_containers: Option<Vec<Container>>,
    resources: Option<Requests>,
    overhead: Option<BTreeMap<String, Json>>,
    node_selector: Option<BTreeMap<String, String>>,
    tolerations: Option<Vec<RawToleration>>,
    affinity: Option<Affinity>,
    topology_spread_constraints: Option<Vec<Json>>,
    priority_class_name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Container {
    resources: Option<Requests>,
    restart_policy: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Requests {
    requests: Option<BTreeMap<String, Json>>,
    limits: Option<BTreeMap<String, Json>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawToleration {
    key: String,
    operator: String,
    value: String,
    effect: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Affinity {
    node_affinity: Option<NodeAffinity>,
    pod_anti_affinity: Option<PodAntiAffinity>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NodeAffinity {
    #[serde(rename = "requiredDuringSchedulingIgnoredDuringExecution")]
    required: Option<NodeSelector>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct NodeSelector {
    node_selector_terms: Vec<Term>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Term {
    match_expressions: Option<Vec<Expression>>,
    match_fields: Option<Vec<Json>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Expression {
    key: String,
    operator: String,
    values: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PodAntiAffinity {
    #[serde(rename = "requiredDuringSchedulingIgnoredDuringExecution")]
    required: Option<Vec<AntiAffinityTerm>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AntiAffinityTerm {
    topology_key: String,
    label_selector: Option<LabelSelector>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct LabelSelector {
    match_labels: Option<BTreeMap<String, String>>,
    match_expressions: Option<Vec<Expression>>,
}

impl LabelSelector {
    /// Returns whether it selects pods with these labels.
    fn selects(&self, labels: &BTreeMap<String, String>) -> bool {
        let equal = self.match_labels.iter().flatten().all(|(key, value)| labels.get(key) == Some(value));
        equal
            && self.match_expressions.iter().flatten().all(|one| {
                let value = labels.get(&one.key);
                let is_among =
                    || value.is_some_and(|value| one.values.iter().flatten().any(|known| known == value));
                match &*one.operator {
                    "In" => is_among(),
                    "NotIn" => !is_among(),
                    "Exists" => value.is_some(),
                    "DoesNotExist" => value.is_none(),
                    _ => false,
                }
            })
    }
}

/// Counts of what is left out of a list.
#[derive(Default)]
struct Skipped {
    finished: i64,
    unreadable: i64,
    spread: i64,
    other_conditions: i64,
}

/// Reads what `kubectl get pods -A -o json` prints. Pods of a workload that request the same are one group; pods that
/// have finished are left out.
pub fn read_pods(text: &str) -> Result<Demand, KubectlError> {
    let mut skipped = Skipped::default();
    let mut groups: Vec<(PodGroup, bool)> = Vec::new();
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for pod in items::<Pod>(text, "Pod")? {
        if pod.kind.as_deref().is_some_and(|kind| kind != "Pod") || pod.spec.containers.is_empty() {
            skipped.unreadable += 1;
            continue;
        }
        if matches!(&*pod.status.phase, "Succeeded" | "Failed") {
            skipped.finished += 1;
            continue;
        }
        let Some((group, is_daemon)) = group(pod, &mut skipped) else {
            skipped.unreadable += 1;
            continue;
        };
        let key = format!("{}/{}", group.namespace, group.workload);
        let same = places.entry(key).or_default();
        let known =
            same.iter().find(|place| groups.get(**place).is_some_and(|(known, _)| known.is_like(&group)));
        if let Some((known, _)) = known.and_then(|place| groups.get_mut(*place)) {
            known.replicas += 1;
        } else {
            same.push(groups.len());
            groups.push((group, is_daemon));
        }
    }
    // By name, whatever the order of the list.
    groups.sort_by(|(one, _), (other, _)| {
        let key = |group: &PodGroup| (group.namespace.clone(), group.workload.clone(), group.request);
        key(one).cmp(&key(other))
    });
    let (daemons, once): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, is_daemon)| *is_daemon);
    let only = |all: Vec<(PodGroup, bool)>| all.into_iter().map(|(group, _)| group).collect();
    Ok(Demand { groups: only(once), daemons: only(daemons), notes: skipped.notes() })
}

impl Skipped {
    fn notes(&self) -> Vec<String> {
        let note =
            |number: i64, what: &str| (number > 0).then(|| format!("{} {what}", counted(number, "pod")));
        [
            note(self.finished, "left out: succeeded or failed."),
            note(self.unreadable, "left out: no containers, or requests that can\u{2019}t be read."),
            note(
                self.spread,
                "with topology spread constraints or zone anti-affinity, which aren\u{2019}t looked at.",
            ),
            note(
                self.other_conditions,
                "with node affinity by fields or by Gt or Lt, which isn\u{2019}t looked at.",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn group(pod: Pod, skipped: &mut Skipped) -> Option<(PodGroup, bool)> {
    let labels = pod.metadata.labels.unwrap_or_default();
    let (workload, is_daemon) =
        workload(&pod.metadata.name, pod.metadata.owner_references.as_deref(), &labels);
    let spec = pod.spec;
    let request = request(&spec)?;
    let affinity = spec.affinity.unwrap_or_default();
    let anti = affinity.pod_anti_affinity.and_then(|anti| anti.required).unwrap_or_default();
    let own = |term: &&AntiAffinityTerm| {
        term.label_selector.as_ref().is_some_and(|selector| selector.selects(&labels))
    };
    let one_per_node = anti.iter().filter(own).any(|term| term.topology_key == "kubernetes.io/hostname");
    if !spec.topology_spread_constraints.unwrap_or_default().is_empty()
        || anti.iter().any(|term| term.topology_key != "kubernetes.io/hostname")
    {
        skipped.spread += 1;
    }
    let terms =
        affinity.node_affinity.and_then(|node| node.required).map(|required| required.node_selector_terms);
    let group = PodGroup {
        namespace: pod.metadata.namespace,
        workload,
        request,
        replicas: 1,
        // Each pod of a DaemonSet is bound to its node by a field; its pods run on every node that they tolerate.
        conditions: if is_daemon { Vec::new() } else { conditions(terms.unwrap_or_default(), skipped) },
        selector: spec.node_selector.unwrap_or_default(),
        tolerations: spec.tolerations.unwrap_or_default().into_iter().map(Toleration::from).collect(),
        one_per_node,
        priority_class: spec.priority_class_name.unwrap_or_default(),
    };
    Some((group, is_daemon))
}

/// Returns what a pod belongs to, and whether that runs once on each node. A `ReplicaSet` counts as its Deployment: its
/// name is the Deployment's and the hash of the template.
fn workload(name: &str, owners: Option<&[Owner]>, labels: &BTreeMap<String, String>) -> (String, bool) {
    let owners = owners.unwrap_or_default();
    let Some(owner) = owners.iter().find(|owner| owner.controller).or(owners.first()) else {
        return (format!("Pod/{name}"), false);
    };
    let deployment =
        labels.get("pod-template-hash").and_then(|hash| owner.name.strip_suffix(hash)?.strip_suffix('-'));
    match (&*owner.kind, deployment) {
        ("ReplicaSet", Some(deployment)) => (format!("Deployment/{deployment}"), false),
        // A static pod belongs to its node.
        ("Node", _) => (format!("Pod/{name}"), true),
        (kind, _) => (format!("{kind}/{}", owner.name), kind == "DaemonSet"),
    }
}

/// Returns what the scheduler counts of a pod: its containers with sidecars, or an init container with the sidecars
/// that started before it where that is more; what the pod as a whole requests in place of that; and the overhead of its
/// runtime class.
fn request(spec: &Spec) -> Option<Resources> {
    let mut running = Resources::default();
    for container in &spec.containers {
        running = running.plus(of_container(container)?);
    }
    let mut sidecars = Resources::default();
    let mut starting = Resources::default();
    for container in spec.init_containers.iter().flatten() {
        let one = of_container(container)?;
        if container.restart_policy.as_deref() == Some("Always") {
            sidecars = sidecars.plus(one);
            starting = starting.zip(sidecars, i64::max);
        } else {
            starting = starting.zip(sidecars.plus(one), i64::max);
        }
    }
    let mut most = running.plus(sidecars).zip(starting, i64::max);
    if let Some(whole) = spec.resources.as_ref().and_then(|resources| resources.requests.as_ref()) {
        let requested = amounts(whole)?;
        if whole.contains_key("cpu") {
            most.cpu = requested.cpu;
        }
        if whole.contains_key("memory") {
            most.memory = requested.memory;
        }
    }
    let overhead = spec.overhead.as_ref().map_or(Some(Resources::default()), amounts)?;
    Some(Resources { pods: 1, ..most.plus(overhead) })
}

/// Returns the request; a limit without a request is the request.
fn of_container(container: &Container) -> Option<Resources> {
    let Some(resources) = &container.resources else { return Some(Resources::default()) };
    let mut all = resources.limits.clone().unwrap_or_default();
    all.extend(resources.requests.clone().unwrap_or_default());
    amounts(&all)
}

fn amounts(all: &BTreeMap<String, Json>) -> Option<Resources> {
    let text = |key: &str| match all.get(key) {
        None | Some(Json::Null) => Some("0".to_owned()),
        Some(Json::String(text)) => Some(text.clone()),
        Some(Json::Number(number)) => Some(number.to_string()),
        Some(_) => None,
    };
    Some(Resources {
        cpu: parse_cpu(&text("cpu")?)?,
        memory: parse_memory(&text("memory")?)?,
        pods: 0,
        gpus: text("nvidia.com/gpu")?.parse().ok()?,
    })
}

fn conditions(terms: Vec<Term>, skipped: &mut Skipped) -> Vec<Vec<Condition>> {
    let mut is_skipped = false;
    let read = terms.into_iter().map(|term| {
        is_skipped |= term.match_fields.is_some();
        let one = |expression: Expression| {
            let values = expression.values.unwrap_or_default();
            Some(match &*expression.operator {
                "In" => Condition::In(expression.key, values),
                "NotIn" => Condition::NotIn(expression.key, values),
                "Exists" => Condition::Exists(expression.key),
                "DoesNotExist" => Condition::Missing(expression.key),
                _ => return None,
            })
        };
        let all = term.match_expressions.unwrap_or_default();
        let before = all.len();
        let known: Vec<Condition> = all.into_iter().filter_map(one).collect();
        is_skipped |= known.len() < before;
        known
    });
    let read = read.collect();
    skipped.other_conditions += i64::from(is_skipped);
    read
}

impl From<RawToleration> for Toleration {
    fn from(raw: RawToleration) -> Self {
        let value = (raw.operator != "Exists").then_some(raw.value);
        Self { key: raw.key, value, effect: raw.effect }
    }
}
