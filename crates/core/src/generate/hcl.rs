//! HCL, the language of Terraform: blocks, arguments, and how texts are quoted.

use std::borrow::Cow;
use std::fmt::Write;

use super::snippet::{Snippet, SpanKind};
use crate::text::is_unseen;

/// What stands behind an equals sign.
pub(super) enum Expression {
    /// A text of the plan, or of ours.
    Text(String),
    /// A number, a switch or a reference, none of them with a text of the plan in it.
    Bare(String),
    /// A reference with a text joined to its end.
    Joined(&'static str, String),
    /// Several.
    List(Vec<Expression>),
    /// Texts by key.
    Map(Vec<(String, String)>),
    /// Arguments of our own in braces.
    Object(Vec<Argument>),
}

impl Expression {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn bare(word: &str) -> Self {
        Self::Bare(word.to_owned())
    }
}

/// A name, and what stands behind its equals sign.
pub(super) type Argument = (Cow<'static, str>, Expression);

/// A block: its kind, its labels, what it holds.
pub(super) struct Block {
    kind: &'static str,
    labels: Vec<String>,
    arguments: Vec<Argument>,
    blocks: Vec<Block>,
    /// What stands at the end, behind the blocks.
    closing: Vec<Argument>,
}

impl Block {
    pub(super) fn new(kind: &'static str, labels: &[&str]) -> Self {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        Self { kind, labels, arguments: Vec::new(), blocks: Vec::new(), closing: Vec::new() }
    }

    /// Sets the argument at a dotted path, making the blocks on the way. Of two values the later stays.
    pub(super) fn set(&mut self, path: &'static str, value: Expression) {
        let (blocks, name) = path.rsplit_once('.').unwrap_or(("", path));
        self.set_in(blocks, name, value);
    }

    /// Sets an argument of the block at a dotted path.
    pub(super) fn set_in(
        &mut self,
        blocks: &'static str,
        name: impl Into<Cow<'static, str>>,
        value: Expression,
    ) {
        let name = name.into();
        if blocks.is_empty() {
            self.arguments.retain(|(other, _)| *other != name);
            return self.arguments.push((name, value));
        }
        let (kind, rest) = blocks.split_once('.').unwrap_or((blocks, ""));
        if !self.blocks.iter().any(|block| block.kind == kind) {
            self.blocks.push(Self::new(kind, &[]));
        }
        if let Some(block) = self.blocks.iter_mut().find(|block| block.kind == kind) {
            block.set_in(rest, name, value);
        }
    }

    /// Puts a block before the others.
    pub(super) fn push_first(&mut self, block: Self) {
        self.blocks.insert(0, block);
    }

    /// Puts a block at the end.
    pub(super) fn push(&mut self, block: Self) {
        self.blocks.push(block);
    }

    /// Sets an argument that stands behind the blocks.
    pub(super) fn close(&mut self, name: &'static str, value: Expression) {
        self.closing.push((name.into(), value));
    }

    /// Writes the block as `terraform fmt` lays it out.
    pub(super) fn write(&self, level: usize, out: &mut Snippet) {
        out.line_at(level).push(SpanKind::Command, self.kind);
        for label in &self.labels {
            out.push(SpanKind::Plain, " ").push(SpanKind::Value, quote(label));
        }
        if self.arguments.is_empty() && self.blocks.is_empty() && self.closing.is_empty() {
            out.push(SpanKind::Plain, " {}");
            return;
        }
        out.push(SpanKind::Plain, " {");
        let mut parted = Parted(true);
        if !self.arguments.is_empty() {
            parted.begin(out);
            arguments(&self.arguments, level + 1, out);
        }
        for block in &self.blocks {
            parted.begin(out);
            block.write(level + 1, out);
        }
        if !self.closing.is_empty() {
            parted.begin(out);
            arguments(&self.closing, level + 1, out);
        }
        out.line_at(level).push(SpanKind::Plain, "}");
    }
}

/// Puts an empty line between parts.
pub(super) struct Parted(pub(super) bool);

impl Parted {
    pub(super) fn begin(&mut self, out: &mut Snippet) {
        if !std::mem::take(&mut self.0) {
            out.line();
        }
    }
}

/// Writes arguments, their equals signs below one another; those that take more than a line stand at the end.
fn arguments(list: &[Argument], level: usize, out: &mut Snippet) {
    let is_long = |value: &Expression| match value {
        Expression::Map(map) => !map.is_empty(),
        Expression::Object(object) => !object.is_empty(),
        _ => false,
    };
    let (long, short): (Vec<_>, Vec<_>) = list.iter().partition(|(_, value)| is_long(value));
    let wide = short.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, value) in short {
        argument(name, wide, level, out);
        expression(value, level, out);
    }
    for (name, value) in long {
        argument(name, 0, level, out);
        expression(value, level, out);
    }
}

fn argument(name: &str, wide: usize, level: usize, out: &mut Snippet) {
    out.line_at(level).push(SpanKind::Flag, name.to_owned());
    let blanks = wide.saturating_sub(name.chars().count());
    out.push(SpanKind::Plain, format!("{:blanks$} = ", ""));
}

fn expression(value: &Expression, level: usize, out: &mut Snippet) {
    match value {
        Expression::Text(text) => drop(out.push(SpanKind::Value, quote(text))),
        Expression::Bare(word) => drop(out.push(SpanKind::Value, word.clone())),
        Expression::Joined(reference, text) => {
            let mut joined = format!("\"${{{reference}}}");
            escape(text, &mut joined);
            joined.push('"');
            out.push(SpanKind::Value, joined);
        }
        Expression::List(list) => {
            out.push(SpanKind::Plain, "[");
            for (place, item) in list.iter().enumerate() {
                if place > 0 {
                    out.push(SpanKind::Plain, ", ");
                }
                expression(item, level, out);
            }
            out.push(SpanKind::Plain, "]");
        }
        Expression::Map(map) if map.is_empty() => drop(out.push(SpanKind::Plain, "{}")),
        Expression::Map(map) => {
            out.push(SpanKind::Plain, "{");
            let keys: Vec<String> = map.iter().map(|(key, _)| quote(key)).collect();
            let wide = keys.iter().map(|key| key.chars().count()).max().unwrap_or_default();
            for (key, (_, text)) in keys.iter().zip(map) {
                argument(key, wide, level + 1, out);
                out.push(SpanKind::Value, quote(text));
            }
            out.line_at(level).push(SpanKind::Plain, "}");
        }
        Expression::Object(object) => {
            out.push(SpanKind::Plain, "{");
            arguments(object, level + 1, out);
            out.line_at(level).push(SpanKind::Plain, "}");
        }
    }
}

/// A text as a literal that stays on its line, without interpolation or directives.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    escape(text, &mut out);
    out.push('"');
    out
}

fn escape(text: &str, out: &mut String) {
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // A sign in front of a brace begins a template; doubled, it does not.
            '$' | '%' if letters.peek() == Some(&'{') => out.extend([letter, letter]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_unseen(letter) => {
                let number = u32::from(letter);
                // Writing to a String does not fail.
                let _ = if number > 0xffff {
                    write!(out, "\\U{number:08x}")
                } else {
                    write!(out, "\\u{number:04x}")
                };
            }
            _ => out.push(letter),
        }
    }
}
