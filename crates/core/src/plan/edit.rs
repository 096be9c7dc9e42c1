//! Edits: everything that can happen to a plan, as data. The form, the fixes of the rules and undo all use it.

use super::property::find;
use super::{CLUSTER_PROPERTIES, LONGEST_NAME, NodePool, POOL_PROPERTIES, Plan, Value, presets};

/// One change of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Sets or clears a property of the cluster.
    Cluster {
        /// The property's key, as in [`CLUSTER_PROPERTIES`].
        key: &'static str,
        /// Its new value.
        value: Option<Value>,
    },
    /// Sets or clears a property of a pool.
    Pool {
        /// Place of the pool in the plan.
        pool: usize,
        /// The property's key, as in [`POOL_PROPERTIES`].
        key: &'static str,
        /// Its new value.
        value: Option<Value>,
    },
    /// Inserts a pool into the plan, before the one in that place.
    Add {
        /// Its place.
        at: usize,
        /// The pool.
        pool: Box<NodePool>,
    },
    /// Removes a pool from the plan.
    Remove {
        /// Its place.
        pool: usize,
    },
    /// Moves a pool to another place.
    Move {
        /// Its place now.
        from: usize,
        /// Its new place.
        to: usize,
    },
    /// Replaces the plan with another.
    Replace {
        /// The other plan.
        plan: Box<Plan>,
        /// What that does, as undo names it: "Open the preset Production".
        from: String,
    },
}

impl Edit {
    /// Returns an edit that sets a pool's text property.
    pub fn pool_text(pool: usize, key: &'static str, text: &str) -> Self {
        Self::Pool { pool, key, value: Some(Value::Text(text.to_owned())) }
    }

    /// Returns an edit that sets a pool's whole number.
    pub fn pool_number(pool: usize, key: &'static str, number: i64) -> Self {
        Self::Pool { pool, key, value: Some(Value::Whole(number)) }
    }

    /// Returns an edit that sets a pool's list of texts.
    pub fn pool_list(pool: usize, key: &'static str, list: Vec<String>) -> Self {
        Self::Pool { pool, key, value: Some(Value::List(list)) }
    }

    /// Returns an edit that clears a pool's property.
    pub fn pool_clear(pool: usize, key: &'static str) -> Self {
        Self::Pool { pool, key, value: None }
    }

    /// Returns an edit that inserts a System pool of 3 nodes before all others; it is dedicated to AKS's own pods if
    /// applications have another pool to run on.
    pub fn add_system_pool(plan: &Plan) -> Self {
        let name = unused_name(plan, "systempool", LONGEST_NAME);
        let elsewhere = plan.pools.iter().any(NodePool::takes_ordinary_pods);
        let pool =
            if elsewhere { presets::dedicated_system_pool(&name) } else { presets::system_pool(&name) };
        Self::Add { at: 0, pool: Box::new(pool) }
    }

    /// Returns a description of what the edit does to a plan that it has not been applied to yet: "Set count of batch
    /// to 5".
    pub fn describe(&self, plan: &Plan) -> String {
        let name = |place: usize| {
            plan.pools.get(place).map(|pool| pool.name.as_str()).filter(|name| !name.is_empty())
        };
        let number = |place: usize| (place + 1).to_string();
        let pool =
            |place: usize| format!("pool {}", name(place).map_or_else(|| number(place), str::to_owned));
        let set = |key: &str, of: &str, value: &Option<Value>| match value {
            Some(value) => format!("Set {key} of {of} to {value}"),
            None => format!("Reset {key} of {of} to AKS\u{2019}s default"),
        };
        match self {
            Self::Cluster { key, value } => set(key, "the cluster", value),
            Self::Pool { pool: place, key, value } => set(key, name(*place).unwrap_or(&pool(*place)), value),
            Self::Add { pool, .. } if pool.name.is_empty() => "Add a pool".to_owned(),
            Self::Add { pool, .. } => format!("Add pool {}", pool.name),
            Self::Remove { pool: place } => format!("Remove {}", pool(*place)),
            Self::Move { from, .. } => format!("Move {}", pool(*from)),
            Self::Replace { from, .. } => from.clone(),
        }
    }

    /// Returns whether the next edit continues the same typing, so that undo reverts both at once.
    pub fn coalesces_with(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Cluster { key: a, .. }, Self::Cluster { key: b, .. }) => a == b,
            (Self::Pool { pool: a, key: x, .. }, Self::Pool { pool: b, key: y, .. }) => a == b && x == y,
            _ => false,
        }
    }
}

impl Plan {
    /// Applies an edit. An edit that does not fit the plan (a pool that is not there, a key that does not exist,
    /// a value of the wrong kind) changes nothing, and the result is false.
    pub fn apply(&mut self, edit: &Edit) -> bool {
        match edit {
            Edit::Cluster { key, value } => {
                let property = find(CLUSTER_PROPERTIES, key);
                property.is_some_and(|property| property.put(&mut self.cluster, value.clone()))
            }
            Edit::Pool { pool, key, value } => {
                let property = find(POOL_PROPERTIES, key);
                let (Some(property), Some(pool)) = (property, self.pools.get_mut(*pool)) else {
                    return false;
                };
                let done = property.put(pool, value.clone());
                if done && *key == "enableAutoScaling" {
                    pool.bound();
                }
                done
            }
            Edit::Add { at, pool } => {
                self.pools.insert((*at).min(self.pools.len()), (**pool).clone());
                true
            }
            Edit::Remove { pool } => {
                let there = *pool < self.pools.len();
                if there {
                    self.pools.remove(*pool);
                }
                there
            }
            Edit::Move { from, to } => {
                let there = *from < self.pools.len() && *to < self.pools.len();
                if there {
                    let pool = self.pools.remove(*from);
                    self.pools.insert(*to, pool);
                }
                there
            }
            Edit::Replace { plan, .. } => {
                *self = (**plan).clone();
                true
            }
        }
    }
}

/// Returns a pool name near `wanted` that no pool of the plan has: the name itself, else with the next free number,
/// cut so that it stays within `limit` characters. Where the limit leaves no such name, it is a name that is taken.
pub fn unused_name(plan: &Plan, wanted: &str, limit: usize) -> String {
    let taken = |name: &String| plan.pools.iter().any(|pool| pool.name == *name);
    let cut = |text: &str, room: usize| text.chars().take(room).collect::<String>();
    let whole = cut(wanted, limit);
    let stem = whole.trim_end_matches(|c: char| c.is_ascii_digit());
    // One of these is free: they are more than the pools.
    let numbers =
        (2..=plan.pools.len() + 2).map(|number| number.to_string()).filter(|digits| digits.len() <= limit);
    let numbered = numbers.map(|digits| cut(stem, limit - digits.len()) + &digits);
    let mut names = std::iter::once(whole.clone()).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or(whole)
}
