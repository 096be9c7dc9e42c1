//! The plan file: strict about shape, kind about everything else, canonical when written.

use crate::any_plan;
use crate::any_plan::any_plan;
use poolwright::codec::{Document, ReadError, Source, plan_to_json, read, read_link, write, write_link};
use poolwright::migrate::diff::diff;
use poolwright::plan::{
    CLUSTER_NOTES, CLUSTER_PROPERTIES, Kind, Map, Mode, NodePool, OsSku, OsType, POOL_PROPERTIES, Plan,
    Priority, Property, SkuTier, UNKNOWN_PROPERTIES, Value,
};
use poolwright::to_json::{Json, Object, compact};
use proptest::prelude::*;

/// The notes on a pool of this inside, without their common path.
#[track_caller]
fn pool_notes(inside: &str) -> Vec<String> {
    let text = format!(
        r#"{{"version": 1, "cluster": {{}}, "pools": [{{"name": "np", "mode": "User", {inside}}}]}}"#
    );
    notes(&text).into_iter().map(|note| note.replace("$.pools[0].", "")).collect()
}

#[track_caller]
fn notes(text: &str) -> Vec<String> {
    read(text).unwrap().notes.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn plan(inside: &str) -> Plan {
    let text = format!(r#"{{"version": 1, {inside}}}"#);
    let Document { plan, source, notes, .. } = read(&text).unwrap();
    assert_eq!((source, notes), (Source::PlanFile, Vec::new()), "{text}");
    plan
}

#[test]
fn a_plan_is_read() {
    let plan = plan(
        r#""$schema": "plan.schema.json",
        "cluster": {
            "name": "myAKSCluster", "resourceGroup": "myResourceGroup", "location": "eastus", "tier": "Standard",
            "kubernetesVersion": "1.30", "networkProfile": {"networkPlugin": "azure", "podCidr": "10.244.0.0/16"},
            "subnets": [{"name": "nodes", "addressPrefix": "10.224.0.0/16"}],
            "windowsProfile": {"adminUsername": "azureuser"}, "tags": {"cost-center": "42"}
        },
        "pools": [
            {"name": "batch", "mode": "User", "osType": "Linux", "osSKU": "AzureLinux", "vmSize": "Standard_D8ds_v5", "enableAutoScaling": true,
             "count": 0, "minCount": 0, "maxCount": 20, "scaleSetPriority": "Spot", "spotMaxPrice": 0.05000,
             "availabilityZones": ["1", "2"], "nodeLabels": {"team": "batch"}, "upgradeSettings": {"maxSurge": "33%", "drainTimeoutInMinutes": 30},
             "kubeletConfig": {"cpuManagerPolicy": "static"}, "securityProfile": {"enableVTPM": true}}
        ]"#,
    );
    assert_eq!(plan.cluster.tier, Some(SkuTier::Standard));
    assert_eq!(plan.cluster.kubernetes_version.as_deref(), Some("1.30"));
    assert_eq!(plan.cluster.subnets[0].address_prefix, "10.224.0.0/16");
    assert_eq!(plan.cluster.windows_admin.as_deref(), Some("azureuser"));
    let pool = &plan.pools[0];
    assert_eq!(
        (&pool.mode, &pool.priority, &pool.os_sku),
        (&Some(Mode::User), &Some(Priority::Spot), &Some(OsSku::AzureLinux))
    );
    assert_eq!(
        (pool.count, pool.min_count, pool.max_count, *pool.autoscaling),
        (Some(0), Some(0), Some(20), true)
    );
    assert_eq!(pool.spot_max_price.as_ref().map(poolwright::plan::Decimal::as_str), Some("0.05"));
    assert_eq!((pool.max_surge.as_deref(), pool.drain_timeout, *pool.vtpm), (Some("33%"), Some(30), true));
}

#[test]
fn an_empty_text_and_null_state_nothing() {
    let said = plan(
        r#""cluster": {"name": "", "existing": false, "kubernetesVersion": "", "subnets": [], "tier": null,
            "networkProfile": null, "windowsProfile": {}},
        "pools": [{"osSKU": "", "vmSize": "", "count": null, "enableFIPS": null, "nodeLabels": null,
            "upgradeSettings": {"maxSurge": ""}}],
        "baseline": null"#,
    );
    assert_eq!(said, plan(r#""pools": [{}]"#));
    assert_eq!(compact(&plan_to_json(&said)), r#"{"version":1,"cluster":{},"pools":[{}]}"#);
    // A value that is empty inside a list or a map is one: a label may have no value.
    assert_eq!(
        plan(r#""pools": [{"nodeLabels": {"a": ""}, "nodeTaints": [""]}]"#).pools[0].labels.get("a").unwrap(),
        ""
    );
}

#[test]
fn a_value_is_never_guessed_into_another_kind() {
    for (inside, note) in [
        (r#""count": "3""#, r#"count: This must be a whole number, but it is the text "3"; left out."#),
        (r#""count": 3.5"#, "count: This must be a whole number, but it is the number 3.5; left out."),
        (r#""count": true"#, "count: This must be a whole number, but it is true; left out."),
        (r#""count": [3]"#, "count: This must be a whole number, but it is a list; left out."),
        (
            r#""count": 99999999999999999999"#,
            "count: This must be a whole number, but it is the number 99999999999999999999; left out.",
        ),
        (r#""vmSize": 4"#, "vmSize: This must be a text, but it is the number 4; left out."),
        (
            r#""orchestratorVersion": 1.30"#,
            "orchestratorVersion: This must be a text, but it is the number 1.3; left out.",
        ),
        (
            r#""enableAutoScaling": "true""#,
            r#"enableAutoScaling: This must be true or false, but it is the text "true"; left out."#,
        ),
        (
            r#""spotMaxPrice": "-1""#,
            r#"spotMaxPrice: This must be a number, but it is the text "-1"; left out."#,
        ),
        (
            r#""availabilityZones": "1""#,
            r#"availabilityZones: This must be a list of texts, but it is the text "1"; left out."#,
        ),
        (
            r#""availabilityZones": ["1", 2]"#,
            "availabilityZones[1]: This must be a text, but it is the number 2; left out.",
        ),
        (r#""nodeLabels": {"a": 1}"#, "nodeLabels.a: This must be a text, but it is the number 1; left out."),
        (
            r#""nodeLabels": ["a=1"]"#,
            "nodeLabels: This must be an object whose values are texts, but it is a list; left out.",
        ),
        (
            r#""upgradeSettings": "33%""#,
            r#"upgradeSettings: This must be an object, but it is the text "33%"; left out."#,
        ),
        (
            r#""upgradeSettings": {"maxSurge": 1}"#,
            "upgradeSettings.maxSurge: This must be a text, but it is the number 1; left out.",
        ),
        (
            r#""kubeletConfig": "static""#,
            r#"kubeletConfig: This must be an object, but it is the text "static"; left out."#,
        ),
    ] {
        assert_eq!(pool_notes(inside), [note], "{inside}");
    }
    // One number has many spellings.
    let counts = plan(r#""pools": [{"count": 3.0}, {"count": 30e-1}, {"count": 3}]"#).pools;
    assert!(counts.iter().all(|pool| pool.count == Some(3)));
}

#[test]
fn an_unknown_key_is_noted_with_what_was_meant() {
    for (inside, wanted) in [
        (
            r#""vmSzie": "x""#,
            &["vmSzie: The key \"vmSzie\" isn\u{2019}t known; kept as it is. Did you mean \"vmSize\"?"][..],
        ),
        (
            r#""osSku": "Ubuntu""#,
            &["osSku: The key \"osSku\" isn\u{2019}t known; kept as it is. Did you mean \"osSKU\"?"],
        ),
        (
            r#""upgradeSettings": {"maxsurge": "1"}"#,
            &[
                "upgradeSettings.maxsurge: The key \"maxsurge\" isn\u{2019}t known; kept as it is. Did you mean \"maxSurge\"?",
            ],
        ),
        // What is like nothing that is known is a finding only.
        (r#""nodeCount": 3"#, &[]),
        (r#""upgradeSettings.maxSurge": "1""#, &[]),
        (r#""": null"#, &[]),
        (r#""nodeImageVersion": "x""#, &["nodeImageVersion: Only AKS sets nodeImageVersion; left out."]),
    ] {
        assert_eq!(pool_notes(inside), *wanted, "{inside}");
    }
    assert_eq!(
        notes(
            r#"{"version": 1, "cluster": {"subnets": [{"name": "a", "cidr": "x"}, "b"]}, "Pools": [], "baseline": {"version": 1, "pool": []}}"#
        ),
        [
            r#"$.cluster.subnets[0].cidr: The key "cidr" is not part of a plan; left out."#,
            r#"$.cluster.subnets[1]: This must be an object with name and addressPrefix, but it is the text "b"; left out."#,
            r#"$.Pools: The key "Pools" is not part of a plan; left out. Did you mean "pools"?"#,
            r#"$.baseline.version: The key "version" is not part of a plan; left out."#,
            r#"$.baseline.pool: The key "pool" is not part of a plan; left out. Did you mean "pools"?"#,
        ]
    );
}

#[test]
fn an_unknown_word_is_kept_and_noted() {
    let text =
        r#"{"version": 1, "cluster": {"tier": "Gold"}, "pools": [{"mode": "system", "osType": "linux"}]}"#;
    let Document { plan, notes, .. } = read(text).unwrap();
    assert_eq!(plan.cluster.tier, Some(SkuTier::Other("Gold".to_owned())));
    assert_eq!(plan.pools[0].mode, Some(Mode::Other("system".to_owned())));
    assert_eq!(plan.pools[0].os_type, Some(OsType::Other("linux".to_owned())));
    let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            r#"$.cluster.tier: "Gold" isn’t one of Free, Standard, Premium; kept as it is."#,
            r#"$.pools[0].mode: "system" isn’t one of System, User, Gateway; kept as it is. Did you mean "System"?"#,
            r#"$.pools[0].osType: "linux" isn’t one of Linux, Windows; kept as it is. Did you mean "Linux"?"#,
        ]
    );
}

#[test]
fn a_key_that_occurs_twice_is_noted() {
    let twice = |path: &str| format!("{path}: The key occurs twice; the later value was taken.");
    assert_eq!(pool_notes(r#""count": 1, "count": 2"#), [twice("count")]);
    assert_eq!(pool_notes(r#""nodeLabels": {"a": "1", "a": "2"}"#), [twice("nodeLabels.a")]);
    assert_eq!(pool_notes(r#""kubeletConfig": {"a": [{"b": 1, "b": 2}]}"#), [twice("kubeletConfig.a[0].b")]);
    assert_eq!(notes(r#"{"version": 1, "pools": [], "cluster": {}, "pools": []}"#), [twice("$.pools")]);
    let text = r#"{"version": 1, "pools": [{"count": 1, "count": 2}]}"#;
    assert_eq!(read(text).unwrap().plan.pools[0].count, Some(2));
}

#[test]
fn wrong_shapes_are_noted_and_the_rest_loads() {
    assert_eq!(
        notes(r#"{"version": 1, "cluster": [], "pools": {"name": "np"}, "baseline": 3}"#),
        [
            "$.cluster: This must be an object, but it is a list; left out.",
            "$.pools: This must be a list of objects, but it is an object; left out.",
            "$.baseline: This must be an object, but it is the number 3; left out.",
        ]
    );
    let text = r#"{"version": 1, "pools": [null, 3, {"name": "np"}]}"#;
    assert_eq!(read(text).unwrap().plan.pools.len(), 1);
    assert_eq!(
        notes(text),
        [
            "$.pools[0]: This must be an object, but it is null; left out.",
            "$.pools[1]: This must be an object, but it is the number 3; left out.",
        ]
    );
}

#[test]
fn the_version_is_asked_for() {
    assert_eq!(notes(r#"{"pools": []}"#), ["$: The version is missing; read as version 1."]);
    assert_eq!(
        notes(r#"{"version": "1", "pools": []}"#),
        ["$.version: A text isn't a version; read as version 1."]
    );
    assert_eq!(notes(r#"{"version": 0, "pools": []}"#), ["$.version: Unknown version 0; read as version 1."]);
    assert_eq!(notes(r#"{"version": 1.0}"#), [""; 0]);
    let newer = read(r#"{"version": 2, "pools": []}"#).unwrap_err();
    assert_eq!(newer, ReadError::NewerFormat { version: 2 });
    assert_eq!(
        newer.to_string(),
        "the plan has version 2; this Poolwright reads version 1. Open it with a newer Poolwright."
    );
}

#[test]
fn invalid_json_gives_a_message() {
    let taken = "plan files, ARM templates, Terraform plans and states as JSON, and the output of az aks show, az aks nodepool list, Get-AzAksNodePool | ConvertTo-Json and kubectl get nodes.";
    let deep = format!(r#"{{"version": 1, "pools": {}"#, "[".repeat(10_000));
    for (text, sentence) in [
        ("", format!("the text is empty. Poolwright reads {taken}")),
        ("\u{feff} \n", format!("the text is empty. Poolwright reads {taken}")),
        ("\n<!DOCTYPE html>", format!("the text is a web page (HTML), not JSON or YAML. Poolwright reads {taken}")),
        (
            "{\"version\": 1,\n \"pools\": [",
            "the text ends too early at line 2, column 12: a bracket or quote isn't closed. Copy the whole text again.".to_owned(),
        ),
        (
            "{\"version\": NaN}",
            "invalid JSON at line 1, column 13: expected a value, found \"NaN\".".to_owned(),
        ),
        (
            "{\"count\": 01}",
            "invalid JSON at line 1, column 11: this isn't a valid number.".to_owned(),
        ),
        (
            "Name  Mode\n----  ----",
            "invalid JSON at line 1, column 1: expected a value, found \"Name\". az prints JSON with -o json.".to_owned(),
        ),
        (
            &deep,
            "invalid JSON at line 1, column 535: lists and objects can nest at most 100 levels.".to_owned(),
        ),
    ] {
        assert_eq!(read(text).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn a_byte_order_mark_and_blanks_are_nobody_s_mistake() {
    let text = "\u{feff}\r\n {\"version\": 1, \"pools\": [{}]}\r\n\u{a0}";
    assert_eq!(read(text).unwrap().plan.pools.len(), 1);
}

#[test]
fn a_flood_of_notes_is_cut_off() {
    let keys: Vec<String> = (0..2_000).map(|n| format!(r#""k{n}": 0"#)).collect();
    let notes = notes(&format!(r#"{{"version": 1, "cluster": {{{}}}}}"#, keys.join(",")));
    assert_eq!(notes.len(), 201);
    assert_eq!(notes[200], "$: 1800 more remarks aren't listed.");
}

/// The default of a property and the empty value of its kind, where it has one.
fn defaults<T>(property: &Property<T>) -> Option<Value> {
    Some(match (property.kind, property.default) {
        (Kind::Flag, _) => Value::Flag(false),
        (Kind::List, _) => Value::List(Vec::new()),
        (Kind::Map, _) => Value::Map(Map::default()),
        // An object without entries has no place in a file.
        (Kind::Tree, _) if property.key == UNKNOWN_PROPERTIES => return None,
        (Kind::Tree, _) => Value::Tree(Object::new()),
        (Kind::Items, _) => Value::Items(Vec::new()),
        (_, Some(default)) => Value::Text(default.to_owned()),
        _ => return None,
    })
}

#[test]
fn a_stated_default_is_kept_by_every_property() {
    let survives = |stated: &Plan, key: &str| {
        assert_ne!(*stated, Plan { pools: vec![NodePool::default()], ..Plan::default() }, "{key}");
        assert_eq!(read(&write(stated)).unwrap().plan, *stated, "{key} in a file");
        assert_eq!(read_link(&write_link(stated).unwrap()).unwrap().plan, *stated, "{key} in a link");
    };
    let silent = Plan { pools: vec![NodePool::default()], ..Plan::default() };
    for property in CLUSTER_PROPERTIES.iter().filter(|property| !CLUSTER_NOTES.contains(&property.key)) {
        let Some(value) = defaults(property) else { continue };
        let mut stated = silent.clone();
        assert!(property.put(&mut stated.cluster, Some(value.clone())), "{}", property.key);
        assert_eq!(property.get(&stated.cluster), Some(value), "{}", property.key);
        assert_eq!(property.get_unless_default(&stated.cluster), None, "{}", property.key);
        survives(&stated, property.key);
        assert!(property.put(&mut stated.cluster, None) && stated == silent, "{}", property.key);
    }
    for property in POOL_PROPERTIES {
        let Some(value) = defaults(property) else { continue };
        let mut stated = silent.clone();
        assert!(property.put(&mut stated.pools[0], Some(value.clone())), "{}", property.key);
        assert_eq!(property.get(&stated.pools[0]), Some(value), "{}", property.key);
        assert_eq!(property.get_unless_default(&stated.pools[0]), None, "{}", property.key);
        survives(&stated, property.key);
        assert!(
            diff(&stated, &silent, &[]).is_empty() && diff(&silent, &stated, &[]).is_empty(),
            "{}",
            property.key
        );
        assert!(property.put(&mut stated.pools[0], None) && stated == silent, "{}", property.key);
    }
}

#[test]
fn the_written_file_has_one_order_and_what_is_stated() {
    let text = r#"{"pools": [{"maxPods": 110, "nodeTaints": ["a=b:NoSchedule"], "osType": "Linux", "mode": "System", "name": "np"}],
        "baseline": {"pools": [{"name": "old", "mode": "System"}], "cluster": {"name": "aks"}},
        "cluster": {"networkProfile": {"dnsServiceIP": "10.0.0.10", "networkPlugin": "azure"}, "name": "aks"}, "version": 1}"#;
    insta::assert_snapshot!(write(&read(text).unwrap().plan), @r#"
    {
      "version": 1,
      "cluster": {
        "name": "aks",
        "networkProfile": {
          "networkPlugin": "azure",
          "dnsServiceIP": "10.0.0.10"
        }
      },
      "pools": [
        {
          "name": "np",
          "mode": "System",
          "osType": "Linux",
          "maxPods": 110,
          "nodeTaints": [
            "a=b:NoSchedule"
          ]
        }
      ],
      "baseline": {
        "cluster": {
          "name": "aks"
        },
        "pools": [
          {
            "name": "old",
            "mode": "System"
          }
        ]
      }
    }
    "#);
}

#[test]
fn the_same_plan_in_any_order_is_the_same_text() {
    let (a, b) =
        (r#"{"name": "np", "mode": "User", "count": 3}"#, r#"{"count": 3, "mode": "User", "name": "np"}"#);
    let text = |pool: &str| write(&plan(&format!(r#""pools": [{pool}]"#)));
    assert_eq!(text(a), text(b));
}

/// Notes on words outside their vocabulary: what reading any plan back may have to say.
fn but_words(document: &Document) -> Vec<&str> {
    document
        .notes
        .iter()
        .map(|note| note.text.as_str())
        .filter(|text| !text.contains("; kept as it is."))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_written_is_read_back(plan in any_plan()) {
        let text = write(&plan);
        let document = read(&text).unwrap();
        prop_assert_eq!(but_words(&document), [""; 0]);
        prop_assert_eq!(&document.plan, &plan);
        prop_assert_eq!(write(&document.plan), text);
        let line = compact(&plan_to_json(&plan));
        prop_assert_eq!(compact(&plan_to_json(&read(&line).unwrap().plan)), line);
    }

    // Reading never panics, and what it takes is canonical: a second reading has nothing to add.
    #[test]
    fn any_mutilated_plan_is_a_plan_or_a_sentence(plan in any_plan(), at in any::<prop::sample::Index>(), with in "[\\[\\]{}\":,0-9a-z]{0,3}") {
        let mut text: Vec<char> = compact(&plan_to_json(&plan)).chars().collect();
        let at = at.index(text.len());
        text.splice(at..=at, with.chars());
        match read(&text.into_iter().collect::<String>()) {
            Ok(document) => {
                let again = read(&write(&document.plan)).unwrap();
                prop_assert_eq!(but_words(&again), [""; 0]);
                prop_assert_eq!(again.plan, document.plan);
            }
            Err(error) => prop_assert!(error.to_string().ends_with('.')),
        }
    }

    // The same for JSON that isn't meant as a plan.
    #[test]
    fn any_json_is_a_plan_or_a_sentence(value in any_plan::any_value(poolwright::plan::Kind::Tree), wrap in 0..4usize) {
        let tree = value.to_json();
        let text = match wrap {
            0 => compact(&tree),
            1 => format!(r#"{{"version": 1, "cluster": {0}, "pools": [{0}]}}"#, compact(&tree)),
            2 => format!(r#"{{"agentPoolProfiles": [{0}], "properties": {0}, "sku": {0}}}"#, compact(&tree)),
            _ => format!(r#"{{"resources": {0}, "variables": {0}}}"#, compact(&tree)),
        };
        if let Ok(document) = read(&text) {
            prop_assert_eq!(read(&write(&document.plan)).unwrap().plan, document.plan);
        }
        prop_assert!(serde_json::from_str::<Json>(&text).is_ok());
    }
}

#[test]
fn accepted_findings_travel_in_files_and_in_links() {
    let text = r#"{"version": 1, "cluster": {}, "pools": [], "accepted": [
        {"rule": "system-pool-min-nodes", "pool": "sys", "reason": "A lab.", "until": "2027-01-31"},
        {"rule": "zones-system-spread", "reason": "\u2028 one zone is enough"},
        {"rule": "zones-system-spread"}]}"#;
    let document = read(text).unwrap();
    let plan = &document.plan;
    assert_eq!(plan.accepted.len(), 2);
    assert_eq!((plan.accepted[0].pool.as_deref(), plan.accepted[1].pool.as_deref()), (Some("sys"), None));
    let line = |index| document.places.accepted(index).map(|position| position.line);
    assert_eq!((line(0), line(1), line(2)), (Some(2), Some(3), None));
    assert_eq!(read(&write(plan)).unwrap().plan, *plan);
    assert_eq!(read_link(&write_link(plan).unwrap()).unwrap().plan, *plan);
    // They change no text for AKS.
    let bare = Plan { accepted: Vec::new(), ..plan.clone() };
    assert!(diff(plan, &bare, &[]).is_empty());
}
