//! The named journeys: each an example with a baseline, whose steps and scripts are read before they are accepted, and
//! whose az script is run against a fake Azure CLI that keeps the cluster's pools.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "../../core/tests/any_layout/mod.rs"]
mod any_layout;
#[path = "../../core/tests/az_stub/mod.rs"]
mod az_stub;

use std::path::PathBuf;
use std::process::Command;

use az_stub::{Event, Fault, Stub};
use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::emit::{self, ManualStep, Shell};
use poolwright::lint::{self, Date, Severity};
use poolwright::migrate::{self, Names, Objective, PlannerOptions, Runbook, diff};
use poolwright::plan::Plan;
use proptest::prelude::*;
use serde_json::json;

const JOURNEYS: [&str; 19] = [
    "azure-linux-2-to-3",
    "change-max-pods",
    "cheaper-sizes",
    "dedicate-system-pool",
    "delete-first-pool",
    "ephemeral-os-disk",
    "kubenet",
    "linux-sku-in-place",
    "migrate-before-2020-03",
    "node-provisioning",
    "node-provisioning-beside-autoscaler",
    "os-guard-out",
    "out-of-support",
    "resize-system-pool",
    "retiring-vm-series",
    "swap-system-pool",
    "three-zones",
    "ubuntu-2204-to-2404",
    "windows-2019-to-2022",
];

fn today() -> Date {
    Date::new(2026, 11, 25).unwrap()
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(format!("{}/../../examples/journeys/{name}.plan.json", env!("CARGO_MANIFEST_DIR")))
}

fn journey(name: &str) -> (Plan, Plan) {
    let document = codec::read(&std::fs::read_to_string(path(name)).unwrap()).unwrap();
    assert_eq!(document.notes, [], "{name}");
    let target = document.plan;
    (*target.baseline.clone().unwrap(), target)
}

fn runbook_of(name: &str) -> (Runbook, Plan) {
    let (current, target) = journey(name);
    let options = PlannerOptions::default();
    let runbook = migrate::runbook(&current, &target, &Catalog::embedded(), today(), &options).unwrap();
    // With the names that replaced pools take.
    let target = runbook.target.clone();
    (runbook, target)
}

/// Replaced pools keep their names: there are more steps, and a new pool must be distinguished from an old one.
fn keep_names() -> PlannerOptions {
    PlannerOptions { names: Names::Keep, ..PlannerOptions::default() }
}

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_poolwright"))
        .args(arguments)
        .args(["--today", "2026-11-25"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn each_journey_is_listed() {
    let files = std::fs::read_dir(path("x").parent().unwrap()).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap().replace(".plan.json", ""))
        .collect();
    names.sort();
    assert_eq!(names, JOURNEYS);
    let of_page: Vec<Plan> = codec::JOURNEYS.iter().map(poolwright::codec::Preset::plan).collect();
    for name in JOURNEYS {
        let document = codec::read(&std::fs::read_to_string(path(name)).unwrap()).unwrap();
        assert!(of_page.contains(&document.plan), "{name} is not offered by the page");
    }
    assert_eq!(of_page.len(), JOURNEYS.len());
    let docs =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/journeys.md")).unwrap();
    for name in JOURNEYS {
        assert!(docs.contains(&format!("examples/journeys/{name}.plan.json")), "{name} is not in the docs");
    }
}

#[test]
fn targets_pass_and_files_are_canonical() {
    for name in JOURNEYS {
        let (_, target) = journey(name);
        let report = lint::check(&target, &Catalog::embedded(), today());
        assert!(report.count(Severity::Refused) == 0 && report.passes(), "{name}: {}", report.verdict());
        assert_eq!(codec::write(&target), std::fs::read_to_string(path(name)).unwrap(), "{name}");
    }
}

#[test]
fn the_steps_are_as_they_were_read() {
    for name in JOURNEYS {
        let file = path(name);
        insta::assert_snapshot!(format!("{name}-steps"), printed(&["runbook", file.to_str().unwrap()]));
    }
}

#[test]
fn the_scripts_are_as_they_were_read() {
    for name in ["resize-system-pool", "change-max-pods", "swap-system-pool"] {
        let file = path(name);
        for dialect in ["az", "powershell"] {
            let text = printed(&["runbook", file.to_str().unwrap(), "--as", dialect]);
            insta::assert_snapshot!(format!("{name}-{dialect}"), text);
        }
    }
}

/// The article about resizing leaves `-Mode System` out of its PowerShell. `New-AzAksNodePool` makes a User pool then,
/// and the old System pool, which would be the only one, could not be deleted.
#[test]
fn a_system_pool_that_takes_anothers_place_is_made_as_one() {
    let (runbook, _) = runbook_of("resize-system-pool");
    let text = emit::runbook(&runbook, Shell::PowerShell).text();
    let add = text.split("New-AzAksNodePool @pool").next().unwrap().rsplit("@{").next().unwrap();
    assert!(add.contains(" Mode              = 'System'"), "{add}");
}

/// Whatever names and values hold, they reach az as they are, and nothing else is run.
#[test]
fn a_script_says_hostile_values_as_they_are() {
    let (mut current, mut target) = journey("linux-sku-in-place");
    for hostile in [
        "'; touch pwned; '",
        "$(touch pwned)",
        "`touch pwned`",
        "a\nb",
        "\"x\" ] || \\",
        "\u{202e}\u{1}%s'",
        "é",
    ] {
        for plan in [&mut current, &mut target] {
            hostile.clone_into(&mut plan.cluster.name);
            hostile.clone_into(&mut plan.cluster.resource_group);
        }
        target.pools[1].tags = [("tag".to_owned(), hostile.to_owned())].into_iter().collect();
        let runbook =
            migrate::runbook(&current, &target, &Catalog::embedded(), today(), &keep_names()).unwrap();
        let script = emit::runbook(&runbook, Shell::Posix).text();
        for shell in ["sh", "bash", "zsh"].into_iter().filter(|shell| az_stub::has(shell)) {
            let stub = Stub::of(&runbook.start);
            for _twice in 0..2 {
                let (code, text) = stub.run(shell, &script, None);
                assert_eq!(code, 0, "{hostile}: {text}");
            }
            assert_eq!(stub.changes(), 2, "{hostile}");
            assert_reached(&stub, &target, hostile);
            assert!(!std::path::Path::new("pwned").exists(), "{hostile}");
        }
    }
}

/// Asserts that the fake Azure CLI's pools are those of the target.
fn assert_reached(stub: &Stub, target: &Plan, name: &str) {
    let end = codec::read(&stub.listed()).unwrap().plan;
    let left = diff(&end, target, &[]);
    assert!(left.pools.iter().all(|pool| pool.differences.is_empty()), "{name}: {left:#?}");
    assert_eq!(end.pools.len(), target.pools.len(), "{name}: {}", stub.listed());
}

#[test]
fn a_script_reaches_the_target_and_does_nothing_when_it_is_run_again() {
    for name in JOURNEYS {
        let (runbook, target) = runbook_of(name);
        let script = emit::runbook(&runbook, Shell::Posix).text();
        for shell in ["sh", "bash", "zsh"].into_iter().filter(|shell| az_stub::has(shell)) {
            let stub = Stub::of(&runbook.start);
            let (code, text) = stub.run(shell, &script, None);
            assert_eq!(code, 0, "{name}: {text}");
            assert_reached(&stub, &target, name);
            let changes = stub.changes();
            let (code, text) = stub.run(shell, &script, None);
            assert_eq!((code, stub.changes()), (0, changes), "{name}: {text}");
            assert_eq!(text.matches("Already done.").count(), runbook.steps.len(), "{name}: {text}");
        }
    }
}

#[test]
fn steps_by_hand_reach_the_target_too() {
    for name in JOURNEYS {
        let (runbook, target) = runbook_of(name);
        let stub = Stub::of(&runbook.start);
        for step in emit::manual_steps(&runbook, Shell::Posix) {
            let (code, text) = stub.run("sh", &step.commands.text(), None);
            assert_eq!(
                (code, &step.commands.gaps),
                (0, &Vec::new()),
                "{name}: {}\n{text}",
                step.commands.text()
            );
            assert!(!step.verify.lines.is_empty(), "{name}");
        }
        assert_reached(&stub, &target, name);
        let by_hand = emit::manual_steps(&runbook, Shell::PowerShell);
        // What Azure PowerShell has no words for is said.
        let is_either = |step: &ManualStep| step.commands.lines.is_empty() != step.commands.gaps.is_empty();
        assert!(by_hand.iter().all(is_either), "{name}: {by_hand:?}");
    }
}

#[test]
fn a_script_that_is_cut_goes_on_where_it_was() {
    for name in JOURNEYS {
        let (runbook, target) = runbook_of(name);
        let script = emit::runbook(&runbook, Shell::Posix).text();
        let whole = Stub::of(&runbook.start);
        whole.run("sh", &script, None);
        for last in 0..whole.changes() {
            let stub = Stub::of(&runbook.start);
            let (code, text) = stub.run("sh", &script, Some(last));
            assert_eq!((code, stub.changes()), (1, last), "{name}: {text}");
            assert!(text.contains("Stopped at step"), "{name}: {text}");
            let (code, text) = stub.run("sh", &script, None);
            // kubectl cordons and drains once more what it had before.
            assert_eq!(code, 0, "{name}, cut after {last}: {text}");
            assert_reached(&stub, &target, name);
        }
    }
}

/// What a step changes is in the state that the step looked at: a command that can carry the ETag of the answer does, so
/// that a change in between is refused; before any other the state is read last of all.
#[test]
fn a_change_between_reading_and_acting_is_refused() {
    let (mut refused, mut read_again) = (0, 0);
    for name in JOURNEYS {
        for runbook in [runbook_of(name).0, kept(name)] {
            let script = emit::runbook(&runbook, Shell::Posix).text();
            let whole = Stub::of(&runbook.start);
            assert_eq!(whole.run("sh", &script, None).0, 0, "{name}");
            let mut queries = 0;
            let mut before = None;
            for event in whole.events() {
                match &event {
                    Event::Query => queries += 1,
                    Event::Change(verb, false) => {
                        let takes_none = ["add", "scale", "start", "stop", "delete-machines", "kubectl"];
                        assert!(takes_none.iter().any(|word| verb.contains(word)), "{name}: {verb}");
                        assert_eq!(before, Some(Event::Query), "{name}: {verb}");
                        read_again += 1;
                    }
                    Event::Change(verb, true) => {
                        assert_eq!(before, Some(Event::Query), "{name}: {verb}");
                        let stub = Stub::of(&runbook.start);
                        let change = ("raced", json!(true));
                        let (code, text, changes) =
                            stub.run_with_race("sh", &script, queries - 1, None, change);
                        assert_eq!((code, changes), (1, 0), "{name}: {verb}: {text}");
                        assert!(text.contains("412") && text.contains("Stopped at step"), "{name}: {text}");
                        let (code, text) = stub.run("sh", &script, None);
                        assert_eq!(code, 0, "{name}: {verb}, run again: {text}");
                        refused += 1;
                    }
                }
                before = Some(event);
            }
        }
    }
    assert!(refused > 50 && read_again > 50, "{refused} {read_again}");
}

/// The runbook of a journey whose pools keep their names.
fn kept(name: &str) -> Runbook {
    let (current, target) = journey(name);
    migrate::runbook(&current, &target, &Catalog::embedded(), today(), &keep_names()).unwrap()
}

#[test]
fn a_query_that_fails_stops_a_script_before_it_changes_anything_more() {
    for name in JOURNEYS {
        let (runbook, _) = runbook_of(name);
        let script = emit::runbook(&runbook, Shell::Posix).text();
        let whole = Stub::of(&runbook.start);
        assert_eq!(whole.run("sh", &script, None).0, 0, "{name}");
        for query in 0..whole.queries() {
            for fault in Fault::ALL {
                let stub = Stub::of(&runbook.start);
                let (code, text, changes) = stub.run_with_fault("sh", &script, query, fault);
                assert_eq!((code, changes), (1, 0), "{name}, query {query}, {fault:?}: {text}");
                let is_reported =
                    text.contains("The state of the cluster is unknown") || fault == Fault::NoPools;
                assert!(is_reported, "{name}, query {query}, {fault:?}: {text}");
            }
        }
    }
}

#[test]
fn all_done_is_done_for_each_query_that_fails() {
    for name in JOURNEYS {
        let (runbook, _) = runbook_of(name);
        let script = emit::runbook(&runbook, Shell::Posix).text();
        let stub = Stub::of(&runbook.start);
        assert_eq!(stub.run("sh", &script, None).0, 0, "{name}");
        let first = stub.queries();
        assert_eq!(stub.run("sh", &script, None).0, 0, "{name}");
        for query in 0..stub.queries() - first {
            for fault in Fault::ALL {
                let (code, text, changes) = stub.run_with_fault("sh", &script, query, fault);
                assert_eq!((code, changes), (1, 0), "{name}, query {query}, {fault:?}: {text}");
            }
        }
    }
}

#[test]
fn a_cluster_that_was_changed_otherwise_is_left_alone() {
    let pool = |name: &str, version: &str| {
        json!({
            "name": name, "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5", "maxPods": 30,
            "nodeLabels": { "team": "a" }, "orchestratorVersion": version,
        })
    };
    let current = cluster("1.33.2", &[pool("one", "1.33.2"), pool("two", "1.33.2")]);
    let mut changed = pool("two", "1.34.1");
    changed["maxPods"] = json!(60);
    let target = cluster("1.34.1", &[pool("one", "1.34.1"), changed]);
    let runbook = runbook_between(current, target, &keep_names());
    let script = emit::runbook(&runbook, Shell::Posix).text();
    for (name, change, wanted) in [
        (
            "one",
            Some(("nodeLabels", json!({"team": "b"}))),
            "one: nodeLabels is {\"team\":\"b\"}, expected team=a",
        ),
        ("two", Some(("nodeLabels", json!(null))), "two: nodeLabels is null, expected team=a"),
        (
            "one",
            Some(("orchestratorVersion", json!("1.32.9"))),
            "one: orchestratorVersion is 1.32.9, expected 1.33 or 1.34",
        ),
        ("one", Some(("mode", json!("User"))), "one: mode is User, expected System"),
        ("one", None, "one: no such node pool"),
        ("two", Some(("name", json!("three"))), "three: not expected"),
    ] {
        let stub = Stub::of(&runbook.start);
        stub.meddle(name, change);
        let (code, text) = stub.run("sh", &script, None);
        assert_eq!((code, stub.changes()), (1, 0), "{text}");
        assert!(text.contains(wanted) && text.contains("Nothing was changed."), "{wanted}: {text}");
    }
    // A patch is nothing that the script would stop for, nor is what it does itself.
    let stub = Stub::of(&runbook.start);
    stub.meddle("one", Some(("orchestratorVersion", json!("1.33.7"))));
    let (code, text) = stub.run("sh", &script, None);
    assert_eq!(code, 0, "{text}");
    // What is changed meanwhile is listed in the end.
    let changes = stub.changes();
    let stub = Stub::of(&runbook.start);
    stub.meddle_after(changes, "one", "nodeLabels", json!({"team": "b"}));
    let (code, text) = stub.run("sh", &script, None);
    let is_reported = text.contains("All steps are done, but the cluster does not match the target:")
        && text.contains(r#"one: nodeLabels is {"team":"b"}, expected team=a"#);
    assert!(code == 1 && is_reported, "{text}");
}

/// What of the cluster itself was changed otherwise: each property that the current layout states before the first step,
/// each that the target states after the last one.
#[test]
fn a_cluster_whose_own_properties_were_changed_otherwise_is_left_alone() {
    let pools = [json!({
        "name": "one", "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5", "orchestratorVersion": "1.33.2",
    })];
    let with = |more: serde_json::Value| {
        let mut plan = cluster("1.33.2", &pools);
        for (key, value) in more.as_object().unwrap() {
            plan["cluster"][key] = value.clone();
        }
        plan
    };
    let network = json!({
        "networkPlugin": "azure", "networkPluginMode": "overlay", "networkDataplane": "azure", "networkPolicy": "none",
        "podCidr": "10.244.0.0/16", "serviceCidr": "10.0.0.0/16", "dnsServiceIP": "10.0.0.10",
        "loadBalancerSku": "standard", "outboundType": "loadBalancer",
    });
    let current = with(json!({
        "tier": "Free", "networkProfile": network, "autoUpgradeProfile": {"upgradeChannel": "patch", "nodeOSUpgradeChannel": "NodeImage"},
        "nodeProvisioningProfile": {"mode": "Manual"}, "tags": {"team": "a"},
        "autoScalerProfile": {"scan-interval": "10s", "expander": "random"},
    }));
    let target = with(json!({
        "tier": "Standard", "networkProfile": network, "autoUpgradeProfile": {"upgradeChannel": "stable", "nodeOSUpgradeChannel": "NodeImage"},
        "nodeProvisioningProfile": {"mode": "Manual"}, "tags": {"team": "b"}, "supportPlan": "KubernetesOfficial",
        "autoScalerProfile": {"scan-interval": "20s", "expander": "random"},
    }));
    let runbook = runbook_between(current, target, &PlannerOptions::default());
    let script = emit::runbook(&runbook, Shell::Posix).text();
    for (path, value, wanted) in [
        ("sku.tier", json!("Premium"), "tier is Premium, expected Free or Standard"),
        (
            "autoUpgradeProfile.upgradeChannel",
            json!("rapid"),
            "autoUpgradeProfile.upgradeChannel is rapid, expected patch or stable",
        ),
        (
            "autoUpgradeProfile.nodeOsUpgradeChannel",
            json!("None"),
            "autoUpgradeProfile.nodeOSUpgradeChannel is None, expected NodeImage",
        ),
        (
            "networkProfile.networkPolicy",
            json!("calico"),
            "networkProfile.networkPolicy is calico, expected none",
        ),
        (
            "networkProfile.podCidr",
            json!("10.1.0.0/16"),
            "networkProfile.podCidr is 10.1.0.0/16, expected 10.244.0.0/16",
        ),
        (
            "networkProfile.dnsServiceIp",
            json!("10.0.0.53"),
            "networkProfile.dnsServiceIP is 10.0.0.53, expected 10.0.0.10",
        ),
        (
            "networkProfile.outboundType",
            json!("userDefinedRouting"),
            "networkProfile.outboundType is userDefinedRouting, expected loadBalancer",
        ),
        (
            "nodeProvisioningProfile.mode",
            json!("Auto"),
            "nodeProvisioningProfile.mode is Auto, expected Manual",
        ),
        ("tags", json!({"team": "c"}), "tags is {\"team\":\"c\"}, expected team=a or team=b"),
        (
            "autoScalerProfile.scanInterval",
            json!("60s"),
            "autoScalerProfile.scan-interval is 60s, expected 10s or 20s",
        ),
        (
            "autoScalerProfile.expander",
            json!("priority"),
            "autoScalerProfile.expander is priority, expected random",
        ),
    ] {
        let stub = Stub::of(&runbook.start);
        stub.meddle_with_cluster(path, value);
        let (code, text) = stub.run("sh", &script, None);
        assert_eq!((code, stub.changes()), (1, 0), "{text}");
        assert!(text.contains(wanted) && text.contains("Nothing was changed."), "{wanted}: {text}");
    }
    // What AKS answers for silence is what the current layout may state as its default.
    let stub = Stub::of(&runbook.start);
    for path in
        ["networkProfile.networkPolicy", "networkProfile.networkDataplane", "nodeProvisioningProfile.mode"]
    {
        stub.meddle_with_cluster(path, json!(null));
    }
    let (code, text) = stub.run("sh", &script, None);
    assert_eq!(code, 0, "{text}");
    // What the current layout is silent on is compared in the end only.
    let stub = Stub::of(&runbook.start);
    stub.meddle_with_cluster("supportPlan", json!("AKSLongTermSupport"));
    let (code, text) = stub.run("sh", &script, None);
    let is_reported = text.contains("All steps are done, but the cluster does not match the target:")
        && text.contains("supportPlan is AKSLongTermSupport, expected KubernetesOfficial");
    assert!(code == 1 && is_reported && stub.changes() > 0, "{text}");
}

/// Azure PowerShell sets what `az aks update --migrate-vmas-to-vms` sets.
#[test]
fn availability_sets_are_migrated_in_both_languages() {
    let plan = |kind: &str, balancer: &str| {
        let pool = json!({
            "name": "agentpool", "mode": "System", "count": 3, "vmSize": "Standard_D4s_v5", "type": kind,
        });
        let mut plan = cluster("1.34", &[pool]);
        plan["cluster"]["networkProfile"] = json!({"networkPlugin": "azure", "loadBalancerSku": balancer});
        plan
    };
    let (current, target) = (plan("AvailabilitySet", "basic"), plan("VirtualMachines", "standard"));
    let runbook = runbook_between(current, target, &PlannerOptions::default());
    assert!(emit::runbook(&runbook, Shell::Posix).text().contains("--migrate-vmas-to-vms"));
    let script = emit::runbook(&runbook, Shell::PowerShell).text();
    for set in [
        "$body.properties.agentPoolProfiles[0] -NotePropertyName 'type' -NotePropertyValue 'VirtualMachines' -Force",
        "$body.properties.agentPoolProfiles[0] -NotePropertyName 'vmSize' -NotePropertyValue $null -Force",
        "$body.properties.networkProfile -NotePropertyName 'loadBalancerSku' -NotePropertyValue 'standard' -Force",
    ] {
        assert!(script.contains(set), "{set}: {script}");
    }
    assert!(!script.contains("can''t perform this whole step"), "{script}");
}

/// What the plan is silent about may be as the target wants it: the old pool is not taken for the new one.
#[test]
fn an_old_pool_is_not_taken_for_the_new_one() {
    let pool = |more: serde_json::Value| {
        let mut pool = json!({
            "name": "apps", "mode": "User", "osType": "Linux", "vmSize": "Standard_D8ds_v5", "count": 3,
        });
        pool.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        pool
    };
    let system = json!({ "name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5" });
    let current = pool(json!({ "nodeLabels": { "team": "a" } }));
    let target = pool(json!({
        "nodeLabels": { "team": "b" }, "osDiskType": "Managed", "nodeTaints": ["x=y:NoSchedule"],
    }));
    let (current, target) = (cluster("1.34", &[system.clone(), current]), cluster("1.34", &[system, target]));
    let runbook = runbook_between(current, target, &keep_names());
    let script = emit::runbook(&runbook, Shell::Posix).text();
    let stub = Stub::of(&runbook.start);
    assert!(stub.listed().contains(r#""osDiskType":"Managed""#), "{}", stub.listed());
    for _twice in 0..2 {
        let (code, text) = stub.run("sh", &script, None);
        assert_eq!(code, 0, "{text}");
        assert!(stub.listed().contains(r#""team":"b""#), "{}", stub.listed());
    }
}

/// A pool that was upgraded on the way is not taken back when the script is run again.
#[test]
fn an_upgrade_on_the_way_is_done_when_a_later_one_is() {
    let pool = |name: &str, more: serde_json::Value| {
        let mut pool = json!({ "name": name, "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5" });
        pool.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        pool
    };
    let current = [pool("sys", json!({})), pool("apps", json!({ "orchestratorVersion": "1.31" }))];
    for label in [json!({}), json!({ "nodeLabels": { "team": "a" } })] {
        let target = [pool("sys", json!({})), pool("apps", label)];
        let runbook = runbook_between(cluster("1.33", &current), cluster("1.35", &target), &keep_names());
        let script = emit::runbook(&runbook, Shell::Posix).text();
        let whole = Stub::of(&runbook.start);
        assert_eq!(whole.run("sh", &script, None).0, 0);
        for cut in 0..=whole.changes() {
            let stub = Stub::of(&runbook.start);
            stub.run("sh", &script, Some(cut));
            let (code, text) = stub.run("sh", &script, None);
            assert_eq!(code, 0, "cut after {cut}: {text}");
            let changes = stub.changes();
            let (code, text) = stub.run("sh", &script, None);
            assert_eq!((code, stub.changes()), (0, changes), "cut after {cut}: {text}");
            assert_eq!(
                stub.listed().matches(r#""orchestratorVersion":"1.35""#).count(),
                2,
                "{}",
                stub.listed()
            );
        }
    }
}

/// A runbook from one plan file to another.
fn runbook_between(
    current: serde_json::Value,
    target: serde_json::Value,
    options: &PlannerOptions,
) -> Runbook {
    let plan = |json: serde_json::Value| codec::read(&json.to_string()).unwrap().plan;
    let (current, target) = (plan(current), plan(target));
    migrate::runbook(&current, &target, &Catalog::embedded(), today(), options).unwrap()
}

fn cluster(version: &str, pools: &[serde_json::Value]) -> serde_json::Value {
    let cluster = json!({
        "name": "aks", "resourceGroup": "rg", "location": "westeurope", "tier": "Standard",
        "kubernetesVersion": version,
    });
    json!({ "version": 1, "cluster": cluster, "pools": pools })
}

#[test]
fn an_upgrade_of_all_pools_is_not_done_while_one_is_behind() {
    let pools = [
        json!({ "name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5" }),
        json!({ "name": "apps", "mode": "User", "count": 3, "vmSize": "Standard_D8ds_v5" }),
    ];
    let options = PlannerOptions { objective: Objective::FewestSteps, ..PlannerOptions::default() };
    let runbook = runbook_between(cluster("1.33.4", &pools), cluster("1.34.2", &pools), &options);
    assert_eq!(runbook.steps.len(), 1);
    let script = emit::runbook(&runbook, Shell::Posix).text();
    for cut in 0..3 {
        let stub = Stub::of(&runbook.start);
        let (code, text) = stub.run("sh", &script, Some(cut));
        assert_eq!(code, 1, "cut after {cut}: {text}");
        let (code, text) = stub.run("sh", &script, None);
        assert_eq!(code, 0, "cut after {cut}: {text}");
        assert_eq!(
            stub.listed().matches(r#""orchestratorVersion":"1.34.2""#).count(),
            2,
            "{}",
            stub.listed()
        );
    }
}

#[test]
fn an_operation_that_failed_is_not_done_although_its_value_is_there() {
    let pool = |version| {
        json!({
            "name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5",
            "orchestratorVersion": version,
        })
    };
    let (current, target) = (cluster("1.34.2", &[pool("1.33.4")]), cluster("1.34.2", &[pool("1.34.2")]));
    let runbook = runbook_between(current, target, &keep_names());
    let script = emit::runbook(&runbook, Shell::Posix).text();
    let stub = Stub::of(&runbook.start);
    assert_eq!(stub.run("sh", &script, Some(0)).0, 1);
    assert!(stub.listed().contains(r#""provisioningState":"Failed""#), "{}", stub.listed());
    let (code, text) = stub.run("sh", &script, None);
    assert_eq!((code, stub.changes()), (0, 1), "{text}");
}

#[test]
fn a_new_pool_is_known_by_an_object_of_which_az_prints_every_part() {
    let pool = |config: Option<&str>| {
        let mut pool = json!({ "name": "apps", "mode": "User", "count": 3, "vmSize": "Standard_D8ds_v5" });
        if let Some(policy) = config {
            pool["kubeletConfig"] = json!({ "cpuManagerPolicy": policy });
        }
        pool
    };
    let system = json!({ "name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5" });
    let (current, target) = (
        cluster("1.34.2", &[system.clone(), pool(None)]),
        cluster("1.34.2", &[system, pool(Some("static"))]),
    );
    let runbook = runbook_between(current, target, &keep_names());
    let script = emit::runbook(&runbook, Shell::Posix).text();
    let stub = Stub::of(&runbook.start);
    let (code, text) = stub.run("sh", &script, None);
    assert_eq!(code, 0, "{text}");
    let changes = stub.changes();
    let (code, text) = stub.run("sh", &script, None);
    assert_eq!((code, stub.changes()), (0, changes), "{text}");
    assert!(
        stub.listed().contains(r#""name":"apps""#) && !stub.listed().contains("appstmp"),
        "{}",
        stub.listed()
    );
}

/// What is left of PowerShell without its quoted texts and comments.
fn outside_of_quotes(text: &str) -> String {
    const SINGLE: [char; 5] = ['\'', '‘', '’', '‚', '‛'];
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let text = lines.join("\n");
    let (mut left, mut rest) = (String::new(), text.chars().peekable());
    while let Some(next) = rest.next() {
        if SINGLE.contains(&next) {
            // A quote that is doubled, by any of them, is one of the text.
            while let Some(inner) = rest.next() {
                if SINGLE.contains(&inner) && rest.next_if(|second| SINGLE.contains(second)).is_none() {
                    break;
                }
            }
        } else if next == '"' {
            while let Some(inner) = rest.next().filter(|inner| *inner != '"') {
                if inner == '`' {
                    rest.next();
                } else {
                    left.push(inner);
                }
            }
        } else {
            left.push(next);
        }
    }
    left
}

#[test]
fn keys_of_a_plan_are_data_in_scripts() {
    for hostile in [
        "x -or (INJECTED) -or $_.y",
        "'; INJECTED; '",
        "’ + (INJECTED) + ’",
        "a\nINJECTED",
        "`INJECTED`",
        "$(INJECTED)",
        "\" INJECTED \"",
        "x` || INJECTED || `y",
        "\\\") INJECTED",
    ] {
        for (property, config) in [
            ("kubeletConfig", json!({ hostile: 1 })),
            ("linuxOSConfig", json!({ hostile: "1" })),
            ("linuxOSConfig", json!({ "sysctls": { hostile: { hostile: true } } })),
            ("kubeletConfig", json!({ "allowedUnsafeSysctls": [hostile], hostile: [hostile] })),
        ] {
            let system = json!({ "name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D8ds_v5" });
            let pool = json!({ "name": "apps", "mode": "User", "count": 3, "vmSize": "Standard_D8ds_v5" });
            let mut changed = pool.clone();
            changed[property] = config;
            let (current, target) =
                (cluster("1.34.2", &[system.clone(), pool]), cluster("1.34.2", &[system, changed]));
            let runbook = runbook_between(current, target, &keep_names());
            let text = emit::runbook(&runbook, Shell::PowerShell).text();
            assert!(text.contains("INJECTED") && !outside_of_quotes(&text).contains("INJECTED"), "{text}");
            let script = emit::runbook(&runbook, Shell::Posix).text();
            let (code, text) = Stub::of(&runbook.start).run("sh", &script, None);
            // The fake has no resources of pools, so that the script stops, and starts no other program.
            assert!(code == 1 && !text.contains("not found"), "{hostile:?}: {text}");
        }
    }
}

/// Returns pairs of layouts of one cluster, which a script needs the names of.
fn any_named_pair() -> impl Strategy<Value = (Plan, Plan)> {
    any_layout::any_pair(4).prop_map(|(mut current, mut target)| {
        for plan in [&mut current, &mut target] {
            (plan.cluster.name, plan.cluster.resource_group) = ("aks".to_owned(), "rg".to_owned());
        }
        (current, target)
    })
}

/// Whether all is tried that can be, and not a sample: script/soak.
fn is_soak() -> bool {
    std::env::var_os("SOAK").is_some()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if is_soak() { 1_000 } else { 60 },
        max_global_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_script_of_any_pair_goes_on_after_any_cut((current, target) in any_named_pair(), cut in 0..24usize) {
        let names = if cut.is_multiple_of(2) { Names::Keep } else { Names::Propose };
        let options = PlannerOptions { names, ..PlannerOptions::default() };
        let found = migrate::runbook(&current, &target, &Catalog::embedded(), today(), &options);
        prop_assume!(found.is_ok());
        let runbook = found.unwrap();
        let script = emit::runbook(&runbook, Shell::Posix).text();
        let cuts: Vec<usize> = if is_soak() {
            let whole = Stub::of(&runbook.start);
            whole.run("sh", &script, None);
            (0..=whole.changes()).collect()
        } else {
            vec![cut]
        };
        for cut in cuts {
            let stub = Stub::of(&runbook.start);
            stub.run("sh", &script, Some(cut));
            let (code, text) = stub.run("sh", &script, None);
            prop_assert_eq!(code, 0, "cut after {}: {}", cut, text);
            assert_reached(&stub, &runbook.target, "any");
            let changes = stub.changes();
            let (code, text) = stub.run("sh", &script, None);
            prop_assert_eq!((code, stub.changes()), (0, changes), "cut after {}: {}", cut, text);
        }
    }

    /// Writes random pairs as journeys, for tests/conformance/journeys.py: script/soak.
    #[test]
    #[ignore = "it writes files"]
    fn random_pairs_as_journeys((current, mut target) in any_named_pair()) {
        let found = migrate::runbook(&current, &target, &Catalog::embedded(), today(), &keep_names());
        prop_assume!(found.is_ok_and(|runbook| !runbook.steps.is_empty()));
        target.baseline = Some(Box::new(current));
        let text = codec::write(&target);
        let directory = PathBuf::from(std::env::var("PAIRS").unwrap());
        std::fs::create_dir_all(&directory).unwrap();
        let number = std::fs::read_dir(&directory).unwrap().count();
        std::fs::write(directory.join(format!("pair-{number:04}.plan.json")), text).unwrap();
    }

    #[test]
    fn the_script_of_any_pair_stops_at_a_query_that_fails(
        (current, target) in any_named_pair(),
        place in 0..1_000usize,
        fault in 0..Fault::ALL.len(),
    ) {
        let found = migrate::runbook(&current, &target, &Catalog::embedded(), today(), &keep_names());
        prop_assume!(found.is_ok());
        let runbook = found.unwrap();
        let script = emit::runbook(&runbook, Shell::Posix).text();
        let whole = Stub::of(&runbook.start);
        let (code, text) = whole.run("sh", &script, None);
        prop_assert_eq!(code, 0, "{}", text);
        let stub = Stub::of(&runbook.start);
        let (code, text, changes) =
            stub.run_with_fault("sh", &script, place % whole.queries(), Fault::ALL[fault]);
        prop_assert_eq!((code, changes), (1, 0), "{}", text);
    }
}
