use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Edit;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let windows = context.pools().find(|pool| pool.is_windows());
    let (Some(windows), true) = (windows, context.is_whole()) else { return };
    // Windows pools alone are a finding of their own.
    if context.system_pools().next().is_some() || context.pools().all(|pool| pool.is_windows()) {
        return;
    }
    found
        .at_plan(format_args!(
            "No pool is a System pool, but {windows} runs Windows. Add a Linux System pool, or set the mode of a Linux pool to System."
        ))
        .safe_fix(format_args!("Add a Linux System pool of 3 nodes"), vec![Edit::add_system_pool(context.plan)]);
}
