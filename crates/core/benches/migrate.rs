//! How long it takes to plan a runbook in which every pool is replaced: `cargo bench --bench migrate`.
//!
//! The pools keep their names (each through a temporary pool) or take new ones, in the same order or not; a full cluster
//! has no room for another pool, and the planner says so.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

mod median;

use std::hint::black_box;

use median::{is_wanted, median};
use poolwright::capacity::quota::{QuotaUse, quota_use};
use poolwright::catalog::Catalog;
use poolwright::lint::Date;
use poolwright::migrate::{Names, PlannerOptions, runbook};
use poolwright::plan::{NetworkPlugin, NetworkPluginMode, NodePool, OsSku, Plan, Subnet, presets};

fn layout(pools: usize, prefix: &str, max_pods: i64) -> Plan {
    let pool = |place: usize| {
        let name = format!("{prefix}{place}");
        let pool = match place % 3 {
            0 => presets::system_pool(&name),
            1 => presets::user_pool(&name, 2, 5),
            _ => presets::spot_pool(&name, 10),
        };
        NodePool {
            max_pods: Some(max_pods),
            count: Some(2 + (place % 4) as i64).filter(|_| place.is_multiple_of(3)).or(pool.count),
            ..pool
        }
    };
    Plan { pools: (0..pools).map(pool).collect(), ..Plan::default() }
}

/// A catalog in which the quota of every family and of the region is what the pools take, and so many vCPUs more.
fn with_quota(catalog: &Catalog, plan: &Plan, more: i64) -> Catalog {
    let row = |one: &QuotaUse<'_>| {
        let (now, limit) = (one.vcpus.now, one.vcpus.now + more);
        format!(r#"{{"currentValue": {now}, "limit": {limit}, "name": {{"value": "{}"}}}}"#, one.name)
    };
    let rows: Vec<String> = quota_use(plan, catalog).iter().map(row).collect();
    let mut catalog = catalog.clone();
    catalog.learn_usage(&format!("[{}]", rows.join(","))).unwrap();
    catalog
}

fn all_system(mut plan: Plan) -> Plan {
    for (place, pool) in plan.pools.iter_mut().enumerate() {
        *pool = NodePool { max_pods: pool.max_pods, ..presets::system_pool(&format!("s{place}")) };
    }
    plan
}

fn at(mut plan: Plan, version: &str) -> Plan {
    plan.cluster.kubernetes_version = Some(version.to_owned());
    plan
}

fn in_zones(mut plan: Plan) -> Plan {
    for (place, pool) in plan.pools.iter_mut().enumerate() {
        pool.zones = (0..=place % 3).map(|zone| (zone + 1).to_string()).collect();
    }
    plan
}

/// A change in place for which each node gets a new image, and one for which none does.
fn with_images(mut plan: Plan) -> Plan {
    for pool in &mut plan.pools {
        pool.os_sku = Some(OsSku::AzureLinux3);
        pool.labels.insert("a".to_owned(), "b".to_owned());
    }
    plan
}

/// A third of the pools is replaced, a third is changed in place, and a third goes for others that come.
fn by_thirds(pools: usize) -> Plan {
    let mut plan = layout(pools, "p", 110);
    for (place, pool) in plan.pools.iter_mut().enumerate() {
        match place / 3 % 3 {
            0 => pool.max_pods = Some(50),
            1 => pool.os_sku = Some(OsSku::AzureLinux3),
            _ => pool.name = format!("q{place}"),
        }
    }
    plan
}

/// In a subnet that the pools fill.
fn in_subnet(mut plan: Plan) -> Plan {
    let most: i64 = plan.pools.iter().map(NodePool::most_nodes).sum();
    plan.cluster.network_plugin = Some(NetworkPlugin::Azure);
    plan.cluster.network_plugin_mode = Some(NetworkPluginMode::Overlay);
    let length = 32 - u64::try_from(most + 5).unwrap().next_power_of_two().trailing_zeros();
    let address_prefix = format!("10.0.0.0/{length}");
    plan.cluster.subnets = vec![Subnet { name: "n".to_owned(), address_prefix, ..Subnet::default() }];
    plan
}

fn main() {
    let catalog = Catalog::embedded();
    let new_names = PlannerOptions::default();
    let same_names = PlannerOptions { names: Names::Keep, ..PlannerOptions::default() };
    for (title, pools, prefix, options) in [
        ("99 -> 99, names kept", 99, "p", &same_names),
        ("99 -> 99, new names", 99, "p", &new_names),
        ("99 -> 99, other pools", 99, "q", &new_names),
        ("100 -> 100, names kept", 100, "p", &same_names),
        ("100 -> 100, new names", 100, "p", &new_names),
        ("100 -> 100, other pools", 100, "q", &new_names),
        ("50 -> 50, other pools", 50, "q", &new_names),
    ] {
        let (current, target) = (layout(pools, "p", 110), layout(pools, prefix, 50));
        measure(title, &current, &target, &catalog, options);
    }
    let (current, target) = (layout(99, "p", 110), layout(99, "p", 50));
    let versions = (at(current.clone(), "1.33"), at(target.clone(), "1.36"));
    measure("99, 3 versions apart", &versions.0, &versions.1, &catalog, &new_names);
    measure("99, 3 apart, names kept", &versions.0, &versions.1, &catalog, &same_names);
    let systems = (all_system(current.clone()), all_system(target.clone()));
    measure("99 System pools", &systems.0, &systems.1, &catalog, &new_names);
    measure("99, mixed zones", &in_zones(current.clone()), &in_zones(target.clone()), &catalog, &new_names);
    for (title, more) in [("99, quota is used up", 0), ("99, quota of one pool more", 40)] {
        let catalog = with_quota(&catalog, &current, more);
        measure(title, &current, &target, &catalog, &new_names);
        measure(&format!("{title}, 3 apart"), &versions.0, &versions.1, &catalog, &new_names);
    }
    // Fewer pools, of which more orders are tried, and pools that are changed in place.
    let allowed = PlannerOptions { allow_disruption: true, ..PlannerOptions::default() };
    for pools in [12, 33, 99] {
        let current = layout(pools, "p", 110);
        let none = with_quota(&catalog, &current, 0);
        for (what, target) in [
            ("replaced", layout(pools, "p", 50)),
            ("changed", with_images(current.clone())),
            ("a third each", by_thirds(pools)),
        ] {
            for (way, options) in [("", &new_names), (", disruption", &allowed)] {
                let title = format!("{pools} {what}, quota is used up{way}");
                measure(&title, &current, &target, &none, options);
                let (current, target) = (at(current.clone(), "1.33"), at(target.clone(), "1.36"));
                measure(&format!("{title}, 3 apart"), &current, &target, &none, options);
            }
        }
        let (current, target) = (in_subnet(current), in_subnet(layout(pools, "p", 50)));
        measure(&format!("{pools}, subnet is full"), &current, &target, &catalog, &new_names);
        measure(&format!("{pools}, subnet is full, disruption"), &current, &target, &catalog, &allowed);
    }
    let of_systems = with_quota(&catalog, &systems.0, 0);
    measure("99 System pools, no quota", &systems.0, &systems.1, &of_systems, &new_names);
}

fn measure(title: &str, current: &Plan, target: &Plan, catalog: &Catalog, options: &PlannerOptions) {
    if !is_wanted(title) {
        return;
    }
    let today = Date::new(2026, 11, 25).unwrap();
    let plan = || runbook(black_box(current), black_box(target), catalog, today, options);
    match plan() {
        Ok(runbook) => println!("{} steps, {} nodes at the peak:", runbook.steps.len(), runbook.peak_nodes),
        Err(impossible) => println!("no order; {}", impossible.remedies.join(" ")),
    }
    median(title, 11, || drop(black_box(plan())));
}
