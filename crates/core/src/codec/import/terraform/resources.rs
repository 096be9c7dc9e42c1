//! The resources of a plan or a state, each with its values before and after.

use super::Resource;
use crate::syntax::{Content, Node, Object};

pub(super) fn collect_changes<'a>(changes: &'a [Node], resources: &mut Vec<Resource<'a>>) {
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
pub(super) fn collect_module<'a>(
    module: &'a Node,
    path: &str,
    depth: usize,
    resources: &mut Vec<Resource<'a>>,
) {
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
pub(super) fn collect_state<'a>(list: &'a [Node], resources: &mut Vec<Resource<'a>>) {
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
