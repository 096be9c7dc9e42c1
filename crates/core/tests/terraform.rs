//! Terraform plans and states, as real Terraform 1.11.4 wrote them with the schema of azurerm 5.2.0, and shapes of the
//! same kind.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use poolwright::codec::{self, Document, ReadError, ReadOptions, Source};
use poolwright::plan::Unknown;
use poolwright::syntax;

fn fixture(name: &str) -> Document {
    let path = format!("{}/tests/fixtures/terraform/{name}", env!("CARGO_MANIFEST_DIR"));
    codec::read(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn all(text: &str) -> Vec<Document> {
    codec::read_all(&syntax::parse(text).unwrap(), &ReadOptions::default()).unwrap()
}

fn layout(plan: &poolwright::plan::Plan) -> String {
    let json = codec::plan_to_json(plan);
    let pools = json["pools"].as_array().unwrap().iter();
    let lines = std::iter::once(&json["cluster"]).chain(pools).map(poolwright::to_json::compact);
    lines.collect::<Vec<_>>().join("\n")
}

fn notes(document: &Document) -> String {
    document.notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_plan_that_creates() {
    let document = fixture("create.plan.json");
    assert_eq!((document.source, &document.plan.baseline), (Source::TerraformPlan, &None));
    insta::assert_snapshot!(layout(&document.plan));
    insta::assert_snapshot!(notes(&document));
}

#[test]
fn a_plan_that_changes_has_both_sides() {
    let document = fixture("change.plan.json");
    let before = document.plan.baseline.as_deref().unwrap();
    assert_eq!(layout(before), layout(&fixture("terraform.tfstate").plan));
    let names = |plan: &poolwright::plan::Plan| -> Vec<String> {
        plan.pools
            .iter()
            .map(|pool| format!("{} {}", pool.name, pool.vm_size.clone().unwrap_or_default()))
            .collect()
    };
    assert_eq!(
        names(before),
        ["system Standard_D4ds_v5", "batch Standard_D8ds_v5", "web Standard_D8ds_v5", "win Standard_D4s_v5"]
    );
    assert_eq!(
        names(&document.plan),
        ["system Standard_D8ds_v5", "arm Standard_D8pds_v5", "web Standard_D8ds_v5", "win Standard_D8s_v5"]
    );
    assert_eq!(document.unknown, []);
}

#[test]
fn a_state() {
    let document = fixture("terraform.tfstate");
    assert_eq!(document.source, Source::TerraformState);
    insta::assert_snapshot!(layout(&document.plan));
    insta::assert_snapshot!(notes(&document));
}

#[test]
fn pools_find_their_cluster_by_what_the_configuration_refers_to() {
    let change = |address: &str, kind: &str, after: &str, unknown: &str| {
        format!(
            r#"{{"address": "{address}", "mode": "managed", "type": "{kind}", "change": {{"actions": ["create"], "before": null, "after": {after}, "after_unknown": {unknown}}}}}"#
        )
    };
    let cluster = |address: &str, name: &str| {
        let pool = r#"[{"name": "sys", "vm_size": "Standard_D4ds_v5", "node_count": 3}]"#;
        change(
            address,
            "azurerm_kubernetes_cluster",
            &format!(
                r#"{{"name": "{name}", "location": "westeurope", "resource_group_name": "rg", "default_node_pool": {pool}}}"#
            ),
            "{\"id\": true}",
        )
    };
    let pool = |address: &str, name: &str| {
        change(
            address,
            "azurerm_kubernetes_cluster_node_pool",
            &format!(
                r#"{{"name": "{name}", "mode": "User", "vm_size": "Standard_D4ds_v5", "spot_max_price": -1, "priority": "Regular"}}"#
            ),
            r#"{"kubernetes_cluster_id": true, "vnet_subnet_id": true}"#,
        )
    };
    let changes = [
        cluster("azurerm_kubernetes_cluster.one", "one"),
        cluster(r#"module.aks[\"a.b\"].azurerm_kubernetes_cluster.main[0]"#, "two"),
        cluster(r#"module.aks[\"c\"].azurerm_kubernetes_cluster.main[0]"#, "three"),
        pool("azurerm_kubernetes_cluster_node_pool.p", "first"),
        pool(r#"module.aks[\"a.b\"].module.pools.azurerm_kubernetes_cluster_node_pool.p[\"x\"]"#, "second"),
        pool(r#"module.aks[\"c\"].module.pools.azurerm_kubernetes_cluster_node_pool.p[\"x\"]"#, "third"),
        pool("azurerm_kubernetes_cluster_node_pool.lost", "lost"),
    ];
    let configuration = r#"{"root_module": {
        "resources": [
            {"address": "azurerm_kubernetes_cluster_node_pool.p", "expressions": {"kubernetes_cluster_id": {"references": ["azurerm_kubernetes_cluster.one.id", "azurerm_kubernetes_cluster.one"]}}},
            {"address": "azurerm_kubernetes_cluster_node_pool.lost", "expressions": {"kubernetes_cluster_id": {"references": ["local.id"]}}}
        ],
        "module_calls": {"aks": {"module": {"resources": [], "module_calls": {"pools": {
            "expressions": {"cluster_id": {"references": ["azurerm_kubernetes_cluster.main[0].id", "azurerm_kubernetes_cluster.main[0]"]}},
            "module": {"resources": [{"address": "azurerm_kubernetes_cluster_node_pool.p", "expressions": {"kubernetes_cluster_id": {"references": ["var.cluster_id"]}}}]}
        }}}}}
    }}"#;
    let text = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [{}], "configuration": {configuration}}}"#,
        changes.join(", ")
    );
    let documents = all(&text);
    let found: Vec<Vec<&str>> = documents
        .iter()
        .map(|one| {
            std::iter::once(one.plan.cluster.name.as_str())
                .chain(one.plan.pools.iter().map(|pool| pool.name.as_str()))
                .collect()
        })
        .collect();
    assert_eq!(
        found,
        [vec!["one", "sys", "first"], vec!["two", "sys", "second"], vec!["three", "sys", "third"]]
    );
    for document in &documents {
        assert!(
            notes(document)
                .contains("The cluster of \"azurerm_kubernetes_cluster_node_pool.lost\" isn't known"),
            "{}",
            notes(document)
        );
        assert_eq!(document.unknown, [Unknown::Pools, Unknown::Pool(1, "vnetSubnetID")]);
        assert_eq!(document.plan.pools[1].spot_max_price, None);
    }
}

#[test]
fn resources_of_azapi_are_arms_own() {
    let text = r#"{"version": 4, "terraform_version": "1.11.4", "resources": [
        {"mode": "managed", "type": "azapi_resource", "name": "aks", "instances": [{"attributes": {
            "type": "Microsoft.ContainerService/managedClusters@2026-05-01", "name": "aks", "location": "westeurope",
            "id": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks",
            "parent_id": "/subscriptions/0/resourceGroups/rg",
            "body": {"properties": {"agentPoolProfiles": [{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}]}}}}]},
        {"mode": "managed", "type": "azapi_resource", "name": "pool", "instances": [{"attributes": {
            "type": "Microsoft.ContainerService/managedClusters/agentPools@2026-05-01", "name": "apps",
            "parent_id": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks",
            "body": "{\"properties\": {\"mode\": \"User\", \"count\": 2}}"}}]}]}"#;
    let [document] = all(text).try_into().unwrap();
    insta::assert_snapshot!(layout(&document.plan));
}

#[test]
fn sources_of_other_tools_say_what_to_run_first() {
    for (text, expected) in [
        ("resource \"azurerm_kubernetes_cluster\" \"a\" {\n}\n", "terraform show -json"),
        ("terraform {\n  required_version = \"1\"\n}", "terraform show -json"),
        ("resource aks 'Microsoft.ContainerService/managedClusters@2025-05-01' = {\n}\n", "az bicep build"),
        ("using 'main.bicep'\nparam x = 1\n", "az bicep build-params"),
        (
            "apiVersion: infrastructure.cluster.x-k8s.io/v1beta1\nkind: AzureManagedMachinePool\nmetadata:\n  name: a\n",
            "az aks show",
        ),
    ] {
        let error = codec::read(text).unwrap_err();
        assert!(
            matches!(error, ReadError::Source { .. }) && error.to_string().contains(expected),
            "{text}: {error}"
        );
    }
}
