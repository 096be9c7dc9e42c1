//! Rules about operations: their pages' examples, done to a cluster.

use poolwright::catalogue::Catalogue;
use poolwright::plan::{Mode, Word};
use poolwright::rules::page::page;
use poolwright::rules::{Check, Date, REGISTRY};
use poolwright::runbook::{Change, Operation, Upgrade, simulate};
use poolwright::share;

/// What the rules say of an operation that stands in a page: first the refusals, else the remarks.
fn said(words: &str, plan: &str) -> Vec<&'static str> {
    let plan = share::read(plan).unwrap().plan;
    let today = Date::new(2026, 11, 24).unwrap();
    match simulate(&plan, &Catalogue::embedded(), today, &operation(words)) {
        Ok(outcome) => outcome.remarks.iter().filter_map(|remark| remark.rule).collect(),
        Err(refusal) => refusal.reasons.iter().filter_map(|reason| reason.rule).collect(),
    }
}

fn operation(words: &str) -> Operation {
    let words: Vec<&str> = words.split(' ').collect();
    let own = |text: &str| text.to_owned();
    match words.as_slice() {
        ["set-mode", name, mode] => Operation::SetMode(own(name), Mode::from_text(mode)),
        ["scale-pool", name, count] => Operation::ScalePool(own(name), count.parse().unwrap()),
        ["update-pool", name, change] => {
            let (key, value) = change.split_once('=').unwrap();
            let json = poolwright::json::Json::parse(value);
            let json = json.unwrap_or_else(|_| poolwright::json::Json::Text(own(value)));
            let (key, value) = share::pool_property(key, &json).unwrap();
            Operation::UpdatePool(own(name), vec![Change { key, value }])
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
    assert_eq!(rules.clone().count(), 19);
    for rule in rules {
        let text = page(rule.id).unwrap().text;
        for (words, plan) in examples(text, "Fires") {
            assert!(
                said(words, plan).contains(&rule.id),
                "{}: {words} on {plan}: {:?}",
                rule.id,
                said(words, plan)
            );
        }
        for (words, plan) in examples(text, "Quiet") {
            assert!(!said(words, plan).contains(&rule.id), "{}: {words} on {plan}", rule.id);
        }
    }
}
