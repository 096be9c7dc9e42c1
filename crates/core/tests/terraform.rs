//! Terraform plans and states, as real Terraform 1.11.4 wrote them with the schema of azurerm 5.2.0, and shapes of the
//! same kind.

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

/// azurerm sends the pools back as they were when only the version of the cluster changes.
#[test]
fn pools_keep_their_version_where_only_the_cluster_has_another() {
    let pool = |name: &str, own: &str| {
        format!(
            r#"{{"address": "azurerm_kubernetes_cluster_node_pool.{name}", "type": "azurerm_kubernetes_cluster_node_pool", "change": {{"actions": ["no-op"],
              "before": {{"name": "{name}", "vm_size": "Standard_D4ds_v5", "kubernetes_cluster_id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/managedClusters/c" {own}}},
              "after": {{"name": "{name}", "vm_size": "Standard_D4ds_v5", "kubernetes_cluster_id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/managedClusters/c" {own}}}}}}}"#
        )
    };
    let cluster = |version: &str| {
        format!(
            r#"{{"id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/managedClusters/c", "name": "c", "resource_group_name": "r", "location": "westeurope", "kubernetes_version": "{version}", "default_node_pool": [{{"name": "system", "vm_size": "Standard_D4ds_v5", "node_count": 2}}]}}"#
        )
    };
    let text = |to: &str| {
        format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [
              {{"address": "azurerm_kubernetes_cluster.c", "type": "azurerm_kubernetes_cluster", "change": {{"actions": ["update"], "before": {}, "after": {}}}}},
              {}, {}]}}"#,
            cluster("1.33"),
            cluster(to),
            pool("web", ""),
            pool("old", r#", "orchestrator_version": "1.32.9""#)
        )
    };
    let versions = |document: &Document| -> Vec<Option<String>> {
        document.plan.pools.iter().map(|pool| pool.kubernetes_version.clone()).collect()
    };
    let document = codec::read(&text("1.34")).unwrap();
    let of = |version: &str| Some(version.to_owned());
    assert_eq!(versions(&document), [of("1.33"), of("1.33"), of("1.32.9")]);
    let found = notes(&document);
    let said = "Terraform upgrades the control plane only: the pools \"system\", \"web\" keep their version. Set orchestrator_version to upgrade them.";
    assert!(found.contains(said), "{found}");
    let same = codec::read(&text("1.33")).unwrap();
    assert_eq!(versions(&same), [None, None, of("1.32.9")]);
    assert!(!notes(&same).contains("control plane"));
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

#[test]
fn what_is_not_known_of_a_resource_of_azapi_is_no_silence() {
    let pool = |unknown: &str| {
        format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [
            {{"address": "azapi_resource.aks", "mode": "managed", "type": "azapi_resource", "change": {{"actions": ["create"], "before": null,
                "after": {{"type": "Microsoft.ContainerService/managedClusters@2026-03-01", "name": "aks", "parent_id": "/subscriptions/0/resourceGroups/rg",
                    "location": "westeurope", "body": {{"properties": {{"agentPoolProfiles": [{{"name": "sys", "mode": "System", "count": 3}}]}}}}}},
                "after_unknown": {{"id": true, "body": {{"properties": {{"agentPoolProfiles": [{{"vnetSubnetID": true}}]}}}}}}}}}},
            {{"address": "azapi_resource.apps", "mode": "managed", "type": "azapi_resource", "change": {{"actions": ["create"], "before": null,
                "after": {{"type": "Microsoft.ContainerService/managedClusters/agentPools@2026-03-01", "name": "apps"}},
                "after_unknown": {unknown}}}}}]}}"#
        )
    };
    let [document] =
        all(&pool(r#"{"parent_id": true, "body": {"properties": {"count": true}}}"#)).try_into().unwrap();
    assert_eq!(document.unknown, [Unknown::Pool(0, "vnetSubnetID"), Unknown::Pool(1, "count")]);
    assert!(
        notes(&document).contains("vnetSubnetID isn't known before it is created"),
        "{}",
        notes(&document)
    );
    // A body of which nothing is known.
    let [document] = all(&pool(r#"{"parent_id": true, "body": true}"#)).try_into().unwrap();
    let is_unknown = |key| document.unknown.contains(&Unknown::Pool(1, key));
    assert!(["mode", "count", "vmSize", "nodeTaints"].into_iter().all(is_unknown), "{:?}", document.unknown);
}

#[test]
fn a_change_of_azapi_is_laid_over_what_it_changes() {
    let pool = "Microsoft.ContainerService/managedClusters/agentPools";
    let id = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks";
    let update = |name: &str, identity: &str, kind: &str, properties: &str| {
        format!(
            r#"{{"mode": "managed", "type": "azapi_update_resource", "name": "{name}", "instances": [{{"attributes": {{
            "type": "{kind}@2026-03-01", {identity}, "body": {{"properties": {properties}}}}}}}]}}"#
        )
    };
    let of_pool = format!(r#""name": "sys", "parent_id": "{id}""#);
    let elsewhere = of_pool.replace("/aks", "/other");
    let text = format!(
        r#"{{"version": 4, "terraform_version": "1.11.4", "resources": [
        {{"mode": "managed", "type": "azurerm_kubernetes_cluster", "name": "aks", "instances": [{{"attributes": {{"id": "{id}",
            "name": "aks", "resource_group_name": "rg", "location": "westeurope",
            "default_node_pool": [{{"name": "sys", "node_count": 3, "vm_size": "Standard_D4ds_v5", "kubelet_config": [{{"pod_max_pid": 0, "cpu_manager_policy": "static"}}]}}]}}}}]}},
        {}, {}, {}]}}"#,
        update(
            "pool",
            &of_pool,
            pool,
            r#"{"securityProfile": {"enableVTPM": true}, "count": 5, "maxPods": null}"#
        ),
        update(
            "cluster",
            &format!(r#""resource_id": "{id}""#),
            pool.split("/agentPools").next().unwrap(),
            r#"{"kubernetesVersion": "1.34"}"#
        ),
        update("other", &elsewhere, pool, r#"{"count": 9}"#),
    );
    let [document] = all(&text).try_into().unwrap();
    let sys = &document.plan.pools[0];
    assert_eq!(
        (sys.count, *sys.vtpm, document.plan.cluster.kubernetes_version.as_deref()),
        (Some(5), true, Some("1.34"))
    );
    // A state has 0 for settings that aren't set.
    let kubelet = poolwright::to_json::compact(&sys.kubelet_config.clone().unwrap().into());
    assert_eq!(kubelet, r#"{"cpuManagerPolicy":"static","failSwapOn":false}"#);
    assert!(
        notes(&document)
            .contains("azapi_update_resource.other\" changes a resource that isn't in this document")
    );
}

#[test]
fn what_tools_print_for_people_says_how_to_get_json() {
    for (text, expected) in [
        (
            "Terraform will perform the following actions:\n\n  # azurerm_kubernetes_cluster.this will be created\n",
            "terraform show -json",
        ),
        (
            "  # module.aks.azapi_resource.this must be replaced\n-/+ resource \"azapi_resource\" \"this\" {\n}",
            "terraform show -json",
        ),
        (
            "{\"@level\":\"info\",\"@module\":\"terraform.ui\"}\n{\"@level\":\"info\",\"@module\":\"terraform.ui\"}\n",
            "terraform show -json",
        ),
        ("Resource and property changes are indicated with this symbol:\n  + Create\n", "--no-pretty-print"),
        (
            "NAME          STATUS   ROLES   AGE   VERSION\naks-sys-1     Ready    agent   10d   v1.34.1\n",
            "kubectl get nodes -o json",
        ),
        (
            "\nProvisioningState       : Succeeded\nMaxAgentPools           : 100\n",
            "ConvertTo-Json -Depth 100",
        ),
        (
            "WARNING: preview\nERROR: (ResourceNotFound) The Resource 'managedClusters/x' was not found.\nCode: ResourceNotFound\n",
            "run the command again",
        ),
        ("ERROR: Please run 'az login' to setup account.\n", "run the command again"),
        (
            "Error from server (Forbidden): nodes is forbidden: User \"x\" cannot list\n",
            "run the command again",
        ),
        (
            "Get-AzAksCluster: c.ps1:1\nLine |\n   1 |  Get-AzAksCluster -Name x\n     | Operation returned an invalid status code\n",
            "run the command again",
        ),
        (
            r#"{"$schema": "x/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": {"a": {"value": 1}}}"#,
            "--parameters FILE",
        ),
    ] {
        let error = codec::read(text).unwrap_err();
        assert!(
            matches!(error, ReadError::Source { .. }) && error.to_string().contains(expected),
            "{text}: {error}"
        );
    }
    let other = codec::read(r#"{"version": 3, "deployment": {"resources": []}}"#).unwrap_err();
    assert!(!other.to_string().contains("newer Poolwright"), "{other}");
}

#[test]
fn a_replaced_resource_is_told() {
    let side = |size: &str| {
        format!(
            r#"{{"name": "rep", "location": "eastus", "resource_group_name": "rg", "default_node_pool": [{{"name": "sys", "vm_size": "{size}", "node_count": 3}}]}}"#
        )
    };
    let plan = |actions: &str| {
        format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.9.8", "resource_changes": [{{"address": "azurerm_kubernetes_cluster.k",
                "mode": "managed", "type": "azurerm_kubernetes_cluster", "change": {{"actions": {actions}, "before": {}, "after": {},
                "after_unknown": {{}}, "replace_paths": [["location"], ["network_profile", 0, "network_plugin"]]}}}}]}}"#,
            side("Standard_D4ds_v5"),
            side("Standard_D8ds_v5")
        )
    };
    let said = "$.resource_changes[0].change: Terraform replaces the cluster \"rep\": it deletes it and creates it again, because of location, network_profile.network_plugin.";
    for actions in [r#"["delete", "create"]"#, r#"["create", "delete"]"#] {
        assert_eq!(notes(&codec::read(&plan(actions)).unwrap()), said);
    }
    assert_eq!(notes(&codec::read(&plan(r#"["update"]"#)).unwrap()), "");
}

#[test]
fn nested_arguments_are_read_or_told() {
    let text = r#"{"format_version": "1.2", "terraform_version": "1.9.8", "resource_changes": [{"address": "azurerm_kubernetes_cluster.k",
        "mode": "managed", "type": "azurerm_kubernetes_cluster", "change": {"actions": ["create"], "before": null, "after_unknown": {},
        "after": {"name": "k", "location": "eastus", "resource_group_name": "rg", "automatic_channel_upgrade": "stable",
            "default_node_pool": [{"name": "sys", "vm_size": "Standard_D4ds_v5", "node_count": 3, "kubelet_config": [{"pod_max_pid": 5000, "wobble": "x"}],
                "linux_os_config": [{"sysctl_config": [{"vm_swappiness": 10, "vm_wobble": 3}]}],
                "node_network_profile": [{"allowed_host_ports": [{"port_start": 80, "port_end": 81, "protocol": "TCP"}],
                    "application_security_group_ids": ["asg"], "node_public_ip_tags": {"RoutingPreference": "Internet"}}]}],
            "network_profile": [{"network_plugin": "azure", "ebpf_data_plane": "cilium", "pod_cidrs": ["10.244.0.0/16"],
                "nat_gateway_profile": [{"idle_timeout_in_minutes": 4}], "load_balancer_profile": [{"managed_outbound_ip_count": 2}]}],
            "maintenance_window": [{"allowed": []}]}}}]}"#;
    let document = codec::read(text).unwrap();
    let layout = layout(&document.plan);
    for read in [
        r#""networkDataplane":"cilium""#,
        r#""upgradeChannel":"stable""#,
        r#""allowedHostPorts":[{"portStart":80,"portEnd":81,"protocol":"TCP"}]"#,
        r#""applicationSecurityGroups":["asg"]"#,
        r#""nodePublicIPTags":[{"ipTagType":"RoutingPreference","tag":"Internet"}]"#,
        r#""podMaxPids":5000"#,
    ] {
        assert!(layout.contains(read), "{read}: {layout}");
    }
    assert_eq!(
        notes(&document),
        "$.resource_changes[0].change.after: Not part of a plan, left out: network_profile.nat_gateway_profile, \
         network_profile.load_balancer_profile, maintenance_window, default_node_pool.kubelet_config.wobble, \
         default_node_pool.linux_os_config.sysctl_config.vm_wobble."
    );
}
