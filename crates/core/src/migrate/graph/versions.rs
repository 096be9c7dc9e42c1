//! The versions of the control plane, one after another, and of the pools that follow or would be too far behind.

use super::{Builder, Constraint, Node, Purpose, extra};
use crate::catalog::{allowed_skew, support, supported_minors};
use crate::lint::Date;
use crate::migrate::act::Act;
use crate::migrate::diff::{Diff, PoolChange, is_same_version};
use crate::migrate::{Operation, Upgrade};
use crate::plan::{NodePool, Plan, SupportPlan, Version};

impl Builder<'_> {
    /// Adds the upgrades of the control plane, one minor version after another, and those of pools that would otherwise
    /// be left too far behind.
    pub(super) fn versions(&mut self, diff: &Diff, at_once: bool, today: Date) {
        self.chains.push(Vec::new());
        let wanted = self.target.cluster.kubernetes_version.as_deref();
        let current = self.start.cluster.kubernetes_version.as_deref();
        let (Some(wanted), Some(current)) = (wanted, current) else { return };
        if is_same_version(current, wanted) {
            return;
        }
        self.goal.cluster.kubernetes_version = Some(wanted.to_owned());
        let (Some(from), Some(to)) = (Version::parse(current), Version::parse(wanted)) else {
            self.raise(wanted.to_owned());
            return;
        };
        self.all_at_once = at_once && self.all_follow(diff, wanted);
        let mut behind: Vec<(&NodePool, u32)> = self
            .start
            .pools
            .iter()
            .filter_map(|pool| {
                let version = pool.kubernetes_version.as_deref().unwrap_or(current);
                Some((pool, Version::parse(version)?.minor))
            })
            .collect();
        let mut last = current.to_owned();
        let mut from = from;
        // A cluster out of support skips to the oldest supported version, all of it at once.
        if at_once
            && let Some(oldest) = recovery(self.start, self.target, today)
            && (oldest < to.minor || self.all_follow(diff, wanted))
        {
            let is_last = oldest == to.minor;
            last = if is_last { wanted.to_owned() } else { format!("{}.{oldest}", to.major) };
            let more = self.start.pools.iter().map(extra).max().unwrap_or_default();
            let upgrade = Act::Aks(Operation::UpgradeAll(last.clone()));
            self.control_plane = Some(self.push(upgrade, 0, more, Purpose::Version));
            if is_last {
                self.all_at_once = true;
                return;
            }
            behind.iter_mut().for_each(|(_, mine)| *mine = oldest);
            from.minor = oldest;
        }
        for minor in from.minor.saturating_add(1)..=to.minor.max(from.minor.saturating_add(1)) {
            let most = allowed_skew(minor);
            let mut gone: Vec<String> = Vec::new();
            for (pool, mine) in behind.iter_mut().filter(|(_, mine)| minor.saturating_sub(*mine) > most) {
                if self.early.contains(&pool.name.as_str()) {
                    gone.push(pool.name.clone());
                    *mine = u32::MAX;
                    continue;
                }
                let upgrade = Operation::UpgradePool(pool.name.clone(), Upgrade::Version(last.clone()));
                self.push(Act::Aks(upgrade), 0, extra(pool), Purpose::Skew);
                *mine = minor.saturating_sub(1);
            }
            if minor >= to.minor && self.all_at_once {
                let more = self.start.pools.iter().map(extra).max().unwrap_or_default();
                let upgrade = Act::Aks(Operation::UpgradeAll(wanted.to_owned()));
                let node = self.push(upgrade, 0, more, Purpose::Version);
                self.early_pools.extend(gone.into_iter().map(|name| (name, node)));
                self.control_plane = Some(node);
                return;
            }
            last = if minor >= to.minor { wanted.to_owned() } else { format!("{}.{minor}", to.major) };
            let node = self.nodes.len();
            self.raise(last.clone());
            self.early_pools.extend(gone.into_iter().map(|name| (name, node)));
        }
    }

    fn raise(&mut self, version: String) {
        let upgrade = Act::Aks(Operation::UpgradeControlPlane(version));
        self.control_plane = Some(self.push(upgrade, 0, 0, Purpose::Version));
    }

    /// Returns whether each pool that stays should get the control plane's version, and none of them is a Spot pool: one
    /// that goes is gone before.
    fn all_follow(&self, diff: &Diff, wanted: &str) -> bool {
        let follows = |from: usize, to: usize| {
            let (pool, target) = (self.start.pools.get(from), self.target.pools.get(to));
            let version = target.and_then(|pool| pool.kubernetes_version.as_deref()).unwrap_or(wanted);
            pool.is_some_and(|pool| !pool.is_spot()) && is_same_version(version, wanted)
        };
        // What is replaced early is there already.
        let stays = diff.pools.iter().filter(|one| match one.change {
            PoolChange::Kept | PoolChange::Changed => true,
            PoolChange::Replaced => {
                let name =
                    one.from.and_then(|from| self.start.pools.get(from)).map(|pool| pool.name.as_str());
                name.is_some_and(|name| self.early.contains(&name) && !self.is_replaced_late(name))
            }
            PoolChange::Added | PoolChange::Removed => false,
        });
        stays.into_iter().all(|one| one.from.zip(one.to).is_some_and(|(from, to)| follows(from, to)))
    }

    /// Returns whether the pool that replaces one may be added before the control plane has its version.
    pub(super) fn is_replaced_early(&self, name: &str) -> bool {
        self.early_pools.iter().any(|(early, _)| early == name) && !self.is_replaced_late(name)
    }

    /// Returns whether a pool that goes early is replaced only once the control plane has its version.
    fn is_replaced_late(&self, name: &str) -> bool {
        self.adds_late && self.delete_first.contains(&name)
    }

    /// Adds the constraints that the control plane is upgraded before pools are created or upgraded, and that an upgrade
    /// of a pool between two of the control plane comes before the pool's next upgrade, its drain or its stop.
    pub(super) fn order_versions(&mut self) {
        let Some(last) = self.control_plane else { return };
        let on_the_way = self.chains.first().cloned().unwrap_or_default();
        let skew: Vec<(usize, String)> = on_the_way
            .into_iter()
            .filter_map(|node| Some((node, self.nodes.get(node)?.act.pool()?.to_owned())))
            .collect();
        let replaced_early: Vec<&str> =
            self.early.iter().copied().filter(|name| self.is_replaced_early(name)).collect();
        for chain in self.chains.iter().skip(1) {
            for node in chain {
                let Some(node) = self.nodes.get_mut(*node) else { continue };
                // Fewer nodes or another surge may be what the upgrade needs.
                let in_between = matches!(
                    node.act,
                    Act::Aks(Operation::UpdatePool(..) | Operation::ScalePool(..) | Operation::StartPool(_))
                );
                let waits = match (&node.act, &node.purpose) {
                    (
                        Act::Add(_),
                        Purpose::Replaces(old) | Purpose::Temporary(old) | Purpose::RecreateWithName(old),
                    ) => !replaced_early.contains(&old.as_str()),
                    (Act::Add(_) | Act::Aks(Operation::UpgradePool(..)), _) => true,
                    _ => false,
                };
                if waits {
                    node.after.push((last, Constraint::ControlPlaneFirst));
                }
                let of_pool = skew.iter().filter(|(_, pool)| !in_between && node.act.pool() == Some(pool));
                let constraints: Vec<_> = of_pool.map(|(upgrade, _)| (*upgrade, Constraint::Skew)).collect();
                node.after.extend(constraints);
            }
        }
    }

    /// Adds the constraints that pools which would be too far behind the control plane are deleted before it is upgraded.
    pub(super) fn order_early(&mut self) {
        for (name, upgrade) in &self.early_pools {
            let deletes =
                |node: &Node| matches!(&node.act, Act::Aks(Operation::DeletePool(gone)) if gone == name);
            let delete = self.nodes.iter().position(deletes);
            if let Some((delete, node)) = delete.zip(self.nodes.get_mut(*upgrade)) {
                node.after.push((delete, Constraint::TooFarBehind));
            }
        }
    }
}

/// Returns whether a pool is removed or replaced.
fn goes(start: &Plan, diff: &Diff, pool: &NodePool) -> bool {
    diff.pools.iter().any(|one| {
        let from = one.from.and_then(|from| start.pools.get(from));
        let is_gone = matches!(one.change, PoolChange::Removed | PoolChange::Replaced);
        is_gone && from.is_some_and(|from| from.name == pool.name)
    })
}

/// Returns the pools that go and would be too far behind the control plane of the target, each with the version that an
/// upgrade on the way would give it.
pub(in crate::migrate) fn left_behind<'a>(
    start: &'a Plan,
    target: &Plan,
    diff: &Diff,
) -> impl Iterator<Item = (&'a NodePool, String)> {
    let parse = |version: Option<&String>| version.and_then(|version| Version::parse(version));
    let to = parse(target.cluster.kubernetes_version.as_ref());
    start.pools.iter().filter_map(move |pool| {
        let version = pool.kubernetes_version.as_ref().or(start.cluster.kubernetes_version.as_ref());
        let (mine, to) = (parse(version)?, to?);
        let most = allowed_skew(to.minor);
        let is_behind = to.minor.saturating_sub(mine.minor) > most;
        let next = format!("{}.{}", mine.major, mine.minor.saturating_add(most));
        (is_behind && goes(start, diff, pool)).then_some((pool, next))
    })
}

/// Returns the minor version to which a cluster out of support can skip ("Supported Kubernetes versions in AKS": from a
/// version out of support to the oldest supported one, in one upgrade of everything); `None` if it doesn't need to or
/// can't.
pub(in crate::migrate) fn recovery(start: &Plan, target: &Plan, today: Date) -> Option<u32> {
    let from = Version::parse(start.cluster.kubernetes_version.as_deref()?)?;
    let to = Version::parse(target.cluster.kubernetes_version.as_deref()?)?;
    let is_long = |plan: &Plan| plan.cluster.support_plan == Some(SupportPlan::Lts);
    let oldest = supported_minors(today).next()?;
    let skips = support(from).has_ended(today, None) && !is_long(start) && !is_long(target);
    let stays = |pool: &&NodePool| target.pool(&pool.name).is_some_and(|(_, after)| after.is_spot());
    let no_spot = !start.pools.iter().filter(stays).any(NodePool::is_spot);
    (skips && no_spot && oldest > from.minor + 1 && oldest <= to.minor).then_some(oldest)
}
