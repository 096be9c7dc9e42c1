//! A step of a runbook as text: why it is in its place, what it disrupts, how to verify that it is done, and how to
//! take it back.

use super::act::Act;
use super::graph::{Constraint, Graph, Node, Purpose};
use super::{Change, Operation, Reason, Upgrade, update};
use crate::operations::cluster::{cluster_property, default_of};
use crate::operations::matrix::{How, how};
use crate::plan::{
    Cluster, Keyword, Mode, NodePool, NodeProvisioningMode, Plan, PoolType, ScaleDownMode, Value, Version,
};
use crate::text::{counted, in_sentence};

/// One step of a runbook, with its texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is done.
    pub act: Act,
    /// What it is for.
    pub purpose: Purpose,
    /// Why it is done, and why here.
    pub why: String,
    /// By which constraints it comes after earlier steps, as JSON has them, each once.
    pub constraints: Vec<&'static str>,
    /// What it disrupts.
    pub disrupts: String,
    /// What it disrupts as JSON has it: the most that happens to pods.
    pub disruption: &'static str,
    /// What is so once it is done.
    pub checks: Vec<Check>,
    /// How to take it back.
    pub undo: String,
    /// What runs and is taken while it is done, beyond what was there at the beginning.
    pub extra: Numbers,
    /// What Azure's documents warn of.
    pub caveats: Vec<Caveat>,
    /// What AKS's rules remark.
    pub remarks: Vec<Reason>,
}

/// The extra nodes and addresses of a step, compared with the start of the migration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Nodes.
    pub nodes: i64,
    /// Addresses of nodes and their pods in subnets.
    pub addresses: i64,
}

/// A check that a step is done: a property or state to look up, and the expected value.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// A property of the pool of that name has that value; `None` for one that is empty, off or not set.
    Is(String, &'static str, Option<Value>),
    /// The pool of that name is there, and AKS is done with it.
    IsReady(String),
    /// There is no pool of that name.
    Gone(String),
    /// The control plane has that version.
    ControlPlane(String),
    /// A property of the cluster has that value.
    ClusterIs(&'static str, Option<Value>),
    /// No node of the pool of that name takes pods.
    Cordoned(String),
    /// Only pods of DaemonSets run on the nodes of the pool of that name.
    Empty(String),
    /// All deployments of kube-system are available.
    SystemPodsRun,
}

/// A warning from Azure's documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caveat {
    /// The warning, as a sentence.
    pub text: &'static str,
    /// Where it was read, by its name among the rules' sources.
    pub source: &'static str,
}

impl Check {
    /// Returns the check as a sentence.
    pub fn describe(&self) -> String {
        match self {
            Self::Is(pool, key, Some(value)) => {
                format!("{key} of {pool} is {value}.", value = value.in_sentence(), pool = in_sentence(pool))
            }
            Self::Is(pool, key, None) => {
                format!("{key} of {pool} is empty or off.", pool = in_sentence(pool))
            }
            Self::IsReady(pool) => {
                format!(
                    "provisioningState of {pool} is Succeeded, and its nodes are Ready.",
                    pool = in_sentence(pool)
                )
            }
            Self::Gone(pool) => format!("There is no node pool {pool}.", pool = in_sentence(pool)),
            Self::ClusterIs(key, Some(value)) => format!("{key} of the cluster is {}.", value.in_sentence()),
            Self::ClusterIs(key, None) => format!("{key} of the cluster is empty or off."),
            Self::ControlPlane(version) => {
                format!("kubernetesVersion of the cluster is {}.", in_sentence(version))
            }
            Self::Cordoned(pool) => {
                format!("Each node of {pool} is SchedulingDisabled.", pool = in_sentence(pool))
            }
            Self::Empty(pool) => {
                format!("Only pods of DaemonSets run on the nodes of {pool}.", pool = in_sentence(pool))
            }
            Self::SystemPodsRun => "Each deployment in kube-system is available.".to_owned(),
        }
    }
}

/// The state before a step, as far as its texts need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before<'a> {
    /// The pool that it is about.
    pub(super) pool: Option<&'a NodePool>,
    /// The version of the control plane.
    pub(super) version: Option<&'a str>,
    /// The cluster's own properties.
    pub(super) cluster: &'a Cluster,
    /// Whether the step reimages or replaces nodes that exist.
    pub(super) reimages: bool,
    /// Whether another pool takes pods that tolerate nothing.
    pub(super) has_other_place: bool,
}

/// How a step disrupts applications if a pool is deleted before its replacement exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Disruption<'a> {
    /// No other pool takes the pods.
    pub(super) waits: bool,
    /// The pool that replaces this one and isn't there yet.
    pub(super) replacement: Option<&'a str>,
    /// The other name of the pool that replaces this one.
    pub(super) renamed: Option<&'a str>,
}

impl Step {
    pub(super) fn of(
        node: &Node,
        graph: &Graph,
        start: &Plan,
        before: Before<'_>,
        extra: Numbers,
        remarks: Vec<Reason>,
        disruption: Disruption<'_>,
    ) -> Self {
        Self {
            act: node.act.clone(),
            purpose: node.purpose.clone(),
            why: why(node, graph, before, disruption),
            constraints: constraints(node),
            disrupts: disrupts(&node.act, before, disruption),
            disruption: disruption_code(&node.act, before),
            checks: checks(&node.act, start),
            undo: undo(&node.act, before),
            extra,
            caveats: caveats(node, before),
            remarks,
        }
    }
}

fn why(node: &Node, graph: &Graph, before: Before<'_>, disruption: Disruption<'_>) -> String {
    let old = before.pool;
    let purpose = match (&node.act, &node.purpose) {
        (Act::Add(_), Purpose::New) => "The target plan has this pool.".to_owned(),
        (Act::Add(_), Purpose::Replaces(old)) if graph.without_surge_room.contains(old) => format!(
            "It replaces {old}: there is no quota or no addresses for the surge nodes of a change in place.",
            old = in_sentence(old)
        ),
        (Act::Add(_), Purpose::Replaces(old)) => {
            format!("It replaces {old}, which can't change to the target in place.", old = in_sentence(old))
        }
        (Act::Add(_), Purpose::Temporary(old)) => {
            format!("It runs the pods of {old} until a new pool has the name {old}.", old = in_sentence(old))
        }
        (Act::Add(_), Purpose::RecreateWithName(old)) => {
            format!("The name {old} is free, and the target keeps it.", old = in_sentence(old))
        }
        (Act::Cordon(name), Purpose::Replaced(new)) if disruption.replacement.is_some() => {
            format!(
                "{name} and {new} can't exist at the same time, so {name} is deleted first.",
                name = in_sentence(name),
                new = in_sentence(new)
            )
        }
        (Act::Cordon(_), Purpose::Replaced(new) | Purpose::RemoveTemporary(new)) => {
            format!("{new} exists and can run the pods.", new = in_sentence(new))
        }
        (Act::Cordon(name), _) => format!("{name} isn't in the target plan.", name = in_sentence(name)),
        (Act::Drain(name), _) => format!(
            "Pods leave {name} one by one, as their disruption budgets allow.",
            name = in_sentence(name)
        ),
        (Act::AwaitSystemPods(_), _) => {
            "System pods do not move by themselves; a drain moves them.".to_owned()
        }
        (Act::Aks(Operation::DeletePool(name)), Purpose::RemoveTemporary(new)) => {
            format!(
                "{new} has the pods, and {name} is not needed any more.",
                name = in_sentence(name),
                new = in_sentence(new)
            )
        }
        (Act::Aks(Operation::DeletePool(_)), Purpose::Replaced(_)) => {
            "Nothing runs on it any more.".to_owned()
        }
        (Act::Aks(Operation::DeletePool(name)), _) => {
            format!("{name} isn't in the target plan.", name = in_sentence(name))
        }
        (_, Purpose::Cluster { why, .. }) => (*why).to_owned(),
        (Act::Aks(operation), Purpose::Version) => why_version(operation, graph, before),
        (_, Purpose::Skew) => "The pool would be too far behind the control plane's next version.".to_owned(),
        _ => "The target plan requires it.".to_owned(),
    };
    let mut sentences = vec![purpose];
    if let (Act::Aks(operation @ Operation::UpdatePool(name, _)), Some(old)) = (&node.act, old) {
        let mut plan = Plan { pools: vec![old.clone()], ..Plan::default() };
        operation.apply_to(&mut plan);
        let loses = |is: fn(&NodePool) -> bool| is(old) && !plan.pools.iter().any(is);
        if loses(NodePool::is_system) {
            sentences
                .push(format!("By now there is a System pool other than {name}.", name = in_sentence(name)));
        }
        let makes_nodes = before.cluster.node_provisioning == Some(NodeProvisioningMode::Auto);
        if loses(NodePool::takes_ordinary_pods) && !before.has_other_place && makes_nodes {
            sentences.push("Node auto-provisioning makes nodes for applications.".to_owned());
        } else if loses(NodePool::takes_ordinary_pods) && before.has_other_place {
            sentences.push(format!(
                "By now there is a pool other than {name} for applications.",
                name = in_sentence(name)
            ));
        }
    }
    for (before, constraint) in &node.after {
        let name = graph.nodes.get(*before).and_then(|node| node.act.pool()).unwrap_or_default();
        let sentence = match constraint {
            Constraint::AddBeforeCordon | Constraint::CordonBeforeDrain | Constraint::InOrder => continue,
            Constraint::DrainBeforeDelete if matches!(node.act, Act::Aks(_)) => {
                "AKS does not drain what it deletes, so the drain comes first.".to_owned()
            }
            Constraint::DrainBeforeDelete => continue,
            Constraint::SystemPodsBeforeDelete => "System pods run elsewhere by now.".to_owned(),
            Constraint::DeleteBeforeName => "Two pools of a cluster can't have the same name.".to_owned(),
            Constraint::ControlPlaneFirst => {
                "A pool is never newer than the control plane, which has its version by now.".to_owned()
            }
            Constraint::Skew => "Its version came first.".to_owned(),
            Constraint::TooFarBehind => {
                format!("{name} is deleted by now: it would be too far behind.", name = in_sentence(name))
            }
            Constraint::PlaceFirst => {
                format!(
                    "{name} came first, so that there is room for what has to move.",
                    name = in_sentence(name)
                )
            }
        };
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences.join(" ")
}

/// Returns why the control plane gets a version: the target's, or one on the way to it.
fn why_version(operation: &Operation, graph: &Graph, before: Before<'_>) -> String {
    let (Operation::UpgradeControlPlane(version) | Operation::UpgradeAll(version)) = operation else {
        return "The target plan has this version.".to_owned();
    };
    match graph.goal.cluster.kubernetes_version.as_deref() {
        Some(goal) if goal != version => {
            let minor = |version: &str| Version::parse(version).map_or(0, |version| version.minor);
            let skips = before.version.is_some_and(|from| minor(version) > minor(from) + 1);
            let how = if skips {
                "A cluster out of support goes to the oldest supported version first, together with its pools"
            } else {
                "The control plane goes up one minor version at a time"
            };
            format!("{how}, on the way to {}, which the target plan has.", in_sentence(goal))
        }
        _ => "The target plan has this version.".to_owned(),
    }
}

/// Returns the constraints of an act, each once.
fn constraints(node: &Node) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Vec::new();
    for (_, constraint) in &node.after {
        let code = constraint.code();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Returns what an act does to pods at most, as JSON has it.
fn disruption_code(act: &Act, Before { pool: old, reimages, .. }: Before<'_>) -> &'static str {
    match act {
        Act::Drain(_) => "evicts-pods",
        Act::Add(_) | Act::Cordon(_) | Act::AwaitSystemPods(_) => "none",
        Act::Aks(operation) => match operation {
            Operation::DeletePool(_) => "deletes-nodes",
            Operation::StopPool(_) => "stops-pods",
            Operation::ScalePool(_, nodes) if old.is_some_and(|pool| pool.nodes() > *nodes) => {
                "removes-nodes"
            }
            Operation::UpgradeControlPlane(_) => "api-server",
            Operation::UpdateCluster(_) | Operation::MigrateAvailabilitySets | Operation::UpgradeAll(_)
                if reimages =>
            {
                "reimages-all-pools"
            }
            Operation::UpdateCluster(changes)
                if changes.iter().any(|change| change.key == "networkProfile.outboundType") =>
            {
                "breaks-outbound-connections"
            }
            Operation::UpgradePool(..) | Operation::UpdatePool(..) if reimages => "reimages-pool",
            Operation::UpdatePool(_, changes) if old.is_some_and(|pool| removes_machines(changes, pool)) => {
                "removes-nodes"
            }
            Operation::UpdatePool(_, changes) if evicts(changes, old) => "evicts-pods",
            _ => "none",
        },
    }
}

fn disrupts(act: &Act, before: Before<'_>, disruption: Disruption<'_>) -> String {
    let mut text = disrupts_by_itself(act, before);
    if let (Act::Drain(name), Some(new)) = (act, disruption.renamed) {
        text += &format!(
            " Pods that select nodes by kubernetes.azure.com/agentpool={name} or agentpool={name} have to name {new} before.",
            name = in_sentence(name),
            new = in_sentence(new)
        );
    }
    let moves_pods = matches!(act, Act::Drain(_)) || (disruption.waits && !matches!(act, Act::Cordon(_)));
    if !moves_pods {
        return text;
    }
    match disruption {
        Disruption { waits: true, replacement: Some(new), .. } => {
            text += &format!(
                " No other pool can run them: applications wait without nodes until {new} is added.",
                new = in_sentence(new)
            );
        }
        Disruption { waits: true, replacement: None, .. } => {
            text +=
                " No other pool can run them: applications wait without nodes until a later step adds some.";
        }
        Disruption { waits: false, replacement: Some(new), .. } => {
            text += &format!(
                " {new} isn't added yet: until it is, these pods run on other pools as far as these have room and the pods tolerate their taints; the others wait.",
                new = in_sentence(new)
            );
        }
        Disruption { waits: false, replacement: None, .. } => {}
    }
    text
}

/// What a change of the cluster that reimages all pools disrupts.
const ALL_AT_ONCE: &str = "Each node of every pool is drained and reimaged, all pools at the same time.";

fn disrupts_by_itself(act: &Act, Before { pool: old, reimages, .. }: Before<'_>) -> String {
    let changed = |changes: &[Change], keys: &[&str]| changes.iter().any(|change| keys.contains(&change.key));
    match act {
        Act::Add(_) => "Nothing: no pod moves.".to_owned(),
        Act::Cordon(_) => "Nothing that runs; new pods go to other pools.".to_owned(),
        Act::Drain(name) => {
            let nodes = old.map_or(0, NodePool::nodes);
            format!(
                "Every pod on the {} of {name}, except those of DaemonSets, is evicted and starts again elsewhere; its data in emptyDir is lost.",
                counted(nodes, "node"), name = in_sentence(name))
        }
        Act::AwaitSystemPods(_) => "Nothing: it only waits.".to_owned(),
        Act::Aks(operation) => match operation {
            Operation::DeletePool(_) if old.is_some_and(is_empty) => "Nothing: the pool has no running nodes.".to_owned(),
            Operation::DeletePool(name) => format!("Whatever still runs on {name} ends at once.", name = in_sentence(name)),
            Operation::ScalePool(name, nodes) if old.is_some_and(|pool| pool.nodes() > *nodes) => {
                format!("Nodes of {name} are drained and removed; their pods start again elsewhere.", name = in_sentence(name))
            }
            Operation::UpgradePool(name, _) | Operation::UpdatePool(name, _)
                if reimages && old.is_some_and(NodePool::is_spot) =>
            {
                format!("Nodes of {name} are cordoned and replaced after an eviction notice, without a drain and without surge nodes.", name = in_sentence(name))
            }
            Operation::UpgradePool(name, Upgrade::Version(_) | Upgrade::NodeImage) => {
                format!("Each node of {name} is drained and reimaged, one batch after another.", name = in_sentence(name))
            }
            Operation::UpgradeAll(_) => {
                "The API server restarts; each node is drained and reimaged.".to_owned()
            }
            Operation::UpgradeControlPlane(_) => {
                "The API server may respond slowly for some minutes; pods keep running.".to_owned()
            }
            Operation::UpdateCluster(changes)
                if changed(changes, &["networkProfile.networkPolicy"]) && reimages =>
            {
                format!("{ALL_AT_ONCE} Network policies may not be enforced until the change is done.")
            }
            Operation::UpdateCluster(_) if reimages => ALL_AT_ONCE.to_owned(),
            Operation::UpdateCluster(changes) if changed(changes, &["networkProfile.outboundType"]) => {
                "Outbound connections break, and the addresses of outgoing traffic change.".to_owned()
            }
            Operation::MigrateAvailabilitySets => {
                "Plan for downtime: all nodes and the load balancer are replaced, and it can't be stopped on the way."
                    .to_owned()
            }
            Operation::StopPool(name) => format!("All pods on {name} end.", name = in_sentence(name)),
            Operation::UpdatePool(name, changes) if reimages && changed(changes, &["vmSize"]) => {
                format!("Each node of {name} is drained and replaced, one batch after another.", name = in_sentence(name))
            }
            Operation::UpdatePool(name, _) if reimages => {
                format!("Each node of {name} is drained and reimaged, one batch after another.", name = in_sentence(name))
            }
            Operation::UpdatePool(name, changes) if evicts(changes, old) => {
                format!("Pods on {name} that do not tolerate the new NoExecute taint are evicted at once.", name = in_sentence(name))
            }
            Operation::UpdatePool(name, changes) if old.is_some_and(|pool| removes_machines(changes, pool)) => {
                format!("Nodes of {name} whose VM size goes or has fewer nodes are drained and removed; their pods start again elsewhere.", name = in_sentence(name))
            }
            Operation::UpdatePool(_, changes) if changed(changes, &["nodeTaints"]) => {
                "Running pods stay; the scheduler respects the taints from now on.".to_owned()
            }
            Operation::UpdatePool(name, changes)
                if changed(changes, &["scaleDownMode"])
                    && old.is_some_and(|pool| pool.scale_down_mode == Some(ScaleDownMode::Deallocate)) =>
            {
                format!("Nodes of {name} that are deallocated are deleted; no pod runs on them.", name = in_sentence(name))
            }
            _ => "Nothing: no pod moves.".to_owned(),
        },
    }
}

fn is_empty(pool: &NodePool) -> bool {
    pool.is_stopped() || (pool.nodes() == 0 && !*pool.autoscaling)
}

fn is_gateway(pool: &NodePool) -> bool {
    pool.mode == Some(Mode::Gateway)
}

/// Returns whether changes take nodes of a VM size from a pool of virtual machines.
pub(super) fn removes_machines(changes: &[Change], old: &NodePool) -> bool {
    let mut after = old.clone();
    update(&mut after, changes);
    let left = after.machine_nodes();
    old.machine_nodes().iter().any(|one| {
        let same = left.iter().find(|other| other.size.eq_ignore_ascii_case(one.size));
        same.is_none_or(|same| same.max < one.max)
    })
}

/// Returns whether changes put a taint on a pool that evicts pods which run there.
fn evicts(changes: &[Change], old: Option<&NodePool>) -> bool {
    changes.iter().any(|change| match (change.key, &change.value) {
        ("nodeTaints", Some(Value::List(taints))) => {
            let is_new = |taint: &&String| old.is_none_or(|pool| !pool.taints.contains(taint));
            taints.iter().filter(is_new).any(|taint| taint.ends_with(":NoExecute"))
        }
        _ => false,
    })
}

fn checks(act: &Act, start: &Plan) -> Vec<Check> {
    match act {
        Act::Add(pool) => {
            let mode = pool.mode.as_ref().map(|mode| Value::Text(mode.as_str().to_owned()));
            vec![Check::IsReady(pool.name.clone()), Check::Is(pool.name.clone(), "mode", mode)]
        }
        Act::Cordon(name) => vec![Check::Cordoned(name.clone())],
        Act::Drain(name) => vec![Check::Empty(name.clone())],
        Act::AwaitSystemPods(_) => vec![Check::SystemPodsRun],
        Act::Aks(operation) => match operation {
            Operation::DeletePool(name) => vec![Check::Gone(name.clone())],
            Operation::ScalePool(name, count) => {
                vec![Check::Is(name.clone(), "count", Some(Value::Whole(*count)))]
            }
            Operation::SetMode(name, mode) => {
                vec![Check::Is(name.clone(), "mode", Some(Value::Text(mode.as_str().to_owned())))]
            }
            Operation::UpdatePool(name, changes) => {
                let check = |change: &Change| Check::Is(name.clone(), change.key, change.value.clone());
                changes.iter().map(check).collect()
            }
            Operation::UpgradePool(name, Upgrade::Version(version)) => {
                vec![Check::Is(name.clone(), "orchestratorVersion", Some(Value::Text(version.clone())))]
            }
            Operation::UpgradeControlPlane(version) => vec![Check::ControlPlane(version.clone())],
            Operation::UpgradeAll(version) => {
                let of_pool = |pool: &NodePool| {
                    let version = Some(Value::Text(version.clone()));
                    Check::Is(pool.name.clone(), "orchestratorVersion", version)
                };
                let pools = start.pools.iter().map(of_pool);
                std::iter::once(Check::ControlPlane(version.clone())).chain(pools).collect()
            }
            Operation::UpdateCluster(changes) => {
                changes.iter().map(|change| Check::ClusterIs(change.key, change.value.clone())).collect()
            }
            Operation::MigrateAvailabilitySets => {
                let vms = Value::Text(PoolType::Vms.as_str().to_owned());
                let sets =
                    start.pools.iter().filter(|pool| pool.pool_type == Some(PoolType::AvailabilitySet));
                sets.map(|pool| Check::Is(pool.name.clone(), "type", Some(vms.clone()))).collect()
            }
            Operation::StartPool(name) => vec![power(name, "Running")],
            Operation::StopPool(name) => vec![power(name, "Stopped")],
            _ => Vec::new(),
        },
    }
}

fn power(name: &str, state: &str) -> Check {
    Check::Is(name.to_owned(), "powerState.code", Some(Value::Text(state.to_owned())))
}

fn undo(act: &Act, Before { pool: old, version, cluster, .. }: Before<'_>) -> String {
    let value =
        |value: Option<Value>| value.map_or_else(|| "nothing".to_owned(), |value| value.in_sentence());
    match act {
        Act::Add(pool) => format!("Delete {}, as long as no pod has moved there.", in_sentence(&pool.name)),
        Act::Cordon(name) => format!("Uncordon the nodes of {name}.", name = in_sentence(name)),
        Act::Drain(name) => {
            format!("Uncordon the nodes of {name}; new pods can run there again.", name = in_sentence(name))
        }
        Act::AwaitSystemPods(_) => "Nothing to undo.".to_owned(),
        Act::Aks(operation) => match operation {
            Operation::DeletePool(name) => {
                format!(
                    "It can't be undone; a new pool {name} with the same properties can be added.",
                    name = in_sentence(name)
                )
            }
            Operation::ScalePool(name, _) => {
                format!(
                    "Scale {name} back to {}.",
                    counted(old.map_or(0, NodePool::nodes), "node"),
                    name = in_sentence(name)
                )
            }
            Operation::SetMode(name, _) => {
                let mode = in_sentence(old.and_then(|pool| pool.mode.as_ref()).map_or("User", Mode::as_str));
                format!("Set the mode of {name} back to {mode}.", name = in_sentence(name))
            }
            Operation::UpdatePool(name, changes) => {
                let was = |change: &Change| {
                    let before = change.property().zip(old).and_then(|(property, pool)| property.get(pool));
                    format!("{} to {}", change.key, value(before))
                };
                // What only a tag lets change in place goes one way.
                let goes_back = |change: &&Change| how(change.key) != How::NewPool;
                let mut parts: Vec<String> = changes.iter().filter(goes_back).map(was).collect();
                // An autoscaler that is turned off takes its bounds along.
                let has = |key| changes.iter().any(|change| change.key == key);
                let is_off = changes.iter().any(|change| {
                    change.key == "enableAutoScaling" && change.value != Some(Value::Flag(true))
                });
                if let Some(old) = old.filter(|old| *old.autoscaling && is_off) {
                    for (key, bound) in [("minCount", old.min_count), ("maxCount", old.max_count)] {
                        parts.extend(bound.filter(|_| !has(key)).map(|bound| format!("{key} to {bound}")));
                    }
                }
                if parts.is_empty() {
                    return "It can't be reversed.".to_owned();
                }
                format!("On {name}, set {} again.", parts.join(", "), name = in_sentence(name))
            }
            Operation::UpgradePool(name, _) => {
                format!(
                    "Within 7 days {name} can be rolled back to the version that it had before.",
                    name = in_sentence(name)
                )
            }
            Operation::UpgradeControlPlane(_) | Operation::UpgradeAll(_) => {
                let version = version.map_or("the version before".into(), in_sentence);
                format!("The control plane can't go back to {version}; its versions only go up.")
            }
            Operation::UpdateCluster(changes) => {
                let is_final = |change: &Change| {
                    let value = change.value.as_ref().map(ToString::to_string).unwrap_or_default();
                    matches!(
                        (change.key, value.as_str()),
                        ("networkProfile.networkPluginMode", "overlay")
                            | ("networkProfile.networkDataplane" | "networkProfile.networkPolicy", "cilium")
                            | ("networkProfile.loadBalancerSku", _)
                    )
                };
                if changes.iter().any(is_final) {
                    "It can't be reversed.".to_owned()
                } else {
                    let was = |change: &Change| {
                        let property = cluster_property(change.key);
                        let before = property.and_then(|property| property.get(cluster));
                        format!("{} to {}", change.key, value(before.or_else(|| default_of(change.key))))
                    };
                    let parts: Vec<String> = changes.iter().map(was).collect();
                    format!("On the cluster, set {} again.", parts.join(", "))
                }
            }
            Operation::MigrateAvailabilitySets => "It can't be reversed.".to_owned(),
            Operation::StartPool(name) => format!("Stop {name}.", name = in_sentence(name)),
            Operation::StopPool(name) => format!("Start {name}.", name = in_sentence(name)),
            _ => "Nothing to undo.".to_owned(),
        },
    }
}

fn caveats(node: &Node, Before { pool: old, reimages, .. }: Before<'_>) -> Vec<Caveat> {
    let caveat = |text, source| Caveat { text, source };
    let autoscaled = old.is_some_and(|pool| *pool.autoscaling);
    let mut caveats = Vec::new();
    match &node.act {
        Act::Add(pool) => {
            if pool.count.is_none() && !*pool.autoscaling && pool.virtual_machines.is_none() {
                let text = match node.purpose {
                    Purpose::New => "The plan does not state how many nodes the pool has. It is created with 3, as by az and Azure PowerShell.",
                    _ => "The current plan does not state how many nodes the old pool has. The new pool is created with 3: if that is too few, state count in the plan and create this again.",
                };
                caveats.push(caveat(text, "scale-cluster"));
            }
            if pool.is_system() {
                caveats.push(caveat("Running system pods do not move to a new System pool by themselves.", "use-system-pools"));
            }
            if pool.is_spot() {
                caveats.push(caveat("Spot capacity is not guaranteed: the pool may have no nodes.", "spot"));
            }
            if is_gateway(pool) && node.purpose != Purpose::New {
                caveats.push(caveat(
                    "Afterwards: create a StaticGatewayConfiguration whose gatewayNodepoolName is this pool, wait until its status.egressIpPrefix has a value, and have the pods use it. Outgoing traffic has other addresses unless publicIpPrefixId keeps the prefix: add them to firewalls.",
                    "egress-gateway",
                ));
            }
        }
        Act::Cordon(_) if old.is_some_and(NodePool::is_windows) => caveats.push(caveat(
            "A Windows container runs on nodes whose Windows version its image fits: where the other pool has another version, rebuild the images for it and change node selectors such as kubernetes.azure.com/os-sku first.",
            "windows-practices",
        )),
        Act::Cordon(_) if autoscaled => caveats.push(caveat(
            "The autoscaler may add nodes to the pool meanwhile, which are not cordoned; cordon again before the drain if it did.",
            "autoscaler",
        )),
        Act::Cordon(_) if old.is_some_and(is_gateway) => caveats.push(caveat(
            "Before: have pods use another gateway or none (the annotation kubernetes.azure.com/static-gateway-configuration), and delete each StaticGatewayConfiguration that names this pool: kubectl delete staticgatewayconfiguration NAME --namespace NAMESPACE --wait=true --timeout=5m.",
            "egress-gateway",
        )),
        Act::Drain(_) => caveats.push(caveat(
            "A disruption budget that allows no eviction stops the drain; kubectl get pdb --all-namespaces lists those with ALLOWED DISRUPTIONS 0.",
            "resize-node-pool",
        )),
        Act::Aks(Operation::DeletePool(_)) if old.is_some_and(is_empty) => {}
        Act::Aks(Operation::DeletePool(_)) => caveats.push(caveat(
            "Deleting a node pool neither cordons nor drains its nodes, and cannot be undone.",
            "delete-node-pool",
        )),
        Act::Aks(Operation::UpdatePool(_, changes)) => {
            let has = |key| changes.iter().any(|change| change.key == key);
            if has("nodeTaints") && !evicts(changes, old) {
                caveats.push(caveat(
                    "NoSchedule moves no pod that runs already: restart deployments whose pods are to leave.",
                    "taints",
                ));
            }
            if has("mode") {
                caveats.push(caveat(
                    "Running system pods stay where they are until they are evicted. The pool is not drained for the change of its mode: that would evict its applications too, and AKS doesn't ask for it. To move only system pods, restart their deployments afterwards: kubectl rollout restart deployment --namespace kube-system.",
                    "use-system-pools",
                ));
            }
            if reimages && has("vmSize") {
                caveats.push(caveat(
                    "All nodes are replaced, which takes as long as an upgrade.",
                    "resize-node-pool",
                ));
            } else if reimages {
                caveats.push(caveat(
                    "All nodes are reimaged, which takes as long as an upgrade.",
                    "node-disruption",
                ));
            }
        }
        Act::Aks(Operation::ScalePool(_, nodes))
            if old.is_some_and(|pool| {
                pool.nodes() > *nodes && pool.scale_down_mode == Some(ScaleDownMode::Deallocate)
            }) =>
        {
            caveats.push(caveat(
                "The nodes are deallocated: their disks are billed, and they count against the quota until scaleDownMode becomes Delete or the pool is deleted.",
                "scale-down-mode",
            ));
        }
        Act::Aks(Operation::MigrateAvailabilitySets) => caveats.push(caveat(
            "Before: Kubernetes 1.27 or later; admission webhooks and a key management service with a private key vault are turned off while it runs. A Basic load balancer becomes Standard: addresses of incoming traffic stay, and outgoing traffic gets a new one.",
            "availability-sets-migration",
        )),
        Act::Aks(Operation::UpdateCluster(changes)) => {
            let has = |key| changes.iter().any(|change| change.key == key);
            if has("networkProfile.networkPluginMode") {
                caveats.push(caveat(
                    "Before: remove a ConfigMap azure-ip-masq-agent-config that isn't there on purpose; a kubenet cluster with a route table in its own network needs a user-assigned identity. Nothing outside of the cluster reaches the addresses of pods afterwards.",
                    "update-cni",
                ));
            }
            if has("networkProfile.outboundType") {
                caveats.push(caveat(
                    "Add the new outgoing addresses to firewalls and to the authorized IP ranges of the API server.",
                    "outbound-types",
                ));
            }
            let is_off = |change: &Change| {
                change.key == "nodeProvisioningProfile.mode"
                    && change.value.as_ref().is_none_or(|value| value.to_string() != "Auto")
            };
            if changes.iter().any(is_off) {
                caveats.push(caveat(
                    "Before: set spec.limits.cpu of every Karpenter NodePool to 0, taint them with karpenter.azure.com/disable:NoSchedule, and wait until kubectl get nodes -l karpenter.sh/nodepool lists none.",
                    "nap-enable",
                ));
            }
        }
        Act::Aks(Operation::UpgradePool(..)) if old.is_some_and(NodePool::is_spot) => caveats.push(caveat(
            "AKS applies no drain to Spot nodes that it upgrades, so disruption budgets don\u{2019}t hold it up.",
            "spot",
        )),
        Act::Aks(Operation::UpgradePool(..) | Operation::UpgradeAll(_)) => caveats.push(caveat(
            "An upgrade drains nodes and waits for disruption budgets, 30 minutes a node unless drainTimeoutInMinutes says otherwise.",
            "rolling-upgrade",
        )),
        _ => {}
    }
    caveats
}
