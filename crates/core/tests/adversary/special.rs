//! Pairs with what only few clusters have: pools of virtual machines with several VM sizes, reservations and placement
//! groups, autoscalers that go down to nothing, and taints on nearly every pool.

use poolwright::plan::{NodePool, OsSku, PoolType};
use poolwright::to_json::{Json, Object};

use super::cloud::{Quota, taken};
use super::pairs::{Dice, Pair};
use super::wide::wide_pair;

const GROUP: &str = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/";
/// VM sizes of one family.
const FAMILY: [&str; 2] = ["Standard_D4ds_v5", "Standard_D8ds_v5"];

fn object(entries: &[(&str, Json)]) -> Object {
    let mut object = Object::new();
    for (key, value) in entries {
        object.insert((*key).to_owned(), value.clone());
    }
    object
}

/// Scale profiles with one or both VM sizes.
fn profiles(dice: &mut Dice) -> Object {
    let mut list = Vec::new();
    let both = dice.one_in(2);
    let one = dice.pick(&FAMILY);
    for size in FAMILY.into_iter().filter(|size| both || *size == one) {
        list.push(object(&[("size", size.into()), ("count", Json::from(1 + dice.below(4)))]).into());
    }
    let scale = object(&[("manual", Json::Array(list))]);
    object(&[("scale", scale.into())])
}

fn is_plain(pool: &NodePool) -> bool {
    pool.is_user() && pool.is_linux() && !pool.is_spot() && !*pool.autoscaling && pool.zones.is_empty()
}

/// Makes it a pool of virtual machines.
fn with_machines(dice: &mut Dice, pool: &mut NodePool) {
    pool.pool_type = Some(PoolType::Vms);
    (pool.vm_size, pool.count) = (None, None);
    pool.virtual_machines = Some(profiles(dice));
    *pool.artifact_streaming = false;
}

/// A pair of layouts with at most so many pools each.
pub(crate) fn special_pair(seed: u64, most: i64) -> Pair {
    let mut pair = wide_pair(seed, most);
    let mut dice = Dice::new(seed ^ 0x5eed_0f5e);
    let dice = &mut dice;
    for pool in &mut pair.current.pools {
        let to = pair.target.pools.iter_mut().find(|to| to.name == pool.name);
        if is_plain(pool) && dice.one_in(2) {
            with_machines(dice, pool);
            if let Some(to) = to.filter(|to| is_plain(to) && !dice.one_in(5)) {
                with_machines(dice, to);
                if dice.one_in(2) {
                    to.virtual_machines.clone_from(&pool.virtual_machines);
                }
            }
        } else if dice.one_in(4) && pool.pool_type != Some(PoolType::Vms) {
            let id = format!("{GROUP}proximityPlacementGroups/p");
            pool.proximity_placement_group = Some(id.clone());
            if let Some(to) = to.filter(|_| !dice.one_in(4)) {
                to.proximity_placement_group = Some(id);
            }
        }
    }
    for pool in &mut pair.target.pools {
        match dice.below(8) {
            0 if is_plain(pool) && pool.pool_type != Some(PoolType::Vms) => with_machines(dice, pool),
            1 if pool.virtual_machines.is_none() => {
                pool.capacity_reservation_group = Some(format!("{GROUP}capacityReservationGroups/c"));
            }
            2 if pool.is_user() && *pool.autoscaling => pool.min_count = Some(0),
            3 if pool.is_user() && pool.is_linux() => {
                pool.taints = vec![dice.pick(&["a=b:NoSchedule", "c=d:NoExecute"]).to_owned()].into();
            }
            4 if pool.is_windows() => pool.os_sku = Some(OsSku::Windows2022),
            _ => {}
        }
    }
    // The quota is that of the pools as they are now.
    let before = pair.quota;
    let takes = taken(&pair.current.pools);
    let of = |(name, _): Quota| {
        let now = takes.iter().find(|(known, _)| *known == name).map_or(0, |(_, vcpus)| *vcpus);
        (name, now + dice.pick(&[0, 0, 4, 8, 16, 40]))
    };
    pair.quota = before.into_iter().map(of).collect();
    pair
}
