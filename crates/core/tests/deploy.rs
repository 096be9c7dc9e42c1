//! Templates that are deployed again: random plans, each deployed, then changed at random and deployed five more times in
//! each form, on a fake of AKS's rules. Nothing is refused, and the cluster ends as the last plan says.
//!
//! `POOLWRIGHT_CASES` says how many plans are tried (40; script/soak tries 500).

use std::collections::BTreeSet;

use crate::aks::{Aks, at};
use crate::compiled;
use poolwright::codec;
use poolwright::emit::{Dialect, Options, render, split_files, text_of};
use poolwright::operations::matrix::{How, how};
use poolwright::plan::{Kind, Map, Mode, NodePool, POOL_PROPERTIES, Plan, Property, Stated, Value};
use poolwright::to_json::{Json, Object};

/// Numbers that look random: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % most as u64).unwrap()
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

fn cases() -> u64 {
    std::env::var("POOLWRIGHT_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

// ---------------------------------------------------------------------------------------------- random plans

fn pool(random: &mut Random, taken: &[NodePool]) -> NodePool {
    let name = (0..1_000)
        .map(|number| format!("p{number}"))
        .find(|name| taken.iter().all(|pool| pool.name != *name));
    let mut pool = NodePool { name: name.unwrap(), ..NodePool::default() };
    pool.mode = Some(if random.below(3) == 0 { Mode::System } else { Mode::User });
    pool.vm_size = Some((*random.of(&["Standard_D4ds_v5", "Standard_D8ds_v5"])).to_owned());
    if random.below(2) == 0 {
        pool.zones = ["1", "2", "3"].map(str::to_owned).to_vec().into();
    }
    if random.below(2) == 0 {
        pool.max_pods = Some(60);
    }
    (0..4).for_each(|_| change(random, &mut pool));
    pool
}

/// Changes something of a pool that AKS changes in place.
fn change(random: &mut Random, pool: &mut NodePool) {
    let nodes = i64::try_from(2 + random.below(5)).unwrap();
    match random.below(9) {
        0 => {
            pool.autoscaling = true.into();
            (pool.count, pool.min_count, pool.max_count) = (None, Some(nodes), Some(nodes + 3));
        }
        1 => {
            pool.autoscaling = false.into();
            (pool.count, pool.min_count, pool.max_count) = (Some(nodes), None, None);
        }
        2 if !*pool.autoscaling => pool.count = Some(nodes),
        3 => pool.labels = Map::from([("team".to_owned(), format!("t{nodes}"))]).into(),
        4 => pool.labels = Map::default().into(),
        5 => pool.taints = vec![format!("a=b{nodes}:NoSchedule")].into(),
        6 => pool.taints = Vec::new().into(),
        7 => pool.max_surge = Some(format!("{nodes}0%")),
        _ => {
            pool.tags = Map::from([("cost".to_owned(), format!("c{nodes}"))]).into();
        }
    }
}

fn system(plan: &Plan) -> usize {
    plan.pools.iter().filter(|pool| pool.is_system()).count()
}

fn plan(random: &mut Random) -> Plan {
    let mut plan = Plan::default();
    plan.cluster.name = "aks".to_owned();
    plan.cluster.resource_group = "rg".to_owned();
    plan.cluster.kubernetes_version = Some("1.33".to_owned());
    for _ in 0..=random.below(5) {
        let pool = pool(random, &plan.pools);
        plan.pools.push(pool);
    }
    if system(&plan) == 0 {
        random_pool(random, &mut plan).mode = Some(Mode::System);
    }
    plan
}

fn random_pool<'a>(random: &mut Random, plan: &'a mut Plan) -> &'a mut NodePool {
    let place = random.below(plan.pools.len());
    &mut plan.pools[place]
}

/// A plan with pools added, removed, reordered and changed in place.
fn changed(random: &mut Random, plan: &Plan) -> Plan {
    let mut next = plan.clone();
    for _ in 0..=random.below(4) {
        match random.below(7) {
            0 | 1 => {
                let pool = pool(random, &[next.pools.as_slice(), &plan.pools].concat());
                next.pools.insert(random.below(next.pools.len() + 1), pool);
            }
            2 if next.pools.len() > 1 => {
                let place = random.below(next.pools.len());
                let gone = next.pools.remove(place);
                // A System pool that was there stays: no order of steps is asked for here.
                let is_there = |pool: &NodePool| pool.is_system() && plan.pool(&pool.name).is_some();
                if !next.pools.iter().any(is_there) {
                    next.pools.insert(place, gone);
                }
            }
            3 => {
                let (one, other) = (random.below(next.pools.len()), random.below(next.pools.len()));
                next.pools.swap(one, other);
            }
            4 => {
                let pool = random_pool(random, &mut next);
                let mode = if pool.is_system() { Mode::User } else { Mode::System };
                let before = pool.mode.replace(mode);
                let name = pool.name.clone();
                if system(&next) == 0 {
                    next.pools.iter_mut().find(|pool| pool.name == name).unwrap().mode = before;
                }
            }
            5 => next.cluster.kubernetes_version = Some("1.34".to_owned()),
            _ => {
                let pool = random_pool(random, &mut next);
                change(random, pool);
            }
        }
    }
    next
}

// ---------------------------------------------------------------------------------------------- what is held

/// Holds the cluster to what the plan states.
fn assert_as_planned(aks: &Aks, plan: &Plan, today: Option<&Plan>, about: &str) {
    let cluster = aks.cluster.as_ref().unwrap();
    let names: Vec<&String> = cluster.pools.keys().collect();
    let mut wanted: Vec<&String> = plan.pools.iter().map(|pool| &pool.name).collect();
    wanted.sort();
    assert_eq!(names, wanted, "{about}");
    for pool in &plan.pools {
        let found = &cluster.pools[&pool.name];
        for property in POOL_PROPERTIES.iter().filter(|property| property.key != "name") {
            if property.key == "count" && *pool.autoscaling {
                continue;
            }
            let before =
                today.and_then(|today| today.pool(&pool.name)).and_then(|(_, pool)| property.get(pool));
            match (property.get(pool), before) {
                (Some(value), _) => {
                    assert_eq!(at(found, property.key), Some(&value.to_json()), "{about}: {}", property.key);
                }
                // What was set and can be reset is reset.
                (None, Some(_)) if has_default(property) => {
                    let value = at(found, property.key);
                    assert!(value.is_none_or(is_nothing), "{about}: {} is {value:?}", property.key);
                }
                _ => {}
            }
        }
    }
}

fn has_default(property: &Property<NodePool>) -> bool {
    matches!(property.kind, Kind::Flag | Kind::List | Kind::Map)
        && !matches!(how(property.key), How::NewPool | How::PreviewOnly)
}

fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Bool(flag) => !flag,
        Json::Array(list) => list.is_empty(),
        Json::Object(object) => object.is_empty(),
        _ => false,
    }
}

/// The pools that the text's commands delete.
fn deleted(text: &str) -> Vec<String> {
    let template = serde_json::from_str::<Json>(text).unwrap();
    let metadata = template.as_object().unwrap()["metadata"].as_object().unwrap();
    let commands = metadata.get("commands").and_then(Json::as_array).into_iter().flatten();
    let name = |line: &Json| {
        let (_, command) = line.as_str().unwrap().split_once("az aks nodepool delete ")?;
        let words = shlex::split(command).unwrap();
        Some(words[words.iter().position(|word| word == "--name").unwrap() + 1].clone())
    };
    commands.filter_map(name).filter(|name| name != "POOL").collect()
}

fn arm(plan: &Plan, stack: bool) -> String {
    render(plan, Dialect::Arm, &Options { stack, ..Options::default() }).text()
}

fn over(today: &Plan, plan: &Plan) -> Plan {
    Plan { baseline: Some(Box::new(Plan { baseline: None, ..today.clone() })), ..plan.clone() }
}

/// Whether the pool that is part of the cluster would be one that AKS does not have.
fn exchanges(today: &Plan, plan: &Plan) -> bool {
    let first = plan.first_pool().and_then(|place| plan.pools.get(place)).unwrap();
    today.pool(&first.name).is_none()
}

fn delete_gone(aks: &mut Aks, today: &Plan, plan: &Plan) {
    for pool in today.pools.iter().filter(|pool| plan.pool(&pool.name).is_none()) {
        aks.delete(&pool.name).unwrap();
    }
}

// ---------------------------------------------------------------------------------------------- the forms

#[test]
fn the_text_of_a_new_cluster_can_be_deployed_again() {
    for seed in 0..cases() {
        let random = &mut Random(seed);
        let mut today = plan(random);
        let mut aks = Aks::default();
        aks.deploy(&arm(&today, false)).unwrap();
        assert_as_planned(&aks, &today, None, &format!("{seed}"));
        for round in 0..5 {
            let next = changed(random, &today);
            aks.scale();
            // A change that would exchange the pool inside takes the form for a cluster that exists.
            let text = if exchanges(&today, &next) {
                let version = next.cluster.kubernetes_version.clone();
                aks.cluster.as_mut().unwrap().version = version;
                arm(&over(&today, &next), false)
            } else {
                arm(&next, false)
            };
            aks.deploy(&text).unwrap_or_else(|error| panic!("{seed}, {round}: {error}\n{text}"));
            delete_gone(&mut aks, &today, &next);
            assert_as_planned(&aks, &next, None, &format!("{seed}, {round}"));
            today = next;
        }
    }
}

#[test]
fn the_text_of_a_cluster_that_exists_brings_it_to_the_plan() {
    for seed in 0..cases() {
        let random = &mut Random(seed);
        let mut today = plan(random);
        let mut aks = Aks::default();
        aks.deploy(&arm(&today, false)).unwrap();
        for round in 0..5 {
            let mut next = changed(random, &today);
            // What was stated becomes silent, too.
            if random.below(2) == 0 {
                let pool = random_pool(random, &mut next);
                (pool.labels, pool.taints, pool.tags) = Default::default();
            }
            next.cluster.kubernetes_version.clone_from(&today.cluster.kubernetes_version);
            aks.scale();
            let text = arm(&over(&today, &next), false);
            assert!(
                !text.contains("\"Microsoft.ContainerService/managedClusters\""),
                "the cluster is written: {text}"
            );
            aks.deploy(&text).unwrap_or_else(|error| panic!("{seed}, {round}: {error}\n{text}"));
            deleted(&text).iter().for_each(|pool| aks.delete(pool).unwrap());
            assert_as_planned(&aks, &next, Some(&today), &format!("{seed}, {round}"));
            today = next;
        }
    }
}

#[test]
fn a_stack_deletes_what_is_gone_one_pool_a_deployment() {
    for seed in 0..cases() {
        let random = &mut Random(seed);
        let mut today = plan(random);
        let mut aks = Aks::default();
        aks.deploy(&arm(&today, false)).unwrap();
        aks.deploy_stack(&arm(&over(&today, &today), true)).unwrap();
        for round in 0..5 {
            let mut next = changed(random, &today);
            next.cluster.kubernetes_version.clone_from(&today.cluster.kubernetes_version);
            loop {
                let text = arm(&over(&today, &next), true);
                aks.deploy_stack(&text).unwrap_or_else(|error| panic!("{seed}, {round}: {error}\n{text}"));
                let mut left = next.clone();
                let there = &aks.cluster.as_ref().unwrap().pools;
                let gone = today.pools.iter().filter(|pool| next.pool(&pool.name).is_none());
                left.pools.extend(gone.filter(|pool| there.contains_key(&pool.name)).cloned());
                today = left;
                if today.pools.len() == next.pools.len() {
                    break;
                }
            }
            assert_as_planned(&aks, &next, None, &format!("{seed}, {round}"));
            today = next;
        }
    }
}

#[test]
fn pools_apart_from_the_cluster_can_be_deployed_without_it() {
    for seed in 0..cases() {
        let random = &mut Random(seed);
        let mut today = plan(random);
        let mut aks = Aks::default();
        let split = |plan: &Plan| {
            let files = split_files(plan, Dialect::Arm, &Options::default()).unwrap();
            let text = |end: &str| {
                text_of(&files.iter().find(|file| file.name.ends_with(end)).unwrap().snippet.lines)
            };
            (text("-cluster.json"), text("-pools.json"))
        };
        let (cluster, pools) = split(&today);
        aks.deploy(&cluster).unwrap();
        aks.deploy(&pools).unwrap();
        for round in 0..5 {
            let next = changed(random, &today);
            let (cluster, pools) = split(&next);
            aks.scale();
            let about = format!("{seed}, {round}");
            if next.cluster != today.cluster && !exchanges(&today, &next) {
                aks.deploy(&cluster).unwrap_or_else(|error| panic!("{about}: {error}\n{cluster}"));
            }
            aks.deploy(&pools).unwrap_or_else(|error| panic!("{about}: {error}\n{pools}"));
            delete_gone(&mut aks, &today, &next);
            assert_as_planned(&aks, &next, None, &about);
            today = next;
        }
    }
}

// ---------------------------------------------------------------------------------------------- the modules

fn text(plan: &Plan, dialect: Dialect) -> String {
    render(plan, dialect, &Options::default()).text()
}

/// Sets the counts of autoscaled pools to the present ones, as the text says: the Bicep module always sends one.
fn with_present_counts(template: &mut Json, aks: &Aks) {
    let pools = aks.cluster.iter().flat_map(|cluster| &cluster.pools);
    let counts: Vec<(&String, &Json)> =
        pools.filter_map(|(name, pool)| Some((name, pool.get("count")?))).collect();
    let set = |name: &str, pool: &mut Object| {
        let is_auto = pool.get("enableAutoScaling") == Some(&Json::Bool(true));
        if let Some((_, count)) = counts.iter().find(|(known, _)| is_auto && *known == name) {
            pool.insert("count".to_owned(), (*count).clone());
        }
    };
    for resource in template["resources"].as_array_mut().unwrap() {
        let name = resource["name"].as_str().unwrap().to_owned();
        let properties = resource["properties"].as_object_mut().unwrap();
        for pool in properties.get_mut("agentPoolProfiles").and_then(Json::as_array_mut).into_iter().flatten()
        {
            let own = pool["name"].as_str().unwrap().to_owned();
            set(&own, pool.as_object_mut().unwrap());
        }
        if let Some((_, own)) = name.split_once('/') {
            set(own, properties);
        }
    }
}

/// Holds plans to what is deployed of them again and again, each round by a function of today's plan and the next one.
fn assert_deployed_again(
    adapt: impl Fn(&mut Plan),
    mut deploy: impl FnMut(&mut Aks, &Plan, &Plan) -> Result<(), String>,
) {
    for seed in 0..cases() {
        let random = &mut Random(seed);
        let mut today = plan(random);
        adapt(&mut today);
        let mut aks = Aks::default();
        deploy(&mut aks, &today, &today).unwrap_or_else(|error| panic!("{seed}: {error}"));
        assert_as_planned(&aks, &today, None, &format!("{seed}"));
        for round in 0..5 {
            let mut next = changed(random, &today);
            adapt(&mut next);
            if exchanges(&today, &next) {
                // The text for a cluster that exists leaves its version to a command.
                next.cluster.kubernetes_version.clone_from(&today.cluster.kubernetes_version);
            }
            aks.scale();
            deploy(&mut aks, &today, &next).unwrap_or_else(|error| panic!("{seed}, {round}: {error}"));
            assert_as_planned(&aks, &next, None, &format!("{seed}, {round}"));
            today = next;
        }
    }
}

/// States the number of nodes of each pool without an autoscaler: the module always sends one, so that a text for a
/// pool that exists is withheld where the plan is silent.
fn state_counts(plan: &mut Plan) {
    for pool in plan.pools.iter_mut().filter(|pool| !*pool.autoscaling) {
        pool.count = pool.count.or(Some(3));
    }
}

#[test]
fn the_verified_modules_of_bicep_can_be_deployed_again() {
    assert_deployed_again(state_counts, |aks, today, next| {
        // A change that would exchange the pool inside takes the form for a cluster that exists.
        let is_existing = aks.cluster.is_some() && exchanges(today, next);
        let text = if is_existing {
            text(&over(today, next), Dialect::BicepAvm)
        } else {
            text(next, Dialect::BicepAvm)
        };
        let mut template = compiled::bicep_avm(&text);
        with_present_counts(&mut template, aks);
        aks.deploy(&template.to_string()).map_err(|error| format!("{error}\n{text}"))?;
        delete_gone(aks, today, next);
        Ok(())
    });
}

#[test]
fn the_verified_modules_of_bicep_bring_a_cluster_that_exists_to_the_plan() {
    assert_deployed_again(state_counts, |aks, today, next| {
        let mut next = next.clone();
        next.cluster.kubernetes_version.clone_from(&today.cluster.kubernetes_version);
        if aks.cluster.is_none() {
            let template = compiled::bicep_avm(&text(&next, Dialect::BicepAvm));
            return aks.deploy(&template.to_string()).map(drop);
        }
        let text = text(&over(today, &next), Dialect::BicepAvm);
        assert!(!text.contains("managed-cluster:"), "the cluster is written: {text}");
        let mut template = compiled::bicep_avm(&text);
        with_present_counts(&mut template, aks);
        aks.deploy(&template.to_string()).map_err(|error| format!("{error}\n{text}"))?;
        delete_gone(aks, today, &next);
        Ok(())
    });
}

/// Applies a plan of the module in Terraform, which deletes what it manages and the file no longer has.
fn apply(aks: &mut Aks, managed: &mut BTreeSet<String>, text: &str) -> Result<(), String> {
    let plan = compiled::terraform_avm(text);
    let mut changes = plan["resource_changes"].as_array().unwrap().clone();
    let order = compiled::terraform_order(text);
    changes.sort_by_key(|change| {
        let address = change["address"].as_str().unwrap();
        order.iter().position(|module| address.starts_with(&format!("{module}.")))
    });
    let of = |end: &str| -> Vec<(String, Object)> {
        let is_it = |change: &&Json| change["address"].as_str().unwrap().ends_with(end);
        let named = |change: &Json| {
            let after = change["change"]["after"].as_object().unwrap();
            let properties = after["body"]["properties"].as_object().unwrap().clone();
            (after["name"].as_str().unwrap().to_owned(), properties)
        };
        changes.iter().filter(is_it).map(named).collect()
    };
    for (_, mut properties) in of(".azapi_resource.this") {
        // Once the cluster exists, changes of its pools and of its version are ignored.
        if aks.cluster.is_some() {
            properties.shift_remove("agentPoolProfiles");
            properties.shift_remove("kubernetesVersion");
        }
        aks.put_cluster(&properties)?;
    }
    for (_, properties) in of(".kubernetes_version[0]") {
        aks.put_cluster(&properties)?;
    }
    for (name, properties) in of(".default_agent_pool") {
        if !aks.cluster.as_ref().unwrap().pools.contains_key(&name) {
            return Err(format!("{name} doesn't exist, so it can't be updated"));
        }
        aks.put_pool(&name, &properties)?;
    }
    let mut pools = BTreeSet::new();
    for (name, properties) in of(".azapi_resource.this[0]") {
        aks.put_pool(&name, &properties)?;
        pools.insert(name);
    }
    for gone in managed.difference(&pools) {
        let is_there = aks.cluster.as_ref().unwrap().pools.contains_key(gone);
        if is_there && of(".default_agent_pool").iter().all(|(name, _)| name != gone) {
            aks.delete(gone)?;
        }
    }
    *managed = pools;
    Ok(())
}

#[test]
fn the_verified_modules_of_terraform_can_be_applied_again() {
    let first = |plan: &Plan| plan.first_pool().map(|place| plan.pools[place].name.clone());
    let (mut managed, mut is_existing) = (BTreeSet::new(), false);
    // The module gives its first pool the tags of the cluster, as a remark says.
    let without_tags = |plan: &mut Plan| {
        if let Some(place) = plan.first_pool() {
            plan.pools[place].tags = Stated::default();
        }
    };
    assert_deployed_again(without_tags, |aks, today, next| {
        let is_new = aks.cluster.is_none();
        // Another first pool takes the form for a cluster that exists, from then on: another file, which takes over the
        // pools.
        if is_new || !is_existing && first(today) != first(next) {
            managed.clear();
        }
        is_existing = !is_new && (is_existing || first(today) != first(next));
        let mut next = next.clone();
        if is_existing {
            next.cluster.kubernetes_version.clone_from(&today.cluster.kubernetes_version);
        }
        let text = text(&if is_existing { over(today, &next) } else { next.clone() }, Dialect::TerraformAvm);
        apply(aks, &mut managed, &text).map_err(|error| format!("{error}\n{text}"))?;
        // What Terraform didn't manage, by the command that the text has.
        for pool in today.pools.iter().filter(|pool| next.pool(&pool.name).is_none()) {
            if aks.cluster.as_ref().unwrap().pools.contains_key(&pool.name) {
                assert!(text.contains(&format!("--name '{}'", pool.name)), "{}: {text}", pool.name);
                aks.delete(&pool.name)?;
            }
        }
        Ok(())
    });
}

/// What is written is read back to the same plan.
#[test]
fn the_text_of_a_new_cluster_and_of_pools_is_read_back() {
    for seed in 0..cases() {
        let mut plan = plan(&mut Random(seed));
        for is_existing in [false, true] {
            plan.cluster.existing = is_existing;
            let text = arm(&plan, false);
            let read = codec::read(&text).unwrap_or_else(|error| panic!("{seed}: {error}")).plan;
            assert_eq!(read.cluster.name, plan.cluster.name, "{seed}");
            assert_eq!(read.pools.len(), plan.pools.len(), "{seed}: {text}");
            for pool in &plan.pools {
                let (_, found) = read.pool(&pool.name).unwrap();
                let left_out = |key: &str| key == "count" && *pool.autoscaling;
                for property in POOL_PROPERTIES.iter().filter(|property| !left_out(property.key)) {
                    if let Some(value) = property.get(pool) {
                        assert_eq!(
                            property.get(found),
                            Some(value),
                            "{seed}: {} of {}",
                            property.key,
                            pool.name
                        );
                    }
                }
            }
        }
    }
}

/// The form that was written before: all pools inside the cluster.
#[test]
fn all_pools_inside_the_cluster_are_refused_the_second_time() {
    let random = &mut Random(7);
    let (mut refused, mut tried) = (0, 0);
    for _ in 0..40 {
        let today = plan(random);
        let inside = |plan: &Plan| {
            let pools = plan.pools.iter().map(|pool| {
                let mut object = Object::new();
                for property in POOL_PROPERTIES {
                    let value = property.get(pool).filter(|value| !matches!(value, Value::Tree(_)));
                    if let Some(value) = value.filter(|_| !property.key.contains('.')) {
                        object.insert(property.key.to_owned(), value.to_json());
                    }
                }
                Json::Object(object)
            });
            Object::from_iter([("agentPoolProfiles".to_owned(), Json::Array(pools.collect()))])
        };
        let mut aks = Aks::default();
        aks.put_cluster(&inside(&today)).unwrap();
        let mut next = today.clone();
        next.pools.push(pool(random, &today.pools));
        tried += 1;
        refused += usize::from(aks.put_cluster(&inside(&next)).unwrap_err().starts_with("A new agent pool"));
    }
    assert_eq!(refused, tried);
}
