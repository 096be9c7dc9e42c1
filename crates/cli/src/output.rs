//! What is printed.

use std::io::{ErrorKind, IsTerminal, Write};

use poolwright::codec::Note;
use poolwright::lint::page::{Page, page};
use poolwright::lint::{Applicability, Finding, Severity};
use poolwright::migrate::ExistingViolation;
use poolwright::operations::Reason;
use poolwright::plan::Plan;
use poolwright::quote::terminal;

/// Prints on standard output. Whoever reads it may have gone: that is no error of ours.
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
    // There is no place left to complain to.
    let _ = writeln!(std::io::stderr().lock(), "{}", terminal::lines(line));
}

/// Prints a block of lines, and a blank one, on standard error.
pub(crate) fn block(lines: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{lines}");
}

/// Prints what reading had to say.
pub(crate) fn notes(notes: &[Note]) {
    for note in notes {
        error(&format!("note: {}", terminal::line(&note.to_string())));
    }
}

/// Rows as columns, each as wide as its widest cell.
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

/// How words stand out on a terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    colour: bool,
}

impl Style {
    /// For standard output.
    pub(crate) fn stdout() -> Self {
        Self::of(std::io::stdout().is_terminal())
    }

    /// For standard error.
    pub(crate) fn stderr() -> Self {
        Self::of(std::io::stderr().is_terminal())
    }

    fn of(terminal: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let able = std::env::var_os("TERM").is_none_or(|value| value != "dumb");
        Self { colour: terminal && wanted && able }
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
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

    /// A finding as a block of lines.
    pub(crate) fn finding(self, finding: &Finding, taken: Option<ExistingViolation>, plan: &Plan) -> String {
        let rule = finding.rule;
        let mut block = self.head(finding.severity, finding.label(), rule.id, &finding.message);
        let pool = finding.pool.map(|place| match plan.pools.get(place) {
            Some(pool) if !pool.name.is_empty() => format!("pool {}", pool.name),
            _ => format!("pool {}", place + 1),
        });
        let place = [Some(pool.unwrap_or_else(|| "cluster".to_owned())), finding.field.map(str::to_owned)];
        block += &self.row("at", &place.into_iter().flatten().collect::<Vec<_>>().join(", "));
        let page = page(rule.id);
        block += &self.row("why", &page.as_ref().map(Page::reason).unwrap_or_default());
        block += &self.row("age", &finding.age().unwrap_or_default());
        block += &self.row("now", taken.map_or("", ExistingViolation::about));
        for fix in &finding.fixes {
            let title = if fix.applicability == Applicability::Safe {
                fix.title.clone()
            } else {
                format!("{} (changes the intent)", fix.title)
            };
            block += &self.row("fix", &title);
        }
        // The strongest source comes first; the rule's page and the JSON have them all.
        if let Some(source) = page.as_ref().and_then(|page| page.sources.first()) {
            block += &self.row("see", &format!("{} ({}) {}", source.title, source.date, source.url));
        }
        block
    }

    /// A reason why an operation is refused, as a block of lines.
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
