//! What the page asks of the worker: texts in, texts out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use poolwright::plan::Plan;
use poolwright::share;
use poolwright::to_json::{Json, compact};
use poolwright_worker::Worker;

/// A question about a plan, with what else it needs.
fn ask(worker: &mut Worker, ask: &str, plan: &Plan, more: &str, text: &str) -> String {
    let plan = compact(&share::plan_to_json(plan));
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
    worker.answer(r#"{"ask": "prices"}"#, include_str!("../../../public/prices/westeurope.txt"));
    worker
}

/// All texts of a tree, and each of its attributes as `name=value`, in the order of their names.
fn said(tree: &serde_json::Value, out: &mut Vec<String>) {
    let [tag, attributes, children @ ..] = tree.as_array().unwrap().as_slice() else { panic!("{tree}") };
    assert!(tag.as_str().unwrap().bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let mut attributes: Vec<_> = attributes.as_object().unwrap().iter().collect();
    attributes.sort_unstable_by_key(|(name, _)| *name);
    for (name, value) in attributes {
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
    let sizes = read(include_str!("../../core/tests/fixtures/az_vm_list_skus.json"));
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
        ("[1,", "The text ends too early"),
        ("Name  Zones", "Invalid JSON at line 1, column 1: "),
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
    let name = findings
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one[0] == "pool-name-windows-length" && one[2] == 1)
        .unwrap();
    assert_eq!((&name[1], &name[2], &name[3]), (&"Refused".into(), &1.into(), &"name".into()));
    let fix = format!(r#", "rule": "pool-name-windows-length", "pool": 1, "title": {}"#, name[6][0][0]);
    let mended = json(&ask(&mut worker, "fix", &plan, &fix, ""));
    assert!(mended["plan"]["pools"][1]["name"].as_str().unwrap().len() <= 6);
    let unknown = json(&ask(&mut worker, "fix", &plan, r#", "rule": "x", "title": "y""#, ""));
    assert_eq!(unknown["plan"]["pools"][1]["name"], "windows");
    let all = json(&ask(&mut worker, "fix-all", &plan, "", ""));
    assert_ne!(all["plan"]["pools"], json(&compact(&share::plan_to_json(&plan)))["pools"]);
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
        for sheet in ["presets", "import", "share", "compare", "keys", "picker", "runbook"] {
            let told = texts(&ask(&mut worker, sheet, &plan, r#", "address": "https://host/x/""#, ""));
            assert!(told.len() > 100, "{sheet}: {told}");
        }
    }
    let presets = texts(&ask(&mut worker, "presets", &plan(), "", ""));
    assert_eq!(presets.matches("data-ask=preset").count(), 10 + share::JOURNEYS.len());
    assert!(presets.contains("3 recommendations"), "what the rules say of the portal's: {presets}");
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
    let before = compact(&share::plan_to_json(&plan()));
    let opened = texts(&ask(&mut worker, "changes", &now, &format!(r#", "opened": {before}"#), ""));
    assert!(opened.contains("maxPods") && opened.contains("needs a new pool"), "{opened}");
    let link = share::write_link(&plan()).unwrap();
    for pasted in [format!("https://host/#{link}"), format!("#{link}"), before.clone()] {
        let pasted = compact(&Json::from(pasted));
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
        assert!(answer.is_empty() || serde_json::from_str::<Json>(&answer).is_ok(), "{question}: {answer}");
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
    let steps = |answer: serde_json::Value| texts(&answer["steps"].to_string());
    let told = steps(text(r#", "dialect": "az", "steps": true"#));
    let (first, second) = (told.find("1. Create the resource group rg-aks-prod"), told.find("az aks create"));
    assert!(first.is_some() && first < second, "{told}");
    // Deleting a pool: its pods are moved first.
    let told = steps(text(r#", "dialect": "powershell", "steps": true, "task": 7, "pool": 1"#));
    let (first, last) = (told.find("kubectl cordon"), told.find("Remove-AzAksNodePool"));
    assert!(first.is_some() && first < last, "{told}");
    // What goes with a plan: pods, and the parameters of a template.
    assert!(all(&text(r#", "dialect": "workload", "pool": 1"#)["lines"]).contains("kind: Deployment"));
    assert!(all(&text(r#", "dialect": "arm-parameters""#)["lines"]).contains("deploymentParameters.json"));
}

/// The journey of that name, with what stands as its baseline.
fn journey(title: &str) -> Plan {
    share::JOURNEYS.iter().find(|journey| journey.title == title).unwrap().plan()
}

/// All attributes of that name.
fn attributes<'a>(told: &'a str, name: &str) -> Vec<&'a str> {
    told.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('=')).collect()
}

#[test]
fn a_plan_with_a_layout_that_stands_says_how_it_differs() {
    let mut worker = Worker::default();
    let plan = journey("Change maxPods");
    let glance = json(&ask(&mut worker, "glance", &plan, "", ""))["picture"].to_string();
    let told = texts(&glance);
    assert!(told.contains("From today to this plan: 1 pool replaced."), "{told}");
    assert_eq!(attributes(&told, "data-do"), ["runbook"]);
    let sheet = texts(&ask(&mut worker, "runbook", &plan, "", ""));
    for part in
        ["What differs: 1 pool replaced", "maxPods", "Needs a new pool.", "https://", "data-live=steps"]
    {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    // A layout that is as the plan has no steps, and one that is not known asks for an import.
    let mut same = plan.clone();
    same.baseline.as_mut().unwrap().pools.clone_from(&plan.pools);
    assert!(texts(&ask(&mut worker, "runbook", &same, "", "")).contains("there is nothing to do"));
    assert!(!ask(&mut worker, "glance", &same, "", "").contains("From today"));
    same.baseline = None;
    let told = texts(&ask(&mut worker, "runbook", &same, "", ""));
    assert_eq!(attributes(&told, "data-do"), ["import"]);
}

#[test]
fn the_steps_are_told_with_the_cluster_after_each() {
    let mut worker = Worker::default();
    for preset in share::JOURNEYS {
        let plan = preset.plan();
        let told = texts(&ask(&mut worker, "steps", &plan, "", ""));
        let steps = attributes(&told, "data-step").len();
        let words = attributes(&told, "data-words");
        if steps == 0 {
            assert_eq!((preset.title, words.len()), ("kubenet to overlay", 0));
            assert!(told.contains("Not reached: networkProfile.networkPlugin"), "{told}");
            continue;
        }
        // A sentence for today and for each step, and as many columns as there are steps, for nodes and for addresses.
        assert_eq!(json(words[0]).as_array().unwrap().len(), steps + 1);
        assert_eq!(attributes(&told, "data-bar").len(), 2 * steps, "{}", preset.title);
        for part in ["Why here", "Disrupts", "Verify", "Undo", "az aks nodepool", "All "] {
            assert!(told.contains(part), "{}: {part}: {told}", preset.title);
        }
        // What is seen in the end is the target.
        let last = steps.to_string();
        let mut seen: Vec<&str> = Vec::new();
        let lines: Vec<&str> = told.lines().collect();
        for pair in lines.windows(2) {
            if pair[1] == format!("data-to={last}") {
                seen.push(pair[0].strip_prefix("data-said=").unwrap().split(' ').next().unwrap());
            }
        }
        let mut wanted: Vec<&str> = plan.pools.iter().map(|pool| pool.name.as_str()).collect();
        seen.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(seen, wanted, "{}", preset.title);
    }
}

#[test]
fn the_steps_follow_what_is_wished() {
    let mut worker = Worker::default();
    let plan = journey("Change maxPods");
    let mut told = |more: &str| texts(&ask(&mut worker, "steps", &plan, more, ""));
    let (keep, new) = (told(""), told(r#", "names": "new""#));
    assert!(attributes(&keep, "data-step").len() > attributes(&new, "data-step").len());
    assert!(new.contains(" takes the name "), "{new}");
    let name = plan.pools.iter().find(|pool| new.contains(&format!("{} takes the name", pool.name)));
    let renamed = told(&format!(r#", "names": "new", "renames": "{}=mine""#, name.unwrap().name));
    assert!(renamed.contains("Adds the node pool mine"), "{renamed}");
    assert!(told(r#", "renames": "a=b, c""#).contains("Write other names as old=new, not \"c\"."));
    let shell = told(r#", "dialect": "powershell""#);
    assert!(shell.contains("New-AzAksNodePool") && attributes(&shell, "data-save") == ["runbook.ps1"]);
    // Windows PowerShell is told by a mark that a file is UTF-8; what is copied has none.
    assert_eq!((shell.matches('\u{feff}').count(), keep.matches('\u{feff}').count()), (1, 0));
    // Ticks belong to one text: the same one has them again, another one has its own.
    let key = |told: &str| attributes(told, "data-ticks")[0].to_owned();
    assert_eq!(key(&keep), key(&told("")));
    let keys = [key(&keep), key(&new), key(&renamed), key(&shell)];
    assert!(keys.iter().all(|one| keys.iter().filter(|other| *other == one).count() == 1), "{keys:?}");
    assert!(keys[0].starts_with("poolwright.steps.1."));
}

#[test]
fn an_order_that_is_not_lawful_is_explained() {
    let mut worker = Worker::default();
    let mut plan = journey("Resize the only system pool");
    let quota = r#"[{"currentValue": "8", "limit": "10", "name": {"value": "standardDDSv5Family", "localizedValue": "Standard DDSv5 Family vCPUs"}},
        {"currentValue": "8", "limit": "10", "name": {"value": "cores", "localizedValue": "Total Regional vCPUs"}}]"#;
    let facts = json(&worker.answer(r#"{"ask": "read"}"#, quota))["facts"].as_str().unwrap().to_owned();
    worker.answer(r#"{"ask": "facts"}"#, &facts);
    let told = texts(&ask(&mut worker, "steps", &plan, "", ""));
    for part in [
        "No order of steps is lawful.",
        "What is in the way",
        "rules.html#pool-quota-vcpu",
        "Ask for more quota",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(attributes(&told, "data-step").is_empty());
    plan.pools[0].mode = Some(poolwright::plan::Mode::User);
    let told = texts(&ask(&mut Worker::default(), "steps", &plan, "", ""));
    assert!(
        told.contains("The plan itself is in the way.") && told.contains("Mend the target first"),
        "{told}"
    );
}

#[test]
fn hostile_names_in_steps_stay_texts() {
    let hostile = "</pre><img src=x onerror=alert(1)>'\"$(touch x)\n\u{202e}";
    let mut plan = journey("Change maxPods");
    for pool in plan.pools.iter_mut().chain(&mut plan.baseline.as_mut().unwrap().pools) {
        pool.name.push_str(hostile);
        pool.labels.insert(hostile.to_owned(), hostile.to_owned());
    }
    plan.cluster.name = hostile.to_owned();
    plan.baseline.as_mut().unwrap().cluster.name = hostile.to_owned();
    let mut worker = Worker::default();
    for name in ["runbook", "steps"] {
        for more in ["", r#", "dialect": "powershell""#] {
            let told = texts(&ask(&mut worker, name, &plan, more, ""));
            // What is a link leads to a source or to a rule, and what is copied and saved has names of ours.
            for href in attributes(&told, "href") {
                assert!(href.starts_with("https://") || href.starts_with("rules.html#"), "{href}");
            }
            for id in attributes(&told, "data-copy").iter().chain(&attributes(&told, "data-save")) {
                assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)), "{id}");
            }
            assert!(told.contains("onerror"), "{told}");
        }
    }
}

#[test]
fn a_hundred_pools_that_are_all_replaced_are_told_of() {
    let mut plan = plan();
    let pool = plan.pools[1].clone();
    let named = |number: usize| {
        let mut pool = pool.clone();
        pool.name = format!("p{number:03}");
        pool
    };
    plan.pools.truncate(1);
    plan.pools.extend((1..99).map(named));
    plan.baseline = Some(Box::new(plan.clone()));
    plan.pools.iter_mut().for_each(|pool| pool.vm_size = Some("Standard_D16ds_v5".to_owned()));
    let mut worker = Worker::default();
    let start = std::time::Instant::now();
    let answer = ask(&mut worker, "steps", &plan, r#", "names": "new""#, "");
    eprintln!("{:?}, {} bytes", start.elapsed(), answer.len());
    let told = texts(&answer);
    assert!(attributes(&told, "data-step").len() > 3 * 99, "{told}");
}
