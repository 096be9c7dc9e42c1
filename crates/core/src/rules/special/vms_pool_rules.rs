use crate::catalogue::VmSize;
use crate::plan::PoolType;
use crate::rules::context::shown;
use crate::rules::size::sizes_of_profile;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "vms-pool-rules", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "virtualMachinesProfile";
    if pool.pool_type != Some(PoolType::Vms) {
        if pool.virtual_machines.is_some() {
            found
                .at(pool, key, format_args!("{pool} has sizes of virtual machines, but is a scale set; set the type to VirtualMachines, or leave them out."))
                .maybe(format_args!("Leave them out"), vec![pool.clear(key)]);
        }
        return;
    }
    if pool.is_windows() {
        found.at(
            pool,
            "type",
            format_args!("{pool} runs Windows in a pool of virtual machines, which are for Linux only."),
        );
    }
    if pool.zones.iter().any(|zone| zone != "auto") {
        found
            .at(pool, "availabilityZones", format_args!("{pool} is of type VirtualMachines and names zones, which only scale sets do; leave them out."))
            .maybe(format_args!("Leave the zones out"), vec![pool.clear("availabilityZones")]);
    }
    if pool.is_before(27) {
        found.at(
            pool,
            "type",
            format_args!("{pool} is of type VirtualMachines, which needs Kubernetes 1.27 or later."),
        );
    }
    let sizes = sizes_of_profile(pool);
    if sizes.len() > 5 {
        found.at(
            pool,
            key,
            format_args!("{pool} has {} sizes of virtual machines; use 1 to 5.", sizes.len()),
        );
    }
    let known: Vec<&VmSize> = sizes.iter().filter_map(|size| pool.context.catalogue.size(size)).collect();
    let first = known.first();
    let other = known.iter().find(|vm| first.is_some_and(|first| !is_alike(first, vm)));
    if let (Some(first), Some(other)) = (first, other) {
        found.at(pool, key, format_args!("{pool} has the sizes {} and {}, of different families; all sizes of a pool are of one family.", shown(&first.name), shown(&other.name)));
    }
}

/// Whether two sizes may be in one pool.
fn is_alike(one: &VmSize, other: &VmSize) -> bool {
    one.family.eq_ignore_ascii_case(&other.family)
        && one.architecture == other.architecture
        && one.gpus == other.gpus
}
