use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::PoolType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "enableEncryptionAtHost";
    if !*pool.encryption_at_host {
        return;
    }
    if pool.pool_type == Some(PoolType::Vms) {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} has encryption at host, which needs a scale set. Use VirtualMachineScaleSets."
                ),
            )
            .unsafe_fix(format_args!("Remove it"), vec![pool.clear(key)]);
    }
    if let Some(vm) = pool.vm.filter(|vm| vm.encryption_at_host() == Some(false)) {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} has encryption at host, which {} doesn\u{2019}t support. Use another size.",
                    vm.name
                ),
            )
            .unsafe_fix(format_args!("Remove it"), vec![pool.clear(key)]);
    }
}
