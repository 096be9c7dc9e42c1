use crate::rules::context::shown;
use crate::rules::{Check, Context, Found, Rule, Tier};
use crate::sizing::quota::{REGIONAL, SPOT, Take, takes};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "pool-quota-vcpu", tier: Tier::Recommendation, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    // Without the subscription's usage nothing is known of its quota.
    if context.catalogue.quotas().is_empty() {
        return;
    }
    let Some(take) = takes(context.plan, context.catalogue).into_iter().find(Take::is_short) else { return };
    let Some(quota) = take.quota else { return };
    let of = match take.name {
        REGIONAL => "the region".to_owned(),
        SPOT => "Spot in the region".to_owned(),
        family => format!("the family {}", shown(family)),
    };
    found.at_plan(format_args!(
        "The pools may take {} vCPUs of {of}, upgrades included, but of the quota of {} vCPUs {} are left; lower the numbers of nodes or ask for more quota.",
        take.peak,
        quota.limit,
        quota.left().max(0)
    ));
}
