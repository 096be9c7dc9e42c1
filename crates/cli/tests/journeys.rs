//! The named journeys: each an example with a baseline, whose steps and scripts are read before they are accepted, and
//! whose az script is run against a stand-in for the Azure CLI that keeps the cluster's pools.
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

use az_stub::Stub;
use poolwright::catalogue::Catalogue;
use poolwright::generate::{self, ByHand, Shell};
use poolwright::plan::Plan;
use poolwright::rules::{self, Date, Tier};
use poolwright::runbook::{self, Aim, Runbook, Wishes, diff};
use poolwright::share;
use proptest::prelude::*;
use serde_json::json;

const JOURNEYS: [&str; 12] = [
    "change-max-pods",
    "cheaper-sizes",
    "dedicate-system-pool",
    "delete-first-pool",
    "ephemeral-os-disk",
    "kubenet",
    "linux-sku-in-place",
    "migrate-before-2020-03",
    "resize-system-pool",
    "swap-system-pool",
    "three-zones",
    "windows-2019-to-2022",
];

fn today() -> Date {
    Date::new(2026, 11, 25).unwrap()
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(format!("{}/../../examples/journeys/{name}.plan.json", env!("CARGO_MANIFEST_DIR")))
}

fn journey(name: &str) -> (Plan, Plan) {
    let document = share::read(&std::fs::read_to_string(path(name)).unwrap()).unwrap();
    assert_eq!(document.notes, [], "{name}");
    let target = document.plan;
    (*target.baseline.clone().unwrap(), target)
}

fn runbook_of(name: &str) -> (Runbook, Plan) {
    let (current, target) = journey(name);
    let wishes = Wishes::default();
    (runbook::runbook(&current, &target, &Catalogue::embedded(), today(), &wishes).unwrap(), target)
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
    let of_page: Vec<Plan> = share::JOURNEYS.iter().map(|journey| journey.plan()).collect();
    for name in JOURNEYS {
        let document = share::read(&std::fs::read_to_string(path(name)).unwrap()).unwrap();
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
        let report = rules::check(&target, &Catalogue::embedded(), today());
        assert!(report.count(Tier::Refused) == 0 && report.passes(), "{name}: {}", report.summary());
        assert_eq!(share::write(&target), std::fs::read_to_string(path(name)).unwrap(), "{name}");
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
    let text = generate::runbook(&runbook, Shell::PowerShell).text();
    let add = text.split("New-AzAksNodePool").nth(1).unwrap();
    assert!(add.split("}").next().unwrap().contains("-Mode 'System'"), "{add}");
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
            runbook::runbook(&current, &target, &Catalogue::embedded(), today(), &Wishes::default()).unwrap();
        let script = generate::runbook(&runbook, Shell::Posix).text();
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

/// That the stand-in's pools are those of the target.
fn assert_reached(stub: &Stub, target: &Plan, name: &str) {
    let end = share::read(&stub.listed()).unwrap().plan;
    let left = diff(&end, target, &[]);
    assert!(left.pools.iter().all(|pool| pool.differences.is_empty()), "{name}: {left:#?}");
    assert_eq!(end.pools.len(), target.pools.len(), "{name}: {}", stub.listed());
}

#[test]
fn a_script_reaches_the_target_and_does_nothing_when_it_is_run_again() {
    for name in JOURNEYS {
        let (runbook, target) = runbook_of(name);
        let script = generate::runbook(&runbook, Shell::Posix).text();
        for shell in ["sh", "bash", "zsh"].into_iter().filter(|shell| az_stub::has(shell)) {
            let stub = Stub::of(&runbook.start);
            let (code, text) = stub.run(shell, &script, None);
            assert_eq!(code, 0, "{name}: {text}");
            assert_reached(&stub, &target, name);
            let changes = stub.changes();
            let (code, text) = stub.run(shell, &script, None);
            assert_eq!((code, stub.changes()), (0, changes), "{name}: {text}");
            assert_eq!(text.matches("It is done already.").count(), runbook.steps.len(), "{name}: {text}");
        }
    }
}

#[test]
fn steps_by_hand_reach_the_target_too() {
    for name in JOURNEYS {
        let (runbook, target) = runbook_of(name);
        let stub = Stub::of(&runbook.start);
        for step in generate::runbook_by_hand(&runbook, Shell::Posix) {
            let (code, text) = stub.run("sh", &step.does.text(), None);
            assert_eq!((code, &step.does.gaps), (0, &Vec::new()), "{name}: {}\n{text}", step.does.text());
            assert!(!step.looks.lines.is_empty(), "{name}");
        }
        assert_reached(&stub, &target, name);
        let by_hand = generate::runbook_by_hand(&runbook, Shell::PowerShell);
        // What Azure PowerShell has no words for is said.
        let is_told = |step: &ByHand| step.does.lines.is_empty() != step.does.gaps.is_empty();
        assert!(by_hand.iter().all(is_told), "{name}: {by_hand:?}");
    }
}

#[test]
fn a_script_that_is_cut_goes_on_where_it_was() {
    for name in JOURNEYS {
        let (runbook, target) = runbook_of(name);
        let script = generate::runbook(&runbook, Shell::Posix).text();
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

/// A runbook from one plan file to another.
fn runbook_between(current: serde_json::Value, target: serde_json::Value, wishes: &Wishes) -> Runbook {
    let plan = |json: serde_json::Value| share::read(&json.to_string()).unwrap().plan;
    let (current, target) = (plan(current), plan(target));
    runbook::runbook(&current, &target, &Catalogue::embedded(), today(), wishes).unwrap()
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
    let wishes = Wishes { aim: Aim::FewestSteps, ..Wishes::default() };
    let runbook = runbook_between(cluster("1.33.4", &pools), cluster("1.34.2", &pools), &wishes);
    assert_eq!(runbook.steps.len(), 1);
    let script = generate::runbook(&runbook, Shell::Posix).text();
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
    let runbook = runbook_between(current, target, &Wishes::default());
    let script = generate::runbook(&runbook, Shell::Posix).text();
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
    let runbook = runbook_between(current, target, &Wishes::default());
    let script = generate::runbook(&runbook, Shell::Posix).text();
    let stub = Stub::of(&runbook.start);
    let made_by_hand = |name: &str| {
        stub.add(json!({
            "name": name, "mode": "User", "count": 3, "vmSize": "Standard_D8ds_v5", "provisioningState": "Succeeded",
            "kubeletConfig": { "cpuManagerPolicy": "static", "cpuCfsQuota": null, "containerLogMaxSizeMb": null },
        }));
    };
    // az has no words for the object: the script stops, and goes on once the pool was made in another way.
    for name in ["appstmp", "apps"] {
        let (code, text) = stub.run("sh", &script, None);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("no words"), "{text}");
        made_by_hand(name);
    }
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn the_script_of_any_pair_goes_on_after_any_cut((current, target) in any_layout::any_pair(4), cut in 0..24usize) {
        let found = runbook::runbook(&current, &target, &Catalogue::embedded(), today(), &Wishes::default());
        prop_assume!(found.is_ok());
        let runbook = found.unwrap();
        let script = generate::runbook(&runbook, Shell::Posix).text();
        let stub = Stub::of(&runbook.start);
        stub.run("sh", &script, Some(cut));
        let (code, text) = stub.run("sh", &script, None);
        prop_assert_eq!(code, 0, "{}", text);
        assert_reached(&stub, &target, "any");
        let changes = stub.changes();
        let (code, text) = stub.run("sh", &script, None);
        prop_assert_eq!((code, stub.changes()), (0, changes), "{}", text);
    }
}
