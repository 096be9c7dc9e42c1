//! HCL, the language of Terraform.

use std::fmt::Write;

use super::Code;
use crate::text::{is_unseen, split_plain};

/// Returns a text as a literal that stays on its line, without interpolation or directives.
pub fn quote(text: &str) -> Code {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    escape(text, &mut out);
    out.push('"');
    Code(out.into())
}

fn escape(text: &str, out: &mut String) {
    let (plain, rest) = split_plain(text, |byte| matches!(byte, b'"' | b'\\' | b'$' | b'%'));
    out.push_str(plain);
    let mut letters = rest.chars().peekable();
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

/// Returns a reference with a text joined to its end.
pub fn joined(reference: &'static str, text: &str) -> Code {
    let mut out = format!("\"${{{reference}}}");
    escape(text, &mut out);
    out.push('"');
    Code(out.into())
}

/// Returns a name as the label of a block and as part of its address, if every character of it is safe.
pub fn label(name: &str) -> Option<Code> {
    super::identifier(name)
}

/// Returns a number: without quotes if it is one, else as [any text](quote).
pub fn number(text: &str) -> Code {
    let is_safe = |byte: u8| byte.is_ascii_digit() || b"-+.eE".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_safe) { Code(text.to_owned().into()) } else { quote(text) }
}

/// Returns the argument of an entry of ours: its words in small letters, with underscores between.
pub fn argument(entry: &'static str) -> Code {
    let mut out = String::new();
    let mut small = false;
    for letter in entry.chars() {
        if letter.is_ascii_uppercase() && small {
            out.push('_');
        }
        small = !letter.is_ascii_uppercase();
        out.push(if letter == '-' { '_' } else { letter.to_ascii_lowercase() });
    }
    Code(out.into())
}
