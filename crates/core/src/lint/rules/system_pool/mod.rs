//! Rules about System pools.

pub(in crate::lint) mod system_pool_autoscale_min;
pub(in crate::lint) mod system_pool_av1_not_recommended;
pub(in crate::lint) mod system_pool_dedicated_taint;
pub(in crate::lint) mod system_pool_linux_only;
pub(in crate::lint) mod system_pool_min_30_pods;
pub(in crate::lint) mod system_pool_min_nodes;
pub(in crate::lint) mod system_pool_min_nodes_api;
pub(in crate::lint) mod system_pool_mode_label;
pub(in crate::lint) mod system_pool_no_b_series;
pub(in crate::lint) mod system_pool_no_max_unavailable;
pub(in crate::lint) mod system_pool_prod_nodes;
pub(in crate::lint) mod system_pool_recommended_capacity;
pub(in crate::lint) mod system_pool_sku_min;
pub(in crate::lint) mod system_pool_sku_min_api;
pub(in crate::lint) mod system_pool_taints_restricted;

use crate::catalog::{Architecture, VmSize};
use crate::lint::{Context, Finding, Pool};
use crate::plan::Edit;
use crate::text::counted;

/// Returns whether AKS takes the size in a System pool (API 2026-08-01; quotas-skus-regions, 2026-08-03).
fn passes_api_floor(vm: &VmSize) -> bool {
    vm.vcpus >= 2 && vm.memory_gib >= 4.0
}

/// Returns whether the documents take the size in a System pool (use-system-pools, 2026-04-30).
fn is_documented_size(vm: &VmSize) -> bool {
    vm.vcpus >= 4 && vm.memory_gib >= 4.0 && !vm.is_burstable()
}

/// Returns the VM size of a pool that is or could be a System pool as the documents have it: Linux, regular capacity,
/// at least 2 nodes, each of a documented size.
pub(super) fn documented_size<'a>(pool: &Pool<'a>) -> Option<&'a VmSize> {
    let fits = pool.is_linux() && !pool.is_spot() && pool.settled_nodes().is_some_and(|nodes| nodes >= 2);
    pool.vm.filter(|vm| fits && is_documented_size(vm))
}

/// Returns a VM size as a sentence names it: "`Standard_D2s_v5` with 2 vCPUs and 8 GiB of memory".
fn described(vm: &VmSize) -> String {
    format!("{} with {} and {} GiB of memory", vm.name, counted(vm.vcpus.into(), "vCPU"), vm.memory())
}

/// Returns the smallest size that the documents take in a System pool and that has so many vCPUs: of the series of
/// `vm`, else of the general-purpose series for its architecture.
fn size_with<'a>(context: &Context<'a>, vm: &VmSize, vcpus: u32) -> Option<&'a VmSize> {
    let general = if vm.architecture == Architecture::Arm64 { "Dpdsv5" } else { "Ddsv5" };
    let smallest = |series: &str| {
        let sizes = context.catalog.sizes().iter();
        let fits =
            sizes.filter(|size| *size.series == *series && is_documented_size(size) && size.vcpus >= vcpus);
        fits.min_by(|a, b| {
            (a.vcpus, a.quota_vcpus)
                .cmp(&(b.vcpus, b.quota_vcpus))
                .then(a.memory_gib.total_cmp(&b.memory_gib))
        })
    };
    smallest(&vm.series).or_else(|| smallest(general))
}

/// Adds a fix that gives the pool the next size that the documents take.
fn offer_next_size(finding: &mut Finding, pool: &Pool<'_>, vm: &VmSize) {
    if let Some(size) = size_with(pool.context, vm, vm.vcpus) {
        finding.unsafe_fix(format_args!("Use {}", size.name), vec![pool.text("vmSize", &size.name)]);
    }
}

/// Adds a fix that makes a User pool of a pool that cannot be a System pool. It is safe if the cluster has another
/// System pool, which is put first if this pool was.
pub(super) fn offer_user_mode(finding: &mut Finding, pool: &Pool<'_>) {
    let to_user = pool.text("mode", "User");
    let other = pool.context.pools().find(Pool::can_be_system);
    match other {
        Some(other) if pool.index == 0 && !pool.cluster().existing => finding.safe_fix(
            format_args!("Make {pool} a User pool, and put {other} first"),
            vec![to_user, Edit::Move { from: other.index, to: 0 }],
        ),
        None if !pool.cluster().existing => finding.unsafe_fix(
            format_args!("Make {pool} a User pool, and add a System pool of 3 nodes"),
            vec![to_user, Edit::add_system_pool(pool.context.plan)],
        ),
        _ => finding.safe_fix(format_args!("Make {pool} a User pool"), vec![to_user]),
    };
}
