//! The command line as users see it: exit codes, and what is written to which stream.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use poolwright::to_json::{Json, compact};

/// A file or folder of the repository.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Rules with dates are judged as of this day.
const TODAY: &str = "2026-11-24";

/// The commands that judge by the day; tests don't depend on the clock.
const DATED: [&str; 5] = ["check", "render", "do", "runbook", "capacity"];

fn run_bytes(arguments: &[&str], stdin: &[u8]) -> Output {
    let is_dated = arguments.first().is_some_and(|command| DATED.contains(command))
        && !arguments.iter().any(|argument| ["--today", "--help", "--"].contains(argument));
    let mut child = Command::new(env!("CARGO_BIN_EXE_poolwright"))
        .args(arguments)
        .args(if is_dated { &["--today", TODAY][..] } else { &[] })
        .current_dir(project(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that does not read its input may close it first.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap()
}

/// Exit code, standard output, standard error.
fn run(arguments: &[&str], stdin: &str) -> (i32, String, String) {
    let output = run_bytes(arguments, stdin.as_bytes());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A plan of these pools, each a System pool of three nodes but for what is said.
fn plan(pools: &[&str]) -> String {
    let pools: Vec<String> = pools.iter().map(|pool| format!("{{{pool}}}")).collect();
    let cluster = r#"{"name":"aks1","resourceGroup":"rg1","location":"westeurope"}"#;
    format!(r#"{{"version":1,"cluster":{cluster},"pools":[{}]}}"#, pools.join(","))
}

const SYSTEM: &str = r#""name":"sys1","mode":"System","count":3,"vmSize":"Standard_D4ds_v5""#;
const USER: &str = r#""name":"usr1","mode":"User","count":3,"vmSize":"Standard_D4ds_v5""#;
const SPOT: &str =
    r#""name":"spot1","mode":"User","count":1,"vmSize":"Standard_D4ds_v5","scaleSetPriority":"Spot""#;
const WINDOWS: &str = r#""name":"win1","mode":"User","count":2,"vmSize":"Standard_D4ds_v5","osType":"Windows","osSKU":"Windows2022""#;
/// Valid, but with only one System node.
const LONELY: &str = r#""name":"sys1","mode":"System","count":1,"vmSize":"Standard_D4ds_v5""#;

#[test]
fn every_example_passes() {
    for entry in std::fs::read_dir(project("examples")).unwrap() {
        let path = entry.unwrap().path();
        let path = path.to_str().unwrap();
        if path.ends_with(".plan.json") {
            let (code, text, _) = run(&["check", path, "--today", TODAY], "");
            assert_eq!(code, 0, "{path}\n{text}");
        }
    }
}

#[test]
fn check_tells_refused_and_unsupported_from_the_rest() {
    let code = |pools: &[&str]| run(&["check", "-", "--today", TODAY], &plan(pools)).0;
    assert_eq!(code(&[SYSTEM, USER]), 0);
    assert_eq!(code(&[USER]), 1, "Refused");
    assert_eq!(code(&[LONELY]), 1, "Unsupported");
    // A burstable System pool is Unsupported.
    assert_eq!(code(&[&SYSTEM.replace("D4ds_v5", "B4ms")]), 1);
    assert_eq!(code(&[SYSTEM, &USER.replace("D4ds_v5", "B4ms")]), 0);
}

#[test]
fn check_fails_on_the_severity_that_is_named() {
    let code =
        |pools: &[&str], on: &str| run(&["check", "-", "--today", TODAY, "--fail-on", on], &plan(pools)).0;
    let zoned = format!(r#"{SYSTEM},"availabilityZones":["1","2","3"]"#);
    let unknown = zoned.replace("Standard_D4ds_v5", "banana");
    assert_eq!(run(&["check", "-", "--today", TODAY], &plan(&[&unknown])).0, 0);
    for (pools, fails) in [
        (&[zoned.as_str()][..], &["note"][..]),
        (&[SYSTEM, USER], &["recommendation", "note"]),
        (&[&unknown], &["unchecked", "note"]),
        (&[LONELY], &["unsupported", "recommendation", "note", "unchecked"]),
        (&[USER], &["refused", "unsupported", "recommendation", "note", "unchecked"]),
    ] {
        for on in ["refused", "unsupported", "recommendation", "unchecked", "never"] {
            assert_eq!(code(pools, on) == 1, fails.contains(&on), "{on} {pools:?}");
        }
    }
    assert_eq!(code(&[&unknown], "note"), 1);
    assert_eq!(code(&[&unknown], "recommendation,unchecked"), 1);
    // The earlier name of a recommendation.
    assert_eq!(code(&[LONELY], "advice"), 1);
    assert_eq!(code(&[SYSTEM], "banana"), 2);
}

#[test]
fn check_says_what_was_not_checked() {
    let unknown = format!(r#"{SYSTEM},"availabilityZones":["1","2","3"]"#).replace("D4ds_v5", "D4dsv5");
    let (code, text, _) = run(&["check", "-", "--today", TODAY], &plan(&[&unknown]));
    assert_eq!(code, 0);
    assert!(text.contains("Not checked[vm-size-known]: "), "{text}");
    assert!(text.contains("Did you mean Standard_D4ds_v5?"), "{text}");
    assert!(text.ends_with("could not be checked.\n") && !text.contains("No rule violations"), "{text}");
    let (_, text, _) = run(&["check", "-", "--today", TODAY, "--json"], &plan(&[&unknown]));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(json["unchecked"].as_i64().unwrap() >= 1);
    let findings = json["findings"].as_array().unwrap();
    let found = findings.iter().find(|one| one["rule"] == "vm-size-known").unwrap();
    assert_eq!((&found["severity"], &found["unchecked"]), (&"Note".into(), &true.into()));
}

#[test]
fn check_prints_blocks_and_a_summary() {
    let (code, text, errors) = run(&["check", "-", "--today", TODAY], &plan(&[LONELY]));
    assert_eq!((code, errors.as_str()), (1, ""));
    let block = "Unsupported[system-pool-min-nodes]: sys1 is a System pool with 1 node. Use at least 2; 3 are recommended.\n   at: pool sys1, count\n  why: ";
    assert!(text.contains(block), "{text}");
    assert!(
        text.contains("  fix: Use 3 nodes\n  see: Use system node pools in AKS (2026-04-30) https://"),
        "{text}"
    );
    assert!(text.lines().last().unwrap().starts_with("1 unsupported"), "{text}");
    assert!(!text.contains('\u{1b}'), "no color in a pipe");
}

#[test]
fn check_prints_json() {
    let document = plan(&[LONELY, USER]).replacen("\"count\"", "\"typo\":1,\"count\"", 1);
    let (code, text, errors) = run(&["check", "-", "--json", "--today", TODAY], &document);
    assert_eq!((code, errors.as_str()), (1, ""));
    let json = serde_json::from_str::<Json>(&text).unwrap();
    let json = json.as_object().unwrap();
    let findings = json.get("findings").unwrap().as_array().unwrap();
    let finding = findings
        .iter()
        .map(|finding| finding.as_object().unwrap())
        .find(|one| one["rule"].as_str() == Some("system-pool-min-nodes"))
        .unwrap();
    let keys: Vec<&str> = finding.iter().map(|(key, _)| key.as_str()).collect();
    let expected = [
        "rule",
        "severity",
        "pool",
        "field",
        "message",
        "unchecked",
        "why",
        "sources",
        "fixes",
        "line",
        "column",
    ];
    assert_eq!(keys, expected);
    assert_eq!(
        (finding["severity"].as_str(), finding["pool"].as_str(), finding["field"].as_str()),
        (Some("Unsupported"), Some("sys1"), Some("count"))
    );
    let source = finding.get("sources").unwrap().as_array().unwrap()[0].as_object().unwrap();
    assert_eq!(source.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["title", "url", "date"]);
    assert_eq!(compact(finding.get("fixes").unwrap()), r#"[{"title":"Use 3 nodes","applicability":"safe"}]"#);
    let counts = json.get("counts").unwrap().as_object().unwrap();
    assert_eq!(
        counts.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(),
        ["Refused", "Unsupported", "Recommendation", "Note"]
    );
    assert_eq!(counts.get("Unsupported"), Some(&Json::from(1)));
    let note = json.get("notes").unwrap().as_array().unwrap()[0].as_object().unwrap();
    assert_eq!(note["path"].as_str(), Some("$.pools[0].typo"));
    // A finding about the cluster has no pool.
    let (_, text, _) = run(&["check", "-", "--json"], &plan(&[USER]));
    assert!(text.contains("\"pool\": null"), "{text}");
}

#[test]
fn sizes_are_laid_over_the_catalog() {
    let folder = std::env::temp_dir().join(format!("poolwright-cli-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("sizes.json");
    // As small as no System pool may be.
    let row = r#"[{"resourceType":"virtualMachines","name":"Standard_Tiny","capabilities":[{"name":"vCPUs","value":"1"},{"name":"MemoryGB","value":"1"}]}]"#;
    std::fs::write(&file, row).unwrap();
    let document = plan(&[&SYSTEM.replace("Standard_D4ds_v5", "Standard_Tiny")]);
    let unknown = run(&["check", "-", "--today", TODAY], &document);
    let known = run(&["check", "-", "--today", TODAY, "--sizes", file.to_str().unwrap()], &document);
    assert_eq!((unknown.0, known.0), (0, 1), "{}{}", unknown.1, known.1);
    std::fs::write(&file, "[]").unwrap();
    let (code, _, errors) = run(&["check", "-", "--sizes", file.to_str().unwrap()], &document);
    assert!(code == 2 && errors.contains("The list has no VM sizes"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_cannot_be_read_is_one_sentence_and_exit_code_2() {
    let cases: [(&[&str], &[u8], &str); 9] = [
        (&["check", "no-such-file.json"], b"", "error: no-such-file.json cannot be read: "),
        (&["check", "src"], b"", "error: nothing to check: no file in src is a plan or can be read as one."),
        (&["check", "-"], b"", "error: Standard input: the text is empty. "),
        (&["check", "-"], b"{\"pools\": [", "error: Standard input: the text ends too early at line 1, "),
        (
            &["render", "-", "--as", "az"],
            b"<html>",
            "error: Standard input: the text is a web page (HTML), not JSON or YAML. ",
        ),
        (
            &["show", "-"],
            b"\xe4\xff\x00",
            "error: Standard input is not text: it is neither UTF-8 nor UTF-16.",
        ),
        (&["link", "#1!"], b"", "error: The link is damaged: it contains \"!\". "),
        (&["show", "https://example.com/"], b"", "error: The link "),
        (
            &["do", "-", "frobnicate", "--as", "az"],
            b"{}",
            "error: Unknown operation: frobnicate. Operations: create | add-pool NAME | ",
        ),
    ];
    for (arguments, stdin, sentence) in cases {
        let output = run_bytes(arguments, stdin);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(errors.starts_with(sentence) && errors.lines().count() == 1, "{arguments:?}: {errors}");
    }
}

#[test]
fn what_powershell_redirects_is_read() {
    let text = plan(&[SYSTEM]);
    let plain = run(&["show", "-"], &text).1;
    let utf16 = |unit: fn(u16) -> [u8; 2]| {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect::<Vec<u8>>()
    };
    for bytes in
        [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), [b"\xef\xbb\xbf", text.as_bytes()].concat()]
    {
        let output = run_bytes(&["show", "-"], &bytes);
        assert_eq!(String::from_utf8(output.stdout).unwrap(), plain);
    }
}

#[test]
fn render_writes_every_dialect() {
    for (dialect, start) in [
        ("az", "az group create --name 'rg1' "),
        ("powershell", "New-AzResourceGroup @group\n"),
        ("arm", "{\n  \"$schema\": "),
    ] {
        let (code, text, errors) = run(&["render", "-", "--as", dialect], &plan(&[SYSTEM, USER]));
        assert_eq!((code, errors.as_str()), (0, ""), "{dialect}");
        assert!(text.contains(start), "{dialect}: {text}");
    }
    assert_eq!(run(&["render", "-", "--as", "bicep"], "").0, 2);
}

#[test]
fn render_refuses_what_aks_refuses_unless_forced() {
    let document = plan(&[USER]);
    for dialect in ["az", "powershell", "arm"] {
        let (code, text, errors) = run(&["render", "-", "--as", dialect], &document);
        assert_eq!((code, text.as_str()), (1, ""), "{dialect}");
        assert!(errors.contains("Refused[cluster-needs-system-pool]: "), "{errors}");
        let (code, text, _) = run(&["render", "-", "--as", dialect, "--force"], &document);
        assert_eq!(code, 0);
        assert!(text.contains("cluster-needs-system-pool: The only node pool is a User pool"), "{text}");
    }
    // What is only unsupported is written.
    assert_eq!(run(&["render", "-", "--as", "az", "--today", TODAY], &plan(&[LONELY])).0, 0);
}

#[test]
fn render_keeps_a_hostile_plan_inert() {
    let hostile = plan(&[SYSTEM]).replace("\"rg1\"", "\"x; echo INJECTED #\"");
    let (_, text, _) = run(&["render", "-", "--as", "az", "--force"], &hostile);
    assert!(
        text.contains("az group create --name 'x; echo INJECTED #' --location 'westeurope' &&\n"),
        "{text}"
    );
    // An interactive zsh would take the comment for a command.
    let comment = "# Creates the resource group x\\; echo INJECTED \\# and the cluster aks1 ";
    assert!(text.contains(comment), "{text}");
}

#[test]
fn do_writes_operations() {
    let document = plan(&[SYSTEM, USER]);
    let text = |operation: &[&str], dialect: &str| {
        let arguments = [&["do", "-"], operation, &["--as", dialect]].concat();
        let (code, text, errors) = run(&arguments, &document);
        assert!(
            code == 0 && errors.lines().all(|line| line.starts_with("note: ")),
            "{operation:?}: {errors}"
        );
        text
    };
    assert!(text(&["create"], "az").contains("az aks create"));
    assert!(!text(&["create"], "az").contains("nodepool add"));
    assert!(text(&["add-pool", "usr1"], "az").contains("az aks nodepool add"));
    assert!(text(&["show-pool", "usr1"], "powershell").contains("Get-AzAksNodePool"));
    assert!(text(&["set-mode", "usr1", "sYSTEM"], "powershell").contains("Mode              = 'System'"));
    assert!(text(&["delete-pool", "usr1"], "az").contains("az aks nodepool delete"));
    assert!(text(&["delete-group"], "powershell").ends_with("Remove-AzResourceGroup -Name 'rg1' -Force\n"));
    let last =
        |operation: &[&str], dialect| text(operation, dialect).replace(" \\\n", "").trim_end().to_owned();
    // What an operation has come to is looked at afterwards.
    let done = |operation: &[&str], dialect| {
        let text = last(operation, dialect).split_whitespace().collect::<Vec<_>>().join(" ");
        let look = if dialect == "az" { "&& az aks " } else { "Get-AzAks" };
        let (done, look) = text.rsplit_once(look).expect(&text);
        assert!(dialect == "powershell" || look.contains("show ") || look.contains("list "), "{look}");
        done.trim_end().to_owned()
    };
    for (operation, az) in [
        (
            &["scale-pool", "usr1", "5"][..],
            "nodepool scale --resource-group 'rg1' --cluster-name 'aks1' --name 'usr1' --node-count 5",
        ),
        (&["upgrade-pool", "usr1", "1.34"], "--kubernetes-version '1.34' --yes"),
        (&["upgrade-pool", "usr1", "node-image"], "--node-image-only --yes"),
        (&["update-pool", "usr1", "artifactStreamingProfile.enabled=false"], "--disable-artifact-streaming"),
        (&["upgrade-control-plane", "1.34"], "--control-plane-only --yes"),
        (
            &["stop-pool", "usr1"],
            "az aks nodepool stop --resource-group 'rg1' --cluster-name 'aks1' --name 'usr1'",
        ),
        (&["update-pool", "usr1", "tags={\"a\":\"b; c\"}"], "--tags 'a=b; c'"),
        (&["update-pool", "usr1", "nodeTaints="], "--node-taints ''"),
        (
            &["update-pool", "usr1", "enableAutoScaling=true", "minCount=1", "maxCount=5"],
            "--enable-cluster-autoscaler --min-count 1 --max-count 5",
        ),
        (&["update-pool", "usr1", "upgradeSettings.maxSurge=33%"], "--max-surge '33%'"),
        (&["delete-machines", "usr1", "m1", "m2"], "--machine-names 'm1' 'm2'"),
    ] {
        let text = done(operation, "az");
        assert!(text.ends_with(az), "{text}");
    }
    assert!(done(&["update-pool", "usr1", "nodeLabels={}"], "powershell").contains(" NodeLabel = @{} }"));
    assert!(text(&["scale-pool", "usr1", "5"], "arm").contains("\"count\": 5"));
    for (operation, dialect) in
        [(&["delete-machines", "usr1", "m1"][..], "powershell"), (&["upgrade-all", "1.34"], "arm")]
    {
        let (code, _, errors) = run(&[&["do", "-"], operation, &["--as", dialect]].concat(), &document);
        assert!(code == 2 && errors.contains("can't express this operation; use --as az"), "{errors}");
    }
    // The cmdlets neither start nor stop a pool: its resource does.
    let stopped = text(&["stop-pool", "usr1"], "powershell");
    assert!(
        stopped.contains("-NotePropertyName 'code' -NotePropertyValue 'Stopped'")
            && stopped.contains("Invoke-AzRestMethod -Method PUT"),
        "{stopped}"
    );
    assert!(done(&["upgrade-pool", "usr1", "node-image"], "powershell").contains(" NodeImageOnly = $true }"));
    // What is emptied or turned off is said, not left out.
    let emptied = text(
        &["update-pool", "usr1", "nodeLabels={}", "nodeTaints=[]", "tags={}", "enableFIPS=false"],
        "arm",
    );
    for said in ["\"nodeLabels\": {}", "\"nodeTaints\": []", "\"tags\": {}", "\"enableFIPS\": false"] {
        assert!(emptied.contains(said), "{said}: {emptied}");
    }
    assert_eq!(run(&["do", "-", "delete-group", "--as", "arm"], &document).0, 2);
    assert_eq!(run(&["do", "-", "set-mode", "usr1", "Boss", "--as", "az"], &document).0, 2);
}

#[test]
fn do_refuses_what_aks_refuses() {
    let document = plan(&[SYSTEM, USER, SPOT, WINDOWS]);
    let refused = |operation: &[&str], reason: &str| {
        let arguments = [&["do", "-"], operation, &["--as", "az", "--today", TODAY]].concat();
        let (code, text, errors) = run(&arguments, &document);
        assert_eq!((code, text.as_str()), (1, ""), "{operation:?}: {errors}");
        assert!(errors.contains(reason), "{operation:?}: {errors}");
        let (code, text, _) = run(&[&arguments[..], &["--force"]].concat(), &document);
        assert!(code == 0 && text.contains("# AKS refuses: "), "{operation:?}: {text}");
    };
    refused(
        &["delete-pool", "sys1"],
        "Refused[delete-system-pool-needs-other]: sys1 is the only System pool",
    );
    refused(&["delete-pool", "sys1"], "\"There has to be at least one system agent pool.\"");
    refused(&["set-mode", "sys1", "User"], "MustDefineAtLeastOneSystemPool");
    refused(&["set-mode", "spot1", "System"], "Refused[spot-pool-user-mode-only]: ");
    refused(&["set-mode", "win1", "System"], "Refused[system-pool-linux-only]: ");
}

#[test]
fn do_refuses_to_add_what_aks_would_not_take() {
    let document = plan(&[SYSTEM, &USER.replace("usr1", "Bad_Name"), USER]);
    let add = |name: &str| run(&["do", "-", "add-pool", name, "--as", "az", "--today", TODAY], &document);
    let (code, text, errors) = add("Bad_Name");
    assert_eq!((code, text.as_str()), (1, ""), "{errors}");
    assert!(errors.contains("Refused[pool-name-syntax]: "), "{errors}");
    // Another pool's fault is not this one's.
    assert_eq!(add("usr1").0, 0);
}

#[test]
fn do_knows_the_pools_of_the_plan() {
    let (code, text, errors) =
        run(&["do", "-", "delete-pool", "x", "--as", "az", "--force"], &plan(&[SYSTEM, USER]));
    assert_eq!((code, text.as_str()), (1, ""));
    assert_eq!(errors.trim_end(), "error: The plan has no pool named x; it has sys1, usr1.");
}

#[test]
fn do_says_when_a_command_changes_nothing() {
    let (code, text, errors) =
        run(&["do", "-", "set-mode", "usr1", "user", "--as", "az"], &plan(&[SYSTEM, USER]));
    assert_eq!(code, 0);
    assert!(text.contains("--mode User"));
    assert_eq!(errors, "note: usr1 is in mode User already; the command changes nothing.\n");
}

#[test]
fn a_link_is_a_plan() {
    let document = plan(&[SYSTEM, USER]);
    let link = run(&["link", "-"], &document).1;
    assert!(link.starts_with("#1") && link.ends_with('\n') && link.lines().count() == 1);
    let shown = run(&["show", "-"], &document).1;
    assert_eq!(run(&["show", link.trim()], "").1, shown);
    assert_eq!(run(&["show", &format!("https://example.com/poolwright/{}", link.trim())], "").1, shown);
    assert_eq!(run(&["show", "-"], &shown).1, shown);
}

#[test]
fn import_makes_a_plan_of_what_tools_print() {
    let listed = r#"[{"name":"sys1","mode":"System","count":3,"vmSize":"Standard_D4ds_v5","osSku":"Ubuntu","provisioningState":"Succeeded","unheardOf":1}]"#;
    let (code, text, errors) = run(&["import", "-"], listed);
    assert_eq!(code, 0);
    assert!(text.contains("\"osSKU\": \"Ubuntu\"") && !text.contains("provisioningState"), "{text}");
    assert!(
        errors.contains("note: this was the node pools of a cluster.\n") && errors.contains("unheardOf"),
        "{errors}"
    );
    // The way on is the migration, not the text of a new cluster.
    assert!(errors.contains("to update this cluster") && errors.contains("poolwright runbook"), "{errors}");
    let (.., errors) = run(&["render", "-", "--as", "az", "--force"], listed);
    assert!(errors.contains("To update the cluster, run poolwright runbook."), "{errors}");
    assert_eq!(run(&["show", "-"], &text).1, text);
}

/// A cluster whose pool `ConvertTo-Json` cut off.
const CUT_OFF: &str = r#"{"Name": "aks", "ResourceGroupName": "rg", "Type": "Microsoft.ContainerService/ManagedClusters",
    "AgentPoolProfiles": [{"Name": "sys", "Mode": "System", "Count": 3, "NodeLabels": "System.Collections.Hashtable"}]}"#;

#[test]
fn an_export_that_was_cut_off_is_no_plan_and_what_is_left_of_it_no_baseline() {
    let path = "$.AgentPoolProfiles[0].NodeLabels";
    for command in ["import", "show", "check", "diff", "runbook"] {
        let (code, text, errors) = run(&[command, "-"], CUT_OFF);
        // Of check, 1 means a finding.
        let exit = if command == "check" { 2 } else { 1 };
        assert_eq!((code, text.as_str()), (exit, ""), "{command}: {errors}");
        let sentence = format!("error: Standard input: the export was cut off at {path}: ");
        assert!(errors.contains(&sentence) && errors.contains("ConvertTo-Json -Depth 100"), "{errors}");
        assert!(errors.contains("--partial"), "{errors}");
    }
    let (code, text, errors) = run(&["import", "-", "--partial"], CUT_OFF);
    assert!(code == 0 && text.contains("\"partial\": true") && text.contains("\"sys\""), "{text}{errors}");
    assert!(errors.contains(path) && errors.contains("a migration can't start from it"), "{errors}");
    let target = plan(&[SYSTEM]);
    let folder = std::env::temp_dir().join(format!("poolwright-partial-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("target.json");
    std::fs::write(&file, target).unwrap();
    for command in ["diff", "runbook"] {
        for current in [text.as_str(), CUT_OFF] {
            let (code, written, errors) = run(&[command, "-", file.to_str().unwrap(), "--partial"], current);
            assert_eq!((code, written.as_str()), (2, ""), "{command}: {errors}");
            assert!(errors.contains("the current layout is marked as partial"), "{errors}");
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_update_that_is_another_operation_says_which() {
    let document = plan(&[SYSTEM, USER]);
    for (change, operation) in [
        ("count=5", "To change count, scale the pool: scale-pool usr1 COUNT."),
        (
            "orchestratorVersion=1.35",
            "To change orchestratorVersion, upgrade the pool: upgrade-pool usr1 VERSION.",
        ),
        (
            "powerState.code=Stopped",
            "To change powerState.code, start or stop the pool: start-pool usr1 or stop-pool usr1.",
        ),
    ] {
        for dialect in ["az", "az-pwsh", "powershell"] {
            let arguments = ["do", "-", "update-pool", "usr1", change, "--as", dialect, "--today", TODAY];
            let (code, text, errors) = run(&arguments, &document);
            assert!(code != 0 && text.is_empty() && errors.contains(operation), "{dialect}: {text}{errors}");
        }
    }
}

#[test]
fn a_script_of_a_migration_asks_for_the_names_of_the_cluster() {
    let listed = r#"[{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}]"#;
    let folder = std::env::temp_dir().join(format!("poolwright-nameless-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("target.json");
    std::fs::write(&file, listed.replace("3,", "4,")).unwrap();
    for dialect in ["az", "powershell"] {
        let (code, text, errors) = run(&["runbook", "-", file.to_str().unwrap(), "--as", dialect], listed);
        assert_eq!((code, text.as_str()), (2, ""), "{errors}");
        assert!(errors.contains("cluster.name and cluster.resourceGroup"), "{errors}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn rules_and_schema_are_printed() {
    let (code, text, _) = run(&["rules"], "");
    assert!(code == 0 && text.contains("cluster-needs-system-pool"), "{text}");
    let list = serde_json::from_str::<Json>(&run(&["rules", "--json"], "").1).unwrap();
    assert_eq!(list.as_array().unwrap().len(), text.lines().count());
    let (_, page, _) = run(&["rules", "cluster-needs-system-pool"], "");
    let beginning = "# A cluster needs at least one System pool\n\nRefused `cluster-needs-system-pool`: Critical system pods need a \
        System pool. AKS: MustDefineAtLeastOneSystemPool, \"Must define at least one system pool.\"\n\nAKS runs its own pods";
    assert!(page.starts_with(beginning), "{page}");
    let sources = page.split_once("\n## Sources\n\nConfidence: confirmed.\n\n- ").unwrap().1;
    assert!(sources.contains(": https://"), "{page}");
    assert_eq!(run(&["explain", "cluster-needs-system-pool"], "").1, page);
    assert_eq!(run(&["rules", "no-such-rule"], "").0, 2);
    assert!(serde_json::from_str::<Json>(&run(&["schema"], "").1).unwrap().as_object().is_some());
}

#[test]
fn wrong_usage_is_exit_code_2_and_help_is_0() {
    for arguments in
        [&[][..], &["frobnicate"], &["check"], &["render", "-"], &["check", "-", "--today", "tomorrow"]]
    {
        assert_eq!(run(arguments, "").0, 2, "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["--version"], &["do", "--help"]] {
        assert_eq!(run(arguments, "").0, 0, "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_not_a_failure() {
    let binary = env!("CARGO_BIN_EXE_poolwright");
    let script = format!("({binary} schema; echo \"code $?\" >&2) | true");
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, "code 0\n");
}

#[test]
fn nothing_of_a_plan_steers_the_terminal() {
    let (_, text, errors) =
        run(&["check", "-"], &plan(&[&LONELY.replace("sys1", "a\\u001b[31m\\u202e\\nrm -rf /")]));
    let all = text + &errors;
    assert!(!all.contains(['\u{1b}', '\u{202e}']));
    assert!(all.lines().all(|line| !line.starts_with("rm")), "{all}");
}

#[test]
fn the_published_rules_are_fresh() {
    for (argument, path) in [("--html", "public/rules.html"), ("--json", "public/rules.json")] {
        let (code, text, _) = run(&["rules", argument], "");
        assert_eq!(code, 0);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(project(path), &text).unwrap();
        }
        let published = std::fs::read_to_string(project(path)).unwrap_or_default();
        assert!(published == text, "{path} is out of date: run UPDATE=1 cargo test --test cli");
    }
}

#[test]
fn rules_are_listed_with_their_texts() {
    let (_, text, _) = run(&["rules", "--json"], "");
    let rules: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), poolwright::lint::REGISTRY.len());
    for rule in rules {
        for key in ["id", "title", "severity", "why", "confidence", "date", "page"] {
            assert!(rule[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {rule}");
        }
        assert!(!rule["sources"].as_array().unwrap().is_empty());
        assert_eq!(rule["page"], format!("rules.html#{}", rule["id"].as_str().unwrap()));
    }
    let (_, page, _) = run(&["rules", "--html"], "");
    assert_eq!(page.matches("<article ").count(), poolwright::lint::REGISTRY.len());
    assert!(!page.contains("<script>") && !page.contains("http-equiv=\"refresh\""));
}

#[test]
fn old_facts_are_listed() {
    let run = |arguments: &[&str]| {
        std::process::Command::new(project("script/facts-age")).args(arguments).output().unwrap()
    };
    let text = String::from_utf8(run(&["180", "2026-11-24"]).stdout).unwrap();
    let first = text.lines().next().unwrap();
    assert!(first.starts_with(" 1355 days  2023-03-10  Azure Dedicated Host in AKS  https://"), "{text}");
    assert!(first.contains("(host-group-fixed, "), "{text}");
    assert!(!text.contains("djtools-azure-vm-sku-locator"), "{text}");
    let later = String::from_utf8(run(&["180", "2027-03-01"]).stdout).unwrap();
    assert!(later.contains("2026-08-01  DarrenJohns/djtools-azure-vm-sku-locator"), "{later}");
    // Without a number of days it lists all, each source of a rule and of the catalog among them.
    let all = String::from_utf8(run(&[]).stdout).unwrap();
    for source in poolwright::lint::sources::sources() {
        assert!(all.contains(source.url), "{}", source.url);
    }
    for fact in
        ["Kubernetes versions and the end of their support", "nd-gb300-v6-series", "Standard_D248ds_v7"]
    {
        assert!(all.contains(fact), "{fact}");
    }
    assert!(!run(&["180", "yesterday"]).status.success());
}

#[test]
fn a_plan_is_checked_against_the_given_quota() {
    let folder = std::env::temp_dir().join(format!("poolwright-usage-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("usage.json");
    // Creation needs 12 vCPUs, an upgrade 16.
    for (used, expected, finding) in [
        (90, 1, "Refused[pool-quota-vcpu]: Creating the pools needs 12 vCPUs of the region"),
        (86, 0, "Recommendation[pool-quota-vcpu]: The pools need up to 16 vCPUs of the region"),
    ] {
        let usage =
            format!(r#"[{{"name": {{"value": "cores"}}, "currentValue": "{used}", "limit": "100"}}]"#);
        std::fs::write(&file, usage).unwrap();
        let (code, text, _) = run(&["check", "-", "--usage", file.to_str().unwrap()], &plan(&[SYSTEM]));
        assert_eq!(code, expected, "{text}");
        assert!(text.contains(finding), "{text}");
    }
    std::fs::write(&file, "<html>").unwrap();
    let (code, _, errors) = run(&["check", "-", "--usage", file.to_str().unwrap()], &plan(&[SYSTEM]));
    assert!(code == 2 && errors.contains("The usage is not JSON"), "{errors}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn do_prints_json() {
    let document = plan(&[SYSTEM, USER]);
    let (code, text, errors) = run(&["do", "-", "delete-pool", "usr1", "--as", "az", "--json"], &document);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(
        text.contains("\"rule\": \"delete-pool-no-drain\"") && text.contains("az aks nodepool delete"),
        "{text}"
    );
    let (code, text, errors) = run(&["do", "-", "delete-pool", "sys1", "--as", "az", "--json"], &document);
    assert_eq!((code, errors.as_str()), (1, ""));
    assert!(
        text.contains("\"rule\": \"delete-system-pool-needs-other\"") && text.contains("\"text\": null"),
        "{text}"
    );
}

#[test]
fn a_plan_is_summed_up() {
    let plan = r#"{"version": 1, "cluster": {"location": "eastus", "networkProfile": {"networkPlugin": "azure"},
        "subnets": [{"name": "nodes", "addressPrefix": "10.0.0.0/21"}]}, "pools": [
        {"name": "sys\n1", "mode": "System", "count": 50, "maxPods": 30, "vmSize": "Standard_D4ds_v5", "upgradeSettings": {"maxSurge": "1"}}]}"#;
    let (code, text, _) = run(&["capacity", "-", "--json"], plan);
    assert_eq!(code, 0, "{text}");
    let sums: serde_json::Value = serde_json::from_str(&text).unwrap();
    let room = &sums["addresses"][0];
    assert_eq!(
        (&room["peak"], &room["smallestPrefix"], &room["headroom"]),
        (&1_581.into(), &21.into(), &462.into())
    );
    assert_eq!(sums["cluster"]["nodes"]["now"], 50);
    assert_eq!(sums["cluster"]["usdPerHour"]["now"], "11.3");
    assert_eq!(sums["quota"][0]["name"], "standardDDSv5Family");
    assert_eq!(sums["quota"][0]["peak"], 204);
    let (code, text, _) = run(&["capacity", "-"], plan);
    // As earlier versions called it.
    assert_eq!(run(&["sums", "-"], plan).1, text);
    assert_eq!(code, 0);
    for part in ["\nCost\n", "$8,249.00", "Node subnet nodes (10.0.0.0/21)", "sys\\n1"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().all(|line| !line.starts_with('1')), "a name does not break its line");
}

#[test]
fn the_cost_is_by_the_users_own_numbers() {
    let plan = r#"{"version": 1, "cluster": {"location": "westeurope", "tier": "Standard"}, "pools": [
        {"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5", "osDiskType": "Managed"}]}"#;
    let own = [
        "--discount",
        "sys=50,30",
        "--disk-price",
        "P10=20",
        "--cluster-fee",
        "0.10",
        "--currency",
        "eur=0.5",
    ];
    let (code, text, _) = run(&[&["capacity", "-", "--json"][..], &own].concat(), plan);
    assert_eq!(code, 0, "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    // What VMs cost by list prices stays what it was.
    assert_eq!(json["cluster"]["usdPerHour"]["now"], "0.816");
    let cost = &json["cost"];
    assert_eq!((&cost["currency"], &cost["unknown"]), (&"EUR".into(), &serde_json::json!([])));
    assert_eq!(cost["lines"][0]["perHour"]["now"], "0.204");
    assert_eq!(cost["lines"].as_array().unwrap().len(), 3, "{cost}");
    let (_, text, _) = run(&[&["capacity", "-"][..], &own].concat(), plan);
    for part in ["\nCost\n", "sys, OS disks", "Cluster fee", "EUR 0.204", "less your discount of 50 %"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (_, text, _) = run(&["capacity", "-", "--json"], plan);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["cost"]["unknown"], serde_json::json!(["sys, OS disks", "Cluster fee"]));
    let (code, _, error) = run(&["capacity", "-", "--discount", "half"], plan);
    assert_eq!(code, 2);
    assert!(error.contains("must be a percentage from 0 to 100"), "{error}");
}

#[test]
fn a_diff_ends_with_the_difference_in_cost() {
    let plan = |count: u32| {
        format!(
            r#"{{"version": 1, "cluster": {{"location": "westeurope"}}, "pools": [
            {{"name": "sys", "mode": "System", "count": {count}, "vmSize": "Standard_D4ds_v5"}}]}}"#
        )
    };
    let folder = std::env::temp_dir().join(format!("poolwright-cost-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let files = [2, 3].map(|count| {
        let file = folder.join(format!("{count}.json"));
        std::fs::write(&file, plan(count)).unwrap();
        file.to_str().unwrap().to_owned()
    });
    let [two, three] = &files;
    let (_, text, _) = run(&["diff", two, three], "");
    let sentence = "Cost per month: $397.12 before, $595.68 after, a difference of +$198.56.";
    assert!(text.ends_with(&format!("{sentence}\n")), "{text}");
    let (_, text, _) = run(&["diff", two, three, "--discount", "50"], "");
    assert!(text.contains("a difference of +$99.28."), "{text}");
    let (_, text, _) = run(&["diff", two, two], "");
    assert_eq!(text, "No differences.\n");
    let (_, text, _) = run(&["diff", two, three, "--json"], "");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["cost"]["to"]["perHour"]["now"], "0.816");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_was_noted_while_reading_is_in_the_json_too() {
    let plan = r#"{"version": 1, "cluster": {"location": "westeurope", "color": "blue"}, "pools": [
        {"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}]}"#;
    let folder = std::env::temp_dir().join(format!("poolwright-notes-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("pods.json");
    let pod = r#"{"kind": "Pod", "metadata": {"name": "a", "namespace": "b"}, "spec": {"containers": [{}]}, "status": {"phase": "Running"}}"#;
    std::fs::write(&file, pod).unwrap();
    let fit = ["fit", "-", "--pods", file.to_str().unwrap(), "--json", "--today", TODAY];
    for (args, key) in [(&["capacity", "-", "--json"][..], "notes"), (&fit, "planNotes")] {
        let (_, text, errors) = run(args, plan);
        let json: Json = serde_json::from_str(&text).unwrap();
        let notes = json[key].as_array().unwrap();
        assert!(notes.iter().any(|note| note["path"].as_str().unwrap().contains("color")), "{text}");
        assert!(
            notes[0]["line"].as_i64() == Some(1) && !notes[0]["text"].as_str().unwrap().is_empty(),
            "{text}"
        );
        assert!(errors.contains("color"), "{errors}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn workloads_are_placed() {
    let plan = r#"{"version": 1, "cluster": {"kubernetesVersion": "1.34"}, "pools": [
        {"name": "apps", "mode": "User", "count": 4, "maxPods": 30, "vmSize": "Standard_D4ds_v5"}]}"#;
    let folder = std::env::temp_dir().join(format!("poolwright-workloads-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("workloads.json");
    let path = file.to_str().unwrap();
    std::fs::write(&file, r#"[{"name": "api", "cpu": 1, "memory": "1Gi", "replicas": 7}, {"name": "b", "cpu": "250m", "memory": "512Mi", "replicas": "2"}]"#).unwrap();
    let (code, text, _) = run(&["capacity", "-", "--json", "--workloads", path], plan);
    let sums: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &sums["fit"]["pools"][0]["nodes"]), (0, &3.into()));
    assert_eq!(sums["fit"]["unplaced"], serde_json::json!([]));
    for (text, sentence) in [
        ("{", "invalid JSON at line 1, column 2"),
        ("{}", "a JSON list"),
        (
            r#"[{"name": "a", "cpu": "lots", "memory": "1Gi", "replicas": 1}]"#,
            "workload 1: cpu must be an amount",
        ),
        (r#"[{"name": "a", "cpu": "1", "memory": "1Gi", "replicas": -1}]"#, "workload 1: replicas"),
    ] {
        std::fs::write(&file, text).unwrap();
        let (code, _, error) = run(&["capacity", "-", "--workloads", path], plan);
        assert_eq!(code, 2);
        assert!(error.contains(sentence), "{error}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn sizes_are_listed_by_what_they_have() {
    let json = |args: &[&str]| {
        let (code, text, error) = run(&[&["sizes", "--json"], args].concat(), "");
        assert_eq!(code, 0, "{error}");
        serde_json::from_str::<serde_json::Value>(&text).unwrap().as_array().unwrap().clone()
    };
    let d4 = json(&["d4ds", "v5", "--region", "westeurope", "--limit", "1"]).remove(0);
    assert_eq!(
        (&d4["name"], &d4["vcpus"], &d4["memoryGiB"]),
        (&"Standard_D4ds_v5".into(), &4.into(), &"16".into())
    );
    assert_eq!((&d4["usdPerHour"]["linux"], &d4["zones"][2]), (&"0.272".into(), &"3".into()));
    for size in json(&["--arch", "arm64", "--min-vcpus", "8", "--max-vcpus", "8", "--region", "westeurope"]) {
        assert_eq!((&size["architecture"], &size["vcpus"]), (&"Arm64".into(), &8.into()));
    }
    assert!(json(&["--gpu", "--region", "eastus", "--max-price", "1"]).len() > 1);
    assert_eq!(json(&["--all", "--limit", "9999"]).len(), 1506);
    let (code, text, _) = run(&["sizes", "a1 v2", "--all", "--region", "westeurope"], "");
    assert!(code == 0 && text.contains("AKS refuses it, retires 2028-11-15"), "{text}");
    let plan = r#"{"version": 1, "cluster": {"location": "westeurope"}, "pools": [{"name": "sys", "mode": "System", "count": 3}]}"#;
    let (_, text, _) = run(&["sizes", "--for", "-", "sys", "--arch", "x64", "--json"], plan);
    let cheapest: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(cheapest.as_array().unwrap().len(), 5);
    assert!(cheapest.as_array().unwrap().iter().all(|size| size["vcpus"].as_i64() >= Some(4)));
    // A Spot pool is shown what it would pay.
    let spot = r#"{"version": 1, "cluster": {"location": "westeurope"}, "pools": [{"name": "spot", "scaleSetPriority": "Spot", "count": 1}]}"#;
    let (_, text, _) = run(&["sizes", "--for", "-", "spot"], spot);
    let prices =
        text.lines().skip(1).map(|line| line.split_whitespace().nth(3).unwrap().parse::<f64>().unwrap());
    assert!(prices.collect::<Vec<_>>().is_sorted(), "{text}");
    for (args, sentence) in [
        (vec!["sizes", "--region", "nowhere"], "Unknown region"),
        (vec!["sizes", "--for", "-", "other"], "has no pool"),
    ] {
        let (code, _, error) = run(&args, plan);
        assert!(code == 2 && error.contains(sentence), "{error}");
    }
}

#[test]
fn render_says_as_json_what_it_leaves_out() {
    let taints = r#""nodeInitializationTaints": ["a=b:NoSchedule"], "name""#;
    let document = plan(&[SYSTEM, &USER.replace("\"name\"", taints)]);
    let (code, text, _) = run(&["render", "-", "--as", "az", "--json", "--today", TODAY], &document);
    let Json::Object(output) = serde_json::from_str::<Json>(&text).unwrap() else { panic!("{text}") };
    assert_eq!(code, 0);
    assert!(output["text"].as_str().unwrap().contains("az aks create"));
    let gaps = output.get("gaps").unwrap().as_array().unwrap();
    let gap = gaps[0].as_object().unwrap();
    assert_eq!(
        (gap["pool"].as_str(), gap["property"].as_str()),
        (Some("usr1"), Some("nodeInitializationTaints")),
        "{text}"
    );
    // What AKS refuses is said, and nothing is written.
    let (code, text, _) = run(&["render", "-", "--as", "az", "--json", "--today", TODAY], &plan(&[USER]));
    assert!(code == 1 && text.contains("\"text\": null") && text.contains("\"rule\": \""), "{text}");
}

#[test]
fn render_goes_step_by_step() {
    let document = plan(&[SYSTEM, USER]);
    let (code, text, _) = run(&["render", "-", "--as", "az", "--steps", "--today", TODAY], &document);
    assert_eq!(code, 0);
    assert!(text.starts_with("# Create the resource group rg1\naz group create"), "{text}");
    assert!(
        text.contains("\n\n# Add the node pool usr1\naz aks nodepool add") && !text.contains("&&"),
        "{text}"
    );
    let (code, text, _) =
        run(&["do", "-", "delete-pool", "usr1", "--as", "powershell", "--steps", "--json"], &document);
    let Json::Object(output) = serde_json::from_str::<Json>(&text).unwrap() else { panic!("{text}") };
    assert_eq!((code, output.get("steps").unwrap().as_array().unwrap().len()), (0, 4));
}

#[test]
fn a_value_that_windows_would_change_stops_there() {
    let document = plan(&[SYSTEM]).replace("\"rg1\"", "\"-rg(dev)\"");
    let (code, text, errors) = run(&["render", "-", "--as", "az-pwsh", "--today", TODAY], &document);
    assert_eq!((code, errors.as_str()), (0, ""));
    let stop = "if ($PSVersionTable.PSEdition -ne 'Core' -or $IsWindows) { throw 'The value \"-rg(dev)\" of --name has one of";
    assert!(text.contains(stop), "{text}");
    assert_eq!(run(&["render", "-", "--as", "az", "--today", TODAY], &document).0, 0);
}

#[test]
fn what_goes_with_a_plan_is_written_too() {
    let document = plan(&[SYSTEM, USER]);
    let (code, text, _) = run(&["workload", "-", "usr1"], &document);
    assert!(code == 0 && text.contains("kubernetes.azure.com/agentpool: usr1"), "{text}");
    assert_eq!(text.matches("kind: Deployment").count(), 1);
    let (code, _, errors) = run(&["workload", "-", "x"], &document);
    assert!(code == 2 && errors.contains("The plan has no node pool x."), "{errors}");
    let (code, text, _) = run(&["render", "-", "--as", "arm", "--parameters"], &document);
    assert!(code == 0 && text.contains("deploymentParameters.json"), "{text}");
    assert_eq!(run(&["render", "-", "--as", "az", "--parameters"], &document).0, 2);
}

const RESIZE: &str = "examples/journeys/resize-system-pool.plan.json";

/// What a journey has today, and what it is to have, as two files.
fn two_files(journey: &str) -> [String; 2] {
    let text = std::fs::read_to_string(project(journey)).unwrap();
    let target = poolwright::codec::read(&text).unwrap().plan;
    let current = *target.baseline.clone().unwrap();
    let write = |name: &str, plan: &poolwright::plan::Plan| {
        let path = std::env::temp_dir().join(format!("poolwright-{}-{name}.plan.json", std::process::id()));
        std::fs::write(&path, poolwright::codec::write(plan)).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let target = poolwright::plan::Plan { baseline: None, ..target };
    [write("current", &current), write("target", &target)]
}

#[test]
fn diff_prints_what_differs() {
    let (code, text, _) = run(&["diff", "examples/journeys/change-max-pods.plan.json"], "");
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @r"
    apps: replaced
      maxPods  30 -> 110  needs a new pool  Addresses of nodes are planned for the maximum number of pods, so it is set when the pool is created.
    Cost per month: $1,787.04, before and after. Not known, and not included: Cluster fee.
    ");
    let (code, text, _) = run(&["diff", RESIZE, "--json"], "");
    let json = serde_json::from_str::<Json>(&text).unwrap();
    let pools = json.as_object().unwrap().get("pools").unwrap().as_array().unwrap();
    let fates: Vec<_> = pools.iter().map(|pool| pool["change"].as_str().unwrap()).collect();
    assert_eq!((code, fates), (0, vec!["added", "removed"]));
    let same = two_files(RESIZE);
    assert_eq!(run(&["diff", &same[0], &same[0]], "").1, "No differences.\n");
}

#[test]
fn a_runbook_is_the_same_of_two_files_and_of_one_with_a_baseline() {
    let [current, target] = two_files(RESIZE);
    let one = run(&["runbook", RESIZE, "--today", TODAY], "");
    assert_eq!(one.0, 0);
    assert_eq!(run(&["runbook", &current, &target, "--today", TODAY], ""), one);
    for arguments in [["--as", "az"], ["--as", "powershell"]] {
        let of = |files: &[&str]| run(&[&["runbook"], files, &arguments, &["--today", TODAY]].concat(), "");
        assert_eq!(of(&[&current, &target]), of(&[RESIZE]));
    }
    assert_eq!(run(&["runbook", &target, &target, "--today", TODAY], "").1, "Nothing to do.\n");
    let (code, _, errors) = run(&["runbook", &target], "");
    assert_eq!(code, 2);
    assert!(errors.contains("has no baseline"), "{errors}");
}

#[test]
fn a_runbook_as_json_has_the_steps_with_their_reasons() {
    let (code, text, _) = run(&["runbook", RESIZE, "--json", "--today", TODAY], "");
    let json = serde_json::from_str::<Json>(&text).unwrap();
    let json = json.as_object().unwrap();
    let steps = json.get("steps").unwrap().as_array().unwrap();
    let operations: Vec<_> = steps.iter().map(|step| step["operation"].as_str().unwrap()).collect();
    assert_eq!(
        (code, operations),
        (0, vec!["add-pool", "cordon-pool", "drain-pool", "await-system-pods", "delete-pool"])
    );
    for key in ["why", "disrupts", "undo", "text"] {
        assert!(steps.iter().all(|step| !step[key].as_str().unwrap().is_empty()), "{key}");
    }
    assert_eq!(json.get("peakNodes"), Some(&Json::from(3)));
}

#[test]
fn a_runbook_that_quota_forbids_says_why_and_what_would_help() {
    let usage = r#"[{"currentValue": "98", "limit": "100", "name": {"value": "cores"}}]"#;
    let (code, text, errors) = run(&["runbook", RESIZE, "--usage", "-", "--today", TODAY], usage);
    assert_eq!((code, text.as_str()), (1, ""));
    assert!(
        errors.contains("of the quota of 100 vCPUs 2 are left")
            && errors.contains("remedy: Request more quota"),
        "{errors}"
    );
    let (code, text, _) = run(&["runbook", RESIZE, "--usage", "-", "--json", "--today", TODAY], usage);
    assert_eq!(
        (code, serde_json::from_str::<Json>(&text).unwrap().as_object().unwrap().get("possible")),
        (1, Some(&Json::Bool(false)))
    );
}

#[test]
fn a_migration_is_a_checklist_for_people_and_codes_for_programs() {
    let journey = "examples/journeys/change-max-pods.plan.json";
    let (code, text, errors) = run(&["runbook", journey, "--as", "markdown", "--today", TODAY], "");
    assert_eq!(code, 0, "{errors}");
    assert_eq!(text.matches("- [ ] **").count(), 4, "{text}");
    assert!(text.contains("kubectl get pdb --all-namespaces") && text.contains("Rollback: "), "{text}");
    let (code, text, _) = run(&["runbook", journey, "--json", "--today", TODAY], "");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let reasons: Vec<_> =
        json["steps"].as_array().unwrap().iter().map(|step| step["reason"].as_str().unwrap()).collect();
    assert_eq!((code, reasons), (0, vec!["replaces", "replaced-by", "replaced-by", "replaced-by"]));
    let step = &json["steps"][0];
    assert_eq!(
        (&step["before"]["pool"], &step["after"]["pool"]["name"]),
        (&Json::Null, &Json::from("apps2"))
    );
    assert_eq!(json["steps"][1]["after"]["cordoned"], Json::Bool(true));
    assert_eq!(json["target"]["pools"].as_array().unwrap().last().unwrap()["name"], "apps2");
    assert!(json["preflight"].as_array().unwrap().iter().any(|one| one["code"] == "pdb"));
}

#[test]
fn a_pool_takes_the_name_that_it_is_given() {
    let journey = "examples/journeys/change-max-pods.plan.json";
    let titles = |more: &[&str]| {
        let (code, text, errors) = run(&[&["runbook", journey, "--today", TODAY], more].concat(), "");
        assert_eq!(code, 0, "{errors}");
        text.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_digit())).count()
    };
    // With the line that sums up.
    assert_eq!((titles(&["--keep-names"]), titles(&[]), titles(&["--rename", "apps=web"])), (9, 5, 5));
    // Earlier versions asked for new names by a flag.
    assert_eq!(titles(&["--new-names"]), 5);
    let (code, _, errors) = run(&["runbook", journey, "--rename", "apps"], "");
    assert_eq!(code, 2);
    assert!(errors.contains("expected OLD=NEW"), "{errors}");
}

#[test]
fn findings_about_a_live_cluster_say_what_they_mean_for_it() {
    let pool = r#"{"name": "sys", "mode": "System", "count": 2, "maxPods": 10, "vmSize": "Standard_D4ds_v5", "orchestratorVersion": "1.32.5",
        "currentOrchestratorVersion": "1.32.5", "nodeImageVersion": "AKSUbuntu-2204"}"#;
    let cluster = format!(
        r#"{{"name": "aks", "resourceGroup": "rg", "kubernetesVersion": "1.33", "agentPoolProfiles": [{pool}]}}"#
    );
    let (code, text, _) = run(&["check", "-", "--today", TODAY], &cluster);
    assert_eq!(code, 1);
    assert!(
        text.contains(
            "now: The cluster already has this and AKS accepted it; AKS checks it again only for new pools."
        ),
        "{text}"
    );
    let (_, text, _) = run(&["check", "-", "--json", "--today", TODAY], &cluster);
    assert!(text.contains(r#""taken": "alreadySo""#), "{text}");
    // Room for pods is checked when a pool is created, so it is a note here; that pools lag behind the control plane isn't
    // even that.
    assert!(!text.contains(r#""tier": "Refused""#), "{text}");
    assert!(!text.contains("pool-version-equal-at-create"), "{text}");
    let (_, _, errors) = run(&["import", "-"], &cluster);
    assert!(errors.contains("fact: $.agentPoolProfiles[0]: nodeImageVersion is AKSUbuntu-2204"), "{errors}");
    assert!(errors.contains("read: sys: 6 properties"), "{errors}");
    // A plan file isn't an existing cluster.
    assert!(!run(&["check", "-", "--today", TODAY], &plan(&[LONELY])).1.contains("now:"));
}

#[test]
fn a_plan_can_be_written_as_a_file_of_the_cluster_and_one_of_its_pools() {
    // The folder is created.
    let folder = std::env::temp_dir().join(format!("poolwright-split-{}", std::process::id()));
    let out = folder.to_str().unwrap();
    let split = |dialect: &str| {
        let words = ["render", "examples/windows-pool.plan.json", "--as", dialect, "--split", "--out", out];
        let (code, listed, _) = run(&words, "");
        assert_eq!(code, 0, "{dialect}");
        let names: Vec<String> =
            listed.lines().map(|line| line.rsplit('/').next().unwrap().to_owned()).collect();
        let texts: Vec<String> =
            names.iter().map(|name| fs::read_to_string(folder.join(name)).unwrap()).collect();
        (names, texts)
    };
    let (names, texts) = split("bicep");
    assert_eq!(
        names,
        [
            "myAKSCluster-cluster.bicep",
            "myAKSCluster-cluster.bicepparam",
            "myAKSCluster-pools.bicep",
            "myAKSCluster-pools.bicepparam"
        ]
    );
    assert!(texts[0].contains("agentPoolProfiles") && !texts[0].contains("agentPools@"));
    assert!(texts[1].starts_with("using './myAKSCluster-cluster.bicep'\n"), "{}", texts[1]);
    assert!(
        texts[1].contains("param windowsAdminPassword = readEnvironmentVariable('WINDOWS_ADMIN_PASSWORD')")
    );
    // A change of any pool is one of this file, also of the pool that the cluster is created with.
    assert!(texts[2].contains("existing = {") && !texts[2].contains("agentPoolProfiles"));
    assert_eq!(texts[2].matches("agentPools@").count(), 2);
    assert_eq!(texts[3], "using './myAKSCluster-pools.bicep'\n\nparam clusterName = 'myAKSCluster'\n");
    let (names, texts) = split("terraform");
    assert_eq!(names, ["myAKSCluster-cluster.tf", "myAKSCluster-pools.tf"]);
    assert!(texts[0].contains("default_node_pool") && !texts[1].contains("provider \""));
    assert!(texts[1].contains("kubernetes_cluster_id = azurerm_kubernetes_cluster.aks.id"), "{}", texts[1]);
    let (names, _) = split("arm");
    assert_eq!(names.len(), 4);
    fs::remove_dir_all(&folder).unwrap();
    let (code, _, errors) = run(&["render", "examples/windows-pool.plan.json", "--as", "az", "--split"], "");
    assert!(
        code == 2 && errors.contains("--split needs --as arm or bicep or terraform or bicep-avm."),
        "{errors}"
    );
}

#[test]
fn a_whole_plan_of_an_existing_cluster_warns_that_everything_is_recreated() {
    let said = "The cluster already exists";
    let json = |plan, dialect, more: &[&str]| {
        run(&[&["render", plan, "--as", dialect, "--json"], more].concat(), "").1
    };
    // A template is for the cluster that exists.
    for dialect in ["arm", "bicep", "terraform"] {
        let (_, text, errors) = run(&["render", RESIZE, "--as", dialect], "");
        assert!(!text.contains(said) && !errors.contains("runbook"), "{dialect}: {errors}");
        assert!(text.contains("Sets the node pools of the existing cluster"), "{dialect}: {text}");
    }
    for dialect in ["az", "az-pwsh", "powershell"] {
        assert!(json(RESIZE, dialect, &[]).contains(said), "{dialect}");
        assert!(json(RESIZE, dialect, &["--steps"]).contains(said), "{dialect}");
        assert!(!json("examples/spot-pool.plan.json", dialect, &[]).contains(said), "{dialect}");
        let (_, text, errors) = run(&["render", RESIZE, "--as", dialect], "");
        assert!(errors.contains("To update the cluster, run poolwright runbook."), "{dialect}: {errors}");
        let words: Vec<&str> = text.split([' ', '\n', '#', '/']).filter(|word| !word.is_empty()).collect();
        assert!(words.join(" ").contains(said), "{dialect}: {text}");
    }
}

#[test]
fn texts_that_lack_the_cluster_s_names_say_so() {
    let [nameless, named] =
        ["", r#""name": "aks", "resourceGroup": "rg", "location": "westeurope""#].map(|cluster| {
            let pool = r#"{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#;
            format!(r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{pool}]}}"#)
        });
    for dialect in ["az", "az-pwsh", "powershell"] {
        for rest in
            [&["render", "-"] as &[&str], &["render", "-", "--steps"], &["do", "-", "show-pool", "sys"]]
        {
            let output = |plan: &str| run(&[rest, &["--as", dialect, "--json"]].concat(), plan).1;
            for said in
                ["its name is empty, so this text asks", "its resource group is empty, so this text asks"]
            {
                assert!(output(&nameless).contains(said), "{dialect} {rest:?}");
            }
            assert!(!output(&named).contains("is empty"), "{dialect} {rest:?}: {}", output(&named));
        }
    }
    // A template goes into a resource group that is there, and takes its region.
    for (dialect, wanted) in [
        ("arm", ["The cluster: its name is empty, so this text asks for it."].as_slice()),
        ("bicep", &["The cluster: its name is empty, so this text asks for it."]),
        (
            "terraform",
            &[
                "The cluster: its name is empty",
                "The cluster: its resource group is empty",
                "The cluster: its location is empty",
            ],
        ),
    ] {
        for rest in [&["render", "-"] as &[&str], &["render", "-", "--steps"], &["do", "-", "create"]] {
            let output = |plan: &str| run(&[rest, &["--as", dialect, "--json"]].concat(), plan).1;
            assert!(
                wanted.iter().all(|gap| output(&nameless).contains(gap)),
                "{dialect}: {}",
                output(&nameless)
            );
            assert!(!output(&named).contains("is empty"), "{dialect}: {}", output(&named));
        }
    }
    let text = run(&["render", "-", "--as", "az"], &nameless).1;
    for said in ["its location is empty", "its name is empty", "its resource group is empty"] {
        assert!(text.contains(&format!("# Differs from the plan: The cluster: {said}")), "{text}");
    }
}

#[test]
fn what_only_a_new_pool_is_refused_for_is_a_note_where_the_pool_runs() {
    // Bounds of the autoscaler above the number of nodes, and an image that new pools can't use any more.
    let pool = |rest: &str| {
        format!(
            r#"{{"name": "web", "mode": "User", "vmSize": "Standard_D4ds_v5", "osType": "Linux", "count": 3, {rest}}}"#
        )
    };
    let guard = r#""osSKU": "AzureLinuxOSGuard", "osDiskType": "Managed", "enableFIPS": true,
        "securityProfile": {"enableSecureBoot": true, "enableVTPM": true}"#;
    let scaled = r#""enableAutoScaling": true, "minCount": 4, "maxCount": 8"#;
    for (rest, id) in [(scaled, "autoscale-count-in-range"), (guard, "os-guard-retired")] {
        let system = r#"{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#;
        let live = format!(
            r#"{{"name": "c", "location": "westeurope", "kubernetesVersion": "1.36", "provisioningState": "Succeeded",
            "agentPoolProfiles": [{system}, {}]}}"#,
            pool(rest)
        );
        let new = format!(r#"{{"version": 1, "cluster": {{}}, "pools": [{system}, {}]}}"#, pool(rest));
        let severity = |text: &str| {
            let said = run(&["check", "-", "--today", "2026-12-15"], text).1;
            let line = said.lines().find(|line| line.contains(&format!("[{id}]"))).unwrap().to_owned();
            line.split('[').next().unwrap().to_owned()
        };
        assert_eq!(severity(&live), "Note", "{id}");
        assert_eq!(severity(&new), "Refused", "{id}");
    }
}

#[test]
fn the_version_says_how_old_the_facts_are_and_findings_say_when_they_are_old() {
    use poolwright::catalog::{KUBERNETES_DATE, SIZES_DATE};
    use poolwright::lint::FACTS_DATE;
    let said = run(&["--version"], "").1;
    for date in [FACTS_DATE, KUBERNETES_DATE, SIZES_DATE] {
        assert!(said.contains(date), "{said}");
    }
    let plan = r#"{"version": 1, "cluster": {}, "pools": [{"name": "sys", "mode": "System", "count": 0}]}"#;
    let on = |day: &str| run(&["check", "-", "--today", day], plan).1;
    let age = "The newest source of this rule is from 2026-";
    assert!(!on("2026-11-28").contains(age));
    assert!(on("2028-01-01").contains(age));
    let json = run(&["check", "-", "--today", "2028-01-01", "--json"], plan).1;
    assert!(json.contains(r#""oldSource": "2026-"#), "{json}");
}

#[test]
fn the_readme_counts_the_rules_that_there_are() {
    use poolwright::lint::{Check, REGISTRY, sources};
    let operations = REGISTRY.iter().filter(|rule| matches!(rule.check, Check::Operation)).count();
    let plans = REGISTRY.len() - operations;
    let beginning = "- **Checks a plan as you type**";
    let line = format!(
        "{beginning}, by {plans} rules, and every operation on a cluster by {operations} more, from {} dated sources.",
        sources::sources().count()
    );
    let path = project("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let written = readme.lines().find(|line| line.starts_with(beginning)).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, readme.replacen(written, &line, 1)).unwrap();
    } else {
        assert_eq!(written, line, "README.md is out of date: run UPDATE=1 cargo test --test cli");
    }
}

#[test]
fn pods_are_fitted_into_a_plan() {
    let folder = std::env::temp_dir().join(format!("poolwright-fit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("pods.json");
    let path = file.to_str().unwrap();
    let pod = |cpu: &str| {
        format!(
            r#"{{"kind": "Pod", "metadata": {{"name": "a", "namespace": "shop"}}, "spec": {{"containers": [
            {{"resources": {{"requests": {{"cpu": "{cpu}", "memory": "1Gi"}}}}}}]}}, "status": {{"phase": "Running"}}}}"#
        )
    };
    std::fs::write(&file, format!(r#"{{"kind": "List", "items": [{}, {}]}}"#, pod("1"), pod("2"))).unwrap();
    let plan = r#"{"version": 1, "cluster": {"name": "a", "resourceGroup": "r", "location": "westeurope"}, "pools": [
        {"name": "sys", "mode": "System", "vmSize": "Standard_D4ds_v5", "count": 3},
        {"name": "apps", "mode": "User", "vmSize": "Standard_D4ds_v5", "count": 3}]}"#;
    let (code, text, errors) = run(&["fit", "-", "--pods", path, "--today", TODAY], plan);
    assert_eq!((code, errors.as_str()), (0, ""), "{text}");
    assert!(text.starts_with("2 pods: requests of 3 vCPUs and 2 GB of memory."), "{text}");
    let (code, text, _) = run(&["fit", "-", "--pods", path, "--json", "--today", TODAY], plan);
    let json: Json = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &json["pools"][1]["nodesNeeded"]), (0, &1.into()), "{text}");
    // The layout is a plan: it can be checked as it is.
    let layout = json["cheapest"]["plan"].to_string();
    assert_eq!(run(&["check", "-", "--today", TODAY], &layout).0, 0);
    std::fs::write(&file, pod("64")).unwrap();
    let (code, text, _) = run(&["fit", "-", "--pods", path, "--today", TODAY], plan);
    assert!(code == 1 && text.contains("1 pod of shop/Pod/a not placed. One pod requests more"), "{text}");
    std::fs::write(&file, "{}").unwrap();
    let (code, _, errors) = run(&["fit", "-", "--pods", path], plan);
    assert!(code == 2 && errors.contains("no pods found"), "{errors}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn preflight_says_what_answers_mean_and_fails_where_one_blocks() {
    let journey = "examples/journeys/change-max-pods.plan.json";
    let (code, text, errors) = run(&["preflight", journey, "--today", TODAY], "");
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(text.contains("kubectl get pods --all-namespaces -o json"), "{text}");
    let ask =
        |answer: &str| run(&["preflight", journey, "--answer", "-", "--json", "--today", TODAY], answer);
    let pod = |owner: &str| {
        format!(
            r#"{{"apiVersion": "v1", "kind": "List", "items": [{{"kind": "Pod", "metadata": {{"namespace": "web", "name": "a"{owner}}}, "spec": {{"nodeName": "aks-apps-1-vmss000000"}}}}]}}"#
        )
    };
    let owner = r#", "ownerReferences": [{"kind": "DaemonSet", "name": "a"}]"#;
    for (owner, code, outcome) in [("", 1, "blocking"), (owner, 0, "fine")] {
        let (found, text, errors) = ask(&pod(owner));
        assert_eq!((found, errors.as_str()), (code, ""), "{text}");
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["blocked"], Json::Bool(code == 1));
        let questions = json["questions"].as_array().unwrap();
        let pods = questions.iter().find(|one| one["code"] == "pods").unwrap();
        assert_eq!(pods["answers"][0]["outcome"], outcome, "{text}");
    }
    let (code, _, errors) = ask("{}");
    assert_eq!(code, 2);
    assert!(errors.contains("preflight commands"), "{errors}");
}

#[test]
fn deadlines_are_listed_by_their_dates() {
    let plan = plan(&[r#""name": "old", "vmSize": "Standard_D4ds_v5", "osSKU": "Ubuntu2204""#]);
    let (code, text, errors) = run(&["deadlines", "-", "--today", TODAY], &plan);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(text.starts_with("2027-06-30  old: The support of Ubuntu 22.04 ends."), "{text}");
    let (_, text, _) = run(&["deadlines", "-", "--json", "--today", TODAY], &plan);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&json[0]["rule"], &json[1]["date"]),
        (&Json::from("ubuntu-22-04-retirement"), &Json::from("2028-04-30"))
    );
}
