//! Pairs of what the other generators never make: names of full length, names that are exchanged, patch versions, a cluster
//! with as many pools as it can have, pods whose subnet changes, kubenet in a subnet that becomes overlay, upgrades
//! without surge nodes, pools of virtual machines that change in place, and answers to the question of what was renamed.

use poolwright::plan::{
    NetworkPlugin, NetworkPluginMode, NodePool, OsSku, Plan, PoolType, PowerState, Subnet,
};
use poolwright::to_json::{Json, Object};

use super::cloud::SIZES;
use super::pairs::{self, Dice, Kinds, Pair, bent, pair};
use super::wide::wide_pair;

const NETWORK: &str =
    "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/";

const KINDS: Kinds = [
    long_names,
    exchanged,
    patches,
    full,
    pod_subnets,
    kubenet_in_subnet,
    no_surge,
    machines,
    renamed,
    images_without_quota,
];

/// A pair of layouts with at most so many pools each.
pub(crate) fn odd_pair(seed: u64, most: i64) -> Pair {
    let mut dice = Dice::new(seed ^ 0x0dd_ba11);
    let dice = &mut dice;
    let found = if dice.one_in(2) { wide_pair(seed, most) } else { pair(seed, most) };
    bent(seed, dice, found, &KINDS)
}

fn user_pool(dice: &mut Dice, name: &str) -> NodePool {
    pairs::user_pool(dice, name, 0)
}

/// All names are as long as they can be, and differ in their last letter.
fn long_names(dice: &mut Dice, pair: &mut Pair) {
    let end = dice.pick(&["", "9", "99"]);
    for plan in [&mut pair.current, &mut pair.target] {
        for pool in &mut plan.pools {
            let longest: usize = if pool.is_windows() { 6 } else { 12 };
            let stem = "abcdefghijkl".get(..longest - pool.name.len() - end.len()).unwrap_or("a");
            pool.name = format!("{stem}{}{end}", pool.name);
        }
    }
}

/// Two pools exchange their names, or each of several takes the name of the next.
fn exchanged(dice: &mut Dice, pair: &mut Pair) {
    for name in ["xa", "xb"] {
        let pool = user_pool(dice, name);
        pair.current.pools.push(pool.clone());
        pair.target.pools.push(pool);
    }
    let names: Vec<String> = pair.target.pools.iter().map(|pool| pool.name.clone()).collect();
    let last = names.len() - 1;
    let first = if dice.one_in(2) { 0 } else { last - 1 };
    for (place, pool) in pair.target.pools.iter_mut().enumerate().skip(first) {
        let next = if place == last { first } else { place + 1 };
        if !pool.is_windows() {
            pool.name.clone_from(&names[next]);
        }
    }
}

/// Versions with a patch, of the cluster and of some pools.
fn patches(dice: &mut Dice, pair: &mut Pair) {
    // Patches go up too.
    for (plan, least) in [(&mut pair.current, 1), (&mut pair.target, 3)] {
        let with = |version: &mut Option<String>, patch: i64| {
            if let Some(version) = version.as_mut().filter(|version| version.matches('.').count() == 1) {
                *version = format!("{version}.{patch}");
            }
        };
        let patch = least + dice.below(3);
        with(&mut plan.cluster.kubernetes_version, patch);
        for pool in &mut plan.pools {
            with(&mut pool.kubernetes_version, patch);
            if dice.one_in(4) {
                pool.kubernetes_version.clone_from(&plan.cluster.kubernetes_version);
            }
        }
    }
}

/// As many pools as a cluster can have, or one or two fewer.
fn full(dice: &mut Dice, pair: &mut Pair) {
    let most = 100 - dice.below(3) as usize;
    let spare = NodePool { count: Some(0), ..user_pool(dice, "f") };
    for (plan, most) in [(&mut pair.current, most), (&mut pair.target, 100)] {
        for place in plan.pools.len()..most {
            plan.pools.push(NodePool { name: format!("f{place}"), ..spare.clone() });
        }
    }
    // What has its name in one layout only comes or goes.
    for pool in pair.target.pools.iter_mut().filter(|pool| pool.name.starts_with('f')) {
        if dice.one_in(60) {
            pool.max_pods = Some(60);
        }
    }
}

fn subnet(name: &str, range: &str) -> Subnet {
    Subnet { name: name.to_owned(), address_prefix: range.to_owned(), ..Subnet::default() }
}

/// Pods get addresses of another subnet, or of the nodes' subnet, or of one of their own.
fn pod_subnets(dice: &mut Dice, pair: &mut Pair) {
    let small = dice.pick(&["10.4.0.0/22", "10.4.0.0/20"]);
    for plan in [&mut pair.current, &mut pair.target] {
        plan.cluster.network_plugin = Some(NetworkPlugin::Azure);
        plan.cluster.network_plugin_mode = None;
        plan.cluster.network_dataplane = None;
        plan.cluster.subnets =
            vec![subnet("nodes", "10.1.0.0/20"), subnet("pods", small), subnet("more", "10.5.0.0/20")];
        for pool in &mut plan.pools {
            pool.vnet_subnet = Some(format!("{NETWORK}nodes"));
            pool.pod_subnet = Some(format!("{NETWORK}pods"));
            pool.pod_ip_allocation = None;
        }
    }
    for pool in &mut pair.target.pools {
        if dice.one_in(3) {
            pool.pod_subnet = Some(format!("{NETWORK}more"));
        }
        if dice.one_in(4) {
            pool.max_pods = Some(dice.pick(&[30, 60, 110]));
        }
    }
}

/// Kubenet in a subnet, which becomes overlay: nodes of all pools are made again at once.
fn kubenet_in_subnet(dice: &mut Dice, pair: &mut Pair) {
    let small = dice.pick(&["10.1.0.0/27", "10.1.0.0/26", "10.1.0.0/24"]);
    for plan in [&mut pair.current, &mut pair.target] {
        plan.pools.retain(|pool| !pool.is_windows());
        plan.cluster.network_plugin = Some(NetworkPlugin::Kubenet);
        plan.cluster.network_plugin_mode = None;
        plan.cluster.network_dataplane = None;
        plan.cluster.subnets = vec![subnet("nodes", small)];
        for pool in &mut plan.pools {
            pool.vnet_subnet = Some(format!("{NETWORK}nodes"));
            (pool.pod_subnet, pool.pod_ip_allocation) = (None, None);
            if *pool.autoscaling {
                pool.max_count = pool.count.max(pool.min_count);
            }
        }
    }
    pair.target.cluster.network_plugin = Some(NetworkPlugin::Azure);
    pair.target.cluster.network_plugin_mode = Some(NetworkPluginMode::Overlay);
}

/// User pools that are upgraded without surge nodes, before, after or both, with no quota for any.
fn no_surge(dice: &mut Dice, pair: &mut Pair) {
    for plan in [&mut pair.current, &mut pair.target] {
        for pool in plan.pools.iter_mut().filter(|pool| pool.is_user() && !pool.is_spot()) {
            if dice.one_in(2) {
                pool.max_surge = Some(dice.pick(&["0", "0%"]).to_owned());
                pool.max_unavailable = Some(dice.pick(&["1", "2", "25%"]).to_owned());
            }
        }
    }
    let from: i64 = 33 + dice.below(3);
    pair.current.cluster.kubernetes_version = Some(format!("1.{from}"));
    pair.target.cluster.kubernetes_version = Some(format!("1.{}", from + dice.below(2)));
    for plan in [&mut pair.current, &mut pair.target] {
        plan.pools.iter_mut().for_each(|pool| pool.kubernetes_version = None);
    }
    for name in ["cores", "standardDDSv5Family", "standardEDSv5Family"] {
        if !pair.quota.iter().any(|(known, _)| known == name) {
            pair.quota.push((name.to_owned(), 0));
        }
    }
}

/// Scale profiles with one VM size.
fn profile(size: &str, count: i64) -> Object {
    let object = |entries: Vec<(&str, Json)>| {
        let mut object = Object::new();
        for (key, value) in entries {
            object.insert(key.to_owned(), value);
        }
        object
    };
    let one = object(vec![("size", size.into()), ("count", Json::from(count))]);
    let scale = object(vec![("manual", Json::Array(vec![one.into()]))]);
    object(vec![("scale", scale.into())])
}

/// Pools of virtual machines with other labels, taints, images and sizes, some of them stopped.
fn machines(dice: &mut Dice, pair: &mut Pair) {
    for name in ["va", "vb"] {
        let mut pool = user_pool(dice, name);
        let size = SIZES[dice.below(2) as usize].0;
        pool.pool_type = Some(PoolType::Vms);
        (pool.vm_size, pool.count) = (None, None);
        let nodes = 1 + dice.below(4);
        pool.virtual_machines = Some(profile(size, nodes));
        if dice.one_in(4) {
            pool.power_state = Some(PowerState::Stopped);
        }
        let mut after = pool.clone();
        for _ in 0..=dice.below(3) {
            match dice.below(8) {
                0 => after.taints = vec!["a=b:NoSchedule".to_owned()].into(),
                1 => drop(after.labels.insert("team".to_owned(), "web".to_owned())),
                2 => after.os_sku = Some(dice.pick(&[OsSku::Ubuntu2404, OsSku::AzureLinux3])),
                3 | 4 => after.virtual_machines = Some(profile(size, 1 + dice.below(5))),
                5 => after.virtual_machines = Some(profile(SIZES[dice.below(2) as usize].0, nodes)),
                6 => {
                    after.power_state =
                        if pool.power_state.is_some() { None } else { Some(PowerState::Stopped) };
                }
                _ => after.max_pods = Some(60),
            }
        }
        pair.current.pools.push(pool);
        if !dice.one_in(6) {
            pair.target.pools.push(after);
        }
    }
}

/// Pools that are gone and new ones that are alike: the page asks whether one became the other.
fn renamed(dice: &mut Dice, pair: &mut Pair) {
    for (old, new) in [("oa", "na"), ("ob", "nb")] {
        let pool = NodePool { count: Some(1 + dice.below(4)), ..user_pool(dice, old) };
        let mut after = NodePool { name: new.to_owned(), ..pool.clone() };
        match dice.below(4) {
            0 => after.max_pods = Some(60),
            1 => after.count = None,
            2 => drop(after.labels.insert("team".to_owned(), "web".to_owned())),
            _ => after.power_state = Some(PowerState::Stopped),
        }
        pair.current.pools.push(pool);
        pair.target.pools.push(after);
    }
}

/// Images that change in place, with hardly any quota for surge nodes.
fn images_without_quota(dice: &mut Dice, pair: &mut Pair) {
    let change = |dice: &mut Dice, plan: &mut Plan| {
        for pool in plan.pools.iter_mut().filter(|pool| pool.is_linux()) {
            match dice.below(4) {
                0 => pool.os_sku = Some(dice.pick(&[OsSku::Ubuntu2404, OsSku::AzureLinux3])),
                1 => *pool.vtpm = !*pool.vtpm,
                _ => {}
            }
        }
    };
    change(dice, &mut pair.target);
    for name in ["cores", "standardDDSv5Family", "standardEDSv5Family", "standardDSv5Family"] {
        if !pair.quota.iter().any(|(known, _)| known == name) && dice.one_in(2) {
            pair.quota.push((name.to_owned(), 0));
        }
    }
}
