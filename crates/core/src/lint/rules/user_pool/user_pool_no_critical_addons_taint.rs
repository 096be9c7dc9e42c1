use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::taint_key;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let is_reserved = |taint: &String| taint_key(taint) == "CriticalAddonsOnly";
    if !pool.is_user() || !pool.taints.iter().any(is_reserved) {
        return;
    }
    let rest = pool.taints.iter().filter(|taint| !is_reserved(taint)).cloned().collect();
    found
        .at(pool, "nodeTaints", format_args!("{pool} is a User pool with the taint CriticalAddonsOnly, which is for System pools. Remove it."))
        .unsafe_fix(format_args!("Remove the taint"), vec![pool.list("nodeTaints", rest)])
        .unsafe_fix(format_args!("Make {pool} a System pool"), vec![pool.text("mode", "System")]);
}
