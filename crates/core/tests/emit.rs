//! What snippets say: every property of a plan, or a gap; nothing that was not asked for; the same in each dialect.

use poolwright::plan::Map;

use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::emit::{
    Dialect, Options, Snippet, SpanKind, Steps, operation_steps, parameters, render, render_az,
    render_operation, steps as steps_of, text_of, workload,
};
use poolwright::lint::{self, Date};
use poolwright::operations::{Change, Operation, Upgrade};
use poolwright::plan::{
    CLUSTER_PROPERTIES, Decimal, Kind, Mode, NodePool, POOL_PROPERTIES, Plan, Property, Value, presets,
};
use poolwright::to_json::{Json, Object, compact};

fn plan() -> Plan {
    let mut plan = Plan::default();
    plan.cluster.name = "myAKSCluster".to_owned();
    plan.cluster.resource_group = "myResourceGroup".to_owned();
    plan.cluster.location = "eastus".to_owned();
    plan.pools = vec![
        presets::system_pool("first"),
        NodePool { mode: Some(Mode::User), ..presets::system_pool("second") },
    ];
    plan
}

/// The text without what changes with every release: the product's version and the dates of its facts.
fn undated(snippet: &Snippet) -> String {
    let text = snippet.text();
    let (before, rest) = text.split_once("Poolwright ").unwrap();
    let (_, after) = rest.split_once("VM sizes as of ").unwrap();
    format!(
        "{before}Poolwright VERSION, rules as of DATE, VM sizes as of DATE{}",
        &after["2026-08-01".len()..]
    )
}

fn text(plan: &Plan, dialect: Dialect) -> String {
    render(plan, dialect, &Options::default()).text()
}

/// The words of a bash text: every command but the question for a password.
fn az(plan: &Plan) -> Vec<String> {
    let text = text(plan, Dialect::Az);
    let commands = text.split_once("\naz ").map_or("", |(_, commands)| commands);
    shlex::split(&format!("az {}", commands.trim_end_matches(")\n").replace(" \\\n", " "))).unwrap()
}

/// A value that is not the default of the property.
fn sample<T>(property: &Property<T>) -> Value {
    match property.kind {
        Kind::Text => Value::Text(if property.key.ends_with("SubnetID") {
            "/subnet".to_owned()
        } else {
            "sample".to_owned()
        }),
        Kind::Keyword(words) => Value::Text((*words.last().unwrap()).to_owned()),
        Kind::Whole => Value::Whole(7),
        Kind::Decimal => Value::Decimal(Decimal::parse("0.125").unwrap()),
        Kind::Flag => Value::Flag(true),
        Kind::List => Value::List(vec!["key=sample:NoSchedule".to_owned()]),
        Kind::Map => Value::Map(Map::from([("key".to_owned(), "sample".to_owned())])),
        Kind::Tree => Value::Tree(Object::from_iter([("sample".to_owned(), Json::from(1))])),
        Kind::Items => Value::Items(vec![Object::from_iter([("sample".to_owned(), Json::from(1))])]),
        Kind::Subnets => Value::Subnets(Vec::new()),
    }
}

/// The keys whose gaps a snippet has for a pool, or for the cluster.
fn gaps(snippet: &Snippet, pool: Option<usize>) -> Vec<&'static str> {
    snippet.gaps.iter().filter(|gap| gap.pool == pool).filter_map(|gap| gap.field).collect()
}

/// What is known of a pool, but is nothing to ask for.
const FACTS: [&str; 3] = ["creationData.sourceVmSize", "powerState.code", "provisioningState"];

#[test]
fn every_property_of_a_pool_is_written_or_a_gap() {
    for dialect in Dialect::ALL {
        for place in [0, 1] {
            for property in POOL_PROPERTIES.iter().filter(|property| !FACTS.contains(&property.key)) {
                let mut changed = plan();
                assert!(property.put(&mut changed.pools[place], Some(sample(property))), "{}", property.key);
                let mut without = plan();
                property.put(&mut without.pools[place], None);
                let snippet = render(&changed, dialect, &Options::default());
                let said = lines(&snippet.text()) != lines(&text(&without, dialect));
                let gap = gaps(&snippet, Some(place)).contains(&property.key);
                // azurerm has no Gateway pools and none of virtual machines: the whole pool is a gap. A Gateway pool
                // changes the cluster too.
                let is_left_out =
                    property.key == "mode" || (dialect == Dialect::Terraform && property.key == "type");
                assert!(
                    said != gap || (is_left_out && gap),
                    "{} of pool {place} in {}: said {said}, gap {gap}",
                    property.key,
                    dialect.name()
                );
            }
        }
    }
}

#[test]
fn what_is_not_known_is_written_where_a_language_can() {
    let tree = |text: &str| serde_json::from_str::<Json>(text).unwrap().as_object().cloned().unwrap();
    let mut plan = plan();
    plan.pools[1].gpu_driver = Some(poolwright::plan::GpuDriver::Install);
    plan.pools[1].unknown =
        tree(r#"{"newer": {"deep": [1, {"copy": [1]}]}, "gpuProfile": {"newest": "[x]"}}"#);
    for dialect in Dialect::ALL {
        let snippet = render(&plan, dialect, &Options::default());
        let is_gap = gaps(&snippet, Some(1)).contains(&"otherProperties");
        let cannot = [Dialect::Terraform, Dialect::TerraformAvm, Dialect::BicepAvm].contains(&dialect);
        assert_eq!(is_gap, cannot, "{}", dialect.name());
    }
    let template = serde_json::from_str::<Json>(&text(&plan, Dialect::Arm)).unwrap();
    let written = compact(&template);
    assert!(written.contains(r#""gpuProfile":{"driver":"Install","newest":"[[x]"}"#), "{written}");
    // What could be a word of the language is data.
    assert!(written.contains(r#""newer":"[json('{\"deep\":[1,{\"copy\":[1]}]}')]""#), "{written}");
    assert!(text(&plan, Dialect::Bicep).contains(r#"newer: json('{"deep":[1,{"copy":[1]}]}')"#));
    plan.pools[1].unknown = tree(r#"{"copy": [1]}"#);
    for dialect in Dialect::ALL {
        let snippet = render(&plan, dialect, &Options::default());
        assert!(gaps(&snippet, Some(1)).contains(&"otherProperties"), "{}", dialect.name());
    }
}

/// The text without its comments.
fn lines(text: &str) -> Vec<&str> {
    let metadata = text.split_once("  \"metadata\": {\n").and_then(|(_, rest)| rest.split_once("\n  },\n"));
    let text = metadata.map_or(text, |(_, rest)| rest);
    text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("// ")).collect()
}

#[test]
fn every_property_of_a_cluster_is_written_or_a_gap_or_ours() {
    const OURS: [&str; 10] = [
        "existing",
        "partial",
        "purpose",
        "preview",
        "apiVersion",
        "azureCli",
        "networkProfile.dockerBridgeCidr",
        "subnets",
        "powerState.code",
        "provisioningState",
    ];
    for dialect in Dialect::ALL {
        for property in CLUSTER_PROPERTIES.iter().filter(|property| !OURS.contains(&property.key)) {
            let mut changed = plan();
            assert!(property.put(&mut changed.cluster, Some(sample(property))), "{}", property.key);
            let snippet = render(&changed, dialect, &Options::default());
            let said = lines(&snippet.text()) != lines(&text(&plan(), dialect));
            let gap = gaps(&snippet, None).contains(&property.key);
            // The resource group is none of a template's business.
            let elsewhere = dialect.has_stacks() && property.key == "resourceGroup";
            assert!(said || gap || elsewhere, "{} in {}", property.key, dialect.name());
        }
    }
}

#[test]
fn gaps_are_those_of_the_tools() {
    let mut full = plan();
    for pool in &mut full.pools {
        for property in
            POOL_PROPERTIES.iter().filter(|property| !["name", "mode", "osType"].contains(&property.key))
        {
            property.put(pool, Some(sample(property)));
        }
    }
    let of = |dialect, pool| gaps(&render(&full, dialect, &Options::default()), Some(pool));
    // What a command has no word for is deployed by it as a resource, so that only what ARM can't say is left out.
    for dialect in [Dialect::Az, Dialect::AzPwsh, Dialect::PowerShell, Dialect::Arm, Dialect::Bicep] {
        for pool in [0, 1] {
            let mut keys = vec!["osSKU", "nodeInitializationTaints", "enableOSDiskFullCaching"];
            if pool == 0 {
                // The version of the pool that is part of the cluster is the cluster's.
                keys.push("orchestratorVersion");
            }
            assert_eq!(of(dialect, pool), keys, "{}", dialect.name());
        }
    }
    assert_eq!(
        of(Dialect::Terraform, 0),
        [
            "osSKU",
            "nodeTaints",
            "scaleSetPriority",
            "scaleSetEvictionPolicy",
            "spotMaxPrice",
            "upgradeSettings.maxUnavailable",
            "podIPAllocationMode",
            "networkProfile.allowedHostPorts",
            "networkProfile.nodePublicIPTags",
            "networkProfile.dranet.mode",
            "securityProfile.enableSecureBoot",
            "securityProfile.enableVTPM",
            "securityProfile.sshAccess",
            "gpuProfile.nvidia.managementMode",
            "type",
            "virtualMachinesProfile",
            "gatewayProfile.publicIPPrefixSize",
            "nodeInitializationTaints",
            "enableOSDiskFullCaching",
            "messageOfTheDay",
            "artifactStreamingProfile.enabled",
            "windowsProfile.disableOutboundNat",
            "localDNSProfile",
            "kubeletConfig",
            "linuxOSConfig",
            "otherProperties",
        ]
    );
    assert_eq!(
        of(Dialect::Terraform, 1),
        [
            "osSKU",
            "upgradeSettings.maxSurge",
            "upgradeSettings.maxUnavailable",
            "podIPAllocationMode",
            "networkProfile.allowedHostPorts",
            "networkProfile.nodePublicIPTags",
            "networkProfile.dranet.mode",
            "securityProfile.enableSecureBoot",
            "securityProfile.enableVTPM",
            "securityProfile.sshAccess",
            "gpuProfile.nvidia.managementMode",
            "type",
            "virtualMachinesProfile",
            "gatewayProfile.publicIPPrefixSize",
            "nodeInitializationTaints",
            "enableOSDiskFullCaching",
            "messageOfTheDay",
            "artifactStreamingProfile.enabled",
            "localDNSProfile",
            "kubeletConfig",
            "linuxOSConfig",
            "otherProperties",
            "nodeTaints",
            "nodeLabels",
        ]
    );
}

/// The lines of a Terraform text for a plan, without their indent.
fn terraform(plan: &Plan) -> Vec<String> {
    let text = text(plan, Dialect::Terraform);
    lines(&text).iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn terraform_has_one_of_two_upgrade_settings() {
    let of = |place: usize, surge: Option<&str>, unavailable: Option<&str>| {
        let mut plan = plan();
        let pool = &mut plan.pools[place];
        pool.max_surge = surge.map(str::to_owned);
        pool.max_unavailable = unavailable.map(str::to_owned);
        pool.node_soak = Some(7);
        let said = terraform(&plan);
        let said = said
            .iter()
            .filter(|line| ["max_s", "max_u", "node_so"].iter().any(|name| line.starts_with(name)));
        let gaps = gaps(&render(&plan, Dialect::Terraform, &Options::default()), Some(place));
        (said.cloned().collect::<Vec<_>>().join(", "), gaps.join(", "))
    };
    let own = |text: &str| text.to_owned();
    let soak = "node_soak_duration_in_minutes = 7";
    let (surge, unavailable) = ("upgradeSettings.maxSurge", "upgradeSettings.maxUnavailable");
    assert_eq!(of(1, Some("2"), None), (format!("max_surge = \"2\", {soak}"), own("")));
    assert_eq!(of(1, Some("0"), Some("2")), (format!("max_unavailable = \"2\", {soak}"), own("")));
    assert_eq!(of(1, Some("2"), Some("0%")), (format!("max_surge = \"2\", {soak}"), own("")));
    assert_eq!(of(1, Some("2"), Some("1")), (format!("max_surge = \"2\", {soak}"), own(unavailable)));
    assert_eq!(of(1, None, None), (own(""), own("upgradeSettings.nodeSoakDurationInMinutes")));
    assert_eq!(of(0, Some("2"), Some("0")), (format!("max_surge = \"2\", {soak}"), own("")));
    let both = format!("{unavailable}, upgradeSettings.nodeSoakDurationInMinutes");
    assert_eq!(of(0, None, Some("1")), (own(""), both));
    // Spot pools need neither, and take neither.
    let mut plan = plan();
    plan.pools[1] =
        NodePool { max_surge: Some("1".to_owned()), node_soak: Some(7), ..presets::spot_pool("spot", 5) };
    assert!(terraform(&plan).contains(&soak.to_owned()));
    let gaps = gaps(&render(&plan, Dialect::Terraform, &Options::default()), Some(1));
    assert!(gaps.contains(&surge) && gaps.contains(&"nodeTaints"), "{gaps:?}");
}

#[test]
fn terraform_gets_values_where_its_defaults_differ() {
    let mut plan = plan();
    let has = |plan: &Plan, line: &str| terraform(plan).iter().any(|said| said == line);
    assert!(has(&plan, "mode = \"Manual\"") && has(&plan, "type = \"SystemAssigned\""));
    // AKS turns the issuer on by itself, and Terraform would recreate the cluster to turn it off.
    let issuer = "oidc_issuer_enabled = false";
    assert!(!has(&plan, issuer));
    for (version, is_off) in [("1.33", true), ("1.33.9", true), ("1.34", false), ("1.40.1", false)] {
        plan.cluster.kubernetes_version = Some(version.to_owned());
        assert_eq!(has(&plan, issuer), is_off, "{version}");
    }
    // Nodes that the autoscaler made are not taken away again.
    plan.pools.iter_mut().for_each(|pool| *pool.autoscaling = true);
    assert!(has(&plan, "ignore_changes = [default_node_pool[0].node_count]"));
    assert!(has(&plan, "ignore_changes = [node_count]"));
    // The argument says the opposite.
    *plan.pools[1].disable_outbound_nat = true;
    assert!(has(&plan, "outbound_nat_enabled = false"));
    // The first pool takes one taint.
    plan.pools[0].taints =
        vec!["CriticalAddonsOnly=true:NoSchedule".to_owned(), "a=b:NoSchedule".to_owned()].into();
    assert!(has(&plan, "only_critical_addons_enabled = true"));
    assert!(gaps(&render(&plan, Dialect::Terraform, &Options::default()), Some(0)).contains(&"nodeTaints"));
    let disk = |plan: &Plan| {
        gaps(&render(plan, Dialect::Terraform, &Options::default()), None).contains(&"osDiskType")
    };
    assert!(disk(&plan));
    plan.pools.iter_mut().for_each(|pool| pool.os_disk_type = Some(poolwright::plan::OsDiskType::Ephemeral));
    assert!(!disk(&plan) && has(&plan, "os_disk_type = \"Ephemeral\""));
}

#[test]
fn objects_of_a_pool_are_blocks_in_terraform() {
    let mut plan = plan();
    let tree = |text: &str| serde_json::from_str::<Json>(text).unwrap().as_object().cloned();
    plan.cluster.auto_scaler_profile = tree(
        r#"{"scan-interval": "20s", "ok-total-unready-count": "4", "skip-nodes-with-local-storage": "true"}"#,
    );
    plan.pools[0].kubelet_config =
        tree(r#"{"cpuCfsQuota": false, "failSwapOn": false, "podMaxPids": 9, "seccomp": 1}"#);
    plan.pools[1].linux_os_config = tree(
        r#"{"swapFileSizeMB": 1500, "sysctls": {"netIpv4IpLocalPortRange": "32000 60000", "vmSwappiness": 5}}"#,
    );
    let said = terraform(&plan).join("\n");
    for wanted in [
        "auto_scaler_profile {\nscan_interval = \"20s\"\nmax_unready_nodes = \"4\"\nskip_nodes_with_local_storage = true\n}",
        "kubelet_config {\ncpu_cfs_quota_enabled = false\npod_max_pid = 9\n}",
        "linux_os_config {\nswap_file_size_mb = 1500\n\nsysctl_config {\nnet_ipv4_ip_local_port_range_min = 32000\nnet_ipv4_ip_local_port_range_max = 60000\nvm_swappiness = 5\n}\n}",
    ] {
        assert!(said.contains(wanted), "{said}");
    }
    let snippet = render(&plan, Dialect::Terraform, &Options::default());
    let of_trees = |gap: &&poolwright::emit::Gap| {
        matches!(gap.field, Some("kubeletConfig" | "linuxOSConfig" | "autoScalerProfile"))
    };
    let gaps: Vec<&str> = snippet.gaps.iter().filter(of_trees).map(|gap| gap.text.as_str()).collect();
    assert_eq!(
        gaps,
        [
            "first: kubeletConfig has seccomp, which Terraform does not support; use ARM or Bicep.",
            "second: linuxOSConfig does not set netIpv4TcpTwReuse, but Terraform sets it to false; set it in the plan to get the same value everywhere.",
        ]
    );
}

#[test]
fn the_network_of_a_pool_is_a_block_in_terraform() {
    let text = r#"{"version": 1, "cluster": {"name": "c", "resourceGroup": "r", "location": "eastus"}, "pools": [
        {"name": "sys", "mode": "System", "count": 3, "networkProfile": {"applicationSecurityGroups": ["/a", "/b"]}},
        {"name": "p", "mode": "User", "count": 2, "networkProfile": {"allowedHostPorts": [
            {"portStart": 80, "portEnd": 80, "protocol": "TCP"}, {"portStart": 4000, "portEnd": 5000, "protocol": "UDP"}],
            "nodePublicIPTags": [{"ipTagType": "RoutingPreference", "tag": "Internet"}]}},
        {"name": "odd", "mode": "User", "count": 2, "networkProfile": {"allowedHostPorts": [{"portStart": 0, "portEnd": 80, "protocol": "TCP"}],
            "nodePublicIPTags": [{"ipTagType": "A", "tag": "1"}, {"ipTagType": "A", "tag": "2"}]}}]}"#;
    let plan = codec::read(text).unwrap().plan;
    let said = terraform(&plan).join("\n");
    for wanted in [
        "node_network_profile {\napplication_security_group_ids = [\"/a\", \"/b\"]\n}",
        "node_network_profile {\nnode_public_ip_tags = {\n\"RoutingPreference\" = \"Internet\"\n}\n\nallowed_host_ports {\nport_start = 80\nport_end = 80\nprotocol = \"TCP\"\n}\n\nallowed_host_ports {\nport_start = 4000\nport_end = 5000\nprotocol = \"UDP\"\n}\n}",
    ] {
        assert!(said.contains(wanted), "{said}");
    }
    let of = |pool| gaps(&render(&plan, Dialect::Terraform, &Options::default()), Some(pool));
    assert_eq!((of(0), of(1)), (vec![], vec![]));
    assert_eq!(of(2), ["networkProfile.allowedHostPorts", "networkProfile.nodePublicIPTags"]);
}

#[test]
fn pools_follow_one_another_in_bicep_and_terraform() {
    let mut plan = plan();
    for name in ["second", "third"] {
        plan.pools.push(NodePool { mode: Some(Mode::User), ..presets::system_pool(name) });
    }
    let terraform = text(&plan, Dialect::Terraform);
    for (label, before) in [("pool_3", "second"), ("third", "pool_3")] {
        assert!(
            terraform.contains(&format!("\"{label}\" {{\n")),
            "two blocks may not have one label: {terraform}"
        );
        assert!(
            terraform
                .contains(&format!("  depends_on = [azurerm_kubernetes_cluster_node_pool.{before}]\n}}\n")),
            "{terraform}"
        );
    }
    plan.cluster.existing = true;
    let bicep = text(&plan, Dialect::Bicep);
    for (symbol, before) in [("secondPool", "firstPool"), ("pool3", "secondPool"), ("thirdPool", "pool3")] {
        let (_, block) = bicep.split_once(&format!("resource {symbol} ")).unwrap();
        assert!(
            block.split_once("\n}").unwrap().0.ends_with(&format!("  dependsOn: [\n    {before}\n  ]")),
            "{bicep}"
        );
    }
    // A cluster is never without a System pool, so those come first.
    plan.pools[0].mode = Some(Mode::User);
    plan.pools[3].mode = Some(Mode::System);
    let bicep = text(&plan, Dialect::Bicep);
    let at = |symbol: &str| bicep.find(&format!("resource {symbol} ")).unwrap();
    assert!(at("thirdPool") < at("firstPool"), "{bicep}");
}

fn flat(text: &str) -> String {
    text.replace("\n//   ", " ").replace("\n#   ", " ")
}

/// A new cluster holds its first System pool, wherever that is in the plan, and nothing else of its pools.
#[test]
fn a_template_holds_one_pool_inside_the_cluster_and_the_others_beside_it() {
    let mut plan = plan();
    plan.pools.swap(0, 1);
    plan.cluster.kubernetes_version = Some("1.34".to_owned());
    for version in ["1.33", "1.34"] {
        plan.pools[1].kubernetes_version = Some(version.to_owned());
        let template = serde_json::from_str::<Json>(&text(&plan, Dialect::Arm)).unwrap();
        let resources = template.as_object().unwrap()["resources"].as_array().unwrap();
        let inside = resources[0].as_object().unwrap()["properties"].as_object().unwrap();
        let inside = inside["agentPoolProfiles"].as_array().unwrap();
        assert_eq!((resources.len(), inside.len()), (2, 1));
        let inside = inside[0].as_object().unwrap();
        assert!(inside["name"] == "first" && !inside.contains_key("orchestratorVersion"));
        // A version that is the cluster's isn't a loss.
        let gaps = gaps(&render(&plan, Dialect::Bicep, &Options::default()), Some(1));
        assert_eq!(gaps.contains(&"orchestratorVersion"), version == "1.33");
    }
    assert!(
        flat(&text(&plan, Dialect::Bicep)).contains("first, the first System pool of the plan, is part of")
    );
}

/// A template says of a change of the cluster what the migration says: the command, or why there is none.
#[test]
fn a_change_of_the_cluster_has_the_command_that_the_migration_has() {
    let mut plan = plan();
    let mut today = plan.clone();
    today.cluster.network_plugin = Some(poolwright::plan::NetworkPlugin::Kubenet);
    plan.cluster.network_plugin = Some(poolwright::plan::NetworkPlugin::Azure);
    plan.cluster.network_plugin_mode = Some(poolwright::plan::NetworkPluginMode::Overlay);
    plan.cluster.sku = Some(poolwright::plan::Sku::Automatic);
    plan.baseline = Some(Box::new(today));
    let written = flat(&text(&plan, Dialect::Bicep));
    let overlay = "networkProfile.networkPlugin, networkProfile.networkPluginMode change, which this file leaves out: az aks update --resource-group 'myResourceGroup' --name 'myAKSCluster' --network-plugin azure --network-plugin-mode overlay";
    assert!(written.contains(overlay), "{written}");
    let automatic = "sku.name changes, which this file leaves out. The documents describe the change from Automatic to Base only";
    assert!(written.contains(automatic), "{written}");
    assert!(!written.contains("--sku"), "{written}");
}

/// What a cluster has today is its baseline: the cluster is never written, and what it deletes or changes is stated.
#[test]
fn of_a_cluster_that_exists_only_its_pools_are_written() {
    let mut plan = plan();
    let mut today = plan.clone();
    today.pools.push(NodePool { mode: Some(Mode::User), ..presets::system_pool("old") });
    today.pools.push(NodePool { mode: Some(Mode::User), ..presets::system_pool("older") });
    today.pools[1].labels = Map::from([("a".to_owned(), "b".to_owned())]).into();
    today.cluster.tier = Some(poolwright::plan::SkuTier::Free);
    plan.cluster.tier = Some(poolwright::plan::SkuTier::Standard);
    today.cluster.kubernetes_version = Some("1.33".to_owned());
    plan.cluster.kubernetes_version = Some("1.34".to_owned());
    plan.pools[1].vm_size = Some("Standard_D8ds_v5".to_owned());
    plan.baseline = Some(Box::new(today));
    for dialect in [Dialect::Arm, Dialect::Bicep] {
        let written = flat(&text(&plan, dialect));
        for said in [
            "old was removed from this file, and stays until you delete it after it is drained: az aks nodepool delete --resource-group 'myResourceGroup' --cluster-name 'myAKSCluster' --name 'old'",
            "az aks update --resource-group 'myResourceGroup' --name 'myAKSCluster' --tier standard",
            "az aks upgrade --resource-group 'myResourceGroup' --name 'myAKSCluster' --kubernetes-version '1.34' --control-plane-only",
            "AKS refuses this file: second can\u{2019}t change vmSize.",
            "run the migration first",
        ] {
            assert!(written.contains(said), "{said}: {written}");
        }
        assert!(!written.contains("agentPoolProfiles") && !written.contains("Creates"), "{written}");
        // Labels that the plan no longer has are reset.
        assert!(written.contains("nodeLabels: {}") || written.contains("\"nodeLabels\": {}"), "{written}");
        let stack = render(&plan, dialect, &Options { stack: true, ..Options::default() }).text();
        let stack = flat(&stack);
        for said in [
            "az stack group create --name myAKSCluster-pools --resource-group myResourceGroup --template-file FILE --action-on-unmanage deleteResources --deny-settings-mode none",
            "New-AzResourceGroupDeploymentStack -Name 'myAKSCluster-pools'",
            "older is removed later, since each deployment deletes one pool; it is still in this file.",
        ] {
            assert!(stack.contains(said), "{said}: {stack}");
        }
        assert!(stack.contains("olderPool ") || stack.contains("'older')]"), "{stack}");
        assert!(!stack.contains("oldPool ") && !stack.contains("'old')]"), "{stack}");
    }
    let terraform = flat(&text(&plan, Dialect::Terraform));
    assert!(terraform.contains("old was removed from this file: terraform plan shows that it is destroyed"));
    assert!(
        !terraform.contains("removed {") && !terraform.contains("resource \"azurerm_kubernetes_cluster\"")
    );
}

#[test]
fn gaps_are_in_the_comments_too() {
    let mut plan = plan();
    plan.pools[1].initialization_taints = vec!["a=b:NoSchedule".to_owned()].into();
    for dialect in [Dialect::Az, Dialect::AzPwsh, Dialect::PowerShell] {
        let snippet = render(&plan, dialect, &Options::default());
        let gap = snippet.gaps.iter().find(|gap| gap.pool == Some(1)).unwrap();
        assert_eq!(gap.field, Some("nodeInitializationTaints"));
        assert!(
            snippet.text().contains("# Differs from the plan: second: nodeInitializationTaints "),
            "{}",
            snippet.text()
        );
    }
}

#[test]
fn what_a_flag_takes_from_a_file_is_in_a_file_of_the_script() {
    let mut plan = plan();
    let tree = |text: &str| serde_json::from_str::<Json>(text).unwrap().as_object().cloned();
    plan.pools[1].kubelet_config = tree(r#"{"cpuManagerPolicy": "static"}"#);
    plan.pools[1].message_of_the_day = Some("aGVsbG8=".to_owned());
    let script = text(&plan, Dialect::Az);
    for line in [
        "(\nfiles=\"$(mktemp -d)\" &&\ntrap 'rm -rf \"$files\"' EXIT &&\n",
        "printf '%s' 'hello' >\"$files/message-of-the-day.txt\" &&\n",
        "printf '%s\\n' \\\n  '{' \\\n  '  \"cpuManagerPolicy\": \"static\"' \\\n  '}' \\\n  >\"$files/kubelet-config.json\" &&\n",
        "--kubelet-config \"$files/kubelet-config.json\"\n)",
    ] {
        assert!(script.contains(line), "{line} in {script}");
    }
    let script = text(&plan, Dialect::PowerShell);
    for line in [
        "    Import-Module Az.Aks\n",
        "KubeletConfig     = [Microsoft.Azure.Management.ContainerService.Models.KubeletConfig]@{ CpuManagerPolicy = 'static' }\n",
        "MessageOfTheDay   = 'aGVsbG8='\n",
    ] {
        assert!(script.contains(line), "{line} in {script}");
    }
    // What the tool would not read goes by the resource, as do keys that nobody knows.
    plan.pools[1].kubelet_config = tree(r#"{"cpuManagerPolicy": "static", "newer": 1}"#);
    for dialect in [Dialect::Az, Dialect::AzPwsh, Dialect::PowerShell] {
        let snippet = render(&plan, dialect, &Options::default());
        assert_eq!(gaps(&snippet, Some(1)), [""; 0]);
        assert!(snippet.text().contains(r#""newer": 1"#), "{}", snippet.text());
    }
}

#[test]
fn nothing_is_written_that_the_plan_does_not_set() {
    let plan = Plan {
        pools: vec![
            NodePool { name: "a".to_owned(), mode: Some(Mode::System), ..NodePool::default() },
            NodePool { name: "b".to_owned(), mode: Some(Mode::User), ..NodePool::default() },
        ],
        ..plan()
    };
    let words = "az group create --name myResourceGroup --location eastus && \
                 az aks create --resource-group myResourceGroup --name myAKSCluster --location eastus --nodepool-name a --node-count 3 --no-ssh-key && \
                 az aks nodepool add --resource-group myResourceGroup --cluster-name myAKSCluster --name b --mode User --node-count 3 --os-type Linux";
    assert_eq!(az(&plan), words.split_whitespace().collect::<Vec<_>>());
    let template = serde_json::from_str::<Json>(&text(&plan, Dialect::Arm)).unwrap();
    let resources = template.as_object().unwrap().get("resources").unwrap().as_array().unwrap();
    let properties = |place: usize| compact(resources[place].as_object().unwrap().get("properties").unwrap());
    const REST: &str = r#""count":3,"osType":"Linux","type":"VirtualMachineScaleSets""#;
    let inside = format!(r#"{{"name":"a","mode":"System",{REST}}}"#);
    assert_eq!(properties(0), format!(r#"{{"dnsPrefix":"myAKSCluster","agentPoolProfiles":[{inside}]}}"#));
    assert_eq!(properties(1), format!(r#"{{"mode":"User",{REST}}}"#));
}

#[test]
fn an_existing_cluster_only_gets_pools() {
    let mut plan = plan();
    plan.cluster.existing = true;
    assert_eq!(az(&plan).iter().filter(|word| *word == "az").count(), 2);
    assert!(!text(&plan, Dialect::Az).contains("az aks create"));
    assert!(!text(&plan, Dialect::PowerShell).contains("New-AzAksCluster"));
    let template = text(&plan, Dialect::Arm);
    let first = "[format('{0}/{1}', parameters('clusterName'), 'first')]";
    assert!(template.contains(first) && !template.contains("agentPoolProfiles"));
    let before = "\"[resourceId('Microsoft.ContainerService/managedClusters/agentPools', parameters('clusterName'), 'first')]\"";
    assert!(template.contains(&format!(r#""dependsOn": [{before}]"#)), "one change at a time: {template}");
}

#[test]
fn the_cluster_is_created_with_a_pool_that_aks_takes_there() {
    let mut plan = plan();
    plan.pools.swap(0, 1);
    plan.pools.insert(0, presets::spot_pool("spot", 5));
    let words = az(&plan);
    let name = words.iter().position(|word| word == "--nodepool-name").unwrap();
    assert_eq!(words[name + 1], "first");
    let added: Vec<&String> = words
        .iter()
        .zip(words.iter().skip(1))
        .filter(|(flag, _)| *flag == "--name")
        .map(|(_, name)| name)
        .collect();
    assert_eq!(added, ["myResourceGroup", "myAKSCluster", "spot", "second"]);
}

#[test]
fn an_autoscaled_pool_names_its_first_number_of_nodes() {
    let mut plan = plan();
    plan.pools[1].count = None;
    *plan.pools[1].autoscaling = true;
    for (min, max, count) in [(4, 8, 4), (0, 2, 2), (0, 9, 3)] {
        (plan.pools[1].min_count, plan.pools[1].max_count) = (Some(min), Some(max));
        let words = az(&plan).join(" ");
        assert!(
            words.contains(&format!(
                "--node-count {count} --enable-cluster-autoscaler --min-count {min} --max-count {max}"
            )),
            "{words}"
        );
    }
}

#[test]
fn what_az_aks_create_cannot_say_follows_as_an_update() {
    let mut plan = plan();
    plan.pools[0].max_surge = Some("33%".to_owned());
    plan.pools[0].drain_timeout = Some(45);
    let words = az(&plan).join(" ");
    let update = "&& az aks nodepool update --resource-group myResourceGroup --cluster-name myAKSCluster --name first --max-surge 33% --drain-timeout 45 && az aks nodepool add";
    assert!(words.contains(update), "{words}");
    let powershell = text(&plan, Dialect::PowerShell);
    assert!(
        powershell.contains("        NodeMaxSurge          = '33%'\n")
            && powershell.contains("\n    Update-AzAksNodePool @pool\n"),
        "{powershell}"
    );
}

#[test]
fn words_that_az_would_not_take_as_they_are_meant_are_in_a_resource() {
    let mut plan = plan();
    let pool = &mut plan.pools[1];
    pool.tags = Map::from(
        [("-a", "1"), ("b", "file@"), ("c=d", "2"), ("e", "3\0")]
            .map(|(key, value)| (key.to_owned(), value.to_owned())),
    )
    .into();
    pool.taints = ["a=b:NoSchedule,c=d:NoSchedule", "e:NoSchedule", "f=g:NoSchedule"]
        .map(str::to_owned)
        .to_vec()
        .into();
    pool.vnet_subnet = Some("nodes".to_owned());
    let snippet = render(&plan, Dialect::Az, &Options::default());
    let gaps: Vec<&str> = snippet.gaps.iter().map(|gap| gap.text.as_str()).collect();
    insta::assert_snapshot!(gaps.join("\n"));
    // All of it is in the pool's resource.
    let words = az(&plan).join(" ");
    assert!(words.contains("az deployment group create --resource-group myResourceGroup"), "{words}");
    for part in [
        r#""-a": "1""#,
        r#""c=d": "2""#,
        r#""e": "3\u0000""#,
        r#""a=b:NoSchedule,c=d:NoSchedule""#,
        r#""e:NoSchedule""#,
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
    plan.pools[1].taints = Vec::new().into();
    plan.pools[1].vnet_subnet = None;
    // Alone, a word that begins with a dash can be joined to its flag.
    plan.pools[1].tags = Map::from([("-a".to_owned(), "1".to_owned())]).into();
    assert!(az(&plan).contains(&"--tags=-a=1".to_owned()));
}

/// az puts the content of a file where a word, or what is behind its first equals sign, begins with an at sign.
#[test]
fn a_command_in_which_az_would_read_a_file_is_a_resource() {
    let mut plan = plan();
    let mut third = plan.pools[1].clone();
    third.name = "third".to_owned();
    plan.pools.push(third);
    let tag = |value: &str| Map::from([("k".to_owned(), value.to_owned())]);
    plan.pools[1].tags = tag("@/etc/passwd").into();
    let snippet = render(&plan, Dialect::Az, &Options::default());
    let words = az(&plan).join(" ");
    assert!(!words.contains("--name second") && words.contains("--name third"), "{words}");
    assert!(words.contains(r#""name": "myAKSCluster/second","#) && snippet.gaps.is_empty(), "{words}");
    assert!(words.contains(r#""k": "@/etc/passwd""#), "{words}");
    plan.cluster.tags = tag("@x").into();
    for dialect in [Dialect::Az, Dialect::AzPwsh] {
        let snippet = render(&plan, dialect, &Options::default());
        assert!(snippet.gaps.is_empty() && !snippet.text().contains("az aks create"), "{}", snippet.text());
        let update = [change("nodeLabels", Some(Value::Map(tag("@x"))))];
        let update = Operation::UpdatePool("third".to_owned(), update.to_vec());
        let snippet = render_operation(&plan, &update, dialect, &Options::default()).unwrap();
        assert!(snippet.gaps.is_empty() && snippet.text().contains(r#""k": "@x""#), "{}", snippet.text());
    }
    // A resource group is named by a word of az.
    plan.cluster.resource_group = "@x".to_owned();
    let snippet = render(&plan, Dialect::Az, &Options::default());
    assert!(snippet.lines.is_empty() && !snippet.gaps.is_empty());
    plan.cluster.resource_group = "group".to_owned();
    // In the middle of a word, or alone, an at sign is one.
    plan.cluster.tags = Map::default().into();
    for plain in ["a@b", "@", "", "x=@y", "k@"] {
        plan.pools[1].tags = tag(plain).into();
        assert!(az(&plan).contains(&format!("k={plain}")), "{plain}");
    }
}

#[test]
fn an_old_image_is_written_where_the_tool_takes_it() {
    let mut plan = plan();
    plan.pools[1].os_sku = Some(poolwright::plan::OsSku::Mariner);
    let gap = |dialect| gaps(&render(&plan, dialect, &Options::default()), Some(1)).contains(&"osSKU");
    assert!(az(&plan).join(" ").contains("--os-sku Mariner") && !gap(Dialect::Az));
    assert!(gap(Dialect::Arm) && gap(Dialect::PowerShell) && gap(Dialect::Terraform));
    let image = |word: &str| vec![change("osSKU", Some(Value::Text(word.to_owned())))];
    for (word, command) in [
        ("CBLMariner", Some("az resource update")),
        ("Mariner", None),
        ("AzureLinux", Some("az aks nodepool update")),
    ] {
        let operation = Operation::UpdatePool("first".to_owned(), image(word));
        let snippet = render_operation(&plan, &operation, Dialect::Az, &Options::default());
        assert_eq!(snippet.is_some(), command.is_some(), "{word}");
        let text = snippet.map(|snippet| snippet.text()).unwrap_or_default();
        assert!(text.contains(command.unwrap_or_default()), "{text}");
    }
}

#[test]
fn side_effects_of_creating_a_cluster_are_stated() {
    const ROLE: &str = "role Network Contributor";
    let has_gap = |plan: &Plan, dialect, word: &str| {
        let snippet = render(plan, dialect, &Options::default());
        let steps = steps_of(plan, dialect);
        assert_eq!(snippet.gaps, steps.gaps);
        snippet.gaps.iter().any(|gap| gap.field.is_none() && gap.text.contains(word))
    };
    let mut plan = plan();
    for dialect in Dialect::ALL {
        assert!(!has_gap(&plan, dialect, ROLE) && !has_gap(&plan, dialect, "Log Analytics"));
    }
    plan.pools[0].vnet_subnet = Some("/subnets/one".to_owned());
    plan.pools[1].vnet_subnet = Some("/subnets/ONE".to_owned());
    for dialect in Dialect::ALL {
        assert!(has_gap(&plan, dialect, ROLE), "{}", dialect.name());
        assert!(!has_gap(&plan, dialect, "subnets of second too"));
        let create = render_operation(&plan, &Operation::Create, dialect, &Options::default()).unwrap();
        assert!(create.gaps.iter().any(|gap| gap.text.contains(ROLE)), "{}", dialect.name());
    }
    plan.pools[1].vnet_subnet = Some("/subnets/two".to_owned());
    assert!(has_gap(&plan, Dialect::Az, "subnets of second too"));
    plan.cluster.sku = Some(poolwright::plan::Sku::Automatic);
    assert!(
        has_gap(&plan, Dialect::AzPwsh, "Log Analytics") && !has_gap(&plan, Dialect::Arm, "Log Analytics")
    );
    // A cluster that is there is not made.
    plan.cluster.existing = true;
    assert!(!has_gap(&plan, Dialect::Az, ROLE) && !has_gap(&plan, Dialect::Arm, ROLE));
}

#[test]
fn the_page_writes_the_azure_cli_text_as_the_library_does() {
    for (name, plan) in examples() {
        let both = [render(&plan, Dialect::Az, &Options::default()), render_az(&plan, &Options::default())];
        let [all, own] = both.map(|snippet| (snippet.text(), snippet.gaps));
        assert_eq!(all, own, "{name}");
    }
}

#[test]
fn hints_name_no_dialect_that_cannot_say_it_either() {
    // Whatever a gap of one property says, "use ARM" or "use az" is true: there, the property isn't a gap.
    for place in [None, Some(0), Some(1)] {
        let keys: Vec<&str> = match place {
            None => CLUSTER_PROPERTIES.iter().map(|property| property.key).collect(),
            Some(_) => POOL_PROPERTIES.iter().map(|property| property.key).collect(),
        };
        for key in keys {
            let mut plan = plan();
            if let Some(place) = place {
                let property = poolwright::plan::property::find(POOL_PROPERTIES, key).unwrap();
                property.put(&mut plan.pools[place], Some(sample(property)));
            } else {
                let property = poolwright::plan::property::find(CLUSTER_PROPERTIES, key).unwrap();
                property.put(&mut plan.cluster, Some(sample(property)));
            }
            let gap = |dialect| {
                let gaps = render(&plan, dialect, &Options::default()).gaps;
                gaps.into_iter().find(|gap| gap.pool == place && gap.field == Some(key)).map(|gap| gap.text)
            };
            let words = [
                (Dialect::Arm, "ARM"),
                (Dialect::Az, " az or"),
                (Dialect::PowerShell, "Azure PowerShell or"),
            ];
            for message in Dialect::ALL.into_iter().filter_map(gap) {
                // A message about a part of a value is tested where that part is.
                let Some((_, hint)) = message.split_once("; use").filter(|_| !message.contains(" has "))
                else {
                    continue;
                };
                for (dialect, word) in words.iter().filter(|(_, word)| hint.contains(word)) {
                    assert_eq!(gap(*dialect), None, "{word} for {key}: {message}");
                }
            }
        }
    }
}

#[test]
fn machines_that_can_be_none_are_left_out() {
    let machines = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let operation = Operation::DeleteMachines("second".to_owned(), names);
        render_operation(&plan(), &operation, Dialect::Az, &Options::default())
    };
    let snippet = machines(&["aks-1", "-a", "@b"]).unwrap();
    assert_eq!(gaps(&snippet, Some(1)), ["name", "name"]);
    assert!(snippet.text().contains("--machine-names 'aks-1' &&"), "{}", snippet.text());
    assert!(!snippet.gaps.iter().any(|gap| gap.text.contains("use ARM")));
    assert!(machines(&["-a"]).is_none());
}

#[test]
fn settings_of_the_autoscaler_have_the_kinds_of_the_schema() {
    let mut plan = plan();
    let settings = r#"{"max-empty-bulk-delete": 10, "scale-down-utilization-threshold": 0.5, "balance-similar-node-groups": true,
        "ignore-daemonsets-utilization": "true", "expander": "random"}"#;
    plan.cluster.auto_scaler_profile = serde_json::from_str::<Json>(settings).unwrap().as_object().cloned();
    let said = text(&plan, Dialect::Arm);
    for line in [
        r#""max-empty-bulk-delete": "10","#,
        r#""scale-down-utilization-threshold": "0.5","#,
        r#""balance-similar-node-groups": "true","#,
        r#""ignore-daemonsets-utilization": true,"#,
        r#""expander": "random""#,
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    assert!(text(&plan, Dialect::Bicep).contains("'max-empty-bulk-delete': '10'"));
}

#[test]
fn the_bridge_of_docker_is_a_gap_everywhere() {
    let mut plan = plan();
    plan.cluster.docker_bridge_cidr = Some("172.17.0.1/16".to_owned());
    for dialect in Dialect::ALL {
        let snippet = render(&plan, dialect, &Options::default());
        assert!(gaps(&snippet, None).contains(&"networkProfile.dockerBridgeCidr"), "{}", dialect.name());
    }
}

#[test]
fn keys_that_differ_in_case_alone_are_told_apart() {
    for [first, second] in [["Team", "team"], ["Ärger", "ärger"], ["Ж", "ж"]] {
        let mut plan = plan();
        plan.pools[1].labels = Map::from([first, second].map(|key| (key.to_owned(), "x".to_owned()))).into();
        let snippet = render(&plan, Dialect::PowerShell, &Options::default());
        assert_eq!(gaps(&snippet, Some(1)), [""; 0], "{}", snippet.text());
        let table = format!(
            "(& {{ $table = [Collections.Hashtable]::new([StringComparer]::Ordinal); $table['{first}'] = 'x'; $table['{second}'] = 'x'; $table }})"
        );
        assert!(snippet.text().contains(&table), "{}", snippet.text());
    }
}

#[test]
fn tiers_are_spelled_as_each_tool_expects() {
    let said = |tier: &str| {
        let mut plan = plan();
        CLUSTER_PROPERTIES
            .iter()
            .find(|property| property.key == "tier")
            .unwrap()
            .put(&mut plan.cluster, Some(Value::Text(tier.to_owned())));
        let powershell = render(&plan, Dialect::PowerShell, &Options::default());
        let gap = gaps(&powershell, None).contains(&"tier");
        (
            az(&plan).join(" ").contains(&format!("--tier {}", tier.to_lowercase())),
            powershell.text().contains("EnableUptimeSLA       = $true"),
            gap,
            powershell.text().contains(&format!("\"tier\": \"{tier}\"")),
        )
    };
    assert_eq!(said("Free"), (true, false, false, false));
    assert_eq!(said("Standard"), (true, true, false, false));
    // The cmdlet has no word for it, so that the cluster is deployed.
    assert_eq!(said("Premium"), (true, false, false, true));
}

#[test]
fn no_snippet_holds_a_secret_and_each_dialect_asks_for_it() {
    let mut plan = plan();
    plan.cluster.windows_admin = Some("azureuser".to_owned());
    assert!(text(&plan, Dialect::Az).contains("--windows-admin-password=\"$windows_password\""));
    assert!(
        text(&plan, Dialect::PowerShell)
            .contains("WindowsProfileAdminUserPassword = (Read-Host -AsSecureString ")
    );
    let template = serde_json::from_str::<Json>(&text(&plan, Dialect::Arm)).unwrap();
    let parameters = template.as_object().unwrap().get("parameters").unwrap();
    assert_eq!(
        compact(parameters),
        concat!(
            r#"{"clusterName":{"type":"string","defaultValue":"myAKSCluster"},"location":{"type":"string","defaultValue":"eastus"},"#,
            r#""windowsAdminUsername":{"type":"string","defaultValue":"azureuser"},"windowsAdminPassword":{"type":"securestring"}}"#
        )
    );
    assert!(text(&plan, Dialect::Bicep).contains("@secure()\nparam windowsAdminPassword string\n"));
    assert!(text(&plan, Dialect::Terraform).contains("  type        = string\n  sensitive   = true\n}\n"));
    // Pools alone need no password.
    plan.cluster.existing = true;
    for dialect in Dialect::ALL {
        assert!(!text(&plan, dialect).to_lowercase().contains("password"));
    }
}

#[test]
fn a_refused_plan_says_so_above_its_text() {
    let refused = ["pool-name-syntax: Bad Name; $(x) is not a name.\n\"Words\" of the server.".to_owned()];
    let options = Options { refused: refused.to_vec(), ..Options::default() };
    let az = render(&plan(), Dialect::Az, &options).text();
    assert!(
        az.contains(
            "# AKS refuses: pool-name-syntax: Bad Name\\; \\$\\(x\\) is not a name.\\\\n\\\"Words\\\" of the server.\n"
        ),
        "{az}"
    );
    let arm = render(&plan(), Dialect::Arm, &options).text();
    assert!(
        arm.contains(r#""pool-name-syntax: Bad Name; $(x) is not a name.\n\"Words\" of the server.""#),
        "{arm}"
    );
}

#[test]
fn spans_are_the_text() {
    for dialect in Dialect::ALL {
        let snippet = render(&plan(), dialect, &Options::default());
        let joined: String = snippet
            .lines
            .iter()
            .map(|line| line.iter().map(|span| span.text.as_ref()).collect::<String>() + "\n")
            .collect();
        assert_eq!(joined, snippet.text());
        assert!(snippet.lines.iter().flatten().all(|span| !span.text.contains('\n')));
        for kind in [SpanKind::Comment, SpanKind::Flag, SpanKind::Value, SpanKind::Plain] {
            assert!(
                snippet.lines.iter().flatten().any(|span| span.kind == kind),
                "{kind:?} in {}",
                dialect.name()
            );
        }
    }
}

#[test]
fn dialects_are_found_by_name() {
    for dialect in Dialect::ALL {
        assert_eq!(Dialect::parse(&dialect.name().to_uppercase()), Some(dialect));
    }
    assert_eq!(Dialect::parse("pulumi"), None);
}

/// The plans that come with the product.
fn examples() -> Vec<(String, Plan)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let mut found: Vec<(String, Plan)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(".plan.json")?.to_owned();
            Some((name, codec::read(&std::fs::read_to_string(&path).unwrap()).unwrap().plan))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(found.len() >= 6);
    found
}

#[test]
fn examples_in_every_dialect() {
    for (name, plan) in examples() {
        for dialect in Dialect::ALL {
            let snippet = render(&plan, dialect, &Options::default());
            insta::assert_snapshot!(format!("{name}-{}", dialect.name()), undated(&snippet));
        }
    }
}

fn change(key: &'static str, value: Option<Value>) -> Change {
    Change { key, value }
}

#[test]
fn operations() {
    let name = || "second".to_owned();
    let operations = [
        Operation::Create,
        Operation::AddPool(name()),
        Operation::ShowPool(name()),
        Operation::SetMode(name(), Mode::System),
        Operation::ScalePool(name(), 5),
        Operation::UpdatePool(
            name(),
            vec![
                change("nodeLabels", Some(Value::Map(Map::from([("team".to_owned(), "a b".to_owned())])))),
                change("nodeTaints", None),
                change("upgradeSettings.maxSurge", Some(Value::Text("33%".to_owned()))),
            ],
        ),
        Operation::UpgradePool(name(), Upgrade::Version("1.34".to_owned())),
        Operation::UpgradePool(name(), Upgrade::NodeImage),
        Operation::UpgradeControlPlane("1.34".to_owned()),
        Operation::UpgradeAll("1.34".to_owned()),
        Operation::StopPool(name()),
        Operation::StartPool(name()),
        Operation::DeleteMachines(name(), vec!["aks-second-1".to_owned(), "aks-second-2".to_owned()]),
        Operation::DeletePool(name()),
        Operation::DeleteGroup,
    ];
    for dialect in Dialect::ALL {
        let texts = operations
            .iter()
            .filter_map(|operation| render_operation(&plan(), operation, dialect, &Options::default()));
        let texts: Vec<String> = texts.map(|snippet| undated(&snippet)).collect();
        insta::assert_snapshot!(format!("operations-{}", dialect.name()), texts.join("\n"));
    }
    assert!(
        render_operation(&plan(), &Operation::AddPool("third".to_owned()), Dialect::Az, &Options::default())
            .is_none()
    );
    assert!(render_operation(&plan(), &Operation::DeleteGroup, Dialect::Arm, &Options::default()).is_none());
}

#[test]
fn resets_of_an_update_are_written_or_a_gap() {
    let mut plan = plan();
    let pool = &mut plan.pools[1];
    (*pool.secure_boot, *pool.artifact_streaming) = (true, true);
    pool.scale_down_mode = Some(poolwright::plan::ScaleDownMode::Deallocate);
    pool.ssh_access = Some(poolwright::plan::SshAccess::Disabled);
    pool.drain_timeout = Some(45);
    pool.local_dns = Some(Object::from_iter([("mode".to_owned(), Json::from("Required"))]));
    pool.labels = Map::from([("key".to_owned(), "value".to_owned())]).into();
    // The key, and the line of each language that sets it; `None` if the language has none.
    let words = [
        ("securityProfile.enableSecureBoot", Some("\"enableSecureBoot\": false"), None),
        ("artifactStreamingProfile.enabled", Some("\"enabled\": false"), None),
        ("securityProfile.sshAccess", Some("\"sshAccess\": \"LocalUser\""), None),
        ("scaleDownMode", Some("\"scaleDownMode\": \"Delete\""), Some("scale_down_mode       = \"Delete\"")),
        ("nodeLabels", Some("\"nodeLabels\": {}"), Some("node_labels           = {}")),
        ("upgradeSettings.drainTimeoutInMinutes", None, None),
        ("localDNSProfile", None, None),
    ];
    for (key, arm, terraform) in words {
        for (dialect, line) in [(Dialect::Arm, arm), (Dialect::Terraform, terraform)] {
            let update = |changes| {
                let operation = Operation::UpdatePool("second".to_owned(), changes);
                render_operation(&plan, &operation, dialect, &Options::default())
            };
            let Some(line) = line else {
                // Alone, it has no words; beside something else, it is a gap.
                assert!(update(vec![change(key, None)]).is_none(), "{key} in {}", dialect.name());
                let beside = change("tags", Some(Value::Map(Map::from([("a".to_owned(), "b".to_owned())]))));
                let snippet = update(vec![change(key, None), beside]).unwrap();
                assert!(gaps(&snippet, Some(1)).contains(&key), "{key} in {}", dialect.name());
                continue;
            };
            let snippet = update(vec![change(key, None)]).unwrap();
            assert!(lines(&snippet.text()).iter().any(|said| said.contains(line)), "{}", snippet.text());
            assert!(!gaps(&snippet, Some(1)).contains(&key), "{key} in {}", dialect.name());
        }
    }
    // The rest of the pool is written even where a language can't express a part of it.
    let access = change("securityProfile.sshAccess", Some(Value::Text("EntraId".to_owned())));
    let operation = Operation::UpdatePool("second".to_owned(), vec![access]);
    assert!(render_operation(&plan, &operation, Dialect::Terraform, &Options::default()).is_none());
}

#[test]
fn a_text_says_what_the_rules_find_and_where_its_plan_is() {
    let mut plan = plan();
    plan.pools[0].count = Some(1);
    let report = lint::check(&plan, &Catalog::embedded(), Date::parse("2026-11-24").unwrap());
    let options = Options::from_report(&report, Some("https://example.org/#1abc-_"));
    for dialect in Dialect::ALL {
        let text = render(&plan, dialect, &options).text();
        assert!(text.contains(&format!("Verdict: {}", report.verdict())), "{text}");
        assert!(text.contains("Unsupported: system-pool-min-nodes"), "{text}");
        assert!(text.contains("https://example.org/#1abc-_"), "{text}");
    }
    // A link that a shell could interpret isn't written into a comment.
    let options = Options { link: Some("https://example.org/?a&b#1"), ..Options::default() };
    assert!(!render(&plan, Dialect::Az, &options).text().contains("example.org"));
}

/// The titles of steps, and their texts in one.
fn described(steps: &Steps) -> (Vec<&str>, String) {
    let titles = steps.steps.iter().map(|step| step.title.as_str()).collect();
    (titles, steps.steps.iter().map(|step| text_of(&step.lines)).collect())
}

#[test]
fn the_work_is_cut_into_steps_that_leave_nothing_out() {
    let mut plan = plan();
    plan.pools[0].max_surge = Some("33%".to_owned());
    let steps = steps_of(&plan, Dialect::Az);
    let (titles, texts) = described(&steps);
    assert_eq!(
        titles,
        [
            "Create the resource group myResourceGroup",
            "Create the cluster myAKSCluster",
            "Set the rest of the node pool first",
            "Add the node pool second"
        ]
    );
    let whole = render(&plan, Dialect::Az, &Options::default());
    assert_eq!(steps.gaps, whole.gaps);
    let (_, commands) = whole.text().split_once("\n\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(texts, commands.replace(" &&\n", "\n"));
    assert_eq!(described(&steps_of(&plan, Dialect::Arm)).0, ["Deploy the template"]);
}

#[test]
fn a_pool_is_drained_before_it_is_deleted() {
    let operation = Operation::DeletePool("second".to_owned());
    for dialect in [Dialect::Az, Dialect::AzPwsh, Dialect::PowerShell] {
        let steps = operation_steps(&plan(), &operation, dialect).unwrap();
        let (titles, texts) = described(&steps);
        assert_eq!(
            titles,
            [
                "Cordon the node pool second",
                "Drain the node pool second",
                "Delete the node pool second",
                "Check that the list no longer has second"
            ]
        );
        assert!(texts.starts_with("kubectl cordon --selector 'kubernetes.azure.com/agentpool=second'\n"));
        let whole = render_operation(&plan(), &operation, dialect, &Options::default()).unwrap().text();
        assert!(
            whole.contains("# First: kubectl drain --selector kubernetes.azure.com/agentpool=second "),
            "{whole}"
        );
        assert!(!whole.lines().any(|line| line.starts_with("kubectl")), "{whole}");
    }
}

#[test]
fn what_az_in_powershell_would_change_stops_on_windows() {
    const GUARD: &str = "    if ($PSVersionTable.PSEdition -ne 'Core' -or $IsWindows) { throw 'The value ";
    let stops = |value: &str| {
        let mut plan = plan();
        plan.pools[1].tags = Map::from([("a".to_owned(), value.to_owned())]).into();
        let snippet = render(&plan, Dialect::AzPwsh, &Options::default());
        let steps = steps_of(&plan, Dialect::AzPwsh);
        let stops = snippet.text().contains(GUARD);
        assert_eq!(stops, steps.steps.iter().any(|step| text_of(&step.lines).contains(GUARD)));
        assert!(snippet.gaps.is_empty(), "{:?}", snippet.gaps);
        stops
    };
    for value in ["a&b", "a|b", "<", ">", "^", "(b)", "a\u{7}", "%PATH%", "a b\\"] {
        assert!(stops(value), "{value:?}");
    }
    for value in
        ["", "a & b", "a (b)", "33%", "a\\b", "a b\\c", "é", "$x", "`", "'", "‘’", "@x", "-x", "007", "1kb"]
    {
        assert!(!stops(value), "{value:?}");
    }
    let mut plan = plan();
    plan.cluster.resource_group = "-rg(dev)".to_owned();
    assert!(render(&plan, Dialect::AzPwsh, &Options::default()).text().contains("az group create"));
}

#[test]
fn az_asks_for_the_password_by_itself_in_powershell() {
    let mut plan = plan();
    plan.cluster.windows_admin = Some("azureuser".to_owned());
    let text = text(&plan, Dialect::AzPwsh);
    assert!(text.contains("--windows-admin-username azureuser") && !text.to_lowercase().contains("password"));
}

#[test]
fn the_parameters_file_holds_no_secret() {
    let mut plan = plan();
    insta::assert_snapshot!("parameters-none", parameters(&plan).text());
    plan.cluster.windows_admin = Some("azureuser".to_owned());
    let snippet = parameters(&plan);
    insta::assert_snapshot!("parameters-windows", snippet.text());
    assert_eq!(snippet.gaps.len(), 1);
}

#[test]
fn pods_for_each_example() {
    for (name, plan) in examples() {
        let snippet = workload(&plan, 0..plan.pools.len(), &Catalog::embedded(), &Options::default());
        insta::assert_snapshot!(format!("{name}-workload"), undated(&snippet));
    }
}

/// A plan of a System pool and a pool with these properties, of a cluster with these.
fn with_pool(cluster: &str, pool: &str) -> Plan {
    let text = format!(
        r#"{{"version": 1, "cluster": {{"name": "demo", "resourceGroup": "rg", "location": "westeurope"{cluster}}}, "pools": [
        {{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}}, {{"name": "p", {pool}}}]}}"#
    );
    codec::read(&text).unwrap().plan
}

#[test]
fn gateway_pools_come_with_the_static_egress_gateway() {
    let gateway = r#""mode": "Gateway", "count": 2"#;
    let on = [
        (Dialect::Az, "--enable-static-egress-gateway"),
        (Dialect::PowerShell, "EnableStaticEgressGateway"),
        (Dialect::Arm, "\"staticEgressGatewayProfile\""),
        (Dialect::Bicep, "staticEgressGatewayProfile: {"),
        (Dialect::BicepAvm, "staticEgressGatewayProfile: {"),
        (Dialect::TerraformAvm, "static_egress_gateway_profile = {"),
    ];
    for (dialect, words) in on {
        let new = render(&with_pool("", gateway), dialect, &Options::default());
        assert!(new.text().contains(words), "{}: {}", dialect.name(), new.text());
        let without = render(&with_pool("", r#""mode": "User""#), dialect, &Options::default());
        assert!(!without.text().contains(words), "{}", dialect.name());
        // A text for pools says what to run first; a script runs it.
        let added = render(&with_pool(r#", "existing": true"#, gateway), dialect, &Options::default());
        let is_said = added.text().contains(words)
            || added.gaps.iter().any(|gap| gap.text.contains("az aks update --resource-group"));
        assert!(is_said, "{}", dialect.name());
    }
    let terraform = render(&with_pool("", gateway), Dialect::Terraform, &Options::default());
    assert!(!terraform.text().contains("\"p\""), "a Gateway pool became another: {}", terraform.text());
}

#[test]
fn no_text_makes_virtual_machines_of_another_size() {
    let profile = |lists: &str| {
        format!(
            r#""mode": "User", "type": "VirtualMachines", "virtualMachinesProfile": {{"scale": {{{lists}}}}}"#
        )
    };
    let manual = profile(
        r#""manual": [{"size": "Standard_D4s_v3", "count": 2}, {"size": "Standard_D8s_v3", "count": 0}]"#,
    );
    let text = render(&with_pool("", &manual), Dialect::Az, &Options::default()).text();
    for words in [
        "--vm-set-type VirtualMachines",
        "--vm-sizes 'Standard_D4s_v3'",
        "--node-count 2",
        "az aks nodepool manual-scale add",
        "--vm-sizes 'Standard_D8s_v3'",
        "--node-count 0",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("deployment group create"), "{text}");
    let auto = profile(r#""autoscale": [{"size": "Standard_D4s_v3", "minCount": 5, "maxCount": 9}]"#);
    let text = render(&with_pool("", &auto), Dialect::Az, &Options::default()).text();
    // az holds its default of 3 nodes against the bounds.
    assert!(text.contains("--min-count 5") && text.contains("--node-count 5"), "{text}");
    // What the commands can't say is deployed.
    for odd in [
        profile(r#""manual": [{"size": "Standard_D4s_v3", "count": 2, "other": 1}]"#),
        profile(
            r#""manual": [{"size": "Standard_D4s_v3", "count": 2}], "autoscale": [{"size": "Standard_D8s_v3", "minCount": 1, "maxCount": 2}]"#,
        ),
        profile(r#""manual": [{"size": "Standard_D4s_v3,Standard_D8s_v3", "count": 2}]"#),
        profile(
            r#""manual": [{"size": "Standard_D4s_v3", "count": 2}, {"size": "standard_d4s_v3", "count": 1}]"#,
        ),
        format!(
            r#"{}, "vmSize": "Standard_E4s_v3""#,
            profile(r#""manual": [{"size": "Standard_D4s_v3", "count": 2}]"#)
        ),
    ] {
        let text = render(&with_pool("", &odd), Dialect::Az, &Options::default()).text();
        assert!(text.contains("deployment group create") && !text.contains("--vm-sizes"), "{text}");
    }
    // azurerm would make a scale set.
    let terraform = render(&with_pool("", &manual), Dialect::Terraform, &Options::default()).text();
    assert!(!terraform.contains("\"p\""), "{terraform}");
}

#[test]
fn a_file_names_the_command_for_a_pool_that_stops_or_starts() {
    let pool = |state: &str| {
        let text = format!(
            r#"{{"version": 1, "cluster": {{"name": "aks1", "resourceGroup": "rg1"}}, "pools": [
                {{"name": "sys1", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}},
                {{"name": "apps", "mode": "User", "count": 2, "vmSize": "Standard_D4ds_v5", "powerState": {{"code": "{state}"}}}}]}}"#
        );
        poolwright::codec::read(&text).unwrap().plan
    };
    for (from, to, command) in [
        ("Running", "Stopped", Some("az aks nodepool stop")),
        ("Stopped", "Running", Some("az aks nodepool start")),
        ("Stopped", "Stopped", None),
    ] {
        let plan = Plan { baseline: Some(Box::new(pool(from))), ..pool(to) };
        for dialect in
            [Dialect::Arm, Dialect::Bicep, Dialect::BicepAvm, Dialect::Terraform, Dialect::TerraformAvm]
        {
            let text = render(&plan, dialect, &Options::default()).text();
            assert_eq!(
                text.contains("az aks nodepool st"),
                command.is_some(),
                "{from} {to} {dialect:?}: {text}"
            );
            assert!(command.is_none_or(|command| text.contains(command)), "{text}");
        }
    }
}
