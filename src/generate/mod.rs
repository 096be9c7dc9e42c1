//! Plans and operations as the text of a dialect.
//!
//! The words of a dialect are chosen once, in its own module: one table per command, from the key of a property
//! to its flag. Quoting is done once, in `shell`: one module per shell. Any plan gives text that parses in its
//! own language, and whose arguments are exactly the plan's values; what a dialect cannot say is a [`Gap`].

mod arm;
mod az;
mod az_pwsh;
mod commands;
mod day2;
mod parameters;
mod powershell;
mod remarks;
mod shell;
mod snippet;
mod values;
mod workload;

pub use parameters::parameters;
pub use remarks::Options;
pub use snippet::{Gap, Line, Snippet, Span, SpanKind, Step, Steps, text_of};
pub use workload::workload;

use crate::catalogue::SIZES_DATE;
use crate::plan::Plan;
use crate::rules::FACTS_DATE;
use crate::runbook::{Operation, Upgrade};
use arm::Arm;
use commands::{Script, Words};
use day2::Day2;
use shell::Command;

/// A language that says what a plan is.
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
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 4] = [Self::Az, Self::AzPwsh, Self::PowerShell, Self::Arm];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Az => "az",
            Self::AzPwsh => "az-pwsh",
            Self::PowerShell => "powershell",
            Self::Arm => "arm",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Az => "Azure CLI",
            Self::AzPwsh => "Azure CLI in PowerShell",
            Self::PowerShell => "Azure PowerShell",
            Self::Arm => "ARM template",
        }
    }

    /// How a file of it ends, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Az => "sh",
            Self::AzPwsh | Self::PowerShell => "ps1",
            Self::Arm => "json",
        }
    }

    /// The dialect of that name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(name))
    }

    /// The words of a dialect of commands.
    fn words(self) -> Option<&'static Words> {
        match self {
            Self::Az => Some(&az::WORDS),
            Self::AzPwsh => Some(&az_pwsh::WORDS),
            Self::PowerShell => Some(&powershell::WORDS),
            Self::Arm => None,
        }
    }

    /// Its words for a cluster that stands, if it is one of commands.
    fn day2(self) -> Option<&'static Day2> {
        match self {
            Self::Az | Self::AzPwsh => Some(&day2::AZ),
            Self::PowerShell => Some(&day2::POWERSHELL),
            Self::Arm => None,
        }
    }
}

/// The whole plan: the cluster with its pools, or only the pools if the cluster exists.
pub fn render(plan: &Plan, dialect: Dialect, options: &Options<'_>) -> Snippet {
    match dialect.words() {
        Some(words) => script(plan, words).snippet(&about_script(plan), options),
        None => template(whole(plan), &about_template(plan), options),
    }
}

/// The whole plan in the words of the Azure CLI. A page that shows nothing else does not carry the other dialects.
pub fn render_az(plan: &Plan, options: &Options<'_>) -> Snippet {
    script(plan, &az::WORDS).snippet(&about_script(plan), options)
}

/// The whole plan, one command after another. A template is one step.
pub fn steps(plan: &Plan, dialect: Dialect) -> Steps {
    match dialect.words() {
        Some(words) => script(plan, words).steps(),
        None => Steps::one(template(whole(plan), &about_template(plan), &Options::default())),
    }
}

fn script<'a>(plan: &'a Plan, words: &'static Words) -> Script<'a> {
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

fn whole(plan: &Plan) -> Arm<'_> {
    let mut arm = Arm::new(plan);
    if plan.cluster.existing {
        plan.pools.iter().enumerate().for_each(|(place, pool)| arm.add(place, pool));
    } else {
        arm.create(0..plan.pools.len());
    }
    arm
}

/// What the commands for a whole plan do.
fn about_script(plan: &Plan) -> String {
    let (name, group) = (&plan.cluster.name, &plan.cluster.resource_group);
    if plan.cluster.existing {
        return adds(plan);
    }
    format!("Creates the resource group {group} and the cluster {name} with {}.", pools(plan))
}

/// What the template of a whole plan does, which goes into a resource group that is there.
fn about_template(plan: &Plan) -> String {
    if plan.cluster.existing {
        return adds(plan);
    }
    format!("Creates the cluster {} with {}.", plan.cluster.name, pools(plan))
}

/// What adding pools to a cluster does.
fn adds(plan: &Plan) -> String {
    let (name, group) = (&plan.cluster.name, &plan.cluster.resource_group);
    format!("Adds to the cluster {name} in the resource group {group} {}.", pools(plan))
}

/// The plan's pools as a sentence names them.
fn pools(plan: &Plan) -> String {
    let names: Vec<&str> = plan.pools.iter().map(|pool| pool.name.as_str()).collect();
    match names.as_slice() {
        [] => "no node pool".to_owned(),
        [only] => format!("the node pool {only}"),
        all => format!("{} node pools: {}", all.len(), all.join(", ")),
    }
}

/// One operation on the cluster of the plan. Nothing where the dialect has no words for it, or where the plan has
/// no pool of that name to add.
pub fn render_operation(
    plan: &Plan,
    operation: &Operation,
    dialect: Dialect,
    options: &Options<'_>,
) -> Option<Snippet> {
    let about = operation.describe(plan);
    let Some(words) = dialect.words() else {
        return declared(plan, operation, &about, options);
    };
    Some(day2(plan, operation, dialect, words)?.snippet(&about, options))
}

/// One operation on the cluster of the plan, one command after another, and before them what `kubectl` does.
pub fn operation_steps(plan: &Plan, operation: &Operation, dialect: Dialect) -> Option<Steps> {
    let Some(words) = dialect.words() else {
        let about = operation.describe(plan);
        let snippet = declared(plan, operation, &about, &Options::default())?;
        return Some(Steps::one(snippet));
    };
    Some(day2(plan, operation, dialect, words)?.steps())
}

/// An operation as commands.
fn day2<'a>(
    plan: &'a Plan,
    operation: &Operation,
    dialect: Dialect,
    words: &'static Words,
) -> Option<Script<'a>> {
    let of_day2 = dialect.day2()?;
    let mut script = Script::new(words, plan);
    match operation {
        Operation::Create => script.create(),
        Operation::AddPool(name) => {
            let (place, pool) = plan.pool(name)?;
            script.add(place, pool);
        }
        Operation::ShowPool(name) => script.show(name),
        Operation::SetMode(name, mode) => script.set_mode(name, mode),
        Operation::DeletePool(name) => {
            script.drain(name);
            script.delete(name);
        }
        Operation::DeleteGroup => script.delete_group(),
        _ if script.day2(of_day2, operation, plan) => {}
        _ => return None,
    }
    script.verify(of_day2, operation);
    Some(script)
}

/// An operation as a template, which says how a pool is to be, whatever it was.
fn declared(plan: &Plan, operation: &Operation, about: &str, options: &Options<'_>) -> Option<Snippet> {
    let after = operation.done_to(plan);
    let mut arm = Arm::new(&after);
    match operation {
        Operation::Create => {
            arm.create(after.first_pool().into_iter());
            let about = format!("Creates the cluster {} with its first node pool.", plan.cluster.name);
            return Some(template(arm, &about, options));
        }
        Operation::AddPool(name)
        | Operation::SetMode(name, _)
        | Operation::ScalePool(name, _)
        | Operation::UpdatePool(name, _)
        | Operation::UpgradePool(name, Upgrade::Version(_)) => {
            let (place, pool) = after.pool(name)?;
            arm.add(place, pool);
            if let Operation::UpdatePool(_, changes) = operation {
                arm.say_empty(pool, changes);
            }
        }
        _ => return None,
    }
    Some(template(arm, about, options))
}

fn template(arm: Arm<'_>, about: &str, options: &Options<'_>) -> Snippet {
    let mut out = Snippet::default();
    arm.template(&[tool(), about.to_owned(), arm::NEEDS.to_owned()], options, &mut out);
    out
}

/// The comment above the commands. Comments stand nowhere else: inside a chain of commands one would end it in an
/// interactive zsh.
fn header(about: &str, needs: &str, first: &[Command], options: &Options<'_>, out: &mut Snippet) {
    let refused = options.refused.iter().map(|text| format!("AKS refuses: {text}"));
    let findings = options.findings.iter().cloned();
    let gaps = out.gaps.iter().map(|gap| format!("Not as in the plan: {}", gap.text));
    let first = first.iter().map(|command| format!("First: {}", command.plain()));
    let lines: Vec<String> = [tool(), about.to_owned(), needs.to_owned()]
        .into_iter()
        .chain(refused)
        .chain(findings)
        .chain(gaps)
        .chain(first)
        .collect();
    for line in lines {
        let mut mark = "# ";
        for part in wrapped(&shell::comment(&line)) {
            out.line().push(SpanKind::Comment, format!("{mark}{part}"));
            mark = "#   ";
        }
    }
    if let Some(link) = options.link.and_then(shell::link) {
        out.line().push(SpanKind::Comment, format!("# Plan: {link}"));
    }
    out.line();
}

/// A text cut at blanks into lines of some length; a longer word stays whole.
fn wrapped(text: &str) -> Vec<String> {
    const WIDE: usize = 100;
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < WIDE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The tool and how old its facts are.
fn tool() -> String {
    format!(
        "Poolwright {}, rules as of {FACTS_DATE}, VM sizes as of {SIZES_DATE}.",
        env!("CARGO_PKG_VERSION")
    )
}
