//! What kubectl prints of nodes, and what a deployment would change.

use poolwright::catalog::Catalog;
use poolwright::codec::{self, Document, Source};
use poolwright::lint::{Date, check_partial};
use poolwright::plan::Plan;

fn layout(plan: &Plan) -> String {
    let json = codec::plan_to_json(plan);
    let pools = json["pools"].as_array().unwrap().iter();
    let lines = std::iter::once(&json["cluster"]).chain(pools).map(poolwright::to_json::compact);
    lines.collect::<Vec<_>>().join("\n")
}

fn notes(document: &Document) -> Vec<String> {
    document.notes.iter().map(ToString::to_string).collect()
}

fn node(pool: &str, zone: &str, more: &str, taints: &str) -> String {
    format!(
        r#"{{"apiVersion": "v1", "kind": "Node", "metadata": {{"name": "aks-{pool}-1", "labels": {{
            "agentpool": "{pool}", "kubernetes.azure.com/agentpool": "{pool}", "kubernetes.azure.com/cluster": "MC_rg_aks_westeurope",
            "kubernetes.azure.com/os-sku": "Ubuntu", "kubernetes.io/os": "linux", "topology.kubernetes.io/region": "westeurope",
            "topology.kubernetes.io/zone": "{zone}", "node.kubernetes.io/instance-type": "Standard_D4ds_v5"{more}}}}},
        "spec": {{"taints": [{taints}]}},
        "status": {{"capacity": {{"pods": "110"}}, "nodeInfo": {{"kubeletVersion": "v1.34.1"}}}}}}"#
    )
}

#[test]
fn nodes_are_pools_by_their_labels() {
    let system = r#", "kubernetes.azure.com/mode": "system", "team": "core""#;
    let spot = r#", "kubernetes.azure.com/mode": "user", "kubernetes.azure.com/scalesetpriority": "spot""#;
    let critical = r#"{"key": "CriticalAddonsOnly", "value": "true", "effect": "NoSchedule"}"#;
    let unready = r#"{"key": "node.kubernetes.io/not-ready", "effect": "NoExecute"}"#;
    let items = [
        node("sys", "westeurope-2", system, critical),
        node("sys", "westeurope-1", system, &format!("{critical}, {unready}")),
        node(
            "batch",
            "0",
            spot,
            r#"{"key": "kubernetes.azure.com/scalesetpriority", "value": "spot", "effect": "NoSchedule"}"#,
        ),
    ];
    let text = format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{}]}}"#, items.join(", "));
    let document = codec::read(&text).unwrap();
    assert_eq!(document.source, Source::Nodes);
    insta::assert_snapshot!(layout(&document.plan));
    insta::assert_snapshot!(notes(&document).join("\n"));
    // Two nodes are too few, whatever the autoscaler's bounds are; that a subnet is missing can't be said.
    let today = Date::parse("2026-11-29").unwrap();
    let report = check_partial(&document.plan, &Catalog::embedded(), today, &document.unknown);
    let about_unknown = report.findings.iter().filter(|finding| {
        finding.field.is_some_and(|field| {
            field.starts_with("networkProfile") || field == "vnetSubnetID" || field == "osDiskType"
        })
    });
    assert_eq!(about_unknown.count(), 0);
}

#[test]
fn other_objects_are_named() {
    let pods = r#"{"apiVersion": "v1", "kind": "List", "items": [{"kind": "Pod"}]}"#;
    assert!(codec::read(pods).unwrap_err().to_string().contains("pods are read as workloads"));
}

#[test]
fn what_if_has_both_sides() {
    let id = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks";
    let cluster = |count: i64| {
        format!(
            r#"{{"name": "aks", "type": "Microsoft.ContainerService/managedClusters", "location": "westeurope", "apiVersion": "2026-05-01", "properties": {{
            "agentPoolProfiles": [{{"name": "sys", "mode": "System", "count": {count}, "vmSize": "Standard_D4ds_v5", "vnetSubnetID": "[reference('x').id]"}}]}}}}"#
        )
    };
    let pool = r#"{"name": "apps", "properties": {"mode": "User", "count": 2}}"#;
    let text = format!(
        r#"{{"status": "Succeeded", "changes": [
            {{"resourceId": "{id}", "changeType": "Modify", "before": {}, "after": {}}},
            {{"resourceId": "{id}/agentPools/apps", "changeType": "Create", "before": null, "after": {pool}}},
            {{"resourceId": "{id}/agentPools/old", "changeType": "Ignore", "before": {{"name": "old", "properties": {{"mode": "User"}}}}, "after": null}},
            {{"resourceId": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", "changeType": "Ignore"}}]}}"#,
        cluster(3),
        cluster(5)
    );
    let document = codec::read(&text).unwrap();
    assert_eq!(document.source, Source::WhatIf);
    insta::assert_snapshot!(layout(&document.plan));
    insta::assert_snapshot!(layout(document.plan.baseline.as_deref().unwrap()));
    assert_eq!(document.unknown.len(), 1, "{:?}", document.unknown);
}

#[test]
fn rows_of_resource_graph_are_clusters() {
    let row = |name: &str| {
        format!(
            r#"{{"id": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/{name}", "name": "{name}",
            "type": "microsoft.containerservice/managedclusters", "location": "westeurope", "resourceGroup": "rg",
            "properties": {{"agentPoolProfiles": [{{"name": "sys", "mode": "System"}}]}}}}"#
        )
    };
    let text = format!(
        r#"{{"count": 2, "data": [{}, {}], "skip_token": null, "total_records": 2}}"#,
        row("one"),
        row("two")
    );
    let document = codec::read(&text).unwrap();
    assert_eq!(document.plan.cluster.name, "one");
    assert!(notes(&document)[0].contains("2 clusters"));
    // A list that --query made.
    let document = codec::read(r#"[{"name": "sys", "vmSize": "Standard_D4ds_v5", "count": 3}]"#).unwrap();
    assert_eq!(document.plan.pools[0].count, Some(3));
    let error = codec::read(r#"["sys", "apps"]"#).unwrap_err().to_string();
    assert!(error.starts_with("A list of texts"), "{error}");
}

#[test]
fn what_differs_between_nodes_of_a_pool_is_told() {
    let critical = r#"{"key": "CriticalAddonsOnly", "value": "true", "effect": "NoSchedule"}"#;
    let one = node("sys", "westeurope-1", r#", "team": "x", "tier": "a""#, critical);
    let two = node("sys", "westeurope-2", r#", "team": "y", "tier": "a""#, "")
        .replace("Standard_D4ds_v5", "Standard_D8ds_v5")
        .replace("v1.34.1", "v1.35.0");
    let text = format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{one}, {two}]}}"#);
    let document = codec::read(&text).unwrap();
    let notes = notes(&document).join("\n");
    for said in [
        "different VM sizes: Standard_D4ds_v5, Standard_D8ds_v5; left out.",
        "different Kubernetes versions: 1.34.1, 1.35.0, as during an upgrade; left out.",
        "the same labels: team; left out.",
        "the same taints: \"CriticalAddonsOnly=true:NoSchedule\"; left out.",
    ] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
    let pool = &document.plan.pools[0];
    assert_eq!((pool.vm_size.as_deref(), pool.labels.len(), pool.taints.len()), (None, 1, 0));
    for key in ["vmSize", "orchestratorVersion", "nodeLabels", "nodeTaints"] {
        assert!(document.unknown.contains(&poolwright::plan::Unknown::Pool(0, key)), "{key}");
    }
    let same = format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{one}, {one}]}}"#);
    assert_eq!(codec::read(&same).unwrap().notes.len(), 1);
}
