//! The arguments of the command line.

use std::sync::LazyLock;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use poolwright::catalog::{KUBERNETES_DATE, SIZES_DATE};
use poolwright::emit::{Dialect, Shell};
use poolwright::lint::{Date, FACTS_DATE, Severity};
use poolwright::migrate::diff::RenameCandidate;
use poolwright::plan::Decimal;

/// The version, and how old the facts are that it checks against.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{} (rules as of {FACTS_DATE}, Kubernetes versions as of {KUBERNETES_DATE}, VM sizes as of {SIZES_DATE})",
        env!("CARGO_PKG_VERSION")
    )
});

/// Checks AKS node pool plans against AKS's rules, and writes the commands and templates that create exactly that plan.
#[derive(Debug, Parser)]
#[command(name = "poolwright", version = VERSION.as_str(), arg_required_else_help = true)]
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
    /// Write a Deployment for each node pool, as YAML, that runs in that pool only
    Workload(Workload),
    /// Show the differences between two layouts, and how to apply each one
    Diff(Diff),
    /// Write the migration steps from the current layout to another; exit code 1 if no valid order exists
    Runbook(Runbook),
    /// List the checks to make before a migration, and read their results; exit code 1 if one blocks the migration
    Preflight(Preflight),
    /// List the VM sizes, images, Kubernetes versions and networks of a plan that are retired, by date
    Deadlines(Deadlines),
    /// Show the capacity of a plan: nodes, pods, memory, IP addresses, quota, cost, and capacity after a failure
    #[command(name = "capacity", alias = "sums")]
    Capacity(Capacity),
    /// Right-size a plan by what pods request: how many nodes each pool needs, and the cheapest VM sizes and node
    /// counts that fit
    Fit(Fit),
    /// Find VM sizes, best match first
    Sizes(Sizes),
    /// Print the plan as the fragment of a link
    Link {
        /// Plan file, - for standard input, or a link
        plan: String,
        #[command(flatten)]
        read: ReadArgs,
    },
    /// Print the plan as a plan file, in canonical form
    Show {
        /// Plan file, - for standard input, or a link
        plan: String,
        #[command(flatten)]
        read: ReadArgs,
    },
    /// Create a plan from the output of az, Azure PowerShell, Terraform or kubectl, or from an ARM template
    Import {
        /// File, or - for standard input
        file: String,
        #[command(flatten)]
        read: ReadArgs,
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
    /// Print why a rule exists, how to comply with it, and its sources
    Explain {
        /// Id of a rule
        rule: String,
    },
    /// Print the JSON Schema of plan files
    Schema,
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write manual pages into a directory
    Man {
        /// The directory
        directory: String,
    },
}

/// The facts that a plan is checked against.
#[derive(Debug, ClapArgs)]
pub(crate) struct CatalogArgs {
    /// Output of "az vm list-skus -o json"; overrides the built-in VM sizes
    #[arg(long, value_name = "FILE")]
    pub(crate) sizes: Option<String>,
    /// Output of "az vm list-usage -o json": the quota that the plan is checked against
    #[arg(long, value_name = "FILE")]
    pub(crate) usage: Option<String>,
    /// Check as of this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) today: Option<Date>,
}

/// How an input is read that has more than one plan.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(crate) struct ReadArgs {
    /// Parameters file of an ARM template; can be given more than once, and later values win
    #[arg(long = "parameters", value_name = "FILE")]
    pub(crate) parameters: Vec<String>,
    /// Name of the cluster to read, if the input has several
    #[arg(long, value_name = "NAME")]
    pub(crate) cluster: Option<String>,
    /// Read an export even if ConvertTo-Json cut it off; a migration can't start from the result
    #[arg(long)]
    pub(crate) partial: bool,
}

impl Render {
    /// Returns whether the parameters file is written. `--parameters` without a file is the earlier name of
    /// `--parameters-file`.
    pub(crate) fn writes_parameters(&self) -> bool {
        self.parameters_file || self.is_earlier_spelling()
    }

    /// Returns the plan and how it is read. If the earlier flag comes before the plan, it takes the plan for its file.
    pub(crate) fn input(&self) -> Result<(String, ReadArgs), String> {
        let mut parameters: Vec<String> =
            self.parameters.iter().filter(|file| !file.is_empty()).cloned().collect();
        let plan = match &self.plan {
            Some(plan) => plan.clone(),
            None if self.parameters.len() == 1 && !parameters.is_empty() => parameters.remove(0),
            None => return Err("name the plan: poolwright render PLAN --as DIALECT.".to_owned()),
        };
        Ok((plan, ReadArgs { parameters, cluster: self.cluster.clone(), partial: self.partial }))
    }

    fn is_earlier_spelling(&self) -> bool {
        self.plan.is_none() || self.parameters.iter().any(String::is_empty)
    }
}

#[derive(Debug, ClapArgs)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Check {
    /// Files, directories, globs, - for standard input, or links. In directories and globs, files that
    /// aren't plans are skipped
    #[arg(required = true)]
    pub(crate) inputs: Vec<String>,
    /// Print JSON; like --format json, but a single cluster is an object of its own
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Exit with code 1 on a finding of this severity or a worse one; can be given more than once [default:
    /// unsupported]
    #[arg(long, value_name = "SEVERITY", value_delimiter = ',')]
    pub(crate) fail_on: Vec<FailOn>,
    /// Check these rules only: ids, or patterns such as windows-*
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Leave out these rules: ids, or patterns
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Print findings only: no notes and no summary
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Apply safe fixes to plan files
    #[arg(long)]
    pub(crate) fix: bool,
    /// Show what --fix would change, without changing it; exit code 1 if there is anything to change
    #[arg(long)]
    pub(crate) diff: bool,
    /// File with known findings; only other findings fail
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<String>,
    /// Write all findings to the file that --baseline names
    #[arg(long, requires = "baseline")]
    pub(crate) update_baseline: bool,
    /// Configuration file. Default: poolwright.toml in the current directory or one above it
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<String>,
    /// Don't read a configuration file
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

const EXIT_CODES: &str =
    "Exit codes: 0 no finding that --fail-on names, 1 at least one such finding, 2 an input can't be read.";

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Blocks of lines for people
    Text,
    /// JSON
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    #[value(help = "JUnit XML, for test reports")]
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// Tables in Markdown, for summaries and comments
    Markdown,
}

/// When output has colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[value(help = "On a terminal, unless NO_COLOR is set")]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What makes `check` fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A finding is Refused
    Refused,
    /// A finding is Unsupported or Refused
    Unsupported,
    /// A finding is a Recommendation, Unsupported or Refused
    #[value(alias = "advice")]
    Recommendation,
    /// Any finding
    Note,
    /// A finding is Unsupported or Refused, or a value could not be checked
    Unchecked,
    /// Never
    Never,
}

impl FailOn {
    /// Returns the mildest severity that fails; `None` if nothing does.
    pub(crate) fn mildest(self) -> Option<Severity> {
        match self {
            Self::Refused => Some(Severity::Refused),
            Self::Unsupported | Self::Unchecked => Some(Severity::Unsupported),
            Self::Recommendation => Some(Severity::Recommendation),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Render {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: Option<String>,
    /// What to write
    #[arg(long = "as", value_name = "DIALECT")]
    pub(crate) dialect: AnyDialect,
    /// Write the text even if AKS refuses the plan; the reasons are written above it
    #[arg(long)]
    pub(crate) force: bool,
    /// Write the parameters file of the ARM template or Bicep file instead
    #[arg(long, conflicts_with = "steps")]
    pub(crate) parameters_file: bool,
    /// Parameters file of an ARM template that is read; can be given more than once, and later values win. Without a
    /// file, the same as --parameters-file
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "")]
    pub(crate) parameters: Vec<String>,
    /// Name of the cluster to read, if the input has several
    #[arg(long, value_name = "NAME")]
    pub(crate) cluster: Option<String>,
    /// Read an export even if ConvertTo-Json cut it off
    #[arg(long)]
    pub(crate) partial: bool,
    /// Write the cluster and its node pools to files of their own, with a file of parameters beside each
    #[arg(long, conflicts_with_all = ["steps", "parameters_file"])]
    pub(crate) split: bool,
    /// Folder for the files of --split, created if it doesn't exist
    #[arg(long, value_name = "FOLDER", default_value = ".", requires = "split")]
    pub(crate) out: std::path::PathBuf,
    /// Delete removed node pools by a deployment stack instead of by commands
    #[arg(long)]
    pub(crate) stack: bool,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

/// How a text is printed.
#[derive(Clone, Copy, Debug, ClapArgs)]
pub(crate) struct Form {
    /// Print JSON: the findings, the text, and what the text can't express
    #[arg(long)]
    pub(crate) json: bool,
    /// Write each command separately, to run one after the other
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
    /// Write the text even if AKS refuses the operation; the reasons are written above it
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Workload {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    /// Node pool. Default: all
    pub(crate) pool: Option<String>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Diff {
    /// Current layout: output of az, an ARM template, a plan file, - for standard input, or a link
    pub(crate) current: String,
    /// Target layout; omit it if CURRENT is a target with a baseline
    pub(crate) target: Option<String>,
    /// A pool that has a different name in the target
    #[arg(long = "rename", value_name = "OLD=NEW", value_parser = rename)]
    pub(crate) renames: Vec<RenameCandidate>,
    /// Exit with code 1 if anything differs
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) rates: RatesArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Runbook {
    /// Current layout: output of az, an ARM template, a plan file, - for standard input, or a link
    pub(crate) current: String,
    /// Target layout; omit it if CURRENT is a target with a baseline
    pub(crate) target: Option<String>,
    /// What to write instead of the list of steps: a script, which can be run again after an interruption, a checklist,
    /// or stages for a cluster that Terraform manages
    #[arg(long = "as", value_name = "DIALECT", conflicts_with = "json")]
    pub(crate) dialect: Option<ScriptDialect>,
    /// Folder for the files of --as terraform: one folder for each stage
    #[arg(long, value_name = "FOLDER", requires = "dialect")]
    pub(crate) out: Option<std::path::PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    /// Output of "kubectl get pdb -A -o json"; names the budgets that would stop a drain
    #[arg(long, value_name = "FILE")]
    pub(crate) pdb: Option<String>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Preflight {
    /// Current layout: output of az, an ARM template, a plan file, - for standard input, or a link
    pub(crate) current: String,
    /// Target layout; omit it if CURRENT is a target with a baseline
    pub(crate) target: Option<String>,
    /// Output of one of the commands that preflight prints; can be given more than once
    #[arg(long = "answer", value_name = "FILE")]
    pub(crate) answers: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

/// What counts where several orders of steps are valid.
#[derive(Debug, ClapArgs)]
pub(crate) struct OrderArgs {
    /// Prefer few extra nodes at any time, then few steps (default)
    #[arg(long, conflicts_with = "fewest_steps")]
    pub(crate) smallest_peak: bool,
    /// Prefer few steps, then few extra nodes
    #[arg(long)]
    pub(crate) fewest_steps: bool,
    /// Keep the names of replaced pools: their pods move twice, through a temporary pool
    #[arg(long)]
    pub(crate) keep_names: bool,
    /// Give replaced pools new names, so that their pods move once (default)
    #[arg(long, conflicts_with = "keep_names")]
    pub(crate) new_names: bool,
    /// Where no other order is valid, delete a pool before the one that replaces it exists
    #[arg(long)]
    pub(crate) allow_disruption: bool,
    /// The new name of a replaced pool, or a pool that has a different name in the target
    #[arg(long = "rename", value_name = "OLD=NEW", value_parser = rename)]
    pub(crate) renames: Vec<RenameCandidate>,
}

/// What a script is written for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ScriptDialect {
    /// Azure CLI, for bash, dash and zsh
    Az,
    /// Azure PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// A Markdown checklist for a change ticket
    Markdown,
    /// Configurations for a cluster that Terraform manages, one for each stage
    Terraform,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Deadlines {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Capacity {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Workloads: a JSON list of {"name", "cpu": "500m", "memory": "1Gi", "replicas", "pool"}
    #[arg(long, value_name = "FILE")]
    pub(crate) workloads: Option<String>,
    #[command(flatten)]
    pub(crate) rates: RatesArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

/// The user's own numbers for the cost.
#[derive(Debug, ClapArgs)]
pub(crate) struct RatesArgs {
    /// Your discount on list prices of VMs; or NAME=PERCENT for a pool or a quota family. Can be given more than once
    #[arg(long, value_name = "PERCENT", value_delimiter = ',')]
    pub(crate) discount: Vec<String>,
    /// Your price per month of a managed disk, such as P10=19.71. Can be given more than once
    #[arg(long, value_name = "TIER=USD", value_delimiter = ',')]
    pub(crate) disk_price: Vec<String>,
    /// Your price per hour of the cluster's control plane, in USD
    #[arg(long, value_name = "USD")]
    pub(crate) cluster_fee: Option<String>,
    /// Show the cost in a currency; the rate is how much of it is one USD, such as EUR=0.92
    #[arg(long, value_name = "CODE=RATE")]
    pub(crate) currency: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Fit {
    /// Plan file, - for standard input, or a link
    pub(crate) plan: String,
    /// Output of "kubectl get pods -A -o json"
    #[arg(long, value_name = "FILE")]
    pub(crate) pods: String,
    /// Output of "kubectl get nodes -o json": what is allocatable on these nodes, instead of the documented
    /// reservations
    #[arg(long, value_name = "FILE")]
    pub(crate) nodes: Option<String>,
    /// Percentage of each node's CPU and memory that stays free
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=90))]
    pub(crate) headroom: u32,
    /// Choose enough nodes that the pods of a pool in zones still fit when one zone is lost
    #[arg(long)]
    pub(crate) survive_zone_loss: bool,
    /// Print JSON, with the cheapest layout as a plan
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    #[command(flatten)]
    pub(crate) facts: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Sizes {
    /// Parts of the name, such as d4ds v5
    pub(crate) words: Vec<String>,
    /// Only sizes that this region offers, with its prices
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Minimum number of vCPUs
    #[arg(long, value_name = "N")]
    pub(crate) min_vcpus: Option<u32>,
    /// Maximum number of vCPUs
    #[arg(long, value_name = "N")]
    pub(crate) max_vcpus: Option<u32>,
    /// Minimum memory in GiB
    #[arg(long, value_name = "GIB")]
    pub(crate) min_memory: Option<u32>,
    /// Maximum memory in GiB
    #[arg(long, value_name = "GIB")]
    pub(crate) max_memory: Option<u32>,
    /// Processor architecture
    #[arg(long = "arch", value_name = "ARCHITECTURE")]
    pub(crate) architecture: Option<AnyArchitecture>,
    /// Only sizes with GPUs
    #[arg(long)]
    pub(crate) gpu: bool,
    /// Only sizes that fit an ephemeral OS disk
    #[arg(long)]
    pub(crate) ephemeral: bool,
    /// Only sizes that support Spot
    #[arg(long)]
    pub(crate) spot: bool,
    /// Only sizes that support Hyper-V generation 2
    #[arg(long)]
    pub(crate) generation2: bool,
    /// Minimum number of availability zones in the region
    #[arg(long, value_name = "N", requires = "region", value_parser = clap::value_parser!(u32).range(0..=3))]
    pub(crate) zones: Option<u32>,
    /// Maximum price in USD per hour, Linux
    #[arg(long, value_name = "USD", requires = "region", value_parser = usd)]
    pub(crate) max_price: Option<i64>,
    /// Include sizes that no node pool can use
    #[arg(long)]
    pub(crate) all: bool,
    /// The cheapest sizes for a pool of a plan that raise no finding, in the plan's region
    #[arg(long = "for", num_args = 2, value_names = ["PLAN", "POOL"], conflicts_with = "region")]
    pub(crate) suggest: Option<Vec<String>>,
    /// Maximum number of sizes. Default with --for: 5
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
    /// Bicep with Azure Verified Modules
    BicepAvm,
    /// Terraform with Azure Verified Modules
    TerraformAvm,
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
            AnyDialect::BicepAvm => Self::BicepAvm,
            AnyDialect::TerraformAvm => Self::TerraformAvm,
        }
    }
}

impl ScriptDialect {
    /// The shell of a script; nothing for what people read.
    pub(crate) fn shell(self) -> Option<Shell> {
        match self {
            Self::Az => Some(Shell::Posix),
            Self::PowerShell => Some(Shell::PowerShell),
            Self::Markdown | Self::Terraform => None,
        }
    }
}

fn rename(text: &str) -> Result<RenameCandidate, String> {
    let (from, to) = text.split_once('=').ok_or_else(|| "expected OLD=NEW".to_owned())?;
    Ok(RenameCandidate { from: from.to_owned(), to: to.to_owned() })
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "expected a date such as 2026-11-24".to_owned())
}

/// Returns USD in millionths.
fn usd(text: &str) -> Result<i64, String> {
    let wrong = || "expected a price such as 0.25".to_owned();
    let price = Decimal::parse(text).filter(Decimal::is_positive).ok_or_else(wrong)?;
    price.scaled(6).ok_or_else(wrong)
}
