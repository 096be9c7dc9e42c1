//! A migration of a cluster that Terraform manages: configurations, one after another, each of which is applied before
//! the next, and the commands between them.
//!
//! What azurerm does in place, it does; a pool that is replaced is added, drained and removed by three stages. What
//! azurerm would do otherwise than AKS can, or has no argument for, is done by the Azure CLI, and the next
//! configuration says the same. The facts are those of azurerm's source at version 5.2.0 (its repository, read
//! 2026-11-29).

use super::{Kubectl, kubectl, needs_kubectl};
use crate::emit::shell::{Argument, Command, bash};
use crate::emit::snippet::{Gap, Snippet};
use crate::emit::terraform::{Managed, Terraform};
use crate::emit::{Dialect, Heading, Options, commands, tool};
use crate::migrate::diff::Resolution;
use crate::migrate::{Act, Purpose, Runbook, Step};
use crate::operations::{Operation, Upgrade};
use crate::plan::azurerm::{OF_CLUSTER, OF_POOL};
use crate::plan::{Mode, NodePool, Plan, PoolType};
use crate::quote::Code;
use crate::quote::comment::{Language, wrapped};

/// A stage of a migration by Terraform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TerraformStage {
    /// What it does, as a sentence.
    pub title: String,
    /// The steps of the runbook that it does, counted from 1.
    pub steps: Vec<usize>,
    /// A script to run before its configuration is planned; empty if there is nothing to run.
    pub before: Snippet,
    /// The whole configuration.
    pub configuration: Snippet,
    /// What `terraform plan` shows then, as sentences.
    pub expected: Vec<String>,
    /// What it disrupts, as sentences.
    pub disrupts: Vec<String>,
}

/// Properties of a pool that azurerm changes by rotation: it creates a temporary pool, deletes the pool without
/// draining it, creates it again and deletes the temporary one.
const ROTATED: [&str; 15] = [
    "availabilityZones",
    "creationData.sourceResourceId",
    "enableEncryptionAtHost",
    "enableFIPS",
    "enableNodePublicIP",
    "enableUltraSSD",
    "kubeletConfig",
    "kubeletDiskType",
    "linuxOSConfig",
    "maxPods",
    "osDiskSizeGB",
    "osDiskType",
    "podSubnetID",
    "vmSize",
    "vnetSubnetID",
];

/// Properties of a pool that azurerm changes in place.
const IN_PLACE: [&str; 14] = [
    "count",
    "enableAutoScaling",
    "maxCount",
    "minCount",
    "mode",
    "nodeLabels",
    "nodeTaints",
    "orchestratorVersion",
    "scaleDownMode",
    "tags",
    "upgradeSettings.drainTimeoutInMinutes",
    "upgradeSettings.maxSurge",
    "upgradeSettings.maxUnavailable",
    "upgradeSettings.nodeSoakDurationInMinutes",
];

/// Properties of the cluster that azurerm changes in place; others it may change by a new cluster.
const OF_CLUSTER_IN_PLACE: [&str; 6] = [
    "autoScalerProfile",
    "autoUpgradeProfile.nodeOSUpgradeChannel",
    "autoUpgradeProfile.upgradeChannel",
    "supportPlan",
    "tags",
    "tier",
];

const CLUSTER: &str = "azurerm_kubernetes_cluster.aks";
const NO_CHANGES: &str = "No changes. Your infrastructure matches the configuration.";
/// What is said of every stage.
const OTHERWISE: &str = "Anything else means that the files or the cluster differ from the current layout: don't apply it. After terraform apply, terraform plan shows no changes.";

/// A migration while its stages are written.
struct Stages<'a> {
    runbook: &'a Runbook,
    /// The plan after the steps so far.
    plan: Plan,
    /// The pool in the cluster's own block.
    first: String,
    /// Pools that azurerm can't manage.
    outside: Vec<String>,
    /// Pools that Terraform has made.
    made: Vec<String>,
    /// Pools that azurerm has created again, with the name of the pool that it made meanwhile.
    rotated: Vec<(String, String)>,
    /// All names of pools, in the order in which they come.
    numbered: Vec<String>,
    /// What has to be run before the next configuration, and the steps that it does.
    pending: Pending,
    done: Vec<TerraformStage>,
    gaps: Vec<Gap>,
}

/// What is run beside Terraform since the last configuration.
#[derive(Default)]
struct Pending {
    commands: Vec<Command>,
    titles: Vec<String>,
    steps: Vec<usize>,
    disrupts: Vec<String>,
}

/// What a configuration does, beyond what it says.
#[derive(Default)]
struct Doing<'a> {
    imported: Vec<&'a str>,
    imports_cluster: bool,
    forgotten: Vec<&'a str>,
    expected: Vec<String>,
}

/// Returns the stages of a runbook, the first of which is the current layout; or why there are none.
pub fn terraform_stages(runbook: &Runbook) -> Result<Vec<TerraformStage>, Gap> {
    let start = &runbook.start;
    if let Some(text) = refusal(runbook) {
        return Err(Snippet::gap(text));
    }
    let first = start.first_pool().and_then(|place| start.pools.get(place)).map(|pool| pool.name.clone());
    let added = runbook.steps.iter().filter_map(|step| match &step.act {
        Act::Add(pool) => Some(pool.name.clone()),
        _ => None,
    });
    let mut numbered: Vec<String> = start.pools.iter().map(|pool| pool.name.clone()).collect();
    added.for_each(|name| {
        if !numbered.contains(&name) {
            numbered.push(name);
        }
    });
    let mut stages = Stages {
        runbook,
        plan: start.clone(),
        first: first.unwrap_or_default(),
        outside: start.pools.iter().filter(|pool| is_foreign(pool)).map(|pool| pool.name.clone()).collect(),
        made: Vec::new(),
        rotated: Vec::new(),
        numbered,
        pending: Pending::default(),
        done: Vec::new(),
        gaps: Vec::new(),
    };
    let title = format!("The cluster as it is today, with {} in default_node_pool.", stages.first);
    stages.pending.titles.push(title);
    stages.finish(Doing { expected: vec![NO_CHANGES.to_owned()], ..Doing::default() });
    let mut rest = runbook.steps.as_slice();
    while !rest.is_empty() {
        let number = runbook.steps.len() - rest.len() + 1;
        rest = rest.get(stages.step(number, rest)..).unwrap_or_default();
    }
    stages.end();
    Ok(stages.done)
}

/// Returns why Terraform can't carry a runbook out; `None` if it can.
fn refusal(runbook: &Runbook) -> Option<String> {
    let cluster = &runbook.start.cluster;
    if runbook.steps.iter().any(|step| matches!(step.act, Act::Aks(Operation::MigrateAvailabilitySets))) {
        return Some("azurerm 5.2.0 has no node pools of type VirtualMachines, which availability sets become. Migrate them with --as az, and manage the cluster with azapi afterwards.".to_owned());
    }
    if runbook.start.pools.iter().all(|pool| !pool.is_system() || is_foreign(pool)) {
        return Some("azurerm_kubernetes_cluster needs a System pool of virtual machine scale sets for its default_node_pool. The current layout has none.".to_owned());
    }
    let missing = [
        ("name", &cluster.name),
        ("resourceGroup", &cluster.resource_group),
        ("location", &cluster.location),
    ];
    let missing: Vec<String> =
        missing.iter().filter(|(_, text)| text.is_empty()).map(|(key, _)| format!("cluster.{key}")).collect();
    (!missing.is_empty()).then(|| {
        format!(
            "the configurations need {}. Enter {} in the current layout and in the target.",
            missing.join(", "),
            if missing.len() == 1 { "it" } else { "them" }
        )
    })
}

/// Returns whether azurerm has no resource for a pool.
fn is_foreign(pool: &NodePool) -> bool {
    let is_other_type = pool.pool_type.as_ref().is_some_and(|kind| *kind != PoolType::Vmss);
    is_other_type || !matches!(pool.mode, None | Some(Mode::System | Mode::User))
}

/// Returns a text of all stages, one after another, each with its commands as a comment.
pub fn terraform_text(stages: &[TerraformStage]) -> Snippet {
    let mut out = Snippet::default();
    for (number, stage) in stages.iter().enumerate() {
        if number > 0 {
            out.line();
        }
        let title = format!("Stage {number} of {}: {}", stages.len().saturating_sub(1), stage.title);
        comment(&title, &mut out);
        if !stage.before.lines.is_empty() {
            comment("Run before, in a shell:", &mut out);
            for line in stage.before.text().lines() {
                let line = crate::quote::comment::text(line, Language::Hcl);
                out.line().push(crate::emit::SpanKind::Comment, Code::concat(["#   ".into(), line]));
            }
        }
        out.lines.extend(stage.configuration.lines.iter().cloned());
        out.gaps.extend(
            stage
                .configuration
                .gaps
                .iter()
                .filter(|gap| !out.gaps.contains(gap))
                .cloned()
                .collect::<Vec<_>>(),
        );
    }
    out
}

fn comment(text: &str, out: &mut Snippet) {
    let mut mark = "# ";
    for part in wrapped(text, Language::Hcl) {
        out.line().push(crate::emit::SpanKind::Comment, Code::concat([mark.into(), part]));
        mark = "#   ";
    }
}

impl<'a> Stages<'a> {
    /// Does the first of some steps, or several that Terraform does at once; returns how many.
    fn step(&mut self, number: usize, rest: &'a [Step]) -> usize {
        if let Some(length) = self.rotation(number, rest) {
            return length;
        }
        let Some(step) = rest.first() else { return 1 };
        if let Act::Add(pool) = &step.act {
            self.plan.pools.push((**pool).clone());
        }
        let is_terraform = self.is_by_terraform(step);
        let before = self.first.clone();
        match &step.act {
            Act::Add(pool) if is_terraform => {
                self.made.push(pool.name.clone());
                let expected = self.expected((1, 0, 0), &pool.name, "will be created");
                self.apply(number, step, Doing { expected, ..Doing::default() });
            }
            Act::Add(pool) => {
                self.run(number, step);
                if is_foreign(pool) {
                    self.outside.push(pool.name.clone());
                } else {
                    let mut expected = self.expected((0, 0, 0), &pool.name, "will be imported");
                    if let Some(first) = expected.first_mut() {
                        *first = "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.".to_owned();
                    }
                    self.finish(Doing { imported: vec![&pool.name], expected, ..Doing::default() });
                }
            }
            Act::Aks(Operation::DeletePool(name)) => self.delete(number, step, name, &before),
            Act::Aks(operation) if is_terraform => {
                let expected = match operation.pool() {
                    Some(name) => self.expected((0, 1, 0), name, "will be updated in-place"),
                    None => self.expected_of_cluster(operation),
                };
                operation.apply_to(&mut self.plan);
                // Terraform upgrades what has a version in its configuration.
                if let Operation::UpgradeAll(version) = operation {
                    for pool in &mut self.plan.pools {
                        pool.kubernetes_version = Some(version.clone());
                    }
                }
                self.apply(number, step, Doing { expected, ..Doing::default() });
            }
            Act::Aks(operation) => {
                self.run(number, step);
                operation.apply_to(&mut self.plan);
                let is_demoted = operation.pool() == Some(before.as_str())
                    && self.plan.pool(&before).is_some_and(|(_, pool)| !pool.is_system());
                if is_demoted {
                    self.exchange_first(Some(&before));
                } else if !matches!(operation, Operation::StartPool(_) | Operation::StopPool(_))
                    && !matches!(operation, Operation::UpgradePool(_, Upgrade::NodeImage))
                {
                    self.finish(Doing { expected: vec![NO_CHANGES.to_owned()], ..Doing::default() });
                }
            }
            Act::Cordon(_) | Act::Drain(_) | Act::AwaitSystemPods(_) => self.run(number, step),
        }
        1
    }

    /// A pool goes: by Terraform, unless it is the cluster's first.
    fn delete(&mut self, number: usize, step: &'a Step, name: &'a str, first: &str) {
        if name == first || self.outside.iter().any(|outside| outside == name) {
            self.run(number, step);
            self.plan.pools.retain(|pool| pool.name != name);
            self.outside.retain(|outside| outside != name);
            if name == first {
                self.exchange_first(None);
            }
            return;
        }
        let expected =
            self.expected((0, 0, 1), name, "will be destroyed, because it isn't in the configuration");
        self.plan.pools.retain(|pool| pool.name != name);
        self.made.retain(|made| made != name);
        self.rotated.retain(|(rotated, _)| rotated != name);
        self.apply(number, step, Doing { expected, ..Doing::default() });
    }

    /// Another System pool takes the place in the cluster's block: azurerm reads it there once the pool that was there
    /// is gone or isn't a System pool any more. A pool that stays gets a block of its own.
    fn exchange_first(&mut self, stays: Option<&str>) {
        let candidates: Vec<String> = self
            .plan
            .pools
            .iter()
            .filter(|pool| pool.is_system() && !is_foreign(pool) && Some(pool.name.as_str()) != stays)
            .map(|pool| pool.name.clone())
            .collect();
        let Some(next) = candidates.first().cloned() else { return };
        let forgotten = self.address(&next);
        if stays.is_some() {
            // The cluster reads the pool that it knows as long as that exists; one that is imported reads a System pool.
            let mut forget = Command::new("terraform state rm");
            forget.push(CLUSTER, Argument::Switch);
            self.pending.commands.push(forget);
        }
        let mut expected = vec![match stays {
            Some(_) => "Plan: 2 to import, 0 to add, 0 to change, 0 to destroy.".to_owned(),
            None => "Plan: 0 to add, 0 to change, 0 to destroy.".to_owned(),
        }];
        expected.push(format!(
            "{forgotten} will no longer be managed by Terraform, but will not be destroyed: {next} is in default_node_pool from now on."
        ));
        if let Some(name) = stays {
            expected.push(format!("{CLUSTER} and {} will be imported.", self.address(name)));
        }
        if candidates.len() > 1 {
            expected.push(format!(
                "azurerm uses the first System pool that AKS lists as default_node_pool, which may not be {next}. If the name in default_node_pool changes, write that pool there and {next} in a block of its own, in this stage and in those after it."
            ));
        }
        self.first.clone_from(&next);
        self.made.retain(|made| *made != next);
        self.finish(Doing {
            imported: stays.into_iter().collect(),
            imports_cluster: stays.is_some(),
            forgotten: vec![&next],
            expected,
        });
    }

    /// Replaces a pool that keeps its name by azurerm's own rotation, where azurerm rotates for all that changes and the
    /// steps follow one another; returns how many steps that are.
    fn rotation(&mut self, number: usize, rest: &'a [Step]) -> Option<usize> {
        let Some(Step { act: Act::Add(temporary), purpose: Purpose::Temporary(old), .. }) = rest.first()
        else {
            return None;
        };
        let is_last = |step: &Step| matches!(&step.act, Act::Aks(Operation::DeletePool(name)) if *name == temporary.name);
        let length = rest.iter().position(is_last)? + 1;
        let steps = rest.get(..length)?;
        let is_of_both =
            |step: &Step| step.act.pool().is_some_and(|name| name == temporary.name || name == old);
        let new = steps.iter().find_map(|step| match (&step.act, &step.purpose) {
            (Act::Add(new), Purpose::RecreateWithName(name)) if name == old => Some(new),
            _ => None,
        })?;
        let place = self.runbook.target.pool(old).map(|(place, _)| place);
        let changed = self.runbook.diff.pools.iter().find(|one| one.to == place)?;
        let keys = changed.differences.iter().filter(|one| one.resolution == Resolution::NewPool);
        let is_rotated = keys.clone().all(|one| ROTATED.contains(&one.key)) && keys.count() > 0;
        let others = changed.differences.iter().filter(|one| one.resolution != Resolution::NewPool);
        let is_in_place = others.clone().all(|one| IN_PLACE.contains(&one.key) || ROTATED.contains(&one.key));
        let (place, _) = self.plan.pool(old)?;
        let can_make = Terraform::new(&self.plan).can_make(place, new);
        // What is in default_node_pool is a System pool.
        let stays_first = *old != self.first || new.is_system();
        if !is_rotated || !is_in_place || !can_make || !stays_first || !steps.iter().all(is_of_both) {
            return None;
        }
        let nodes = self.plan.pool(old).map_or(0, |(_, pool)| pool.nodes());
        if let Some(pool) = self.plan.pools.get_mut(place) {
            *pool = (**new).clone();
        }
        let address = if *old == self.first { CLUSTER.to_owned() } else { self.address(old) };
        let temporary = temporary.name.as_str();
        let pending = &mut self.pending;
        pending.titles.push(format!("azurerm rotates the node pool {old} through {temporary}."));
        pending.steps.extend(number..number + length);
        pending.disrupts.push(format!(
            "azurerm creates {temporary} like the new {old}, deletes {old} without cordoning or draining it, creates {old} again and deletes {temporary}: all pods on the {} of {old} end at once, whatever their disruption budgets say, and move twice. If it fails on the way, applying it again continues with the pool that is there.",
            crate::text::counted(nodes, "node")
        ));
        let expected = vec![
            "Plan: 0 to add, 1 to change, 0 to destroy.".to_owned(),
            format!("{address} will be updated in-place."),
        ];
        // The argument stays: leaving it out would be a change.
        self.rotated.push((old.clone(), temporary.to_owned()));
        self.finish(Doing { expected, ..Doing::default() });
        Some(length)
    }

    /// Returns whether Terraform does a step as AKS can do it.
    fn is_by_terraform(&self, step: &Step) -> bool {
        let is_first = |name: &str| name == self.first;
        let can_say = |name: &str, key: &str| {
            let row = OF_POOL.iter().find(|(known, ..)| *known == key);
            // The first pool has no mode, and one taint.
            let is_said = row.is_some_and(|(_, first, own)| {
                if is_first(name) {
                    !first.is_empty() && *first != "only_critical_addons_enabled"
                } else {
                    !own.is_empty()
                }
            });
            is_said && IN_PLACE.contains(&key) && !self.outside.iter().any(|outside| outside == name)
        };
        match &step.act {
            Act::Add(pool) => {
                let place = self.plan.pools.len().saturating_sub(1);
                !is_foreign(pool) && Terraform::new(&self.plan).can_make(place, pool)
            }
            Act::Aks(operation) => match operation {
                Operation::ScalePool(name, _) => can_say(name, "count"),
                Operation::SetMode(name, _) => can_say(name, "mode"),
                Operation::UpdatePool(name, changes) => changes.iter().all(|change| {
                    // A reset of what azurerm keeps where it isn't set would change nothing.
                    let is_kept = change.value.is_none() && change.key == "nodeLabels";
                    can_say(name, change.key) && !is_kept
                }),
                Operation::UpgradePool(name, Upgrade::Version(_)) => can_say(name, "orchestratorVersion"),
                Operation::UpgradeControlPlane(_) => true,
                Operation::UpgradeAll(_) => self.outside.is_empty(),
                Operation::UpdateCluster(changes) => changes.iter().all(|change| {
                    OF_CLUSTER_IN_PLACE.contains(&change.key)
                        && OF_CLUSTER.iter().any(|(key, _)| *key == change.key)
                }),
                _ => false,
            },
            _ => false,
        }
    }

    /// A step that is done by commands.
    fn run(&mut self, number: usize, step: &Step) {
        let (mut done, gaps) = match step.act.operation() {
            Some(operation) => commands(&self.plan, &operation, Dialect::Az).unwrap_or_default(),
            None => (kubectl(&step.act, &Kubectl::Of(&self.runbook.start.cluster.name)), Vec::new()),
        };
        self.gaps.extend(gaps);
        self.pending.commands.append(&mut done);
        self.note(number, step);
    }

    fn note(&mut self, number: usize, step: &Step) {
        self.pending.titles.push(step.act.describe(&self.runbook.start));
        self.pending.steps.push(number);
        if !step.disrupts.starts_with("Nothing") {
            self.pending.disrupts.push(step.disrupts.clone());
        }
    }

    /// A step that the next configuration does.
    fn apply(&mut self, number: usize, step: &Step, doing: Doing<'_>) {
        self.note(number, step);
        self.finish(doing);
    }

    /// What is left to run after the last configuration.
    fn end(&mut self) {
        if !self.pending.titles.is_empty() {
            self.finish(Doing { expected: vec![NO_CHANGES.to_owned()], ..Doing::default() });
        }
    }

    fn address(&self, name: &str) -> String {
        Managed::address(&self.plan, &self.numbered, name)
    }

    fn expected(&self, (add, change, destroy): (usize, usize, usize), name: &str, what: &str) -> Vec<String> {
        let address = if name == self.first { CLUSTER.to_owned() } else { self.address(name) };
        vec![
            format!("Plan: {add} to add, {change} to change, {destroy} to destroy."),
            format!("{address} {what}."),
        ]
    }

    fn expected_of_cluster(&self, operation: &Operation) -> Vec<String> {
        let pools: Vec<&str> = match operation {
            Operation::UpgradeAll(_) => {
                let others = self.plan.pools.iter().map(|pool| pool.name.as_str());
                others.filter(|name| *name != self.first).collect()
            }
            _ => Vec::new(),
        };
        let mut expected = vec![
            format!("Plan: 0 to add, {} to change, 0 to destroy.", pools.len() + 1),
            format!("{CLUSTER} will be updated in-place."),
        ];
        expected.extend(pools.iter().map(|name| format!("{} will be updated in-place.", self.address(name))));
        if !pools.is_empty() {
            expected.push("AKS changes one pool at a time: run terraform apply -parallelism=1.".to_owned());
        }
        expected
    }

    /// Adds a stage with what is pending.
    fn finish(&mut self, doing: Doing<'_>) {
        let Pending { commands, titles, steps, disrupts } = std::mem::take(&mut self.pending);
        let Doing { imported, imports_cluster, forgotten, expected } = doing;
        let made: Vec<&str> = self.made.iter().map(String::as_str).collect();
        let managed = Managed {
            first: &self.first,
            outside: &self.outside,
            made: &made,
            imported: &imported,
            imports_cluster,
            forgotten: &forgotten,
            rotated: &self.rotated,
            numbered: &self.numbered,
        };
        let mut text = Terraform::new(&self.plan);
        text.stage(&managed);
        let mut said = vec![titles.join(" ")];
        if !self.outside.is_empty() {
            said.push(format!(
                "azurerm has no resource for {}, which stays out of it.",
                self.outside.join(", ")
            ));
        }
        let mut about = said.join(" ");
        if !commands.is_empty() {
            about += " Run before.sh first.";
        }
        let lines: Vec<String> = expected
            .iter()
            .map(|line| format!("terraform plan shows: {line}"))
            .chain([OTHERWISE.to_owned()])
            .chain(disrupts.iter().map(|line| format!("Disrupts: {line}")))
            .collect();
        let mut configuration = Snippet::default();
        let options = Options::default();
        text.text(&Heading { about: &about, commands: &lines, options: &options }, &mut configuration);
        configuration.gaps.extend(std::mem::take(&mut self.gaps));
        let mut before = Snippet::default();
        if !commands.is_empty() {
            header(&titles, self.runbook, &mut before);
            bash::chain(&commands, &mut before);
        }
        self.done.push(TerraformStage {
            title: titles.join(" "),
            steps,
            before,
            configuration,
            expected,
            disrupts,
        });
    }
}

/// What is said above the commands of a stage.
fn header(titles: &[String], runbook: &Runbook, out: &mut Snippet) {
    let context = needs_kubectl(runbook).then(|| {
        format!(
            "kubectl uses the context {}, which az aks get-credentials creates.",
            runbook.start.cluster.name
        )
    });
    let lines = std::iter::once(tool()).chain([titles.join(" ")]).chain(context);
    for line in lines {
        let mut mark = "# ";
        for part in wrapped(&line, Language::Posix) {
            out.line().push(crate::emit::SpanKind::Comment, Code::concat([mark.into(), part]));
            mark = "#   ";
        }
    }
}
