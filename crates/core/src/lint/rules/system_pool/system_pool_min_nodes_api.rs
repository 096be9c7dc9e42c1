use crate::lint::{Check, Found, Pool, Rule, Severity, nodes};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !pool.is_system() || pool.settled_nodes() != Some(0) {
        return;
    }
    let (title, edits) = pool.begin_with(nodes::RECOMMENDED_NODES);
    found
        .at(
            pool,
            pool.nodes_field(),
            format_args!("{pool} is a System pool with 0 nodes. Use at least 1; the documents require 2."),
        )
        .safe_fix(format_args!("{title}"), edits);
}
