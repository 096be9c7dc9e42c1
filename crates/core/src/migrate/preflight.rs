//! Before the first step: the questions to ask, the commands that answer them, and what an answer means.
//!
//! The commands are those of azure-cli 2.91.0 and kubectl (--help and the reference, read 2026-11-29); what they print is
//! read by its shape, so that nobody has to say which command an answer is of.

use super::graph::{extra, running};
use super::step::removes_machines;
use super::{Act, Operation, PlannerOptions, Runbook, runbook};
use crate::capacity::addresses::{addresses_of_its_pods, addresses_of_node};
use crate::catalog::Catalog;
use crate::lint::Date;
use crate::plan::{Cluster, NodePool, Plan, SupportPlan, UpgradeChannel, Version};
use crate::quote::posix::quote;
use crate::syntax::{self, Content, Node, Object};
use crate::text::{counted, in_sentence};

mod kubernetes;

/// A question to answer before the first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is called in JSON.
    pub code: &'static str,
    /// The question.
    pub question: &'static str,
    /// The command that answers it, with GROUP, CLUSTER and REGION in place of names.
    pub command: &'static str,
    /// What its answer means.
    pub meaning: &'static str,
}

impl Question {
    /// Returns the command with the names of a cluster, as far as they are known, quoted for a shell.
    pub fn command_for(&self, cluster: &Cluster) -> String {
        let names =
            [("GROUP", &cluster.resource_group), ("CLUSTER", &cluster.name), ("REGION", &cluster.location)];
        let filled = |word: &str| {
            let name = names.iter().find(|(known, name)| *known == word && !name.is_empty());
            name.map_or_else(|| word.to_owned(), |(_, name)| quote(name).as_str().to_owned())
        };
        self.command.split(' ').map(filled).collect::<Vec<_>>().join(" ")
    }
}

/// What an answer means for a runbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The code of the question.
    pub code: &'static str,
    /// How bad it is.
    pub outcome: Outcome,
    /// What it means, as a sentence.
    pub text: String,
}

/// Whether the migration can start, as far as an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing blocks the steps.
    Fine,
    /// Something to know, or to look at.
    Caution,
    /// A step fails unless this is changed before.
    Blocking,
}

impl Outcome {
    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Caution => "caution",
            Self::Blocking => "blocking",
        }
    }
}

/// The migration that answers are read for.
#[derive(Clone, Copy, Debug)]
pub struct Migration<'a> {
    /// The current layout.
    pub current: &'a Plan,
    /// The target.
    pub target: &'a Plan,
    /// The catalog.
    pub catalog: &'a Catalog,
    /// The day.
    pub today: Date,
    /// How the steps were planned.
    pub options: &'a PlannerOptions,
    /// The steps.
    pub runbook: &'a Runbook,
}

/// All questions.
pub const QUESTIONS: [Question; 10] = [
    Question {
        code: "permissions",
        question: "Do you have permission to change the cluster?",
        command: "az role assignment list --assignee USER --all --include-groups --include-inherited -o json",
        meaning: "Contributor or Azure Kubernetes Service Contributor Role on the cluster or its resource group is enough for az; draining needs Azure Kubernetes Service RBAC Cluster Admin or the cluster's admin credentials.",
    },
    Question {
        code: "quota",
        question: "Does the quota cover the peak?",
        command: "az vm list-usage --location REGION -o json",
        meaning: "An order of steps within the quota has to exist; runbook --usage FILE finds it, or says which quota is too small.",
    },
    Question {
        code: "addresses",
        question: "Do the subnets have addresses for the peak?",
        command: "az network vnet subnet list --resource-group NETWORK_GROUP --vnet-name VNET -o json",
        meaning: "Azure reserves 5 addresses of each range. The addresses that are left have to cover the peak above.",
    },
    Question {
        code: "upgrades",
        question: "Can the control plane get its next version?",
        command: "az aks get-upgrades --resource-group GROUP --name CLUSTER -o json",
        meaning: "The next version has to be listed; otherwise it isn't offered in the region yet, or no longer.",
    },
    Question {
        code: "versions",
        question: "Is each version offered in the region?",
        command: "az aks get-versions --location REGION -o json",
        meaning: "Each version that a step sets has to be listed, for the support plan of the cluster.",
    },
    Question {
        code: "maintenance",
        question: "Can a maintenance window or an automatic upgrade interrupt the steps?",
        command: "az aks maintenanceconfiguration list --resource-group GROUP --cluster-name CLUSTER -o json",
        meaning: "Run the steps outside of the listed windows: only one operation on a cluster can run at a time.",
    },
    Question {
        code: "pdb",
        question: "Does every disruption budget allow an eviction?",
        command: "kubectl get pdb --all-namespaces -o json",
        meaning: "A budget that allows no disruption (ALLOWED DISRUPTIONS 0) stops a drain. Add a replica or change the budget before.",
    },
    Question {
        code: "pods",
        question: "Does every pod have a controller, and does none keep data on its node or select a pool that is deleted?",
        command: "kubectl get pods --all-namespaces -o json",
        meaning: "A pod without a controller stops the drain; data in emptyDir is lost; a pod that selects a deleted pool doesn't start again.",
    },
    Question {
        code: "single-replicas",
        question: "Does a deployment have a single replica?",
        command: "kubectl get deployments,statefulsets --all-namespaces -o json",
        meaning: "A workload with one replica is down while its pod moves. Scale it to 2 before.",
    },
    Question {
        code: "state",
        question: "Is no other operation running?",
        command: "az aks nodepool list --resource-group GROUP --cluster-name CLUSTER -o json",
        meaning: "Every pool has to be in the state Succeeded: AKS runs one operation at a time, and refuses some after a failed one.",
    },
];

/// Returns the questions before the steps of a runbook: about the cluster always, about pods where some move.
pub fn questions(runbook: &Runbook) -> Vec<&'static Question> {
    let adds = runbook.peak_nodes > 0 || runbook.steps.iter().any(|step| matches!(step.act, Act::Add(_)));
    let moves = !matches!(&moved(runbook), Moved::Pools(pools) if pools.is_empty());
    let upgrades = control_plane_versions(runbook).next().is_some();
    let is_asked = |one: &&Question| match one.code {
        "quota" | "addresses" => adds,
        "upgrades" => upgrades,
        "versions" => !versions(runbook).is_empty(),
        "pdb" | "pods" | "single-replicas" => moves,
        _ => true,
    };
    QUESTIONS.iter().filter(is_asked).collect()
}

/// Pools whose pods move.
enum Moved<'a> {
    All,
    Pools(Vec<&'a str>),
}

impl Moved<'_> {
    fn has(&self, pool: &str) -> bool {
        match self {
            Self::All => true,
            Self::Pools(pools) => pools.contains(&pool),
        }
    }
}

fn moved(runbook: &Runbook) -> Moved<'_> {
    let mut pools = Vec::new();
    for step in &runbook.steps {
        let shrinks = match &step.act {
            Act::Aks(Operation::ScalePool(name, count)) => {
                runbook.start.pool(name).is_some_and(|(_, pool)| running(pool) > *count)
            }
            Act::Aks(Operation::UpdatePool(name, changes)) => {
                runbook.start.pool(name).is_some_and(|(_, pool)| removes_machines(changes, pool))
            }
            Act::Aks(Operation::StopPool(_)) | Act::Drain(_) => true,
            _ => false,
        };
        if !shrinks && !step.act.reimages_nodes(&runbook.start) {
            continue;
        }
        match step.act.pool() {
            Some(name) => pools.push(name),
            None => return Moved::All,
        }
    }
    Moved::Pools(pools)
}

fn control_plane_versions(runbook: &Runbook) -> impl Iterator<Item = &str> {
    runbook.steps.iter().filter_map(|step| match &step.act {
        Act::Aks(Operation::UpgradeControlPlane(version) | Operation::UpgradeAll(version)) => {
            Some(version.as_str())
        }
        _ => None,
    })
}

/// Returns the versions that steps give, each once.
fn versions(runbook: &Runbook) -> Vec<&str> {
    let mut versions: Vec<&str> = Vec::new();
    for step in &runbook.steps {
        let version = match &step.act {
            Act::Aks(
                Operation::UpgradeControlPlane(version)
                | Operation::UpgradeAll(version)
                | Operation::UpgradePool(_, super::Upgrade::Version(version)),
            ) => Some(version.as_str()),
            Act::Add(pool) => pool.kubernetes_version.as_deref(),
            _ => None,
        };
        versions.extend(version.filter(|version| !versions.contains(version)));
    }
    versions
}

/// Reads what one of the commands printed, and returns what it means; a sentence where it is of none of them.
pub fn read(text: &str, migration: Migration<'_>) -> Result<Vec<Answer>, String> {
    let tree = syntax::parse(text).map_err(|error| format!("It isn't JSON: {error}."))?;
    let root = &tree.root;
    let object = root.as_object();
    if let Some(versions) = object.and_then(upgrades_of) {
        return Ok(upgrades(&versions, migration.runbook));
    }
    if let Some(offered) = object.and_then(offered) {
        return Ok(offers(&offered, migration.runbook));
    }
    if let Some(items) = object.and_then(kubernetes::items) {
        return kubernetes::read(&items, migration.runbook);
    }
    let list = object.and_then(|object| object.get("value")).unwrap_or(root);
    let rows: Vec<&Object> = match list.as_list() {
        Some(rows) => rows.iter().filter_map(Node::as_object).collect(),
        None => list.as_object().into_iter().collect(),
    };
    let has = |key: &str| rows.iter().any(|row| row.get(key).is_some());
    if has("roleDefinitionName") || has("roleDefinitionId") {
        return Ok(permissions(&rows, migration.runbook));
    }
    if has("addressPrefix") || has("addressPrefixes") || (has("limit") && is_of_subnets(&rows)) {
        return Ok(addresses(&rows, migration.runbook));
    }
    if has("limit") && has("currentValue") {
        return quota(root, migration);
    }
    if has("maintenanceWindow") || has("timeInWeek") || has("notAllowedTime") {
        return Ok(maintenance(&rows, migration));
    }
    if has("provisioningState") && (has("vmSize") || has("agentPoolType") || has("osType")) {
        return Ok(state(&rows));
    }
    if root.as_list().is_some_and(<[Node]>::is_empty) {
        return Err("The list is empty, so it doesn't show which command printed it. An empty list of role assignments means that you have no permission; of maintenance configurations, that AKS has no window.".to_owned());
    }
    Err("It is not what one of the preflight commands prints with -o json.".to_owned())
}

fn answer(code: &'static str, outcome: Outcome, text: String) -> Answer {
    Answer { code, outcome, text }
}

/// Roles that may change node pools, and roles that may drain nodes ("Azure built-in roles", read 2026-11-29).
const WRITERS: [&str; 3] = ["Owner", "Contributor", "Azure Kubernetes Service Contributor Role"];
const DRAINERS: [&str; 3] = [
    "Azure Kubernetes Service RBAC Cluster Admin",
    "Azure Kubernetes Service Cluster Admin Role",
    "Azure Kubernetes Service RBAC Admin",
];

/// Whether a scope covers a cluster: it is the cluster, its resource group, or above.
fn covers(scope: &str, plan: &Plan) -> bool {
    let parts: Vec<&str> = scope.split('/').collect();
    let after = |key: &str| {
        let place = parts.iter().position(|part| part.eq_ignore_ascii_case(key))?;
        parts.get(place + 1).copied()
    };
    let is = |part: Option<&str>, name: &str| {
        part.is_none_or(|part| name.is_empty() || part.eq_ignore_ascii_case(name))
    };
    let is_other = after("providers").is_some()
        && after("managedClusters").is_none()
        && after("resourceGroups").is_some();
    is(after("resourceGroups"), &plan.cluster.resource_group)
        && is(after("managedClusters"), &plan.cluster.name)
        && !is_other
}

fn permissions(rows: &[&Object], runbook: &Runbook) -> Vec<Answer> {
    const CODE: &str = "permissions";
    let here: Vec<&str> = rows
        .iter()
        .filter(|row| covers(row.text("scope").unwrap_or("/"), &runbook.start))
        .filter_map(|row| row.text("roleDefinitionName"))
        .collect();
    let has =
        |known: &[&str]| here.iter().find(|role| known.iter().any(|name| name.eq_ignore_ascii_case(role)));
    let mut answers = Vec::new();
    let known: Vec<&str> = WRITERS.into_iter().chain(DRAINERS).collect();
    match has(&WRITERS) {
        Some(role) => answers.push(answer(
            CODE,
            Outcome::Fine,
            format!("The role {} may change the node pools.", in_sentence(role)),
        )),
        None => {
            let others: Vec<String> = here
                .iter()
                .filter(|role| !known.contains(role) && !role.eq_ignore_ascii_case("Reader"))
                .map(|role| in_sentence(role).into_owned())
                .collect();
            answers.push(if others.is_empty() {
                answer(
                    CODE,
                    Outcome::Blocking,
                    "No role on the cluster, its resource group or above may change node pools. Ask for Azure Kubernetes Service Contributor Role.".to_owned(),
                )
            } else {
                answer(
                    CODE,
                    Outcome::Caution,
                    format!(
                        "None of the built-in roles that may change node pools is here, but {}. Check that one of them has Microsoft.ContainerService/managedClusters/agentPools/write and delete.",
                        others.join(", ")
                    ),
                )
            });
        }
    }
    let drains = runbook.steps.iter().any(|step| matches!(step.act, Act::Cordon(_) | Act::Drain(_)));
    let may_drain = has(&DRAINERS).is_some() || has(&["Owner", "Contributor"]).is_some();
    if drains && !may_drain {
        answers.push(answer(
            CODE,
            Outcome::Caution,
            "No role here may drain nodes. Azure Kubernetes Service RBAC Cluster Admin may, and so may anyone with the cluster's admin credentials.".to_owned(),
        ));
    }
    let subnets: Vec<&str> = added_subnets(runbook);
    if !subnets.is_empty() && has(&["Owner", "Contributor"]).is_none() {
        answers.push(answer(
            CODE,
            Outcome::Caution,
            format!(
                "To add pools to {} you need Microsoft.Network/virtualNetworks/subnets/join/action there, which Network Contributor has.",
                subnets.join(", ")
            ),
        ));
    }
    answers
}

/// Returns the names of the subnets that pools are added to.
fn added_subnets(runbook: &Runbook) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for step in &runbook.steps {
        let Act::Add(pool) = &step.act else { continue };
        for id in [&pool.vnet_subnet, &pool.pod_subnet].into_iter().flatten() {
            let name = last(id);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn quota(root: &Node, migration: Migration<'_>) -> Result<Vec<Answer>, String> {
    const CODE: &str = "quota";
    let mut catalog = migration.catalog.clone();
    catalog.learn_usage_tree(root).map_err(|error| error.to_string())?;
    let found = runbook(migration.current, migration.target, &catalog, migration.today, migration.options);
    Ok(match found {
        Ok(found) => {
            let is_same = found.steps.len() == migration.runbook.steps.len()
                && found.steps.iter().zip(&migration.runbook.steps).all(|(a, b)| a.act == b.act);
            vec![if is_same {
                answer(CODE, Outcome::Fine, "The quota covers every step.".to_owned())
            } else {
                answer(
                    CODE,
                    Outcome::Caution,
                    "The quota covers the steps in another order only. Plan them with --usage and this file."
                        .to_owned(),
                )
            }]
        }
        Err(impossible) => {
            let mut texts: Vec<&str> = Vec::new();
            for reason in impossible.blocked.iter().flat_map(|blocked| &blocked.reasons) {
                if reason.rule == Some("pool-quota-vcpu") && !texts.contains(&reason.message.as_str()) {
                    texts.push(&reason.message);
                }
            }
            if texts.is_empty() {
                texts.push("With this quota no order of the steps was found.");
            }
            texts.into_iter().map(|text| answer(CODE, Outcome::Blocking, text.to_owned())).collect()
        }
    })
}

/// Whether rows of usage are of subnets: `az network vnet list-usages` prints those.
fn is_of_subnets(rows: &[&Object]) -> bool {
    rows.iter().any(|row| row.text("id").is_some_and(|id| id.to_ascii_lowercase().contains("/subnets/")))
}

/// Returns the addresses that a subnet has left, and its name.
fn left_of(row: &Object) -> Option<(&str, i64)> {
    let whole = |key: &str| row.get(key).and_then(Node::as_whole);
    if let (Some(used), Some(limit), Some(id)) = (whole("currentValue"), whole("limit"), row.text("id")) {
        return Some((last(id), limit.saturating_sub(used)));
    }
    let name = row.text("name").or_else(|| row.text("id").map(last))?;
    let range = row.text("addressPrefix").or_else(|| {
        let ranges = row.get("addressPrefixes").and_then(Node::as_list)?;
        ranges.iter().filter_map(Node::as_text).find(|range| !range.contains(':'))
    })?;
    let prefix: u32 = range.split_once('/')?.1.parse().ok().filter(|prefix| *prefix <= 32)?;
    let size = 1_i64.checked_shl(32 - prefix)?.saturating_sub(5).max(0);
    let used = row.get("ipConfigurations").and_then(Node::as_list).map_or(0, <[Node]>::len);
    Some((name, size.saturating_sub(i64::try_from(used).unwrap_or(i64::MAX))))
}

/// Returns how many addresses of a subnet the steps take beyond those of the beginning, at most.
fn more_of(subnet: &str, runbook: &Runbook) -> i64 {
    let mut plan = runbook.start.clone();
    let taken = |plan: &Plan, nodes: &dyn Fn(&NodePool) -> i64| -> i64 {
        let only = match plan.cluster.subnets.as_slice() {
            [only] => Some(only.name.as_str()),
            _ => None,
        };
        let of = |pool: &NodePool| {
            let is = |id: &Option<String>| {
                id.as_deref().map(last).is_some_and(|name| name.eq_ignore_ascii_case(subnet))
            };
            let is_node = is(&pool.vnet_subnet) || (pool.vnet_subnet.is_none() && only == Some(subnet));
            let each = if is_node { addresses_of_node(pool, &plan.cluster) } else { 0 };
            let pods = if is(&pool.pod_subnet) { addresses_of_its_pods(pool, &plan.cluster) } else { 0 };
            nodes(pool).saturating_mul(each.saturating_add(pods))
        };
        plan.pools.iter().map(of).fold(0, i64::saturating_add)
    };
    let began = taken(&plan, &running);
    let mut most = 0;
    for step in &runbook.steps {
        let before = taken(&plan, &running);
        let surging = |pool: &NodePool| {
            let is_it = step.act.pool().is_none_or(|name| name == pool.name);
            if is_it && step.act.reimages_nodes(&runbook.start) { extra(pool) } else { 0 }
        };
        let surge = taken(&plan, &surging);
        match &step.act {
            Act::Add(pool) => plan.pools.push((**pool).clone()),
            Act::Aks(operation) => operation.apply_to(&mut plan),
            _ => {}
        }
        let now = before.max(taken(&plan, &running)).saturating_add(surge);
        most = most.max(now.saturating_sub(began));
    }
    most
}

fn addresses(rows: &[&Object], runbook: &Runbook) -> Vec<Answer> {
    const CODE: &str = "addresses";
    let mut answers = Vec::new();
    for (name, left) in rows.iter().filter_map(|row| left_of(row)) {
        let more = more_of(name, runbook);
        let used_by_none = more == 0 && !added_subnets(runbook).contains(&name);
        if used_by_none {
            continue;
        }
        answers.push(if more > left {
            let text = format!(
                "The subnet {} has {left} addresses left, and the steps take {more} more at their peak.",
                in_sentence(name)
            );
            answer(CODE, Outcome::Blocking, text)
        } else {
            let text = format!(
                "The subnet {} has {left} addresses left; the steps take {more} more at their peak, without what the autoscaler adds meanwhile.",
                in_sentence(name)
            );
            answer(CODE, Outcome::Fine, text)
        });
    }
    if answers.is_empty() {
        let text = "No step takes addresses of these subnets.".to_owned();
        answers.push(answer(CODE, Outcome::Fine, text));
    }
    answers
}

fn is_true(node: &Node) -> bool {
    node.content == Content::Bool(true)
}

/// Returns the versions that az aks get-upgrades lists for the control plane, each with whether it is a preview; the
/// current one first.
fn upgrades_of(object: &Object) -> Option<Vec<(String, bool)>> {
    let plane = object.get("controlPlaneProfile")?.as_object()?;
    let of = |object: &Object| {
        let version = object.text("kubernetesVersion")?.to_owned();
        let is_preview = object.get("isPreview").is_some_and(is_true);
        Some((version, is_preview))
    };
    let current = of(plane)?;
    let listed = plane.get("upgrades").and_then(Node::as_list).unwrap_or_default();
    Some(std::iter::once(current).chain(listed.iter().filter_map(Node::as_object).filter_map(of)).collect())
}

/// Whether a version is the other, or a patch of it.
fn is_of(version: &str, wanted: &str) -> bool {
    match (Version::parse(version), Version::parse(wanted)) {
        (Some(version), Some(wanted)) => {
            version.minor == wanted.minor && (wanted.patch.is_none() || wanted.patch == version.patch)
        }
        _ => version == wanted,
    }
}

fn upgrades(listed: &[(String, bool)], runbook: &Runbook) -> Vec<Answer> {
    const CODE: &str = "upgrades";
    let mut answers = Vec::new();
    if let (Some((now, _)), Some(known)) = (listed.first(), &runbook.start.cluster.kubernetes_version)
        && !is_of(now, known)
    {
        let text = format!(
            "The control plane has Kubernetes {}, and the current layout says {}. Import the cluster again.",
            in_sentence(now),
            in_sentence(known)
        );
        answers.push(answer(CODE, Outcome::Blocking, text));
    }
    let Some(next) = control_plane_versions(runbook).next() else {
        answers.push(answer(CODE, Outcome::Fine, "No step upgrades the control plane.".to_owned()));
        return answers;
    };
    let found = listed.iter().skip(1).find(|(version, _)| is_of(version, next));
    answers.push(match found {
        Some((version, false)) => {
            let text = format!("Kubernetes {} is offered as the next version.", in_sentence(version));
            answer(CODE, Outcome::Fine, text)
        }
        Some((version, true)) => {
            let text = format!(
                "Kubernetes {} is offered as a preview only, which AKS doesn't support in production.",
                in_sentence(version)
            );
            answer(CODE, Outcome::Caution, text)
        }
        None => {
            let offered: Vec<&str> = listed.iter().skip(1).map(|(version, _)| version.as_str()).collect();
            let offered = if offered.is_empty() { "none".to_owned() } else { offered.join(", ") };
            let text = format!(
                "Kubernetes {} isn't offered to this cluster now, but {}. Plan a version that is, or wait for the release to reach the region.",
                in_sentence(next),
                in_sentence(&offered)
            );
            answer(CODE, Outcome::Blocking, text)
        }
    });
    answers
}

/// A version that a region offers: whether it is a preview, and whether it has long-term support only.
struct Offered {
    version: String,
    is_preview: bool,
    is_long_term_only: bool,
}

/// Returns what az aks get-versions lists, in its form of today or that of before 2.50.
fn offered(object: &Object) -> Option<Vec<Offered>> {
    let rows = object.get("values").or_else(|| object.get("orchestrators"))?.as_list()?;
    let mut found = Vec::new();
    for row in rows.iter().filter_map(Node::as_object) {
        let version = row.text("version").or_else(|| row.text("orchestratorVersion"))?;
        let plans = row.get("capabilities").and_then(Node::as_object).and_then(|of| of.get("supportPlan"));
        let plans: Vec<&str> =
            plans.and_then(Node::as_list).unwrap_or_default().iter().filter_map(Node::as_text).collect();
        let is_preview = row.get("isPreview").is_some_and(is_true);
        let is_long_term_only = !plans.is_empty() && !plans.contains(&"KubernetesOfficial");
        let patches = row.get("patchVersions").and_then(Node::as_object);
        let patches = patches.into_iter().flat_map(|patches| &patches.0).map(|entry| entry.key.clone());
        for version in std::iter::once(version.to_owned()).chain(patches) {
            found.push(Offered { version, is_preview, is_long_term_only });
        }
    }
    (!found.is_empty()).then_some(found)
}

fn offers(offered: &[Offered], runbook: &Runbook) -> Vec<Answer> {
    const CODE: &str = "versions";
    let is_long = |plan: &Plan| plan.cluster.support_plan == Some(SupportPlan::Lts);
    let has_long_term = is_long(&runbook.start) || is_long(&runbook.target);
    let mut answers = Vec::new();
    for version in versions(runbook) {
        let of: Vec<&Offered> = offered.iter().filter(|one| is_of(&one.version, version)).collect();
        let text = in_sentence(version);
        answers.push(if of.is_empty() {
            let text = format!("Kubernetes {text} isn't offered in the region. Plan a version that is.");
            answer(CODE, Outcome::Blocking, text)
        } else if of.iter().all(|one| one.is_long_term_only) && !has_long_term {
            let text = format!(
                "Kubernetes {text} is offered with long-term support only: the cluster needs the tier Premium and the support plan AKSLongTermSupport first."
            );
            answer(CODE, Outcome::Blocking, text)
        } else if of.iter().all(|one| one.is_preview) {
            answer(CODE, Outcome::Caution, format!("Kubernetes {text} is offered as a preview only."))
        } else {
            answer(CODE, Outcome::Fine, format!("Kubernetes {text} is offered in the region."))
        });
    }
    if answers.is_empty() {
        answers.push(answer(CODE, Outcome::Fine, "No step sets a version.".to_owned()));
    }
    answers
}

fn state(rows: &[&Object]) -> Vec<Answer> {
    const CODE: &str = "state";
    let mut answers = Vec::new();
    for row in rows {
        let (name, state) =
            (row.text("name").unwrap_or_default(), row.text("provisioningState").unwrap_or_default());
        let (outcome, text) = match state {
            "Succeeded" => continue,
            "Failed" | "Canceled" => (
                Outcome::Caution,
                format!(
                    "The last operation on {} is {state}. Look at its error and repeat it before the migration.",
                    in_sentence(name)
                ),
            ),
            state => (
                Outcome::Blocking,
                format!(
                    "{} is in the state {}. Wait until it is Succeeded: AKS runs one operation at a time.",
                    in_sentence(name),
                    in_sentence(state)
                ),
            ),
        };
        answers.push(answer(CODE, outcome, text));
    }
    if answers.is_empty() {
        answers.push(answer(CODE, Outcome::Fine, "Every pool is in the state Succeeded.".to_owned()));
    }
    answers
}

/// What a maintenance configuration is about, by its name ("Planned maintenance", read 2026-11-29).
fn about(name: &str) -> &'static str {
    match name {
        "aksManagedAutoUpgradeSchedule" => "AKS upgrades the cluster",
        "aksManagedNodeOSUpgradeSchedule" => "AKS upgrades node images",
        _ => "AKS installs its weekly releases",
    }
}

fn maintenance(rows: &[&Object], migration: Migration<'_>) -> Vec<Answer> {
    const CODE: &str = "maintenance";
    let mut answers = Vec::new();
    for row in rows {
        let about = about(row.text("name").unwrap_or_default());
        let window = row.get("maintenanceWindow").and_then(Node::as_object);
        if let Some(window) = window {
            let text = format!("{about} {}. Run the steps outside of it.", when(window));
            answers.push(answer(CODE, Outcome::Caution, text));
        }
        for slot in row.get("timeInWeek").and_then(Node::as_list).unwrap_or_default() {
            let Some(slot) = slot.as_object() else { continue };
            let hours = slot.get("hourSlots").and_then(Node::as_list).unwrap_or_default();
            let hours: Vec<String> =
                hours.iter().filter_map(Node::as_whole).map(|hour| format!("{hour}:00")).collect();
            let text = format!(
                "{about} on {} in the hours from {} (UTC). Run the steps outside of them.",
                in_sentence(slot.text("day").unwrap_or("some day")),
                hours.join(", ")
            );
            answers.push(answer(CODE, Outcome::Caution, text));
        }
        let spans =
            row.get("notAllowedTime").or_else(|| window.and_then(|window| window.get("notAllowedDates")));
        for span in spans.and_then(Node::as_list).unwrap_or_default() {
            let Some(span) = span.as_object() else { continue };
            let (from, to) = (span.text("start").unwrap_or_default(), span.text("end").unwrap_or_default());
            let day = |text: &str| text.get(..10).and_then(Date::parse);
            let is_now = day(from)
                .zip(day(to))
                .is_some_and(|(from, to)| from <= migration.today && migration.today <= to);
            let now = if is_now { ", which is now" } else { "" };
            let text = format!(
                "No planned maintenance is allowed from {} to {}{now}. It doesn't stop operations of your own; ask who set it.",
                in_sentence(from),
                in_sentence(to)
            );
            answers.push(answer(CODE, Outcome::Caution, text));
        }
    }
    let channel = &migration.runbook.start.cluster.upgrade_channel;
    if answers.is_empty() {
        let is_automatic = channel.as_ref().is_some_and(|channel| *channel != UpgradeChannel::None);
        answers.push(if is_automatic {
            let text = "There is no maintenance window, and the cluster has an upgrade channel: AKS may upgrade it at any time. Set the channel to none until the last step, or define a window.";
            answer(CODE, Outcome::Caution, text.to_owned())
        } else {
            answer(CODE, Outcome::Fine, "No maintenance window is defined.".to_owned())
        });
    }
    answers
}

/// Returns when a window is, as words.
fn when(window: &Object) -> String {
    let hours = window.get("durationHours").and_then(Node::as_whole);
    let schedule = window.get("schedule").and_then(Node::as_object);
    let kind = |key: &str| schedule.and_then(|schedule| schedule.get(key)).and_then(Node::as_object);
    let every = |of: &Object, key: &str, unit: &str| match of.get(key).and_then(Node::as_whole) {
        Some(number) if number > 1 => format!("every {number} {unit}s"),
        _ => format!("every {unit}"),
    };
    let days = if let Some(daily) = kind("daily") {
        every(daily, "intervalDays", "day")
    } else if let Some(weekly) = kind("weekly") {
        let day = in_sentence(weekly.text("dayOfWeek").unwrap_or("some day"));
        format!("{} on {day}", every(weekly, "intervalWeeks", "week"))
    } else if let Some(monthly) = kind("absoluteMonthly") {
        let day = monthly.get("dayOfMonth").and_then(Node::as_whole).unwrap_or(1);
        format!("{} on day {day}", every(monthly, "intervalMonths", "month"))
    } else if let Some(monthly) = kind("relativeMonthly") {
        let (week, day) =
            (monthly.text("weekIndex").unwrap_or("some"), monthly.text("dayOfWeek").unwrap_or("day"));
        format!(
            "{} on the {} {}",
            every(monthly, "intervalMonths", "month"),
            in_sentence(&week.to_lowercase()),
            in_sentence(day)
        )
    } else {
        "at some time".to_owned()
    };
    let time = in_sentence(window.text("startTime").unwrap_or("00:00"));
    let zone = in_sentence(window.text("utcOffset").unwrap_or("+00:00"));
    let long = hours.map_or_else(String::new, |hours| format!(" for {}", counted(hours, "hour")));
    format!("{days} from {time} (UTC {zone}){long}")
}
