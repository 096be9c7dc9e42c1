use crate::rules::nodes::and_more;
use crate::rules::{Check, Context, Found, Rule, Tier};
use crate::sizing::addresses::is_flat;

pub(in crate::rules) const RULE: Rule =
    Rule { id: "max-pods-default", tier: Tier::Note, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    // Elsewhere the default is ample.
    let unset = context.pools().filter(|pool| pool.max_pods.is_none() && is_flat(pool, cluster));
    if let Some((names, first)) = and_more(unset) {
        let pods = first.max_pods_on(cluster);
        found.at_plan(format_args!("AKS chooses maxPods for {names}: {pods} on a node, as the pods of this network have addresses of the node subnet."));
    }
}
