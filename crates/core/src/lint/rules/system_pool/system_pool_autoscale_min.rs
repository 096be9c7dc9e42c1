use crate::lint::nodes::MAX_NODES;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some((min @ 0..=1, max)) = pool.bounds().filter(|_| pool.is_system()) else { return };
    let least = if min < 1 { "at least 1; the documents require 2 nodes" } else { "at least 2" };
    let finding =
        found.at(pool, "minCount", format_args!("{pool} is a System pool with minCount {min}. Use {least}."));
    if min == 1 {
        finding.downgrade_to(Severity::Recommendation);
    }
    let mut edits =
        vec![pool.number("minCount", 2), pool.number("maxCount", max.clamp(2, MAX_NODES.max(max)))];
    edits.extend(pool.count.filter(|count| (0..2).contains(count)).map(|_| pool.number("count", 2)));
    finding.safe_fix(format_args!("Keep at least 2 nodes"), edits);
}
