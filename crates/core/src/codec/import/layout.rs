//! A layout that is being read: a cluster with its pools, and what there is to say about it.

use super::resource::{ReadCluster, ReadPool};
use crate::codec::note::Notes;
use crate::codec::place::Spans;
use crate::codec::read::{Document, Source};
use crate::plan::{Plan, Unknown};
use crate::text::shown;

/// A cluster that was read, its notes, and what it is changed from.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) read: ReadCluster,
    pub(super) source: Source,
    pub(super) notes: Notes,
    /// The layout that is there now, where the text has both.
    pub(super) baseline: Option<ReadCluster>,
}

impl Layout {
    /// Returns a layout without notes.
    pub(super) fn new(read: ReadCluster, source: Source, notes: Notes) -> Self {
        Self { read, source, notes, baseline: None }
    }

    /// Returns the layout as a document.
    pub(super) fn done(mut self) -> (Document, Spans) {
        let mut pools = self.read.pools;
        put_system_first(&self.read.cluster, &mut pools, &mut self.notes);
        let baseline = self.baseline.map(|mut read| {
            put_system_first(&read.cluster, &mut read.pools, &mut Notes::default());
            Box::new(Plan {
                cluster: read.cluster,
                pools: read.pools.into_iter().map(|read| read.pool).collect(),
                ..Plan::default()
            })
        });
        let mut unknown: Vec<Unknown> = self.read.unknown.iter().map(|key| Unknown::Cluster(key)).collect();
        if self.read.has_unknown_pools {
            unknown.push(Unknown::Pools);
        }
        let mut spans =
            Spans { cluster: self.read.written, pools: Vec::with_capacity(pools.len()), ..Spans::default() };
        let mut plan = Plan {
            cluster: self.read.cluster,
            pools: Vec::with_capacity(pools.len()),
            baseline,
            ..Plan::default()
        };
        for (place, read) in pools.into_iter().enumerate() {
            unknown.extend(read.unknown.iter().map(|key| Unknown::Pool(place, key)));
            spans.pools.push(read.written);
            plan.pools.push(read.pool);
        }
        let facts = std::mem::take(&mut self.notes.facts);
        let document = Document { facts, unknown, ..Document::new(plan, self.source, self.notes.done()) };
        (document, spans)
    }
}

/// The tools list pools by name. A cluster is created with a System pool, so that one comes first in a plan.
fn put_system_first(cluster: &crate::plan::Cluster, pools: &mut Vec<ReadPool>, notes: &mut Notes) {
    let plan = Plan {
        cluster: cluster.clone(),
        pools: pools.iter().map(|read| read.pool.clone()).collect(),
        ..Plan::default()
    };
    let Some(first) = plan.first_pool().filter(|first| *first > 0) else { return };
    let read = pools.remove(first);
    notes.add(
        "$",
        format!(
            "The pool {} was put first: a cluster is created with a System pool.",
            shown(&read.pool.name)
        ),
    );
    pools.insert(0, read);
}
