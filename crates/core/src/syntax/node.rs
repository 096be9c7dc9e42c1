//! The tree of a document.

use crate::decimal::Decimal;
use crate::text::shown;
use crate::to_json::Json;

/// A value of a document, and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub content: Content,
    /// Its place in the text; empty for a value that was computed.
    pub span: Span,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, digit for digit.
    Number(Number),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object.
    Object(Object),
}

/// A number as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(pub(super) String);

/// The entries of an object in their own order. A key may occur more than once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(pub Vec<Entry>);

/// An entry of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is written.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// A range of bytes of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Returns the span of a range; offsets beyond 4 GiB are cut.
    pub(super) fn new(start: usize, end: usize) -> Self {
        let cut = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end) }
    }
}

/// A place in a text, as editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// Returns the position of a byte offset in a text.
    pub(crate) fn at(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        Self { line, column }
    }
}

/// The lines of a text, by which positions are found without reading all of the text again.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(offset, _)| offset + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Returns the position of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        Position { line, column: before.chars().count() + 1 }
    }
}

/// Returns the path of a key below a path; a key that isn't a plain name is quoted.
pub(crate) fn below(path: &str, key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { format!("{path}.{key}") } else { format!("{path}[{}]", shown(key)) }
}

impl Node {
    /// Returns a node for content at a place of a text.
    pub(super) fn new(content: Content, span: Span) -> Self {
        Self { content, span }
    }

    /// Returns what kind of value it is, as a sentence names it: "a number".
    pub fn kind(&self) -> &'static str {
        match &self.content {
            Content::Null => "null",
            Content::Bool(_) => "true or false",
            Content::Number(_) => "a number",
            Content::Text(_) => "a text",
            Content::List(_) => "a list",
            Content::Object(_) => "an object",
        }
    }

    /// Returns whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.content == Content::Null
    }

    /// Returns whether it is a list or an object.
    pub fn is_container(&self) -> bool {
        matches!(self.content, Content::List(_) | Content::Object(_))
    }

    /// Returns the text of a string.
    pub fn as_text(&self) -> Option<&str> {
        if let Content::Text(text) = &self.content { Some(text) } else { None }
    }

    /// Returns a number that is whole and fits.
    pub fn as_whole(&self) -> Option<i64> {
        if let Content::Number(number) = &self.content { number.whole() } else { None }
    }

    /// Returns the entries of an object.
    pub fn as_object(&self) -> Option<&Object> {
        if let Content::Object(object) = &self.content { Some(object) } else { None }
    }

    /// Returns the elements of an array.
    pub fn as_list(&self) -> Option<&[Node]> {
        if let Content::List(list) = &self.content { Some(list) } else { None }
    }

    /// Returns the value. Of a key that occurs more than once the last value is kept; numbers take their plain form,
    /// digit for digit.
    pub fn to_json(&self) -> Json {
        match &self.content {
            Content::Null => Json::Null,
            Content::Bool(flag) => Json::Bool(*flag),
            Content::Number(number) => number.to_json(),
            Content::Text(text) => Json::String(text.clone()),
            Content::List(items) => items.iter().map(Self::to_json).collect(),
            Content::Object(Object(entries)) => {
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect()
            }
        }
    }

    /// Returns where the value at a path below this node starts, or its key; where nothing is at that path, the start
    /// of the last value on the way that is there.
    pub(super) fn offset_of(&self, path: &str) -> usize {
        self.offset_below(path).unwrap_or(self.span.start as usize)
    }

    fn offset_below(&self, path: &str) -> Option<usize> {
        let is_whole = |rest: &str| rest.is_empty() || rest.starts_with(['.', '[']);
        match &self.content {
            Content::List(items) => {
                let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
                Some(items.get(index.parse::<usize>().ok()?)?.offset_of(rest))
            }
            // The last value of a repeated key is the one that counts.
            Content::Object(Object(entries)) => entries.iter().rev().find_map(|entry| {
                let rest = path.strip_prefix(&below("", &entry.key)).filter(|rest| is_whole(rest))?;
                let key = entry.key_span.start as usize;
                Some(if rest.is_empty() { key } else { entry.value.offset_below(rest).unwrap_or(key) })
            }),
            _ => None,
        }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Content::Text(text).into()
    }
}

impl From<Content> for Node {
    /// Returns a value that was computed, which has no place in a text.
    fn from(content: Content) -> Self {
        Self::new(content, Span::default())
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl Number {
    /// Returns a number of digits that are known to be one.
    pub(crate) fn of_digits(digits: &str) -> Self {
        Self(digits.to_owned())
    }

    /// Returns the number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns a number that is whole and fits: `3`, also written `3.0` or `3e0`.
    pub fn whole(&self) -> Option<i64> {
        self.decimal()?.whole()
    }

    /// Returns the number in its plain form; `None` where that would take more than 400 digits.
    pub fn decimal(&self) -> Option<Decimal> {
        Decimal::parse(&self.0)
    }

    /// Returns the digits in the number's plain form, or as they are written where that would be too long.
    pub fn plain(&self) -> String {
        self.decimal().map_or_else(|| self.0.clone(), |number| number.to_string())
    }

    fn to_json(&self) -> Json {
        let as_written = || self.0.parse().map_or_else(|_| Json::String(self.0.clone()), Json::Number);
        self.decimal().map_or_else(as_written, |number| number.to_json())
    }
}

impl Object {
    /// Returns the value of a key, whatever the case of its letters; `null` counts as absent.
    ///
    /// The tools agree on the letters of a name but not on their case: `osDiskSizeGB` is ARM's, `osDiskSizeGb` is the
    /// CLI's, `OsDiskSizeGB` is PowerShell's.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.0.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?;
        Some(&entry.value).filter(|value| !value.is_null())
    }

    /// Returns the text at a key, in any case.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::as_text)
    }
}
