//! Changes of a cluster that exists, as commands: a template that holds its pools never writes the cluster itself.

use super::az;
use super::shell::{Argument, Command, bash};
use super::values::Setting;
use crate::migrate::diff::Difference;
use crate::plan::{CLUSTER_PROPERTIES, Plan};

/// What `az aks update` of azure-cli 2.91.0 changes (its --help, read 2026-11-29), by the property's key.
const UPDATED: &[&str] = &[
    "sku.name",
    "tier",
    "supportPlan",
    "autoUpgradeProfile.upgradeChannel",
    "autoUpgradeProfile.nodeOSUpgradeChannel",
    "networkProfile.networkPlugin",
    "networkProfile.networkPluginMode",
    "networkProfile.networkDataplane",
    "networkProfile.networkPolicy",
    "networkProfile.podCidr",
    "networkProfile.ipFamilies",
    "networkProfile.loadBalancerSku",
    "networkProfile.outboundType",
    "nodeProvisioningProfile.mode",
    "autoScalerProfile",
    "tags",
];

/// Returns one line for each difference of the cluster's own properties: what it is, and the command where there is
/// one.
pub(super) fn commands(plan: &Plan, differences: &[Difference]) -> Vec<String> {
    differences.iter().map(|one| command(plan, one)).collect()
}

fn command(plan: &Plan, difference: &Difference) -> String {
    let key = difference.key;
    let what = format!("The cluster\u{2019}s {key} changes, which this file leaves out");
    let setting = || {
        let property = CLUSTER_PROPERTIES.iter().find(|property| property.key == key)?;
        Some(Setting::new(property, property.get(&plan.cluster)?))
    };
    let flag = || az::COMMANDS.of_cluster.iter().find(|(known, _)| *known == key).map(|(_, flag)| *flag);
    let mut left = Vec::new();
    let argument = setting().and_then(|setting| (az::COMMANDS.argument)(&setting, &mut left));
    match (flag(), argument) {
        (Some(flag), Some(argument)) if key == "kubernetesVersion" => {
            let command =
                on(plan, "az aks upgrade", &[(flag, argument), ("--control-plane-only", Argument::Switch)]);
            format!("{what}; pools keep their version until they are upgraded: {command}")
        }
        (Some(flag), Some(argument)) if UPDATED.contains(&key) && left.is_empty() => {
            format!("{what}: {}", on(plan, "az aks update", &[(flag, argument)]))
        }
        _ => format!("{what}; az aks update has no flag for it."),
    }
}

/// Returns a command on the cluster, on one line.
fn on(plan: &Plan, name: &'static str, more: &[(&'static str, Argument)]) -> String {
    let mut command = Command::new(name);
    command.push(az::COMMANDS.resource_group, Argument::Text(plan.cluster.resource_group.clone()));
    command.push(az::COMMANDS.name, Argument::Text(plan.cluster.name.clone()));
    command.arguments.extend_from_slice(more);
    bash::line(&command)
}
