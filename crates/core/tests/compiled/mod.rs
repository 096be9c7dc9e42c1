//! What the tools make of the texts that are written: the ARM template of a Bicep file, the resources that Azure Verified
//! Modules deploy, and the plan that `terraform show -json` prints. The shape of the latter is that of Terraform 1.11.4 with
//! azurerm 5.2.0 (`fixtures/terraform`); what the modules do is read in their source, of the versions in `emit/modules.rs`.

use std::collections::BTreeMap;

use poolwright::plan::{CLUSTER_PROPERTIES, POOL_PROPERTIES};
use poolwright::to_json::{Json, Object};

use crate::readers::{self, Block, Tree};

const CLUSTER: &str = "Microsoft.ContainerService/managedClusters";
const POOL: &str = "Microsoft.ContainerService/managedClusters/agentPools";

fn object<const N: usize>(entries: [(&str, Json); N]) -> Object {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn template(resources: Vec<Json>) -> Json {
    let schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
    Json::Object(object([
        ("$schema", schema.into()),
        ("contentVersion", "1.0.0.0".into()),
        ("parameters", Json::Object(Object::new())),
        ("resources", Json::Array(resources)),
    ]))
}

/// Puts a template into a deployment, as a module is one.
pub(crate) fn nested(inner: &Json) -> Json {
    let deployment = object([
        ("type", "Microsoft.Resources/deployments".into()),
        ("apiVersion", "2025-04-01".into()),
        ("name", "module".into()),
        (
            "properties",
            Json::Object(object([
                ("mode", "Incremental".into()),
                ("expressionEvaluationOptions", Json::Object(object([("scope", "inner".into())]))),
                ("template", inner.clone()),
            ])),
        ),
    ]);
    template(vec![Json::Object(deployment)])
}

// ---------------------------------------------------------------------------------------------- Bicep

/// The values of a Bicep file's names.
type Names = BTreeMap<String, Json>;

const LOCATION: &str = "resourceGroup().location";

fn bicep_names(file: &readers::Bicep) -> Names {
    let mut names = Names::new();
    for parameter in &file.parameters {
        if let Some(rest) = parameter.strip_prefix("param ") {
            names.insert(rest.split(' ').next().unwrap().to_owned(), Json::from("secret"));
        }
    }
    for (name, default) in &file.defaults {
        let value = match default {
            Tree::Bare(bare) if bare == LOCATION => Json::from(format!("[{LOCATION}]")),
            other => of_tree(other, &Names::new()),
        };
        names.insert(name.clone(), value);
    }
    names
}

/// A literal of a template: an opening bracket is doubled.
fn literal(text: &str) -> Json {
    Json::String(if text.starts_with('[') { format!("[{text}") } else { text.to_owned() })
}

fn of_tree(tree: &Tree, names: &Names) -> Json {
    match tree {
        Tree::Text(text) => literal(text),
        Tree::Bare(bare) => match names.get(bare) {
            Some(value) => value.clone(),
            None if bare.starts_with("take('MC_") => Json::from("MC_rg_aks_westeurope"),
            None => serde_json::from_str(bare).unwrap_or_else(|_| Json::from(format!("[{bare}]"))),
        },
        Tree::List(list) => list.iter().map(|item| of_tree(item, names)).collect(),
        Tree::Object(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), of_tree(value, names))).collect::<Object>().into()
        }
    }
}

/// The template that the compiler makes of a Bicep file, with the defaults of its parameters.
pub(crate) fn bicep(text: &str) -> Json {
    let file = readers::bicep(text);
    let names = bicep_names(&file);
    let name_of = |symbol: &str| {
        let resource = file.resources.iter().find(|resource| resource.symbol == symbol).unwrap();
        let own = of_tree(resource.body.get("name"), &names).as_str().unwrap().to_owned();
        let parent = resource.body.entries().iter().find(|(key, _)| key == "parent");
        (resource, own, parent.map(|(_, parent)| parent.clone()))
    };
    let full_name = |symbol: &str| {
        let (resource, own, parent) = name_of(symbol);
        let name = match parent {
            Some(Tree::Bare(parent)) => format!("{}/{own}", name_of(&parent).1),
            _ => own,
        };
        (resource.kind.split('@').next().unwrap().to_owned(), name)
    };
    let mut resources = Vec::new();
    for resource in file.resources.iter().filter(|resource| !resource.is_existing) {
        let (kind, name) = full_name(&resource.symbol);
        let api = resource.kind.split('@').nth(1).unwrap();
        let mut out = object([("type", kind.into()), ("apiVersion", api.into()), ("name", name.into())]);
        let mut waits = Vec::new();
        for (key, value) in resource.body.entries() {
            match (key.as_str(), value) {
                ("name", _) => {}
                ("parent", Tree::Bare(symbol)) => waits.push(symbol.clone()),
                ("dependsOn", Tree::List(symbols)) => waits.extend(symbols.iter().map(|symbol| {
                    let Tree::Bare(symbol) = symbol else { panic!("{symbol:?}") };
                    symbol.clone()
                })),
                _ => drop(out.insert(key.clone(), of_tree(value, &names))),
            }
        }
        let is_there = |symbol: &&String| !name_of(symbol).0.is_existing;
        let waits = waits.iter().filter(is_there).map(|symbol| {
            let (kind, name) = full_name(symbol);
            Json::from(format!("{kind}/{name}"))
        });
        out.insert("dependsOn".to_owned(), waits.collect());
        resources.push(Json::Object(out));
    }
    template(resources)
}

/// Parameters of a pool that have other names than ARM's properties.
const BICEP_NAMES: &[(&str, &str)] = &[
    ("vnetSubnetResourceId", "vnetSubnetID"),
    ("podSubnetResourceId", "podSubnetID"),
    ("nodePublicIpPrefixResourceId", "nodePublicIPPrefixID"),
    ("proximityPlacementGroupResourceId", "proximityPlacementGroupID"),
    ("capacityReservationGroupResourceId", "capacityReservationGroupID"),
    ("hostGroupResourceId", "hostGroupID"),
];

/// What the Bicep modules make of the parameters of a pool.
fn bicep_pool(parameters: &Object) -> Object {
    let is_machines = parameters.get("type") == Some(&Json::from("VirtualMachines"));
    let mut pool = object([
        ("availabilityZones", Json::Array([1, 2, 3].map(Json::from).to_vec())),
        ("count", Json::from(1)),
        ("enableAutoScaling", Json::Bool(false)),
        ("enableEncryptionAtHost", Json::Bool(false)),
        ("enableFIPS", Json::Bool(false)),
        ("enableNodePublicIP", Json::Bool(false)),
        ("enableUltraSSD", Json::Bool(false)),
        ("osType", "Linux".into()),
        ("scaleDownMode", "Delete".into()),
        ("scaleSetEvictionPolicy", "Delete".into()),
        ("vmSize", "Standard_D2s_v3".into()),
    ]);
    for (name, value) in parameters {
        match (name.as_str(), BICEP_NAMES.iter().find(|(known, _)| known == name)) {
            ("sourceResourceId", _) => {
                let data = object([("sourceResourceId", value.clone())]);
                pool.insert("creationData".to_owned(), Json::Object(data));
            }
            (_, Some((_, key))) => drop(pool.insert((*key).to_owned(), value.clone())),
            _ => drop(pool.insert(name.clone(), value.clone())),
        }
    }
    let text = |zone: &Json| Json::from(zone.to_string());
    let zones = pool["availabilityZones"].as_array().unwrap().iter().map(text).collect();
    pool.insert("availabilityZones".to_owned(), zones);
    if is_machines {
        let left_out = ["availabilityZones", "count", "enableAutoScaling", "maxCount", "minCount", "vmSize"];
        pool.retain(|key, _| !left_out.contains(&key.as_str()));
    }
    pool
}

fn pool_resource(cluster: &str, name: &str, mut properties: Object, waits: Vec<String>) -> Json {
    properties.shift_remove("name");
    Json::Object(object([
        ("type", POOL.into()),
        ("apiVersion", "2025-10-01".into()),
        ("name", format!("{cluster}/{name}").into()),
        ("dependsOn", waits.into_iter().map(Json::from).collect()),
        ("properties", Json::Object(properties)),
    ]))
}

/// Parameters of the cluster that are properties of another name or place.
const BICEP_NETWORK: &[&str] = &[
    "networkPlugin",
    "networkPluginMode",
    "networkDataplane",
    "networkPolicy",
    "podCidr",
    "serviceCidr",
    "dnsServiceIP",
    "ipFamilies",
    "loadBalancerSku",
    "outboundType",
    "staticEgressGatewayProfile",
];
const BICEP_SAME: &[&str] = &[
    "kubernetesVersion",
    "dnsPrefix",
    "supportPlan",
    "autoUpgradeProfile",
    "nodeProvisioningProfile",
    "autoScalerProfile",
    "apiServerAccessProfile",
    "windowsProfile",
    "disableLocalAccounts",
    "publicNetworkAccess",
    "nodeResourceGroup",
];

/// The resources that a Bicep file with Azure Verified Modules deploys, as one template. The module of a cluster makes its
/// pools at once; AKS takes one at a time, which `dependsOn` stands for here.
pub(crate) fn bicep_avm(text: &str) -> Json {
    let file = readers::bicep(text);
    let names = bicep_names(&file);
    let mut resources = Vec::new();
    let (mut before, mut before_symbol): (Option<String>, Option<String>) = (None, None);
    for module in &file.resources {
        let Json::Object(parameters) = of_tree(module.body.get("params"), &names) else { panic!() };
        let text = |object: &Object, key: &str| object[key].as_str().unwrap().to_owned();
        if module.kind.contains("/agent-pool:") {
            let (cluster, name) = (text(&parameters, "managedClusterName"), text(&parameters, "name"));
            let mut pool = bicep_pool(&parameters);
            pool.shift_remove("managedClusterName");
            let earlier = before_symbol.replace(module.symbol.clone());
            let depends = module.body.entries().iter().find(|(key, _)| key == "dependsOn");
            let wanted = earlier.map(|symbol| Tree::List(vec![Tree::Bare(symbol)]));
            assert_eq!(
                depends.map(|(_, depends)| depends.clone()),
                wanted,
                "{name} waits for the pool before it"
            );
            let waits = before.replace(format!("{POOL}/{cluster}/{name}"));
            resources.push(pool_resource(&cluster, &name, pool, waits.into_iter().collect()));
            continue;
        }
        assert!(module.kind.contains("/managed-cluster:"), "{}", module.kind);
        let name = text(&parameters, "name");
        let mut network = object([
            ("ipFamilies", Json::Array(vec!["IPv4".into()])),
            ("loadBalancerSku", "standard".into()),
            ("outboundType", "loadBalancer".into()),
        ]);
        let mut properties = object([("addonProfiles", Json::Object(Object::new()))]);
        let mut sku = object([("name", "Base".into()), ("tier", "Standard".into())]);
        let mut resource = object([
            ("type", CLUSTER.into()),
            ("apiVersion", "2025-10-01".into()),
            ("name", name.clone().into()),
            ("dependsOn", Json::Array(Vec::new())),
        ]);
        let list = |value: &Json| -> Vec<Object> {
            value.as_array().unwrap().iter().map(|item| item.as_object().unwrap().clone()).collect()
        };
        let mut pools = Vec::new();
        for (key, value) in &parameters {
            match key.as_str() {
                "name" => {}
                "location" | "tags" => drop(resource.insert(key.clone(), value.clone())),
                "skuName" => drop(sku.insert("name".to_owned(), value.clone())),
                "skuTier" => drop(sku.insert("tier".to_owned(), value.clone())),
                "managedIdentities" => {
                    let identity = object([("type", "SystemAssigned".into())]);
                    resource.insert("identity".to_owned(), Json::Object(identity));
                }
                "primaryAgentPoolProfiles" => {
                    let pools = list(value).iter().map(|pool| Json::Object(bicep_pool(pool))).collect();
                    properties.insert("agentPoolProfiles".to_owned(), pools);
                }
                "agentPools" => pools = list(value),
                "aciConnectorLinuxEnabled" => {
                    let enabled = object([("enabled", value.clone())]);
                    let addons = object([("aciConnectorLinux", Json::Object(enabled))]);
                    properties.insert("addonProfiles".to_owned(), Json::Object(addons));
                }
                key if BICEP_NETWORK.contains(&key) => drop(network.insert(key.to_owned(), value.clone())),
                key if BICEP_SAME.contains(&key) => drop(properties.insert(key.to_owned(), value.clone())),
                "azurePolicyEnabled" => {}
                key if key.starts_with("enableStorageProfile") => {}
                other => panic!("the module's {other}"),
            }
        }
        if network.get("networkDataplane") == Some(&Json::from("cilium")) {
            network.insert("networkPluginMode".to_owned(), "overlay".into());
            network.insert("networkPolicy".to_owned(), "cilium".into());
        }
        properties.insert("networkProfile".to_owned(), Json::Object(network));
        let version = properties.get("kubernetesVersion").cloned();
        resource.insert("sku".to_owned(), Json::Object(sku));
        resource.insert("properties".to_owned(), Json::Object(properties));
        let tags = resource.get("tags").cloned();
        resources.push(Json::Object(resource));
        let mut waits = format!("{CLUSTER}/{name}");
        for parameters in pools {
            let mut pool = bicep_pool(&parameters);
            let own = text(&pool, "name");
            for (key, of_cluster) in [("orchestratorVersion", &version), ("tags", &tags)] {
                if let (Some(value), None) = (of_cluster, pool.get(key)) {
                    pool.insert(key.to_owned(), value.clone());
                }
            }
            let next = format!("{POOL}/{name}/{own}");
            resources.push(pool_resource(&name, &own, pool, vec![std::mem::replace(&mut waits, next)]));
        }
    }
    template(resources)
}

// ---------------------------------------------------------------------------------------------- Terraform

const GROUP: &str = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups";

fn plain(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// What a reference of a configuration is known to be before anything is made; nothing if it isn't known.
fn reference(bare: &str, file: &Block) -> Option<Json> {
    let words: Vec<&str> = bare.split('.').collect();
    let argument = |kind: &str, block: &str, name: &str| {
        match file.block(kind, &[block, "aks"]).arguments.get(name) {
            Tree::Text(text) => Json::from(text.as_str()),
            // A name that the plan leaves empty is asked for.
            _ => Json::from("answer"),
        }
    };
    match words.as_slice() {
        ["azurerm_resource_group", "aks", "id"] => {
            let name = argument("resource", "azurerm_resource_group", "name");
            Some(Json::from(format!("{GROUP}/{}", name.as_str().unwrap())))
        }
        ["azurerm_resource_group", "aks", name] => Some(argument("resource", "azurerm_resource_group", name)),
        ["data", "azurerm_kubernetes_cluster", "aks", "id"] => {
            let text =
                |name| argument("data", "azurerm_kubernetes_cluster", name).as_str().unwrap().to_owned();
            let (group, name) = (text("resource_group_name"), text("name"));
            Some(Json::from(format!("{GROUP}/{group}/providers/{CLUSTER}/{name}")))
        }
        ["azurerm_kubernetes_cluster", "aks", "id"] => None,
        ["var", _] => Some(Json::from("secret")),
        _ => panic!("{bare}"),
    }
}

/// A value of a configuration; nothing if it isn't known before something is made.
fn of_hcl(tree: &Tree, file: &Block) -> Option<Json> {
    Some(match tree {
        Tree::Text(text) => Json::from(text.as_str()),
        Tree::Bare(bare) => match serde_json::from_str(bare) {
            Ok(value) => value,
            Err(_) => reference(bare, file)?,
        },
        Tree::List(list) => list.iter().map(|item| of_hcl(item, file)).collect::<Option<Vec<_>>>()?.into(),
        Tree::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| Some((key.clone(), of_hcl(value, file)?)));
            Json::Object(entries.collect::<Option<Object>>()?)
        }
    })
}

/// What azurerm 5.2.0 sets where a configuration doesn't, by the path of the argument.
const AZURERM: &[(&str, &str)] = &[
    ("azurerm_kubernetes_cluster.ai_toolchain_operator_enabled", "false"),
    ("azurerm_kubernetes_cluster.node_os_upgrade_channel", "\"NodeImage\""),
    ("azurerm_kubernetes_cluster.oidc_issuer_enabled", "true"),
    ("azurerm_kubernetes_cluster.private_cluster_enabled", "false"),
    ("azurerm_kubernetes_cluster.private_cluster_public_fqdn_enabled", "false"),
    ("azurerm_kubernetes_cluster.role_based_access_control_enabled", "true"),
    ("azurerm_kubernetes_cluster.run_command_enabled", "true"),
    ("azurerm_kubernetes_cluster.sku_tier", "\"Free\""),
    ("azurerm_kubernetes_cluster.support_plan", "\"KubernetesOfficial\""),
    ("azurerm_kubernetes_cluster.workload_identity_enabled", "false"),
    ("azurerm_kubernetes_cluster.network_profile.load_balancer_sku", "\"standard\""),
    ("azurerm_kubernetes_cluster.network_profile.network_data_plane", "\"azure\""),
    ("azurerm_kubernetes_cluster.network_profile.outbound_type", "\"loadBalancer\""),
    ("azurerm_kubernetes_cluster.node_provisioning_profile.default_node_pools", "\"Auto\""),
    ("default_node_pool.os_disk_type", "\"Managed\""),
    ("default_node_pool.scale_down_mode", "\"Delete\""),
    ("default_node_pool.type", "\"VirtualMachineScaleSets\""),
    ("default_node_pool.ultra_ssd_enabled", "false"),
    ("kubelet_config.cpu_cfs_quota_enabled", "true"),
    ("azurerm_kubernetes_cluster_node_pool.mode", "\"User\""),
    ("azurerm_kubernetes_cluster_node_pool.os_disk_type", "\"Managed\""),
    ("azurerm_kubernetes_cluster_node_pool.os_type", "\"Linux\""),
    ("azurerm_kubernetes_cluster_node_pool.priority", "\"Regular\""),
    ("azurerm_kubernetes_cluster_node_pool.scale_down_mode", "\"Delete\""),
    ("azurerm_kubernetes_cluster_node_pool.spot_max_price", "-1"),
    ("azurerm_kubernetes_cluster_node_pool.ultra_ssd_enabled", "false"),
    ("auto_scaler_profile.balance_similar_node_groups", "false"),
    ("auto_scaler_profile.daemonset_eviction_for_empty_nodes_enabled", "false"),
    ("auto_scaler_profile.daemonset_eviction_for_occupied_nodes_enabled", "true"),
    ("auto_scaler_profile.ignore_daemonsets_utilization_enabled", "false"),
    ("auto_scaler_profile.max_node_provisioning_time", "\"15m\""),
    ("auto_scaler_profile.max_unready_nodes", "3"),
    ("auto_scaler_profile.max_unready_percentage", "45"),
    ("auto_scaler_profile.skip_nodes_with_local_storage", "false"),
    ("auto_scaler_profile.skip_nodes_with_system_pods", "true"),
];

/// The arguments of a resource or block that a real plan has, and whether each is known only afterwards.
fn shape<'a>(after: &'a Object, unknown: &'a Object) -> BTreeMap<&'a str, (bool, Json)> {
    let silent = |value: &Json| match value {
        Json::Array(list) if list.iter().all(Json::is_object) => Json::Array(Vec::new()),
        _ => Json::Null,
    };
    let known = after.iter().map(|(key, value)| (key.as_str(), (false, silent(value))));
    let unknown = unknown.iter().filter(|(_, value)| value.as_bool() == Some(true));
    known.chain(unknown.map(|(key, _)| (key.as_str(), (true, Json::Null)))).collect()
}

/// A block as a plan prints it: what is set or has a default, and what is known only afterwards.
fn planned(block: &Block, name: &str, like: Option<(&Object, &Object)>, file: &Block) -> (Object, Object) {
    let (mut after, mut unknown) = (Object::new(), Object::new());
    let empty = Object::new();
    let (like_after, like_unknown) = like.unwrap_or((&empty, &empty));
    for (key, (is_unknown, silent)) in shape(like_after, like_unknown) {
        if is_unknown {
            unknown.insert(key.to_owned(), Json::Bool(true));
        } else {
            after.insert(key.to_owned(), silent);
        }
    }
    let prefix = format!("{name}.");
    for (path, default) in AZURERM {
        if let Some(key) = path.strip_prefix(&prefix).filter(|key| !key.contains('.')) {
            unknown.shift_remove(key);
            after.insert(key.to_owned(), serde_json::from_str(default).unwrap());
        }
    }
    for (key, value) in block.arguments.entries().iter().filter(|(key, _)| key != "depends_on") {
        unknown.shift_remove(key);
        match of_hcl(value, file) {
            Some(value) => drop(after.insert(key.clone(), value)),
            None => {
                after.shift_remove(key);
                unknown.insert(key.clone(), Json::Bool(true));
            }
        }
    }
    let mut seen = Vec::new();
    for inner in block.blocks.iter().filter(|inner| inner.kind != "lifecycle") {
        let first = |object: &Object| -> Option<Object> {
            object.get(&inner.kind)?.as_array()?.first()?.as_object().cloned()
        };
        let like = first(like_after).map(|after| (after, first(like_unknown).unwrap_or_default()));
        let inner_name = if inner.kind.ends_with("_profile") && !inner.kind.starts_with("auto_scaler") {
            format!("{name}.{}", inner.kind)
        } else {
            inner.kind.clone()
        };
        let like = like.as_ref().map(|(after, unknown)| (after, unknown));
        let (inner_after, inner_unknown) = planned(inner, &inner_name, like, file);
        for (side, one) in [(&mut after, inner_after), (&mut unknown, inner_unknown)] {
            match side.get_mut(&inner.kind).and_then(Json::as_array_mut) {
                Some(list) if seen.contains(&inner.kind) => list.push(Json::Object(one)),
                _ => drop(side.insert(inner.kind.clone(), Json::Array(vec![Json::Object(one)]))),
            }
        }
        seen.push(inner.kind.clone());
    }
    (after, unknown)
}

fn change(address: &str, kind: &str, (after, unknown): (Object, Object), is_there: bool) -> Json {
    let (actions, before) = if is_there { ("update", after.clone().into()) } else { ("create", Json::Null) };
    Json::Object(object([
        ("address", address.into()),
        ("mode", "managed".into()),
        ("type", kind.into()),
        ("name", address.rsplit('.').next().unwrap().into()),
        (
            "change",
            Json::Object(object([
                ("actions", Json::Array(vec![actions.into()])),
                ("before", before),
                ("after", Json::Object(after)),
                ("after_unknown", Json::Object(unknown)),
            ])),
        ),
    ]))
}

fn show(mut changes: Vec<Json>, configuration: Json) -> Json {
    changes.sort_by_key(|change| change["address"].as_str().unwrap().to_owned());
    Json::Object(object([
        ("format_version", "1.2".into()),
        ("terraform_version", "1.11.4".into()),
        ("resource_changes", Json::Array(changes)),
        ("configuration", Json::Object(object([("root_module", configuration)]))),
    ]))
}

/// The plan of a file for azurerm.
pub(crate) fn terraform(text: &str) -> Json {
    let file = readers::hcl(text);
    let real = include_str!("../fixtures/terraform/create.plan.json");
    let real: Json = serde_json::from_str(real).unwrap();
    let like = |kind: &str| {
        let changes = real["resource_changes"].as_array().unwrap();
        let change = &changes.iter().find(|change| change["type"] == kind).unwrap()["change"];
        let side = |key: &str| change[key].as_object().unwrap().clone();
        (side("after"), side("after_unknown"))
    };
    let imports: Vec<String> = file
        .blocks
        .iter()
        .filter(|block| block.kind == "import")
        .map(|block| {
            let Tree::Bare(to) = block.arguments.get("to") else { panic!() };
            to.clone()
        })
        .collect();
    let (mut changes, mut resources) = (Vec::new(), Vec::new());
    for block in file.blocks.iter().filter(|block| block.kind == "resource") {
        let [kind, label] = block.labels.as_slice() else { panic!("{:?}", block.labels) };
        if !kind.starts_with("azurerm_kubernetes_cluster") {
            continue;
        }
        let (mut after, unknown) = like(kind);
        // An id is known after all, where everything that it is made of is.
        if kind == "azurerm_kubernetes_cluster" {
            after.shift_remove("id");
        }
        let address = format!("{kind}.{label}");
        let is_there = imports.contains(&address);
        changes.push(change(&address, kind, planned(block, kind, Some((&after, &unknown)), &file), is_there));
        let references = block.arguments.entries().iter().filter_map(|(key, value)| match value {
            Tree::Bare(bare) if bare.contains('.') && bare.parse::<f64>().is_err() => {
                let list = [bare.clone(), bare.rsplit_once('.').unwrap().0.to_owned()];
                let references = Json::Array(list.into_iter().map(Json::from).collect());
                Some((key.clone(), Json::Object(object([("references", references)]))))
            }
            _ => None,
        });
        resources.push(Json::Object(object([
            ("address", address.into()),
            ("expressions", Json::Object(references.collect())),
        ])));
    }
    show(changes, Json::Object(object([("resources", Json::Array(resources))])))
}

/// ARM's names of the module's inputs, by their letters and digits.
fn arm_names() -> BTreeMap<String, String> {
    const INNER: &[&str] = &[
        "allowedUnsafeSysctls containerLogMaxFiles containerLogMaxSizeMB cpuCfsQuota cpuCfsQuotaPeriod",
        "cpuManagerPolicy failSwapOn imageGcHighThreshold imageGcLowThreshold podMaxPids seccompDefault",
        "topologyManagerPolicy swapFileSizeMB sysctls transparentHugePageDefrag transparentHugePageEnabled",
        "vmMaxMapCount netIpv4TcpTwReuse netIpv4IpLocalPortRange netIpv4TcpkeepaliveIntvl fsFileMax",
        "kubeDNSOverrides vnetDNSOverrides cacheDurationInSeconds protocol queryLogging scale manual size count",
        "portStart portEnd ipTagType tag scan-interval expander ignore-daemonsets-utilization",
        "max-empty-bulk-delete skip-nodes-with-local-storage state",
    ];
    let tables = POOL_PROPERTIES.iter().map(|property| property.key);
    let tables = tables.chain(CLUSTER_PROPERTIES.iter().map(|property| property.key));
    let inner = INNER.iter().flat_map(|line| line.split(' '));
    tables.flat_map(|key| key.split('.')).chain(inner).map(|key| (plain(key), key.to_owned())).collect()
}

/// Whether an input of the module in Terraform is a text, into which Terraform turns flags and numbers.
fn is_text(path: &str) -> bool {
    let line = format!("{path}: string");
    include_str!("../fixtures/avm/terraform-managedcluster-0.8.1.txt")
        .lines()
        .any(|known| known.starts_with(&line))
}

/// The inputs of the module as ARM's properties.
fn of_inputs(inputs: &Object, names: &BTreeMap<String, String>) -> Object {
    let value = |key: &str, value: &Json| match value {
        Json::Object(map) if ["node_labels", "tags"].contains(&key) => Json::Object(map.clone()),
        Json::Object(map) if key.ends_with("_overrides") => {
            let zones = map.iter().map(|(zone, inner)| {
                (zone.clone(), Json::Object(of_inputs(inner.as_object().unwrap(), names)))
            });
            Json::Object(zones.collect())
        }
        Json::Object(object) => Json::Object(of_inputs(object, names)),
        Json::Array(list) => list
            .iter()
            .map(|item| item.as_object().map_or(item.clone(), |object| of_inputs(object, names).into()))
            .collect(),
        // The settings of the autoscaler are texts.
        other => other.clone(),
    };
    inputs
        .iter()
        .map(|(key, input)| {
            let name = if key == "count_of" { "count".to_owned() } else { names[&plain(key)].clone() };
            (name, value(key, input))
        })
        .collect()
}

/// What the module of a pool makes of its inputs.
fn terraform_pool(inputs: &Object, names: &BTreeMap<String, String>) -> Object {
    let mut pool = of_inputs(inputs, names);
    if pool.contains_key("maxCount") && pool.contains_key("minCount") {
        pool.shift_remove("count");
    }
    pool.shift_remove("name");
    pool
}

fn azapi(kind: &str, name: &str, parent: Option<&str>, properties: Object) -> (Object, Object) {
    let mut after = object([
        ("type", format!("{kind}@2026-03-01").into()),
        ("name", name.into()),
        ("body", Json::Object(object([("properties", Json::Object(properties))]))),
    ]);
    let mut unknown = object([("id", Json::Bool(true)), ("output", Json::Bool(true))]);
    match parent {
        Some(parent) => drop(after.insert("parent_id".to_owned(), parent.into())),
        None => drop(unknown.insert("parent_id".to_owned(), Json::Bool(true))),
    }
    (after, unknown)
}

/// The modules of a file in the order in which Terraform applies them: each waits for the one before it.
pub(crate) fn terraform_order(text: &str) -> Vec<String> {
    let file = readers::hcl(text);
    let mut order: Vec<String> = Vec::new();
    for block in file.blocks.iter().filter(|block| block.kind == "module") {
        let depends = block.arguments.entries().iter().find(|(key, _)| key == "depends_on");
        let wanted = order.last().map(|before| Tree::List(vec![Tree::Bare(before.clone())]));
        assert_eq!(depends.map(|(_, depends)| depends.clone()), wanted, "{:?}", block.labels);
        order.push(format!("module.{}", block.labels[0]));
    }
    order
}

/// The plan of a file for the Azure Verified Modules in Terraform.
pub(crate) fn terraform_avm(text: &str) -> Json {
    let file = readers::hcl(text);
    let names = arm_names();
    let (mut changes, mut calls) = (Vec::new(), Object::new());
    for block in file.blocks.iter().filter(|block| block.kind == "module") {
        let label = &block.labels[0];
        let arguments = block.arguments.entries().iter().filter(|(key, _)| key != "depends_on").cloned();
        let Some(Json::Object(mut inputs)) = of_hcl(&Tree::Object(arguments.collect()), &file) else {
            panic!()
        };
        let take = |inputs: &mut Object, key: &str| inputs.shift_remove(key);
        let source = take(&mut inputs, "source").unwrap();
        take(&mut inputs, "version");
        let parent = take(&mut inputs, "parent_id").unwrap().as_str().unwrap().to_owned();
        let name = inputs["name"].as_str().unwrap().to_owned();
        let module = format!("module.{label}");
        if source.as_str().unwrap().ends_with("//modules/agentpool") {
            let is_there = file.blocks.iter().any(|import| {
                import.kind == "import"
                    && *import.arguments.get("to") == Tree::Bare(format!("{module}.azapi_resource.this[0]"))
            });
            let resource = azapi(POOL, &name, Some(&parent), terraform_pool(&inputs, &names));
            changes.push(change(
                &format!("{module}.azapi_resource.this[0]"),
                "azapi_resource",
                resource,
                is_there,
            ));
            continue;
        }
        let (first, others) = (take(&mut inputs, "default_agent_pool"), take(&mut inputs, "agent_pools"));
        let (tags, location) = (take(&mut inputs, "tags"), take(&mut inputs, "location"));
        for key in ["name", "managed_identities", "windows_profile_password", "dns_prefix"] {
            take(&mut inputs, key);
        }
        if let Some(Json::Object(settings)) = inputs.get_mut("auto_scaler_profile") {
            for (key, value) in settings.iter_mut().filter(|(_, value)| !value.is_string()) {
                if is_text(&format!("auto_scaler_profile.{key}")) {
                    *value = Json::from(value.to_string());
                }
            }
        }
        let version = inputs.get("kubernetes_version").cloned();
        let sku =
            take(&mut inputs, "sku").map(|sku| Json::Object(of_inputs(sku.as_object().unwrap(), &names)));
        let mut properties = of_inputs(&inputs, &names);
        let with_version = |mut pool: Object| {
            if let (Some(version), false) = (&version, pool.contains_key("orchestratorVersion")) {
                pool.insert("orchestratorVersion".to_owned(), version.clone());
            }
            pool
        };
        let first = first.unwrap().as_object().unwrap().clone();
        let mut pool = with_version(terraform_pool(&first, &names));
        pool.insert("mode".to_owned(), "System".into());
        pool.insert("osType".to_owned(), "Linux".into());
        pool.entry("count".to_owned()).or_insert(Json::from(3));
        if pool.contains_key("maxCount") && pool.contains_key("minCount") {
            pool.shift_remove("count");
        }
        if let Some(tags) = &tags {
            pool.insert("tags".to_owned(), tags.clone());
        }
        let own = first["name"].as_str().unwrap();
        // The cluster is made with a part of them, and the pool gets all of them afterwards.
        let later = [
            "artifactStreamingProfile",
            "enableOSDiskFullCaching",
            "nodeInitializationTaints",
            "securityProfile",
        ];
        let mut inside: Object = pool
            .iter()
            .filter(|(key, _)| !later.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        inside.insert("name".to_owned(), own.into());
        properties.insert("agentPoolProfiles".to_owned(), Json::Array(vec![Json::Object(inside)]));
        let (mut after, unknown) = azapi(CLUSTER, &name, Some(&parent), properties);
        after["body"].as_object_mut().unwrap().insert("sku".to_owned(), sku.unwrap_or(Json::Null));
        after.insert("location".to_owned(), location.unwrap());
        after.insert("tags".to_owned(), tags.unwrap_or(Json::Null));
        let identity = object([("type", "SystemAssigned".into()), ("identity_ids", Json::Array(Vec::new()))]);
        after.insert("identity".to_owned(), Json::Array(vec![Json::Object(identity)]));
        changes.push(change(
            &format!("{module}.azapi_resource.this"),
            "azapi_resource",
            (after, unknown),
            false,
        ));
        pool.shift_remove("nodeInitializationTaints");
        let update = azapi(&POOL.replace("agentPools", "agentpools"), own, None, pool);
        let address = format!("{module}.azapi_update_resource.default_agent_pool");
        changes.push(change(&address, "azapi_update_resource", update, false));
        if let Some(version) = &version {
            let properties = object([("kubernetesVersion", version.clone())]);
            let update = azapi(CLUSTER, &name, Some(&parent), properties);
            let address = format!("{module}.azapi_update_resource.kubernetes_version[0]");
            changes.push(change(&address, "azapi_update_resource", update, false));
        }
        for (key, inputs) in others.iter().filter_map(Json::as_object).flatten() {
            let inputs = inputs.as_object().unwrap();
            let pool = with_version(terraform_pool(inputs, &names));
            let resource = azapi(POOL, inputs["name"].as_str().unwrap(), None, pool);
            let address = format!("{module}.module.nodepools[\"{key}\"].azapi_resource.this[0]");
            changes.push(change(&address, "azapi_resource", resource, false));
        }
        let references = |list: &[&str]| {
            Json::Object(object([("references", list.iter().map(|one| Json::from(*one)).collect())]))
        };
        let refers = |address: &str, to: &[&str]| {
            Json::Object(object([
                ("address", address.into()),
                ("expressions", Json::Object(object([("parent_id", references(to))]))),
            ]))
        };
        let cluster = ["azapi_resource.this.id", "azapi_resource.this"];
        let nodepools = Json::Object(object([
            ("expressions", Json::Object(object([("parent_id", references(&cluster))]))),
            (
                "module",
                Json::Object(object([(
                    "resources",
                    Json::Array(vec![refers("azapi_resource.this", &["var.parent_id"])]),
                )])),
            ),
        ]));
        let inner = object([
            (
                "resources",
                Json::Array(vec![
                    refers("azapi_resource.this", &["var.parent_id"]),
                    refers("azapi_update_resource.default_agent_pool", &cluster),
                ]),
            ),
            ("module_calls", Json::Object(object([("nodepools", nodepools)]))),
        ]);
        calls.insert(label.clone(), Json::Object(object([("module", Json::Object(inner))])));
    }
    show(changes, Json::Object(object([("module_calls", Json::Object(calls))])))
}
