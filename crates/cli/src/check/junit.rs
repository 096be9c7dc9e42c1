//! `JUnit` XML: a suite for each cluster, a test case for each finding.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use poolwright::quote::terminal::line;

use super::Run;
use super::issue::Status;

/// Returns the report. No text of a plan begins a line of its own, which a runner of jobs might take for a command.
pub(super) fn text(run: &Run) -> Result<String, String> {
    let mut report = Report::new("poolwright");
    for checked in &run.checked {
        let cluster = &checked.document.plan.cluster.name;
        let name =
            if cluster.is_empty() { checked.name.clone() } else { format!("{} ({cluster})", checked.name) };
        let mut suite = TestSuite::new(line(&name));
        for issue in &checked.issues {
            let fails = run.fails(issue) || issue.is_expired();
            let mut status = match &issue.status {
                Status::Accepted { reason } => {
                    let mut status = TestCaseStatus::skipped();
                    status.set_message(line(&format!("accepted: {reason}")));
                    status
                }
                Status::Known => {
                    let mut status = TestCaseStatus::skipped();
                    status.set_message("known in the baseline");
                    status
                }
                Status::New if fails => TestCaseStatus::non_success(NonSuccessKind::Failure),
                Status::New => TestCaseStatus::success(),
            };
            if issue.counts() && fails {
                status.set_message(line(&issue.message));
                status.set_type(issue.label.clone());
                let place =
                    issue.position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
                status.set_description(line(&format!(
                    "{}{place}: {}. {}",
                    checked.name,
                    issue.place(),
                    issue.why
                )));
            }
            let mut case = TestCase::new(line(&format!("{}: {}", issue.place(), issue.rule)), status);
            case.set_classname(issue.rule.clone());
            if issue.counts() && !fails {
                case.set_system_out(line(&format!("{}: {}", issue.label, issue.message)));
            }
            suite.add_test_case(case);
        }
        if checked.issues.is_empty() {
            suite.add_test_case(TestCase::new("rules of AKS", TestCaseStatus::success()));
        }
        report.add_test_suite(suite);
    }
    for one in &run.unreadable {
        let mut suite = TestSuite::new(line(&one.name));
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(line(&one.why));
        suite.add_test_case(TestCase::new("read", status));
        report.add_test_suite(suite);
    }
    let skipped = format!(" skipped=\"{}\"", report.skipped);
    let text = report.to_string().map_err(|error| format!("{error}."))?;
    // Jenkins's schema has that number for each suite, not for all.
    Ok(format!("{}\n", text.replacen(&skipped, "", 1).trim_end()))
}
