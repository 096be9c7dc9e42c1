//! Import: what az, Azure PowerShell and ARM print, read into a plan.
//!
//! The shapes differ in three ways only: the case of keys (the CLI writes `osDiskSizeGb`, PowerShell
//! `OsDiskSizeGB`), whether ARM's `properties` is nested or flat, and whether a list is bare or in `value`.

use super::note::{Notes, below, shown};
use super::read::{Document, ReadError, Source, Spelling, read_properties};
use crate::json::{Json, Object};
use crate::plan::{CLUSTER_PROPERTIES, Cluster, NodePool, POOL_PROPERTIES, Plan};
use crate::text::{capital, holds};

/// What a live pool has and a plan does not: identity, state, and facts that follow from other properties.
const POOL_FACTS: &[&str] = &[
    "id",
    "type",
    "typePropertiesType",
    "resourceGroup",
    "provisioningState",
    "powerState",
    "currentOrchestratorVersion",
    "nodeImageVersion",
    "eTag",
    "status",
    "virtualMachineNodesStatus",
    "nodeInitializationTaints",
    "enableCustomCaTrust",
    "systemData",
    "resourceGroupName",
    "agentPoolType",
];

/// The same of a cluster.
const CLUSTER_FACTS: &[&str] = &[
    "id",
    "type",
    "agentPoolProfiles",
    "resourceGroup",
    "provisioningState",
    "powerState",
    "currentKubernetesVersion",
    "fqdn",
    "fqdnSubdomain",
    "azurePortalFqdn",
    "privateFqdn",
    "maxAgentPools",
    "eTag",
    "systemData",
    "resourceUid",
    "status",
    "properties",
    "identity",
    "identityProfile",
    "kind",
    "sku",
    "managedBy",
    "zones",
    "apiVersion",
    "dependsOn",
    "resources",
    "resourceGroupName",
    "extendedLocation",
];

/// Reads a tree that is not a plan file.
pub(super) fn read(tree: &Json) -> Result<Document, ReadError> {
    let mut notes = Notes::default();
    let (plan, source) = match tree {
        Json::List(items) => list(items, "$", &mut notes)?,
        Json::Object(object) => document(object, &mut notes)?,
        other => return Err(not_a_plan(other)),
    };
    Ok(Document { plan, source, notes: notes.list })
}

fn not_a_plan(found: &Json) -> ReadError {
    ReadError::NotAPlan { found: capital(found.kind()) }
}

fn document(object: &Object, notes: &mut Notes) -> Result<(Plan, Source), ReadError> {
    if let Some(Json::List(items)) = object.get("value") {
        return list(items, "$.value", notes);
    }
    if let Some(Json::List(resources)) = object.get("resources") {
        return template(object, resources, notes);
    }
    if is_cluster(object) {
        return Ok((cluster(object, "$", notes), Source::Cluster));
    }
    if is_pool(object) {
        let mut plan = Plan::default();
        plan.cluster = owner(object);
        // The other pools of the cluster are not known.
        plan.cluster.existing = true;
        plan.pools.push(pool(object, "$", notes));
        return Ok((plan, Source::NodePool));
    }
    let keys: Vec<_> = object.0.iter().take(3).map(|(key, _)| shown(key)).collect();
    let found = if keys.is_empty() {
        "An empty object".to_owned()
    } else {
        format!("An object with {}", keys.join(", "))
    };
    Err(ReadError::NotAPlan { found })
}

fn list(items: &[Json], path: &str, notes: &mut Notes) -> Result<(Plan, Source), ReadError> {
    if items.is_empty() {
        return Err(ReadError::NotAPlan { found: "An empty list".to_owned() });
    }
    if let Some((index, first)) = items
        .iter()
        .enumerate()
        .find_map(|(i, item)| Some((i, item.as_object()?)))
        .filter(|(_, item)| is_cluster(item))
    {
        for other in 0..items.len() {
            if other != index {
                notes.add(
                    &format!("{path}[{other}]"),
                    "A plan holds one cluster; only the first of the list was read.",
                );
            }
        }
        return Ok((cluster(first, &format!("{path}[{index}]"), notes), Source::Cluster));
    }
    let mut plan = Plan::default();
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        match item {
            Json::Object(object) if is_pool(object) => {
                if plan.pools.is_empty() {
                    plan.cluster = owner(object);
                }
                plan.pools.push(pool(object, &path, notes));
            }
            other => notes.add(&path, format!("{} is no node pool; left out.", capital(other.kind()))),
        }
    }
    if plan.pools.is_empty() {
        return Err(ReadError::NotAPlan { found: "A list without node pools".to_owned() });
    }
    system_first(&mut plan, notes);
    Ok((plan, Source::NodePools))
}

/// ARM nests what the CLI and PowerShell have flat.
fn flat(object: &Object) -> Object {
    let mut entries = object.0.clone();
    entries.retain(|(key, _)| !key.eq_ignore_ascii_case("properties"));
    if let Some(Json::Object(inner)) = object.get("properties") {
        // What `properties` says of the resource wins over the resource's own `type`.
        entries.retain(|(key, _)| inner.get(key).is_none());
        entries.extend(inner.0.iter().cloned());
    }
    Object(entries)
}

fn is_cluster(object: &Object) -> bool {
    matches!(flat(object).get("agentPoolProfiles"), Some(Json::List(_)))
}

fn is_pool(object: &Object) -> bool {
    let flat = flat(object);
    ["vmSize", "orchestratorVersion", "osType", "mode", "virtualMachinesProfile"]
        .iter()
        .any(|key| flat.get(key).is_some())
}

fn cluster(object: &Object, path: &str, notes: &mut Notes) -> Plan {
    let nested = object.get("properties").is_some();
    let object = flat(object);
    let mut plan = Plan::default();
    let mut own = object.clone();
    let network_only = |key: &str, inner: &Object| -> Object {
        inner
            .0
            .iter()
            .filter(|(name, _)| {
                CLUSTER_PROPERTIES.iter().any(|property| {
                    property.key.split_once('.').is_some_and(|(head, rest)| {
                        head.eq_ignore_ascii_case(key) && rest.eq_ignore_ascii_case(name)
                    })
                })
            })
            .cloned()
            .collect()
    };
    let mut left = Vec::new();
    own.0.retain(|(key, value)| {
        let known = CLUSTER_PROPERTIES.iter().any(|property| {
            property.key.split('.').next().is_some_and(|head| head.eq_ignore_ascii_case(key))
        });
        let fact = CLUSTER_FACTS.iter().any(|fact| fact.eq_ignore_ascii_case(key));
        if !known && !fact && *value != Json::Null {
            left.push(key.clone());
        }
        known
    });
    for (key, value) in &mut own.0 {
        if let Json::Object(inner) = value
            && !key.eq_ignore_ascii_case("tags")
        {
            let kept = network_only(key, inner);
            left.extend(
                inner
                    .0
                    .iter()
                    .filter(|(name, value)| *value != Json::Null && kept.get(name).is_none())
                    .map(|(name, _)| format!("{key}.{name}")),
            );
            *inner = kept;
        }
    }
    let inner = if nested { below(path, "properties") } else { path.to_owned() };
    plan.cluster = read_properties(&own, CLUSTER_PROPERTIES, Spelling::AnyCase, &inner, notes);
    if let Some(Json::Object(sku)) = object.get("sku")
        && let Some(tier) = sku.text("tier")
    {
        // Before 2023 the tiers were called Paid and Basic.
        let tier = match tier {
            "Paid" => "Standard",
            other => other,
        };
        plan.cluster.tier = Some(crate::plan::Word::from_text(tier));
    }
    name_and_group(&object, "managedClusters", &mut plan.cluster);
    if !left.is_empty() {
        notes.add(
            path,
            format!("A plan holds the node pools and what they stand on; not read: {}.", left.join(", ")),
        );
    }
    let profiles = below(&inner, "agentPoolProfiles");
    for (index, item) in
        object.get("agentPoolProfiles").and_then(Json::as_list).unwrap_or_default().iter().enumerate()
    {
        let path = format!("{profiles}[{index}]");
        match item {
            Json::Object(item) => plan.pools.push(pool(item, &path, notes)),
            other => notes.add(&path, format!("{} is no node pool; left out.", capital(other.kind()))),
        }
    }
    system_first(&mut plan, notes);
    plan
}

/// The tools list pools by name. A cluster is created with a System pool, so that one comes first in a plan.
fn system_first(plan: &mut Plan, notes: &mut Notes) {
    let Some(first) = plan.first_pool().filter(|first| *first > 0) else { return };
    let pool = plan.pools.remove(first);
    notes.add(
        "$",
        format!("The pool {} was put first: a cluster is created with a System pool.", shown(&pool.name)),
    );
    plan.pools.insert(0, pool);
}

/// The cluster that a pool says it belongs to.
fn owner(pool: &Object) -> Cluster {
    let mut cluster = Cluster::default();
    if let Some(group) = pool.text("resourceGroup").or_else(|| pool.text("resourceGroupName")) {
        group.clone_into(&mut cluster.resource_group);
    }
    from_id(pool, "managedClusters", &mut cluster);
    cluster
}

fn name_and_group(object: &Object, kind: &str, cluster: &mut Cluster) {
    if let Some(group) = object.text("resourceGroup").or_else(|| object.text("resourceGroupName")) {
        group.clone_into(&mut cluster.resource_group);
    }
    from_id(object, kind, cluster);
}

/// Fills name and resource group out of a resource id, where they are not known otherwise.
fn from_id(object: &Object, kind: &str, cluster: &mut Cluster) {
    let Some(id) = object.text("id") else { return };
    let parts: Vec<&str> = id.split('/').collect();
    let after = |word: &str| {
        parts
            .iter()
            .zip(parts.iter().skip(1))
            .find(|(part, _)| part.eq_ignore_ascii_case(word))
            .map(|(_, next)| (*next).to_owned())
    };
    if cluster.resource_group.is_empty()
        && let Some(group) = after("resourceGroups")
    {
        cluster.resource_group = group;
    }
    if cluster.name.is_empty()
        && let Some(name) = after(kind)
    {
        cluster.name = name;
    }
}

fn pool(object: &Object, path: &str, notes: &mut Notes) -> NodePool {
    let nested = object.get("properties").is_some();
    let path = if nested { below(path, "properties") } else { path.to_owned() };
    let mut flat = flat(object);
    let kind = flat.text("typePropertiesType").or_else(|| flat.text("agentPoolType")).map(str::to_owned);
    let kind = kind.or_else(|| flat.text("type").filter(|kind| !holds(kind, "/")).map(str::to_owned));
    if let Some(Json::Object(profile)) = flat.get("virtualMachinesProfile") {
        let words = "A pool of kind VirtualMachines: its sizes and counts per size are not part of a plan yet; left out:";
        notes.add(
            &below(&path, "virtualMachinesProfile"),
            format!("{words} {}.", Json::Object(profile.clone()).compact()),
        );
    }
    flat.0.retain(|(key, value)| {
        let fact = POOL_FACTS.iter().any(|fact| fact.eq_ignore_ascii_case(key))
            || key.eq_ignore_ascii_case("virtualMachinesProfile");
        let empty = match value {
            Json::Text(text) => text.is_empty(),
            Json::Object(inner) => inner.0.iter().all(|(_, value)| *value == Json::Null),
            _ => false,
        };
        !fact && !empty
    });
    if let Some(kind) = kind {
        flat.push("type", kind);
    }
    // ARM's child resources are named cluster/pool.
    for (key, value) in &mut flat.0 {
        if key.eq_ignore_ascii_case("name")
            && let Json::Text(name) = value
            && let Some((_, pool)) = name.rsplit_once('/')
        {
            *name = pool.to_owned();
        }
    }
    let mut pool: NodePool = read_properties(&flat, POOL_PROPERTIES, Spelling::AnyCase, &path, notes);
    drop_own_marks(&mut pool, &path, notes);
    if !pool.autoscaling && (pool.min_count.is_some() || pool.max_count.is_some()) {
        notes.add(&path, "The autoscaler is off, but minCount or maxCount is set; kept as it is.");
    }
    pool
}

/// AKS marks Spot pools itself and refuses to be told so.
fn drop_own_marks(pool: &mut NodePool, path: &str, notes: &mut Notes) {
    const LABEL: &str = "kubernetes.azure.com/scalesetpriority";
    const TAINT: &str = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";
    if !pool.is_spot() {
        return;
    }
    let before = (pool.labels.len(), pool.taints.len());
    pool.labels.remove(LABEL);
    pool.taints.retain(|taint| taint != TAINT);
    if before != (pool.labels.len(), pool.taints.len()) {
        notes.add(
            path,
            format!("AKS puts the label and the taint {LABEL} on Spot pools by itself; left out."),
        );
    }
}

/// An ARM template: the first cluster in it, and the pools that stand beside it as child resources.
fn template(object: &Object, resources: &[Json], notes: &mut Notes) -> Result<(Plan, Source), ReadError> {
    let scope = Scope { parameters: object.get("parameters"), variables: object.get("variables") };
    let mut found: Option<Plan> = None;
    let mut children: Vec<(String, Object)> = Vec::new();
    let mut queue: Vec<(String, &Json)> =
        resources.iter().enumerate().map(|(i, item)| (format!("$.resources[{i}]"), item)).collect();
    queue.reverse();
    while let Some((path, item)) = queue.pop() {
        let Some(resource) = item.as_object() else { continue };
        let kind = resource.text("type").unwrap_or_default().to_ascii_lowercase();
        if let Some(Json::List(inner)) = resource.get("resources") {
            queue.extend(
                inner.iter().enumerate().rev().map(|(i, item)| (format!("{path}.resources[{i}]"), item)),
            );
        }
        if kind == "microsoft.containerservice/managedclusters" && found.is_none() {
            let resolved = scope.resolve(&Json::Object(resource.clone()), &path, notes);
            if let Json::Object(resolved) = resolved {
                found = Some(cluster(&resolved, &path, notes));
            }
        } else if kind.ends_with("agentpools") {
            if let Json::Object(resolved) = scope.resolve(&Json::Object(resource.clone()), &path, notes) {
                children.push((path, resolved));
            }
        } else if !kind.is_empty() {
            notes.add(&path, format!("A resource of type {} is not part of a plan; left out.", shown(&kind)));
        }
    }
    let whole = found.is_some();
    let mut plan = found.unwrap_or_default();
    for (path, child) in children {
        if !whole && let Some((cluster, _)) = child.text("name").and_then(|name| name.split_once('/')) {
            cluster.clone_into(&mut plan.cluster.name);
        }
        let pool = pool(&without(&child, &["apiVersion", "dependsOn", "location"]), &path, notes);
        plan.pools.push(pool);
    }
    if plan.pools.is_empty() && !whole {
        return Err(ReadError::NotAPlan {
            found: "A template without an AKS cluster or node pool".to_owned(),
        });
    }
    plan.cluster.existing = !whole;
    Ok((plan, Source::Template))
}

fn without(object: &Object, keys: &[&str]) -> Object {
    object
        .0
        .iter()
        .filter(|(key, _)| !keys.iter().any(|other| other.eq_ignore_ascii_case(key)))
        .cloned()
        .collect()
}

/// What a template's expressions may refer to.
struct Scope<'a> {
    parameters: Option<&'a Json>,
    variables: Option<&'a Json>,
}

impl Scope<'_> {
    /// The tree with `[parameters('x')]` and `[variables('x')]` replaced by what the template says of them. Any
    /// other expression is noted and left out: a value is never guessed.
    fn resolve(&self, tree: &Json, path: &str, notes: &mut Notes) -> Json {
        match tree {
            Json::Text(text) => self.text(text, path, notes),
            Json::List(items) => {
                let items = items.iter().enumerate();
                Json::List(
                    items.map(|(i, item)| self.resolve(item, &format!("{path}[{i}]"), notes)).collect(),
                )
            }
            Json::Object(object) => {
                let skip = |key: &str| ["dependsOn", "resources"].contains(&key);
                let entries = object.0.iter().filter(|(key, _)| !skip(key));
                Json::Object(
                    entries
                        .map(|(key, value)| (key.clone(), self.resolve(value, &below(path, key), notes)))
                        .collect(),
                )
            }
            other => other.clone(),
        }
    }

    fn text(&self, text: &str, path: &str, notes: &mut Notes) -> Json {
        if !(text.starts_with('[') && text.ends_with(']')) {
            return Json::Text(text.to_owned());
        }
        if let Some(escaped) = text.strip_prefix("[[") {
            return Json::Text(format!("[{escaped}"));
        }
        let expression = text.trim_start_matches('[').trim_end_matches(']').trim();
        let argument = |function: &str| {
            let rest =
                expression.strip_prefix(function)?.trim().strip_prefix('(')?.trim().strip_suffix(')')?;
            rest.trim().strip_prefix('\'')?.strip_suffix('\'')
        };
        let parameter = argument("parameters").and_then(|name| {
            self.parameters?.as_object()?.get(name)?.as_object()?.get("defaultValue").cloned()
        });
        let variable =
            || argument("variables").and_then(|name| self.variables?.as_object()?.get(name).cloned());
        match parameter.or_else(variable) {
            Some(Json::Text(inner)) if inner.starts_with('[') => {
                notes.add(path, format!("The expression {} is not evaluated; left out.", shown(text)));
                Json::Null
            }
            Some(value) => value,
            None => {
                notes.add(path, format!("The expression {} is not evaluated; left out.", shown(text)));
                Json::Null
            }
        }
    }
}
