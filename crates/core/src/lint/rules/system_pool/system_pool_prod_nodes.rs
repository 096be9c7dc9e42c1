use crate::lint::{Check, Context, Found, Rule, Severity, nodes};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if !context.plan.cluster.is_production() {
        return;
    }
    // Fewer than 2 nodes are findings of their own.
    let only = context.only_system_pool().filter(|pool| pool.is_system() && pool.settled_nodes() == Some(2));
    let Some(pool) = only else { return };
    let (title, edits) = pool.begin_with(nodes::RECOMMENDED_NODES);
    found
        .at(
            &pool,
            pool.nodes_field(),
            format_args!(
                "{pool} is the only System pool of a production cluster and has 2 nodes. Use at least 3."
            ),
        )
        .safe_fix(format_args!("{title}"), edits);
}
