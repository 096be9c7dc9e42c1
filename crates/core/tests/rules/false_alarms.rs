//! No false alarms: nothing is Refused or Unsupported in plans that are known to work.

use std::fs;
use std::path::{Path, PathBuf};

use poolwright::codec::{self, PORTAL, PRESETS, PRODUCTION, Preset};
use poolwright::lint::{self, Date, Severity};
use poolwright::plan::Plan;

use super::support::catalog;

/// The day on which the facts were last read.
const DAY: &str = "2026-11-28";

fn alarms(plan: &Plan) -> Vec<String> {
    let findings = lint::check(plan, catalog(), Date::parse(DAY).unwrap()).findings;
    let bad = findings.into_iter().filter(|finding| finding.severity <= Severity::Unsupported);
    bad.map(|finding| format!("{}: {}", finding.rule.id, finding.message)).collect()
}

/// The plan files in a folder and below it.
fn plans(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(plans(&path));
        } else if path.to_str().is_some_and(|name| name.ends_with(".plan.json")) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn examples_raise_none() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let files = plans(&folder);
    assert!(files.len() > 5, "{files:?}");
    for file in files {
        let plan = codec::read(&fs::read_to_string(&file).unwrap()).unwrap().plan;
        assert_eq!(alarms(&plan), [""; 0], "{}", file.display());
    }
}

#[test]
fn presets_raise_none() {
    for preset in [&[PRODUCTION] as &[Preset], PRESETS, PORTAL].into_iter().flatten() {
        assert_eq!(alarms(&preset.plan()), [""; 0], "{}", preset.title);
    }
}
