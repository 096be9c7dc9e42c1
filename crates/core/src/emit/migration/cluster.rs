//! The cluster's own properties, as a script asks for them and compares them.

use crate::emit::jmespath::{self, Names};
use crate::emit::operations::{cluster_entry, of_az, path_of};
use crate::emit::shell::powershell::quote;
use crate::migrate::Runbook;
use crate::operations::cluster::default_of;
use crate::plan::{CLUSTER_NOTES, CLUSTER_PROPERTIES, Cluster, Kind, Property, Value};
use crate::to_json::Json;

/// A place in a cluster that holds a value: a property, or an entry of one that is an object.
#[derive(Clone)]
pub(super) struct ClusterPlace {
    pub(super) property: &'static Property<Cluster>,
    entry: Option<String>,
}

/// A place and its value; `None` is empty, off, or AKS's default.
pub(super) type ClusterValue = (ClusterPlace, Option<Value>);

/// A place that may have another value than expected.
pub(super) struct ClusterDeviation {
    pub(super) place: ClusterPlace,
    pub(super) accepted: Vec<Option<Value>>,
    /// What is expected, in words.
    pub(super) expected: String,
}

/// Returns the places of a property, each with its value: the entries of an object are asked for one by one, since AKS
/// answers with more of them.
pub(super) fn values_of(property: &'static Property<Cluster>, value: Option<Value>) -> Vec<ClusterValue> {
    // AKS answers with the name of a region as it spells it: westeurope.
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if property.key == "location" && matches!(&value, Some(Value::Text(text)) if !is_plain(text)) {
        return Vec::new();
    }
    let Some(Value::Tree(tree)) = value else {
        return vec![(ClusterPlace { property, entry: None }, value)];
    };
    let entry = |(key, value): (&String, &Json)| {
        let place = ClusterPlace { property, entry: Some(key.clone()) };
        Some((place, Some(Value::Text(cluster_entry(value)?))))
    };
    tree.iter().filter_map(entry).collect()
}

/// Returns whether a property of the cluster is compared. Its name and resource group are how it is asked for, and
/// versions of the control plane are compared by themselves.
fn is_compared(key: &str) -> bool {
    !CLUSTER_NOTES.contains(&key) && !matches!(key, "name" | "resourceGroup" | "kubernetesVersion")
}

/// Returns what is compared before the first step: what the current layout states has its value, or one that a step
/// gives it.
pub(super) fn at_start(runbook: &Runbook) -> Vec<ClusterDeviation> {
    let mut clusters = vec![runbook.start.cluster.clone()];
    let mut plan = runbook.start.clone();
    for operation in runbook.steps.iter().filter_map(|step| step.act.operation()) {
        operation.apply_to(&mut plan);
        if clusters.last() != Some(&plan.cluster) {
            clusters.push(plan.cluster.clone());
        }
    }
    let is_stated = |property: &&'static Property<Cluster>| runbook.stated.contains(&property.key);
    compared(runbook).filter(is_stated).flat_map(|property| deviations(property, &clusters)).collect()
}

/// Returns what is compared after the last step: everything that the target states, but for what no step reaches.
pub(super) fn at_end(runbook: &Runbook) -> Vec<ClusterDeviation> {
    let cluster = &runbook.target.cluster;
    let is_stated = |property: &&'static Property<Cluster>| property.get(cluster).is_some();
    let stated = compared(runbook).filter(is_stated);
    stated.flat_map(|property| deviations(property, std::slice::from_ref(cluster))).collect()
}

fn compared(runbook: &Runbook) -> impl Iterator<Item = &'static Property<Cluster>> {
    let is_left = |key: &str| runbook.left.iter().any(|one| one.key == key);
    CLUSTER_PROPERTIES.iter().filter(move |property| is_compared(property.key) && !is_left(property.key))
}

/// Returns the places of a property that have none of the values that it has over some states of the cluster.
fn deviations(property: &'static Property<Cluster>, clusters: &[Cluster]) -> Vec<ClusterDeviation> {
    let mut found: Vec<ClusterDeviation> = Vec::new();
    for cluster in clusters {
        for (place, value) in values_of(property, property.get(cluster)) {
            match found.iter_mut().find(|one| one.place == place) {
                Some(one) if one.accepted.contains(&value) => {}
                Some(one) => one.accepted.push(value),
                None => {
                    found.push(ClusterDeviation { place, accepted: vec![value], expected: String::new() });
                }
            }
        }
    }
    // An entry that a state doesn't have may have any value in it.
    if property.kind == Kind::Tree {
        let has = |cluster: &Cluster, place: &ClusterPlace| {
            let values = values_of(property, property.get(cluster));
            values.iter().any(|(known, _)| known == place)
        };
        found.retain(|one| clusters.iter().all(|cluster| has(cluster, &one.place)));
    }
    for one in &mut found {
        let word = |value: &Option<Value>| value.as_ref().map_or_else(|| "none".to_owned(), Value::to_string);
        one.expected = one.accepted.iter().map(word).collect::<Vec<_>>().join(" or ");
    }
    found
}

impl PartialEq for ClusterPlace {
    fn eq(&self, other: &Self) -> bool {
        self.property.key == other.property.key && self.entry == other.entry
    }
}

impl ClusterPlace {
    /// Returns its name in a sentence.
    pub(super) fn name(&self) -> String {
        match &self.entry {
            Some(entry) => format!("{}.{entry}", self.property.key),
            None => self.property.key.to_owned(),
        }
    }

    /// Returns the place in what `az aks show` prints, in JMESPath.
    pub(super) fn in_az(&self) -> String {
        let field = jmespath::printed(of_az(self.property.key));
        match &self.entry {
            Some(entry) => format!("{field}.{}", crate::text::quoted(&camel(entry))),
            None => field,
        }
    }

    /// Returns the place in the resource, as a member of a variable of PowerShell.
    pub(super) fn in_powershell(&self, variable: &str) -> String {
        let path: String =
            path_of(self.property.key).map(|step| format!(".{step}")).collect::<Vec<_>>().concat();
        let entry = self.entry.as_ref().map(|entry| format!(".{}", quote(entry))).unwrap_or_default();
        format!("{variable}{path}{entry}")
    }

    /// Returns the texts that mean the same as one value of it.
    fn spellings(&self, text: &str) -> Vec<String> {
        // Clusters of older versions of the API answer with a capital letter.
        let other = match (self.property.key, text) {
            ("networkProfile.loadBalancerSku", "standard") => Some("Standard".to_owned()),
            ("networkProfile.loadBalancerSku", "basic") => Some("Basic".to_owned()),
            _ => None,
        };
        std::iter::once(text.to_owned()).chain(other).collect()
    }

    /// Returns whether a value is what AKS takes where nothing is said, so that it may answer with nothing.
    fn is_default(&self, value: &Value) -> bool {
        self.entry.is_none()
            && (value.is_default(self.property.default)
                || default_of(self.property.key).as_ref() == Some(value))
    }

    /// Returns in JMESPath that it has a value.
    pub(super) fn is_in_az(&self, value: Option<&Value>) -> String {
        let field = self.in_az();
        match value {
            Some(Value::Text(text)) => {
                let is = |text: &String| format!("{field} == {}", jmespath::text(text));
                let mut each: Vec<String> = self.spellings(text).iter().map(is).collect();
                if value.is_some_and(|value| self.is_default(value)) {
                    each.insert(0, format!("{field} == `null`"));
                }
                if each.len() > 1 { format!("({})", each.join(" || ")) } else { each.concat() }
            }
            // The add-on has capital letters where it was turned on by some versions of the API.
            Some(Value::Flag(flag)) if self.property.key == VIRTUAL_NODES => format!(
                "({field} || {}) {} `true`",
                field.replace("aciConnectorLinux", "ACIConnectorLinux"),
                if *flag { "==" } else { "!=" }
            ),
            None if self.entry.is_some() => format!("{field} == `null`"),
            value => jmespath::is(Names::Az, self.property, value),
        }
    }

    /// Returns in PowerShell that it has a value.
    pub(super) fn is_in_powershell(&self, variable: &str, value: Option<&Value>) -> String {
        let field = self.in_powershell(variable);
        let count = |number: usize| {
            format!("@({field}.PSObject.Properties | Where-Object {{ $_ }}).Count -eq {number}")
        };
        match value {
            Some(Value::Text(text)) => {
                let is = |text: &String| format!("{field} -eq {}", quote(text));
                let mut each: Vec<String> = self.spellings(text).iter().map(is).collect();
                if value.is_some_and(|value| self.is_default(value)) {
                    each.insert(0, format!("-not {field}"));
                }
                if each.len() > 1 { format!("({})", each.join(" -or ")) } else { each.concat() }
            }
            Some(Value::Flag(flag)) => format!("[bool]{field} -eq ${flag}"),
            Some(Value::List(list)) => {
                let each = list.iter().map(|item| format!("{field} -ccontains {}", quote(item)));
                let number = format!("@({field} | Where-Object {{ $_ }}).Count -eq {}", list.len());
                std::iter::once(number).chain(each).collect::<Vec<_>>().join(" -and ")
            }
            Some(Value::Map(map)) => {
                let each =
                    map.iter().map(|(key, value)| format!("{field}.{} -ceq {}", quote(key), quote(value)));
                std::iter::once(count(map.len())).chain(each).collect::<Vec<_>>().join(" -and ")
            }
            Some(Value::Whole(number)) => format!("{field} -eq {number}"),
            Some(Value::Decimal(number)) => format!("{field} -eq {number}"),
            Some(Value::Tree(_) | Value::Items(_) | Value::Subnets(_)) => "$false".to_owned(),
            None => match self.property.kind {
                Kind::Map => count(0),
                _ => format!("-not {field}"),
            },
        }
    }
}

const VIRTUAL_NODES: &str = "addonProfiles.aciConnectorLinux.enabled";

/// Returns a key as az prints it: `scan-interval` is scanInterval (azure-cli 2.91.0, `az aks show`).
fn camel(key: &str) -> String {
    let mut words = key.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| all + &crate::text::capital(word))
}
