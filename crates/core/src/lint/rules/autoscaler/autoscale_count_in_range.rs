use crate::lint::nodes::MAX_NODES;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // A value that isn't a number of nodes is a finding of its own.
    let count = pool.count.filter(|count| (0..=MAX_NODES).contains(count));
    let (Some((min, max)), Some(count)) = (pool.bounds(), count) else { return };
    if (min..=max).contains(&count) {
        return;
    }
    let nearest = count.clamp(min, max);
    let (bound, title) =
        if count < min { ("minCount", "Scale down to") } else { ("maxCount", "Scale up to") };
    // The autoscaler brings a pool that exists into its range: nothing checks the number any more.
    if pool.exists() {
        found
            .at(pool, "count", format_args!("{pool} has {count} nodes, outside its autoscaler\u{2019}s range of {min} to {max}. The autoscaler brings it into the range."))
            .downgrade_to(Severity::Note);
        return;
    }
    found
        .at(
            pool,
            "count",
            format_args!(
                "{pool} has count {count}, outside its autoscaler\u{2019}s range. Use {min} to {max}."
            ),
        )
        .safe_fix(format_args!("Start with {nearest}"), vec![pool.number("count", nearest)])
        .unsafe_fix(format_args!("{title} {count}"), vec![pool.number(bound, count)]);
}
