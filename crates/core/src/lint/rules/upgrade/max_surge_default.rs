use crate::lint::nodes::and_more;
use crate::lint::{Check, Context, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    // Up to 10 nodes all documents mean one node.
    let unset = |pool: &Pool<'_>| {
        pool.max_surge.is_none()
            && pool.max_unavailable.is_none()
            && !pool.is_spot()
            && pool.most_nodes() > 10
    };
    if let Some((names, _)) = and_more(context.pools().filter(unset)) {
        found.at_plan(format_args!(
            "AKS chooses maxSurge for {names}: 10% more nodes while upgrading. Use 33% in production."
        ));
    }
}
