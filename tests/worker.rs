//! What the page asks of the worker: texts in, texts out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use poolwright::json::Json;
use poolwright::plan::Plan;
use poolwright::share;
use poolwright::worker::Worker;

/// A question about a plan, with what else it needs.
fn ask(worker: &mut Worker, ask: &str, plan: &Plan, more: &str, text: &str) -> String {
    let plan = share::plan_to_json(plan).compact();
    let question = format!(r#"{{"ask": "{ask}", "today": "2026-11-24"{more}, "plan": {plan}}}"#);
    worker.answer(&question, text)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn plan() -> Plan {
    share::PRESETS[0].plan()
}

fn with_prices() -> Worker {
    let mut worker = Worker::default();
    worker.answer(r#"{"ask": "prices"}"#, include_str!("../public/prices/westeurope.txt"));
    worker
}

/// All texts of a tree, and each of its attributes as `name=value`.
fn said(tree: &serde_json::Value, out: &mut Vec<String>) {
    let [tag, attributes, children @ ..] = tree.as_array().unwrap().as_slice() else { panic!("{tree}") };
    assert!(tag.as_str().unwrap().bytes().all(|byte| byte.is_ascii_alphanumeric()));
    for (name, value) in attributes.as_object().unwrap() {
        assert!(!name.starts_with("on") && name != "style", "{name}");
        out.push(format!("{name}={}", value.as_str().unwrap()));
    }
    for child in children {
        match child.as_str() {
            Some(text) => out.push(text.to_owned()),
            None => said(child, out),
        }
    }
}

fn texts(answer: &str) -> String {
    let mut out = Vec::new();
    said(&json(answer), &mut out);
    out.join("\n")
}

#[test]
fn what_tools_print_is_read() {
    let mut worker = Worker::default();
    let mut read = |text: &str| json(&worker.answer(r#"{"ask": "read"}"#, text));
    let pools = read(r#"[{"name": "a", "mode": "System", "count": 3, "odd": 1}]"#);
    assert_eq!(
        (&pools["from"], &pools["plan"]["pools"][0]["name"]),
        (&"the node pools of a cluster".into(), &"a".into())
    );
    // What was read, what was not and why, and the verdict; what runs is what a changed plan starts from.
    let told = texts(&pools["notice"].to_string());
    for part in ["1 node pool: a.", "$[0]", "as the layout that stands today", "Verdict:"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(pools["plan"]["baseline"]["pools"], pools["plan"]["pools"]);
    let sizes = read(include_str!("fixtures/az_vm_list_skus.json"));
    assert_eq!(
        sizes["said"],
        "3 VM sizes of your subscription in southcentralus. It stays on this page and is in no link."
    );
    assert!(sizes["facts"].as_str().unwrap().contains("D4s_v3"));
    // What was learned before is not lost with the next list.
    let usage = read(r#"{"value": [{"currentValue": 9, "limit": 100, "name": {"value": "cores"}}]}"#);
    assert!(usage["said"].as_str().unwrap().starts_with("1 quota of your subscription."));
    assert!(usage["facts"].as_str().unwrap().starts_with("9 100 cores\n"));
    assert!(usage["facts"].as_str().unwrap().contains("D4s_v3"));
    for (text, sentence) in [
        ("", "The text is empty"),
        ("<html>", "The text is a web page"),
        ("[1,", "The JSON ends too early"),
        ("Name  Zones", "The text is not JSON"),
        (r#"[{"resourceType": "disks", "name": "x", "capabilities": null}]"#, "The list holds no VM size"),
        (r#"[{"currentValue": "x", "limit": "y", "name": "cores"}]"#, "The text holds no quota"),
    ] {
        let answer = read(text);
        assert!(answer["problem"].as_str().unwrap().starts_with(sentence), "{answer}");
    }
}

#[test]
fn a_dialect_is_written_and_a_task_on_a_pool() {
    let mut worker = Worker::default();
    let mut lines = |more: &str| {
        let answer = json(&ask(&mut worker, "text", &plan(), more, ""));
        let text = |line: &serde_json::Value| -> String {
            line.as_array().unwrap().iter().map(|span| span[1].as_str().unwrap()).collect()
        };
        let lines: Vec<String> = answer["lines"].as_array().unwrap().iter().map(text).collect();
        (lines.join("\n"), answer["gaps"].as_array().unwrap().len())
    };
    assert!(lines(r#", "dialect": "powershell""#).0.contains("New-AzAksCluster"));
    assert!(lines(r#", "dialect": "arm""#).0.contains("deploymentTemplate.json"));
    assert!(lines(r#", "dialect": "az", "task": 1, "pool": 1"#).0.contains("az aks nodepool show"));
    // The only System pool is not deleted.
    let (text, reasons) = lines(r#", "dialect": "az", "task": 7, "pool": 0"#);
    assert!(text.is_empty() && reasons > 0);
}

#[test]
fn a_plan_is_judged_and_mended() {
    let mut worker = Worker::default();
    let mut plan = plan();
    plan.pools[0].os_type = Some(poolwright::plan::OsType::Windows);
    plan.pools[1].os_type = Some(poolwright::plan::OsType::Windows);
    plan.pools[1].name = "windows".to_owned();
    let findings = json(&ask(&mut worker, "check", &plan, "", ""));
    let ids: Vec<&str> = findings.as_array().unwrap().iter().map(|one| one[0].as_str().unwrap()).collect();
    assert!(ids.contains(&"system-pool-linux-only"), "{ids:?}");
    let name = findings.as_array().unwrap().iter().find(|one| one[0] == "pool-name-windows-length").unwrap();
    assert_eq!((&name[1], &name[2], &name[3]), (&"Refused".into(), &1.into(), &"name".into()));
    let fix = format!(r#", "rule": "pool-name-windows-length", "pool": 1, "title": {}"#, name[5][0][0]);
    let mended = json(&ask(&mut worker, "fix", &plan, &fix, ""));
    assert!(mended["plan"]["pools"][1]["name"].as_str().unwrap().len() <= 6);
    let unknown = json(&ask(&mut worker, "fix", &plan, r#", "rule": "x", "title": "y""#, ""));
    assert_eq!(unknown["plan"]["pools"][1]["name"], "windows");
    let all = json(&ask(&mut worker, "fix-all", &plan, "", ""));
    assert_ne!(all["plan"]["pools"], json(&share::plan_to_json(&plan).compact())["pools"]);
    assert!(all["said"].as_str().unwrap().ends_with("applied."));
}

#[test]
fn a_text_is_cut_into_steps() {
    let mut worker = Worker::default();
    let answer = json(&ask(&mut worker, "text", &plan(), r#", "dialect": "az", "steps": true"#, ""));
    let told = texts(&answer["steps"].to_string());
    for part in ["data-copy=step-1", "data-said=step 2", "az", "id=step-2"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn every_sheet_is_drawn() {
    let mut worker = Worker::default();
    let mut hostile = plan();
    hostile.cluster.name = "a|b`<i>\n*x*".to_owned();
    for plan in [plan(), Plan::default(), hostile.clone()] {
        for sheet in ["presets", "import", "share", "compare", "keys", "picker"] {
            let told = texts(&ask(&mut worker, sheet, &plan, r#", "address": "https://host/x/""#, ""));
            assert!(told.len() > 100, "{sheet}: {told}");
        }
    }
    let presets = texts(&ask(&mut worker, "presets", &plan(), "", ""));
    assert_eq!(presets.matches("data-ask=preset").count(), 10);
    assert!(presets.contains("3 Advice"), "what the rules say of the portal's: {presets}");
    let shared = texts(&ask(&mut worker, "share", &hostile, r#", "address": "https://host/x/""#, ""));
    assert!(shared.contains("**a\\|b\\`\\<i\\> \\*x\\* in West Europe"), "{shared}");
    assert!(shared.contains("https://host/x/#1"), "{shared}");
    let table = shared.lines().filter(|line| line.starts_with("| "));
    assert!(table.clone().count() == 4, "{shared}");
}

#[test]
fn a_preset_is_opened() {
    let mut worker = Worker::default();
    let opened = json(&worker.answer(r#"{"ask": "preset", "value": "portal 1"}"#, ""));
    assert_eq!(opened["plan"]["pools"][0]["vmSize"], "Standard_D4ds_v5");
    assert_eq!(opened["from"], "the portal\u{2019}s preset Dev/Test");
    for value in ["", "own", "own 99", "portal -1", "own x"] {
        let answer = json(&worker.answer(&format!(r#"{{"ask": "preset", "value": "{value}"}}"#), ""));
        assert!(answer["problem"].is_string(), "{answer}");
    }
}

#[test]
fn a_plan_is_held_against_another() {
    let mut worker = Worker::default();
    let mut now = plan();
    now.pools[1].max_pods = Some(60);
    let before = share::plan_to_json(&plan()).compact();
    let opened = texts(&ask(&mut worker, "changes", &now, &format!(r#", "opened": {before}"#), ""));
    assert!(opened.contains("maxPods") && opened.contains("needs a new pool"), "{opened}");
    let link = share::write_link(&plan()).unwrap();
    for pasted in [format!("https://host/#{link}"), format!("#{link}"), before.clone()] {
        let pasted = Json::from(pasted).compact();
        let more = format!(r#", "opened": {before}, "with": "opened", "other": {pasted}"#);
        assert!(texts(&ask(&mut worker, "changes", &now, &more, "")).contains("1 part of the plan differ"));
    }
    let wrong = texts(&ask(&mut worker, "changes", &now, r#", "other": "<html>""#, ""));
    assert!(wrong.contains("web page"), "{wrong}");
    let file = json(&ask(&mut worker, "compare-file", &now, "", &before));
    assert!(file["fill"].is_array());
    assert!(json(&ask(&mut worker, "compare-file", &now, "", "[1"))["problem"].is_string());
}

#[test]
fn a_glance_has_a_cost_for_each_pool_and_a_picture() {
    let glance = json(&ask(&mut with_prices(), "glance", &plan(), "", ""));
    assert_eq!(glance["costs"].to_string(), r#"[["systempool","596"],["apps","1,191–3,971"]]"#);
    let told = texts(&glance["picture"].to_string());
    assert!(
        told.contains("$4,566.88 a month, at list prices of 2026-08-01") && told.contains("Zone 3"),
        "{told}"
    );
    let unknown = json(&ask(&mut Worker::default(), "glance", &plan(), "", ""));
    assert_eq!(unknown["costs"][0][1], "?");
}

#[test]
fn sums_are_drawn_with_prices_of_the_region_only() {
    let mut worker = with_prices();
    let drawn = texts(&ask(&mut worker, "sums", &plan(), "", ""));
    assert!(drawn.contains("$4,566.88") && drawn.contains("At most: 3 × 3.86 + 10 × 7.82."), "{drawn}");
    let mut elsewhere = plan();
    elsewhere.cluster.location = "eastus".to_owned();
    assert!(!texts(&ask(&mut worker, "sums", &elsewhere, "", "")).contains('$'));
    let typed = r#", "workloads": "api 6 500m 1Gi\n\nodd\nhuge 1 900 1Gi sys", "overhead": "x""#;
    let fitted = texts(&ask(&mut worker, "sums", &plan(), typed, ""));
    for part in ["Where the workloads fit", "No place: huge", "Line 3: write name", "On each node: write CPU"]
    {
        assert!(fitted.contains(part), "{part}: {fitted}");
    }
    assert!(texts(&ask(&mut worker, "sums", &Plan::default(), "", "")).contains("no node pool"));
}

#[test]
fn sizes_are_listed_and_suggested() {
    let mut worker = with_prices();
    let rows = json(&ask(&mut worker, "sizes", &plan(), r#", "typed": "d4ds v5""#, ""));
    assert_eq!(rows[0][0], "Standard_D4ds_v5");
    assert_eq!(rows[0][1], "4 vCPUs, 16 GiB, $0.272 an hour");
    let choice = texts(&ask(
        &mut worker,
        "choice",
        &plan(),
        r#", "pool": 0, "min-vcpus": "8", "architecture": "x64""#,
        "",
    ));
    assert!(
        choice.contains("data-size=Standard_D8als_v6") || choice.contains("data-size=Standard_D8"),
        "{choice}"
    );
    let none = texts(&ask(&mut worker, "choice", &plan(), r#", "pool": 99, "max-price": "0.000001""#, ""));
    assert_eq!(none.matches("None. Loosen a filter.").count(), 2);
}

#[test]
fn hostile_questions_are_answered() {
    let mut worker = Worker::default();
    for question in [
        "",
        "[]",
        "{",
        r#"{"ask": 1}"#,
        r#"{"ask": "sums"}"#,
        r#"{"ask": "text", "plan": 3, "pool": -1, "task": 99}"#,
    ] {
        let answer = worker.answer(question, "\u{0}");
        assert!(answer.is_empty() || Json::parse(&answer).is_ok(), "{question}: {answer}");
    }
    for text in ["", "\u{feff}", "\u{0}", "[[[[", "{\"value\": 3}", "[null, 1, {}]"] {
        let answer = worker.answer(r#"{"ask": "read"}"#, text);
        assert!(
            json(&answer)["problem"].is_string() || json(&answer)["plan"].is_object(),
            "{text}: {answer}"
        );
        worker.answer(r#"{"ask": "facts"}"#, text);
        worker.answer(r#"{"ask": "prices"}"#, text);
    }
    let mut odd = plan();
    odd.pools[0].name = "<script>alert(1)</script>\n\u{202e}".to_owned();
    odd.pools[0].vm_size = Some("\" onclick=".to_owned());
    // Names are texts and values of attributes; nothing reads them as markup.
    assert!(texts(&ask(&mut worker, "sums", &odd, "", "")).contains("<script>alert(1)</script>"));
}

#[test]
fn texts_come_whole_or_step_by_step_with_the_plan_s_link() {
    let mut worker = Worker::default();
    let mut text = |more: &str| json(&ask(&mut worker, "text", &plan(), more, ""));
    let all = |lines: &serde_json::Value| {
        let lines = lines.as_array().unwrap().iter();
        lines
            .flat_map(|line| line.as_array().unwrap())
            .map(|span| span[1].as_str().unwrap())
            .collect::<String>()
    };
    let whole = text(r#", "dialect": "az-pwsh", "link": "https://example.org/#1abc""#);
    let words = all(&whole["lines"]);
    assert!(words.contains("# Plan: https://example.org/#1abc") && words.contains("# Verdict: "), "{words}");
    let steps = text(r#", "dialect": "az", "steps": true"#);
    let titles: Vec<&str> =
        steps["steps"].as_array().unwrap().iter().map(|step| step[0].as_str().unwrap()).collect();
    assert_eq!(titles.first(), Some(&"Create the resource group rg-aks-prod"), "{titles:?}");
    assert!(all(&steps["steps"][1][1]).starts_with("az aks create"));
    // Deleting a pool: its pods are moved first.
    let steps = text(r#", "dialect": "powershell", "steps": true, "task": 7, "pool": 1"#);
    assert!(all(&steps["steps"][0][1]).starts_with("kubectl cordon"), "{steps}");
    // What goes with a plan: pods, and the parameters of a template.
    assert!(all(&text(r#", "dialect": "workload", "pool": 1"#)["lines"]).contains("kind: Deployment"));
    assert!(all(&text(r#", "dialect": "arm-parameters""#)["lines"]).contains("deploymentParameters.json"));
}
