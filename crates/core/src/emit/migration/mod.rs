//! A migration: a runbook as one script that can be run again until all of it is done, and as single steps.
//!
//! A script acts only on a state that it could read. Before each step it asks whether the step is done; an answer that
//! is neither yes nor no stops it. It begins with a comparison, so that it changes no cluster but the plan's, and ends
//! with one.

mod checklist;
mod cluster;
mod comparison;
mod posix;
mod powershell;
mod questions;
mod stages;
mod terraform;

pub use checklist::checklist;
pub use terraform::{TerraformStage, terraform_stages, terraform_text};

use super::az::is_file;
use super::missing::is_unnamed;
use super::shell::{Argument, Command, bash};
use super::snippet::{Gap, Snippet, SpanKind};
use super::{Dialect, commands, tool, verification_commands};
use crate::migrate::{Act, Runbook, Step};
use crate::operations::Operation;
use crate::plan::{API_VERSION, Plan, Sku, Version};
use crate::quote::Code;
use crate::quote::comment::{Language, wrapped};
use crate::text::counted;
use comparison::Comparison;
pub(super) use questions::is_flat;
use questions::{Done, Question, Questions};

/// What a script is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// The Azure CLI in bash, dash and zsh.
    Posix,
    /// Azure PowerShell.
    PowerShell,
}

/// A step for those who go step by step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManualStep {
    /// What carries it out.
    pub commands: Snippet,
    /// What shows whether it is done.
    pub verify: Snippet,
}

/// Returns the steps of a runbook one by one, each with what shows whether it is done.
pub fn manual_steps(runbook: &Runbook, shell: Shell) -> Vec<ManualStep> {
    let mut plan = runbook.start.clone();
    let dialect = shell.dialect();
    let text = |commands: &[Command]| {
        let mut out = Snippet::default();
        match shell {
            Shell::Posix => bash::chain(commands, &mut out),
            Shell::PowerShell => super::shell::powershell::block(commands, &mut out),
        }
        out
    };
    let by_hand = |step: &Step| {
        if let Act::Add(pool) = &step.act {
            plan.pools.push((**pool).clone());
        }
        let Some(operation) = step.act.operation() else {
            let cluster = &runbook.start.cluster.name;
            let steps = kubectl(&step.act, &Kubectl::Of(cluster));
            return ManualStep { commands: text(&steps), verify: text(&look(&step.act, cluster)) };
        };
        let (steps, gaps) = commands(&plan, &operation, dialect).unwrap_or_default();
        let verification_commands = verification_commands(&plan, &operation, dialect).unwrap_or_default();
        operation.apply_to(&mut plan);
        let mut by_hand = ManualStep { commands: text(&steps), verify: text(&verification_commands) };
        by_hand.commands.gaps = gaps;
        by_hand
    };
    runbook.steps.iter().map(by_hand).collect()
}

impl Shell {
    fn dialect(self) -> Dialect {
        match self {
            Self::Posix => Dialect::Az,
            Self::PowerShell => Dialect::PowerShell,
        }
    }

    /// Returns what users call its tool.
    fn tool(self) -> &'static str {
        match self {
            Self::Posix => "az",
            Self::PowerShell => "Azure PowerShell",
        }
    }
}

/// Returns conditions in brackets, if there are several.
fn within(conditions: &[String], operator: &str) -> String {
    let joined = conditions.join(operator);
    if conditions.len() > 1 { format!("({joined})") } else { joined }
}

/// The parts of a script.
struct Script<'a> {
    start: &'a Plan,
    /// The version of the API for what the tools don't show.
    api: &'static str,
    steps: Vec<Written>,
    at_start: Comparison,
    at_end: Comparison,
    /// Whether a step is done by kubectl.
    needs_kubectl: bool,
    /// Whether a pool has labels that differ only in the case of their letters.
    has_twins: bool,
}

/// A step as a script writes it.
struct Written {
    about: String,
    /// When it is done.
    done: Done,
    /// Empty where the tool can't perform the whole step.
    commands: Vec<Command>,
    /// Whose ETag the first command carries.
    etag: Option<Tagged>,
    /// What Azure's documents warn of.
    cautions: Vec<&'static str>,
}

/// What an ETag is of. A service takes a change that carries one only if nothing else has changed since it was read
/// ("Use ETags for concurrency control in AKS", 2025-03-06).
enum Tagged {
    Cluster,
    Pool(String),
}

/// The commands that take an ETag, with the flag, and the switch with which they ignore it. Of azure-cli 2.91.0 those
/// that scale, start and stop a pool, and of Az.Aks 7.2.1 the one that deletes a pool, take none; nor do az resource update, Invoke-AzRestMethod and a deployment.
/// Those that create a pool refuse by themselves where there is one of that name.
const TAGGED: [(&str, &str, &str); 7] = [
    ("az aks nodepool update", "--if-match", ""),
    ("az aks nodepool upgrade", "--if-match", "--node-image-only"),
    ("az aks nodepool delete", "--if-match", ""),
    ("az aks update", "--if-match", ""),
    ("az aks upgrade", "--if-match", ""),
    ("Update-AzAksNodePool", "-IfMatch", "-NodeImageOnly"),
    ("Set-AzAksCluster", "-IfMatch", ""),
];

/// What a script says where the service shows no ETag, as a cloud with an older API may.
const UNTAGGED: &str =
    "Azure shows no ETag, so a change that somebody else makes at this moment is overwritten.";

impl Tagged {
    /// Has the first of a step's commands carry the ETag of what it changes, if it can; returns whose.
    fn add_to(commands: &mut [Command], operation: &Operation) -> Option<Self> {
        // What a new pool needs of the cluster can be turned on again.
        if matches!(operation, Operation::AddPool(_)) {
            return None;
        }
        let first = commands.first_mut()?;
        let (_, flag, unless) = TAGGED.iter().find(|(name, ..)| *name == first.name)?;
        if first.arguments.iter().any(|(flag, _)| flag == unless) {
            return None;
        }
        first.push(flag, Argument::ETag);
        Some(operation.pool().map_or(Self::Cluster, |name| Self::Pool(name.to_owned())))
    }
}

impl Script<'_> {
    /// Returns whether something is asked for that the shell's own tool doesn't show.
    fn asks_resources(&self, shell: Shell) -> bool {
        let of_steps = self.steps.iter().flat_map(|step| &step.done.pools).flat_map(Question::conditions);
        let all = of_steps.chain(self.at_start.conditions()).chain(self.at_end.conditions());
        all.into_iter().any(|condition| !condition.is_printed_by(shell))
    }

    /// Returns whether a command reads a file of the script's own.
    fn has_files(&self) -> bool {
        self.commands().any(|command| command.files().next().is_some())
    }

    /// Returns whether a command takes an object of a module of PowerShell.
    fn takes_objects(&self) -> bool {
        self.commands().any(Command::takes_object)
    }

    /// Returns whether the cluster's own properties are asked for.
    fn asks_cluster(&self) -> bool {
        let comparisons = [&self.at_start, &self.at_end];
        comparisons.iter().any(|comparison| !comparison.cluster.is_empty())
            || self.steps.iter().any(|step| !step.done.cluster.is_empty())
    }

    fn commands(&self) -> impl Iterator<Item = &Command> {
        self.steps.iter().flat_map(|step| &step.commands)
    }

    /// Returns whether the cluster may answer that it has no pools: an Automatic cluster lists none of those that AKS
    /// manages.
    fn may_list_none(&self) -> bool {
        self.start.cluster.sku == Some(Sku::Automatic)
    }
}

/// Why there is no script: its questions are about a cluster that they have to name.
const UNNAMED: &str = "The script needs the name and the resource group of the cluster. Enter them in the current layout and in the target: cluster.name and cluster.resourceGroup.";

/// Returns the runbook as a script.
pub fn runbook(runbook: &Runbook, shell: Shell) -> Snippet {
    let mut out = Snippet::default();
    let cluster = &runbook.start.cluster;
    if is_unnamed(cluster) {
        return Snippet::remark(UNNAMED.to_owned());
    }
    let names = [&cluster.resource_group, &cluster.name];
    if let Some(name) = names.into_iter().find(|name| shell == Shell::Posix && is_file(name)) {
        let name = crate::text::shown(name);
        return Snippet::remark(format!(
            "az would read a file for the name {name}, because of its at sign. Use Azure PowerShell."
        ));
    }
    let mut plan = runbook.start.clone();
    let timelines = stages::timelines(runbook);
    let questions = Questions { runbook, timelines: &timelines };
    let mut steps: Vec<Written> = Vec::with_capacity(runbook.steps.len());
    let mut unclear = None;
    let dialect = shell.dialect();
    for (place, step) in runbook.steps.iter().enumerate() {
        if let Act::Add(pool) = &step.act {
            plan.pools.push((**pool).clone());
        }
        let mut etag = None;
        let commands = match (step.act.operation(), &step.act) {
            (Some(operation), _) => {
                let (mut commands, gaps) = commands(&plan, &operation, dialect).unwrap_or_default();
                operation.apply_to(&mut plan);
                // A step that is done in part would not lead to the next one.
                if !gaps.is_empty() {
                    commands.clear();
                }
                etag = Tagged::add_to(&mut commands, &operation);
                out.gaps.extend(gaps.into_iter().filter(|gap| !out.gaps.contains(gap)).collect::<Vec<Gap>>());
                commands
            }
            (None, act) => kubectl(act, &Kubectl::Script(shell)),
        };
        let about = step.act.describe(&runbook.start);
        let Some(done) = questions.done(place, step) else {
            unclear.get_or_insert_with(|| unclear_step(place, &about, shell));
            continue;
        };
        let cautions = step.caveats.iter().map(|caveat| caveat.text).collect();
        steps.push(Written { about, done, commands, etag, cautions });
    }
    let script = Script {
        start: &runbook.start,
        api: [&runbook.start, &runbook.goal]
            .into_iter()
            .map(super::resources::api_version)
            .find(|api| *api != API_VERSION)
            .unwrap_or(API_VERSION),
        steps,
        at_start: comparison::at_start(&questions),
        at_end: comparison::at_end(&questions),
        needs_kubectl: needs_kubectl(runbook),
        has_twins: has_twins(runbook),
    };
    let is_merged = || script.commands().any(|command| command.merged().is_some());
    if shell == Shell::PowerShell && script.has_twins && (script.asks_resources(shell) || is_merged()) {
        unclear.get_or_insert_with(|| TWINS.to_owned());
    }
    out.gaps.extend(unclear.clone().map(Snippet::gap));
    header(runbook, shell, &mut out);
    match (shell, unclear) {
        (Shell::Posix, Some(why)) => posix::refusal(&why, &mut out),
        (Shell::Posix, None) => posix::write(&script, &mut out),
        (Shell::PowerShell, Some(why)) => powershell::refusal(&why, &mut out),
        (Shell::PowerShell, None) => powershell::write(&script, &mut out),
    }
    out
}

/// Returns what a script ends with.
fn all_done(steps: usize) -> String {
    let steps = match steps {
        0 => "There is nothing to do".to_owned(),
        1 => "The only step is done".to_owned(),
        steps => format!("All {steps} steps are done"),
    };
    format!("{steps}. The cluster matches the target.")
}

/// Why a script in PowerShell changes nothing: it would read a pool's resource, as an object.
const TWINS: &str = "A node pool has labels that differ only in the case of their letters, and Azure PowerShell can't read its resource then. This script changes nothing. Use az.";

/// Returns whether a pool has, before or after any step, labels that differ only in the case of their letters.
fn has_twins(runbook: &Runbook) -> bool {
    let made = runbook.steps.iter().filter_map(|step| match &step.act {
        Act::Add(pool) => Some(&**pool),
        _ => None,
    });
    let mut pools = runbook.start.pools.iter().chain(&runbook.goal.pools).chain(made);
    pools.any(|pool| super::shell::powershell::has_twins(pool.labels.keys()))
}

/// Returns a version's first two numbers, and the patches that are older than it; `None` for a version without a patch.
pub(super) fn older_patches(version: &str) -> Option<(String, Vec<String>)> {
    /// More patches than any version has had.
    const MOST: u32 = 100;
    let parsed = Version::parse(version)?;
    let patch = parsed.patch.filter(|patch| *patch < MOST)?;
    let minor = format!("{}.{}", parsed.major, parsed.minor);
    let older = (0..patch).map(|older| format!("{minor}.{older}")).collect();
    Some((minor, older))
}

/// Returns why a script changes nothing: it could not see whether one of its steps is done.
fn unclear_step(place: usize, about: &str, shell: Shell) -> String {
    format!(
        "{} doesn't show whether step {} is done ({about}). This script changes nothing. Import the cluster's full state and create the script again, or run the steps one by one.",
        shell.tool(),
        place.saturating_add(1),
    )
}

/// Returns the label of a pool's nodes ("Use labels in AKS", reserved labels).
fn selector(pool: &str) -> Argument {
    Argument::Text(format!("kubernetes.azure.com/agentpool={pool}"))
}

/// How kubectl is called.
enum Kubectl<'a> {
    /// By the variables of the script.
    Script(Shell),
    /// For the context of a cluster's name.
    Of(&'a str),
}

impl Kubectl<'_> {
    /// Returns a command, by how it begins in a script of each shell, and by hand.
    fn command(&self, posix: &'static str, power_shell: &'static str, by_hand: &'static str) -> Command {
        match self {
            Self::Script(Shell::Posix) => Command::new(posix),
            Self::Script(Shell::PowerShell) => Command::new(power_shell),
            Self::Of(cluster) => of_cluster(by_hand, cluster),
        }
    }
}

/// Returns a command of kubectl for the context of a cluster's name.
fn of_cluster(name: &'static str, cluster: &str) -> Command {
    let mut command = Command::new(name);
    command.push("--context", Argument::Text(cluster.to_owned()));
    command
}

fn kubectl(act: &Act, called: &Kubectl<'_>) -> Vec<Command> {
    let mut command = match act {
        Act::Cordon(_) => called.command(
            "\"$kubectl\" --context \"$context\" cordon",
            "& $kubectl --context $context cordon",
            "kubectl cordon",
        ),
        Act::Drain(_) => called.command(
            "\"$kubectl\" --context \"$context\" drain",
            "& $kubectl --context $context drain",
            "kubectl drain",
        ),
        Act::AwaitSystemPods(_) => called.command(
            "\"$kubectl\" --context \"$context\" wait",
            "& $kubectl --context $context wait",
            "kubectl wait",
        ),
        Act::Add(_) | Act::Aks(_) => return Vec::new(),
    };
    match act {
        Act::Cordon(name) => command.push("--selector", selector(name)),
        Act::Drain(name) => {
            command.push("--selector", selector(name));
            command.push("--ignore-daemonsets", Argument::Switch);
            command.push("--delete-emptydir-data", Argument::Switch);
            command.push("--timeout", Argument::Literal("30m"));
        }
        _ => {
            command.push("--namespace", Argument::Literal("kube-system"));
            command.push("--for", Argument::Text("condition=Available".to_owned()));
            command.push("deployment", Argument::Switch);
            command.push("--all", Argument::Switch);
            command.push("--timeout", Argument::Literal("10m"));
        }
    }
    vec![command]
}

/// Returns what shows whether kubectl has done it.
fn look(act: &Act, cluster: &str) -> Vec<Command> {
    let with = |name, flag, argument| {
        let mut command = of_cluster(name, cluster);
        command.push(flag, argument);
        vec![command]
    };
    match act {
        Act::Cordon(name) => with("kubectl get nodes", "--selector", selector(name)),
        Act::Drain(_) => with("kubectl get pods --all-namespaces", "--output", Argument::Literal("wide")),
        _ => with("kubectl get deployments", "--namespace", Argument::Literal("kube-system")),
    }
}

/// Returns whether something is done by kubectl.
fn needs_kubectl(runbook: &Runbook) -> bool {
    runbook.steps.iter().any(|step| step.act.operation().is_none())
}

fn header(runbook: &Runbook, shell: Shell, out: &mut Snippet) {
    let (name, group) = (&runbook.start.cluster.name, &runbook.start.cluster.resource_group);
    let how = match shell {
        Shell::Posix => {
            "Save it and run it with sh, bash or zsh, again if it stops: completed steps are skipped. Written for azure-cli 2.91.0."
        }
        Shell::PowerShell => {
            "Save it and run it, again if it stops: completed steps are skipped. Written for Az 16.2.0 with Az.Aks 7.2.1."
        }
    };
    let kubectl = needs_kubectl(runbook).then(|| {
        format!(
            "kubectl uses the context {name}, which az aks get-credentials creates. Set KUBE_CONTEXT for another context, KUBECTL for another program."
        )
    });
    let about = format!(
        "Migrates the cluster {name} in the resource group {group} to its target plan in {}.",
        counted(i64::try_from(runbook.steps.len()).unwrap_or(i64::MAX), "step")
    );
    let gaps = out.gaps.iter().map(|gap| format!("Differs from the plan: {}", gap.text));
    let left = runbook.left.iter().map(|one| format!("Not applied: {} of the cluster. {}", one.key, one.why));
    let lines: Vec<String> =
        [tool(), about, how.to_owned()].into_iter().chain(kubectl).chain(left).chain(gaps).collect();
    let language = match shell {
        Shell::Posix => Language::Posix,
        Shell::PowerShell => Language::PowerShell,
    };
    for line in lines {
        let mut mark = "# ";
        for part in wrapped(&line, language) {
            out.line().push(SpanKind::Comment, Code::concat([mark.into(), part]));
            mark = "#   ";
        }
    }
    out.line();
}

fn plain(text: &str, out: &mut Snippet) {
    out.line().push(SpanKind::Plain, Code::assembled(text.to_owned()));
}
