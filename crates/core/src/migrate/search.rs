//! The order of the acts: a valid one with the lowest peak of extra nodes.
//!
//! Among chains that could go on, the one goes first that lowers the number of nodes with the smallest peak; then those
//! that raise it, the largest fall from their peak first. Without constraints between chains no order has a lower peak
//! than this. Where a constraint forbids it, the next best goes on, and what led nowhere is remembered and not tried
//! again.

use std::collections::BTreeSet;

use super::Reason;
use super::act::Act;
use super::graph::{Graph, Node, Purpose, Strategy};
use super::simulated_cluster::{Applied, SimulatedCluster};

/// Why there is no order: at the farthest that one could get, what each next act is refused for.
#[derive(Clone, Debug, Default)]
pub(super) struct Stuck {
    /// Acts that were done by then.
    pub(super) done: usize,
    /// What could have come next, and why it could not.
    pub(super) blocked: Vec<(usize, Vec<Reason>)>,
    /// Whether all orders were tried.
    pub(super) all_tried: bool,
}

/// Acts in order, and the most nodes beyond those of the beginning.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// Each act, and what AKS's rules remark of it.
    pub(super) acts: Vec<(usize, Vec<Reason>)>,
    pub(super) peak: i64,
}

/// How long a search goes on before it gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// As long as an order may be missed otherwise.
    Full,
    /// As long, but the first order will do: it is asked only whether there is one.
    Any,
    /// Briefly, where an order is known and another one would only be better.
    Brief,
}

/// Acts that may be tried before the search gives up. All orders of a large graph are too many to try.
fn tries(graph: &Graph, effort: Effort) -> usize {
    let is_full = effort != Effort::Brief && graph.nodes.len() <= 100;
    graph.nodes.len() + if is_full { 4_000 } else { 200 }
}

/// Finds the order with the lowest peak.
pub(super) fn order(graph: &Graph, site: &mut SimulatedCluster<'_>, effort: Effort) -> Result<Order, Stuck> {
    // What no order of the others makes room for needs no search.
    let blocked = site.never_covered(graph);
    if !blocked.is_empty() {
        return Err(Stuck { done: 0, blocked, all_tried: true });
    }
    let mut best = search(graph, site, i64::MAX, tries(graph, effort))?;
    // A lower peak would be bought by deleting more pools first.
    if graph.room == Strategy::RemoveBeforeAdd || graph.deletes_first || effort == Effort::Any {
        return Ok(best);
    }
    // A lower peak is looked for where constraints may have prevented it, halving what is possible each time.
    let mut low = free_peak(graph);
    while low < best.peak {
        let middle = low + (best.peak - low) / 2;
        match search(graph, site, middle, tries(graph, Effort::Brief)) {
            Ok(better) => best = better,
            Err(_) => low = middle + 1,
        }
    }
    Ok(best)
}

/// Returns the peak of the best order where only the order within chains counts.
fn free_peak(graph: &Graph) -> i64 {
    let mut at: Vec<usize> = vec![0; graph.chains.len()];
    let (mut nodes, mut peak) = (0_i64, 0_i64);
    loop {
        let next = (0..graph.chains.len())
            .filter_map(|chain| Some((key(graph, chain, *at.get(chain)?)?, chain)))
            .min();
        let Some((_, chain)) = next else { return peak };
        let place = at.get(chain).copied().unwrap_or_default();
        let node = graph
            .chains
            .get(chain)
            .and_then(|chain| chain.get(place))
            .and_then(|node| graph.nodes.get(*node));
        if let Some(node) = node {
            // How many nodes an upgrade adds depends on the order.
            peak = peak.max(nodes + node.delta.max(0));
            nodes += node.delta;
        }
        if let Some(place) = at.get_mut(chain) {
            *place += 1;
        }
    }
}

/// Returns how soon a chain goes on, from a place of it: a smaller key goes first. `None` where the chain is at its
/// end.
fn key(graph: &Graph, chain: usize, place: usize) -> Option<(u8, i64)> {
    let rest = graph.chains.get(chain)?.get(place..).filter(|rest| !rest.is_empty())?;
    if chain == 0 {
        return Some((0, 0));
    }
    let head = rest.first().and_then(|node| graph.nodes.get(*node));
    if let Some(Node { purpose: Purpose::Cluster { is_last, .. }, .. }) = head {
        return Some(if *is_last { (5, 0) } else { (0, 0) });
    }
    // What goes makes room only once there is no room for what comes.
    let first = rest.first().and_then(|node| graph.nodes.get(*node));
    if graph.room == Strategy::RemoveBeforeAdd && first.is_some_and(|node| node.purpose == Purpose::Remove) {
        return Some((3, 0));
    }
    let (mut nodes, mut peak) = (0_i64, 0_i64);
    for node in rest.iter().filter_map(|node| graph.nodes.get(*node)) {
        peak = peak.max(nodes + node.delta.max(0) + node.surge);
        nodes += node.delta;
        if nodes < 0 {
            return Some((1, peak));
        }
    }
    Some((2, nodes - peak))
}

struct Frame {
    /// Whether the cluster has no room for another pool, whichever it is.
    is_full: bool,
    /// What could come next, best first.
    next: std::vec::IntoIter<usize>,
    /// What takes back the act that led here.
    step: Option<(usize, Applied)>,
}

/// Searches for a valid order whose peak is at most `limit`.
fn search(graph: &Graph, site: &mut SimulatedCluster<'_>, limit: i64, tries: usize) -> Result<Order, Stuck> {
    let mut state = State::new(graph);
    let mut stuck = Stuck { all_tried: true, ..Stuck::default() };
    let mut dead: BTreeSet<Vec<u64>> = BTreeSet::new();
    let mut left = tries;
    // What is refused next, and why: nothing is said yet where it is found out by itself.
    let mut refused: Vec<(usize, Vec<Reason>)> = Vec::new();
    let mut frames = vec![Frame { is_full: false, next: state.next(graph).into_iter(), step: None }];
    let result = loop {
        if state.acts.len() == graph.nodes.len() {
            break Ok(state.peaks.last().copied().unwrap_or_default());
        }
        let Some(frame) = frames.last_mut() else { break Err(()) };
        let Some(index) = frame.next.next() else {
            // Nothing leads on from here.
            if stuck.blocked.is_empty() || state.acts.len() > stuck.done {
                (stuck.done, stuck.blocked) = (state.acts.len(), explained(&refused, graph, site));
            }
            refused.clear();
            dead.insert(state.done.clone());
            let Some(Frame { step: Some((index, step)), .. }) = frames.pop() else { break Err(()) };
            site.take_back(step);
            state.take_back(graph, index);
            continue;
        };
        let Some(node) = graph.nodes.get(index) else { continue };
        if frame.is_full && matches!(node.act, Act::Add(_)) {
            continue;
        }
        if site.lacks_quota_for(node) {
            refused.push((index, Vec::new()));
            continue;
        }
        if left == 0 {
            stuck.all_tried = false;
            break Err(());
        }
        left -= 1;
        let peak = state.peak_of(node.delta, site.surge(node));
        if peak > limit || dead.contains(&state.with(index)) {
            continue;
        }
        match site.apply(node) {
            Err(reasons) => {
                frame.is_full |= reasons.iter().any(|reason| reason.rule == Some("cluster-max-pools"));
                refused.push((index, reasons));
            }
            Ok(step) => {
                refused.clear();
                state.put(graph, index, peak);
                frames.push(Frame {
                    is_full: false,
                    next: state.next(graph).into_iter(),
                    step: Some((index, step)),
                });
            }
        }
    };
    // The site is as it was before.
    let mut acts = Vec::with_capacity(frames.len());
    while let Some(frame) = frames.pop() {
        // Where there were too many orders to get to the end of one, it says what the last one waits for.
        if result.is_err() && stuck.blocked.is_empty() {
            let next: Vec<_> = state.next(graph).into_iter().map(|index| (index, Vec::new())).collect();
            (stuck.done, stuck.blocked) = (state.acts.len(), explained(&next, graph, site));
        }
        if let Some((index, mut step)) = frame.step {
            acts.push((index, std::mem::take(&mut step.remarks)));
            site.take_back(step);
            state.take_back(graph, index);
        }
    }
    acts.reverse();
    result.map(|peak| Order { acts, peak }).map_err(|()| stuck)
}

/// Returns those of some acts that are refused now, each with why.
fn explained(
    acts: &[(usize, Vec<Reason>)],
    graph: &Graph,
    site: &mut SimulatedCluster<'_>,
) -> Vec<(usize, Vec<Reason>)> {
    let mut refused = Vec::with_capacity(acts.len());
    for (index, reasons) in acts {
        if !reasons.is_empty() {
            refused.push((*index, reasons.clone()));
        } else if let Some(node) = graph.nodes.get(*index) {
            match site.apply(node) {
                Ok(step) => site.take_back(step),
                Err(reasons) => refused.push((*index, reasons)),
            }
        }
    }
    refused
}

/// What is done so far.
struct State {
    done: Vec<u64>,
    acts: Vec<usize>,
    /// Nodes more than to begin with, after each act.
    nodes: i64,
    /// The peak so far, after each act.
    peaks: Vec<i64>,
    /// How far each chain is.
    at: Vec<usize>,
    chain_of: Vec<usize>,
}

impl State {
    fn new(graph: &Graph) -> Self {
        let mut chain_of = vec![0; graph.nodes.len()];
        for (chain, nodes) in graph.chains.iter().enumerate() {
            for node in nodes {
                if let Some(of) = chain_of.get_mut(*node) {
                    *of = chain;
                }
            }
        }
        Self {
            done: vec![0; graph.nodes.len().div_ceil(64)],
            acts: Vec::with_capacity(graph.nodes.len()),
            nodes: 0,
            peaks: Vec::with_capacity(graph.nodes.len()),
            at: vec![0; graph.chains.len()],
            chain_of,
        }
    }

    fn has(&self, node: usize) -> bool {
        self.done.get(node / 64).is_some_and(|word| word & (1 << (node % 64)) != 0)
    }

    fn with(&self, node: usize) -> Vec<u64> {
        let mut done = self.done.clone();
        if let Some(word) = done.get_mut(node / 64) {
            *word |= 1 << (node % 64);
        }
        done
    }

    fn peak_of(&self, delta: i64, surge: i64) -> i64 {
        (self.nodes + delta.max(0) + surge).max(self.peaks.last().copied().unwrap_or_default())
    }

    /// Returns what could come next by the edges, best first. Once a pool is cordoned its pods leave and it goes:
    /// nothing is gained by anything in between.
    fn next(&self, graph: &Graph) -> Vec<usize> {
        let last = self.acts.last().and_then(|last| Some((*last, graph.nodes.get(*last)?)));
        if let Some((last, Node { act: Act::Cordon(_) | Act::Drain(_) | Act::AwaitSystemPods(_), .. })) = last
        {
            return vec![last + 1];
        }
        let mut heads: Vec<((u8, i64), usize, usize)> = Vec::new();
        for (chain, nodes) in graph.chains.iter().enumerate() {
            let place = self.at.get(chain).copied().unwrap_or_default();
            let Some(index) = nodes.get(place) else { continue };
            let Some(node) = graph.nodes.get(*index) else { continue };
            if node.after.iter().all(|(before, _)| self.has(*before))
                && let Some(key) = key(graph, chain, place)
            {
                let is_early = node.prefers_after.is_some_and(|add| !self.has(add));
                heads.push((if is_early { (4, key.1) } else { key }, chain, *index));
            }
        }
        heads.sort_unstable();
        heads.into_iter().map(|(.., node)| node).collect()
    }

    fn put(&mut self, graph: &Graph, index: usize, peak: i64) {
        let Some(node) = graph.nodes.get(index) else { return };
        self.peaks.push(peak);
        self.nodes += node.delta;
        self.done = self.with(index);
        self.acts.push(index);
        self.move_chain(index, 1);
    }

    fn take_back(&mut self, graph: &Graph, index: usize) {
        let Some(node) = graph.nodes.get(index) else { return };
        self.peaks.pop();
        self.nodes -= node.delta;
        if let Some(word) = self.done.get_mut(index / 64) {
            *word &= !(1 << (index % 64));
        }
        self.acts.pop();
        self.move_chain(index, -1);
    }

    fn move_chain(&mut self, index: usize, by: isize) {
        let chain = self.chain_of.get(index).copied().unwrap_or_default();
        if let Some(at) = self.at.get_mut(chain) {
            *at = at.saturating_add_signed(by);
        }
    }
}
