use crate::plan::OsDiskType;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "full-cache-ephemeral", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "enableOSDiskFullCaching";
    if !pool.full_caching {
        return;
    }
    let vcpus = pool.vm.map_or(0, |vm| vm.vcpus);
    let finding = if pool.os_disk_type != Some(OsDiskType::Ephemeral) {
        let finding = found.at(
            pool,
            "osDiskType",
            format_args!("{pool} caches its whole OS disk, which needs osDiskType Ephemeral."),
        );
        finding.maybe(format_args!("Use an ephemeral disk"), vec![pool.text("osDiskType", "Ephemeral")])
    } else if vcpus == 2 || vcpus == 4 {
        found.at(
            pool,
            "vmSize",
            format_args!("{pool} caches its whole OS disk, which sizes of 2 or 4 vCPUs cannot."),
        )
    } else {
        return;
    };
    finding.maybe(format_args!("Leave full caching out"), vec![pool.clear(key)]);
}
