//! Shared code of the rules about numbers of nodes and pods.

use super::{Found, Pool};
use crate::capacity::nodes_for_pods;
use crate::plan::{Edit, MAX_PODS, Mode};
use crate::text::counted;

pub(super) use crate::plan::MAX_NODES;

/// Pods that every pool has to have room for (concepts-network-ip-address-planning, 2026-04-16).
pub(super) const MIN_PODS: i64 = 30;

/// Nodes that a System pool gets where it has too few: what the documents recommend (use-system-pools, 2026-04-30).
pub(super) const RECOMMENDED_NODES: i64 = 3;

impl Pool<'_> {
    /// Returns fewest nodes that AKS takes in a pool of this mode.
    pub(super) fn least_nodes(&self) -> i64 {
        i64::from(self.is_system())
    }

    /// Returns what the pool is for, as a sentence names it.
    pub(super) fn kind(&self) -> &'static str {
        match self.mode {
            Some(Mode::System) => "System",
            Some(Mode::Gateway) => "Gateway",
            _ => "User",
        }
    }

    /// Returns bounds of the autoscaler, if it is on and has both, in order and each a number of nodes.
    pub(super) fn bounds(&self) -> Option<(i64, i64)> {
        let (min, max) = (self.min_count?, self.max_count?);
        (*self.autoscaling && 0 <= min && min <= max && (1..=MAX_NODES).contains(&max)).then_some((min, max))
    }

    /// Returns the number of nodes when the pool is created, if the plan settles them: not when the number isn't a number
    /// of nodes, nor when it is outside the autoscaler's bounds, for those are findings of their own.
    pub(super) fn settled_nodes(&self) -> Option<i64> {
        let in_range = match self.bounds() {
            Some((min, max)) => (min..=max).contains(&self.nodes()),
            None => self.count.is_some() || !*self.autoscaling,
        };
        (in_range && (0..=MAX_NODES).contains(&self.nodes())).then(|| self.nodes())
    }

    /// Returns the property that a finding about the number of nodes belongs to.
    pub(super) fn nodes_field(&self) -> &'static str {
        if self.count.is_none() && *self.autoscaling { "maxCount" } else { "count" }
    }

    /// Returns what makes the pool begin with at least `nodes` nodes, and its edits: more where 30 pods or the
    /// autoscaler's fewest nodes need more. The autoscaler's most nodes grow along.
    pub(super) fn begin_with(&self, nodes: i64) -> (String, Vec<Edit>) {
        let for_pods = nodes_for_pods(MIN_PODS, self.max_pods_on(self.cluster()));
        let (min, max) = if *self.autoscaling { (self.min_count, self.max_count) } else { (None, None) };
        let nodes = nodes.max(for_pods.unwrap_or(nodes)).max(min.unwrap_or(nodes));
        let mut edits = vec![self.number("count", nodes)];
        if let Some(max) = max {
            edits.push(self.number("maxCount", max.max(nodes)));
        }
        (format!("Use {}", counted(nodes, "node")), edits)
    }

    /// Adds a finding if the pool has no room for 30 pods, and has to.
    pub(super) fn needs_room(&self, found: &mut Found, kind: &str) {
        let max_pods = self.max_pods_on(self.cluster());
        // A number of nodes outside of the autoscaler's bounds is a finding of its own, and hides nothing here: the
        // pool is judged with the nearest number that the bounds allow.
        let nodes = match self.bounds() {
            Some((min, max)) => Some(self.nodes().clamp(min, max)),
            None => self.settled_nodes(),
        };
        let Some((nodes, slots)) = nodes.map(|nodes| (nodes, nodes.saturating_mul(max_pods.max(0)))) else {
            return;
        };
        if slots >= MIN_PODS {
            return;
        }
        // No number is enough where maxPods isn't a number of pods, or the pool has no nodes yet.
        let wanted = (nodes_for_pods(MIN_PODS, max_pods), nodes_for_pods(MIN_PODS, nodes));
        let (Some(wanted_nodes), Some(wanted_pods)) = wanted else { return };
        let wanted_pods = wanted_pods.max(MAX_PODS.0);
        let (title, edits) = self.begin_with(wanted_nodes);
        found
            .at(
                self,
                "maxPods",
                format_args!(
                    "{self} has room for {} ({} with maxPods {max_pods}), but {kind} needs room for at least {MIN_PODS}. \
                     Use {} or maxPods {wanted_pods}.",
                    counted(slots, "pod"),
                    counted(nodes, "node"),
                    counted(wanted_nodes, "node"),
                ),
            )
            .safe_fix(format_args!("{title}"), edits)
            .unsafe_fix(format_args!("Set maxPods to {wanted_pods}"), vec![self.number("maxPods", wanted_pods)]);
    }
}

/// Returns the names of pools as a sentence tells them, and the first of them: "apps", or "apps and 2 more pools".
pub(super) fn and_more<'a>(mut pools: impl Iterator<Item = Pool<'a>>) -> Option<(String, Pool<'a>)> {
    let first = pools.next()?;
    let names = match pools.count() {
        0 => first.to_string(),
        1 => format!("{first} and another pool"),
        more => format!("{first} and {more} more pools"),
    };
    Some((names, first))
}
