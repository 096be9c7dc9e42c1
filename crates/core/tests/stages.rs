//! The stages of a cluster that Terraform manages: each is read as Terraform would keep it, by the same reader that
//! imports states. Each differs from the one before by its own steps only, and the last one is the target.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use crate::any_layout::{CATALOG, any_pair, today};
use crate::readers;
use crate::readers::{Block, Tree};
use poolwright::codec;
use poolwright::emit::{TerraformStage, terraform_stages, terraform_text};
use poolwright::migrate::{Act, Names, PlannerOptions, Runbook, runbook};
use poolwright::operations::Operation;
use poolwright::plan::{Mode, NodePool, POOL_PROPERTIES, Plan, PoolType, PowerState};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const CLUSTER: &str = "azurerm_kubernetes_cluster.aks";
const POOL: &str = "azurerm_kubernetes_cluster_node_pool";
const CLUSTER_ID: &str =
    "/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks";

fn value_of(tree: &Tree) -> Value {
    match tree {
        Tree::Text(text) => json!(text),
        Tree::Bare(word) if word == "azurerm_kubernetes_cluster.aks.id" => json!(CLUSTER_ID),
        Tree::Bare(word) => serde_json::from_str(word).unwrap_or_else(|_| json!(word)),
        Tree::List(list) => list.iter().map(value_of).collect(),
        Tree::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), value_of(value))).collect())
        }
    }
}

/// What Terraform keeps of a block.
fn values(block: &Block) -> Value {
    let mut found: Map<String, Value> =
        block.arguments.entries().iter().map(|(key, value)| (key.clone(), value_of(value))).collect();
    for inner in block.blocks.iter().filter(|inner| inner.kind != "lifecycle") {
        found.insert(inner.kind.clone(), json!([values(inner)]));
    }
    Value::Object(found)
}

/// The resources of a configuration by their addresses.
fn resources(stage: &TerraformStage) -> BTreeMap<String, Value> {
    let text = readers::hcl(&stage.configuration.text());
    let blocks = text.blocks.iter().filter(|block| block.kind == "resource");
    let mut found = BTreeMap::new();
    for block in blocks {
        let before = found.insert(block.labels.join("."), values(block));
        assert!(before.is_none(), "{:?} is there twice", block.labels);
    }
    found
}

/// A configuration as the reader of states reads it.
fn read(stage: &TerraformStage) -> Plan {
    let resources: Vec<Value> = resources(stage)
        .into_iter()
        .map(|(address, mut values)| {
            if address == CLUSTER {
                values["id"] = json!(CLUSTER_ID);
            }
            let kind = address.split('.').next().unwrap();
            json!({ "address": address, "mode": "managed", "type": kind, "values": values })
        })
        .collect();
    let state = json!({
        "format_version": "1.0", "terraform_version": "1.11.4", "values": { "root_module": { "resources": resources } },
    });
    codec::read(&state.to_string()).unwrap().plan
}

/// The names of a kind of block: what they are from, or to.
fn named(stage: &TerraformStage, kind: &str, argument: &str) -> BTreeSet<String> {
    let text = readers::hcl(&stage.configuration.text());
    let blocks = text.blocks.iter().filter(|block| block.kind == kind);
    blocks.map(|block| value_of(block.arguments.get(argument)).as_str().unwrap().to_owned()).collect()
}

fn name_in(resources: &BTreeMap<String, Value>, address: &str) -> String {
    resources[address]["name"].as_str().unwrap().to_owned()
}

fn first_of(resources: &BTreeMap<String, Value>) -> String {
    resources[CLUSTER]["default_node_pool"][0]["name"].as_str().unwrap().to_owned()
}

/// What a stage may change: the pools that its steps are about, and the cluster.
fn touched(runbook: &Runbook, stage: &TerraformStage) -> (BTreeSet<String>, bool) {
    let acts = stage.steps.iter().map(|number| &runbook.steps[number - 1].act);
    let mut pools = BTreeSet::new();
    let mut all = false;
    for act in acts {
        match (act, act.pool()) {
            (Act::Aks(Operation::UpgradeAll(_)), _) => all = true,
            (_, Some(name)) => drop(pools.insert(name.to_owned())),
            (_, None) => drop(pools.insert(String::new())),
        }
    }
    (pools, all)
}

/// A pool for which azurerm has no resource.
fn is_foreign(pool: &NodePool) -> bool {
    !matches!(pool.pool_type, None | Some(PoolType::Vmss))
        || !matches!(pool.mode, None | Some(Mode::System | Mode::User))
}

fn is_empty(pool: &NodePool) -> bool {
    pool.nodes() == 0 || pool.power_state == Some(PowerState::Stopped)
}

fn prove(runbook: &Runbook, stages: &[TerraformStage]) {
    let steps: Vec<usize> = stages.iter().flat_map(|stage| stage.steps.clone()).collect();
    assert_eq!(steps, (1..=runbook.steps.len()).collect::<Vec<_>>(), "each step is done once and in order");
    assert!(stages[0].before.lines.is_empty() && stages[0].expected[0].starts_with("No changes"));
    // Each configuration has the pools that are there once its steps are done.
    let mut plan = runbook.start.clone();
    for stage in stages {
        for number in &stage.steps {
            match &runbook.steps[number - 1].act {
                Act::Add(pool) => plan.pools.push((**pool).clone()),
                Act::Aks(operation) => operation.apply_to(&mut plan),
                _ => {}
            }
        }
        let wanted: BTreeSet<&String> =
            plan.pools.iter().filter(|pool| !is_foreign(pool)).map(|pool| &pool.name).collect();
        let found = read(stage);
        assert_eq!(found.pools.iter().map(|pool| &pool.name).collect::<BTreeSet<_>>(), wanted);
        let system = found.pools.iter().filter(|pool| pool.is_system()).map(|pool| &pool.name);
        let is_system = |pool: &&NodePool| pool.is_system() && !is_foreign(pool);
        assert_eq!(
            system.collect::<BTreeSet<_>>(),
            plan.pools.iter().filter(is_system).map(|pool| &pool.name).collect(),
            "{} of {:?}",
            stage.title,
            runbook.steps.iter().map(|step| step.act.describe(&runbook.start)).collect::<Vec<_>>()
        );
    }
    for pair in stages.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let (old, new) = (resources(before), resources(after));
        let (pools, all) = touched(runbook, after);
        let (first_before, first_after) = (first_of(&old), first_of(&new));
        let forgotten = named(after, "removed", "from");
        let imported = named(after, "import", "to");
        let addresses: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for address in addresses {
            match (old.get(address), new.get(address)) {
                (Some(old), Some(new)) if old == new => {}
                (Some(was), Some(is)) if address == CLUSTER => {
                    let of_pool = pools.contains(&first_before) || all;
                    if first_before != first_after {
                        assert!(of_pool, "{first_before} leaves default_node_pool without a step");
                        assert!(forgotten.contains(&format!("{POOL}.{first_after}")), "{forgotten:?}");
                    }
                    let without = |value: &Value| {
                        let mut value = value.clone();
                        value.as_object_mut().unwrap().remove("default_node_pool");
                        value
                    };
                    assert!(of_pool || was["default_node_pool"] == is["default_node_pool"]);
                    assert!(pools.contains("") || all || without(was) == without(is), "{was} {is}");
                }
                (Some(_), Some(_)) => {
                    assert!(
                        all || pools.contains(&name_in(&new, address)),
                        "{address} changes without a step"
                    );
                }
                (None, Some(_)) => {
                    let name = name_in(&new, address);
                    assert!(pools.contains(&name), "{address} comes without a step");
                    if !imported.contains(address) {
                        assert!(after.expected[0].contains("1 to add"), "{:?}", after.expected);
                    }
                }
                (Some(_), None) if forgotten.contains(address) => {
                    assert_eq!(first_after, name_in(&old, address));
                    assert!(after.expected[0].contains("0 to destroy"), "{:?}", after.expected);
                }
                (Some(_), None) => {
                    let name = name_in(&old, address);
                    assert!(after.expected[0].contains("1 to destroy"), "{:?}", after.expected);
                    let is_drained = after.before.text().contains(&format!("agentpool={name}"));
                    let (_, pool) = runbook.start.pool(&name).or(runbook.goal.pool(&name)).unzip();
                    assert!(
                        is_drained || pool.is_none_or(is_empty),
                        "{name} is destroyed before it is drained"
                    );
                }
                (None, None) => {}
            }
        }
        // What is taken over wasn't Terraform's, and is there by now.
        for address in &imported {
            assert!(
                new.contains_key(address) && (address == CLUSTER || !old.contains_key(address)),
                "{address}"
            );
        }
        if old == new {
            assert!(
                after.expected[0].starts_with("No changes") || !imported.is_empty(),
                "{:?}",
                after.expected
            );
        }
    }
    // The end is the target, as far as azurerm has words for it.
    let end = stages.last().unwrap();
    let found = read(end);
    let gaps: BTreeSet<&str> = end.configuration.gaps.iter().filter_map(|gap| gap.field).collect();
    for wanted in &runbook.target.pools {
        let Some((_, pool)) = found.pool(&wanted.name) else {
            assert!(is_foreign(wanted), "{} is missing", wanted.name);
            continue;
        };
        for property in POOL_PROPERTIES {
            // What comes to the same stays as it is.
            let (_, goal) = runbook.goal.pool(&wanted.name).unwrap();
            let (Some(_), Some(value)) = (property.get(wanted), property.get(goal)) else { continue };
            let is_fact = matches!(property.key, "powerState.code" | "provisioningState");
            let is_moving = property.key == "count" && *wanted.autoscaling;
            let is = property.get(pool);
            if gaps.contains(property.key) || is_fact || is_moving || value.is_default(property.default) {
                continue;
            }
            assert!(
                property.is_same(is.as_ref(), Some(&value)),
                "{}: {} is {is:?} and not {value:?}",
                wanted.name,
                property.key
            );
        }
    }
    let wanted: BTreeSet<&str> = runbook.target.pools.iter().map(|pool| pool.name.as_str()).collect();
    assert!(found.pools.iter().all(|pool| wanted.contains(pool.name.as_str())));
    assert_eq!(found.cluster.kubernetes_version, runbook.goal.cluster.kubernetes_version);
}

/// `terraform fmt` would change nothing, if there is a Terraform.
fn assert_formatted(text: &str) {
    let Ok(mut child) = Command::new("terraform")
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
    else {
        return;
    };
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), text);
}

fn stages_of(current: &Plan, target: &Plan, names: Names) -> Option<(Runbook, Vec<TerraformStage>)> {
    let options = PlannerOptions { names, ..PlannerOptions::default() };
    let named = |plan: &Plan| {
        let mut plan = plan.clone();
        plan.cluster.name = "aks".to_owned();
        plan.cluster.resource_group = "rg".to_owned();
        plan.cluster.location = "westeurope".to_owned();
        plan
    };
    let runbook = runbook(&named(current), &named(target), &CATALOG, today(), &options).ok()?;
    let stages = terraform_stages(&runbook).ok()?;
    Some((runbook, stages))
}

#[test]
fn each_journey_ends_in_its_target() {
    let mut number = 0;
    for journey in codec::JOURNEYS {
        let target = journey.plan();
        let current = target.baseline.as_deref().unwrap();
        for names in [Names::Propose, Names::Keep] {
            let Some((runbook, stages)) = stages_of(current, &target, names) else { continue };
            prove(&runbook, &stages);
            assert_formatted(&terraform_text(&stages).text());
            number += 1;
        }
    }
    assert!(number > 30, "{number}");
}

fn layout(pools: &[&str]) -> Plan {
    let pools = pools.join(",");
    let text = format!(
        r#"{{"version": 1, "cluster": {{"name": "aks", "resourceGroup": "rg", "location": "westeurope", "kubernetesVersion": "1.34"}}, "pools": [{pools}]}}"#
    );
    codec::read(&text).unwrap().plan
}

#[test]
fn a_pool_that_azurerm_rotates_keeps_its_name_by_one_stage() {
    let sys = r#"{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#;
    let with = |size: &str, priority: &str| {
        layout(&[
            sys,
            &format!(r#"{{"name": "apps", "mode": "User", "count": 2, "vmSize": "{size}"{priority}}}"#),
        ])
    };
    let (old, new) = (with("Standard_D4ds_v5", ""), with("Standard_D8ds_v5", ""));
    let (runbook, stages) = stages_of(&old, &new, Names::Keep).unwrap();
    prove(&runbook, &stages);
    assert_eq!(stages.len(), 2);
    assert!(stages[1].configuration.text().contains(r#"temporary_name_for_rotation = "appstmp""#));
    assert!(stages[1].disrupts[0].contains("deletes apps without cordoning or draining it"));
    // With a new name, or where azurerm would not rotate, a pool is added, drained and removed.
    for (target, names) in
        [(&new, Names::Propose), (&with("Standard_D8ds_v5", r#", "scaleSetPriority": "Spot""#), Names::Keep)]
    {
        let (runbook, stages) = stages_of(&old, target, names).unwrap();
        prove(&runbook, &stages);
        assert!(stages.len() > 2);
        assert!(
            stages.iter().all(|stage| !stage.configuration.text().contains("temporary_name_for_rotation"))
        );
    }
}

#[test]
fn what_azurerm_has_no_words_for_is_made_by_az_and_imported() {
    let sys = r#"{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#;
    let old = layout(&[sys]);
    let new = layout(&[
        sys,
        r#"{"name": "apps", "mode": "User", "count": 2, "vmSize": "Standard_D4ds_v5", "localDNSProfile": {"mode": "Required"}}"#,
    ]);
    let (runbook, stages) = stages_of(&old, &new, Names::Propose).unwrap();
    prove(&runbook, &stages);
    let last = stages.last().unwrap();
    assert!(last.before.text().contains("az aks nodepool add"));
    assert!(last.expected[0].contains("1 to import, 0 to add"));
    assert_eq!(named(last, "import", "to"), BTreeSet::from([format!("{POOL}.apps")]));
}

#[test]
fn a_cluster_that_terraform_cannot_hold_is_refused_with_a_sentence() {
    let mut old = layout(&[r#"{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#]);
    old.cluster.location.clear();
    let runbook = runbook(&old, &old, &CATALOG, today(), &PlannerOptions::default()).unwrap();
    let why = terraform_stages(&runbook).unwrap_err().text;
    assert!(why.contains("cluster.location"), "{why}");
}

fn cases() -> u32 {
    std::env::var("POOLWRIGHT_CASES").map_or(60, |number| number.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn any_pair_of_layouts_ends_in_its_target((current, target) in any_pair(6), keep in any::<bool>()) {
        let names = if keep { Names::Keep } else { Names::Propose };
        if let Some((runbook, stages)) = stages_of(&current, &target, names) {
            prove(&runbook, &stages);
        }
    }
}
