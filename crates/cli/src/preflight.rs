//! `poolwright preflight`: what to ask before the first step of a migration, and what the answers mean.

use poolwright::migrate::preflight::{self, Answer, Migration, Outcome, Question};
use poolwright::migrate::{self, PlannerOptions, Runbook};
use poolwright::quote::terminal;
use poolwright::to_json::{Json, pretty};

use crate::args::Preflight;
use crate::check::object;
use crate::runbook::{self, options};
use crate::{Exit, Failure, input, output};

pub(crate) fn run(args: &Preflight) -> Result<Exit, Failure> {
    let (current, target, catalog, today) =
        input::migration(&args.current, args.target.as_deref(), &args.read, &args.facts)?;
    let options: PlannerOptions = options(&args.order);
    let found = match migrate::runbook(&current, &target, &catalog, today, &options) {
        Ok(found) => found,
        Err(impossible) => {
            runbook::print_blocked(&impossible);
            return Ok(Exit::Refused);
        }
    };
    let migration = Migration {
        current: &current,
        target: &target,
        catalog: &catalog,
        today,
        options: &options,
        runbook: &found,
    };
    let mut answers = Vec::new();
    for file in &args.answers {
        let read = preflight::read(&input::text(file)?, migration).map_err(|why| format!("{file}: {why}"))?;
        answers.extend(read);
    }
    let text = if args.json { pretty(&json(&found, &answers)) } else { text(&found, &answers) };
    output::print(&text)?;
    let blocks = answers.iter().any(|answer| answer.outcome == Outcome::Blocking);
    Ok(if blocks { Exit::Refused } else { Exit::Fine })
}

fn text(runbook: &Runbook, answers: &[Answer]) -> String {
    let mut text = String::new();
    for question in listed(runbook, answers) {
        text += &format!("{}\n", question.question);
        let of: Vec<&Answer> = answers.iter().filter(|answer| answer.code == question.code).collect();
        if of.is_empty() {
            let command = question.command_for(&runbook.start.cluster);
            text += &format!("    {}\n    {}\n", terminal::line(&command), question.meaning);
        }
        for answer in of {
            text += &format!("  {:>8}: {}\n", answer.outcome.name(), terminal::line(&answer.text));
        }
    }
    if runbook.steps.is_empty() {
        text += "Nothing to do.\n";
    }
    text
}

/// The questions of a runbook, and those that were answered though nobody asked.
fn listed(runbook: &Runbook, answers: &[Answer]) -> Vec<&'static Question> {
    let asked = preflight::questions(runbook);
    let is_listed = |question: &&Question| {
        asked.iter().any(|asked| asked.code == question.code)
            || answers.iter().any(|answer| answer.code == question.code)
    };
    preflight::QUESTIONS.iter().filter(is_listed).collect()
}

fn json(runbook: &Runbook, answers: &[Answer]) -> Json {
    let questions = listed(runbook, answers).into_iter().map(|question| {
        let of = answers.iter().filter(|answer| answer.code == question.code).map(|answer| {
            object(&[("outcome", answer.outcome.name().into()), ("text", answer.text.as_str().into())])
        });
        let mut entries = of_question(question, runbook);
        entries.push(("answers", Json::Array(of.collect())));
        object(&entries)
    });
    let blocks = answers.iter().any(|answer| answer.outcome == Outcome::Blocking);
    object(&[("questions", Json::Array(questions.collect())), ("blocked", Json::Bool(blocks))])
}

/// A question as JSON has it.
pub(crate) fn of_question(question: &Question, runbook: &Runbook) -> Vec<(&'static str, Json)> {
    vec![
        ("code", question.code.into()),
        ("question", question.question.into()),
        ("command", Json::from(question.command_for(&runbook.start.cluster))),
        ("meaning", question.meaning.into()),
    ]
}
