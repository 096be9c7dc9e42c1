use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some(pods) = pool.max_pods.filter(|pods| pool.is_windows() && (111..=250).contains(pods)) else {
        return;
    };
    found
        .at(pool, "maxPods", format_args!("{pool} runs Windows with maxPods {pods}. Use at most 110."))
        .unsafe_fix(format_args!("Use 110"), vec![pool.number("maxPods", 110)]);
}
