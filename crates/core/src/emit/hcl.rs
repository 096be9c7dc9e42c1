//! HCL, the language of Terraform: blocks, arguments, and how texts are quoted.

use super::snippet::{Snippet, SpanKind};
use crate::quote::Code;
use crate::quote::hcl::{joined, number, quote};

/// The value of an argument, after its equals sign.
pub(super) enum Expression {
    /// A text of the plan, or of ours.
    Text(String),
    /// A number, in digits.
    Number(String),
    /// A switch or a reference: a literal of ours, or the address of a block.
    Bare(Code),
    /// A reference with a text joined to its end.
    Joined(&'static str, String),
    /// Several.
    List(Vec<Expression>),
    /// Several, each on a line of its own where they are more than a line takes.
    Lines(Vec<Expression>),
    /// Texts by key.
    Map(Vec<(String, String)>),
    /// Arguments of our own in braces.
    Object(Vec<Argument>),
}

impl Expression {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn bare(word: impl Into<Code>) -> Self {
        Self::Bare(word.into())
    }

    pub(super) fn flag(flag: bool) -> Self {
        Self::bare(if flag { "true" } else { "false" })
    }
}

/// How many arguments [`Expression::Lines`] puts on one line.
const ON_A_LINE: usize = 3;

/// A name and its value.
pub(super) type Argument = (Code, Expression);

/// A block: its kind, its labels, what it holds.
pub(super) struct Block {
    kind: &'static str,
    labels: Vec<String>,
    arguments: Vec<Argument>,
    blocks: Vec<Block>,
    /// Arguments at the end, after the blocks.
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
    pub(super) fn set_in(&mut self, blocks: &'static str, name: impl Into<Code>, value: Expression) {
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

    /// Returns whether an argument is set at a dotted path, or a block is there.
    pub(super) fn has(&self, path: &str) -> bool {
        let (head, rest) = path.split_once('.').unwrap_or((path, ""));
        let mut inner = self.blocks.iter().filter(|block| block.kind == head);
        match rest {
            "" => inner.next().is_some() || self.arguments.iter().any(|(name, _)| name.as_str() == head),
            rest => inner.any(|block| block.has(rest)),
        }
    }

    /// Returns whether an argument of it is that reference.
    pub(super) fn refers_to(&self, reference: &str) -> bool {
        let is_it =
            |(_, value): &Argument| matches!(value, Expression::Bare(bare) if bare.as_str() == reference);
        self.arguments.iter().any(is_it) || self.blocks.iter().any(|block| block.refers_to(reference))
    }

    /// Returns whether it is a block of that kind with that first label.
    pub(super) fn is(&self, kind: &str, label: &str) -> bool {
        self.kind == kind && self.labels.first().is_some_and(|first| first == label)
    }

    /// Puts a block before the others.
    pub(super) fn push_first(&mut self, block: Self) {
        self.blocks.insert(0, block);
    }

    /// Puts blocks into the block of that name, which is created if it isn't there.
    pub(super) fn push_in(&mut self, kind: &'static str, blocks: Vec<Self>) {
        if !self.blocks.iter().any(|block| block.kind == kind) {
            self.blocks.push(Self::new(kind, &[]));
        }
        if let Some(block) = self.blocks.iter_mut().find(|block| block.kind == kind) {
            block.blocks.extend(blocks);
        }
    }

    /// Puts a block at the end.
    pub(super) fn push(&mut self, block: Self) {
        self.blocks.push(block);
    }

    /// Sets an argument that is written after the blocks.
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

/// Writes arguments, their equals signs below one another; those of more than one line come last.
fn arguments(list: &[Argument], level: usize, out: &mut Snippet) {
    let is_long = |value: &Expression| match value {
        Expression::Map(map) => !map.is_empty(),
        Expression::Object(object) => !object.is_empty(),
        Expression::Lines(list) => is_tall(list),
        _ => false,
    };
    let (long, short): (Vec<_>, Vec<_>) = list.iter().partition(|(_, value)| is_long(value));
    let wide = short.iter().map(|(name, _)| name.as_str().len()).max().unwrap_or_default();
    for (name, value) in short {
        argument(name.clone(), wide, level, out);
        expression(value, level, out);
    }
    for (name, value) in long {
        argument(name.clone(), 0, level, out);
        expression(value, level, out);
    }
}

/// Returns whether a list takes a line for each item.
fn is_tall(list: &[Expression]) -> bool {
    list.len() > ON_A_LINE || list.iter().any(|item| matches!(item, Expression::Object(_)))
}

fn argument(name: Code, wide: usize, level: usize, out: &mut Snippet) {
    let blanks = wide.saturating_sub(name.as_str().chars().count());
    out.line_at(level).push(SpanKind::Flag, name);
    out.push(SpanKind::Plain, Code::concat([Code::blanks(blanks), " = ".into()]));
}

fn expression(value: &Expression, level: usize, out: &mut Snippet) {
    match value {
        Expression::Text(text) => drop(out.push(SpanKind::Value, quote(text))),
        Expression::Bare(word) => drop(out.push(SpanKind::Value, word.clone())),
        Expression::Number(text) => drop(out.push(SpanKind::Value, number(text))),
        Expression::Joined(reference, text) => drop(out.push(SpanKind::Value, joined(reference, text))),
        Expression::Lines(list) if is_tall(list) => {
            out.push(SpanKind::Plain, "[");
            for item in list {
                out.line_at(level + 1);
                expression(item, level + 1, out);
                out.push(SpanKind::Plain, ",");
            }
            out.line_at(level).push(SpanKind::Plain, "]");
        }
        Expression::List(list) | Expression::Lines(list) => {
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
            let keys: Vec<Code> = map.iter().map(|(key, _)| quote(key)).collect();
            let wide = keys.iter().map(|key| key.as_str().chars().count()).max().unwrap_or_default();
            for (key, (_, text)) in keys.into_iter().zip(map) {
                argument(key, wide, level + 1, out);
                out.push(SpanKind::Value, quote(text));
            }
            out.line_at(level).push(SpanKind::Plain, "}");
        }
        Expression::Object(object) if object.is_empty() => drop(out.push(SpanKind::Plain, "{}")),
        Expression::Object(object) => {
            out.push(SpanKind::Plain, "{");
            arguments(object, level + 1, out);
            out.line_at(level).push(SpanKind::Plain, "}");
        }
    }
}
