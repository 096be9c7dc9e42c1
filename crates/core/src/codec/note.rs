//! Notes about a document that could be read.

use std::fmt;

pub(super) use crate::syntax::below;
use crate::syntax::{Position, Span, Tree};
use crate::text::{nearest, quoted, shown};

/// The rule by which the command line reports a value that was left out on reading.
pub const VALUE_LEFT_OUT: &str = "value-left-out";

/// A remark about one place of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// JSON path of the place: `$.pools[0].vmSize`.
    pub path: String,
    /// What is there and what was done about it.
    pub text: String,
    /// Whether a value of the document was left out, so that no rule looked at it.
    pub left_out: bool,
    /// Whether that value can't be right, because it is of another type than its property.
    pub is_wrong_type: bool,
    /// Where that is in the text, if the text is at hand and has the place.
    pub position: Option<Position>,
}

impl Note {
    /// Returns a note about a place, by its path only.
    pub(super) fn new(path: &str, text: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            text: text.into(),
            left_out: false,
            is_wrong_type: false,
            position: None,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path, self.text)
    }
}

/// A property of a live resource that isn't part of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// JSON path of the resource: `$.agentPoolProfiles[0]`.
    pub path: String,
    /// ARM's name for it: `nodeImageVersion`.
    pub key: &'static str,
    /// Its current value.
    pub value: String,
}

impl fmt::Display for Fact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} is {}", self.path, self.key, named(&self.value))
    }
}

/// The notes of reading a document.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Properties of live resources that aren't part of a plan.
    pub(super) facts: Vec<Fact>,
    /// Where the properties of what is read at the moment are written.
    pub(super) spans: Vec<(&'static str, Span)>,
    /// Properties of what is read at the moment whose values were left out, in part or altogether.
    pub(super) unread: Vec<&'static str>,
    /// The number of values that were left out so far.
    pub(super) left_out: usize,
    list: Vec<Note>,
    /// The number of notes that were dropped.
    more: usize,
    /// Whether one of these is about a value that was left out.
    more_left_out: bool,
    /// Whether one of these is about a value of the wrong type.
    more_wrong_type: bool,
}

impl Notes {
    /// Maximum number of notes that are kept one by one.
    const MOST: usize = 200;

    /// Adds a note.
    pub(super) fn add(&mut self, path: &str, text: impl Into<String>) {
        self.push(Note::new(path, text));
    }

    /// Adds a note about a value that is left out, so that no rule looks at it.
    pub(super) fn add_left_out(&mut self, path: &str, text: impl Into<String>) {
        self.push(Note { left_out: true, ..Note::new(path, text) });
    }

    /// Adds a note about a value that is left out because it is of another type than its property.
    pub(super) fn add_wrong_type(&mut self, path: &str, text: impl Into<String>) {
        self.push(Note { left_out: true, is_wrong_type: true, ..Note::new(path, text) });
    }

    fn push(&mut self, note: Note) {
        self.left_out += usize::from(note.left_out);
        if self.list.len() < Self::MOST {
            self.list.push(note);
        } else {
            self.more += 1;
            self.more_left_out |= note.left_out;
            self.more_wrong_type |= note.is_wrong_type;
        }
    }

    /// Returns the notes; beyond the first 200 only their number.
    pub(super) fn done(mut self) -> Vec<Note> {
        if self.more > 0 {
            let text = format!("{} more remarks aren't listed.", self.more);
            self.list.push(Note {
                left_out: self.more_left_out,
                is_wrong_type: self.more_wrong_type,
                ..Note::new("$", text)
            });
        }
        self.list
    }
}

/// Returns a name of a document as a sentence has it: quoted unless it is plain.
pub(super) fn named(key: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.-/".contains(c);
    if !key.is_empty() && key.chars().all(is_plain) { key.to_owned() } else { shown(key) }
}

/// Adds the positions of notes in their text, and notes which parts of the text are not part of its document.
pub(super) fn locate(notes: &mut Vec<Note>, tree: &Tree<'_>) {
    for note in notes.iter_mut() {
        note.position = tree.position_of(&note.path);
    }
    let skipped = tree.skipped.iter();
    let skipped =
        skipped.map(|part| Note { position: Some(part.position), ..Note::new("$", &part.sentence) });
    notes.splice(0..0, skipped);
}

/// Returns the question after a word that is nearly right; empty if no candidate is near.
pub(super) fn did_you_mean<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    nearest(text, candidates).map(|word| format!(" Did you mean {}?", quoted(word))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_keys_are_quoted_in_paths() {
        assert_eq!(below("$", "pools"), "$.pools");
        assert_eq!(below("$", "a\nb"), r#"$["a\nb"]"#);
        assert_eq!(below("$", ""), r#"$[""]"#);
    }

    #[test]
    fn a_flood_is_counted() {
        let mut notes = Notes::default();
        for _ in 0..203 {
            notes.add("$.x", "wrong");
        }
        let notes = notes.done();
        assert_eq!(notes.len(), 201);
        assert_eq!(notes[200].to_string(), "$: 3 more remarks aren't listed.");
        assert!(!notes[200].left_out);
    }

    #[test]
    fn a_value_that_is_left_out_counts_after_a_flood_too() {
        let mut notes = Notes::default();
        for _ in 0..200 {
            notes.add("$.x", "kept as it is");
        }
        notes.add_left_out("$.y", "left out");
        assert!(notes.done()[200].left_out);
    }
}
