//! What is written above a text, in addition to what it does.

use crate::lint::{Report, Severity};

/// What is written above a text, in addition to what it does.
#[derive(Clone, Debug, Default)]
pub struct Options<'a> {
    /// What AKS refuses, one sentence each, for text that is written all the same.
    pub refused: Vec<String>,
    /// What else the rules find, one sentence each.
    pub findings: Vec<String>,
    /// The plan's link.
    pub link: Option<&'a str>,
    /// A template is deployed as a stack, which deletes the pools that it no longer has.
    pub stack: bool,
}

impl<'a> Options<'a> {
    /// Returns what a report says of the plan: in one line, and the findings that are more than recommendations.
    pub fn from_report(report: &Report, link: Option<&'a str>) -> Self {
        let of =
            |severity| report.of(severity).map(|finding| format!("{}: {}", finding.rule.id, finding.message));
        let verdict = format!("Verdict: {}", report.verdict());
        let unsupported = of(Severity::Unsupported).map(|finding| format!("Unsupported: {finding}"));
        Self {
            refused: of(Severity::Refused).collect(),
            findings: std::iter::once(verdict).chain(unsupported).collect(),
            link,
            stack: false,
        }
    }
}
