//! Import: what az, Azure PowerShell and ARM print, read into a plan.
//!
//! The shapes differ in three ways only: the case of keys (the CLI writes `osDiskSizeGb`, PowerShell
//! `OsDiskSizeGB`), whether ARM's `properties` is nested or flat, and whether a list is bare or in `value`.

mod expression;
mod resource;
mod template;

use resource::{Import, is_cluster, is_pool, owner};

use super::note::Notes;
use super::read::{Document, ReadError, Source};
use crate::plan::Plan;
use crate::syntax::{Content, Node, Object};
use crate::text::{capital, shown};

/// Reads a tree that is not a plan file.
pub(super) fn read(tree: &Node) -> Result<Document, ReadError> {
    let mut notes = Notes::default();
    let (mut plan, source) = match &tree.content {
        Content::List(items) => list(items, "$", &mut notes)?,
        Content::Object(object) => document(object, &mut notes)?,
        _ => return Err(not_a_plan(capital(tree.kind()))),
    };
    put_system_first(&mut plan, &mut notes);
    let facts = std::mem::take(&mut notes.facts);
    Ok(Document { plan, source, notes: notes.done(), facts })
}

fn not_a_plan(found: impl Into<String>) -> ReadError {
    ReadError::NotAPlan { found: found.into() }
}

fn document(object: &Object, notes: &mut Notes) -> Result<(Plan, Source), ReadError> {
    if let Some(items) = object.get("value").and_then(Node::as_list) {
        return list(items, "$.value", notes);
    }
    if template::is_template(object) {
        return Ok((template::read(object, notes)?, Source::Template));
    }
    let mut import = Import::new(notes);
    if is_cluster(object) {
        return Ok((import.cluster(object, "$"), Source::Cluster));
    }
    if is_pool(object) {
        let mut plan = Plan { cluster: owner(object), pools: vec![import.pool(object, "$")], baseline: None };
        // The other pools of the cluster are not known.
        plan.cluster.existing = true;
        return Ok((plan, Source::NodePool));
    }
    let keys: Vec<_> = object.0.iter().take(3).map(|entry| shown(&entry.key)).collect();
    Err(not_a_plan(if keys.is_empty() {
        "An empty object".to_owned()
    } else {
        format!("An object with {}", keys.join(", "))
    }))
}

/// A list of clusters, of which the first is read, or of the pools of one cluster.
fn list(items: &[Node], path: &str, notes: &mut Notes) -> Result<(Plan, Source), ReadError> {
    if items.is_empty() {
        return Err(not_a_plan("An empty list"));
    }
    let objects = || items.iter().enumerate().filter_map(|(index, item)| Some((index, item.as_object()?)));
    if let Some((first, cluster)) = objects().find(|(_, object)| is_cluster(object)) {
        for other in (0..items.len()).filter(|index| *index != first) {
            notes.add(&format!("{path}[{other}]"), "A plan has one cluster; the first of the list was read.");
        }
        return Ok((Import::new(notes).cluster(cluster, &format!("{path}[{first}]")), Source::Cluster));
    }
    let Some((_, first)) = objects().find(|(_, object)| is_pool(object)) else {
        return Err(not_a_plan("A list without node pools"));
    };
    let pools = Import::new(notes).pools(items, path);
    Ok((Plan { cluster: owner(first), pools, baseline: None }, Source::NodePools))
}

/// The tools list pools by name. A cluster is created with a System pool, so that one comes first in a plan.
fn put_system_first(plan: &mut Plan, notes: &mut Notes) {
    let Some(first) = plan.first_pool().filter(|first| *first > 0) else { return };
    let pool = plan.pools.remove(first);
    notes.add(
        "$",
        format!("The pool {} was put first: a cluster is created with a System pool.", shown(&pool.name)),
    );
    plan.pools.insert(0, pool);
}
