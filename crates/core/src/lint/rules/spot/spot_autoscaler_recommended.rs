use crate::lint::nodes::MAX_NODES;
use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !pool.is_spot() || !pool.is_user() || *pool.autoscaling {
        return;
    }
    let nodes = pool.nodes().clamp(0, MAX_NODES);
    let most = nodes.max(1);
    found
        .at(pool, "enableAutoScaling", format_args!("{pool} is a Spot pool without the autoscaler, so evicted nodes aren\u{2019}t replaced. Turn the autoscaler on."))
        .unsafe_fix(
            format_args!("Scale between 0 and {most} nodes"),
            vec![pool.on("enableAutoScaling"), pool.number("minCount", 0), pool.number("maxCount", most)],
        );
}
