use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::IdentityType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "capacityReservationGroupID";
    if pool.capacity_reservation_group.is_none() {
        return;
    }
    let others = [
        (pool.is_spot(), "scaleSetPriority", "Spot capacity"),
        (*pool.ultra_ssd, "enableUltraSSD", "ultra disks"),
        (
            pool.proximity_placement_group.is_some(),
            "proximityPlacementGroupID",
            "a proximity placement group",
        ),
        (pool.host_group.is_some(), "hostGroupID", "dedicated hosts"),
    ];
    for (_, other, name) in others.into_iter().filter(|(is_set, ..)| *is_set) {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} has a capacity reservation group and {name}, which can\u{2019}t be combined. Remove one."
                ),
            )
            .unsafe_fix(format_args!("Remove the capacity reservation group"), vec![pool.clear(key)])
            .unsafe_fix(format_args!("Remove {name}"), vec![pool.clear(other)]);
    }
    // Without a word, a new cluster has a system-assigned identity; of one that is there it is not known.
    if pool.cluster().identity == Some(IdentityType::None) {
        found.at(pool, key, format_args!("{pool} has a capacity reservation group, which needs a user-assigned identity of the cluster. Set identity.type to UserAssigned."));
    }
}
