//! ARM templates, written, compiled or exported, and lone resources of one.

use super::arm::{self, Given, Kind, Open, Part, Resource, Resources};
use super::layout::Layout;
use super::not_a_plan;
use super::resource::{Import, OpenValue, ReadCluster, ReadPool};
use crate::codec::note::{Notes, named};
use crate::codec::read::{ReadError, Source};
use crate::syntax::{Content, Entry, Node, Object, Span};
use crate::text::shown;

/// Returns whether an object is a template: it has resources and is none itself.
pub(super) fn is_template(object: &Object) -> bool {
    object.get("resources").is_some_and(Node::is_container) && object.get("type").is_none()
}

/// Returns whether an object is a resource as a template has it: it names a version of the API, or has an expression as
/// its name, and has no id yet.
pub(super) fn is_resource(object: &Object) -> bool {
    let is_ours = |kind: &str| {
        let kind = kind.to_ascii_lowercase();
        kind.starts_with("microsoft.containerservice/managedclusters")
            || kind == "microsoft.resources/deployments"
    };
    let is_expression = |text: &str| text.starts_with('[') && text.ends_with(']');
    object.text("type").is_some_and(is_ours)
        && (object.text("apiVersion").is_some() || object.text("name").is_some_and(is_expression))
        && object.get("id").is_none()
}

/// Reads all clusters of a template, and the pools that are in them or beside them as child resources.
pub(super) fn read(template: &Object, parameters: &[Node]) -> Result<Vec<Layout>, ReadError> {
    let mut given = Given::default();
    let mut notes = Vec::new();
    for (index, file) in parameters.iter().enumerate() {
        match Given::read(file) {
            Some(values) => given.extend(values),
            None => notes.push(("$".to_owned(), format!("Parameters file {} has no parameters.", index + 1))),
        }
    }
    for name in given.undeclared(template) {
        let text = format!(
            "The parameters file gives a value to {}, which the template doesn't declare.",
            shown(name)
        );
        notes.push(("$".to_owned(), text));
    }
    let found = arm::resources(template, &given);
    layouts(found, notes)
}

/// Reads resources without a template around them: one, or a list of them, at a path of the text.
pub(super) fn read_resources(resources: &Node, at: &str) -> Result<Vec<Layout>, ReadError> {
    let is_list = resources.as_list().is_some();
    let items = match &resources.content {
        Content::List(_) => resources.clone(),
        _ => Content::List(vec![resources.clone()]).into(),
    };
    let entry = Entry { key: "resources".to_owned(), key_span: Span::default(), value: items };
    let mut found = arm::resources(&Object(vec![entry]), &Given::default());
    // The paths are those of the text, which has no template.
    let rename = |path: &mut String| {
        let inner =
            path.strip_prefix(if is_list { "$.resources" } else { "$.resources[0]" }).unwrap_or_default();
        *path = format!("{at}{inner}");
    };
    for resource in &mut found.list {
        rename(&mut resource.path);
        resource.open.iter_mut().for_each(|(path, _)| rename(path));
    }
    found.unread.iter_mut().for_each(|(path, _)| rename(path));
    layouts(found, Vec::new())
}

/// A cluster, and what its pools' names call it.
struct Group {
    name: Vec<Part>,
    layout: Layout,
}

fn layouts(found: Resources, notes: Vec<(String, String)>) -> Result<Vec<Layout>, ReadError> {
    let Resources { list, others, unread } = found;
    if list.is_empty() {
        let why = unread.first().map(|(path, text)| format!(" ({path}: {text})")).unwrap_or_default();
        return Err(not_a_plan(format!("A template without an AKS cluster or node pool{why}")));
    }
    let (clusters, pools): (Vec<_>, Vec<_>) = list.into_iter().partition(|one| one.kind == Kind::Cluster);
    let mut groups: Vec<Group> = clusters.into_iter().map(read_cluster).collect();
    let declared = groups.len();
    for pool in pools {
        let cluster = pool.cluster.clone().unwrap_or_default();
        // Where nothing is known of the name of its cluster, it is the only one of the template.
        let is_known =
            |parts: &[Part]| !parts.is_empty() && parts.iter().all(|part| matches!(part, Part::Text(_)));
        let place = groups.iter().position(|group| is_same_name(&group.name, &cluster)).or_else(|| {
            let is_open = !is_known(&cluster) || groups.first().is_some_and(|group| !is_known(&group.name));
            (declared == 1 && is_open).then_some(0)
        });
        match place.and_then(|place| groups.get_mut(place)) {
            Some(group) => add_pool(&mut group.layout, pool),
            None => {
                let mut group = existing(&cluster, pool.group.as_deref());
                // The pool may be known where its cluster isn't.
                let name_path = crate::syntax::below(&pool.path, "name");
                let is_lost = known(&cluster).is_none() && known(&pool.name).is_some();
                for (path, text) in
                    sentences(&pool.open).iter().filter(|(path, _)| is_lost && *path == name_path)
                {
                    group.layout.notes.add_left_out(path, text.as_str());
                }
                add_pool(&mut group.layout, pool);
                groups.push(group);
            }
        }
    }
    let others: Vec<String> = others.iter().map(|kind| named(kind)).collect();
    for group in &mut groups {
        let layout = &mut group.layout;
        for (path, text) in &notes {
            layout.notes.add(path, text.as_str());
        }
        for (path, text) in &unread {
            layout.notes.add_left_out(path, text.as_str());
            layout.read.has_unknown_pools = true;
        }
        if !others.is_empty() {
            let text = format!("Resources of other types, left out: {}.", others.join(", "));
            layout.notes.add("$.resources", text);
        }
    }
    Ok(groups.into_iter().map(|group| group.layout).collect())
}

fn read_cluster(resource: Resource) -> Group {
    let mut notes = Notes::default();
    let empty = Object::default();
    let object = resource.node.as_object().unwrap_or(&empty);
    let mut read = Import::with_open(&mut notes, sentences(&resource.open)).cluster(
        object,
        resource.node.span,
        &resource.path,
    );
    name_group(&mut read, resource.group);
    Group { name: resource.name, layout: Layout::new(read, Source::Template, notes) }
}

/// Names the resource group, if a nested deployment does. A template doesn't say otherwise where it is deployed to, and
/// no rule can ask it.
fn name_group(read: &mut ReadCluster, group: Option<String>) {
    match group {
        Some(group) if read.cluster.resource_group.is_empty() => read.cluster.resource_group = group,
        None if read.cluster.resource_group.is_empty() => read.unknown.push("resourceGroup"),
        _ => {}
    }
}

/// Returns a cluster that a template only refers to.
fn existing(name: &[Part], resource_group: Option<&str>) -> Group {
    let mut read = ReadCluster::default();
    read.cluster.existing = true;
    match known(name) {
        Some(name) => read.cluster.name = name,
        None => read.unknown.push("name"),
    }
    name_group(&mut read, resource_group.map(str::to_owned));
    Group { name: name.to_vec(), layout: Layout::new(read, Source::Template, Notes::default()) }
}

/// Returns a name of which all parts are known.
fn known(parts: &[Part]) -> Option<String> {
    if parts.is_empty() {
        return None;
    }
    let text = |part: &Part| if let Part::Text(text) = part { Some(text.clone()) } else { None };
    parts.iter().map(text).collect()
}

/// Returns whether two names are the same for certain: ARM ignores the case of names.
fn is_same_name(one: &[Part], two: &[Part]) -> bool {
    let is_same = |(one, two): (&Part, &Part)| match (one, two) {
        (Part::Text(one), Part::Text(two)) => one.eq_ignore_ascii_case(two),
        (one, two) => one == two,
    };
    !one.is_empty() && one.len() == two.len() && one.iter().zip(two).all(is_same)
}

/// Adds a pool that is a child resource. An exported template has the same pools in the cluster, too.
fn add_pool(layout: &mut Layout, resource: Resource) {
    let Layout { read: cluster, notes, .. } = layout;
    let name = known(&resource.name);
    let path = &resource.path;
    let name_path = crate::syntax::below(path, "name");
    let mut open = sentences(&resource.open);
    if name.is_some() {
        open.retain(|(path, _)| *path != name_path);
    }
    let empty = Object::default();
    let object = resource.node.as_object().unwrap_or(&empty);
    let mut read: ReadPool = Import::with_open(notes, open).pool(object, resource.node.span, path);
    match name {
        Some(name) => read.pool.name = name,
        None => {
            read.pool.name.clear();
            if !read.unknown.contains(&"name") {
                read.unknown.push("name");
            }
        }
    }
    let pool = &read.pool;
    match cluster.pools.iter_mut().find(|known| known.pool.name == pool.name && !pool.name.is_empty()) {
        Some(known) if known.pool == read.pool => {}
        Some(known) => {
            let name = shown(&read.pool.name);
            let text = format!(
                "The cluster has a pool {name} with other properties; those of this resource were read."
            );
            notes.add(path, text);
            *known = read;
        }
        None => cluster.pools.push(read),
    }
}

/// Returns what isn't known as sentences.
fn sentences(open: &[(String, std::rc::Rc<Open>)]) -> Vec<OpenValue> {
    let sentence = |open: &Open| {
        if open.expression.is_empty() {
            format!("A value isn't known: {}. It is left out.", open.why)
        } else {
            format!(
                "The expression {} isn't known: {}. The value is left out.",
                shown(&open.expression),
                open.why
            )
        }
    };
    open.iter().map(|(path, open)| (path.clone(), sentence(open))).collect()
}
