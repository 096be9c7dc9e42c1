//! POSIX shells: bash, dash, zsh.

use std::fmt::Write;

use super::Code;
use crate::text::{is_unseen, split_plain};

/// The variable that contains a line feed: a command substitution drops one at its end.
const LINE_FEED: &str = "\"$lf\"";

/// Returns a text as one word. Nothing in it means anything to the shell, and it stays on its line.
///
/// Characters that cannot be seen are written in octal. A NUL cannot be part of a word; it is dropped here. A text with
/// a line feed needs [`SAY_LINE_FEED`] before it.
pub fn quote(text: &str) -> Code {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Code(text.to_owned().into());
    }
    let mut out = String::with_capacity(text.len() + 2);
    let (plain, rest) = split_plain(text, |byte| byte == b'\'');
    let (mut open, mut octal) = (!plain.is_empty(), false);
    if open {
        out.push('\'');
        out.push_str(plain);
    }
    for character in rest.chars().filter(|character| *character != '\0') {
        let coded = is_unseen(character) && character != '\n';
        if octal && !coded {
            out.push_str("')\"");
            octal = false;
        }
        if open && (coded || matches!(character, '\'' | '\n')) {
            out.push('\'');
            open = false;
        }
        if coded {
            if !octal {
                out.push_str("\"$(printf '");
                octal = true;
            }
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String does not fail.
                let _ = write!(out, "\\{byte:03o}");
            }
            continue;
        }
        match character {
            '\n' => out.push_str(LINE_FEED),
            '\'' => out.push_str("\\'"),
            other => {
                if !open {
                    out.push('\'');
                    open = true;
                }
                out.push(other);
            }
        }
    }
    if octal {
        out.push_str("')\"");
    }
    if open || out.is_empty() {
        out.push_str(if open { "'" } else { "''" });
    }
    Code(out.into())
}

/// Returns a word of a vocabulary or a number: without quotes if each of its characters is safe, else as [any
/// text](quote).
pub fn word(text: &str) -> Code {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"._-+".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_safe) { Code(text.to_owned().into()) } else { quote(text) }
}

/// Returns the path of a file that the script writes, by its name in the script's temporary directory.
pub fn own_file(name: &str) -> Code {
    Code(format!("\"$files/{}\"", super::file_name(name)).into())
}

/// The line that sets the variable for a line feed, for texts that contain one.
pub const SAY_LINE_FEED: &str = "lf=\"$(printf '\\n_')\" && lf=\"${lf%_}\"";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_bare_only_if_its_characters_are_safe() {
        for safe in ["Cordon", "Ubuntu2204", "1.30", "-1", "1e+300"] {
            assert_eq!(word(safe).as_str(), safe);
        }
        for other in ["Cordon;touch PWNED #", "a b", "", "~", "=ls", "a\nb", "é", "$(id)", "a=b", "a/b"] {
            assert_eq!(word(other), quote(other), "{other}");
        }
    }
}
