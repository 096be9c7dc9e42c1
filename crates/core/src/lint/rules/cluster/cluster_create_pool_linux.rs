use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Edit;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let pools = &context.plan.pools;
    // A Windows System pool is a finding of its own, and so is a plan without any pool.
    let only_windows =
        context.is_whole() && !pools.is_empty() && pools.iter().all(crate::plan::NodePool::is_windows);
    if !only_windows || context.system_pools().next().is_some() {
        return;
    }
    found
        .at_plan(format_args!(
            "All node pools run Windows, but a cluster is created with a Linux System pool. Add a Linux System pool."
        ))
        .safe_fix(format_args!("Add a Linux System pool of 3 nodes"), vec![Edit::add_system_pool(context.plan)]);
}
