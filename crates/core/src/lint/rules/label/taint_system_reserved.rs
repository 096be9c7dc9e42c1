use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::taint_key;
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // The taint of Spot pools has a rule of its own.
    let is_reserved = |taint: &&String| {
        let key = taint_key(taint);
        key.starts_with("kubernetes.azure.com/") && key != "kubernetes.azure.com/scalesetpriority"
    };
    let Some(wrong) = pool.taints.iter().find(is_reserved) else { return };
    let rest = pool.taints.iter().filter(|taint| !is_reserved(taint)).cloned().collect();
    found
        .at(pool, "nodeTaints", format_args!("{pool} has the taint {}, but keys under kubernetes.azure.com/ are reserved for AKS. Use your own key.", in_sentence(wrong)))
        .unsafe_fix(format_args!("Remove it"), vec![pool.list("nodeTaints", rest)]);
}
