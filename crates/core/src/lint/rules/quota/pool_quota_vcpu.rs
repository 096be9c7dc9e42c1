use crate::capacity::quota::{QuotaUse, REGIONAL, SPOT, quota_use};
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    // Without the subscription's usage nothing is known of its quota.
    if context.catalog.quotas().is_empty() {
        return;
    }
    let Some(take) = quota_use(context.plan, context.catalog).into_iter().find(QuotaUse::is_short) else {
        return;
    };
    let Some(quota) = take.quota else { return };
    let of = match take.name {
        REGIONAL => "the region".to_owned(),
        SPOT => "Spot in the region".to_owned(),
        family => format!("the family {}", in_sentence(family)),
    };
    found.at_plan(format_args!(
        "The pools need up to {} vCPUs of {of}, upgrades included, but of the quota of {} vCPUs {} are left. Use fewer nodes, or request more quota.",
        take.peak,
        quota.limit,
        quota.left().max(0)
    ));
}
