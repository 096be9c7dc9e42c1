use crate::lint::{Check, Context, Found, Pool, Rule, Severity};
use crate::plan::{Edit, LONGEST_NAME, Mode, NodeProvisioningMode, presets, taint_key, unused_name};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let has_system_pool = context.system_pools().next().is_some();
    // Node auto-provisioning makes nodes for pods that have none.
    if context.plan.cluster.node_provisioning == Some(NodeProvisioningMode::Auto) {
        return;
    }
    if !context.is_whole() || !has_system_pool || context.pools().any(|pool| takes_applications(&pool)) {
        return;
    }
    let finding = found.at_plan(format_args!(
        "No Linux pool can run pods without tolerations: each is tainted, on Spot capacity or without nodes. \
         Add a User pool without a NoSchedule or NoExecute taint, or remove the taint from a System pool."
    ));
    finding.unsafe_fix(format_args!("Add a User pool of 2 nodes"), vec![add_user_pool(context)]);
    if let Some(pool) = context.only_system_pool() {
        let soft = pool.taints.iter().filter(|taint| pool.hard_taints().all(|hard| hard != *taint));
        let edit = pool.list("nodeTaints", soft.cloned().collect());
        finding.unsafe_fix(format_args!("Let applications use {pool}"), vec![edit]);
    }
}

/// Returns whether applications find room in a pool, at the latest when the findings of other rules are fixed: nothing
/// but `CriticalAddonsOnly` may keep them off a System pool.
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
