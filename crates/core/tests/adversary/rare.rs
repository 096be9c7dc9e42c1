//! Pairs of kinds that few clusters are of, one kind after another: the pair is a random one, bent until it is of its kind.

use poolwright::plan::{
    EvictionPolicy, LoadBalancerSku, Mode, NodePool, NodeProvisioningMode, OsDiskType, OsSku, OsType,
    OutboundType, PoolType, PowerState, Priority, ScaleDownMode, Sku,
};
use poolwright::to_json::{Json, Object};

use super::cloud::SIZES;
use super::pairs::{self, Dice, Kinds, Pair, bent, pair};
use super::wide::wide_pair;

const COMPUTE: &str = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/";

pub(crate) const KINDS: Kinds = [
    gateways,
    availability_sets,
    automatic,
    provisioning,
    placement,
    stopped,
    deallocating,
    windows,
    machines,
    everything,
];

/// A pair of layouts with at most so many pools each.
pub(crate) fn rare_pair(seed: u64, most: i64) -> Pair {
    let mut dice = Dice::new(seed ^ 0x0a11_ce5e);
    let dice = &mut dice;
    let found = if dice.one_in(3) { wide_pair(seed, most) } else { pair(seed, most) };
    bent(seed, dice, found, &KINDS)
}

fn size(dice: &mut Dice) -> String {
    SIZES[dice.below(4) as usize].0.to_owned()
}

fn user_pool(dice: &mut Dice, name: &str) -> NodePool {
    pairs::user_pool(dice, name, 1)
}

/// Pools of both layouts by the same name, and those of one only.
fn both(pair: &mut Pair, pool: &NodePool) {
    pair.current.pools.push(pool.clone());
    pair.target.pools.push(pool.clone());
}

fn gateway(dice: &mut Dice, name: &str) -> NodePool {
    let size = 28 + dice.below(4);
    NodePool {
        mode: Some(Mode::Gateway),
        gateway_prefix_size: (size < 31 || dice.one_in(2)).then_some(size),
        count: Some((2 + dice.below(3)).min(1 << (32 - size))),
        ..user_pool(dice, name)
    }
}

/// Gateway pools come, go, change and are exchanged with User pools, and the cluster's gateway is turned on and off.
fn gateways(dice: &mut Dice, pair: &mut Pair) {
    for name in ["gwa", "gwb"] {
        let pool = gateway(dice, name);
        let other = NodePool { name: name.to_owned(), ..gateway(dice, name) };
        match dice.below(6) {
            0 => pair.current.pools.push(pool),
            1 => pair.target.pools.push(pool),
            2 => both(pair, &pool),
            3 => {
                pair.current.pools.push(pool.clone());
                pair.target.pools.push(NodePool { count: other.count, ..pool });
            }
            4 => {
                pair.current.pools.push(pool);
                pair.target.pools.push(if dice.one_in(2) { other } else { user_pool(dice, name) });
            }
            _ if dice.one_in(2) => {
                pair.current.pools.push(user_pool(dice, name));
                pair.target.pools.push(NodePool { gateway_prefix_size: None, count: Some(2), ..pool });
            }
            _ => {}
        }
    }
    let has = |pools: &[NodePool]| pools.iter().any(|pool| pool.mode == Some(Mode::Gateway));
    let (had, has) = (has(&pair.current.pools), has(&pair.target.pools));
    if had || dice.one_in(2) {
        pair.current.cluster.static_egress_gateway = had.into();
    }
    if has || had {
        pair.target.cluster.static_egress_gateway = has.into();
    }
}

/// Availability sets, mostly with a Basic load balancer, in a cluster that is on its way to something newer.
fn availability_sets(dice: &mut Dice, pair: &mut Pair) {
    let mut pool = user_pool(dice, "nodepool1");
    pool.mode = Some(Mode::System);
    pool.count = pool.count.map(|count| count.max(2));
    pool.pool_type = Some(PoolType::AvailabilitySet);
    // Only what is there can be one.
    pair.current.pools = vec![NodePool { provisioning_state: Some("Succeeded".to_owned()), ..pool.clone() }];
    let is_basic = dice.one_in(2);
    pair.current.cluster.load_balancer_sku =
        Some(if is_basic { LoadBalancerSku::Basic } else { LoadBalancerSku::Standard });
    let is_said = dice.one_in(2);
    pair.target.cluster.load_balancer_sku = is_said.then_some(LoadBalancerSku::Standard);
    pair.target.pools.retain(|pool| pool.pool_type.is_none());
    match dice.below(6) {
        0 => pool.pool_type = None,
        1 => pool.pool_type = Some(PoolType::Vmss),
        _ => pool.pool_type = Some(PoolType::Vms),
    }
    match dice.below(5) {
        0 => pool.count = Some(2 + dice.below(4)),
        1 => pool.vm_size = Some(size(dice)),
        2 => drop(pool.labels.insert("team".to_owned(), "web".to_owned())),
        3 => pair.target.pools.clear(),
        _ => {}
    }
    if !dice.one_in(6) {
        pair.target.pools.push(pool);
    }
}

/// AKS Automatic becomes Base, with or without System pools of its own.
fn automatic(dice: &mut Dice, pair: &mut Pair) {
    let is_managed = dice.one_in(2);
    for plan in [&mut pair.current, &mut pair.target] {
        plan.pools.retain(|pool| !pool.is_windows());
    }
    pair.current.cluster.sku = Some(Sku::Automatic);
    pair.target.cluster.sku = Some(if dice.one_in(5) { Sku::Automatic } else { Sku::Base });
    if is_managed {
        pair.current.pools.retain(|pool| !pool.is_system());
    }
    // AKS Automatic has node auto-provisioning.
    pair.current.cluster.node_provisioning = Some(NodeProvisioningMode::Auto);
    let is_auto = pair.target.cluster.sku == Some(Sku::Automatic) || dice.one_in(2);
    pair.target.cluster.node_provisioning =
        Some(if is_auto { NodeProvisioningMode::Auto } else { NodeProvisioningMode::Manual });
    pair.current.pools.iter_mut().for_each(|pool| pool.power_state = None);
}

/// Node auto-provisioning is turned on or off, beside pools that are stopped, scaled by the autoscaler, or run Windows, and
/// beside a change of the outbound type.
fn provisioning(dice: &mut Dice, pair: &mut Pair) {
    let (on, off) = (Some(NodeProvisioningMode::Auto), Some(NodeProvisioningMode::Manual));
    let comes_on = dice.one_in(2);
    let (current, target) = if comes_on { (off, on) } else { (on, off) };
    (pair.current.cluster.node_provisioning, pair.target.cluster.node_provisioning) = (current, target);
    let without = if comes_on { &mut pair.target } else { &mut pair.current };
    without.pools.retain(|pool| !pool.is_windows());
    if !comes_on {
        pair.current.pools.iter_mut().for_each(|pool| pool.power_state = None);
    }
    if dice.one_in(3) && pair.current.cluster.network_plugin.is_none() {
        pair.target.cluster.outbound_type = Some(OutboundType::ManagedNatGateway);
    }
    if dice.one_in(3) {
        let least = user_pool(dice, "least");
        both(pair, &least);
        let pool = pair.target.pools.last_mut().unwrap();
        (pool.min_count, pool.max_count) = (Some(1), Some(5));
        *pool.autoscaling = true;
    }
}

/// Dedicated hosts, placement groups and reservations, which a pool is created with.
fn placement(dice: &mut Dice, pair: &mut Pair) {
    let host = |name: &str| Some(format!("{COMPUTE}hostGroups/{name}"));
    let group = |name: &str| Some(format!("{COMPUTE}proximityPlacementGroups/{name}"));
    for pool in &mut pair.current.pools {
        match dice.below(4) {
            0 if !pool.is_spot() => pool.host_group = host("h"),
            1 => pool.proximity_placement_group = group("p"),
            _ => {}
        }
    }
    for pool in &mut pair.target.pools {
        let old = pair.current.pools.iter().find(|old| old.name == pool.name);
        if let Some(old) = old.filter(|_| !dice.one_in(4)) {
            pool.host_group.clone_from(&old.host_group);
            pool.proximity_placement_group.clone_from(&old.proximity_placement_group);
        }
        match dice.below(6) {
            0 if !pool.is_spot() => pool.host_group = host(dice.pick(&["h", "i"])),
            1 => pool.proximity_placement_group = group(dice.pick(&["p", "q"])),
            _ => {}
        }
    }
}

/// Most User pools are stopped, before, after or both, and the cluster is upgraded far.
fn stopped(dice: &mut Dice, pair: &mut Pair) {
    for name in ["sa", "sb"] {
        let pool = user_pool(dice, name);
        both(pair, &pool);
    }
    let from = 31 + dice.below(5);
    let to = (from + dice.below(4)).min(36);
    pair.current.cluster.kubernetes_version = Some(format!("1.{from}"));
    pair.target.cluster.kubernetes_version = Some(format!("1.{to}"));
    for (plan, newest) in [(&mut pair.current, from), (&mut pair.target, to)] {
        for pool in &mut plan.pools {
            pool.kubernetes_version = dice.one_in(3).then(|| format!("1.{}", newest - dice.below(3)));
            if pool.is_user() && !*pool.autoscaling && !dice.one_in(3) {
                pool.power_state = Some(PowerState::Stopped);
            }
        }
    }
}

/// Pools, Spot and others, whose nodes are deallocated where they are scaled down.
fn deallocating(dice: &mut Dice, pair: &mut Pair) {
    for name in ["da", "db"] {
        let mut pool = user_pool(dice, name);
        if !dice.one_in(3) {
            pool.priority = Some(Priority::Spot);
            pool.eviction_policy = dice.one_in(2).then_some(EvictionPolicy::Deallocate);
        }
        pool.os_disk_type = Some(OsDiskType::Managed);
        pool.scale_down_mode = Some(dice.pick(&[ScaleDownMode::Deallocate, ScaleDownMode::Delete]));
        let mut after = pool.clone();
        for _ in 0..=dice.below(3) {
            match dice.below(6) {
                0 | 1 => after.count = Some(dice.below(6)),
                2 => {
                    after.scale_down_mode =
                        Some(dice.pick(&[ScaleDownMode::Deallocate, ScaleDownMode::Delete]));
                }
                3 => after.vm_size = Some(size(dice)),
                4 => after.power_state = Some(PowerState::Stopped),
                _ => drop(after.labels.insert("team".to_owned(), "web".to_owned())),
            }
        }
        if !dice.one_in(6) {
            pair.current.pools.push(pool);
        }
        if !dice.one_in(6) {
            pair.target.pools.push(after);
        }
    }
}

/// Windows pools of several years, and Linux pools whose image changes, in a cluster that is upgraded.
fn windows(dice: &mut Dice, pair: &mut Pair) {
    let years = [OsSku::Windows2019, OsSku::Windows2022, OsSku::Windows2022];
    for name in ["wa", "wb"] {
        let mut pool = user_pool(dice, name);
        (pool.os_type, pool.os_sku) = (Some(OsType::Windows), Some(dice.pick(&years)));
        if dice.one_in(4) {
            pool.power_state = Some(PowerState::Stopped);
        }
        let mut after = pool.clone();
        match dice.below(5) {
            0 | 1 => after.os_sku = Some(OsSku::Windows2022),
            2 => after.count = Some(dice.below(5)),
            3 => after.vm_size = Some(size(dice)),
            _ => {}
        }
        if !dice.one_in(5) {
            pair.current.pools.push(pool);
        }
        if !dice.one_in(5) {
            pair.target.pools.push(after);
        }
    }
    let from = 31 + dice.below(4);
    let to = (from + dice.below(4)).min(36);
    pair.current.cluster.kubernetes_version = Some(format!("1.{from}"));
    pair.target.cluster.kubernetes_version = Some(format!("1.{to}"));
    for pool in &mut pair.current.pools {
        pool.kubernetes_version = dice.one_in(4).then(|| format!("1.{}", from - dice.below(2)));
    }
    for pool in &mut pair.target.pools {
        pool.kubernetes_version = None;
        if pool.is_linux() && dice.one_in(2) {
            pool.os_sku = Some(dice.pick(&[OsSku::AzureLinux3, OsSku::Ubuntu2204, OsSku::Ubuntu2404]));
        }
    }
}

/// Scale profiles of one or two VM sizes of one family ("Virtual Machines node pools": sizes of a similar kind).
fn profiles(dice: &mut Dice) -> Object {
    let mut list: Vec<Json> = Vec::new();
    for (name, ..) in &SIZES[..2] {
        if list.is_empty() || dice.one_in(2) {
            let mut profile = Object::new();
            profile.insert("size".to_owned(), (*name).into());
            profile.insert("count".to_owned(), Json::from(1 + dice.below(4)));
            list.push(profile.into());
        }
    }
    let mut scale = Object::new();
    scale.insert("manual".to_owned(), Json::Array(list));
    let mut object = Object::new();
    object.insert("scale".to_owned(), scale.into());
    object
}

/// Pools of virtual machines with several VM sizes, System pools too.
fn machines(dice: &mut Dice, pair: &mut Pair) {
    for name in ["va", "vb"] {
        let mut pool = user_pool(dice, name);
        if dice.one_in(3) {
            pool.mode = Some(Mode::System);
        }
        pool.pool_type = Some(PoolType::Vms);
        (pool.vm_size, pool.count) = (None, None);
        pool.virtual_machines = Some(profiles(dice));
        let mut after = pool.clone();
        for _ in 0..=dice.below(2) {
            match dice.below(6) {
                0 | 1 => after.virtual_machines = Some(profiles(dice)),
                2 => after.mode = Some(dice.pick(&[Mode::System, Mode::User])),
                3 => after.os_sku = Some(OsSku::AzureLinux3),
                4 => {
                    let name = after.name.clone();
                    after = user_pool(dice, &name);
                }
                _ => after.max_surge = Some(dice.pick(&["1", "2", "50%"]).to_owned()),
            }
        }
        if !dice.one_in(5) {
            pair.current.pools.push(pool);
        }
        if !dice.one_in(5) {
            pair.target.pools.push(after);
        }
    }
}

/// Two of the other kinds in one pair.
fn everything(dice: &mut Dice, pair: &mut Pair) {
    let kinds = [gateways, provisioning, placement, deallocating, machines];
    let first = dice.below(5) as usize;
    let second = (first + 1 + dice.below(4) as usize) % 5;
    kinds[first](dice, pair);
    kinds[second](dice, pair);
}
