use crate::lint::nodes::MAX_NODES;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, unused_name};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // The autoscaler's own bounds are findings of their own.
    let Some(count) = pool.count.filter(|count| *count > MAX_NODES) else { return };
    let least = pool.least_nodes();
    let finding = found.at(
        pool,
        "count",
        format_args!("{pool} has count {count}. A {} pool can have {least} to 1,000 nodes.", pool.kind()),
    );
    if let Some(edits) = split(pool) {
        finding.unsafe_fix(format_args!("Spread the nodes over two pools"), edits);
    }
    let most = pool.bounds().map_or(MAX_NODES, |(_, max)| max.clamp(0, MAX_NODES));
    finding.unsafe_fix(format_args!("Use {most} nodes"), vec![pool.number("count", most)]);
}

/// Returns a second pool of the same kind for the nodes that are too many, if one is enough.
fn split(pool: &Pool<'_>) -> Option<Vec<Edit>> {
    let rest = pool.count?.checked_sub(MAX_NODES).filter(|rest| (1..=MAX_NODES).contains(rest))?;
    if *pool.autoscaling {
        return None;
    }
    let name = unused_name(pool.context.plan, &pool.name, pool.longest_name());
    let mut second = Box::new(pool.pool.clone());
    (second.name, second.count) = (name, Some(rest));
    Some(vec![pool.number("count", MAX_NODES), Edit::Add { at: pool.index + 1, pool: second }])
}
