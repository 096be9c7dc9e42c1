//! Pairs that differ in more: every kind of property of a pool that changes in place or takes a new pool, versions that
//! are far apart, and the cluster itself.

use poolwright::plan::{
    DranetMode, EvictionPolicy, KubeletDiskType, NetworkDataplane, NetworkPlugin, NetworkPluginMode,
    NodeOsChannel, NodePool, NodeProvisioningMode, OsSku, OutboundType, Plan, PodIpAllocationMode, PoolType,
    ScaleDownMode, SkuTier, SshAccess, Subnet, SupportPlan, UndrainableNodeBehavior, UpgradeChannel,
};
use poolwright::to_json::{Json, Object};

use super::pairs::{Dice, Pair, pair};

const NETWORK: &str =
    "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/";

fn profile(entries: &[(&str, Json)]) -> Object {
    let mut object = Object::new();
    for (key, value) in entries {
        object.insert((*key).to_owned(), value.clone());
    }
    object
}

/// Gives one property of a pool another value.
fn vary(dice: &mut Dice, pool: &mut NodePool) {
    let coin = dice.one_in(2);
    match dice.below(31) {
        0 => pool.node_soak = Some(dice.below(30)),
        1 => {
            let behavior =
                if coin { UndrainableNodeBehavior::Cordon } else { UndrainableNodeBehavior::Schedule };
            pool.undrainable = Some(behavior);
        }
        2 => pool.drain_timeout = Some(10 + dice.below(9)),
        3 if pool.is_user() && !pool.is_spot() => {
            (pool.max_surge, pool.max_unavailable) = if coin {
                (Some("0".to_owned()), Some("1".to_owned()))
            } else {
                (Some("1".to_owned()), Some("0".to_owned()))
            };
        }
        4 => pool.max_surge = Some(dice.pick(&["1", "3", "34%", "200%"]).to_owned()),
        5 if pool.is_linux() => *pool.fips = coin,
        6 if pool.is_linux() => *pool.secure_boot = coin,
        7 if pool.is_linux() => *pool.vtpm = coin,
        8 => pool.ssh_access = Some(dice.pick(&[SshAccess::LocalUser, SshAccess::Disabled])),
        9 => {
            pool.scale_down_mode = Some(dice.pick(&[ScaleDownMode::Delete, ScaleDownMode::Deallocate]));
        }
        10 if pool.is_linux() => *pool.artifact_streaming = coin,
        11 if pool.is_linux() => {
            let mode = dice.pick(&["Preferred", "Required", "Disabled"]);
            pool.local_dns = Some(profile(&[("mode", mode.into())]));
        }
        12 => {
            let value = dice.pick(&["1", "2", "3"]).to_owned();
            pool.labels.insert(dice.pick(&["a", "b"]).to_owned(), value);
        }
        13 => pool.labels.clear(),
        14 => pool.tags.insert("t".to_owned(), dice.pick(&["1", "2"]).to_owned()).map_or((), drop),
        15 if pool.is_linux() => {
            pool.os_sku =
                Some(dice.pick(&[OsSku::AzureLinux3, OsSku::Ubuntu2204, OsSku::Ubuntu2404, OsSku::Ubuntu]));
        }
        16 => pool.os_disk_size = Some(dice.pick(&[64, 128])),
        17 if pool.is_linux() => {
            pool.kubelet_disk_type =
                Some(if coin { KubeletDiskType::Os } else { KubeletDiskType::Temporary });
        }
        18 => {
            let zones: &[&str] = if coin { &["1"] } else { &["1", "2", "3"] };
            pool.zones = zones.iter().map(|zone| (*zone).to_owned()).collect();
        }
        19 => *pool.public_ip = coin,
        20 => *pool.encryption_at_host = coin,
        21 => *pool.ultra_ssd = coin,
        22 if !coin => pool.pool_type = Some(PoolType::Vmss),
        22 => pool.pool_type = Some(PoolType::Vms),
        23 if pool.is_linux() => {
            let policy = dice.pick(&["static", "none"]);
            pool.kubelet_config = Some(profile(&[("cpuManagerPolicy", policy.into())]));
        }
        24 if pool.is_linux() => {
            let limits = profile(&[("fsFileMax", Json::from(dice.pick(&[8192_i64, 16384])))]);
            pool.linux_os_config = Some(profile(&[("sysctls", limits.into())]));
        }
        25 if pool.is_spot() => pool.eviction_policy = Some(EvictionPolicy::Deallocate),
        26 => pool.dranet = Some(dice.pick(&[DranetMode::Managed, DranetMode::Unmanaged])),
        27 => {
            let id =
                "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/applicationSecurityGroups/a";
            pool.application_security_groups = if coin { vec![id.to_owned()] } else { Vec::new() }.into();
        }
        28 if pool.is_linux() => pool.message_of_the_day = Some(dice.pick(&["aGVsbG8=", "aGk="]).to_owned()),
        29 => pool.max_pods = Some(dice.pick(&[30, 60])),
        _ => {}
    }
}

/// Puts the nodes into subnets, with a network in which pods have addresses of the nodes' subnet or of one of their own.
fn network(dice: &mut Dice, pair: &mut Pair) {
    let kind = dice.below(4);
    let small = dice.pick(&["10.1.0.0/23", "10.1.0.0/22", "10.1.0.0/20"]);
    for plan in [&mut pair.current, &mut pair.target] {
        plan.cluster.network_plugin = Some(NetworkPlugin::Azure);
        if kind > 1 {
            plan.cluster.network_plugin_mode = Some(NetworkPluginMode::Overlay);
        }
        let subnet = |name: &str, range: &str| Subnet {
            name: name.to_owned(),
            address_prefix: range.to_owned(),
            ..Subnet::default()
        };
        plan.cluster.subnets = vec![subnet("nodes", small), subnet("other", "10.3.0.0/20")];
        if kind == 1 {
            plan.cluster.subnets.push(subnet("pods", "10.4.0.0/20"));
        }
        for pool in &mut plan.pools {
            pool.vnet_subnet = Some(format!("{NETWORK}nodes"));
            if kind == 1 {
                pool.pod_subnet = Some(format!("{NETWORK}pods"));
            }
        }
    }
    for pool in &mut pair.target.pools {
        if dice.one_in(8) {
            pool.vnet_subnet = Some(format!("{NETWORK}other"));
        }
        if kind == 1 && dice.one_in(8) {
            pool.pod_ip_allocation = Some(PodIpAllocationMode::StaticBlock);
        }
    }
}

/// Changes the cluster itself.
fn cluster(dice: &mut Dice, current: &mut Plan, target: &mut Plan) {
    for _ in 0..=dice.below(2) {
        match dice.below(9) {
            0 => {
                target.cluster.tier = Some(SkuTier::Premium);
                target.cluster.support_plan = Some(SupportPlan::Lts);
            }
            1 => {
                current.cluster.tier = Some(SkuTier::Premium);
                current.cluster.support_plan = Some(SupportPlan::Lts);
                target.cluster.support_plan = Some(SupportPlan::KubernetesOfficial);
            }
            2 => {
                target.cluster.upgrade_channel =
                    Some(dice.pick(&[UpgradeChannel::Patch, UpgradeChannel::Stable]));
            }
            3 => {
                target.cluster.node_os_channel =
                    Some(dice.pick(&[NodeOsChannel::NodeImage, NodeOsChannel::None]));
            }
            4 => {
                target.cluster.auto_scaler_profile =
                    Some(profile(&[("scan-interval", dice.pick(&["20s", "30s"]).into())]));
            }
            5 => drop(target.cluster.tags.insert("owner".to_owned(), "team".to_owned())),
            6 => {
                let is_on = dice.one_in(2);
                let (on, off) = (Some(NodeProvisioningMode::Auto), Some(NodeProvisioningMode::Manual));
                (current.cluster.node_provisioning, target.cluster.node_provisioning) =
                    if is_on { (off, on) } else { (on, off) };
            }
            7 if current.cluster.network_plugin.is_none() => {
                current.cluster.network_plugin = Some(NetworkPlugin::Kubenet);
                target.cluster.network_plugin = Some(NetworkPlugin::Azure);
                target.cluster.network_plugin_mode = Some(NetworkPluginMode::Overlay);
                if dice.one_in(3) {
                    target.cluster.network_dataplane = Some(NetworkDataplane::Cilium);
                }
            }
            8 if current.cluster.network_plugin.is_none() => {
                target.cluster.outbound_type = Some(OutboundType::ManagedNatGateway);
            }
            _ => {}
        }
    }
}

/// Puts versions far apart.
fn versions(dice: &mut Dice, pair: &mut Pair) {
    let from = 30 + dice.below(6);
    let to = (from + dice.below(5)).min(36);
    pair.current.cluster.kubernetes_version = Some(format!("1.{from}"));
    pair.target.cluster.kubernetes_version = Some(format!("1.{to}"));
    for pool in &mut pair.current.pools {
        pool.kubernetes_version = dice.one_in(3).then(|| format!("1.{}", from - dice.below(4)));
    }
    for pool in &mut pair.target.pools {
        pool.kubernetes_version = dice.one_in(8).then(|| format!("1.{}", to - dice.below(2)));
    }
}

/// A pair of layouts that may differ in anything, with at most so many pools each.
pub(crate) fn wide_pair(seed: u64, most: i64) -> Pair {
    let mut pair = pair(seed, most);
    let mut dice = Dice::new(seed ^ 0x00c0_ffee);
    let dice = &mut dice;
    for pool in &mut pair.current.pools {
        for _ in 0..dice.below(4) {
            vary(dice, pool);
        }
        // What stays as it was is as it was.
        if let Some(to) =
            pair.target.pools.iter_mut().find(|to| to.name == pool.name && to.os_type == pool.os_type)
        {
            let before = pool.clone();
            to.node_soak = to.node_soak.or(before.node_soak);
            (to.zones, to.pool_type) = (before.zones, before.pool_type);
            (to.fips, to.secure_boot, to.vtpm) = (before.fips, before.secure_boot, before.vtpm);
            (to.kubelet_config, to.linux_os_config) = (before.kubelet_config, before.linux_os_config);
            (to.os_disk_size, to.public_ip, to.ultra_ssd) =
                (before.os_disk_size, before.public_ip, before.ultra_ssd);
            (to.local_dns, to.dranet) = (before.local_dns, before.dranet);
        }
    }
    for pool in &mut pair.target.pools {
        if dice.one_in(2) {
            for _ in 0..=dice.below(3) {
                vary(dice, pool);
            }
        }
    }
    if dice.one_in(3) {
        network(dice, &mut pair);
    }
    if dice.one_in(2) {
        let mut current = pair.current.clone();
        cluster(dice, &mut current, &mut pair.target);
        pair.current = current;
    }
    if dice.one_in(3) {
        versions(dice, &mut pair);
    }
    pair
}
