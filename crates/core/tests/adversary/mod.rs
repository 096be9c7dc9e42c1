//! An adversary of the planner: random pairs of layouts, a cluster of its own that takes or refuses each step, and
//! every order of a few operations where the planner finds none.

mod brute;
mod cloud;
mod odd;
mod pairs;
mod rare;
mod special;
mod wide;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use brute::{Pieces, Way};
use cloud::{Cloud, Quota, taken};
use pairs::Pair;
use poolwright::catalog::Catalog;
use poolwright::lint::{self, Date, Severity};
use poolwright::migrate::diff::{Diff, PoolChange, diff};
use poolwright::migrate::{Impossible, Names, Objective, PlannerOptions, Runbook, runbook};
use poolwright::plan::{
    CLUSTER_NOTES, CLUSTER_PROPERTIES, NodePool, POOL_PROPERTIES, Plan, PowerState, Sku, Version,
};

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

fn today() -> Date {
    Date::new(2026, 11, 25).unwrap()
}

/// Whether the rules take a layout of a cluster that is there. AKS Automatic may manage the System pools, which no layout
/// lists then.
fn is_valid(plan: &Plan, is_managed: bool) -> bool {
    let mut plan = plan.clone();
    plan.cluster.existing = true;
    let has_system = plan.pools.iter().any(|pool| pool.is_system() && cloud::running(pool) > 0);
    (has_system || is_managed) && lint::check(&plan, &CATALOG, today()).count(Severity::Refused) == 0
}

/// The catalog with the usage that `az vm list-usage` would print.
fn catalog_with(current: &Plan, quota: &[Quota]) -> Catalog {
    let mut catalog = CATALOG.clone();
    let takes = taken(&current.pools);
    let row = |(name, allowed): &Quota| {
        let used = takes.iter().find(|(known, _)| known == name).map_or(0, |(_, vcpus)| *vcpus);
        format!(r#"{{"currentValue": {used}, "limit": {allowed}, "name": {{"value": "{name}"}}}}"#)
    };
    if !quota.is_empty() {
        let rows: Vec<String> = quota.iter().map(row).collect();
        catalog.learn_usage(&format!("[{}]", rows.join(","))).unwrap();
    }
    catalog
}

/// The target with the names that replaced pools take.
fn renamed(pair: &Pair, found: &Runbook) -> Vec<NodePool> {
    let mut pools = with_counts(pair, &found.diff);
    for pool in &mut pools {
        if let Some(new) = found.proposed.iter().find(|new| new.from == pool.name) {
            pool.name.clone_from(&new.to);
        }
    }
    pools
}

/// The pools of the target, where it is silent with the number of nodes that they have now, by that or another name.
fn with_counts(pair: &Pair, diff: &Diff) -> Vec<NodePool> {
    let mut pools = pair.target.pools.clone();
    for (place, pool) in pools.iter_mut().enumerate() {
        if pool.count.is_some() || *pool.autoscaling || pool.virtual_machines.is_some() {
            continue;
        }
        let from = diff.pools.iter().find(|one| one.to == Some(place)).and_then(|one| one.from);
        let now = from.map_or(3, |from| pair.current.pools[from].nodes());
        pool.count = Some(if pool.is_system() && now == 0 { 3 } else { now });
    }
    pools
}

/// What of the end is not as the target says.
fn wrong_end(cloud: &Cloud, target: &Plan, pools: &[NodePool], left: &[&str]) -> Option<String> {
    // A version without a patch is any of its patches.
    let is_version = |is: Option<&str>, to: Option<&str>| {
        let parse = |version: Option<&str>| Version::parse(version.unwrap_or_default());
        let (Some(is), Some(to)) = (parse(is), parse(to)) else { return false };
        is.minor == to.minor && is.patch.zip(to.patch).is_none_or(|(is, to)| is == to)
    };
    if cloud.plan.pools.len() != pools.len() {
        return Some(format!("{} pools, {} are wanted", cloud.plan.pools.len(), pools.len()));
    }
    let cluster = target.cluster.kubernetes_version.as_deref();
    if !is_version(cloud.plan.cluster.kubernetes_version.as_deref(), cluster) {
        return Some("the version of the control plane".to_owned());
    }
    for property in CLUSTER_PROPERTIES.iter().filter(|property| !CLUSTER_NOTES.contains(&property.key)) {
        let (is, to) = (property.get(&cloud.plan.cluster), property.get(&target.cluster));
        let is_left = property.key == "kubernetesVersion" || left.contains(&property.key);
        if to.is_some() && !is_left && !property.is_same(is.as_ref(), to.as_ref()) {
            return Some(format!("{} of the cluster: {is:?}, not {to:?}", property.key));
        }
    }
    for wanted in pools {
        let Some((_, pool)) = cloud.plan.pool(&wanted.name) else {
            return Some(format!("no {}", wanted.name));
        };
        let version = wanted.kubernetes_version.as_deref().or(cluster);
        if !is_version(pool.kubernetes_version.as_deref(), version) {
            return Some(format!("the version of {}", wanted.name));
        }
        let is_stopped = |pool: &NodePool| pool.power_state == Some(PowerState::Stopped);
        if is_stopped(pool) != is_stopped(wanted) {
            return Some(format!("{} runs or not", wanted.name));
        }
        for property in POOL_PROPERTIES {
            let (is, to) = (property.get(pool), property.get(wanted));
            let is_own = matches!(property.key, "orchestratorVersion" | "powerState.code" | "name");
            let is_moving = *wanted.autoscaling && property.key == "count";
            let is_ubuntu = property.key == "osSKU"
                && is.is_none()
                && to.as_ref().is_some_and(|to| to.to_string() == "Ubuntu");
            let is_silent = property.key == "count" && target.pools.iter().any(|pool| pool.count.is_none());
            // Pods of a node by default: 110 with kubenet and 250 with overlay, whatever the cluster becomes.
            let is_default = property.key == "maxPods" && is.is_none();
            if to.is_none() || is_own || is_moving || is_ubuntu || is_silent || is_default {
                continue;
            }
            if !property.is_same(is.as_ref(), to.as_ref()) {
                return Some(format!("{} of {}: {is:?}, not {to:?}", property.key, wanted.name));
            }
        }
    }
    None
}

/// What is wrong with a runbook.
fn fault(pair: &Pair, found: &Runbook, may_wait: bool) -> Option<String> {
    let pools = renamed(pair, found);
    let mut cloud = Cloud::new(&pair.current, &pools, &pair.quota, may_wait);
    for (place, step) in found.steps.iter().enumerate() {
        if let Err(why) = cloud.act(&step.act) {
            return Some(format!("step {}: {why}", place + 1));
        }
    }
    if !cloud.is_at_rest() {
        return Some("a pool is left cordoned".to_owned());
    }
    if cloud.peak > found.peak_nodes {
        return Some(format!("{} nodes more at the peak, {} are said", cloud.peak, found.peak_nodes));
    }
    let left: Vec<&str> = found.left.iter().map(|one| one.key).collect();
    wrong_end(&cloud, &pair.target, &pools, &left).map(|what| format!("wrong end: {what}"))
}

/// The order that brute force finds, if there is one and there are at most so many operations.
fn missed(pair: &Pair, impossible: &Impossible, may_wait: bool, most: usize) -> Option<String> {
    let start = Cloud::new(&pair.current, &with_counts(pair, &impossible.diff), &pair.quota, may_wait);
    for (in_pieces, all_at_once) in [(false, false), (true, false), (false, true), (true, true)] {
        let way = Way { in_pieces, all_at_once, may_delete_first: may_wait };
        let name = |plan: &Plan, place: Option<usize>| plan.pools[place.unwrap()].name.clone();
        let replaced = impossible.diff.pools.iter().filter(|one| one.change == PoolChange::Replaced);
        let renamed = replaced.map(|one| (name(&pair.current, one.from), name(&pair.target, one.to)));
        let pieces = Pieces::of(pair, way, &renamed.collect::<Vec<_>>());
        if pieces.pieces.len() > most {
            continue;
        }
        if let Some(order) = pieces.order(&start) {
            let acts: Vec<String> = order
                .into_iter()
                .flat_map(|place| pieces.pieces[place].iter().map(|act| act.describe(&pair.current)))
                .collect();
            return Some(acts.join("\n    "));
        }
    }
    None
}

#[derive(Default)]
struct Tally {
    pairs: usize,
    possible: usize,
    impossible: usize,
    target_refused: usize,
    confirmed: usize,
    /// Pairs of each kind, where there are kinds.
    kinds: [usize; rare::KINDS.len()],
    faults: BTreeMap<String, Vec<u64>>,
}

fn explain(impossible: &Impossible) -> String {
    let reasons = impossible.blocked.iter().flat_map(|blocked| {
        blocked
            .reasons
            .iter()
            .map(|reason| format!("{}: {reason}", blocked.act.as_deref().unwrap_or("target")))
    });
    reasons.collect::<Vec<_>>().join("\n    ")
}

fn options(seed: u64, pair: &Pair, allow_disruption: bool) -> PlannerOptions {
    // What is offered as one pool by another name is one, every other time.
    let is_renamed = seed >= ODD && (seed / 10).is_multiple_of(2);
    let offers = || diff(&pair.current, &pair.target, &[]).offers;
    PlannerOptions {
        renames: if is_renamed { offers() } else { Vec::new() },
        objective: if seed.is_multiple_of(3) { Objective::FewestSteps } else { Objective::SmallestPeak },
        names: if seed.is_multiple_of(4) { Names::Keep } else { Names::Propose },
        allow_disruption,
    }
}

/// Seeds from here on are pairs that differ in more.
const WIDE: u64 = 1_000_000_000;
/// Seeds from here on are pairs with pools of virtual machines and what only few clusters have.
const SPECIAL: u64 = 3_000_000_000;
/// Seeds from here on are pairs of kinds that few clusters are of.
const RARE: u64 = 5_000_000_000;
/// Seeds from here on are pairs of what the others never make.
const ODD: u64 = 7_000_000_000;

/// Seeds of kinds that were wrong once: a cluster that is upgraded after its Spot pool is gone; an update that is split
/// at what reimages nodes; a System pool of no node, of a target that is silent about their number; of two pools that are left
/// too far behind, one that has to go and one that has to stay; a pool of scale profiles, of a target that states a size and a number
/// of nodes; a pool that is replaced early and left behind by an upgrade of all; the outbound type beside node
/// auto-provisioning; Gateway pools that become others; nodes that are deallocated and take quota; the last pool that AKS
/// Automatic lists; a change in place that has no quota for surge nodes; a pool of several VM sizes that becomes one of
/// scale sets, with as many nodes; a stopped pool that would get an image whose files are gone; an upgrade of a pool four
/// versions behind to the next one; pods on a node, and nodes, that a target is silent about; a stopped pool that has to go
/// before there are addresses for the one that replaces it.
const KNOWN: [u64; 25] = [
    19_962,
    3_406,
    40_790,
    41_349,
    1_700_011_811,
    3_740_000_197,
    3_740_000_271,
    1_562_020_686,
    1_000_000_254,
    3_000_004_235,
    5_000_000_063,
    5_000_000_540,
    5_000_000_649,
    5_000_000_366,
    5_000_000_618,
    5_000_000_902,
    5_000_001_562,
    5_000_004_242,
    1_564_000_006,
    3_700_008_571,
    5_000_821_035,
    5_900_011_305,
    1_031_001_062,
    3_031_000_766,
    1_051_003_011,
];

fn pair_of(seed: u64) -> Pair {
    let most = 2 + (seed % 4) as i64;
    match seed {
        0..WIDE => pairs::pair(seed, most),
        WIDE..SPECIAL => wide::wide_pair(seed, most),
        SPECIAL..RARE => special::special_pair(seed, most),
        RARE..ODD => rare::rare_pair(seed, most),
        _ => odd::odd_pair(seed, most),
    }
}

fn try_pair(seed: u64, tally: &mut Tally, is_loud: bool) {
    let pair = pair_of(seed);
    let is_automatic = |plan: &Plan| plan.cluster.sku == Some(Sku::Automatic);
    let is_managed = is_automatic(&pair.current) && !pair.current.pools.iter().any(NodePool::is_system);
    // A pool keeps its number of pods on a node and its number of nodes where the target is silent about them.
    let mut kept = pair.target.clone();
    for pool in &mut kept.pools {
        let Some((_, old)) = pair.current.pool(&pool.name) else { continue };
        pool.max_pods = pool.max_pods.or(old.max_pods);
        if pool.count.is_none() && !*pool.autoscaling && pool.virtual_machines.is_none() && old.nodes() > 0 {
            pool.count = Some(old.nodes());
        }
    }
    let is_reachable = |plan: &Plan| is_valid(plan, is_managed && is_automatic(&pair.target));
    if !is_valid(&pair.current, is_managed) || !is_reachable(&pair.target) || !is_reachable(&kept) {
        return;
    }
    tally.pairs += 1;
    tally.kinds[(seed % rare::KINDS.len() as u64) as usize] += 1;
    let catalog = catalog_with(&pair.current, &pair.quota);
    for allow in [false, true] {
        let options = options(seed, &pair, allow);
        let mut note = |kind: String| {
            let kind = if allow { format!("disruption allowed: {kind}") } else { kind };
            tally.faults.entry(kind).or_default().push(seed);
        };
        match runbook(&pair.current, &pair.target, &catalog, today(), &options) {
            Ok(found) => {
                if !allow {
                    tally.possible += 1;
                }
                if let Some(what) = fault(&pair, &found, allow) {
                    if is_loud {
                        let steps: Vec<String> =
                            found.steps.iter().map(|step| step.act.describe(&pair.current)).collect();
                        println!("{seed}: {what}\n    {}", steps.join("\n    "));
                    }
                    note(kind_of(&what));
                }
            }
            Err(impossible) => {
                if !allow {
                    tally.impossible += 1;
                }
                if impossible.blocked.iter().any(|blocked| blocked.act.is_none()) {
                    if !allow {
                        tally.target_refused += 1;
                    }
                    if is_loud {
                        println!("{seed}: target {}", explain(&impossible));
                    }
                    // A cluster of an availability set is migrated first, which the target has to say.
                    if impossible.blocked[0].reasons[0].rule == Some("pool-type-supported") {
                        continue;
                    }
                    note(format!("target refused {}", impossible.blocked[0].reasons[0].rule.unwrap_or("")));
                    continue;
                }
                if options.names == Names::Keep {
                    continue;
                }
                match missed(&pair, &impossible, allow, 7) {
                    Some(order) => {
                        if is_loud {
                            println!(
                                "{seed}: missed (all tried: {})\n    {order}\n  {}",
                                impossible.all_tried,
                                explain(&impossible)
                            );
                        }
                        note("missed".to_owned());
                    }
                    None if !allow => tally.confirmed += 1,
                    None => {}
                }
            }
        }
    }
}

/// A fault without its names and numbers.
fn kind_of(what: &str) -> String {
    let is_name = |word: &str| word.chars().any(|letter| letter.is_ascii_digit());
    what.split(' ').map(|word| if is_name(word) { "_" } else { word }).collect::<Vec<_>>().join(" ")
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// 20,000 pairs in `script/soak`; `ADVERSARY_SEED` looks at one.
#[test]
fn no_step_is_refused_and_no_end_is_wrong() {
    let mut tally = Tally::default();
    if let Ok(seed) = std::env::var("ADVERSARY_SEED") {
        let seed = seed.parse().unwrap();
        let pair = pair_of(seed);
        println!(
            "{}\n{}\n{:?}",
            poolwright::codec::write(&pair.current),
            poolwright::codec::write(&pair.target),
            pair.quota
        );
        try_pair(seed, &mut tally, true);
        return;
    }
    for seed in KNOWN {
        try_pair(seed, &mut tally, false);
    }
    let wanted = number("ADVERSARY_PAIRS", 400) as usize;
    let first = number("ADVERSARY_FIRST", 0);
    let mut faults = tally.faults;
    for first in [first, WIDE + first, SPECIAL + first, RARE + first, ODD + first] {
        let mut tally = Tally::default();
        let mut seed = first;
        while tally.pairs < wanted / 5 {
            try_pair(seed, &mut tally, false);
            seed += 1;
        }
        println!(
            "{} pairs (seeds {first} to {seed}): {} runbooks, {} impossible, {} of them by the target, {} confirmed by brute force",
            tally.pairs, tally.possible, tally.impossible, tally.target_refused, tally.confirmed
        );
        if first >= RARE {
            println!("  of each kind: {:?}", tally.kinds);
        }
        for (kind, seeds) in &tally.faults {
            println!("  {} x {kind}: {:?}", seeds.len(), &seeds[..seeds.len().min(6)]);
        }
        faults.extend(tally.faults);
    }
    assert!(faults.is_empty());
}
