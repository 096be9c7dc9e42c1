use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::range;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some((pods, range)) = pool.max_pods.zip(range("maxPods")) else { return };
    if range.contains(&pods) {
        return;
    }
    let (least, most) = range.into_inner();
    let nearest = pods.clamp(least, most);
    found
        .at(pool, "maxPods", format_args!("{pool} has maxPods {pods}. Use {least} to {most}."))
        .unsafe_fix(format_args!("Use {nearest}"), vec![pool.number("maxPods", nearest)]);
}
