//! Import: what az, Azure PowerShell, ARM, Terraform and kubectl print, read into plans.
//!
//! What Azure's tools print of resources differs in three ways only: the case of keys (the CLI writes `osDiskSizeGb`,
//! PowerShell `OsDiskSizeGB`), whether ARM's `properties` is nested or flat, and whether a list is bare or in `value`.

mod arm;
pub(super) mod cut_off;
mod layout;
mod nodes;
mod resource;
mod template;
mod terraform;
mod what_if;

use cut_off::CutOff;
use layout::Layout;
use resource::{Import, OpenValue, ReadCluster, is_cluster, is_pool, owner};

use super::note::{Notes, below};
use super::place::Spans;
use super::read::{Document, ReadError, ReadOptions, Source};
use crate::plan::Cluster;
use crate::syntax::{Content, Entry, Node, Object, Span};
use crate::text::{capital, shown};

/// Reads a tree that is not a plan file: all clusters in it, at least one. What was cut off is gone from the tree.
pub(super) fn read(
    tree: &Node,
    options: &ReadOptions<'_>,
    cut: &[CutOff],
) -> Result<Vec<(Document, Spans)>, ReadError> {
    let open: Vec<OpenValue> = cut.iter().map(|cut| (cut.path.clone(), cut.sentence())).collect();
    let layouts = match &tree.content {
        Content::List(items) => list(tree, items, "$", &open)?,
        Content::Object(object) => document(tree, object, options, &open)?,
        _ => return Err(not_a_plan(capital(tree.kind()))),
    };
    Ok(layouts.into_iter().map(Layout::done).collect())
}

fn not_a_plan(found: impl Into<String>) -> ReadError {
    ReadError::NotAPlan { found: found.into() }
}

fn document(
    tree: &Node,
    object: &Object,
    options: &ReadOptions<'_>,
    open: &[OpenValue],
) -> Result<Vec<Layout>, ReadError> {
    if terraform::is_terraform(object) {
        return terraform::read(object);
    }
    if what_if::is_what_if(object) {
        return what_if::read(object);
    }
    if nodes::is_kubernetes(object) {
        return nodes::read(tree, object);
    }
    let api = object.text("apiVersion").unwrap_or_default();
    const READ_CLUSTER: &str =
        "Read what it creates instead: az aks show --resource-group GROUP --name CLUSTER -o json.";
    let is_operator = [
        "containerservice.azure.com/",
        "containerservice.azure.upbound.io/",
        "containerservice.azure.m.upbound.io/",
    ]
    .iter()
    .any(|group| api.starts_with(group));
    if api.contains("cluster.x-k8s.io/") || is_operator {
        return Err(ReadError::Source {
            found: "a resource of Cluster API, Azure Service Operator or Crossplane",
            first: READ_CLUSTER,
        });
    }
    let is_pulumi_state = object
        .get("deployment")
        .and_then(Node::as_object)
        .is_some_and(|inner| inner.get("resources").is_some());
    if is_pulumi_state || object.get("runtime").is_some() && object.get("resources").is_some() {
        return Err(ReadError::Source { found: "a program or a stack of Pulumi", first: READ_CLUSTER });
    }
    // ARM has lists in `value`, Resource Graph in `data`, and `bicep snapshot` in `predictedResources`.
    if let Some(node) = object.get("predictedResources").filter(|node| node.as_list().is_some()) {
        return template::read_resources(node, "$.predictedResources");
    }
    for key in ["value", "data"] {
        if let Some(node) = object.get(key)
            && let Some(items) = node.as_list()
        {
            return list(node, items, &below("$", key), open);
        }
    }
    if template::is_template(object) {
        return template::read(object, options.parameters);
    }
    if template::is_resource(object) {
        return template::read_resources(tree, "$");
    }
    if is_cluster(object) {
        return Ok(vec![cluster(object, tree.span, "$", open)]);
    }
    if is_pool(object) {
        let mut notes = Notes::default();
        let pools =
            vec![Import::with_open(&mut notes, open.to_vec()).of_answer().pool(object, tree.span, "$")];
        let mut read = ReadCluster { cluster: owner(object), pools, ..ReadCluster::default() };
        // The other pools of the cluster are not known.
        read.cluster.existing = true;
        return Ok(vec![Layout::new(read, Source::NodePool, notes)]);
    }
    if object.get("parameters").is_some_and(Node::is_container) {
        return Err(ReadError::Source {
            found: "a parameters file of a template",
            first: "Read its template, and give this file beside it: --parameters FILE.",
        });
    }
    if object
        .text("type")
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("microsoft.resources/deployment"))
    {
        return Err(ReadError::Source {
            found: "the record of a deployment",
            first: "It names resources without their properties. Read its template (az deployment group export --resource-group GROUP --name NAME) or the cluster (az aks show --resource-group GROUP --name CLUSTER -o json).",
        });
    }
    let keys: Vec<_> = object.0.iter().take(3).map(|entry| shown(&entry.key)).collect();
    Err(not_a_plan(if keys.is_empty() {
        "An empty object".to_owned()
    } else {
        format!("An object with {}", keys.join(", "))
    }))
}

/// Returns the clusters of a query's rows, each with a node pool or a list of them under a name of the query's own:
/// `| project name, resourceGroup, pool`, or `--query "[].{name: name, pools: agentPoolProfiles}"`.
fn rows(items: &[Node], path: &str, open: &[OpenValue]) -> Result<Vec<Layout>, ReadError> {
    let mut layouts: Vec<Layout> = Vec::new();
    for (index, row) in items.iter().enumerate() {
        let Some(row) = row.as_object() else { continue };
        let is_of_pools = |node: &Node| match &node.content {
            Content::Object(object) => is_pool(object),
            Content::List(list) => {
                !list.is_empty() && list.iter().all(|item| item.as_object().is_some_and(is_pool))
            }
            _ => false,
        };
        let mut found = row.0.iter().filter(|entry| is_of_pools(&entry.value));
        let (Some(entry), None) = (found.next(), found.next()) else { continue };
        let mut cluster = owner(row);
        for (name, keys) in [
            (&mut cluster.name, ["clusterName", "cluster", "name"]),
            (&mut cluster.location, ["location", "region", "location"]),
        ] {
            if let Some(text) = keys.iter().find_map(|key| row.text(key)).filter(|_| name.is_empty()) {
                text.clone_into(name);
            }
        }
        let place = layouts.iter().position(|layout| {
            layout.read.cluster.name == cluster.name
                && layout.read.cluster.resource_group == cluster.resource_group
        });
        let place = place.unwrap_or_else(|| {
            let read = ReadCluster { cluster, ..ReadCluster::default() };
            layouts.push(Layout::new(read, Source::NodePools, Notes::default()));
            layouts.len() - 1
        });
        let Some(layout) = layouts.get_mut(place) else { continue };
        let path = below(&format!("{path}[{index}]"), &entry.key);
        let mut import = Import::with_open(&mut layout.notes, open.to_vec()).of_answer();
        let pools = match &entry.value.content {
            Content::List(list) => import.pools(list, entry.value.span, &path),
            Content::Object(pool) => vec![import.pool(pool, entry.value.span, &path)],
            _ => Vec::new(),
        };
        layout.read.pools.extend(pools);
    }
    if layouts.is_empty() { Err(not_a_plan("A list without node pools")) } else { Ok(layouts) }
}

/// Returns the pool and the cluster of a query's row that has both side by side, the pool's name under another name than
/// `name`: `| project name, poolName = pool.name, vmSize = pool.vmSize`.
fn flat(row: &Object) -> Option<(Object, Cluster)> {
    const POOL: [&str; 7] =
        ["poolName", "nodePoolName", "agentPoolName", "nodePool", "agentPool", "pool", "pool_name"];
    const CLUSTER: [&str; 3] = ["clusterName", "cluster", "name"];
    const REGION: [&str; 2] = ["location", "region"];
    const OTHERS: [&str; 4] = ["resourceGroup", "resourceGroupName", "subscriptionId", "tenantId"];
    let name = POOL.iter().find(|key| row.text(key).is_some()).filter(|_| is_pool(row))?;
    let text = |keys: &[&str]| keys.iter().find_map(|key| row.text(key)).unwrap_or_default().to_owned();
    let cluster = Cluster { name: text(&CLUSTER), location: text(&REGION), ..owner(row) };
    let is = |entry: &Entry, keys: &[&str]| keys.iter().any(|key| entry.key.eq_ignore_ascii_case(key));
    let is_of_pool = |entry: &&Entry| {
        !is(entry, &CLUSTER) && !is(entry, &REGION) && !is(entry, &OTHERS) && entry.key != "id"
    };
    let entries = row.0.iter().filter(is_of_pool).cloned().map(|entry| {
        let key = if is(&entry, &[name]) { "name".to_owned() } else { entry.key };
        Entry { key, ..entry }
    });
    Some((Object(entries.collect()), cluster))
}

/// Returns the clusters of such rows, each with its pools.
fn flat_rows(items: &[Node], path: &str, open: &[OpenValue]) -> Vec<Layout> {
    let mut layouts: Vec<Layout> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some((pool, cluster)) = item.as_object().and_then(flat) else { continue };
        let is_same = |layout: &Layout| layout.read.cluster == cluster;
        let place = layouts.iter().position(is_same).unwrap_or_else(|| {
            let read = ReadCluster { cluster: cluster.clone(), ..ReadCluster::default() };
            layouts.push(Layout::new(read, Source::NodePools, Notes::default()));
            layouts.len() - 1
        });
        let Some(layout) = layouts.get_mut(place) else { continue };
        let mut import = Import::with_open(&mut layout.notes, open.to_vec()).of_answer();
        layout.read.pools.push(import.pool(&pool, item.span, &format!("{path}[{index}]")));
    }
    layouts
}

fn cluster(object: &Object, span: Span, path: &str, open: &[OpenValue]) -> Layout {
    let mut notes = Notes::default();
    let read = Import::with_open(&mut notes, open.to_vec()).cluster(object, span, path);
    Layout::new(read, Source::Cluster, notes)
}

/// Returns a list of clusters, or of the pools of one cluster.
fn list(node: &Node, items: &[Node], path: &str, open: &[OpenValue]) -> Result<Vec<Layout>, ReadError> {
    if items.is_empty() {
        return Err(not_a_plan("An empty list"));
    }
    let objects =
        || items.iter().enumerate().filter_map(|(index, item)| Some((index, item, item.as_object()?)));
    if objects().any(|(_, _, object)| template::is_resource(object)) {
        return template::read_resources(node, path);
    }
    let clusters: Vec<Layout> = objects()
        .filter(|(_, _, object)| is_cluster(object))
        .map(|(index, item, object)| cluster(object, item.span, &format!("{path}[{index}]"), open))
        .collect();
    if !clusters.is_empty() {
        return Ok(clusters);
    }
    if objects().any(|(_, _, object)| flat(object).is_some()) {
        return Ok(flat_rows(items, path, open));
    }
    // Pools of several clusters, as Resource Graph lists them.
    let mut owners = Vec::new();
    for (_, _, object) in objects().filter(|(_, _, object)| is_pool(object)) {
        let owner = owner(object);
        if !owner.name.is_empty() && !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    match owners.as_slice() {
        _ if items.iter().all(|item| item.as_text().is_some()) => Err(not_a_plan("A list of texts")),
        _ if !objects().any(|(_, _, object)| is_pool(object)) => rows(items, path, open),
        [] | [_] => {
            let mut notes = Notes::default();
            let pools =
                Import::with_open(&mut notes, open.to_vec()).of_answer().pools(items, Span::default(), path);
            let first = objects().find(|(_, _, object)| is_pool(object)).map(|(_, _, object)| owner(object));
            let owner = owners.pop().or(first).unwrap_or_default();
            let has_unknown_pools = items.iter().any(|item| item.as_object().is_none());
            let read = ReadCluster { cluster: owner, pools, has_unknown_pools, ..ReadCluster::default() };
            Ok(vec![Layout::new(read, Source::NodePools, notes)])
        }
        _ => {
            let layout = |wanted: &Cluster| {
                let mut notes = Notes::default();
                let mut import = Import::with_open(&mut notes, open.to_vec()).of_answer();
                let own = objects().filter(|(_, _, object)| is_pool(object) && owner(object) == *wanted);
                let pools = own
                    .map(|(index, item, object)| import.pool(object, item.span, &format!("{path}[{index}]")));
                let pools = pools.collect();
                let read = ReadCluster { cluster: wanted.clone(), pools, ..ReadCluster::default() };
                Layout::new(read, Source::NodePools, notes)
            };
            Ok(owners.iter().map(layout).collect())
        }
    }
}
