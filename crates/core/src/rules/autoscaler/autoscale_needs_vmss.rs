use crate::plan::{Mode, PoolType};
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "autoscale-needs-vmss", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    // A Gateway pool that scales is a finding of its own.
    let kind = match pool.pool_type {
        Some(PoolType::Vms) if !pool.cluster().preview => {
            "VirtualMachines, which scales by itself in a preview only"
        }
        Some(PoolType::AvailabilitySet) => "AvailabilitySet, which never scales by itself",
        _ => return,
    };
    if !*pool.autoscaling || pool.mode == Some(Mode::Gateway) {
        return;
    }
    found
        .at(
            pool,
            "enableAutoScaling",
            format_args!("{pool} has the autoscaler on and is of type {kind}; use VirtualMachineScaleSets."),
        )
        .maybe(
            format_args!("Use a virtual machine scale set"),
            vec![pool.clear("type"), pool.clear("virtualMachinesProfile")],
        )
        .maybe(
            format_args!("Turn the autoscaler off"),
            ["enableAutoScaling", "minCount", "maxCount"].map(|key| pool.clear(key)).to_vec(),
        );
}
