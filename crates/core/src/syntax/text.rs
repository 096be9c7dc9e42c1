//! Text as people have it: encodings, terminal colors, and what is written around a document.

use std::borrow::Cow;
use std::ops::Range;

/// Decodes a file: UTF-8, or UTF-16 as PowerShell's `>` writes it. `None` for anything else.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        if odd.is_empty() { String::from_utf16(&units).ok() } else { None }
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        // A document begins with an ASCII character, so a zero beside it is half of a UTF-16 unit.
        [first, 0, ..] if *first != 0 => units(bytes, u16::from_le_bytes),
        [0, second, ..] if *second != 0 => units(bytes, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

/// Returns the text without terminal color codes (ECMA-48 control sequences), which `az -o jsonc` prints.
pub(super) fn without_colors(text: &str) -> Cow<'_, str> {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default();
    if first.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut plain = first.to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| matches!(c, ' '..='?'));
        let mut after = rest.chars();
        let is_sequence = after.next().is_some_and(|last| matches!(last, '@'..='~'));
        plain.push_str(if is_sequence { after.as_str() } else { rest });
    }
    Cow::Owned(plain)
}

/// Returns the offset of the first character that isn't blank, from an offset on.
pub(super) fn start(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + (rest.len() - rest.trim_start().len())
}

/// Returns the ranges inside the code fences of Markdown: first those whose language says JSON or YAML, then those that
/// say none, and those of other languages last.
pub(super) fn fences(text: &str) -> Vec<Range<usize>> {
    const FENCE: &str = "```";
    let mut fences: Vec<(u8, Range<usize>)> = Vec::new();
    let mut inside = None;
    for (offset, line) in lines(text, 0..text.len()) {
        let Some(language) = line.trim_start().strip_prefix(FENCE) else { continue };
        match inside.take() {
            None => {
                let rank = match language.trim().to_ascii_lowercase().as_str() {
                    "json" | "jsonc" | "json5" | "yaml" | "yml" => 0,
                    "" => 1,
                    _ => 2,
                };
                inside = Some((rank, offset + line.len()));
            }
            Some((rank, start)) => fences.push((rank, start..offset)),
        }
    }
    fences.extend(inside.map(|(rank, start)| (rank, start..text.len())));
    fences.sort_by_key(|(rank, _)| *rank);
    fences.into_iter().map(|(_, range)| range).collect()
}

/// Returns the lines of a range with their offsets, each with its line break.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = range.start;
    text.get(range).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let start = offset;
        offset += line.len();
        (start, line)
    })
}

/// Returns the offset after the blank lines and notices with which a range begins: az writes warnings to the terminal
/// before its answer.
pub(super) fn after_notices(text: &str, range: Range<usize>) -> usize {
    const NOTICES: [&str; 5] = ["WARNING:", "ERROR:", "INFO:", "DEBUG:", "cli."];
    let is_notice = |line: &str| {
        let line = line.trim();
        line.is_empty() || NOTICES.iter().any(|notice| line.starts_with(notice))
    };
    let first = lines(text, range.clone()).find(|(_, line)| !is_notice(line));
    first.map_or(range.end, |(offset, _)| start(text, offset))
}

/// Returns whether a text begins as a YAML document does: with a key, an item or a marker. What PowerShell prints as a
/// list (`Name : value`) has blanks before the colon.
pub(super) fn looks_like_yaml(text: &str) -> bool {
    let is_meaningful = |line: &&str| !line.trim().is_empty() && !line.starts_with(['#', '%']);
    let Some(line) = text.lines().find(is_meaningful) else { return false };
    if line == "---" || line == "-" || line.starts_with("- ") || line.starts_with("--- ") {
        return true;
    }
    let Some((key, rest)) = line.split_once(':') else { return false };
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '/' | '"' | '\'');
    !key.is_empty() && key.chars().all(is_key) && (rest.is_empty() || rest.starts_with([' ', '\r']))
}

/// Returns the offsets in a range at which a JSON object or list can begin, as the tools print them.
pub(super) fn json_starts(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let rest = text.get(range.clone()).unwrap_or_default();
    rest.match_indices(['{', '[']).filter_map(move |(offset, bracket)| {
        let after = rest.get(offset + 1..)?.trim_start().chars().next()?;
        let begins = match bracket {
            "{" => matches!(after, '"' | '}' | '/'),
            _ => matches!(after, '{' | '[' | ']' | '"' | '/'),
        };
        begins.then_some(range.start + offset)
    })
}
