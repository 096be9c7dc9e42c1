//! The migration from a plan's baseline to the plan: what differs, the steps, and the script.

use poolwright::emit::{self, ManualStep, Shell, Snippet};
use poolwright::lint::{Date, sources::sources};
use poolwright::migrate::diff::{Diff, Difference, PoolChange, PoolDiff, RenameCandidate, Resolution};
use poolwright::migrate::{self, Impossible, Names, PlannerOptions, Runbook, Step, preflight};
use poolwright::plan::{Cluster, Plan, Value};
use poolwright::text::{capital, counted, grouped};
use poolwright_protocol::{
    BlockedReason, BlockedStep, Caveat, Detail, DiffPart, DiffRow, Effort, Line, Migration, MigrationBlocked,
    MigrationDiff, MigrationOptions, MigrationScript, MigrationStep, MigrationSteps, Objective, Outcome,
    PreflightAnswer, PreflightQuestion, Script, Source, Span, SpanKind,
};

use crate::Worker;
use crate::text::{gaps, lines};
use crate::timeline::timeline;

/// The maximum number of lines of a script that is highlighted.
const MAX_HIGHLIGHTED_LINES: usize = 1_500;

/// Returns what the migration from the baseline changes; `None` if the plan has no baseline, or nothing differs.
pub(crate) fn summary(plan: &Plan) -> Option<String> {
    let (current, diff) = current(plan)?;
    (!diff.is_empty()).then(|| format!("Migration to this plan: {}.", in_short(&diff, current)))
}

/// Returns the baseline, and what differs.
fn current(plan: &Plan) -> Option<(&Plan, Diff)> {
    let current = plan.baseline.as_deref()?;
    Some((current, migrate::diff(current, plan, &[])))
}

/// Returns what becomes of how many pools: "2 pools replaced, 1 pool added".
fn in_short(diff: &Diff, current: &Plan) -> String {
    let count = |change: PoolChange| diff.pools.iter().filter(|pool| pool.change == change).count();
    let fates = [PoolChange::Replaced, PoolChange::Changed, PoolChange::Added, PoolChange::Removed];
    let mut parts: Vec<String> = fates
        .into_iter()
        .filter(|change| count(*change) > 0)
        .map(|change| format!("{} {}", counted(count(change) as i64, "pool"), change.name()))
        .collect();
    if !diff.cluster.is_empty() {
        parts.push(format!("{} of the cluster", counted(diff.cluster.len() as i64, "difference")));
    }
    if parts.is_empty() {
        return format!("{} unchanged", counted(current.pools.len() as i64, "pool"));
    }
    parts.join(", ")
}

/// Returns what differs between a plan and its baseline, and how it is changed.
pub(crate) fn differences(plan: &Plan) -> MigrationDiff {
    let Some((current, diff)) = current(plan) else { return MigrationDiff::NoBaseline };
    if diff.is_empty() {
        return MigrationDiff::Same;
    }
    let mut parts = Vec::new();
    if !diff.cluster.is_empty() {
        parts.push(part("Cluster".to_owned(), "changed", &diff.cluster));
    }
    let changed = diff.pools.iter().filter(|pool| pool.change != PoolChange::Kept);
    parts.extend(
        changed.map(|pool| part(name_of(pool, current, plan), pool.change.name(), &pool.differences)),
    );
    MigrationDiff::Differs {
        summary: in_short(&diff, current),
        parts,
        renames: diff.offers.iter().map(|offer| (offer.from.clone(), offer.to.clone())).collect(),
    }
}

/// Returns the pool's name, or both that it has.
fn name_of(pool: &PoolDiff, current: &Plan, plan: &Plan) -> String {
    let name = |plan: &Plan, place: Option<usize>| Some(plan.pools.get(place?)?.name.clone());
    match (name(current, pool.from), name(plan, pool.to)) {
        (Some(from), Some(to)) if from != to => format!("{from} \u{2192} {to}"),
        (from, to) => to.or(from).unwrap_or_default(),
    }
}

fn part(name: String, change: &str, differences: &[Difference]) -> DiffPart {
    let text = |value: Option<&Value>| value.map(ToString::to_string);
    let row = |one: &Difference| DiffRow {
        key: one.key.to_owned(),
        before: text(one.from.as_ref()),
        after: text(one.to.as_ref()),
        how: capital(one.resolution.name()) + ".",
        effort: match one.resolution {
            Resolution::InPlace => Effort::InPlace,
            Resolution::NewPool => Effort::NewPool,
            Resolution::NewCluster | Resolution::OutOfReach => Effort::Impossible,
        },
        why: one.why.to_owned(),
        source: source(one.source),
    };
    DiffPart { name, change: change.to_owned(), rows: differences.iter().map(row).collect() }
}

/// Returns where something was read.
fn source(id: &str) -> Option<Source> {
    let source = sources().find(|source| source.id == id)?;
    Some(Source { title: format!("{}, {}", source.title, source.date), url: source.url.to_owned() })
}

impl Worker {
    pub(crate) fn migration(&self, plan: &Plan, today: Date, options: &MigrationOptions) -> Migration {
        let start = plan.baseline.as_deref().cloned().unwrap_or_default();
        let (wanted, rename_error) = planner_options(options);
        let shell = match options.script {
            Script::AzureCli => Shell::Posix,
            Script::PowerShell => Shell::PowerShell,
        };
        match migrate::runbook(&start, plan, &self.catalog, today, &wanted) {
            Ok(runbook) => {
                Migration::Steps(Box::new(MigrationSteps { rename_error, ..steps(&runbook, shell) }))
            }
            Err(impossible) => Migration::Blocked(MigrationBlocked { rename_error, ..blocked(*impossible) }),
        }
    }
}

impl Worker {
    /// Returns what a pasted answer of one of the commands before the first step means.
    pub(crate) fn preflight(
        &self,
        plan: &Plan,
        today: Date,
        options: &MigrationOptions,
        text: &str,
    ) -> Result<Vec<PreflightAnswer>, String> {
        let current = plan.baseline.as_deref().cloned().unwrap_or_default();
        let (wanted, _) = planner_options(options);
        let runbook = migrate::runbook(&current, plan, &self.catalog, today, &wanted)
            .map_err(|_| "There are no steps that an answer could be about.".to_owned())?;
        let migration = preflight::Migration {
            current: &current,
            target: plan,
            catalog: &self.catalog,
            today,
            options: &wanted,
            runbook: &runbook,
        };
        let answers = preflight::read(text, migration)?;
        let answer = |one: preflight::Answer| PreflightAnswer {
            question: preflight::QUESTIONS
                .iter()
                .find(|question| question.code == one.code)
                .map_or_else(String::new, |question| question.question.to_owned()),
            outcome: match one.outcome {
                preflight::Outcome::Fine => Outcome::Fine,
                preflight::Outcome::Caution => Outcome::Caution,
                preflight::Outcome::Blocking => Outcome::Blocking,
            },
            text: one.text,
        };
        Ok(answers.into_iter().map(answer).collect())
    }
}

/// Returns the options of the planner, and what of the given names can't be read.
fn planner_options(options: &MigrationOptions) -> (PlannerOptions, String) {
    let (renames, rename_error) = renames(&options.renames);
    let wanted = PlannerOptions {
        objective: match options.objective {
            Objective::SmallestPeak => migrate::Objective::SmallestPeak,
            Objective::FewestSteps => migrate::Objective::FewestSteps,
        },
        names: if options.keep_names { Names::Keep } else { Names::Propose },
        renames,
        allow_disruption: options.allow_disruption,
    };
    (wanted, rename_error)
}

/// Returns the questions before the first step, with the cluster's names in the commands.
fn questions(runbook: &Runbook) -> Vec<PreflightQuestion> {
    let question = |one: &preflight::Question| PreflightQuestion {
        code: one.code.to_owned(),
        question: one.question.to_owned(),
        command: one.command_for(&runbook.start.cluster),
        meaning: one.meaning.to_owned(),
    };
    preflight::questions(runbook).into_iter().map(question).collect()
}

/// Names that are given, as `old=new` between blanks, commas or lines; and what of them can't be read.
fn renames(text: &str) -> (Vec<RenameCandidate>, String) {
    let words =
        text.split(|letter: char| letter == ',' || letter.is_whitespace()).filter(|word| !word.is_empty());
    let (mut read, mut error) = (Vec::new(), String::new());
    for word in words {
        match word.split_once('=') {
            Some((from, to)) if !from.is_empty() && !to.is_empty() => {
                read.push(RenameCandidate { from: from.to_owned(), to: to.to_owned() });
            }
            _ => error = format!("Enter names as old=new, not {}.", poolwright::text::shown(word)),
        }
    }
    (read, error)
}

/// Returns why no order of steps is valid, and what would make one possible.
fn blocked(impossible: Impossible) -> MigrationBlocked {
    let summary = if impossible.all_tried {
        "No valid step order."
    } else {
        "No valid step order found among the many that were tried."
    };
    let step = |blocked: migrate::Blocked| BlockedStep {
        title: blocked.act.unwrap_or_else(|| "The target plan itself is not valid.".to_owned()),
        reasons: blocked
            .reasons
            .into_iter()
            .map(|reason| BlockedReason { text: reason.message, rule: reason.rule.map(str::to_owned) })
            .collect(),
    };
    MigrationBlocked {
        rename_error: String::new(),
        summary: summary.to_owned(),
        blocked: impossible.blocked.into_iter().map(step).collect(),
        remedies: impossible.remedies,
    }
}

fn steps(runbook: &Runbook, shell: Shell) -> MigrationSteps {
    let cluster = &runbook.start.cluster;
    let hint = missing_names(cluster);
    let is_named = hint.is_empty();
    let left = |one: &Difference| Caveat {
        text: format!("Not applied: {} of the cluster. {}", one.key, one.why),
        source: source(one.source),
    };
    let proposed = |RenameCandidate { from, to }: &RenameCandidate| {
        format!("{from} gets the name {to}. To choose another, enter {from}=NAME above.")
    };
    let total = runbook.steps.len();
    let summary = if total == 0 {
        "Nothing to do on node pools.".to_owned()
    } else {
        format!(
            "{}; at most {} and {} more than today.",
            counted(total as i64, "step"),
            counted(runbook.peak_nodes, "node"),
            addresses(runbook.peak_addresses)
        )
    };
    // Commands without the names would act on nothing.
    let script = if is_named { emit::runbook(runbook, shell) } else { Snippet::default() };
    let text = script.text();
    let checklist = emit::checklist(runbook);
    let digest = digest(if is_named { &text } else { &checklist });
    let is_highlighted = script.lines.len() <= MAX_HIGHLIGHTED_LINES;
    let by_hand =
        if is_named { emit::manual_steps(runbook, shell) } else { vec![ManualStep::default(); total] };
    MigrationSteps {
        rename_error: String::new(),
        hint,
        preflight: questions(runbook),
        checklist,
        left: runbook.left.iter().map(left).collect(),
        proposed: runbook.proposed.iter().map(proposed).collect(),
        summary,
        steps: runbook
            .steps
            .iter()
            .zip(&by_hand)
            .map(|(step, by_hand)| migration_step(step, by_hand, &runbook.start, is_highlighted))
            .collect(),
        timeline: timeline(runbook),
        digest,
        script: MigrationScript {
            file_name: if shell == Shell::PowerShell { "runbook.ps1" } else { "runbook.sh" }.to_owned(),
            has_byte_order_mark: shell == Shell::PowerShell,
            lines: shown(&script, is_highlighted),
            line_count: text.lines().count(),
            gaps: gaps(&script),
        },
    }
}

/// Returns which of the cluster's names to enter and where, as a sentence; nothing if both are there.
fn missing_names(cluster: &Cluster) -> String {
    let fields = [("Cluster name", &cluster.name), ("Resource group", &cluster.resource_group)];
    let missing: Vec<&str> =
        fields.iter().filter(|(_, text)| text.is_empty()).map(|(label, _)| *label).collect();
    let (what, them) = match missing.as_slice() {
        [] => return String::new(),
        [one] => (format!("the field {one}"), "it"),
        all => (format!("the fields {}", all.join(" and ")), "them"),
    };
    format!(
        "Fill in {what} of the card Cluster to get the commands and the script. az aks list --output table shows {them}."
    )
}

fn addresses(number: i64) -> String {
    if number == 1 { "1 IP address".to_owned() } else { format!("{} IP addresses", grouped(number)) }
}

/// Returns a digest of a script (FNV-1a, 64 bits): another script is another migration, and starts without ticked
/// boxes.
fn digest(text: &str) -> String {
    let digest = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{digest:016x}")
}

fn migration_step(step: &Step, by_hand: &ManualStep, start: &Plan, is_highlighted: bool) -> MigrationStep {
    let detail = |term: &str, texts: Vec<String>, source: Option<Source>| Detail {
        term: term.to_owned(),
        texts,
        source,
    };
    let one = |term: &str, text: &str| detail(term, vec![text.to_owned()], None);
    let mut details = vec![one("Why here", &step.why), one("Disrupts", &step.disrupts)];
    let (nodes, taken) = (step.extra.nodes.max(0), step.extra.addresses.max(0));
    if nodes > 0 || taken > 0 {
        let extra = format!("{} and {} more than today", counted(nodes, "node"), addresses(taken));
        details.push(one("Extra", &extra));
    }
    details.push(detail("Verify", step.checks.iter().map(migrate::Check::describe).collect(), None));
    details.push(one("Undo", &step.undo));
    let caveats = step.caveats.iter();
    details.extend(caveats.map(|one| detail("Caution", vec![one.text.to_owned()], source(one.source))));
    details.extend(step.remarks.iter().map(|remark| one("Remark", &remark.message)));
    MigrationStep {
        title: step.act.describe(start),
        details,
        gaps: gaps(&by_hand.commands),
        commands: shown(&by_hand.commands, is_highlighted),
        verify: shown(&by_hand.verify, is_highlighted),
    }
}

/// Returns the lines of a text: highlighted, or all of it as one plain part.
fn shown(text: &Snippet, is_highlighted: bool) -> Vec<Line> {
    if is_highlighted || text.lines.is_empty() {
        return lines(&text.lines);
    }
    vec![Line(vec![Span(SpanKind::Plain, text.text().trim_end_matches('\n').to_owned())])]
}
