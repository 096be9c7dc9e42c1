//! What az, Azure PowerShell and ARM print, read into a plan.

use crate::any_plan::any_plan;
use poolwright::codec::{Document, PRESETS, ReadError, ReadOptions, Source, parse, read, read_all, write};
use poolwright::emit::{Dialect, Options, render};
use poolwright::plan::{
    CLUSTER_PROPERTIES, EvictionPolicy, KubeletDiskType, Mode, NetworkPlugin, NetworkPluginMode, NodePool,
    OsDiskType, OsSku, OsType, POOL_PROPERTIES, Plan, PoolType, Priority, Property, SkuTier,
};
use poolwright::syntax::Position;
use proptest::prelude::*;

fn fixture(name: &str) -> Document {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    let document = read(&std::fs::read_to_string(path).unwrap()).unwrap();
    // What was imported is a plan like any other.
    let again = read(&write(&document.plan)).unwrap();
    assert_eq!((again.plan, again.notes), (document.plan.clone(), Vec::new()), "{name}");
    document
}

fn import(text: &str) -> Document {
    read(text).unwrap()
}

fn notes(document: &Document) -> Vec<String> {
    document.notes.iter().map(ToString::to_string).collect()
}

/// The pools in short: name, mode, size, nodes and the autoscaler's bounds.
fn pools(plan: &Plan) -> Vec<String> {
    let bounds = |pool: &NodePool| match (*pool.autoscaling, pool.min_count, pool.max_count) {
        (true, min, max) => format!(" {}..{}", min.unwrap_or(-1), max.unwrap_or(-1)),
        _ => String::new(),
    };
    let mode = |pool: &NodePool| match pool.mode {
        Some(Mode::System) => "System",
        Some(Mode::User) => "User",
        _ => "?",
    };
    let in_short = |pool: &NodePool| {
        let size = pool.vm_size.as_deref().unwrap_or("?");
        let count = pool.count.unwrap_or(-1);
        format!("{} {} {size} x{count}{}", pool.name, mode(pool), bounds(pool))
    };
    plan.pools.iter().map(in_short).collect()
}

#[test]
fn a_pool_from_arm() {
    let document = fixture("arm_pool_spot.json");
    assert_eq!(document.source, Source::NodePool);
    let cluster = &document.plan.cluster;
    assert_eq!(
        (cluster.name.as_str(), cluster.resource_group.as_str()),
        ("cliakstest000001", "clitest000001")
    );
    assert!(cluster.existing);
    assert_eq!(pools(&document.plan), ["s000002 User Standard_D4plds_v5 x1"]);
    let pool = &document.plan.pools[0];
    assert_eq!(pool.priority, Some(Priority::Spot));
    assert_eq!(pool.eviction_policy, Some(EvictionPolicy::Delete));
    assert_eq!(pool.spot_max_price.as_ref().unwrap().as_str(), "88.88888");
    assert_eq!((pool.os_disk_type.clone(), pool.os_disk_size), (Some(OsDiskType::Ephemeral), Some(150)));
    assert_eq!((pool.labels.len(), pool.taints.len()), (0, 0));
    assert_eq!(
        notes(&document),
        [
            "$: AKS puts the label and the taint kubernetes.azure.com/scalesetpriority on Spot pools by itself; left out."
        ]
    );
}

#[test]
fn a_pool_of_2022_from_arm() {
    let document = fixture("arm_pool_zones.json");
    assert_eq!(pools(&document.plan), ["nodepool2 User Standard_DS2_v2 x3"]);
    let pool = &document.plan.pools[0];
    assert_eq!(*pool.zones, ["1", "2", "3"]);
    assert_eq!(pool.kubernetes_version.as_deref(), Some("1.22.6"));
    assert_eq!(notes(&document), [""; 0]);
}

#[test]
fn a_cluster_from_arm() {
    let document = fixture("arm_cluster.json");
    assert_eq!(document.source, Source::Cluster);
    let cluster = &document.plan.cluster;
    assert_eq!(
        [&cluster.name, &cluster.resource_group, &cluster.location],
        ["cliakstest000001", "clitest000001", "westus2"]
    );
    assert_eq!(
        (cluster.tier.clone(), cluster.kubernetes_version.as_deref()),
        (Some(SkuTier::Free), Some("1.32"))
    );
    assert_eq!(cluster.network_plugin, Some(NetworkPlugin::Azure));
    assert_eq!(cluster.network_plugin_mode, Some(NetworkPluginMode::Overlay));
    assert_eq!(cluster.dns_service_ip.as_deref(), Some("10.0.0.10"));
    assert!(!cluster.existing);
    assert_eq!(pools(&document.plan), ["nodepool1 System Standard_D4ds_v4 x1"]);
    assert_eq!(document.plan.pools[0].max_surge.as_deref(), Some("10%"));
    insta::assert_snapshot!(notes(&document).join("\n"), @r"
    $.properties.provisioningState: An operation isn't finished: provisioningState is Creating.
    $: Not part of a plan, left out: dnsPrefix, linuxProfile, servicePrincipalProfile, nodeResourceGroup, enableRBAC, networkProfile.loadBalancerProfile, networkProfile.podCidrs, networkProfile.serviceCidrs, disableLocalAccounts, storageProfile, oidcIssuerProfile, metricsProfile, bootstrapProfile.
    $.properties.agentPoolProfiles[0].provisioningState: An operation isn't finished: provisioningState is Creating.
    ");
}

#[test]
fn what_az_nodepool_add_prints() {
    let document = fixture("az_nodepool_add_spot.json");
    assert_eq!(document.source, Source::NodePool);
    assert_eq!(document.plan.cluster.name, "xxxxxxxxxxxxxxxx");
    assert_eq!(pools(&document.plan), ["xxxxxxxxxxxx User Standard_DS2_v2 x3 1..3"]);
    assert_eq!(document.plan.pools[0].spot_max_price.as_ref().unwrap().as_str(), "-1");
    assert_eq!(
        notes(&document),
        [
            "$.provisioningState: An operation isn't finished: provisioningState is Creating.",
            "$: AKS puts the label and the taint kubernetes.azure.com/scalesetpriority on Spot pools by itself; left out."
        ]
    );
}

#[test]
fn what_az_nodepool_list_prints() {
    let document = fixture("az_nodepool_list.json");
    assert_eq!(document.source, Source::NodePools);
    assert!(!document.plan.cluster.existing);
    assert_eq!(
        (document.plan.cluster.name.as_str(), document.plan.cluster.resource_group.as_str()),
        ("aks-demo", "rg-demo")
    );
    assert_eq!(
        pools(&document.plan),
        [
            "system System Standard_D4ds_v5 x3 3..5",
            "work User Standard_D4s_v3 x4 1..10",
            "spot User Standard_D8as_v5 x2 0..20",
            "win22 User Standard_D4s_v5 x2",
        ]
    );
    let [system, _, _, windows] = document.plan.pools.as_slice() else { panic!() };
    assert_eq!(*system.taints, ["CriticalAddonsOnly=true:NoSchedule"]);
    assert_eq!(
        (windows.os_type.clone(), windows.os_sku.clone()),
        (Some(OsType::Windows), Some(OsSku::Windows2022))
    );
    assert_eq!(
        notes(&document),
        [
            "$[2]: AKS puts the label and the taint kubernetes.azure.com/scalesetpriority on Spot pools by itself; left out."
        ]
    );
}

#[test]
fn what_az_nodepool_list_printed_in_2023() {
    let document = fixture("az_nodepool_list_2023.json");
    assert_eq!(document.plan.cluster.name, "aks-cluster1-dev");
    assert_eq!(
        pools(&document.plan),
        ["agentpool System Standard_B4ms x2 2..5", "usernodepool User Standard_B8ms x1 1..5"]
    );
    let user = &document.plan.pools[1];
    assert_eq!(*user.zones, ["2", "3", "1"]);
    assert_eq!(*user.taints, ["TenantName=tenant1:NoSchedule"]);
    assert_eq!(user.labels.get("TenantName").map(String::as_str), Some("tenant1"));
    assert_eq!(user.tags.len(), 2);
    assert!(user.vnet_subnet.as_ref().unwrap().ends_with("/subnets/snet-aks1"));
    assert_eq!(notes(&document), [""; 0]);
}

#[test]
fn what_az_aks_show_prints() {
    let document = fixture("az_aks_show.json");
    assert_eq!(document.source, Source::Cluster);
    let cluster = &document.plan.cluster;
    assert_eq!(
        [&cluster.name, &cluster.resource_group, &cluster.location],
        ["aks-demo", "rg-demo", "southcentralus"]
    );
    assert_eq!(
        (cluster.tier.clone(), cluster.kubernetes_version.as_deref()),
        (Some(SkuTier::Standard), Some("1.33"))
    );
    assert_eq!(cluster.pod_cidr.as_deref(), Some("10.244.0.0/16"));
    assert_eq!(document.plan.pools, fixture("az_nodepool_list.json").plan.pools);
    insta::assert_snapshot!(notes(&document).join("\n"), @r#"
    $: Not part of a plan, left out: disableLocalAccounts, dnsPrefix, enableRbac, networkProfile.podCidrs, networkProfile.serviceCidrs, nodeProvisioningProfile.defaultNodePools, nodeResourceGroup.
    $.agentPoolProfiles[2]: AKS puts the label and the taint kubernetes.azure.com/scalesetpriority on Spot pools by itself; left out.
    "#);
}

#[test]
fn a_pool_of_virtual_machines() {
    let document = fixture("az_nodepool_virtual_machines.json");
    assert_eq!(pools(&document.plan), [" ? ? x-1"]);
    assert_eq!(document.plan.pools[0].max_surge.as_deref(), Some("10%"));
    // It is an excerpt.
    let left_out = "$: The mode of this pool isn\u{2019}t in the text; a query may have left it out.";
    assert_eq!(notes(&document), [left_out]);
    let sizes = document.plan.pools[0].virtual_machines.as_ref().unwrap().get("scale");
    assert!(poolwright::to_json::compact(sizes.unwrap()).contains("Standard_D2as_v5"));
    let typed =
        import(r#"{"name": "vms", "mode": "User", "typePropertiesType": "VirtualMachines", "vmSize": ""}"#);
    assert_eq!(typed.plan.pools[0].pool_type, Some(PoolType::Vms));
}

#[test]
fn what_powershell_prints() {
    let document = fixture("powershell_pools.json");
    assert_eq!(
        (document.plan.cluster.name.as_str(), document.plan.cluster.resource_group.as_str()),
        ("aks-demo", "rg-demo")
    );
    assert_eq!(
        pools(&document.plan),
        ["system System Standard_D4ds_v5 x3 3..5", "win22 ? Standard_D4s_v5 x2"]
    );
    let system = &document.plan.pools[0];
    assert_eq!(system.labels.get("tier").map(String::as_str), Some("core"));
    assert_eq!(system.max_surge.as_deref(), Some("10%"));
    insta::assert_snapshot!(notes(&document).join("\n"), @r#"
    $: ConvertTo-Json -Depth 100 -EnumsAsStrings (PowerShell 7) writes words instead of numbers here.
    $[1].Mode: This must be a text, but it is the number 1; left out.
    "#);
}

/// Reads an export that was cut off all the same.
fn partial(text: &str) -> Document {
    let options = ReadOptions { partial: true, ..ReadOptions::default() };
    read_all(&parse(text).unwrap(), &options).unwrap().swap_remove(0)
}

/// A cluster as `Get-AzAksCluster | ConvertTo-Json` prints it, with one property of its pool.
fn cmdlet_cluster(property: &str) -> String {
    format!(
        r#"{{"Name": "aks", "Type": "Microsoft.ContainerService/ManagedClusters", "AgentPoolProfiles": [{{"Name": "sys", "Mode": "System", "Count": 3, {property}}}]}}"#
    )
}

/// Az prints the same keys with small letters, and a script asks for them as the API spells them.
#[test]
fn keys_in_objects_are_spelled_as_in_the_api() {
    for (printed, key, wanted) in [
        (
            r#""KubeletConfig": {"FailSwapOn": true, "PodMaxPids": 100, "New": {"A": 1}}"#,
            "kubeletConfig",
            r#"{"failSwapOn": true, "podMaxPids": 100, "New": {"A": 1}}"#,
        ),
        (
            r#""LinuxOSConfig": {"SwapFileSizeMB": 1, "Sysctls": {"NetCoreSomaxconn": 2}}"#,
            "linuxOSConfig",
            r#"{"swapFileSizeMB": 1, "sysctls": {"netCoreSomaxconn": 2}}"#,
        ),
        (
            r#""NetworkProfile": {"AllowedHostPorts": [{"PortStart": 80, "PortEnd": 81, "Protocol": "TCP"}]}"#,
            "networkProfile.allowedHostPorts",
            r#"[{"portStart": 80, "portEnd": 81, "protocol": "TCP"}]"#,
        ),
        // The names of domains are the user's.
        (
            r#""LocalDNSProfile": {"Mode": "Required", "VnetDNSOverrides": {"Mode": {"Protocol": "PreferUDP"}}}"#,
            "localDNSProfile",
            r#"{"mode": "Required", "vnetDNSOverrides": {"Mode": {"protocol": "PreferUDP"}}}"#,
        ),
        // One of the two would be lost.
        (
            r#""KubeletConfig": {"FailSwapOn": true, "failSwapOn": false}"#,
            "kubeletConfig",
            r#"{"FailSwapOn": true, "failSwapOn": false}"#,
        ),
    ] {
        let plan = import(&cmdlet_cluster(printed)).plan;
        let property = POOL_PROPERTIES.iter().find(|property| property.key == key).unwrap();
        let found = property.get(&plan.pools[0]).map(|value| value.to_json());
        assert_eq!(found, Some(serde_json::from_str(wanted).unwrap()), "{printed}");
    }
}

#[test]
fn an_export_that_was_cut_off_is_an_error_that_says_what_to_run() {
    let error = read(&cmdlet_cluster(
        r#""UpgradeSettings": "@{MaxSurge=10%; DrainTimeoutInMinutes=}", "AvailabilityZones": "1 2""#,
    ));
    assert_eq!(
        error.unwrap_err().to_string(),
        "the export was cut off at $.AgentPoolProfiles[0].UpgradeSettings and 1 more place: it has the text \"@{MaxSurge=10%; DrainTimeoutInMinutes=}\" instead of the value. Export it again with ConvertTo-Json -Depth 100."
    );
}

#[test]
fn every_shape_of_a_cut_off_is_found_at_every_depth() {
    for (property, path) in [
        (
            r#""NodeLabels": "System.Collections.Generic.Dictionary`2[System.String,System.String]""#,
            "NodeLabels",
        ),
        (r#""NodeLabels": "System.Collections.Hashtable""#, "NodeLabels"),
        (r#""Tags": "System.Collections.Hashtable""#, "Tags"),
        (r#""NodeTaints": "System.Object[]""#, "NodeTaints"),
        (r#""NodeTaints": "System.String[]""#, "NodeTaints"),
        (r#""NodeTaints": "CriticalAddonsOnly=true:NoSchedule""#, "NodeTaints"),
        (r#""AvailabilityZones": "1""#, "AvailabilityZones"),
        (r#""AvailabilityZones": "System.Collections.Generic.List`1[System.String]""#, "AvailabilityZones"),
        (r#""PowerState": "@{Code=Running}""#, "PowerState"),
        (r#""PowerState": "Microsoft.Azure.Management.ContainerService.Models.PowerState""#, "PowerState"),
        (r#""KubeletConfig": "@{CpuManagerPolicy=static}""#, "KubeletConfig"),
        (
            r#""KubeletConfig": {"AllowedUnsafeSysctls": "System.Object[]"}"#,
            "KubeletConfig.AllowedUnsafeSysctls",
        ),
        (r#""LinuxOSConfig": {"Sysctls": "@{NetCoreSomaxconn=1}"}"#, "LinuxOSConfig.Sysctls"),
        (r#""linuxOSConfig": {"sysctls": "System.Collections.Hashtable"}"#, "linuxOSConfig.sysctls"),
        (r#""networkProfile": {"allowedHostPorts": "System.Object[]"}"#, "networkProfile.allowedHostPorts"),
        (
            r#""networkProfile": {"allowedHostPorts": ["@{portStart=80}"]}"#,
            "networkProfile.allowedHostPorts[0]",
        ),
        (
            r#""virtualMachinesProfile": {"scale": {"manual": "@{size=x}"}}"#,
            "virtualMachinesProfile.scale.manual",
        ),
        (
            r#""virtualMachinesProfile": {"scale": {"manual": ["@{size=x}"]}}"#,
            "virtualMachinesProfile.scale.manual[0]",
        ),
        // What no API has yet is kept, so it is needed too.
        (r#""somethingNew": "@{a=1}""#, "somethingNew"),
        (r#""somethingNew": {"deep": [{"deeper": "System.Object[]"}]}"#, "somethingNew.deep[0].deeper"),
    ] {
        let text = cmdlet_cluster(property);
        let at = format!("$.AgentPoolProfiles[0].{path}");
        let Err(ReadError::CutOff { path, more: 0, .. }) = read(&text) else { panic!("{property}") };
        assert_eq!(path, at);
        let document = partial(&text);
        assert!(document.plan.cluster.partial, "{property}");
        assert_eq!(pools(&document.plan), ["sys System ? x3"]);
        let written = write(&document.plan);
        assert!(!["System.", "@{", "Microsoft.Azure"].iter().any(|mark| written.contains(mark)), "{written}");
        assert!(document.notes.iter().any(|note| note.left_out && note.path == at), "{:?}", document.notes);
        // The mark stays with the plan, and a whole plan has none.
        assert!(read(&written).unwrap().plan.cluster.partial);
    }
}

#[test]
fn whole_pools_and_resources_that_were_cut_off_are_found() {
    for (text, path) in [
        (r#"["@{Name=sys; Mode=System}", "@{Name=apps}"]"#, "$[0]"),
        (r#"["Microsoft.Azure.Commands.Aks.Models.PSNodePool"]"#, "$[0]"),
        (r#"{"value": ["@{Name=sys; Mode=System}"], "Count": 1}"#, "$.value[0]"),
        (r#"{"Name": "aks", "AgentPoolProfiles": "System.Object[]"}"#, "$.AgentPoolProfiles"),
        (r#"{"Name": "aks", "AgentPoolProfiles": ["@{Name=sys}"]}"#, "$.AgentPoolProfiles[0]"),
        (
            r#"{"Name": "aks", "AgentPoolProfiles": "Microsoft.Azure.Commands.Aks.Models.PSContainerServiceNetworkProfile"}"#,
            "$.AgentPoolProfiles",
        ),
        (r#"{"Name": "aks", "Properties": "@{kubernetesVersion=1.34}"}"#, "$.Properties"),
        (
            r#"{"Name": "aks", "AgentPoolProfiles": [], "NetworkProfile": "@{NetworkPlugin=azure}"}"#,
            "$.NetworkProfile",
        ),
        (r#"{"version": 1, "cluster": {}, "pools": ["@{name=sys; mode=System}"]}"#, "$.pools[0]"),
        (
            r#"{"version": 1, "cluster": {}, "pools": [{"name": "sys", "nodeLabels": "@{tier=core}"}]}"#,
            "$.pools[0].nodeLabels",
        ),
        (
            r#"{"resources": [{"type": "Microsoft.ContainerService/managedClusters", "name": "aks", "properties": "@{kubernetesVersion=1.34}"}]}"#,
            "$.resources[0].properties",
        ),
    ] {
        match read(text) {
            Err(ReadError::CutOff { path: found, .. }) => assert_eq!(found, path),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn texts_of_users_are_not_taken_for_a_cut_off() {
    for text in [
        // Tags can be anything.
        &cmdlet_cluster(
            r#""Tags": {"kind": "System.Object[]", "shape": "@{a}"}, "NodeLabels": {"a": "System.X"}"#,
        ),
        // A text where az prints a list is a slip of whoever wrote it, and noted.
        r#"[{"name": "sys", "mode": "System", "availabilityZones": "1 2"}]"#,
        // What of a cluster is not part of a plan is not needed.
        r#"{"Name": "aks", "AgentPoolProfiles": [{"Name": "sys", "Mode": "System"}], "IdentityProfile": "System.Collections.Hashtable",
            "NetworkProfile": {"LoadBalancerProfile": "@{AllocatedOutboundPorts=0}"}}"#,
        r#"[{"name": "sys", "mode": "System", "messageOfTheDay": "@{x}", "nodeTaints": ["System.x=@{y}:NoSchedule"]}]"#,
        r#"[{"Name": "sys", "Mode": "System", "NodeTaints": "", "AvailabilityZones": null, "KubeletConfig": null}]"#,
    ] {
        let document = import(text);
        assert!(!document.plan.cluster.partial, "{text}");
        assert_eq!(partial(text), document, "{text}");
    }
}

#[test]
fn a_template_that_the_portal_exported() {
    let document = fixture("template_exported.json");
    assert_eq!(document.source, Source::Template);
    assert_eq!(
        (document.plan.cluster.name.as_str(), document.plan.cluster.location.as_str()),
        ("aks-demo", "westeurope")
    );
    assert!(!document.plan.cluster.existing);
    assert_eq!(pools(&document.plan), ["system System Standard_D4ds_v5 x5", "apps User Standard_D8ds_v5 x2"]);
    assert!(
        document.plan.pools[0].vnet_subnet.as_ref().unwrap().ends_with("/virtualNetworks/vnet/subnets/aks")
    );
    insta::assert_snapshot!(notes(&document).join("\n"), @r#"
    $.resources[0]: Not part of a plan, left out: dnsPrefix, windowsProfile.adminPassword.
    $.resources[2]: The cluster has a pool "system" with other properties; those of this resource were read.
    $.resources: Resources of other types, left out: Microsoft.ContainerService/managedClusters/maintenanceConfigurations.
    $: The pool "system" was put first: a cluster is created with a System pool.
    "#);
}

#[test]
fn a_template_of_pools() {
    let document = fixture("template_pools.json");
    assert!(document.plan.cluster.existing);
    assert_eq!(
        pools(&document.plan),
        ["systempool System Standard_D4ds_v5 x3", "userpool User Standard_D8ds_v5 x4"]
    );
    let [system, user] = document.plan.pools.as_slice() else { panic!() };
    assert_eq!(*system.zones, ["1", "2", "3"]);
    assert_eq!(*user.zones, ["1", "2"]);
    assert_eq!(user.labels.get("env").map(String::as_str), Some("prod"));
    // Quotes are doubled inside an expression only.
    assert_eq!(user.labels.get("quote").map(String::as_str), Some("it''s"));
    assert_eq!(user.labels.get("bracket").map(String::as_str), Some("[not an expression]"));
    assert_eq!(user.tags.get("owner").map(String::as_str), Some("team-prod it's"));
    insta::assert_snapshot!(notes(&document).join("\n"), @r#"
    $.resources.system.name: The expression "[format('{0}/{1}', parameters('clusterName'), 'systempool')]" isn't known: the parameter clusterName has no default value; give its value in a parameters file. The value is left out.
    $.resources.system.properties.vnetSubnetID: The expression "[parameters('subnetId')]" isn't known: the parameter subnetId has no default value; give its value in a parameters file. The value is left out.
    $.resources.user.properties.tags.cost: The expression "[parameters('nowhere')]" isn't known: the parameter nowhere isn't declared in the text. The value is left out.
    "#);
}

#[test]
fn one_pool_in_every_shape() {
    let flat = r#""mode": "User", "vmSize": "Standard_D4ds_v5", "count": 2, "osDiskSizeGb": 64, "enableNodePublicIp": true"#;
    let id = r#""id": "/subscriptions/0/resourcegroups/RG/providers/Microsoft.ContainerService/managedClusters/aks/agentPools/apps""#;
    let named = |inner: &str| format!(r#"{{"name": "apps", {id}, {inner}}}"#);
    let expected = import(&named(flat));
    assert_eq!(notes(&expected), [""; 0]);
    assert_eq!(pools(&expected.plan), ["apps User Standard_D4ds_v5 x2"]);
    assert_eq!((expected.plan.pools[0].os_disk_size, *expected.plan.pools[0].public_ip), (Some(64), true));
    let nested = named(&format!(
        r#""type": "Microsoft.ContainerService/managedClusters/agentPools", "properties": {{{flat}}}"#
    ));
    let shouting = named(&flat.replace("osDiskSizeGb", "OSDISKSIZEGB").replace("vmSize", "VmSize"));
    for one in [&nested, &shouting] {
        assert_eq!(import(one).plan, expected.plan, "{one}");
    }
    let mut whole = expected.plan;
    whole.cluster.existing = false;
    for list in [
        format!("[{nested}]"),
        format!(r#"{{"value": [{shouting}]}}"#),
        format!(r#"{{"value": [{nested}], "Count": 1}}"#),
    ] {
        assert_eq!(import(&list).plan, whole, "{list}");
    }
}

#[test]
fn words_are_taken_in_any_case_and_the_old_tier_is_known() {
    let document = import(
        r#"{"name": "aks", "sku": {"name": "Basic", "tier": "Paid"}, "agentPoolProfiles": [
            {"name": "np", "mode": "SYSTEM", "osType": "linux", "kubeletDiskType": "temporary", "osSKU": "Mariner"}]}"#,
    );
    assert_eq!(document.plan.cluster.tier, Some(SkuTier::Standard));
    let pool = &document.plan.pools[0];
    assert_eq!((pool.mode.clone(), pool.os_type.clone()), (Some(Mode::System), Some(OsType::Linux)));
    assert_eq!(pool.kubelet_disk_type, Some(KubeletDiskType::Temporary));
    assert_eq!(pool.os_sku, Some(OsSku::Mariner));
    insta::assert_snapshot!(notes(&document).join("\n"), @r#"
    $.sku.tier: The tier Paid is called Standard today; read as Standard.
    "#);
}

#[test]
fn lists_are_of_one_cluster() {
    let one = r#"{"name": "one", "agentPoolProfiles": [{"name": "np", "mode": "System"}]}"#;
    let document = import(&format!(r#"[{one}, {{"name": "two", "agentPoolProfiles": []}}]"#));
    assert_eq!((document.plan.cluster.name.as_str(), document.plan.pools.len()), ("one", 1));
    assert_eq!(
        notes(&document),
        [r#"$: The text has 2 clusters: "one", "two". A plan has one; the first was read."#]
    );
}

#[test]
fn other_values_among_pools_are_left_out_with_a_note() {
    let document = import(r#"[{"name": "np", "mode": "System"}, 3, "pool", {"mode": "User"}, null]"#);
    assert_eq!(document.plan.pools.len(), 2);
    assert_eq!(
        notes(&document),
        [
            "$[1]: A number isn't a node pool; left out.",
            "$[2]: A text isn't a node pool; left out.",
            "$[4]: Null isn't a node pool; left out.",
        ]
    );
}

#[test]
fn a_system_pool_is_put_first() {
    let document = import(r#"[{"name": "apps", "mode": "User"}, {"name": "system", "mode": "System"}]"#);
    assert_eq!(pools(&document.plan), ["system System ? x-1", "apps User ? x-1"]);
    assert_eq!(
        notes(&document),
        [r#"$: The pool "system" was put first: a cluster is created with a System pool."#]
    );
}

#[test]
fn what_a_plan_does_not_hold_is_named_and_no_secret_is_shown() {
    let document = import(
        r#"{"name": "aks", "agentPoolProfiles": [{"name": "np", "mode": "System", "gatewayProfile": {"publicIPPrefixSize": 31},
            "networkProfile": {"allowedHostPorts": []}, "enableCustomCATrust": true}],
            "windowsProfile": {"adminUsername": "me", "adminPassword": "hunter2", "licenseType": null}, "properties": 3}"#,
    );
    assert_eq!(
        notes(&document),
        [
            "$.properties: This must be an object, but it is the number 3; left out.",
            "$: Not part of a plan, left out: windowsProfile.adminPassword.",
            "$.agentPoolProfiles[0]: Kept, not checked: enableCustomCATrust. Poolwright doesn\u{2019}t know it.",
        ]
    );
    assert!(!write(&document.plan).contains("hunter2"));
}

/// Pools as az prints them, on one line.
const AZ_POOLS: &str = r#"[{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5", "availabilityZones": ["1", "2", "3"], "nodeTaints": ["CriticalAddonsOnly=true:NoSchedule"]}]"#;

#[test]
fn what_az_and_chats_put_around_the_json_is_skipped_and_noted() {
    let plain = import(AZ_POOLS);
    assert_eq!(notes(&plain), [""; 0]);
    let skipped = |place: &str, text: &str| format!("$: The text {place} the document was skipped: {text}.");
    let warning =
        "WARNING: The behavior of this command has been altered by the following extension: aks-preview";
    for (text, said) in [
        (
            format!("{warning}\n{AZ_POOLS}"),
            vec![skipped("before", "\"WARNING: The behavior of this command has been altered by th…\"")],
        ),
        (
            format!("AAD role propagation done[####]  100.0000%{AZ_POOLS}"),
            vec![skipped("before", "\"AAD role propagation done[####]  100.0000%\"")],
        ),
        (
            format!("```json\n{AZ_POOLS}\n```\n"),
            vec![skipped("before", "\"```json\""), skipped("after", "\"```\"")],
        ),
        (
            AZ_POOLS.replace("\"name\"", "\u{1b}[34;01m\"name\"\u{1b}[39;49;00m"),
            vec!["$: Terminal color codes were skipped.".to_owned()],
        ),
        (format!("\u{feff}// the pools\n{}", AZ_POOLS.replace("\"3\"]", "\"3\",]")), Vec::new()),
    ] {
        let document = import(&text);
        assert_eq!((&document.plan, document.source), (&plain.plan, plain.source), "{text}");
        assert_eq!(notes(&document), said, "{text}");
    }
}

#[test]
fn a_template_may_have_comments_trailing_commas_and_long_texts() {
    let document = import(
        "// my template\n{\n  \"$schema\": \"x\", /* once */\n  \"variables\": {\"note\": \"[concat('a',\n    'b')]\"},
        \"resources\": [{\"type\": \"Microsoft.ContainerService/managedClusters\", \"name\": \"demo\",
        \"properties\": {\"agentPoolProfiles\": [{\"name\": \"sys\", \"mode\": \"System\", \"count\": 3,
        \"nodeLabels\": {\"note\": \"[variables('note')]\",},},],},},],}",
    );
    assert_eq!(notes(&document), [""; 0]);
    assert_eq!(pools(&document.plan), ["sys System ? x3"]);
    assert_eq!(document.plan.pools[0].labels.get("note").map(String::as_str), Some("ab"));
}

#[test]
fn yaml_of_az_is_read_like_its_json() {
    let yaml = "- availabilityZones:\n  - '1'\n  - '2'\n  - '3'\n  count: 3\n  mode: System\n  name: sys\n  nodeTaints:\n  - CriticalAddonsOnly=true:NoSchedule\n  nodeLabels: null\n  vmSize: Standard_D4ds_v5\n";
    let document = import(yaml);
    assert_eq!(notes(&document), [""; 0]);
    assert_eq!(document.plan, import(AZ_POOLS).plan);
    let wrong = import("name: sys\nmode: System\ncount: three\nvmSize: 4\n");
    let places: Vec<_> = wrong.notes.iter().map(|note| (note.path.as_str(), note.position)).collect();
    let at = |line| Some(Position { line, column: 1 });
    assert_eq!(places, [("$.count", at(3)), ("$.vmSize", at(4))]);
}

#[test]
fn notes_have_the_place_in_the_text() {
    let document =
        import("WARNING: x\n[{\n  \"name\": \"sys\",\n  \"mode\": \"System\",\n  \"vmSize\": 4\n}]");
    let places: Vec<_> = document.notes.iter().map(|note| note.position).collect();
    assert_eq!(places, [Some(Position { line: 1, column: 1 }), Some(Position { line: 5, column: 3 })]);
}

#[test]
fn unsupported_texts_give_a_message() {
    let sentence = |text: &str| read(text).unwrap_err().to_string();
    let taken = "plan files, ARM templates, Terraform plans and states as JSON, and the output of az aks show, az aks nodepool list, Get-AzAksNodePool | ConvertTo-Json and kubectl get nodes.";
    for (text, found) in [
        ("3", "A number"),
        ("\"plan\"", "A text"),
        ("null", "Null"),
        ("{}", "An empty object"),
        ("[]", "An empty list"),
        (r#"{"value": []}"#, "An empty list"),
        ("[1, {}]", "A list without node pools"),
        (r#"{"name": "left-pad", "version": "1.3.0"}"#, r#"An object with "name", "version""#),
        (
            r#"{"resources": [{"type": "Microsoft.Network/virtualNetworks"}]}"#,
            "A template without an AKS cluster or node pool",
        ),
    ] {
        assert_eq!(
            sentence(text),
            format!("{found} isn\u{2019}t supported input. Poolwright reads {taken}"),
            "{text}"
        );
    }
    assert!(matches!(read("{\"a\": 1}"), Err(ReadError::NotAPlan { .. })));
}

#[test]
fn templates_that_refer_to_themselves_come_to_an_end() {
    let pool = r#"{"type": "Microsoft.ContainerService/managedClusters/agentPools", "name": "c/np", "properties": {"mode": "User",
        "vmSize": "[variables('a')]"}}"#;
    let template = |variables: &str| format!(r#"{{"variables": {{{variables}}}, "resources": [{pool}]}}"#);
    let doubling: Vec<String> = (0..40)
        .map(|n| format!(r#""v{n}": "[concat(variables('v{0}'), variables('v{0}'))]""#, n + 1))
        .collect();
    for (variables, why) in [
        (r#""a": "[variables('a')]""#.to_owned(), "the variable a refers to itself"),
        (
            r#""a": "[concat(variables('b'), variables('b'))]", "b": "[concat(variables('a'), variables('a'))]""#
                .to_owned(),
            "the variable a refers to itself",
        ),
        (format!(r#""a": "[variables('v0')]", {}, "v40": "x""#, doubling.join(", ")), "its value is too large"),
        (format!(r#""a": "[{}]""#, "concat(".repeat(5_000)), "it nests more than 48 levels"),
        (
            format!(r#""a": "[{}]""#, "a()[".repeat(50_000)),
            "it nests more than 48 levels",
        ),
        (
            r#""a": "[format('{0}{0}', variables('b'))]", "b": "[reference('x')]""#.to_owned(),
            "reference is known only at deployment",
        ),
        (
            r#""a": "[]""#.to_owned(),
            "expected a function, a number or a text in single quotes at character 1, but the expression ends",
        ),
        (r#""a": "['x]""#.to_owned(), "a text isn't closed by a single quote"),
    ] {
        let document = import(&template(&variables));
        let [note] = notes(&document).try_into().unwrap();
        let start = "$.resources[0].properties.vmSize: The expression ";
        assert!(note.starts_with(start) && note.contains(why), "{note}");
    }
}

#[test]
fn nothing_but_names_is_read_of_what_stays_open() {
    let document = import(
        r#"{"parameters": {"cluster": {"type": "string"}}, "resources": [{
            "type": "Microsoft.ContainerService/managedClusters/agentPools",
            "name": "[format('{0}/{1}{2}', parameters('cluster'), 'np', copyIndex())]", "properties": {"mode": "User"}}]}"#,
    );
    assert_eq!((document.plan.cluster.name.as_str(), document.plan.pools[0].name.as_str()), ("", ""));
    assert_eq!(notes(&document).len(), 1);
}

/// Whether two plans ask for the same: a default may be stated or left out.
fn is_same_in_aks(one: &Plan, other: &Plan) -> bool {
    let pools = || one.pools.iter().zip(&other.pools);
    let same = |property: &Property<NodePool>, (a, b): (&NodePool, &NodePool)| {
        // The number of nodes of an autoscaled pool is the autoscaler's.
        let is_free = property.key == "count" && *a.autoscaling && *b.autoscaling;
        is_free || property.is_same(property.get(a).as_ref(), property.get(b).as_ref())
    };
    one.pools.len() == other.pools.len()
        && POOL_PROPERTIES.iter().all(|property| pools().all(|pair| same(property, pair)))
        && CLUSTER_PROPERTIES.iter().all(|property| {
            property.is_same(property.get(&one.cluster).as_ref(), property.get(&other.cluster).as_ref())
        })
}

#[test]
fn our_own_templates_are_read_back() {
    for preset in PRESETS {
        let mut plan = preset.plan();
        let template = render(&plan, Dialect::Arm, &Options::default()).text();
        let read = import(&template);
        // A template is deployed into a group, and does not say what the cluster is for.
        plan.cluster.resource_group.clear();
        plan.cluster.purpose = None;
        // It states what the tools' own defaults would make of silence.
        assert!(is_same_in_aks(&read.plan, &plan), "{}", preset.title);
        assert_eq!(read.source, Source::Template);
    }
}

#[test]
fn labels_that_differ_in_case_only_survive_a_template() {
    let text = r#"{"version": 1, "cluster": {"name": "aks", "resourceGroup": "rg", "location": "westeurope"}, "pools": [
        {"name": "np0", "mode": "System", "vmSize": "Standard_D4ds_v5", "nodeLabels": {"D": "x", "d": "y"}}]}"#;
    let plan = poolwright::codec::read(text).unwrap().plan;
    let template = render(&plan, Dialect::Arm, &Options::default()).text();
    assert_eq!(import(&template).plan.pools[0].labels, plan.pools[0].labels);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    // Whatever a plan contains, none of its texts is read as an expression, and no expression as a text.
    #[test]
    fn texts_survive_a_template(mut plan in any_plan()) {
        plan.cluster.existing = false;
        plan.baseline = None;
        // A plan of changes has a template of what stays.
        plan.baseline = None;
        for (place, pool) in plan.pools.iter_mut().enumerate() {
            pool.name = format!("np{place}");
            pool.priority = None;
        }
        let template = render(&plan, Dialect::Arm, &Options::default()).text();
        let texts = |plan: &Plan| {
            let mut pools = plan.pools.clone();
            pools.sort_by(|a, b| a.name.cmp(&b.name));
            pools.into_iter().map(|pool| (pool.name, pool.labels, pool.tags, pool.taints, pool.zones)).collect::<Vec<_>>()
        };
        prop_assert_eq!(texts(&import(&template).plan), texts(&plan));
    }
}

/// The names of clusters and pools of a text.
fn names(text: &str) -> Vec<Vec<String>> {
    let documents = read_all(&parse(text).unwrap(), &ReadOptions::default()).unwrap();
    let of = |one: &Document| {
        let pools = one.plan.pools.iter().map(|pool| pool.name.clone());
        std::iter::once(one.plan.cluster.name.clone()).chain(pools).collect()
    };
    documents.iter().map(of).collect()
}

#[test]
fn rows_of_a_query_have_pools_under_any_name() {
    let pool = |name: &str| {
        format!(r#"{{"name": "{name}", "mode": "User", "count": 2, "vmSize": "Standard_D4ds_v5"}}"#)
    };
    let row = |cluster: &str, of: &str| format!(r#"{{"name": "{cluster}", "resourceGroup": "rg", {of}}}"#);
    let expanded = format!(
        r#"{{"count": 3, "data": [{}, {}, {}]}}"#,
        row("a", &format!(r#""pool": {}"#, pool("one"))),
        row("b", &format!(r#""pool": {}"#, pool("one"))),
        row("a", &format!(r#""pool": {}"#, pool("two")))
    );
    assert_eq!(names(&expanded), [vec!["a", "one", "two"], vec!["b", "one"]]);
    let listed = format!("[{}]", row("a", &format!(r#""pools": [{}, {}]"#, pool("one"), pool("two"))));
    assert_eq!(names(&listed), [["a", "one", "two"]]);
}

#[test]
fn rows_of_a_query_have_pool_and_cluster_side_by_side() {
    let text = r#"{"count": 3, "data": [
        {"name": "a", "resourceGroup": "rg", "location": "westeurope", "poolName": "one", "vmSize": "Standard_D4ds_v5", "count": 2},
        {"name": "b", "resourceGroup": "rg", "location": "westeurope", "poolName": "one", "vmSize": "Standard_D4ds_v5", "count": 2},
        {"name": "a", "resourceGroup": "rg", "location": "westeurope", "poolName": "two", "vmSize": "Standard_D4ds_v5", "count": 1}]}"#;
    assert_eq!(names(text), [vec!["a", "one", "two"], vec!["b", "one"]]);
    let other = r#"[{"cluster": "a", "nodePool": "one", "mode": "User"}]"#;
    assert_eq!(names(other), [["a", "one"]]);
}

/// What a query left out isn't known, so no finding rests on it.
#[test]
fn a_mode_that_a_query_left_out_is_not_known() {
    use poolwright::plan::Unknown;
    let pool = r#"{"name": "web", "vmSize": "Standard_D4ds_v5", "count": 1}"#;
    for text in [format!("[{pool}]"), pool.to_owned(), format!(r#"[{{"name": "a", "pool": {pool}}}]"#)] {
        let document = import(&text);
        assert_eq!(document.unknown, [Unknown::Pool(0, "mode")], "{text}");
        assert!(notes(&document).iter().any(|note| note.contains("a query may have left it out")), "{text}");
    }
    assert_eq!(import(r#"[{"name": "web", "mode": "User", "count": 1}]"#).unknown, []);
    // A template says all that it means.
    let template = format!(
        r#"{{"resources": [{{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-05-01",
        "name": "aks", "location": "westeurope", "properties": {{"agentPoolProfiles": [{pool}]}}}}]}}"#
    );
    assert!(!import(&template).unknown.contains(&Unknown::Pool(0, "mode")));
}

#[test]
fn what_bicep_snapshot_prints() {
    let text = r#"{"predictedResources": [
        {"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-05-01", "name": "aks", "location": "westeurope",
         "properties": {"agentPoolProfiles": [{"name": "sys", "mode": "System", "count": 3}]}},
        {"type": "Microsoft.ContainerService/managedClusters/agentPools", "apiVersion": "2026-05-01", "name": "aks/apps",
         "properties": {"mode": "User", "count": 2}}], "diagnostics": []}"#;
    assert_eq!(names(text), [["aks", "sys", "apps"]]);
}

/// Publishers of extensions and kinds of alert rules look like names of types of .NET.
#[test]
fn other_resources_of_a_template_are_no_exports_that_were_cut_off() {
    let text = r#"{"$schema": "x", "contentVersion": "1.0.0.0", "variables": {"vm": {"osType": "Linux", "publisher": "Microsoft.Azure.Extensions"}},
        "resources": [
        {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "n", "properties": {"mode": "Incremental", "template": {
            "resources": [{"type": "Microsoft.Insights/metricAlerts", "apiVersion": "2018-03-01", "name": "a", "properties": {
                "mode": "x", "criteria": {"odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", "x": "System.Object"}}}]}}},
        {"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-05-01", "name": "aks", "location": "westeurope",
         "properties": {"agentPoolProfiles": [{"name": "sys", "mode": "System", "count": 3}]}}]}"#;
    assert_eq!(names(text), [["aks", "sys"]]);
}

/// No rule takes for silence what was left out because it is of another kind.
#[test]
fn what_is_of_another_kind_is_not_known() {
    use poolwright::plan::Unknown;
    let cluster = |properties: &str| {
        format!(
            r#"{{"resources": [{{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-05-01", "name": "aks",
            "location": "westeurope", "properties": {properties}}}]}}"#
        )
    };
    let unknown = |properties: &str| import(&cluster(properties)).unknown;
    assert!(unknown("\"yo\"").contains(&Unknown::Pools));
    assert!(unknown(r#"{"agentPoolProfiles": "yo"}"#).contains(&Unknown::Pools));
    let pool =
        r#"{"agentPoolProfiles": [{"name": "sys", "mode": 1, "count": "3", "availabilityZones": ["1", 2]}]}"#;
    let found = unknown(pool);
    for key in ["mode", "count", "availabilityZones"] {
        assert!(found.contains(&Unknown::Pool(0, key)), "{key}: {found:?}");
    }
}

#[test]
fn a_second_document_and_other_fences_are_seen() {
    let pool = "agentPoolProfiles:\n- {name: sys, mode: System, count: 3, vmSize: Standard_D4ds_v5}\n";
    let two = import(&format!("---\nname: aks\n{pool}---\nname: aks2\n{pool}"));
    assert_eq!(two.plan.cluster.name, "aks");
    assert!(notes(&two)[0].contains("after the document was skipped"), "{:?}", notes(&two));
    assert_eq!(notes(&import(&format!("---\nname: aks\n{pool}...\n---\n# end\n"))), Vec::<String>::new());
    let json = r#"{"name": "aks", "agentPoolProfiles": [{"name": "sys", "mode": "System", "vmSize": "Standard_D4ds_v5"}]}"#;
    for first in ["```bash\naz aks show\n```", "```\nNAME=x\n```", "```bash\necho \"a: b\"\n```"] {
        let text = format!("# Cluster\n\nSome `{{inline}}` text\n\n{first}\n\n```json\n{json}\n```\n\nbye\n");
        assert_eq!(import(&text).plan.cluster.name, "aks", "{first}");
    }
    // Other tools' files have versions, too.
    for other in [r#"{"version": 3, "stack": {"resources": []}}"#, r#"{"version": 9, "packages": {}}"#] {
        let error = read(other).unwrap_err();
        assert!(matches!(error, ReadError::NotAPlan { .. }), "{other}: {error}");
    }
    assert!(matches!(read(r#"{"version": 9, "pools": []}"#), Err(ReadError::NewerFormat { .. })));
}

#[test]
fn what_other_tools_keep_is_named() {
    for (text, found, first) in [
        (
            r#"{"apiVersion": "containerservice.azure.upbound.io/v1beta2", "kind": "KubernetesCluster", "spec": {}}"#,
            "Crossplane",
            "az aks show",
        ),
        (
            r#"{"version": 3, "deployment": {"resources": [{"urn": "urn:pulumi:dev::p::c"}]}}"#,
            "Pulumi",
            "az aks show",
        ),
        ("name: aks\nruntime: yaml\nresources:\n  cluster:\n    type: x\n", "Pulumi", "az aks show"),
        (
            r#"{"id": "/x", "name": "d", "type": "Microsoft.Resources/deployments", "properties": {"outputResources": []}}"#,
            "the record of a deployment",
            "az deployment group export",
        ),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains(found) && error.contains(first), "{error}");
    }
}

/// `az aks nodepool list --query "[].{count: count, name: name, nodeLabels: nodeLabels}"`, as in the documentation of
/// labels in AKS, and a resource of a template as it prints it.
#[test]
fn pools_of_a_query_and_a_resource_without_an_api_version_are_read() {
    let document = import(
        r#"[{"count": 2, "name": "np1", "nodeLabels": {"dept": "IT"}}, {"count": 1, "name": "np2", "osSku": "Ubuntu"}]"#,
    );
    assert_eq!((document.source, document.plan.pools.len()), (Source::NodePools, 2));
    let document = import(
        r#"{"type": "Microsoft.ContainerService/managedClusters", "name": "[parameters('clusterName')]",
            "location": "[parameters('location')]", "properties": {"agentPoolProfiles": [{"name": "np1", "mode": "System"}]}}"#,
    );
    assert_eq!((document.source, document.plan.cluster.name.as_str()), (Source::Template, ""));
    assert_eq!(document.plan.cluster.location, "");
}
