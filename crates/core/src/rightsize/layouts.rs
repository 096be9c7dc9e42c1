//! The cheapest VM sizes and node counts that hold a demand and raise no finding.

use super::demand::{PodGroup, Resources, Target};
use super::packing::{lower_bound, nodes_for};
use super::placement::{MOST_NODES, Problem};
use crate::capacity::in_one_zone;
use crate::catalog::{Filter, Offer, Prices, VmSize, Wants, Zones};
use crate::date::Date;
use crate::lint::{self, Finding, Severity};
use crate::plan::{NodePool, Plan};

/// The headroom and the losses that a layout has to allow for.
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

/// The sizes and counts that one pool can have, the cheapest first.
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
    let before = findings(problem, problem.plan, today);
    let mut plan = problem.plan.clone();
    let mut pools = Vec::new();
    for (place, (pool, groups)) in problem.plan.pools.iter().zip(&assigned).enumerate() {
        if groups.is_empty() {
            continue;
        }
        let search = Search { problem, prices, today, constraints, place, pool, groups, before: &before };
        let choices = search.choices();
        if let (Some(best), Some(pool)) = (choices.first(), plan.pools.get_mut(place)) {
            apply(best, pool);
        }
        let today = search.current().and_then(|size| search.choice(&search.candidate(size)?));
        pools.push(PoolLayout { name: pool.name.clone(), today: today.map(|choice| choice.price), choices });
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

/// A finding, by its rule and pool.
type FindingKey = (&'static str, Option<usize>);

/// Returns the findings of a plan, but for notes.
fn findings(problem: &Problem<'_>, plan: &Plan, today: Date) -> Vec<FindingKey> {
    let report = lint::check(plan, problem.catalog, today);
    let counts = |finding: &&Finding| finding.severity != Severity::Note;
    report.findings.iter().filter(counts).map(|finding| (finding.rule.id, finding.pool)).collect()
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
    /// What the plan raises already.
    before: &'a [FindingKey],
}

/// A size on which each pod fits.
struct Candidate<'a> {
    size: &'a VmSize,
    /// What a node has for the pods.
    node: Resources,
    /// Nodes below which no packing is possible.
    at_least: i64,
    /// USD an hour and node, in millionths.
    price: i64,
}

impl<'a> Search<'a> {
    fn choices(&self) -> Vec<Choice> {
        if self.pool.is_system() {
            let current = self.current().and_then(|size| self.choice(&self.candidate(size)?));
            return current.into_iter().collect();
        }
        // By the lowest price that a size could come to, then by name.
        let bound = |one: &Candidate<'_>| one.price.saturating_mul(self.with_zones(one.at_least));
        let mut candidates: Vec<Candidate<'_>> =
            self.sizes().into_iter().filter_map(|size| self.candidate(size)).collect();
        candidates.sort_by(|one, other| {
            bound(one).cmp(&bound(other)).then_with(|| one.size.name.cmp(&other.size.name))
        });
        let mut choices: Vec<Choice> = Vec::new();
        for candidate in candidates {
            let worst = choices.get(CHOICES - 1).map(|choice| choice.price);
            if worst.is_some_and(|worst| bound(&candidate) > worst) {
                break;
            }
            let Some(choice) = self.choice(&candidate) else { continue };
            if worst.is_some_and(|worst| choice.price >= worst) || !self.raises_nothing(&choice) {
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

    /// Returns the pool's size today, if it is known.
    fn current(&self) -> Option<&'a VmSize> {
        self.pool.vm_size.as_deref().and_then(|name| self.problem.catalog.size(name))
    }

    /// Returns the sizes that can be chosen at all: offered with the pool's zones, of the same architecture as today, with
    /// GPUs only where pods request them, burstable only if it is today.
    fn sizes(&self) -> Vec<&'a VmSize> {
        let catalog = self.problem.catalog;
        let region = &self.problem.plan.cluster.location;
        let current = self.current();
        let wants_gpus = self.groups.iter().any(|group| group.request.gpus > 0);
        let filter = Filter {
            region: region.clone(),
            architecture: current.map(|current| current.architecture),
            wants: Wants { lasting: true, ..Wants::default() },
            ..Filter::default()
        };
        let zones = Zones::from_labels(self.pool.zones.iter().map(String::as_str));
        // A burstable size has its full CPU for a while only, and pods request it for good.
        let may_burst = current.is_some_and(VmSize::is_burstable);
        let is_offered = |size: &VmSize| {
            let here = catalog.availability(size, region);
            let has_zones = !matches!(here.offer, Offer::Yes(has) if zones.without(has).count() > 0);
            has_zones && (!self.pool.is_spot() || here.spot != Some(false))
        };
        let mut sizes = catalog.select(&filter, None, self.today, usize::MAX);
        sizes.retain(|size| {
            size.has_gpus() == wants_gpus && (may_burst || !size.is_burstable()) && is_offered(size)
        });
        sizes
    }

    /// Returns a size as a candidate: each pod fits on a node and accepts it, and its price is known.
    fn candidate(&self, size: &'a VmSize) -> Option<Candidate<'a>> {
        let pool = NodePool { vm_size: Some(size.name.clone()), ..self.pool.clone() };
        let target = Target::new(&pool, &self.problem.plan.cluster, self.problem.catalog);
        let node = self.problem.free_on(size, &pool, &target);
        let fits = |group: &&PodGroup| {
            node.room_for(group.request).is_none_or(|room| room > 0) && target.accepts(group)
        };
        let price = self.prices.price(&size.name)?.of_node(self.pool)?;
        let at_least = lower_bound(self.groups, node);
        self.groups.iter().all(fits).then_some(Candidate { size, node, at_least, price })
    }

    /// Returns the choice that a candidate becomes; `None` if a pool can't have that many nodes.
    fn choice(&self, candidate: &Candidate<'_>) -> Option<Choice> {
        let nodes = self.with_zones(nodes_for(self.groups, candidate.node, MOST_NODES)?);
        if nodes > MOST_NODES {
            return None;
        }
        // A System pool doesn't shrink below what the plan has.
        let nodes = if self.pool.is_system() { nodes.max(self.pool.node_range().0) } else { nodes };
        let price = candidate.price.checked_mul(nodes)?;
        Some(Choice { size: candidate.size.name.clone(), nodes, at_least: candidate.at_least, price })
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
    fn raises_nothing(&self, choice: &Choice) -> bool {
        let mut plan = self.problem.plan.clone();
        if let Some(pool) = plan.pools.get_mut(self.place) {
            apply(choice, pool);
        }
        findings(self.problem, &plan, self.today).iter().all(|finding| self.before.contains(finding))
    }
}
