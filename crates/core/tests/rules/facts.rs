//! What documents and reports of 2026 say, a row a condition: the severity with which a rule speaks, or that it is silent.

use poolwright::lint::Severity::{self, Note, Recommendation, Refused, Unsupported};
use poolwright::lint::{self, Date};

use super::support::{catalog, read};

const DAY: &str = "2026-11-28";
const SYSTEM: &str = r#"{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}"#;

/// The severities of a rule's findings in a plan on a day: the cluster's properties, and a pool beside a System pool.
fn severities(id: &str, cluster: &str, pool: &str, day: &str) -> Vec<Severity> {
    let pool = if pool.is_empty() { String::new() } else { format!(r#", {{"name": "p", {pool}}}"#) };
    let plan = read(&format!(r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{SYSTEM}{pool}]}}"#));
    let findings = lint::check(&plan, catalog(), Date::parse(day).unwrap()).findings;
    findings.iter().filter(|one| one.rule.id == id).map(|one| one.severity).collect()
}

#[track_caller]
fn check(id: &str, cluster: &str, pool: &str, expected: Option<Severity>) {
    let found = severities(id, cluster, pool, DAY);
    assert_eq!(found, Vec::from_iter(expected), "{id}: {{{cluster}}} {pool}");
}

/// A User pool with these properties.
fn user(rest: &str) -> String {
    format!(r#""mode": "User", "count": 2, {rest}"#)
}

#[test]
fn of_spot_pools() {
    let id = "spot-no-max-unavailable";
    let with = |number: &str| {
        user(&format!(r#""scaleSetPriority": "Spot", "upgradeSettings": {{"maxUnavailable": "{number}"}}"#))
    };
    for number in ["0", "1", "50%"] {
        check(id, "", &with(number), Some(Refused));
    }
    check(id, "", &user(r#""upgradeSettings": {"maxUnavailable": "1"}"#), None);
}

#[test]
fn of_generations() {
    let id = "windows2022-gen1-image";
    let windows = |sku: &str, size: &str| {
        user(&format!(r#""osType": "Windows", "osSKU": "{sku}", "vmSize": "Standard_{size}""#))
    };
    for size in ["D4ads_v6", "D4ds_v7", "E8s_v6", "F4as_v7"] {
        check(id, "", &windows("Windows2022", size), Some(Refused));
        check(id, "", &windows("Windows2025", size), None);
    }
    for size in ["D4ds_v5", "D4_v3", "DS2_v2"] {
        check(id, "", &windows("Windows2022", size), None);
    }
    // Windows2022 is the default up to 1.35; from 1.36 on, documents disagree.
    let by_default = user(r#""osType": "Windows", "vmSize": "Standard_D4ads_v6""#);
    for (version, expected) in [("1.35", Some(Refused)), ("1.36", None), ("1.37", None)] {
        check(id, &format!(r#""kubernetesVersion": "{version}""#), &by_default, expected);
    }
    check(id, "", &by_default, None);
    check(id, r#""kubernetesVersion": "1.35""#, &by_default.replace("_v6", "_v5"), None);
    // Where nothing is known of the size, nothing is said.
    check(id, "", &windows("Windows2022", "DC4es_v5"), None);
}

#[test]
fn of_the_sizes_that_only_scale_profiles_name() {
    let machines = |mode: &str, scale: &str| {
        format!(
            r#""mode": "{mode}", "type": "VirtualMachines", "virtualMachinesProfile": {{"scale": {{{scale}}}}}"#
        )
    };
    let manual = |size: &str, more: &str| {
        machines("User", &format!(r#""manual": [{{"size": "Standard_{size}", "count": 2}}]"#)) + more
    };
    let system = machines("System", r#""manual": [{"size": "Standard_B2ms", "count": 3}]"#);
    check("system-pool-no-b-series", "", &system, Some(Unsupported));
    check("vm-size-retirement", "", &manual("NV4as_v4", ""), Some(Refused));
    let range = |bounds: &str| {
        machines("User", &format!(r#""autoscale": [{{"size": "Standard_D4s_v5", {bounds}}}]"#))
    };
    check("vms-pool-rules", "", &range(r#""minCount": 5, "maxCount": 2"#), Some(Unsupported));
    check("vms-pool-rules", "", &range(r#""minCount": 2, "maxCount": 5"#), None);
}

#[test]
fn of_os_guard() {
    let guard = |rest: &str| {
        user(&format!(
            r#""vmSize": "Standard_D4ds_v5", "osSKU": "AzureLinuxOSGuard", "osDiskType": "Managed", "enableFIPS": true,
            "securityProfile": {{"enableSecureBoot": true, "enableVTPM": true}}{rest}"#
        ))
    };
    let on = |day: &str, rest: &str| severities("os-guard-retired", r#""preview": true"#, &guard(rest), day);
    assert_eq!(on("2026-11-28", ""), [Recommendation]);
    assert_eq!(on("2026-12-09", ""), [Recommendation]);
    assert_eq!(on("2026-12-10", ""), [Refused]);
    // What exists stays.
    for day in ["2026-11-28", "2026-12-10"] {
        assert_eq!(on(day, r#", "provisioningState": "Succeeded""#), [Note]);
    }
    let preview = r#""preview": true"#;
    check("os-guard-requirements", preview, &guard(""), None);
    for wrong in [
        user(r#""osSKU": "AzureLinuxOSGuard", "osDiskType": "Managed""#),
        guard(r#", "artifactStreamingProfile": {"enabled": true}"#),
        guard("").replace("Managed", "Ephemeral"),
        guard("").replace("D4ds_v5", "D4_v3"),
        guard("").replace("D4ds_v5", "D4pds_v5"),
    ] {
        check("os-guard-requirements", preview, &wrong, Some(Refused));
    }
    for channel in ["SecurityPatch", "Unmanaged"] {
        let cluster =
            format!(r#""preview": true, "autoUpgradeProfile": {{"nodeOSUpgradeChannel": "{channel}"}}"#);
        check("os-guard-requirements", &cluster, &guard(""), Some(Refused));
    }
    let confidential = guard("").replace("D4ds_v5", "DC4as_v5");
    assert!(severities("cvm-combinations", preview, &confidential, DAY).contains(&Refused));
    let kata = guard(r#", "workloadRuntime": "KataVmIsolation""#);
    assert!(severities("pod-sandboxing", preview, &kata, DAY).contains(&Refused));
}

#[test]
fn of_ubuntu_2604() {
    let id = "ubuntu2604-requirements";
    let ubuntu = |rest: &str| user(&format!(r#""osSKU": "Ubuntu2604"{rest}"#));
    let preview = r#""preview": true, "kubernetesVersion": "1.36""#;
    check(id, preview, &ubuntu(r#", "vmSize": "Standard_D4ds_v5""#), None);
    check(id, r#""kubernetesVersion": "1.36""#, &ubuntu(""), Some(Refused));
    check(id, r#""preview": true, "kubernetesVersion": "1.35""#, &ubuntu(""), Some(Refused));
    check(id, preview, &ubuntu(r#", "vmSize": "Standard_D4_v3""#), Some(Refused));
    check(id, preview, &ubuntu(r#", "vmSize": "Standard_NC4as_T4_v3""#), Some(Refused));
    check(id, preview, &ubuntu(r#", "vmSize": "Standard_DC4as_v5""#), Some(Note));
    check(id, preview, &ubuntu(r#", "securityProfile": {"enableVTPM": true}"#), Some(Note));
    check("fips-combinations", preview, &ubuntu(r#", "enableFIPS": true"#), Some(Refused));
    check("os-sku-matches-os-type", preview, &ubuntu(""), None);
}

#[test]
fn of_fips_for_the_whole_cluster() {
    let id = "fips-cluster-all-pools";
    let found = |cluster: &str, pool: &str| severities(id, cluster, &user(pool), DAY);
    let on = r#""enableFIPS": true, "preview": true"#;
    // The System pool beside it doesn't say.
    assert_eq!(found(on, r#""enableFIPS": true"#), [Recommendation]);
    assert_eq!(found(on, r#""enableFIPS": false"#), [Unsupported, Recommendation]);
    assert_eq!(found(on, r#""maxPods": 110"#), [Recommendation, Recommendation]);
    assert_eq!(found(r#""enableFIPS": true"#, r#""enableFIPS": true"#), [Unsupported, Recommendation]);
    let existing = r#""enableFIPS": true, "existing": true"#;
    assert_eq!(found(existing, r#""enableFIPS": true"#), [Recommendation]);
    for (version, expected) in [("1.33", vec![Unsupported, Recommendation]), ("1.34", vec![Recommendation])] {
        let cluster = format!(r#"{on}, "kubernetesVersion": "{version}""#);
        assert_eq!(found(&cluster, r#""enableFIPS": true"#), expected);
    }
    assert_eq!(found(r#""enableFIPS": false"#, r#""enableFIPS": false"#), []);
    assert_eq!(found("", r#""enableFIPS": true"#), []);
}

#[test]
fn of_old_images() {
    let id = "azure-linux-2-gone";
    let azure_linux = user(r#""osSKU": "AzureLinux""#);
    for (version, expected) in [
        ("1.27", Some(Refused)),
        ("1.30", Some(Refused)),
        ("1.31", Some(Refused)),
        ("1.32", None),
        ("1.36", None),
    ] {
        check(id, &format!(r#""kubernetesVersion": "{version}""#), &azure_linux, expected);
    }
    check(id, "", &azure_linux, None);
    let exists = user(r#""osSKU": "AzureLinux", "provisioningState": "Succeeded""#);
    check(id, r#""kubernetesVersion": "1.31""#, &exists, Some(Note));
    check("ubuntu-22-04-retirement", "", &user(r#""osSKU": "Ubuntu2204""#), Some(Recommendation));
    check("ubuntu-22-04-retirement", "", &user(r#""osSKU": "Ubuntu2404""#), None);
}

#[test]
fn of_versions_and_support() {
    let version = |version: &str, rest: &str| format!(r#""kubernetesVersion": "{version}"{rest}"#);
    let lts = r#", "supportPlan": "AKSLongTermSupport", "tier": "Premium""#;
    let id = "kubernetes-version-supported";
    for (minor, community, long_term) in [
        ("1.29", Some(Refused), Some(Refused)),
        ("1.30", Some(Refused), Some(Refused)),
        ("1.31", Some(Refused), Some(Note)),
        ("1.32", Some(Refused), None),
        ("1.33", Some(Refused), None),
        ("1.34", Some(Note), None),
        ("1.35", None, None),
        ("1.36", None, None),
        ("1.37", None, None),
    ] {
        check(id, &version(minor, ""), "", community);
        check(id, &version(minor, lts), "", long_term);
        let existing = community.map(|one| if one == Refused { Unsupported } else { one });
        check(id, &version(minor, r#", "existing": true"#), "", existing);
    }
    let id = "lts-needs-premium";
    let plan = |tier: &str| format!(r#""supportPlan": "AKSLongTermSupport"{tier}"#);
    check(id, &plan(""), "", Some(Refused));
    check(id, &plan(r#", "tier": "Free""#), "", Some(Refused));
    check(id, &plan(r#", "tier": "Standard""#), "", Some(Refused));
    check(id, &plan(r#", "tier": "Premium""#), "", None);
    let id = "cluster-unsupported-auto-upgrade";
    check(id, &version("1.30", r#", "existing": true"#), "", Some(Note));
    check(id, &version("1.33", r#", "existing": true"#), "", Some(Note));
    check(id, &version("1.33", r#", "existing": true, "supportPlan": "AKSLongTermSupport""#), "", None);
    check(id, &version("1.36", r#", "existing": true"#), "", None);
    // A new cluster with such a version is refused.
    check(id, &version("1.30", ""), "", None);
}

#[test]
fn of_pools_whose_cluster_is_unknown() {
    let id = "kubernetes-version-supported";
    let pool = |version: &str| {
        user(&format!(r#""orchestratorVersion": "{version}", "provisioningState": "Succeeded""#))
    };
    // The cluster may have long-term support, which 1.33 has and 1.30 hasn't any more.
    check(id, r#""existing": true"#, &pool("1.33"), Some(Note));
    check(id, r#""existing": true"#, &pool("1.30"), Some(Unsupported));
    let windows = user(r#""osType": "Windows", "provisioningState": "Succeeded""#);
    check("windows-profile-at-create", r#""existing": true"#, &windows, None);
    check("windows-profile-at-create", "", &user(r#""osType": "Windows""#), Some(Recommendation));
}

#[test]
fn of_artifact_streaming() {
    let id = "artifact-streaming-limits";
    let with = |rest: &str| user(&format!(r#""artifactStreamingProfile": {{"enabled": true}}{rest}"#));
    check(id, "", &with(r#", "vmSize": "Standard_D4ds_v5""#), None);
    check(id, "", &with(r#", "osSKU": "AzureLinux", "workloadRuntime": "KataVmIsolation""#), Some(Refused));
    check(id, "", &with(r#", "vmSize": "Standard_D4pds_v6""#), Some(Refused));
    check(id, r#""kubernetesVersion": "1.24""#, &with(""), Some(Refused));
    check(id, r#""kubernetesVersion": "1.25""#, &with(""), None);
    check(id, "", &with(r#", "type": "VirtualMachines""#), Some(Unsupported));
}

#[test]
fn of_local_dns() {
    let id = "local-dns-requirements";
    let with = |mode: &str, rest: &str| user(&format!(r#""localDNSProfile": {{"mode": "{mode}"}}{rest}"#));
    check(id, "", &with("Required", r#", "vmSize": "Standard_D4ds_v5""#), None);
    check(id, "", &with("Required", r#", "vmSize": "Standard_D2ds_v5""#), Some(Unsupported));
    check(id, r#""kubernetesVersion": "1.30""#, &with("Required", ""), Some(Unsupported));
    check(id, "", &with("Required", r#", "osType": "Windows""#), Some(Unsupported));
    check(id, "", &with("Preferred", r#", "vmSize": "Standard_D2ds_v5""#), None);
}

#[test]
fn of_outbound_traffic() {
    let id = "windows-outbound-nat-gateway";
    let nat = r#""osType": "Windows", "windowsProfile": {"disableOutboundNat": true}"#;
    let outbound = |name: &str| format!(r#""networkProfile": {{"outboundType": "{name}"}}"#);
    check(id, "", &user(nat), Some(Refused));
    check(id, &outbound("loadBalancer"), &user(nat), Some(Refused));
    for gateway in ["managedNATGateway", "userAssignedNATGateway"] {
        check(id, &outbound(gateway), &user(nat), None);
        let public = format!(r#"{nat}, "enableNodePublicIP": true"#);
        check(id, &outbound(gateway), &user(&public), Some(Refused));
    }
    check(id, r#""existing": true"#, &user(nat), None);
    let id = "outbound-type-needs-subnet";
    for name in ["userDefinedRouting", "userAssignedNATGateway"] {
        check(id, &outbound(name), "", Some(Refused));
        check(id, &format!(r#""existing": true, {}"#, outbound(name)), "", None);
    }
    check(id, &outbound("managedNATGateway"), "", None);
    let id = "network-isolated-limits";
    for name in ["none", "block"] {
        check(id, &outbound(name), "", None);
        check(id, &outbound(name), &user(r#""osType": "Windows""#), Some(Unsupported));
        check(id, &format!(r#""kubernetesVersion": "1.29", {}"#, outbound(name)), "", Some(Unsupported));
        let unmanaged =
            format!(r#""autoUpgradeProfile": {{"nodeOSUpgradeChannel": "Unmanaged"}}, {}"#, outbound(name));
        check(id, &unmanaged, "", Some(Unsupported));
    }
    let kubenet = r#""networkProfile": {"outboundType": "none", "networkPlugin": "kubenet"}"#;
    check(id, kubenet, "", Some(Unsupported));
}

#[test]
fn of_kubelet_and_linux_settings() {
    let kubelet = |config: &str, expected| {
        check("kubelet-config-ranges", "", &user(&format!(r#""kubeletConfig": {{{config}}}"#)), expected);
    };
    kubelet(r#""imageGcLowThreshold": 80, "imageGcHighThreshold": 79"#, Some(Refused));
    kubelet(r#""imageGcLowThreshold": 80, "imageGcHighThreshold": 80"#, None);
    kubelet(r#""imageGcLowThreshold": 86"#, Some(Unsupported));
    kubelet(r#""imageGcHighThreshold": 79"#, Some(Unsupported));
    kubelet(r#""containerLogMaxFiles": 1"#, Some(Refused));
    kubelet(r#""containerLogMaxFiles": 2"#, None);
    kubelet(r#""cpuManagerPolicy": "statik""#, Some(Refused));
    kubelet(r#""topologyManagerPolicy": "single-numa""#, Some(Refused));
    kubelet(r#""topologyManagerPolicy": "single-numa-node""#, None);
    // ARM takes keys in any case.
    kubelet(r#""ContainerLogMaxFiles": 1"#, Some(Refused));
    let sysctl = |name: &str, value: i64, expected| {
        let pool = user(&format!(r#""linuxOSConfig": {{"sysctls": {{"{name}": {value}}}}}"#));
        check("linux-os-config-ranges", "", &pool, expected);
    };
    for (name, least, most, severity) in [
        ("netNetfilterNfConntrackMax", 131_072, 2_097_152, Refused),
        ("netNetfilterNfConntrackBuckets", 65_536, 524_288, Refused),
        ("netIpv4TcpkeepaliveIntvl", 10, 90, Refused),
        ("netCoreSomaxconn", 4_096, 3_240_000, Unsupported),
        ("netCoreNetdevMaxBacklog", 1_000, 3_240_000, Unsupported),
        ("netCoreRmemMax", 212_992, 134_217_728, Unsupported),
        ("netCoreOptmemMax", 20_480, 4_194_304, Unsupported),
        ("netIpv4TcpMaxSynBacklog", 128, 3_240_000, Unsupported),
        ("netIpv4TcpMaxTwBuckets", 8_000, 1_440_000, Unsupported),
        ("netIpv4TcpFinTimeout", 5, 120, Unsupported),
        ("netIpv4TcpKeepaliveTime", 30, 432_000, Unsupported),
        ("netIpv4TcpKeepaliveProbes", 1, 15, Unsupported),
        ("netIpv4NeighDefaultGcThresh1", 128, 80_000, Unsupported),
        ("fsInotifyMaxUserWatches", 781_250, 2_097_152, Unsupported),
        ("fsAioMaxNr", 65_536, 6_553_500, Unsupported),
        ("fsNrOpen", 8_192, 20_000_500, Unsupported),
        ("vmSwappiness", 0, 100, Unsupported),
        ("vmVfsCachePressure", 1, 100, Unsupported),
    ] {
        sysctl(name, least - 1, Some(severity));
        sysctl(name, least, None);
        sysctl(name, most, None);
        sysctl(name, most + 1, Some(severity));
    }
    check("message-of-the-day", "", &user(r#""messageOfTheDay": "Welcome!""#), Some(Unsupported));
    check("message-of-the-day", "", &user(r#""messageOfTheDay": "V2VsY29tZQ==""#), None);
    let windows = user(r#""osType": "Windows", "messageOfTheDay": "V2VsY29tZQ==""#);
    check("linux-only-settings", "", &windows, Some(Refused));
    let of_windows = |config: &str| user(&format!(r#""osType": "Windows", "kubeletConfig": {{{config}}}"#));
    for (config, expected) in [
        (r#""cpuManagerPolicy": "static", "containerLogMaxFiles": 5"#, Some(Unsupported)),
        (r#""cpuManagerPolicy": null, "containerLogMaxSizeMb": 20, "imageGcHighThreshold": 90"#, None),
    ] {
        check("linux-only-settings", "", &of_windows(config), expected);
    }
}

#[test]
fn of_access_and_channels() {
    let id = "ssh-access-entra-id";
    let entra = r#""securityProfile": {"sshAccess": "EntraId"}"#;
    check(id, "", &user(entra), None);
    check(id, "", &user(&format!(r#"{entra}, "osType": "Windows""#)), Some(Unsupported));
    check(id, "", &user(&format!(r#"{entra}, "osSKU": "AzureContainerLinux""#)), Some(Unsupported));
    check(id, r#""sku": {"name": "Automatic"}"#, &user(entra), Some(Unsupported));
    let id = "node-os-channel-combinations";
    let channels = |upgrade: &str, image: &str| {
        format!(
            r#""autoUpgradeProfile": {{"upgradeChannel": "{upgrade}", "nodeOSUpgradeChannel": "{image}"}}"#
        )
    };
    let windows = user(r#""osType": "Windows""#);
    check(id, &channels("none", "SecurityPatch"), &windows, Some(Unsupported));
    check(id, &channels("none", "SecurityPatch"), "", None);
    check(id, &channels("none", "NodeImage"), &windows, None);
    for image in ["SecurityPatch", "Unmanaged", "None"] {
        check(id, &channels("node-image", image), "", Some(Unsupported));
    }
    check(id, &channels("node-image", "NodeImage"), "", None);
}

#[test]
fn of_networks() {
    let network = |rest: &str| format!(r#""networkProfile": {{{rest}}}"#);
    let overlay = r#""networkPlugin": "azure", "networkPluginMode": "overlay""#;
    let dual = r#""ipFamilies": ["IPv4", "IPv6"]"#;
    let id = "dual-stack-needs-overlay";
    check(id, &network(&format!("{overlay}, {dual}")), "", None);
    check(id, &network(dual), "", None);
    check(id, &network(&format!(r#""networkPlugin": "kubenet", {dual}"#)), "", None);
    check(id, &network(&format!(r#""networkPlugin": "none", {dual}"#)), "", None);
    check(id, &network(&format!(r#""networkPlugin": "azure", {dual}"#)), "", Some(Unsupported));
    check(id, &network(r#""ipFamilies": ["IPv6"]"#), "", Some(Unsupported));
    for policy in ["azure", "calico"] {
        let cluster = network(&format!(r#"{overlay}, {dual}, "networkPolicy": "{policy}""#));
        check(id, &cluster, "", Some(Unsupported));
    }
    check(id, &format!(r#""existing": true, {}"#, network(dual)), "", None);

    let id = "gateway-pool-network";
    let gateway = r#""mode": "Gateway", "count": 2, "vmSize": "Standard_D4ds_v5""#;
    check(id, &network(overlay), gateway, None);
    check(id, &network(&format!("{overlay}, {dual}")), gateway, Some(Unsupported));
    let with_pod_subnet = format!(r#"{gateway}, "podSubnetID": "/v/subnets/p""#);
    check(id, &network(r#""networkPlugin": "azure""#), &with_pod_subnet, Some(Unsupported));

    let id = "nap-network-policies";
    let nap = |rest: &str| format!(r#""nodeProvisioningProfile": {{"mode": "Auto"}}, {}"#, network(rest));
    let dynamic = user(r#""podSubnetID": "/v/subnets/p""#);
    check(id, &nap(overlay), "", None);
    check(id, &nap(&format!(r#"{overlay}, "networkPolicy": "calico""#)), "", Some(Unsupported));
    check(id, &nap(r#""networkPlugin": "kubenet""#), "", Some(Unsupported));
    check(id, &nap(r#""networkPlugin": "azure""#), &dynamic, Some(Unsupported));
    check(id, &network(r#""networkPlugin": "kubenet""#), "", None);

    let id = "network-policy-azure-limits";
    let npm = network(&format!(r#"{overlay}, "networkPolicy": "azure""#));
    let nodes = |count: u32| format!(r#""mode": "User", "count": {count}, "vmSize": "Standard_D4ds_v5""#);
    check(id, &npm, &nodes(247), None);
    check(id, &npm, &nodes(248), Some(Refused));
    check(id, &npm, &user(r#""osType": "Windows""#), Some(Unsupported));

    let id = "automatic-tier-and-network";
    check(id, r#""sku": {"name": "Automatic"}, "tier": "Free""#, "", Some(Unsupported));
    check(id, r#""sku": {"name": "Automatic"}, "tier": "Standard""#, "", None);
    let kubenet = network(r#""networkPlugin": "kubenet""#);
    check(id, &format!(r#""sku": {{"name": "Automatic"}}, {kubenet}"#), "", Some(Unsupported));
}

#[test]
fn of_pod_subnets() {
    let pools = |first: &str, second: &str| {
        let pool = |name: &str, rest: &str| {
            format!(
                r#"{{"name": "{name}", "mode": "User", "count": 2, "podSubnetID": "/v/subnets/p"{rest}}}"#
            )
        };
        read(&format!(
            r#"{{"version": 1, "cluster": {{"networkProfile": {{"networkPlugin": "azure"}}}},
            "pools": [{SYSTEM}, {}, {}]}}"#,
            pool("a", first),
            pool("b", second)
        ))
    };
    let (block, single) =
        (r#", "podIPAllocationMode": "StaticBlock""#, r#", "podIPAllocationMode": "DynamicIndividual""#);
    let found = |first, second| {
        let plan = pools(first, second);
        let findings = lint::check(&plan, catalog(), Date::parse(DAY).unwrap()).findings;
        findings
            .iter()
            .filter(|one| one.rule.id == "pod-subnet-one-mode")
            .map(|one| one.severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(found(block, single), [Refused]);
    assert_eq!(found("", block), [Refused]);
    assert_eq!(found(block, block), []);
    assert_eq!(found("", single), []);
}

#[test]
fn of_sizes_and_gpus() {
    let size = |size: &str, rest: &str| user(&format!(r#""vmSize": "Standard_{size}"{rest}"#));
    for (id, name, expected) in [
        ("cvm-tdx-unsupported", "DC4es_v5", Some(Unsupported)),
        ("cvm-tdx-unsupported", "DC4eds_v6", Some(Unsupported)),
        ("cvm-tdx-unsupported", "EC8es_v6", Some(Unsupported)),
        ("cvm-tdx-unsupported", "DC4as_v5", None),
        ("cvm-tdx-unsupported", "DC8ads_v6", None),
        ("gpu-amd-only-mi300x", "NV8ads_V710_v5", Some(Unsupported)),
        ("gpu-amd-only-mi300x", "NG16ads_V620_v1", Some(Unsupported)),
        ("gpu-amd-only-mi300x", "NV16as_v4", Some(Unsupported)),
        ("gpu-amd-only-mi300x", "ND96isr_MI300X_v5", Some(Note)),
        ("gpu-amd-only-mi300x", "NC24ads_A100_v4", None),
        // Sizes whose GPUs nobody had counted are GPU sizes.
        ("gpu-taint-recommended", "ND128isr_NDR_GB200_v6", Some(Recommendation)),
        ("gpu-taint-recommended", "ND128isr_GB300_v6", Some(Recommendation)),
        ("gpu-taint-recommended", "NV8ads_V710_v5", Some(Recommendation)),
        ("gpu-taint-recommended", "NC36ds_xl_RTXPRO6000BSE_v6", Some(Recommendation)),
    ] {
        check(id, "", &size(name, ""), expected);
    }
    let id = "gpu-rtx-pro-6000-ubuntu";
    let rtx = |sku: &str| size("NC144lds_xl_RTXPRO6000BSE_v6", &format!(r#", "osSKU": "{sku}""#));
    check(id, "", &size("NC144lds_xl_RTXPRO6000BSE_v6", ""), None);
    check(id, "", &rtx("Ubuntu"), None);
    check(id, "", &rtx("Ubuntu2404"), None);
    check(id, "", &rtx("AzureLinux"), Some(Unsupported));
    check(id, "", &rtx("AzureLinux3"), Some(Unsupported));
}

#[test]
fn of_pools_of_virtual_machines() {
    let machines = |rest: &str| user(&format!(r#""type": "VirtualMachines"{rest}"#));
    let sizes = |one: &str, other: &str| {
        format!(
            r#", "virtualMachinesProfile": {{"scale": {{"manual": [{{"size": "Standard_{one}", "count": 1}}, {{"size": "Standard_{other}", "count": 1}}]}}}}"#
        )
    };
    check("vms-pool-ppg", "", &machines(r#", "proximityPlacementGroupID": "/g""#), Some(Refused));
    check("vms-pool-ppg", "", &user(r#""proximityPlacementGroupID": "/g""#), None);
    let id = "vms-pool-ephemeral-placement";
    let with = |disk: &str, one: &str, other: &str| {
        machines(&format!(r#", "osDiskType": "{disk}", "osDiskSizeGB": 100{}"#, sizes(one, other)))
    };
    check(id, "", &with("Ephemeral", "D4pds_v6", "D4pds_v5"), Some(Refused));
    check(id, "", &with("Ephemeral", "D4ds_v5", "D4ds_v6"), Some(Refused));
    check(id, "", &with("Managed", "D4pds_v6", "D4pds_v5"), None);
    check(id, "", &with("Ephemeral", "D4ds_v5", "D8ds_v5"), None);
    check("vms-pool-rules", "", &with("Managed", "D4pds_v6", "D4pds_v5"), None);
    check("vms-pool-rules", "", &machines(&sizes("D2s_v3", "DS2_v2")), None);
    check("vms-pool-rules", "", &machines(&sizes("D4s_v3", "NC6s_v3")), Some(Refused));
    check("vms-pool-rules", "", &machines(&sizes("D4s_v3", "E4s_v3")), Some(Unsupported));
    // The autoscaler of such pools is generally available, in the profile.
    let scaled = machines(
        r#", "virtualMachinesProfile": {"scale": {"autoscale": [{"size": "Standard_D4s_v3", "minCount": 1, "maxCount": 3}]}}"#,
    );
    check("autoscale-needs-vmss", "", &scaled, None);
}

#[test]
fn of_managed_gpus() {
    let id = "managed-gpu-limits";
    let managed = |rest: &str| {
        user(&format!(
            r#""vmSize": "Standard_NC24ads_A100_v4", "gpuProfile": {{"nvidia": {{"managementMode": "Managed"}}}}{rest}"#
        ))
    };
    check(id, "", &managed(""), None);
    check(
        id,
        "",
        &managed(r#", "enableAutoScaling": true, "minCount": 1, "maxCount": 3"#),
        Some(Recommendation),
    );
    check(id, "", &managed(r#", "osType": "Windows""#), Some(Recommendation));
}

#[test]
fn of_what_only_seems_wrong() {
    // Public IPs per node work with user-defined routes.
    let routes = r#""networkProfile": {"outboundType": "userDefinedRouting"}"#;
    check("node-public-ip-prefix", routes, &user(r#""enableNodePublicIP": true"#), None);
    // An empty text isn't a taint.
    let taints = |list: &str| user(&format!(r#""nodeTaints": [{list}]"#));
    check("taint-syntax", "", &taints(r#""", "a=b:NoSchedule""#), Some(Note));
    check("taint-syntax", "", &taints(r#""", "a:NoSchedule""#), Some(Refused));
    check("taint-syntax", "", &taints(""), None);
    // Nothing compares the count of a pool that exists with new bounds.
    let bounds = r#""mode": "User", "count": 3, "enableAutoScaling": true, "minCount": 4, "maxCount": 8"#;
    check("autoscale-count-in-range", "", bounds, Some(Refused));
    check(
        "autoscale-count-in-range",
        "",
        &format!(r#"{bounds}, "provisioningState": "Succeeded""#),
        Some(Note),
    );
    // Availability sets can't be created, and are migrated where they exist.
    let set = user(r#""type": "AvailabilitySet""#);
    check("pool-type-supported", "", &set, Some(Refused));
    // A pool of virtual machines with the autoscaler on as ARM has it for scale sets.
    let scaled = r#""type": "VirtualMachines", "vmSize": "Standard_D4s_v3", "enableAutoScaling": true, "minCount": 1, "maxCount": 3"#;
    check("autoscale-needs-vmss", "", &user(scaled), Some(Unsupported));
}

#[test]
fn of_changes_in_place() {
    use poolwright::operations::matrix::How::{self, NewPool, PreviewOnly, Update};
    use poolwright::operations::matrix::how;
    let rows: [(How, &[&str]); 3] = [
        (
            NewPool,
            &[
                "gpuProfile.driver",
                "type",
                "messageOfTheDay",
                "kubeletConfig",
                "linuxOSConfig",
                "maxPods",
                "osDiskSizeGB",
                "osDiskType",
                "kubeletDiskType",
                "enableEncryptionAtHost",
                "enableUltraSSD",
                "enableNodePublicIP",
                "nodePublicIPPrefixID",
                "podIPAllocationMode",
                "podSubnetID",
                "vnetSubnetID",
                "scaleSetPriority",
                "scaleSetEvictionPolicy",
                "windowsProfile.disableOutboundNat",
                "gpuInstanceProfile",
            ],
        ),
        (
            Update,
            &[
                "nodeInitializationTaints",
                "osSKU",
                "enableFIPS",
                "securityProfile.enableSecureBoot",
                "securityProfile.enableVTPM",
                "securityProfile.sshAccess",
                "localDNSProfile",
                "artifactStreamingProfile.enabled",
                "scaleDownMode",
                "upgradeSettings.maxSurge",
                "nodeLabels",
                "nodeTaints",
                "tags",
                "virtualMachinesProfile",
            ],
        ),
        (PreviewOnly, &["vmSize", "availabilityZones", "capacityReservationGroupID"]),
    ];
    for (expected, keys) in rows {
        for key in keys {
            assert_eq!(how(key), expected, "{key}");
        }
    }
}
