use crate::capacity::addresses::is_flat;
use crate::lint::nodes::and_more;
use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    // Elsewhere the default is ample.
    let unset = context.pools().filter(|pool| pool.max_pods.is_none() && is_flat(pool, cluster));
    if let Some((names, first)) = and_more(unset) {
        let pods = first.max_pods_on(cluster);
        found.at_plan(format_args!(
            "AKS chooses maxPods for {names}: {pods} per node, because pods get addresses of the node subnet."
        ));
    }
}
