use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::taint_key;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    const KEY: &str = "kubernetes.azure.com/scalesetpriority";
    const TAINT: &str = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";
    if pool.is_spot() || !pool.taints.iter().any(|taint| taint_key(taint) == KEY) {
        return;
    }
    let rest = pool.taints.iter().filter(|taint| taint_key(taint) != KEY).cloned().collect();
    found
        .at(pool, "nodeTaints", format_args!("{pool} isn\u{2019}t a Spot pool but has the taint {TAINT}, which AKS adds to Spot pools. Remove it."))
        .unsafe_fix(format_args!("Remove the taint"), vec![pool.list("nodeTaints", rest)]);
}
