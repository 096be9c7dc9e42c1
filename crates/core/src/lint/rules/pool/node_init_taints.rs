use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "nodeInitializationTaints";
    if pool.initialization_taints.is_empty() {
        return;
    }
    let windows = pool.is_windows();
    if windows || pool.cluster().existing {
        let why = if windows {
            "the Azure CLI sets them for Linux pools only"
        } else {
            "they are set with the whole cluster, not with one pool"
        };
        found
            .at(
                pool,
                key,
                format_args!("{pool} has initialization taints (preview), but {why}. Remove them here."),
            )
            .unsafe_fix(format_args!("Remove them"), vec![pool.clear(key)]);
    }
}
