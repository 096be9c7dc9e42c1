use crate::rules::nodes::and_more;
use crate::rules::{Check, Context, Found, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "max-pods-default", tier: Tier::Note, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    if let Some((names, first)) = and_more(context.pools().filter(|pool| pool.max_pods.is_none())) {
        let pods = first.max_pods_on(&context.plan.cluster);
        found.at_plan(format_args!(
            "AKS chooses maxPods for {names}: {pods} on a node of {first}, by the cluster's network."
        ));
    }
}
