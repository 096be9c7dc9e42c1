//! What a deployment would change, as `az deployment group what-if -o json` prints it: a current and a wanted layout.

use super::layout::Layout;
use super::not_a_plan;
use super::resource::{Import, OpenValue, ReadCluster, ReadPool};
use crate::codec::note::Notes;
use crate::codec::read::{ReadError, Source};
use crate::syntax::{Content, Node, Object, below};
use crate::text::shown;

/// Returns whether an object is the answer of what-if.
pub(super) fn is_what_if(object: &Object) -> bool {
    let changes = changes(object).map(|(_, changes)| changes);
    changes.is_some_and(|changes| {
        let is_change = |node: &Node| node.as_object().is_some_and(|one| one.text("changeType").is_some());
        !changes.is_empty() && changes.iter().all(is_change)
    })
}

fn changes(object: &Object) -> Option<(&'static str, &[Node])> {
    let own = object.get("changes").and_then(Node::as_list).map(|list| ("$.changes", list));
    own.or_else(|| {
        Some(("$.properties.changes", object.get("properties")?.as_object()?.get("changes")?.as_list()?))
    })
}

/// One change of a cluster or a node pool.
struct Change<'a> {
    path: String,
    id: &'a str,
    before: Option<&'a Node>,
    after: Option<&'a Node>,
    why: Option<&'a str>,
    /// Whether the answer names the resource only, although it is there after the deployment.
    is_bare: bool,
}

/// Reads the clusters of a what-if result.
pub(super) fn read(object: &Object) -> Result<Vec<Layout>, ReadError> {
    let (path, changes) = changes(object).unwrap_or_default();
    let ours: Vec<Change<'_>> = changes
        .iter()
        .enumerate()
        .filter_map(|(index, node)| change(node, format!("{path}[{index}]")))
        .collect();
    let is_pool = |id: &str| id.to_ascii_lowercase().contains("/agentpools/");
    let mut ids: Vec<String> = Vec::new();
    for change in &ours {
        let id = cluster_id(change.id);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut lost: Vec<(String, String, bool)> = Vec::new();
    let mut layouts = Vec::new();
    for id in &ids {
        let own: Vec<&Change<'_>> = ours.iter().filter(|change| cluster_id(change.id) == *id).collect();
        let cluster = own.iter().find(|change| !is_pool(change.id)).copied();
        // A cluster of which nothing is there afterwards, or nothing is known, isn't a layout.
        let is_there = |change: &Change<'_>| change.after.is_some() || change.is_bare;
        let is_layout = cluster.map_or_else(|| own.iter().any(|change| is_there(change)), is_there);
        if !is_layout {
            for change in own {
                let (id, path) = (title(change.id), change.path.clone());
                lost.push(match change.why {
                    Some(why) => (
                        path,
                        format!("Azure can't say how the deployment changes {id}: {why}. It is left out."),
                        true,
                    ),
                    None => {
                        (path, format!("The deployment deletes {id}; it isn't part of what was read."), false)
                    }
                });
            }
            continue;
        }
        layouts.push(layout(id, &own, cluster));
    }
    if layouts.is_empty() {
        let why = lost.first().map(|(path, text, _)| format!(" ({path}: {text})")).unwrap_or_default();
        return Err(not_a_plan(format!("A what-if result without an AKS cluster or node pool{why}")));
    }
    for layout in &mut layouts {
        for (path, text, is_left_out) in &lost {
            if *is_left_out {
                layout.notes.add_left_out(path, text.as_str());
            } else {
                layout.notes.add(path, text.as_str());
            }
        }
    }
    Ok(layouts)
}

/// Returns a cluster with its pools, after a deployment and before it.
fn layout(id: &str, own: &[&Change<'_>], cluster: Option<&Change<'_>>) -> Layout {
    let is_pool = |change: &&&Change<'_>| change.id.to_ascii_lowercase().contains("/agentpools/");
    let mut notes = Notes::default();
    let side = |is_after: bool, notes: &mut Notes| {
        let node = |change: &Change<'_>| {
            let node = if is_after { change.after } else { change.before };
            node.cloned().or_else(|| (is_after && change.is_bare).then(|| Content::Null.into()))
        };
        let path = |change: &Change<'_>| below(&change.path, if is_after { "after" } else { "before" });
        let mut read = match cluster {
            Some(change) => {
                let node = node(change)?;
                read_cluster(&node, &path(change), change.id, notes)
            }
            None => {
                let mut read = ReadCluster::default();
                read.cluster.existing = true;
                name(change_ids(id), &mut read);
                read
            }
        };
        for change in own.iter().filter(is_pool) {
            let Some(node) = node(change) else {
                // Azure can't say what it makes of it, and it isn't there yet.
                read.has_unknown_pools |= is_after && change.why.is_some();
                continue;
            };
            let pool = read_pool(&node, &path(change), change.id, notes);
            match read.pools.iter_mut().find(|known| known.pool.name == pool.pool.name) {
                // Its own values say more than none.
                Some(_) if node.is_null() => {}
                Some(known) => *known = pool,
                None => read.pools.push(pool),
            }
        }
        Some(read)
    };
    let baseline = side(false, &mut Notes::default());
    let read = side(true, &mut notes).unwrap_or_default();
    for change in own {
        let Some(why) = change.why else { continue };
        let what = if change.after.is_some() { "It was read as it is now." } else { "It is left out." };
        let text = format!("Azure can't say how the deployment changes {}: {why}. {what}", title(change.id));
        notes.add_left_out(&change.path, text);
    }
    Layout { baseline, ..Layout::new(read, Source::WhatIf, notes) }
}

fn change(node: &Node, path: String) -> Option<Change<'_>> {
    let object = node.as_object()?;
    let id = object.text("resourceId")?;
    let folded = id.to_ascii_lowercase();
    let (_, rest) = folded.split_once("/microsoft.containerservice/managedclusters/")?;
    let is_ours =
        !rest.contains('/') || rest.split('/').nth(1) == Some("agentpools") && rest.split('/').count() == 3;
    if !is_ours {
        return None;
    }
    let value = |key| object.get(key).filter(|node| !node.is_null());
    let (before, after) = (value("before"), value("after"));
    let kind = object.text("changeType").unwrap_or_default().to_ascii_lowercase();
    // In a mode that isn't complete, what the template doesn't have stays.
    let (after, why) = match kind.as_str() {
        "delete" => (None, None),
        "ignore" | "nochange" | "noeffect" => (after.or(before), None),
        "unsupported" => (before, Some(object.text("unsupportedReason").unwrap_or("it gives no reason"))),
        _ => (after.or(before), None),
    };
    let is_bare = after.is_none() && !matches!(kind.as_str(), "delete" | "unsupported");
    Some(Change { path, id, before, after, why, is_bare })
}

/// Returns what a sentence calls a resource: the end of its id says which it is.
fn title(id: &str) -> String {
    let what = if id.to_ascii_lowercase().contains("/agentpools/") { "pool" } else { "cluster" };
    format!("the {what} {}", shown(id.rsplit('/').next().unwrap_or_default()))
}

/// Returns a sentence about a resource of which the answer has no value.
fn only_id(id: &str) -> String {
    format!(
        "The answer has only the id of {}, so nothing else of it is known. Print all of it: az deployment group what-if \
         --result-format FullResourcePayloads --no-pretty-print.",
        title(id)
    )
}

/// Returns the id of a resource's cluster, in lower case.
fn cluster_id(id: &str) -> String {
    let folded = id.to_ascii_lowercase();
    folded.split("/agentpools/").next().unwrap_or_default().to_owned()
}

fn change_ids(id: &str) -> Vec<&str> {
    id.split('/').collect()
}

fn name(parts: Vec<&str>, read: &mut ReadCluster) {
    parts.get(4).copied().unwrap_or_default().clone_into(&mut read.cluster.resource_group);
    parts.get(8).copied().unwrap_or_default().clone_into(&mut read.cluster.name);
}

fn read_cluster(node: &Node, path: &str, id: &str, notes: &mut Notes) -> ReadCluster {
    let mut open = Vec::new();
    let node = without_expressions(node, path, &mut open);
    if node.is_null() {
        open.push((path.to_owned(), only_id(id)));
    }
    let empty = Object::default();
    let mut read =
        Import::with_open(notes, open).cluster(node.as_object().unwrap_or(&empty), node.span, path);
    if read.cluster.name.is_empty() {
        name(change_ids(id), &mut read);
        read.unknown.retain(|key| !matches!(*key, "name" | "resourceGroup"));
    }
    read
}

fn read_pool(node: &Node, path: &str, id: &str, notes: &mut Notes) -> ReadPool {
    let mut open = Vec::new();
    let node = without_expressions(node, path, &mut open);
    if node.is_null() {
        open.push((path.to_owned(), only_id(id)));
    }
    let empty = Object::default();
    let mut read = Import::with_open(notes, open).pool(node.as_object().unwrap_or(&empty), node.span, path);
    id.rsplit('/').next().unwrap_or_default().clone_into(&mut read.pool.name);
    read.unknown.retain(|key| *key != "name");
    read
}

/// Returns a value without expressions, which what-if leaves where a value is known only at deployment.
fn without_expressions(node: &Node, path: &str, open: &mut Vec<OpenValue>) -> Node {
    let content = match &node.content {
        Content::List(items) => {
            let items = items.iter().enumerate();
            Content::List(
                items
                    .map(|(index, item)| without_expressions(item, &format!("{path}[{index}]"), open))
                    .collect(),
            )
        }
        Content::Object(Object(entries)) => {
            let mut kept = Vec::with_capacity(entries.len());
            for entry in entries {
                let value = without_expressions(&entry.value, &below(path, &entry.key), open);
                if !value.is_null() {
                    kept.push(crate::syntax::Entry { value, ..entry.clone() });
                }
            }
            Content::Object(Object(kept))
        }
        Content::Text(text) if text.starts_with('[') && text.ends_with(']') => {
            open.push((
                path.to_owned(),
                format!("The expression {} is known only at deployment; left out.", shown(text)),
            ));
            Content::Null
        }
        other => other.clone(),
    };
    Node { content, span: node.span }
}
