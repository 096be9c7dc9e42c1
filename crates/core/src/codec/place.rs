//! Where in a text the parts of a plan are written.

use crate::syntax::{Position, Span, Tree};

/// Where the parts of a plan are written in the text that it was read from, as lines and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    cluster: Written<Position>,
    pools: Vec<Written<Position>>,
    accepted: Vec<Position>,
}

/// Where a cluster or a node pool and its properties are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written<P> {
    pub(super) start: Option<P>,
    pub(super) properties: Vec<(&'static str, P)>,
}

impl<P> Default for Written<P> {
    fn default() -> Self {
        Self { start: None, properties: Vec::new() }
    }
}

/// Where the parts of a plan are written, as byte ranges of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans {
    pub(super) cluster: Written<Span>,
    pub(super) pools: Vec<Written<Span>>,
    pub(super) accepted: Vec<Span>,
}

impl Places {
    /// Returns where an accepted finding is written.
    pub fn accepted(&self, index: usize) -> Option<Position> {
        self.accepted.get(index).copied()
    }

    /// Returns where a property of a node pool is written, or of the cluster if `pool` is `None`. If that isn't known,
    /// returns where the pool or the cluster begins.
    pub fn position(&self, pool: Option<usize>, key: Option<&str>) -> Option<Position> {
        let written = pool.map_or(Some(&self.cluster), |place| self.pools.get(place))?;
        let property = key.and_then(|key| written.properties.iter().find(|(known, _)| *known == key));
        let group = || {
            let head = key?.split_once('.')?.0;
            written.properties.iter().find(|(known, _)| known.split('.').next() == Some(head))
        };
        property.or_else(group).map(|(_, position)| *position).or(written.start)
    }
}

impl Spans {
    /// Returns the same places as lines and columns of a text.
    pub(super) fn locate(&self, tree: &Tree<'_>) -> Places {
        let lines = tree.lines();
        let place = |span: &Span| lines.position(span.start as usize);
        let known = |span: &&Span| **span != Span::default();
        let written = |written: &Written<Span>| Written {
            start: written.start.as_ref().filter(known).map(place),
            properties: written
                .properties
                .iter()
                .filter(|(_, span)| *span != Span::default())
                .map(|(key, span)| (*key, place(span)))
                .collect(),
        };
        Places {
            cluster: written(&self.cluster),
            pools: self.pools.iter().map(written).collect(),
            accepted: self.accepted.iter().map(place).collect(),
        }
    }
}
