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
        .at(pool, "nodeTaints", format_args!("{pool} has the taint {TAINT}, which AKS puts on Spot pools by itself, but is none; leave it out."))
        .unsafe_fix(format_args!("Leave the taint out"), vec![pool.list("nodeTaints", rest)]);
}
