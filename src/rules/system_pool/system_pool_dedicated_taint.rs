use crate::plan::{Edit, presets, taint_key};
use crate::rules::{Check, Confidence, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-dedicated-taint",
    title: "Beside User pools, a System pool is kept for AKS's own pods",
    tier: Tier::Advice,
    sources: &[sources::USE_SYSTEM_POOLS],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    if !context.pools().any(|pool| pool.is_user()) {
        return Vec::new();
    }
    let shared = context.pools().filter(|pool| pool.can_be_system() && pool.hard_taints().next().is_none());
    shared.map(|pool| finding(context, &pool)).collect()
}

fn finding(context: &Context<'_>, pool: &Pool<'_>) -> Finding {
    let finding = pool.finding(
        "nodeTaints",
        format!(
            "{} is a System pool that applications may use although there are User pools; recommended is the taint {}.",
            pool.title(),
            presets::CRITICAL_ADDONS_ONLY
        ),
        "The documents say \"System node pools shouldn't be used to run your application\": \
         one that takes all memory of a node takes it from DNS and metrics too.",
    );
    // A softer taint of the same key would only stand in the way.
    let mut taints = vec![presets::CRITICAL_ADDONS_ONLY.to_owned()];
    taints.extend(pool.taints.iter().filter(|taint| taint_key(taint) != "CriticalAddonsOnly").cloned());
    let elsewhere = context.pools().any(|other| other.index != pool.index && other.takes_ordinary_pods());
    let confidence = if elsewhere { Confidence::Sure } else { Confidence::Maybe };
    let title = format!("Keep {} for AKS's own pods", pool.title());
    finding.fix(confidence, title, vec![Edit::pool_list(pool.index, "nodeTaints", taints)])
}
