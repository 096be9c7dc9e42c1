//! YAML, by the events of the library `saphyr-parser`. Scalars are resolved as YAML 1.2's core schema does,
//! as far as `az -o yaml` agrees with it.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::error::{DEPTH, Language, Problem, SyntaxError};
use super::node::{Content, Entry, Node, Number, Object, Position, Span};
use crate::decimal::Decimal;

/// Maximum number of nodes that all aliases of a document may add.
const MOST_ALIASED: usize = 10_000;

/// Parses the first document of a range, and returns it with its own range, which ends where another one begins.
pub(super) fn parse(text: &str, range: Range<usize>) -> Result<(Node, Range<usize>), SyntaxError> {
    let part = text.get(range.clone()).unwrap_or_default();
    let offsets = Offsets::new(part, range.start);
    let mut builder = Builder::default();
    let fail = |offset: usize, problem| {
        let position = Position::at(text, offset);
        SyntaxError { position, language: Language::Yaml, problem }
    };
    let mut events = Parser::new_from_str(part);
    while let Some(event) = events.next() {
        let (event, span) =
            event.map_err(|error| fail(offsets.offset(error.marker()), Problem::yaml(error.info())))?;
        let span = Span::new(offsets.offset(&span.start), offsets.offset(&span.end));
        let done = builder.take(event, span).map_err(|problem| fail(span.start as usize, problem))?;
        if let Some(node) = done {
            // The parser never gets past an error: it returns the same one each time.
            let next = events.find_map(|event| match event {
                Ok((Event::DocumentStart(_), span)) => Some(offsets.offset(&span.start)),
                Ok(_) => None,
                Err(error) => Some(offsets.offset(error.marker())),
            });
            let is_marker =
                |line: &str| line.is_empty() || line == "---" || line == "..." || line.starts_with('#');
            let is_empty = |start: &usize| {
                let rest = text.get(*start..range.end).unwrap_or_default();
                rest.lines().all(|line| is_marker(line.trim()))
            };
            let end = next.filter(|start| !is_empty(start)).unwrap_or(range.end);
            return Ok((node, range.start..end));
        }
    }
    Err(fail(range.end, Problem::EndsEarly))
}

/// The byte offsets of the characters of a text, in which the library counts.
struct Offsets {
    base: usize,
    /// Empty where each character is one byte.
    characters: Vec<usize>,
    length: usize,
}

impl Offsets {
    fn new(text: &str, base: usize) -> Self {
        let characters = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(offset, _)| offset).collect()
        };
        Self { base, characters, length: text.len() }
    }

    fn offset(&self, marker: &Marker) -> usize {
        let index = marker.index();
        let offset = if self.characters.is_empty() {
            index
        } else {
            self.characters.get(index).copied().unwrap_or(self.length)
        };
        self.base + offset.min(self.length)
    }
}

/// Builds nodes from events.
#[derive(Default)]
struct Builder {
    /// The lists and objects that are not complete.
    open: Vec<Open>,
    /// Complete nodes by their anchors, with the number of nodes in them and how deep they nest.
    anchors: BTreeMap<usize, (Node, usize, usize)>,
    aliased: usize,
}

/// A list or an object that is not complete.
struct Open {
    content: OpenContent,
    start: Span,
    anchor: usize,
}

enum OpenContent {
    List(Vec<Node>),
    Object(Vec<Entry>, Option<(String, Span)>),
}

impl Builder {
    /// Takes an event, and returns the document when it is complete.
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<Option<Node>, Problem> {
        let (node, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (Node::new(scalar(&text, style, tag.as_deref()), span), anchor)
            }
            Event::Alias(anchor) => {
                let Some((node, size, depth)) = self.anchors.get(&anchor) else {
                    return Err(Problem::Yaml("an alias can't refer to what it is part of".to_owned()));
                };
                self.aliased += size;
                if self.aliased > MOST_ALIASED {
                    return Err(Problem::TooManyAliases);
                }
                if self.open.len() + depth > DEPTH {
                    return Err(Problem::TooDeep);
                }
                (node.clone(), 0)
            }
            Event::SequenceStart(anchor, _) => {
                return self.open(OpenContent::List(Vec::new()), span, anchor);
            }
            Event::MappingStart(anchor, _) => {
                return self.open(OpenContent::Object(Vec::new(), None), span, anchor);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Ok(None) };
                let content = match open.content {
                    OpenContent::List(items) => Content::List(items),
                    OpenContent::Object(entries, _) => Content::Object(Object(entries)),
                };
                let span = Span { start: open.start.start, end: span.end.max(open.start.end) };
                (Node::new(content, span), open.anchor)
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => return Ok(None),
        };
        if anchor > 0 {
            let (size, depth) = (size(&node), depth(&node));
            if size > MOST_ALIASED {
                return Err(Problem::TooManyAliases);
            }
            self.anchors.insert(anchor, (node.clone(), size, depth));
        }
        self.add(node)
    }

    fn open(&mut self, content: OpenContent, start: Span, anchor: usize) -> Result<Option<Node>, Problem> {
        if self.open.len() >= DEPTH {
            return Err(Problem::TooDeep);
        }
        self.open.push(Open { content, start, anchor });
        Ok(None)
    }

    /// Puts a complete node where it belongs; returns it where it is the document.
    fn add(&mut self, node: Node) -> Result<Option<Node>, Problem> {
        let Some(open) = self.open.last_mut() else { return Ok(Some(node)) };
        match &mut open.content {
            OpenContent::List(items) => items.push(node),
            OpenContent::Object(entries, key) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: node }),
                None => *key = Some((text_of_key(node.content)?, node.span)),
            },
        }
        Ok(None)
    }
}

fn text_of_key(content: Content) -> Result<String, Problem> {
    match content {
        Content::Text(text) => Ok(text),
        Content::Number(number) => Ok(number.as_str().to_owned()),
        Content::Bool(flag) => Ok(flag.to_string()),
        Content::Null => Ok("null".to_owned()),
        Content::List(_) | Content::Object(_) => Err(Problem::KeyIsNotText),
    }
}

/// Returns the number of lists and objects around the innermost value of a node.
fn depth(node: &Node) -> usize {
    match &node.content {
        Content::List(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Content::Object(Object(entries)) => {
            1 + entries.iter().map(|entry| depth(&entry.value)).max().unwrap_or_default()
        }
        _ => 0,
    }
}

/// Returns the number of nodes in a node, with itself.
fn size(node: &Node) -> usize {
    1 + match &node.content {
        Content::List(items) => items.iter().map(size).sum(),
        Content::Object(Object(entries)) => entries.iter().map(|entry| size(&entry.value)).sum(),
        _ => 0,
    }
}

/// Resolves a scalar. Only plain ones are anything but text.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Content {
    let is_text =
        tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str" || tag.handle == "!");
    if style != ScalarStyle::Plain || is_text {
        return Content::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Content::Null,
        "true" | "True" | "TRUE" => Content::Bool(true),
        "false" | "False" | "FALSE" => Content::Bool(false),
        _ if is_number(text) => Content::Number(Number(text.to_owned())),
        _ => Content::Text(text.to_owned()),
    }
}

/// Returns whether a plain scalar is a number: digits as JSON has them. Without a point, an exponent makes no number:
/// `az -o yaml` doesn't quote the text `12e5`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let has_leading_zero =
        digits.starts_with('0') && digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    let is_hash = digits.contains(['e', 'E']) && !digits.contains('.');
    !has_leading_zero && !is_hash && Decimal::parse(text).is_some()
}
