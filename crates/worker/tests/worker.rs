//! What the page asks of the worker: requests in, data out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use poolwright::codec;
use poolwright::plan::{Mode, Plan};
use poolwright::to_json::compact;
use poolwright_protocol::*;
use poolwright_worker::Worker;

const TODAY: &str = "2026-11-24";

fn plan() -> Plan {
    codec::PRESETS[0].plan()
}

fn text_of(plan: &Plan) -> PlanText {
    PlanText(compact(&codec::plan_to_json(plan)))
}

fn plan_of(text: &PlanText) -> Plan {
    codec::read_plan(&text.0).unwrap().plan
}

/// Asks, by way of the text that messages travel as.
fn ask(worker: &mut Worker, request: Request) -> Response {
    let request = decode(&encode(&request)).unwrap();
    decode(&encode(&worker.handle(request))).unwrap()
}

/// The content of a response of that kind.
macro_rules! answer {
    ($worker:expr, $kind:ident, $request:expr) => {
        match ask($worker, $request) {
            Response::$kind(answer) => answer,
            other => panic!("{other:?}"),
        }
    };
}

fn with_prices() -> Worker {
    let mut worker = Worker::default();
    let prices = include_str!("../../../public/prices/westeurope.txt").to_owned();
    assert_eq!(ask(&mut worker, Request::SetPrices(prices)), Response::Done);
    worker
}

fn import(text: &str) -> Request {
    Request::Import { text: text.to_owned(), today: TODAY.to_owned() }
}

fn words(lines: &[Line]) -> String {
    let line = |line: &Line| line.0.iter().map(|span| span.1.as_str()).collect::<String>() + "\n";
    lines.iter().map(line).collect()
}

#[test]
fn what_tools_print_is_imported() {
    let mut worker = Worker::default();
    let pools = r#"[{"name": "a", "mode": "System", "count": 3, "odd": 1}]"#;
    let Imported::Plan(opened) = answer!(&mut worker, Imported, import(pools)) else { panic!() };
    assert_eq!(opened.source, "the node pools of a cluster");
    // What was read, what was not and why, and the verdict; what is running is what a changed plan is migrated from.
    let report = opened.report.unwrap();
    assert!(report.read.ends_with("1 node pool: a."), "{report:?}");
    assert!(report.notes[0].path.starts_with("$[0]") && report.has_baseline && !report.verdict.is_empty());
    let plan = plan_of(&opened.plan);
    assert_eq!(plan.baseline.unwrap().pools, plan.pools);

    let skus = include_str!("../../core/tests/fixtures/az_vm_list_skus.json");
    let Imported::Subscription { data, summary } = answer!(&mut worker, Imported, import(skus)) else {
        panic!()
    };
    assert!(summary.starts_with("3 VM sizes of your subscription in southcentralus."), "{summary}");
    assert!(data.contains("D4s_v3"));
    // What was learned before isn't lost with the next list.
    let usage = r#"{"value": [{"currentValue": 9, "limit": 100, "name": {"value": "cores"}}]}"#;
    let Imported::Subscription { data, summary } = answer!(&mut worker, Imported, import(usage)) else {
        panic!()
    };
    assert!(summary.starts_with("1 quota of your subscription."), "{summary}");
    assert!(data.starts_with("9 100 cores\n") && data.contains("D4s_v3"), "{data}");
    for text in [
        "",
        "<html>",
        "[1,",
        "Name  Zones",
        r#"[{"resourceType": "disks", "name": "x", "capabilities": null}]"#,
        r#"[{"currentValue": "x", "limit": "y", "name": "cores"}]"#,
    ] {
        let sentence = answer!(&mut worker, Failed, import(text));
        assert!(sentence.len() > 15, "{text}: {sentence}");
    }
    // An export that PowerShell cut off: the page says what to run.
    let cut = r#"[{"Name": "sys", "Mode": "System", "NodeTaints": "System.Object[]"}]"#;
    assert_eq!(
        answer!(&mut worker, Failed, import(cut)),
        "The export was cut off at $[0].NodeTaints: it has the text \"System.Object[]\" instead of the value. Export it again with ConvertTo-Json -Depth 100."
    );
}

#[test]
fn a_dialect_is_written_and_an_operation_on_a_pool() {
    let mut worker = Worker::default();
    let mut text = |dialect: &str, task: Option<usize>, pool: Option<usize>| {
        let request = TextRequest {
            plan: text_of(&plan()),
            today: TODAY.to_owned(),
            dialect: dialect.to_owned(),
            task,
            pool,
            ..TextRequest::default()
        };
        let text = answer!(&mut worker, Text, Request::Text(request));
        (words(&text.lines), text.gaps.len())
    };
    assert!(text("powershell", None, None).0.contains("New-AzAksCluster"));
    assert!(text("arm", None, None).0.contains("deploymentTemplate.json"));
    assert!(text("az", Some(1), Some(1)).0.contains("az aks nodepool show"));
    // The only System pool isn't deleted.
    let (refused, reasons) = text("az", Some(7), Some(0));
    assert!(refused.is_empty() && reasons > 0, "{refused}");
    // What is used with a plan: pods, and the parameters of a template.
    assert!(text("workload", None, Some(1)).0.contains("kind: Deployment"));
    assert!(text("arm-parameters", None, None).0.contains("deploymentParameters.json"));
}

#[test]
fn texts_come_whole_or_in_steps_with_the_link_of_the_plan() {
    let mut worker = Worker::default();
    let mut text = |dialect: &str, change: fn(&mut TextRequest)| {
        let mut request = TextRequest {
            plan: text_of(&plan()),
            today: TODAY.to_owned(),
            dialect: dialect.to_owned(),
            ..TextRequest::default()
        };
        change(&mut request);
        answer!(&mut worker, Text, Request::Text(request))
    };
    let whole = text("az-pwsh", |text| text.link = Some("https://example.org/#1abc".to_owned()));
    let all = words(&whole.lines);
    assert!(all.contains("https://example.org/#1abc") && whole.steps.is_empty(), "{all}");
    let steps = text("az", |text| text.in_steps = true);
    assert!(steps.lines.is_empty() && steps.steps[0].title.contains("rg-aks-prod"));
    assert!(words(&steps.steps[1].lines).contains("az aks create"));
    // Before a pool is deleted its pods are moved.
    let steps = text("powershell", |text| {
        (text.in_steps, text.task, text.pool) = (true, Some(7), Some(1));
    });
    let all: String = steps.steps.iter().map(|step| words(&step.lines)).collect();
    let (first, last) = (all.find("kubectl cordon"), all.find("Remove-AzAksNodePool"));
    assert!(first.is_some() && first < last, "{all}");
}

#[test]
fn a_template_comes_as_files_and_as_an_archive_of_them() {
    let mut worker = Worker::default();
    let request = |apart| TextRequest {
        plan: text_of(&plan()),
        today: TODAY.to_owned(),
        dialect: "bicep".to_owned(),
        apart,
        ..TextRequest::default()
    };
    let text = answer!(&mut worker, Text, Request::Text(request(true)));
    let titles: Vec<&str> = text.steps.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles.len(), 4, "{titles:?}");
    assert!(titles[0].ends_with("-cluster.bicep") && titles[3].ends_with("-pools.bicepparam"), "{titles:?}");
    for (apart, number) in [(true, 4), (false, 2)] {
        let Response::Archive { name, bytes } = ask(&mut worker, Request::Archive(request(apart))) else {
            panic!()
        };
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!((name.as_str(), archive.len()), ("bicep.zip", number));
        let mut first = String::new();
        std::io::Read::read_to_string(&mut archive.by_index(0).unwrap(), &mut first).unwrap();
        assert!(first.contains("param clusterName string"), "{first}");
    }
    // Commands are one text.
    let mut script = request(true);
    script.dialect = "az".to_owned();
    assert!(answer!(&mut worker, Text, Request::Text(script)).steps.len() < 2);
}

#[test]
fn presets_are_judged_and_opened() {
    let mut worker = Worker::default();
    let groups = answer!(&mut worker, Presets, Request::Presets { today: TODAY.to_owned() });
    let own = &groups[0].presets[0];
    assert_eq!((own.class.as_str(), own.verdict.as_str()), ("good", "No rule violations, 2 notes."));
    assert!(groups.len() == 3 && groups[2].about.contains(codec::PORTAL_DATE));
    for (group, presets) in groups.iter().enumerate() {
        for (place, preset) in presets.presets.iter().enumerate() {
            let opened = answer!(&mut worker, Preset, Request::Preset { group, place });
            assert!(opened.source.ends_with(&preset.title), "{}", opened.source);
            assert_eq!(opened.migration.is_some(), group == 1, "{}", preset.title);
        }
        let none = Request::Preset { group, place: presets.presets.len() };
        answer!(&mut worker, Failed, none);
    }
}

#[test]
fn a_plan_is_a_block_of_markdown() {
    let mut plan = plan();
    plan.pools[0].name = "a|b`c".to_owned();
    let request = |link: Option<&str>| Request::Markdown {
        plan: text_of(&plan),
        today: TODAY.to_owned(),
        link: link.map(str::to_owned),
        rejected: 0,
    };
    let mut worker = Worker::default();
    let text = answer!(&mut worker, Markdown, request(Some("https://host/x/#1")));
    assert!(text.starts_with("**aks-prod in West Europe") && text.contains("(https://host/x/#1)"), "{text}");
    assert!(text.contains(r"a\|b\`c"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("| ")).count(), 4, "{text}");
    assert!(!answer!(&mut worker, Markdown, request(None)).contains("Open the plan"));
}

#[test]
fn a_plan_is_compared_with_another() {
    let mut worker = Worker::default();
    let mut now = plan();
    now.pools[1].max_pods = Some(60);
    let before = text_of(&plan());
    let link = codec::write_link(&plan()).unwrap();
    for with in [
        CompareWith::Opened(before.clone()),
        CompareWith::Text(format!("https://host/#{link}")),
        CompareWith::Text(format!("#{link}")),
        CompareWith::Text(before.0.clone()),
    ] {
        let found = answer!(&mut worker, Comparison, Request::Compare { plan: text_of(&now), with });
        assert_eq!(found.summary, "1 part of the plan differs.");
        let row = &found.parts[0].rows[0];
        assert_eq!((row.key.as_str(), row.effort), ("maxPods", Effort::NewPool));
    }
    for text in ["<html>", "[1"] {
        let with = CompareWith::Text(text.to_owned());
        answer!(&mut worker, Failed, Request::Compare { plan: text_of(&now), with });
    }
}

#[test]
fn a_glance_has_a_cost_for_each_pool_and_a_picture() {
    let glance = answer!(&mut with_prices(), Glance, Request::Glance { plan: text_of(&plan()) });
    assert_eq!(glance.costs, ["596", "1,191\u{2013}3,971"]);
    let total = glance.total.unwrap();
    assert!(total.contains("$4,566.88 per month, at list prices as of 2026-08-01"), "{total}");
    let picture = glance.picture.unwrap();
    assert_eq!(picture.columns, ["Zone 1", "Zone 2", "Zone 3"]);
    assert_eq!(picture.rows[1].text, "apps 3 to 10 nodes, 3 initially, in zones 1, 2, 3");
    let unknown = answer!(&mut Worker::default(), Glance, Request::Glance { plan: text_of(&plan()) });
    assert_eq!((unknown.costs[0].as_str(), unknown.total), ("?", None));
    let empty = Request::Glance { plan: text_of(&Plan::default()) };
    assert_eq!(answer!(&mut Worker::default(), Glance, empty), Glance::default());
}

#[test]
fn the_users_own_numbers_count_in_every_answer() {
    let mut worker = with_prices();
    let rates = |discounts: &str| Request::SetRates {
        discounts: discounts.to_owned(),
        disks: String::new(),
        fee: "0.10".to_owned(),
        currency: "EUR=0.5".to_owned(),
    };
    let plan = plan();
    let glance = |worker: &mut Worker| answer!(worker, Glance, Request::Glance { plan: text_of(&plan) });
    assert_eq!(ask(&mut worker, rates("50")), Response::Done);
    let Glance { costs, total, .. } = glance(&mut worker);
    // The rows of the pools are in USD.
    assert_eq!(costs, ["298", "596\u{2013}1,986"]);
    let total = total.unwrap();
    // Half of half, and 73 USD for the cluster.
    assert!(total.contains("EUR 1,178.22 per month") && total.contains("with your own numbers"), "{total}");
    let request =
        Request::Markdown { plan: text_of(&plan), today: TODAY.to_owned(), link: None, rejected: 0 };
    let block = answer!(&mut worker, Markdown, request);
    assert!(block.contains("EUR 1,178.22"), "{block}");
    let mut larger = plan.clone();
    larger.pools[0].count = Some(6);
    let request = Request::Compare { plan: text_of(&larger), with: CompareWith::Opened(text_of(&plan)) };
    let found = answer!(&mut worker, Comparison, request);
    assert_eq!(
        found.cost.as_deref().map(|cost| cost.split(", a difference of ").last().unwrap()),
        Some("+EUR 148.92.")
    );
    // What can't be read is said, and nothing of it counts.
    ask(&mut worker, rates("lots"));
    let request =
        Request::Capacity { plan: text_of(&plan), workloads: String::new(), overhead: String::new() };
    assert_eq!(answer!(&mut worker, Capacity, request).rate_errors.len(), 1);
    assert!(glance(&mut worker).total.unwrap().contains("$4,566.88 per month"));
}

#[test]
fn capacity_has_prices_of_the_region_only() {
    let mut worker = with_prices();
    let mut capacity = |plan: &Plan, workloads: &str, overhead: &str| {
        let request = Request::Capacity {
            plan: text_of(plan),
            workloads: workloads.to_owned(),
            overhead: overhead.to_owned(),
        };
        answer!(&mut worker, Capacity, request)
    };
    let all = |capacity: &Capacity| -> String {
        let rows = capacity.tables.iter().flat_map(|table| &table.rows);
        rows.map(|row| format!("{} {}\n", row.cells.join(" "), row.how)).collect()
    };
    let text = all(&capacity(&plan(), "", ""));
    assert!(text.contains("$4,566.88") && text.contains("At most: 3 × 3.86 + 10 × 7.82."), "{text}");
    let mut elsewhere = plan();
    elsewhere.cluster.location = "eastus".to_owned();
    assert!(!all(&capacity(&elsewhere, "", "")).contains('$'));
    let fitted = capacity(&plan(), "api 6 500m 1Gi\n\nodd\nhuge 1 900 1Gi systempool", "x");
    assert_eq!(fitted.fit.unwrap().summary, "huge doesn\u{2019}t fit.");
    assert!(fitted.workload_errors[0].starts_with("Line 3: enter name"), "{:?}", fitted.workload_errors);
    assert!(fitted.overhead_errors[0].contains("enter CPU"), "{:?}", fitted.overhead_errors);
    assert_eq!(capacity(&Plan::default(), "", ""), Capacity::default());
}

#[test]
fn sizes_are_listed_and_suggested() {
    let mut worker = with_prices();
    let request =
        Request::Sizes { plan: text_of(&plan()), today: TODAY.to_owned(), words: "d4ds v5".to_owned() };
    let rows = answer!(&mut worker, Sizes, request);
    assert_eq!(rows[0].name, "Standard_D4ds_v5");
    assert_eq!(rows[0].about, "4 vCPUs, 16 GiB, $0.272/hour");
    let mut choice = |pool: usize, filter: SizeFilter| {
        let request =
            Request::SizeChoice { plan: text_of(&plan()), today: TODAY.to_owned(), pool: Some(pool), filter };
        answer!(&mut worker, SizeChoice, request)
    };
    let filter = SizeFilter { min_vcpus: Some(8), architecture: "x64".to_owned(), ..SizeFilter::default() };
    let found = choice(0, filter);
    assert!(found.suggested.title.contains("at least 16 GiB"), "{}", found.suggested.title);
    assert!(found.suggested.sizes.iter().all(|size| size.name.starts_with("Standard_")));
    assert!(found.all.sizes.len() == 60 && found.all.title.contains("60"));
    let none = choice(99, SizeFilter { max_price: Some(1), ..SizeFilter::default() });
    assert!(none.suggested.sizes.is_empty() && none.all.sizes.is_empty());
}

#[test]
fn hostile_texts_are_answered() {
    let mut worker = Worker::default();
    for text in ["", "\u{feff}", "\u{0}", "[[[[", "{\"value\": 3}", "[null, 1, {}]"] {
        match ask(&mut worker, import(text)) {
            Response::Failed(_) | Response::Imported(Imported::Plan(_)) => {}
            other => panic!("{text}: {other:?}"),
        }
        ask(&mut worker, Request::SetSubscription(text.to_owned()));
        ask(&mut worker, Request::SetPrices(text.to_owned()));
        ask(&mut worker, Request::Glance { plan: PlanText(text.to_owned()) });
        let request = TextRequest {
            plan: PlanText(text.to_owned()),
            today: text.to_owned(),
            dialect: text.to_owned(),
            task: Some(99),
            pool: Some(usize::MAX),
            ..TextRequest::default()
        };
        ask(&mut worker, Request::Text(request));
    }
}

/// The migration scenario of that name, with its existing cluster as baseline.
fn scenario(title: &str) -> Plan {
    codec::JOURNEYS.iter().find(|scenario| scenario.title == title).unwrap().plan()
}

fn differences(plan: &Plan) -> MigrationDiff {
    answer!(&mut Worker::default(), MigrationDiff, Request::MigrationDiff { plan: text_of(plan) })
}

fn migration(worker: &mut Worker, plan: &Plan, options: MigrationOptions) -> Migration {
    let request = Request::Migration { plan: text_of(plan), today: TODAY.to_owned(), options };
    answer!(worker, Migration, request)
}

fn steps(plan: &Plan, options: MigrationOptions) -> MigrationSteps {
    match migration(&mut Worker::default(), plan, options) {
        Migration::Steps(steps) => *steps,
        blocked @ Migration::Blocked(_) => panic!("{blocked:?}"),
    }
}

#[test]
fn a_plan_with_a_baseline_says_how_it_differs() {
    let plan = scenario("Change maxPods");
    let glance = answer!(&mut Worker::default(), Glance, Request::Glance { plan: text_of(&plan) });
    assert_eq!(glance.migration.unwrap(), "Migration to this plan: 1 pool replaced.");
    let MigrationDiff::Differs { summary, parts, .. } = differences(&plan) else { panic!() };
    assert_eq!(summary, "1 pool replaced");
    let row = parts[0].rows.iter().find(|row| row.key == "maxPods").unwrap();
    assert_eq!((row.how.as_str(), row.effort), ("Needs a new pool.", Effort::NewPool));
    assert!(row.source.as_ref().unwrap().url.starts_with("https://"));
    // A baseline that is as the plan has no steps.
    let mut same = plan.clone();
    same.baseline.as_mut().unwrap().pools.clone_from(&plan.pools);
    assert_eq!(differences(&same), MigrationDiff::Same);
    same.baseline = None;
    assert_eq!(differences(&same), MigrationDiff::NoBaseline);
}

#[test]
fn steps_come_with_the_cluster_after_each() {
    for preset in codec::JOURNEYS {
        let plan = preset.plan();
        let found = steps(&plan, MigrationOptions::default());
        let total = found.steps.len();
        assert!(total > 0, "{}", preset.title);
        // A sentence for today and for each step, and a number for each step.
        assert_eq!(found.timeline.states.len(), total + 1);
        assert_eq!(
            (found.timeline.nodes.numbers.len(), found.timeline.addresses.numbers.len()),
            (total, total)
        );
        for step in &found.steps {
            let terms: Vec<&str> = step.details.iter().map(|detail| detail.term.as_str()).collect();
            for term in ["Why here", "Disrupts", "Verify", "Undo"] {
                assert!(terms.contains(&term), "{}: {terms:?}", preset.title);
            }
        }
        assert!(found.steps.iter().any(|step| words(&step.commands).contains("az aks ")), "{}", preset.title);
        // What there is in the end is the target.
        let rows = found.timeline.picture.rows.iter();
        let mut last: Vec<&str> = rows.filter(|row| row.to == total).map(|row| row.name.as_str()).collect();
        let new_name = |name: &str| {
            let says = format!("{name} gets the name ");
            let said = found.proposed.iter().find_map(|text| text.strip_prefix(&says));
            said.and_then(|rest| rest.split('.').next()).unwrap_or(name).to_owned()
        };
        let wanted: Vec<String> = plan.pools.iter().map(|pool| new_name(&pool.name)).collect();
        let mut wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        last.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(last, wanted, "{}", preset.title);
    }
}

#[test]
fn a_cluster_without_a_name_says_which_field_to_fill_in() {
    let hint = |name: &str, group: &str| {
        let mut plan = scenario("Change maxPods");
        let today = plan.baseline.as_mut().unwrap();
        today.cluster.name.clear();
        today.cluster.resource_group.clear();
        plan.cluster.name = name.to_owned();
        plan.cluster.resource_group = group.to_owned();
        let found = steps(&plan, MigrationOptions::default());
        // Without the names there are no commands that would act on nothing.
        let has_commands =
            found.script.line_count > 0 && found.steps.iter().any(|step| !step.commands.is_empty());
        assert_eq!(has_commands, found.hint.is_empty());
        found.hint
    };
    assert_eq!(hint("aks", "rg"), "");
    assert!(
        hint("", "rg").starts_with("Fill in the field Cluster name of the card Cluster to get the commands")
    );
    assert!(hint("aks", "").starts_with("Fill in the field Resource group of the card Cluster"));
    assert!(
        hint("", "").starts_with("Fill in the fields Cluster name and Resource group of the card Cluster")
    );
}

#[test]
fn questions_come_before_the_steps_and_answers_say_what_they_mean() {
    let plan = scenario("Change maxPods");
    let found = steps(&plan, MigrationOptions::default());
    let codes: Vec<&str> = found.preflight.iter().map(|one| one.code.as_str()).collect();
    assert!(codes.contains(&"quota") && codes.contains(&"pdb"), "{codes:?}");
    let state = found.preflight.iter().find(|one| one.code == "state").unwrap();
    assert!(
        state.command.contains("--resource-group 'rg-prod' --cluster-name 'aks-prod'"),
        "{}",
        state.command
    );
    assert!(found.checklist.starts_with("# Migration of the cluster aks-prod\n"), "{}", found.checklist);
    assert_eq!(found.checklist.matches("- [ ] **").count(), found.steps.len());
    let read = |text: &str| {
        ask(
            &mut Worker::default(),
            Request::Preflight {
                plan: text_of(&plan),
                today: TODAY.to_owned(),
                options: MigrationOptions::default(),
                text: text.to_owned(),
            },
        )
    };
    let budgets = r#"{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "policy/v1", "kind": "PodDisruptionBudget",
        "metadata": {"name": "web", "namespace": "shop"}, "spec": {}, "status": {"disruptionsAllowed": 0, "expectedPods": 1, "currentHealthy": 1, "desiredHealthy": 1}}]}"#;
    let Response::Preflight(answers) = read(budgets) else { panic!() };
    assert!(
        answers.iter().any(|one| one.outcome != Outcome::Fine && one.text.contains("web")),
        "{answers:?}"
    );
    let Response::Failed(sentence) = read("no JSON") else { panic!() };
    assert!(sentence.contains("JSON"), "{sentence}");
}

#[test]
fn steps_follow_the_options() {
    let plan = scenario("Change maxPods");
    let keep = steps(&plan, MigrationOptions { keep_names: true, ..MigrationOptions::default() });
    let new = steps(&plan, MigrationOptions::default());
    assert!(keep.steps.len() > new.steps.len());
    let (pool, _) = new.proposed[0].split_once(" gets the name ").unwrap();
    let renames = format!("{pool}=mine");
    let renamed = steps(&plan, MigrationOptions { renames, ..MigrationOptions::default() });
    assert!(renamed.steps.iter().any(|step| step.title.contains("mine")), "{renamed:?}");
    let wrong = MigrationOptions { renames: "a=b, c".to_owned(), ..MigrationOptions::default() };
    let rename_error = match migration(&mut Worker::default(), &plan, wrong) {
        Migration::Steps(steps) => steps.rename_error,
        Migration::Blocked(blocked) => blocked.rename_error,
    };
    assert_eq!(rename_error, "Enter names as old=new, not \"c\".");
    let shell = steps(&plan, MigrationOptions { script: Script::PowerShell, ..MigrationOptions::default() });
    assert!(words(&shell.script.lines).contains("New-AzAksNodePool"));
    assert_eq!(shell.script.file_name, "runbook.ps1");
    // Windows PowerShell knows by a mark that a file is UTF-8; what is copied has none.
    assert!(shell.script.has_byte_order_mark && !keep.script.has_byte_order_mark);
    // Ticked boxes belong to one script: the same one has them again, another one has its own.
    assert_eq!(new.digest, steps(&plan, MigrationOptions::default()).digest);
    let digests = [&keep.digest, &new.digest, &renamed.digest, &shell.digest];
    let is_unique = |one: &&String| digests.iter().filter(|other| *other == one).count() == 1;
    assert!(digests.iter().all(is_unique), "{digests:?}");
}

#[test]
fn an_order_that_is_not_valid_is_explained() {
    let mut worker = Worker::default();
    let mut plan = scenario("Resize the only system pool");
    let quota = r#"[{"currentValue": "8", "limit": "10", "name": {"value": "standardDDSv5Family", "localizedValue": "Standard DDSv5 Family vCPUs"}},
        {"currentValue": "8", "limit": "10", "name": {"value": "cores", "localizedValue": "Total Regional vCPUs"}}]"#;
    let Imported::Subscription { data, .. } = answer!(&mut worker, Imported, import(quota)) else { panic!() };
    ask(&mut worker, Request::SetSubscription(data));
    let Migration::Blocked(found) = migration(&mut worker, &plan, MigrationOptions::default()) else {
        panic!()
    };
    assert_eq!(found.summary, "No valid step order.");
    let mut rules = found.blocked.iter().flat_map(|step| &step.reasons).filter_map(|one| one.rule.as_deref());
    assert!(rules.any(|rule| rule == "pool-quota-vcpu"), "{found:?}");
    assert!(!found.remedies.is_empty());
    plan.pools[0].mode = Some(Mode::User);
    let found = migration(&mut Worker::default(), &plan, MigrationOptions::default());
    let Migration::Blocked(found) = found else { panic!() };
    assert_eq!(found.blocked[0].title, "The target plan itself is not valid.");
}

#[test]
fn hostile_names_stay_texts() {
    let hostile = "</pre><img src=x onerror=alert(1)>'\"$(touch x)\n\u{202e}";
    let mut plan = scenario("Change maxPods");
    for pool in plan.pools.iter_mut().chain(&mut plan.baseline.as_mut().unwrap().pools) {
        pool.name.push_str(hostile);
        pool.labels.insert(hostile.to_owned(), hostile.to_owned());
    }
    plan.cluster.name = hostile.to_owned();
    plan.baseline.as_mut().unwrap().cluster.name = hostile.to_owned();
    let MigrationDiff::Differs { parts, .. } = differences(&plan) else { panic!() };
    // Links lead to sources of ours, and files have names of ours.
    let sources = parts.iter().flat_map(|part| &part.rows).filter_map(|row| row.source.as_ref());
    assert!(sources.into_iter().all(|source| source.url.starts_with("https://")));
    for script in [Script::AzureCli, Script::PowerShell] {
        let options = MigrationOptions { script, ..MigrationOptions::default() };
        if let Migration::Steps(found) = migration(&mut Worker::default(), &plan, options) {
            assert!(found.script.file_name.starts_with("runbook."));
        }
    }
}

#[test]
fn a_hundred_pools_that_are_all_replaced_are_migrated() {
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
    let start = std::time::Instant::now();
    let found = steps(&plan, MigrationOptions::default());
    eprintln!("{:?}, {} bytes", start.elapsed(), encode(&found).len());
    assert!(found.steps.len() > 3 * 99);
}

#[test]
fn pods_of_kubectl_right_size_the_plan() {
    let mut worker = Worker::default();
    worker.handle(Request::SetPrices(include_str!("../../../public/prices/westeurope.txt").to_owned()));
    let plan = r#"{"version": 1, "cluster": {"name": "a", "resourceGroup": "r", "location": "westeurope"}, "pools": [
        {"name": "sys", "mode": "System", "vmSize": "Standard_D4ds_v5", "count": 3},
        {"name": "apps", "mode": "User", "vmSize": "Standard_D8ds_v5", "count": 9}]}"#;
    let ask = |pods: &str, nodes: &str| Request::RightSize {
        plan: PlanText(plan.to_owned()),
        today: "2026-11-28".to_owned(),
        pods: pods.to_owned(),
        nodes: nodes.to_owned(),
        headroom: 15,
        zone_loss: false,
    };
    let pods = r#"{"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"containers": [
        {"resources": {"requests": {"cpu": "2", "memory": "4Gi"}}}]}, "status": {"phase": "Running"}}"#;
    let Response::RightSize(answer) = worker.handle(ask(pods, "")) else { panic!() };
    assert_eq!(answer.summary, "1 pod: requests of 2 vCPUs and 4 GB of memory.");
    assert_eq!((answer.problems, answer.tables.len()), (Vec::new(), 3));
    // The layout is another plan, which the page can open.
    let layout = poolwright::codec::read_plan(&answer.plan.unwrap().0).unwrap().plan;
    assert_eq!(layout.pools[1].count, Some(1));
    assert_eq!(
        worker.handle(ask("{}", "")),
        Response::Failed(
            "Pods: no pods found. Expected the output of kubectl get pods -A -o json.".to_owned()
        )
    );
    assert!(
        matches!(worker.handle(ask(pods, "x")), Response::Failed(problem) if problem.starts_with("Nodes: no nodes"))
    );
}
