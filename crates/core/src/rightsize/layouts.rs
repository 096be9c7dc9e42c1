//! The cheapest VM sizes and node counts that hold a demand and raise no finding.

use super::demand::{PodGroup, Target};
use super::packing::{lower_bound, nodes_for};
use super::placement::{MOST_NODES, Problem};
use crate::capacity::in_one_zone;
use crate::catalog::{Availability, Offer, Prices, VmSize, Zones};
use crate::date::Date;
use crate::lint::{self, Finding, Severity};
use crate::plan::{NodePool, Plan};

/// What a layout has to withstand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// The pods of a pool in zones still fit when the zone with the most of its nodes is lost.
    pub zone_loss: bool,
}

/// A plan that holds the demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The plan with the cheapest size and count of each pool.
    pub plan: Plan,
    /// The pools that run pods of the demand, in the plan's order.
    pub pools: Vec<PoolLayout>,
}

/// The choice of one pool, the cheapest first.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolLayout {
    /// The pool's name.
    pub name: String,
    /// USD per hour in millionths at the node count that the pods need today, with today's size; `None` if the price or
    /// the count is unknown.
    pub today: Option<i64>,
    /// The choices, at most [`CHOICES`]. Empty if no size holds the pods without a finding, or no prices are known.
    pub choices: Vec<Choice>,
}

/// A size with as many nodes as hold a pool's pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The VM size.
    pub size: String,
    /// Nodes.
    pub nodes: i64,
    /// Nodes below which no packing is possible.
    pub at_least: i64,
    /// USD per hour in millionths.
    pub price: i64,
}

/// Most choices of a pool.
pub const CHOICES: usize = 3;

/// Returns the cheapest layout for a demand. Each User pool's size and count are chosen by themselves, since each
/// workload runs in one pool; System pools keep their size, and grow if their pods need more nodes. Sizes are tried in
/// the order of the lowest price that they could come to, and the search ends where that exceeds the choices found, so
/// that nothing cheaper is missed.
pub fn cheapest(problem: &Problem<'_>, prices: &Prices, today: Date, constraints: Constraints) -> Layout {
    let (assigned, _) = problem.assign(true);
    let mut plan = problem.plan.clone();
    let mut pools = Vec::new();
    for (place, (pool, groups)) in problem.plan.pools.iter().zip(&assigned).enumerate() {
        if groups.is_empty() {
            continue;
        }
        let search = Search { problem, prices, today, constraints, place, pool, groups };
        let choices = search.choices();
        if let (Some(best), Some(pool)) = (choices.first(), plan.pools.get_mut(place)) {
            apply(best, pool);
        }
        let size = pool.vm_size.as_deref().and_then(|name| problem.catalog.size(name));
        pools.push(PoolLayout {
            name: pool.name.clone(),
            today: size.and_then(|size| search.choice(size)).map(|choice| choice.price),
            choices,
        });
    }
    Layout { plan, pools }
}

/// Sets a pool's size and count. The bounds of an autoscaler include the count.
fn apply(choice: &Choice, pool: &mut NodePool) {
    pool.vm_size = Some(choice.size.clone());
    if *pool.autoscaling {
        pool.min_count = pool.min_count.map(|min| min.min(choice.nodes));
        pool.max_count = Some(choice.nodes);
        pool.count = pool.count.map(|count| count.clamp(pool.min_count.unwrap_or(0), choice.nodes));
    } else {
        pool.count = Some(choice.nodes);
    }
}

/// The search for one pool.
struct Search<'a> {
    problem: &'a Problem<'a>,
    prices: &'a Prices,
    today: Date,
    constraints: Constraints,
    place: usize,
    pool: &'a NodePool,
    groups: &'a [&'a PodGroup],
}

impl Search<'_> {
    fn choices(&self) -> Vec<Choice> {
        let catalog = self.problem.catalog;
        let current = self.pool.vm_size.as_deref().and_then(|name| catalog.size(name));
        if self.pool.is_system() {
            return current.and_then(|size| self.choice(size)).into_iter().collect();
        }
        // By the lowest price that a size could come to, then by name.
        let mut bounds: Vec<(i64, &VmSize)> = catalog
            .sizes()
            .iter()
            .filter(|size| self.is_candidate(size, current))
            .filter_map(|size| Some((self.price_at_least(size)?, size)))
            .collect();
        bounds.sort_by(|(one, size), (other, name)| one.cmp(other).then_with(|| size.name.cmp(&name.name)));
        let before = self.findings(self.problem.plan);
        let mut choices: Vec<Choice> = Vec::new();
        for (bound, size) in bounds {
            let worst = choices.get(CHOICES - 1).map(|choice| choice.price);
            if worst.is_some_and(|worst| bound > worst) {
                break;
            }
            let Some(choice) = self.choice(size) else { continue };
            if worst.is_some_and(|worst| choice.price >= worst) || !self.raises_nothing(&choice, &before) {
                continue;
            }
            choices.push(choice);
            choices.sort_by(|one, other| {
                (one.price, one.nodes, &one.size).cmp(&(other.price, other.nodes, &other.size))
            });
            choices.truncate(CHOICES);
        }
        choices
    }

    /// Returns whether a size can be chosen at all: offered with the pool's zones, of the same architecture as today,
    /// with GPUs only where pods request them, burstable only if it is today.
    fn is_candidate(&self, size: &VmSize, current: Option<&VmSize>) -> bool {
        let catalog = self.problem.catalog;
        let Availability { offer, spot, .. } =
            catalog.availability(size, &self.problem.plan.cluster.location);
        let zones = Zones::from_labels(self.pool.zones.iter().map(String::as_str));
        let is_offered = match offer {
            Offer::Yes(has) => zones.without(has).count() == 0,
            Offer::Unknown => true,
            _ => false,
        };
        let wants_gpus = self.groups.iter().any(|group| group.request.gpus > 0);
        is_offered
            && (!self.pool.is_spot() || spot != Some(false))
            && current.is_none_or(|current| current.architecture == size.architecture)
            && size.has_gpus() == wants_gpus
            // A burstable size has its full CPU for a while only, and pods request it for good.
            && (!size.is_burstable() || current.is_some_and(VmSize::is_burstable))
            && size.retirement().is_none()
            && !size.is_refused()
            && !size.is_too_small()
    }

    fn price(&self, size: &VmSize) -> Option<i64> {
        self.prices.price(&size.name)?.of_node(self.pool)
    }

    /// Returns a price below which the pods can't run on a size.
    fn price_at_least(&self, size: &VmSize) -> Option<i64> {
        let pool = NodePool { vm_size: Some(size.name.clone()), ..self.pool.clone() };
        let target = Target::new(&pool, &self.problem.plan.cluster, self.problem.catalog);
        let node = self.problem.free_on(size, &pool, &target);
        let fits = |group: &&PodGroup| {
            node.room_for(group.request).is_none_or(|room| room > 0) && target.accepts(group)
        };
        if !self.groups.iter().all(fits) {
            return None;
        }
        self.price(size)?.checked_mul(self.with_zones(lower_bound(self.groups, node)))
    }

    /// Returns the choice of a size, if it can hold the pods.
    fn choice(&self, size: &VmSize) -> Option<Choice> {
        let pool = NodePool { vm_size: Some(size.name.clone()), ..self.pool.clone() };
        let target = Target::new(&pool, &self.problem.plan.cluster, self.problem.catalog);
        let node = self.problem.free_on(size, &pool, &target);
        let nodes = self.with_zones(nodes_for(self.groups, node, MOST_NODES)?);
        if nodes > MOST_NODES {
            return None;
        }
        // A System pool doesn't shrink below what the plan has.
        let nodes = if pool.is_system() { nodes.max(pool.node_range().0) } else { nodes };
        let price = self.price(size)?.checked_mul(nodes)?;
        Some(Choice { size: size.name.clone(), nodes, at_least: lower_bound(self.groups, node), price })
    }

    /// Returns the number of nodes that a number of nodes for the pods becomes by the pool's zones: at least one in
    /// each, and enough without the zone with the most nodes if that has to be withstood.
    fn with_zones(&self, nodes: i64) -> i64 {
        let zones = self.pool.zones.len() as i64;
        let mut all = nodes.max(zones);
        if self.constraints.zone_loss && zones > 1 {
            while all - in_one_zone(all, zones, 0) < nodes {
                all += 1;
            }
        }
        all
    }

    /// Returns whether a choice raises no finding that the plan doesn't have already; notes don't count.
    fn raises_nothing(&self, choice: &Choice, before: &[(&'static str, Option<usize>)]) -> bool {
        let mut plan = self.problem.plan.clone();
        if let Some(pool) = plan.pools.get_mut(self.place) {
            apply(choice, pool);
        }
        self.findings(&plan).iter().all(|finding| before.contains(finding))
    }

    fn findings(&self, plan: &Plan) -> Vec<(&'static str, Option<usize>)> {
        let report = lint::check(plan, self.problem.catalog, self.today);
        let counts = |finding: &&Finding| finding.severity != Severity::Note;
        report.findings.iter().filter(counts).map(|finding| (finding.rule.id, finding.pool)).collect()
    }
}
