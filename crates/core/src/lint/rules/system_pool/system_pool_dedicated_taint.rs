use crate::lint::{Applicability, Check, Context, Found, Pool, Rule, Severity};
use crate::plan::{presets, taint_key};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if !context.pools().any(|pool| pool.is_user()) {
        return;
    }
    // Spot pools have a taint that keeps applications away.
    let is_open =
        |pool: &Pool<'_>| pool.is_system() && !pool.is_spot() && pool.hard_taints().next().is_none();
    for pool in context.pools().filter(is_open) {
        dedicate(&pool, found);
    }
}

fn dedicate(pool: &Pool<'_>, found: &mut Found) {
    // A softer taint of the same key would only be in the way.
    let mut taints = vec![presets::CRITICAL_ADDONS_ONLY.to_owned()];
    taints.extend(pool.taints.iter().filter(|taint| taint_key(taint) != "CriticalAddonsOnly").cloned());
    let elsewhere =
        pool.context.pools().any(|other| other.index != pool.index && other.takes_ordinary_pods());
    let confidence = if elsewhere { Applicability::Safe } else { Applicability::Unsafe };
    found
        .at(
            pool,
            "nodeTaints",
            format_args!(
                "{pool} is a System pool that applications can use, though there are User pools. Add the taint {}.",
                presets::CRITICAL_ADDONS_ONLY
            ),
        )
        .fix(
            confidence,
            format_args!("Keep {pool} for system pods"),
            vec![pool.list("nodeTaints", taints)],
        );
}
