//! What a rule looks at.

use super::finding::Finding;
use super::{Date, registry};
use crate::catalogue::{Catalogue, VmSize};
use crate::plan::{NodePool, Plan};

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
    /// The pool as a sentence names it: its name, or its place when it has none.
    pub fn title(&self) -> String {
        if self.pool.name.is_empty() { format!("Pool {}", self.index + 1) } else { self.pool.name.clone() }
    }

    /// A finding at one of the pool's properties.
    pub fn finding(&self, field: &'static str, message: String, why: &str) -> Finding {
        Finding { pool: Some(self.index), ..finding(Some(field), message, why) }
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
