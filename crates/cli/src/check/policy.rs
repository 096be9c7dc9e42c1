//! An organization's policy, from `poolwright.toml`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use poolwright::capacity::{self, HOURS};
use poolwright::catalog::Catalog;
use poolwright::codec::Document;
use poolwright::lint::Severity;
use poolwright::plan::{Map, NodePool, Purpose, ScaleProfiles, Unknown};
use poolwright::text::grouped;

use super::config::Policy;
use super::issue::Issue;
use super::{is_unknown, pool_name};
use crate::input;

/// Returns what violates a policy.
pub(super) fn check(policy: &Policy, document: &Document, catalog: &Catalog) -> Result<Vec<Issue>, String> {
    let regions: Vec<String> = policy.regions.iter().map(|name| region_name(name)).collect();
    let (regions, sizes, names) =
        (patterns(&regions)?, patterns(&policy.vm_sizes)?, patterns(&policy.pool_names)?);
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
    let unchecked = |name: &str, pool: Option<usize>, field: Option<&'static str>, message: String| Issue {
        severity: Severity::Note,
        is_unchecked: true,
        label: "Not checked".to_owned(),
        ..violation(name, pool, field, message)
    };
    let mut found = Vec::new();
    let region = region_name(&plan.cluster.location);
    if !policy.regions.is_empty() && !region.is_empty() && !regions.is_match(&region) {
        let message = format!("The region {region} isn't allowed. Allowed: {}.", policy.regions.join(", "));
        found.push(violation("regions", None, Some("location"), message));
    }
    if !policy.regions.is_empty() && region.is_empty() {
        let message = "The region isn't known, so the policy can't be checked.".to_owned();
        found.push(unchecked("regions", None, Some("location"), message));
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
    if is_unknown(document, Unknown::Cluster("tags")) {
        if !policy.required_tags.is_empty() {
            let message = "Tags of the cluster aren't known, so the policy can't be checked.".to_owned();
            found.push(unchecked("required-tags", None, Some("tags"), message));
        }
    } else if !lost.is_empty() && !plan.cluster.existing {
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
        let unknown = |name: &str, field: &'static str, what: &str| {
            let message = format!("{what}, so the policy can't be checked.");
            unchecked(name, Some(place), Some(field), message)
        };
        if !policy.pool_names.is_empty() && !is_known("name") {
            found.push(unknown("pool-names", "name", &format!("The name of pool {} isn't known", place + 1)));
        }
        if !policy.vm_sizes.is_empty() {
            let (field, named) = sizes_of(pool);
            for size in named.iter().filter(|size| !sizes.is_match(size.to_lowercase())) {
                let message = format!(
                    "{name} has the VM size {size}, which isn't allowed. Allowed: {}.",
                    policy.vm_sizes.join(", ")
                );
                found.push(violation("vm-sizes", Some(place), Some(field), message));
            }
            if !is_known(field) {
                let what = format!("The VM size of {name} isn't known");
                found.push(unknown("vm-sizes", field, &what));
            } else if named.is_empty() {
                let what = match pool.virtual_machines {
                    Some(_) => format!("The VM sizes of {name} can't be read"),
                    None => format!("{name} has no VM size and gets one that AKS chooses"),
                };
                found.push(unknown("vm-sizes", field, &what));
            }
        }
        let lost = missing(&pool.tags);
        if !policy.required_tags.is_empty() && !is_known("tags") {
            found.push(unknown("required-tags", "tags", &format!("Tags of {name} aren't known")));
        } else if !lost.is_empty() {
            found.push(violation(
                "required-tags",
                Some(place),
                Some("tags"),
                format!("{name} has no tag {}. Add it.", lost.join(", ")),
            ));
        }
        let is_production = matches!(plan.cluster.purpose, None | Some(Purpose::Production));
        let least = policy.minimum_zones.filter(|_| is_production);
        if least.is_some() && !is_known("availabilityZones") {
            let what = format!("Availability zones of {name} aren't known");
            found.push(unknown("minimum-zones", "availabilityZones", &what));
        } else if let Some(least) = least
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
            found.push(unchecked("maximum-monthly-cost", None, None, message.to_owned()));
        }
    }
    Ok(found)
}

/// Returns the property that names the VM sizes of a pool, and the sizes.
fn sizes_of(pool: &NodePool) -> (&'static str, Vec<String>) {
    let sizes = match pool.scale_profiles() {
        None if pool.virtual_machines.is_some() => Vec::new(),
        None => return ("vmSize", Vec::from_iter(pool.vm_size.clone())),
        Some(ScaleProfiles::Manual(profiles)) => profiles.into_iter().map(|one| one.size).collect(),
        Some(ScaleProfiles::Auto(profiles)) => profiles.into_iter().map(|one| one.size).collect(),
    };
    ("virtualMachinesProfile", sizes)
}

/// Returns the name of a region, or a pattern of names, without the blanks and capitals of its display name.
fn region_name(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect()
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
