//! The nodes of a cluster, as `kubectl get nodes -o json` prints them: node pools by their labels.
//!
//! The labels are those that AKS sets (<https://learn.microsoft.com/azure/aks/use-labels>, read on 2026-11-29). Nodes
//! don't say how their pool scales or what is stated of it, and pools without nodes don't appear; both are unknown
//! then.

use std::collections::BTreeMap;

use super::layout::Layout;
use super::not_a_plan;
use super::resource::{OWN, ReadCluster, ReadPool};
use crate::codec::note::{Notes, named};
use crate::codec::place::Written;
use crate::codec::read::{ReadError, Source};
use crate::plan::{CLUSTER_PROPERTIES, Map, NodePool, POOL_PROPERTIES, Value};
use crate::syntax::{Node, Object, Span};
use crate::text::{counted, shown};

/// A node that kubectl printed.
struct KubeNode<'a> {
    labels: BTreeMap<&'a str, &'a str>,
    taints: Vec<String>,
    version: Option<&'a str>,
    pods: Option<i64>,
    span: Span,
}

/// Returns whether an object is a node, or a list of Kubernetes objects.
pub(super) fn is_kubernetes(object: &Object) -> bool {
    let is_list =
        matches!(object.text("kind"), Some("List" | "NodeList" | "PodList" | "PodDisruptionBudgetList"));
    object.text("apiVersion").is_some() && (object.text("kind") == Some("Node") || is_list)
}

/// Reads the node pools of nodes.
pub(super) fn read(tree: &Node, object: &Object) -> Result<Vec<Layout>, ReadError> {
    let items = object.get("items").and_then(Node::as_list).unwrap_or(std::slice::from_ref(tree));
    let is_node = |node: &&Node| node.as_object().is_some_and(|node| node.text("kind") == Some("Node"));
    let nodes: Vec<KubeNode<'_>> = items.iter().filter(is_node).filter_map(kube_node).collect();
    if nodes.is_empty() {
        let kind = items.iter().find_map(|item| item.as_object()?.text("kind")).unwrap_or("no objects");
        return Err(match kind {
            "Pod" => not_a_plan("A list of pods without nodes (pods are read as workloads)"),
            other => not_a_plan(format!("A list of Kubernetes objects ({other}) without nodes")),
        });
    }
    let mut notes = Notes::default();
    let mut names: Vec<&str> = Vec::new();
    let mut lost = 0;
    for node in &nodes {
        match node.pool() {
            Some(name) if !names.contains(&name) => names.push(name),
            Some(_) => {}
            None => lost += 1,
        }
    }
    if lost > 0 {
        let text = format!(
            "{} without a node pool (no label kubernetes.azure.com/agentpool); left out.",
            counted(lost, "node")
        );
        notes.add_left_out("$", text);
    }
    notes.add_left_out(
        "$",
        "Nodes don't show pools without nodes, the autoscaler's bounds, disks, subnets or the cluster's own properties; az aks show -o json does.",
    );
    let mut read = ReadCluster { has_unknown_pools: true, ..ReadCluster::default() };
    name_cluster(&nodes, &mut read);
    for name in names {
        let members: Vec<&KubeNode<'_>> = nodes.iter().filter(|node| node.pool() == Some(name)).collect();
        note_differences(name, &members, &mut notes);
        read.pools.push(pool(name, &members));
    }
    Ok(vec![Layout::new(read, Source::Nodes, notes)])
}

fn kube_node(node: &Node) -> Option<KubeNode<'_>> {
    let object = node.as_object()?;
    let labels = object.get("metadata")?.as_object()?.get("labels")?.as_object()?;
    let spec = object.get("spec").and_then(Node::as_object);
    let status = object.get("status").and_then(Node::as_object);
    let taint = |node: &Node| {
        let taint = node.as_object()?;
        let value = taint.text("value").map(|value| format!("={value}")).unwrap_or_default();
        Some(format!("{}{value}:{}", taint.text("key")?, taint.text("effect")?))
    };
    let taints = spec.and_then(|spec| spec.get("taints")?.as_list()).unwrap_or_default();
    let capacity = status.and_then(|status| status.get("capacity")?.as_object());
    Some(KubeNode {
        labels: labels
            .0
            .iter()
            .filter_map(|entry| Some((entry.key.as_str(), entry.value.as_text()?)))
            .collect(),
        taints: taints.iter().filter_map(taint).collect(),
        version: status.and_then(|status| status.get("nodeInfo")?.as_object()?.text("kubeletVersion")),
        pods: capacity.and_then(|capacity| {
            let pods = capacity.get("pods")?;
            pods.as_whole().or_else(|| pods.as_text()?.parse().ok())
        }),
        span: node.span,
    })
}

impl<'a> KubeNode<'a> {
    fn label(&self, keys: &[&str]) -> Option<&'a str> {
        keys.iter().find_map(|key| self.labels.get(key)).copied().filter(|value| !value.is_empty())
    }

    fn pool(&self) -> Option<&'a str> {
        self.label(&["kubernetes.azure.com/agentpool", "agentpool"])
    }
}

/// Names the cluster by the node resource group: `MC_group_cluster_region`.
fn name_cluster(nodes: &[KubeNode<'_>], read: &mut ReadCluster) {
    let first = |keys: &[&str]| nodes.iter().find_map(|node| node.label(keys));
    let location = first(&["topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"]);
    location.unwrap_or_default().clone_into(&mut read.cluster.location);
    let group = first(&["kubernetes.azure.com/cluster"]).unwrap_or_default();
    let inner = group.strip_prefix("MC_").and_then(|rest| rest.strip_suffix(location?)?.strip_suffix('_'));
    // More than one underscore: it isn't known where the group's name ends.
    if let Some((group, name)) =
        inner.and_then(|inner| inner.split_once('_')).filter(|(_, name)| !name.contains('_'))
    {
        group.clone_into(&mut read.cluster.resource_group);
        name.clone_into(&mut read.cluster.name);
    }
    let is_known = |key: &str| match key {
        "location" => location.is_some(),
        "name" | "resourceGroup" => !read.cluster.name.is_empty(),
        key => OWN.contains(&key),
    };
    let unknown =
        CLUSTER_PROPERTIES.iter().map(|property| property.key).filter(|key| !is_known(key)).collect();
    read.unknown = unknown;
}

fn pool(name: &str, nodes: &[&KubeNode<'_>]) -> ReadPool {
    let mut pool = NodePool { name: name.to_owned(), ..NodePool::default() };
    let mut known = vec!["name", "count"];
    let mut put = |key: &'static str, value: Option<Value>| {
        if let (Some(property), Some(value)) = (crate::plan::property::find(POOL_PROPERTIES, key), value) {
            property.put(&mut pool, Some(value));
            known.push(key);
        }
    };
    let text = |value: &str| Some(Value::Text(value.to_owned()));
    let common = |keys: &[&str]| {
        let first = nodes.first()?.label(keys)?;
        nodes.iter().all(|node| node.label(keys) == Some(first)).then_some(first)
    };
    put("count", i64::try_from(nodes.len()).ok().map(Value::Whole));
    let size = common(&["node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type"]);
    put("vmSize", size.and_then(text));
    put(
        "mode",
        match common(&["kubernetes.azure.com/mode"]) {
            Some("system") => text("System"),
            Some("user") => text("User"),
            _ => None,
        },
    );
    put(
        "osType",
        match common(&["kubernetes.io/os"]) {
            Some("windows") => text("Windows"),
            Some("linux") => text("Linux"),
            _ => None,
        },
    );
    put("osSKU", common(&["kubernetes.azure.com/os-sku"]).and_then(text));
    let is_spot = common(&["kubernetes.azure.com/scalesetpriority"]) == Some("spot");
    put("scaleSetPriority", text(if is_spot { "Spot" } else { "Regular" }));
    let version = nodes
        .first()
        .and_then(|node| node.version)
        .filter(|first| nodes.iter().all(|node| node.version == Some(first)));
    put("orchestratorVersion", version.and_then(|version| text(version.trim_start_matches('v'))));
    let pods = nodes.first().and_then(|node| node.pods);
    let pods = pods.filter(|first| nodes.iter().all(|node| node.pods == Some(*first)));
    put("maxPods", pods.map(Value::Whole));
    let fips = common(&["kubernetes.azure.com/fips_enabled"]);
    put("enableFIPS", fips.map(|fips| Value::Flag(fips == "true")));
    // A zone is written region-1; without zones it is a number alone.
    let mut zones: Vec<String> = Vec::new();
    for node in nodes {
        let zone = node.label(&["topology.kubernetes.io/zone"]).and_then(|zone| zone.rsplit_once('-'));
        if let Some((_, zone)) = zone
            && !zones.iter().any(|known| known == zone)
        {
            zones.push(zone.to_owned());
        }
    }
    zones.sort();
    put("availabilityZones", (!zones.is_empty()).then_some(Value::List(zones)));
    let taints: Vec<String> = nodes.first().map(|node| node.taints.clone()).unwrap_or_default();
    let taints = taints
        .into_iter()
        .filter(|taint| !is_system_taint(taint) && nodes.iter().all(|node| node.taints.contains(taint)));
    let taints: Vec<String> = taints.collect();
    put("nodeTaints", (!taints.is_empty()).then_some(Value::List(taints)));
    let is_own = |key: &str| !is_system_label(key);
    let labels: Map = nodes
        .first()
        .map(|node| {
            let own = node.labels.iter().filter(|(key, value)| {
                is_own(key) && nodes.iter().all(|other| other.labels.get(*key) == Some(value))
            });
            own.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        })
        .unwrap_or_default();
    put("nodeLabels", (!labels.is_empty()).then_some(Value::Map(labels)));
    let differs = [
        ("nodeTaints", !different_taints(nodes).is_empty()),
        ("nodeLabels", !different_labels(nodes).is_empty()),
    ];
    for (key, differs) in differs {
        known.retain(|known| *known != key);
        if !differs {
            known.push(key);
        }
    }
    let unknown =
        POOL_PROPERTIES.iter().map(|property| property.key).filter(|key| !known.contains(key)).collect();
    let start = nodes.first().map(|node| node.span);
    ReadPool { pool, unknown, written: Written { start, properties: Vec::new() } }
}

/// Returns whether AKS or Kubernetes sets a taint.
fn is_system_taint(taint: &str) -> bool {
    ["node.kubernetes.io/", "node.cloudprovider.", "kubernetes.azure.com/scalesetpriority="]
        .iter()
        .any(|start| taint.starts_with(start))
}

/// Returns the taints that some nodes have, but not all.
fn different_taints(nodes: &[&KubeNode<'_>]) -> Vec<String> {
    let mut all: Vec<&String> = nodes.iter().flat_map(|node| &node.taints).collect();
    all.sort();
    all.dedup();
    let differs = |taint: &&String| nodes.iter().any(|node| !node.taints.contains(taint));
    all.into_iter().filter(|taint| !is_system_taint(taint)).filter(differs).cloned().collect()
}

/// Returns the labels that don't have the same value on all nodes.
fn different_labels(nodes: &[&KubeNode<'_>]) -> Vec<String> {
    let mut all: Vec<&str> = nodes.iter().flat_map(|node| node.labels.keys().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let first = nodes.first();
    let differs = |key: &&str| {
        let value = first.and_then(|node| node.labels.get(key));
        nodes.iter().any(|node| node.labels.get(key) != value)
    };
    all.into_iter().filter(|key| !is_system_label(key)).filter(differs).map(str::to_owned).collect()
}

/// Notes what the nodes of a pool don't have in common, so that it isn't read.
fn note_differences(pool: &str, nodes: &[&KubeNode<'_>], notes: &mut Notes) {
    let pool = shown(pool);
    let mut note = |what: &str, mut values: Vec<String>, why: &str| {
        values.sort();
        values.dedup();
        if values.len() > 1 {
            let values: Vec<String> = values.iter().map(|value| named(value)).collect();
            let text = format!(
                "The nodes of the pool {pool} have different {what}: {}{why}; left out.",
                values.join(", ")
            );
            notes.add_left_out("$", text);
        }
    };
    let labels = |keys: &[&str]| {
        let value = |node: &&KubeNode<'_>| node.label(keys).unwrap_or("none").to_owned();
        nodes.iter().map(value).collect::<Vec<String>>()
    };
    note("VM sizes", labels(&["node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type"]), "");
    let versions = nodes.iter().filter_map(|node| node.version);
    let versions = versions.map(|version| version.trim_start_matches('v').to_owned()).collect();
    note("Kubernetes versions", versions, ", as during an upgrade");
    note("numbers of pods", nodes.iter().filter_map(|node| Some(node.pods?.to_string())).collect(), "");
    note("modes", labels(&["kubernetes.azure.com/mode"]), "");
    note("operating systems", labels(&["kubernetes.io/os"]), "");
    note("OS SKUs", labels(&["kubernetes.azure.com/os-sku"]), "");
    let priorities = labels(&["kubernetes.azure.com/scalesetpriority"]);
    note("priorities", priorities, "");
    note("settings of FIPS", labels(&["kubernetes.azure.com/fips_enabled"]), "");
    for (what, keys) in [("labels", different_labels(nodes)), ("taints", different_taints(nodes))] {
        if !keys.is_empty() {
            let keys: Vec<String> = keys.iter().map(|key| named(key)).collect();
            let text = format!(
                "Not all nodes of the pool {pool} have the same {what}: {}; left out.",
                keys.join(", ")
            );
            notes.add_left_out("$", text);
        }
    }
}

/// Returns whether AKS or Kubernetes sets a label.
fn is_system_label(key: &str) -> bool {
    let domain = key.split_once('/').map_or("", |(domain, _)| domain);
    let of_system = ["kubernetes.io", "k8s.io", "azure.com", "cilium.io"];
    of_system.iter().any(|suffix| domain == *suffix || domain.ends_with(&format!(".{suffix}")))
        || matches!(
            key,
            "agentpool" | "storageprofile" | "storagetier" | "kubernetes.azure.com" | "accelerator"
        )
}
