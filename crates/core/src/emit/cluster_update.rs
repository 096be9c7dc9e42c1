//! Changes of a cluster that exists, as commands: a template that holds its pools never writes the cluster itself.

use super::shell::bash;
use super::{Dialect, commands};
use crate::migrate::diff::{Difference, Resolution};
use crate::operations::{Change, Operation};
use crate::plan::{Plan, Value, Version};

/// The properties that `az aks update` changes in one command, since each needs the others.
const TOGETHER: [&str; 3] =
    ["networkProfile.networkPlugin", "networkProfile.networkPluginMode", "networkProfile.podCidr"];

/// Returns one line for each difference of the cluster's own properties, or for several that change together: what it
/// is, and the command where there is one.
pub(super) fn lines(plan: &Plan, differences: &[Difference]) -> Vec<String> {
    let is_together =
        |one: &&Difference| one.resolution == Resolution::InPlace && TOGETHER.contains(&one.key);
    let together: Vec<&Difference> = differences.iter().filter(is_together).collect();
    let others = differences.iter().filter(|one| !is_together(one)).map(|one| vec![one]);
    let all = (!together.is_empty()).then_some(together).into_iter().chain(others);
    all.map(|differences| line(plan, &differences)).collect()
}

fn line(plan: &Plan, differences: &[&Difference]) -> String {
    let keys: Vec<&str> = differences.iter().map(|one| one.key).collect();
    let verb = if keys.len() == 1 { "changes" } else { "change" };
    let what = format!("The cluster\u{2019}s {} {verb}, which this file leaves out", keys.join(", "));
    if let Some(operation) = operation(differences)
        && let Some((commands, gaps)) = commands(plan, &operation, Dialect::Az)
        && let ([command], []) = (commands.as_slice(), gaps.as_slice())
    {
        let pools = match operation {
            Operation::UpgradeControlPlane(_) => "; pools keep their version until they are upgraded",
            _ => "",
        };
        return format!("{what}{pools}: {}", bash::line(command));
    }
    let why = differences.first().map_or("", |one| one.why);
    format!("{what}. {why}")
}

/// Returns the operation that makes the differences go; `None` if none does.
fn operation(differences: &[&Difference]) -> Option<Operation> {
    if differences.iter().any(|one| one.resolution != Resolution::InPlace) {
        return None;
    }
    if let [Difference { key: "kubernetesVersion", to: Some(Value::Text(version)), .. }] = differences {
        return Version::parse(version).map(|_| Operation::UpgradeControlPlane(version.clone()));
    }
    let changes = differences.iter().map(|one| Change { key: one.key, value: one.to.clone() });
    Some(Operation::UpdateCluster(changes.collect()))
}
