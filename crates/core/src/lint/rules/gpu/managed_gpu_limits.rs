use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::GpuManagementMode;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "gpuProfile.nvidia.managementMode";
    if pool.gpu_management != Some(GpuManagementMode::Managed) {
        return;
    }
    let reasons = [(pool.is_windows(), "Windows"), (*pool.autoscaling, "the cluster autoscaler")];
    let reasons: Vec<&str> = reasons.into_iter().filter_map(|(is_so, what)| is_so.then_some(what)).collect();
    if reasons.is_empty() {
        return;
    }
    found
        .at(
            pool,
            key,
            format_args!(
                "{pool} has GPU software that AKS manages, which documents of July 2026 don\u{2019}t support with {}. Set managementMode to Unmanaged, or check that it works.",
                reasons.join(" and ")
            ),
        )
        .unsafe_fix(format_args!("Set managementMode to Unmanaged"), vec![pool.text(key, "Unmanaged")]);
}
