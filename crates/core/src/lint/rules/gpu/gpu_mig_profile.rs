use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{GpuInstanceProfile, Keyword};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "gpuInstanceProfile";
    let Some(profile) = &pool.gpu_instance_profile else { return };
    if let GpuInstanceProfile::Other(word) = profile {
        if GpuInstanceProfile::spelled_otherwise(word).is_some() {
            return;
        }
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} has gpuInstanceProfile {}. Use MIG1g, MIG2g, MIG3g, MIG4g or MIG7g.",
                    in_sentence(word)
                ),
            )
            .unsafe_fix(format_args!("Remove it"), vec![pool.clear(key)]);
        return;
    }
    let Some(vm) = pool.vm else { return };
    if ["A100", "H100", "H200"].iter().any(|model| vm.name.contains(model)) {
        return;
    }
    found
        .at(pool, key, format_args!("{pool} has a GPU MIG profile on {}, which doesn\u{2019}t support MIG. Use a size with A100, H100 or H200 GPUs.", vm.name))
        .unsafe_fix(format_args!("Remove the MIG profile"), vec![pool.clear(key)]);
}
