//! What a rule looks at.

use std::borrow::Cow;

use super::finding::Finding;
use super::{Date, registry};
use crate::catalogue::{Catalogue, VmSize};
use crate::json;
use crate::plan::{Mode, NodePool, Plan};
use crate::text::holds;

/// A plan and the facts it is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// VM sizes.
    pub catalogue: &'a Catalogue,
    /// The day of the judgement.
    pub today: Date,
}

/// A pool with its place in the plan.
#[derive(Clone, Copy, Debug)]
pub struct Pool<'a> {
    /// Its place in the plan.
    pub index: usize,
    /// The pool.
    pub pool: &'a NodePool,
}

impl std::ops::Deref for Pool<'_> {
    type Target = NodePool;
    fn deref(&self) -> &NodePool {
        self.pool
    }
}

impl Pool<'_> {
    /// The pool as a sentence names it: its name, or its place when it has none that reads as one.
    pub fn title(&self) -> String {
        let place = self.index + 1;
        match shown(&self.pool.name) {
            _ if self.pool.name.is_empty() => format!("Pool {place}"),
            Cow::Borrowed(name) => name.to_owned(),
            Cow::Owned(quoted) => format!("Pool {place}, named {quoted},"),
        }
    }

    /// A finding at one of the pool's properties.
    pub fn finding(&self, field: &'static str, message: String, why: &str) -> Finding {
        Finding { pool: Some(self.index), ..finding(Some(field), message, why) }
    }

    /// Whether the pool's mode is one that AKS knows.
    pub fn has_mode(&self) -> bool {
        !matches!(self.mode, None | Some(Mode::Other(_)))
    }

    /// Whether to ask what a System pool has to be. One that runs Windows or on Spot capacity is not asked: it
    /// cannot be a System pool at all, and that is a finding of its own.
    pub fn can_be_system(&self) -> bool {
        self.is_system() && !self.is_windows() && !self.is_spot()
    }
}

impl<'a> Context<'a> {
    /// The pools with their places.
    pub fn pools(&self) -> impl Iterator<Item = Pool<'a>> {
        self.plan.pools.iter().enumerate().map(|(index, pool)| Pool { index, pool })
    }

    /// The System pools with their places.
    pub fn system_pools(&self) -> impl Iterator<Item = Pool<'a>> {
        self.pools().filter(|pool| pool.is_system())
    }

    /// Whether the plan says which pools the whole cluster has. It does not when pools are added to a cluster that
    /// has others, nor while the mode of a pool cannot be read.
    pub fn is_whole(&self) -> bool {
        !self.plan.cluster.existing && self.pools().all(|pool| pool.has_mode())
    }

    /// The System pool of a cluster that has only one.
    pub fn only_system_pool(&self) -> Option<Pool<'a>> {
        let mut pools = self.system_pools();
        let only = pools.next().filter(|_| self.is_whole())?;
        pools.next().is_none().then_some(only)
    }

    /// What the catalogue knows of a pool's VM size; nothing when the pool names none or an unknown one.
    pub fn vm(&self, pool: &NodePool) -> Option<&'a VmSize> {
        self.catalogue.size(pool.vm_size.as_deref()?)
    }

    /// A finding about the cluster as a whole, or about one of its properties.
    pub fn finding(&self, field: Option<&'static str>, message: String, why: &str) -> Finding {
        finding(field, message, why)
    }
}

fn finding(field: Option<&'static str>, message: String, why: &str) -> Finding {
    // `check` puts the rule that was asked in its place.
    Finding { rule: registry::first(), pool: None, field, message, why: why.to_owned(), fixes: Vec::new() }
}

/// What a user wrote, as a sentence repeats it: as it is if it is one short word, else quoted, on one line and cut.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let shown = json::shown(text);
    let is_word = !text.is_empty() && !holds(text, " ") && shown == format!("\"{text}\"");
    if is_word { Cow::Borrowed(text) } else { Cow::Owned(shown) }
}
