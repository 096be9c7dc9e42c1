//! Documents as trees with positions: JSON as Azure's tools and people have it, and YAML.
//!
//! Everything from outside is read through this tree: plan files, links, what tools print, and templates. It keeps
//! repeated keys and the digits of numbers, and knows where each value is written. Values that the product keeps or
//! writes are `serde_json`'s ([`crate::to_json`]).

mod error;
mod json;
mod node;
mod text;
mod yaml;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use node::below;

pub use error::{Language, Problem, SyntaxError};
pub use node::{Content, Entry, Lines, Node, Number, Object, Position, Span};
pub use text::decode;

use crate::text::shown;

/// A document: its tree, and what of the text is not part of it.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    /// The whole document.
    pub root: Node,
    /// The parts of the text that were skipped, in the order of the text.
    pub skipped: Vec<Skipped>,
    /// The text that spans refer to: without a byte order mark and terminal colors.
    text: Cow<'a, str>,
}

/// A part of a text that is not part of its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where it starts.
    pub position: Position,
    /// What it is, as a sentence.
    pub sentence: String,
}

impl Tree<'_> {
    /// Returns the position of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        Position::at(&self.text, offset)
    }

    /// Returns the position of the value at a path as notes write it, such as `$.pools[0].vmSize`; for a key, of the
    /// key itself. Where nothing is at that path, of what is there of it. `None` for what isn't a path.
    pub fn position_of(&self, path: &str) -> Option<Position> {
        let offset = self.root.offset_of(path.strip_prefix('$')?);
        Some(self.position(offset))
    }

    /// Returns the lines of the text, to look up many positions.
    pub fn lines(&self) -> Lines<'_> {
        Lines::new(&self.text)
    }
}

/// Parses a text that is JSON and nothing else. Comments and trailing commas are accepted, as in ARM templates.
///
/// # Errors
/// What was expected, and where.
pub fn parse_json(text: &str) -> Result<Node, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    json::parse(text, 0..text.trim_end().len())
}

/// Parses JSON or YAML as people paste it: with a byte order mark, terminal colors, warnings or progress before the
/// value, a code fence around it, or a prompt after it. What is skipped is reported in [`Tree::skipped`].
///
/// # Errors
/// What was expected, and where.
pub fn parse(text: &str) -> Result<Tree<'_>, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let plain = text::without_colors(text);
    let mut skipped = Vec::new();
    if matches!(plain, Cow::Owned(_)) {
        let position = Position { line: 1, column: 1 };
        skipped.push(Skipped { position, sentence: "Terminal color codes were skipped.".to_owned() });
    }
    let (root, range) = find(&plain)?;
    let mut skip = |range: Range<usize>, place: &str| {
        let part = plain.get(range.clone()).unwrap_or_default();
        let visible = part.trim();
        if !visible.is_empty() {
            let start = range.start + (part.len() - part.trim_start().len());
            let sentence = format!("The text {place} the document was skipped: {}.", shown(visible));
            skipped.push(Skipped { position: Position::at(&plain, start), sentence });
        }
    };
    skip(0..range.start, "before");
    skip(range.end..plain.len(), "after");
    Ok(Tree { root, skipped, text: plain })
}

/// Most places of a text at which JSON is tried.
const MOST_CANDIDATES: usize = 20;

/// Finds the document in a text, and returns it with its range.
fn find(text: &str) -> Result<(Node, Range<usize>), SyntaxError> {
    let whole = text::start(text, 0)..text.trim_end().len();
    let rest = text.get(whole.start..).unwrap_or_default();
    if rest.starts_with(['{', '[', '"', '/']) {
        return json::parse_first(text, whole);
    }
    let mut first = None;
    for fence in text::fences(text).into_iter().take(MOST_CANDIDATES) {
        match find_in(text, fence, true) {
            Ok(found) if found.0.is_container() => return Ok(found),
            other => {
                first.get_or_insert(other);
            }
        }
    }
    first.unwrap_or_else(|| find_in(text, whole, false))
}

/// Finds the document in a range of a text.
fn find_in(text: &str, range: Range<usize>, is_fence: bool) -> Result<(Node, Range<usize>), SyntaxError> {
    let start = text::after_notices(text, range.clone());
    let rest = text.get(start..range.end).unwrap_or_default();
    if is_fence && rest.starts_with(['{', '[', '"', '/']) {
        return json::parse_first(text, start..range.end);
    }
    let mut error = None;
    if text::looks_like_yaml(rest) {
        match yaml::parse(text, start..range.end) {
            Ok((node, range)) if node.is_container() => return Ok((node, range)),
            Ok(_) => {}
            Err(problem) => error = Some(problem),
        }
    }
    let mut nearest: Option<SyntaxError> = None;
    for start in text::json_starts(text, range.clone()).take(MOST_CANDIDATES) {
        match json::parse_first(text, start..range.end) {
            Ok(found) => return Ok(found),
            Err(problem) if nearest.as_ref().is_none_or(|known| known.position < problem.position) => {
                nearest = Some(problem);
            }
            Err(_) => {}
        }
    }
    match nearest.or(error) {
        Some(error) => Err(error),
        None => json::parse_first(text, start..range.end),
    }
}

#[cfg(test)]
mod tests;
