//! When a step is done, as questions about the cluster and its pools.
//!
//! A step is done when the pool has what the step gives it, or what a later step of the runbook gives it. An old pool
//! and a new one of the same name are distinguished by all of their differences.

use super::Shell;
use super::cluster::{ClusterValue, values_of};
use super::stages::{Life, Timeline};
use crate::migrate::{Act, Check, Purpose, Runbook, Step};
use crate::operations::Operation;
use crate::operations::cluster::{cluster_property, default_of};
use crate::plan::{
    Cluster, Kind, NodePool, POOL_PROPERTIES, Property, UNKNOWN_PROPERTIES, Value, api_property,
};
use crate::to_json::{Json, Object};

/// The conditions under which a step counts as done. All parts must be met; an empty part isn't asked.
#[derive(Default)]
pub(super) struct Done {
    /// The accepted versions of the control plane: the step's own once AKS has finished, or a later one.
    pub(super) control_plane: Vec<String>,
    /// Questions about the list of pools; one of them must be answered with yes.
    pub(super) pools: Vec<Question>,
    /// Values of the cluster's own properties; one of these sets must be as it says.
    pub(super) cluster: Vec<Vec<ClusterValue>>,
}

/// A question about the list of pools.
pub(super) enum Question {
    /// Whether a pool meets all conditions.
    Any(Vec<Condition>),
    /// Whether no pool meets all conditions.
    None(Vec<Condition>),
}

impl Question {
    pub(super) fn conditions(&self) -> &[Condition] {
        match self {
            Self::Any(conditions) | Self::None(conditions) => conditions,
        }
    }
}

/// A condition on a pool.
#[derive(Clone)]
pub(super) enum Condition {
    Named(String),
    /// AKS has finished its work on the pool.
    Succeeded,
    /// A property has a value; `None` is empty, off, or AKS's default.
    Is(&'static Property<NodePool>, Option<Value>),
    /// The value at a path within a property that is an object; `None` is AKS's default.
    Part(Vec<String>, Option<Json>),
    /// The version is this one or a newer patch of it, which AKS may have chosen by itself.
    IsPatched(String),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
}

impl Condition {
    /// Returns the condition that a property which had the value `from` has the value `to`. Of an object, only the parts
    /// that a plan can state are compared: the tools print all parts, with null for those that aren't set.
    pub(super) fn becomes(
        property: &'static Property<NodePool>,
        from: Option<&Value>,
        to: Option<Value>,
    ) -> Self {
        // The tools answer with a default, or with nothing.
        let to = to.filter(|value| !value.is_default(property.default));
        let tree = |value: Option<&Value>| match value {
            Some(Value::Tree(tree)) => Some(Json::Object(tree.clone())),
            _ => None,
        };
        let (before, after) = (tree(from), tree(to.as_ref()));
        let mut parts = Vec::new();
        // What isn't known has paths of its own.
        let key = if property.key == UNKNOWN_PROPERTIES { "" } else { property.key };
        let mut path: Vec<String> =
            key.split('.').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        if property.kind == Kind::Tree {
            parts_of(&mut path, before.as_ref(), after.as_ref(), &mut parts);
        }
        // Of what isn't known, nothing says that an empty object comes to the same as none.
        parts.retain(|part| !matches!(part, Self::Part(path, _) if path.is_empty()));
        if let (UNKNOWN_PROPERTIES, Some(Json::Object(after))) = (property.key, &after) {
            empty_parts_of(&mut Vec::new(), before.as_ref(), after, &mut parts);
        }
        if parts.is_empty() { Self::Is(property, to) } else { Self::All(parts) }
    }

    /// Returns the condition that a property that Poolwright doesn't know has a value; without one, that a pool which had
    /// `first` has nothing of it. The object that it is in may have other properties.
    pub(super) fn unknown(key: &str, first: &Json, value: Option<&Json>) -> Self {
        let mut parts = Vec::new();
        let mut path = vec![key.to_owned()];
        parts_of(&mut path, Some(first).filter(|_| value.is_none()), value, &mut parts);
        if parts.is_empty() && value.is_none() {
            parts.push(Self::Part(path.clone(), None));
        }
        if let Some(Json::Object(object)) = value {
            if object.is_empty() {
                parts.push(Self::Part(path.clone(), value.cloned()));
            }
            empty_parts_of(&mut path, None, object, &mut parts);
        }
        Self::All(parts)
    }

    /// Returns the condition that a property has one of these values.
    pub(super) fn one_of(
        property: &'static Property<NodePool>,
        from: Option<&Value>,
        values: Vec<Option<Value>>,
    ) -> Self {
        let mut conditions: Vec<Self> =
            values.into_iter().map(|value| Self::becomes(property, from, value)).collect();
        match conditions.pop() {
            Some(only) if conditions.is_empty() => only,
            last => Self::Any(conditions.into_iter().chain(last).collect()),
        }
    }

    /// Returns whether an answer can be compared with what is asked for. What can't be would always seem to differ.
    pub(super) fn is_comparable(&self) -> bool {
        match self {
            Self::Named(_) | Self::Succeeded => true,
            Self::Is(property, _) if property.key == UNKNOWN_PROPERTIES => false,
            Self::Is(property, Some(Value::Text(text))) if is_subnet(property.key) => text.starts_with('/'),
            Self::Is(_, Some(Value::Items(items))) => items.iter().all(is_flat),
            Self::Is(_, Some(Value::Tree(_) | Value::Subnets(_))) => false,
            Self::Is(..) => true,
            Self::Part(..) | Self::IsPatched(_) => true,
            Self::All(all) | Self::Any(all) => all.iter().all(Self::is_comparable),
            Self::Not(inner) => inner.is_comparable(),
        }
    }

    /// Returns whether the shell's own tool shows what is asked for. If not, the pool's resource does.
    pub(super) fn is_printed_by(&self, shell: Shell) -> bool {
        match self {
            Self::Named(_) | Self::Succeeded => true,
            Self::Is(property, _) => is_printed(shell, property.key),
            Self::Part(path, _) => is_printed(shell, &path.join(".")),
            Self::IsPatched(_) => true,
            Self::All(all) | Self::Any(all) => all.iter().all(|one| one.is_printed_by(shell)),
            Self::Not(inner) => inner.is_printed_by(shell),
        }
    }
}

/// Returns whether an object has nothing but texts, numbers and truth values in it, with keys that are plain words.
pub(in crate::emit) fn is_flat(object: &Object) -> bool {
    let is_plain = |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !object.is_empty()
        && object.iter().all(|(key, value)| is_plain(key) && !value.is_object() && !value.is_array())
}

/// Returns whether a tool prints a property of a pool: those of its own API version, and of those PowerShell's does
/// some only.
pub(super) fn is_printed(shell: Shell, path: &str) -> bool {
    // azure-cli 2.91.0 has API 2026-06-01, Az.Aks 7.2.1 has 2026-03-01.
    let newest = if shell == Shell::Posix { "2026-06-01" } else { "2026-03-01" };
    // The keys of maps are the user's, and parts of objects are known by the longest path that the API has.
    let known = |path: &str| api_property(path);
    let api = known(path).or_else(|| {
        let mut rest = path;
        while let Some((before, _)) = rest.rsplit_once('.') {
            if let Some(api) = known(before) {
                return Some(api).filter(|api| api.kind.starts_with("map:") || before == "localDNSProfile");
            }
            rest = before;
        }
        None
    });
    let Some(api) = api else { return path == "name" };
    let key = path.split('.').next().unwrap_or_default();
    api.since.is_none_or(|since| since != "preview" && since <= newest)
        && (shell == Shell::Posix || !NOT_PRINTED.contains(&key))
}

/// Collects the differences between two objects, part by part.
fn parts_of<'a>(
    path: &mut Vec<String>,
    from: Option<&'a Json>,
    to: Option<&'a Json>,
    parts: &mut Vec<Condition>,
) {
    let (before, after) = match (from, to) {
        (before, Some(Json::Object(after))) => (before.and_then(Json::as_object), Some(after)),
        (Some(Json::Object(before)), None) => (Some(before), None),
        _ => {
            parts.push(Condition::Part(path.clone(), to.cloned()));
            return;
        }
    };
    let at = |object: Option<&'a Object>, key: &str| object.and_then(|object| object.get(key));
    let keys = |object: Option<&'a Object>| object.into_iter().flat_map(Object::keys);
    let gone = keys(before).filter(|key| at(after, key).is_none());
    for key in keys(after).chain(gone) {
        path.push(key.clone());
        parts_of(path, at(before, key), at(after, key), parts);
        path.pop();
    }
}

/// Collects the empty objects that one object has and another doesn't.
fn empty_parts_of(path: &mut Vec<String>, from: Option<&Json>, to: &Object, parts: &mut Vec<Condition>) {
    for (key, value) in to {
        let Some(object) = value.as_object() else { continue };
        let before = from.and_then(Json::as_object).and_then(|object| object.get(key));
        path.push(key.clone());
        if object.is_empty() && before.is_none_or(|before| !before.is_object()) {
            parts.push(Condition::Part(path.clone(), Some(value.clone())));
        }
        empty_parts_of(path, before, object, parts);
        path.pop();
    }
}

fn is_subnet(key: &str) -> bool {
    matches!(key, "vnetSubnetID" | "podSubnetID")
}

/// What Az.Aks doesn't print of a pool (Azure PowerShell's repository, PSNodePool, 2026-11-27).
const NOT_PRINTED: [&str; 13] = [
    "artifactStreamingProfile",
    "capacityReservationGroupID",
    "enableOSDiskFullCaching",
    "gatewayProfile",
    "gpuProfile",
    "localDNSProfile",
    "messageOfTheDay",
    "networkProfile",
    "nodeInitializationTaints",
    "podIPAllocationMode",
    "securityProfile",
    "virtualMachinesProfile",
    "windowsProfile",
];

/// Returns whether the tools answer with what a plan says of a property. Not so for names and facts, and for a message
/// that the API encodes.
pub(super) fn is_comparable(key: &str) -> bool {
    let is_left_out = matches!(
        key,
        "name" | "provisioningState" | "creationData.sourceVmSize" | "messageOfTheDay"
            // It belongs to the cluster.
            | "nodeInitializationTaints"
    );
    !is_left_out
}

/// Returns whether silence about a property of a new pool means something: empty, off, or a fixed default.
pub(super) fn has_default(property: &Property<NodePool>) -> bool {
    matches!(property.kind, Kind::Flag | Kind::List | Kind::Map | Kind::Items) || property.default.is_some()
}

/// Returns the distinct values of a property over some pools.
pub(super) fn values<'a>(
    property: &Property<NodePool>,
    pools: impl IntoIterator<Item = &'a NodePool>,
) -> Vec<Option<Value>> {
    let mut values = Vec::new();
    for pool in pools {
        let value = property.get(pool);
        if !is_among(property, &values, value.as_ref()) {
            values.push(value);
        }
    }
    values
}

/// Returns whether a value comes to the same as one of some values.
fn is_among(property: &Property<NodePool>, values: &[Option<Value>], value: Option<&Value>) -> bool {
    values.iter().any(|known| property.is_same(known.as_ref(), value))
}

/// Returns whether a change of a property shows that an earlier step was done, which had others: it changes the same
/// again, or comes only after a policy engine was removed for it.
fn follows(earlier: &[&str], key: &str) -> bool {
    let is_network = matches!(key, "networkProfile.networkPluginMode" | "networkProfile.networkDataplane");
    earlier.contains(&key) || (is_network && earlier == ["networkProfile.networkPolicy"])
}

/// The questions of a runbook.
pub(super) struct Questions<'a> {
    pub(super) runbook: &'a Runbook,
    pub(super) timelines: &'a [Timeline],
}

impl<'a> Questions<'a> {
    fn timeline(&self, name: &str) -> Option<&'a Timeline> {
        self.timelines.iter().find(|timeline| timeline.name == name)
    }

    /// Returns the conditions under which a step counts as done; `None` if the tool doesn't show that.
    pub(super) fn done(&self, place: usize, step: &Step) -> Option<Done> {
        if let Act::Aks(Operation::UpgradeControlPlane(_) | Operation::UpgradeAll(_)) = step.act {
            return Some(self.of_versions(place, step));
        }
        match &step.act {
            Act::Aks(Operation::UpdateCluster(_)) => return self.is_updated(place),
            Act::Aks(Operation::MigrateAvailabilitySets) => {
                let kind = crate::plan::property::find(POOL_PROPERTIES, "type")?;
                let is_set = Condition::Is(kind, Some(Value::Text("AvailabilitySet".to_owned())));
                return Some(Done { pools: vec![Question::None(vec![is_set])], ..Done::default() });
            }
            _ => {}
        }
        let name = step.act.pool()?;
        let pools = match (&step.act, &step.purpose) {
            (Act::Add(_), Purpose::Temporary(old)) => {
                let exists = Question::Any(vec![Condition::Named(name.to_owned()), Condition::Succeeded]);
                vec![exists, self.is_replaced(place, old)?]
            }
            (Act::Add(_), _) => self.is_created(place, name)?,
            (Act::Aks(Operation::DeletePool(_)), _) => vec![self.is_gone(place, name)?],
            (Act::Aks(_), _) => self.is_changed(place, step, name)?,
            (Act::Cordon(_) | Act::Drain(_) | Act::AwaitSystemPods(_), _) => {
                vec![self.is_gone(place, name)?]
            }
        };
        Some(Done { pools, ..Done::default() })
    }

    /// Returns the conditions under which a control plane has its version, and the pools if they are upgraded with it.
    fn of_versions(&self, place: usize, step: &Step) -> Done {
        let rest = self.runbook.steps.get(place..).unwrap_or_default();
        let control_plane = rest.iter().filter_map(|step| match &step.act {
            Act::Aks(Operation::UpgradeControlPlane(version) | Operation::UpgradeAll(version)) => {
                Some(version.clone())
            }
            _ => None,
        });
        let control_plane: Vec<String> = control_plane.collect();
        let version = crate::plan::property::find(POOL_PROPERTIES, "orchestratorVersion");
        let (Act::Aks(Operation::UpgradeAll(_)), Some(property)) = (&step.act, version) else {
            return Done { control_plane, ..Done::default() };
        };
        let mut versions = control_plane.clone();
        let later = self.timelines.iter().flat_map(Timeline::lives);
        for pool in later.flat_map(|life| life.pools_after(place.saturating_add(1))) {
            versions.extend(pool.kubernetes_version.clone().filter(|version| !versions.contains(version)));
        }
        let mut accepted: Vec<Condition> =
            versions.into_iter().map(|version| Condition::Is(property, Some(Value::Text(version)))).collect();
        if let Some(own) = accepted.first_mut() {
            *own = Condition::All(vec![own.clone(), Condition::Succeeded]);
        }
        let existing = self.timelines.iter().filter(|timeline| timeline.before(place).is_some());
        let names = existing.map(|timeline| Condition::Named(timeline.name.clone()));
        let is_behind =
            vec![Condition::Any(names.collect()), Condition::Not(Box::new(Condition::Any(accepted)))];
        Done { control_plane, pools: vec![Question::None(is_behind)], ..Done::default() }
    }

    /// Returns the conditions under which the cluster has the values that this step or a later one sets.
    fn is_updated(&self, place: usize) -> Option<Done> {
        let start = &self.runbook.start.cluster;
        let mut sets: Vec<Vec<ClusterValue>> = Vec::new();
        let mut own: Vec<&str> = Vec::new();
        for step in self.runbook.steps.get(place..)? {
            let Act::Aks(Operation::UpdateCluster(changes)) = &step.act else { continue };
            let keys = changes.iter().map(|change| change.key);
            if sets.is_empty() {
                own.extend(keys);
            } else if !keys.into_iter().any(|key| follows(&own, key)) {
                continue;
            }
            let changed =
                changes.iter().filter_map(|change| Some((cluster_property(change.key)?, &change.value)));
            // What the cluster has to begin with doesn't show that a step is done.
            let has = |(property, value): (&'static Property<Cluster>, &Option<Value>)| {
                let now = property.get(start).or_else(|| default_of(property.key));
                property.is_same(now.as_ref(), value.as_ref())
            };
            if sets.is_empty() || !changed.clone().all(has) {
                let value = |(property, value): (_, &Option<Value>)| values_of(property, value.clone());
                sets.push(changed.flat_map(value).collect());
            }
        }
        Some(Done { cluster: sets, ..Done::default() })
    }

    /// Returns the questions whether the new pool of a step exists; `None` if the tool can't tell it from the old one.
    fn is_created(&self, place: usize, name: &str) -> Option<Vec<Question>> {
        let timeline = self.timeline(name)?;
        let new = timeline.created_by(place)?;
        let old = timeline.lives().into_iter().rfind(|life| life.end() <= place);
        let mut own = vec![Condition::Named(name.to_owned())];
        if let Some(old) = old {
            own.push(Self::is_new(old, new)?);
        }
        let with = |more: Condition| Question::Any(own.iter().cloned().chain([more]).collect());
        let later = Self::later(new, place).into_iter().map(with);
        Some([with(Condition::Succeeded)].into_iter().chain(later).collect())
    }

    /// Returns the question whether a pool is deleted, even if a new one has its name by now.
    fn is_gone(&self, place: usize, name: &str) -> Option<Question> {
        let mut conditions = vec![Condition::Named(name.to_owned())];
        if let (Some(old), Some(new)) = self.timeline(name)?.old_and_new(place) {
            conditions.push(Condition::Not(Box::new(Self::is_new(old, new)?)));
        }
        Some(Question::None(conditions))
    }

    /// Returns the question whether the new pool of that name exists.
    fn is_replaced(&self, place: usize, name: &str) -> Option<Question> {
        let mut conditions = vec![Condition::Named(name.to_owned())];
        if let (Some(old), Some(new)) = self.timeline(name)?.old_and_new(place) {
            conditions.push(Self::is_new(old, new)?);
        }
        Some(Question::Any(conditions))
    }

    /// Returns what tells a new pool from the old one of the same name: all their differences, as far as the tool shows
    /// them. `None` where it shows none of them. Where the current layout is silent about a property, the old pool may
    /// have the wanted value already; it isn't taken for the new one unless it has all of them, and then nothing is
    /// left to do.
    pub(super) fn is_new(old: Life<'_>, new: Life<'_>) -> Option<Condition> {
        let differences = Self::differences(old, new);
        let conditions: Vec<Condition> = differences.into_iter().map(|(_, condition)| condition).collect();
        (!conditions.is_empty()).then_some(Condition::All(conditions))
    }

    /// Returns the properties in which a new pool differs from the old one, as far as the tool shows them, each with
    /// what it is.
    pub(super) fn differences(old: Life<'_>, new: Life<'_>) -> Vec<(&'static Property<NodePool>, Condition)> {
        let (Some(before), Some(after)) = (old.pools().next_back(), new.pools().next()) else {
            return Vec::new();
        };
        let mut differences = Vec::new();
        for property in POOL_PROPERTIES.iter().filter(|property| is_comparable(property.key)) {
            let (from, to) = (property.get(before), property.get(after));
            let is_left_to_aks = to.is_none() && !has_default(property);
            // Numbers of nodes and power states come and go.
            let is_passing = matches!(property.key, "count" | "powerState.code");
            if property.is_same(from.as_ref(), to.as_ref()) || is_left_to_aks || is_passing {
                continue;
            }
            let condition = Condition::one_of(property, from.as_ref(), values(property, new.pools()));
            if condition.is_comparable() {
                differences.push((property, condition));
            }
        }
        differences
    }

    /// Returns the questions whether a pool has the values that this step or a later one sets.
    fn is_changed(&self, place: usize, step: &Step, name: &str) -> Option<Vec<Question>> {
        let life = self.timeline(name)?.before(place)?;
        let named = || Condition::Named(name.to_owned());
        let own: Vec<_> = given(std::slice::from_ref(step), name);
        let mut is_own = Vec::new();
        for (property, value) in &own {
            let earlier = values(property, life.pools_until(place));
            let mut accepted = vec![value.clone()];
            // A later value that the pool had before would not show that the step is done.
            for later in values(property, life.pools_after(place.saturating_add(1))) {
                if !is_among(property, &earlier, later.as_ref())
                    && !is_among(property, &accepted, later.as_ref())
                {
                    accepted.push(later);
                }
            }
            is_own.push(Condition::one_of(property, earlier.last().and_then(Option::as_ref), accepted));
        }
        let asked = is_own.len();
        is_own.retain(Condition::is_comparable);
        if is_own.is_empty() && asked > 0 {
            return None;
        }
        // An operation that failed may have left the new value behind.
        let mut questions =
            vec![Question::Any([named(), Condition::Succeeded].into_iter().chain(is_own).collect())];
        questions
            .extend(Self::later(life, place).into_iter().map(|later| Question::Any(vec![named(), later])));
        if life.end() < usize::MAX {
            questions.push(self.is_gone(place, name)?);
        }
        questions.extend(self.is_final(place, name, life));
        Some(questions)
    }

    /// Returns the question whether a pool has the last value of each property that this step or later ones set; `None`
    /// if no later step changes the pool.
    fn is_final(&self, place: usize, name: &str, life: Life<'_>) -> Option<Question> {
        let end = life.end().min(self.runbook.steps.len());
        let rest = self.runbook.steps.get(place..end).unwrap_or_default();
        if !rest.iter().skip(1).any(|step| step.act.pool() == Some(name)) {
            return None;
        }
        let is_autoscaled = life.pools().next_back().is_some_and(|pool| *pool.autoscaling);
        let mut last = given(rest, name);
        last.retain(|(property, _)| !(is_autoscaled && property.key == "count"));
        let conditions = last.into_iter().map(|(property, value)| {
            let from = values(property, life.pools_until(place)).pop().flatten();
            Condition::becomes(property, from.as_ref(), value)
        });
        let shown: Vec<Condition> = conditions.filter(Condition::is_comparable).collect();
        let named = Condition::Named(name.to_owned());
        (!shown.is_empty()).then(|| Question::Any([named].into_iter().chain(shown).collect()))
    }

    /// Returns what shows by itself that a step on the same pool, after that one, has been done or begun: values that
    /// the pool certainly did not have before.
    fn later(life: Life<'_>, place: usize) -> Vec<Condition> {
        let done = place.saturating_add(1);
        let mut conditions = Vec::new();
        for property in POOL_PROPERTIES.iter().filter(|property| is_comparable(property.key)) {
            if property.key == "count" && life.is_ever_autoscaled() {
                continue;
            }
            let earlier = values(property, life.pools_until(done));
            let is_certain = matches!(property.kind, Kind::Flag) || property.key == "powerState.code";
            if !is_certain && earlier.first().is_none_or(Option::is_none) {
                continue;
            }
            for value in values(property, life.pools_after(done)) {
                if is_among(property, &earlier, value.as_ref()) || (value.is_none() && !has_default(property))
                {
                    continue;
                }
                let from = earlier.last().and_then(Option::as_ref);
                conditions.push(Condition::becomes(property, from, value));
            }
        }
        conditions.retain(Condition::is_comparable);
        conditions
    }
}

/// Returns the properties that steps give to the pool of that name, each with its last value.
fn given(steps: &[Step], name: &str) -> Vec<(&'static Property<NodePool>, Option<Value>)> {
    let mut given: Vec<(&'static Property<NodePool>, Option<Value>)> = Vec::new();
    for check in steps.iter().flat_map(|step| &step.checks) {
        let Check::Is(pool, key, value) = check else { continue };
        let Some(property) = crate::plan::property::find(POOL_PROPERTIES, key) else { continue };
        if pool == name {
            given.retain(|(known, _)| known.key != property.key);
            given.push((property, value.clone()));
        }
    }
    given
}
