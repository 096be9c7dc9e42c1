use crate::plan::PoolType;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "spot-vmss-only", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.is_spot() && pool.pool_type == Some(PoolType::Vms) {
        found
            .at(
                pool,
                "type",
                format_args!(
                    "{pool} is a Spot pool of type VirtualMachines; Spot needs VirtualMachineScaleSets."
                ),
            )
            .sure(
                format_args!("Use a virtual machine scale set"),
                vec![pool.clear("type"), pool.clear("virtualMachinesProfile")],
            );
    }
}
