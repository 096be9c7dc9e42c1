use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let (Some(min), Some(max)) = (pool.min_count, pool.max_count) else { return };
    if !*pool.autoscaling || min <= max {
        return;
    }
    let mut edits = vec![pool.number("minCount", max), pool.number("maxCount", min)];
    if let Some(count) = pool.count {
        edits.push(pool.number("count", count.clamp(max, min)));
    }
    found
        .at(
            pool,
            "minCount",
            format_args!(
                "{pool} has minCount {min} above maxCount {max}. Use a minCount of at most maxCount."
            ),
        )
        .safe_fix(format_args!("Swap the two"), edits);
}
