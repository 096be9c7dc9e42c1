//! Terraform plans and states as JSON: `terraform show -json` of either, and state files of version 4.
//!
//! The provider is azurerm, or azapi, whose resources are ARM's own. A plan has two sides: what is there before it, and
//! what it makes of that.
mod address;
mod arguments;
mod azapi;
mod configuration;
mod groups;
mod resources;

use self::arguments::{CLUSTER_PASSED, OLD_OF_CLUSTER, POOL_PASSED, Reader, not_known, pool_reader};
use self::azapi::update_name;
use self::configuration::Configuration;
use self::groups::{Group, Side};
use super::layout::Layout;
use super::not_a_plan;
use super::resource::{Import, ReadCluster, ReadPool};
use crate::codec::note::{Notes, below, named};
use crate::codec::read::{ReadError, Source};
use crate::plan::azurerm::OF_CLUSTER;
use crate::syntax::{Content, Entry, Node, Object, Span};
use crate::text::shown;

/// Returns whether an object is a Terraform plan or state.
pub(super) fn is_terraform(object: &Object) -> bool {
    let has_version = object.get("terraform_version").is_some() || object.get("format_version").is_some();
    let parts = ["resource_changes", "planned_values", "values", "resources", "serial"];
    has_version && parts.iter().any(|key| object.get(key).is_some())
}

/// A resource of a plan or a state.
struct Resource<'a> {
    /// Its address: `module.aks["eu"].azurerm_kubernetes_cluster.this[0]`.
    address: String,
    kind: &'a str,
    /// Its path in the document.
    path: String,
    span: Span,
    before: Option<&'a Object>,
    after: Option<&'a Object>,
    /// What isn't known of `after` before it is created.
    unknown: Option<&'a Node>,
    /// The expressions of its configuration, if that is at hand: what it sets itself.
    expressions: Option<&'a Object>,
    /// The arguments for which Terraform deletes it and creates it again; empty where it doesn't say.
    replaced: Option<Vec<String>>,
}

const CLUSTER: &str = "azurerm_kubernetes_cluster";
const AUTOMATIC: &str = "azurerm_kubernetes_automatic_cluster";
const POOL: &str = "azurerm_kubernetes_cluster_node_pool";
/// Changes some properties of a resource that another one creates.
const UPDATE: &str = "azapi_update_resource";

impl Resource<'_> {
    fn is_update(&self) -> bool {
        self.kind == UPDATE
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cluster,
    Pool,
}

fn kind_of(resource: &Resource<'_>, values: &Object) -> Option<Kind> {
    match resource.kind {
        CLUSTER | AUTOMATIC => Some(Kind::Cluster),
        POOL => Some(Kind::Pool),
        "azapi_resource" | UPDATE => {
            let kind = values.text("type")?.split('@').next()?.to_ascii_lowercase();
            match kind.as_str() {
                "microsoft.containerservice/managedclusters" => Some(Kind::Cluster),
                "microsoft.containerservice/managedclusters/agentpools" => Some(Kind::Pool),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Reads all clusters of a plan or a state.
pub(super) fn read(object: &Object) -> Result<Vec<Layout>, ReadError> {
    let mut resources = Vec::new();
    let source = if let Some(changes) = object.get("resource_changes").and_then(Node::as_list) {
        resources::collect_changes(changes, &mut resources);
        Source::TerraformPlan
    } else if let Some(root) = object.get("values").and_then(|values| values.as_object()?.get("root_module"))
    {
        resources::collect_module(root, "$.values.root_module", 0, &mut resources);
        Source::TerraformState
    } else if let Some(root) =
        object.get("planned_values").and_then(|values| values.as_object()?.get("root_module"))
    {
        resources::collect_module(root, "$.planned_values.root_module", 0, &mut resources);
        Source::TerraformPlan
    } else {
        resources::collect_state(
            object.get("resources").and_then(Node::as_list).unwrap_or_default(),
            &mut resources,
        );
        Source::TerraformState
    };
    let configuration = Configuration(
        object.get("configuration").and_then(|node| node.as_object()?.get("root_module")?.as_object()),
    );
    for resource in &mut resources {
        resource.expressions = configuration.expressions(&resource.address);
    }
    let side = |before: bool| Side { before, configuration }.groups(&resources);
    let groups = side(false);
    let before = if source == Source::TerraformPlan { side(true) } else { Vec::new() };
    if groups.is_empty() && before.is_empty() {
        let what = if source == Source::TerraformPlan { "plan" } else { "state" };
        return Err(not_a_plan(format!("A Terraform {what} without an AKS cluster or node pool")));
    }
    let mut layouts = Vec::new();
    for group in &groups {
        let mut layout = Layout::new(ReadCluster::default(), source, Notes::default());
        let earlier = before.iter().find(|other| other.key == group.key);
        layout.baseline = earlier.map(|group| group.read(&mut Notes::default()));
        layout.read = group.read(&mut layout.notes);
        let is_azurerm = group.cluster.as_ref().is_some_and(|(resource, _)| resource.kind == CLUSTER);
        if let Some(before) = layout.baseline.as_ref().filter(|_| is_azurerm) {
            keep_versions(before, &mut layout.read, &mut layout.notes);
        }
        layouts.push(layout);
    }
    for gone in before.iter().filter(|group| groups.iter().all(|other| other.key != group.key)) {
        let name = shown(&gone.key);
        for layout in &mut layouts {
            layout
                .notes
                .add("$", format!("The plan deletes the cluster {name}; it isn't part of what was read."));
        }
    }
    if layouts.is_empty() {
        return Err(not_a_plan("A Terraform plan that deletes all AKS clusters and node pools"));
    }
    Ok(layouts)
}

/// Gives pools without a version of their own the one that they have, where the version of their cluster changes: azurerm
/// reads the cluster, sets that version, and sends the pools back as they were (`kubernetes_cluster_resource.go`, "then
/// roll the version of Kubernetes if necessary", read 2026-11-29).
fn keep_versions(before: &ReadCluster, read: &mut ReadCluster, notes: &mut Notes) {
    let old = before.cluster.kubernetes_version.as_ref();
    if old.is_none() || old == read.cluster.kubernetes_version.as_ref() {
        return;
    }
    let mut kept = Vec::new();
    for ReadPool { pool, unknown, .. } in &mut read.pools {
        let earlier = before.pools.iter().find(|earlier| earlier.pool.name == pool.name);
        let is_open = pool.kubernetes_version.is_none() && !unknown.contains(&"orchestratorVersion");
        if let Some(earlier) = earlier.filter(|_| is_open) {
            pool.kubernetes_version = earlier.pool.kubernetes_version.as_ref().or(old).cloned();
            kept.push(shown(&pool.name));
        }
    }
    if !kept.is_empty() {
        let (pools, keep, them) =
            if kept.len() == 1 { ("pool", "keeps its", "it") } else { ("pools", "keep their", "them") };
        let text = format!(
            "Terraform upgrades the control plane only: the {pools} {} {keep} version. Set orchestrator_version to upgrade {them}.",
            kept.join(", ")
        );
        notes.add("$", text);
    }
}

impl Group<'_> {
    fn read(&self, notes: &mut Notes) -> ReadCluster {
        let mut read = match &self.cluster {
            Some((resource, values)) => self.read_cluster(resource, values, notes),
            None => {
                let mut read = ReadCluster::default();
                read.cluster.existing = true;
                let mut parts = self.key.split('/').skip(4).step_by(4);
                parts.next().unwrap_or_default().clone_into(&mut read.cluster.resource_group);
                parts.next().unwrap_or_default().clone_into(&mut read.cluster.name);
                read
            }
        };
        if let Some((resource, _)) = &self.cluster {
            note_replaced(resource, &format!("the cluster {}", shown(&read.cluster.name)), notes);
        }
        for (resource, values) in &self.pools {
            let pool = self.read_pool(resource, values, notes);
            note_replaced(resource, &format!("the pool {}", shown(&pool.pool.name)), notes);
            read.pools.push(pool);
        }
        for (kind, resource, values) in &self.updates {
            let name = update_name(values);
            if *kind == Kind::Pool && read.pools.iter().all(|read| name != Some(read.pool.name.as_str())) {
                let address = shown(&resource.address);
                let text = match name {
                    Some(name) => format!(
                        "{address} changes the pool {}, which isn't in this document; left out.",
                        shown(name)
                    ),
                    None => format!(
                        "{address} changes a pool whose name isn't known before it is created; left out."
                    ),
                };
                notes.add_left_out(&resource.path, text);
            }
        }
        for (path, text) in &self.lost {
            notes.add_left_out(path, text.as_str());
            read.has_unknown_pools = true;
        }
        for (path, text) in &self.remarks {
            notes.add_left_out(path, text.as_str());
        }
        read
    }

    fn path(&self, resource: &Resource<'_>) -> String {
        let inner = match (resource.path.ends_with(".change"), resource.path.contains(".instances[")) {
            (true, _) if self.before => "before",
            (true, _) => "after",
            (false, true) => "attributes",
            (false, false) => "values",
        };
        below(&resource.path, inner)
    }

    fn unknown<'r>(&self, resource: &Resource<'r>) -> Option<&'r Object> {
        resource.unknown.filter(|_| !self.before).and_then(Node::as_object)
    }

    fn read_cluster(&self, resource: &Resource<'_>, values: &Object, notes: &mut Notes) -> ReadCluster {
        let path = self.path(resource);
        if resource.kind == "azapi_resource" {
            let (mut object, mut open) = self.azapi_resource(resource, values, &path);
            self.apply_updates(None, &path, &mut object, &mut open);
            self.update_pools(&path, &mut object, &mut open);
            return Import::with_open(notes, open).cluster(&object, resource.span, &path);
        }
        let unknown = self.unknown(resource);
        let mut reader = Reader::new(&path, resource.expressions);
        reader.property("name", "name", values, unknown);
        reader.property("resourceGroup", "resource_group_name", values, unknown);
        reader.property("location", "location", values, unknown);
        for (key, argument) in OF_CLUSTER.iter().chain(OLD_OF_CLUSTER) {
            reader.property(key, argument, values, unknown);
        }
        reader.property("identity.type", "identity.type", values, unknown);
        if resource.kind == AUTOMATIC {
            reader.set("sku.name", Node::from("Automatic"));
        }
        let mut lost = reader.lost(values, CLUSTER_PASSED);
        let mut open = reader.open;
        let mut object = reader.object;
        let first = |node: &Node| node.as_list().and_then(<[Node]>::first).cloned();
        if let Some(pool) = values.get("default_node_pool").and_then(first) {
            let inner = below(&path, "default_node_pool");
            let inner_path = format!("{inner}[0]");
            let inner_unknown = unknown.and_then(|unknown| unknown.get("default_node_pool")).and_then(first);
            let empty = Object::default();
            let pool_values = pool.as_object().unwrap_or(&empty);
            let expressions = resource.expressions.and_then(|own| own.get("default_node_pool"));
            let expressions = expressions.and_then(|block| block.as_list()?.first()?.as_object());
            let inner_unknown = inner_unknown.as_ref().and_then(Node::as_object);
            let mut reader = pool_reader(&inner_path, pool_values, inner_unknown, expressions, true);
            lost.extend(
                reader
                    .lost(pool_values, POOL_PASSED)
                    .into_iter()
                    .map(|key| format!("default_node_pool.{key}")),
            );
            let list = format!("{path}.agentPoolProfiles[0]");
            open.extend(reader.open.drain(..).map(|(open, text)| (open.replace(&inner_path, &list), text)));
            let pool = Node { content: Content::Object(reader.object), span: pool.span };
            let list = Node { content: Content::List(vec![pool]), span: Span::default() };
            object.0.push(Entry {
                key: "agentPoolProfiles".to_owned(),
                key_span: Span::default(),
                value: list,
            });
        }
        let is_pool_unknown = |pool: &Node| {
            let is_true = |node: &Node| node.content == Content::Bool(true);
            is_true(pool) || pool.as_list().is_some_and(|list| list.iter().any(is_true))
        };
        if unknown.and_then(|unknown| unknown.get("default_node_pool")).is_some_and(is_pool_unknown) {
            open.push((below(&path, "agentPoolProfiles"), not_known("default_node_pool")));
        }
        note_lost(&path, &lost, notes);
        self.apply_updates(None, &path, &mut object, &mut open);
        self.update_pools(&path, &mut object, &mut open);
        Import::with_open(notes, open).cluster(&object, resource.span, &path)
    }

    fn read_pool(&self, resource: &Resource<'_>, values: &Object, notes: &mut Notes) -> ReadPool {
        let path = self.path(resource);
        if resource.kind == "azapi_resource" {
            let (mut object, mut open) = self.azapi_resource(resource, values, &path);
            if let Some(name) = values.text("name") {
                self.apply_updates(Some(name), &path, &mut object, &mut open);
            }
            return Import::with_open(notes, open).pool(&object, resource.span, &path);
        }
        let mut reader = pool_reader(&path, values, self.unknown(resource), resource.expressions, false);
        note_lost(&path, &reader.lost(values, POOL_PASSED), notes);
        if let Some(name) = values.text("name") {
            self.apply_updates(Some(name), &path, &mut reader.object, &mut reader.open);
        }
        Import::with_open(notes, reader.open).pool(&reader.object, resource.span, &path)
    }
}

/// Notes that a resource is deleted and created again.
fn note_replaced(resource: &Resource<'_>, what: &str, notes: &mut Notes) {
    if let Some(why) = &resource.replaced {
        let why: Vec<String> = why.iter().map(|path| named(path)).collect();
        let why = if why.is_empty() { String::new() } else { format!(", because of {}", why.join(", ")) };
        let text = format!("Terraform replaces {what}: it deletes it and creates it again{why}.");
        notes.add(&resource.path, text);
    }
}

fn note_lost(path: &str, lost: &[String], notes: &mut Notes) {
    if !lost.is_empty() {
        let lost: Vec<String> = lost.iter().map(|key| named(key)).collect();
        notes.add(path, format!("Not part of a plan, left out: {}.", lost.join(", ")));
    }
}
