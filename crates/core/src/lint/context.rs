//! The plan and the facts that a rule gets.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use super::Date;
use crate::catalog::{Catalog, VmSize};
use crate::plan::{Cluster, Edit, Mode, NodePool, Plan, Sku, Value, Version};
use crate::text::in_sentence;

/// A plan and the facts that it is checked against.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// VM sizes.
    pub catalog: &'a Catalog,
    /// The day as of which the plan is checked.
    pub today: Date,
    /// What is known of each pool's VM size, found once for all rules.
    vms: Vec<Option<&'a VmSize>>,
}

/// A pool with its place in the plan and what is known of its VM size.
#[derive(Clone, Copy, Debug)]
pub struct Pool<'a> {
    /// Its place in the plan.
    pub index: usize,
    /// The pool.
    pub pool: &'a NodePool,
    /// The plan that it is part of, and the facts that it is checked against.
    pub context: &'a Context<'a>,
    /// What the catalog knows of the pool's VM size; `None` if the pool names none or an unknown one.
    pub vm: Option<&'a VmSize>,
}

impl Deref for Pool<'_> {
    type Target = NodePool;
    fn deref(&self) -> &NodePool {
        self.pool
    }
}

impl fmt::Display for Pool<'_> {
    /// Returns the pool as a sentence names it: its name, or its place when it has none that reads as one.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.index + 1;
        match in_sentence(&self.pool.name) {
            _ if self.pool.name.is_empty() => write!(out, "Pool {place}"),
            Cow::Borrowed(name) => out.write_str(name),
            Cow::Owned(quoted) => write!(out, "Pool {place}, named {quoted},"),
        }
    }
}

impl<'a> Pool<'a> {
    /// Returns the cluster that the pool belongs to.
    pub fn cluster(&self) -> &'a Cluster {
        &self.context.plan.cluster
    }

    /// Returns whether the plan shows that the pool exists: an import has its state, or, where it has no pool's state,
    /// the cluster's, and a baseline has a pool of its name.
    pub fn exists(&self) -> bool {
        let cluster = self.cluster();
        let of_cluster = || {
            !cluster.existing
                && cluster.provisioning_state.is_some()
                && !self.context.plan.pools.iter().any(has_state)
        };
        let baseline = self.context.plan.baseline.as_deref();
        has_state(self.pool)
            || of_cluster()
            || baseline.is_some_and(|baseline| baseline.pool(&self.name).is_some())
    }

    /// Returns the region, if the plan names one.
    pub fn region(&self) -> Option<&'a str> {
        Some(self.cluster().location.as_str()).filter(|region| !region.is_empty())
    }

    /// Returns the Kubernetes version of the pool's nodes, if the plan says one.
    pub fn version(&self) -> Option<Version> {
        let cluster = &self.cluster().kubernetes_version;
        Version::parse(self.kubernetes_version.as_deref().or(cluster.as_deref())?)
    }

    /// Returns whether the pool is known to run a Kubernetes version older than 1.`minor`.
    pub fn is_before(&self, minor: u32) -> bool {
        self.version().is_some_and(|version| !version.is_from(minor))
    }

    /// Returns whether the pool's mode is one that AKS knows.
    pub fn has_mode(&self) -> bool {
        !matches!(self.mode, None | Some(Mode::Other(_)))
    }

    /// Returns whether AKS would take the pool as a System pool: not one that runs Windows or on Spot capacity. For
    /// fixes that need another System pool; a rule about System pools applies to these too.
    pub fn can_be_system(&self) -> bool {
        self.is_system() && !self.is_windows() && !self.is_spot()
    }

    /// Returns the edit that sets one of the pool's texts.
    pub fn text(&self, key: &'static str, text: &str) -> Edit {
        Edit::pool_text(self.index, key, text)
    }

    /// Returns the edit that sets one of the pool's whole numbers.
    pub fn number(&self, key: &'static str, number: i64) -> Edit {
        Edit::pool_number(self.index, key, number)
    }

    /// Returns the edit that turns one of the pool's switches on.
    pub fn on(&self, key: &'static str) -> Edit {
        Edit::Pool { pool: self.index, key, value: Some(Value::Flag(true)) }
    }

    /// Returns the edit that sets one of the pool's lists.
    pub fn list(&self, key: &'static str, list: Vec<String>) -> Edit {
        Edit::pool_list(self.index, key, list)
    }

    /// Returns the edit that clears one of the pool's properties, so that AKS's default applies.
    pub fn clear(&self, key: &'static str) -> Edit {
        Edit::pool_clear(self.index, key)
    }
}

impl<'a> Context<'a> {
    /// Returns a plan with the facts that it is checked against.
    pub fn new(plan: &'a Plan, catalog: &'a Catalog, today: Date) -> Self {
        let vm = |pool: &NodePool| catalog.size(pool.node_size()?);
        Self { plan, catalog, today, vms: plan.pools.iter().map(vm).collect() }
    }

    /// Returns the pools with their places.
    pub fn pools(&'a self) -> impl Iterator<Item = Pool<'a>> {
        let pools = self.plan.pools.iter().zip(&self.vms).enumerate();
        pools.map(move |(index, (pool, vm))| Pool { index, pool, context: self, vm: *vm })
    }

    /// Returns the System pools with their places.
    pub fn system_pools(&'a self) -> impl Iterator<Item = Pool<'a>> {
        self.pools().filter(|pool| pool.is_system())
    }

    /// Returns whether the plan says which pools the whole cluster has. It does not when pools are added to a cluster
    /// that has others, nor of AKS Automatic, whose System pools are not listed, nor while the mode of a pool cannot be
    /// read.
    pub fn is_whole(&self) -> bool {
        let lists_all = !self.plan.cluster.existing && self.plan.cluster.sku != Some(Sku::Automatic);
        lists_all && self.pools().all(|pool| pool.has_mode())
    }

    /// Returns whether the plan creates its cluster: nothing in it shows that the cluster exists.
    pub fn is_new_cluster(&self) -> bool {
        let cluster = &self.plan.cluster;
        let has_state = cluster.provisioning_state.is_some() || cluster.power_state.is_some();
        !cluster.existing
            && !has_state
            && self.plan.baseline.is_none()
            && !self.plan.pools.iter().any(self::has_state)
    }

    /// Returns the System pool of a cluster that has only one.
    pub fn only_system_pool(&'a self) -> Option<Pool<'a>> {
        let mut pools = self.system_pools();
        let only = pools.next().filter(|_| self.is_whole())?;
        pools.next().is_none().then_some(only)
    }
}

/// Returns whether a pool has what only a pool that exists has.
fn has_state(pool: &NodePool) -> bool {
    pool.provisioning_state.is_some() || pool.power_state.is_some()
}
