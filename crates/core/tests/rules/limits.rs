//! Where each rule begins and where it ends: the number that just keeps it and the one that just breaks it.

use poolwright::lint::Severity;

use super::support::{judge, read};

/// The severity of what a rule finds in a plan: the cluster's properties, then its pools.
fn severity(id: &str, cluster: &str, pools: &str) -> Option<Severity> {
    let plan = read(&format!(r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{pools}]}}"#));
    judge(&plan).findings.iter().find(|one| one.rule.id == id).map(|one| one.severity)
}

/// A System pool and another pool with these properties.
fn beside(pool: &str) -> String {
    format!(
        r#"{{"name": "sys1", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}}, {{"name": "p1", {pool}}}"#
    )
}

#[track_caller]
fn check(id: &str, cluster: &str, pool: &str, expected: Option<Severity>) {
    assert_eq!(severity(id, cluster, &beside(pool)), expected, "{id}: {{{cluster}}} {pool}");
}

const REFUSED: Option<Severity> = Some(Severity::Refused);
const UNSUPPORTED: Option<Severity> = Some(Severity::Unsupported);
const ADVICE: Option<Severity> = Some(Severity::Recommendation);
const NOTE: Option<Severity> = Some(Severity::Note);

#[test]
fn numbers_of_a_pool() {
    for (id, key, cases) in [
        ("max-pods-range", "maxPods", [(9, REFUSED), (10, None), (250, None), (251, REFUSED)]),
        ("os-disk-size-range", "osDiskSizeGB", [(29, REFUSED), (30, None), (2048, None), (2049, REFUSED)]),
        ("os-disk-size-range", "osDiskSizeGB", [(-1, REFUSED), (0, None), (1, REFUSED), (128, None)]),
        ("os-disk-type-default", "osDiskSizeGB", [(0, None), (1, NOTE), (64, NOTE), (2048, NOTE)]),
    ] {
        for (number, expected) in cases {
            check(
                id,
                "",
                &format!(r#""mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5", "{key}": {number}"#),
                expected,
            );
        }
    }
    for (id, key, cases) in [
        (
            "drain-timeout-range",
            "drainTimeoutInMinutes",
            [(4, REFUSED), (5, None), (1440, None), (1441, REFUSED)],
        ),
        (
            "node-soak-range",
            "nodeSoakDurationInMinutes",
            [(-1, REFUSED), (0, None), (30, None), (31, REFUSED)],
        ),
    ] {
        for (number, expected) in cases {
            check(id, "", &format!(r#""mode": "User", "upgradeSettings": {{"{key}": {number}}}"#), expected);
        }
    }
    for (pods, expected) in [(110, None), (111, ADVICE), (250, ADVICE), (251, None)] {
        check(
            "max-pods-windows-recommended",
            "",
            &format!(r#""mode": "User", "osType": "Windows", "maxPods": {pods}"#),
            expected,
        );
    }
    for (pods, expected) in [(30, ADVICE), (31, None), (32, ADVICE), (47, None), (249, ADVICE), (250, ADVICE)]
    {
        let pool = format!(
            r#""mode": "User", "podSubnetID": "/v/subnets/p", "podIPAllocationMode": "StaticBlock", "maxPods": {pods}"#
        );
        check("pod-subnet-static-block", r#""networkProfile": {"networkPlugin": "azure"}"#, &pool, expected);
    }
}

#[test]
fn surge() {
    for (count, surge, expected) in [
        (999, "1", None),
        (1000, "1", REFUSED),
        (900, "11%", None),
        (901, "11%", REFUSED),
        (500, "100%", None),
        (501, "100%", REFUSED),
        (1000, "0", None),
    ] {
        let pool =
            format!(r#""mode": "User", "count": {count}, "upgradeSettings": {{"maxSurge": "{surge}"}}"#);
        check("max-surge-vmss-1000", "", &pool, expected);
    }
    check("max-surge-vmss-1000", "", r#""mode": "User", "count": 1000"#, None);
    for (surge, expected) in [
        ("0", None),
        ("100%", None),
        ("101%", ADVICE),
        ("200", None),
        ("", None),
        ("1.5", REFUSED),
        ("%", REFUSED),
        ("+1", REFUSED),
    ] {
        check(
            "max-surge-format",
            "",
            &format!(r#""mode": "User", "upgradeSettings": {{"maxSurge": "{surge}"}}"#),
            expected,
        );
    }
    for (count, expected) in [(10, None), (11, NOTE)] {
        check("max-surge-default", "", &format!(r#""mode": "User", "count": {count}"#), expected);
    }
}

#[test]
fn clusters() {
    let user = |count: i64| format!(r#""mode": "User", "count": {count}"#);
    for (tier, count, expected) in [("Free", 997, None), ("Free", 998, REFUSED), ("Standard", 998, None)] {
        check("cluster-max-nodes", &format!(r#""tier": "{tier}""#), &user(count), expected);
    }
    let grows = r#""mode": "User", "count": 1, "enableAutoScaling": true, "minCount": 1, "maxCount": 998"#;
    check("cluster-max-nodes", r#""tier": "Free""#, grows, ADVICE);
    for (count, expected) in [(6, None), (7, ADVICE)] {
        check("cluster-free-tier-small", r#""tier": "Free""#, &user(count), expected);
        check("cluster-free-tier-small", "", &user(count), None);
    }
    let kubenet = r#""networkProfile": {"networkPlugin": "kubenet"}"#;
    for (count, expected) in [(397, None), (398, REFUSED)] {
        check("cluster-kubenet-max-nodes", kubenet, &user(count), expected);
    }
    for (count, expected) in [(387, None), (388, REFUSED)] {
        let pool = format!(r#""mode": "User", "count": {count}, "upgradeSettings": {{"maxSurge": "10"}}"#);
        check("cluster-kubenet-max-nodes", kubenet, &pool, expected);
    }
    for (version, expected) in
        [("2020-02-29", REFUSED), ("2020-03-01", None), ("2026-01-02-preview", None), ("new", REFUSED)]
    {
        check("api-version-supports-mode", &format!(r#""apiVersion": "{version}""#), &user(1), expected);
    }
    for (version, expected) in
        [("2.30.9", NOTE), ("2.31", None), ("2.31.0", None), ("3.0.0", None), ("x", NOTE), ("2.31.0.1", NOTE)]
    {
        check("cli-min-version", &format!(r#""azureCli": "{version}""#), &user(1), expected);
    }
    let vms = r#""mode": "User", "type": "VirtualMachines""#;
    for (version, expected) in [("2.84.9", NOTE), ("2.85.0", None)] {
        check("cli-min-version", &format!(r#""azureCli": "{version}""#), vms, expected);
    }
    let windows = r#""mode": "User", "osType": "Windows", "osSKU": "Windows2025""#;
    for (version, expected) in [("2.86.9", NOTE), ("2.87.0", None)] {
        check("cli-min-version", &format!(r#""azureCli": "{version}""#), windows, expected);
    }
    let many = |count: usize| {
        (0..count)
            .map(|place| format!(r#"{{"name": "p{place}", "mode": "User"}}"#))
            .collect::<Vec<_>>()
            .join(",")
    };
    assert_eq!(severity("cluster-max-pools", "", &many(100)), None);
    assert_eq!(severity("cluster-max-pools", "", &many(101)), REFUSED);
}

#[test]
fn names_of_a_cluster_and_its_places() {
    let long = |count: usize| "a".repeat(count);
    let cases = |id: &str, key: &str, cases: &[(String, Option<Severity>)]| {
        for (name, expected) in cases {
            check(id, &format!(r#""{key}": "{name}""#), r#""mode": "User""#, *expected);
        }
    };
    let (fine, refused) = (|name: &str| (name.to_owned(), None), |name: &str| (name.to_owned(), REFUSED));
    cases(
        "cluster-name-syntax",
        "name",
        &[
            (long(63), None),
            (long(64), REFUSED),
            fine(""),
            fine("1"),
            fine("a-_b"),
            refused("-"),
            refused("-a"),
            refused("a_"),
            refused("a.b"),
            refused("größe"),
            refused("a\\nb"),
        ],
    );
    cases(
        "resource-group-name-syntax",
        "resourceGroup",
        &[
            (long(90), None),
            (long(91), REFUSED),
            ("ü".repeat(90), None),
            fine(""),
            fine("-(.a_)"),
            refused("."),
            refused("a."),
            refused("a b"),
            refused("a/b"),
        ],
    );
    cases(
        "location-syntax",
        "location",
        &[fine(""), fine("eastus2"), fine("East US 2"), refused("e'ast"), refused("weſteurope")],
    );
    cases(
        "version-syntax",
        "kubernetesVersion",
        &[
            fine(""),
            fine("1.5"),
            refused("v1.34"),
            fine("1.34.0"),
            refused("1"),
            refused("1."),
            refused("1.34.2.1"),
            refused("vv1.34"),
            refused("latest"),
        ],
    );
    let pool = |version: &str| format!(r#""mode": "User", "orchestratorVersion": "{version}""#);
    check("version-syntax", "", &pool("1.34"), None);
    check("version-syntax", "", &pool("1.34-rc"), REFUSED);
    // One mistake is one finding.
    check("pool-version-equal-at-create", r#""kubernetesVersion": "1.34""#, &pool("abc"), None);
    let families = |list: &str| format!(r#""networkProfile": {{"ipFamilies": [{list}]}}"#);
    for (list, expected) in [
        ("", None),
        (r#""ipv6""#, None),
        (r#""IPv4", "IPv6""#, None),
        (r#""""#, REFUSED),
        (r#""IPv5""#, REFUSED),
    ] {
        check("ip-families-known", &families(list), r#""mode": "User""#, expected);
    }
    let network = |key: &str, text: &str| format!(r#""networkProfile": {{"{key}": "{text}"}}"#);
    for (text, expected) in [
        ("10.244.0.0/16", None),
        ("10.244.0.0", None),
        ("fd00::/64", None),
        ("10.244.0.0/33", REFUSED),
        ("10.244.0/16", REFUSED),
        ("256.0.0.0/8", REFUSED),
    ] {
        check("cidr-syntax", &network("podCidr", text), r#""mode": "User""#, expected);
        let subnets = format!(r#""subnets": [{{"name": "n", "addressPrefix": "{text}"}}]"#);
        check("cidr-syntax", &subnets, r#""mode": "User""#, expected);
    }
}

#[test]
fn ranges_of_addresses() {
    let overlay = |cidr: &str| {
        format!(
            r#""networkProfile": {{"networkPlugin": "azure", "networkPluginMode": "overlay", "podCidr": "{cidr}"}}"#
        )
    };
    for (cidr, count, expected) in [
        ("10.244.0.0/22", 0, None),
        ("10.244.0.0/22", 1, ADVICE),
        ("10.244.0.0/22", 2, REFUSED),
        ("10.244.0.0/24", 0, REFUSED),
        ("10.244.0.0/25", 0, REFUSED),
        ("10.244.0.0/21", 3, None),
    ] {
        // With 3 nodes of the System pool, one more while it is upgraded.
        check(
            "overlay-pod-cidr-size",
            &overlay(cidr),
            &format!(r#""mode": "User", "count": {count}"#),
            expected,
        );
    }
    let flat = |prefix: u8| {
        format!(
            r#""networkProfile": {{"networkPlugin": "azure"}}, "subnets": [{{"name": "n", "addressPrefix": "10.1.0.0/{prefix}"}}]"#
        )
    };
    // 7 nodes of 31 addresses and one more: 248 of 251; 8 and one more: 279.
    let one = |count: i64| {
        format!(
            r#"{{"name": "sys1", "mode": "System", "count": {count}, "maxPods": 30, "vnetSubnetID": "n"}}"#
        )
    };
    assert_eq!(severity("flat-subnet-size", &flat(24), &one(7)), None);
    assert_eq!(severity("flat-subnet-size", &flat(24), &one(8)), ADVICE);
    assert_eq!(severity("flat-subnet-size", &flat(24), &one(9)), REFUSED);
    assert_eq!(severity("flat-subnet-size", &flat(21), &one(50)), None);
    assert_eq!(severity("flat-subnet-size", &flat(22), &one(50)), REFUSED);
    let nodes = r#""subnets": [{"name": "n", "addressPrefix": "10.1.0.0/28"}]"#;
    assert_eq!(severity("overlay-node-subnet-size", nodes, &one(10)), None);
    assert_eq!(severity("overlay-node-subnet-size", nodes, &one(11)), REFUSED);
    let pods = r#""networkProfile": {"networkPlugin": "azure"}, "subnets": [{"name": "n", "addressPrefix": "10.1.0.0/16"}, {"name": "p", "addressPrefix": "10.2.0.0/24"}]"#;
    let with_pods = |count: i64| {
        format!(
            r#"{{"name": "sys1", "mode": "System", "count": {count}, "vnetSubnetID": "n", "podSubnetID": "p"}}"#
        )
    };
    assert_eq!(severity("pod-subnet-dynamic-ips", pods, &with_pods(15)), None);
    assert_eq!(severity("pod-subnet-dynamic-ips", pods, &with_pods(16)), ADVICE);
    for (cidr, expected) in [
        ("10.0.0.0/12", REFUSED),
        ("10.0.0.0/13", None),
        ("10.0.0.0/24", None),
        ("fd00::/107", REFUSED),
        ("fd00::/108", None),
        ("10.0.0.0", REFUSED),
        ("x", REFUSED),
    ] {
        check(
            "service-cidr-size",
            &format!(r#""networkProfile": {{"serviceCidr": "{cidr}"}}"#),
            r#""mode": "User""#,
            expected,
        );
    }
    for (cidr, expected) in [
        ("169.253.0.0/16", None),
        ("169.254.128.0/17", REFUSED),
        ("172.29.0.0/16", None),
        ("172.30.0.0/24", REFUSED),
        ("172.31.255.0/24", REFUSED),
        ("172.32.0.0/16", None),
        ("192.0.2.128/25", REFUSED),
        ("192.0.3.0/24", None),
    ] {
        check(
            "reserved-cidr-ranges",
            &format!(r#""networkProfile": {{"serviceCidr": "{cidr}"}}"#),
            r#""mode": "User""#,
            expected,
        );
    }
    for (address, expected) in [
        ("10.0.0.0", REFUSED),
        ("10.0.0.1", REFUSED),
        ("10.0.0.2", None),
        ("10.0.255.254", None),
        ("10.0.255.255", REFUSED),
        ("10.1.0.0", REFUSED),
        ("dns", REFUSED),
    ] {
        check(
            "dns-service-ip",
            &format!(r#""networkProfile": {{"dnsServiceIP": "{address}"}}"#),
            r#""mode": "User""#,
            expected,
        );
    }
}

#[test]
fn versions() {
    let both = |cluster: &str, pool: &str, existing: bool| {
        let cluster = format!(r#""existing": {existing}, "kubernetesVersion": "{cluster}""#);
        let pool = format!(r#"{{"name": "p1", "mode": "User", "orchestratorVersion": "{pool}"}}"#);
        let of = |id: &str| severity(id, &cluster, &pool);
        [
            of("pool-version-not-above-control-plane"),
            of("pool-version-skew"),
            of("pool-version-equal-at-create"),
        ]
    };
    assert_eq!(both("1.34.9", "1.34.9", true), [None, None, None]);
    assert_eq!(both("1.34.9", "1.35.0", true), [REFUSED, None, None]);
    assert_eq!(both("1.35.6", "1.33.0", true), [None, None, None]);
    assert_eq!(both("1.35.6", "1.32.0", true), [None, ADVICE, None]);
    assert_eq!(both("1.35.6", "1.31.9", true), [None, REFUSED, None]);
    assert_eq!(both("1.28.0", "1.25.0", true), [None, ADVICE, None]);
    assert_eq!(both("1.27.9", "1.25.0", true), [None, None, None]);
    assert_eq!(both("1.27.9", "1.24.0", true), [None, REFUSED, None]);
    assert_eq!(both("1.34", "1.33", false), [None, None, REFUSED]);
    assert_eq!(both("1.34", "1.34", false), [None, None, None]);
    let on = |id: &str, version: &str, pool: &str| {
        severity(
            id,
            &format!(r#""kubernetesVersion": "{version}""#),
            &beside(&format!(r#""mode": "User", {pool}"#)),
        )
    };
    for (sku, least, most) in [
        ("Ubuntu2404", 32, 38),
        ("Ubuntu2204", 25, 36),
        ("AzureLinux3", 28, 36),
        ("AzureLinuxOSGuard", 32, 99),
    ] {
        let pool = format!(r#""osSKU": "{sku}""#);
        let id = "os-sku-linux-version-window";
        assert_eq!(on(id, &format!("1.{}", least - 1), &pool), REFUSED, "{sku}");
        assert_eq!(on(id, &format!("1.{least}"), &pool), None, "{sku}");
        assert_eq!(on(id, &format!("1.{most}"), &pool), None, "{sku}");
        if most < 99 {
            assert_eq!(on(id, &format!("1.{}", most + 1), &pool), REFUSED, "{sku}");
        }
    }
    for (id, pool, before, from) in [
        (
            "windows-os-sku-version",
            r#""osType": "Windows", "osSKU": "Windows2025", "enableFIPS": true"#,
            "1.31",
            "1.32",
        ),
        ("acl-requirements", r#""osSKU": "AzureContainerLinux""#, "1.33", "1.34"),
        ("pod-sandboxing", r#""osSKU": "AzureLinux", "workloadRuntime": "KataVmIsolation""#, "1.26", "1.27"),
        ("vms-pool-rules", r#""type": "VirtualMachines""#, "1.26", "1.27"),
        ("trusted-launch", r#""securityProfile": {"enableVTPM": true}"#, "1.24", "1.25"),
        (
            "arm64-linux-only",
            r#""vmSize": "Standard_D4ps_v5", "osSKU": "AzureLinux", "enableFIPS": true"#,
            "1.30",
            "1.31",
        ),
        ("gpu-os-support", r#""osType": "Windows", "vmSize": "Standard_NC4as_T4_v3""#, "1.28", "1.29"),
    ] {
        assert_eq!(on(id, before, pool), REFUSED, "{id} {before}");
        assert_eq!(on(id, from, pool), None, "{id} {from}");
    }
    let windows = |version: &str, sku: &str| {
        on("windows-os-sku-version", version, &format!(r#""osType": "Windows", "osSKU": "{sku}""#))
    };
    assert_eq!([windows("1.32", "Windows2019"), windows("1.33", "Windows2019")], [ADVICE, REFUSED]);
    assert_eq!([windows("1.36", "Windows2022"), windows("1.37", "Windows2022")], [None, REFUSED]);
    let block = r#""podSubnetID": "/v/subnets/p", "podIPAllocationMode": "StaticBlock", "maxPods": 31"#;
    assert_eq!(
        [on("pod-subnet-static-block", "1.27", block), on("pod-subnet-static-block", "1.28", block)],
        [ADVICE, None]
    );
}

#[test]
fn words() {
    let long = |length: usize| "a".repeat(length);
    for (length, expected) in [(0, None), (1, None), (20, None), (21, REFUSED)] {
        check(
            "windows-admin-username",
            &format!(r#""windowsProfile": {{"adminUsername": "{}"}}"#, long(length.max(2))),
            r#""mode": "User""#,
            if length < 2 { None } else { expected },
        );
    }
    check(
        "windows-admin-username",
        r#""windowsProfile": {"adminUsername": "ab."}"#,
        r#""mode": "User""#,
        REFUSED,
    );
    check(
        "windows-admin-username",
        r#""windowsProfile": {"adminUsername": "ADMIN"}"#,
        r#""mode": "User""#,
        REFUSED,
    );
    for (length, expected) in [(63, None), (64, REFUSED)] {
        check(
            "label-syntax",
            "",
            &format!(r#""mode": "User", "nodeLabels": {{"{}": ""}}"#, long(length)),
            expected,
        );
        check(
            "label-syntax",
            "",
            &format!(r#""mode": "User", "nodeLabels": {{"a": "{}"}}"#, long(length)),
            expected,
        );
        check(
            "taint-syntax",
            "",
            &format!(r#""mode": "User", "nodeTaints": ["a={}:NoSchedule"]"#, long(length)),
            expected,
        );
        let id = format!(
            "/subscriptions/s/resourceGroups/{}/providers/x/virtualNetworks/v/subnets/s",
            long(length)
        );
        check("overlay-names-63", "", &format!(r#""mode": "User", "vnetSubnetID": "{id}""#), expected);
    }
    for (length, expected) in [(253, None), (254, REFUSED)] {
        check(
            "label-syntax",
            "",
            &format!(r#""mode": "User", "nodeLabels": {{"{}/b": ""}}"#, long(length)),
            expected,
        );
        check(
            "taint-syntax",
            "",
            &format!(r#""mode": "User", "nodeTaints": ["{}=b:NoSchedule"]"#, long(length)),
            expected,
        );
    }
    for (key, expected) in [
        ("a/b/c", REFUSED),
        ("/b", REFUSED),
        ("a/", REFUSED),
        ("A.b/c", REFUSED),
        ("a..b/c", REFUSED),
        ("a-/c", REFUSED),
        ("a.b-c.d/e_f", None),
        ("_a", REFUSED),
        ("a.", REFUSED),
    ] {
        check("label-syntax", "", &format!(r#""mode": "User", "nodeLabels": {{"{key}": ""}}"#), expected);
    }
    for (key, expected) in [
        ("kubernetes.io/x", REFUSED),
        ("x.kubernetes.io/x", REFUSED),
        ("k8s.io/x", REFUSED),
        ("node.kubernetes.io/x", None),
        ("a.kubelet.kubernetes.io/x", None),
        ("node-role.kubernetes.io/x", UNSUPPORTED),
        ("mykubernetes.io/x", None),
        ("x", None),
    ] {
        check(
            "label-kubernetes-io-restricted",
            "",
            &format!(r#""mode": "User", "nodeLabels": {{"{key}": ""}}"#),
            expected,
        );
    }
    let tags =
        |count: usize| (0..count).map(|place| format!(r#""t{place}": """#)).collect::<Vec<_>>().join(",");
    for (count, expected) in [(40, None), (41, ADVICE), (50, ADVICE), (51, REFUSED)] {
        check("tag-limits", "", &format!(r#""mode": "User", "tags": {{{}}}"#, tags(count)), expected);
        check("tag-limits", &format!(r#""tags": {{{}}}"#, tags(count)), r#""mode": "User""#, expected);
    }
    for (name, value, expected) in [(512, 256, None), (513, 0, REFUSED), (1, 257, REFUSED)] {
        check(
            "tag-limits",
            "",
            &format!(r#""mode": "User", "tags": {{"{}": "{}"}}"#, long(name), long(value)),
            expected,
        );
    }
    for name in ["<", ">", "%", "&", "?", "/", r"\\"] {
        check("tag-limits", "", &format!(r#""mode": "User", "tags": {{"a{name}": ""}}"#), REFUSED);
    }
}

#[test]
fn special_pools() {
    let gateway = |count: i64, prefix: i64| {
        format!(
            r#""mode": "Gateway", "count": {count}, "maxPods": 100, "gatewayProfile": {{"publicIPPrefixSize": {prefix}}}"#
        )
    };
    for (count, prefix, expected) in [
        (2, 31, None),
        (3, 31, REFUSED),
        (4, 30, None),
        (5, 30, REFUSED),
        (16, 28, None),
        (17, 28, REFUSED),
        (2, 27, REFUSED),
        (2, 32, REFUSED),
        (1, 31, REFUSED),
    ] {
        check("gateway-pool-rules", "", &gateway(count, prefix), expected);
    }
    let sizes = |count: usize| vec![r#"{"size": "Standard_D4s_v3", "count": 1}"#; count].join(",");
    for (count, expected) in [(5, None), (6, REFUSED)] {
        let pool = format!(
            r#""mode": "User", "type": "VirtualMachines", "virtualMachinesProfile": {{"scale": {{"manual": [{}]}}}}"#,
            sizes(count)
        );
        check("vms-pool-rules", "", &pool, expected);
    }
    for (size, expected) in [
        ("Standard_D8s_v3", None),
        ("Standard_D8s_v5", None),
        ("Standard_DS2_v2", None),
        ("Standard_E4s_v5", UNSUPPORTED),
        ("Standard_D4ps_v5", REFUSED),
        ("Standard_NC6s_v3", REFUSED),
    ] {
        let pool = format!(
            r#""mode": "User", "type": "VirtualMachines", "virtualMachinesProfile": {{"scale": {{"manual": [{}, {{"size": "{size}", "count": 1}}]}}}}"#,
            sizes(1)
        );
        check("vms-pool-rules", "", &pool, expected);
    }
    for (zones, expected) in [(r#""1""#, None), (r#""1", "2""#, REFUSED)] {
        check(
            "ppg-single-zone",
            "",
            &format!(r#""mode": "User", "proximityPlacementGroupID": "/p", "availabilityZones": [{zones}]"#),
            expected,
        );
    }
    for (size, disk, expected) in [
        // Standard_D8ds_v5 has 300 GiB of temporary disk, Standard_DS2_v2 86 GiB of cache.
        ("Standard_D8ds_v5", 300, None),
        ("Standard_D8ds_v5", 301, REFUSED),
        ("Standard_DS2_v2", 86, None),
        ("Standard_DS2_v2", 87, REFUSED),
        ("Standard_DS2_v2", 0, REFUSED),
        ("Standard_D2s_v5", 30, REFUSED),
    ] {
        let pool = format!(
            r#""mode": "User", "vmSize": "{size}", "osDiskType": "Ephemeral", "osDiskSizeGB": {disk}"#
        );
        check("os-disk-ephemeral-fits", "", &pool, expected);
    }
    for (disk, expected) in [(149, None), (150, REFUSED)] {
        let pool = format!(
            r#""mode": "User", "vmSize": "Standard_D8ds_v5", "osDiskType": "Ephemeral", "osDiskSizeGB": {disk}, "enableOSDiskFullCaching": true"#
        );
        check("full-cache-ephemeral", "", &pool, expected);
    }
    for (size, expected) in
        [("Standard_D2ds_v5", REFUSED), ("Standard_D4ds_v5", REFUSED), ("Standard_D8ds_v5", None)]
    {
        check(
            "full-cache-ephemeral",
            "",
            &format!(
                r#""mode": "User", "vmSize": "{size}", "osDiskType": "Ephemeral", "enableOSDiskFullCaching": true"#
            ),
            expected,
        );
    }
    for (size, expected) in [("Standard_B2s", REFUSED), ("Standard_D4s_v3", None)] {
        check(
            "kubelet-disk-temporary",
            "",
            &format!(r#""mode": "User", "vmSize": "{size}", "kubeletDiskType": "Temporary""#),
            expected,
        );
    }
    for (size, gib) in [
        ("Standard_D4ds_v5", 128),
        ("Standard_D8ds_v5", 256),
        ("Standard_D16ds_v5", 512),
        ("Standard_D48ds_v5", 512),
        ("Standard_D64ds_v5", 1024),
    ] {
        let plan = read(&format!(
            r#"{{"version": 1, "cluster": {{}}, "pools": [{{"name": "s", "mode": "System", "count": 3, "vmSize": "{size}", "osDiskType": "Managed"}}]}}"#
        ));
        let found = judge(&plan)
            .findings
            .into_iter()
            .find(|one| one.rule.id == "os-disk-default-managed-size")
            .unwrap();
        assert!(found.message.contains(&format!(" {gib} GiB ")), "{size}: {}", found.message);
    }
}

#[test]
fn zones() {
    let zones = |region: &str, list: &str| {
        severity(
            "zones-valid",
            &format!(r#""location": "{region}""#),
            &beside(&format!(r#""mode": "User", "availabilityZones": [{list}]"#)),
        )
    };
    assert_eq!(zones("westeurope", r#""1", "2", "3""#), None);
    assert_eq!(zones("westeurope", r#""0""#), REFUSED);
    assert_eq!(zones("westeurope", r#""1", "1""#), REFUSED);
    assert_eq!(zones("westcentralus", r#""1""#), REFUSED);
    assert_eq!(zones("nowhere", r#""3""#), None);
    assert_eq!(zones("westeurope", r#""auto""#), REFUSED);
    assert_eq!(
        severity(
            "zones-valid",
            r#""preview": true"#,
            &beside(r#""mode": "User", "availabilityZones": ["auto"]"#)
        ),
        None
    );
    let system = |count: i64, list: &str| {
        format!(r#"{{"name": "s", "mode": "System", "count": {count}, "availabilityZones": [{list}]}}"#)
    };
    let spread =
        |count, list| severity("zones-system-spread", r#""location": "westeurope""#, &system(count, list));
    assert_eq!(spread(3, r#""1", "2", "3""#), None);
    assert_eq!(spread(2, r#""1", "2", "3""#), ADVICE);
    assert_eq!(spread(3, r#""1", "2""#), ADVICE);
}

/// What a rule offers first, and what it says.
fn offer(id: &str, cluster: &str, pools: &str) -> (String, String) {
    let plan = read(&format!(r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{pools}]}}"#));
    let found = judge(&plan).findings.into_iter().find(|one| one.rule.id == id).unwrap();
    (found.fixes.first().map(|fix| fix.title.clone()).unwrap_or_default(), found.message)
}

#[test]
fn fixes_go_to_the_nearest_number() {
    for (id, pool, title) in [
        ("os-disk-size-range", r#""osDiskSizeGB": 29"#, "Use 30 GiB"),
        ("os-disk-size-range", r#""osDiskSizeGB": 5000"#, "Use 2048 GiB"),
        ("max-pods-range", r#""count": 9, "maxPods": 9"#, "Use 10"),
        ("max-pods-range", r#""maxPods": 999"#, "Use 250"),
        ("drain-timeout-range", r#""upgradeSettings": {"drainTimeoutInMinutes": 1}"#, "Use 5"),
        ("drain-timeout-range", r#""upgradeSettings": {"drainTimeoutInMinutes": 9999}"#, "Use 1440"),
        ("node-soak-range", r#""upgradeSettings": {"nodeSoakDurationInMinutes": -9}"#, "Use 0"),
        ("node-soak-range", r#""upgradeSettings": {"nodeSoakDurationInMinutes": 99}"#, "Use 30"),
        (
            "max-surge-vmss-1000",
            r#""count": 990, "upgradeSettings": {"maxSurge": "11"}"#,
            "Set maxSurge to 10",
        ),
        ("max-pods-windows-recommended", r#""osType": "Windows", "maxPods": 200"#, "Use 110"),
        ("user-pool-sku-min", r#""vmSize": "Standard_B1ms""#, "Use Standard_B2ms"),
        ("user-pool-scale-to-zero", r#""count": 0"#, "Let the autoscaler add up to 3 nodes"),
        (
            "spot-autoscaler-recommended",
            r#""scaleSetPriority": "Spot", "count": 7"#,
            "Scale between 0 and 7 nodes",
        ),
        (
            "spot-autoscaler-recommended",
            r#""scaleSetPriority": "Spot", "count": 0"#,
            "Scale between 0 and 1 nodes",
        ),
        (
            "autoscale-min-max-range",
            r#""enableAutoScaling": true, "minCount": -1, "maxCount": 5"#,
            "Set minCount to 0",
        ),
        (
            "autoscale-min-max-range",
            r#""enableAutoScaling": true, "minCount": 0, "maxCount": 0"#,
            "Set maxCount to 1",
        ),
        (
            "autoscale-min-max-range",
            r#""enableAutoScaling": true, "minCount": 0, "maxCount": 2000"#,
            "Set maxCount to 1000",
        ),
        ("pool-max-nodes", r#""count": 5000"#, "Use 1000 nodes"),
        ("pool-count-not-negative", r#""count": -5"#, "Use 0 nodes"),
        (
            "os-disk-ephemeral-fits",
            r#""vmSize": "Standard_D8ds_v5", "osDiskType": "Ephemeral", "osDiskSizeGB": 400"#,
            "Use 300 GiB",
        ),
    ] {
        assert_eq!(offer(id, "", &beside(&format!(r#""mode": "User", {pool}"#))).0, title, "{id}: {pool}");
    }
    for (prefix, title) in [(27, "Use 28"), (99, "Use 31")] {
        let pool =
            format!(r#""mode": "Gateway", "count": 2, "gatewayProfile": {{"publicIPPrefixSize": {prefix}}}"#);
        assert_eq!(offer("gateway-pool-rules", "", &beside(&pool)).0, title);
    }
    let blocks = |pods: i64| {
        let pool = format!(
            r#""mode": "User", "podSubnetID": "/v/subnets/p", "podIPAllocationMode": "StaticBlock", "maxPods": {pods}"#
        );
        offer("pod-subnet-static-block", r#""networkProfile": {"networkPlugin": "azure"}"#, &beside(&pool)).0
    };
    assert_eq!([blocks(10), blocks(16), blocks(30), blocks(249)], ["Use 15", "Use 31", "Use 31", "Use 239"]);
}

#[test]
fn sentences_name_what_would_be_enough() {
    let overlay = r#""networkProfile": {"networkPlugin": "azure", "networkPluginMode": "overlay", "podCidr": "10.244.0.0/22"}"#;
    let system = |count: i64| {
        format!(
            r#"{{"name": "sys1", "mode": "System", "count": {count}, "maxPods": 30, "vnetSubnetID": "n"}}"#
        )
    };
    let (_, message) = offer("overlay-pod-cidr-size", overlay, &system(8));
    assert!(
        message.contains("has room for 4 nodes, a /24 each, but the pools can have 8. Use a /21 or larger"),
        "{message}"
    );
    let (_, message) = offer("overlay-pod-cidr-size", overlay, &system(9));
    assert!(message.contains("Use a /20 or larger"), "{message}");
    let flat = r#""networkProfile": {"networkPlugin": "azure"}, "subnets": [{"name": "n", "addressPrefix": "10.1.0.0/24"}]"#;
    let (_, message) = offer("flat-subnet-size", flat, &system(50));
    // 50 nodes of 31 addresses; with 5 more while upgrading a /21 is enough.
    assert!(
        message.contains("has 251 usable addresses, but its pools need 1550. Use a /21 or larger"),
        "{message}"
    );
    let node = r#""subnets": [{"name": "n", "addressPrefix": "10.1.0.0/28"}]"#;
    let (_, message) = offer("overlay-node-subnet-size", node, &system(20));
    assert!(message.contains("has 11 usable addresses, but its pools need 22"), "{message}");
    let (_, message) = offer(
        "pool-version-skew",
        r#""existing": true, "kubernetesVersion": "1.34""#,
        r#"{"name": "p", "mode": "User", "orchestratorVersion": "1.30"}"#,
    );
    assert!(
        message.contains("4 minor versions behind the control plane\u{2019}s 1.34. At most 3"),
        "{message}"
    );
    let basic = r#""existing": true, "networkProfile": {"loadBalancerSku": "basic"}"#;
    let ppg = r#"{"name": "p", "mode": "User", "proximityPlacementGroupID": "/p"}"#;
    assert_eq!(severity("ppg-single-zone", basic, ppg), REFUSED);
    assert_eq!(severity("ppg-single-zone", r#""existing": true"#, ppg), None);
    assert_eq!(severity("ppg-single-zone", r#""networkProfile": {"loadBalancerSku": "basic"}"#, ppg), None);
    // The fix of the autoscaler's least keeps 2 nodes everywhere.
    let scaled = read(
        r#"{"version": 1, "cluster": {"existing": true}, "pools": [{"name": "s", "mode": "System", "count": 1, "enableAutoScaling": true, "minCount": 1, "maxCount": 1}]}"#,
    );
    let found =
        judge(&scaled).findings.into_iter().find(|one| one.rule.id == "system-pool-autoscale-min").unwrap();
    let mut fixed = scaled.clone();
    assert!(found.fixes[0].edits.iter().all(|edit| fixed.apply(edit)));
    let pool = &fixed.pools[0];
    assert_eq!((pool.count, pool.min_count, pool.max_count), (Some(2), Some(2), Some(2)));
}

#[test]
fn where_and_how_long_a_size_is_to_be_had() {
    let pool = |more: &str| format!(r#""mode": "User", "count": 2, {more}"#);
    for (region, size, expected) in [
        ("qatarcentral", "Standard_D4ds_v5", None),
        ("qatarcentral", "Standard_D4ds_v6", ADVICE),
        ("westeurope", "Standard_D4ds_v6", None),
        ("nowhere", "Standard_D4ds_v6", None),
    ] {
        let (region, pool) = (format!(r#""location": "{region}""#), pool(&format!(r#""vmSize": "{size}""#)));
        check("vm-size-offered", &region, &pool, expected);
    }
    for (zones, expected) in [(r#""1", "2""#, None), (r#""1", "2", "3""#, ADVICE), ("", None)] {
        let pool = pool(&format!(r#""vmSize": "Standard_E160ads_v7", "availabilityZones": [{zones}]"#));
        check("vm-size-zones", r#""location": "westeurope""#, &pool, expected);
    }
    // As of 2026-11-23: a year later is the last day that is near.
    for (size, expected) in [
        ("Standard_DC4ads_cc_v5", REFUSED),
        ("Standard_M192ids_v2", ADVICE),
        ("Standard_DS3_v2", NOTE),
        ("Standard_D4ds_v5", None),
    ] {
        check("vm-size-retirement", "", &pool(&format!(r#""vmSize": "{size}""#)), expected);
    }
    for (size, priority, expected) in [
        ("Standard_B4ms", "Spot", ADVICE),
        ("Standard_B4ms", "Regular", None),
        ("Standard_D4ds_v5", "Spot", None),
    ] {
        let pool = pool(&format!(r#""vmSize": "{size}", "scaleSetPriority": "{priority}""#));
        check("spot-size-capable", r#""location": "eastus""#, &pool, expected);
    }
}

#[test]
fn keys_of_the_node_configuration() {
    for (cluster, key, config, expected) in [
        ("", "kubeletConfig", r#""cpuManagerPolicy": "static", "podMaxPids": 100"#, None),
        ("", "kubeletConfig", r#""CPUMANAGERPOLICY": "static""#, None),
        ("", "kubeletConfig", r#""cpuManagerPolicies": "static""#, UNSUPPORTED),
        ("", "kubeletConfig", r#""copy": []"#, UNSUPPORTED),
        ("", "kubeletConfig", r#""sysctls": {}"#, UNSUPPORTED),
        ("", "kubeletConfig", r#""seccompDefault": "RuntimeDefault""#, UNSUPPORTED),
        (r#""preview": true"#, "kubeletConfig", r#""seccompDefault": "RuntimeDefault""#, None),
        (r#""preview": true"#, "kubeletConfig", r#""kubeReserved": {"memoryMb": 1, "x": 1}"#, UNSUPPORTED),
        ("", "linuxOSConfig", r#""sysctls": {"vmSwappiness": 1}, "swapFileSizeMB": 1"#, None),
        ("", "linuxOSConfig", r#""sysctls": {"vmSwappines": 1}"#, UNSUPPORTED),
        ("", "linuxOSConfig", r#""sysctls.vmSwappiness": 1"#, UNSUPPORTED),
    ] {
        check("node-config-keys", cluster, &format!(r#""mode": "User", "{key}": {{{config}}}"#), expected);
    }
}
