use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(pods) = pool.max_pods.filter(|pods| !(10..=250).contains(pods)) else { return };
    let nearest = pods.clamp(10, 250);
    found
        .at(pool, "maxPods", format_args!("{pool} has maxPods {pods}. Use 10 to 250."))
        .unsafe_fix(format_args!("Use {nearest}"), vec![pool.number("maxPods", nearest)]);
}
