//! A verdict is clear only where every value could be checked.

use poolwright::catalog::Catalog;
use poolwright::lint::{self, Date, Finding, Severity};
use poolwright::plan::{CLUSTER_PROPERTIES, Kind, POOL_PROPERTIES, Plan, Value};

use super::support::{judge, read};

/// A plan that every rule lets pass, with these properties instead of its own.
fn plan(cluster: &str, pool: &str) -> Plan {
    let cluster = format!(r#"{{"name": "aks1", "resourceGroup": "rg1", "location": "westus"{cluster}}}"#);
    let pool =
        format!(r#"{{"name": "sys1", "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5"{pool}}}"#);
    read(&format!(r#"{{"version": 1, "cluster": {cluster}, "pools": [{pool}]}}"#))
}

/// The findings of a rule on a day.
fn on(plan: &Plan, day: &str, id: &str) -> Vec<Finding> {
    let report = lint::check(plan, &Catalog::embedded(), Date::parse(day).unwrap());
    report.findings.into_iter().filter(|finding| finding.rule.id == id).collect()
}

#[test]
fn a_plan_of_known_values_is_clear() {
    let report = judge(&plan("", ""));
    assert!(report.is_clear(), "{:?}", report.findings);
    assert_eq!(report.verdict(), "No rule violations.");
}

/// Properties and their texts.
type Texts<'a> = &'a [(&'a str, &'a str)];

/// The plan with texts at these properties, of the cluster or of its pool; an empty one takes the property away.
fn with(texts: Texts<'_>) -> Plan {
    let mut plan = plan("", "");
    for (key, text) in texts {
        let value = Some(Value::Text((*text).to_owned()));
        let is_set = match poolwright::plan::property::find(CLUSTER_PROPERTIES, key) {
            Some(property) => property.put(&mut plan.cluster, value),
            None => POOL_PROPERTIES
                .iter()
                .any(|one| one.key == *key && one.put(&mut plan.pools[0], value.clone())),
        };
        assert!(is_set, "{key}");
    }
    plan
}

#[test]
fn what_is_unknown_is_named_with_what_was_meant() {
    let one = "1 value could not be checked.";
    let three = "3 values could not be checked.";
    let refused = "1 refused.";
    let cases: [(Texts<'_>, &str, &str); 14] = [
        (&[("vmSize", "banana")], "banana", one),
        (&[("vmSize", "Standard_D4dsv5")], "Did you mean Standard_D4ds_v5?", one),
        (&[("vmSize", "Standard_D4ds_v5\u{a0}")], "Did you mean Standard_D4ds_v5?", refused),
        (&[("name", "")], "no name", one),
        (&[("resourceGroup", "")], "no resource group", one),
        (&[("location", "")], "no region", one),
        (&[("location", "nowhere")], "nowhere", one),
        (&[("location", "usgovvirginia")], "usgovvirginia", one),
        (&[("location", "westeurop")], "Did you mean westeurope?", one),
        (&[("kubernetesVersion", "1.20")], "1.20", refused),
        (&[("kubernetesVersion", "v1.33")], "v1.33", refused),
        (&[("kubernetesVersion", "1.38")], "as of 2026-10-25", one),
        (&[("orchestratorVersion", "1.36.x")], "1.36.x", refused),
        (&[("location", "nowhere"), ("kubernetesVersion", "1.99"), ("vmSize", "banana")], "banana", three),
    ];
    for (texts, said, verdict) in cases {
        let report = judge(&with(texts));
        assert!(!report.is_clear(), "{texts:?}");
        assert_eq!(report.verdict(), verdict, "{texts:?} {:?}", report.findings);
        let messages: Vec<&str> = report.findings.iter().map(|one| one.message.as_str()).collect();
        assert!(messages.iter().any(|message| message.contains(said)), "{said}: {messages:?}");
    }
    let report = judge(&plan("", r#", "nodeLabels": {"tier: web": ""}"#));
    assert_eq!(report.verdict(), "1 refused.");
    assert!(report.findings[0].message.contains("tier: web"), "{:?}", report.findings);
}

#[test]
fn no_word_of_a_vocabulary_is_passed_over() {
    for property in CLUSTER_PROPERTIES.iter().filter(|one| matches!(one.kind, Kind::Keyword(_))) {
        let mut plan = plan("", "");
        property.put(&mut plan.cluster, Some(Value::Text("banana".to_owned())));
        let found = judge(&plan).findings;
        assert!(found.iter().any(|one| one.field == Some(property.key)), "{} {found:?}", property.key);
        assert!(!judge(&plan).is_clear());
    }
    for property in POOL_PROPERTIES.iter().filter(|one| matches!(one.kind, Kind::Keyword(_))) {
        let mut plan = plan("", "");
        property.put(&mut plan.pools[0], Some(Value::Text("banana".to_owned())));
        let found = judge(&plan).findings;
        assert!(found.iter().any(|one| one.field == Some(property.key)), "{} {found:?}", property.key);
        assert!(!judge(&plan).is_clear());
    }
}

#[test]
fn support_of_a_kubernetes_version_ends_on_its_day() {
    let id = "kubernetes-version-supported";
    let of = |version: &str, more: &str| plan(&format!(r#", "kubernetesVersion": "{version}"{more}"#), "");
    let severity =
        |plan: &Plan, day: &str| on(plan, day, id).first().map(|found| (found.severity, found.is_unchecked));
    let lts = r#", "supportPlan": "AKSLongTermSupport", "severity": "Premium""#;
    let existing = r#", "existing": true"#;
    for (version, more, day, expected) in [
        ("1.34", "", "2026-09-30", None),
        ("1.34", "", "2026-11-30", Some((Severity::Note, false))),
        ("1.34.2", "", "2026-12-01", Some((Severity::Refused, false))),
        ("1.34", existing, "2026-12-01", Some((Severity::Unsupported, false))),
        ("1.34", lts, "2026-12-01", None),
        ("1.33", "", "2026-11-28", Some((Severity::Refused, false))),
        ("1.33", lts, "2026-11-28", None),
        ("1.31", lts, "2026-11-28", Some((Severity::Note, false))),
        ("1.31", lts, "2026-12-01", Some((Severity::Refused, false))),
        ("1.30", lts, "2026-11-28", Some((Severity::Refused, false))),
        ("1.20", lts, "2026-11-28", Some((Severity::Refused, false))),
        ("1.36", "", "2026-11-28", None),
        ("1.37.0", "", "2026-11-28", None),
        ("1.38", "", "2026-11-28", Some((Severity::Note, true))),
        ("2.0", existing, "2026-11-28", Some((Severity::Note, true))),
    ] {
        assert_eq!(severity(&of(version, more), day), expected, "{version}{more} on {day}");
    }
    // A pool's own version is a finding at the pool; the cluster's is one finding.
    let pools = plan(r#", "kubernetesVersion": "1.36""#, r#", "orchestratorVersion": "1.33.5""#);
    let found = on(&pools, "2026-11-28", id);
    assert_eq!((found.len(), found[0].pool, found[0].severity), (1, Some(0), Severity::Unsupported));
    let same = plan(r#", "kubernetesVersion": "1.33""#, r#", "orchestratorVersion": "1.33.5""#);
    assert_eq!(on(&same, "2026-11-28", id).len(), 1);
}

#[test]
fn a_value_in_another_case_is_unchecked_and_a_mode_is_refused() {
    for (key, text, meant) in [
        ("osSKU", "ubuntu", "Ubuntu"),
        ("osType", "linux", "Linux"),
        ("scaleSetPriority", "spot", "Spot"),
        ("scaleSetEvictionPolicy", "delete", "Delete"),
        ("scaleDownMode", "DELETE", "Delete"),
        ("gpuInstanceProfile", "mig1g", "MIG1g"),
    ] {
        let report = judge(&with(&[(key, text)]));
        let [finding] = report.findings.as_slice() else { panic!("{key}: {:?}", report.findings) };
        assert!(finding.is_unchecked && finding.message.contains(&format!("Write {meant}")), "{finding:?}");
    }
    let report = judge(&with(&[("mode", "system")]));
    assert!(report.findings.iter().any(|finding| finding.severity == Severity::Refused));
}
