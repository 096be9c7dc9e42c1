//! Layouts that AKS takes, and pairs of them.

use std::sync::LazyLock;

use poolwright::catalog::Catalog;
use poolwright::lint::{self, Date, Severity};
use poolwright::plan::{
    Mode, NetworkPlugin, NodePool, OsDiskType, OsSku, OsType, Plan, PowerState, Priority, ScaleDownMode,
    Subnet, presets,
};
use proptest::prelude::*;

pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

pub(crate) fn today() -> Date {
    Date::new(2026, 11, 25).unwrap()
}

/// Returns what is Refused of a plan whose cluster exists: the rule, and the pool's name.
pub(crate) fn refused(plan: &Plan) -> Vec<(&'static str, Option<String>)> {
    let mut plan = plan.clone();
    plan.cluster.existing = true;
    let report = lint::check(&plan, &CATALOG, today());
    let name = |place: Option<usize>| place.map(|place| plan.pools[place].name.clone());
    report.of(Severity::Refused).map(|finding| (finding.rule.id, name(finding.pool))).collect()
}

fn any_pool() -> impl Strategy<Value = NodePool> {
    let sizes = ["Standard_D4ds_v5", "Standard_D8ds_v5", "Standard_D4s_v5", "Standard_E4ds_v5"];
    let shape = (prop::sample::select(sizes.to_vec()), 0..4i64, prop::option::of(0..4i64), 0..10u8);
    let looks = (0..3u8, prop::bool::ANY, 0..6u8, 0..4u8);
    (shape, looks).prop_map(|((size, nodes, auto, kind), (pods, disk, word, zones))| {
        let mut pool = presets::system_pool("");
        pool.vm_size = Some(size.to_owned());
        pool.count = Some(nodes);
        pool.mode = Some(Mode::User);
        pool.max_pods = [None, Some(30), Some(110)][usize::from(pods)];
        pool.os_disk_type = disk.then_some(OsDiskType::Managed);
        if let Some(more) = auto {
            *pool.autoscaling = true;
            (pool.min_count, pool.max_count) = (Some(nodes), Some(nodes + more + 1));
        }
        match word {
            0 => pool.taints.push("gpu=true:NoSchedule".to_owned()),
            1 => drop(pool.labels.insert("team".to_owned(), "web".to_owned())),
            2 => pool.scale_down_mode = Some(ScaleDownMode::Deallocate),
            3 => pool.os_sku = Some(OsSku::AzureLinux),
            4 => pool.max_surge = Some("50%".to_owned()),
            _ => {}
        }
        pool.zones = (1..=zones).map(|zone| zone.to_string()).collect();
        match kind {
            0..=3 => {
                pool.mode = Some(Mode::System);
                pool.count = Some(nodes.max(2));
                (pool.min_count, pool.max_count) =
                    (pool.min_count.map(|_| 2), pool.max_count.map(|most| most.max(4)));
                pool.taints.clear();
                if kind == 0 {
                    pool.taints.push(presets::CRITICAL_ADDONS_ONLY.to_owned());
                }
            }
            4 => {
                pool.priority = Some(Priority::Spot);
                pool.max_surge = None;
                pool.scale_down_mode = None;
            }
            5 => {
                pool.os_type = Some(OsType::Windows);
                pool.os_sku = Some(OsSku::Windows2022);
            }
            6 if !*pool.autoscaling => pool.power_state = Some(PowerState::Stopped),
            _ => {}
        }
        // What only a new pool can have otherwise is stated, or a silent target would keep it.
        pool.priority.get_or_insert(Priority::Regular);
        pool.os_type.get_or_insert(OsType::Linux);
        pool
    })
}

fn named(mut pools: Vec<NodePool>, names: &[usize]) -> Vec<NodePool> {
    let mut seen = Vec::new();
    for (pool, name) in pools.iter_mut().zip(names) {
        let prefix = if pool.is_windows() { "w" } else { "p" };
        pool.name = format!("{prefix}{name}");
    }
    pools.retain(|pool| {
        let is_new = !seen.contains(&pool.name);
        seen.push(pool.name.clone());
        is_new
    });
    pools
}

fn any_layout(most: usize) -> impl Strategy<Value = Plan> {
    let pools = prop::collection::vec(any_pool(), 1..=most);
    let names = prop::collection::vec(0..most + 2, most);
    (pools, names, 0..3u8, 0..8u8).prop_map(|(pools, names, version, network)| {
        let mut plan = Plan { pools: named(pools, &names), ..Plan::default() };
        plan.cluster.location = "westeurope".to_owned();
        plan.cluster.windows_admin = Some("azureuser".to_owned());
        plan.cluster.kubernetes_version =
            [None, Some("1.33".to_owned()), Some("1.34".to_owned())][usize::from(version)].clone();
        // A network in which two pools may not fit beside each other.
        if network < 2 {
            plan.cluster.network_plugin = Some(NetworkPlugin::Azure);
            let prefix = ["10.1.0.0/22", "10.1.0.0/20"][usize::from(network)];
            let subnet =
                Subnet { name: "nodes".to_owned(), address_prefix: prefix.to_owned(), ..Subnet::default() };
            plan.cluster.subnets.push(subnet);
        }
        plan
    })
}

/// A valid layout and another, most often near it.
pub(crate) fn any_pair(most: usize) -> impl Strategy<Value = (Plan, Plan)> {
    let near = (any_layout(most), prop::collection::vec((any_pool(), 0..6u8), most), prop::bool::ANY);
    let near = near.prop_map(|(current, changes, versions)| {
        let mut target = current.clone();
        for (pool, (other, what)) in target.pools.iter_mut().zip(&changes) {
            let name = pool.name.clone();
            match what {
                0 | 1 => {
                    *pool = NodePool { name, ..other.clone() };
                }
                2 => {
                    (pool.mode, pool.taints) = (other.mode.clone(), other.taints.clone());
                    pool.count = pool.count.max(other.count);
                }
                3 => pool.vm_size.clone_from(&other.vm_size),
                4 => pool.name.push('x'),
                _ => {}
            }
        }
        if versions && current.cluster.kubernetes_version.is_some() {
            target.cluster.kubernetes_version = Some("1.34".to_owned());
        }
        (current, target)
    });
    prop_oneof![3 => near, 1 => (any_layout(most), any_layout(most))]
        .prop_filter("valid", |(current, target)| is_valid(current) && is_valid(target))
}

pub(crate) fn is_valid(plan: &Plan) -> bool {
    let report = lint::check(plan, &CATALOG, today());
    let creation = ["pool-version-equal-at-create", "spot-pool-not-default"];
    let is_odd = |pool: &NodePool| pool.is_system() && pool.power_state == Some(PowerState::Stopped);
    !plan.pools.iter().any(is_odd)
        && report.of(Severity::Refused).all(|finding| creation.contains(&finding.rule.id))
        && refused(plan).is_empty()
}
