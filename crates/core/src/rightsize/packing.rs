//! Packing pods on nodes of one kind.

use super::demand::{PodGroup, Resources};

/// Up to so many pods, the number of nodes is the smallest possible; above, the best of first-fit decreasing in some orders.
pub const EXACT_PODS: i64 = 12;

/// What the shares of a node that a pod takes (CPU, memory, GPUs) are sorted by, and what equals are.
type Order = fn([i64; 3]) -> [i64; 2];

/// The usual orders of first-fit decreasing. Which of them packs best depends on the pods.
const ORDERS: [Order; 5] = [
    |[cpu, memory, gpus]| [cpu.max(memory).max(gpus), 0],
    |[cpu, memory, gpus]| [cpu.saturating_add(memory).saturating_add(gpus), 0],
    |[cpu, memory, _]| [cpu.saturating_mul(memory), 0],
    |[cpu, memory, _]| [cpu, memory],
    |[cpu, memory, _]| [memory, cpu],
];

/// Returns the number of nodes, each with room for `node`, that hold all pods of some groups: `None` if one pod is larger
/// than a node, or if more than `most` nodes would be needed.
pub(super) fn nodes_for(groups: &[&PodGroup], node: Resources, most: i64) -> Option<i64> {
    let least = lower_bound(groups, node);
    if least > most {
        return None;
    }
    let mut packed = None;
    for order in ORDERS {
        if packed == Some(least) {
            break;
        }
        let fewer = packed.map_or(most, |packed: i64| packed - 1);
        packed = first_fit(groups, node, fewer, order).or(packed);
    }
    let pods: i64 = groups.iter().map(|group| group.replicas).sum();
    if pods > EXACT_PODS {
        return packed;
    }
    packed.map(|packed| exact(groups, node, packed))
}

/// Returns a number of nodes below which the pods can't be packed: by each resource's volume, and by pods that exclude each
/// other.
pub(super) fn lower_bound(groups: &[&PodGroup], node: Resources) -> i64 {
    let total =
        groups.iter().fold(Resources::default(), |sum, group| sum.plus(group.request.times(group.replicas)));
    let by = |need: i64, each: i64| if need <= 0 || each <= 0 { 0 } else { (need - 1) / each + 1 };
    let apart = groups.iter().filter(|group| group.one_per_node).map(|group| group.replicas).max();
    [
        by(total.cpu, node.cpu),
        by(total.memory, node.memory),
        by(total.pods, node.pods),
        by(total.gpus, node.gpus),
        apart.unwrap_or_default(),
    ]
    .into_iter()
    .max()
    .unwrap_or_default()
}

/// Sorts groups by what one of their pods takes of a node, the largest first; equals keep their order.
fn decreasing<'a>(groups: &[&'a PodGroup], node: Resources, order: Order) -> Vec<&'a PodGroup> {
    let share = |need: i64, all: i64| need.saturating_mul(1_000_000) / all.max(1);
    let shares = |request: Resources| {
        [share(request.cpu, node.cpu), share(request.memory, node.memory), share(request.gpus, node.gpus)]
    };
    let mut sorted = groups.to_vec();
    sorted.sort_by_key(|group| std::cmp::Reverse((group.one_per_node, order(shares(group.request)))));
    sorted
}

/// Packs first-fit decreasing, group by group: the pods of a group are alike, so a node takes as many of them as fit.
fn first_fit(groups: &[&PodGroup], node: Resources, most: i64, order: Order) -> Option<i64> {
    let mut open: Vec<Resources> = Vec::new();
    let mut full = 0;
    let smallest = groups
        .iter()
        .filter(|group| group.replicas > 0)
        .map(|group| group.request)
        .reduce(|one, other| one.zip(other, i64::min))?;
    for group in decreasing(groups, node, order) {
        let mut left = group.replicas.max(0);
        let most_on = |room: Resources| {
            let room = room.room_for(group.request).unwrap_or(i64::MAX);
            if group.one_per_node { room.min(1) } else { room }
        };
        for free in &mut open {
            if left == 0 {
                break;
            }
            let here = most_on(*free).min(left);
            *free = free.minus(group.request.times(here));
            left -= here;
        }
        let each = most_on(node);
        while left > 0 {
            if each <= 0 || full + open.len() as i64 >= most {
                return None;
            }
            let here = each.min(left);
            open.push(node.minus(group.request.times(here)));
            left -= here;
        }
        // A node that takes no pod of any group any more isn't looked at again.
        let before = open.len();
        open.retain(|free| free.room_for(smallest).is_none_or(|room| room > 0));
        full += (before - open.len()) as i64;
    }
    Some(full + open.len() as i64)
}

/// Returns the smallest number of nodes by trying all ways to pack, given one that works. Only for few pods.
fn exact(groups: &[&PodGroup], node: Resources, known: i64) -> i64 {
    let pods: Vec<(usize, &PodGroup)> = decreasing(groups, node, ORDERS[0])
        .into_iter()
        .enumerate()
        .flat_map(|(place, group)| {
            std::iter::repeat_n((place, group), usize::try_from(group.replicas).unwrap_or_default())
        })
        .collect();
    let mut best = known;
    let least = lower_bound(groups, node);
    let mut steps = 200_000_u32;
    search(&pods, &mut Vec::new(), node, least, &mut best, &mut steps);
    best
}

/// A node with what is free on it, and the groups of the pods that are there.
type Bin = (Resources, Vec<usize>);

fn search(
    pods: &[(usize, &PodGroup)],
    bins: &mut Vec<Bin>,
    node: Resources,
    least: i64,
    best: &mut i64,
    steps: &mut u32,
) {
    if bins.len() as i64 >= *best || *best <= least || *steps == 0 {
        return;
    }
    *steps -= 1;
    let Some(((group_place, group), rest)) = pods.split_first() else {
        *best = bins.len() as i64;
        return;
    };
    let takes = |bin: &Bin| {
        bin.0.room_for(group.request).is_none_or(|room| room > 0)
            && !(group.one_per_node && bin.1.contains(group_place))
    };
    let mut tried: Vec<Resources> = Vec::new();
    for place in 0..bins.len() {
        let Some(bin) = bins.get_mut(place) else { break };
        // Nodes with the same room are the same, unless pods exclude each other.
        if !takes(bin) || (!group.one_per_node && tried.contains(&bin.0)) {
            continue;
        }
        tried.push(bin.0);
        let before = bin.0;
        bin.0 = bin.0.minus(group.request);
        bin.1.push(*group_place);
        search(rest, bins, node, least, best, steps);
        if let Some(bin) = bins.get_mut(place) {
            bin.0 = before;
            bin.1.pop();
        }
    }
    bins.push((node.minus(group.request), vec![*group_place]));
    search(rest, bins, node, least, best, steps);
    bins.pop();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn group(cpu: i64, memory: i64, replicas: i64) -> PodGroup {
        PodGroup { request: Resources { cpu, memory, pods: 1, gpus: 0 }, replicas, ..PodGroup::default() }
    }

    const NODE: Resources = Resources { cpu: 10, memory: 10, pods: 5, gpus: 0 };

    #[test]
    fn twelve_pods_are_packed_exactly() {
        // The optimum is 4 + 3 + 3 four times; first-fit decreasing puts 4 + 4 and 3 + 3 + 3 together.
        let groups = [group(4, 1, 4), group(3, 1, 8)];
        let all: Vec<&PodGroup> = groups.iter().collect();
        assert_eq!(nodes_for(&all, NODE, 1_000), Some(4));
        assert!(ORDERS.iter().all(|order| first_fit(&all, NODE, 1_000, *order) == Some(5)));
        assert_eq!(lower_bound(&all, NODE), 4);
    }

    #[test]
    fn pods_that_exclude_each_other_take_a_node_each() {
        let groups = [PodGroup { one_per_node: true, ..group(1, 1, 3) }, group(1, 1, 20)];
        let all: Vec<&PodGroup> = groups.iter().collect();
        assert_eq!(nodes_for(&all, NODE, 1_000), Some(5));
        assert_eq!(nodes_for(&all[..1], NODE, 1_000), Some(3));
    }

    #[test]
    fn what_is_too_large_or_too_much_has_no_number() {
        let (large, many) = (group(11, 1, 1), group(10, 1, 6));
        assert_eq!(nodes_for(&[&large], NODE, 1_000), None);
        assert_eq!(nodes_for(&[&many], NODE, 5), None);
        assert_eq!(nodes_for(&[&many], NODE, 6), Some(6));
    }

    #[test]
    fn pods_without_requests_count_as_pods() {
        let none = group(0, 0, 11);
        assert_eq!(nodes_for(&[&none], NODE, 1_000), Some(3));
    }

    /// Returns the smallest number of nodes by brute force over all assignments.
    fn brute_force(pods: &[Resources], node: Resources) -> i64 {
        fn go(pods: &[Resources], bins: &mut Vec<Resources>, node: Resources, best: &mut usize) {
            if bins.len() >= *best {
                return;
            }
            let Some((pod, rest)) = pods.split_first() else {
                *best = bins.len();
                return;
            };
            for place in 0..bins.len() {
                let fits =
                    bins[place].cpu >= pod.cpu && bins[place].memory >= pod.memory && bins[place].pods >= 1;
                if fits {
                    let before = bins[place];
                    bins[place] = before.minus(*pod);
                    go(rest, bins, node, best);
                    bins[place] = before;
                }
            }
            bins.push(node.minus(*pod));
            go(rest, bins, node, best);
            bins.pop();
        }
        let mut best = pods.len() + 1;
        go(pods, &mut Vec::new(), node, &mut best);
        best as i64
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
        #[test]
        fn up_to_seven_pods_are_packed_as_by_brute_force(pods in proptest::collection::vec((1_i64..=10, 1_i64..=10), 1..=7)) {
            let groups: Vec<PodGroup> = pods.iter().map(|(cpu, memory)| group(*cpu, *memory, 1)).collect();
            let all: Vec<&PodGroup> = groups.iter().collect();
            let best = brute_force(&groups.iter().map(|group| group.request).collect::<Vec<_>>(), NODE);
            prop_assert_eq!(nodes_for(&all, NODE, 1_000), Some(best));
            prop_assert!(lower_bound(&all, NODE) <= best);
            prop_assert!(ORDERS.iter().all(|order| first_fit(&all, NODE, 1_000, *order) >= Some(best)));
        }

        #[test]
        fn a_packing_is_between_the_bound_and_first_fit(pods in proptest::collection::vec((0_i64..=10, 0_i64..=10, 1_i64..=9), 1..=20)) {
            let groups: Vec<PodGroup> = pods.iter().map(|(cpu, memory, replicas)| group(*cpu, *memory, *replicas)).collect();
            let all: Vec<&PodGroup> = groups.iter().collect();
            let nodes = nodes_for(&all, NODE, 1_000).unwrap();
            prop_assert!(lower_bound(&all, NODE) <= nodes);
            prop_assert!(ORDERS.iter().all(|order| Some(nodes) <= first_fit(&all, NODE, 1_000, *order)));
        }
    }
}
