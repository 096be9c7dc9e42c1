//! A plan of which not everything is known has no finding that rests on what isn't known.
#![allow(clippy::unwrap_used, clippy::panic)]

use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::lint::{Date, check_partial};
use poolwright::plan::Unknown;

fn rules(text: &str, unknown: &[Unknown]) -> Vec<&'static str> {
    let plan = codec::read(text).unwrap().plan;
    let today = Date::parse("2026-11-29").unwrap();
    let report = check_partial(&plan, &Catalog::embedded(), today, unknown);
    let mut rules: Vec<_> = report.findings.iter().map(|finding| finding.rule.id).collect();
    rules.dedup();
    rules
}

fn plan(pools: &str) -> String {
    format!(
        r#"{{"version": 1, "cluster": {{"name": "aks", "resourceGroup": "rg", "location": "westeurope"}}, "pools": [{pools}]}}"#
    )
}

#[test]
fn no_finding_rests_on_pools_that_are_not_known() {
    let user = plan(r#"{"name": "apps", "mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5"}"#);
    assert!(rules(&user, &[]).contains(&"cluster-needs-system-pool"));
    assert!(!rules(&user, &[Unknown::Pools]).contains(&"cluster-needs-system-pool"));
    assert!(!rules(&plan(""), &[Unknown::Pools]).contains(&"cluster-needs-system-pool"));
}

#[test]
fn what_is_wrong_in_any_case_stays() {
    let pool = r#"{"name": "Sys_1", "mode": "System", "vmSize": "Standard_D4ds_v5"}"#;
    let unknown = [Unknown::Pool(0, "count"), Unknown::Pool(0, "enableAutoScaling")];
    assert!(rules(&plan(pool), &unknown).contains(&"pool-name-syntax"));
    let one = r#"{"name": "sys", "mode": "System", "count": 1, "vmSize": "Standard_D4ds_v5"}"#;
    assert!(rules(&plan(one), &[]).contains(&"system-pool-min-nodes"), "{:?}", rules(&plan(one), &[]));
    assert!(!rules(&plan(one), &[Unknown::Pool(0, "count")]).contains(&"system-pool-min-nodes"));
    assert!(rules(&plan(one), &[Unknown::Pool(0, "osDiskSizeGB")]).contains(&"system-pool-min-nodes"));
}
