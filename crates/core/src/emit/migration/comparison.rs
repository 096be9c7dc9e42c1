//! What a script compares before its first step and after its last one.
//!
//! At the beginning a cluster may be as the current layout says, or on its way to the target: each property of each
//! pool has a value that it has at some time. What the current layout is silent about isn't compared, nor are numbers
//! of nodes that an autoscaler decides, nor patch versions. At the end each property of the cluster and of its pools has
//! the target's value.

use super::cluster::{self, ClusterDeviation};
use super::questions::{Condition, Questions, has_default, is_comparable, values};
use super::stages::{Life, Timeline};
use crate::migrate::{Act, Purpose, Runbook};
use crate::operations::Operation;
use crate::plan::{Kind, NodePool, POOL_PROPERTIES, PoolType, Property, UNKNOWN_PROPERTIES, Value, Version};
use crate::to_json::{Json, Object, compact};

/// The sentence above the differences that a script lists before its first change.
pub(super) const DIFFERS_AT_START: &str =
    "The cluster matches neither the current layout nor a step on the way to the target:";
/// The sentence below [`DIFFERS_AT_START`]'s list: what to do.
pub(super) const IMPORT_AT_START: &str =
    "Nothing was changed. Import the cluster again, and create a new script.";
/// The sentence above the differences that a script lists after its last step.
pub(super) const DIFFERS_AT_END: &str = "All steps are done, but the cluster does not match the target:";
/// The sentence below [`DIFFERS_AT_END`]'s list: what to do.
pub(super) const IMPORT_AT_END: &str = "Import the cluster again, and create a new script.";

/// The values that a script compares with the cluster, before its first change or after its last step.
pub(super) struct Comparison {
    /// The accepted versions of the control plane; empty where none is known.
    pub(super) control_plane: Vec<String>,
    /// What may be wrong with the cluster itself.
    pub(super) cluster: Vec<ClusterDeviation>,
    /// What may be wrong with the pools.
    pub(super) pools: Vec<Deviation>,
}

/// Something that may be wrong with the pools.
pub(super) enum Deviation {
    /// No pool has this name, nor that of the new pool that is there whenever this one isn't.
    Missing { name: String, or: Option<String> },
    /// A pool has none of these names.
    Unexpected(Vec<String>),
    /// A property has another value than expected.
    Property {
        pool: String,
        property: &'static Property<NodePool>,
        /// Which of the pools of that name is meant; all of them where there is no condition.
        which: Option<Condition>,
        /// What is expected, as a condition and in words.
        accepted: Box<Condition>,
        expected: String,
    },
    /// A property that Poolwright doesn't know has another value than expected.
    Unknown {
        pool: String,
        key: String,
        /// Which of the pools of that name is meant; all of them where there is no condition.
        which: Option<Condition>,
        /// What is expected, as a condition and in words.
        accepted: Box<Condition>,
        expected: String,
    },
}

impl Comparison {
    /// Returns what is asked for of the pools.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.pools.iter().flat_map(|deviation| match deviation {
            Deviation::Property { which, accepted, .. } | Deviation::Unknown { which, accepted, .. } => {
                which.iter().chain(Some(&**accepted)).collect::<Vec<_>>()
            }
            Deviation::Missing { .. } | Deviation::Unexpected(_) => Vec::new(),
        })
    }
}

/// Returns what is compared before the first step.
pub(super) fn at_start(questions: &Questions<'_>) -> Comparison {
    let mut pools = Vec::new();
    let names: Vec<String> = questions.timelines.iter().map(|timeline| timeline.name.clone()).collect();
    pools.push(Deviation::Unexpected(names));
    for timeline in questions.timelines {
        let lives = timeline.lives();
        pools.extend(missing(timeline, questions));
        match lives.as_slice() {
            [only] => of_life(timeline, *only, None, &|_| false, &mut pools),
            [old, new] => of_lives(timeline, *old, *new, &mut pools),
            _ => {}
        }
    }
    Comparison {
        control_plane: versions_on_the_way(questions.runbook),
        cluster: cluster::at_start(questions.runbook),
        pools,
    }
}

/// That a pool that exists before the first step is gone, though no step has deleted it: the pool that replaces it isn't
/// there either. `None` where nothing shows that.
fn missing(timeline: &Timeline, questions: &Questions<'_>) -> Option<Deviation> {
    let lives = timeline.lives();
    lives.first().filter(|first| first.begin() == 0)?;
    // When there is no pool of the name: between two numbers of steps that are done.
    let begins = lives.iter().skip(1).map(Life::begin).chain([usize::MAX]);
    let mut absences =
        lives.iter().map(Life::end).zip(begins).filter(|(end, _)| *end < usize::MAX).peekable();
    if absences.peek().is_none() {
        return Some(Deviation::Missing { name: timeline.name.clone(), or: None });
    }
    let new = questions.runbook.steps.iter().find_map(|step| match (&step.act, &step.purpose) {
        (Act::Add(new), Purpose::Replaces(old) | Purpose::Temporary(old)) if *old == timeline.name => {
            Some(&new.name)
        }
        _ => None,
    })?;
    let other = questions.timelines.iter().find(|other| other.name == *new)?.lives();
    let is_there = |(from, to)| other.iter().any(|life| life.begin() <= from && to <= life.end());
    let is_known = other.first().is_some_and(|life| life.begin() > 0) && absences.all(is_there);
    is_known.then(|| Deviation::Missing { name: timeline.name.clone(), or: Some(new.clone()) })
}

/// Returns the sentence about a pool that is gone.
pub(super) fn no_such_pool(name: &str, or: Option<&str>) -> String {
    let or = or.map(|or| format!(", nor {or}")).unwrap_or_default();
    format!("{name}: no such node pool{or}")
}

/// The properties of an old pool and of the new one of the same name.
fn of_lives(timeline: &Timeline, old: Life<'_>, new: Life<'_>, pools: &mut Vec<Deviation>) {
    let Some(is_new) = Questions::is_new(old, new) else { return };
    let differences = Questions::differences(old, new);
    let tells = |property: &Property<NodePool>| differences.iter().any(|(one, _)| one.key == property.key);
    let is_same = |property: &Property<NodePool>| accepted(property, old) == accepted(property, new);
    // What is expected of both is asked once.
    of_life(timeline, old, None, &|property| !is_same(property), pools);
    let is_old = Condition::Not(Box::new(is_new.clone()));
    of_life(timeline, old, Some(&is_old), &is_same, pools);
    let is_settled = |property: &Property<NodePool>| is_same(property) || tells(property);
    of_life(timeline, new, Some(&is_new), &is_settled, pools);
}

/// Returns the values that a property of a pool on its way may have; `None` where the plan is silent, or the service
/// moves it.
fn accepted(property: &Property<NodePool>, life: Life<'_>) -> Option<Vec<Option<Value>>> {
    let accepted = values(property, life.pools());
    let is_silent = accepted.first().is_none_or(Option::is_none);
    let is_moving = property.key == "count" && life.pools().any(has_moving_count);
    if is_silent || is_moving {
        return None;
    }
    Some(accepted.into_iter().map(|value| by_minor(property, value)).collect())
}

/// The properties of a pool that is on its way, but for those that are left out.
fn of_life(
    timeline: &Timeline,
    life: Life<'_>,
    which: Option<&Condition>,
    is_left_out: &dyn Fn(&Property<NodePool>) -> bool,
    pools: &mut Vec<Deviation>,
) {
    let properties = POOL_PROPERTIES.iter().filter(|property| is_comparable(property.key));
    for property in properties.filter(|property| !is_left_out(property)) {
        let Some(accepted) = accepted(property, life) else { continue };
        if property.key == UNKNOWN_PROPERTIES {
            pools.extend(unknown(&timeline.name, which, &accepted));
        } else {
            pools.extend(deviation(&timeline.name, property, which.cloned(), accepted));
        }
    }
}

/// Returns what is compared after the last step.
pub(super) fn at_end(questions: &Questions<'_>) -> Comparison {
    let goal = &questions.runbook.goal;
    let mut pools = Vec::new();
    pools.push(Deviation::Unexpected(goal.pools.iter().map(|pool| pool.name.clone()).collect()));
    for wanted in &goal.pools {
        pools.push(Deviation::Missing { name: wanted.name.clone(), or: None });
        let timeline = questions.timelines.iter().find(|timeline| timeline.name == wanted.name);
        let life = timeline.and_then(|timeline| timeline.lives().into_iter().next_back());
        for property in POOL_PROPERTIES.iter().filter(|property| is_comparable(property.key)) {
            let value = match property.key {
                "count" if has_moving_count(wanted) => continue,
                "orchestratorVersion" => {
                    let version = wanted.kubernetes_version.clone();
                    version.or_else(|| goal.cluster.kubernetes_version.clone()).map(Value::Text)
                }
                _ => property.get(wanted),
            };
            // What had a value and is cleared on the way.
            let is_cleared = || {
                let had = life
                    .is_some_and(|life| life.pools().any(|pool| property.get_unless_default(pool).is_some()));
                had && has_default(property)
            };
            if value.is_none() && !is_cleared() {
                continue;
            }
            if property.key == UNKNOWN_PROPERTIES {
                pools.extend(unknown(&wanted.name, None, &[value]));
            } else if let ("orchestratorVersion", Some(Value::Text(version))) = (property.key, &value) {
                pools.push(Deviation::Property {
                    pool: wanted.name.clone(),
                    property,
                    which: None,
                    accepted: Box::new(Condition::IsPatched(version.clone())),
                    expected: version.clone(),
                });
            } else {
                pools.extend(deviation(&wanted.name, property, None, vec![value]));
            }
        }
    }
    Comparison {
        control_plane: Vec::from_iter(goal.cluster.kubernetes_version.clone()),
        cluster: cluster::at_end(questions.runbook),
        pools,
    }
}

/// Returns the versions of the control plane from the first to the last.
fn versions_on_the_way(runbook: &Runbook) -> Vec<String> {
    let Some(first) = &runbook.start.cluster.kubernetes_version else { return Vec::new() };
    let mut versions = vec![minor_of(first)];
    for step in &runbook.steps {
        if let Act::Aks(Operation::UpgradeControlPlane(version) | Operation::UpgradeAll(version)) = &step.act
        {
            let version = minor_of(version);
            if !versions.contains(&version) {
                versions.push(version);
            }
        }
    }
    versions
}

/// Returns whether the service may answer with another number of nodes than the plan's.
fn has_moving_count(pool: &NodePool) -> bool {
    *pool.autoscaling || pool.pool_type == Some(PoolType::Vms)
}

/// Returns a version without its patch, which the service may change by itself; any other value as it is.
fn by_minor(property: &Property<NodePool>, value: Option<Value>) -> Option<Value> {
    match value {
        Some(Value::Text(version)) if property.key == "orchestratorVersion" => {
            Some(Value::Text(minor_of(&version)))
        }
        value => value,
    }
}

fn minor_of(version: &str) -> String {
    match Version::parse(version) {
        Some(parsed) => format!("{}.{}", parsed.major, parsed.minor),
        None => version.to_owned(),
    }
}

/// That a property has none of the accepted values; `None` where the tool can't show that.
fn deviation(
    pool: &str,
    property: &'static Property<NodePool>,
    which: Option<Condition>,
    values: Vec<Option<Value>>,
) -> Option<Deviation> {
    let in_words = |value: &Option<Value>| match value {
        Some(value) => value.to_string(),
        None => match (property.kind, property.default) {
            (Kind::Flag, _) => "off".to_owned(),
            (_, Some(default)) => default.to_owned(),
            _ => "none".to_owned(),
        },
    };
    let mut words: Vec<String> = Vec::new();
    let mut accepted = Vec::new();
    for value in values {
        let word = in_words(&value);
        if words.contains(&word) {
            continue;
        }
        words.push(word);
        accepted.extend(spellings(property, value)?);
    }
    let accepted = Condition::one_of(property, None, accepted);
    let is_shown = accepted.is_comparable() && which.as_ref().is_none_or(Condition::is_comparable);
    let expected = words.join(" or ");
    is_shown.then(|| Deviation::Property {
        pool: pool.to_owned(),
        property,
        which,
        accepted: Box::new(accepted),
        expected,
    })
}

/// What differs of the properties that Poolwright doesn't know, each by itself.
fn unknown(pool: &str, which: Option<&Condition>, values: &[Option<Value>]) -> Vec<Deviation> {
    if which.is_some_and(|which| !which.is_comparable()) {
        return Vec::new();
    }
    let trees: Vec<Option<&Object>> = values
        .iter()
        .map(|value| match value {
            Some(Value::Tree(tree)) => Some(tree),
            _ => None,
        })
        .collect();
    let mut keys: Vec<&String> = Vec::new();
    for key in trees.iter().flatten().flat_map(|tree| tree.keys()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let of_key = |key: &String| {
        // A plan that is silent about it says nothing of what the pool has.
        let first = trees.first().copied().flatten().and_then(|tree| tree.get(key))?;
        let mut accepted: Vec<Option<&Json>> = Vec::new();
        for value in trees.iter().map(|tree| tree.and_then(|tree| tree.get(key))) {
            if !accepted.contains(&value) {
                accepted.push(value);
            }
        }
        let word = |value: Option<&Json>| value.map_or_else(|| "none".to_owned(), compact);
        let expected = accepted.iter().copied().map(word).collect::<Vec<_>>().join(" or ");
        let conditions = accepted.into_iter().map(|value| Condition::unknown(key, first, value)).collect();
        Some(Deviation::Unknown {
            pool: pool.to_owned(),
            key: key.clone(),
            which: which.cloned(),
            accepted: Box::new(Condition::Any(conditions)),
            expected,
        })
    };
    keys.into_iter().filter_map(of_key).collect()
}

/// Returns the answers that come to the same as one value; `None` where any answer does.
fn spellings(property: &Property<NodePool>, value: Option<Value>) -> Option<Vec<Option<Value>>> {
    match &value {
        Some(Value::Text(size)) if property.key == "vmSize" => {
            let usual = usual_size(size);
            Some(if usual == *size { vec![value] } else { vec![value, Some(Value::Text(usual))] })
        }
        // AKS answers with the size that it chose.
        Some(Value::Whole(0)) if property.key == "osDiskSizeGB" => None,
        _ => Some(vec![value]),
    }
}

/// Returns a VM size with the usual capital letters, which AKS may answer with: `Standard_D4s_v5`.
fn usual_size(size: &str) -> String {
    let parts = size.split('_').enumerate().map(|(place, part)| {
        let part = part.to_ascii_lowercase();
        if place < 2 { crate::text::capital(&part) } else { part }
    });
    parts.collect::<Vec<_>>().join("_")
}
