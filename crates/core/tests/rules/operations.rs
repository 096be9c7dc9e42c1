//! Rules about operations: their pages' examples, done to a cluster.

use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::lint::page::page;
use poolwright::lint::{Check, Date, REGISTRY};
use poolwright::operations::{Change, Operation, Upgrade, simulate};
use poolwright::plan::{Keyword, Mode};

/// Returns what the rules find about an operation of a page: the refusals, or else the remarks.
fn said(words: &str, plan: &str) -> Vec<&'static str> {
    let plan = codec::read(plan).unwrap().plan;
    let today = Date::new(2026, 11, 24).unwrap();
    match simulate(&plan, &Catalog::embedded(), today, &operation(words)) {
        Ok(outcome) => outcome.remarks.iter().filter_map(|remark| remark.rule).collect(),
        Err(refusal) => refusal.reasons.iter().filter_map(|reason| reason.rule).collect(),
    }
}

pub(crate) fn operation(words: &str) -> Operation {
    let words: Vec<&str> = words.split(' ').collect();
    let own = |text: &str| text.to_owned();
    match words.as_slice() {
        ["set-mode", name, mode] => Operation::SetMode(own(name), Mode::from_text(mode)),
        ["scale-pool", name, count] => Operation::ScalePool(own(name), count.parse().unwrap()),
        ["update-pool", name, changes @ ..] => {
            let changes = changes.iter().map(|change| {
                let (key, value) = change.split_once('=').unwrap();
                let json = poolwright::syntax::parse_json(value).unwrap_or_else(|_| value.into());
                let (key, value) = codec::pool_property(key, &json).unwrap();
                Change { key, value }
            });
            Operation::UpdatePool(own(name), changes.collect())
        }
        ["upgrade-pool", name, version] => Operation::UpgradePool(own(name), Upgrade::Version(own(version))),
        ["upgrade-control-plane", version] => Operation::UpgradeControlPlane(own(version)),
        ["upgrade-all", version] => Operation::UpgradeAll(own(version)),
        ["start-pool", name] => Operation::StartPool(own(name)),
        ["stop-pool", name] => Operation::StopPool(own(name)),
        ["delete-pool", name] => Operation::DeletePool(own(name)),
        ["delete-machines", name, machine] => Operation::DeleteMachines(own(name), vec![own(machine)]),
        other => panic!("{other:?}"),
    }
}

/// The examples of a section: the operation and the plan.
fn examples<'a>(text: &'a str, section: &str) -> Vec<(&'a str, &'a str)> {
    let (_, rest) = text.split_once(&format!("\n## {section}\n")).unwrap();
    let rest = rest.split("\n## ").next().unwrap();
    let blocks = rest.split("```json ").skip(1).map(|block| block.split_once("\n```").unwrap().0);
    let examples: Vec<_> = blocks.map(|block| block.split_once('\n').unwrap()).collect();
    assert!(!examples.is_empty(), "no example under {section}");
    examples
}

#[test]
fn operations_on_pages_are_judged_as_they_say() {
    let rules = REGISTRY.iter().filter(|rule| matches!(rule.check, Check::Operation));
    for rule in rules {
        let text = page(rule.id).unwrap().text;
        for (words, plan) in examples(text, "Violates") {
            assert!(
                said(words, plan).contains(&rule.id),
                "{}: {words} on {plan}: {:?}",
                rule.id,
                said(words, plan)
            );
        }
        for (words, plan) in examples(text, "Complies") {
            assert!(!said(words, plan).contains(&rule.id), "{}: {words} on {plan}", rule.id);
        }
    }
}

/// What is said of an operation on a small cluster.
fn rules_of(words: &str, cluster: &str, pool: &str) -> Vec<&'static str> {
    let system = r#"{"name": "a", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#;
    said(
        words,
        &format!(
            r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{system}, {{"name": "u", {pool}}}]}}"#
        ),
    )
}

#[test]
fn laws_begin_and_end_at_their_numbers() {
    let user = r#""mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5""#;
    for (count, expected) in [(-1, true), (0, true), (1, true), (2, false), (1_000, false)] {
        let found = rules_of(&format!("scale-pool a {count}"), "", user);
        assert_eq!(found.contains(&"scale-system-pool-floor"), expected, "{count}: {found:?}");
    }
    assert_eq!(rules_of("scale-pool u 1001", "", user), ["pool-max-nodes"]);
    assert_eq!(rules_of("scale-pool u -1", "", user), ["pool-count-not-negative"]);
    assert_eq!(rules_of("scale-pool u 0", "", user), [""; 0]);
    // Room for 30 pods is advice when a System pool is scaled.
    let small = r#"{"version": 1, "cluster": {}, "pools": [{"name": "a", "mode": "System", "count": 3, "maxPods": 10}]}"#;
    assert_eq!(said("scale-pool a 2", small), ["scale-system-pool-floor"]);
    assert_eq!(said("scale-pool a 3", small), [""; 0]);
    let version = r#""kubernetesVersion": "1.33.5""#;
    for (target, expected) in [
        ("1.34", None),
        ("1.35", Some("control-plane-no-skip")),
        ("1.33.4", Some("pool-version-no-downgrade")),
        ("1.33.5", None),
    ] {
        let found = rules_of(&format!("upgrade-control-plane {target}"), version, user);
        assert_eq!(found, Vec::from_iter(expected), "{target}");
    }
    let lts = r#""kubernetesVersion": "1.33.5", "supportPlan": "AKSLongTermSupport", "severity": "Premium""#;
    assert_eq!(rules_of("upgrade-control-plane 1.35", lts, user), [""; 0]);
    assert_eq!(rules_of("upgrade-pool u 1.34", version, user), ["pool-version-not-above-control-plane"]);
    for (pool, expected) in [
        (r#""mode": "User", "powerState": {"code": "Stopped"}"#, true),
        (r#""mode": "User", "provisioningState": "Failed""#, true),
        (r#""mode": "Gateway""#, true),
        (r#""mode": "User""#, false),
        (r#""mode": "User", "scaleSetPriority": "Spot""#, false),
    ] {
        assert_eq!(
            rules_of("stop-pool u", "", pool).contains(&"stop-pool-preconditions"),
            expected,
            "{pool}"
        );
    }
    let stopped = r#""mode": "User", "powerState": {"code": "Stopped"}"#;
    assert_eq!(
        rules_of("start-pool u", r#""powerState": {"code": "Stopped"}"#, stopped),
        ["start-pool-preconditions"]
    );
    assert_eq!(rules_of("start-pool u", "", stopped), [""; 0]);
    let deleting = r#""mode": "User", "provisioningState": "Deleting""#;
    assert_eq!(rules_of("delete-pool u", "", deleting), ["delete-pool-no-drain"]);
    assert_eq!(rules_of("scale-pool u 2", "", deleting), ["one-operation-at-a-time"]);
    for (state, expected) in
        [("Succeeded", false), ("Failed", false), ("Canceled", false), ("Upgrading", true)]
    {
        let found = rules_of("scale-pool u 2", &format!(r#""provisioningState": "{state}""#), user);
        assert_eq!(found.contains(&"one-operation-at-a-time"), expected, "{state}");
    }
    assert_eq!(rules_of("update-pool u maxPods=50", "", user), ["pool-immutable-properties"]);
    // What is said again changes nothing.
    assert_eq!(rules_of("update-pool u vmSize=Standard_D4ds_v5", "", user), [""; 0]);
    let preview = r#""preview": true"#;
    // A resize in place replaces all nodes.
    assert_eq!(rules_of("update-pool u vmSize=Standard_D8ds_v5", preview, user), ["update-reimages-nodes"]);
    let no_surge = r#""mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5", "upgradeSettings": {"maxSurge": "0", "maxUnavailable": "1"}"#;
    assert_eq!(
        rules_of("update-pool u vmSize=Standard_D8ds_v5", preview, no_surge),
        ["vm-size-resize-preview"]
    );
    assert_eq!(
        rules_of("update-pool u availabilityZones=[\"1\"]", preview, user),
        ["pool-immutable-properties"]
    );
    // What a change leads to is judged too.
    assert_eq!(rules_of("update-pool u nodeTaints=[\"x\"]", "", user), ["taint-syntax"]);
    assert_eq!(
        rules_of("set-mode u System", "", r#""mode": "User", "osType": "Windows", "count": 2"#),
        ["mode-user-to-system-qualifies", "system-pool-linux-only"]
    );
}

#[test]
fn an_update_must_meet_the_preconditions_of_the_operations_in_it() {
    let user = r#""mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5", "orchestratorVersion": "1.33.5""#;
    let version = r#""kubernetesVersion": "1.33.5""#;
    for (words, expected) in [
        ("update-pool a mode=User", "mode-system-to-user-needs-other"),
        ("update-pool a count=0", "scale-system-pool-floor"),
        ("update-pool u orchestratorVersion=1.32.1", "pool-version-no-downgrade"),
    ] {
        assert_eq!(rules_of(words, version, user), [expected], "{words}");
    }
    assert_eq!(rules_of("update-pool a count=1", version, user), ["scale-system-pool-floor"]);
    assert_eq!(rules_of("update-pool u count=4", version, user), [""; 0]);
    assert_eq!(rules_of("update-pool u mode=System", version, user), ["system-pods-do-not-move"]);
    let windows = r#""mode": "User", "osType": "Windows", "count": 2"#;
    assert_eq!(
        rules_of("update-pool u mode=System", "", windows),
        ["mode-user-to-system-qualifies", "system-pool-linux-only"]
    );
    let scaled = r#""mode": "User", "enableAutoScaling": true, "minCount": 1, "maxCount": 5, "count": 2"#;
    assert_eq!(rules_of("update-pool u count=3", "", scaled), ["autoscale-blocks-manual-scale"]);
    // Off goes the autoscaler with its bounds, and the number of nodes is free from then on.
    assert_eq!(rules_of("update-pool u enableAutoScaling=false", "", scaled), [""; 0]);
    assert_eq!(rules_of("update-pool u enableAutoScaling=false count=3", "", scaled), [""; 0]);
    assert_eq!(
        rules_of("update-pool u enableAutoScaling=false minCount=2", "", scaled),
        ["autoscale-fields-only-when-enabled"]
    );
}

#[test]
fn impossible_changes_are_not_refusals_of_aks() {
    let plan = r#"{"version": 1, "cluster": {}, "pools": [
        {"name": "a", "mode": "System", "count": 3}, {"name": "u", "mode": "User", "count": 3}]}"#;
    let plan = codec::read(plan).unwrap().plan;
    let today = Date::new(2026, 11, 24).unwrap();
    for (words, expected) in [
        (
            "update-pool u powerState.code=Stopped",
            "To change powerState.code, start or stop the pool: start-pool u or stop-pool u.",
        ),
        ("update-pool u provisioningState=Failed", "provisioningState is read-only."),
        ("update-pool u osSKU=Ubuntu osSKU=AzureLinux", "osSKU is changed twice; give one value."),
        ("update-pool u mode=Gateway", "Gateway isn't a mode that a pool can be set to. Use System or User."),
    ] {
        let refusal = simulate(&plan, &Catalog::embedded(), today, &operation(words)).unwrap_err();
        assert_eq!((refusal.to_string().as_str(), refusal.is_by_aks()), (expected, false));
    }
}

#[test]
fn a_control_plane_does_not_leave_its_pools_too_far_behind() {
    let system = r#""kubernetesVersion": "1.33.5""#;
    let old = |version: &str| {
        format!(
            r#""mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5", "orchestratorVersion": "{version}""#
        )
    };
    assert_eq!(rules_of("upgrade-control-plane 1.34", system, &old("1.31.1")), [""; 0]);
    assert_eq!(rules_of("upgrade-control-plane 1.34", system, &old("1.30.1")), ["pool-version-skew"]);
    // All pools go along.
    assert_eq!(rules_of("upgrade-all 1.34", system, &old("1.30.1")), [""; 0]);
}

#[test]
fn a_cluster_out_of_support_skips_to_the_oldest_supported_version() {
    let pool = r#""mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5""#;
    let at = |version: &str| format!(r#""kubernetesVersion": "{version}""#);
    let is_taken = |words: &str, version: &str| {
        let system = r#"{"name": "a", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#;
        let cluster = at(version);
        let text = format!(
            r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{system}, {{"name": "u", {pool}}}]}}"#
        );
        let plan = codec::read(&text).unwrap().plan;
        let today = Date::new(2026, 11, 24).unwrap();
        simulate(&plan, &Catalog::embedded(), today, &operation(words)).is_ok()
    };
    // On that day 1.32 is out of support, and 1.34 is the oldest version with support. A note remains.
    assert!(is_taken("upgrade-all 1.34", "1.32"));
    assert_eq!(rules_of("upgrade-all 1.34", &at("1.32"), pool), ["control-plane-no-skip"]);
    assert!(!is_taken("upgrade-all 1.35", "1.32"));
    assert!(!is_taken("upgrade-control-plane 1.34", "1.32"));
    // 1.34 has support: it takes one version after the other.
    assert!(!is_taken("upgrade-all 1.36", "1.34"));
}

#[test]
fn the_bounds_of_an_autoscaler_can_change_with_any_node_count() {
    let pool = r#""mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5", "enableAutoScaling": true, "minCount": 1, "maxCount": 5"#;
    for bounds in ["minCount=4 maxCount=8", "minCount=1 maxCount=2"] {
        assert_eq!(rules_of(&format!("update-pool u {bounds}"), "", pool), [""; 0], "{bounds}");
    }
}
