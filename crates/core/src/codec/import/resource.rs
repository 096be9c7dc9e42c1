//! Clusters and node pools, as resources of ARM.

use std::borrow::Cow;

use super::expression::Scope;
use crate::codec::note::{Fact, Notes, below, named};
use crate::codec::table::{Entry, Names, Spelling, take, wrong_kind};
use crate::plan::{CLUSTER_PROPERTIES, Cluster, Kind, NodePool, POOL_PROPERTIES, Plan, Property, Stated};
use crate::syntax::{Content, Node, Object};
use crate::text::capital;

/// What the tools say of a kind of resource, beside the properties that a plan holds.
struct Words<T: 'static> {
    properties: &'static [Property<T>],
    /// Other names of properties.
    aliases: &'static [(&'static str, &'static str)],
    /// What a live resource has and a plan does not: identity, state, and what follows from the rest.
    facts: &'static [&'static str],
    /// Those of them that tell what runs at the moment.
    live: &'static [&'static str],
    /// What no plan holds either, and what AKS does unless it is told otherwise.
    usual: &'static [(&'static str, &'static str)],
}

const POOL: Words<NodePool> = Words {
    properties: POOL_PROPERTIES,
    // In its place az has the resource's own `type`. Older az said agentPoolType, as Az.Aks does.
    aliases: &[("typePropertiesType", "type"), ("agentPoolType", "type")],
    facts: &[
        "properties",
        "id",
        "apiVersion",
        "dependsOn",
        "location",
        "resourceGroup",
        "resourceGroupName",
        "systemData",
        "status",
        "eTag",
        "currentOrchestratorVersion",
        "nodeImageVersion",
        "virtualMachineNodesStatus",
    ],
    live: &["currentOrchestratorVersion", "nodeImageVersion"],
    usual: &[("enableCustomCATrust", "false")],
};

const CLUSTER: Words<Cluster> = Words {
    properties: CLUSTER_PROPERTIES,
    aliases: &[("sku.tier", "tier"), ("resourceGroupName", "resourceGroup")],
    facts: &[
        "properties",
        "resources",
        "agentPoolProfiles",
        "id",
        "type",
        "apiVersion",
        "dependsOn",
        "systemData",
        "status",
        "eTag",
        "currentKubernetesVersion",
        "fqdn",
        "fqdnSubdomain",
        "azurePortalFQDN",
        "privateFQDN",
        "maxAgentPools",
        "resourceUID",
        "identityProfile",
        "identity.principalId",
        "identity.tenantId",
    ],
    live: &["currentKubernetesVersion"],
    usual: &[("kind", "Base")],
};

impl<T> Words<T> {
    fn names(&self) -> Names<T> {
        let mut names = Names::of(self.properties, Spelling::AnyCase);
        for (alias, key) in self.aliases {
            names.add(alias, Some(key));
        }
        for fact in self.facts {
            names.add(fact, None);
        }
        names
    }

    /// Whether leaving out an entry that no plan holds loses anything.
    fn says_nothing(&self, entry: &Entry<'_>) -> bool {
        let is_usual =
            |(key, value): &(&str, &str)| entry.key.eq_ignore_ascii_case(key) && is(entry.value, value);
        is_empty(entry.value) || self.usual.iter().any(is_usual)
    }
}

fn is(node: &Node, usual: &str) -> bool {
    match &node.content {
        Content::Text(text) => text.eq_ignore_ascii_case(usual),
        Content::Bool(flag) => flag.to_string() == usual,
        Content::Number(number) => number.as_str() == usual,
        Content::Null | Content::List(_) | Content::Object(_) => false,
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.content {
        Content::Null => true,
        Content::Text(text) => text.is_empty(),
        Content::List(items) => items.iter().all(is_empty),
        Content::Object(Object(entries)) => entries.iter().all(|entry| is_empty(&entry.value)),
        Content::Bool(_) | Content::Number(_) => false,
    }
}

/// The levels that a resource's properties stand on, with their paths: ARM nests what the CLI and PowerShell have
/// flat.
fn levels<'a>(object: &'a Object, path: &str) -> impl Iterator<Item = (&'a Object, String)> {
    let nested = object.get("properties").and_then(Node::as_object);
    std::iter::once((object, path.to_owned())).chain(nested.map(|inner| (inner, below(path, "properties"))))
}

fn has(object: &Object, key: &str) -> bool {
    levels(object, "").any(|(level, _)| level.get(key).is_some())
}

/// Whether a `type` is that of a resource, not that of the machines behind a pool.
fn is_resource_type(kind: &str) -> bool {
    kind.contains('/')
}

/// Whether an object is a cluster, to judge by what it has.
pub(super) fn is_cluster(object: &Object) -> bool {
    levels(object, "").any(|(level, _)| level.get("agentPoolProfiles").and_then(Node::as_list).is_some())
}

/// Whether an object is a node pool, to judge by what it has.
pub(super) fn is_pool(object: &Object) -> bool {
    ["vmSize", "orchestratorVersion", "osType", "mode", "virtualMachinesProfile"]
        .iter()
        .any(|key| has(object, key))
}

/// The cluster that a pool says it belongs to.
pub(super) fn owner(pool: &Object) -> Cluster {
    let mut cluster = Cluster::default();
    let group = pool.text("resourceGroup").or_else(|| pool.text("resourceGroupName"));
    group.unwrap_or_default().clone_into(&mut cluster.resource_group);
    name_from_id(pool, &mut cluster);
    cluster
}

/// Takes the names that are not known otherwise out of a resource's id.
fn name_from_id(resource: &Object, cluster: &mut Cluster) {
    let mut parts = resource.text("id").unwrap_or_default().split('/');
    while let Some(part) = parts.next() {
        let name = match part.to_ascii_lowercase().as_str() {
            "resourcegroups" => &mut cluster.resource_group,
            "managedclusters" => &mut cluster.name,
            _ => continue,
        };
        if name.is_empty() {
            parts.next().unwrap_or_default().clone_into(name);
        }
    }
}

/// A reading of resources: what their expressions refer to, and the notes.
pub(super) struct Import<'a> {
    scope: Scope<'a>,
    pub(super) notes: &'a mut Notes,
    /// Whether the note about ConvertTo-Json was made.
    hinted: bool,
}

impl<'a> Import<'a> {
    /// Reads resources as a tool prints them, which hold no expressions.
    pub(super) fn new(notes: &'a mut Notes) -> Self {
        Self { scope: Scope::none(), notes, hinted: false }
    }

    /// Reads the resources of a template.
    pub(super) fn of_template(template: &'a Object, notes: &'a mut Notes) -> Self {
        Self { scope: Scope::of(template), notes, hinted: false }
    }

    /// A cluster with its pools.
    pub(super) fn cluster(&mut self, object: &Object, path: &str) -> Plan {
        let mut plan = Plan { cluster: self.resource(object, path, &CLUSTER), ..Plan::default() };
        name_from_id(object, &mut plan.cluster);
        // A template's version of the API binds the template, not the plan, unless it is too old for modes.
        plan.cluster.api_version = plan.cluster.api_version.filter(|version| version.as_str() < "2020-03-01");
        for (level, path) in levels(object, path) {
            if let Some(profiles) = level.get("agentPoolProfiles").and_then(Node::as_list) {
                plan.pools.extend(self.pools(profiles, &below(&path, "agentPoolProfiles")));
            }
        }
        plan
    }

    /// The node pools of a list.
    pub(super) fn pools(&mut self, items: &[Node], path: &str) -> Vec<NodePool> {
        let mut pools = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}[{index}]");
            match &item.content {
                Content::Object(object) => pools.push(self.pool(object, &path)),
                _ => self
                    .notes
                    .add_left_out(&path, format!("{} is no node pool; left out.", capital(item.kind()))),
            }
        }
        pools
    }

    /// A node pool.
    pub(super) fn pool(&mut self, object: &Object, path: &str) -> NodePool {
        let mut pool = self.resource(object, path, &POOL);
        // ARM names a child resource cluster/pool.
        let is_resource = object.text("type").is_some_and(is_resource_type);
        if let Some((_, name)) = pool.name.rsplit_once('/').filter(|_| is_resource) {
            pool.name = name.to_owned();
        }
        self.drop_spot_marks(&mut pool, path);
        pool
    }

    /// AKS marks Spot pools itself and refuses to be told so.
    fn drop_spot_marks(&mut self, pool: &mut NodePool, path: &str) {
        const LABEL: &str = "kubernetes.azure.com/scalesetpriority";
        const TAINT: &str = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";
        if !pool.is_spot() {
            return;
        }
        let is_marked = |taint: &String| taint == TAINT;
        let (has_label, has_taint) = (pool.labels.contains_key(LABEL), pool.taints.iter().any(is_marked));
        // Where only AKS said something, the plan says nothing.
        if has_label {
            pool.labels.remove(LABEL);
            if pool.labels.is_empty() {
                pool.labels = Stated::default();
            }
        }
        if has_taint {
            pool.taints.retain(|taint| !is_marked(taint));
            if pool.taints.is_empty() {
                pool.taints = Stated::default();
            }
        }
        if has_label || has_taint {
            self.notes.add(
                path,
                format!("AKS puts the label and the taint {LABEL} on Spot pools by itself; left out."),
            );
        }
    }

    /// The name of the cluster in the name of a child resource, if it says so.
    pub(super) fn parent(&mut self, child: &Object) -> Option<String> {
        let name = self.scope.resolve_parts(child.text("name")?);
        let (cluster, _) = name.split_once('/')?;
        Scope::is_closed(cluster).then(|| cluster.to_owned())
    }

    /// Reads the properties of a resource, and notes what no plan holds.
    fn resource<T: Default>(&mut self, object: &Object, path: &str, words: &Words<T>) -> T {
        let names = words.names();
        let mut owner = T::default();
        let mut left = Vec::new();
        if let Some(other) = object.get("properties").filter(|inner| inner.as_object().is_none()) {
            wrong_kind(other, "an object", &below(path, "properties"), self.notes);
        }
        for (level, path) in levels(object, path) {
            let sorted = names.sort(level, &path, self.notes);
            for (property, entry) in sorted.known {
                self.property(property, &entry, &mut owner);
            }
            for key in words.live {
                if let Some(value) = level.text(key) {
                    let (path, value) = (path.clone(), value.to_owned());
                    self.notes.facts.push(Fact { path, key, value });
                }
            }
            let lost = sorted.unknown.into_iter().filter(|entry| !words.says_nothing(entry));
            left.extend(lost.map(|entry| named(&entry.key)));
        }
        if !left.is_empty() {
            self.notes.add(path, format!("Not part of a plan, left out: {}.", left.join(", ")));
        }
        owner
    }

    fn property<T>(&mut self, property: &Property<T>, entry: &Entry<'_>, owner: &mut T) {
        // `type` is the kind of a resource above, and the kind of a pool below.
        if property.key == "type" && entry.value.as_text().is_some_and(is_resource_type) {
            return;
        }
        let resolved = if property.key == "name" {
            self.scope.resolve_name(entry.value, &entry.path, self.notes)
        } else {
            self.scope.resolve(entry.value, &entry.path, self.notes)
        };
        let Some(mut node) = resolved else { return };
        // What AKS is doing is read-only: rules need to know of it while it is not done, and nobody states it.
        if property.key == "provisioningState" && node.as_text() == property.default {
            return;
        }
        if let (Kind::Keyword(known), Some(text)) = (property.kind, node.as_text()) {
            node = Cow::Owned(self.word(known, text, &entry.path));
        }
        self.hint_at_powershell(property.kind, &node);
        take(property, &node, &entry.path, owner, self.notes);
    }

    /// Says once how ConvertTo-Json writes out words and deep objects, if it did not.
    fn hint_at_powershell(&mut self, kind: Kind, node: &Node) {
        let is_number = matches!(kind, Kind::Keyword(_)) && node.as_whole().is_some();
        let is_type =
            |text: &str| ["System.", "Microsoft.Azure.", "@{"].iter().any(|start| text.starts_with(start));
        let is_cut =
            matches!(kind, Kind::List | Kind::Map | Kind::Tree) && node.as_text().is_some_and(is_type);
        if (is_number || is_cut) && !std::mem::replace(&mut self.hinted, true) {
            let text = "ConvertTo-Json -Depth 10 -EnumsAsStrings (PowerShell 7) writes out what is cut off or a number here.";
            self.notes.add("$", text);
        }
    }

    /// A word in the plan's spelling: ARM takes words in any case.
    fn word(&mut self, known: &[&str], text: &str, path: &str) -> Node {
        if let Some(word) = known.iter().find(|word| word.eq_ignore_ascii_case(text)) {
            return Node::from(*word);
        }
        // What Base was called before.
        if text == "Basic" && known.contains(&"Base") {
            return Node::from("Base");
        }
        // The tier that is called Standard since 2023.
        if text == "Paid" && known.contains(&"Standard") {
            self.notes.add(path, "The tier Paid is called Standard today; read as Standard.");
            return Node::from("Standard");
        }
        Node::from(text)
    }
}
