use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OsDiskType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "enableOSDiskFullCaching";
    if !*pool.full_caching {
        return;
    }
    let without = || vec![pool.clear(key)];
    if pool.os_disk_type != Some(OsDiskType::Ephemeral) {
        found
            .at(
                pool,
                "osDiskType",
                format_args!("{pool} has full OS disk caching, which needs an ephemeral OS disk. Set osDiskType to Ephemeral."),
            )
            .unsafe_fix(format_args!("Use an ephemeral disk"), vec![pool.text("osDiskType", "Ephemeral")])
            .unsafe_fix(format_args!("Remove full caching"), without());
    }
    let vcpus = pool.vm.map_or(0, |vm| vm.vcpus);
    if vcpus == 2 || vcpus == 4 {
        found
            .at(
                pool,
                "vmSize",
                format_args!("{pool} has full OS disk caching, which sizes of 2 or 4 vCPUs don\u{2019}t support. Use a larger size."),
            )
            .unsafe_fix(format_args!("Remove full caching"), without());
    }
    // The local disk holds the OS disk and its cache.
    let local = pool.vm.and_then(|vm| vm.temp_gib.max(vm.nvme_gib)).filter(|gib| *gib > 0).map(i64::from);
    let needed =
        pool.os_disk_size.filter(|size| *size > 0).map(|size| size.saturating_mul(2).saturating_add(1));
    if local.zip(needed).is_some_and(|(local, needed)| local <= needed) {
        found
            .at(
                pool,
                "osDiskSizeGB",
                format_args!("{pool} has full OS disk caching, which needs a local disk larger than twice the OS disk plus 1 GiB. Use a smaller OS disk."),
            )
            .unsafe_fix(format_args!("Remove full caching"), without());
    }
}
