use crate::capacity::quota::{QuotaUse, REGIONAL, SPOT, quota_use};
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::{grouped, in_sentence};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    // Without the subscription's usage nothing is known of its quota.
    if context.catalog.quotas().is_empty() {
        return;
    }
    // The nodes of a cluster that exists are in the usage already.
    let is_new = context.is_new_cluster();
    let running = context.plan.baseline.as_ref().map(|baseline| quota_use(baseline, context.catalog));
    let uses = quota_use(context.plan, context.catalog);
    let short = uses.iter().filter_map(|one| {
        let running = running.iter().flatten().find(|other| other.name.eq_ignore_ascii_case(one.name));
        Short::new(one, running.map_or(0, |running| running.vcpus.now), is_new)
    });
    let mut short: Vec<Short<'_>> = short.collect();
    // What creation needs comes first.
    short.sort_by_key(|one| !one.is_short_at_creation);
    for one in short {
        let Short { of, creation, peak, limit, left, is_short_at_creation } = one;
        if is_short_at_creation {
            found.at_plan(format_args!(
                "Creating the pools needs {} vCPUs of {of}, but of the quota of {} vCPUs {} are left. At their maximum, upgrades included, the pools need {}. Use fewer nodes, or request more quota.",
                grouped(creation),
                grouped(limit),
                grouped(left),
                grouped(peak)
            ));
        } else {
            let enough = if is_new {
                format!(", enough for the {} at creation", grouped(creation))
            } else {
                String::new()
            };
            let more = if running.is_some() { " more than now" } else { "" };
            found
                .at_plan(format_args!(
                    "The pools need up to {} vCPUs of {of}{more}, upgrades included, but of the quota of {} vCPUs {} are left{enough}. Use fewer nodes, or request more quota.",
                    grouped(peak),
                    grouped(limit),
                    grouped(left)
                ))
                .downgrade_to(Severity::Recommendation);
        }
    }
}

/// A quota that doesn't cover what the pools need.
struct Short<'a> {
    of: std::borrow::Cow<'a, str>,
    /// vCPUs that creation needs, and that the pools need at most.
    creation: i64,
    peak: i64,
    limit: i64,
    left: i64,
    is_short_at_creation: bool,
}

impl<'a> Short<'a> {
    /// Returns what is short of a quota of which so many vCPUs are in use by the pools themselves.
    fn new(one: &QuotaUse<'a>, running: i64, is_new: bool) -> Option<Self> {
        let quota = one.quota?;
        let left = quota.left().max(0);
        let (creation, peak) = (one.vcpus.now.saturating_sub(running), one.peak.saturating_sub(running));
        let is_short_at_creation = is_new && creation > left;
        (is_short_at_creation || peak > left).then(|| Self {
            of: match one.name {
                REGIONAL => "the region".into(),
                SPOT => "Spot in the region".into(),
                family => format!("the family {}", in_sentence(family)).into(),
            },
            creation,
            peak,
            limit: quota.limit,
            left,
            is_short_at_creation,
        })
    }
}
