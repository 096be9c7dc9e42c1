//! Nothing is left out: every property of a pool with every word of its vocabulary, in every text that a shell runs; and
//! every property that an API has, from an import to the pool that replaces the imported one.

use crate::two_pools;
use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::emit::{Dialect, Gap, Options, Shell, Snippet, render, render_operation, runbook as script};
use poolwright::lint::Date;
use poolwright::migrate::{Act, PlannerOptions, Runbook, runbook};
use poolwright::operations::matrix::{How, how};
use poolwright::operations::{Change, Operation, Upgrade};
use poolwright::plan::{
    Decimal, Keyword, Kind, Map, Mode, NodePool, POOL_PROPERTIES, Plan, Property, Value, api_properties,
};
use poolwright::to_json::{Json, Object};
use serde_json::json;

const SHELLS: [Dialect; 3] = [Dialect::Az, Dialect::AzPwsh, Dialect::PowerShell];

/// Facts of a pool that is there, which nothing sets.
const FACTS: [&str; 3] = ["creationData.sourceVmSize", "powerState.code", "provisioningState"];

fn object(text: &str) -> Object {
    serde_json::from_str::<Json>(text).unwrap().as_object().unwrap().clone()
}

fn plan() -> Plan {
    let mut plan = two_pools::plan();
    plan.cluster.kubernetes_version = Some("1.34.7".to_owned());
    plan.cluster.preview = true;
    plan
}

/// Values of a property, each with what must be read in a text that says it; nothing where its flag says it all.
fn samples(property: &Property<NodePool>) -> Vec<(Value, Vec<String>)> {
    let id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Probe/probes/probe-1";
    let text = |value: &str| vec![(Value::Text(value.to_owned()), vec![value.to_owned()])];
    let tree = |json: &str, words: &[&str]| {
        vec![(Value::Tree(object(json)), words.iter().map(|word| (*word).to_owned()).collect())]
    };
    match (property.key, property.kind) {
        // "probe of the day"
        ("messageOfTheDay", _) => {
            vec![(
                Value::Text("cHJvYmUgb2YgdGhlIGRheQ==".to_owned()),
                vec!["probe of the day|cHJvYmUgb2YgdGhlIGRheQ==".to_owned()],
            )]
        }
        ("kubeletConfig", _) => tree(
            r#"{"cpuManagerPolicy": "static", "cpuCfsQuota": false, "cpuCfsQuotaPeriod": "207ms",
                "imageGcHighThreshold": 87, "imageGcLowThreshold": 63, "topologyManagerPolicy": "best-effort",
                "allowedUnsafeSysctls": ["kernel.shm*", "net.core.probe"], "failSwapOn": false,
                "containerLogMaxSizeMB": 57, "containerLogMaxFiles": 9, "podMaxPids": 1234}"#,
            &[
                "static",
                "207ms",
                "87",
                "63",
                "best-effort",
                "kernel.shm*",
                "net.core.probe",
                "57",
                "9",
                "1234",
            ],
        ),
        ("linuxOSConfig", _) => tree(
            r#"{"sysctls": {"netCoreSomaxconn": 16385, "netIpv4TcpTwReuse": true, "netIpv4IpLocalPortRange": "32768 60998",
                "vmMaxMapCount": 65531, "fsFileMax": 12001}, "transparentHugePageEnabled": "madvise",
                "transparentHugePageDefrag": "defer+madvise", "swapFileSizeMB": 1501}"#,
            &["16385", "32768 60998", "65531", "12001", "madvise", "defer+madvise", "1501"],
        ),
        ("localDNSProfile", _) => tree(
            r#"{"mode": "Required", "kubeDNSOverrides": {"cluster.local": {"protocol": "ForceTCP",
                "queryLogging": "Log", "maxConcurrent": 1003, "forwardPolicy": "Sequential"}},
                "vnetDNSOverrides": {".": {"forwardDestination": "VnetDNS", "cacheDurationInSeconds": 3601,
                "serveStale": "Immediate", "serveStaleDurationInSeconds": 3602}}}"#,
            &[
                "Required",
                "cluster.local",
                "ForceTCP",
                "Log",
                "1003",
                "Sequential",
                "VnetDNS",
                "3601",
                "Immediate",
                "3602",
            ],
        ),
        ("virtualMachinesProfile", _) => tree(
            r#"{"scale": {"manual": [{"size": "Standard_D8ds_v5", "count": 47}, {"size": "Standard_E8ds_v5", "count": 48}]}}"#,
            &["Standard_D8ds_v5", "47", "Standard_E8ds_v5", "48"],
        ),
        ("otherProperties", _) => tree(
            r#"{"newer": {"deep": ["probe-1", 4711, {"copy": [1]}]}, "gpuProfile": {"newest": "[probe-2]"}}"#,
            &["probe-1", "4711", "copy", "probe-2"],
        ),
        ("networkProfile.allowedHostPorts", _) => vec![(
            Value::Items(vec![
                object(r#"{"portStart": 4711, "portEnd": 4711, "protocol": "TCP"}"#),
                object(r#"{"portStart": 4712, "portEnd": 4800, "protocol": "UDP"}"#),
            ]),
            ["4711", "TCP", "4712", "4800", "UDP"].map(str::to_owned).to_vec(),
        )],
        ("networkProfile.nodePublicIPTags", _) => vec![(
            Value::Items(vec![object(r#"{"ipTagType": "RoutingPreference", "tag": "Internet"}"#)]),
            ["RoutingPreference", "Internet"].map(str::to_owned).to_vec(),
        )],
        ("nodeTaints" | "nodeInitializationTaints", _) => {
            let taints =
                ["probe=one:NoSchedule", "probe.io/two=2:PreferNoSchedule"].map(str::to_owned).to_vec();
            vec![(Value::List(taints.clone()), taints)]
        }
        ("availabilityZones", _) => {
            vec![(Value::List(vec!["1".to_owned(), "3".to_owned()]), vec!["1".to_owned(), "3".to_owned()])]
        }
        ("upgradeSettings.maxSurge" | "upgradeSettings.maxUnavailable", _) => text("34%"),
        ("orchestratorVersion", _) => text("1.34.7"),
        ("vmSize", _) => text("Standard_D16ds_v5"),
        ("name", _) => text("probe1"),
        // A switch of az.
        ("networkProfile.dranet.mode", _) => {
            vec![(Value::Text("Managed".to_owned()), vec!["Managed|--enable-managed-dranet".to_owned()])]
        }
        (_, Kind::Text) => text(id),
        (_, Kind::Keyword(words)) => {
            words.iter().map(|word| (Value::Text((*word).to_owned()), vec![(*word).to_owned()])).collect()
        }
        (_, Kind::Whole) => [47, 0].map(|number| (Value::Whole(number), Vec::new())).to_vec(),
        (_, Kind::Decimal) => {
            vec![(Value::Decimal(Decimal::parse("0.125").unwrap()), vec!["0.125".to_owned()])]
        }
        (_, Kind::Flag) => vec![(Value::Flag(true), Vec::new())],
        (_, Kind::List) => vec![(Value::List(vec![id.to_owned()]), vec![id.to_owned()])],
        (_, Kind::Map) => vec![(
            Value::Map(Map::from(
                [("Team", "R&D"), ("team", "@probe"), ("a=b", "it's \"x\" 100%"), ("-k", "")]
                    .map(|(key, value)| (key.to_owned(), value.to_owned())),
            )),
            ["Team", "R&D", "team", "@probe", "100%"].map(str::to_owned).to_vec(),
        )],
        (_, Kind::Tree | Kind::Items | Kind::Subnets) => panic!("{} has no sample", property.key),
    }
}

/// The text without its comments.
fn code(snippet: &Snippet) -> String {
    snippet.text().lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
}

/// Words that no stable API has for a pool, or that AKS no longer takes.
fn is_beyond(key: &str, value: &Value) -> bool {
    let word = match value {
        Value::Text(word) => word.as_str(),
        _ => "",
    };
    match key {
        // It is written with the cluster.
        "nodeInitializationTaints" => true,
        "osSKU" => ["Mariner", "CBLMariner"].contains(&word),
        _ => false,
    }
}

/// What is said of a property in a text, against the text without it.
fn judge(
    about: &str,
    key: &str,
    words: &[String],
    with: &Snippet,
    without: &Snippet,
    is_default: bool,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let said = code(with);
    if with.gaps.iter().any(|gap| gap.field == Some(key) || gap.text.contains(key)) {
        wrong.push(format!("{about}: gap {:?}", with.gaps.iter().map(|gap| &gap.text).collect::<Vec<_>>()));
        return wrong;
    }
    if said.contains("perform this whole step")
        || said.contains("This script changes nothing")
        || said.is_empty()
    {
        wrong.push(format!("{about}: it does nothing"));
        return wrong;
    }
    let is_said = |word: &String| {
        word.split('|').any(|word| said.contains(&word.replace('\'', "''")) || said.contains(word))
    };
    // What AKS or the tool does anyway needs no word.
    if !is_default {
        let missing = words.iter().filter(|word| !is_said(word));
        wrong.extend(missing.map(|word| format!("{about}: {word} is missing")));
        if words.is_empty() && said == code(without) {
            wrong.push(format!("{about}: it isn't in the text"));
        }
    }
    wrong
}

fn today() -> Date {
    Date::new(2026, 11, 25).unwrap()
}

/// A runbook that changes the pool in place, and one that replaces it; to be given other values.
fn runbooks() -> [Runbook; 2] {
    let find = |target: &Plan| {
        runbook(&plan(), target, &Catalog::embedded(), today(), &PlannerOptions::default()).unwrap()
    };
    let (mut label, mut size) = (plan(), plan());
    label.pools[1].labels = Map::from([("a".to_owned(), "b".to_owned())]).into();
    size.pools[1].vm_size = Some("Standard_D8ds_v5".to_owned());
    [find(&label), find(&size)]
}

/// A runbook in which the changed or the new pool has a value.
fn given(of: &Runbook, property: &'static Property<NodePool>, value: &Value) -> Runbook {
    let mut runbook = of.clone();
    assert!(property.put(&mut runbook.goal.pools[1], Some(value.clone())));
    for step in &mut runbook.steps {
        match &mut step.act {
            Act::Add(pool) => assert!(property.put(pool, Some(value.clone()))),
            Act::Aks(Operation::UpdatePool(_, changes)) => {
                *changes = vec![Change { key: property.key, value: Some(value.clone()) }];
            }
            _ => {}
        }
    }
    runbook
}

/// A runbook that replaces the pool by one with a value: the planner's own, where the rules let it.
fn replacing(of: &Runbook, property: &'static Property<NodePool>, value: &Value) -> Runbook {
    let mut target = plan();
    target.pools[1].vm_size = Some("Standard_D8ds_v5".to_owned());
    if ["minCount", "maxCount"].contains(&property.key) {
        let pool = &mut target.pools[1];
        (pool.count, pool.min_count, pool.max_count) = (None, Some(1), Some(50));
        pool.autoscaling = true.into();
    }
    assert!(property.put(&mut target.pools[1], Some(value.clone())));
    runbook(&plan(), &target, &Catalog::embedded(), today(), &PlannerOptions::default())
        .unwrap_or_else(|_| given(of, property, value))
}

/// The operation that sets a property of a pool that exists.
fn operation(property: &Property<NodePool>, value: &Value) -> Operation {
    let name = || "work".to_owned();
    match (how(property.key), value) {
        (How::Update, _) => {
            Operation::UpdatePool(name(), vec![Change { key: property.key, value: Some(value.clone()) }])
        }
        (How::Scale, Value::Whole(count)) => Operation::ScalePool(name(), *count),
        (How::Mode, Value::Text(mode)) => Operation::SetMode(name(), Mode::from_text(mode)),
        (How::Upgrade, Value::Text(version)) => {
            Operation::UpgradePool(name(), Upgrade::Version(version.clone()))
        }
        _ => Operation::AddPool(name()),
    }
}

#[test]
fn every_value_of_every_property_is_in_every_text() {
    let [in_place, replaced] = runbooks();
    let options = Options::default();
    let (mut cases, mut wrong) = (0, Vec::new());
    for property in POOL_PROPERTIES.iter().filter(|property| !FACTS.contains(&property.key)) {
        let key = property.key;
        for (value, words) in samples(property) {
            if is_beyond(key, &value) {
                continue;
            }
            // What the pools have anyway is in the other text too.
            let is_own = |pool: &NodePool| property.get(pool).as_ref() == Some(&value);
            let is_default = value.is_default(property.default)
                || plan().pools.iter().any(is_own)
                || (key == "osSKU" && value == Value::Text("Ubuntu".to_owned()))
                || key == "orchestratorVersion";
            let mut check = |about: &str, with: Option<Snippet>, without: Option<Snippet>| {
                cases += 1;
                let about = format!("{key}={value} {about}");
                match (with, without) {
                    (Some(with), Some(without)) => {
                        wrong.extend(judge(&about, key, &words, &with, &without, is_default));
                    }
                    _ => wrong.push(format!("{about}: there is no text")),
                }
            };
            for dialect in SHELLS {
                let name = dialect.name();
                for place in [0, 1] {
                    // The first pool of a cluster is a System pool.
                    if place == 0 && key == "mode" {
                        continue;
                    }
                    let mut changed = plan();
                    assert!(property.put(&mut changed.pools[place], Some(value.clone())), "{key}");
                    let with = render(&changed, dialect, &options);
                    check(
                        &format!("pool {place} as {name}"),
                        Some(with),
                        Some(render(&plan(), dialect, &options)),
                    );
                }
                let operation = operation(property, &value);
                let mut changed = plan();
                if matches!(operation, Operation::AddPool(_)) {
                    property.put(&mut changed.pools[1], Some(value.clone()));
                }
                let operation = match operation {
                    Operation::AddPool(_) => Operation::AddPool(changed.pools[1].name.clone()),
                    other => other,
                };
                let with = render_operation(&changed, &operation, dialect, &options);
                let none = Operation::AddPool("work".to_owned());
                let without = render_operation(&plan(), &none, dialect, &options);
                check(&format!("operation as {name}"), with, without);
            }
            for shell in [Shell::Posix, Shell::PowerShell] {
                let with = script(&replacing(&replaced, property, &value), shell);
                check(&format!("new pool in {shell:?}"), Some(with), Some(script(&replaced, shell)));
                if how(key) == How::Update {
                    let with = script(&given(&in_place, property, &value), shell);
                    check(&format!("in place in {shell:?}"), Some(with), Some(script(&in_place, shell)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases >= 1000, "{cases}");
}

/// A script that stops at a step which its tool can't do says above it why.
#[test]
fn a_step_that_a_tool_cannot_do_has_its_reason_above_the_script() {
    let property = POOL_PROPERTIES.iter().find(|property| property.key == "otherProperties").unwrap();
    let [in_place, _] = runbooks();
    for (tree, shells) in
        [(r#"{"a.b": 1}"#, &[Shell::Posix][..]), (r#"{"": 1}"#, &[Shell::Posix, Shell::PowerShell])]
    {
        for shell in shells {
            let snippet = script(&given(&in_place, property, &Value::Tree(object(tree))), *shell);
            let text = snippet.text();
            assert!(text.contains("perform this whole step"), "{text}");
            let is_reason =
                |gap: &Gap| gap.field == Some("otherProperties") && text.contains("Differs from the plan");
            assert!(snippet.gaps.iter().any(is_reason), "{:?}", snippet.gaps);
        }
    }
}

// ------------------------------------------------------------------------------------------ what an API has, kept

/// The leaves of the API's table, each at its path with a value of its kind, as an agent pool's properties.
fn leaves() -> Vec<(String, Json)> {
    let mut found = Vec::new();
    for api in api_properties().filter(|api| !api.is_read_only && !api.is_preview()) {
        let is_group = api_properties()
            .any(|other| other.path.strip_prefix(api.path).is_some_and(|rest| rest.starts_with(['.', '['])));
        if is_group || api.kind == "object" {
            continue;
        }
        let value = match (api.path, api.kind) {
            ("mode", _) => json!("User"),
            ("osType", _) => json!("Linux"),
            ("osSKU", _) => json!("AzureLinux"),
            ("vmSize", _) => json!("Standard_D4ds_v5"),
            ("type", _) => json!("VirtualMachineScaleSets"),
            ("powerState.code", _) => json!("Running"),
            ("orchestratorVersion", _) => json!("1.34.7"),
            ("spotMaxPrice", _) => json!(0.125),
            ("vnetSubnetID" | "podSubnetID", _) => json!("/subscriptions/s/probe-1"),
            ("messageOfTheDay", _) => json!("cHJvYmU="),
            ("nodeTaints", _) => json!(["probe=1:NoSchedule"]),
            ("availabilityZones", _) => json!(["2"]),
            ("kubeletConfig.cpuManagerPolicy", _) => json!("static"),
            ("kubeletConfig.topologyManagerPolicy", _) => json!("best-effort"),
            ("linuxOSConfig.transparentHugePageEnabled", _) => json!("madvise"),
            ("linuxOSConfig.transparentHugePageDefrag", _) => json!("defer"),
            ("linuxOSConfig.sysctls.netNetfilterNfConntrackBuckets", _) => json!(65_537),
            ("linuxOSConfig.sysctls.netNetfilterNfConntrackMax", _) => json!(131_073),
            ("scaleDownMode" | "scaleSetEvictionPolicy", _) => json!("Deallocate"),
            ("podIPAllocationMode", _) => json!("StaticBlock"),
            ("upgradeSettings.maxSurge" | "upgradeSettings.maxUnavailable", _) => json!("34%"),
            ("upgradeSettings.nodeSoakDurationInMinutes", _) => json!(13),
            ("gpuInstanceProfile", _) => json!("MIG2g"),
            ("gatewayProfile.publicIPPrefixSize", _) => json!(30),
            ("minCount", _) => json!(2),
            (path, "string") if path.ends_with("[].size") => json!("Standard_D8ds_v5"),
            (_, "string") => json!("probe-1"),
            (_, "int") => json!(47),
            (_, "bool") => json!(true),
            (_, "string[]") => json!(["probe-1", "probe-2"]),
            (_, "map:string") => json!({"probe": "1"}),
            other => panic!("{other:?}"),
        };
        found.push((api.path.to_owned(), value));
    }
    // Two that no API has yet.
    found.push(("newestProfile.deep.setting".to_owned(), json!("probe-1")));
    found.push(("anotherNewList".to_owned(), json!([{"probe": 1}, "two"])));
    found
}

/// What a pool has to have beside a property, so that AKS takes it.
fn beside(path: &str) -> Json {
    let vms =
        |profile: Json| json!({"type": "VirtualMachines", "virtualMachinesProfile": {"scale": profile}});
    match path {
        "enableAutoScaling" => json!({"minCount": 1, "maxCount": 47}),
        "minCount" => json!({"enableAutoScaling": true, "maxCount": 47}),
        "maxCount" => json!({"enableAutoScaling": true, "minCount": 1}),
        "enableUltraSSD" => json!({"availabilityZones": ["1"]}),
        "gpuInstanceProfile" => json!({"vmSize": "Standard_NC24ads_A100_v4"}),
        "gatewayProfile.publicIPPrefixSize" => json!({"mode": "Gateway", "count": 2}),
        "nodePublicIPPrefixID" => json!({"enableNodePublicIP": true}),
        "podIPAllocationMode" => {
            json!({"vnetSubnetID": "/subscriptions/s/a", "podSubnetID": "/subscriptions/s/b"})
        }
        "scaleSetEvictionPolicy" | "spotMaxPrice" => json!({"scaleSetPriority": "Spot"}),
        "scaleDownMode" => json!({"osDiskType": "Managed"}),
        "windowsProfile.disableOutboundNat" => json!({"osType": "Windows", "osSKU": "Windows2022"}),
        "upgradeSettings.maxUnavailable" => json!({"upgradeSettings": {"maxSurge": "0"}}),
        _ if path.contains(".autoscale[]") => {
            vms(json!({"autoscale": [{"size": "Standard_D8ds_v5", "minCount": 1, "maxCount": 9}]}))
        }
        _ if path.contains(".manual[]") => vms(json!({"manual": [{"size": "Standard_D8ds_v5", "count": 3}]})),
        _ => json!({}),
    }
}

/// An object with a value at a path: `[]` is a list of one, `*` a key.
fn at(path: &str, value: Json) -> Json {
    let Some((before, last)) = path.rsplit_once('.') else { return step(path, value) };
    at(before, step(last, value))
}

fn step(name: &str, value: Json) -> Json {
    let (name, value) = match name.strip_suffix("[]") {
        Some(name) => (name, json!([value])),
        None => (if name == "*" { "cluster.local" } else { name }, value),
    };
    json!({name: value})
}

/// Returns whether all of a value is in another, which may have more. Data that a template reads from a text is read.
fn is_in(part: &Json, whole: &Json) -> bool {
    match (part, whole) {
        (_, Json::String(text)) if text.starts_with("[json('") => {
            let data = text.strip_prefix("[json('").and_then(|rest| rest.strip_suffix("')]")).unwrap();
            is_in(part, &serde_json::from_str(&data.replace("''", "'")).unwrap())
        }
        (Json::Object(part), Json::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| is_in(value, other)))
        }
        (Json::Array(part), Json::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(one, other)| is_in(one, other))
        }
        (part, whole) => part == whole,
    }
}

/// Whether a pool's resource in a text of ARM has a value.
fn resource_has(text: &str, name: &str, wanted: &Json) -> bool {
    let template: Json = serde_json::from_str(text).unwrap();
    let mut places = vec![&template];
    while let Some(place) = places.pop() {
        match place {
            Json::Object(object) => {
                let named = |key: &str| object.get(key).and_then(Json::as_str);
                let is_meant =
                    named("name").is_some_and(|own| own == name || own.ends_with(&format!("'{name}')]")));
                let properties = object.get("properties").unwrap_or(place);
                if is_meant && is_in(wanted, properties) {
                    return true;
                }
                places.extend(object.values());
            }
            Json::Array(list) => places.extend(list),
            _ => {}
        }
    }
    false
}

#[test]
fn every_property_of_the_api_survives_an_import_a_template_and_a_new_pool() {
    let leaves = leaves();
    let mut wrong = Vec::new();
    for (path, value) in &leaves {
        let wanted = at(path, value.clone());
        // A pool as the API answers, with what every pool has.
        let mut properties = json!({
            "mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5", "osType": "Linux",
            "type": "VirtualMachineScaleSets", "orchestratorVersion": "1.34.7", "provisioningState": "Succeeded",
        });
        merge(&mut properties, &beside(path));
        merge(&mut properties, &wanted);
        if path.starts_with("virtualMachinesProfile") {
            let properties = properties.as_object_mut().unwrap();
            properties.retain(|key, _| !["count", "vmSize"].contains(&key.as_str()));
        }
        let id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks";
        let pool = |name: &str, properties: &Json| {
            json!({"id": format!("{id}/agentPools/{name}"), "name": name,
                "type": "Microsoft.ContainerService/managedClusters/agentPools", "properties": properties})
        };
        let system = json!({"mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5", "orchestratorVersion": "1.34.7"});
        let answer = json!({"value": [pool("sys", &system), pool("work", &properties)]});
        // The same as az prints it: without the level of properties.
        let mut flat = properties.clone();
        merge(&mut flat, &json!({"name": "work", "id": format!("{id}/agentPools/work")}));
        if let Some(kind) = flat.as_object_mut().unwrap().shift_remove("type") {
            flat["typePropertiesType"] = kind;
        }
        let printed = json!([{"name": "sys", "id": format!("{id}/agentPools/sys"), "mode": "System", "count": 3,
            "vmSize": "Standard_D4ds_v5", "orchestratorVersion": "1.34.7"}, flat]);
        for (form, text) in [("the API's answer", answer.to_string()), ("az's list", printed.to_string())] {
            let document = match codec::read(&text) {
                Ok(document) => document,
                Err(error) => {
                    wrong.push(format!("{path} in {form}: {error:?}"));
                    continue;
                }
            };
            if document.notes.iter().any(|note| note.to_string().contains("left out")) {
                wrong.push(format!("{path} in {form}: {:?}", document.notes));
            }
            // Kept in the plan file, and in the link.
            let again = codec::read(&codec::write(&document.plan)).unwrap().plan;
            assert_eq!(again, document.plan, "{path}");
            // A stopped pool is stopped by an operation; no template does it.
            if path == "powerState.code" {
                assert!(again.pools[1].power_state.is_some(), "{path}");
                continue;
            }
            let arm = render(&again, Dialect::Arm, &Options::default());
            if !resource_has(&arm.text(), "work", &wanted) {
                wrong.push(format!("{path} in {form}: not in the ARM template"));
            }
            wrong.extend(replaced_pool_has(path, form, &again, &wanted));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), leaves.len(), wrong.join("\n"));
    assert!(leaves.len() >= 112, "{}", leaves.len());
}

/// What is wrong with the pool that replaces the imported one.
fn replaced_pool_has(path: &str, form: &str, current: &Plan, wanted: &Json) -> Vec<String> {
    let mut target = current.clone();
    // Either takes a new pool.
    if path == "maxPods" {
        target.pools[1].vm_size = Some("Standard_D8ds_v5".to_owned());
    } else {
        target.pools[1].max_pods = Some(61);
    }
    let found = match runbook(current, &target, &Catalog::embedded(), today(), &PlannerOptions::default()) {
        Ok(found) => found,
        Err(why) => return vec![format!("{path} in {form}: no runbook, {why:?}")],
    };
    let Some(new) = found.steps.iter().find_map(|step| match &step.act {
        Act::Add(pool) => Some((**pool).clone()),
        _ => None,
    }) else {
        return vec![format!("{path} in {form}: no new pool")];
    };
    let mut plan = current.clone();
    plan.cluster.existing = true;
    plan.baseline = None;
    plan.pools = vec![new.clone()];
    let arm = render(&plan, Dialect::Arm, &Options::default());
    if resource_has(&arm.text(), &new.name, wanted) {
        return Vec::new();
    }
    vec![format!("{path} in {form}: not in the new pool {}", arm.text())]
}

fn merge(into: &mut Json, new: &Json) {
    match (into, new) {
        (Json::Object(into), Json::Object(new)) => {
            for (key, value) in new {
                merge(into.entry(key.clone()).or_insert(Json::Null), value);
            }
        }
        (Json::Array(into), Json::Array(new)) if into.len() == new.len() => {
            into.iter_mut().zip(new).for_each(|(into, new)| merge(into, new));
        }
        (into, new) => *into = new.clone(),
    }
}

// --------------------------------------------------------------------------------------------- files of a script's own

/// However a script ends, its files are gone; while az runs, they have the plan's values.
#[cfg(unix)]
#[test]
fn files_of_a_script_are_gone_when_it_ends_however_it_ends() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    let mut changed = plan();
    changed.pools[1].kubelet_config = Some(object(r#"{"cpuManagerPolicy": "static"}"#));
    changed.pools[1].message_of_the_day = Some("cHJvYmUgb2YgdGhlIGRheQ==".to_owned());
    changed.pools[1].unknown = object(r#"{"newest": "probe-1"}"#);
    let whole = render(&changed, Dialect::Az, &Options::default()).text();
    let change = Change { key: "kubeletDiskType", value: Some(Value::Text("Temporary".to_owned())) };
    let update = Operation::UpdatePool("work".to_owned(), vec![change]);
    let update = render_operation(&plan(), &update, Dialect::Az, &Options::default()).unwrap().text();
    let room = std::env::temp_dir().join(format!("poolwright-files-{}", std::process::id()));
    let (own, seen) = (room.join("own"), room.join("seen"));
    fs::create_dir_all(&own).unwrap();
    let has =
        |shell: &str| Command::new(shell).args(["-c", ":"]).status().is_ok_and(|status| status.success());
    for shell in ["sh", "bash", "zsh"].into_iter().filter(|shell| has(shell)) {
        for (text, mark) in [(&whole, "probe-1"), (&update, "Temporary")] {
            for (end, code) in [("exit 0", 0), ("exit 3", 3), ("kill -TERM $PPID; sleep 1", 143)] {
                let az = room.join("az");
                let stub = format!(
                    "#!/bin/sh\nfor word; do file=${{word##*=@}}; if [ -f \"$file\" ]; then cat \"$file\" >>\"$SEEN\"; fi; done\ncase \"$*\" in *deployment* | *\"resource update\"*) {end} ;; esac\n"
                );
                fs::write(&az, stub).unwrap();
                fs::set_permissions(&az, fs::Permissions::from_mode(0o755)).unwrap();
                fs::write(&seen, "").unwrap();
                let status = Command::new(shell)
                    .args(["-c", text])
                    .env("PATH", format!("{}:{}", room.display(), std::env::var("PATH").unwrap()))
                    .env("TMPDIR", &own)
                    .env("SEEN", &seen)
                    .status()
                    .unwrap();
                let about = format!("{shell}, {end}");
                assert!(fs::read_to_string(&seen).unwrap().contains(mark), "{about}: az saw no file");
                assert_eq!(fs::read_dir(&own).unwrap().count(), 0, "{about}: files are left");
                assert_eq!(status.code(), Some(code), "{about}");
            }
        }
    }
    fs::remove_dir_all(room).unwrap();
}
