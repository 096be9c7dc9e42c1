use crate::lint::{Check, Found, Pool, Rule, Severity, nodes};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(count) = pool.count.filter(|count| *count < 0) else { return };
    let least = pool.least_nodes();
    let wanted = if pool.is_system() { nodes::RECOMMENDED_NODES } else { 0 };
    let wanted = pool.bounds().map_or(wanted, |(min, max)| wanted.max(min).min(max));
    found
        .at(
            pool,
            "count",
            format_args!("{pool} has count {count}. A {} pool can have {least} to 1,000 nodes.", pool.kind()),
        )
        .unsafe_fix(format_args!("Use {wanted} nodes"), vec![pool.number("count", wanted)]);
}
