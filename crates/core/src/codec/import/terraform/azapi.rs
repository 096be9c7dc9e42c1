//! Resources of azapi, whose bodies are ARM's own, and its changes to resources that others create.

use super::arguments::{not_known, states_nothing, unknown_below};
use super::groups::Group;
use super::{Kind, Resource};
use crate::codec::import::resource::OpenValue;
use crate::codec::note::below;
use crate::syntax::{Content, Entry, Node, Object, Span};

impl Group<'_> {
    /// Lays the changes of azapi over a resource. `pool` is the name of the pool, or nothing for the cluster.
    pub(super) fn apply_updates(
        &self,
        pool: Option<&str>,
        path: &str,
        object: &mut Object,
        open: &mut Vec<OpenValue>,
    ) {
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

    /// Lays the changes of azapi over the pools that are part of the cluster.
    pub(super) fn update_pools(&self, path: &str, object: &mut Object, open: &mut Vec<OpenValue>) {
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
    pub(super) fn azapi_resource(
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
}

/// Returns the name of the pool that a change of azapi is about.
pub(super) fn update_name(values: &Object) -> Option<&str> {
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
        if let Some(value) =
            values.get(key).filter(|value| !states_nothing(value) && object.get(key).is_none())
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
