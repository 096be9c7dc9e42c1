use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::PoolType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.proximity_placement_group.is_none() || pool.pool_type != Some(PoolType::Vms) {
        return;
    }
    found
        .at(
            pool,
            "type",
            format_args!("{pool} is of type VirtualMachines and in a proximity placement group. Use VirtualMachineScaleSets, or remove the group."),
        )
        .unsafe_fix(
            format_args!("Use a virtual machine scale set"),
            vec![pool.clear("type"), pool.clear("virtualMachinesProfile")],
        )
        .unsafe_fix(
            format_args!("Remove the proximity placement group"),
            vec![pool.clear("proximityPlacementGroupID")],
        );
}
