//! What kubectl prints about pods, their controllers and disruption budgets, and what it means for the pools whose pods
//! move.

use std::collections::BTreeMap;

use super::{Act, Answer, Operation, Outcome, Runbook, answer, moved};
use crate::syntax::{Node, Object};
use crate::text::in_sentence;

/// Returns the objects of a list of Kubernetes, or the one that there is.
pub(super) fn items(root: &Object) -> Option<Vec<&Object>> {
    root.text("apiVersion")?;
    let kind = root.text("kind")?;
    if let Some(items) = root.get("items").and_then(Node::as_list) {
        return Some(items.iter().filter_map(Node::as_object).collect());
    }
    matches!(kind, "Pod" | "PodDisruptionBudget" | "Deployment" | "StatefulSet").then(|| vec![root])
}

/// Reads a list of one of the kinds that the questions ask for.
pub(super) fn read(items: &[&Object], runbook: &Runbook) -> Result<Vec<Answer>, String> {
    let of = |kinds: &[&str]| -> Vec<&Object> {
        items
            .iter()
            .copied()
            .filter(|item| item.text("kind").is_some_and(|kind| kinds.contains(&kind)))
            .collect()
    };
    let (budgets, pods) = (of(&["PodDisruptionBudget"]), of(&["Pod"]));
    let controllers = of(&["Deployment", "StatefulSet"]);
    let known = budgets.len() + pods.len() + controllers.len();
    if known < items.len() {
        let other = items
            .iter()
            .filter_map(|item| item.text("kind"))
            .find(|kind| !["PodDisruptionBudget", "Pod", "Deployment", "StatefulSet"].contains(kind));
        return Err(format!(
            "It lists {}, and the questions are about pods, disruption budgets, deployments and stateful sets.",
            in_sentence(other.unwrap_or("objects without a kind"))
        ));
    }
    let mut answers = Vec::new();
    if items.is_empty() || !budgets.is_empty() {
        answers.extend(of_budgets(&budgets));
    }
    if !pods.is_empty() {
        answers.extend(of_pods(&pods, runbook));
    }
    if !controllers.is_empty() {
        answers.extend(of_controllers(&controllers));
    }
    Ok(answers)
}

fn inner<'a>(object: &'a Object, key: &str) -> Option<&'a Object> {
    object.get(key).and_then(Node::as_object)
}

fn list<'a>(object: Option<&'a Object>, key: &str) -> &'a [Node] {
    object.and_then(|object| object.get(key)).and_then(Node::as_list).unwrap_or_default()
}

/// Returns the name with its namespace.
fn full_name(object: &Object) -> String {
    let metadata = inner(object, "metadata");
    let of = |key| metadata.and_then(|metadata| metadata.text(key));
    let name = format!("{}/{}", of("namespace").unwrap_or("default"), of("name").unwrap_or("?"));
    in_sentence(&name).into_owned()
}

/// Returns the first names, and how many more there are.
fn names(names: &[String]) -> String {
    const MOST: usize = 10;
    let shown: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    let more = names.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &more
}

fn of_budgets(budgets: &[&Object]) -> Vec<Answer> {
    const CODE: &str = "pdb";
    let mut answers: Vec<Answer> = budgets.iter().filter_map(|budget| of_budget(budget)).collect();
    if answers.is_empty() {
        let text = if budgets.is_empty() {
            "There is no disruption budget: a drain evicts the pods of a node all at once."
        } else {
            "Every disruption budget allows an eviction now."
        };
        answers.push(answer(CODE, Outcome::Fine, text.to_owned()));
    }
    answers
}

/// Returns what a budget that allows no disruption now means; nothing for another.
pub(crate) fn of_budget(budget: &Object) -> Option<Answer> {
    let status = inner(budget, "status")?;
    let number = |key: &str| status.get(key).and_then(Node::as_whole);
    let pods = number("expectedPods").unwrap_or(0);
    // A budget without pods stops nothing.
    if number("disruptionsAllowed") != Some(0) || pods == 0 {
        return None;
    }
    let most = inner(budget, "spec").and_then(|spec| spec.get("maxUnavailable"));
    let is_zero = |node: &Node| node.as_whole() == Some(0) || matches!(node.as_text(), Some("0" | "0%"));
    let least = number("desiredHealthy").unwrap_or(0);
    let (outcome, why) = if most.is_some_and(is_zero) || least >= pods {
        let why = format!(
            "It never does: it needs {least} of {pods} pods. Run more pods or lower the budget before the migration."
        );
        (Outcome::Blocking, why)
    } else {
        let healthy = number("currentHealthy").unwrap_or(0);
        let why = format!("{healthy} pods are healthy and {least} are needed. Wait until more are healthy.");
        (Outcome::Caution, why)
    };
    let text = format!(
        "PodDisruptionBudget {} allows no disruption now, so draining a node with its pods fails after the drain timeout. {why}",
        full_name(budget)
    );
    Some(answer("pdb", outcome, text))
}

/// Returns the pool of a node by the node's name, as AKS names nodes: aks-POOL-NUMBER-vmss... on Linux, aksPOOL... on
/// Windows.
fn pool_of<'a>(node: &str, pools: &[&'a str]) -> Option<&'a str> {
    let rest = node.strip_prefix("aks")?;
    let of = |pool: &&&str| {
        rest.strip_prefix('-')
            .and_then(|rest| rest.strip_prefix(**pool))
            .is_some_and(|rest| rest.starts_with('-'))
            || rest.strip_prefix(**pool).is_some_and(|rest| rest.len() == 6)
    };
    pools.iter().find(of).copied()
}

/// The kind of what owns an object.
fn owner(object: &Object) -> Option<&str> {
    let owners = list(inner(object, "metadata"), "ownerReferences");
    owners.iter().filter_map(Node::as_object).find_map(|owner| owner.text("kind"))
}

/// The pools that the nodes of a pod have to be of, as far as its node selector and required affinity name any.
fn selected<'a>(pod: &'a Object) -> Vec<&'a str> {
    const LABELS: [&str; 2] = ["kubernetes.azure.com/agentpool", "agentpool"];
    let spec = inner(pod, "spec");
    let mut found: Vec<&'a str> = Vec::new();
    if let Some(selector) = spec.and_then(|spec| inner(spec, "nodeSelector")) {
        found.extend(LABELS.iter().filter_map(|label| selector.text(label)));
    }
    let affinity = spec.and_then(|spec| inner(spec, "affinity")).and_then(|one| inner(one, "nodeAffinity"));
    let required = affinity.and_then(|one| inner(one, "requiredDuringSchedulingIgnoredDuringExecution"));
    for term in list(required, "nodeSelectorTerms").iter().filter_map(Node::as_object) {
        for one in list(Some(term), "matchExpressions").iter().filter_map(Node::as_object) {
            let is_pool = one.text("key").is_some_and(|key| LABELS.contains(&key));
            if is_pool && one.text("operator") == Some("In") {
                found.extend(list(Some(one), "values").iter().filter_map(Node::as_text));
            }
        }
    }
    found
}

fn of_pods(pods: &[&Object], runbook: &Runbook) -> Vec<Answer> {
    const CODE: &str = "pods";
    let moved = moved(runbook);
    let known: Vec<&str> = runbook.start.pools.iter().map(|pool| pool.name.as_str()).collect();
    let gone: Vec<&str> = runbook
        .steps
        .iter()
        .filter_map(|step| match &step.act {
            Act::Aks(Operation::DeletePool(name)) => Some(name.as_str()),
            _ => None,
        })
        .filter(|name| known.contains(name) && runbook.goal.pool(name).is_none())
        .collect();
    let (mut bare, mut kept, mut hosts, mut jobs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut stuck: Vec<String> = Vec::new();
    let mut replicas: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for pod in pods {
        let status = inner(pod, "status").and_then(|status| status.text("phase"));
        let spec = inner(pod, "spec");
        let node = spec.and_then(|spec| spec.text("nodeName"));
        let pool = node.and_then(|node| pool_of(node, &known));
        let owner = owner(pod);
        let annotations = inner(pod, "metadata").and_then(|metadata| inner(metadata, "annotations"));
        let is_mirror = annotations.is_some_and(|all| all.get("kubernetes.io/config.mirror").is_some());
        if matches!(status, Some("Succeeded" | "Failed"))
            || matches!(owner, Some("DaemonSet" | "Node"))
            || is_mirror
        {
            continue;
        }
        let name = full_name(pod);
        let selected = selected(pod);
        if !selected.is_empty() && selected.iter().all(|pool| gone.contains(pool)) {
            stuck.push(name.clone());
        }
        if !pool.is_none_or(|pool| moved.has(pool)) {
            continue;
        }
        match owner {
            None => bare.push(name.clone()),
            Some("Job") => jobs.push(name.clone()),
            Some("ReplicaSet" | "StatefulSet" | "ReplicationController") => {
                let owners = list(inner(pod, "metadata"), "ownerReferences");
                let of = owners.iter().filter_map(Node::as_object).find_map(|owner| owner.text("name"));
                let namespace = inner(pod, "metadata").and_then(|metadata| metadata.text("namespace"));
                let key = (namespace.unwrap_or("default").to_owned(), of.unwrap_or_default().to_owned());
                replicas.entry(key).or_default().push(name.clone());
            }
            Some(_) => {}
        }
        let volumes = list(spec, "volumes");
        let has =
            |kind: &str| volumes.iter().filter_map(Node::as_object).any(|volume| volume.get(kind).is_some());
        if has("emptyDir") {
            kept.push(name.clone());
        }
        if has("hostPath") {
            hosts.push(name);
        }
    }
    let single: Vec<String> = replicas.into_values().filter(|pods| pods.len() == 1).flatten().collect();
    let mut answers = Vec::new();
    for (pods, outcome, what) in [
        (
            bare,
            Outcome::Blocking,
            "have no controller: a drain stops at them, and they don't start again elsewhere. Give them a controller, or delete them",
        ),
        (
            stuck,
            Outcome::Blocking,
            "can run only in pools that are deleted, so they don't start again. Change their node selectors to the new names, or to labels of your own, before",
        ),
        (hosts, Outcome::Caution, "have a hostPath: what they keep there stays on the old node"),
        (kept, Outcome::Caution, "have an emptyDir: what they keep there is lost when they move"),
        (jobs, Outcome::Caution, "belong to jobs, which start again from their beginning"),
        (
            single,
            Outcome::Caution,
            "are the only pod of their controller, and down while they move. Scale it to 2 before",
        ),
    ] {
        if !pods.is_empty() {
            answers.push(answer(CODE, outcome, format!("These pods {what}: {}.", names(&pods))));
        }
    }
    if answers.is_empty() {
        let text = "Every pod that moves has a controller and keeps nothing on its node.";
        answers.push(answer(CODE, Outcome::Fine, text.to_owned()));
    }
    answers
}

fn of_controllers(controllers: &[&Object]) -> Vec<Answer> {
    const CODE: &str = "single-replicas";
    let single: Vec<String> = controllers
        .iter()
        .filter(|one| {
            inner(one, "spec").is_some_and(|spec| spec.get("replicas").and_then(Node::as_whole) == Some(1))
        })
        .map(|one| full_name(one))
        .collect();
    vec![if single.is_empty() {
        answer(CODE, Outcome::Fine, "No deployment and no stateful set has a single replica.".to_owned())
    } else {
        let text = format!(
            "These have a single replica, which is down while its pod moves: {}. Scale them to 2 before.",
            names(&single)
        );
        answer(CODE, Outcome::Caution, text)
    }]
}
