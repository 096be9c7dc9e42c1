//! SARIF 2.1.0, for code scanning.

use poolwright::lint::page::page;
use poolwright::lint::{REGISTRY, Severity};
use poolwright::to_json::{Json, pretty};
use serde_sarif::sarif::Sarif;

use super::issue::{Issue, Status};
use super::json::object;
use super::{Checked, Run};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const RULES: &str = "https://learn.microsoft.com/azure/aks/";

pub(super) fn text(run: &Run) -> Result<String, String> {
    let mut rules: Vec<&str> = Vec::new();
    for issue in run.checked.iter().flat_map(|checked| &checked.issues) {
        if !rules.contains(&issue.rule.as_str()) {
            rules.push(&issue.rule);
        }
    }
    rules.sort_unstable();
    let place = |rule: &str| rules.iter().position(|known| *known == rule).unwrap_or_default();
    let results =
        run.checked.iter().flat_map(|checked| checked.issues.iter().map(move |issue| (checked, issue)));
    let results: Vec<Json> =
        results.map(|(checked, issue)| result(checked, issue, place(&issue.rule))).collect();
    let notifications = run.unreadable.iter().map(|one| {
        object(&[
            ("level", "error".into()),
            ("message", message(&one.why)),
            ("locations", Json::Array(vec![location(&one.name, None)])),
        ])
    });
    let driver = object(&[
        ("name", "Poolwright".into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("semanticVersion", env!("CARGO_PKG_VERSION").into()),
        ("rules", Json::Array(rules.iter().map(|rule| of_rule(rule)).collect())),
    ]);
    let invocation = object(&[
        ("executionSuccessful", Json::Bool(run.unreadable.is_empty())),
        ("toolExecutionNotifications", Json::Array(notifications.collect())),
    ]);
    let whole = object(&[
        ("$schema", SCHEMA.into()),
        ("version", "2.1.0".into()),
        (
            "runs",
            Json::Array(vec![object(&[
                ("tool", object(&[("driver", driver)])),
                ("columnKind", "unicodeCodePoints".into()),
                ("invocations", Json::Array(vec![invocation])),
                ("results", Json::Array(results)),
            ])]),
        ),
    ]);
    // The types of the standard: what they don't take isn't written.
    let sarif: Sarif = serde_json::from_value(whole).map_err(|error| format!("{error}."))?;
    serde_json::to_value(&sarif).map(|json| pretty(&json)).map_err(|error| format!("{error}."))
}

fn of_rule(id: &str) -> Json {
    let level =
        REGISTRY.iter().find(|rule| rule.id == id).map_or(Severity::Unsupported, |rule| rule.severity);
    let mut entries = vec![("id", id.into())];
    match page(id) {
        Some(page) => {
            entries.push(("shortDescription", message(page.title)));
            entries.push(("fullDescription", message(page.why)));
            entries.push(("help", object(&[("text", page.why.into()), ("markdown", page.text.into())])));
            entries.push(("helpUri", page.sources.first().map_or(RULES, |source| source.url).into()));
        }
        None => entries.push(("shortDescription", message(id))),
    }
    entries.push(("defaultConfiguration", object(&[("level", level_of(level).into())])));
    object(&entries)
}

fn result(checked: &Checked, issue: &Issue, rule: usize) -> Json {
    let name = if checked.name == "-" { "stdin" } else { &checked.name };
    let mut place = location(name, issue.position);
    if let Json::Object(place) = &mut place {
        let logical =
            object(&[("fullyQualifiedName", issue.place().as_str().into()), ("kind", "resource".into())]);
        place.insert("logicalLocations".to_owned(), Json::Array(vec![logical]));
    }
    // Stable where lines move: what it is about, not where it is.
    let print = format!("{}|{}|{}", checked.document.plan.cluster.name, issue.place(), issue.rule);
    let mut entries = vec![
        ("ruleId", Json::from(issue.rule.as_str())),
        ("ruleIndex", Json::from(i64::try_from(rule).unwrap_or_default())),
        ("level", level_of(issue.severity).into()),
        ("message", message(&issue.message)),
        ("locations", Json::Array(vec![place])),
        ("partialFingerprints", object(&[("poolwright/v1", print.as_str().into())])),
    ];
    let suppression = match &issue.status {
        Status::New => None,
        Status::Accepted { reason } => Some(("inSource", reason.as_str())),
        Status::Known => Some(("external", "known in the baseline")),
    };
    if let Some((kind, reason)) = suppression {
        let one =
            object(&[("kind", kind.into()), ("status", "accepted".into()), ("justification", reason.into())]);
        entries.push(("suppressions", Json::Array(vec![one])));
    }
    object(&entries)
}

fn message(text: &str) -> Json {
    object(&[("text", text.into())])
}

fn location(name: &str, position: Option<poolwright::syntax::Position>) -> Json {
    let number = |number: usize| Json::from(i64::try_from(number).unwrap_or(1));
    let mut physical = vec![("artifactLocation", object(&[("uri", uri(name).as_str().into())]))];
    if let Some(at) = position {
        physical
            .push(("region", object(&[("startLine", number(at.line)), ("startColumn", number(at.column))])));
    }
    object(&[("physicalLocation", object(&physical))])
}

/// Returns a path as a relative URI.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

fn level_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused | Severity::Unsupported => "error",
        Severity::Recommendation => "warning",
        Severity::Note => "note",
    }
}
