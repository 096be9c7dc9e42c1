//! Declarative updates of a pool write what the plan states of it and the change that was asked for, and nothing else.
// The readers can do more than is asked of them here.

use std::collections::BTreeSet;

use crate::readers;
use crate::readers::{Block, Tree};
use poolwright::emit::{Dialect, Options, render, render_operation};
use poolwright::operations::{Change, Operation, Upgrade};
use poolwright::plan::{Decimal, Kind, Map, Mode, NodePool, POOL_PROPERTIES, Plan, Property, Value};
use poolwright::to_json::{Json, Object};

const LANGUAGES: [Dialect; 3] = [Dialect::Arm, Dialect::Bicep, Dialect::Terraform];

/// Facts of a pool that is there, and a note of the plan's own.
const FACTS: [&str; 3] = ["creationData.sourceVmSize", "powerState.code", "provisioningState"];

/// Arguments that azurerm 5.2.0 reads from AKS where they are not set.
const COMPUTED: [&str; 6] =
    ["kubelet_disk_type", "max_pods", "node_labels", "orchestrator_version", "os_disk_size_gb", "os_sku"];

/// A pool of which nothing is stated but its name.
fn silent() -> NodePool {
    NodePool { name: "apps".to_owned(), ..NodePool::default() }
}

fn of(pool: NodePool) -> Plan {
    let mut plan = Plan { pools: vec![pool], ..Plan::default() };
    plan.cluster.name = "aks".to_owned();
    plan.cluster.resource_group = "group".to_owned();
    plan.cluster.existing = true;
    plan
}

/// Each operation that is an update in a declarative language, and the property that it states.
fn operations() -> Vec<(Operation, &'static str)> {
    let name = || "apps".to_owned();
    let labels = Value::Map(Map::from([("x".to_owned(), "y".to_owned())]));
    vec![
        (Operation::SetMode(name(), Mode::User), "mode"),
        (Operation::ScalePool(name(), 5), "count"),
        (
            Operation::UpdatePool(name(), vec![Change { key: "nodeLabels", value: Some(labels) }]),
            "nodeLabels",
        ),
        (Operation::UpgradePool(name(), Upgrade::Version("1.34".to_owned())), "orchestratorVersion"),
    ]
}

/// A value that every language can write, where one can.
fn sample(property: &Property<NodePool>) -> Value {
    match (property.kind, property.key) {
        (_, "kubeletConfig") => tree(r#"{"cpuManagerPolicy": "static"}"#),
        (_, "linuxOSConfig") => tree(r#"{"swapFileSizeMB": 1500}"#),
        (_, "upgradeSettings.maxSurge") => Value::Text("33%".to_owned()),
        (_, "scaleSetPriority") => Value::Text("Regular".to_owned()),
        (_, "vnetSubnetID" | "podSubnetID") => Value::Text("/subnet".to_owned()),
        (_, "mode") => Value::Text("User".to_owned()),
        (_, "osSKU") => Value::Text("Ubuntu".to_owned()),
        (_, "enableAutoScaling") => Value::Flag(false),
        (Kind::Text, _) => Value::Text("sample".to_owned()),
        (Kind::Keyword(words), _) => Value::Text(words[0].to_owned()),
        (Kind::Whole, _) => Value::Whole(7),
        (Kind::Decimal, _) => Value::Decimal(Decimal::parse("0.125").unwrap()),
        (Kind::Flag, _) => Value::Flag(true),
        (Kind::List, _) => Value::List(vec!["key=sample:NoSchedule".to_owned()]),
        (Kind::Map, _) => Value::Map(Map::from([("key".to_owned(), "sample".to_owned())])),
        (Kind::Tree, _) => tree(r#"{"sample": 1}"#),
        (Kind::Items, _) => Value::Items(vec![
            serde_json::from_str::<Json>(r#"{"sample": 1}"#).unwrap().as_object().unwrap().clone(),
        ]),
        (Kind::Subnets, _) => panic!("no pool has subnets"),
    }
}

fn tree(text: &str) -> Value {
    Value::Tree(serde_json::from_str::<Json>(text).unwrap().as_object().unwrap().clone())
}

fn settable() -> impl Iterator<Item = &'static Property<NodePool>> {
    POOL_PROPERTIES.iter().filter(|property| property.key != "name" && !FACTS.contains(&property.key))
}

/// What a text writes of the pool by its path, and what Terraform must ignore.
#[derive(Debug, Default)]
struct Written {
    paths: BTreeSet<String>,
    ignored: BTreeSet<String>,
}

impl Written {
    fn has(&self, key: &str) -> bool {
        self.paths.iter().any(|path| path == key || path.starts_with(&format!("{key}.")))
    }

    /// Whether Terraform ignores an argument, or the block that it is in.
    fn ignores(&self, argument: &str) -> bool {
        let ignored = self.ignored.iter().map(|path| path.replace("[0]", ""));
        ignored.into_iter().any(|path| path == argument || argument.starts_with(&format!("{path}.")))
    }
}

fn written(text: &str, dialect: Dialect) -> Written {
    let mut out = Written::default();
    match dialect {
        Dialect::Arm => {
            let template = serde_json::from_str::<Json>(text).unwrap();
            let Some(Json::Array(resources)) = template.as_object().unwrap().get("resources") else {
                panic!()
            };
            let properties = resources[0].as_object().unwrap().get("properties").unwrap();
            flatten(properties.as_object().unwrap(), "", &mut out.paths);
        }
        Dialect::Bicep => {
            let file = readers::bicep(text);
            let pool = file.resources.iter().find(|resource| !resource.is_existing).unwrap();
            flatten_tree(pool.body.get("properties"), "", &mut out.paths);
        }
        _ => {
            let file = readers::hcl(text);
            let pool = file.block("resource", &["azurerm_kubernetes_cluster_node_pool", "apps"]);
            flatten_block(pool, "", &mut out);
            out.paths.remove("kubernetes_cluster_id");
            out.paths.remove("name");
        }
    }
    out
}

fn flatten(object: &Object, before: &str, paths: &mut BTreeSet<String>) {
    for (key, value) in object {
        match value {
            Json::Object(inner) if !inner.is_empty() => flatten(inner, &format!("{before}{key}."), paths),
            _ => drop(paths.insert(format!("{before}{key}"))),
        }
    }
}

fn flatten_tree(tree: &Tree, before: &str, paths: &mut BTreeSet<String>) {
    for (key, value) in tree.entries() {
        match value {
            Tree::Object(inner) if !inner.is_empty() => {
                flatten_tree(value, &format!("{before}{key}."), paths);
            }
            _ => drop(paths.insert(format!("{before}{key}"))),
        }
    }
}

fn flatten_block(block: &Block, before: &str, out: &mut Written) {
    for (name, value) in block.arguments.entries() {
        if block.kind == "lifecycle" {
            let Tree::List(list) = value else { panic!("{value:?}") };
            let bare =
                |item: &Tree| if let Tree::Bare(bare) = item { bare.clone() } else { panic!("{item:?}") };
            out.ignored.extend(list.iter().map(bare));
        } else {
            out.paths.insert(format!("{before}{name}"));
        }
    }
    for inner in &block.blocks {
        flatten_block(inner, &format!("{before}{}.", inner.kind), out);
    }
}

fn update(pool: &NodePool, operation: &Operation, dialect: Dialect) -> Option<Written> {
    let snippet = render_operation(&of(pool.clone()), operation, dialect, &Options::default())?;
    Some(written(&snippet.text(), dialect))
}

/// The paths that a language writes for a property alone, beside what the operation states.
fn arguments(property: &Property<NodePool>, operation: &Operation, dialect: Dialect) -> BTreeSet<String> {
    let mut pool = silent();
    assert!(property.put(&mut pool, Some(sample(property))), "{}", property.key);
    let bare = update(&silent(), operation, dialect).unwrap().paths;
    let with = update(&pool, operation, dialect).unwrap_or_default().paths;
    with.difference(&bare).cloned().collect()
}

#[test]
fn of_a_silent_pool_only_the_change_is_written() {
    for dialect in LANGUAGES {
        for (operation, key) in operations() {
            let found = update(&silent(), &operation, dialect).unwrap().paths;
            let wanted = match (dialect, key) {
                (Dialect::Terraform, "count") => "node_count",
                (Dialect::Terraform, "nodeLabels") => "node_labels",
                (Dialect::Terraform, "orchestratorVersion") => "orchestrator_version",
                (_, "nodeLabels") => "nodeLabels.x",
                (_, key) => key,
            };
            assert_eq!(Vec::from_iter(&found), [wanted], "{operation:?} in {}", dialect.name());
        }
    }
}

#[test]
fn a_property_that_the_plan_leaves_open_is_never_in_an_update() {
    for dialect in LANGUAGES {
        for (operation, stated) in operations() {
            for property in settable().filter(|property| property.key != stated) {
                let mut pool = silent();
                // The sizes of virtual machines have numbers of their own.
                let is_apart = |key: &str| key == "virtualMachinesProfile" && stated == "count";
                let others = settable().filter(|other| other.key != property.key && !is_apart(other.key));
                for other in others {
                    assert!(other.put(&mut pool, Some(sample(other))), "{}", other.key);
                }
                let whole = update(&pool, &operation, dialect).unwrap();
                let own = arguments(property, &operation, dialect);
                let found: Vec<_> = own.iter().filter(|argument| whole.has(argument)).collect();
                assert!(found.is_empty(), "{} in {}: {found:?}", property.key, dialect.name());
                if dialect != Dialect::Terraform {
                    assert!(!whole.has(property.key), "{} in {}", property.key, dialect.name());
                }
                // azurerm would set what a block leaves out to a default of its own, or to nothing.
                for argument in own
                    .iter()
                    .filter(|one| dialect == Dialect::Terraform && !COMPUTED.contains(&one.as_str()))
                {
                    assert!(whole.ignores(argument), "{argument} is not ignored: {:?}", whole.ignored);
                }
            }
        }
    }
}

#[test]
fn what_the_plan_states_is_in_an_update_and_not_ignored() {
    let (operation, _) = operations().swap_remove(2);
    for property in settable().filter(|property| property.key != "nodeLabels") {
        for dialect in LANGUAGES {
            let mut pool = silent();
            property.put(&mut pool, Some(sample(property)));
            let text = render_operation(&of(pool.clone()), &operation, dialect, &Options::default()).unwrap();
            let has_gap = text.gaps.iter().any(|gap| gap.field == Some(property.key));
            let own = arguments(property, &operation, dialect);
            let is_default = property.get_unless_default(&pool).is_none();
            assert!(
                has_gap || !own.is_empty() || is_default,
                "{} in {}: {own:?}",
                property.key,
                dialect.name()
            );
            let ignored = written(&text.text(), dialect);
            assert!(!own.iter().any(|argument| ignored.ignores(argument)), "{own:?} {ignored:?}");
        }
    }
}

/// A label change of a pool whose plan is silent about `count`, and of one that the autoscaler scales.
#[test]
fn a_label_change_does_not_scale_a_pool() {
    let (operation, _) = operations().swap_remove(2);
    let mut fixed = silent();
    fixed.mode = Some(Mode::User);
    let mut scaled = fixed.clone();
    *scaled.autoscaling = true;
    (scaled.min_count, scaled.max_count) = (Some(1), Some(20));
    // An import says how many nodes there are at the moment, which is stale as soon as the autoscaler moves.
    let imported = NodePool { count: Some(7), ..scaled.clone() };
    for pool in [&fixed, &scaled, &imported] {
        for dialect in LANGUAGES {
            let found = update(pool, &operation, dialect).unwrap();
            assert!(!found.has("count") && !found.has("node_count"), "{found:?}");
            assert!(dialect != Dialect::Terraform || found.ignores("node_count"), "{found:?}");
        }
    }
    // What the plan states is written.
    let stated = NodePool { count: Some(10), ..fixed };
    for (dialect, argument) in LANGUAGES.into_iter().zip(["count", "count", "node_count"]) {
        let found = update(&stated, &operation, dialect).unwrap();
        assert!(found.has(argument) && !found.ignores("node_count"), "{found:?}");
    }
}

#[test]
fn a_new_pool_gets_three_nodes_with_a_remark_and_an_autoscaled_one_no_count() {
    let mut pool = silent();
    pool.mode = Some(Mode::User);
    for (dialect, argument) in LANGUAGES.into_iter().zip(["count", "count", "node_count"]) {
        let text = render(&of(pool.clone()), dialect, &Options::default()).text();
        assert!(written(&text, dialect).has(argument), "{text}");
        assert!(
            text.replace("\n//   ", " ").replace("\n#   ", " ").contains("created with 3 nodes"),
            "{text}"
        );
        let mut scaled = pool.clone();
        *scaled.autoscaling = true;
        (scaled.count, scaled.min_count, scaled.max_count) = (Some(4), Some(2), Some(9));
        let text = render(&of(scaled), dialect, &Options::default()).text();
        assert!(!written(&text, dialect).has(argument), "{text}");
    }
}

#[test]
fn a_pool_of_the_current_layout_is_updated_and_another_is_created() {
    let mut plan = of(silent());
    plan.baseline = Some(Box::new(plan.clone()));
    for dialect in LANGUAGES {
        let text = render(&plan, dialect, &Options::default()).text();
        assert_eq!(written(&text, dialect).paths.len(), 0, "{text}");
    }
}

#[test]
fn an_update_says_that_it_leaves_the_rest_alone() {
    let (operation, _) = operations().swap_remove(2);
    for (dialect, sentence) in LANGUAGES.into_iter().zip([
        "as far as is known, is not changed by it",
        "as far as is known, is not changed by it",
        "Terraform ignores what the plan does not state of apps",
    ]) {
        let text = render_operation(&of(silent()), &operation, dialect, &Options::default()).unwrap().text();
        let flat = text.replace("\n//   ", " ").replace("\n#   ", " ");
        assert_eq!(flat.matches(sentence).count(), 1, "{text}");
    }
}

#[test]
fn stated_defaults_are_written() {
    let (operation, _) = operations().swap_remove(2);
    let with_default = settable().filter_map(|property| {
        let value = match (property.kind, property.default) {
            (Kind::Flag, _) => Value::Flag(false),
            (Kind::List, _) => Value::List(Vec::new()),
            (Kind::Map, _) => Value::Map(Map::default()),
            (_, Some(default)) => Value::Text(default.to_owned()),
            _ => return None,
        };
        Some((property, value))
    });
    // Previews, which this version of the API does not have.
    const PREVIEWS: [&str; 2] = ["nodeInitializationTaints", "enableOSDiskFullCaching"];
    for (property, value) in with_default.filter(|(property, _)| property.key != "nodeLabels") {
        let mut pool = silent();
        property.put(&mut pool, Some(value));
        for dialect in [Dialect::Arm, Dialect::Bicep] {
            let found = update(&pool, &operation, dialect).unwrap();
            assert!(
                found.has(property.key) != PREVIEWS.contains(&property.key),
                "{}: {found:?}",
                property.key
            );
            let text = render(&of(pool.clone()), dialect, &Options::default()).text();
            assert!(written(&text, dialect).has(property.key) != PREVIEWS.contains(&property.key), "{text}");
        }
    }
}

/// The verified module always sends a count.
#[test]
fn the_bicep_module_scales_no_pool_of_which_the_count_is_not_stated() {
    for (operation, key) in operations() {
        let text =
            render_operation(&of(silent()), &operation, Dialect::BicepAvm, &Options::default()).unwrap();
        let is_withheld = text.lines.is_empty();
        assert_eq!(is_withheld, key != "count", "{key}: {}", text.text());
        assert_eq!(text.gaps.iter().any(|gap| gap.field == Some("count")), key != "count", "{key}");
        let stated = NodePool { count: Some(7), ..silent() };
        let text = render_operation(&of(stated), &operation, Dialect::BicepAvm, &Options::default()).unwrap();
        let count = if key == "count" { "count: 5" } else { "count: 7" };
        assert!(text.text().contains(count), "{}", text.text());
        assert!(!text.text().contains("is not in this template"), "{}", text.text());
    }
    // A file without the pool could delete it, as part of a deployment stack.
    let mut steady = of(silent());
    steady.pools.push(NodePool { name: "more".to_owned(), count: Some(2), ..NodePool::default() });
    steady.baseline = Some(Box::new(steady.clone()));
    let text = render(&steady, Dialect::BicepAvm, &Options::default());
    assert!(text.lines.is_empty(), "{}", text.text());
    assert!(text.gaps.iter().any(|gap| gap.field == Some("count")), "{:?}", text.gaps);
}

#[test]
fn a_new_pool_of_an_open_count_says_how_many_nodes_it_gets() {
    let remark = "The plan does not set the count of apps";
    let add = Operation::AddPool("apps".to_owned());
    for dialect in [Dialect::Az, Dialect::AzPwsh, Dialect::PowerShell, Dialect::Arm, Dialect::Bicep] {
        let text = |pool: NodePool| {
            let mut new = of(pool);
            new.cluster.existing = false;
            new.cluster.location = "westeurope".to_owned();
            let whole = render(&new, dialect, &Options::default()).text();
            let added = render_operation(&of(new.pools[0].clone()), &add, dialect, &Options::default());
            // Lines of comments are wrapped.
            [whole, added.unwrap().text()].map(|text| {
                let words = text.split_whitespace().filter(|word| !["#", "//"].contains(word));
                words.collect::<Vec<_>>().join(" ")
            })
        };
        let system = NodePool { mode: Some(Mode::System), ..silent() };
        for text in text(system.clone()) {
            assert_eq!(text.matches(remark).count(), 1, "{dialect:?}: {text}");
        }
        for text in text(NodePool { count: Some(3), ..system }) {
            assert!(!text.contains(remark), "{dialect:?}: {text}");
        }
    }
}

#[test]
fn what_only_a_preview_changes_in_place_is_asked_of_that_preview() {
    let mut plan = of(NodePool { vm_size: Some("Standard_D4ds_v5".to_owned()), ..silent() });
    plan.cluster.preview = true;
    let change = |key, value: &str| {
        let value = Some(Value::Text(value.to_owned()));
        Operation::UpdatePool("apps".to_owned(), vec![Change { key, value }])
    };
    for dialect in [Dialect::Az, Dialect::PowerShell, Dialect::Arm, Dialect::Bicep] {
        let text = |operation: &Operation| {
            render_operation(&plan, operation, dialect, &Options::default()).unwrap().text()
        };
        let resized = text(&change("vmSize", "Standard_D8ds_v5"));
        assert!(resized.contains("2026-08-02-preview"), "{resized}");
        let other = text(&change("scaleDownMode", "Deallocate"));
        assert!(!other.contains("2026-08-02-preview"), "{other}");
    }
}

/// The paths that a script sets in a pool's resource, in the order of the text; empty where a command of the tool does it.
fn set_paths(text: &str) -> Vec<String> {
    let quoted = |text: &str| text.split('\'').nth(1).unwrap_or_default().to_owned();
    let of_line = |line: &str| {
        let line = line.trim_start();
        if line.starts_with("'properties.") {
            return Some(quoted(line).split('=').next().unwrap().to_owned());
        }
        let rest = line.strip_prefix("Add-Member -InputObject $body.")?;
        let (parent, name) = rest.split_once(" -NotePropertyName ")?;
        Some(format!("{parent}.{}", quoted(name)))
    };
    text.lines().filter_map(of_line).collect()
}

#[test]
fn a_script_sets_in_the_resource_of_a_pool_what_changes_and_nothing_else() {
    let mut pool = silent();
    for property in settable().filter(|property| !property.key.starts_with("creationData")) {
        assert!(property.put(&mut pool, Some(sample(property))), "{}", property.key);
    }
    let mut merged = 0;
    for dialect in [Dialect::Az, Dialect::AzPwsh, Dialect::PowerShell] {
        for property in settable() {
            // Another value than the pool has, and none.
            let other = match property.kind {
                Kind::Map => Value::Map(Map::from([("a=b".to_owned(), "@c".to_owned())])),
                Kind::Tree => tree(r#"{"other": {"deep": 2}}"#),
                Kind::Items => Value::Items(Vec::new()),
                Kind::List => Value::List(vec!["-a".to_owned(), "-b".to_owned()]),
                Kind::Flag => Value::Flag(!matches!(sample(property), Value::Flag(true))),
                Kind::Text => Value::Text("other".to_owned()),
                _ => continue,
            };
            for value in [Some(other), None] {
                let change = Change { key: property.key, value };
                let operation = Operation::UpdatePool("apps".to_owned(), vec![change]);
                let plan = of(pool.clone());
                let Some(snippet) = render_operation(&plan, &operation, dialect, &Options::default()) else {
                    continue;
                };
                let text = snippet.text();
                let paths = set_paths(&text);
                merged += usize::from(!paths.is_empty());
                for path in paths {
                    let path = path.strip_prefix("properties.").unwrap();
                    let is_bound =
                        property.key == "enableAutoScaling" && ["minCount", "maxCount"].contains(&path);
                    // What Poolwright doesn't know is set by its own names.
                    let is_own = path == property.key
                        || path.starts_with(&format!("{}.", property.key))
                        || (property.key == "otherProperties"
                            && ["other", "other.deep", "sample"].contains(&path));
                    // az sets an object as a whole of which the pool has nothing.
                    let is_whole = path == "creationData" && property.key.starts_with("creationData.");
                    assert!(is_own || is_bound || is_whole, "{} sets {path}:\n{text}", property.key);
                }
                assert!(
                    !text.contains("deployment group") && !text.contains("New-AzResourceGroupDeployment"),
                    "{text}"
                );
            }
        }
    }
    assert!(merged > 20, "{merged}");
}

/// az sets nothing in an object that a resource lacks, so each is set as a whole from the first that the plan knows nothing of.
#[test]
fn az_sets_as_a_whole_only_the_outermost_object_that_the_plan_knows_nothing_of() {
    let ports = r#"[{"portStart": 80, "portEnd": 80, "protocol": "TCP"}]"#;
    let cases: [(&str, &str, &[&str]); 13] = [
        // Nothing of it is known; several entries are one object.
        ("{}", r#"{"new": {"a": 1, "b": {"c": 2}}}"#, &["new"]),
        ("{}", r#"{"networkProfile": {"new": {"leaf": 1}}}"#, &["networkProfile"]),
        // A property of the plan is in it, one that is unknown, or one of a tree.
        (
            r#"{"networkProfile": {"allowedHostPorts": PORTS}}"#,
            r#"{"networkProfile": {"new": {"leaf": 1}}}"#,
            &["networkProfile.new"],
        ),
        (
            r#"{"networkProfile": {"allowedHostPorts": PORTS}}"#,
            r#"{"networkProfile": {"leaf": 1}}"#,
            &["networkProfile.leaf"],
        ),
        (
            r#"{"gpuProfile": {"driver": "None"}}"#,
            r#"{"gpuProfile": {"nvidia": {"new": {"leaf": 1}}}}"#,
            &["gpuProfile.nvidia"],
        ),
        (
            r#"{"kubeletConfig": {"cpuCfsQuota": true}}"#,
            r#"{"kubeletConfig": {"podMaxPids": 99}}"#,
            &["kubeletConfig.cpuCfsQuota", "kubeletConfig.podMaxPids"],
        ),
        (
            r#"{"windowsProfile": {"new": {"a": 1}}}"#,
            r#"{"windowsProfile": {"new": {"a": 2, "b": {"c": 1, "d": 2}}}}"#,
            &["windowsProfile.new.a", "windowsProfile.new.b"],
        ),
        // What was empty, nothing or no object is replaced.
        (r#"{"new": {"a": {}}}"#, r#"{"new": {"a": {"b": {"c": 1}}}}"#, &["new.a"]),
        (r#"{"new": {"a": null, "z": 0}}"#, r#"{"new": {"a": {"b": 1}, "z": 0}}"#, &["new.z", "new.a"]),
        (r#"{"new": {"a": "text"}}"#, r#"{"new": {"a": {"b": {"c": 1}}}}"#, &["new.a"]),
        // A key that can't be part of a path is in an object that is set as a whole.
        (r#"{"new": {"a.b": 1, "c": 2}}"#, r#"{"new": {"a.b": 2, "c": 2}}"#, &["new"]),
        (
            r#"{"new": {"a": {"it's": 1}, "c": 2}}"#,
            r#"{"new": {"a": {"it's": 2}, "c": 2}}"#,
            &["new.a", "new.c"],
        ),
        (r#"{"new": {"a": {"$b": 1, "c": 2}}}"#, r#"{"new": {"a": {"$b": 2, "c": 2}, "$": 3}}"#, &["new"]),
    ];
    for (before, after, wanted) in cases {
        let plan = |of_pool: &str| {
            let mut pool = serde_json::from_str::<Json>(&of_pool.replace("PORTS", ports)).unwrap();
            let object = pool.as_object_mut().unwrap();
            object.insert("name".to_owned(), "apps".into());
            let cluster = r#"{"name": "aks", "resourceGroup": "group", "existing": true}"#;
            let text = format!(r#"{{"version": 1, "cluster": {cluster}, "pools": [{pool}]}}"#);
            poolwright::codec::read(&text).unwrap().plan
        };
        let key = if after.contains("kubelet") { "kubeletConfig" } else { "otherProperties" };
        let property = POOL_PROPERTIES.iter().find(|property| property.key == key).unwrap();
        let value = property.get(&plan(after).pools[0]);
        let operation = Operation::UpdatePool("apps".to_owned(), vec![Change { key, value }]);
        let text =
            render_operation(&plan(before), &operation, Dialect::Az, &Options::default()).unwrap().text();
        let paths: BTreeSet<String> = set_paths(&text).into_iter().collect();
        let wanted = wanted.iter().map(|path| format!("properties.{path}")).collect();
        assert_eq!(paths, wanted, "{before} to {after}: {text}");
    }
}

/// An object with properties of the plan in it is never set as a whole.
#[test]
fn a_key_that_no_path_can_name_is_set_by_powershell_only() {
    for (tree, line) in [
        (
            r#"{"a.b": {"c d": 2}}"#,
            "Add-Member -InputObject $body.properties.'a.b' -NotePropertyName 'c d' -NotePropertyValue 2 -Force",
        ),
        (
            r#"{"networkProfile": {"it's": 2}}"#,
            "Add-Member -InputObject $body.properties.networkProfile -NotePropertyName 'it''s' -NotePropertyValue 2 -Force",
        ),
    ] {
        let groups = vec!["/subscriptions/s/group".to_owned()].into();
        let plan = of(NodePool { application_security_groups: groups, ..silent() });
        let change = Change { key: "otherProperties", value: Some(self::tree(tree)) };
        let operation = Operation::UpdatePool("apps".to_owned(), vec![change]);
        let render = |dialect| render_operation(&plan, &operation, dialect, &Options::default());
        let text = render(Dialect::PowerShell).unwrap().text();
        assert!(text.contains(line), "{text}");
        assert!([Dialect::Az, Dialect::AzPwsh].into_iter().all(|dialect| render(dialect).is_none()));
    }
    for tree in [r#"{"[0]": {"a": 1}}"#, r#"{"new": {"": 1}}"#] {
        let change = Change { key: "otherProperties", value: Some(self::tree(tree)) };
        let operation = Operation::UpdatePool("apps".to_owned(), vec![change]);
        assert_eq!(
            render_operation(&of(silent()), &operation, Dialect::PowerShell, &Options::default()),
            None
        );
    }
}

/// PowerShell takes keys for one that differ only in the case of their letters.
#[test]
fn keys_that_differ_only_in_case_are_not_set_one_over_the_other() {
    let plan = of(silent());
    for tree in [r#"{"new": {"Leaf": 1, "leaf": 2}}"#, r#"{"New": {"a": 1}, "new": {"b": 2}}"#] {
        let change = Change { key: "otherProperties", value: Some(self::tree(tree)) };
        let operation = Operation::UpdatePool("apps".to_owned(), vec![change]);
        for dialect in [Dialect::Az, Dialect::AzPwsh, Dialect::PowerShell] {
            let text = render_operation(&plan, &operation, dialect, &Options::default()).unwrap_or_default();
            assert!(set_paths(&text.text()).is_empty(), "{}", text.text());
        }
    }
}
