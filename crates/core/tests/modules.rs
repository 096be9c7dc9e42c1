//! Texts for Azure Verified Modules: each input that is written is one of the module's, of its type; and what the
//! module would set differently from AKS is written out or stated as a gap.

use std::collections::BTreeMap;

use crate::readers;
use crate::readers::Tree;
use poolwright::codec;
use poolwright::emit::{Dialect, Options, Snippet, render};
use poolwright::plan::{Decimal, Map, Mode, NodePool, OsSku, Plan, presets};

const BICEP: &str = include_str!("fixtures/avm/bicep-managed-cluster-0.14.0.txt");
const TERRAFORM: &str = include_str!("fixtures/avm/terraform-managedcluster-0.8.1.txt");

/// The inputs of a module by their path, and their types.
fn inputs(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (path, rest) = line.split_once(": ").unwrap();
            let ends = [" = ", " in ", " (", " default "];
            let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
            (path, &rest[..end])
        })
        .collect()
}

fn plan() -> Plan {
    let mut plan = Plan::default();
    plan.cluster.name = "aks".to_owned();
    plan.cluster.resource_group = "rg".to_owned();
    plan.cluster.location = "westeurope".to_owned();
    plan.pools = vec![
        presets::system_pool("sys"),
        NodePool { mode: Some(Mode::User), ..presets::system_pool("apps") },
    ];
    plan
}

/// A plan with all that pools and clusters can have, as far as it has a fixed type.
fn full() -> Plan {
    const POOL: &str = r#"{
        "enableAutoScaling": true, "minCount": 1, "maxCount": 5, "vmSize": "Standard_D4ds_v5", "osType": "Linux",
        "osSKU": "Ubuntu", "osDiskSizeGB": 128, "osDiskType": "Ephemeral", "kubeletDiskType": "OS", "maxPods": 60,
        "availabilityZones": ["1", "2"], "nodeTaints": ["a=b:NoSchedule"], "nodeLabels": {"x": "y"}, "tags": {"a": "b"},
        "scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Deallocate", "spotMaxPrice": -1,
        "upgradeSettings": {"maxSurge": "33%", "maxUnavailable": "0", "drainTimeoutInMinutes": 30,
            "nodeSoakDurationInMinutes": 5, "undrainableNodeBehavior": "Cordon"},
        "vnetSubnetID": "/v", "podSubnetID": "/p", "podIPAllocationMode": "StaticBlock", "orchestratorVersion": "1.34",
        "enableNodePublicIP": true, "nodePublicIPPrefixID": "/prefix", "enableEncryptionAtHost": true,
        "enableFIPS": true, "enableUltraSSD": true,
        "securityProfile": {"enableSecureBoot": true, "enableVTPM": true, "sshAccess": "Disabled"},
        "scaleDownMode": "Delete", "gpuInstanceProfile": "MIG1g", "gpuProfile": {"driver": "None", "nvidia": {"managementMode": "Unmanaged"}},
        "networkProfile": {"allowedHostPorts": [{"portStart": 80, "portEnd": 90, "protocol": "TCP"}], "applicationSecurityGroups": ["/asg"], "nodePublicIPTags": [{"ipTagType": "RoutingPreference", "tag": "Internet"}]},
        "workloadRuntime": "KataVmIsolation", "gatewayProfile": {"publicIPPrefixSize": 30},
        "proximityPlacementGroupID": "/g", "hostGroupID": "/h", "capacityReservationGroupID": "/c",
        "creationData": {"sourceResourceId": "/s"}, "messageOfTheDay": "aGk=",
        "artifactStreamingProfile": {"enabled": true}, "windowsProfile": {"disableOutboundNat": true},
        "localDNSProfile": {"mode": "Required", "kubeDNSOverrides": {"cluster.local": {"cacheDurationInSeconds": 60, "protocol": "PreferUDP"}}},
        "kubeletConfig": {"cpuManagerPolicy": "static", "containerLogMaxSizeMB": 50, "failSwapOn": false, "allowedUnsafeSysctls": ["kernel.msg*"]},
        "linuxOSConfig": {"swapFileSizeMB": 1500, "sysctls": {"vmMaxMapCount": 262144, "netIpv4IpLocalPortRange": "32000 60000", "netIpv4TcpkeepaliveIntvl": 30, "netIpv4TcpTwReuse": true}}
    }"#;
    const CLUSTER: &str = r#"{
        "name": "aks", "resourceGroup": "rg", "location": "westeurope", "sku": {"name": "Base"}, "tier": "Premium",
        "kubernetesVersion": "1.34", "supportPlan": "KubernetesOfficial",
        "autoUpgradeProfile": {"upgradeChannel": "patch", "nodeOSUpgradeChannel": "NodeImage"},
        "networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "networkDataplane": "cilium",
            "networkPolicy": "cilium", "podCidr": "10.1.0.0/16", "serviceCidr": "10.2.0.0/16", "dnsServiceIP": "10.2.0.10",
            "ipFamilies": ["IPv4"], "loadBalancerSku": "standard", "outboundType": "loadBalancer"},
        "nodeProvisioningProfile": {"mode": "Manual"}, "autoScalerProfile": {"scan-interval": "20s", "ignore-daemonsets-utilization": "true"},
        "apiServerAccessProfile": {"enablePrivateCluster": true}, "windowsProfile": {"adminUsername": "azureuser"}, "tags": {"a": "b"}
    }"#;
    let pool =
        |name: &str, mode: &str| POOL.replacen('{', &format!(r#"{{"name": "{name}", "mode": "{mode}","#), 1);
    let text = format!(
        r#"{{"version": 1, "cluster": {CLUSTER}, "pools": [{}, {}]}}"#,
        pool("sys", "System"),
        pool("apps", "User")
    );
    codec::read(&text).unwrap().plan
}

fn snippet(plan: &Plan, dialect: Dialect) -> Snippet {
    render(plan, dialect, &Options::default())
}

fn gaps(plan: &Plan, dialect: Dialect, pool: Option<usize>) -> Vec<&'static str> {
    snippet(plan, dialect).gaps.iter().filter(|gap| gap.pool == pool).filter_map(|gap| gap.field).collect()
}

// ---------------------------------------------------------------------------------------------- Bicep

fn assert_bicep_type(kind: &str, value: &Tree, path: &str) {
    let is_one = match value {
        // A parameter of the file, or the name of the managed resource group.
        Tree::Bare(bare)
            if bare.starts_with(|c: char| c.is_ascii_alphabetic())
                && !["true", "false"].contains(&bare.as_str()) =>
        {
            kind == "string"
        }
        Tree::Text(_) => kind == "string",
        Tree::Bare(bare) if bare == "true" || bare == "false" => kind == "bool",
        Tree::Bare(_) => kind == "int",
        Tree::List(list) => {
            if let Some(item) = kind.strip_prefix("array of ") {
                list.iter().for_each(|one| assert_bicep_type(item, one, path));
            }
            kind.starts_with("array")
        }
        Tree::Object(_) => kind == "object",
    };
    assert!(is_one, "{path} is {kind}, and not {value:?}");
}

/// Holds the modules of a file to the inputs of the published modules.
fn assert_bicep(plan: &Plan) {
    let inputs = inputs(BICEP);
    let file = readers::bicep(&snippet(plan, Dialect::BicepAvm).text());
    assert!(!file.resources.is_empty());
    let of_pool = |pool: &Tree, more: &[&str]| {
        for (name, value) in pool.entries().iter().filter(|(name, _)| !more.contains(&name.as_str())) {
            let path = format!("pool.{name}");
            assert_bicep_type(inputs.get(path.as_str()).unwrap_or_else(|| panic!("no {path}")), value, &path);
        }
    };
    for module in file.resources {
        let parameters = module.body.get("params");
        if module.kind.contains("/agent-pool:") {
            // A pool of its own names its cluster.
            of_pool(parameters, &["managedClusterName"]);
            continue;
        }
        for (name, value) in parameters.entries() {
            let path = format!("cluster.{name}");
            assert_bicep_type(inputs.get(path.as_str()).unwrap_or_else(|| panic!("no {path}")), value, &path);
            if let ("primaryAgentPoolProfiles" | "agentPools", Tree::List(pools)) = (name.as_str(), value) {
                pools.iter().for_each(|pool| of_pool(pool, &[]));
            }
        }
    }
}

#[test]
fn every_input_in_bicep_is_one_of_the_modules() {
    for mut plan in [plan(), full()] {
        assert_bicep(&plan);
        plan.cluster.existing = true;
        assert_bicep(&plan);
        plan.baseline = Some(Box::new(plan.clone()));
        assert_bicep(&plan);
    }
}

#[test]
fn what_the_bicep_module_would_choose_is_written_out() {
    let text = snippet(&plan(), Dialect::BicepAvm).text();
    for line in [
        "    skuTier: 'Free'\n",
        "    disableLocalAccounts: false\n",
        "    publicNetworkAccess: 'Enabled'\n",
        "    azurePolicyEnabled: false\n",
        "    enableStorageProfileDiskCSIDriver: true\n",
        "    autoUpgradeProfile: {\n      upgradeChannel: 'none'\n    }\n",
        "        availabilityZones: []\n",
        "    nodeResourceGroup: take('MC_",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    // Tags of the cluster are not those of its pools.
    let mut tagged = plan();
    tagged.cluster.tags = Map::from([("a".to_owned(), "b".to_owned())]).into();
    assert!(snippet(&tagged, Dialect::BicepAvm).text().contains("        tags: {}\n"));
    let zones = snippet(&full(), Dialect::BicepAvm).text();
    assert!(zones.contains("availabilityZones: [\n          1\n          2\n        ]\n"), "{zones}");
}

#[test]
fn what_the_bicep_module_cannot_say_is_told_with_a_way_around() {
    let mut plan = plan();
    plan.pools[1].spot_max_price = Decimal::parse("0.05");
    plan.pools[1].os_sku = Some(OsSku::AzureContainerLinux);
    plan.pools[0].vm_size = None;
    plan.pools[1].artifact_streaming = true.into();
    let of = |pool| gaps(&plan, Dialect::BicepAvm, Some(pool));
    assert_eq!(of(0), ["vmSize"]);
    assert_eq!(of(1), ["osSKU", "spotMaxPrice", "artifactStreamingProfile.enabled"]);
    let snippet = snippet(&plan, Dialect::BicepAvm);
    assert!(
        snippet.gaps.iter().any(|gap| gap.text.contains("can\u{2019}t have this price; use Bicep or ARM"))
    );
    // The module always sends a count, which is the autoscaler's.
    let mut scaled = self::plan();
    scaled.pools[1].count = None;
    *scaled.pools[1].autoscaling = true;
    (scaled.pools[1].min_count, scaled.pools[1].max_count) = (Some(2), Some(9));
    let snippet = self::snippet(&scaled, Dialect::BicepAvm);
    assert!(snippet.text().contains("        count: 2\n"), "{}", snippet.text());
    assert!(snippet.gaps.iter().any(|gap| gap.pool == Some(1) && gap.field == Some("count")));
}

#[test]
fn a_pool_whose_sizes_the_terraform_module_cannot_say_is_left_out() {
    let scale = r#"{"name": "NAME", "mode": "MODE", "type": "VirtualMachines", "virtualMachinesProfile": {"scale": {"autoscale": [{"size": "Standard_D4s_v5", "minCount": 3, "maxCount": 4}]}}}"#;
    let sys = r#"{"name": "sys", "mode": "System", "vmSize": "Standard_D4ds_v5", "count": 3}"#;
    let read = |cluster: &str, pools: &str| {
        let text = format!(
            r#"{{"version": 1, "cluster": {{"name": "aks", "resourceGroup": "rg", "location": "eastus"{cluster}}}, "pools": [{pools}]}}"#
        );
        codec::read(&text).unwrap().plan
    };
    let mix = scale.replace("NAME", "mix").replace("MODE", "User");
    for cluster in ["", r#", "existing": true"#] {
        let plan = read(cluster, &format!("{sys}, {mix}"));
        let text = snippet(&plan, Dialect::TerraformAvm).text();
        assert!(text.contains("\"sys\"") && !text.contains("\"mix\""), "{text}");
        assert_eq!(gaps(&plan, Dialect::TerraformAvm, Some(1)), ["virtualMachinesProfile"]);
    }
    let plan = read("", &scale.replace("NAME", "sys").replace("MODE", "System"));
    assert!(!snippet(&plan, Dialect::TerraformAvm).text().contains("module"));
    assert_eq!(gaps(&plan, Dialect::TerraformAvm, Some(0)), ["virtualMachinesProfile"]);
}

/// The module speaks an older version of the API, which would drop what is newer without a word.
#[test]
fn what_is_newer_than_a_module_is_a_gap() {
    let text = r#"{"version": 1, "cluster": {"name": "aks", "resourceGroup": "rg", "location": "eastus", "preview": PREVIEW}, "pools": [
        {"name": "sys", "mode": "System", "vmSize": "Standard_D4ds_v5", "count": 3, NEW},
        {"name": "apps", "mode": "User", "vmSize": "Standard_D4ds_v5", "count": 3, NEW}]}"#;
    let new = r#""networkProfile": {"dranet": {"mode": "Managed"}, "applicationSecurityGroups": ["/asg"]},
        "gpuProfile": {"driver": "Install", "nvidia": {"managementMode": "Managed"}},
        "securityProfile": {"sshAccess": "EntraId", "enableVTPM": true},
        "kubeletConfig": {"seccompDefault": "RuntimeDefault", "podMaxPids": 100}"#;
    for preview in ["false", "true"] {
        let mut plan = codec::read(&text.replace("NEW", new).replace("PREVIEW", preview)).unwrap().plan;
        for existing in [false, true] {
            plan.cluster.existing = existing;
            for pool in [0, 1] {
                let of = gaps(&plan, Dialect::BicepAvm, Some(pool));
                for key in [
                    "networkProfile.dranet.mode",
                    "gpuProfile.nvidia.managementMode",
                    "securityProfile.sshAccess",
                    "kubeletConfig",
                ] {
                    assert!(of.contains(&key), "{key}: {of:?}");
                }
                let of = gaps(&plan, Dialect::TerraformAvm, Some(pool));
                for key in ["networkProfile.dranet.mode", "securityProfile.sshAccess"] {
                    assert!(of.contains(&key), "{key}: {of:?}");
                }
            }
            let written = |dialect| {
                let text = snippet(&plan, dialect).text();
                let lines = text.lines().filter(|line| !line.trim_start().starts_with(['/', '#']));
                lines.collect::<Vec<_>>().join("\n")
            };
            let bicep = written(Dialect::BicepAvm);
            for word in ["dranet", "nvidia", "EntraId", "seccompDefault"] {
                assert!(!bicep.contains(word), "{word}: {bicep}");
            }
            for word in ["'/asg'", "driver: 'Install'", "enableVTPM: true", "podMaxPids: 100"] {
                assert!(bicep.contains(word), "{word}: {bicep}");
            }
            let terraform = written(Dialect::TerraformAvm);
            assert!(!terraform.contains("EntraId") && !terraform.contains("dranet"), "{terraform}");
        }
    }
}

/// Prints how long each text of 100 pools takes; the target is 50 ms in a release build:
/// `cargo test --release --test suite modules:: -- --ignored --nocapture`.
#[test]
#[ignore = "a measure"]
fn a_hundred_pools_are_written_quickly_in_every_language() {
    use poolwright::emit::split_files;
    let mut new = plan();
    new.pools = (0..100)
        .map(|number| poolwright::plan::NodePool {
            name: format!("pool{number}"),
            ..plan().pools[number.min(1)].clone()
        })
        .collect();
    let mut known = new.clone();
    let mut today = new.clone();
    today.pools.iter_mut().step_by(2).for_each(|pool| pool.count = Some(9));
    today.pools[99].name = "gone".to_owned();
    known.baseline = Some(Box::new(today));
    for dialect in Dialect::ALL {
        for (form, plan, stack) in [("new", &new, false), ("exists", &known, false), ("stack", &known, true)]
        {
            let options = Options { stack, ..Options::default() };
            let begin = std::time::Instant::now();
            let text = render(plan, dialect, &options).text();
            let whole = begin.elapsed();
            let begin = std::time::Instant::now();
            let files = split_files(plan, dialect, &options).map_or(0, |files| files.len());
            let (name, split) = (dialect.name(), begin.elapsed());
            println!(
                "{name:14} {form:7} {whole:>10.1?}, {} bytes; split in {files}: {split:.1?}",
                text.len()
            );
        }
    }
}

#[test]
fn a_pool_that_exists_keeps_in_bicep_what_the_module_always_sends() {
    let mut plan = plan();
    let mut today = plan.clone();
    today.pools[1].zones = vec!["1".to_owned(), "3".to_owned()].into();
    today.pools[1].count = Some(7);
    today.pools[1].encryption_at_host = true.into();
    plan.pools[1].count = None;
    plan.baseline = Some(Box::new(today));
    let text = snippet(&plan, Dialect::BicepAvm).text();
    let (_, apps) = text.split_once("module appsPool ").unwrap();
    assert!(apps.contains("availabilityZones: [\n      1\n      3\n    ]"), "{text}");
    assert!(apps.contains("count: 7\n") && apps.contains("enableEncryptionAtHost: true\n"), "{text}");
}

// ---------------------------------------------------------------------------------------------- Terraform

fn assert_terraform_type(kind: &str, value: &Tree, path: &str) {
    let is_one = match value {
        Tree::Text(_) => kind == "string",
        Tree::Bare(bare) if bare == "true" || bare == "false" => {
            kind == "bool" || path.contains("auto_scaler")
        }
        Tree::Bare(bare) if bare.starts_with(|c: char| c.is_ascii_alphabetic()) => kind == "string",
        Tree::Bare(_) => kind == "number",
        Tree::List(_) => kind.starts_with("list(") || kind.starts_with("set("),
        Tree::Object(_) => kind.starts_with("map("),
    };
    assert!(is_one, "{path} is {kind}, and not {value:?}");
}

fn assert_terraform_inputs(inputs: &BTreeMap<&str, &str>, value: &Tree, path: &str) {
    let known = inputs.get(path);
    match (value, known) {
        (_, Some(kind)) => assert_terraform_type(kind, value, path),
        (Tree::Object(entries), None) => {
            let is_map = inputs.keys().any(|known| known.starts_with(&format!("{path}[key].")));
            for (name, value) in entries {
                let inner = if is_map { format!("{path}[key]") } else { format!("{path}.{name}") };
                assert_terraform_inputs(inputs, value, &inner);
            }
        }
        (Tree::List(list), None) => {
            list.iter().for_each(|item| assert_terraform_inputs(inputs, item, &format!("{path}[]")));
        }
        _ => panic!("no input {path}: {value:?}"),
    }
}

fn assert_terraform(plan: &Plan) {
    let inputs = inputs(TERRAFORM);
    let file = readers::hcl(&snippet(plan, Dialect::TerraformAvm).text());
    let modules: Vec<_> = file.blocks.iter().filter(|block| block.kind == "module").collect();
    assert!(!modules.is_empty());
    for module in modules {
        let is_pool = module.arguments.get("source").text().ends_with("//modules/agentpool");
        for (name, value) in module.arguments.entries() {
            let path = if is_pool { format!("agent_pools[key].{name}") } else { name.clone() };
            match name.as_str() {
                "source" | "version" | "parent_id" | "depends_on" => {}
                _ => assert_terraform_inputs(&inputs, value, &path),
            }
        }
    }
}

#[test]
fn every_input_in_terraform_is_one_of_the_modules() {
    for mut plan in [plan(), full()] {
        assert_terraform(&plan);
        plan.cluster.existing = true;
        assert_terraform(&plan);
        plan.baseline = Some(Box::new(plan.clone()));
        assert_terraform(&plan);
    }
    let text = snippet(&full(), Dialect::TerraformAvm).text();
    for said in
        ["net_ipv4_tcpkeepalive_intvl  = 30", "fail_swap_on", "\"cluster.local\" = {", "spot_max_price"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn the_first_pool_of_the_terraform_module_has_what_the_module_gives_it() {
    let mut plan = plan();
    plan.pools[0].tags = Map::from([("a".to_owned(), "b".to_owned())]).into();
    assert_eq!(gaps(&plan, Dialect::TerraformAvm, Some(0)), ["tags"]);
    plan.cluster.tags = plan.pools[0].tags.clone();
    assert!(gaps(&plan, Dialect::TerraformAvm, Some(0)).is_empty());
}
