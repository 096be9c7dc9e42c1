//! `--baseline`: findings that are known, so that only others fail.

use std::collections::BTreeMap;

use poolwright::syntax;
use poolwright::to_json::{Json, Object, pretty};

use super::Run;
use super::issue::Status;
use super::json::object;
use crate::input;

/// Known findings and how often each is known: by file, rule, pool and property.
pub(super) struct Baseline(BTreeMap<[String; 4], i64>);

impl Baseline {
    /// Returns all findings of a run that aren't accepted.
    pub(super) fn of(run: &Run) -> Self {
        let mut known = BTreeMap::new();
        for checked in &run.checked {
            for issue in
                checked.issues.iter().filter(|issue| !matches!(issue.status, Status::Accepted { .. }))
            {
                *known.entry(key(&checked.name, issue)).or_insert(0) += 1;
            }
        }
        Self(known)
    }

    pub(super) fn read(file: &str) -> Result<Self, String> {
        let text = input::text(file)?;
        let tree = syntax::parse_json(&text).map_err(|error| format!("{file}: {error}."))?;
        let rows = tree.as_object().and_then(|object| object.get("findings")?.as_list());
        let rows =
            rows.ok_or_else(|| format!("{file} isn't a baseline; write one with --update-baseline."))?;
        let mut known = BTreeMap::new();
        for row in rows.iter().filter_map(|row| row.as_object()) {
            let text = |key: &str| row.text(key).unwrap_or_default().to_owned();
            let count = row.get("count").and_then(poolwright::syntax::Node::as_whole).unwrap_or(1);
            *known.entry([text("file"), text("rule"), text("pool"), text("field")]).or_insert(0) += count;
        }
        Ok(Self(known))
    }

    pub(super) fn write(&self, file: &str) -> Result<(), String> {
        let row = |([name, rule, pool, field], count): (&[String; 4], &i64)| {
            let mut entries = vec![("file", Json::from(name.as_str())), ("rule", rule.as_str().into())];
            let optional = [("pool", pool), ("field", field)];
            entries.extend(
                optional
                    .into_iter()
                    .filter(|(_, text)| !text.is_empty())
                    .map(|(key, text)| (key, text.as_str().into())),
            );
            if *count > 1 {
                entries.push(("count", Json::from(*count)));
            }
            object(&entries)
        };
        let mut whole = Object::new();
        whole.insert("version".to_owned(), Json::from(1));
        whole.insert("findings".to_owned(), Json::Array(self.0.iter().map(row).collect()));
        std::fs::write(file, pretty(&whole.into()))
            .map_err(|error| format!("{file} cannot be written: {error}."))
    }

    /// Marks the findings that are known.
    pub(super) fn apply(mut self, run: &mut Run) {
        for checked in &mut run.checked {
            for issue in checked.issues.iter_mut().filter(|issue| issue.status == Status::New) {
                if let Some(left) = self.0.get_mut(&key(&checked.name, issue)).filter(|left| **left > 0) {
                    *left -= 1;
                    issue.status = Status::Known;
                }
            }
        }
    }
}

fn key(name: &str, issue: &super::issue::Issue) -> [String; 4] {
    [
        name.to_owned(),
        issue.rule.clone(),
        issue.pool.clone().unwrap_or_default(),
        issue.field.unwrap_or_default().to_owned(),
    ]
}
