use crate::catalog::VmSize;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{PoolType, ScaleProfiles};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "virtualMachinesProfile";
    if pool.pool_type != Some(PoolType::Vms) {
        if pool.virtual_machines.is_some() {
            found
                .at(pool, key, format_args!("{pool} has a virtualMachinesProfile, but is a scale set. Set the type to VirtualMachines, or remove the profile."))
                .unsafe_fix(format_args!("Remove them"), vec![pool.clear(key)]);
        }
        return;
    }
    if pool.is_windows() {
        found.at(
            pool,
            "type",
            format_args!("{pool} is of type VirtualMachines, which doesn\u{2019}t support Windows. Use VirtualMachineScaleSets."),
        );
    }
    if pool.zones.iter().any(|zone| zone != "auto") {
        // The documents contradict each other, and what AKS answers isn't known.
        found
            .at(pool, "availabilityZones", format_args!("{pool} is of type VirtualMachines with zones, which only scale sets support. Remove the zones."))
            .downgrade_to(Severity::Unsupported)
            .unsafe_fix(format_args!("Remove the zones"), vec![pool.clear("availabilityZones")]);
    }
    if pool.is_before(27) {
        found.at(
            pool,
            "type",
            format_args!("{pool} is of type VirtualMachines, which needs Kubernetes 1.27 or later."),
        );
    }
    if let Some(ScaleProfiles::Auto(profiles)) = pool.scale_profiles() {
        for one in profiles.iter().filter(|one| one.min > one.max) {
            let finding = found.at(
                pool,
                key,
                format_args!(
                    "{pool} has a minimum of {} and a maximum of {} nodes of {}. The minimum can\u{2019}t be above the maximum.",
                    one.min,
                    one.max,
                    in_sentence(&one.size)
                ),
            );
            // What AKS answers isn't known.
            finding.downgrade_to(Severity::Unsupported);
        }
    }
    let sizes = pool.profile_sizes();
    if sizes.len() > 5 {
        found.at(
            pool,
            key,
            format_args!("{pool} has {} sizes of virtual machines. Use 1 to 5.", sizes.len()),
        );
    }
    let known: Vec<&VmSize> = sizes.iter().filter_map(|size| pool.context.catalog.size(size)).collect();
    let Some(first) = known.first() else { return };
    let names = |other: &VmSize| format!("{} and {}", in_sentence(&first.name), in_sentence(&other.name));
    if let Some(other) = known.iter().find(|vm| !runs_alike(first, vm)) {
        found.at(
            pool,
            key,
            format_args!(
                "{pool} has the sizes {}. One pool can\u{2019}t mix GPU and other sizes, or x64 and Arm64.",
                names(other)
            ),
        );
    } else if let Some(other) = known.iter().find(|vm| letters(vm) != letters(first)) {
        // AKS is known to refuse N with D; of other series nothing is known.
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} has the sizes {}, of different series. Use sizes of one series.",
                    names(other)
                ),
            )
            .downgrade_to(Severity::Unsupported);
    }
}

/// Returns whether two sizes run the same images.
fn runs_alike(one: &VmSize, other: &VmSize) -> bool {
    one.architecture == other.architecture && one.has_gpus() == other.has_gpus()
}

/// Returns the letter of a size's series: D of `Standard_D4pds_v5` and of `Standard_DS2_v2`, and of GPU sizes N.
fn letters(vm: &VmSize) -> Option<char> {
    vm.short_name().chars().next()
}
