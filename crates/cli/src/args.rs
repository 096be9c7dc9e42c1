//! What is typed.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use poolwright::emit::{Dialect, Shell};
use poolwright::lint::{Date, Report, Severity};
use poolwright::migrate::diff::RenameCandidate;
use poolwright::plan::Decimal;

/// Judges AKS node pool plans by AKS's rules, and writes the commands that do exactly what a plan says.
#[derive(Debug, Parser)]
#[command(name = "poolwright", version, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Check a plan against the rules of AKS; exit code 1 if it has a finding that --fail-on names
    Check(Check),
    /// Write the whole plan as commands or as a template
    Render(Render),
    /// Write one operation on the plan's cluster as a command
    Do(Do),
    /// Write pods for node pools, as YAML: a Deployment that runs in the pool and nowhere else
    Workload(Workload),
    /// Say what differs between two layouts, and how each difference is made good
    Diff(Diff),
    /// Write the steps from the layout that stands to another, each lawful: exit code 1 if there is no such order
    Runbook(Runbook),
    /// Sum up a plan: nodes, pods, memory, addresses, quota, cost, and what is left when something is lost
    Sums(Sums),
    /// List VM sizes by what they have, best match first
    Sizes(Sizes),
    /// Print the plan as the fragment of a link
    Link {
        /// Plan file, - for standard input, or a link
        plan: String,
    },
    /// Print the plan as a plan file, in its one canonical form
    Show {
        /// Plan file, - for standard input, or a link
        plan: String,
    },
    /// Make a plan of what az, Azure PowerShell or ARM print
    Import {
        /// File, or - for standard input
        file: String,
    },
    /// List the rules, or print the page of one
    Rules {
        /// Id of a rule, to print its page
        rule: Option<String>,
        /// Print JSON
        #[arg(long, conflicts_with = "html")]
        json: bool,
        /// Print all rules as a web page
        #[arg(long, conflicts_with = "rule")]
        html: bool,
    },
    /// Print the JSON Schema of plan files
    Schema,
}

/// What a judgement rests on besides the plan.
#[derive(Debug, ClapArgs)]
pub(crate) struct CatalogArgs {
    /// Output of "az vm list-skus -o json", laid over the catalog of VM sizes
    #[arg(long, value_name = "FILE")]
    pub(crate) sizes: Option<String>,
    /// Output of "az vm list-usage -o json": the quota that the plan is held to
    #[arg(long, value_name = "FILE")]
    pub(crate) usage: Option<String>,
    /// Judge as of this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) today: Option<Date>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Exit with code 1 on a finding of this severity or a worse one; can be given more than once
    #[arg(long, value_name = "SEVERITY", value_delimiter = ',', default_value = "unsupported")]
    pub(crate) fail_on: Vec<FailOn>,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

/// What makes `check` fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// AKS or its tools refuse something
    Refused,
    /// The same, or something is unsupported
    Unsupported,
    /// The same, or the documents recommend otherwise
    #[value(alias = "advice")]
    Recommendation,
    /// Any finding
    Note,
    /// Something is unsupported or worse, or a value could not be checked
    Unchecked,
    /// Nothing
    Never,
}

impl FailOn {
    /// Whether a report has what this names.
    pub(crate) fn fails(self, report: &Report) -> bool {
        let has = |worst| report.findings.iter().any(|finding| finding.severity <= worst);
        match self {
            Self::Refused => has(Severity::Refused),
            Self::Unsupported => has(Severity::Unsupported),
            Self::Recommendation => has(Severity::Recommendation),
            Self::Note => has(Severity::Note),
            Self::Unchecked => has(Severity::Unsupported) || report.unchecked() + report.left_out > 0,
            Self::Never => false,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Render {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    /// What to write
    #[arg(long = "as", value_name = "DIALECT")]
    pub(crate) dialect: AnyDialect,
    /// Write the text even if AKS refuses the plan; why it does stands above it
    #[arg(long)]
    pub(crate) force: bool,
    /// Write the parameters file that goes with an ARM template
    #[arg(long, conflicts_with = "steps")]
    pub(crate) parameters: bool,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

/// How a text is printed.
#[derive(Clone, Copy, Debug, ClapArgs)]
pub(crate) struct Form {
    /// Print JSON: what AKS says, the text, and what it leaves out
    #[arg(long)]
    pub(crate) json: bool,
    /// Write each command by itself, to be run one after the other
    #[arg(long)]
    pub(crate) steps: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Do {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    #[arg(required = true, num_args = 1.., help = crate::write::OPERATIONS)]
    pub(crate) operation: Vec<String>,
    /// What to write
    #[arg(long = "as", value_name = "DIALECT")]
    pub(crate) dialect: AnyDialect,
    /// Write the text even if AKS refuses the operation; why it does stands above it
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Workload {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    /// Node pool; all of them if there is none
    pub(crate) pool: Option<String>,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Diff {
    /// The layout that stands: what az or ARM print, a plan file, - for standard input, or a link
    pub(crate) current: String,
    /// The layout that is wanted; left out if CURRENT is a target with a baseline
    pub(crate) target: Option<String>,
    /// A pool that has another name in the target
    #[arg(long = "rename", value_name = "OLD=NEW", value_parser = rename)]
    pub(crate) renames: Vec<RenameCandidate>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Runbook {
    /// The layout that stands: what az or ARM print, a plan file, - for standard input, or a link
    pub(crate) current: String,
    /// The layout that is wanted; left out if CURRENT is a target with a baseline
    pub(crate) target: Option<String>,
    /// Write a script that can be run again until all is done; without it the steps are printed
    #[arg(long = "as", value_name = "DIALECT", conflicts_with = "json")]
    pub(crate) dialect: Option<ScriptDialect>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Fewest extra nodes at any time, then fewest steps; this is what happens anyway
    #[arg(long, conflicts_with = "fewest_steps")]
    pub(crate) smallest_peak: bool,
    /// Fewest steps, then fewest extra nodes
    #[arg(long)]
    pub(crate) fewest_steps: bool,
    /// Let pools that are replaced take a new name, so that their pods move once instead of twice
    #[arg(long)]
    pub(crate) new_names: bool,
    /// The new name of a pool that is replaced, or a pool that has another name in the target
    #[arg(long = "rename", value_name = "OLD=NEW", value_parser = rename)]
    pub(crate) renames: Vec<RenameCandidate>,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

/// What a script is written for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ScriptDialect {
    /// Azure CLI, for bash, dash and zsh
    Az,
    /// Azure PowerShell
    #[value(name = "powershell")]
    PowerShell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Sums {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// What has to run: a JSON list of {"name", "cpu": "500m", "memory": "1Gi", "replicas", "pool"}
    #[arg(long, value_name = "FILE")]
    pub(crate) workloads: Option<String>,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Sizes {
    /// Words that the name holds, such as d4ds v5
    pub(crate) words: Vec<String>,
    /// The region: leaves out what it does not offer, and knows the prices there
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// vCPUs, at least
    #[arg(long, value_name = "N")]
    pub(crate) min_vcpus: Option<u32>,
    /// vCPUs, at most
    #[arg(long, value_name = "N")]
    pub(crate) max_vcpus: Option<u32>,
    /// GiB of memory, at least
    #[arg(long, value_name = "GIB")]
    pub(crate) min_memory: Option<u32>,
    /// GiB of memory, at most
    #[arg(long, value_name = "GIB")]
    pub(crate) max_memory: Option<u32>,
    /// Processor architecture
    #[arg(long = "arch", value_name = "ARCHITECTURE")]
    pub(crate) architecture: Option<AnyArchitecture>,
    /// With GPUs
    #[arg(long)]
    pub(crate) gpu: bool,
    /// With room for an ephemeral OS disk
    #[arg(long)]
    pub(crate) ephemeral: bool,
    /// Can run on Spot capacity
    #[arg(long)]
    pub(crate) spot: bool,
    /// Runs images of Hyper-V generation 2
    #[arg(long)]
    pub(crate) generation2: bool,
    /// Zones in which the region offers it, at least
    #[arg(long, value_name = "N", requires = "region", value_parser = clap::value_parser!(u32).range(0..=3))]
    pub(crate) zones: Option<u32>,
    /// USD an hour with Linux, at most
    #[arg(long, value_name = "USD", requires = "region", value_parser = usd)]
    pub(crate) max_price: Option<i64>,
    /// Also those that no node pool can have
    #[arg(long)]
    pub(crate) all: bool,
    /// The cheapest that pass every rule for a pool of a plan; the plan's region counts
    #[arg(long = "for", num_args = 2, value_names = ["PLAN", "POOL"], conflicts_with = "region")]
    pub(crate) suggest: Option<Vec<String>>,
    /// At most so many; 5 with --for
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AnyArchitecture {
    /// AMD and Intel
    X64,
    /// Arm
    Arm64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AnyDialect {
    /// Azure CLI in bash, dash or zsh
    Az,
    /// Azure CLI in PowerShell
    AzPwsh,
    /// Azure PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// ARM template
    Arm,
    /// Bicep
    Bicep,
    /// Terraform with azurerm 5
    Terraform,
}

impl From<AnyDialect> for Dialect {
    fn from(dialect: AnyDialect) -> Self {
        match dialect {
            AnyDialect::Az => Self::Az,
            AnyDialect::AzPwsh => Self::AzPwsh,
            AnyDialect::PowerShell => Self::PowerShell,
            AnyDialect::Arm => Self::Arm,
            AnyDialect::Bicep => Self::Bicep,
            AnyDialect::Terraform => Self::Terraform,
        }
    }
}

impl From<ScriptDialect> for Shell {
    fn from(dialect: ScriptDialect) -> Self {
        match dialect {
            ScriptDialect::Az => Self::Posix,
            ScriptDialect::PowerShell => Self::PowerShell,
        }
    }
}

fn rename(text: &str) -> Result<RenameCandidate, String> {
    let (from, to) = text.split_once('=').ok_or_else(|| "write it as OLD=NEW".to_owned())?;
    Ok(RenameCandidate { from: from.to_owned(), to: to.to_owned() })
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "it is no day; write it as 2026-11-24".to_owned())
}

/// USD in millionths.
fn usd(text: &str) -> Result<i64, String> {
    let wrong = || "it is no price; write it as 0.25".to_owned();
    let price = Decimal::parse(text).filter(Decimal::is_positive).ok_or_else(wrong)?;
    price.scaled(6).ok_or_else(wrong)
}
