//! Plans and operations as the text of a dialect.
//!
//! The words of a dialect are chosen once, in its own module: one table per command, from the key of a property
//! to its flag. Quoting is done once, in `shell`: one module per shell. Any plan gives text that parses in its
//! own language, and whose arguments are exactly the plan's values; what a dialect cannot say is a [`Gap`].

mod arm;
mod az;
mod commands;
mod day2;
mod powershell;
mod shell;
mod snippet;
mod values;

pub use snippet::{Gap, Line, Snippet, Span, SpanKind};

use crate::catalogue::SIZES_DATE;
use crate::plan::Plan;
use crate::rules::FACTS_DATE;
use crate::runbook::{Operation, Upgrade};
use arm::Arm;
use commands::{Script, Words};

/// A language that says what a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Commands of the Azure CLI, for bash, dash and zsh.
    Az,
    /// Commands of Azure PowerShell.
    PowerShell,
    /// An ARM template.
    Arm,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 3] = [Self::Az, Self::PowerShell, Self::Arm];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Az => "az",
            Self::PowerShell => "powershell",
            Self::Arm => "arm",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Az => "Azure CLI",
            Self::PowerShell => "Azure PowerShell",
            Self::Arm => "ARM template",
        }
    }

    /// How a file of it ends, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Az => "sh",
            Self::PowerShell => "ps1",
            Self::Arm => "json",
        }
    }

    /// The dialect of that name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(name))
    }
}

/// How a snippet is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// What AKS refuses, one sentence each, for text that is written all the same. It stands above it as comments.
    pub refused: &'a [String],
}

/// The whole plan: the cluster with its pools, or only the pools if the cluster exists.
pub fn render(plan: &Plan, dialect: Dialect, options: &Options<'_>) -> Snippet {
    if let Some(words) = words(dialect) {
        return script(plan, words, options);
    }
    let cluster = &plan.cluster;
    let about = if cluster.existing {
        adds(plan)
    } else {
        format!("Creates the cluster {} with {}.", cluster.name, pools(plan))
    };
    let mut arm = Arm::new(plan);
    if cluster.existing {
        plan.pools.iter().enumerate().for_each(|(place, pool)| arm.add(place, pool));
    } else {
        arm.create(0..plan.pools.len());
    }
    template(arm, &about, options)
}

/// The whole plan in the words of the Azure CLI. A page that shows nothing else does not carry the other dialects.
pub fn render_az(plan: &Plan, options: &Options<'_>) -> Snippet {
    script(plan, &az::WORDS, options)
}

fn script(plan: &Plan, words: &'static Words, options: &Options<'_>) -> Snippet {
    let cluster = &plan.cluster;
    let about = if cluster.existing {
        adds(plan)
    } else {
        let (name, group) = (&cluster.name, &cluster.resource_group);
        format!("Creates the resource group {group} and the cluster {name} with {}.", pools(plan))
    };
    let first = if cluster.existing { None } else { plan.first_pool() };
    let mut script = Script::new(words, plan);
    if !cluster.existing {
        script.create();
    }
    let others = plan.pools.iter().enumerate().filter(|(place, _)| Some(*place) != first);
    others.for_each(|(place, pool)| script.add(place, pool));
    script.snippet(|out| header(&about, words.needs, options, out))
}

/// What adding pools to a cluster does.
fn adds(plan: &Plan) -> String {
    let cluster = &plan.cluster;
    let (name, group) = (&cluster.name, &cluster.resource_group);
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

/// The words of a dialect of commands.
fn words(dialect: Dialect) -> Option<&'static Words> {
    match dialect {
        Dialect::Az => Some(&az::WORDS),
        Dialect::PowerShell => Some(&powershell::WORDS),
        Dialect::Arm => None,
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
    let Some(words) = words(dialect) else {
        let after = operation.done_to(plan);
        let mut arm = Arm::new(&after);
        match operation {
            Operation::Create => {
                arm.create(after.first_pool().into_iter());
                let about = format!("Creates the cluster {} with its first node pool.", plan.cluster.name);
                return Some(template(arm, &about, options));
            }
            // A template says how a pool is to be, whatever it was.
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
                return Some(template(arm, &about, options));
            }
            _ => return None,
        }
    };
    let mut script = Script::new(words, plan);
    match operation {
        Operation::Create => script.create(),
        Operation::AddPool(name) => {
            let (place, pool) = plan.pool(name)?;
            script.add(place, pool);
        }
        Operation::ShowPool(name) => script.show(name),
        Operation::SetMode(name, mode) => script.set_mode(name, mode),
        Operation::DeletePool(name) => script.delete(name),
        Operation::DeleteGroup => script.delete_group(),
        _ => {
            let words = if dialect == Dialect::Az { &day2::AZ } else { &day2::POWERSHELL };
            if !script.day2(words, operation, plan) {
                return None;
            }
        }
    }
    Some(script.snippet(|out| header(&about, words.needs, options, out)))
}

fn template(arm: Arm<'_>, about: &str, options: &Options<'_>) -> Snippet {
    let mut out = Snippet::default();
    arm.template(&[tool(), about.to_owned(), arm::NEEDS.to_owned()], options.refused, &mut out);
    out
}

/// The comment above the commands. Comments stand nowhere else: inside a chain of commands one would end it in an
/// interactive zsh.
fn header(about: &str, needs: &str, options: &Options<'_>, out: &mut Snippet) {
    let refused = options.refused.iter().map(|text| format!("AKS refuses: {text}"));
    let gaps = out.gaps.iter().map(|gap| format!("Not as in the plan: {}", gap.text));
    let lines: Vec<String> =
        [tool(), about.to_owned(), needs.to_owned()].into_iter().chain(refused).chain(gaps).collect();
    for line in lines {
        let mut mark = "# ";
        for part in wrapped(&shell::comment(&line)) {
            out.line().push(SpanKind::Comment, format!("{mark}{part}"));
            mark = "#   ";
        }
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
