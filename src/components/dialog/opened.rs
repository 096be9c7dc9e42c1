//! Opening what the worker has read.

use poolwright::codec;
use poolwright::text::counted;
use poolwright_protocol::{ImportReport, Opened};

use crate::model::{Notice, Offer};
use crate::store::Store;
use crate::update::Msg;

/// Opens a plan, closes the dialog, and shows what was read.
pub fn open(store: Store, opened: Opened) {
    let Ok(document) = codec::read_plan(&opened.plan.0) else { return };
    let notice = match (opened.report, opened.migration) {
        (Some(report), migration) => Some(imported(&opened.source, report, migration.is_some())),
        (None, Some(migration)) => Some(Notice::new(migration, &[Offer::MigrationSteps])),
        (None, None) => None,
    };
    store.close_dialog();
    store.dispatch(Msg::Open { plan: Box::new(document.plan), source: opened.source, notice });
}

/// Returns what was read of an import, what was not and why, and the verdict on it.
fn imported(source: &str, report: ImportReport, has_migration: bool) -> Notice {
    let mut more = vec![report.read];
    more.push(match report.notes.len() {
        0 => "Everything was imported.".to_owned(),
        count => format!("Left out or changed: {}.", counted(count as i64, "remark")),
    });
    if !report.facts.is_empty() {
        more.push(format!("Currently running: {}.", report.facts.join("; ")));
    }
    if report.has_baseline {
        more.push(
            "Kept as the existing cluster: Compare shows what you change, and settings that need a new pool are marked."
                .to_owned(),
        );
    }
    more.push(format!("Verdict: {}", report.verdict));
    Notice {
        text: format!("Imported {source}."),
        notes: report.notes.into_iter().map(|note| (note.path, note.text)).collect(),
        more,
        offers: if has_migration { vec![Offer::MigrationSteps] } else { Vec::new() },
        ..Notice::default()
    }
}
