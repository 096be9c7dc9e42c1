use crate::plan::KubeletDiskType;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "kubelet-disk-temporary", tier: Tier::Refused, check: Check::Pool(check) };

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
        .at(pool, key, format_args!("{pool} keeps the kubelet's data on the temporary disk, but {} has {temp} GiB there; 30 GiB are needed.", vm.name))
        .maybe(format_args!("Keep them on the OS disk"), vec![pool.clear(key)]);
}
