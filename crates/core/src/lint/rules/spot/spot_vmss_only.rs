use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::PoolType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.is_spot() && pool.pool_type == Some(PoolType::Vms) {
        found
            .at(
                pool,
                "type",
                format_args!("{pool} is a Spot pool of type VirtualMachines. Use VirtualMachineScaleSets."),
            )
            .safe_fix(
                format_args!("Use a virtual machine scale set"),
                vec![pool.clear("type"), pool.clear("virtualMachinesProfile")],
            );
    }
}
