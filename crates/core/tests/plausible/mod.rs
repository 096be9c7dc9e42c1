//! Plans as people write them: any properties of the tables, each with a value that it can have.

use poolwright::plan::{
    CLUSTER_NOTES, CLUSTER_PROPERTIES, Kind, NodePool, POOL_PROPERTIES, Plan, Property, UNKNOWN_PROPERTIES,
    Value,
};
use poolwright::to_json::Json;

/// Numbers that look random: splitmix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % most as u64).unwrap()
    }

    pub(crate) fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Values of properties as JSON, by their keys. A property of one of the plain kinds needs none.
const SAMPLES: &[(&str, &[&str])] = &[
    ("vmSize", &[r#""Standard_D4ds_v5""#, r#""Standard_D8ds_v5""#, r#""Standard_E4ds_v5""#]),
    ("osDiskSizeGB", &["64", "128", "512"]),
    ("maxPods", &["30", "110", "250"]),
    ("availabilityZones", &["[]", r#"["1"]"#, r#"["1", "2", "3"]"#, r#"["3", "1"]"#]),
    (
        "nodeTaints",
        &["[]", r#"["CriticalAddonsOnly=true:NoSchedule"]"#, r#"["a=b:NoSchedule", "c=d:PreferNoSchedule"]"#],
    ),
    ("nodeInitializationTaints", &["[]", r#"["a=b:NoSchedule"]"#]),
    ("nodeLabels", &["{}", r#"{"team": "core"}"#, r#"{"example.com/a": "b c", "empty": ""}"#]),
    ("tags", &["{}", r#"{"cost center": "a'b\"c${d}"}"#, r#"{"env": "prod", "Team": "x"}"#]),
    ("upgradeSettings.maxSurge", &[r#""33%""#, r#""2""#]),
    ("upgradeSettings.maxUnavailable", &[r#""0""#, r#""1""#, r#""10%""#]),
    ("upgradeSettings.drainTimeoutInMinutes", &["30", "1440"]),
    ("upgradeSettings.nodeSoakDurationInMinutes", &["5", "30"]),
    ("spotMaxPrice", &["-1", "0.05", "1", "2.50000"]),
    ("networkProfile.allowedHostPorts", &["[]", r#"[{"portStart": 80, "portEnd": 90, "protocol": "TCP"}]"#]),
    ("networkProfile.applicationSecurityGroups", &["[]", r#"["/subscriptions/0/asg"]"#]),
    ("networkProfile.nodePublicIPTags", &[r#"[{"ipTagType": "RoutingPreference", "tag": "Internet"}]"#]),
    ("orchestratorVersion", &[r#""1.33""#, r#""1.34""#]),
    ("kubernetesVersion", &[r#""1.34""#, r#""1.34.2""#]),
    ("gatewayProfile.publicIPPrefixSize", &["28", "31"]),
    ("messageOfTheDay", &[r#""aGVsbG8=""#]),
    ("virtualMachinesProfile", &[r#"{"scale": {"manual": [{"size": "Standard_D4ds_v5", "count": 3}]}}"#]),
    (
        "localDNSProfile",
        &[
            r#"{"mode": "Required", "kubeDNSOverrides": {"cluster.local": {"cacheDurationInSeconds": 60, "protocol": "PreferUDP"}}}"#,
        ],
    ),
    (
        "kubeletConfig",
        &[
            r#"{"cpuManagerPolicy": "static", "failSwapOn": false, "containerLogMaxSizeMB": 50}"#,
            r#"{"cpuCfsQuota": false, "cpuCfsQuotaPeriod": "200ms", "allowedUnsafeSysctls": ["kernel.msg*"], "podMaxPids": 100}"#,
            r#"{"imageGcHighThreshold": 90, "imageGcLowThreshold": 70, "topologyManagerPolicy": "best-effort"}"#,
        ],
    ),
    (
        "linuxOSConfig",
        &[
            r#"{"swapFileSizeMB": 1500, "sysctls": {"vmMaxMapCount": 262144, "netIpv4TcpTwReuse": true}}"#,
            r#"{"transparentHugePageEnabled": "madvise", "transparentHugePageDefrag": "defer"}"#,
            r#"{"sysctls": {"netIpv4IpLocalPortRange": "32000 60000", "netIpv4TcpkeepaliveIntvl": 30, "fsFileMax": 709620}}"#,
        ],
    ),
    (
        "autoScalerProfile",
        &[
            r#"{"scan-interval": "20s", "expander": "least-waste"}"#,
            r#"{"ignore-daemonsets-utilization": true, "max-empty-bulk-delete": "20", "skip-nodes-with-local-storage": "false"}"#,
        ],
    ),
    ("networkProfile.podCidr", &[r#""10.244.0.0/16""#]),
    ("networkProfile.serviceCidr", &[r#""10.0.0.0/16""#]),
    ("networkProfile.dnsServiceIP", &[r#""10.0.0.10""#]),
    ("networkProfile.ipFamilies", &[r#"["IPv4"]"#, r#"["IPv4", "IPv6"]"#]),
    ("windowsProfile.adminUsername", &[r#""azureuser""#]),
];

/// Properties that are decided by others, or aren't part of what AKS is asked for.
const DECIDED: &[&str] = &[
    "name",
    "mode",
    "count",
    "enableAutoScaling",
    "minCount",
    "maxCount",
    "scaleSetEvictionPolicy",
    "spotMaxPrice",
    "virtualMachinesProfile",
    "creationData.sourceVmSize",
    "powerState.code",
    "provisioningState",
    "resourceGroup",
    "location",
    UNKNOWN_PROPERTIES,
];

/// Returns a value for a property.
fn value<T>(random: &mut Random, property: &Property<T>) -> Json {
    if let Some((_, samples)) = SAMPLES.iter().find(|(key, _)| *key == property.key) {
        return serde_json::from_str(samples[random.below(samples.len())]).unwrap();
    }
    match property.kind {
        Kind::Keyword(words) => Json::from(*random.of(words)),
        Kind::Flag => Json::Bool(random.below(2) == 0),
        Kind::Whole => Json::from(i64::try_from(1 + random.below(9)).unwrap()),
        Kind::Text => Json::from(format!("/subscriptions/0/resourceGroups/rg/x-{}", random.below(9))),
        _ => panic!("{} needs samples", property.key),
    }
}

fn put<T>(owner: &mut T, property: &'static Property<T>, json: &Json) {
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let object = |json: &Json| json.as_object().unwrap().clone();
    let list = || json.as_array().unwrap();
    let value = match property.kind {
        Kind::Text | Kind::Keyword(_) => Value::Text(text(json)),
        Kind::Whole => Value::Whole(json.as_i64().unwrap()),
        Kind::Decimal => Value::Decimal(poolwright::plan::Decimal::parse(&json.to_string()).unwrap()),
        Kind::Flag => Value::Flag(json.as_bool().unwrap()),
        Kind::List => Value::List(list().iter().map(text).collect()),
        Kind::Map => Value::Map(object(json).iter().map(|(key, value)| (key.clone(), text(value))).collect()),
        Kind::Tree => Value::Tree(object(json)),
        Kind::Items => Value::Items(list().iter().map(object).collect()),
        Kind::Subnets => panic!("{}", property.key),
    };
    assert!(property.put(owner, Some(value)), "{}", property.key);
}

fn set<T: 'static>(random: &mut Random, owner: &mut T, table: &'static [Property<T>], key: &str) {
    let property = table.iter().find(|property| property.key == key).unwrap();
    let json = value(random, property);
    put(owner, property, &json);
}

fn fill<T: 'static>(random: &mut Random, owner: &mut T, table: &'static [Property<T>], share: usize) {
    let skipped = |key: &str| DECIDED.contains(&key) || CLUSTER_NOTES.contains(&key);
    for property in table.iter().filter(|property| !skipped(property.key)) {
        if random.below(100) < share {
            let json = value(random, property);
            put(owner, property, &json);
        }
    }
}

fn pool(random: &mut Random, place: usize) -> NodePool {
    let mut pool =
        NodePool { name: format!("{}{place}", random.of(&["np", "z", "a", "mid"])), ..NodePool::default() };
    let share = *random.of(&[0, 10, 40, 90]);
    fill(random, &mut pool, POOL_PROPERTIES, share);
    pool.mode = Some(if random.below(3) == 0 {
        poolwright::plan::Mode::System
    } else {
        poolwright::plan::Mode::User
    });
    let nodes = i64::try_from(1 + random.below(5)).unwrap();
    if pool.pool_type == Some(poolwright::plan::PoolType::Vms) {
        (pool.vm_size, pool.zones) = (None, poolwright::plan::Stated::default());
        set(random, &mut pool, POOL_PROPERTIES, "virtualMachinesProfile");
    } else if random.below(2) == 0 {
        pool.autoscaling = true.into();
        (pool.min_count, pool.max_count) = (Some(nodes), Some(nodes + 3));
    } else {
        pool.count = Some(nodes);
        if random.below(3) == 0 {
            pool.autoscaling = false.into();
        }
    }
    if pool.is_spot() {
        for key in ["scaleSetEvictionPolicy", "spotMaxPrice"] {
            if random.below(2) == 0 {
                set(random, &mut pool, POOL_PROPERTIES, key);
            }
        }
    }
    pool
}

/// Returns a plan of a new cluster.
pub(crate) fn plan(seed: u64) -> Plan {
    let random = &mut Random(seed);
    let mut plan = Plan::default();
    plan.cluster.name = "aks-demo".to_owned();
    plan.cluster.resource_group = "rg-demo".to_owned();
    plan.cluster.location = "westeurope".to_owned();
    let share = *random.of(&[0, 10, 40, 90]);
    fill(random, &mut plan.cluster, CLUSTER_PROPERTIES, share);
    for place in 0..=random.below(5) {
        let pool = pool(random, place);
        plan.pools.push(pool);
    }
    if !plan.pools.iter().any(NodePool::is_system) {
        let place = random.below(plan.pools.len());
        plan.pools[place].mode = Some(poolwright::plan::Mode::System);
    }
    plan
}
