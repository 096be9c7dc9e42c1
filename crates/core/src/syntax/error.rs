//! Why a text cannot be parsed.

use std::fmt;

use super::node::Position;
use crate::text::{quoted, shown};

/// Where and why a text cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where it is.
    pub position: Position,
    /// What the text was taken for.
    pub language: Language,
    /// What is wrong there.
    pub problem: Problem,
}

/// A language of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Language {
    Json,
    Yaml,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Problem {
    EndsEarly,
    Expected {
        wanted: &'static str,
        found: String,
    },
    WrongQuote {
        found: char,
    },
    HashComment,
    BadEscape,
    BadNumber,
    TooDeep,
    /// Of YAML: aliases that would expand to more nodes than any document has.
    TooManyAliases,
    /// Of YAML: a key that is a list or an object.
    KeyIsNotText,
    /// Of YAML, in the library's words.
    Yaml(String),
}

/// How deep lists and objects may nest; what the tools print stays below 20.
pub(super) const DEPTH: usize = 100;

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndsEarly => out.write_str("the text ends too early; a bracket or quote isn't closed"),
            Self::Expected { wanted, found } => write!(out, "expected {wanted}, found {}", quoted(found)),
            Self::WrongQuote { found } => write!(out, "texts and keys need double quotes (\"), not {found}"),
            Self::HashComment => out.write_str("comments start with //, not #"),
            Self::BadEscape => {
                out.write_str("a backslash must be followed by a valid escape, such as \\n or \\u00e4")
            }
            Self::BadNumber => out.write_str("this isn't a valid number"),
            Self::TooDeep => write!(out, "lists and objects can nest at most {DEPTH} levels"),
            Self::TooManyAliases => out.write_str("the aliases expand to too many values"),
            Self::KeyIsNotText => out.write_str("a key must be a text"),
            Self::Yaml(words) => out.write_str(words),
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let language = match self.language {
            Language::Json => "JSON",
            Language::Yaml => "YAML",
        };
        let Position { line, column } = self.position;
        write!(out, "invalid {language} at line {line}, column {column}: {}", self.problem)
    }
}

impl Problem {
    /// Returns what to say of a text that goes on with `rest` where something else was expected.
    pub(super) fn expected(wanted: &'static str, rest: &str) -> Self {
        let mut letters = rest.chars();
        match letters.next() {
            None => Self::EndsEarly,
            Some('#') => Self::HashComment,
            Some(found @ ('\'' | '`' | '‘' | '’' | '“' | '”')) => Self::WrongQuote { found },
            Some(first) => {
                // A word is shown whole: `NaN`, `True`.
                let word =
                    letters.take_while(|c| first.is_ascii_alphabetic() && c.is_ascii_alphanumeric()).take(20);
                Self::Expected { wanted, found: std::iter::once(first).chain(word).collect() }
            }
        }
    }

    /// Returns the words of a YAML library as a problem.
    pub(super) fn yaml(words: &str) -> Self {
        // They quote parts of the document, which can hold anything.
        let is_plain = words.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        Self::Yaml(if is_plain { words.to_owned() } else { shown(words) })
    }
}
