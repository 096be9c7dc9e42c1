//! `--fix` and `--diff`: safe fixes of plan files.

use poolwright::catalog::Catalog;
use poolwright::codec::{self, Document};
use poolwright::lint::{Date, apply_safe_fixes};
use similar::TextDiff;

use super::Checked;
use super::files::Input;
use crate::args::Check;
use crate::output;

/// Applies the safe fixes of a plan file, or shows them; returns whether there are any.
pub(super) fn fix(
    one: &Input,
    document: &mut Document,
    args: &Check,
    catalog: &Catalog,
    today: Date,
) -> Result<bool, String> {
    let Some(text) = one.text.as_ref().filter(|_| one.is_file && Checked::is_plan_file(document)) else {
        // Of files that a directory has beside plans, nobody expects it.
        if !one.is_found {
            output::error(&format!("note: {}: only plan files can be fixed.", one.name));
        }
        return Ok(false);
    };
    let (plan, done) = apply_safe_fixes(&document.plan, catalog, today);
    if done.is_empty() {
        return Ok(false);
    }
    // Comments and values that were left out would be lost.
    let is_plain = serde_json::from_str::<serde_json::Value>(text.trim_start_matches('\u{feff}')).is_ok();
    if !is_plain || document.notes.iter().any(|note| note.left_out) {
        let why = if is_plain {
            "has values that were left out on reading"
        } else {
            "has comments or trailing commas"
        };
        output::error(&format!(
            "note: {}: not fixed, because the file {why}, which would be lost.",
            one.name
        ));
        return Ok(false);
    }
    let new = codec::write_with(&plan, document);
    if args.diff {
        let diff = TextDiff::from_lines(text.as_str(), new.as_str());
        let (old_name, new_name) = (format!("a/{}", one.name), format!("b/{}", one.name));
        output::print(&diff.unified_diff().header(&old_name, &new_name).to_string())?;
        return Ok(true);
    }
    std::fs::write(&one.name, &new).map_err(|error| format!("{} cannot be written: {error}.", one.name))?;
    for title in &done {
        output::error(&format!("fixed: {}: {title}", one.name));
    }
    // What follows is about the new file.
    if let Ok(read) = codec::read(&new) {
        *document = read;
    }
    Ok(true)
}
