//! JSON as Azure takes it (JSONC), by the library `jsonc-parser`: comments, trailing commas, and texts of several lines,
//! all of which ARM templates may have. Nothing looser.

use std::ops::Range;

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::error::{DEPTH, Language, Problem, SyntaxError};
use super::node::{Content, Entry, Node, Number, Object, Position, Span};

const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Parses a range of a text, which must be one value.
pub(super) fn parse(text: &str, range: Range<usize>) -> Result<Node, SyntaxError> {
    let part = text.get(range.clone()).unwrap_or_default();
    let at = |offset: usize, problem| {
        let position = Position::at(text, range.start + offset);
        SyntaxError { position, language: Language::Json, problem }
    };
    let value = match parse_to_ast(part, &CollectOptions::default(), &OPTIONS) {
        Ok(result) => result.value.ok_or((part.len(), Problem::EndsEarly)),
        Err(error) => Err(explain(part, &error)),
    };
    let node = value.and_then(|value| node(value, range.start, 0));
    node.map_err(|(offset, problem)| at(offset, problem))
}

/// Parses the first value of a range, and returns it with its range. What follows on lines of its own, such as a prompt,
/// is left; anything else after the value is an error.
pub(super) fn parse_first(text: &str, range: Range<usize>) -> Result<(Node, Range<usize>), SyntaxError> {
    let part = text.get(range.clone()).unwrap_or_default();
    let Some(length) = length_of_first(part) else { return Ok((parse(text, range.clone())?, range)) };
    let first = range.start..range.start + length;
    let rest = part.get(length..).unwrap_or_default();
    let after = rest.trim_start();
    let is_own_line = rest.get(..rest.len() - after.len()).is_some_and(|blank| blank.contains('\n'));
    let is_json = after.starts_with(['{', '}', '[', ']', ',', ':', '"', '/']);
    if is_own_line && !is_json {
        return Ok((parse(text, first.clone())?, first));
    }
    Ok((parse(text, range.clone())?, range))
}

/// Returns the length of the object or list that a text begins with, comments before it included; `None` where it isn't
/// closed or the text begins with something else.
fn length_of_first(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        let rest = bytes.get(at..)?;
        at += match rest {
            [b'"', inner @ ..] => 1 + length_of_text(inner)?,
            [b'/', b'/', ..] => rest.iter().position(|byte| *byte == b'\n')?,
            [b'/', b'*', inner @ ..] => 4 + inner.windows(2).position(|end| end == b"*/")?,
            [b'{' | b'[', ..] => {
                depth += 1;
                1
            }
            [b'}' | b']', ..] => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
                1
            }
            [byte, ..] if depth == 0 && !byte.is_ascii_whitespace() => return None,
            [_, ..] => 1,
            [] => return None,
        };
    }
}

/// Returns the length of a text up to its closing quote, with it.
fn length_of_text(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn node(value: Value<'_>, base: usize, depth: usize) -> Result<Node, (usize, Problem)> {
    let range = value.range();
    if depth > DEPTH {
        return Err((range.start, Problem::TooDeep));
    }
    let span_of = |range: jsonc_parser::common::Range| Span::new(base + range.start, base + range.end);
    let content = match value {
        Value::NullKeyword(_) => Content::Null,
        Value::BooleanLit(flag) => Content::Bool(flag.value),
        Value::NumberLit(number) => Content::Number(Number(number.value.to_owned())),
        Value::StringLit(text) => Content::Text(text.value.into_owned()),
        Value::Array(array) => {
            let items = array.elements.into_iter().map(|item| node(item, base, depth + 1));
            Content::List(items.collect::<Result<_, _>>()?)
        }
        Value::Object(object) => {
            let mut entries = Vec::with_capacity(object.properties.len());
            for property in object.properties {
                let key_span = span_of(property.name.range());
                let key = match property.name {
                    ObjectPropName::String(text) => text.value.into_owned(),
                    ObjectPropName::Word(word) => word.value.to_owned(),
                };
                entries.push(Entry { key, key_span, value: node(property.value, base, depth + 1)? });
            }
            Content::Object(Object(entries))
        }
    };
    Ok(Node::new(content, span_of(range)))
}

/// Returns where an error of the library is, and says it in our own words.
fn explain(text: &str, error: &ParseError) -> (usize, Problem) {
    use ParseErrorKind as Kind;
    const VALUE: &str = "a value";
    const KEY: &str = "a key in double quotes";
    const GOES_ON: &str = "a comma or a closing bracket";
    let start = error.range().start;
    let end = (text.len(), Problem::EndsEarly);
    let rest = text.get(start..).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let previous = before.trim_end().chars().next_back();
    let is_after_value = !matches!(previous, None | Some('{' | '[' | ',' | ':'));
    let wanted = match error.kind() {
        Kind::UnterminatedArray
        | Kind::UnterminatedObject
        | Kind::UnterminatedCommentBlock
        | Kind::ExpectedObjectValue => return end,
        Kind::NestingDepthExceeded => return (start, Problem::TooDeep),
        Kind::String(_) => {
            let is_cut =
                rest.starts_with('"') || rest.chars().all(|c| c == '\\' || c == 'u' || c.is_ascii_hexdigit());
            return if is_cut { end } else { (start, Problem::BadEscape) };
        }
        Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed
        | Kind::BareDecimalPointNumbersNotAllowed
        | Kind::NonFiniteNumbersNotAllowed => {
            let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
            let number = before.len() - before.trim_end_matches(is_part).len();
            let is_cut = text.ends_with(['-', '+', '.', 'e', 'E']) && rest.chars().all(is_part);
            return if is_cut { end } else { (start - number, Problem::BadNumber) };
        }
        Kind::ExpectedComma => {
            let is_digit = |c: char| c.is_ascii_digit();
            if before.ends_with(is_digit) && rest.starts_with(is_digit) {
                let number = before.len() - before.trim_end_matches(is_digit).len();
                return (start - number, Problem::BadNumber);
            }
            let found = rest.trim_start();
            return (text.len() - found.len(), Problem::expected(GOES_ON, found));
        }
        Kind::ExpectedColonAfterObjectKey => "a colon",
        Kind::ExpectedStringObjectProperty => KEY,
        Kind::MultipleRootJsonValues => "the end",
        Kind::UnexpectedTokenInObject if is_after_value => GOES_ON,
        Kind::UnexpectedTokenInObject => KEY,
        Kind::UnexpectedToken | Kind::SingleQuotedStringsNotAllowed => match previous {
            Some('{') => KEY,
            Some(',') => "the next key or value",
            // After a text it isn't known whether it is a key.
            Some('"') => "a comma, a colon or a closing bracket",
            _ if is_after_value => GOES_ON,
            _ => VALUE,
        },
        _ if is_after_value => GOES_ON,
        _ => VALUE,
    };
    // A word that the end cut short.
    let is_cut = ["null", "true", "false"].iter().any(|word| word.starts_with(rest));
    if is_cut { end } else { (start, Problem::expected(wanted, rest)) }
}
