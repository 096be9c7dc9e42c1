//! Findings as text: blocks of lines, annotations of GitHub Actions, and Markdown.

use poolwright::codec::Note;
use poolwright::lint::Severity;
use poolwright::quote::{markdown, terminal};
use poolwright::text::counted;

use super::issue::{Issue, Status};
use super::{Checked, Run};
use crate::output::{self, Style};

/// Returns blocks of lines; notes go to standard error.
pub(super) fn text(run: &Run, style: Style, is_quiet: bool) -> String {
    let is_one = run.checked.len() + run.unreadable.len() == 1;
    let mut text = String::new();
    for checked in &run.checked {
        if !is_quiet {
            notes(checked, is_one);
        }
        if !is_one && (!is_quiet || checked.issues.iter().any(Issue::counts)) {
            text += &format!("{}\n", style.heading(&terminal::line(&title(checked))));
        }
        for issue in &checked.issues {
            if is_quiet && !issue.counts() {
                continue;
            }
            let place = if checked.is_file { place(checked, issue) } else { None };
            text += &style.issue(issue, place.as_deref());
            text.push('\n');
        }
        if !is_quiet {
            text += &format!("{}\n", checked.verdict());
            if !is_one {
                text.push('\n');
            }
        }
    }
    for one in &run.unreadable {
        output::error(&format!("error: {}", one.why));
    }
    if !is_quiet && !is_one {
        text += &summary(run);
    }
    text
}

fn title(checked: &Checked) -> String {
    let cluster = &checked.document.plan.cluster.name;
    if cluster.is_empty() { checked.name.clone() } else { format!("{}: {cluster}", checked.name) }
}

/// Prints what is to know of reading a document, but for what is an issue.
fn notes(checked: &Checked, is_one: bool) {
    for note in checked.document.notes.iter().filter(|note| !note.left_out) {
        let place = if is_one { String::new() } else { format!("{}: ", at(checked, note)) };
        output::error(&format!("note: {place}{}", terminal::line(&note.to_string())));
    }
}

fn at(checked: &Checked, note: &Note) -> String {
    let name = terminal::line(&checked.name);
    match note.position {
        Some(at) => format!("{name}:{}:{}", at.line, at.column),
        None => name,
    }
}

/// Returns the file and the line of an issue.
fn place(checked: &Checked, issue: &Issue) -> Option<String> {
    issue.position.map(|at| format!("{}:{}:{}", checked.name, at.line, at.column))
}

fn summary(run: &Run) -> String {
    let count = |keep: &dyn Fn(&Issue) -> bool| {
        run.checked.iter().flat_map(|checked| &checked.issues).filter(|issue| keep(issue)).count()
    };
    let clusters = counted(run.checked.len() as i64, "cluster");
    let findings = counted(count(&Issue::counts) as i64, "finding");
    let mut sentence = format!("{clusters} checked, {findings}");
    let accepted = count(&|issue| matches!(issue.status, Status::Accepted { .. }));
    let known = count(&|issue| issue.status == Status::Known);
    for (number, what) in [(accepted, "accepted"), (known, "known in the baseline")] {
        if number > 0 {
            sentence += &format!(", {number} {what}");
        }
    }
    if !run.unreadable.is_empty() {
        sentence += &format!(", {} not readable", counted(run.unreadable.len() as i64, "file"));
    }
    if run.passed_over > 0 {
        sentence += &format!("; {} not plans", counted(run.passed_over as i64, "other file"));
    }
    sentence + ".\n"
}

/// Annotations of GitHub Actions, one a line.
pub(super) fn github(run: &Run) -> String {
    let mut text = String::new();
    for checked in &run.checked {
        for issue in checked.issues.iter().filter(|issue| issue.counts()) {
            let level = match issue.severity {
                Severity::Refused | Severity::Unsupported => "error",
                Severity::Recommendation => "warning",
                Severity::Note => "notice",
            };
            let mut properties = Vec::new();
            if checked.is_file {
                properties.push(format!("file={}", property(&checked.name)));
                let position = issue.position;
                properties.extend(position.map(|at| format!("line={},col={}", at.line, at.column)));
            }
            properties.push(format!("title={}", property(&format!("{} ({})", issue.rule, issue.label))));
            text += &format!(
                "::{level} {}::{}\n",
                properties.join(","),
                data(&format!("{} {}", issue.message, issue.why))
            );
        }
    }
    for one in &run.unreadable {
        text += &format!("::error file={},title=poolwright::{}\n", property(&one.name), data(&one.why));
    }
    text
}

/// Escapes the text of an annotation.
fn data(text: &str) -> String {
    text.trim().replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of an annotation.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Returns a table for each cluster in Markdown.
pub(super) fn markdown(run: &Run) -> String {
    let mut text = "## Poolwright\n".to_owned();
    for checked in &run.checked {
        text +=
            &format!("\n### {}\n\n{}\n", markdown::text(&title(checked)), markdown::text(&checked.verdict()));
        if !checked.issues.is_empty() {
            text += "\n| Severity | Rule | Where | Finding |\n| --- | --- | --- | --- |\n";
        }
        for issue in &checked.issues {
            let label = match &issue.status {
                Status::New => issue.label.clone(),
                Status::Accepted { .. } => "Accepted".to_owned(),
                Status::Known => "Known".to_owned(),
            };
            let line = issue.position.map(|at| format!(" (line {})", at.line)).unwrap_or_default();
            let reason = match &issue.status {
                Status::Accepted { reason } => format!(" Accepted: {reason}"),
                _ => String::new(),
            };
            text += &format!(
                "| {} | `{}` | {}{line} | {} |\n",
                markdown::text(&label),
                issue.rule,
                markdown::text(&issue.place()),
                markdown::text(&format!("{}{reason}", issue.message))
            );
        }
    }
    for one in &run.unreadable {
        text +=
            &format!("\n### {}\n\nCan't be read: {}\n", markdown::text(&one.name), markdown::text(&one.why));
    }
    text
}
