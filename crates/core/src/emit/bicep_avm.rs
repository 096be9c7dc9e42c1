//! Bicep with Azure Verified Modules.
//!
//! A new cluster is one module with its pools as parameters; the pools of a cluster that exists are modules in a row.
//! The modules' defaults are not AKS's. Where the plan does not set what a module would set differently, AKS's value is
//! written out, or a gap says what the module does.

use super::bicep::{close, declare, dependency, key, members, needs, value};
use super::modules::{
    AVM_API, BICEP_ALWAYS, BICEP_CLUSTER, BICEP_IMAGES, BICEP_OF_CLUSTER, BICEP_OF_POOL, BICEP_POOL,
    NOT_IN_AVM_API,
};
use super::resources::{LOCATION, NAME, Resource, Resources, value_of};
use super::snippet::{Gap, Snippet, SpanKind};
use super::template::Template;
use super::values::gap;
use super::{Heading, header};
use crate::operations::Change;
use crate::plan::{NetworkDataplane, NodePool, POOL_PROPERTIES, Plan, Sku, UNKNOWN_PROPERTIES, api_property};
use crate::quote::Code;
use crate::quote::bicep::{quote, symbol};
use crate::quote::comment::Language;
use crate::to_json::{Json, Object, ObjectExt};

/// The name of the managed resource group as AKS makes it up; the module would make up another.
const NODE_RESOURCE_GROUP: &str = "take('MC_${resourceGroup().name}_${clusterName}_${location}', 80)";

/// How a pool is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of the cluster.
    Primary,
    /// Beside it, in the cluster's module.
    Listed,
    /// A module of its own.
    Own,
}

/// The modules of a Bicep file while it is written.
pub(super) struct BicepAvm<'a> {
    plan: &'a Plan,
    /// What ARM would say, from which parameters are made.
    arm: Resources<'a>,
    cluster: Option<Object>,
    /// Pools that are modules of their own.
    pools: Vec<(String, Object)>,
    /// Whether a pool that exists can't be written without scaling it.
    is_withheld: bool,
    /// What the module sends of pools that exist although the plan is silent about it.
    sent: Vec<&'static str>,
    gaps: Vec<Gap>,
}

impl<'a> BicepAvm<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let mut arm = Resources::new(plan);
        arm.notes_count = false;
        arm.api = AVM_API;
        Self {
            plan,
            arm,
            cluster: None,
            pools: Vec::new(),
            is_withheld: false,
            sent: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Returns the resources that ARM would have, and the gaps that they have there.
    fn resources(&mut self) -> Vec<Resource> {
        self.gaps.append(&mut self.arm.gaps);
        std::mem::take(&mut self.arm.list)
    }

    /// Returns the parameters of the cluster's module but for its pools.
    fn of_cluster(&mut self, body: &Object) -> Object {
        let cluster = &self.plan.cluster;
        let mut parameters = Object::new();
        parameters.push("name", value_of(NAME));
        parameters.push("location", value_of(LOCATION));
        let mut sku = body.get("sku").and_then(Json::as_object).cloned().unwrap_or_default();
        if let Some(name) = sku.shift_remove("name").filter(|_| cluster.sku.is_some()) {
            parameters.push("skuName", name);
        }
        // AKS's default is the Free tier, but for an Automatic cluster; the module's is Standard.
        match sku.shift_remove("tier") {
            Some(tier) => parameters.push("skuTier", tier),
            None if cluster.sku != Some(Sku::Automatic) => parameters.push("skuTier", "Free"),
            None => {}
        }
        parameters.set_path("managedIdentities.systemAssigned", true.into());
        let mut properties = body.get("properties").and_then(Json::as_object).cloned().unwrap_or_default();
        properties.shift_remove("agentPoolProfiles");
        for (path, name) in BICEP_OF_CLUSTER {
            if let Some(value) = take(&mut properties, path) {
                parameters.push(name, value);
            }
        }
        for (name, default) in [
            ("disableLocalAccounts", Json::Bool(false)),
            ("publicNetworkAccess", Json::from("Enabled")),
            ("azurePolicyEnabled", Json::Bool(false)),
            ("enableStorageProfileDiskCSIDriver", Json::Bool(true)),
            ("enableStorageProfileFileCSIDriver", Json::Bool(true)),
            ("enableStorageProfileSnapshotController", Json::Bool(true)),
        ] {
            parameters.push(name, default);
        }
        if !parameters.contains_key("autoUpgradeProfile") {
            parameters.set_path("autoUpgradeProfile.upgradeChannel", "none".into());
        }
        if let Some(tags) = body.get("tags") {
            parameters.push("tags", tags.clone());
        }
        if cluster.network_dataplane == Some(NetworkDataplane::Cilium) {
            for (name, always) in [("networkPluginMode", "overlay"), ("networkPolicy", "cilium")] {
                if parameters.get(name) != Some(&Json::from(always)) {
                    let field = if name == "networkPolicy" {
                        "networkProfile.networkPolicy"
                    } else {
                        "networkProfile.networkPluginMode"
                    };
                    let why = format!(
                        "is always {always} beside networkDataplane cilium in the module; use Bicep or ARM for another"
                    );
                    self.gaps.push(gap(None, field, &why));
                    parameters.shift_remove(name);
                }
            }
        }
        if *cluster.fips {
            self.gaps.push(gap(None, "enableFIPS", "has no parameter in the module; use Bicep or ARM"));
        }
        let pools = "The module creates its pools at once and gives those without an orchestratorVersion the cluster\u{2019}s; if AKS refuses one because another operation runs, deploy again.";
        if self.plan.pools.len() > 1 {
            self.gaps.push(Snippet::gap(pools.to_owned()));
        }
        parameters
    }

    /// Returns a pool as its parameters.
    fn pool(&mut self, at: (usize, &NodePool), role: Role, properties: Object) -> Object {
        let (place, pool) = at;
        let mut parameters = Object::new();
        let mut cannot = |key: &str, why: &str| {
            let known = POOL_PROPERTIES.iter().map(|property| property.key);
            let field = known.into_iter().find(|known| is_within(key, known) || is_within(known, key));
            self.gaps.push(gap(Some((place, pool)), field.unwrap_or(UNKNOWN_PROPERTIES), why));
        };
        for (property, mut value) in properties {
            if let Json::Object(tree) = &mut value {
                // What is stated to be empty is written.
                let was_empty = tree.is_empty();
                for path in take_newer(&property, tree) {
                    let is_own = POOL_PROPERTIES.iter().any(|property| property.key == path);
                    let why = format!("has {path}, which {NOT_IN_AVM_API}");
                    cannot(&path, if is_own { NOT_IN_AVM_API } else { &why });
                }
                if tree.is_empty() && !was_empty {
                    continue;
                }
            }
            let Some((_, name)) = BICEP_OF_POOL.iter().find(|(known, _)| *known == property) else {
                cannot(&property, "has no parameter in the module; use Bicep or ARM");
                continue;
            };
            match (property.as_str(), &value) {
                ("availabilityZones", Json::Array(zones)) => {
                    let number = |zone: &Json| Some(Json::from(zone.as_str()?.parse::<i64>().ok()?));
                    match zones.iter().map(number).collect::<Option<Vec<_>>>() {
                        Some(zones) => parameters.push(name, Json::Array(zones)),
                        None => cannot(&property, "takes numbers in the module; use Bicep or ARM"),
                    }
                }
                ("spotMaxPrice", Json::Number(price)) if price.as_i64().is_none() => {
                    cannot(
                        &property,
                        "is a whole number in the module, which can\u{2019}t have this price; use Bicep or ARM",
                    );
                }
                ("osSKU", Json::String(image)) if !BICEP_IMAGES.contains(&image.as_str()) => {
                    cannot(&property, "isn't an image that the module accepts; use Bicep or ARM");
                }
                ("creationData", Json::Object(data)) => {
                    parameters.push(name, data.get("sourceResourceId").cloned().unwrap_or_default());
                }
                _ => parameters.push(name, value),
            }
        }
        if !parameters.contains_key("availabilityZones") {
            parameters.push("availabilityZones", Json::Array(Vec::new()));
        }
        if !parameters.contains_key("count") && pool.virtual_machines.is_none() {
            let nodes =
                pool.count.filter(|_| role == Role::Own).or(pool.min_count).unwrap_or_else(|| pool.nodes());
            parameters.push("count", Json::from(nodes));
        }
        if role == Role::Listed && !parameters.contains_key("tags") && !self.plan.cluster.tags.is_empty() {
            parameters.push("tags", Object::new());
        }
        parameters
    }

    /// Says of a pool what the module chooses where AKS would.
    fn say_chosen(&mut self, at: (usize, &NodePool), is_new: bool) {
        let (_, pool) = at;
        if pool.vm_size.is_none() && pool.virtual_machines.is_none() {
            let why = "is not set in the plan, but the module sets it to Standard_D2s_v3; set it in the plan";
            self.gaps.push(gap(Some(at), "vmSize", why));
        }
        if *pool.autoscaling {
            let why = "is always sent by the module, at first as minCount; AKS refuses another number than the present one while the autoscaler runs, so set it to that before the file is deployed again";
            self.gaps.push(gap(Some(at), "count", why));
        }
        if is_new {
            return;
        }
        let is_silent = |key: &&&str| {
            let property = crate::plan::property::find(POOL_PROPERTIES, key);
            **key != "vmSize" && property.is_some_and(|property| property.get(pool).is_none())
        };
        let silent: Vec<&'static str> = BICEP_ALWAYS.iter().filter(is_silent).copied().collect();
        if let (Some(first), true) = (silent.first(), pool.virtual_machines.is_none()) {
            let is_unsaid = |key: &&&'static str| !self.sent.contains(*key);
            let sent: Vec<&'static str> = silent.iter().filter(is_unsaid).copied().collect();
            self.sent.extend(sent);
            let field = crate::plan::property::find(POOL_PROPERTIES, first);
            let text = format!(
                "{}: the module always sends {}, which the plan does not state; state them, or use Bicep.",
                pool.name,
                silent.join(", ")
            );
            self.gaps.push(Gap { pool: Some(at.0), field: field.map(|property| property.key), text });
        }
    }

    /// A pool of a cluster that exists as a module of its own.
    fn own(&mut self, place: usize, pool: &NodePool, is_new: bool) {
        // The module would scale the pool to a number that nobody has stated.
        let is_open = pool.count.is_none() && !*pool.autoscaling && pool.virtual_machines.is_none();
        if !is_new && is_open {
            self.resources();
            let why =
                "is always sent by the module, and the plan does not state it; state count, or use Bicep";
            self.gaps.push(gap(Some((place, pool)), "count", why));
            self.is_withheld = true;
            return;
        }
        for resource in self.resources() {
            let properties = resource.body.get("properties").and_then(Json::as_object).cloned();
            let parameters = self.pool((place, pool), Role::Own, properties.unwrap_or_default());
            self.pools.push((pool.name.clone(), parameters));
            self.say_chosen((place, pool), is_new);
        }
    }
}

impl Template for BicepAvm<'_> {
    fn create(&mut self, places: &[usize]) {
        let plan = self.plan;
        let first = plan.first_pool();
        self.arm.create(places);
        let others: Vec<usize> = places.iter().copied().filter(|place| Some(*place) != first).collect();
        let mut others = others.into_iter().filter_map(|place| Some((place, plan.pools.get(place)?)));
        let (mut primary, mut listed) = (Vec::new(), Vec::new());
        for resource in self.resources() {
            let Some(name) = resource.pool else {
                let mut parameters = self.of_cluster(&resource.body);
                let inside = inside(&resource.body);
                let at = first.and_then(|place| Some((place, plan.pools.get(place)?)));
                if let (Some(at), Some(inside)) = (at, inside) {
                    let pool = self.pool(at, Role::Primary, inside);
                    primary.push(Json::Object(pool));
                    self.say_chosen(at, true);
                }
                parameters.push("primaryAgentPoolProfiles", Json::Array(std::mem::take(&mut primary)));
                self.cluster = Some(parameters);
                continue;
            };
            let Some(at) = others.next() else { continue };
            let mut properties = Object::new();
            properties.push("name", crate::quote::arm::literal(name));
            properties.extend(
                resource.body.get("properties").and_then(Json::as_object).cloned().unwrap_or_default(),
            );
            let pool = self.pool(at, Role::Listed, properties);
            listed.push(Json::Object(pool));
            self.say_chosen(at, true);
        }
        if let (Some(cluster), false) = (&mut self.cluster, listed.is_empty()) {
            cluster.push("agentPools", Json::Array(listed));
        }
    }

    fn add(&mut self, place: usize, pool: &NodePool) {
        self.arm.add(place, pool);
        self.own(place, pool, true);
    }

    fn beside(&mut self, plan: &Plan) {
        super::template::system_first(plan).for_each(|(place, pool)| self.add(place, pool));
    }

    fn change(&mut self, place: usize, pool: &NodePool, changes: &[Change]) {
        // What the module sends in any case is what the pool has, where that is known.
        let today =
            self.plan.baseline.as_ref().and_then(|today| today.pool(&pool.name)).map(|(_, pool)| pool);
        let mut known = pool.clone();
        let always = POOL_PROPERTIES.iter().filter(|property| BICEP_ALWAYS.contains(&property.key));
        for property in always.filter(|property| property.get(pool).is_none()) {
            if let Some(value) = today.and_then(|today| property.get(today)) {
                property.put(&mut known, Some(value));
            }
        }
        self.arm.change(place, &known, changes);
        self.own(place, &known, false);
    }

    fn says_any(&self, keys: &[&str]) -> bool {
        self.arm.says_any(keys)
    }

    fn gaps(&mut self) -> &mut Vec<Gap> {
        &mut self.gaps
    }

    fn notes(&mut self) -> Vec<String> {
        if self.sent.is_empty() {
            return self.arm.notes();
        }
        let updated = std::mem::take(&mut self.arm.updated);
        let mut notes = self.arm.notes();
        notes.push(format!(
            "What the plan does not state of {} is, as far as is known, not changed by this template, except what the module always sends: {}.",
            updated.join(", "),
            self.sent.join(", ")
        ));
        notes
    }

    fn is_withheld(&self) -> bool {
        self.is_withheld
    }

    fn write(self: Box<Self>, heading: &Heading<'_>, out: &mut Snippet) {
        let parameters = super::resources::parameters(self.plan, self.cluster.is_some());
        out.gaps = self.gaps;
        header(Language::Bicep, heading, needs(heading.options), &[], out);
        parameters.iter().for_each(|parameter| declare(parameter, out));
        if let Some(cluster) = &self.cluster {
            open("cluster".into(), BICEP_CLUSTER, out);
            members(cluster, 2, out);
            key(out, 2, "nodeResourceGroup").push(SpanKind::Value, NODE_RESOURCE_GROUP);
            out.line().push(SpanKind::Plain, "  }");
            close(out);
        }
        let mut before: Option<Code> = None;
        for (place, (name, pool)) in self.pools.iter().enumerate() {
            let earlier = self.pools.iter().take(place).any(|(other, _)| other == name);
            let named = symbol(name, "Pool").filter(|_| crate::plan::is_pool_name(name) && !earlier);
            let own = named.unwrap_or_else(|| Code::concat(["pool".into(), (place + 1).into()]));
            open(own.clone(), BICEP_POOL, out);
            key(out, 2, "managedClusterName").push(SpanKind::Value, NAME);
            key(out, 2, "name").push(SpanKind::Value, quote(name));
            for (name, item) in pool {
                key(out, 2, crate::quote::bicep::property(name));
                value(item, 2, out);
            }
            out.line().push(SpanKind::Plain, "  }");
            dependency(before.replace(own), out);
            close(out);
        }
    }
}

/// Begins a module and its parameters.
fn open(symbol: Code, module: &str, out: &mut Snippet) {
    out.line();
    let symbol = Code::concat([" ".into(), symbol, " ".into()]);
    out.line().push(SpanKind::Command, "module").push(SpanKind::Plain, symbol);
    out.push(SpanKind::Value, quote(module)).push(SpanKind::Plain, " = {");
    key(out, 1, "params").push(SpanKind::Plain, "{");
}

/// Returns the pool inside a cluster's body.
fn inside(body: &Object) -> Option<Object> {
    let properties = body.get("properties")?.as_object()?;
    properties.get("agentPoolProfiles")?.as_array()?.first()?.as_object().cloned()
}

/// Takes what is at a dotted path out of an object.
fn take(object: &mut Object, path: &str) -> Option<Json> {
    match path.split_once('.') {
        None => object.shift_remove(path),
        Some((head, rest)) => match object.get_mut(head)? {
            Json::Object(inner) => take(inner, rest),
            _ => None,
        },
    }
}

/// Takes what is newer than the module's version of the API out of an object, and returns the paths.
fn take_newer(path: &str, tree: &mut Object) -> Vec<String> {
    let mut taken = Vec::new();
    tree.retain(|key, value| {
        let inner = format!("{path}.{}", crate::quote::arm::plain(key).unwrap_or(key));
        if api_property(&inner).is_some_and(|api| !api.is_in(AVM_API)) {
            taken.push(inner);
            return false;
        }
        if let Json::Object(tree) = value {
            let was_empty = tree.is_empty();
            taken.extend(take_newer(&inner, tree));
            return was_empty || !tree.is_empty();
        }
        true
    });
    taken
}

/// Returns whether a path is another, or a part of it.
fn is_within(path: &str, whole: &str) -> bool {
    path == whole || path.strip_prefix(whole).is_some_and(|rest| rest.starts_with('.'))
}
