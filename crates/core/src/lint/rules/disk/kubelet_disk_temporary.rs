use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::KubeletDiskType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "kubeletDiskType";
    if pool.kubelet_disk_type != Some(KubeletDiskType::Temporary) {
        return;
    }
    let Some((vm, temp)) = pool.vm.and_then(|vm| Some((vm, vm.temp_gib?))).filter(|(_, temp)| *temp < 30)
    else {
        return;
    };
    found
        .at(pool, key, format_args!("{pool} has kubeletDiskType Temporary, but the temporary disk of {} has {temp} GiB. Use a size with at least 30 GiB.", vm.name))
        .unsafe_fix(format_args!("Use the OS disk"), vec![pool.clear(key)]);
}
