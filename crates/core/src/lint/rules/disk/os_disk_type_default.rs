use crate::lint::nodes::and_more;
use crate::lint::{Check, Context, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    // A stated size means that a disk was intended.
    let unset = |pool: &Pool<'_>| {
        pool.os_disk_type.is_none()
            && pool.os_disk_size.is_some_and(|size| size > 0)
            && pool.vm.is_some_and(|vm| vm.ephemeral().is_some())
    };
    let Some((names, first)) = and_more(context.pools().filter(unset)) else { return };
    let size = first.os_disk_size.unwrap_or(0);
    let room = first
        .vm
        .filter(|vm| vm.ephemeral() == Some(true))
        .and_then(crate::catalog::VmSize::ephemeral_room_gib);
    let kind = if room.is_some_and(|room| i64::from(room) >= size) { "Ephemeral" } else { "Managed" };
    found.at_plan(format_args!(
        "AKS chooses the OS disk type for {names}: {kind} for the VM size of {first} and {size} GiB."
    ));
}
