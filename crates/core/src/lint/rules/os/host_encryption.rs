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
                format_args!("{pool} encrypts disks on the host, which needs a virtual machine scale set."),
            )
            .unsafe_fix(format_args!("Leave it out"), vec![pool.clear(key)]);
    }
    if let Some(vm) = pool.vm.filter(|vm| vm.encryption_at_host() == Some(false)) {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} encrypts disks on the host, which {} cannot; use another size.",
                    vm.name
                ),
            )
            .unsafe_fix(format_args!("Leave it out"), vec![pool.clear(key)]);
    }
}
