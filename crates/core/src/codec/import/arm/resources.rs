//! The clusters and node pools of a template, after its loops, conditions and nested deployments.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::evaluate::{Environment, Evaluator};
use super::value::{Data, Open, Part, Value};
use super::{Given, MOST_OUTPUT, MOST_RESOURCES};
use crate::syntax::{Node, Object, below};
use crate::text::shown;

/// What a resource is to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::codec::import) enum Kind {
    Cluster,
    Pool,
}

/// A cluster or a node pool that a template deploys.
pub(in crate::codec::import) struct Resource {
    pub(in crate::codec::import) kind: Kind,
    /// Its path in the template.
    pub(in crate::codec::import) path: String,
    /// Its values, without what isn't known.
    pub(in crate::codec::import) node: Node,
    /// What isn't known, by its path.
    pub(in crate::codec::import) open: Vec<(String, Rc<Open>)>,
    /// Its name, as far as it is known: of a pool, without the cluster's.
    pub(in crate::codec::import) name: Vec<Part>,
    /// Of a pool, its cluster's name, as far as it is known.
    pub(in crate::codec::import) cluster: Option<Vec<Part>>,
    /// The resource group that its deployment names.
    pub(in crate::codec::import) group: Option<String>,
}

/// What is in a template.
#[derive(Default)]
pub(in crate::codec::import) struct Resources {
    pub(in crate::codec::import) list: Vec<Resource>,
    /// Types of other resources, each once.
    pub(in crate::codec::import) others: Vec<String>,
    /// Places at which something may be deployed that wasn't read, and why.
    pub(in crate::codec::import) unread: Vec<(String, String)>,
}

/// Returns the clusters and node pools of a template for the given values of its parameters.
pub(in crate::codec::import) fn resources(template: &Object, given: &Given) -> Resources {
    let (evaluator, environment) = Evaluator::new(template, given.values.clone());
    let mut collector = Collector { evaluator, found: Resources::default(), seen: 0, output: 0 };
    collector.collect(template.get("resources"), "$.resources", None, &environment);
    collector.found
}

const CLUSTER: &str = "microsoft.containerservice/managedclusters";
const POOL: &str = "microsoft.containerservice/managedclusters/agentpools";
const DEPLOYMENT: &str = "microsoft.resources/deployments";

struct Collector<'a> {
    evaluator: Evaluator<'a>,
    found: Resources,
    seen: usize,
    /// Values and bytes of what was found.
    output: usize,
}

impl<'a> Collector<'a> {
    /// Collects a list of resources, or an object that has them by symbolic names.
    fn collect(
        &mut self,
        resources: Option<&'a Node>,
        path: &str,
        parent: Option<&[Part]>,
        environment: &Environment,
    ) {
        let Some(resources) = resources else { return };
        self.register(resources, environment);
        if let Some(items) = resources.as_list() {
            for (index, item) in items.iter().enumerate() {
                if let Some(object) = item.as_object() {
                    self.resource(object, &format!("{path}[{index}]"), parent, environment);
                }
            }
        } else if let Some(Object(entries)) = resources.as_object() {
            for entry in entries {
                if let Some(object) = entry.value.as_object() {
                    self.resource(object, &below(path, &entry.key), parent, environment);
                }
            }
        } else {
            self.unread(path, "The resources aren't a list or an object; left out.");
        }
    }

    /// Makes the outputs of nested deployments known to expressions, wherever in the list they are.
    fn register(&mut self, resources: &'a Node, environment: &Environment) {
        let mut register = |symbol: Option<&'a str>, node: &'a Node| {
            let object = node.as_object().filter(|object| {
                object.text("type").is_some_and(|kind| kind.eq_ignore_ascii_case(DEPLOYMENT))
                    && object.get("copy").is_none()
            });
            if let Some(object) = object {
                self.evaluator.register(symbol, object, environment);
            }
        };
        match &resources.content {
            crate::syntax::Content::List(items) => items.iter().for_each(|item| register(None, item)),
            crate::syntax::Content::Object(Object(entries)) => {
                entries.iter().for_each(|entry| register(Some(&entry.key), &entry.value));
            }
            _ => {}
        }
    }

    fn unread(&mut self, path: &str, text: impl Into<String>) {
        self.found.unread.push((path.to_owned(), text.into()));
    }

    /// Takes a resource: what its loop makes of it, or itself.
    fn resource(
        &mut self,
        object: &'a Object,
        path: &str,
        parent: Option<&[Part]>,
        environment: &Environment,
    ) {
        let kind = object.text("type").unwrap_or("without a type");
        let name = kind.to_ascii_lowercase();
        let is_pool = name == POOL || (name == "agentpools" && parent.is_some());
        let is_relevant = name == CLUSTER || is_pool || (name == DEPLOYMENT && has_cluster(object));
        if !is_relevant {
            let is_deployment = name == DEPLOYMENT;
            if is_deployment && link_of(object).is_some() {
                self.linked(object, path, environment);
            } else if !is_deployment && !self.found.others.iter().any(|known| known == kind) {
                self.found.others.push(kind.to_owned());
            }
            return;
        }
        // What is there already is only referred to.
        if is_existing(object) {
            return;
        }
        let Some((copy, count)) =
            object.get("copy").and_then(Node::as_object).and_then(|copy| Some((copy, copy.get("count")?)))
        else {
            return self.one(object, &name, path, parent, environment);
        };
        match self.evaluator.count(count, environment) {
            Ok(count) => {
                let name_of_loop = copy.text("name").unwrap_or_default();
                for index in 0..count {
                    let inner = environment.in_loop(name_of_loop, index, true);
                    self.one(object, &name, path, parent, &inner);
                }
            }
            Err(open) => {
                let why = open.as_open().map_or("", |open| &open.why).to_owned();
                self.unread(
                    &below(&below(path, "copy"), "count"),
                    format!("How often this loop runs isn't known: {why}. The resource is left out."),
                );
            }
        }
    }

    /// Takes one round of a resource.
    fn one(
        &mut self,
        object: &'a Object,
        kind: &str,
        path: &str,
        parent: Option<&[Part]>,
        environment: &Environment,
    ) {
        self.seen += 1;
        if self.seen > MOST_RESOURCES {
            if self.seen == MOST_RESOURCES + 1 {
                self.unread(
                    path,
                    format!("The template has more than {MOST_RESOURCES} resources; the rest is left out."),
                );
            }
            return;
        }
        if let Some(condition) = object.get("condition") {
            let condition = self.evaluator.value(condition, environment);
            let is_true = |text: &Rc<str>| text.eq_ignore_ascii_case("true");
            match condition.as_flag().or_else(|| condition.as_text().map(is_true)) {
                Some(true) => {}
                Some(false) => return,
                None => {
                    let why =
                        condition.as_open().map_or("it isn't true or false", |open| &open.why).to_owned();
                    let text =
                        format!("Whether this resource is deployed isn't known: {why}. It is left out.");
                    return self.unread(&below(path, "condition"), text);
                }
            }
        }
        if kind == DEPLOYMENT {
            return self.deployment(object, path, environment);
        }
        // `type` is the resource's, not that of the machines behind a pool.
        const WITHOUT: [&str; 5] = ["copy", "condition", "dependsOn", "resources", "type"];
        let value = self.evaluator.object(object, &WITHOUT, environment);
        self.output += value.size();
        if self.output > MOST_OUTPUT {
            return self.unread(path, "The template's resources are too large; this one is left out.");
        }
        let full = value.get("name").map(parts_of).unwrap_or_default();
        let is_pool = kind != CLUSTER;
        let (cluster, name) = match (is_pool, split_name(&full), parent) {
            (false, ..) => (None, full),
            (true, Some((cluster, name)), _) => (Some(cluster), name),
            (true, None, Some(parent)) => (Some(parent.to_vec()), full),
            // The name is one value of which nothing is known.
            (true, None, None) => (None, full),
        };
        let mut open = Vec::new();
        let mut node = value.to_node(path, &mut open);
        node.span = object.0.first().map_or(node.span, |entry| entry.key_span);
        let group = self.evaluator.resource_group(environment);
        let children = name.clone();
        self.found.list.push(Resource {
            kind: if is_pool { Kind::Pool } else { Kind::Cluster },
            path: path.to_owned(),
            node,
            open,
            name,
            cluster,
            group: group.and_then(|group| group.as_text().map(ToString::to_string)),
        });
        if !is_pool {
            self.collect(object.get("resources"), &below(path, "resources"), Some(&children), environment);
        }
    }

    /// Takes a nested deployment: in its own scope, or in the one around it.
    fn deployment(&mut self, object: &'a Object, path: &str, environment: &Environment) {
        let Some(properties) = object.get("properties").and_then(Node::as_object) else { return };
        let Some(template) = properties.get("template").and_then(Node::as_object) else {
            return self.linked(object, path, environment);
        };
        let path = below(path, "properties");
        let options = properties.get("expressionEvaluationOptions").and_then(Node::as_object);
        let scope = options
            .and_then(|options| options.get("scope"))
            .map(|scope| self.evaluator.value(scope, environment));
        let is_inner = scope
            .and_then(|scope| scope.as_text().map(|text| text.eq_ignore_ascii_case("inner")))
            .unwrap_or(false);
        let inner_path = below(&below(&path, "template"), "resources");
        if !is_inner {
            return self.collect(template.get("resources"), &inner_path, None, environment);
        }
        let given = match properties.get("parameters") {
            Some(parameters) => self.evaluator.given(parameters, environment),
            None => BTreeMap::new(),
        };
        let group = match object.get("resourceGroup") {
            Some(group) => Some(self.evaluator.value(group, environment)),
            None => self.evaluator.resource_group(environment),
        };
        let group = group.filter(|group| !group.is_null());
        let inner = self.evaluator.nested(template, given, group);
        self.collect(template.get("resources"), &inner_path, None, &inner);
    }

    /// Says that a template elsewhere isn't read.
    fn linked(&mut self, object: &'a Object, path: &str, environment: &Environment) {
        let (key, link) = link_of(object).unwrap_or(("template", ""));
        let link = self.evaluator.text(link, environment);
        let address = link.as_text().map(|link| format!(" {}", shown(link))).unwrap_or_default();
        let text =
            format!("The linked template{address} isn't read. Import it by itself, with its parameters.");
        self.unread(&below(&below(path, "properties"), key), text);
    }
}

fn is_existing(object: &Object) -> bool {
    object.get("existing").is_some_and(|flag| flag.content == crate::syntax::Content::Bool(true))
}

/// Returns where a deployment's template is, if it is elsewhere.
fn link_of(object: &Object) -> Option<(&'static str, &str)> {
    let link = object.get("properties")?.as_object()?.get("templateLink")?.as_object()?;
    let address = ["uri", "id", "relativePath"].iter().find_map(|key| link.text(key));
    Some(("templateLink", address.unwrap_or_default()))
}

/// Returns whether a deployment's template has a cluster or a node pool at any depth, or refers to one that may.
fn has_cluster(object: &Object) -> bool {
    let Some(template) =
        object.get("properties").and_then(Node::as_object).and_then(|inner| inner.get("template"))
    else {
        return false;
    };
    let resources = template.as_object().and_then(|template| template.get("resources"));
    let is_relevant = |resource: &Object| {
        let kind = resource.text("type").unwrap_or_default().to_ascii_lowercase();
        ((kind == CLUSTER || kind == POOL) && !is_existing(resource))
            || (kind == DEPLOYMENT && (has_cluster(resource) || link_of(resource).is_some()))
    };
    match resources.map(|resources| &resources.content) {
        Some(crate::syntax::Content::List(items)) => {
            items.iter().filter_map(Node::as_object).any(is_relevant)
        }
        Some(crate::syntax::Content::Object(Object(entries))) => {
            entries.iter().filter_map(|entry| entry.value.as_object()).any(is_relevant)
        }
        _ => false,
    }
}

fn parts_of(value: &Value) -> Vec<Part> {
    match &value.data {
        Data::Text(text) => vec![Part::Text(text.to_string())],
        Data::Open(open) if !open.parts.is_empty() => open.parts.clone(),
        Data::Open(open) => vec![Part::Unknown(open.expression.clone())],
        _ => Vec::new(),
    }
}

/// Splits the name of a child resource into the cluster's and its own.
fn split_name(parts: &[Part]) -> Option<(Vec<Part>, Vec<Part>)> {
    let place = parts.iter().rposition(|part| matches!(part, Part::Text(text) if text.contains('/')))?;
    let Some(Part::Text(text)) = parts.get(place) else { return None };
    let (before, after) = text.rsplit_once('/')?;
    let some = |text: &str| (!text.is_empty()).then(|| Part::Text(text.to_owned()));
    let cluster = parts.iter().take(place).cloned().chain(some(before)).collect();
    let name = some(after).into_iter().chain(parts.iter().skip(place + 1).cloned()).collect();
    Some((cluster, name))
}
