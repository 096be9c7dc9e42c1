//! No mistake hides another: for every two rules about a pool, a pool that breaks both has the findings of both.

use std::collections::BTreeSet;

use poolwright::lint::{self, Check, REGISTRY};
use poolwright::plan::{CLUSTER_PROPERTIES, NodePool, POOL_PROPERTIES, Plan, Value};

use super::support::{catalog, examples, system, today, user};

/// The pool of the plan that is looked at.
const PLACE: usize = 1;

/// What an example of a rule has that makes it break the rule: properties of the cluster, and of the pool.
#[derive(Clone, Debug)]
struct Mistake {
    id: &'static str,
    cluster: Vec<(&'static str, Value)>,
    pool: Vec<(&'static str, Value)>,
}

fn neutral() -> Plan {
    Plan {
        pools: vec![system(), NodePool { name: "p1".to_owned(), count: Some(3), ..user() }],
        ..Plan::default()
    }
}

/// The neutral plan with mistakes; nothing if they need different values of one property.
fn with(mistakes: &[&Mistake]) -> Option<Plan> {
    let mut plan = neutral();
    let mut seen: Vec<(bool, &str, &Value)> = Vec::new();
    for mistake in mistakes {
        let cluster = mistake.cluster.iter().map(|(key, value)| (true, *key, value));
        let pool = mistake.pool.iter().map(|(key, value)| (false, *key, value));
        for (of_cluster, key, value) in cluster.chain(pool) {
            if seen.iter().any(|(of, one, other)| (*of, *one) == (of_cluster, key) && *other != value) {
                return None;
            }
            seen.push((of_cluster, key, value));
            if of_cluster {
                let property = poolwright::plan::property::find(CLUSTER_PROPERTIES, key).unwrap();
                property.put(&mut plan.cluster, Some(value.clone()));
            } else {
                let property = poolwright::plan::property::find(POOL_PROPERTIES, key).unwrap();
                property.put(&mut plan.pools[PLACE], Some(value.clone()));
            }
        }
    }
    Some(plan)
}

fn found(plan: &Plan) -> Vec<&'static str> {
    let findings = lint::check(plan, catalog(), today()).findings;
    findings.into_iter().filter(|one| one.pool == Some(PLACE)).map(|one| one.rule.id).collect()
}

/// The least of an example that still breaks the rule.
fn mistake(id: &'static str, example: &Plan) -> Option<Mistake> {
    let findings = lint::check(example, catalog(), today()).findings;
    let pool = findings.iter().find(|one| one.rule.id == id)?.pool?;
    let cluster = CLUSTER_PROPERTIES.iter().filter_map(|one| Some((one.key, one.get(&example.cluster)?)));
    let of_pool = POOL_PROPERTIES.iter().filter_map(|one| Some((one.key, one.get(&example.pools[pool])?)));
    let mut mistake = Mistake { id, cluster: cluster.collect(), pool: of_pool.collect() };
    let fires = |mistake: &Mistake| with(&[mistake]).is_some_and(|plan| found(&plan).contains(&id));
    if !fires(&mistake) {
        return None;
    }
    for place in (0..mistake.cluster.len()).rev() {
        let mut less = mistake.clone();
        less.cluster.remove(place);
        if fires(&less) {
            mistake = less;
        }
    }
    for place in (0..mistake.pool.len()).rev() {
        let mut less = mistake.clone();
        less.pool.remove(place);
        if fires(&less) {
            mistake = less;
        }
    }
    Some(mistake)
}

/// Whether a finding is missing because of the mistake, not because of something that is right by itself: a Windows pool
/// has no settings of Linux to get wrong, whatever else is wrong with it. Then less than the mistake hides it too.
fn is_hidden_by_mistake(one: &Mistake, other: &Mistake) -> bool {
    let less = |place: usize| {
        let mut less = one.clone();
        match place.checked_sub(less.cluster.len()) {
            None => drop(less.cluster.remove(place)),
            Some(place) => drop(less.pool.remove(place)),
        }
        less
    };
    let parts = one.cluster.len() + one.pool.len();
    parts == 1
        || (0..parts)
            .all(|place| with(&[&less(place), other]).is_none_or(|plan| found(&plan).contains(&other.id)))
}

/// Mistakes that leave nothing to say of what other rules are about, and why.
const APART: &[(&str, &[&str], &str)] = &[
    (
        "pool-mode-explicit",
        &[
            "gateway-pool-rules",
            "gpu-taint-recommended",
            "spot-autoscaler-recommended",
            "user-pool-no-critical-addons-taint",
            "user-pool-scale-to-zero",
            "user-pool-sku-min",
        ],
        "what a pool of that mode needs isn't known",
    ),
    (
        "gateway-pool-rules",
        &[
            "autoscale-needs-vmss",
            "gpu-taint-recommended",
            "spot-autoscaler-recommended",
            "user-pool-no-critical-addons-taint",
            "user-pool-scale-to-zero",
            "user-pool-sku-min",
        ],
        "these are about User pools, and a Gateway pool has no autoscaler",
    ),
    (
        "autoscale-requires-min-max",
        &["autoscale-fields-only-when-enabled", "spot-autoscaler-recommended", "user-pool-scale-to-zero"],
        "the autoscaler is on",
    ),
    (
        "spot-autoscaler-recommended",
        &[
            "gpu-taint-recommended",
            "max-surge-unavailable-both-zero",
            "max-surge-vmss-1000",
            "spot-auto-taint-label",
            "spot-max-price",
        ],
        "a Spot pool has a taint and may have a price, and its maxSurge has to go whatever it is",
    ),
    ("cvm-tdx-unsupported", &["vm-size-offered"], "where that size is offered isn't known"),
    (
        "ubuntu2604-requirements",
        &["arm64-linux-only", "windows2022-gen1-image"],
        "that image has no FIPS variant at all, and isn't the default of Windows",
    ),
    ("ubuntu-22-04-retirement", &["windows2022-gen1-image"], "it isn't the default of Windows"),
    (
        "os-guard-requirements",
        &["arm64-linux-only", "windows2022-gen1-image"],
        "it isn't Ubuntu, nor the default of Windows",
    ),
    (
        "os-guard-retired",
        &["arm64-linux-only", "windows2022-gen1-image"],
        "it isn't Ubuntu, nor the default of Windows",
    ),
    ("os-sku-matches-os-type", &["arm64-linux-only"], "it isn't Ubuntu"),
    (
        "os-sku-retired-linux",
        &["arm64-linux-only", "windows2022-gen1-image"],
        "it isn't Ubuntu, nor the default of Windows",
    ),
    ("max-pods-range", &["pod-subnet-static-block"], "that number of pods has no blocks"),
    ("os-disk-size-range", &["os-disk-ephemeral-fits"], "a disk of that size would fit"),
    ("pool-count-not-negative", &["gateway-pool-rules"], "the number of nodes isn't known"),
    ("spot-auto-taint-label", &["gpu-taint-recommended"], "the pool has a taint"),
    ("taint-syntax", &["gpu-taint-recommended"], "the pool has a taint"),
    ("taint-system-reserved", &["gpu-taint-recommended"], "the pool has a taint"),
    ("user-pool-no-critical-addons-taint", &["gpu-taint-recommended"], "the pool has a taint"),
    ("vm-size-known", &["gpu-mig-profile", "vm-size-offered"], "nothing is known of the size"),
    ("user-pool-sku-min", &["vm-size-offered"], "the region has that size"),
    ("zones-valid", &["ultra-ssd-zones"], "the pool names a zone"),
];

#[test]
fn no_mistake_hides_another() {
    let mut mistakes = Vec::new();
    for rule in REGISTRY.iter().filter(|rule| matches!(rule.check, Check::Pool(_))) {
        let mut all =
            examples(rule.id).fires.into_iter().filter_map(|plan| mistake(rule.id, &plan)).peekable();
        assert!(all.peek().is_some(), "{}: no example breaks the rule in a plan of other pools", rule.id);
        mistakes.extend(all);
    }
    let (mut tried, mut hidden, mut apart) = (0, Vec::new(), BTreeSet::new());
    for one in &mistakes {
        for other in mistakes.iter().filter(|other| other.id != one.id) {
            let Some(plan) = with(&[one, other]) else { continue };
            tried += 1;
            if found(&plan).contains(&other.id) || !is_hidden_by_mistake(one, other) {
                continue;
            }
            if APART.iter().any(|(first, others, _)| *first == one.id && others.contains(&other.id)) {
                apart.insert((one.id, other.id));
            } else {
                hidden.push(format!("{} hides {}: {:?} {:?}", one.id, other.id, one.pool, other.pool));
            }
        }
    }
    assert!(tried > 20_000, "{tried}");
    let unused = APART.iter().flat_map(|(first, others, _)| others.iter().map(move |other| (*first, *other)));
    let unused: Vec<_> = unused.filter(|pair| !apart.contains(pair)).collect();
    assert!(unused.is_empty(), "{unused:?}");
    assert!(hidden.is_empty(), "{} of {tried}:\n{}", hidden.len(), hidden.join("\n"));
}
