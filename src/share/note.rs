//! Notes: what reading has to say about a document that it could read.

use std::fmt;

use crate::json::quoted;

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

/// Where a reader stands, and its notes.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) list: Vec<Note>,
}

impl Notes {
    /// Adds a note.
    pub(super) fn add(&mut self, path: &str, text: impl Into<String>) {
        self.list.push(Note { path: path.to_owned(), text: text.into() });
    }
}

/// The path of a key below a path; a key that is not a plain name is quoted.
pub(super) fn below(path: &str, key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { format!("{path}.{key}") } else { format!("{path}[{}]", shown(key)) }
}

/// A text as a note quotes it: on one line, and short.
pub(super) fn shown(text: &str) -> String {
    const LONG: usize = 60;
    let mut short: String = text.chars().take(LONG).collect();
    if text.chars().nth(LONG).is_some() {
        short.push('…');
    }
    quoted(&short)
}

/// The candidate that `text` most likely means: the same but for the case of its letters, else at most two
/// letters (one, for short words) away.
pub(super) fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = text.to_ascii_lowercase().chars().take(80).collect();
    let allowed = if wanted.len() < 5 { 1 } else { 2 };
    candidates
        .map(|candidate| {
            (distance(&wanted, &candidate.to_ascii_lowercase().chars().collect::<Vec<_>>()), candidate)
        })
        .filter(|(steps, _)| *steps <= allowed)
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, candidate)| candidate)
}

/// Number of single-letter insertions, deletions and replacements between two words.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            left = (corner + usize::from(x != y)).min(above + 1).min(left + 1);
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_word_is_close_or_none() {
        let words = ["vmSize", "mode", "maxPods", "maxCount"];
        assert_eq!(nearest("VMSIZE", words.into_iter()), Some("vmSize"));
        assert_eq!(nearest("vmSzie", words.into_iter()), Some("vmSize"));
        assert_eq!(nearest("mod", words.into_iter()), Some("mode"));
        assert_eq!(nearest("moot", words.into_iter()), None);
        assert_eq!(nearest("", words.into_iter()), None);
    }

    #[test]
    fn odd_keys_are_quoted_in_paths() {
        assert_eq!(below("$", "pools"), "$.pools");
        assert_eq!(below("$", "a\nb"), r#"$["a\nb"]"#);
    }
}
