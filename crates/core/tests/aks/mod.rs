//! A fake of the rules by which AKS accepts templates, as a small state machine. Each rule names its public source:
//!
//! 1. A cluster that exists takes no new pool through its own resource (Azure/bicep 9644, Azure/AKS 4383).
//! 2. A new cluster needs a System pool inside (Azure/AKS 2495).
//! 3. A pool that the resource of the cluster leaves out stays (pulumi-azure-native 579).
//! 4. With pools beside it, the resource of the cluster names no version of a pool (Azure/AKS 4765).
//! 5. The version of the cluster is the control plane's; pools follow by their own (Azure/AKS 2905, 3087).
//! 6. Two operations on a cluster at once are refused (cilium 25944).
//! 7. Of an autoscaled pool, a count other than the present one is refused (terraform-provider-azurerm 4543).
//! 8. A deployment deletes nothing; a deployment stack deletes what it no longer has (Azure/ARO-HCP 6447).
//!
//! In addition, a change of an immutable property is refused, and the last System pool can't be deleted.

use std::collections::{BTreeMap, BTreeSet};

use poolwright::operations::matrix::{How, MATRIX};
use poolwright::to_json::{Json, Object, compact};

const CLUSTER: &str = "Microsoft.ContainerService/managedClusters";
const INTRODUCED: &str = "A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed cluster operations. For agent pool specific change, please use per agent pool operations";

/// A resource group that can hold one cluster.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aks {
    pub(crate) cluster: Option<Cluster>,
    /// The pools that the stack manages.
    managed: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Cluster {
    pub(crate) version: Option<String>,
    pub(crate) pools: BTreeMap<String, Object>,
}

/// A resource of a template, with its expressions evaluated.
struct Resource {
    id: String,
    kind: String,
    name: String,
    properties: Object,
    waits: Vec<String>,
}

impl Aks {
    /// Deploys an ARM template as `az deployment group create` does.
    pub(crate) fn deploy(&mut self, text: &str) -> Result<BTreeSet<String>, String> {
        let resources = resources(text);
        one_at_a_time(&resources)?;
        let mut pools = BTreeSet::new();
        for resource in resources {
            if resource.kind == CLUSTER {
                self.put_cluster(&resource.properties)?;
            } else {
                let pool = resource.name.split_once('/').unwrap().1;
                self.put_pool(pool, &resource.properties)?;
                pools.insert(pool.to_owned());
            }
        }
        Ok(pools)
    }

    /// Deploys it as a stack that deletes resources which are no longer in the template.
    pub(crate) fn deploy_stack(&mut self, text: &str) -> Result<(), String> {
        let pools = self.deploy(text)?;
        let gone: Vec<String> = self.managed.difference(&pools).cloned().collect();
        assert!(gone.len() <= 1, "several pools at once: {gone:?}");
        gone.iter().try_for_each(|pool| self.delete(pool))?;
        self.managed = pools;
        Ok(())
    }

    pub(crate) fn put_cluster(&mut self, properties: &Object) -> Result<(), String> {
        let inside = properties.get("agentPoolProfiles").and_then(Json::as_array).into_iter().flatten();
        let inside: Vec<&Object> = inside.map(|pool| pool.as_object().unwrap()).collect();
        let name = |pool: &Object| pool["name"].as_str().unwrap().to_owned();
        match &self.cluster {
            None if !inside.iter().any(|pool| is_system(pool)) => {
                return Err("a cluster needs a System pool".to_owned());
            }
            None => self.cluster = Some(Cluster::default()),
            Some(cluster) => {
                if inside.iter().any(|pool| !cluster.pools.contains_key(&name(pool))) {
                    return Err(INTRODUCED.to_owned());
                }
                let has_version = inside.iter().any(|pool| pool.contains_key("orchestratorVersion"));
                if has_version && inside.len() < cluster.pools.len() {
                    return Err("NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged".to_owned());
                }
            }
        }
        let cluster = self.cluster.as_mut().unwrap();
        if let Some(version) = properties.get("kubernetesVersion") {
            cluster.version = version.as_str().map(str::to_owned);
        }
        inside.iter().try_for_each(|pool| {
            let mut properties = (*pool).clone();
            properties.shift_remove("name");
            self.lay(&name(pool), &properties)
        })?;
        self.has_system()
    }

    pub(crate) fn put_pool(&mut self, name: &str, properties: &Object) -> Result<(), String> {
        self.lay(name, properties)?;
        self.has_system()
    }

    /// Creates a pool, or lays properties over those of one that exists.
    fn lay(&mut self, name: &str, properties: &Object) -> Result<(), String> {
        let cluster = self.cluster.as_mut().ok_or("the cluster doesn't exist")?;
        let number = |pool: &Object, key: &str| pool.get(key).and_then(Json::as_i64);
        let is_auto = |pool: &Object| pool.get("enableAutoScaling") == Some(&Json::Bool(true));
        let mut pool = cluster.pools.get(name).cloned().unwrap_or_default();
        let exists = !pool.is_empty();
        for (key, how, _) in MATRIX.iter().filter(|_| exists) {
            let Some(value) = at(properties, key) else { continue };
            if matches!(how, How::NewPool | How::PreviewOnly) && at(&pool, key) != Some(value) {
                return Err(format!("PropertyChangeNotAllowed: {key} of {name} to {}", compact(value)));
            }
        }
        let stays_auto = exists && is_auto(&pool);
        let present = number(&pool, "count");
        for (key, value) in properties {
            merge(&mut pool, key, value);
        }
        if stays_auto
            && is_auto(&pool)
            && number(properties, "count").is_some_and(|count| Some(count) != present)
        {
            return Err(format!("the autoscaler sets the count of {name}"));
        }
        if !exists && !pool.contains_key("count") {
            let first = number(&pool, "minCount").filter(|_| is_auto(&pool)).unwrap_or(3);
            pool.insert("count".to_owned(), first.into());
        }
        if !exists && !pool.contains_key("orchestratorVersion") {
            pool.insert(
                "orchestratorVersion".to_owned(),
                cluster.version.clone().map_or(Json::Null, Json::String),
            );
        }
        let version = |version: &Json| version.as_str().map(|text| text[2..].parse::<u32>().unwrap());
        if let (Some(own), Some(theirs)) = (version(&pool["orchestratorVersion"]), &cluster.version)
            && own > theirs[2..].parse().unwrap()
        {
            return Err(format!("{name} is newer than the control plane"));
        }
        cluster.pools.insert(name.to_owned(), pool);
        Ok(())
    }

    pub(crate) fn delete(&mut self, name: &str) -> Result<(), String> {
        let cluster = self.cluster.as_mut().ok_or("the cluster doesn't exist")?;
        cluster.pools.remove(name).ok_or_else(|| format!("no pool is named {name}"))?;
        self.managed.remove(name);
        self.has_system()
    }

    fn has_system(&self) -> Result<(), String> {
        let has = self.cluster.as_ref().unwrap().pools.values().any(is_system);
        if has { Ok(()) } else { Err("the last System pool can't go".to_owned()) }
    }

    /// The autoscaler moves between two deployments.
    pub(crate) fn scale(&mut self) {
        for pool in self.cluster.iter_mut().flat_map(|cluster| cluster.pools.values_mut()) {
            if pool.get("enableAutoScaling") == Some(&Json::Bool(true)) {
                let most = pool["maxCount"].clone();
                pool.insert("count".to_owned(), most);
            }
        }
    }
}

fn is_system(pool: &Object) -> bool {
    pool.get("mode") == Some(&Json::from("System"))
}

/// What is at a dotted path.
pub(crate) fn at<'a>(pool: &'a Object, path: &str) -> Option<&'a Json> {
    match path.split_once('.') {
        None => pool.get(path),
        Some((head, rest)) => at(pool.get(head)?.as_object()?, rest),
    }
}

/// Lays a value over another: an object key by key, where no key of it is one of the user's.
fn merge(pool: &mut Object, key: &str, value: &Json) {
    match (pool.get_mut(key), value) {
        (Some(Json::Object(inner)), Json::Object(more)) if !["nodeLabels", "tags"].contains(&key) => {
            more.iter().for_each(|(key, value)| merge(inner, key, value));
        }
        _ => drop(pool.insert(key.to_owned(), value.clone())),
    }
}

/// Resources that do not wait for each other are put at once.
fn one_at_a_time(resources: &[Resource]) -> Result<(), String> {
    let waits = |from: &Resource, to: &Resource| {
        let (mut open, mut seen) = (vec![from], BTreeSet::new());
        while let Some(one) = open.pop() {
            if one.id == to.id {
                return true;
            }
            if seen.insert(&one.id) {
                open.extend(resources.iter().filter(|other| one.waits.contains(&other.id)));
            }
        }
        false
    };
    for (place, one) in resources.iter().enumerate() {
        for other in &resources[place + 1..] {
            assert!(!waits(one, other), "{} waits for a later resource", one.name);
            if !waits(other, one) {
                return Err(format!("OperationNotAllowed: {} and {} at once", one.name, other.name));
            }
        }
    }
    Ok(())
}

fn resources(text: &str) -> Vec<Resource> {
    let template = serde_json::from_str::<Json>(text).unwrap();
    let template = template.as_object().unwrap();
    let parameters = template["parameters"].as_object().unwrap();
    let given = parameters.iter().filter_map(|(name, one)| {
        let default = one.as_object().unwrap().get("defaultValue").and_then(Json::as_str).unwrap_or("secret");
        (name != "location").then(|| (name.clone(), default.to_owned()))
    });
    let given: BTreeMap<String, String> = given.collect();
    let read = |resource: &Json| {
        let Json::Object(resource) = evaluate(resource, &given) else { panic!() };
        let text = |key: &str| resource[key].as_str().unwrap().to_owned();
        let waits = resource.get("dependsOn").and_then(Json::as_array).into_iter().flatten();
        let (kind, name) = (text("type"), text("name"));
        Resource {
            id: format!("{kind}/{name}"),
            kind,
            name,
            properties: resource["properties"].as_object().unwrap().clone(),
            waits: waits.map(|id| id.as_str().unwrap().to_owned()).collect(),
        }
    };
    template["resources"].as_array().unwrap().iter().map(read).collect()
}

/// Evaluates the few functions that our templates use.
fn evaluate(value: &Json, given: &BTreeMap<String, String>) -> Json {
    match value {
        Json::String(text) => Json::String(expression(text, given)),
        Json::Array(list) => list.iter().map(|item| evaluate(item, given)).collect(),
        Json::Object(object) => {
            object.iter().map(|(key, value)| (expression(key, given), evaluate(value, given))).collect()
        }
        other => other.clone(),
    }
}

fn expression(text: &str, given: &BTreeMap<String, String>) -> String {
    let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return text.to_owned();
    };
    if inner.starts_with('[') {
        return text[1..].to_owned();
    }
    let words: Vec<String> = inner
        .split('\'')
        .map(|part| part.trim_matches(|letter: char| "(), ".contains(letter)).to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["parameters", "location"] | ["resourceGroup().location"] => "westeurope".to_owned(),
        ["parameters", name] => given[*name].clone(),
        ["format", "{0}/{1}", "parameters", name, child] => format!("{}/{child}", given[*name]),
        ["resourceId", kind, "parameters", name] => format!("{kind}/{}", given[*name]),
        ["resourceId", kind, "parameters", name, child] => format!("{kind}/{}/{child}", given[*name]),
        _ => panic!("{text}: {words:?}"),
    }
}

// ---------------------------------------------------------------------------------------------- its own tests

fn object(text: &str) -> Object {
    serde_json::from_str::<Json>(text).unwrap().as_object().unwrap().clone()
}

fn running() -> Aks {
    let mut aks = Aks::default();
    let cluster = r#"{"kubernetesVersion": "1.33", "agentPoolProfiles": [{"name": "sys", "mode": "System", "count": 3, "vmSize": "a"}]}"#;
    aks.put_cluster(&object(cluster)).unwrap();
    aks.put_pool(
        "apps",
        &object(r#"{"mode": "User", "enableAutoScaling": true, "minCount": 1, "maxCount": 5}"#),
    )
    .unwrap();
    aks
}

#[test]
fn a_cluster_takes_no_new_pool_and_loses_none() {
    let mut aks = running();
    let with = |pools: &str| object(&format!(r#"{{"agentPoolProfiles": [{pools}]}}"#));
    let sys = r#"{"name": "sys", "mode": "System"}"#;
    assert_eq!(aks.put_cluster(&with(&format!("{sys}, {{\"name\": \"b\"}}"))), Err(INTRODUCED.to_owned()));
    aks.put_cluster(&with(sys)).unwrap();
    assert_eq!(aks.cluster.as_ref().unwrap().pools.len(), 2);
    let version = r#"{"name": "sys", "mode": "System", "orchestratorVersion": "1.33"}"#;
    assert!(aks.put_cluster(&with(version)).unwrap_err().contains("NotAllAgentPool"));
    let user = with(r#"{"name": "x", "mode": "User"}"#);
    assert!(Aks::default().put_cluster(&user).unwrap_err().contains("needs a System pool"));
}

#[test]
fn a_version_of_the_cluster_is_not_that_of_its_pools() {
    let mut aks = running();
    let upgrade =
        r#"{"kubernetesVersion": "1.34", "agentPoolProfiles": [{"name": "sys", "mode": "System"}]}"#;
    assert!(aks.put_pool("apps", &object(r#"{"orchestratorVersion": "1.34"}"#)).is_err());
    aks.put_cluster(&object(upgrade)).unwrap();
    assert_eq!(aks.cluster.as_ref().unwrap().pools["sys"]["orchestratorVersion"], "1.33");
    aks.put_pool("apps", &object(r#"{"orchestratorVersion": "1.34"}"#)).unwrap();
}

#[test]
fn pools_are_changed_in_place_only() {
    let mut aks = running();
    assert!(aks.put_pool("sys", &object(r#"{"vmSize": "b"}"#)).unwrap_err().contains("PropertyChange"));
    aks.scale();
    assert!(aks.put_pool("apps", &object(r#"{"count": 1}"#)).unwrap_err().contains("autoscaler"));
    aks.put_pool("apps", &object(r#"{"count": 5, "nodeLabels": {"a": "b"}}"#)).unwrap();
    assert!(aks.put_pool("sys", &object(r#"{"mode": "User"}"#)).unwrap_err().contains("last System"));
    assert!(running().delete("sys").unwrap_err().contains("last System"));
    running().delete("apps").unwrap();
}
