//! The VM sizes are ones that the catalog has.

use crate::catalog::SIZES_DATE;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::Edit;
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if let Some(name) = pool.vm_size.as_deref() {
        check_name(pool, "vmSize", name, found);
    }
    for name in pool.profile_sizes() {
        check_name(pool, "virtualMachinesProfile", name, found);
    }
    if let Some(name) = pool.snapshot_vm_size.as_deref() {
        check_name(pool, "creationData.sourceVmSize", name, found);
    }
}

fn check_name(pool: &Pool<'_>, key: &'static str, name: &str, found: &mut Found) {
    let catalog = pool.context.catalog;
    if name.is_empty() || catalog.size(name).is_some() {
        return;
    }
    let (written, near) = (in_sentence(name), catalog.nearest_size(name));
    let hint = near.map(|near| format!(". Did you mean {near}?"));
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let finding = if is_name {
        let hint = hint.unwrap_or_else(|| ", so its rules weren\u{2019}t checked.".to_owned());
        let finding = found.at(
            pool,
            key,
            format_args!(
                "{pool} has the VM size {written}, which isn\u{2019}t in the list of {SIZES_DATE}{hint}"
            ),
        );
        finding.unchecked()
    } else {
        let hint = hint.unwrap_or_else(|| ". Write one like Standard_D4ds_v5.".to_owned());
        found.at(
            pool,
            key,
            format_args!(
                "{pool} has the VM size {written}, but a name has only letters, digits, underscores and hyphens{hint}"
            ),
        )
    };
    if let Some(near) = near.filter(|_| key == "vmSize") {
        let edits: Vec<Edit> = vec![pool.text(key, near)];
        finding.unsafe_fix(format_args!("Use {near}"), edits);
    }
}
