//! The command line: the same rules and the same texts as the web app, for terminals and CI.

mod args;
mod capacity;
mod check;
mod convert;
mod deadlines;
mod diff;
mod fit;
mod html;
mod input;
mod output;
mod preflight;
mod prices;
mod runbook;
mod sizes;
mod write;

use std::process::ExitCode;

use args::{Args, Verb};
use clap::Parser;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Success.
    Fine = 0,
    /// AKS refuses it, or the documents don't support it.
    Refused = 1,
    /// The input can't be read.
    Unreadable = 2,
}

/// Why a run ends without what was asked for, as a sentence.
enum Failure {
    /// It could be read, and nothing is made of it.
    Refused(String),
    /// It can't be read.
    Unreadable(String),
}

impl Failure {
    fn exit(&self) -> Exit {
        match self {
            Self::Refused(_) => Exit::Refused,
            Self::Unreadable(_) => Exit::Unreadable,
        }
    }

    /// Returns the sentence.
    fn text(self) -> String {
        match self {
            Self::Refused(text) | Self::Unreadable(text) => text,
        }
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self::Unreadable(text)
    }
}

fn main() -> ExitCode {
    let run = match Args::parse().verb {
        Verb::Check(args) => check::run(&args).map_err(Failure::from),
        Verb::Render(args) => write::render(&args),
        Verb::Do(args) => write::operation(&args),
        Verb::Workload(args) => write::workload(&args),
        Verb::Diff(args) => diff::run(&args),
        Verb::Runbook(args) => runbook::run(&args),
        Verb::Preflight(args) => preflight::run(&args),
        Verb::Deadlines(args) => deadlines::run(&args),
        Verb::Capacity(args) => capacity::run(&args),
        Verb::Fit(args) => fit::run(&args),
        Verb::Sizes(args) => sizes::run(&args),
        Verb::Link { plan, read } => convert::link(&plan, &read),
        Verb::Show { plan, read } => convert::show(&plan, &read),
        Verb::Import { file, read } => convert::import(&file, &read),
        Verb::Rules { rule, json, html } => convert::rules(rule.as_deref(), json, html),
        Verb::Explain { rule } => convert::explain(&rule),
        Verb::Schema => convert::schema(),
        Verb::Completions { shell } => convert::completions(shell),
        Verb::Man { directory } => convert::man(&directory),
    };
    let exit = run.unwrap_or_else(|failure| {
        let exit = failure.exit();
        output::error(&format!("error: {}", failure.text()));
        exit
    });
    ExitCode::from(exit as u8)
}
