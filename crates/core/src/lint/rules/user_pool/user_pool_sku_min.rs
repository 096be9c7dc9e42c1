use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::counted;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|vm| pool.is_user() && vm.is_too_small()) else {
        return;
    };
    let finding = found.at(
        pool,
        "vmSize",
        format_args!(
            "{pool} is a User pool of {} with {} and {} GiB of memory. Use at least 2 vCPUs and 2 GiB.",
            vm.name,
            counted(vm.vcpus.into(), "vCPU"),
            vm.memory()
        ),
    );
    if pool.exists() {
        finding.downgrade_to(Severity::Note);
    }
    let sizes = pool.context.catalog.sizes();
    let fits = sizes.iter().filter(|size| size.series == vm.series && !size.is_too_small());
    if let Some(size) = fits.min_by(|a, b| a.vcpus.cmp(&b.vcpus).then(a.memory_gib.total_cmp(&b.memory_gib)))
    {
        finding.unsafe_fix(format_args!("Use {}", size.name), vec![pool.text("vmSize", &size.name)]);
    }
}
