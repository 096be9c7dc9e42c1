//! `poolwright runbook`.

use poolwright::codec;
use poolwright::emit;
use poolwright::lint::page::sources;
use poolwright::migrate::{self, Check, Impossible, Names, Objective, PlannerOptions, Step};
use poolwright::operations::Reason;
use poolwright::plan::{Plan, Value};
use poolwright::text::counted;
use poolwright::to_json::{Json, pretty};

use crate::args::Runbook;
use crate::check::{object, of_sources};
use crate::diff;
use crate::output::{self, Style};
use crate::{Exit, input, pdb};
use poolwright::quote::terminal;

pub(crate) fn run(args: &Runbook) -> Result<Exit, String> {
    let (current, target) = input::pair(&args.current, args.target.as_deref())?;
    let (catalog, today) = input::catalog_and_date(&args.facts)?;
    output::notes(&current.notes);
    output::notes(&target.notes);
    let budgets = match &args.pdb {
        Some(file) => pdb::cautions(&input::text(file)?).map_err(|why| format!("{file}: {why}"))?,
        None => Vec::new(),
    };
    let options = PlannerOptions {
        objective: if args.fewest_steps { Objective::FewestSteps } else { Objective::SmallestPeak },
        // New names are what is chosen without a flag; `--new-names` is read for scripts of earlier versions.
        names: if args.keep_names { Names::Keep } else { Names::Propose },
        renames: args.renames.clone(),
        allow_disruption: args.allow_disruption,
    };
    let (current, target) = (current.plan, target.plan);
    match migrate::runbook(&current, &target, &catalog, today, &options) {
        Ok(runbook) => {
            for caution in budgets.iter().filter(|_| !runbook.steps.is_empty()) {
                output::error(&format!("caution: {}", terminal::line(caution)));
            }
            if let Some(dialect) = args.dialect {
                let snippet = emit::runbook(&runbook, dialect.into());
                for gap in &snippet.gaps {
                    output::error(&format!("gap: {}", gap.text));
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

/// Why there is no runbook, on standard error.
fn print_blocked(impossible: &Impossible) {
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
    let steps = runbook.steps.iter().enumerate().map(|(place, step)| of_step(place, step, &runbook.start));
    object(&[
        ("possible", Json::Bool(true)),
        ("diff", diff::json(&runbook.diff, current, target)),
        ("steps", Json::Array(steps.collect())),
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

fn of_step(place: usize, step: &Step, start: &Plan) -> Json {
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
        ("why", step.why.as_str().into()),
        ("disrupts", step.disrupts.as_str().into()),
        ("verify", Json::Array(checks.collect())),
        ("undo", step.undo.as_str().into()),
        ("extraNodes", Json::from(step.extra.nodes)),
        ("extraAddresses", Json::from(step.extra.addresses)),
        ("caveats", Json::Array(caveats.collect())),
        ("remarks", of_reasons(&step.remarks)),
    ])
}

fn of_reasons(reasons: &[Reason]) -> Json {
    let one = |reason: &Reason| {
        object(&[
            ("rule", reason.rule.map_or(Json::Null, Json::from)),
            ("tier", reason.severity.name().into()),
            ("message", reason.message.as_str().into()),
        ])
    };
    Json::Array(reasons.iter().map(one).collect())
}

fn of_impossible(impossible: &Impossible, current: &Plan, target: &Plan) -> Json {
    let blocked = impossible.blocked.iter().map(|blocked| {
        object(&[
            ("operation", blocked.act.as_deref().map_or(Json::Null, Json::from)),
            ("reasons", of_reasons(&blocked.reasons)),
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
