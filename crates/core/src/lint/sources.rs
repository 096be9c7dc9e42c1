//! The sources of the rules and of the remarks on operations.

const SOURCES: &str = include_str!("sources.txt");

/// Where a fact was read, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name among the sources.
    pub id: &'static str,
    /// What the source is called.
    pub title: &'static str,
    /// Where it can be read.
    pub url: &'static str,
    /// The date of the version that was read: `2026-04-30`. For a thread that has no version, the day it was read.
    pub date: &'static str,
}

/// Returns all sources, by id.
pub fn sources() -> impl Iterator<Item = Source> {
    SOURCES.lines().filter_map(|line| {
        let mut parts = line.split(" | ");
        Some(Source { id: parts.next()?, title: parts.next()?, url: parts.next()?, date: parts.next()? })
    })
}
