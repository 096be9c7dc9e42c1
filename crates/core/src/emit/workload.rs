//! Pods for a node pool: a Deployment in YAML that can run there and nowhere else.

use super::snippet::{Snippet, SpanKind};
use super::{Heading, Options, header};
use crate::catalog::{Architecture, Catalog};
use crate::plan::{Keyword, Mode, NodePool, Plan};
use crate::quote::comment::{self, Language};
use crate::quote::yaml::scalar;
use crate::quote::{Code, json_scalar};
use crate::to_json::{Json, Object, ObjectExt};

const NEEDS: &str = "Replace IMAGE with your image, and set what your containers request.";

/// Returns pods for each pool of those places. A pool for gateways runs none.
pub fn workload(
    plan: &Plan,
    places: impl Iterator<Item = usize>,
    catalog: &Catalog,
    options: &Options<'_>,
) -> Snippet {
    let mut out = Snippet::default();
    let cluster = &plan.cluster.name;
    let about = format!("Pods for node pools of the cluster {cluster}.");
    header(Language::Yaml, &Heading { about: &about, commands: &[], options }, NEEDS, &[], &mut out);
    let pools: Vec<&NodePool> = places.filter_map(|place| plan.pools.get(place)).collect();
    for (number, pool) in pools.iter().filter(|pool| pool.mode != Some(Mode::Gateway)).enumerate() {
        if number > 0 {
            out.line().push(SpanKind::Plain, "---");
        }
        let about = Code::concat(["# ".into(), comment::text(&kind(pool), Language::Yaml)]);
        out.line().push(SpanKind::Comment, about);
        print_object(&deployment(pool, catalog), 0, &mut out);
    }
    out
}

/// Returns a pool as a sentence names it.
fn kind(pool: &NodePool) -> String {
    let mode = pool.mode.as_ref().map_or("no mode", |mode| mode.as_str());
    let spot = if pool.is_spot() { ", Spot: Azure can evict its nodes at any time" } else { "" };
    format!("{}: {mode}{spot}", pool.name)
}

fn deployment(pool: &NodePool, catalog: &Catalog) -> Object {
    let app = app(&pool.name);
    let mut pods = Object::new();
    pods.push("nodeSelector", selector(pool, catalog));
    if let Some(mode) = &pool.mode {
        // What the nodes carry is the mode in small letters ("Use system node pools", 2026-04-30; facts of conflicts).
        let mut wanted = Object::new();
        wanted.push("key", "kubernetes.azure.com/mode");
        wanted.push("operator", "In");
        wanted.push("values", Json::Array(vec![mode.as_str().to_ascii_lowercase().into()]));
        let mut term = Object::new();
        term.push("matchExpressions", Json::Array(vec![wanted.into()]));
        let path = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
        pods.set_path(path, Json::Array(vec![term.into()]));
    }
    let tolerations = tolerations(pool);
    if !tolerations.is_empty() {
        pods.push("tolerations", Json::Array(tolerations));
    }
    let mut container = Object::new();
    container.push("name", app.as_str());
    container.push("image", "IMAGE");
    pods.push("containers", Json::Array(vec![container.into()]));

    let mut deployment = Object::new();
    deployment.push("apiVersion", "apps/v1");
    deployment.push("kind", "Deployment");
    deployment.set_path("metadata.name", app.as_str().into());
    deployment.set_path("spec.replicas", Json::from(1));
    deployment.set_path("spec.selector.matchLabels.app", app.as_str().into());
    deployment.set_path("spec.template.metadata.labels.app", app.into());
    deployment.set_path("spec.template.spec", pods.into());
    deployment
}

/// Returns the labels that nodes of the pool have, and others do not.
fn selector(pool: &NodePool, catalog: &Catalog) -> Object {
    let mut labels = Object::new();
    let size = pool.node_size().and_then(|name| catalog.size(name));
    let is_arm = size.is_some_and(|size| size.architecture == Architecture::Arm64);
    labels.push("kubernetes.io/os", if pool.is_windows() { "windows" } else { "linux" });
    labels.push("kubernetes.io/arch", if is_arm { "arm64" } else { "amd64" });
    labels.push("kubernetes.azure.com/agentpool", pool.name.as_str());
    if pool.is_spot() {
        labels.push("kubernetes.azure.com/scalesetpriority", "spot");
    }
    labels
}

/// Returns what pods must tolerate to run in the pool: its taints, and the one that AKS puts on Spot nodes by itself.
fn tolerations(pool: &NodePool) -> Vec<Json> {
    const SPOT: &str = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";
    let spot = pool.is_spot().then_some(SPOT).filter(|spot| !pool.taints.iter().any(|taint| taint == spot));
    let taints = spot.into_iter().chain(pool.taints.iter().map(String::as_str));
    taints
        .map(|taint| {
            let (what, effect) = taint.rsplit_once(':').unwrap_or((taint, ""));
            let mut toleration = Object::new();
            match what.split_once('=') {
                Some((key, value)) => {
                    toleration.push("key", key);
                    toleration.push("operator", "Equal");
                    toleration.push("value", value);
                }
                None => {
                    toleration.push("key", what);
                    toleration.push("operator", "Exists");
                }
            }
            if !effect.is_empty() {
                toleration.push("effect", effect);
            }
            toleration.into()
        })
        .collect()
}

/// Returns a name for the pods, of letters and digits as Kubernetes wants it.
fn app(pool: &str) -> String {
    let plain = pool.chars().filter(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    let plain: String = plain.take(40).collect();
    if plain.is_empty() { "app".to_owned() } else { format!("app-{plain}") }
}

/// The entries of an object, each on a line of its own.
fn print_object(object: &Object, level: usize, out: &mut Snippet) {
    for (place, (key, value)) in object.iter().enumerate() {
        // The first entry of a list's item is on the line of its dash.
        if level == 0 || place > 0 || !is_behind_dash(out) {
            out.line_at(level);
        }
        out.push(SpanKind::Flag, Code::concat([scalar(key), ":".into()]));
        print(value, level + 1, out);
    }
}

/// Returns whether the last line ends with the dash of an item that is still empty.
fn is_behind_dash(out: &Snippet) -> bool {
    out.lines.last().and_then(|line| line.last()).is_some_and(|span| span.text == "- ")
}

fn print(value: &Json, level: usize, out: &mut Snippet) {
    match value {
        Json::Object(object) => print_object(object, level, out),
        Json::Array(list) => {
            for item in list {
                out.line_at(level).push(SpanKind::Plain, "- ");
                match item {
                    Json::Object(object) => print_object(object, level + 1, out),
                    other => drop(out.push(SpanKind::Value, scalar_of(other))),
                }
            }
        }
        other => drop(out.push(SpanKind::Plain, " ").push(SpanKind::Value, scalar_of(other))),
    }
}

fn scalar_of(value: &Json) -> Code {
    value.as_str().map_or_else(|| json_scalar(value), scalar)
}
