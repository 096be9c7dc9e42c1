//! The final state of a cluster that exists, compared with what it is today.

use super::cluster_update;
use super::missing::{Missing, named_cluster};
use super::shell::{Argument, Command, bash};
use super::{Dialect, Options, az, commands};
use crate::migrate::diff::{PoolChange, Resolution};
use crate::migrate::{Diff, diff};
use crate::operations::{Change, Operation};
use crate::plan::{NodePool, Plan, PowerState};

/// A plan whose pools are written in their final state, and what differs from today.
pub(super) struct Steady<'a> {
    plan: &'a Plan,
    today: Option<(&'a Plan, Diff)>,
}

/// Deletes with a stack what a file no longer has. It takes over pools that exist without changing them
/// (Azure/ARO-HCP 6447, 2026-08; `az stack group create --help` of azure-cli 2.91.0).
const STACK: &str = "az stack group create";

/// Why a command is left out: see [`az::withheld`].
const NOT_TAKEN: &str = "az would not read the names in its command as they are.";

/// Returns whether the cluster exists: the plan says so, or knows what it is today.
pub(super) fn is_existing(plan: &Plan) -> bool {
    plan.cluster.existing || plan.baseline.is_some()
}

impl<'a> Steady<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let today = plan.baseline.as_deref().map(|today| (today, diff(today, plan, &[])));
        Self { plan, today }
    }

    /// Returns what a pool that exists has today and the plan no longer says, as far as it can be reset in place.
    /// `None` for a pool that is not known to exist.
    pub(super) fn resets(&self, place: usize) -> Option<Vec<Change>> {
        let (today, diff) = self.today.as_ref()?;
        let pool = self.plan.pools.get(place)?;
        today.pool(&pool.name)?;
        let pools = diff.pools.iter().filter(|one| one.to == Some(place));
        let found = pools.flat_map(|one| &one.differences);
        let resets = found.filter(|one| one.to.is_none() && one.resolution == Resolution::InPlace);
        Some(resets.map(|one| Change { key: one.key, value: None }).collect())
    }

    /// Returns the pools that the plan no longer has, in today's order.
    pub(super) fn removed(&self) -> Vec<&'a NodePool> {
        let Some((today, _)) = &self.today else { return Vec::new() };
        today.pools.iter().filter(|pool| self.plan.pool(&pool.name).is_none()).collect()
    }

    /// Returns pools that go, but stay in the file of a deployment stack for now: it deletes what is gone at once, and
    /// one pool is to go after the other.
    pub(super) fn kept_for_stack(&self, options: &Options<'_>) -> Vec<&'a NodePool> {
        if options.stack { self.removed().split_off(self.removed().len().min(1)) } else { Vec::new() }
    }

    /// Returns the pools that need a new pool of the same name, each with the properties that can't change.
    fn replaced(&self) -> Vec<(&str, Vec<&'static str>)> {
        let Some((today, diff)) = &self.today else { return Vec::new() };
        let replaced = diff.pools.iter().filter(|one| one.change == PoolChange::Replaced);
        let replaced = replaced.filter_map(|one| {
            let name = self.plan.pools.get(one.to?)?.name.as_str();
            let keys = one.differences.iter().filter(|one| one.resolution == Resolution::NewPool);
            let keys: Vec<&'static str> = keys.map(|one| one.key).collect();
            today.pool(name).is_some().then_some((name, keys))
        });
        replaced.collect()
    }

    /// Returns what the text does, and what has to happen once and in order.
    pub(super) fn about(&self) -> String {
        let cluster = &self.plan.cluster;
        let mut said = vec![format!(
            "Sets the node pools of {}: {}.",
            named_cluster("the existing cluster", cluster),
            super::pools(self.plan)
        )];
        let (replaced, removed) = (self.replaced(), self.removed());
        if !replaced.is_empty() || !removed.is_empty() {
            said.push(
                "This is the final state; run the migration first (Migration steps on the page, poolwright runbook in a terminal), \
                 which replaces pools in order and drains those that are removed."
                    .to_owned(),
            );
        }
        for (name, keys) in replaced {
            said.push(format!(
                "Until then AKS refuses this file: {name} can\u{2019}t change {}.",
                keys.join(", ")
            ));
        }
        if self.plan.pools.len() > 1 {
            said.push(super::template::GOES_ON.to_owned());
        }
        said.join(" ")
    }

    /// Returns commands for what the text doesn't do: pools that go, and the cluster's own properties.
    pub(super) fn commands(&self, dialect: Dialect, options: &Options<'_>) -> Vec<String> {
        let removed = self.removed();
        let mut commands = Vec::new();
        if options.stack && dialect.has_stacks() {
            commands.extend(self.stack(&removed));
        } else if dialect.has_stacks() && self.today.is_none() {
            // Nobody knows what is there today.
            commands.push(format!(
                "A pool that you remove from this file stays in the cluster until you delete it: {}",
                self.delete("POOL")
            ));
        } else {
            commands.extend(removed.iter().map(|pool| {
                let name = &pool.name;
                let what = match dialect {
                    Dialect::Terraform | Dialect::TerraformAvm => format!(
                        "{name} was removed from this file: terraform plan shows that it is destroyed if Terraform manages it. If not, delete it after it is drained"
                    ),
                    _ => format!("{name} was removed from this file, and stays until you delete it after it is drained"),
                };
                format!("{what}: {}", self.delete(name))
            }));
        }
        commands.extend(self.power());
        if let Some((_, diff)) = &self.today {
            commands.extend(cluster_update::lines(self.plan, &diff.cluster));
        }
        commands
    }

    /// Returns commands for pools that stop or start, which no file does.
    fn power(&self) -> Vec<String> {
        let state = |pool: &NodePool| pool.power_state.clone().unwrap_or(PowerState::Running);
        let today = |name: &str| Some(state(self.today.as_ref()?.0.pool(name)?.1));
        let changed = self.plan.pools.iter().filter_map(|pool| {
            let (name, from) = (&pool.name, today(&pool.name).unwrap_or(PowerState::Running));
            let (what, operation) = match (from, state(pool)) {
                (PowerState::Running, PowerState::Stopped) => (
                    "stopped in the plan; this file doesn\u{2019}t stop it",
                    Operation::StopPool(name.clone()),
                ),
                (PowerState::Stopped, PowerState::Running) => (
                    "running in the plan; this file doesn\u{2019}t start it",
                    Operation::StartPool(name.clone()),
                ),
                _ => return None,
            };
            Some(format!("{name} is {what}: {}", self.command(&operation)))
        });
        changed.collect()
    }

    /// Returns the command that deletes a pool, or how to do without one.
    fn delete(&self, name: &str) -> String {
        self.command(&Operation::DeletePool(name.to_owned()))
    }

    /// Returns the command of an operation, or how to do without one.
    fn command(&self, operation: &Operation) -> String {
        let (commands, gaps) = commands(self.plan, operation, Dialect::Az).unwrap_or_default();
        match (commands.as_slice(), gaps.as_slice()) {
            ([command], []) => bash::line(command),
            _ => format!("use the Azure portal. {NOT_TAKEN}"),
        }
    }

    /// Returns how the file is deployed as a stack, with both shells.
    fn stack(&self, removed: &[&NodePool]) -> Vec<String> {
        const DOES: &str = "Deploy it as a stack, which deletes a pool that an earlier deployment of the stack had and this file doesn\u{2019}t have";
        let cluster = &self.plan.cluster;
        let named =
            |text: &'a str, missing: Missing| if text.is_empty() { missing.placeholder() } else { text };
        let name = format!("{}-pools", named(&cluster.name, Missing::Cluster));
        let group = named(&cluster.resource_group, Missing::ResourceGroup);
        let mut az = Command::new(STACK).that("Deploy the stack", &name);
        let mut whys = Vec::new();
        for (flag, text) in [
            ("--name", name.as_str()),
            ("--resource-group", group),
            ("--template-file", "FILE"),
            ("--action-on-unmanage", "deleteResources"),
            ("--deny-settings-mode", "none"),
        ] {
            let argument = match az::one(text, &mut whys) {
                Argument::Text(text) => Argument::Word(text),
                other => other,
            };
            az.push(flag, argument);
        }
        let quote = crate::quote::powershell::quote;
        let powershell = format!(
            "New-AzResourceGroupDeploymentStack -Name {} -ResourceGroupName {} -TemplateFile FILE -ActionOnUnmanage DeleteResources -DenySettingsMode None",
            quote(&name),
            quote(group)
        );
        let mut said = if az::withheld(&az).is_empty() && whys.is_empty() {
            vec![
                format!("{DOES}: {}", bash::line(&az)),
                format!("The same in Azure PowerShell: {powershell}"),
            ]
        } else {
            vec![format!("{DOES}, in Azure PowerShell: {powershell}"), NOT_TAKEN.to_owned()]
        };
        match removed {
            [] => {}
            [first, rest @ ..] => {
                said.push(format!(
                    "This deployment deletes {0}, so drain it first. If no deployment of the stack had it yet, delete it: {1}",
                    first.name,
                    self.delete(&first.name)
                ));
                if !rest.is_empty() {
                    let names: Vec<&str> = rest.iter().map(|pool| pool.name.as_str()).collect();
                    said.push(format!(
                        "{} is removed later, since each deployment deletes one pool; it is still in this file. Import the cluster again afterwards for the next file.",
                        names.join(", ")
                    ));
                }
            }
        }
        said
    }
}
