//! Notes: what reading has to say about a document that it could read.

use std::fmt;

use crate::json::{quoted, shown};

/// A remark about one place of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// JSON path of the place: `$.pools[0].vmSize`.
    pub path: String,
    /// What is there and what was done about it.
    pub text: String,
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path, self.text)
    }
}

/// Something that only a live resource tells of itself, and no plan holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// JSON path of the resource: `$.agentPoolProfiles[0]`.
    pub path: String,
    /// What it is, as ARM calls it: `nodeImageVersion`.
    pub key: &'static str,
    /// What it is at the moment.
    pub value: String,
}

impl fmt::Display for Fact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} is {}", self.path, self.key, named(&self.value))
    }
}

/// The notes of a reading.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// What live resources tell of themselves.
    pub(super) facts: Vec<Fact>,
    list: Vec<Note>,
    /// How many more there are than anybody would read.
    more: usize,
}

impl Notes {
    /// Most notes that are kept one by one.
    const MOST: usize = 200;

    /// Adds a note.
    pub(super) fn add(&mut self, path: &str, text: impl Into<String>) {
        if self.list.len() < Self::MOST {
            self.list.push(Note { path: path.to_owned(), text: text.into() });
        } else {
            self.more += 1;
        }
    }

    /// The notes; beyond the first 200 only their number.
    pub(super) fn done(mut self) -> Vec<Note> {
        if self.more > 0 {
            let text = format!("{} more remarks of this kind are not listed.", self.more);
            self.list.push(Note { path: "$".to_owned(), text });
        }
        self.list
    }
}

/// A name of a document as a sentence has it: quoted unless it is plain.
pub(super) fn named(key: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.-/".contains(c);
    if !key.is_empty() && key.chars().all(is_plain) { key.to_owned() } else { shown(key) }
}

/// The path of a key below a path; a key that is not a plain name is quoted.
pub(super) fn below(path: &str, key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { format!("{path}.{key}") } else { format!("{path}[{}]", shown(key)) }
}

/// The question after a word that is nearly right; nothing when none of the candidates is near.
pub(super) fn did_you_mean<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    nearest(text, candidates).map(|word| format!(" Did you mean {}?", quoted(word))).unwrap_or_default()
}

/// The candidate that `text` most likely means: the same but for the case of its letters, else at most two slips
/// of the finger (one, for short words) away.
fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |text: &str| text.chars().map(|letter| letter.to_ascii_lowercase()).collect::<Vec<_>>();
    let wanted = letters(text);
    let allowed = if wanted.len() < 5 { 1 } else { 2 };
    candidates
        .filter(|candidate| candidate.len().abs_diff(wanted.len()) <= allowed)
        .map(|candidate| (slips(&wanted, &letters(candidate)), candidate))
        .filter(|(slips, _)| *slips <= allowed)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// Letters too many, missing, wrong or swapped with their neighbour, between two words.
fn slips(a: &[char], b: &[char]) -> usize {
    // Row by row through the table of slips between all beginnings of both words; a swap looks two rows back.
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = at(&row, j) + usize::from(x != y);
            let mut least = replaced.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_word_is_close_or_none() {
        let words = ["vmSize", "mode", "maxPods", "maxCount"];
        for (typed, meant) in [
            ("VMSIZE", Some("vmSize")),
            ("vmSzie", Some("vmSize")),
            ("vm_size", Some("vmSize")),
            ("mdoe", Some("mode")),
            ("mod", Some("mode")),
            ("maxPod", Some("maxPods")),
            ("moot", None),
            ("max", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, words.into_iter()), meant, "{typed}");
        }
    }

    #[test]
    fn slips_are_counted() {
        let slips = |a: &str, b: &str| slips(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!([slips("", ""), slips("abc", ""), slips("", "abc"), slips("abc", "abc")], [0, 3, 3, 0]);
        assert_eq!(
            [slips("abc", "acb"), slips("abc", "axc"), slips("abc", "abbc"), slips("abcd", "badc")],
            [1, 1, 1, 2]
        );
    }

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
        assert_eq!(notes[200].to_string(), "$: 3 more remarks of this kind are not listed.");
    }
}
