use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::PoolType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.pool_type == Some(PoolType::AvailabilitySet) {
        if pool.exists() {
            found
                .at(
                    pool,
                    "type",
                    format_args!(
                        "{pool} has the type AvailabilitySet, which AKS has migrated by itself since 2026-09-30. To migrate it now, run az aks update --migrate-vmas-to-vms."
                    ),
                )
                .downgrade_to(Severity::Note);
            return;
        }
        found
            .at(
                pool,
                "type",
                format_args!(
                    "{pool} has the type AvailabilitySet, which has been out of support since 2025-09-30. Use VirtualMachineScaleSets or VirtualMachines."
                ),
            )
            .safe_fix(format_args!("Use a virtual machine scale set"), vec![pool.clear("type")]);
    }
}
