use crate::catalog::VmSize;
use crate::lint::nodes::and_more;
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::OsDiskType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let unset = context.pools().filter(|pool| {
        pool.os_disk_type == Some(OsDiskType::Managed)
            && matches!(pool.os_disk_size, None | Some(0))
            && pool.vm.is_some()
    });
    if let Some((names, first)) = and_more(unset) {
        let size = first.vm.map_or(0, default_size);
        found.at_plan(format_args!(
            "AKS chooses the size of the managed OS disk for {names}: {size} GiB for the VM size of {first}."
        ));
    }
}

/// Returns the OS disk that AKS gives a size when nothing is said (concepts-storage, 2026-07-30).
fn default_size(vm: &VmSize) -> u32 {
    match vm.vcpus {
        0..=7 => 128,
        8..=15 => 256,
        16..=63 => 512,
        _ => 1_024,
    }
}
