//! Bicep.

use std::fmt::Write;

use super::Code;
use crate::text::{is_unseen, split_plain};

/// Returns a text as a literal that stays on its line, without interpolation.
pub fn quote(text: &str) -> Code {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    let (plain, rest) = split_plain(text, |byte| matches!(byte, b'\'' | b'\\' | b'$'));
    out.push_str(plain);
    let mut letters = rest.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '$' if letters.peek() == Some(&'{') => out.push_str("\\$"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_unseen(letter) => {
                // Writing to a String does not fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push('\'');
    Code(out.into())
}

/// Returns the name of a property: without quotes if it is an identifier that means nothing else.
pub fn property(name: &str) -> Code {
    match super::identifier(name) {
        Some(plain) if !matches!(name, "true" | "false" | "null") => plain,
        _ => quote(name),
    }
}

/// Returns a symbol that begins with a name, if every character of the name is safe.
pub fn symbol(name: &str, end: &'static str) -> Option<Code> {
    Some(Code::concat([super::identifier(name)?, end.into()]))
}

/// Returns JSON as data, in which no key is a word of the template language.
pub fn data(json: &str) -> Code {
    Code::concat(["json(".into(), quote(json), ")".into()])
}
