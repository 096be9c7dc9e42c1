use crate::plan::PoolType;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "pool-type-supported", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.pool_type == Some(PoolType::AvailabilitySet) {
        found
            .at(
                pool,
                "type",
                format_args!(
                    "{pool} has the type AvailabilitySet, which is out of support since 2025-09-30; use VirtualMachineScaleSets or VirtualMachines."
                ),
            )
            .sure(format_args!("Use a virtual machine scale set"), vec![pool.clear("type")]);
    }
}
