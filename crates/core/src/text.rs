//! Words and numbers in sentences.

use std::borrow::Cow;
use std::fmt::Write;

/// Returns a text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
        .unwrap_or_default()
}

/// Returns a number and what it counts: "1 node", "2 nodes".
pub fn counted(number: i64, thing: &str) -> String {
    let plural = match number {
        1 => "",
        _ if thing.ends_with(['x', 's']) => "es",
        _ => "s",
    };
    format!("{} {thing}{plural}", grouped(number))
}

/// Returns whether a character can't be seen, looks like a space, ends a line, or changes what the eye sees
/// of its neighbors: controls, no-break and other wide spaces, separators of lines, marks of direction, blanks of no
/// width, tags.
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character),
            0xa0 | 0xad | 0x61c | 0x1680 | 0x180e | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000 | 0xfeff | 0xfff0..=0xfffb
            | 0xe0000..=0xe0fff)
}

/// Splits a text behind the visible ASCII characters that it begins with, up to the first that is a mark: what a language
/// in which only the marks mean something takes as it is.
pub fn split_plain(text: &str, is_mark: impl Fn(u8) -> bool) -> (&str, &str) {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !is_mark(byte);
    let end = text.bytes().position(|byte| !is_plain(byte)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or(("", text))
}

/// Returns a text as a JSON string. Everything that could end a line or change its direction is escaped, so that the
/// text can be shown in one line anywhere.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let (plain, rest) = split_plain(text, |byte| matches!(byte, b'"' | b'\\'));
    out.push_str(plain);
    for character in rest.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_unseen(character) => push_escape(&mut out, character),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Appends a character by its number, as JSON escapes it.
pub(crate) fn push_escape(out: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _never = write!(out, "\\u{unit:04x}");
    }
}

/// Returns a text as a sentence quotes it: on one line, and short.
pub fn shown(text: &str) -> String {
    const LONG: usize = 60;
    let mut short: String = text.chars().take(LONG).collect();
    if text.chars().nth(LONG).is_some() {
        short.push('…');
    }
    quoted(&short)
}

/// Returns a text in which every character is seen: what can't be seen, or changes the direction of what follows, is
/// written by its number, as JSON escapes it.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_unseen(character) {
            push_escape(&mut out, character);
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Returns what a user wrote, as a sentence repeats it: as it is if it is one short word, else quoted, on one line and
/// cut.
pub fn in_sentence(text: &str) -> Cow<'_, str> {
    let shown = shown(text);
    let is_word = !text.is_empty() && !text.contains(' ') && shown == format!("\"{text}\"");
    if is_word { Cow::Borrowed(text) } else { Cow::Owned(shown) }
}

/// Returns a text in which letters that differ in their case alone are the same, in every alphabet. A letter stays one
/// letter, as .NET compares texts: "ß" is not "SS".
pub fn case_fold(text: &str) -> String {
    let letter = |letter: char| {
        let upper = single(letter.to_uppercase()).unwrap_or(letter);
        single(upper.to_lowercase()).unwrap_or(upper)
    };
    text.chars().map(letter).collect()
}

/// Returns the only letter of an iterator, if it has exactly one.
fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// Returns the candidate that a text most likely means: the same but for the case of its letters, else at most two
/// edits (one, for short words) away.
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |text: &str| text.chars().map(|letter| letter.to_ascii_lowercase()).collect::<Vec<_>>();
    let wanted = letters(text);
    let allowed = if wanted.len() < 5 { 1 } else { 2 };
    candidates
        .filter(|candidate| candidate.len().abs_diff(wanted.len()) <= allowed)
        .map(|candidate| {
            // A slip of the finger changes letters rather than numbers, and swaps two rather than leaving one out.
            let other = (has_other_digits(text, candidate), candidate.len().abs_diff(text.len()));
            (edit_distance(&wanted, &letters(candidate)), other, candidate)
        })
        .filter(|(edits, ..)| *edits <= allowed)
        .min_by_key(|(edits, other, _)| (*edits, *other))
        .map(|(.., candidate)| candidate)
}

/// Returns whether two texts have other digits.
fn has_other_digits(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    digits(one) != digits(other)
}

/// Returns the number of letters that are too many, missing, wrong or swapped with their neighbor between two words.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    // What both begin and end with costs nothing.
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - same).unwrap_or_default(), b.get(..b.len() - same).unwrap_or_default());
    // Row by row through the table of distances between all beginnings of both words; a swap looks two rows back.
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = at(&row, j) + usize::from(x != y);
            let mut least = replaced.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

/// Returns a whole number with its thousands set apart: 3,630.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns a number that is counted in parts, rounded half up to so many decimals, without needless zeros: 3,860
/// thousandths are 3.86.
pub fn parts(number: i64, parts_of_one: i64, decimals: u32) -> String {
    let places = 10_i128.pow(decimals.min(9));
    let (parts_of_one, size) = (i128::from(parts_of_one.max(1)), i128::from(number.unsigned_abs()));
    let rounded = (size * places * 2 + parts_of_one) / (parts_of_one * 2);
    let whole = grouped(i64::try_from(rounded / places).unwrap_or(i64::MAX));
    let fraction = format!("{:01$}", rounded % places, decimals as usize);
    let fraction = fraction.trim_end_matches('0');
    let sign = if number < 0 && rounded > 0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Returns an amount of USD, counted in millionths, with two decimals: $1,234.50.
pub fn dollars(millionths: i64) -> String {
    let text = parts(millionths, 1_000_000, 2);
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match decimals {
        0 => format!("${text}.00"),
        1 => format!("${text}0"),
        _ => format!("${text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_beginning_ends_at_a_mark_and_at_what_is_not_ascii() {
        for (text, plain) in [("", ""), ("a b~", "a b~"), ("a'b", "a"), ("a\tb", "a"), ("aé", "a"), ("'", "")]
        {
            let rest = text.strip_prefix(plain).unwrap_or_default();
            assert_eq!(split_plain(text, |byte| byte == b'\''), (plain, rest));
        }
    }

    #[test]
    fn nearest_word_is_close_or_none() {
        let words = ["vmSize", "mode", "maxPods", "maxCount"];
        for (typed, meant) in [
            ("VMSIZE", Some("vmSize")),
            ("vmSzie", Some("vmSize")),
            ("vm_size", Some("vmSize")),
            ("mdoe", Some("mode")),
            ("mod", Some("mode")),
            ("maxPod", Some("maxPods")),
            ("moot", None),
            ("max", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, words.into_iter()), meant, "{typed}");
        }
    }

    #[test]
    fn edits_are_counted() {
        let distance =
            |a: &str, b: &str| edit_distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(
            [distance("", ""), distance("abc", ""), distance("", "abc"), distance("abc", "abc")],
            [0, 3, 3, 0]
        );
        assert_eq!(
            [
                distance("abc", "acb"),
                distance("abc", "axc"),
                distance("abc", "abbc"),
                distance("abcd", "badc")
            ],
            [1, 1, 1, 2]
        );
    }

    #[test]
    fn letters_of_every_alphabet_are_folded() {
        for (a, b) in [("Env", "eNV"), ("Ärger", "ärger"), ("ΣΑΣ", "σας"), ("Ж", "ж"), ("ß", "ß")]
        {
            assert_eq!(case_fold(a), case_fold(b));
        }
        for (a, b) in [("a", "ä"), ("ß", "ss"), ("", "a")] {
            assert_ne!(case_fold(a), case_fold(b));
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_234_567, "-1,234,567"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn parts_are_rounded() {
        for (number, of, decimals, text) in [
            (3_860, 1_000, 2, "3.86"),
            (7_250, 1_000, 2, "7.25"),
            (1_005, 1_000, 2, "1.01"),
            (999_999, 1_000_000, 2, "1"),
            (4, 1_000, 2, "0"),
            (-1_500, 1_000, 0, "-2"),
            (-4, 1_000, 2, "0"),
            (1_234_567_890, 1_000, 1, "1,234,567.9"),
            (i64::MAX, 1, 0, "9,223,372,036,854,775,807"),
        ] {
            assert_eq!(parts(number, of, decimals), text, "{number}");
        }
        assert_eq!(dollars(272_000), "$0.27");
        assert_eq!(dollars(198_560_000), "$198.56");
        assert_eq!(dollars(1_000_500_000), "$1,000.50");
        assert_eq!(dollars(0), "$0.00");
    }
}
