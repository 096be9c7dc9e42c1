//! Plans and operations as the text of a dialect.
//!
//! A dialect's flags are in tables in its own module, by the keys of properties. Only [`crate::quote`] quotes; `shell` lays
//! commands out, in one module for each shell. Any plan gives text that parses in its own language, and whose
//! arguments are exactly the plan's values; what a dialect can't express is a [`Gap`].

mod arm;
mod az;
mod az_pwsh;
mod bicep;
mod bicep_avm;
mod cluster_update;
mod commands;
mod deployment;
mod files;
mod hcl;
mod jmespath;
mod machines;
mod migration;
mod missing;
mod modules;
mod operations;
mod parameters;
mod pool_update;
mod powershell;
mod remarks;
mod resources;
mod shell;
mod side_effects;
mod snippet;
mod steady;
mod template;
mod terraform;
mod terraform_avm;
mod values;
mod workload;

pub use files::{File, files, split_files};
pub use migration::{
    ManualStep, Shell, TerraformStage, checklist, manual_steps, runbook, terraform_stages, terraform_text,
};
pub use parameters::{bicep_parameters, parameters};
pub use remarks::Options;
pub use snippet::{Gap, Line, Snippet, Span, SpanKind, Step, Steps, text_of};
pub use workload::workload;

use crate::catalog::SIZES_DATE;
use crate::lint::FACTS_DATE;
use crate::operations::Operation;
use crate::plan::Plan;
use crate::quote::comment::{Language, wrapped};
use crate::quote::{self, Code};
use commands::{CommandSet, Script};
use operations::OperationCommands;
use shell::Command;
use template::{render_template, render_template_operation};

/// A language that plans and operations are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Commands of the Azure CLI, for bash, dash and zsh.
    Az,
    /// Commands of the Azure CLI, for PowerShell.
    AzPwsh,
    /// Commands of Azure PowerShell.
    PowerShell,
    /// An ARM template.
    Arm,
    /// A Bicep file.
    Bicep,
    /// A Terraform configuration with the provider azurerm.
    Terraform,
    /// A Bicep file with Azure Verified Modules.
    BicepAvm,
    /// A Terraform configuration with Azure Verified Modules.
    TerraformAvm,
}

/// A group of dialects, as the page lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Commands that are run in order.
    Commands,
    /// Declarative languages.
    Templates,
    /// Languages that fill in Azure Verified Modules.
    Modules,
}

impl Group {
    /// All groups, in their order.
    pub const ALL: [Self; 3] = [Self::Commands, Self::Templates, Self::Modules];

    /// Returns its name as a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Commands => "Commands",
            Self::Templates => "Templates",
            Self::Modules => "Modules",
        }
    }
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 8] = [
        Self::Az,
        Self::AzPwsh,
        Self::PowerShell,
        Self::Arm,
        Self::Bicep,
        Self::Terraform,
        Self::BicepAvm,
        Self::TerraformAvm,
    ];

    /// Returns the name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Az => "az",
            Self::AzPwsh => "az-pwsh",
            Self::PowerShell => "powershell",
            Self::Arm => "arm",
            Self::Bicep => "bicep",
            Self::Terraform => "terraform",
            Self::BicepAvm => "bicep-avm",
            Self::TerraformAvm => "terraform-avm",
        }
    }

    /// Returns what people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Az => "Azure CLI",
            Self::AzPwsh => "Azure CLI in PowerShell",
            Self::PowerShell => "Azure PowerShell",
            Self::Arm => "ARM template",
            Self::Bicep => "Bicep",
            Self::Terraform => "Terraform",
            Self::BicepAvm => "Bicep module",
            Self::TerraformAvm => "Terraform module",
        }
    }

    /// Returns the group that it belongs to.
    pub fn group(self) -> Group {
        match self {
            Self::Az | Self::AzPwsh | Self::PowerShell => Group::Commands,
            Self::Arm | Self::Bicep | Self::Terraform => Group::Templates,
            Self::BicepAvm | Self::TerraformAvm => Group::Modules,
        }
    }

    /// Returns how a file of it ends, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Az => "sh",
            Self::AzPwsh | Self::PowerShell => "ps1",
            Self::Arm => "json",
            Self::Bicep | Self::BicepAvm => "bicep",
            Self::Terraform | Self::TerraformAvm => "tf",
        }
    }

    /// Returns the dialect of that name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(name))
    }

    /// Returns the words of a dialect of commands.
    fn words(self) -> Option<&'static CommandSet> {
        match self {
            Self::Az => Some(&az::COMMANDS),
            Self::AzPwsh => Some(&az_pwsh::COMMANDS),
            Self::PowerShell => Some(&powershell::COMMANDS),
            _ => None,
        }
    }

    /// Returns the language of its comments. A JSON file has none; what is said above one is for the terminal.
    fn comments(self) -> Language {
        match self {
            Self::Az | Self::Arm => Language::Posix,
            Self::AzPwsh | Self::PowerShell => Language::PowerShell,
            Self::Bicep | Self::BicepAvm => Language::Bicep,
            Self::Terraform | Self::TerraformAvm => Language::Hcl,
        }
    }

    /// Returns whether the cluster and its pools can be written apart.
    pub fn can_split(self) -> bool {
        matches!(self, Self::Arm | Self::Bicep | Self::Terraform | Self::BicepAvm)
    }

    /// Returns whether Azure Resource Manager deploys it, alone or as a stack.
    pub fn has_stacks(self) -> bool {
        matches!(self, Self::Arm | Self::Bicep | Self::BicepAvm)
    }

    /// Returns whether Terraform applies it.
    fn is_terraform(self) -> bool {
        matches!(self, Self::Terraform | Self::TerraformAvm)
    }

    /// Returns what is done with a text that doesn't consist of commands, as one step.
    fn deploys(self) -> &'static str {
        match self {
            Self::Terraform | Self::TerraformAvm => "Apply the configuration",
            _ => "Deploy the template",
        }
    }

    /// Returns its commands for an existing cluster, if it is a dialect of commands.
    fn day2(self) -> Option<&'static OperationCommands> {
        match self {
            Self::Az | Self::AzPwsh => Some(&operations::AZ),
            Self::PowerShell => Some(&operations::POWERSHELL),
            _ => None,
        }
    }
}

/// Returns the whole plan: the cluster with its pools, or only the pools if the cluster exists. A template is for a
/// cluster that exists where the plan has a baseline, too: AKS takes the resource of a cluster with other pools once
/// only.
pub fn render(plan: &Plan, dialect: Dialect, options: &Options<'_>) -> Snippet {
    match dialect.words() {
        Some(words) => render_script(plan, dialect, words, options),
        None => render_template(plan, dialect, options),
    }
}

/// Returns the side effects of creating the plan's cluster; empty if the cluster exists.
fn creation_notes(plan: &Plan, dialect: Dialect) -> Vec<Gap> {
    if plan.cluster.existing { Vec::new() } else { side_effects::side_effects(plan, dialect) }
}

/// Returns the warning that a text creates the whole plan again, for a cluster that exists.
fn recreate_warning(plan: &Plan) -> Option<&'static str> {
    plan.baseline.is_some().then_some(
        "The cluster already exists, and this text creates the whole plan again. To change the cluster, use the migration steps: \
         Migration steps on the page, poolwright runbook in a terminal.",
    )
}

/// Returns what a text of a whole plan does, with the warning that it creates everything again.
fn with_recreate_warning(plan: &Plan, about: String) -> String {
    match recreate_warning(plan) {
        Some(said) => format!("{about} {said}"),
        None => about,
    }
}

/// Returns the whole plan in the words of the Azure CLI. A page that writes nothing else does not carry the other
/// dialects.
pub fn render_az(plan: &Plan, options: &Options<'_>) -> Snippet {
    render_script(plan, Dialect::Az, &az::COMMANDS, options)
}

fn render_script(
    plan: &Plan,
    dialect: Dialect,
    words: &'static CommandSet,
    options: &Options<'_>,
) -> Snippet {
    let mut snippet = script_with_notes(plan, dialect, words)
        .snippet(&with_recreate_warning(plan, about_script(plan)), options);
    snippet.gaps.extend(recreate_warning(plan).map(|said| Snippet::gap(said.to_owned())));
    snippet
}

/// Returns the whole plan, one command after another. A template is one step.
pub fn steps(plan: &Plan, dialect: Dialect) -> Steps {
    let Some(words) = dialect.words() else {
        let text = render_template(plan, dialect, &Options::default());
        return Steps::one(dialect.deploys(), dialect.comments(), text);
    };
    let mut steps = script_with_notes(plan, dialect, words).steps();
    steps.gaps.extend(recreate_warning(plan).map(|said| Snippet::gap(said.to_owned())));
    steps
}

/// Returns the commands for a whole plan, and their side effects.
fn script_with_notes<'a>(plan: &'a Plan, dialect: Dialect, words: &'static CommandSet) -> Script<'a> {
    let mut script = script(plan, words);
    script.add_gaps(creation_notes(plan, dialect));
    script
}

fn script<'a>(plan: &'a Plan, words: &'static CommandSet) -> Script<'a> {
    let cluster = &plan.cluster;
    let first = if cluster.existing { None } else { plan.first_pool() };
    let mut script = Script::new(words, plan);
    if !cluster.existing {
        script.create();
    }
    let others = plan.pools.iter().enumerate().filter(|(place, _)| Some(*place) != first);
    others.for_each(|(place, pool)| script.add(place, pool));
    script
}

/// Returns what the commands for a whole plan do.
fn about_script(plan: &Plan) -> String {
    if plan.cluster.existing {
        return adds(plan);
    }
    let group = missing::named("the resource group", &plan.cluster.resource_group);
    let cluster = missing::named("the cluster", &plan.cluster.name);
    format!("Creates {group} and {cluster} with {}.", pools(plan))
}

/// Returns what adding pools to a cluster does.
fn adds(plan: &Plan) -> String {
    format!("Adds to {} {}.", missing::named_cluster("the cluster", &plan.cluster), pools(plan))
}

/// Returns the plan's pools as a sentence names them.
fn pools(plan: &Plan) -> String {
    let names: Vec<&str> = plan.pools.iter().map(|pool| pool.name.as_str()).collect();
    match names.as_slice() {
        [] => "no node pool".to_owned(),
        [only] => format!("the node pool {only}"),
        all => format!("{} node pools: {}", all.len(), all.join(", ")),
    }
}

/// Returns one operation on the cluster of the plan. `None` where the dialect has no words for it, or where the plan
/// has no pool of that name to add.
pub fn render_operation(
    plan: &Plan,
    operation: &Operation,
    dialect: Dialect,
    options: &Options<'_>,
) -> Option<Snippet> {
    let Some(words) = dialect.words() else {
        return render_template_operation(plan, operation, dialect, options);
    };
    Some(operation_with_checks(plan, operation, dialect, words)?.snippet(&operation.describe(plan), options))
}

/// Returns one operation on the cluster of the plan, one command after another, and before them what `kubectl` does.
pub fn operation_steps(plan: &Plan, operation: &Operation, dialect: Dialect) -> Option<Steps> {
    let Some(words) = dialect.words() else {
        let snippet = render_template_operation(plan, operation, dialect, &Options::default())?;
        return Some(Steps::one(dialect.deploys(), dialect.comments(), snippet));
    };
    Some(operation_with_checks(plan, operation, dialect, words)?.steps())
}

/// Returns what carries an operation out, and nothing else; without a command, the gaps say why. `None` for a dialect that
/// doesn't consist of commands.
fn commands(plan: &Plan, operation: &Operation, dialect: Dialect) -> Option<(Vec<Command>, Vec<Gap>)> {
    let mut script = Script::new(dialect.words()?, plan).resumable();
    let is_written = write_operation(&mut script, operation, dialect);
    let (commands, mut gaps) = script.into_commands();
    if is_written {
        return Some((commands, gaps));
    }
    if gaps.is_empty() {
        let title = dialect.title();
        gaps.push(Snippet::gap(format!(
            "{title} can\u{2019}t perform this step: {}",
            operation.describe(plan)
        )));
    }
    Some((Vec::new(), gaps))
}

/// Returns a look at what an operation has come to.
fn verification_commands(plan: &Plan, operation: &Operation, dialect: Dialect) -> Option<Vec<Command>> {
    let mut script = Script::new(dialect.words()?, plan);
    script.verify(dialect.day2()?, operation);
    Some(script.into_commands().0)
}

/// Returns an operation as commands, with what `kubectl` does before and a look at what it has come to.
fn operation_with_checks<'a>(
    plan: &'a Plan,
    operation: &Operation,
    dialect: Dialect,
    words: &'static CommandSet,
) -> Option<Script<'a>> {
    let mut script = Script::new(words, plan);
    if !write_operation(&mut script, operation, dialect) {
        return None;
    }
    if script.is_empty() {
        return Some(script);
    }
    if let Operation::DeletePool(name) = operation {
        script.drain(name);
    }
    script.verify(dialect.day2()?, operation);
    Some(script)
}

/// Adds what carries an operation out; returns whether the dialect has words for it.
fn write_operation(script: &mut Script<'_>, operation: &Operation, dialect: Dialect) -> bool {
    let Some(commands) = dialect.day2() else { return false };
    let plan = script.plan;
    match operation {
        Operation::Create => {
            script.create();
            script.add_gaps(side_effects::side_effects(plan, dialect));
        }
        Operation::AddPool(name) => {
            let Some((place, pool)) = plan.pool(name) else { return false };
            let mut others = plan.clone();
            others.pools.remove(place);
            script.note_egress_gateway(commands::has_egress_gateway(&others));
            script.add(place, pool);
        }
        Operation::ShowPool(name) => script.show(name),
        Operation::SetMode(name, mode) => script.set_mode(name, mode),
        Operation::DeletePool(name) => script.delete(name),
        Operation::DeleteGroup => script.delete_group(),
        _ => return script.day2(commands, operation, plan),
    }
    true
}

/// What is said above a text.
struct Heading<'a> {
    /// What the text does.
    about: &'a str,
    /// Commands that belong to it, each with what it is for.
    commands: &'a [String],
    options: &'a Options<'a>,
}

impl Heading<'_> {
    /// Returns the remarks that every text begins with.
    fn remarks(&self, needs: &str) -> [String; 3] {
        [tool(), self.about.to_owned(), needs.to_owned()]
    }
}

/// Writes the comment above the commands. There are no comments elsewhere: inside a chain of commands one would end it
/// in an interactive zsh.
fn header(language: Language, heading: &Heading<'_>, needs: &str, first: &[Command], out: &mut Snippet) {
    let options = heading.options;
    let refused = options.refused.iter().map(|text| format!("AKS refuses: {text}"));
    let findings = options.findings.iter().cloned();
    let gaps = out.gaps.iter().map(|gap| format!("Differs from the plan: {}", gap.text));
    let first = first.iter().map(|command| format!("First: {}", command.plain()));
    let [tool, about, needs] = heading.remarks(needs);
    let rest: Vec<String> =
        std::iter::once(needs).chain(refused).chain(findings).chain(gaps).chain(first).collect();
    for line in [tool, about] {
        comment(&line, language, out);
    }
    // A command stays on one line, so that it can be copied.
    for command in heading.commands {
        let command = quote::comment::text(command, language);
        out.line().push(SpanKind::Comment, Code::concat([language.mark().into(), command]));
    }
    for line in rest {
        comment(&line, language, out);
    }
    if let Some(link) = options.link.and_then(quote::link) {
        let link = Code::concat([language.mark().into(), "Plan: ".into(), link]);
        out.line().push(SpanKind::Comment, link);
    }
    out.line();
}

/// A sentence in as many lines as it takes.
fn comment(text: &str, language: Language, out: &mut Snippet) {
    let mut indent = "";
    for part in wrapped(text, language) {
        let part = Code::concat([language.mark().into(), indent.into(), part]);
        out.line().push(SpanKind::Comment, part);
        indent = "  ";
    }
}

/// Returns the tool and how old its facts are.
fn tool() -> String {
    format!(
        "Poolwright {}, rules as of {FACTS_DATE}, VM sizes as of {SIZES_DATE}.",
        env!("CARGO_PKG_VERSION")
    )
}
