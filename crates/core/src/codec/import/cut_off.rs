//! Exports that PowerShell's `ConvertTo-Json` cut off: below its depth, it writes what an object prints as instead of
//! the object.
//!
//! Seen in PowerShell 7.6.9 and documented for 5.1
//! (<https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json>): an object becomes
//! `@{Key=value; ...}` or the name of its type, a hashtable and a list of objects the name of theirs, and a list of texts
//! its items with blanks between them.

use super::resource::is_pool;
use super::terraform::is_terraform;
use crate::plan::{CLUSTER_PROPERTIES, Kind, POOL_PROPERTIES, Property, api_properties};
use crate::syntax::{Content, Entry, Node, Object, below};
use crate::text::shown;

/// Objects whose values are the user's own texts, which are never cut off and may look like anything.
const MAPS: [&str; 4] = ["tags", "nodeLabels", "labels", "annotations"];
/// What an export has and no plan needs.
const SKIPPED: [&str; 5] =
    ["systemData", "identityProfile", "status", "virtualMachineNodesStatus", "dependsOn"];
/// Objects and lists around the properties of a plan.
const AROUND: [&str; 6] = ["properties", "agentPoolProfiles", "resources", "cluster", "pools", "baseline"];
/// Lists of whole clusters and pools.
const WHOLE: [&str; 3] = ["", "value", "data"];

/// The namespaces of what PowerShell's modules print. Publishers of VM extensions and kinds of alert rules begin with
/// `Microsoft.Azure` too.
const NAMESPACES: [&str; 4] =
    ["System.", "Microsoft.Azure.Commands.", "Microsoft.Azure.Management.", "Microsoft.Azure.PowerShell."];

/// A value that was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::codec) struct CutOff {
    /// Its JSON path.
    pub(in crate::codec) path: String,
    /// What is there instead.
    pub(in crate::codec) text: String,
}

impl CutOff {
    /// Says that the value is missing.
    pub(in crate::codec) fn sentence(&self) -> String {
        format!("The export was cut off here: it has the text {}; left out.", shown(&self.text))
    }
}

/// Where a value is.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The key that leads to it, of itself or of its list; empty at the root.
    key: &'a str,
    /// Whether a node pool is around it, of which everything is kept.
    in_pool: bool,
}

/// Returns the values of a document that were cut off.
pub(in crate::codec) fn find(root: &Node) -> Vec<CutOff> {
    let mut found = Vec::new();
    // Terraform writes its plans and states itself.
    if root.as_object().is_some_and(is_terraform) {
        return found;
    }
    visit(root, Place { key: "", in_pool: false }, "$", &mut found);
    found
}

/// Takes values out of a document: entries of objects are gone, items of lists are `null`.
pub(in crate::codec) fn remove(node: &mut Node, path: &str, cut: &[CutOff]) {
    let is_cut = |path: &str| cut.iter().any(|one| one.path == path);
    match &mut node.content {
        Content::Object(Object(entries)) => {
            entries.retain(|entry| !is_cut(&below(path, &entry.key)));
            for entry in entries {
                remove(&mut entry.value, &below(path, &entry.key), cut);
            }
        }
        Content::List(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let path = format!("{path}[{index}]");
                if is_cut(&path) {
                    item.content = Content::Null;
                }
                remove(item, &path, cut);
            }
        }
        _ => {}
    }
}

fn visit(node: &Node, place: Place<'_>, path: &str, found: &mut Vec<CutOff>) {
    match &node.content {
        Content::Object(object) => {
            let in_pool = match resource_type(object) {
                // What other resources have doesn't concern a plan, and may look like anything.
                Some(ResourceType::Other) => return,
                Some(ResourceType::Deployment) => false,
                _ => place.in_pool || is_pool(object),
            };
            for Entry { key, value, .. } in &object.0 {
                if is_one_of(&SKIPPED, key) || value.is_container() && is_one_of(&MAPS, key) {
                    continue;
                }
                let path = below(path, key);
                if value.as_text().is_some_and(|text| is_cut(text, key, in_pool)) {
                    add(value, path, found);
                } else {
                    visit(value, Place { key, in_pool }, &path, found);
                }
            }
        }
        Content::List(items) => {
            // Items of a list of texts are texts.
            let has_objects = is_one_of(&WHOLE, place.key)
                || is_one_of(&AROUND, place.key)
                || place.in_pool && shape(place.key) != Some(Shape::Texts);
            for (index, item) in items.iter().enumerate() {
                let path = format!("{path}[{index}]");
                if has_objects && item.as_text().is_some_and(is_printed_object) {
                    add(item, path, found);
                } else {
                    visit(item, place, &path, found);
                }
            }
        }
        _ => {}
    }
}

/// What a resource is, by its type.
enum ResourceType {
    /// A cluster, or what is part of one.
    Cluster,
    /// A deployment, which has a template with resources of its own.
    Deployment,
    Other,
}

/// Returns what a resource is; nothing where an object has no type of a resource.
fn resource_type(object: &Object) -> Option<ResourceType> {
    let kind = object.text("type").filter(|kind| kind.contains('/'))?.to_ascii_lowercase();
    Some(match kind.as_str() {
        kind if kind.starts_with("microsoft.containerservice/managedclusters") => ResourceType::Cluster,
        "microsoft.resources/deployments" => ResourceType::Deployment,
        _ => ResourceType::Other,
    })
}

fn add(node: &Node, path: String, found: &mut Vec<CutOff>) {
    found.push(CutOff { path, text: node.as_text().unwrap_or_default().to_owned() });
}

/// Returns whether a text is what is left of an object or of a list.
fn is_cut(text: &str, key: &str, in_pool: bool) -> bool {
    let shape = shape(key);
    if is_printed_object(text) {
        return match shape {
            Some(shape) => shape != Shape::Text,
            None => in_pool || is_one_of(&AROUND, key),
        };
    }
    // Only the objects of PowerShell's modules have keys with a capital.
    let is_cmdlets = key.starts_with(|letter: char| letter.is_ascii_uppercase());
    let is_container = matches!(shape, Some(Shape::Texts | Shape::Objects)) || is_one_of(&AROUND, key);
    is_cmdlets && is_container && !text.trim().is_empty()
}

/// Returns whether a text is what PowerShell prints for an object: `@{...}`, or the name of a type of .NET.
fn is_printed_object(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with("@{") && text.ends_with('}') {
        return true;
    }
    let name = text.split([' ', '`', '[']).next().unwrap_or_default();
    let is_name = |part: &str| {
        part.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "_+".contains(letter))
    };
    NAMESPACES.iter().any(|start| name.starts_with(start)) && name.split('.').all(is_name)
}

fn is_one_of(names: &[&str], key: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(key))
}

/// What the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// A text, a number or a flag.
    Text,
    /// A list of texts.
    Texts,
    /// An object, or a list of objects.
    Objects,
}

/// Returns what the value of a key is; nothing for keys that aren't known.
fn shape(key: &str) -> Option<Shape> {
    let kinds = kinds_of(POOL_PROPERTIES, key).or_else(|| kinds_of(CLUSTER_PROPERTIES, key));
    kinds.or_else(|| {
        let is_named =
            |path: &str| path.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case(key));
        let api = api_properties().find(|property| is_named(property.path))?;
        Some(match api.kind {
            "string" | "int" | "bool" => Shape::Text,
            "string[]" => Shape::Texts,
            _ => Shape::Objects,
        })
    })
}

/// Returns what the value of a key is by a table: the key is the last part of a property's, or a group's on the way.
fn kinds_of<T>(table: &[Property<T>], key: &str) -> Option<Shape> {
    let mut found = None;
    for property in table {
        let mut parts = property.key.split('.').rev();
        if parts.next().is_some_and(|last| last.eq_ignore_ascii_case(key)) {
            found = Some(match property.kind {
                Kind::List => Shape::Texts,
                Kind::Map | Kind::Tree | Kind::Items | Kind::Subnets => Shape::Objects,
                Kind::Text | Kind::Keyword(_) | Kind::Whole | Kind::Decimal | Kind::Flag => Shape::Text,
            });
        } else if parts.any(|group| group.eq_ignore_ascii_case(key)) {
            return Some(Shape::Objects);
        }
    }
    found
}
