//! Text with its parts named, so that a page can color it without reading it again.

use std::borrow::Cow;

use crate::quote::Code;
use crate::quote::comment::{self, Language};

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// A remark; the tools do not read it.
    Comment,
    /// The name of a command.
    Command,
    /// A flag, a parameter or the key of an object.
    Flag,
    /// A value.
    Value,
    /// Blanks and punctuation.
    Plain,
}

impl SpanKind {
    /// Returns a letter for it, for texts between modules.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Comment => "c",
            Self::Command => "m",
            Self::Flag => "f",
            Self::Value => "v",
            Self::Plain => "",
        }
    }

    /// Returns its class in the page's stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Comment => "comment",
            Self::Command => "command",
            Self::Flag => "flag",
            Self::Value => "value",
        }
    }

    /// Returns the kind of that letter.
    pub fn of_letter(letter: &str) -> Self {
        let all = [Self::Comment, Self::Command, Self::Flag, Self::Value];
        all.into_iter().find(|kind| kind.letter() == letter).unwrap_or(Self::Plain)
    }
}

/// A part of a line. It contains no line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// Its text.
    pub text: Cow<'static, str>,
}

/// A line, without its break.
pub type Line = Vec<Span>;

/// Something of the plan that a dialect cannot say, or says differently from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Place of the pool in the plan; `None` if the gap is about the cluster.
    pub pool: Option<usize>,
    /// Key of the property; `None` if no property of the plan is concerned.
    pub field: Option<&'static str>,
    /// What is not said, and what to do about it. It may hold text of the plan.
    pub text: String,
}

/// Text to copy, and what it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The lines.
    pub lines: Vec<Line>,
    /// What the text leaves out; its comments say the same.
    pub gaps: Vec<Gap>,
}

/// A part of a text that can be copied and run by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it does. It may hold text of the plan.
    pub title: String,
    /// Its text.
    pub lines: Vec<Line>,
    /// The language of its comments.
    pub(super) comments: Language,
}

impl Step {
    /// Returns what it does, as a comment above its text.
    pub fn heading(&self) -> String {
        format!("{}{}", self.comments.mark(), comment::text(&self.title, self.comments))
    }
}

/// The work step by step, and what it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What they leave out.
    pub gaps: Vec<Gap>,
}

impl Steps {
    /// Returns a text that is not cut into steps; no step where there is no text.
    pub(super) fn one(title: &str, comments: Language, snippet: Snippet) -> Self {
        let lines = Some(snippet.lines).filter(|lines| !lines.is_empty());
        let step = lines.map(|lines| Step { title: title.to_owned(), lines, comments });
        Self { steps: Vec::from_iter(step), gaps: snippet.gaps }
    }
}

/// Returns the text of lines, each with its break.
pub fn text_of(lines: &[Line]) -> String {
    let letters = |line: &Line| line.iter().map(|span| span.text.len()).sum::<usize>() + 1;
    let mut text = String::with_capacity(lines.iter().map(letters).sum());
    for line in lines {
        line.iter().for_each(|span| text.push_str(&span.text));
        text.push('\n');
    }
    text
}

impl Snippet {
    /// Returns a snippet without a line, for what there are no words for, or what is refused.
    pub fn remark(text: String) -> Self {
        Self { lines: Vec::new(), gaps: vec![Self::gap(text)] }
    }

    /// Returns a remark that is about the whole.
    pub fn gap(text: String) -> Gap {
        Gap { pool: None, field: None, text }
    }

    /// Returns the whole text, each line with its break.
    pub fn text(&self) -> String {
        text_of(&self.lines)
    }

    /// Begins a line.
    pub(super) fn line(&mut self) -> &mut Self {
        // Blanks, a key, a sign, a value and the end: most lines have no more parts.
        self.lines.push(Line::with_capacity(6));
        self
    }

    /// Begins a line that is indented by so many levels of two blanks each.
    pub(super) fn line_at(&mut self, level: usize) -> &mut Self {
        self.line().push(SpanKind::Plain, Code::blanks(2 * level))
    }

    /// Appends to the last line: a literal of ours, or what a function of [quoting](crate::quote) wrote.
    pub(super) fn push(&mut self, kind: SpanKind, code: impl Into<Code>) -> &mut Self {
        let text = code.into().into_text();
        match self.lines.last_mut() {
            Some(line) => line.push(Span { kind, text }),
            None => self.lines.push(vec![Span { kind, text }]),
        }
        self
    }
}
