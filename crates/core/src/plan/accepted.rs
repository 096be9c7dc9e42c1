//! Findings that a plan accepts on purpose.

use crate::date::Date;

/// A finding that is accepted on purpose, with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The rule's id.
    pub rule: String,
    /// The pool's name; `None` for all pools and the cluster.
    pub pool: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is accepted; `None` for no end.
    pub until: Option<Date>,
}

impl Accepted {
    /// Returns whether it is about findings of a rule in a pool, or in the cluster.
    pub fn concerns(&self, rule: &str, pool: Option<&str>) -> bool {
        self.rule == rule && (self.pool.is_none() || self.pool.as_deref() == pool)
    }

    /// Returns whether its last day is over.
    pub fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}
