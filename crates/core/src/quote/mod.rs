//! Quoting: one function for each language and each kind of place in it. No other code decides what is quoted.
//!
//! What a plan contains is data, including its names. Text becomes [`Code`], which is what a [snippet] is made of, in
//! two ways only: as a literal of ours, or by a function of this module. A word is written without quotes where the
//! function itself found only safe characters in it, whatever the caller thinks it is.
//!
//! [snippet]: crate::emit::Snippet

pub mod arm;
pub mod bicep;
pub mod comment;
pub mod hcl;
pub mod markdown;
pub mod posix;
pub mod powershell;
pub mod terminal;
pub mod yaml;

use std::borrow::Cow;
use std::fmt;

/// Text that a language reads as it was meant: a literal of ours, or what a function of this module wrote.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns several pieces, one after another.
    pub fn concat<const N: usize>(parts: [Self; N]) -> Self {
        parts.into_iter().collect()
    }

    /// Returns that many spaces.
    pub fn blanks(number: usize) -> Self {
        const BLANKS: &str = "                                ";
        Self(BLANKS.get(..number).map_or_else(|| " ".repeat(number).into(), Cow::Borrowed))
    }

    /// Returns the text itself.
    pub fn into_text(self) -> Cow<'static, str> {
        self.0
    }

    /// Returns a line that a script was put together of: literals of ours and what functions of this module wrote. Only
    /// the runbook's scripts are written like that.
    pub(crate) fn assembled(line: String) -> Self {
        Self(line.into())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromIterator<Self> for Code {
    fn from_iter<I: IntoIterator<Item = Self>>(parts: I) -> Self {
        let mut text = String::new();
        for part in parts {
            text.push_str(&part.0);
        }
        Self(text.into())
    }
}

impl From<&'static str> for Code {
    fn from(literal: &'static str) -> Self {
        Self(literal.into())
    }
}

impl From<usize> for Code {
    fn from(number: usize) -> Self {
        Self(number.to_string().into())
    }
}

/// Returns a text as JSON has it.
pub fn json(text: &str) -> Code {
    Code(crate::text::quoted(text).into())
}

/// Returns a number, a truth value or nothing, as JSON has it; a text in quotes.
pub fn json_scalar(value: &crate::to_json::Json) -> Code {
    Code(crate::to_json::compact(value).into())
}

/// Returns a link as a comment may hold it: `None` if it has a character that could mean something to a shell.
pub fn link(link: &str) -> Option<Code> {
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || b"-_.:/#".contains(&letter);
    link.bytes().all(is_plain).then(|| Code(link.to_owned().into()))
}

/// The name of a file of a script's own: another one where a character of it isn't safe in every language.
fn file_name(name: &str) -> &str {
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || b"-.".contains(&letter);
    if !name.is_empty() && name.bytes().all(is_plain) { name } else { "file" }
}

/// Returns the text as a word that means itself in every language here: a letter, then letters, digits and underscores.
/// `None` for any other text.
fn identifier(text: &str) -> Option<Code> {
    let begins = text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic());
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_';
    (begins && text.bytes().all(is_plain)).then(|| Code(text.to_owned().into()))
}
