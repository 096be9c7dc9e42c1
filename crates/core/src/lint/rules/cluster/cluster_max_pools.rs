use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::MAX_POOLS;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let pools = context.plan.pools.len();
    if pools > MAX_POOLS {
        found.at_plan(format_args!(
            "The plan has {pools} node pools, but a cluster can have at most {MAX_POOLS}. Merge pools of the same kind, or use another cluster."
        ));
    }
}
