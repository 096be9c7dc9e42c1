use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OsDiskType;
use crate::text::grouped;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(vm) = pool.vm.filter(|_| pool.os_disk_type == Some(OsDiskType::Ephemeral)) else { return };
    let size = pool.os_disk_size.unwrap_or(0);
    let finding = if vm.ephemeral() == Some(false) {
        found.at(
            pool,
            "osDiskType",
            format_args!(
                "{pool} has an ephemeral OS disk, which {} doesn\u{2019}t support. Use Managed, or another size.",
                vm.name
            ),
        )
    } else {
        let Some(room) = vm.ephemeral_room_gib().map(i64::from) else { return };
        // Without a size AKS takes the whole disk, if it has 128 GiB at least.
        let wanted = if size == 0 { 128 } else { size };
        if wanted <= room {
            return;
        }
        let finding = found.at(
            pool,
            "osDiskType",
            format_args!("{pool} has an ephemeral OS disk of {} GiB, but {} has room for {} GiB. Use Managed, a smaller disk or another size.", grouped(wanted), vm.name, grouped(room)),
        );
        if room >= 30 {
            finding.unsafe_fix(format_args!("Use {room} GiB"), vec![pool.number("osDiskSizeGB", room)]);
        }
        finding
    };
    finding.unsafe_fix(format_args!("Use Managed disks"), vec![pool.text("osDiskType", "Managed")]);
}
