//! `poolwright runbook`.

use std::path::Path;

use poolwright::codec;
use poolwright::emit;
use poolwright::lint::page::sources;
use poolwright::migrate::preflight::{self, Answer, Migration, Outcome};
use poolwright::migrate::{self, Act, Check, Impossible, Names, Objective, PlannerOptions, Purpose, Step};
use poolwright::operations::Reason;
use poolwright::plan::{Plan, Value};
use poolwright::text::counted;
use poolwright::to_json::{Json, pretty};

use crate::args::{OrderArgs, Runbook, ScriptDialect};
use crate::check::{object, of_sources};
use crate::diff;
use crate::output::{self, Style};
use crate::preflight::of_question;
use crate::{Exit, Failure, input};
use poolwright::quote::terminal;

pub(crate) fn run(args: &Runbook) -> Result<Exit, Failure> {
    let (current, target, catalog, today) =
        input::migration(&args.current, args.target.as_deref(), &args.read, &args.facts)?;
    let options = options(&args.order);
    match migrate::runbook(&current, &target, &catalog, today, &options) {
        Ok(runbook) => {
            let migration = Migration {
                current: &current,
                target: &target,
                catalog: &catalog,
                today,
                options: &options,
                runbook: &runbook,
            };
            for caution in budgets(args, migration)? {
                output::error(&format!("caution: {}", terminal::line(&caution)));
            }
            if let Some(ScriptDialect::Terraform) = args.dialect {
                return terraform(&runbook, args.out.as_deref());
            }
            if args.out.is_some() {
                return Err(Failure::from("--out needs --as terraform.".to_owned()));
            }
            if let Some(dialect) = args.dialect {
                let Some(shell) = dialect.shell() else {
                    output::print(&emit::checklist(&runbook))?;
                    return Ok(Exit::Fine);
                };
                let snippet = emit::runbook(&runbook, shell);
                let is_refused = snippet.lines.is_empty();
                for gap in &snippet.gaps {
                    output::error(&format!("{}: {}", if is_refused { "error" } else { "gap" }, gap.text));
                }
                if is_refused {
                    let cluster = &runbook.start.cluster;
                    let is_unnamed = cluster.name.is_empty() || cluster.resource_group.is_empty();
                    return Ok(if is_unnamed { Exit::Unreadable } else { Exit::Refused });
                }
                output::print(&snippet.text())?;
            } else if args.json {
                output::print(&pretty(&json(&runbook, &current, &target)))?;
            } else {
                output::print(&text(&runbook))?;
            }
            Ok(Exit::Fine)
        }
        Err(impossible) => {
            if args.json {
                output::print(&pretty(&of_impossible(&impossible, &current, &target)))?;
            } else {
                print_blocked(&impossible);
            }
            Ok(Exit::Refused)
        }
    }
}

/// Prints the stages of a cluster that Terraform manages, or writes them to one folder each: the configuration, and a
/// script to run before it.
fn terraform(runbook: &migrate::Runbook, folder: Option<&Path>) -> Result<Exit, Failure> {
    let stages = match emit::terraform_stages(runbook) {
        Ok(stages) => stages,
        Err(gap) => {
            output::error(&format!("error: {}", gap.text));
            return Ok(Exit::Refused);
        }
    };
    let mut said: Vec<&str> = Vec::new();
    for gap in stages.iter().flat_map(|stage| &stage.configuration.gaps) {
        if !said.contains(&gap.text.as_str()) {
            said.push(&gap.text);
            output::error(&format!("gap: {}", gap.text));
        }
    }
    let Some(folder) = folder else {
        output::print(&emit::terraform_text(&stages).text())?;
        return Ok(Exit::Fine);
    };
    for (number, stage) in stages.iter().enumerate() {
        let folder = folder.join(format!("stage-{number:02}"));
        let failed =
            |path: &Path, error: std::io::Error| format!("{} cannot be written: {error}.", path.display());
        std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
        let before = stage.before.text();
        let files = [("before.sh", &before), ("main.tf", &stage.configuration.text())];
        for (name, text) in files.into_iter().filter(|(_, text)| !text.is_empty()) {
            let path = folder.join(name);
            std::fs::write(&path, text).map_err(|error| failed(&path, error))?;
            output::print(&format!("{}\n", path.display()))?;
        }
    }
    Ok(Exit::Fine)
}

/// What counts where several orders are valid.
pub(crate) fn options(args: &OrderArgs) -> PlannerOptions {
    PlannerOptions {
        objective: if args.fewest_steps { Objective::FewestSteps } else { Objective::SmallestPeak },
        // New names are what is chosen without a flag; `--new-names` is read for scripts of earlier versions.
        names: if args.keep_names { Names::Keep } else { Names::Propose },
        renames: args.renames.clone(),
        allow_disruption: args.allow_disruption,
    }
}

/// Disruption budgets that stop a drain, where some pods move.
fn budgets(args: &Runbook, migration: Migration<'_>) -> Result<Vec<String>, String> {
    const WANTED: &str = "expected the output of kubectl get pdb -A -o json.";
    let Some(file) = &args.pdb else { return Ok(Vec::new()) };
    let answers = preflight::read(&input::text(file)?, migration).map_err(|_| format!("{file}: {WANTED}"))?;
    if answers.iter().any(|answer| answer.code != "pdb") {
        return Err(format!("{file}: {WANTED}"));
    }
    let is_shown = |answer: &Answer| answer.outcome != Outcome::Fine && !migration.runbook.steps.is_empty();
    Ok(answers.into_iter().filter(is_shown).map(|answer| answer.text).collect())
}

/// Why there is no runbook, on standard error.
pub(crate) fn print_blocked(impossible: &Impossible) {
    let style = Style::stderr();
    for blocked in &impossible.blocked {
        if let Some(act) = &blocked.act {
            output::error(&format!("blocked: {act}"));
        }
        for reason in &blocked.reasons {
            output::block(&style.reason(reason));
        }
    }
    for remedy in &impossible.remedies {
        output::error(&format!("remedy: {remedy}"));
    }
    output::error(if impossible.all_tried {
        "error: no valid step order exists, so nothing was written."
    } else {
        "error: no valid step order was found, so nothing was written; not every order was tried."
    });
}

/// Returns the steps as text.
fn text(runbook: &migrate::Runbook) -> String {
    let mut text = String::new();
    for one in &runbook.left {
        text += &format!("Not applied: {} of the cluster. {}\n", one.key, one.why);
    }
    for offer in &runbook.proposed {
        text += &format!(
            "{} is replaced by {}: --rename {}=NAME chooses another name, --keep-names keeps it. Use the new name in the target plan (--json prints it as target) and in workloads that select nodes by pool.\n",
            offer.from, offer.to, offer.from
        );
    }
    for name in &runbook.deleted_first {
        text += &format!("Disruption: {name} is deleted before the pool that replaces it exists.\n");
    }
    if !text.is_empty() {
        text.push('\n');
    }
    if runbook.steps.is_empty() {
        return text + "Nothing to do.\n";
    }
    for (place, step) in runbook.steps.iter().enumerate() {
        text += &format!("{}. {}\n", place + 1, terminal::line(&step.act.describe(&runbook.start)));
        let mut row =
            |name: &str, content: &str| text += &format!("   {name:>8}: {}\n", terminal::line(content));
        row("why", &step.why);
        row("disrupts", &step.disrupts);
        step.checks.iter().for_each(|check| row("verify", &check.describe()));
        row("undo", &step.undo);
        let extra = [(step.extra.nodes, "node"), (step.extra.addresses, "address")];
        let extra: Vec<String> = extra
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| more(*number, what))
            .collect();
        if !extra.is_empty() {
            row("extra", &extra.join(", "));
        }
        for caveat in &step.caveats {
            let title = sources().find(|source| source.id == caveat.source).map_or("", |source| source.title);
            row("caution", &format!("{} ({title})", caveat.text));
        }
    }
    let (nodes, addresses) = (more(runbook.peak_nodes, "node"), more(runbook.peak_addresses, "address"));
    let steps = counted(i64::try_from(runbook.steps.len()).unwrap_or(i64::MAX), "step");
    text + &format!("\n{steps}. Peak: {nodes} and {addresses} more than today.\n")
}

fn more(number: i64, what: &str) -> String {
    match what {
        "address" if number != 1 => format!("{number} addresses"),
        _ => counted(number, what),
    }
}

fn json(runbook: &migrate::Runbook, current: &Plan, target: &Plan) -> Json {
    let mut plan = runbook.start.clone();
    let mut cordoned: Vec<String> = Vec::new();
    let mut steps = Vec::with_capacity(runbook.steps.len());
    for (place, step) in runbook.steps.iter().enumerate() {
        let before = state(&plan, &cordoned, step);
        match &step.act {
            Act::Add(pool) => plan.pools.push((**pool).clone()),
            Act::Aks(operation) => {
                operation.apply_to(&mut plan);
                cordoned.retain(|name| plan.pool(name).is_some());
            }
            Act::Cordon(name) => cordoned.push(name.clone()),
            Act::Drain(_) | Act::AwaitSystemPods(_) => {}
        }
        let after = state(&plan, &cordoned, step);
        steps.push(of_step((place, step), &runbook.start, before, after));
    }
    let preflight =
        preflight::questions(runbook).into_iter().map(|question| object(&of_question(question, runbook)));
    object(&[
        ("possible", Json::Bool(true)),
        ("diff", diff::json(&runbook.diff, current, target)),
        ("preflight", Json::Array(preflight.collect())),
        ("steps", Json::Array(steps)),
        ("peakNodes", Json::from(runbook.peak_nodes)),
        ("peakAddresses", Json::from(runbook.peak_addresses)),
        ("left", diff::of_differences(&runbook.left)),
        ("proposed", Json::Array(runbook.proposed.iter().map(diff::of_offer).collect())),
        ("goal", codec::plan_to_json(&runbook.goal)),
        ("target", codec::plan_to_json(&runbook.target)),
        (
            "deletedFirst",
            Json::Array(runbook.deleted_first.iter().map(|name| Json::from(name.as_str())).collect()),
        ),
    ])
}

/// What a step is about as it is: the pool and whether it is cordoned, or the cluster with its pools.
fn state(plan: &Plan, cordoned: &[String], step: &Step) -> Json {
    let Some(name) = step.act.pool() else {
        let json = codec::plan_to_json(plan);
        let part = |key: &str| json.as_object().and_then(|object| object.get(key).cloned());
        return object(&[
            ("cluster", part("cluster").unwrap_or(Json::Null)),
            ("pools", part("pools").unwrap_or(Json::Null)),
        ]);
    };
    let only = plan.pool(name).map(|(_, pool)| Plan { pools: vec![pool.clone()], ..Plan::default() });
    let json = only.map(|only| codec::plan_to_json(&only));
    let pools = json.as_ref().and_then(Json::as_object).and_then(|object| object.get("pools"));
    let pool = pools.and_then(Json::as_array).and_then(|pools| pools.first().cloned());
    let is_cordoned = cordoned.iter().any(|cordoned| cordoned == name);
    object(&[("pool", pool.unwrap_or(Json::Null)), ("cordoned", Json::Bool(is_cordoned))])
}

/// The reason for a step as a code, and the pool that it is about, if that is not the step's own.
fn purpose(purpose: &Purpose) -> (&'static str, Option<&str>) {
    match purpose {
        Purpose::New => ("new", None),
        Purpose::Replaces(old) => ("replaces", Some(old)),
        Purpose::Temporary(old) => ("temporary-for", Some(old)),
        Purpose::RecreateWithName(old) => ("recreates-with-name", Some(old)),
        Purpose::Remove => ("not-in-target", None),
        Purpose::Replaced(new) => ("replaced-by", Some(new)),
        Purpose::RemoveTemporary(new) => ("temporary-no-longer-needed", Some(new)),
        Purpose::Change => ("differs-from-target", None),
        Purpose::Version => ("version-of-target", None),
        Purpose::Skew => ("version-skew", None),
        Purpose::Cluster { .. } => ("cluster-differs-from-target", None),
    }
}

fn of_step((place, step): (usize, &Step), start: &Plan, before: Json, after: Json) -> Json {
    let (reason, other) = purpose(&step.purpose);
    let checks = step.checks.iter().map(|check| {
        let mut entries = vec![("text", check.describe().as_str().into())];
        if let Check::Is(_, key, value) = check {
            entries.push(("property", (*key).into()));
            entries.push(("value", value.as_ref().map_or(Json::Null, Value::to_json)));
        }
        object(&entries)
    });
    let caveats = step.caveats.iter().map(|caveat| {
        let source: Vec<_> = sources().filter(|source| source.id == caveat.source).collect();
        object(&[("text", caveat.text.into()), ("sources", of_sources(&source))])
    });
    object(&[
        ("number", Json::from(i64::try_from(place + 1).unwrap_or(i64::MAX))),
        ("operation", step.act.name().into()),
        ("pool", step.act.pool().map_or(Json::Null, Json::from)),
        ("text", step.act.describe(start).as_str().into()),
        ("reason", reason.into()),
        ("otherPool", other.map_or(Json::Null, Json::from)),
        ("before", before),
        ("after", after),
        ("why", step.why.as_str().into()),
        ("constraints", Json::Array(step.constraints.iter().map(|code| Json::from(*code)).collect())),
        ("disrupts", step.disrupts.as_str().into()),
        ("disruption", step.disruption.into()),
        ("verify", Json::Array(checks.collect())),
        ("undo", step.undo.as_str().into()),
        ("extraNodes", Json::from(step.extra.nodes)),
        ("extraAddresses", Json::from(step.extra.addresses)),
        ("caveats", Json::Array(caveats.collect())),
        ("remarks", of_reasons(&step.remarks, "remark")),
    ])
}

/// The reasons as JSON has them; `otherwise` is the code of one that isn't a rule of AKS.
fn of_reasons(reasons: &[Reason], otherwise: &'static str) -> Json {
    let one = |reason: &Reason| {
        object(&[
            ("rule", reason.rule.map_or(Json::Null, Json::from)),
            ("code", reason.rule.unwrap_or(otherwise).into()),
            ("severity", reason.severity.name().into()),
            ("message", reason.message.as_str().into()),
        ])
    };
    Json::Array(reasons.iter().map(one).collect())
}

fn of_impossible(impossible: &Impossible, current: &Plan, target: &Plan) -> Json {
    let blocked = impossible.blocked.iter().map(|blocked| {
        object(&[
            ("code", blocked.code.into()),
            ("pool", blocked.pool.as_deref().map_or(Json::Null, Json::from)),
            ("operation", blocked.act.as_deref().map_or(Json::Null, Json::from)),
            // Of the target, only that it is partial isn't a rule of AKS; of a step, only that pods would have no nodes.
            (
                "reasons",
                of_reasons(
                    &blocked.reasons,
                    if blocked.act.is_none() { "partial-baseline" } else { "pods-without-nodes" },
                ),
            ),
        ])
    });
    let remedies = impossible.remedies.iter().map(|text| Json::from(text.as_str())).collect();
    object(&[
        ("possible", Json::Bool(false)),
        ("diff", diff::json(&impossible.diff, current, target)),
        ("blocked", Json::Array(blocked.collect())),
        ("remedies", Json::Array(remedies)),
        ("allTried", Json::Bool(impossible.all_tried)),
        ("possibleWithDisruption", Json::Bool(impossible.is_possible_with_disruption)),
    ])
}
