//! Texts that are read back: what a tool makes of them is the same plan, or a remark says what is lost, and its findings
//! are those of the plan. Plans are random, over all properties of the tables, and the examples.
//!
//! `POOLWRIGHT_CASES` says how many plans are tried (40; script/soak tries 300).

use std::collections::BTreeSet;

use crate::compiled;
use crate::plausible;
use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::emit::{Dialect, Gap, Options, render};
use poolwright::lint::{Date, check};
use poolwright::plan::{
    CLUSTER_NOTES, CLUSTER_PROPERTIES, NodePool, POOL_PROPERTIES, Plan, PoolType, Priority, Property, Sku,
    Stated, Value,
};
use poolwright::to_json::{Json, pretty};

fn cases() -> u64 {
    std::env::var("POOLWRIGHT_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

/// The languages that are read back.
const LANGUAGES: [Dialect; 5] =
    [Dialect::Arm, Dialect::Bicep, Dialect::Terraform, Dialect::BicepAvm, Dialect::TerraformAvm];

/// What the tool of a language makes of a text.
fn made_of(text: &str, dialect: Dialect) -> String {
    let json = match dialect {
        Dialect::Bicep => compiled::bicep(text),
        Dialect::BicepAvm => compiled::nested(&compiled::bicep_avm(text)),
        Dialect::Terraform => compiled::terraform(text),
        Dialect::TerraformAvm => compiled::terraform_avm(text),
        _ => return text.to_owned(),
    };
    pretty(&json)
}

/// Properties that a tool sends though a plan is silent, with the value that AKS would choose itself.
const SENT: &[(&str, &str)] = &[
    ("autoUpgradeProfile.nodeOSUpgradeChannel", "NodeImage"),
    ("autoUpgradeProfile.upgradeChannel", "none"),
    ("networkProfile.ipFamilies", r#"["IPv4"]"#),
    ("networkProfile.loadBalancerSku", "standard"),
    ("networkProfile.networkDataplane", "azure"),
    ("networkProfile.outboundType", "loadBalancer"),
    ("scaleSetEvictionPolicy", "Delete"),
    ("tier", "Free"),
    ("spotMaxPrice", "-1"),
    // Those of the cluster, or the number that a pool begins with.
    ("count", ""),
    ("orchestratorVersion", ""),
];

/// Entries of objects that Terraform sends beside those that are written, which AKS would choose itself.
const SENT_INSIDE: &[&str] = &[
    "cpuCfsQuota",
    "balance-similar-node-groups",
    "daemonset-eviction-for-empty-nodes",
    "daemonset-eviction-for-occupied-nodes",
    "ignore-daemonsets-utilization",
    "max-node-provision-time",
    "max-total-unready-percentage",
    "ok-total-unready-count",
    "skip-nodes-with-system-pods",
];

/// Values that mean the same as silence, beside the defaults of the table.
const DEFAULTS: &[(&str, &str)] = &[
    ("autoUpgradeProfile.upgradeChannel", "none"),
    ("networkProfile.networkPolicy", "none"),
    ("upgradeSettings.maxUnavailable", "0"),
];

fn is_default_of_aks(key: &str, value: &Value) -> bool {
    DEFAULTS.iter().any(|(known, default)| *known == key && *value == Value::Text((*default).to_owned()))
}

fn is_sent<T>(property: &Property<T>, value: &Value) -> bool {
    let json = value.to_json();
    let text = json.as_str().map_or_else(|| poolwright::to_json::compact(&json), str::to_owned);
    SENT.iter().any(|(key, known)| *key == property.key && (known.is_empty() || *known == text))
}

/// Whether an object is another with entries that a tool adds by itself.
fn is_with_sent(found: &Json, wanted: &Json) -> bool {
    let (Some(found), Some(wanted)) = (found.as_object(), wanted.as_object()) else { return found == wanted };
    wanted.iter().all(|(key, value)| found.get(key).is_some_and(|found| is_with_sent(found, value)))
        && found.keys().all(|key| wanted.contains_key(key) || SENT_INSIDE.contains(&key.as_str()))
}

/// Compares what was read with what was written, and takes over what a remark excuses.
fn compare<T>(
    table: &'static [Property<T>],
    (wanted, found): (&T, &mut T),
    is_said: &dyn Fn(&str) -> bool,
    about: &str,
    wrong: &mut Vec<String>,
) {
    for property in table {
        let (want, have) = (property.get(wanted), property.get(found));
        let is_same = match (&want, &have) {
            (Some(want), Some(have)) => want == have || is_with_sent(&have.to_json(), &want.to_json()),
            (None, Some(have)) => have.is_default(property.default) || is_sent(property, have),
            (Some(want), None) => want.is_default(property.default) || is_default_of_aks(property.key, want),
            (None, None) => true,
        };
        if !is_same && !is_said(property.key) {
            let text = |value: Option<Value>| value.map(|value| value.to_json().to_string());
            wrong.push(format!(
                "{about}: {} was {:?}, read as {:?}",
                property.key,
                text(want.clone()),
                text(have)
            ));
        }
        // What is left are the findings.
        property.put(found, want);
    }
}

fn findings(plan: &Plan) -> BTreeSet<(&'static str, Option<String>, Option<&'static str>)> {
    let report = check(plan, &Catalog::embedded(), Date::parse("2026-11-29").unwrap());
    let name = |place: Option<usize>| place.map(|place| plan.pools[place].name.clone());
    report.findings.iter().map(|finding| (finding.rule.id, name(finding.pool), finding.field)).collect()
}

/// What is wrong with a plan that went through a language and back.
fn wrong(plan: &Plan, dialect: Dialect) -> Vec<String> {
    let snippet = render(plan, dialect, &Options::default());
    // A pool that a language doesn't have is left out, with a remark; without the first one there is no text.
    let is_left_out = |place: usize| {
        let says = |gap: &Gap| gap.pool == Some(place) && gap.text.contains("the pool is left out");
        snippet.gaps.iter().any(says)
    };
    if snippet.gaps.iter().any(|gap| gap.text.contains("no text is written"))
        || (0..plan.pools.len()).all(is_left_out)
    {
        return Vec::new();
    }
    let text = made_of(&snippet.text(), dialect);
    let read = match codec::read(&text) {
        Ok(read) => read,
        Err(error) => return vec![format!("not read: {error}")],
    };
    let mut wrong = Vec::new();
    let mut found = read.plan;
    let says = |gap: &Gap, pool: Option<usize>, key: &str| {
        gap.field == Some(key) && (gap.pool == pool || gap.pool.is_none())
    };
    let is_existing = plan.cluster.existing;
    // A template is deployed to a group, which has a region, and takes a password by itself.
    let of_deployment = ["resourceGroup", "location", "existing", "preview"];
    let said = |key: &str| {
        snippet.gaps.iter().any(|gap| says(gap, None, key))
            || CLUSTER_NOTES.contains(&key)
            || of_deployment.contains(&key)
            || is_existing && key != "name"
            || key == "tier" && plan.cluster.sku == Some(Sku::Automatic)
    };
    compare(CLUSTER_PROPERTIES, (&plan.cluster, &mut found.cluster), &said, "cluster", &mut wrong);
    let names =
        |plan: &Plan| -> BTreeSet<String> { plan.pools.iter().map(|pool| pool.name.clone()).collect() };
    let written = plan.pools.iter().enumerate().filter(|(place, _)| !is_left_out(*place));
    let written: BTreeSet<String> = written.map(|(_, pool)| pool.name.clone()).collect();
    if written != names(&found) {
        wrong.push(format!("pools {written:?}, read as {:?}", names(&found)));
        return wrong;
    }
    let written = snippet.text();
    let words = written.split_whitespace().filter(|word| !["#", "//"].contains(word));
    let heading = words.collect::<Vec<_>>().join(" ");
    let mut pools = Vec::new();
    for (place, pool) in plan.pools.iter().enumerate() {
        if is_left_out(place) {
            pools.push(pool.clone());
            continue;
        }
        let mut own = found.pool(&pool.name).unwrap().1.clone();
        let said = |key: &str| {
            // A sentence above the text says it of autoscaled pools.
            let is_left_out = format!("The autoscaler sets the number of nodes of {}, so", pool.name);
            let is_of_cluster = pool.kubernetes_version == plan.cluster.kubernetes_version;
            snippet.gaps.iter().any(|gap| says(gap, Some(place), key))
                || key == "count" && heading.contains(&is_left_out)
                || key == "orchestratorVersion" && is_of_cluster
        };
        compare(POOL_PROPERTIES, (pool, &mut own), &said, &pool.name, &mut wrong);
        pools.push(own);
    }
    found.pools = pools;
    found.baseline.clone_from(&plan.baseline);
    if wrong.is_empty() && findings(plan) != findings(&found) {
        wrong.push(format!("findings {:?}, read as {:?}", findings(plan), findings(&found)));
    }
    for note in read.notes.iter().filter(|note| note.left_out) {
        let is_of_deployment = note.text.contains("resourceGroup()");
        if !is_of_deployment && dialect != Dialect::Arm {
            wrong.push(format!("left out: {note}"));
        }
    }
    wrong
}

fn examples() -> Vec<Plan> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let plans = files.iter().filter(|file| file.to_string_lossy().ends_with(".plan.json"));
    plans.map(|file| codec::read(&std::fs::read_to_string(file).unwrap()).unwrap().plan).collect()
}

fn assert_read_back(dialect: Dialect) {
    let random = (0..cases()).map(|seed| (format!("plan {seed}"), plausible::plan(seed)));
    let examples = examples().into_iter().map(|plan| (plan.cluster.name.clone(), plan));
    let mut failed = Vec::new();
    for (name, mut plan) in examples.chain(random) {
        for is_existing in [false, true] {
            plan.cluster.existing = is_existing;
            let wrong = wrong(&plan, dialect);
            if !wrong.is_empty() {
                failed.push(format!("{name}, existing {is_existing}:\n  {}", wrong.join("\n  ")));
            }
        }
    }
    assert!(failed.is_empty(), "{}: {}\n{}", dialect.name(), failed.len(), failed.join("\n"));
}

#[test]
fn arm_is_read_back() {
    assert_read_back(Dialect::Arm);
}

#[test]
fn bicep_is_read_back() {
    assert_read_back(Dialect::Bicep);
}

#[test]
fn terraform_is_read_back() {
    assert_read_back(Dialect::Terraform);
}

#[test]
fn bicep_modules_are_read_back() {
    assert_read_back(Dialect::BicepAvm);
}

#[test]
fn terraform_modules_are_read_back() {
    assert_read_back(Dialect::TerraformAvm);
}

/// Sets what a property means nothing without.
fn with_what_it_needs(pool: &mut NodePool, key: &str) {
    match key {
        "enableAutoScaling" | "minCount" | "maxCount" => {
            let is_auto = key != "enableAutoScaling" || *pool.autoscaling;
            pool.autoscaling = is_auto.into();
            if is_auto {
                (pool.count, pool.min_count, pool.max_count) = (None, Some(3), Some(9));
            }
        }
        "scaleSetEvictionPolicy" | "spotMaxPrice" => pool.priority = Some(Priority::Spot),
        "virtualMachinesProfile" => {
            pool.pool_type = Some(PoolType::Vms);
            (pool.count, pool.vm_size, pool.zones) = (None, None, Stated::default());
        }
        "type" if pool.pool_type == Some(PoolType::Vms) => {
            let scale = r#"{"scale": {"manual": [{"size": "Standard_D4ds_v5", "count": 3}]}}"#;
            pool.virtual_machines = serde_json::from_str::<Json>(scale).unwrap().as_object().cloned();
            (pool.count, pool.vm_size, pool.zones) = (None, None, Stated::default());
        }
        _ => {}
    }
}

/// Each property of a pool alone, so that no other hides what is lost.
#[test]
fn every_property_is_read_back_alone() {
    let mut failed = Vec::new();
    let full = |seed: u64| plausible::plan(seed);
    let base = || {
        let mut plan = Plan::default();
        (plan.cluster.name, plan.cluster.resource_group) = ("aks-demo".to_owned(), "rg-demo".to_owned());
        plan.cluster.location = "westeurope".to_owned();
        plan.pools = vec![
            poolwright::plan::presets::system_pool("sys"),
            poolwright::plan::presets::system_pool("apps"),
        ];
        plan.pools[1].mode = Some(poolwright::plan::Mode::User);
        plan
    };
    for property in POOL_PROPERTIES.iter().filter(|property| !["name", "mode"].contains(&property.key)) {
        let sample =
            (0..200).find_map(|seed| full(seed).pools.iter().find_map(|pool: &NodePool| property.get(pool)));
        let Some(value) = sample else { continue };
        for dialect in LANGUAGES {
            for place in [0, 1] {
                let mut plan = base();
                property.put(&mut plan.pools[place], Some(value.clone()));
                with_what_it_needs(&mut plan.pools[place], property.key);
                let wrong = wrong(&plan, dialect);
                if !wrong.is_empty() {
                    failed.push(format!(
                        "{} of {place} in {}: {}",
                        property.key,
                        dialect.name(),
                        wrong.join("\n  ")
                    ));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}\n{}", failed.len(), failed.join("\n"));
}

/// What is deployed from Bicep is what is deployed from ARM.
#[test]
fn bicep_and_arm_are_the_same() {
    for seed in 0..cases() {
        let mut plan = plausible::plan(seed);
        for is_existing in [false, true] {
            plan.cluster.existing = is_existing;
            let read = |dialect| {
                let text = made_of(&render(&plan, dialect, &Options::default()).text(), dialect);
                let read = codec::read(&text).unwrap();
                (read.plan, read.unknown)
            };
            assert_eq!(read(Dialect::Arm), read(Dialect::Bicep), "{seed}");
        }
    }
}
