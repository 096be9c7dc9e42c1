use crate::catalog::VmSize;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{OsDiskType, PoolType};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.pool_type != Some(PoolType::Vms) || pool.os_disk_type != Some(OsDiskType::Ephemeral) {
        return;
    }
    let sizes: Vec<&VmSize> =
        pool.profile_sizes().into_iter().filter_map(|name| pool.context.catalog.size(name)).collect();
    let nvme = sizes.iter().find(|vm| is_on_nvme(vm) == Some(true));
    let other = sizes.iter().find(|vm| is_on_nvme(vm) == Some(false));
    if let (Some(nvme), Some(other)) = (nvme, other) {
        let key = "osDiskType";
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} has ephemeral OS disks on the NVMe disk of {} and on the temporary disk or cache of {}. Use sizes with one kind of local disk, or managed OS disks.",
                    in_sentence(&nvme.name),
                    in_sentence(&other.name)
                ),
            )
            .unsafe_fix(format_args!("Use managed OS disks"), vec![pool.text(key, "Managed")]);
    }
}

/// Returns whether an ephemeral OS disk is on an NVMe disk, where that is known.
fn is_on_nvme(vm: &VmSize) -> Option<bool> {
    let has = |gib: Option<u32>| gib.is_some_and(|gib| gib > 0);
    match (has(vm.nvme_gib), has(vm.temp_gib) || has(vm.cache_gib)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}
