//! The chains of pools: what adds, replaces, changes and removes each of them.

use super::{Builder, Constraint, MACHINES, Purpose, Split, as_created, counted, extra, running};
use crate::migrate::act::Act;
use crate::migrate::diff::{Diff, changes, wanted_nodes};
use crate::migrate::{Change, Names, Operation, Upgrade, update};
use crate::operations::matrix::reimages;
use crate::plan::{NodePool, Sku, Value, unused_name};

impl Builder<'_> {
    pub(super) fn add(&mut self, pool: NodePool, purpose: Purpose) {
        let nodes = running(&pool);
        self.push(Act::Add(Box::new(pool)), nodes, 0, purpose);
    }

    /// Lets pods leave a pool and deletes it.
    pub(super) fn clear(&mut self, pool: &NodePool, purpose: &Purpose) {
        let (name, nodes) = (|| pool.name.clone(), running(pool));
        if nodes > 0 {
            self.push(Act::Cordon(name()), 0, 0, purpose.clone());
            self.push(Act::Drain(name()), 0, 0, purpose.clone());
            let has_none =
                self.start.system_pools().next().is_none() && self.start.cluster.sku != Some(Sku::Automatic);
            if pool.is_system() || has_none {
                self.push(Act::AwaitSystemPods(name()), 0, 0, purpose.clone());
            }
        }
        self.push(Act::Aks(Operation::DeletePool(name())), -nodes, 0, purpose.clone());
    }

    pub(super) fn remove(&mut self, pool: &NodePool) {
        self.clear(pool, &Purpose::Remove);
    }

    /// Replaces a pool with another.
    pub(super) fn replace(&mut self, pool: &NodePool, wanted: &NodePool) {
        let mut new = as_created(wanted, Some(pool));
        let old = || pool.name.clone();
        if pool.name == wanted.name && self.options.names == Names::Propose {
            new.name = self.name_like(&pool.name, wanted.longest_name());
        }
        let name = new.name.clone();
        let goal = NodePool { power_state: wanted.power_state.clone(), ..new.clone() };
        self.goal.pools.push(goal.clone());
        // It gets the version that the control plane has by then, and its own once the control plane has that.
        let later = if self.is_replaced_early(&pool.name) {
            let version = new.kubernetes_version.take().or(self.target.cluster.kubernetes_version.clone());
            version.filter(|_| !self.all_at_once)
        } else {
            None
        };
        // No pod has to be held where none runs.
        let deletes_first = running(pool) == 0 || self.delete_first.contains(&pool.name.as_str());
        if new.name != pool.name && deletes_first {
            // Either may come first.
            let added = self.nodes.len();
            self.add(new, Purpose::Replaces(old()));
            self.upgrade_later(&goal, later);
            self.power_of(&goal, false);
            self.chains.push(Vec::new());
            let first = self.nodes.len();
            self.clear(pool, &Purpose::Replaced(name));
            if let Some(node) = self.nodes.get_mut(first) {
                node.prefers_after = Some(added);
            }
            return;
        }
        if new.name != pool.name {
            let added = self.nodes.len();
            self.add(new, Purpose::Replaces(old()));
            self.clear(pool, &Purpose::Replaced(name));
            self.upgrade_later(&goal, later);
            if goal.is_stopped() {
                // It needs no nodes until the old pool is gone.
                self.chains.push(Vec::new());
                let stop = self.nodes.len();
                self.power_of(&goal, false);
                if let Some(stop) = self.nodes.get_mut(stop) {
                    stop.after.push((added, Constraint::InOrder));
                }
            }
            return;
        } else if deletes_first {
            // There is no pod to hold in between, or its pods go elsewhere meanwhile.
            self.clear(pool, &Purpose::Replaced(name));
            self.add(new, Purpose::RecreateWithName(old()));
        } else {
            let between = NodePool {
                name: self.name_like(&format!("{}tmp", pool.name), wanted.longest_name()),
                ..new.clone()
            };
            self.add(between.clone(), Purpose::Temporary(old()));
            self.clear(pool, &Purpose::Replaced(between.name.clone()));
            self.add(new, Purpose::RecreateWithName(old()));
            self.clear(&between, &Purpose::RemoveTemporary(name));
        }
        self.upgrade_later(&goal, later);
        self.power_of(&goal, false);
    }

    /// Upgrades a pool that was added before the control plane had its version.
    fn upgrade_later(&mut self, goal: &NodePool, version: Option<String>) {
        if let Some(version) = version {
            let upgrade = Operation::UpgradePool(goal.name.clone(), Upgrade::Version(version));
            self.push(Act::Aks(upgrade), 0, extra(goal), Purpose::Change);
        }
    }

    /// Returns a name near another that no pool has, now or in the target.
    fn name_like(&mut self, wanted: &str, limit: usize) -> String {
        let name = unused_name(&self.names, wanted, limit);
        self.names.pools.push(NodePool { name: name.clone(), ..NodePool::default() });
        name
    }

    /// Stops a pool at the end, if it should be stopped and isn't yet.
    pub(super) fn power_of(&mut self, goal: &NodePool, is_stopped: bool) {
        if goal.is_stopped() && !is_stopped {
            let stop = Operation::StopPool(goal.name.clone());
            self.push(Act::Aks(stop), -counted(goal), 0, Purpose::Change);
        }
    }

    /// Changes a pool in place.
    pub(super) fn change(&mut self, pool: &NodePool, wanted: &NodePool, diff: &Diff, to: Option<usize>) {
        let name = || pool.name.clone();
        let differences = diff.pools.iter().find(|one| one.to == to).map(|one| one.differences.as_slice());
        let differences = differences.unwrap_or_default();
        let mut changes = changes(differences);
        let stopped = NodePool::is_stopped;
        let mut goal = pool.clone();
        update(&mut goal, &changes);
        if differences.iter().any(|one| one.key == "count") {
            goal.count = Some(wanted_nodes(pool, wanted));
        }
        goal.power_state.clone_from(&wanted.power_state);
        if wanted.kubernetes_version.is_some() {
            goal.kubernetes_version.clone_from(&wanted.kubernetes_version);
        }

        let nodes = goal.nodes();
        let scales = is_scaled(pool, &goal);
        // A pool is scaled while it runs: the documents don't say what AKS makes of scaling a stopped one.
        let starts = stopped(pool) && (!stopped(wanted) || scales);
        let stops = stopped(wanted) && (!stopped(pool) || starts);
        let split = self.apart.iter().find(|(apart, _)| *apart == pool.name).map(|(_, split)| *split);
        if let Some(split @ (Split::ByReason | Split::ByProperty)) = split {
            let version = differences.iter().find(|one| one.key == "orchestratorVersion");
            let version = version.and_then(|one| one.to.as_ref()).map(ToString::to_string);
            goal.kubernetes_version = version.clone().or(goal.kubernetes_version);
            self.change_in_pieces(pool, &goal, changes, version, split == Split::ByProperty);
            self.goal.pools.push(goal);
            return;
        }
        // What starts first or stops last is done in one piece.
        let apart = split.is_some() && !starts && !stops;
        if starts {
            self.push(Act::Aks(Operation::StartPool(name())), counted(pool), 0, Purpose::Change);
        }
        let version = differences.iter().find(|one| one.key == "orchestratorVersion");
        if let Some(Value::Text(version)) = version.and_then(|one| one.to.clone()) {
            goal.kubernetes_version = Some(version.clone());
            if !self.all_at_once {
                let upgrade = Operation::UpgradePool(name(), Upgrade::Version(version));
                self.push(Act::Aks(upgrade), 0, extra(pool), Purpose::Change);
                // An image that the new version does not have has to go first.
                if apart {
                    self.chains.push(Vec::new());
                }
            }
        }
        let grows = nodes > pool.nodes();
        let is_scaling =
            |change: &mut Change| matches!(change.key, "enableAutoScaling" | "minCount" | "maxCount");
        // Only what no autoscaler scales is scaled, so it is turned off before.
        let comes_on = *goal.autoscaling;
        let off_first = *pool.autoscaling && scales && (comes_on || (changes.len() > 1 && (grows || apart)));
        let scale_first = scales && (off_first || (grows && !*pool.autoscaling));
        if off_first {
            let off: Vec<Change> = changes.extract_if(.., is_scaling).collect();
            if comes_on {
                let flag = |value| Change { key: "enableAutoScaling", value: Some(Value::Flag(value)) };
                self.update(pool, vec![flag(false)]);
                changes.push(flag(true));
                for (key, number) in [("minCount", goal.min_count), ("maxCount", goal.max_count)] {
                    changes.extend(number.map(|number| Change { key, value: Some(Value::Whole(number)) }));
                }
            } else {
                self.update(pool, off);
            }
        }
        let scale = |builder: &mut Self| {
            let delta = if stopped(pool) && !starts { 0 } else { counted(&goal) - counted(pool) };
            builder.push(Act::Aks(Operation::ScalePool(name(), nodes)), delta, 0, Purpose::Change);
        };
        if scale_first {
            scale(self);
            // More nodes may be there in time without the rest, and the other way round.
            if apart && !*goal.autoscaling {
                self.chains.push(Vec::new());
            }
        }
        // A new image adds nodes meanwhile, and may have to wait where the mode does not.
        let is_image = |change: &Change| matches!(change.key, "osSKU" | "enableFIPS");
        if apart && changes.iter().any(is_image) {
            let mode: Vec<Change> = changes.extract_if(.., |change| change.key == "mode").collect();
            if !mode.is_empty() {
                self.update(pool, mode);
                self.chains.push(Vec::new());
            }
        }
        let taints: Vec<Change> = if apart && changes.len() > 1 {
            changes.extract_if(.., |change| change.key == "nodeTaints").collect()
        } else {
            Vec::new()
        };
        if !changes.is_empty() {
            self.update(pool, changes);
        }
        if scales && !scale_first {
            if apart && !*pool.autoscaling {
                self.chains.push(Vec::new());
            }
            scale(self);
        }
        self.power_of(&goal, stopped(pool) && !starts);
        if !taints.is_empty() {
            self.chains.push(Vec::new());
            self.update(pool, taints);
        }
        self.goal.pools.push(goal);
    }

    /// Changes a pool in pieces that come in any order, after it is started and before it is stopped.
    fn change_in_pieces(
        &mut self,
        pool: &NodePool,
        goal: &NodePool,
        mut changes: Vec<Change>,
        version: Option<String>,
        by_property: bool,
    ) {
        let name = || pool.name.clone();
        let scales = is_scaled(pool, goal);
        let starts = pool.is_stopped() && (!goal.is_stopped() || scales);
        let start = starts
            .then(|| self.push(Act::Aks(Operation::StartPool(name())), counted(pool), 0, Purpose::Change));
        let first = self.nodes.len();
        self.chains.push(Vec::new());
        if let Some(version) = version.filter(|_| !self.all_at_once) {
            let upgrade = Operation::UpgradePool(name(), Upgrade::Version(version));
            self.push(Act::Aks(upgrade), 0, extra(pool), Purpose::Change);
            self.chains.push(Vec::new());
        }
        let is_scaling =
            |change: &mut Change| matches!(change.key, "enableAutoScaling" | "minCount" | "maxCount");
        let mut scaling: Vec<Change> = changes.extract_if(.., is_scaling).collect();
        if scales {
            // Only what no autoscaler scales is scaled.
            if *pool.autoscaling && *goal.autoscaling {
                let flag = |value| Change { key: "enableAutoScaling", value: Some(Value::Flag(value)) };
                self.update(pool, vec![flag(false)]);
                scaling = vec![flag(true)];
                for (key, number) in [("minCount", goal.min_count), ("maxCount", goal.max_count)] {
                    scaling.extend(number.map(|number| Change { key, value: Some(Value::Whole(number)) }));
                }
            } else if *pool.autoscaling {
                self.update(pool, std::mem::take(&mut scaling));
            }
            let scale = Act::Aks(Operation::ScalePool(name(), goal.nodes()));
            self.push(scale, counted(goal) - counted(pool), 0, Purpose::Change);
        }
        if !scaling.is_empty() {
            self.update(pool, scaling);
        }
        let is_image =
            |key: &str| reimages(key, pool, &self.start.cluster) || reimages(key, pool, &self.target.cluster);
        let reason = |change: &Change| match change.key {
            "mode" => 0,
            "nodeTaints" => 1,
            key if is_image(key) => 2,
            key if key.starts_with("upgradeSettings.") => 3,
            _ => 4,
        };
        let mut pieces: Vec<(u8, Vec<Change>)> = Vec::new();
        for change in changes {
            let reason = reason(&change);
            match pieces.iter_mut().find(|(known, _)| *known == reason && !by_property) {
                Some((_, piece)) => piece.push(change),
                None => pieces.push((reason, vec![change])),
            }
        }
        for (_, piece) in pieces {
            self.chains.push(Vec::new());
            self.update(pool, piece);
        }
        let pieces = first..self.nodes.len();
        if let Some(start) = start {
            for node in self.nodes.get_mut(pieces.clone()).unwrap_or_default() {
                node.after.push((start, Constraint::InOrder));
            }
        }
        if goal.is_stopped() && (!pool.is_stopped() || starts) {
            self.chains.push(Vec::new());
            let stop = self.nodes.len();
            self.power_of(goal, false);
            if let Some(stop) = self.nodes.get_mut(stop) {
                stop.after.extend(pieces.map(|piece| (piece, Constraint::InOrder)));
            }
        }
    }

    fn update(&mut self, pool: &NodePool, changes: Vec<Change>) {
        // The VM sizes of a pool of virtual machines have numbers of nodes of their own.
        let mut after = pool.clone();
        update(&mut after, &changes);
        let is_scaled = changes.iter().any(|change| change.key == MACHINES);
        let delta = if is_scaled { running(&after) - running(pool) } else { 0 };
        let act = Act::Aks(Operation::UpdatePool(pool.name.clone(), changes));
        let more = if self.reimages_nodes(&act) { extra(pool) } else { 0 };
        self.push(act, delta, more, Purpose::Change);
    }
}

/// Returns whether a pool gets another number of nodes by being scaled. The VM sizes of a pool of virtual machines have
/// numbers of their own, which an update changes.
fn is_scaled(pool: &NodePool, goal: &NodePool) -> bool {
    let has_profiles = [pool, goal].iter().any(|pool| !pool.machine_nodes().is_empty());
    goal.nodes() != pool.nodes() && !has_profiles
}
