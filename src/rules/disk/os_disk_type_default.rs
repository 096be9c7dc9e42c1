use crate::rules::nodes::and_more;
use crate::rules::{Check, Context, Found, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "os-disk-type-default", tier: Tier::Note, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    let unset = context
        .pools()
        .filter(|pool| pool.os_disk_type.is_none() && pool.vm.is_some_and(|vm| vm.ephemeral().is_some()));
    let Some((names, first)) = and_more(unset) else { return };
    let size = first.os_disk_size.unwrap_or(0).max(128);
    let fits = first.vm.is_some_and(|vm| {
        vm.ephemeral() == Some(true) && vm.ephemeral_room_gib().is_some_and(|room| i64::from(room) >= size)
    });
    let kind = if fits { "Ephemeral" } else { "Managed" };
    found.at_plan(format_args!(
        "AKS chooses the kind of OS disk for {names}: {kind} for the VM size of {first}."
    ));
}
