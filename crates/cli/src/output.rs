//! Prints to standard output and standard error.

use std::io::{ErrorKind, IsTerminal, Write};

use poolwright::codec::Note;
use poolwright::lint::Severity;
use poolwright::lint::page::page;
use poolwright::operations::ExistingViolation;
use poolwright::operations::Reason;
use poolwright::quote::terminal;

use crate::args::Color;
use crate::check::{Issue, Status};

/// Prints on standard output. A closed pipe isn't an error.
pub(crate) fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("Standard output cannot be written: {error}."))
        }
        _ => Ok(()),
    }
}

/// Prints a line on standard error.
pub(crate) fn error(line: &str) {
    // An error of standard error can't be reported.
    let _ = writeln!(std::io::stderr().lock(), "{}", terminal::lines(line));
}

/// Prints a block of lines, and a blank one, on standard error.
pub(crate) fn block(lines: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{lines}");
}

/// Prints the notes of reading a document.
pub(crate) fn notes(notes: &[Note]) {
    for note in notes {
        error(&format!("note: {}", terminal::line(&note.to_string())));
    }
}

/// Returns rows as columns, each as wide as its widest cell.
pub(crate) fn columns<R: AsRef<[String]>>(rows: &[R]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        for (column, cell) in row.as_ref().iter().enumerate() {
            let wide = terminal::line(cell).chars().count();
            match widths.get_mut(column) {
                Some(width) => *width = (*width).max(wide),
                None => widths.push(wide),
            }
        }
    }
    let line = |row: &R| {
        let cells =
            row.as_ref().iter().zip(&widths).map(|(cell, width)| format!("{:width$}", terminal::line(cell)));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// How text is highlighted on a terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    is_colored: bool,
}

impl Style {
    /// For standard output.
    pub(crate) fn stdout() -> Self {
        Self::for_terminal(std::io::stdout().is_terminal())
    }

    /// For standard error.
    pub(crate) fn stderr() -> Self {
        Self::for_terminal(std::io::stderr().is_terminal())
    }

    /// For standard output, as `--color` says.
    pub(crate) fn of_choice(color: Color) -> Self {
        match color {
            Color::Auto => Self::stdout(),
            Color::Always => Self { is_colored: true },
            Color::Never => Self { is_colored: false },
        }
    }

    fn for_terminal(terminal: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let able = std::env::var_os("TERM").is_none_or(|value| value != "dumb");
        Self { is_colored: terminal && wanted && able }
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.is_colored { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Refused => "1;31",
            Severity::Unsupported => "1;35",
            Severity::Recommendation => "1;33",
            Severity::Note => "1;36",
        };
        self.paint(code, text)
    }

    /// Returns a heading over what follows.
    pub(crate) fn heading(self, text: &str) -> String {
        self.paint("4", text)
    }

    /// Returns what was found as a block of lines, with the file and the line where it is written.
    pub(crate) fn issue(self, issue: &Issue, file: Option<&str>) -> String {
        let label = match issue.status {
            Status::New => issue.label.as_str(),
            Status::Accepted { .. } => "Accepted",
            Status::Known => "Known",
        };
        let mut block = self.head(issue.severity, label, &issue.rule, &issue.message);
        block += &self.row("in", file.unwrap_or_default());
        block += &self.row("at", &issue.place());
        if let Status::Accepted { reason } = &issue.status {
            block += &self.row("ok", reason);
        }
        block += &self.row("why", &issue.why);
        block += &self.row("age", &issue.age);
        block += &self.row("now", issue.taken.map_or("", ExistingViolation::about));
        for (title, is_safe) in &issue.fixes {
            let title = if *is_safe { title.clone() } else { format!("{title} (changes the intent)") };
            block += &self.row("fix", &title);
        }
        // The strongest source comes first; the rule's page and the JSON have them all.
        if let Some(source) = issue.sources.first() {
            block += &self.row("see", &format!("{} ({}) {}", source.title, source.date, source.url));
        }
        block
    }

    /// Returns a reason why an operation is refused, as a block of lines.
    pub(crate) fn reason(self, reason: &Reason) -> String {
        match reason.rule {
            Some(rule) => {
                self.head(Severity::Refused, Severity::Refused.name(), rule, &reason.message)
                    + &self.row("why", &page(rule).map(|page| page.reason()).unwrap_or_default())
            }
            None => format!("error: {}\n", terminal::line(&reason.message)),
        }
    }

    fn head(self, severity: Severity, label: &str, rule: &str, message: &str) -> String {
        format!(
            "{} {}\n",
            self.severity(severity, &format!("{label}[{rule}]:")),
            self.paint("1", &terminal::line(message))
        )
    }

    fn row(self, name: &str, text: &str) -> String {
        if text.is_empty() {
            String::new()
        } else {
            format!("  {} {}\n", self.paint("2", &format!("{name:>3}:")), terminal::line(text))
        }
    }
}
