use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !pool.is_user() || *pool.autoscaling || pool.count != Some(0) {
        return;
    }
    found
        .at(
            pool,
            "count",
            format_args!("{pool} has no nodes and no autoscaler, so it runs nothing until it is scaled."),
        )
        .unsafe_fix(
            format_args!("Let the autoscaler add up to 3 nodes"),
            vec![pool.on("enableAutoScaling"), pool.number("minCount", 0), pool.number("maxCount", 3)],
        );
}
