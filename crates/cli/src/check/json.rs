//! Findings as JSON.

use poolwright::codec::Note;
use poolwright::lint::Severity;
use poolwright::lint::page::Source;
use poolwright::to_json::{Json, Object, pretty};

use super::issue::{Issue, Status};
use super::{Checked, Run};

/// Returns a list of files; or, where only one cluster was read, an object of it.
pub(super) fn text(run: &Run, is_single: bool) -> String {
    if let ([checked], [], true) = (run.checked.as_slice(), run.unreadable.as_slice(), is_single) {
        return pretty(&of_cluster(checked).into());
    }
    let files = run.checked.iter().map(|checked| {
        let mut object = Object::new();
        object.insert("file".to_owned(), checked.name.as_str().into());
        object.insert("cluster".to_owned(), checked.document.plan.cluster.name.as_str().into());
        object.insert("source".to_owned(), checked.document.source.title().into());
        object.extend(of_cluster(checked));
        Json::Object(object)
    });
    let unreadable = run
        .unreadable
        .iter()
        .map(|one| object(&[("file", one.name.as_str().into()), ("error", one.why.as_str().into())]));
    pretty(&object(&[
        ("files", Json::Array(files.collect())),
        ("unreadable", Json::Array(unreadable.collect())),
        ("passedOver", whole(run.passed_over)),
    ]))
}

fn whole(number: usize) -> Json {
    Json::from(i64::try_from(number).unwrap_or(i64::MAX))
}

fn of_cluster(checked: &Checked) -> Object {
    let report = &checked.report;
    let counts: Object = Severity::ALL
        .into_iter()
        .map(|severity| {
            let count =
                checked.issues.iter().filter(|issue| issue.counts() && issue.severity == severity).count();
            (severity.name().to_owned(), whole(count))
        })
        .collect();
    let entries = [
        ("findings", Json::Array(checked.issues.iter().map(of_issue).collect())),
        ("counts", counts.into()),
        ("unchecked", whole(report.unchecked())),
        ("leftOut", whole(report.left_out)),
        ("notRun", whole(report.not_run)),
        ("accepted", whole(report.accepted)),
        ("verdict", checked.verdict().as_str().into()),
        ("notes", notes(&checked.document.notes)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Returns the notes of reading a document.
pub(crate) fn notes(notes: &[Note]) -> Json {
    let note = |note: &Note| {
        let mut entries = vec![("path", note.path.as_str().into()), ("text", note.text.as_str().into())];
        if let Some(at) = note.position {
            entries.push(("line", whole(at.line)));
            entries.push(("column", whole(at.column)));
        }
        object(&entries)
    };
    Json::Array(notes.iter().map(note).collect())
}

fn of_issue(issue: &Issue) -> Json {
    let fixes = issue.fixes.iter().map(|(title, is_safe)| {
        let applicability = if *is_safe { "safe" } else { "unsafe" };
        object(&[("title", title.as_str().into()), ("applicability", applicability.into())])
    });
    let mut entries = vec![
        ("rule", Json::from(issue.rule.as_str())),
        ("severity", issue.severity.name().into()),
        ("pool", issue.pool.as_deref().map_or(Json::Null, Json::from)),
        ("field", issue.field.map_or(Json::Null, Json::from)),
        ("message", issue.message.as_str().into()),
        ("unchecked", Json::Bool(issue.is_unchecked)),
        ("why", issue.why.as_str().into()),
        ("sources", of_sources(&issue.sources)),
        ("fixes", Json::Array(fixes.collect())),
    ];
    if let Some(at) = issue.position {
        entries.extend([("line", whole(at.line)), ("column", whole(at.column))]);
    }
    entries.extend(issue.old_source.map(|date| ("oldSource", date.into())));
    entries.extend(issue.taken.map(|taken| ("taken", taken.name().into())));
    match &issue.status {
        Status::New => {}
        Status::Accepted { reason } => entries.push(("accepted", reason.as_str().into())),
        Status::Known => entries.push(("known", Json::Bool(true))),
    }
    object(&entries)
}

/// Sources as JSON.
pub(crate) fn of_sources(sources: &[Source]) -> Json {
    let list = sources.iter().map(|source| {
        object(&[("title", source.title.into()), ("url", source.url.into()), ("date", source.date.into())])
    });
    Json::Array(list.collect())
}

/// Returns an object of these entries.
pub(crate) fn object(entries: &[(&str, Json)]) -> Json {
    entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect::<Object>().into()
}
