use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::PoolType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.snapshot.is_none() && pool.snapshot_vm_size.is_none() {
        return;
    }
    let key = "creationData.sourceResourceId";
    if pool.pool_type == Some(PoolType::Vms) {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} is of type VirtualMachines and made from a snapshot, which only scale sets support. Use VirtualMachineScaleSets."
                ),
            )
            .safe_fix(format_args!("Use a virtual machine scale set"), vec![pool.clear("type")]);
    }
    let source = pool.snapshot_vm_size.as_deref().and_then(|name| pool.context.catalog.size(name));
    let (Some(source), Some(vm)) = (source, pool.vm) else { return };
    if !source.family.eq_ignore_ascii_case(&vm.family) {
        found
            .at(
                pool,
                "vmSize",
                format_args!(
                    "{pool} uses {}, but its snapshot is from a pool of {}. Use a VM size of the same family.",
                    vm.name, source.name
                ),
            )
            .unsafe_fix(format_args!("Use {}", source.name), vec![pool.text("vmSize", &source.name)]);
    }
}
