use crate::lint::{Check, Found, Pool, Rule, Severity, nodes};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !pool.is_system() || pool.settled_nodes() != Some(1) {
        return;
    }
    let is_only_one = pool.cluster().is_production() && pool.context.only_system_pool().is_some();
    let (title, edits) = pool.begin_with(if is_only_one { nodes::RECOMMENDED_NODES } else { 2 });
    found
        .at(
            pool,
            pool.nodes_field(),
            format_args!("{pool} is a System pool with 1 node. Use at least 2; 3 are recommended."),
        )
        .safe_fix(format_args!("{title}"), edits);
}
