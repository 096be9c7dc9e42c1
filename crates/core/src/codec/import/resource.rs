//! Clusters and node pools, as resources of ARM.

use std::borrow::Cow;

use crate::codec::note::{Fact, Notes, below, named};
use crate::codec::place::Written;
use crate::codec::table::{Entry, Names, Spelling, Unknown, is_read_only, read_as_written, take, wrong_kind};
use crate::plan::{
    CLUSTER_PROPERTIES, Cluster, Kind, NodePool, POOL_PROPERTIES, Property, Sku, Stated, UNKNOWN_PROPERTIES,
    Value,
};
use crate::syntax::{Content, Node, Object, Span};
use crate::text::{capital, in_sentence};

/// The keys that tools print for a type of resource, in addition to the properties of a plan.
struct Words<T: 'static> {
    properties: &'static [Property<T>],
    /// Other names of properties.
    aliases: &'static [(&'static str, &'static str)],
    /// What a live resource has and a plan does not: identity, state, and what follows from the rest.
    facts: &'static [&'static str],
    /// Those of them that tell what runs at the moment.
    live: &'static [&'static str],
    /// What isn't part of a plan either, and is AKS's default.
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

/// The keys of a cluster that only a plan has and no resource of Azure. They are known even if a resource as a whole
/// isn't.
pub(super) const OWN: &[&str] =
    &["existing", "partial", "purpose", "preview", "apiVersion", "azureCli", "subnets"];

impl<T> Words<T> {
    fn names(&self) -> Names<T> {
        let mut names = Names::from_table(self.properties, Spelling::AnyCase);
        for (alias, key) in self.aliases {
            names.add(alias, Some(key));
        }
        for fact in self.facts {
            names.add(fact, None);
        }
        names
    }

    /// Returns whether a path leads to a fact of a live resource, which isn't part of a plan.
    fn is_fact(&self, path: &str) -> bool {
        self.facts.iter().any(|fact| is_below(&fact.to_ascii_lowercase(), &path.to_ascii_lowercase()))
    }

    /// Returns the keys of the properties that a path leads to: those at it, above it or below it.
    fn keys_of(&self, open: &str, resource: &str, levels: &[String]) -> Vec<&'static str> {
        if open == below(resource, "properties") || open == resource {
            let keys = self.properties.iter().map(|property| property.key);
            return keys.filter(|key| !OWN.contains(key)).collect();
        }
        let own = self.properties.iter().map(|property| (property.key, property.key));
        let names = own.chain(self.aliases.iter().copied());
        let leads = |name: &str| {
            levels.iter().any(|level| {
                let rest = open.strip_prefix(level.as_str()).and_then(|rest| rest.strip_prefix('.'));
                rest.is_some_and(|rest| {
                    let (rest, name) = (rest.to_ascii_lowercase(), name.to_ascii_lowercase());
                    is_below(&name, &rest) || is_below(&rest, &name)
                })
            })
        };
        let mut keys: Vec<&'static str> = names.filter(|(name, _)| leads(name)).map(|(_, key)| key).collect();
        keys.dedup();
        keys
    }

    /// Returns whether leaving out an entry that no plan holds loses anything.
    fn states_nothing(&self, entry: &Entry<'_>) -> bool {
        let is_usual =
            |(key, value): &(&str, &str)| entry.key.eq_ignore_ascii_case(key) && is(entry.value, value);
        // What is kept is kept as it was stated, also an empty list.
        let is_kept = self.properties.iter().any(|property| property.key == UNKNOWN_PROPERTIES);
        let says_nothing = if is_kept { is_null(entry.value) } else { is_empty(entry.value) };
        says_nothing || self.usual.iter().any(is_usual)
    }
}

/// Returns whether a value is null, or has nothing but nulls in it, as az prints what is not there.
fn is_null(node: &Node) -> bool {
    match &node.content {
        Content::Null => true,
        Content::List(items) => !items.is_empty() && items.iter().all(is_null),
        Content::Object(Object(entries)) => {
            !entries.is_empty() && entries.iter().all(|entry| is_null(&entry.value))
        }
        Content::Text(_) | Content::Bool(_) | Content::Number(_) => false,
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

/// Returns whether a path is at another one or below it.
fn is_below(path: &str, inner: &str) -> bool {
    inner.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Returns the levels of a resource's properties, with their paths: ARM nests what the CLI and PowerShell have
/// flat.
fn levels<'a>(object: &'a Object, path: &str) -> impl Iterator<Item = (&'a Object, String)> {
    let nested = object.get("properties").and_then(Node::as_object);
    std::iter::once((object, path.to_owned())).chain(nested.map(|inner| (inner, below(path, "properties"))))
}

/// Returns whether a resource has something else than an object where its properties are.
fn is_unreadable(resource: &Object) -> bool {
    resource.get("properties").is_some_and(|inner| inner.as_object().is_none() && !inner.is_null())
}

fn has(object: &Object, key: &str) -> bool {
    levels(object, "").any(|(level, _)| level.get(key).is_some())
}

/// Returns whether a `type` is that of a resource, not that of the machines behind a pool.
fn is_resource_type(kind: &str) -> bool {
    kind.contains('/')
}

/// Returns whether an object looks like a cluster: it has keys that only clusters have.
pub(super) fn is_cluster(object: &Object) -> bool {
    let is_type = |kind: &str| kind.eq_ignore_ascii_case("Microsoft.ContainerService/managedClusters");
    let has_pools = |level: &Object| level.get("agentPoolProfiles").is_some_and(Node::is_container);
    let is_automatic = |sku: &Node| {
        sku.as_object()
            .and_then(|sku| sku.text("name"))
            .is_some_and(|name| name.eq_ignore_ascii_case("Automatic"))
    };
    object.text("type").is_some_and(is_type)
        || levels(object, "").any(|(level, _)| has_pools(level))
        || object.get("sku").is_some_and(is_automatic) && object.text("location").is_some()
}

/// Returns whether an object looks like a node pool: it has keys that only node pools have.
pub(super) fn is_pool(object: &Object) -> bool {
    const KEYS: [&str; 10] = [
        "vmSize",
        "orchestratorVersion",
        "osType",
        "osSKU",
        "mode",
        "virtualMachinesProfile",
        "nodeImageVersion",
        "nodeLabels",
        "nodeTaints",
        "scaleSetPriority",
    ];
    KEYS.iter().any(|key| has(object, key))
}

/// Returns the cluster that a pool says it belongs to.
pub(super) fn owner(pool: &Object) -> Cluster {
    let mut cluster = Cluster::default();
    let group = pool.text("resourceGroup").or_else(|| pool.text("resourceGroupName"));
    group.unwrap_or_default().clone_into(&mut cluster.resource_group);
    name_from_id(pool, &mut cluster);
    cluster
}

/// Sets the names that aren't known otherwise, from a resource's ID.
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

/// A cluster that was read, and where it is written in the text.
#[derive(Debug, Default)]
pub(super) struct ReadCluster {
    pub(super) cluster: Cluster,
    pub(super) written: Written<Span>,
    /// Properties that aren't known.
    pub(super) unknown: Vec<&'static str>,
    pub(super) pools: Vec<ReadPool>,
    /// Whether it may have more pools than those.
    pub(super) has_unknown_pools: bool,
}

/// A node pool that was read, and where it is written in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadPool {
    pub(super) pool: NodePool,
    pub(super) written: Written<Span>,
    /// Properties that aren't known.
    pub(super) unknown: Vec<&'static str>,
}

/// A value that isn't known: its path, and a sentence about it.
pub(super) type OpenValue = (String, String);

/// What isn't known of a cluster without its pools: a row of a query, or a template that sets a few properties of a
/// cluster that exists, as those of add-ons do (Azure/prometheus-collector,
/// AddonArmTemplate/FullAzureMonitorMetricsProfile.json, read 2026-11-29).
const NO_POOLS: &str = "The cluster has no agentPoolProfiles, so its node pools aren't known. AKS refuses to create a cluster without any; az aks show -o json prints those of one that exists.";

/// The state while resources are read: the notes so far, and the values that aren't known.
pub(super) struct Import<'a> {
    pub(super) notes: &'a mut Notes,
    /// What isn't known of the resource that is read. Lists have `null` in its place, objects nothing.
    open: Vec<OpenValue>,
    /// Whether the note about ConvertTo-Json was made.
    hinted: bool,
    /// Whether the resources are an answer about what exists, in which each pool has a mode.
    is_answer: bool,
}

impl<'a> Import<'a> {
    /// Reads a resource of which some values aren't known.
    pub(super) fn with_open(notes: &'a mut Notes, open: Vec<OpenValue>) -> Self {
        Self { notes, open, hinted: false, is_answer: false }
    }

    /// Reads pools as an answer about what exists: one without a mode has one that a query left out.
    pub(super) fn of_answer(self) -> Self {
        Self { is_answer: true, ..self }
    }

    /// Returns a cluster with its pools.
    pub(super) fn cluster(&mut self, object: &Object, span: Span, path: &str) -> ReadCluster {
        let (mut cluster, unknown) = self.resource(object, path, &CLUSTER);
        let properties = std::mem::take(&mut self.notes.spans);
        name_from_id(object, &mut cluster);
        // A template's version of the API binds the template, not the plan, unless it is too old for modes.
        cluster.api_version = cluster.api_version.filter(|version| version.as_str() < "2020-03-01");
        let mut read = ReadCluster {
            cluster,
            unknown,
            written: Written { start: Some(span), properties },
            ..ReadCluster::default()
        };
        let is_whole = |open: &str| open == path || open == below(path, "properties");
        read.has_unknown_pools |= is_unreadable(object) || self.open.iter().any(|(open, _)| is_whole(open));
        for (level, path) in levels(object, path) {
            let path = below(&path, "agentPoolProfiles");
            read.has_unknown_pools |= self.note_unknown_items(&path);
            match level.get("agentPoolProfiles") {
                Some(Node { content: Content::List(items), span }) => {
                    read.has_unknown_pools |= items.iter().any(|item| item.as_object().is_none());
                    read.pools.extend(self.pools(items, *span, &path));
                }
                // PowerShell makes an object of a list with one element.
                Some(Node { content: Content::Object(object), span }) => {
                    read.pools.push(self.pool(object, *span, &path));
                }
                Some(other) if other.is_null() => {}
                Some(other) => {
                    wrong_kind(other, "a list of objects", &path, self.notes);
                    read.has_unknown_pools = true;
                }
                None => {}
            }
        }
        let is_silent = !has(object, "agentPoolProfiles") && !read.has_unknown_pools;
        if is_silent && read.cluster.sku != Some(Sku::Automatic) {
            self.notes.add_left_out(path, NO_POOLS);
            read.has_unknown_pools = true;
        }
        read
    }

    /// Notes that a list or an element of it isn't known.
    fn note_unknown_items(&mut self, list: &str) -> bool {
        let is_item = |path: &str| {
            let index = path.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']'));
            index.is_some_and(|index| index.chars().all(|c| c.is_ascii_digit()))
        };
        let mut found = false;
        for (path, sentence) in &self.open {
            if path == list || is_item(path) {
                self.notes.add_left_out(path, sentence.as_str());
                found = true;
            }
        }
        found
    }

    /// Returns the node pools of a list. One that an expression made is where the list is.
    pub(super) fn pools(&mut self, items: &[Node], list: Span, path: &str) -> Vec<ReadPool> {
        let mut pools = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}[{index}]");
            match &item.content {
                Content::Object(object) => {
                    let span = if item.span == Span::default() { list } else { item.span };
                    pools.push(self.pool(object, span, &path));
                }
                Content::Null if self.open.iter().any(|(open, _)| *open == path) => {}
                _ => self
                    .notes
                    .add_left_out(&path, format!("{} isn't a node pool; left out.", capital(item.kind()))),
            }
        }
        pools
    }

    /// Returns a node pool.
    pub(super) fn pool(&mut self, object: &Object, span: Span, path: &str) -> ReadPool {
        let (mut pool, mut unknown) = self.resource(object, path, &POOL);
        let properties = std::mem::take(&mut self.notes.spans);
        // ARM names a child resource cluster/pool.
        let is_resource = object.text("type").is_some_and(is_resource_type);
        if let Some((_, name)) = pool.name.rsplit_once('/').filter(|_| is_resource) {
            pool.name = name.to_owned();
        }
        self.drop_spot_marks(&mut pool, path);
        if self.is_answer && pool.mode.is_none() && !unknown.contains(&"mode") {
            self.notes.add_left_out(
                path,
                "The mode of this pool isn\u{2019}t in the text; a query may have left it out.",
            );
            unknown.push("mode");
        }
        ReadPool { pool, unknown, written: Written { start: Some(span), properties } }
    }

    /// AKS marks Spot pools by itself and refuses the mark in a request.
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

    /// Reads the properties of a resource, and notes what no plan holds.
    fn resource<T: Default>(
        &mut self,
        object: &Object,
        path: &str,
        words: &Words<T>,
    ) -> (T, Vec<&'static str>) {
        let names = words.names();
        let others = words.properties.iter().find(|property| property.key == UNKNOWN_PROPERTIES);
        let mut owner = T::default();
        let (mut left, mut kept) = (Vec::new(), Unknown::default());
        // What is of another kind than expected was not read: no rule may take it for silence.
        let mut unread = Vec::new();
        if let Some(other) = object.get("properties").filter(|_| is_unreadable(object)) {
            wrong_kind(other, "an object", &below(path, "properties"), self.notes);
            unread.extend(words.properties.iter().map(|property| property.key));
        }
        let is_nested = object.get("properties").is_some_and(|inner| inner.as_object().is_some());
        let mut around = Vec::new();
        for (depth, (level, path)) in levels(object, path).enumerate() {
            let is_around = is_nested && depth == 0;
            let sorted = names.sort(level, &path, self.notes);
            unread.append(&mut self.notes.unread);
            for (property, entry) in sorted.known {
                let (before, known) = (self.notes.left_out, property.get(&owner));
                self.property(property, &entry, &mut owner);
                if self.notes.left_out > before {
                    // Part of a list or an object would be another one.
                    property.put(&mut owner, known);
                    unread.push(property.key);
                }
            }
            for key in words.live {
                if let Some(value) = level.text(key) {
                    let (path, value) = (path.clone(), value.to_owned());
                    self.notes.facts.push(Fact { path, key, value });
                }
            }
            for entry in sorted.unknown.into_iter().filter(|entry| !words.states_nothing(entry)) {
                if others.is_some() && is_read_only(&entry.key) {
                    continue;
                }
                // Around ARM's `properties` are things of the resource, such as a template's condition.
                if others.is_some() && is_around {
                    around.push(named(&entry.key));
                    continue;
                }
                left.push(named(&entry.key));
                if others.is_some() {
                    let value = read_as_written(entry.value, &entry.path, self.notes);
                    kept.add(&entry, value);
                }
            }
        }
        if let Some(others) = others.filter(|_| !kept.0.is_empty()) {
            others.put(&mut owner, Some(Value::Tree(kept.0)));
        }
        let mut lost = if others.is_some() { around } else { std::mem::take(&mut left) };
        let mut unknown = self.unknown(object, path, words, &mut lost);
        // Where a whole body isn't known, what is beside it may be.
        unknown.retain(|key| {
            let property = words.properties.iter().find(|property| property.key == *key);
            let is_beside = matches!(*key, "name" | "location" | "resourceGroup" | "tags" | "identity.type");
            !is_beside || property.is_none_or(|property| property.get(&owner).is_none())
        });
        unknown.extend(unread.into_iter().filter(|key| {
            let property = words.properties.iter().find(|property| property.key == *key);
            property.is_some_and(|property| property.get(&owner).is_none())
        }));
        if !lost.is_empty() {
            self.notes.add(path, format!("Not part of a plan, left out: {}.", lost.join(", ")));
        }
        if !left.is_empty() {
            self.notes.add(
                path,
                format!("Kept, not checked: {}. Poolwright doesn\u{2019}t know it.", left.join(", ")),
            );
        }
        (owner, unknown)
    }

    /// Notes which properties of a resource aren't known, and returns their keys. What no plan has is added to what is
    /// left out.
    fn unknown<T>(
        &mut self,
        object: &Object,
        path: &str,
        words: &Words<T>,
        left: &mut Vec<String>,
    ) -> Vec<&'static str> {
        let mut unknown = Vec::new();
        let levels: Vec<String> = match object.get("properties") {
            None => vec![below(path, "properties"), path.to_owned()],
            Some(_) => levels(object, path).map(|(_, path)| path).collect(),
        };
        for (open, sentence) in &self.open {
            let keys = words.keys_of(open, path, &levels);
            if !keys.is_empty() {
                self.notes.add_left_out(open, sentence.as_str());
                unknown.extend(keys);
                continue;
            }
            let below = |level: &String| open.strip_prefix(level.as_str())?.strip_prefix('.');
            let Some(key) = levels.iter().rev().find_map(below).filter(|key| !words.is_fact(key)) else {
                continue;
            };
            if !left.iter().any(|known| is_below(known, key)) {
                left.push(named(key));
            }
        }
        unknown
    }

    fn property<T>(&mut self, property: &Property<T>, entry: &Entry<'_>, owner: &mut T) {
        // `type` is the kind of a resource above, and the kind of a pool below.
        if property.key == "type" && entry.value.as_text().is_some_and(is_resource_type) {
            return;
        }
        // Part of a list would be another list.
        if property.kind == Kind::List && self.open.iter().any(|(open, _)| is_below(&entry.path, open)) {
            return;
        }
        let mut node = Cow::Borrowed(entry.value);
        // What AKS is doing is read-only: rules need to know of it while it is not done, and nobody states it.
        if property.key == "provisioningState" {
            match node.as_text() {
                text if text == property.default => return,
                Some("Failed") => {
                    self.notes.add(&entry.path, "The last operation failed: provisioningState is Failed.");
                }
                Some(state) => {
                    self.notes.add(
                        &entry.path,
                        format!("An operation isn't finished: provisioningState is {}.", in_sentence(state)),
                    );
                }
                None => {}
            }
        }
        if let (Kind::Keyword(known), Some(text)) = (property.kind, node.as_text()) {
            node = Cow::Owned(self.word(known, text, &entry.path));
        }
        self.hint_at_powershell(property.kind, &node);
        take(property, &node, &entry.path, owner, self.notes);
    }

    /// Says once how ConvertTo-Json writes out words, if it wrote numbers.
    fn hint_at_powershell(&mut self, kind: Kind, node: &Node) {
        let is_number = matches!(kind, Kind::Keyword(_)) && node.as_whole().is_some();
        if is_number && !std::mem::replace(&mut self.hinted, true) {
            let text = "ConvertTo-Json -Depth 100 -EnumsAsStrings (PowerShell 7) writes words instead of numbers here.";
            self.notes.add("$", text);
        }
    }

    /// Returns a word in the plan's spelling: ARM takes words in any case.
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
