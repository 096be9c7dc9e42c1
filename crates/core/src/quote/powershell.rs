//! PowerShell, the older Windows PowerShell 5.1 included.

use std::fmt::Write;

use super::Code;
use crate::text::{is_unseen, split_plain};

/// Returns a text as a literal that stays on its line.
///
/// PowerShell takes the typographic single quotes for the plain one, so each of them is doubled. Characters that
/// can't be seen are written outside the quotes: those that have a name in double quotes, the others by number.
pub fn quote(text: &str) -> Code {
    let (beginning, rest) = split_plain(text, |byte| byte == b'\'');
    if rest.is_empty() {
        return Code(format!("'{beginning}'").into());
    }
    let mut parts: Vec<String> = Vec::new();
    let mut plain: Option<String> = Some(beginning.to_owned()).filter(|run| !run.is_empty());
    let mut named: Option<String> = None;
    for character in rest.chars() {
        if !is_unseen(character) {
            parts.extend(named.take().map(|run| format!("\"{run}\"")));
            let run = plain.get_or_insert_with(String::new);
            run.push(character);
            if matches!(character, '\'' | '\u{2018}'..='\u{201b}') {
                run.push(character);
            }
            continue;
        }
        parts.extend(plain.take().map(|run| format!("'{run}'")));
        let name = match character {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{b}' => 'v',
            '\u{c}' => 'f',
            '\r' => 'r',
            other => {
                parts.extend(named.take().map(|run| format!("\"{run}\"")));
                let mut units = [0; 2];
                for unit in other.encode_utf16(&mut units) {
                    let mut part = String::new();
                    // Writing to a String does not fail.
                    let _ = write!(part, "[char]0x{unit:x}");
                    parts.push(part);
                }
                continue;
            }
        };
        let run = named.get_or_insert_with(String::new);
        run.push('`');
        run.push(name);
    }
    parts.extend(named.take().map(|run| format!("\"{run}\"")));
    parts.extend(plain.take().map(|run| format!("'{run}'")));
    let text = match parts.as_slice() {
        [] => "''".to_owned(),
        [only] if only.starts_with('\'') => only.clone(),
        // A text must come first, or the parts would be added up as numbers.
        [first, ..] if first.starts_with('[') => format!("('' + {})", parts.join(" + ")),
        _ => format!("({})", parts.join(" + ")),
    };
    Code(text.into())
}

/// Returns the path of a file that the script writes, by its name in the script's temporary directory.
pub fn own_file(name: &str) -> Code {
    Code(format!("\"$files/{}\"", super::file_name(name)).into())
}

/// Returns the name of an entry of a table: without quotes if it is a plain word, else as [any text](quote).
pub fn key(name: &str) -> Code {
    super::identifier(name).unwrap_or_else(|| quote(name))
}

/// Returns a number as a cmdlet takes it: without quotes if it is one, else as [any text](quote).
pub fn number(text: &str) -> Code {
    if is_number(text) { Code(text.to_owned().into()) } else { quote(text) }
}

/// Returns a word for a program: without quotes if it means itself, else as [any text](quote).
pub fn word(text: &str) -> Code {
    if is_plain(text) { Code(text.to_owned().into()) } else { quote(text) }
}

/// Returns whether a word means itself without quotes: letters and digits, or a whole number as PowerShell itself
/// writes it.
fn is_plain(word: &str) -> bool {
    let has_only = |right: fn(&u8) -> bool| word.bytes().all(|byte| right(&byte));
    match word.bytes().next() {
        Some(first) if first.is_ascii_alphabetic() => has_only(u8::is_ascii_alphanumeric),
        Some(b'0') => word.len() == 1,
        Some(_) => word.len() < 10 && has_only(u8::is_ascii_digit),
        None => false,
    }
}

/// Returns whether a text is a number in decimal digits: 5, -1, 0.05, 1e-7.
fn is_number(text: &str) -> bool {
    let is_whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(a, b)| (a, Some(b)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(a, b)| (a, Some(b)));
    let exponent = exponent.map(|text| text.strip_prefix(['-', '+']).unwrap_or(text));
    is_whole(whole) && fraction.is_none_or(is_whole) && exponent.is_none_or(is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_and_plain_words_are_bare() {
        for bare in ["0", "5", "-1", "0.05", "1e300", "1E-7"] {
            assert_eq!(number(bare).as_str(), bare);
        }
        for other in ["", "-", "1.", ".5", "1kb", "0x1", "1;2", "e5", "1e", "--1", "1 2", "\u{663}"] {
            assert_eq!(number(other), quote(other), "{other}");
        }
        assert_eq!(word("System").as_str(), "System");
        for other in ["Cordon;x", "1.30", "007", "a-b", "$x", ""] {
            assert_eq!(word(other), quote(other), "{other}");
        }
    }
}
