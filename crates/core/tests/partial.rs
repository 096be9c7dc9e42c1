//! A plan of which not everything is known has no finding that rests on what isn't known.

use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::lint::{Date, check_partial};
use poolwright::plan::Unknown;

fn rules(text: &str, unknown: &[Unknown]) -> Vec<&'static str> {
    let plan = codec::read(text).unwrap().plan;
    let today = Date::parse("2026-11-29").unwrap();
    let report = check_partial(&plan, &Catalog::embedded(), today, unknown);
    let mut rules: Vec<_> = report.findings.iter().map(|finding| finding.rule.id).collect();
    rules.dedup();
    rules
}

fn plan(pools: &str) -> String {
    format!(
        r#"{{"version": 1, "cluster": {{"name": "aks", "resourceGroup": "rg", "location": "westeurope"}}, "pools": [{pools}]}}"#
    )
}

#[test]
fn no_finding_rests_on_pools_that_are_not_known() {
    let user = plan(r#"{"name": "apps", "mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5"}"#);
    assert!(rules(&user, &[]).contains(&"cluster-needs-system-pool"));
    assert!(!rules(&user, &[Unknown::Pools]).contains(&"cluster-needs-system-pool"));
    assert!(!rules(&plan(""), &[Unknown::Pools]).contains(&"cluster-needs-system-pool"));
}

#[test]
fn what_is_wrong_in_any_case_stays() {
    let pool = r#"{"name": "Sys_1", "mode": "System", "vmSize": "Standard_D4ds_v5"}"#;
    let unknown = [Unknown::Pool(0, "count"), Unknown::Pool(0, "enableAutoScaling")];
    assert!(rules(&plan(pool), &unknown).contains(&"pool-name-syntax"));
    let one = r#"{"name": "sys", "mode": "System", "count": 1, "vmSize": "Standard_D4ds_v5"}"#;
    assert!(rules(&plan(one), &[]).contains(&"system-pool-min-nodes"), "{:?}", rules(&plan(one), &[]));
    assert!(!rules(&plan(one), &[Unknown::Pool(0, "count")]).contains(&"system-pool-min-nodes"));
    assert!(rules(&plan(one), &[Unknown::Pool(0, "osDiskSizeGB")]).contains(&"system-pool-min-nodes"));
}

/// Returns the rules with findings about a text, and its notes.
fn found(text: &str) -> (Vec<&'static str>, String) {
    let document = codec::read(text).unwrap();
    let today = Date::parse("2026-11-28").unwrap();
    let report = check_partial(&document.plan, &Catalog::embedded(), today, &document.unknown);
    let notes: Vec<String> = document.notes.iter().map(ToString::to_string).collect();
    (report.findings.iter().map(|finding| finding.rule.id).collect(), notes.join("\n"))
}

#[test]
fn no_finding_rests_on_a_value_of_the_wrong_type() {
    let pool = plan(
        r#"{"name": "sys", "mode": "System", "count": "3", "vmSize": "Standard_D4ds_v5",
            "availabilityZones": 7, "enableAutoScaling": "true", "minCount": 2, "maxCount": 5}"#,
    );
    let template = r#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "resources": [{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-08-01", "name": "aks", "location": "eastus",
        "properties": {"networkProfile": [["y"]], "agentPoolProfiles": [{"name": "sys", "mode": "System", "count": "3",
        "vmSize": "Standard_D4ds_v5", "availabilityZones": [1, 2, 3], "enableAutoScaling": "true", "minCount": 2, "maxCount": 5}]}}]}"#;
    for text in [pool.as_str(), template] {
        let (rules, notes) = found(text);
        for rule in ["autoscale-fields-only-when-enabled", "zones-system-spread", "system-pool-min-nodes"] {
            assert!(!rules.contains(&rule), "{rule}: {rules:?}");
        }
        assert!(notes.contains("enableAutoScaling") && notes.contains("left out"), "{notes}");
    }
    // A group or a pool of the wrong type leaves out what is in it.
    let unknown = |text: &str| codec::read(text).unwrap().unknown;
    let group =
        r#"{"version": 1, "cluster": {"networkProfile": "azure"}, "pools": [{"upgradeSettings": 3}, 5]}"#;
    let unknown_of_group = unknown(group);
    for one in [
        Unknown::Cluster("networkProfile.networkPlugin"),
        Unknown::Pool(0, "upgradeSettings.maxSurge"),
        Unknown::Pools,
    ] {
        assert!(unknown_of_group.contains(&one), "{unknown_of_group:?}");
    }
    assert!(unknown(r#"{"version": 1, "cluster": 5, "pools": 5}"#).contains(&Unknown::Pools));
    assert_eq!(unknown(&plan(r#"{"name": "sys"}"#)), []);
}

fn terraform(changes: &[(&str, &str, &str)], configuration: &str) -> String {
    let changes: Vec<String> = changes
        .iter()
        .map(|(kind, after, unknown)| {
            format!(
                r#"{{"address": "{kind}.this", "mode": "managed", "type": "{kind}", "change": {{"actions": ["create"], "before": null, "after": {after}, "after_unknown": {unknown}}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.0", "resource_changes": [{}]{configuration}}}"#,
        changes.join(", ")
    )
}

#[test]
fn no_finding_rests_on_what_terraform_does_not_know() {
    let cluster = r#"{"type": "Microsoft.ContainerService/managedClusters@2026-08-01", "name": "x", "location": "eastus",
        "parent_id": "/subscriptions/s/resourceGroups/rg"}"#;
    let pool = r#"{"type": "Microsoft.ContainerService/managedClusters/agentPools@2026-08-01", "name": "p", "body": {"properties": {"mode": "User", "count": 2}}}"#;
    let body = ("azapi_resource", cluster, r#"{"body": true, "id": true}"#);
    let part = ("azapi_resource", pool, r#"{"parent_id": true, "body": {"properties": {"vmSize": true}}}"#);
    for changes in [&[body][..], &[body, part]] {
        let (rules, notes) = found(&terraform(changes, ""));
        assert!(!rules.contains(&"cluster-needs-system-pool"), "{rules:?}");
        assert!(notes.contains("body isn't known"), "{notes}");
    }
    // The name of a pool that is created before the old one is deleted.
    let unnamed = pool.replace(r#""name": "p","#, "");
    let unnamed = ("azapi_resource", unnamed.as_str(), r#"{"name": true, "parent_id": true}"#);
    let (rules, notes) = found(&terraform(&[body, unnamed], ""));
    assert!(!rules.contains(&"pool-name-syntax"), "{rules:?}");
    assert!(notes.contains("name isn't known"), "{notes}");
}

const AZURERM: &str = r#"{"name": "aks", "location": "eastus", "resource_group_name": "rg", "kubernetes_version": "1.35",
    "default_node_pool": [{"name": "sys", "vm_size": "Standard_D4ds_v5", "node_count": 3}],
    "network_profile": [{"network_plugin": "azure", "pod_cidr": "10.244.0.0/16"}]}"#;

#[test]
fn what_azurerm_does_not_know_is_told() {
    for (unknown, said, key) in [
        (
            r#"{"network_profile": [{"network_plugin_mode": true}]}"#,
            "network_profile.network_plugin_mode",
            Unknown::Cluster("networkProfile.networkPluginMode"),
        ),
        (
            r#"{"network_profile": [{"outbound_type": true}]}"#,
            "network_profile.outbound_type",
            Unknown::Cluster("networkProfile.outboundType"),
        ),
        (
            r#"{"windows_profile": [{"admin_username": true}]}"#,
            "windows_profile.admin_username",
            Unknown::Cluster("windowsProfile.adminUsername"),
        ),
        (r#"{"default_node_pool": [{"zones": [true]}]}"#, "zones[0]", Unknown::Pool(0, "availabilityZones")),
        (
            r#"{"default_node_pool": [{"node_labels": {"team": true}}]}"#,
            "node_labels.team",
            Unknown::Pool(0, "nodeLabels"),
        ),
        (r#"{"default_node_pool": true}"#, "default_node_pool", Unknown::Pools),
    ] {
        let text = terraform(&[("azurerm_kubernetes_cluster", AZURERM, unknown)], "");
        let document = codec::read(&text).unwrap();
        assert!(document.unknown.contains(&key), "{unknown}: {:?}", document.unknown);
        let (rules, notes) = found(&text);
        assert!(notes.contains(&format!("{said} isn't known")), "{notes}");
        if said.ends_with("mode") {
            assert!(!rules.contains(&"pod-cidr-only-overlay-kubenet"), "{rules:?}");
        }
    }
}

#[test]
fn what_azurerm_reads_from_aks_is_silence_unless_it_is_set() {
    let unknown = r#"{"kubernetes_version": true, "auto_scaler_profile": true, "network_profile": [{"service_cidr": true}]}"#;
    let after = AZURERM.replace(r#""kubernetes_version": "1.35","#, "");
    let resource = [("azurerm_kubernetes_cluster", after.as_str(), unknown)];
    let configuration = |expressions: &str| {
        format!(
            r#", "configuration": {{"root_module": {{"resources": [{{"address": "azurerm_kubernetes_cluster.this", "expressions": {expressions}}}]}}}}"#
        )
    };
    let read = |expressions: &str| codec::read(&terraform(&resource, &configuration(expressions))).unwrap();
    let silent = read(r#"{"name": {"constant_value": "aks"}, "network_profile": [{"network_plugin": {}}]}"#);
    assert_eq!((silent.unknown, silent.notes), (Vec::new(), Vec::new()));
    let set =
        read(r#"{"kubernetes_version": {"references": ["x.y"]}, "network_profile": [{"service_cidr": {}}]}"#);
    assert_eq!(
        set.unknown,
        [Unknown::Cluster("kubernetesVersion"), Unknown::Cluster("networkProfile.serviceCidr")]
    );
}

#[test]
fn what_if_may_have_ids_only() {
    let id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters";
    let change = |id: &str, kind: &str, more: &str| {
        format!(r#"{{"resourceId": "{id}", "changeType": "{kind}", "before": null, "after": null{more}}}"#)
    };
    let answer =
        |changes: &[String]| format!(r#"{{"status": "Succeeded", "changes": [{}]}}"#, changes.join(", "));
    let text = answer(&[
        change(&format!("{id}/aks"), "Deploy", ""),
        change(&format!("{id}/aks/agentPools/x"), "Create", ""),
        change(&format!("{id}/bad"), "Unsupported", r#", "unsupportedReason": "it can't be analyzed""#),
        change(&format!("{id}/gone"), "Delete", ""),
    ]);
    let all = codec::read_all(&codec::parse(&text).unwrap(), &codec::ReadOptions::default()).unwrap();
    assert_eq!(all.len(), 1);
    let plan = &all[0].plan;
    let names: Vec<&str> = plan.pools.iter().map(|pool| pool.name.as_str()).collect();
    assert_eq!((plan.cluster.name.as_str(), names), ("aks", vec!["x"]));
    assert!(all[0].unknown.contains(&Unknown::Pools) && !all[0].unknown.contains(&Unknown::Pool(0, "name")));
    let (rules, notes) = found(&text);
    assert_eq!(rules, Vec::<&str>::new());
    for said in ["FullResourcePayloads", "it can't be analyzed", "deletes"] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
    let gone = answer(&[change(&format!("{id}/gone"), "Delete", "")]);
    assert!(codec::read(&gone).unwrap_err().to_string().contains("deletes"));
}
