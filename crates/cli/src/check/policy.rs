//! An organization's policy, from `poolwright.toml`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use poolwright::capacity::{self, HOURS};
use poolwright::catalog::Catalog;
use poolwright::codec::Document;
use poolwright::lint::Severity;
use poolwright::plan::{Map, Purpose, Unknown};
use poolwright::text::grouped;

use super::config::Policy;
use super::issue::Issue;
use super::{is_unknown, pool_name};
use crate::input;

/// Returns what violates a policy.
pub(super) fn check(policy: &Policy, document: &Document, catalog: &Catalog) -> Result<Vec<Issue>, String> {
    let (regions, sizes, names) =
        (patterns(&policy.regions)?, patterns(&policy.vm_sizes)?, patterns(&policy.pool_names)?);
    let plan = &document.plan;
    let violation = |name: &str, pool: Option<usize>, field: Option<&'static str>, message: String| {
        let words = policy.messages.get(name).map(|words| format!(" {words}")).unwrap_or_default();
        let position = document.places.position(pool, field);
        let issue = Issue::own(
            &format!("policy-{name}"),
            Severity::Unsupported,
            "Policy",
            message + &words,
            position,
        );
        Issue { pool: pool.map(|place| pool_name(plan, place)), field, ..issue }
    };
    let mut found = Vec::new();
    let region: String = plan.cluster.location.to_lowercase().split_whitespace().collect();
    if !policy.regions.is_empty() && !region.is_empty() && !regions.is_match(&region) {
        let message = format!("The region {region} isn't allowed. Allowed: {}.", policy.regions.join(", "));
        found.push(violation("regions", None, Some("location"), message));
    }
    let missing = |tags: &Map| -> Vec<&str> {
        policy
            .required_tags
            .iter()
            .map(String::as_str)
            .filter(|tag| !tags.keys().any(|key| key.eq_ignore_ascii_case(tag)))
            .collect()
    };
    let lost = missing(&plan.cluster.tags);
    if !lost.is_empty() && !plan.cluster.existing && !is_unknown(document, Unknown::Cluster("tags")) {
        found.push(violation(
            "required-tags",
            None,
            Some("tags"),
            format!("The cluster has no tag {}. Add it.", lost.join(", ")),
        ));
    }
    for (place, pool) in plan.pools.iter().enumerate() {
        let is_known = |key: &'static str| !is_unknown(document, Unknown::Pool(place, key));
        let name = pool_name(plan, place);
        if !policy.pool_names.is_empty() && is_known("name") && !names.is_match(&pool.name) {
            let message =
                format!("The pool name {name} isn't allowed. Allowed: {}.", policy.pool_names.join(", "));
            found.push(violation("pool-names", Some(place), Some("name"), message));
        }
        if let Some(size) = pool.vm_size.as_ref().filter(|_| !policy.vm_sizes.is_empty())
            && !sizes.is_match(size.to_lowercase())
        {
            let message = format!(
                "{name} has the VM size {size}, which isn't allowed. Allowed: {}.",
                policy.vm_sizes.join(", ")
            );
            found.push(violation("vm-sizes", Some(place), Some("vmSize"), message));
        }
        let lost = missing(&pool.tags);
        if !lost.is_empty() && is_known("tags") {
            found.push(violation(
                "required-tags",
                Some(place),
                Some("tags"),
                format!("{name} has no tag {}. Add it.", lost.join(", ")),
            ));
        }
        let is_production = matches!(plan.cluster.purpose, None | Some(Purpose::Production));
        if let Some(least) = policy.minimum_zones.filter(|_| is_production && is_known("availabilityZones"))
            && pool.zones.len() < least
        {
            let has = pool.zones.len();
            let message = format!("{name} has {has} availability zones. Use at least {least} in production.");
            found.push(violation("minimum-zones", Some(place), Some("availabilityZones"), message));
        }
    }
    if let Some(most) = policy.maximum_monthly_cost {
        let prices = input::prices(&plan.cluster.location);
        let sums = capacity::sums(plan, catalog, prices.as_ref());
        // Rounded up: a cent above the maximum is above it.
        let month = sums.cluster.cost.now.saturating_mul(HOURS).saturating_add(999_999) / 1_000_000;
        let is_complete =
            prices.is_some() && sums.cluster.without_price == 0 && sums.cluster.without_size == 0;
        if month > most {
            let at_least = if is_complete { "" } else { "at least " };
            let message = format!(
                "The nodes cost {at_least}{} USD a month. The maximum is {} USD.",
                grouped(month),
                grouped(most)
            );
            found.push(violation("maximum-monthly-cost", None, None, message));
        } else if !is_complete {
            let message =
                "The monthly cost isn't known, because a price is missing, so the maximum can't be checked.";
            found.push(Issue {
                severity: Severity::Note,
                is_unchecked: true,
                label: "Not checked".to_owned(),
                ..violation("maximum-monthly-cost", None, None, message.to_owned())
            });
        }
    }
    Ok(found)
}

/// Returns the patterns, which ignore case.
fn patterns(patterns: &[String]) -> Result<GlobSet, String> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern).case_insensitive(true).build();
        builder.add(glob.map_err(|error| format!("{pattern} isn't a pattern: {error}."))?);
    }
    builder.build().map_err(|error| format!("{error}."))
}
