use crate::plan::{Edit, LONGEST_NAME, Mode, presets, taint_key, unused_name};
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "apps-need-schedulable-pool",
    title: "Some Linux pool takes ordinary application pods",
    tier: Tier::Advice,
    sources: &[sources::USE_SYSTEM_POOLS, sources::ISSUE_TAINTED_POOLS, sources::ISSUE_CRITICAL_ADDONS],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let has_system_pool = context.system_pools().next().is_some();
    if !context.is_whole() || !has_system_pool || context.pools().any(|pool| takes_applications(&pool)) {
        return Vec::new();
    }
    let finding = context.finding(
        None,
        "No Linux pool takes ordinary pods, because each is tainted, on Spot capacity or without nodes; \
         add a User pool without a NoSchedule or NoExecute taint, or take the taint off a System pool."
            .to_owned(),
        "AKS creates the cluster, but an application that tolerates no taint stays Pending.",
    );
    let finding = finding.maybe("Add a User pool of 2 nodes", vec![add_user_pool(context)]);
    let finding = match context.only_system_pool() {
        Some(pool) => {
            let soft = pool.taints.iter().filter(|taint| pool.hard_taints().all(|hard| hard != *taint));
            let edit = Edit::pool_list(pool.index, "nodeTaints", soft.cloned().collect());
            finding.maybe(format!("Let applications use {}", pool.title()), vec![edit])
        }
        None => finding,
    };
    vec![finding]
}

/// Whether applications find room in a pool, at the latest when what other rules refuse is mended: nothing but
/// CriticalAddonsOnly may keep them off a System pool.
fn takes_applications(pool: &Pool<'_>) -> bool {
    match pool.mode {
        Some(Mode::System) => pool.hard_taints().all(|taint| taint_key(taint) != "CriticalAddonsOnly"),
        _ => pool.takes_ordinary_pods(),
    }
}

fn add_user_pool(context: &Context<'_>) -> Edit {
    let name = unused_name(context.plan, "userpool", LONGEST_NAME);
    let mut pool = Box::new(presets::system_pool(&name));
    (pool.mode, pool.count) = (Some(Mode::User), Some(2));
    Edit::Add { at: context.plan.pools.len(), pool }
}
