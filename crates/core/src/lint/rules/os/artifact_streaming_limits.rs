use crate::catalog::Architecture;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{PoolType, WorkloadRuntime};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "artifactStreamingProfile.enabled";
    // Windows has a rule of its own.
    if !*pool.artifact_streaming || pool.is_windows() {
        return;
    }
    let off = || vec![pool.clear(key)];
    let is_arm = pool.vm.is_some_and(|vm| vm.architecture == Architecture::Arm64);
    let reasons = [
        (pool.workload_runtime == Some(WorkloadRuntime::KataVmIsolation), "doesn\u{2019}t work with Kata"),
        (is_arm, "doesn\u{2019}t support Arm64 sizes"),
        (pool.is_before(25), "needs Kubernetes 1.25 or later"),
    ];
    let reasons: Vec<&str> = reasons.into_iter().filter_map(|(is_so, why)| is_so.then_some(why)).collect();
    if !reasons.is_empty() {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} uses artifact streaming, which {}. Turn artifact streaming off.",
                    reasons.join(" and ")
                ),
            )
            .safe_fix(format_args!("Turn artifact streaming off"), off());
    }
    if pool.pool_type == Some(PoolType::Vms) {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} is of type VirtualMachines and uses artifact streaming, which only scale sets support. Turn artifact streaming off."
                ),
            )
            .downgrade_to(Severity::Unsupported)
            .unsafe_fix(format_args!("Turn artifact streaming off"), off());
    }
}
