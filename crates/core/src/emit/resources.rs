//! The resources of a plan as ARM has them, before ARM's or Bicep's printer writes them down.

use super::modules::{AVM_API, NOT_IN_AVM_API, PREVIEW_IN_AVM};
use super::snippet::Gap;
use super::values::{
    Reset, STAYS, Setting, Target, dns_prefix, foreign, gap, instead_of_foreign, is_local_subnet,
    no_identity, note_on_count, of_cluster, of_declared, reset,
};
use crate::operations::Change;
use crate::operations::matrix::{How, how};
use crate::plan::{
    API_VERSION, NodePool, POOL_PROPERTIES, PREVIEW_API_VERSION, Plan, UNKNOWN_PROPERTIES, Value,
    api_property,
};
use crate::quote::arm::{self, literal};
use crate::to_json::{Json, Object, ObjectExt};

pub(super) const CLUSTER: &str = "Microsoft.ContainerService/managedClusters";
pub(super) const POOL: &str = "Microsoft.ContainerService/managedClusters/agentPools";
/// Why a property of a preview is left out where the plan doesn't allow previews.
const PREVIEW: &str = "is a preview, which API 2026-08-01 doesn't have; allow previews to have it written";
/// Why the properties that Poolwright doesn't know are left out.
const DIRECTIVE: &str =
    "has a property copy, which a template would run; leave that property out, or set it with another tool";
/// The name of the parameter for the cluster's name.
pub(super) const NAME: &str = "clusterName";
/// The name of the parameter for the cluster's region.
pub(super) const LOCATION: &str = "location";
/// The name of the parameter for the name of the administrator of Windows nodes.
pub(super) const USERNAME: &str = "windowsAdminUsername";
/// The name of the parameter for the administrator's password.
pub(super) const PASSWORD: &str = "windowsAdminPassword";
/// The region of the resource group, as an expression of the template language.
pub(super) const GROUP_LOCATION: &str = "[resourceGroup().location]";

/// Returns the value of a parameter, as an expression of the template language.
pub(super) fn value_of(parameter: &'static str) -> String {
    format!("[parameters('{parameter}')]")
}

/// A parameter of a template: a value that whoever deploys it must or may give.
pub(super) struct Parameter<'a> {
    pub(super) name: &'static str,
    pub(super) default: Default<'a>,
}

/// The value of a parameter if none is given at deployment.
#[derive(Clone, Copy)]
pub(super) enum Default<'a> {
    /// A text of the plan.
    Text(&'a str),
    /// The region of the resource group.
    GroupLocation,
    /// One has to be given.
    Required,
    /// One has to be given, and is shown nowhere.
    Secret,
}

impl Default<'_> {
    /// Returns the value as an expression of ARM's template language; `None` if it has to be given.
    pub(super) fn expression(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(literal(text)),
            Self::GroupLocation => Some(GROUP_LOCATION.to_owned()),
            Self::Required | Self::Secret => None,
        }
    }

    pub(super) fn is_secret(self) -> bool {
        matches!(self, Self::Secret)
    }
}

/// Returns the parameters of a template: only what may differ between environments. Everything else is in the plan.
pub(super) fn parameters(plan: &Plan, has_cluster: bool) -> Vec<Parameter<'_>> {
    let cluster = &plan.cluster;
    let name = if cluster.name.is_empty() { Default::Required } else { Default::Text(&cluster.name) };
    let mut parameters = vec![Parameter { name: NAME, default: name }];
    if !has_cluster {
        return parameters;
    }
    let region = &cluster.location;
    let region = if region.is_empty() { Default::GroupLocation } else { Default::Text(region) };
    parameters.push(Parameter { name: LOCATION, default: region });
    if let Some(username) = &cluster.windows_admin {
        parameters.push(Parameter { name: USERNAME, default: Default::Text(username) });
        parameters.push(Parameter { name: PASSWORD, default: Default::Secret });
    }
    parameters
}

/// The cluster, or a pool that is a resource of its own.
pub(super) struct Resource {
    /// The pool's name; `None` for the cluster.
    pub(super) pool: Option<String>,
    /// All but its type and name, in ARM's template language: every text of the plan is [literal] in it.
    pub(super) body: Object,
}

/// Resources in the order in which they are made, and what they leave out.
pub(super) struct Resources<'a> {
    pub(super) plan: &'a Plan,
    pub(super) list: Vec<Resource>,
    pub(super) gaps: Vec<Gap>,
    /// Sentences about what the text leaves open.
    notes: Vec<String>,
    /// Whether the text says that the count of an autoscaled pool is left out.
    pub(super) notes_count: bool,
    /// Pools that exist, of which only what the plan states is written.
    pub(super) updated: Vec<String>,
    /// The properties of pools that the text sets.
    said: Vec<&'static str>,
    /// The version of the API.
    pub(super) api: &'static str,
}

impl<'a> Resources<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            list: Vec::new(),
            gaps: Vec::new(),
            notes: Vec::new(),
            notes_count: true,
            updated: Vec::new(),
            said: Vec::new(),
            api: api_version(plan),
        }
    }

    /// Adds the cluster with its first pool inside, and the other pools at these places as resources of their own: AKS
    /// takes no new pool through the resource of a cluster that exists.
    pub(super) fn create(&mut self, places: &[usize]) {
        let plan = self.plan;
        let cluster = &plan.cluster;
        let mut properties = Object::new();
        properties.push("dnsPrefix", dns_prefix(&cluster.name));
        let (mut sku, mut tags) = (Object::new(), None);
        for Setting { key, value, is_default, .. } in of_cluster(plan) {
            match key {
                "tier" => sku.push("tier", arm::value(value.into_json())),
                "sku.name" => sku.push("name", arm::value(value.into_json())),
                "identity.type" if is_default => {}
                "identity.type" => self.gaps.push(gap(None, key, no_identity(&value.to_string()))),
                "tags" => tags = Some(arm::value(value.into_json())),
                "autoScalerProfile" => match tree(autoscaler(value.into_json())) {
                    Some(settings) => properties.push(key, settings),
                    None => self.gaps.push(gap(None, key, LONG)),
                },
                _ => properties.set_path(key, arm::value(value.into_json())),
            }
        }
        if cluster.windows_admin.is_some() {
            properties.set_path("windowsProfile.adminUsername", value_of(USERNAME).into());
            properties.set_path("windowsProfile.adminPassword", value_of(PASSWORD).into());
        }
        let first = plan.first_pool().filter(|first| places.contains(first));
        let inside = first.and_then(|place| Some(self.inside(place, plan.pools.get(place)?)));
        properties.push("agentPoolProfiles", Json::Array(Vec::from_iter(inside)));

        let mut body = Object::new();
        body.push("location", value_of(LOCATION));
        if let Some(tags) = tags {
            body.push("tags", tags);
        }
        if !sku.is_empty() {
            if !sku.contains_key("name") {
                sku.shift_insert(0, "name".to_owned(), "Base".into());
            }
            body.push("sku", sku);
        }
        body.set_path("identity.type", "SystemAssigned".into());
        body.push("properties", properties);
        self.list.push(Resource { pool: None, body });
        for place in places.iter().filter(|place| Some(**place) != first) {
            if let Some(pool) = plan.pools.get(*place) {
                self.add(*place, pool);
            }
        }
    }

    /// Returns the pool that is part of the cluster. AKS refuses a version there as soon as other pools exist
    /// (`NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged`).
    fn inside(&mut self, place: usize, pool: &NodePool) -> Json {
        const VERSION: &str = "orchestratorVersion";
        let mut profile = Object::new();
        profile.push("name", literal(&pool.name));
        let mut properties = self.pool(place, pool, Target::New);
        if properties.shift_remove(VERSION).is_some()
            && pool.kubernetes_version != self.plan.cluster.kubernetes_version
        {
            let why = "can\u{2019}t be set for the pool that is part of the cluster, which gets the cluster\u{2019}s version; upgrade the pool afterwards";
            self.gaps.push(gap(Some((place, pool)), VERSION, why));
        }
        profile.extend(properties);
        profile.into()
    }

    /// Adds a new pool of an existing cluster.
    pub(super) fn add(&mut self, place: usize, pool: &NodePool) {
        self.push(place, pool, Target::New);
    }

    /// Adds an existing pool, in the state after these changes.
    pub(super) fn change(&mut self, place: usize, pool: &NodePool, changes: &[Change]) {
        self.push(place, pool, Target::Existing);
        self.say_left(place, pool, changes);
        if self.plan.cluster.preview && changes.iter().any(|change| how(change.key) == How::PreviewOnly) {
            self.api = PREVIEW_API_VERSION;
        }
        self.updated.push(pool.name.clone());
    }

    /// Returns sentences about what the text leaves open.
    pub(super) fn notes(&mut self) -> Vec<String> {
        let mut notes = std::mem::take(&mut self.notes);
        if !self.updated.is_empty() {
            notes.push(format!(
                "What the plan does not state of {} is not in this template and, as far as is known, is not changed by it.",
                self.updated.join(", ")
            ));
        }
        notes
    }

    /// Returns the parameters of the template.
    pub(super) fn parameters(&self) -> Vec<Parameter<'a>> {
        parameters(self.plan, self.list.iter().any(|resource| resource.pool.is_none()))
    }

    fn push(&mut self, place: usize, pool: &NodePool, target: Target) {
        let mut body = Object::new();
        let mut properties = self.pool(place, pool, target);
        if properties.shift_remove(INIT_TAINTS).is_some() {
            self.gaps.push(gap(Some((place, pool)), INIT_TAINTS, INIT_TAINTS_ELSEWHERE));
            self.said.retain(|said| *said != INIT_TAINTS);
        }
        body.push("properties", properties);
        self.list.push(Resource { pool: Some(pool.name.clone()), body });
    }

    /// Writes what an update of the pool that was added last resets to AKS's default; a template that doesn't set it
    /// changes nothing.
    fn say_left(&mut self, place: usize, pool: &NodePool, changes: &[Change]) {
        for property in changes.iter().filter_map(Change::property) {
            let key = property.key;
            let why = match reset(property, pool) {
                Reset::NotNeeded => continue,
                Reset::Explicit(_) if why_out_of_reach(key, self.api).is_some() => {
                    why_out_of_reach(key, self.api).unwrap_or_default()
                }
                // The plan states the default, so that it is there.
                Reset::Explicit(_) if property.get(pool).is_some() => continue,
                Reset::Explicit(value) => {
                    if let Some(resource) = self.list.last_mut() {
                        resource.body.set_path(&format!("properties.{key}"), value.to_json());
                        self.said.push(key);
                    }
                    continue;
                }
                Reset::Impossible => STAYS,
            };
            self.gaps.push(gap(Some((place, pool)), key, why));
        }
    }

    /// Returns whether the text sets any of these properties of a pool.
    pub(super) fn says_any(&self, keys: &[&str]) -> bool {
        self.said.iter().any(|said| keys.contains(said))
    }

    /// Returns a pool's properties but its name.
    fn pool(&mut self, place: usize, pool: &NodePool, target: Target) -> Object {
        if target == Target::New && (self.notes_count || !*pool.autoscaling) {
            let first = |nodes| format!("if AKS asks for a first count, add {nodes}");
            self.notes.extend(note_on_count(pool, first));
        }
        let mut properties = Object::new();
        for said in of_declared(pool, target) {
            let key = said.key;
            // The sizes of virtual machines have numbers of their own.
            if key == "name" || (key == "count" && pool.virtual_machines.is_some()) {
                continue;
            }
            if let (UNKNOWN_PROPERTIES, Value::Tree(unknown)) = (key, &said.value) {
                self.unknown((place, pool), unknown, &mut properties);
                continue;
            }
            let why = match key {
                _ if is_local_subnet(&said) => "names a subnet of the plan; enter its resource ID",
                _ => why_out_of_reach(key, self.api).unwrap_or_default(),
            };
            if !why.is_empty() && said.is_default {
                continue;
            }
            if !why.is_empty() {
                self.gaps.push(gap(Some((place, pool)), key, why));
                continue;
            }
            if let Some(word) = foreign(&said, self.api) {
                let api = self.api;
                let instead = instead_of_foreign(&said);
                let why = format!("is {word}, which API {api} doesn\u{2019}t have; {instead}");
                self.gaps.push(gap(Some((place, pool)), key, &why));
                continue;
            }
            let json = match said.value {
                Value::Tree(tree) => arm::tree(tree),
                Value::Items(items) => {
                    items.into_iter().map(arm::tree).collect::<Option<Vec<Json>>>().map(Json::Array)
                }
                value => Some(arm::value(value.into_json())),
            };
            let Some(json) = json else {
                self.gaps.push(gap(Some((place, pool)), key, LONG));
                continue;
            };
            self.said.push(key);
            properties.set_path(key, json);
        }
        properties
    }

    /// Adds what Poolwright doesn't know of a pool to its properties, word for word.
    fn unknown(&mut self, at: (usize, &NodePool), unknown: &Object, properties: &mut Object) {
        let (directives, rest): (Object, Object) =
            unknown.clone().into_iter().partition(|(key, _)| key.eq_ignore_ascii_case("copy"));
        if !directives.is_empty() {
            self.gaps.push(gap(Some(at), UNKNOWN_PROPERTIES, DIRECTIVE));
        }
        let mut written = Object::new();
        for (key, value) in rest {
            let value = match value {
                // A group is merged with what is known of it.
                Json::Object(object) if properties.get(&key).is_some_and(Json::is_object) => {
                    arm::tree(object)
                }
                value => arm::data(value),
            };
            match value {
                Some(value) => drop(written.insert(literal(key), value)),
                None => self.gaps.push(gap(Some(at), UNKNOWN_PROPERTIES, LONG)),
            }
        }
        if !written.is_empty() {
            self.said.push(UNKNOWN_PROPERTIES);
        }
        properties.merge(written);
    }
}

/// Returns why a version of the API can't set a property; `None` if it can.
pub(super) fn why_out_of_reach(key: &str, version: &str) -> Option<&'static str> {
    let api = api_property(key).filter(|api| !api.is_in(version))?;
    Some(match version {
        AVM_API if api.is_preview() => PREVIEW_IN_AVM,
        AVM_API => NOT_IN_AVM_API,
        _ => PREVIEW,
    })
}

/// The key of the property that only the cluster's resource can set for a pool.
pub(super) const INIT_TAINTS: &str = "nodeInitializationTaints";
/// Why a pool's resource can't have [`INIT_TAINTS`], and the command that sets it.
pub(super) const INIT_TAINTS_ELSEWHERE: &str =
    "belongs to the cluster: az aks update --node-init-taints, with the extension aks-preview";

/// Returns the version of the API that a plan's resources need: a preview only where the plan allows it and states
/// something that no stable version has, or changes in place what only a preview does.
pub(super) fn api_version(plan: &Plan) -> &'static str {
    let before = |pool: &NodePool| Some(plan.baseline.as_deref()?.pool(&pool.name)?.1.clone());
    let needs_preview = plan.cluster.preview
        && plan.pools.iter().any(|pool| {
            needs_preview(pool) || before(pool).is_some_and(|before| changes_by_preview(&before, pool))
        });
    if needs_preview { PREVIEW_API_VERSION } else { API_VERSION }
}

/// Returns whether a pool that exists gets another value of what only a preview changes in place.
fn changes_by_preview(before: &NodePool, after: &NodePool) -> bool {
    POOL_PROPERTIES.iter().filter(|property| how(property.key) == How::PreviewOnly).any(|property| {
        let to = property.get(after);
        to.is_some() && !property.is_same(property.get(before).as_ref(), to.as_ref())
    })
}

/// Returns whether a pool states something that only a preview of the API has.
fn needs_preview(pool: &NodePool) -> bool {
    POOL_PROPERTIES.iter().any(|property| {
        let Some(value) = property.get(pool) else { return false };
        match &value {
            Value::Tree(tree) => {
                let begin = if property.key == UNKNOWN_PROPERTIES { "" } else { property.key };
                has_preview(begin, tree)
            }
            value => {
                let is_preview = |key| api_property(key).is_some_and(|api| api.is_preview());
                let said = Setting::new(property, value.clone());
                is_preview(property.key)
                    || foreign(&said, API_VERSION).is_some() && foreign(&said, PREVIEW_API_VERSION).is_none()
            }
        }
    })
}

/// Returns whether a tree has a key that only a preview of the API has.
fn has_preview(begin: &str, tree: &Object) -> bool {
    tree.iter().any(|(key, value)| {
        let path = if begin.is_empty() { key.clone() } else { format!("{begin}.{key}") };
        api_property(&path).is_some_and(|api| api.is_preview())
            || value.as_object().is_some_and(|inner| has_preview(&path, inner))
    })
}

/// Why an object is left out.
const LONG: &str =
    "has a key copy, which a template would run, and is too long to be written as data; leave that key out";

/// Returns an object that is carried as it is.
fn tree(json: Json) -> Option<Json> {
    match json {
        Json::Object(object) => arm::tree(object),
        _ => None,
    }
}

/// Returns the settings of the autoscaler in the kinds of resource schema 2026-05-01: texts, but for three that are
/// flags.
fn autoscaler(mut settings: Json) -> Json {
    const FLAGS: &[&str] = &[
        "daemonset-eviction-for-empty-nodes",
        "daemonset-eviction-for-occupied-nodes",
        "ignore-daemonsets-utilization",
    ];
    if let Json::Object(entries) = &mut settings {
        for (key, value) in entries {
            let as_kind = match (&*value, FLAGS.contains(&key.as_str())) {
                (Json::String(text), true) if text == "true" => Json::Bool(true),
                (Json::String(text), true) if text == "false" => Json::Bool(false),
                (Json::Bool(_) | Json::Number(_), false) => Json::String(value.to_string()),
                _ => continue,
            };
            *value = as_kind;
        }
    }
    settings
}
