//! Declarative languages: templates that can be deployed again.
//!
//! AKS takes no new pool through the resource of a cluster that exists: "A new agent pool was introduced. Adding agent
//! pools to an existing cluster is not allowed through managed cluster operations" (Azure/AKS 4383, Azure/bicep 9644,
//! read 2026-11-28). So a plan takes one of two forms. A new cluster is written with its first System pool inside and
//! each other pool as a resource of its own; of a cluster that exists only the pools are written, in their final state.
//! Pools are written one after the other, since a cluster takes one change at a time.
//!
//! A language is a [`Template`]; [`template`] is the one place that knows which there are.

use super::bicep_avm::BicepAvm;
use super::commands::has_egress_gateway;
use super::missing::{Missing, named};
use super::resources::Resources;
use super::shell::bash;
use super::snippet::{Gap, Snippet};
use super::steady::{Steady, is_existing};
use super::terraform::Terraform;
use super::terraform_avm::TerraformAvm;
use super::values;
use super::values::EGRESS_GATEWAY;
use super::{Dialect, Heading, Options, arm, bicep, side_effects};
use crate::operations::{Change, Operation, Upgrade};
use crate::plan::{Mode, NodePool, Plan, Value};

/// A text in a declarative language while it is written.
pub(super) trait Template {
    /// The cluster with the pools of those places.
    fn create(&mut self, places: &[usize]);

    /// A new pool of a cluster that exists.
    fn add(&mut self, place: usize, pool: &NodePool);

    /// The pools of a new cluster that another file creates.
    fn beside(&mut self, plan: &Plan);

    /// A pool that exists, with those changes done.
    fn change(&mut self, place: usize, pool: &NodePool, changes: &[Change]);

    /// Returns whether any of these properties is said of a pool.
    fn says_any(&self, keys: &[&str]) -> bool;

    /// Returns what the text leaves out.
    fn gaps(&mut self) -> &mut Vec<Gap>;

    /// Returns whether it asks for a name that the plan leaves empty. A template goes into an existing resource group,
    /// and is where that is.
    fn asks_for(&self, name: Missing) -> bool {
        name == Missing::Cluster
    }

    /// Takes the sentences about what the text leaves open.
    fn notes(&mut self) -> Vec<String>;

    /// Returns whether the text would change something that the plan does not state. Then only its gaps are shown: a
    /// file without one of the pools could delete it, as part of a deployment stack.
    fn is_withheld(&self) -> bool {
        false
    }

    /// Writes the text.
    fn write(self: Box<Self>, heading: &Heading<'_>, out: &mut Snippet);
}

/// Returns an empty text; `None` for a dialect of commands.
fn template<'a>(plan: &'a Plan, dialect: Dialect) -> Option<Box<dyn Template + 'a>> {
    Some(match dialect {
        Dialect::Arm => Box::new(Printed(Resources::new(plan), arm::template)),
        Dialect::Bicep => Box::new(Printed(Resources::new(plan), bicep::file)),
        Dialect::Terraform => Box::new(Terraform::new(plan)),
        Dialect::BicepAvm => Box::new(BicepAvm::new(plan)),
        Dialect::TerraformAvm => Box::new(TerraformAvm::new(plan)),
        Dialect::Az | Dialect::AzPwsh | Dialect::PowerShell => return None,
    })
}

/// Resources, and what prints them.
struct Printed<'a>(Resources<'a>, fn(Resources<'_>, &Heading<'_>, &mut Snippet));

impl Template for Printed<'_> {
    fn create(&mut self, places: &[usize]) {
        self.0.create(places);
    }

    fn add(&mut self, place: usize, pool: &NodePool) {
        self.0.add(place, pool);
    }

    fn beside(&mut self, plan: &Plan) {
        system_first(plan).for_each(|(place, pool)| self.0.add(place, pool));
    }

    fn change(&mut self, place: usize, pool: &NodePool, changes: &[Change]) {
        self.0.change(place, pool, changes);
    }

    fn says_any(&self, keys: &[&str]) -> bool {
        self.0.says_any(keys)
    }

    fn gaps(&mut self) -> &mut Vec<Gap> {
        &mut self.0.gaps
    }

    fn notes(&mut self) -> Vec<String> {
        self.0.notes()
    }

    fn write(self: Box<Self>, heading: &Heading<'_>, out: &mut Snippet) {
        (self.1)(self.0, heading, out);
    }
}

impl Template for Terraform<'_> {
    fn create(&mut self, places: &[usize]) {
        self.create(places);
    }

    fn add(&mut self, place: usize, pool: &NodePool) {
        self.add(place, pool);
    }

    fn beside(&mut self, _: &Plan) {
        self.beside();
    }

    fn change(&mut self, place: usize, pool: &NodePool, changes: &[Change]) {
        self.change(place, pool, changes);
    }

    fn says_any(&self, keys: &[&str]) -> bool {
        self.says_any(keys)
    }

    fn asks_for(&self, name: Missing) -> bool {
        self.asks_for(name)
    }

    fn gaps(&mut self) -> &mut Vec<Gap> {
        &mut self.gaps
    }

    fn notes(&mut self) -> Vec<String> {
        self.notes()
    }

    fn write(self: Box<Self>, heading: &Heading<'_>, out: &mut Snippet) {
        self.text(heading, out);
    }
}

/// Returns the whole plan: a new cluster with its pools, or the pools of a cluster that exists in their final state.
pub(super) fn render_template(plan: &Plan, dialect: Dialect, options: &Options<'_>) -> Snippet {
    let steady = Steady::new(plan);
    let Some(mut text) = template(plan, dialect) else { return Snippet::default() };
    let about = if is_existing(plan) {
        set_pools(&mut *text, plan, &steady, options);
        steady.about()
    } else {
        text.create(&(0..plan.pools.len()).collect::<Vec<_>>());
        text.gaps().extend(side_effects::side_effects(plan, dialect));
        about_new(plan, dialect)
    };
    let commands = steady.commands(dialect, options);
    finish(text, plan, (&about, &commands), options)
}

/// A file of a plan that is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The cluster with its first pool, without which AKS creates none.
    Cluster,
    /// The pools.
    Pools,
}

impl Part {
    /// Returns the end of the file's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Pools => "pools",
        }
    }
}

/// Returns one file of a plan that is split.
pub(super) fn render_part(
    plan: &Plan,
    dialect: Dialect,
    part: Part,
    options: &Options<'_>,
) -> Option<Snippet> {
    let steady = Steady::new(plan);
    if is_existing(plan) {
        return Some(render_template(plan, dialect, options));
    }
    let mut text = template(plan, dialect)?;
    let is_terraform = dialect.is_terraform();
    let cluster = named("the cluster", &plan.cluster.name);
    let first =
        plan.first_pool().and_then(|place| plan.pools.get(place)).map_or("", |pool| pool.name.as_str());
    let (about, commands) = match part {
        Part::Cluster => {
            text.create(&Vec::from_iter(plan.first_pool()));
            text.gaps().extend(side_effects::side_effects(plan, dialect));
            let about = if is_terraform {
                format!(
                    "Creates {cluster} with the node pool {first}. Keep it in one folder with the file of the other pools."
                )
            } else {
                format!(
                    "Creates {cluster} with the node pool {first}, which AKS needs to create it. Deploy it before the file of \
                     the pools, and again only to change the cluster."
                )
            };
            (about, Vec::new())
        }
        Part::Pools => {
            text.beside(plan);
            let about = if is_terraform {
                format!(
                    "The other node pools of {cluster}. Keep it in one folder with the file of the cluster."
                )
            } else {
                format!(
                    "Sets the node pools of {cluster}, which another file creates: {}. {GOES_ON}",
                    super::pools(plan)
                )
            };
            (about, steady.commands(dialect, options))
        }
    };
    Some(finish(text, plan, (&about, &commands), options))
}

/// Returns the pools with their places, System pools first: a cluster is never without one, so that another is there
/// before a pool becomes a User pool.
pub(super) fn system_first(plan: &Plan) -> impl Iterator<Item = (usize, &NodePool)> {
    let (system, others): (Vec<_>, Vec<_>) =
        plan.pools.iter().enumerate().partition(|(_, pool)| pool.is_system());
    system.into_iter().chain(others)
}

/// The pools of a cluster that exists, one after the other.
fn set_pools(text: &mut dyn Template, plan: &Plan, steady: &Steady<'_>, options: &Options<'_>) {
    for (place, pool) in system_first(plan) {
        match steady.resets(place) {
            Some(resets) => text.change(place, pool, &resets),
            None => text.add(place, pool),
        }
    }
    let is_new = |place: &usize| steady.resets(*place).is_none();
    let adds_gateway =
        system_first(plan).any(|(place, pool)| is_new(&place) && pool.mode == Some(Mode::Gateway));
    // Where the target states it, it is among the differences of the cluster.
    let is_known = match plan.baseline.as_deref() {
        Some(current) => has_egress_gateway(current) || *plan.cluster.static_egress_gateway,
        None => !adds_gateway,
    };
    text.gaps().extend(egress_gateway_gap(plan, adds_gateway && !is_known));
    for pool in steady.kept_for_stack(options) {
        text.change(plan.pools.len(), pool, &[]);
    }
}

/// Returns that a text for pools leaves the static egress gateway of the cluster as it is, and what turns it on.
fn egress_gateway_gap(plan: &Plan, is_missing: bool) -> Option<Gap> {
    let change = Change { key: EGRESS_GATEWAY, value: Some(Value::Flag(true)) };
    let update = Operation::UpdateCluster(vec![change]);
    let (commands, _) = super::commands(plan, &update, Dialect::Az).filter(|_| is_missing)?;
    let command = commands.first().map_or(String::new(), |command| format!(" {}", bash::line(command)));
    let why = format!(
        "has to be on before a Gateway pool is added, and this text leaves the cluster as it is; turn it on first:{command}"
    );
    Some(values::gap(None, EGRESS_GATEWAY, &why))
}

/// Returns what the template of a new cluster does, and how it can change.
fn about_new(plan: &Plan, dialect: Dialect) -> String {
    let made = match dialect {
        // Terraform creates the resource group too; a template goes into an existing one.
        Dialect::Terraform | Dialect::TerraformAvm => super::about_script(plan),
        _ => {
            let cluster = named("the cluster", &plan.cluster.name);
            format!("Creates {cluster} with {}.", super::pools(plan))
        }
    };
    let Some(first) = plan.first_pool().and_then(|place| plan.pools.get(place)) else { return made };
    let name = &first.name;
    if dialect.is_terraform() {
        return format!(
            "{made} {name}, the first System pool of the plan, is part of the cluster; all other pools can be added, changed, reordered \
             and removed here, and the file applied again. To replace {name} by another pool, import the cluster and use the text for an existing cluster."
        );
    }
    // The module of a cluster makes its pools at once, and says so.
    let goes_on = if dialect == Dialect::BicepAvm { String::new() } else { format!(" {GOES_ON}") };
    format!(
        "{made} {name}, the first System pool of the plan, is part of the cluster; all other pools can be added, changed, reordered \
         and removed here, and the file deployed again. AKS refuses another pool in place of {name}: to replace it, import the cluster and use the text for an existing cluster.{goes_on}"
    )
}

/// That a chain of pools can be refused in its middle.
pub(super) const GOES_ON: &str = "Pools are deployed one after the other: if one is refused, those before it stay, and deploying again continues.";
/// Says what is not there yet, that the text would have to hold, and writes it.
fn finish(
    mut text: Box<dyn Template + '_>,
    plan: &Plan,
    (about, commands): (&str, &[String]),
    options: &Options<'_>,
) -> Snippet {
    let is_asked = |name: &Missing| name.is_in(&plan.cluster) && text.asks_for(*name);
    let missing: Vec<Missing> = Missing::ALL.into_iter().filter(is_asked).collect();
    text.gaps().extend(missing.into_iter().map(Missing::gap));
    if text.is_withheld() {
        return Snippet { gaps: std::mem::take(text.gaps()), ..Snippet::default() };
    }
    let about = std::iter::once(about.to_owned()).chain(text.notes()).collect::<Vec<_>>().join(" ");
    let mut out = Snippet::default();
    text.write(&Heading { about: &about, commands, options }, &mut out);
    out
}

/// Returns an operation in a declarative language: the desired state of the pool, whatever it was before.
pub(super) fn render_template_operation(
    plan: &Plan,
    operation: &Operation,
    dialect: Dialect,
    options: &Options<'_>,
) -> Option<Snippet> {
    let after = operation.done_to(plan);
    let mut text = template(&after, dialect)?;
    let mut about = operation.describe(plan);
    match operation {
        Operation::Create => {
            text.create(&Vec::from_iter(after.first_pool()));
            text.gaps().extend(side_effects::side_effects(&after, dialect));
            if !dialect.is_terraform() {
                let cluster = named("the cluster", &plan.cluster.name);
                about = format!("Creates {cluster} with its first node pool.");
            }
        }
        Operation::AddPool(name) => {
            let (place, pool) = after.pool(name)?;
            text.add(place, pool);
            if !text.says_any(&["name", "osType", "type"]) {
                return None;
            }
            let is_gateway = pool.mode == Some(Mode::Gateway);
            let mut others = plan.clone();
            others.pools.retain(|other| other.name != *name);
            text.gaps().extend(egress_gateway_gap(plan, is_gateway && !has_egress_gateway(&others)));
        }
        Operation::SetMode(name, _)
        | Operation::ScalePool(name, _)
        | Operation::UpdatePool(name, _)
        | Operation::UpgradePool(name, Upgrade::Version(_)) => {
            let (place, pool) = after.pool(name)?;
            let (changes, keys) = match operation {
                Operation::SetMode(..) => (&[][..], vec!["mode"]),
                Operation::ScalePool(..) => (&[][..], vec!["count", "virtualMachinesProfile"]),
                Operation::UpdatePool(_, changes) => {
                    (changes.as_slice(), changes.iter().map(|change| change.key).collect())
                }
                _ => (&[][..], vec!["orchestratorVersion"]),
            };
            text.change(place, pool, changes);
            // A text of gaps alone would change nothing.
            if !text.says_any(&keys) {
                return None;
            }
        }
        _ => return None,
    }
    Some(finish(text, plan, (&about, &[]), options))
}
