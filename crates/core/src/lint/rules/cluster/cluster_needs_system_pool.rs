use crate::capacity::pod_slots;
use crate::lint::rules::system_pool::documented_size;
use crate::lint::{Check, Context, Found, Pool, Rule, Severity, nodes};
use crate::plan::Edit;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    // Of Windows pools without a System pool, rules of their own speak.
    let windows = context.pools().any(|pool| pool.is_windows());
    if !context.is_whole() || windows || context.system_pools().next().is_some() {
        return;
    }
    let pools = context.plan.pools.len();
    let (number, what) = match context.plan.pools.as_slice() {
        [] => ("", "The plan has no node pool"),
        [only] if only.is_user() => ("", "The only node pool is a User pool"),
        [_] => ("", "The only node pool is a Gateway pool"),
        _ => ("None of the ", " node pools is a System pool"),
    };
    let number = if number.is_empty() { String::new() } else { format!("{number}{pools}") };
    let finding = found.at_plan(format_args!(
        "{number}{what}. Add a System pool, or set the mode of a Linux pool with regular capacity to System."
    ));
    if let Some(pool) = candidate(context) {
        finding.unsafe_fix(format_args!("Make {pool} the System pool"), vec![pool.text("mode", "System")]);
    }
    finding.safe_fix(format_args!("Add a System pool of 3 nodes"), vec![Edit::add_system_pool(context.plan)]);
}

/// Returns a User pool that every rule for System pools would let pass.
fn candidate<'a>(context: &'a Context<'a>) -> Option<Pool<'a>> {
    let fits = |pool: &Pool<'_>| {
        let has_room = pod_slots(pool, pool.cluster()) >= nodes::MIN_PODS;
        documented_size(pool).is_some() && has_room && pool.taints.is_empty()
    };
    context.pools().find(fits)
}
