//! Judging a plan of which not everything is known: a finding counts only if it is there whatever the unknown values
//! are.
//!
//! No rule knows of unknown values. Instead they are tried: values of each kind in their place, one unknown at a time
//! and many at once. A finding that one of them makes go away rests on what isn't known, and is left out.

use super::{Date, Finding, Report, check};
use crate::catalog::Catalog;
use crate::plan::property::find;
use crate::plan::{
    CLUSTER_PROPERTIES, Decimal, Kind, Map, NodePool, POOL_PROPERTIES, Plan, Property, Unknown, Value,
};
use crate::to_json::Object;

/// Most plans that are judged.
const MOST_TRIALS: usize = 240;
/// Returns plans with a value for each unknown.
const MIXED: usize = 48;

/// Checks a plan against every rule, without the findings that rest on what isn't known.
pub fn check_partial(plan: &Plan, catalog: &Catalog, today: Date, unknown: &[Unknown]) -> Report {
    let mut report = check(plan, catalog, today);
    if unknown.is_empty() {
        return report;
    }
    let mut trials = 0;
    let mut try_plan = |trial: &Plan, report: &mut Report| {
        trials += 1;
        if trials > MOST_TRIALS || report.findings.is_empty() {
            return false;
        }
        let found = check(trial, catalog, today).findings;
        report.findings.retain(|finding| found.iter().any(|other| is_same(finding, other)));
        true
    };
    // A fixed sequence, so that a plan always has the same findings.
    let mut state = 0x2545_f491_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize
    };
    for _ in 0..MIXED {
        let mut trial = plan.clone();
        unknown.iter().for_each(|one| put(&mut trial, *one, next()));
        if !try_plan(&trial, &mut report) {
            break;
        }
    }
    for one in unknown {
        for choice in 0..choices(*one) {
            let mut trial = plan.clone();
            put(&mut trial, *one, choice);
            if !try_plan(&trial, &mut report) {
                return report;
            }
        }
    }
    report
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    one.rule == other.rule
        && one.pool == other.pool
        && one.field == other.field
        && one.severity == other.severity
}

/// Returns how many values are tried for one that isn't known.
fn choices(unknown: Unknown) -> usize {
    match unknown {
        Unknown::Pools => POOLS,
        Unknown::Cluster(key) => find(CLUSTER_PROPERTIES, key).map_or(0, |property| values(property).len()),
        Unknown::Pool(_, key) => find(POOL_PROPERTIES, key).map_or(0, |property| values(property).len()),
    }
}

/// Sets a value for one that isn't known.
fn put(plan: &mut Plan, unknown: Unknown, choice: usize) {
    match unknown {
        Unknown::Pools => plan.pools.extend(pools(choice % POOLS)),
        Unknown::Cluster(key) => {
            if let Some(property) = find(CLUSTER_PROPERTIES, key) {
                property.put(&mut plan.cluster, chosen(property, choice));
            }
        }
        Unknown::Pool(place, key) => {
            if let (Some(property), Some(pool)) = (find(POOL_PROPERTIES, key), plan.pools.get_mut(place)) {
                property.put(pool, chosen(property, choice));
            }
        }
    }
}

fn chosen<T>(property: &Property<T>, choice: usize) -> Option<Value> {
    let values = values(property);
    values.get(choice.checked_rem(values.len())?).cloned().flatten()
}

/// Returns values that a property can have; `None` is AKS's default.
fn values<T>(property: &Property<T>) -> Vec<Option<Value>> {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    let texts = |all: &[&str]| all.iter().map(|one| text(one)).collect::<Vec<_>>();
    let list = |all: &[&str]| Some(Value::List(all.iter().map(|one| (*one).to_owned()).collect()));
    let id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
    let known = match property.key {
        "name" => texts(&["npx1", "zsys9", "w"]),
        "resourceGroup" => texts(&["rg-1"]),
        "location" => texts(&["westeurope", "eastus", "southcentralus", "northcentralus", "swedencentral"]),
        "vmSize" => texts(&[
            "Standard_D4ds_v5",
            "Standard_D8pds_v5",
            "Standard_E16s_v5",
            "Standard_D4s_v3",
            "Standard_NC24ads_A100_v4",
            "Standard_L8s_v3",
            "Standard_D96ads_v5",
        ]),
        "kubernetesVersion" | "orchestratorVersion" => texts(&["1.33", "1.34", "1.35", "1.31", "1.36"]),
        "upgradeSettings.maxSurge" | "upgradeSettings.maxUnavailable" => {
            texts(&["1", "10%", "33%", "0", "50%"])
        }
        "networkProfile.podCidr" => texts(&["10.244.0.0/16", "192.168.0.0/16", "100.64.0.0/10"]),
        "networkProfile.serviceCidr" => texts(&["10.0.0.0/16", "172.16.0.0/16", "192.168.128.0/17"]),
        "networkProfile.dnsServiceIP" => texts(&["10.0.0.10", "172.16.0.10", "192.168.128.10"]),
        "networkProfile.ipFamilies" => vec![list(&["IPv4"]), list(&["IPv4", "IPv6"])],
        "availabilityZones" => vec![list(&["1", "2", "3"]), list(&["1"]), list(&["1", "2"])],
        "nodeTaints" => vec![list(&["CriticalAddonsOnly=true:NoSchedule"]), list(&["sku=gpu:NoSchedule"])],
        "messageOfTheDay" => texts(&["SGk="]),
        key if key.ends_with("ID") || key.ends_with("sourceResourceId") => texts(&[id]),
        _ => match property.kind {
            Kind::Text => texts(&["value", "v2"]),
            Kind::Keyword(words) => texts(words),
            Kind::Whole => [0, 1, 2, 3, 4, 5, 10, 30, 50, 64, 100, 110, 128, 250, 1_000]
                .into_iter()
                .map(|number| Some(Value::Whole(number)))
                .collect(),
            Kind::Decimal => {
                ["-1", "0.05", "10"].iter().map(|number| Decimal::parse(number).map(Value::Decimal)).collect()
            }
            Kind::Flag => vec![Some(Value::Flag(true)), Some(Value::Flag(false))],
            Kind::List => vec![list(&[]), list(&["x"])],
            Kind::Map => vec![Some(Value::Map(Map::new()))],
            Kind::Tree => vec![Some(Value::Tree(Object::new()))],
            Kind::Items => vec![Some(Value::Items(Vec::new()))],
            Kind::Subnets => vec![Some(Value::Subnets(Vec::new()))],
        },
    };
    std::iter::once(None).chain(known).collect()
}

/// Sets of pools that are tried where there may be more.
const POOLS: usize = 5;

fn pools(choice: usize) -> Vec<NodePool> {
    let pool = |name: &str, entries: &[(&str, Value)]| {
        let mut pool = NodePool { name: name.to_owned(), ..NodePool::default() };
        for (key, value) in entries {
            if let Some(property) = find(POOL_PROPERTIES, key) {
                property.put(&mut pool, Some(value.clone()));
            }
        }
        pool
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let zones = || Value::List(["1", "2", "3"].map(str::to_owned).to_vec());
    let size = ("vmSize", text("Standard_D4ds_v5"));
    let system = |tainted: bool| {
        let taints = if tainted { vec!["CriticalAddonsOnly=true:NoSchedule".to_owned()] } else { Vec::new() };
        let entries = [
            ("mode", text("System")),
            ("count", Value::Whole(3)),
            ("availabilityZones", zones()),
            ("nodeTaints", Value::List(taints)),
            size.clone(),
        ];
        pool("zzsys", &entries)
    };
    let user = pool(
        "zzuser",
        &[("mode", text("User")), ("count", Value::Whole(3)), ("availabilityZones", zones()), size.clone()],
    );
    let windows = pool(
        "zzwin",
        &[("mode", text("User")), ("count", Value::Whole(3)), ("osType", text("Windows")), size.clone()],
    );
    match choice {
        0 => Vec::new(),
        1 => vec![system(false)],
        2 => vec![system(true), user],
        3 => vec![system(false), user, windows],
        _ => vec![user],
    }
}
