//! Updates of a pool that no command of a tool has a word for: its resource is read, changed where the plan says so, and
//! written. What the plan is silent about stays as it was read; what is taken away is written as an explicit empty value.

use super::resources::{INIT_TAINTS, INIT_TAINTS_ELSEWHERE, api_version, why_out_of_reach};
use super::shell::Set;
use super::shell::powershell::has_twins;
use super::snippet::Gap;
use super::values::{Reset, STAYS, Setting, foreign, gap, instead_of_foreign, is_local_subnet, reset};
use crate::operations::matrix::{How, how};
use crate::operations::{Change, Operation};
use crate::plan::{
    Keyword, NodePool, POOL_PROPERTIES, PREVIEW_API_VERSION, Plan, PowerState, Property, UNKNOWN_PROPERTIES,
    Value,
};
use crate::to_json::{Json, Object, ObjectExt};

/// What an operation changes of a pool's resource, and what it leaves out.
pub(super) struct PoolUpdate<'a> {
    pub(super) cluster: &'a str,
    pub(super) pool: &'a str,
    pub(super) api: &'static str,
    pub(super) sets: Vec<Set>,
    /// The objects that a program sets as a whole, each with the keys that lead to it: those of which the plan knows nothing
    /// so far, so that AKS may have none of them, and those with a key that can't be part of a path.
    wholes: Vec<Vec<String>>,
    pub(super) gaps: Vec<Gap>,
}

/// Why keys that PowerShell takes for one can't be set.
const TWINS: &str = "has keys that differ only in the case of their letters, so they can\u{2019}t be set in the pool that exists; use ARM";

impl<'a> PoolUpdate<'a> {
    /// Returns what an operation changes; `None` where the names of the resource would mean something else in its address.
    pub(super) fn new(plan: &'a Plan, operation: &'a Operation, changes: &[Change]) -> Option<Self> {
        let cluster = plan.cluster.name.as_str();
        let pool = operation.pool()?;
        let is_name = |name: &str| {
            let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
            !name.is_empty() && name.bytes().all(is_safe)
        };
        if !is_name(cluster) || !is_name(pool) {
            return None;
        }
        let after = operation.done_to(plan);
        let (_, before) = plan.pool(pool)?;
        let (place, changed) = after.pool(pool)?;
        // What only a preview changes in place is asked of that preview.
        let is_preview =
            plan.cluster.preview && changes.iter().any(|change| how(change.key) == How::PreviewOnly);
        let api = if is_preview { PREVIEW_API_VERSION } else { api_version(&after) };
        let mut update = Self { cluster, pool, api, sets: Vec::new(), wholes: Vec::new(), gaps: Vec::new() };
        match operation {
            Operation::StartPool(_) => update.set("powerState.code", PowerState::Running.as_str().into()),
            Operation::StopPool(_) => update.set("powerState.code", PowerState::Stopped.as_str().into()),
            Operation::ScalePool(..) => match &changed.virtual_machines {
                Some(machines) => update.tree((place, changed), "virtualMachinesProfile", machines, None),
                None => update.set("count", Json::from(changed.nodes())),
            },
            _ => changes.iter().for_each(|change| update.change((place, changed), before, change)),
        }
        // AKS takes bounds with the autoscaler only.
        if changes.iter().any(|change| change.key == "enableAutoScaling") && !*changed.autoscaling {
            update.sets.retain(|set| !set.path.iter().any(|key| key == "minCount" || key == "maxCount"));
            update.set("minCount", Json::Null);
            update.set("maxCount", Json::Null);
        }
        for set in &update.sets {
            // Of `properties.networkProfile.new.leaf`, these are the two objects between.
            let object = (2..set.path.len()).find_map(|length| {
                let (path, key) = (set.path.get(..length)?, set.path.get(length)?);
                (!is_known(before, path) || (!is_plain_key(key) && !is_group(path))).then_some(path)
            });
            if let Some(object) = object.filter(|object| !update.wholes.iter().any(|known| known == object)) {
                update.wholes.push(object.to_vec());
            }
        }
        // One that is in another goes with it.
        let found = update.wholes.clone();
        let is_outermost =
            |path: &[String]| !found.iter().any(|other| other.len() < path.len() && path.starts_with(other));
        update.wholes.retain(|path| is_outermost(path));
        Some(update)
    }

    /// Returns the objects that are set as a whole, as the paths of properties.
    pub(super) fn wholes(&self) -> impl Iterator<Item = String> {
        self.wholes.iter().map(|path| path.iter().skip(1).cloned().collect::<Vec<_>>().join("."))
    }

    /// Returns what is set, with some objects as a whole; `None` where a key that leads to one can't be part of a path.
    pub(super) fn sets_of_whole(&self) -> Option<Vec<Set>> {
        let mut sets: Vec<Set> = Vec::new();
        for set in &self.sets {
            let Some((path, rest)) =
                self.wholes.iter().find_map(|path| Some((path, set.path.strip_prefix(path.as_slice())?)))
            else {
                sets.push(set.clone());
                continue;
            };
            let place = sets.iter().position(|known| known.path == *path).unwrap_or_else(|| {
                sets.push(Set { path: path.clone(), value: Json::Object(Object::new()) });
                sets.len() - 1
            });
            if let Some(Set { value: Json::Object(whole), .. }) = sets.get_mut(place) {
                whole.set_at(rest.iter().map(String::as_str), set.value.clone());
            }
        }
        sets.iter().flat_map(|set| &set.path).all(|key| is_plain_key(key)).then_some(sets)
    }

    fn change(&mut self, at: (usize, &NodePool), before: &NodePool, change: &Change) {
        let Some(property) = change.property() else { return };
        let key = property.key;
        let value = match property.get(at.1) {
            Some(value) => value,
            None => match reset(property, at.1) {
                // It goes with the autoscaler.
                Reset::NotNeeded => return,
                Reset::Explicit(value) => value,
                Reset::Impossible => return self.gaps.push(gap(Some(at), key, STAYS)),
            },
        };
        let said = Setting::new(property, value);
        let why = match foreign(&said, self.api) {
            _ if key == INIT_TAINTS => INIT_TAINTS_ELSEWHERE.to_owned(),
            _ if is_local_subnet(&said) => "names a subnet of the plan; enter its resource ID".to_owned(),
            Some(word) => format!(
                "is {word}, which API {} doesn\u{2019}t have; {}",
                self.api,
                instead_of_foreign(&said)
            ),
            None => why_out_of_reach(key, self.api).unwrap_or_default().to_owned(),
        };
        if !why.is_empty() {
            return self.gaps.push(gap(Some(at), key, &why));
        }
        match said.value {
            Value::Tree(tree) => {
                let old = match property.get(before) {
                    Some(Value::Tree(old)) => Some(old),
                    _ => None,
                };
                self.tree(at, key, &tree, old.as_ref());
            }
            value => self.set(key, value.to_json()),
        }
    }

    /// Sets each entry of an object, so that those that the plan doesn't state stay. Those that it had and no longer has
    /// are taken away.
    fn tree(&mut self, at: (usize, &NodePool), key: &'static str, tree: &Object, old: Option<&Object>) {
        let mut path = vec!["properties".to_owned()];
        if key != UNKNOWN_PROPERTIES {
            path.push(key.to_owned());
        }
        if tree.is_empty() && key != UNKNOWN_PROPERTIES {
            return self.set(key, Json::Object(Object::new()));
        }
        let mut found = Vec::new();
        // A group of properties, some of which Poolwright doesn't know, is merged with what is known of it.
        match entries(&path, tree, old, key == UNKNOWN_PROPERTIES, &mut found) {
            Ok(()) => self.sets.extend(found),
            Err(why) => self.gaps.push(gap(Some(at), key, why)),
        }
    }

    fn set(&mut self, key: &str, value: Json) {
        let path = std::iter::once("properties").chain(key.split('.')).map(str::to_owned).collect();
        self.sets.push(Set { path, value });
    }
}

/// Returns whether the plan says anything about an object of a pool's resource: a property in it, or an entry of a property
/// whose value is an object. An empty one can be set as a whole.
fn is_known(pool: &NodePool, path: &[String]) -> bool {
    let path = path.get(1..).unwrap_or_default();
    let has_property = |property: &Property<NodePool>| {
        let own: Vec<&str> = property.key.split('.').collect();
        let is_on_the_way = own.iter().zip(path).all(|(own, key)| own == key);
        is_on_the_way
            && match (property.get(pool), path.get(own.len()..)) {
                (Some(Value::Tree(tree)), inner) => has_object(&tree, inner.unwrap_or_default()),
                // An object of properties, not a property.
                (Some(_), None) => true,
                _ => false,
            }
    };
    let mut known = POOL_PROPERTIES.iter().filter(|property| property.key != UNKNOWN_PROPERTIES);
    known.any(has_property) || has_object(&pool.unknown, path)
}

/// Returns whether a key can be part of a path as programs read it.
fn is_plain_key(key: &str) -> bool {
    key.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Returns whether an object of a pool's resource has properties of the plan in it, which the object as a whole would
/// take away.
fn is_group(path: &[String]) -> bool {
    let path = path.get(1..).unwrap_or_default();
    POOL_PROPERTIES.iter().any(|property| {
        let own: Vec<&str> = property.key.split('.').collect();
        own.len() > path.len() && own.iter().zip(path).all(|(own, key)| own == key)
    })
}

/// Returns whether keys lead to an object with entries.
fn has_object(tree: &Object, path: &[String]) -> bool {
    match path.split_first() {
        None => !tree.is_empty(),
        Some((first, rest)) => {
            tree.get(first).and_then(Json::as_object).is_some_and(|object| has_object(object, rest))
        }
    }
}

/// Adds what sets the entries of an object; why not, where keys are one to PowerShell.
fn entries(
    path: &[String],
    tree: &Object,
    old: Option<&Object>,
    is_deep: bool,
    found: &mut Vec<Set>,
) -> Result<(), &'static str> {
    let gone = old.into_iter().flatten().filter(|(key, _)| !tree.contains_key(*key));
    let empty = |value: &Json| match value {
        Json::Object(_) => Json::Object(Object::new()),
        Json::Array(_) => Json::Array(Vec::new()),
        _ => Json::Null,
    };
    let gone: Vec<(&String, Json)> = gone.map(|(key, value)| (key, empty(value))).collect();
    if has_twins(tree.keys()) {
        return Err(TWINS);
    }
    for (key, value) in tree.iter().chain(gone.iter().map(|(key, value)| (*key, value))) {
        let mut inner = path.to_vec();
        inner.push(key.clone());
        let old_value = old.and_then(|old| old.get(key)).unwrap_or(&Json::Null);
        match value {
            // A value of another kind has no entries that could be set: it is replaced.
            Json::Object(object)
                if is_deep && !object.is_empty() && (old_value.is_null() || old_value.is_object()) =>
            {
                let old = old_value.as_object();
                entries(&inner, object, old, true, found)?;
            }
            value => found.push(Set { path: inner, value: value.clone() }),
        }
    }
    Ok(())
}
