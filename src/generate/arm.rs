//! ARM templates.

use super::Options;
use super::snippet::{Gap, Snippet, SpanKind};
use super::values::{Said, gap, is_local_subnet, of_cluster, of_pool};
use crate::json::{Json, Object, quoted};
use crate::plan::{Kind, NodePool, Plan};
use crate::runbook::Change;

/// The newest API version whose resource schema is published (azure-resource-manager-schemas, 2026-08-16).
const API: &str = "2026-05-01";
const SCHEMA: &str = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
const CLUSTER: &str = "Microsoft.ContainerService/managedClusters";
const POOL: &str = "Microsoft.ContainerService/managedClusters/agentPools";
/// Why a property of a preview is left out.
const PREVIEW: &str =
    "is a preview, which API 2026-05-01 does not have; set it with a preview version of the API";
/// The parameter that carries the password.
pub(super) const PASSWORD: &str = "windowsAdminPassword";

/// How to use the template, for its comment.
pub(super) const NEEDS: &str = "Deploy it into a resource group that is there: az deployment group create --resource-group GROUP --template-file FILE.";

/// A template of resources, and what it leaves out.
pub(super) struct Arm<'a> {
    plan: &'a Plan,
    resources: Vec<Json>,
    pub(super) gaps: Vec<Gap>,
}

impl<'a> Arm<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { plan, resources: Vec::new(), gaps: Vec::new() }
    }

    /// The cluster with the pools of those places.
    pub(super) fn create(&mut self, places: impl Iterator<Item = usize>) {
        let cluster = &self.plan.cluster;
        let mut properties = Object::default();
        properties.push("dnsPrefix", dns_prefix(&cluster.name));
        let (mut sku, mut tags) = (Object::default(), None);
        let mut identity = Json::from("SystemAssigned");
        for Said { key, value, .. } in of_cluster(cluster) {
            match key {
                "tier" => sku.push("tier", escaped(&value.to_json())),
                "sku.name" => sku.push("name", escaped(&value.to_json())),
                "identity.type" => identity = escaped(&value.to_json()),
                "tags" => tags = Some(value.to_json()),
                _ => properties.set_path(key, escaped(&value.to_json())),
            }
        }
        if cluster.windows_admin.is_some() {
            properties
                .set_path("windowsProfile.adminPassword", Json::Text(format!("[parameters('{PASSWORD}')]")));
        }
        let pools = places.filter_map(|place| Some((place, self.plan.pools.get(place)?)));
        let pools: Vec<Json> = pools
            .map(|(place, pool)| {
                let mut profile = Object::default();
                profile.push("name", literal(&pool.name));
                profile.0.extend(self.pool(place, pool).0);
                profile.into()
            })
            .collect();
        properties.push("agentPoolProfiles", Json::List(pools));

        let mut resource = head(CLUSTER, &cluster.name);
        let place = if cluster.location.is_empty() {
            "[resourceGroup().location]".to_owned()
        } else {
            literal(&cluster.location)
        };
        resource.push("location", place);
        if let Some(tags) = tags {
            resource.push("tags", escaped(&tags));
        }
        if !sku.0.is_empty() {
            if sku.text("name").is_none() {
                sku.0.insert(0, ("name".to_owned(), "Base".into()));
            }
            resource.push("sku", sku);
        }
        resource.set_path("identity.type", identity);
        resource.push("properties", properties);
        self.resources.push(resource.into());
    }

    /// A pool of a cluster that is there. Pools follow one another, for a cluster takes one change at a time.
    pub(super) fn add(&mut self, place: usize, pool: &NodePool) {
        let name = format!("{}/{}", self.plan.cluster.name, pool.name);
        let mut resource = head(POOL, &name);
        let before = self
            .resources
            .last()
            .and_then(Json::as_object)
            .and_then(|last| last.text("name"))
            .map(str::to_owned);
        if let Some(before) = before.filter(|before| *before != literal(&name)) {
            resource.push("dependsOn", Json::List(vec![before.into()]));
        }
        let properties = self.pool(place, pool);
        resource.push("properties", properties);
        self.resources.push(resource.into());
    }

    /// Says of the pool that was added last what an update empties or turns off; a template that is silent about
    /// it does not.
    pub(super) fn say_empty(&mut self, pool: &NodePool, changes: &[Change]) {
        let Some(Json::Object(resource)) = self.resources.last_mut() else { return };
        for property in changes.iter().filter_map(Change::property) {
            let nothing = match property.kind {
                _ if property.get(pool).is_some() => continue,
                Kind::Flag => Json::Bool(false),
                Kind::List => Json::List(Vec::new()),
                Kind::Map => Json::Object(Object::default()),
                _ => continue,
            };
            resource.set_path(&format!("properties.{}", property.key), nothing);
        }
    }

    /// A pool's properties but its name.
    fn pool(&mut self, place: usize, pool: &NodePool) -> Object {
        let mut properties = Object::default();
        for said in of_pool(pool) {
            let key = said.key;
            // The sizes of virtual machines have numbers of their own.
            if key == "name" || (key == "count" && pool.virtual_machines.is_some()) {
                continue;
            }
            let why = match key {
                _ if is_local_subnet(&said) => "names a subnet of the plan; give its resource id",
                "nodeInitializationTaints" | "enableOSDiskFullCaching" => PREVIEW,
                _ => "",
            };
            if !why.is_empty() {
                self.gaps.push(gap(Some((place, pool)), key, why));
                continue;
            }
            properties.set_path(key, escaped(&said.value.to_json()));
        }
        properties
    }

    /// The whole template.
    pub(super) fn template(self, remarks: &[String], options: &Options<'_>, out: &mut Snippet) {
        let texts = |list: &[String]| Json::List(list.iter().map(|text| Json::Text(literal(text))).collect());
        let mut metadata = Object::default();
        metadata.push("comment", literal(&remarks.join(" ")));
        if !options.refused.is_empty() {
            metadata.push("refusedByAKS", texts(&options.refused));
        }
        if !options.findings.is_empty() {
            metadata.push("findings", texts(&options.findings));
        }
        if !self.gaps.is_empty() {
            let gaps: Vec<String> = self.gaps.iter().map(|gap| gap.text.clone()).collect();
            metadata.push("notInThisTemplate", texts(&gaps));
        }
        if let Some(link) = options.link {
            metadata.push("plan", literal(link));
        }
        let mut template = Object::default();
        template.push("$schema", SCHEMA);
        template.push("contentVersion", "1.0.0.0");
        template.push("metadata", metadata);
        let asks = |resource: &Json| {
            resource.as_object().is_some_and(|resource| resource.text("type") == Some(CLUSTER))
        };
        if self.plan.cluster.windows_admin.is_some() && self.resources.iter().any(asks) {
            let path = format!("parameters.{PASSWORD}.type");
            template.set_path(&path, "securestring".into());
        }
        template.push("resources", Json::List(self.resources));
        print(&Json::Object(template), 0, SpanKind::Value, out.line());
        out.gaps = self.gaps;
    }
}

fn head(kind: &str, name: &str) -> Object {
    let mut resource = Object::default();
    resource.push("type", kind);
    resource.push("apiVersion", API);
    resource.push("name", literal(name));
    resource
}

/// A text that the template language takes as it is. A string is an expression if it begins with `[` and ends
/// with `]`; one more `[` in front makes it plain (Microsoft, "Template expressions", escape characters).
fn literal(text: &str) -> String {
    if text.starts_with('[') && text.ends_with(']') { format!("[{text}") } else { text.to_owned() }
}

/// A value with every text in it made plain. Keys are texts too: the language evaluates them, as the keys of
/// userAssignedIdentities show. Of a key that occurs twice the later value stays.
fn escaped(value: &Json) -> Json {
    match value {
        Json::Text(text) => Json::Text(literal(text)),
        Json::List(list) => Json::List(list.iter().map(escaped).collect()),
        Json::Object(object) => {
            let mut entries: Vec<(String, Json)> = Vec::with_capacity(object.0.len());
            for (key, value) in &object.0 {
                let key = literal(key);
                entries.retain(|(earlier, _)| *earlier != key);
                entries.push((key, escaped(value)));
            }
            Json::Object(Object(entries))
        }
        other => other.clone(),
    }
}

/// The cluster's name as the first part of a host name: letters, digits and hyphens, at most 54.
fn dns_prefix(name: &str) -> String {
    let mut prefix = String::new();
    for character in name.chars() {
        match character {
            letter if letter.is_ascii_alphanumeric() => prefix.push(letter),
            _ if !prefix.is_empty() && !prefix.ends_with('-') => prefix.push('-'),
            _ => {}
        }
    }
    prefix.truncate(54);
    let prefix = prefix.trim_end_matches('-');
    if prefix.is_empty() { "aks".to_owned() } else { prefix.to_owned() }
}

/// Prints JSON with two blanks a level, line by line.
pub(super) fn print(value: &Json, level: usize, kind: SpanKind, out: &mut Snippet) {
    let indent = |level: usize| "  ".repeat(level);
    match value {
        Json::List(list)
            if list.iter().any(|item| matches!(item, Json::Object(_) | Json::List(_)))
                || (kind == SpanKind::Comment && !list.is_empty()) =>
        {
            out.push(SpanKind::Plain, "[");
            for (place, item) in list.iter().enumerate() {
                out.line().push(SpanKind::Plain, indent(level + 1));
                print(item, level + 1, kind, out);
                if place + 1 < list.len() {
                    out.push(SpanKind::Plain, ",");
                }
            }
            out.line().push(SpanKind::Plain, indent(level) + "]");
        }
        Json::List(list) => {
            out.push(SpanKind::Plain, "[");
            for (place, item) in list.iter().enumerate() {
                if place > 0 {
                    out.push(SpanKind::Plain, ", ");
                }
                print(item, level, kind, out);
            }
            out.push(SpanKind::Plain, "]");
        }
        Json::Object(object) if object.0.is_empty() => drop(out.push(SpanKind::Plain, "{}")),
        Json::Object(object) => {
            out.push(SpanKind::Plain, "{");
            for (place, (key, item)) in object.0.iter().enumerate() {
                out.line().push(SpanKind::Plain, indent(level + 1));
                out.push(SpanKind::Flag, quoted(key)).push(SpanKind::Plain, ": ");
                let kind = if level == 0 && key == "metadata" { SpanKind::Comment } else { kind };
                print(item, level + 1, kind, out);
                if place + 1 < object.0.len() {
                    out.push(SpanKind::Plain, ",");
                }
            }
            out.line().push(SpanKind::Plain, indent(level) + "}");
        }
        Json::Text(text) => drop(out.push(kind, quoted(text))),
        other => drop(out.push(kind, other.compact())),
    }
}
