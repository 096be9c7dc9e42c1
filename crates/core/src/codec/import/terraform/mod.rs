//! Terraform plans and states as JSON: `terraform show -json` of either, and state files of version 4.
//!
//! The provider is azurerm, or azapi, whose resources are ARM's own. A plan has two sides: what is there before it, and
//! what it makes of that.

use super::layout::Layout;
use super::not_a_plan;
use super::resource::{Import, OpenValue, ReadCluster, ReadPool};
use crate::codec::note::{Notes, below, named};
use crate::codec::read::{ReadError, Source};
use crate::plan::azurerm::{OF_CLUSTER, OF_POOL, OF_TREES, RENAMED};
use crate::quote::hcl::argument;
use crate::syntax::{Content, Entry, Node, Object, Span};
use crate::text::shown;

/// Returns whether an object is a Terraform plan or state.
pub(super) fn is_terraform(object: &Object) -> bool {
    let has_version = object.get("terraform_version").is_some() || object.get("format_version").is_some();
    let parts = ["resource_changes", "planned_values", "values", "resources", "serial"];
    has_version && parts.iter().any(|key| object.get(key).is_some())
}

/// A resource of a plan or a state.
struct Resource<'a> {
    /// Its address: `module.aks["eu"].azurerm_kubernetes_cluster.this[0]`.
    address: String,
    kind: &'a str,
    /// Its path in the document.
    path: String,
    span: Span,
    before: Option<&'a Object>,
    after: Option<&'a Object>,
    /// What isn't known of `after` before it is made.
    unknown: Option<&'a Node>,
    /// The expressions of its configuration, if that is at hand: what it sets itself.
    expressions: Option<&'a Object>,
    /// The arguments for which Terraform deletes it and creates it again; empty where it doesn't say.
    replaced: Option<Vec<String>>,
}

const CLUSTER: &str = "azurerm_kubernetes_cluster";
const AUTOMATIC: &str = "azurerm_kubernetes_automatic_cluster";
const POOL: &str = "azurerm_kubernetes_cluster_node_pool";
/// Changes some properties of a resource that another one creates.
const UPDATE: &str = "azapi_update_resource";

impl Resource<'_> {
    fn is_update(&self) -> bool {
        self.kind == UPDATE
    }
}

/// Reads all clusters of a plan or a state.
pub(super) fn read(object: &Object) -> Result<Vec<Layout>, ReadError> {
    let mut resources = Vec::new();
    let source = if let Some(changes) = object.get("resource_changes").and_then(Node::as_list) {
        collect_changes(changes, &mut resources);
        Source::TerraformPlan
    } else if let Some(root) = object.get("values").and_then(|values| values.as_object()?.get("root_module"))
    {
        collect_module(root, "$.values.root_module", 0, &mut resources);
        Source::TerraformState
    } else if let Some(root) =
        object.get("planned_values").and_then(|values| values.as_object()?.get("root_module"))
    {
        collect_module(root, "$.planned_values.root_module", 0, &mut resources);
        Source::TerraformPlan
    } else {
        collect_state(object.get("resources").and_then(Node::as_list).unwrap_or_default(), &mut resources);
        Source::TerraformState
    };
    let configuration =
        object.get("configuration").and_then(|node| node.as_object()?.get("root_module")?.as_object());
    for resource in &mut resources {
        resource.expressions = Side { before: false, configuration }.expressions(&resource.address);
    }
    let side = |before: bool| Side { before, configuration }.groups(&resources);
    let groups = side(false);
    let before = if source == Source::TerraformPlan { side(true) } else { Vec::new() };
    if groups.is_empty() && before.is_empty() {
        let what = if source == Source::TerraformPlan { "plan" } else { "state" };
        return Err(not_a_plan(format!("A Terraform {what} without an AKS cluster or node pool")));
    }
    let mut layouts = Vec::new();
    for group in &groups {
        let mut layout = Layout::new(ReadCluster::default(), source, Notes::default());
        let earlier = before.iter().find(|other| other.key == group.key);
        layout.baseline = earlier.map(|group| group.read(&mut Notes::default()));
        layout.read = group.read(&mut layout.notes);
        layouts.push(layout);
    }
    for gone in before.iter().filter(|group| groups.iter().all(|other| other.key != group.key)) {
        let name = shown(&gone.key);
        for layout in &mut layouts {
            layout
                .notes
                .add("$", format!("The plan deletes the cluster {name}; it isn't part of what was read."));
        }
    }
    if layouts.is_empty() {
        return Err(not_a_plan("A Terraform plan that deletes all AKS clusters and node pools"));
    }
    Ok(layouts)
}

fn collect_changes<'a>(changes: &'a [Node], resources: &mut Vec<Resource<'a>>) {
    for (index, node) in changes.iter().enumerate() {
        let Some(resource) = node.as_object().filter(|one| one.text("mode") != Some("data")) else {
            continue;
        };
        let Some(change) = resource.get("change").and_then(Node::as_object) else { continue };
        let actions = change.get("actions").and_then(Node::as_list).unwrap_or_default();
        let before = change.get("before").and_then(Node::as_object);
        // What Terraform forgets stays in Azure.
        let is_forgotten = actions.iter().any(|action| action.as_text() == Some("forget"));
        let after = if is_forgotten { before } else { change.get("after").and_then(Node::as_object) };
        resources.push(Resource {
            address: resource.text("address").unwrap_or_default().to_owned(),
            kind: resource.text("type").unwrap_or_default(),
            path: format!("$.resource_changes[{index}].change"),
            span: node.span,
            before,
            after,
            unknown: change.get("after_unknown"),
            expressions: None,
            replaced: replaced(change, actions),
        });
    }
}

/// Returns for which arguments a change deletes a resource and creates it again, if it does.
fn replaced(change: &Object, actions: &[Node]) -> Option<Vec<String>> {
    let has = |wanted: &str| actions.iter().any(|action| action.as_text() == Some(wanted));
    if !has("delete") || !has("create") {
        return None;
    }
    let paths = change.get("replace_paths").and_then(Node::as_list).unwrap_or_default().iter();
    let path = |path: &Node| {
        let steps: Vec<&str> = path.as_list()?.iter().filter_map(Node::as_text).collect();
        (!steps.is_empty()).then(|| steps.join("."))
    };
    Some(paths.filter_map(path).collect())
}

/// Collects the resources of a module and of the modules in it.
fn collect_module<'a>(module: &'a Node, path: &str, depth: usize, resources: &mut Vec<Resource<'a>>) {
    let Some(module) = module.as_object().filter(|_| depth < 50) else { return };
    for (index, node) in
        module.get("resources").and_then(Node::as_list).unwrap_or_default().iter().enumerate()
    {
        let Some(resource) = node.as_object().filter(|one| one.text("mode") != Some("data")) else {
            continue;
        };
        let values = resource.get("values").and_then(Node::as_object);
        resources.push(Resource {
            address: resource.text("address").unwrap_or_default().to_owned(),
            kind: resource.text("type").unwrap_or_default(),
            path: format!("{path}.resources[{index}]"),
            span: node.span,
            before: None,
            after: values,
            unknown: None,
            expressions: None,
            replaced: None,
        });
    }
    for (index, child) in
        module.get("child_modules").and_then(Node::as_list).unwrap_or_default().iter().enumerate()
    {
        collect_module(child, &format!("{path}.child_modules[{index}]"), depth + 1, resources);
    }
}

/// Collects the resources of a state file.
fn collect_state<'a>(list: &'a [Node], resources: &mut Vec<Resource<'a>>) {
    for (place, node) in list.iter().enumerate() {
        let Some(resource) = node.as_object().filter(|one| one.text("mode") != Some("data")) else {
            continue;
        };
        let kind = resource.text("type").unwrap_or_default();
        let module = resource.text("module").map(|module| format!("{module}.")).unwrap_or_default();
        let name = resource.text("name").unwrap_or_default();
        let instances = resource.get("instances").and_then(Node::as_list).unwrap_or_default();
        for (index, instance) in instances.iter().enumerate() {
            let Some(object) = instance.as_object() else { continue };
            let key = match object.get("index_key").map(|key| &key.content) {
                Some(Content::Text(key)) => format!("[{}]", crate::text::quoted(key)),
                Some(Content::Number(number)) => format!("[{}]", number.plain()),
                _ => String::new(),
            };
            resources.push(Resource {
                address: format!("{module}{kind}.{name}{key}"),
                kind,
                path: format!("$.resources[{place}].instances[{index}]"),
                span: instance.span,
                before: None,
                after: object.get("attributes").and_then(Node::as_object),
                unknown: None,
                expressions: None,
                replaced: None,
            });
        }
    }
}

/// One side of a plan, or a state.
struct Side<'a> {
    before: bool,
    configuration: Option<&'a Object>,
}

/// A cluster and its pools on one side.
struct Group<'a> {
    /// The address of the cluster, or the id of a cluster that isn't in the document.
    key: String,
    cluster: Option<(&'a Resource<'a>, &'a Object)>,
    pools: Vec<(&'a Resource<'a>, &'a Object)>,
    /// Changes of azapi to the cluster or to its pools, which other resources create.
    updates: Vec<(Kind, &'a Resource<'a>, &'a Object)>,
    /// Sentences about pools whose cluster isn't known, with their paths.
    lost: Vec<(String, String)>,
    /// Other sentences, with their paths.
    remarks: Vec<(String, String)>,
    before: bool,
}

impl<'a> Side<'a> {
    fn groups(&self, resources: &'a [Resource<'a>]) -> Vec<Group<'a>> {
        let values = |one: &'a Resource<'a>| Some((one, if self.before { one.before } else { one.after }?));
        let new = |key: String, cluster| Group {
            key,
            cluster,
            pools: Vec::new(),
            updates: Vec::new(),
            lost: Vec::new(),
            remarks: Vec::new(),
            before: self.before,
        };
        let mut groups: Vec<Group<'a>> = Vec::new();
        for (resource, values) in resources.iter().filter_map(values) {
            if kind_of(resource, values) == Some(Kind::Cluster) && !resource.is_update() {
                groups.push(new(resource.address.clone(), Some((resource, values))));
            }
        }
        let clusters = groups.len();
        for (resource, values) in resources.iter().filter_map(values) {
            if kind_of(resource, values) != Some(Kind::Pool) || resource.is_update() {
                continue;
            }
            let id = values.text("kubernetes_cluster_id").or_else(|| values.text("parent_id"));
            let place = self.place(resource, id, &groups, clusters);
            let is_first = groups.is_empty();
            match (place.and_then(|place| groups.get_mut(place)), id) {
                (Some(group), _) => group.pools.push((resource, values)),
                // A cluster that this Terraform project doesn't manage.
                (None, Some(id)) => {
                    let mut group = new(id.to_owned(), None);
                    group.pools.push((resource, values));
                    groups.push(group);
                }
                (None, None) if is_first => {
                    let mut group = new(String::new(), None);
                    group.pools.push((resource, values));
                    groups.push(group);
                }
                (None, None) => {
                    let text = format!(
                        "The cluster of {} isn't known before it is made; left out.",
                        shown(&resource.address)
                    );
                    groups
                        .iter_mut()
                        .for_each(|group| group.lost.push((resource.path.clone(), text.clone())));
                }
            }
        }
        for (resource, values) in resources.iter().filter_map(values).filter(|(one, _)| one.is_update()) {
            let Some(kind) = kind_of(resource, values) else { continue };
            let parent = values.text("parent_id");
            let id = match (kind, values.text("resource_id")) {
                (Kind::Cluster, Some(id)) => Some(id.to_owned()),
                (Kind::Pool, Some(id)) => id.rsplit_once("/agentPools/").map(|(id, _)| id.to_owned()),
                (Kind::Pool, None) => parent.map(str::to_owned),
                (Kind::Cluster, None) => parent.zip(values.text("name")).map(|(parent, name)| {
                    format!("{parent}/providers/Microsoft.ContainerService/managedClusters/{name}")
                }),
            };
            let place = self.place(resource, id.as_deref(), &groups, clusters);
            match place.and_then(|place| groups.get_mut(place)) {
                Some(group) => group.updates.push((kind, resource, values)),
                None => {
                    let text = format!(
                        "{} changes a resource that isn't in this document; left out.",
                        shown(&resource.address)
                    );
                    groups
                        .iter_mut()
                        .for_each(|group| group.remarks.push((resource.path.clone(), text.clone())));
                }
            }
        }
        groups
    }

    /// Returns the group of the cluster with an id, or of the one that the configuration refers to.
    fn place(
        &self,
        resource: &Resource<'_>,
        id: Option<&str>,
        groups: &[Group<'_>],
        clusters: usize,
    ) -> Option<usize> {
        let place = match id {
            Some(id) => groups.iter().position(|group| group.has_id(id)),
            None => self.referred(resource, groups),
        };
        place.or((clusters == 1 && id.is_none()).then_some(0))
    }

    /// Returns the group of the cluster that a pool's configuration refers to.
    fn referred(&self, pool: &Resource<'_>, groups: &[Group<'_>]) -> Option<usize> {
        let (module, name, _) = split_address(&pool.address);
        let module: Vec<String> = module.into_iter().map(|step| without_key(&step).to_owned()).collect();
        let arguments = ["kubernetes_cluster_id", "parent_id", "resource_id"];
        let cluster = self.resolve(&module, &name, &arguments)?;
        let candidates: Vec<usize> = groups
            .iter()
            .enumerate()
            .filter(|(_, group)| without_keys(&group.key) == cluster)
            .map(|(place, _)| place)
            .collect();
        // Of several by count or for_each, the one around the pool, or with the pool's own key.
        let (own_modules, _, own_key) = split_address(&pool.address);
        let address = |place: &usize| groups.get(*place).map(|group| split_address(&group.key));
        let is_around =
            |place: &&usize| address(place).is_some_and(|(modules, ..)| own_modules.starts_with(&modules));
        let around: Vec<usize> = candidates.iter().filter(is_around).copied().collect();
        let has_key = |place: &&usize| address(place).is_some_and(|(_, _, key)| key == own_key);
        match around.as_slice() {
            [one] => Some(*one),
            [] => {
                if let [one] = candidates.as_slice() {
                    Some(*one)
                } else {
                    None
                }
            }
            several => several.iter().find(has_key).copied(),
        }
    }

    /// Returns the address of the resource, without keys, that an argument of another refers to.
    fn resolve(&self, module: &[String], name: &str, arguments: &[&str]) -> Option<String> {
        let expressions = self.expressions_of(module, name)?;
        let expression = arguments.iter().find_map(|argument| expressions.get(argument)?.as_object())?;
        self.follow(module, expression, 0)
    }

    /// Returns the expressions of the resource at an address.
    fn expressions(&self, address: &str) -> Option<&'a Object> {
        let (module, name, _) = split_address(address);
        let module: Vec<String> = module.into_iter().map(|step| without_key(&step).to_owned()).collect();
        self.expressions_of(&module, &name)
    }

    fn expressions_of(&self, module: &[String], name: &str) -> Option<&'a Object> {
        let inside = self.module(module)?;
        let resources = inside.get("resources")?.as_list()?.iter().filter_map(Node::as_object);
        let resource = resources.rev().find(|one| one.text("address") == Some(name))?;
        resource.get("expressions")?.as_object()
    }

    /// Follows the references of an expression, through variables of modules.
    fn follow(&self, module: &[String], expression: &Object, depth: usize) -> Option<String> {
        let references = expression.get("references")?.as_list()?.iter().filter_map(Node::as_text);
        for reference in references.filter(|_| depth < 20) {
            if let Some(variable) = reference.strip_prefix("var.") {
                let (call, outer) = module.split_last()?;
                let calls = self.module(outer)?.get("module_calls")?.as_object()?;
                let arguments =
                    calls.get(call.strip_prefix("module.")?)?.as_object()?.get("expressions")?.as_object()?;
                let variable = variable.split(['.', '[']).next().unwrap_or_default();
                if let Some(found) =
                    arguments.get(variable).and_then(|next| self.follow(outer, next.as_object()?, depth + 1))
                {
                    return Some(found);
                }
                continue;
            }
            let mut parts = reference.split('.');
            let (Some(kind), Some(name)) = (parts.next(), parts.next()) else { continue };
            let name = name.split('[').next().unwrap_or_default();
            if kind == "module" {
                // What a module returns: its own cluster, if it has one.
                let inner: Vec<String> = module.iter().cloned().chain([format!("module.{name}")]).collect();
                let output = parts.next().unwrap_or_default().split('[').next().unwrap_or_default();
                let outputs = self
                    .module(&inner)
                    .and_then(|inner| inner.get("outputs")?.as_object()?.get(output)?.as_object());
                let expression = outputs.and_then(|output| output.get("expression")?.as_object());
                if let Some(found) = expression.and_then(|next| self.follow(&inner, next, depth + 1)) {
                    return Some(found);
                }
            } else if matches!(kind, CLUSTER | AUTOMATIC | "azapi_resource") {
                let path: Vec<&str> = module.iter().map(String::as_str).collect();
                let address = format!("{kind}.{name}");
                return Some([path.as_slice(), &[&address]].concat().join("."));
            }
        }
        None
    }

    /// Returns the configuration of a module by its steps: `module.a`.
    fn module(&self, steps: &[String]) -> Option<&'a Object> {
        let mut module = self.configuration?;
        for step in steps {
            let calls = module.get("module_calls")?.as_object()?;
            module = calls.get(step.strip_prefix("module.")?)?.as_object()?.get("module")?.as_object()?;
        }
        Some(module)
    }
}

/// Splits an address into its modules, the resource without its key, and its key.
fn split_address(address: &str) -> (Vec<String>, String, String) {
    let parts = parts_of(address);
    let mut modules = Vec::new();
    let mut rest = parts.as_slice();
    while let [first, name, others @ ..] = rest
        && *first == "module"
        && others.len() > 1
    {
        modules.push(format!("module.{name}"));
        rest = others;
    }
    let resource = rest.join(".");
    let name = without_key(&resource).to_owned();
    let key = resource.get(name.len()..).unwrap_or_default().to_owned();
    (modules, name, key)
}

/// Returns the parts of an address between its dots; a key in brackets may have dots.
fn parts_of(address: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_text, mut is_key) = (0, false, false);
    for (offset, letter) in address.char_indices() {
        match letter {
            '"' => is_text = !is_text,
            '[' if !is_text => is_key = true,
            ']' if !is_text => is_key = false,
            '.' if !is_text && !is_key => {
                parts.push(address.get(start..offset).unwrap_or_default());
                start = offset + 1;
            }
            _ => {}
        }
    }
    parts.push(address.get(start..).unwrap_or_default());
    parts
}

fn without_key(step: &str) -> &str {
    step.split_once('[').map_or(step, |(name, _)| name)
}

fn without_keys(address: &str) -> String {
    parts_of(address).into_iter().map(without_key).collect::<Vec<_>>().join(".")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cluster,
    Pool,
}

fn kind_of(resource: &Resource<'_>, values: &Object) -> Option<Kind> {
    match resource.kind {
        CLUSTER | AUTOMATIC => Some(Kind::Cluster),
        POOL => Some(Kind::Pool),
        "azapi_resource" | UPDATE => {
            let kind = values.text("type")?.split('@').next()?.to_ascii_lowercase();
            match kind.as_str() {
                "microsoft.containerservice/managedclusters" => Some(Kind::Cluster),
                "microsoft.containerservice/managedclusters/agentpools" => Some(Kind::Pool),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Group<'_> {
    /// Returns whether the cluster has an id; ARM ignores the case of ids.
    fn has_id(&self, id: &str) -> bool {
        let Some((_, values)) = &self.cluster else { return self.key.eq_ignore_ascii_case(id) };
        match values.text("id") {
            Some(own) => own.eq_ignore_ascii_case(id),
            None => {
                let mut parts = id.rsplit('/');
                let name = parts.next().unwrap_or_default();
                let group = id.split('/').nth(4).unwrap_or_default();
                let is_same = |key: &str, part: &str| {
                    values.text(key).is_some_and(|text| text.eq_ignore_ascii_case(part))
                };
                is_same("name", name)
                    && (values.get("resource_group_name").is_none() || is_same("resource_group_name", group))
            }
        }
    }

    fn read(&self, notes: &mut Notes) -> ReadCluster {
        let mut read = match &self.cluster {
            Some((resource, values)) => self.read_cluster(resource, values, notes),
            None => {
                let mut read = ReadCluster::default();
                read.cluster.existing = true;
                let mut parts = self.key.split('/').skip(4).step_by(4);
                parts.next().unwrap_or_default().clone_into(&mut read.cluster.resource_group);
                parts.next().unwrap_or_default().clone_into(&mut read.cluster.name);
                read
            }
        };
        if let Some((resource, _)) = &self.cluster {
            note_replaced(resource, &format!("the cluster {}", shown(&read.cluster.name)), notes);
        }
        for (resource, values) in &self.pools {
            let pool = self.read_pool(resource, values, notes);
            note_replaced(resource, &format!("the pool {}", shown(&pool.pool.name)), notes);
            read.pools.push(pool);
        }
        for (kind, resource, values) in &self.updates {
            let name = update_name(values);
            if *kind == Kind::Pool && read.pools.iter().all(|read| name != Some(read.pool.name.as_str())) {
                let address = shown(&resource.address);
                let text = match name {
                    Some(name) => format!(
                        "{address} changes the pool {}, which isn't in this document; left out.",
                        shown(name)
                    ),
                    None => format!(
                        "{address} changes a pool whose name isn't known before it is made; left out."
                    ),
                };
                notes.add_left_out(&resource.path, text);
            }
        }
        for (path, text) in &self.lost {
            notes.add_left_out(path, text.as_str());
            read.has_unknown_pools = true;
        }
        for (path, text) in &self.remarks {
            notes.add_left_out(path, text.as_str());
        }
        read
    }

    /// Lays the changes of azapi over a resource. `pool` is the name of the pool, or nothing for the cluster.
    fn apply_updates(&self, pool: Option<&str>, path: &str, object: &mut Object, open: &mut Vec<OpenValue>) {
        for (kind, resource, values) in &self.updates {
            let is_of_it = match (kind, pool) {
                (Kind::Cluster, None) => true,
                (Kind::Pool, Some(name)) => update_name(values) == Some(name),
                _ => false,
            };
            if is_of_it {
                let body = azapi(values);
                // The pools of a cluster are flat.
                let is_flat = object.get("properties").is_none();
                let level = if is_flat { path.to_owned() } else { below(path, "properties") };
                if let Some(properties) = body.get("properties").and_then(Node::as_object) {
                    match object.0.iter_mut().find(|entry| entry.key == "properties" && !is_flat) {
                        Some(Entry { value: Node { content: Content::Object(inner), .. }, .. }) => {
                            merge(inner, properties);
                        }
                        _ => merge(object, properties),
                    }
                }
                match self.unknown(resource).and_then(|unknown| unknown.get("body")) {
                    Some(Node { content: Content::Object(body), .. }) => {
                        if let Some(unknown) = body.get("properties") {
                            unknown_below(unknown, &level, open);
                        }
                    }
                    Some(Node { content: Content::Bool(true), .. }) => open.push((level, not_known("body"))),
                    _ => {}
                }
            }
        }
    }

    fn path(&self, resource: &Resource<'_>) -> String {
        let inner = match (resource.path.ends_with(".change"), resource.path.contains(".instances[")) {
            (true, _) if self.before => "before",
            (true, _) => "after",
            (false, true) => "attributes",
            (false, false) => "values",
        };
        below(&resource.path, inner)
    }

    fn unknown<'r>(&self, resource: &Resource<'r>) -> Option<&'r Object> {
        resource.unknown.filter(|_| !self.before).and_then(Node::as_object)
    }

    fn read_cluster(&self, resource: &Resource<'_>, values: &Object, notes: &mut Notes) -> ReadCluster {
        let path = self.path(resource);
        if resource.kind == "azapi_resource" {
            let (mut object, mut open) = self.azapi_resource(resource, values, &path);
            self.apply_updates(None, &path, &mut object, &mut open);
            self.update_pools(&path, &mut object, &mut open);
            return Import::with_open(notes, open).cluster(&object, resource.span, &path);
        }
        let unknown = self.unknown(resource);
        let mut reader = Reader::new(&path, resource.expressions);
        reader.property("name", "name", values, unknown);
        reader.property("resourceGroup", "resource_group_name", values, unknown);
        reader.property("location", "location", values, unknown);
        for (key, argument) in OF_CLUSTER.iter().chain(OLD_OF_CLUSTER) {
            reader.property(key, argument, values, unknown);
        }
        reader.property("identity.type", "identity.type", values, unknown);
        if resource.kind == AUTOMATIC {
            reader.set("sku.name", Node::from("Automatic"));
        }
        let mut lost = reader.lost(values, CLUSTER_PASSED);
        let mut open = reader.open;
        let mut object = reader.object;
        let first = |node: &Node| node.as_list().and_then(<[Node]>::first).cloned();
        if let Some(pool) = values.get("default_node_pool").and_then(first) {
            let inner = below(&path, "default_node_pool");
            let inner_path = format!("{inner}[0]");
            let inner_unknown = unknown.and_then(|unknown| unknown.get("default_node_pool")).and_then(first);
            let empty = Object::default();
            let pool_values = pool.as_object().unwrap_or(&empty);
            let expressions = resource.expressions.and_then(|own| own.get("default_node_pool"));
            let expressions = expressions.and_then(|block| block.as_list()?.first()?.as_object());
            let inner_unknown = inner_unknown.as_ref().and_then(Node::as_object);
            let mut reader = pool_reader(&inner_path, pool_values, inner_unknown, expressions, true);
            lost.extend(
                reader
                    .lost(pool_values, POOL_PASSED)
                    .into_iter()
                    .map(|key| format!("default_node_pool.{key}")),
            );
            let list = format!("{path}.agentPoolProfiles[0]");
            open.extend(reader.open.drain(..).map(|(open, text)| (open.replace(&inner_path, &list), text)));
            let pool = Node { content: Content::Object(reader.object), span: pool.span };
            let list = Node { content: Content::List(vec![pool]), span: Span::default() };
            object.0.push(Entry {
                key: "agentPoolProfiles".to_owned(),
                key_span: Span::default(),
                value: list,
            });
        }
        let is_pool_unknown = |pool: &Node| {
            let is_true = |node: &Node| node.content == Content::Bool(true);
            is_true(pool) || pool.as_list().is_some_and(|list| list.iter().any(is_true))
        };
        if unknown.and_then(|unknown| unknown.get("default_node_pool")).is_some_and(is_pool_unknown) {
            open.push((below(&path, "agentPoolProfiles"), not_known("default_node_pool")));
        }
        note_lost(&path, &lost, notes);
        self.apply_updates(None, &path, &mut object, &mut open);
        self.update_pools(&path, &mut object, &mut open);
        Import::with_open(notes, open).cluster(&object, resource.span, &path)
    }

    /// Lays the changes of azapi over the pools that are part of the cluster.
    fn update_pools(&self, path: &str, object: &mut Object, open: &mut Vec<OpenValue>) {
        fn pools<'o>(object: &'o mut Object, path: &str) -> Option<(&'o mut Vec<Node>, String)> {
            let is_nested = object.get("properties").is_some_and(|inner| inner.as_object().is_some());
            let key = if is_nested { "properties" } else { "agentPoolProfiles" };
            let entry = object.0.iter_mut().find(|entry| entry.key == key)?;
            match &mut entry.value.content {
                Content::List(list) => Some((list, below(path, key))),
                Content::Object(inner) if is_nested => pools(inner, &below(path, key)),
                _ => None,
            }
        }
        let Some((pools, path)) = pools(object, path) else { return };
        for (index, pool) in pools.iter_mut().enumerate() {
            let Content::Object(pool) = &mut pool.content else { continue };
            if let Some(name) = pool.text("name").map(str::to_owned) {
                self.apply_updates(Some(&name), &format!("{path}[{index}]"), pool, open);
            }
        }
    }

    /// Returns a resource of azapi as ARM has it, and what isn't known of it.
    fn azapi_resource(
        &self,
        resource: &Resource<'_>,
        values: &Object,
        path: &str,
    ) -> (Object, Vec<OpenValue>) {
        let mut open = Vec::new();
        if let Some(unknown) = self.unknown(resource) {
            for key in ["name", "location", "tags", "identity"] {
                if let Some(unknown) = unknown.get(key) {
                    unknown_below(unknown, &below(path, key), &mut open);
                }
            }
            match unknown.get("body") {
                // A text of JSON, or a body of which nothing is known.
                Some(Node { content: Content::Bool(true), .. }) => {
                    open.push((below(path, "properties"), not_known("body")));
                }
                Some(body) => unknown_below(body, path, &mut open),
                None => {}
            }
        }
        (azapi(values), open)
    }

    fn read_pool(&self, resource: &Resource<'_>, values: &Object, notes: &mut Notes) -> ReadPool {
        let path = self.path(resource);
        if resource.kind == "azapi_resource" {
            let (mut object, mut open) = self.azapi_resource(resource, values, &path);
            if let Some(name) = values.text("name") {
                self.apply_updates(Some(name), &path, &mut object, &mut open);
            }
            return Import::with_open(notes, open).pool(&object, resource.span, &path);
        }
        let mut reader = pool_reader(&path, values, self.unknown(resource), resource.expressions, false);
        note_lost(&path, &reader.lost(values, POOL_PASSED), notes);
        if let Some(name) = values.text("name") {
            self.apply_updates(Some(name), &path, &mut reader.object, &mut reader.open);
        }
        Import::with_open(notes, reader.open).pool(&reader.object, resource.span, &path)
    }
}

/// Returns the name of the pool that a change of azapi is about.
fn update_name(values: &Object) -> Option<&str> {
    values.text("name").or_else(|| values.text("resource_id")?.rsplit('/').next())
}

/// Lays values over others, objects key by key.
fn merge(object: &mut Object, more: &Object) {
    for entry in more.0.iter().filter(|entry| !entry.value.is_null()) {
        match object.0.iter_mut().find(|known| known.key == entry.key) {
            Some(known) => match (&mut known.value.content, &entry.value.content) {
                (Content::Object(known), Content::Object(more)) => merge(known, more),
                _ => known.value = entry.value.clone(),
            },
            None => object.0.push(entry.clone()),
        }
    }
}

fn not_known(what: &str) -> String {
    format!("{what} isn't known before it is made; left out.")
}

/// Adds the paths at which a tree says that a value isn't known.
fn unknown_below(unknown: &Node, path: &str, open: &mut Vec<OpenValue>) {
    match &unknown.content {
        Content::Bool(true) => {
            let name = path.rsplit('.').next().unwrap_or_default();
            open.push((path.to_owned(), not_known(name)));
        }
        Content::List(items) => {
            for (index, item) in items.iter().enumerate() {
                unknown_below(item, &format!("{path}[{index}]"), open);
            }
        }
        Content::Object(object) => {
            for entry in &object.0 {
                unknown_below(&entry.value, &below(path, &entry.key), open);
            }
        }
        _ => {}
    }
}

/// Notes that a resource is deleted and created again.
fn note_replaced(resource: &Resource<'_>, what: &str, notes: &mut Notes) {
    if let Some(why) = &resource.replaced {
        let why: Vec<String> = why.iter().map(|path| named(path)).collect();
        let why = if why.is_empty() { String::new() } else { format!(", because of {}", why.join(", ")) };
        let text = format!("Terraform replaces {what}: it deletes it and creates it again{why}.");
        notes.add(&resource.path, text);
    }
}

fn note_lost(path: &str, lost: &[String], notes: &mut Notes) {
    if !lost.is_empty() {
        let lost: Vec<String> = lost.iter().map(|key| named(key)).collect();
        notes.add(path, format!("Not part of a plan, left out: {}.", lost.join(", ")));
    }
}

/// Arguments of a cluster that azurerm reads from AKS where they are not set, by its source at 5.2.0: not known, they
/// are silence unless the configuration has them.
const COMPUTED_OF_CLUSTER: &[&str] = &[
    "auto_scaler_profile",
    "identity",
    "kubernetes_version",
    "network_profile",
    "network_profile.dns_service_ip",
    "network_profile.ip_versions",
    "network_profile.network_policy",
    "network_profile.pod_cidr",
    "network_profile.service_cidr",
    "node_provisioning_profile",
    "windows_profile",
];

/// The same of a pool.
const COMPUTED_OF_POOL: &[&str] = &[
    "kubelet_disk_type",
    "max_pods",
    "node_count",
    "node_labels",
    "orchestrator_version",
    "os_disk_size_gb",
    "os_sku",
    "workload_runtime",
];

/// What versions 3 and before of azurerm called arguments of a cluster.
const OLD_OF_CLUSTER: &[(&str, &str)] = &[
    ("autoUpgradeProfile.upgradeChannel", "automatic_channel_upgrade"),
    ("autoUpgradeProfile.nodeOSUpgradeChannel", "node_os_channel_upgrade"),
    ("networkProfile.networkDataplane", "network_profile.ebpf_data_plane"),
    ("networkProfile.dockerBridgeCidr", "network_profile.docker_bridge_cidr"),
];

/// Returns the arguments of a pool as properties: in the cluster's block, or in a resource of its own.
fn pool_reader<'a>(
    path: &str,
    values: &Object,
    unknown: Option<&Object>,
    expressions: Option<&'a Object>,
    is_first: bool,
) -> Reader<'a> {
    // What versions 3 and before called them, and what has no column of its own.
    const OTHERS: &[(&str, &str)] = &[
        ("enableAutoScaling", "enable_auto_scaling"),
        ("enableNodePublicIP", "enable_node_public_ip"),
        ("enableEncryptionAtHost", "enable_host_encryption"),
        ("messageOfTheDay", "message_of_the_day"),
        ("type", "type"),
        ("networkProfile.allowedHostPorts", "node_network_profile.allowed_host_ports"),
        ("networkProfile.applicationSecurityGroups", "node_network_profile.application_security_group_ids"),
        ("networkProfile.nodePublicIPTags", "node_network_profile.node_public_ip_tags"),
    ];
    let mut reader = Reader::new(path, expressions);
    let rows = OF_POOL.iter().map(|(key, first, own)| (*key, if is_first { *first } else { *own }));
    for (key, argument) in rows.chain(OTHERS.iter().copied()).filter(|(_, argument)| !argument.is_empty()) {
        reader.property(key, argument, values, unknown);
    }
    if is_first {
        reader.set("mode", Node::from("System"));
    }
    // azurerm fills in what isn't meant: bounds without an autoscaler, a price without Spot.
    let is_on =
        |reader: &Reader, key: &str| reader.get(key).is_some_and(|node| node.content == Content::Bool(true));
    if !is_on(&reader, "enableAutoScaling") && !reader.is_open("enableAutoScaling") {
        reader.remove("minCount");
        reader.remove("maxCount");
    }
    let is_spot = reader.get("scaleSetPriority").and_then(Node::as_text) == Some("Spot");
    if !is_spot && !reader.is_open("scaleSetPriority") {
        reader.remove("spotMaxPrice");
    }
    reader
}

/// Builds the object of a resource in the plan's own words.
struct Reader<'a> {
    path: String,
    object: Object,
    open: Vec<OpenValue>,
    /// What the configuration sets, if it is at hand.
    expressions: Option<&'a Object>,
    /// Arguments that were read, with the properties that they are.
    seen: Vec<(String, String)>,
}

impl<'a> Reader<'a> {
    fn new(path: &str, expressions: Option<&'a Object>) -> Self {
        let (path, seen) = (path.to_owned(), Vec::new());
        Self { path, object: Object::default(), open: Vec::new(), expressions, seen }
    }

    fn get(&self, key: &str) -> Option<&Node> {
        self.object.0.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    fn is_open(&self, key: &str) -> bool {
        let path = format!("{}.{key}", self.path);
        self.open.iter().any(|(open, _)| *open == path)
    }

    fn remove(&mut self, key: &str) {
        self.object.0.retain(|entry| entry.key != key);
    }

    /// Sets the value at a dotted key.
    fn set(&mut self, key: &str, value: Node) {
        fn set_in(object: &mut Object, key: &str, value: Node) {
            let (head, rest) = key.split_once('.').unwrap_or((key, ""));
            if rest.is_empty() {
                object.0.retain(|entry| entry.key != head);
                object.0.push(Entry { key: head.to_owned(), key_span: value.span, value });
                return;
            }
            if !object.0.iter().any(|entry| entry.key == head) {
                let inner = Content::Object(Object::default()).into();
                object.0.push(Entry { key: head.to_owned(), key_span: value.span, value: inner });
            }
            let entry = object.0.iter_mut().find(|entry| entry.key == head);
            if let Some(Entry { value: Node { content: Content::Object(inner), .. }, .. }) = entry {
                set_in(inner, rest, value);
            }
        }
        set_in(&mut self.object, key, value);
    }

    /// Takes the argument at a dotted path as a property.
    fn property(&mut self, key: &str, argument: &str, values: &Object, unknown: Option<&Object>) {
        self.seen.push((argument.to_owned(), key.to_owned()));
        if let Some(open) = unknown.and_then(|unknown| self.open_argument(unknown, argument)) {
            self.open.push((format!("{}.{key}", self.path), not_known(&open)));
            // Part of a list or of a block would be another one; of labels, each is one of its own.
            let labels = at(values, argument).filter(|_| matches!(key, "nodeLabels" | "tags"));
            if let Some(Node { content: Content::Object(Object(entries)), span }) = labels {
                let known = entries.iter().filter(|entry| !entry.value.is_null()).cloned().collect();
                self.set(key, Node { content: Content::Object(Object(known)), span: *span });
            }
            return;
        }
        let Some(value) = at(values, argument).filter(|value| !says_nothing(value)) else { return };
        let value = match (key, argument) {
            ("nodeTaints", "only_critical_addons_enabled") => {
                if value.content != Content::Bool(true) {
                    return;
                }
                let taint = Node {
                    content: Node::from("CriticalAddonsOnly=true:NoSchedule").content,
                    span: value.span,
                };
                Node { content: Content::List(vec![taint]), span: value.span }
            }
            ("windowsProfile.disableOutboundNat", _) => {
                Node { content: Content::Bool(value.content == Content::Bool(false)), span: value.span }
            }
            ("kubeletConfig" | "linuxOSConfig" | "autoScalerProfile", _) => tree(key, value),
            ("networkProfile.allowedHostPorts", _) => host_ports(value),
            ("networkProfile.nodePublicIPTags", _) => ip_tags(value),
            // Nothing is waited for.
            ("upgradeSettings.drainTimeoutInMinutes", _) if value.as_whole() == Some(0) => return,
            _ => value.clone(),
        };
        self.set(key, value);
    }

    /// Returns the argument that isn't known, if one is or a part of it: `node_labels.team`.
    fn open_argument(&self, unknown: &Object, argument: &str) -> Option<String> {
        let mut open = Vec::new();
        let mut dotted = String::new();
        let mut level = unknown;
        for step in argument.split('.') {
            if !dotted.is_empty() {
                dotted.push('.');
            }
            dotted.push_str(step);
            let node = level.get(step)?;
            if dotted == argument {
                unknown_below(node, argument, &mut open);
                break;
            }
            level = match &node.content {
                // The whole block.
                Content::Bool(true) => {
                    open.push((dotted.clone(), String::new()));
                    break;
                }
                Content::List(items) => match items.first()? {
                    Node { content: Content::Bool(true), .. } => {
                        open.push((dotted.clone(), String::new()));
                        break;
                    }
                    first => first.as_object()?,
                },
                Content::Object(inner) => inner,
                _ => return None,
            };
        }
        let is_open = |open: &String| {
            let plain = without_keys(open);
            // AKS has a default for each setting of the autoscaler.
            let is_computed = plain.starts_with("auto_scaler_profile.")
                || COMPUTED_OF_CLUSTER.contains(&plain.as_str())
                || COMPUTED_OF_POOL.contains(&plain.as_str());
            !is_computed || self.expressions.is_some_and(|expressions| at(expressions, &plain).is_some())
        };
        open.into_iter().map(|(open, _)| open).find(is_open)
    }

    /// Returns the arguments that were not read and say something.
    fn lost(&self, values: &Object, passed: &[&str]) -> Vec<String> {
        let mut lost = Vec::new();
        self.lost_in(values, "", passed, &mut lost);
        lost
    }

    fn lost_in(&self, values: &Object, prefix: &str, passed: &[&str], lost: &mut Vec<String>) {
        for entry in &values.0 {
            let argument = format!("{prefix}{}", entry.key);
            // A window without hours is one, too.
            let is_window = argument.starts_with("maintenance_window") && !says_nothing(&entry.value);
            if passed.contains(&argument.as_str()) || is_silent(&entry.value) && !is_window {
                continue;
            }
            if let Some((_, key)) = self.seen.iter().find(|(seen, _)| *seen == argument) {
                lost_of_tree(key, &entry.value, &argument, lost);
                continue;
            }
            let is_block = |(seen, _): &(String, String)| {
                seen.strip_prefix(argument.as_str()).is_some_and(|rest| rest.starts_with('.'))
            };
            match block(&entry.value).filter(|_| self.seen.iter().any(is_block)) {
                Some(inner) => self.lost_in(inner, &format!("{argument}."), passed, lost),
                None => lost.push(argument),
            }
        }
    }
}

/// Adds the arguments of a block that is an object of ARM, and that the object has no entries for.
fn lost_of_tree(key: &str, value: &Node, path: &str, lost: &mut Vec<String>) {
    let Some((_, _, names)) = OF_TREES.iter().find(|(known, ..)| *known == key) else { return };
    let Some(values) = block(value) else { return };
    let is_read = |argument: &str| {
        names.iter().any(|name| argument_of(name) == argument)
            || SENT_AS_FALSE.iter().any(|(known, _, own)| *known == key && *own == argument)
            || argument.starts_with("net_ipv4_ip_local_port_range_m")
    };
    for entry in values.0.iter().filter(|entry| !is_silent(&entry.value) && !is_read(&entry.key)) {
        let path = format!("{path}.{}", entry.key);
        if entry.key == "sysctl_config" {
            lost_of_tree("linuxOSConfig.sysctls", &entry.value, &path, lost);
        } else {
            lost.push(path);
        }
    }
}

/// Returns the argument of an entry of an object.
fn argument_of(name: &'static str) -> String {
    let renamed = RENAMED.iter().find(|(known, _)| *known == name);
    renamed.map_or_else(|| argument(name).as_str().to_owned(), |(_, argument)| (*argument).to_owned())
}

/// Returns the one object of a block.
fn block(value: &Node) -> Option<&Object> {
    value.as_list().map_or_else(|| value.as_object(), |list| list.first()?.as_object())
}

/// Returns an object of some entries.
fn object(entries: Vec<(&str, Node)>) -> Node {
    let entry = |(key, value): (&str, Node)| Entry { key: key.to_owned(), key_span: value.span, value };
    Content::Object(Object(entries.into_iter().map(entry).collect())).into()
}

/// Returns ranges of ports as ARM has them.
fn host_ports(value: &Node) -> Node {
    const NAMES: &[(&str, &str)] =
        &[("portStart", "port_start"), ("portEnd", "port_end"), ("protocol", "protocol")];
    let Some(items) = value.as_list() else { return value.clone() };
    let range = |item: &Node| {
        let Some(values) = item.as_object() else { return item.clone() };
        let entry = |(key, argument): &(&'static str, &str)| {
            let value =
                values.get(argument).filter(|value| !says_nothing(value) && value.as_whole() != Some(0));
            Some((*key, value?.clone()))
        };
        object(NAMES.iter().filter_map(entry).collect())
    };
    Node { content: Content::List(items.iter().map(range).collect()), span: value.span }
}

/// Returns tags of addresses as ARM has them.
fn ip_tags(value: &Node) -> Node {
    let Some(tags) = value.as_object() else { return value.clone() };
    let tag = |entry: &Entry| {
        object(vec![("ipTagType", Node::from(entry.key.as_str())), ("tag", entry.value.clone())])
    };
    Node { content: Content::List(tags.0.iter().map(tag).collect()), span: value.span }
}

/// Returns the value at a dotted path; a block is a list with one object.
fn at<'n>(object: &'n Object, path: &str) -> Option<&'n Node> {
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = object.get(head)?;
    if rest.is_empty() {
        return Some(value);
    }
    let inner = match &value.content {
        Content::List(items) => items.first()?.as_object()?,
        Content::Object(inner) => inner,
        _ => return None,
    };
    at(inner, rest)
}

/// Returns whether a value is what Terraform has where nothing is set.
fn says_nothing(node: &Node) -> bool {
    match &node.content {
        Content::Null => true,
        Content::Text(text) => text.is_empty(),
        Content::List(items) => items.is_empty(),
        Content::Object(object) => object.0.is_empty(),
        Content::Bool(_) | Content::Number(_) => false,
    }
}

/// Returns the same at every depth, also of what is off.
fn is_silent(node: &Node) -> bool {
    match &node.content {
        Content::Bool(flag) => !flag,
        Content::List(items) => items.iter().all(is_silent),
        Content::Object(object) => object.0.iter().all(|entry| is_silent(&entry.value)),
        _ => says_nothing(node),
    }
}

/// The settings of the autoscaler that are flags in ARM, and not texts (API version 2026-08-01).
const FLAGS_OF_AUTOSCALER: &[&str] = &[
    "daemonset-eviction-for-empty-nodes",
    "daemonset-eviction-for-occupied-nodes",
    "ignore-daemonsets-utilization",
];

/// Entries that azurerm sends as false with a block that doesn't set them (its source at 5.2.0): the object, the entry and
/// the argument.
const SENT_AS_FALSE: &[(&str, &str, &str)] = &[
    ("kubeletConfig", "failSwapOn", "fail_swap_on"),
    ("linuxOSConfig.sysctls", "netIpv4TcpTwReuse", "net_ipv4_tcp_tw_reuse"),
];

/// Returns a block as the object of ARM.
fn tree(key: &str, block: &Node) -> Node {
    let Some(values) = self::block(block) else { return block.clone() };
    let mut entries: Vec<Entry> = Vec::new();
    let mut push = |key: &str, value: Node| {
        entries.push(Entry { key: key.to_owned(), key_span: value.span, value });
    };
    for (path, _, names) in OF_TREES.iter().filter(|(path, ..)| *path == key) {
        for name in *names {
            let argument = argument_of(name);
            // A state has 0 for settings of nodes that are not set, and azurerm sends none of them.
            let is_zero = |value: &Node| key != "autoScalerProfile" && value.as_whole() == Some(0);
            if let Some(value) = values.get(&argument).filter(|value| !says_nothing(value) && !is_zero(value))
            {
                // The settings of the autoscaler are texts in ARM, but for three.
                let is_text = *path == "autoScalerProfile" && !FLAGS_OF_AUTOSCALER.contains(name);
                let text = match &value.content {
                    Content::Bool(flag) if is_text => Some(flag.to_string()),
                    Content::Number(number) if is_text => Some(number.plain()),
                    _ => None,
                };
                let content = text.map_or_else(|| value.content.clone(), Content::Text);
                push(name, Node { content, span: value.span });
            }
        }
    }
    for (_, name, argument) in SENT_AS_FALSE.iter().filter(|(known, ..)| *known == key) {
        if values.get(argument).is_none_or(says_nothing) {
            push(name, Node { content: Content::Bool(false), span: block.span });
        }
    }
    if let Some(sysctls) = values.get("sysctl_config").filter(|value| !says_nothing(value)) {
        let mut inner = tree("linuxOSConfig.sysctls", sysctls);
        let block = sysctls.as_list().and_then(|list| list.first()?.as_object());
        let port = |name| block.and_then(|block| block.get(name)?.as_whole());
        if let (Some(first), Some(last), Content::Object(object)) = (
            port("net_ipv4_ip_local_port_range_min"),
            port("net_ipv4_ip_local_port_range_max"),
            &mut inner.content,
        ) && last > 0
        {
            let value = Node { content: Content::Text(format!("{first} {last}")), span: sysctls.span };
            object.0.push(Entry { key: "netIpv4IpLocalPortRange".to_owned(), key_span: sysctls.span, value });
        }
        push("sysctls", inner);
    }
    Node { content: Content::Object(Object(entries)), span: block.span }
}

/// Returns a resource of azapi as ARM has it.
fn azapi(values: &Object) -> Object {
    let mut object = match values.get("body").map(|body| &body.content) {
        Some(Content::Object(body)) => body.clone(),
        // Until version 2 the body was a text of JSON.
        Some(Content::Text(text)) => crate::syntax::parse_json(text)
            .ok()
            .and_then(|node| node.as_object().cloned())
            .unwrap_or_default(),
        _ => Object::default(),
    };
    for key in ["name", "location", "tags", "identity"] {
        if let Some(value) = values.get(key).filter(|value| !says_nothing(value) && object.get(key).is_none())
        {
            let value = match (key, value.as_list().and_then(<[Node]>::first)) {
                ("identity", Some(first)) => first.clone(),
                _ => value.clone(),
            };
            object.0.push(Entry { key: key.to_owned(), key_span: value.span, value });
        }
    }
    let parent = values.text("parent_id").unwrap_or_default();
    if let Some(group) = parent.split('/').nth(4).filter(|_| object.get("resourceGroup").is_none()) {
        let value = Node::from(group);
        object.0.push(Entry { key: "resourceGroup".to_owned(), key_span: Span::default(), value });
    }
    object
}

/// Arguments of a cluster that no plan holds, and that follow from the rest.
const CLUSTER_PASSED: &[&str] = &[
    "id",
    "default_node_pool",
    "current_kubernetes_version",
    "fqdn",
    "portal_fqdn",
    "private_fqdn",
    "kube_config",
    "kube_config_raw",
    "kube_admin_config",
    "kube_admin_config_raw",
    "kubelet_identity",
    "node_resource_group",
    "node_resource_group_id",
    "oidc_issuer_url",
    "timeouts",
    "identity",
    "http_application_routing_zone_name",
    // What the provider reads from AKS, beside what is stated.
    "network_profile.network_mode",
    "network_profile.pod_cidrs",
    "network_profile.service_cidrs",
];

/// The same of a pool.
const POOL_PASSED: &[&str] =
    &["id", "kubernetes_cluster_id", "temporary_name_for_rotation", "timeouts", "node_image_version"];
