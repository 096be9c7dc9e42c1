//! JSON, as plans need it: a tree that keeps the order of keys, keys that occur twice and the digits of numbers.
//!
//! `serde_json` would lose the last two, and brings code and tables for binary fractions; the tests hold this reader
//! against it.

use std::fmt::{self, Write};

use crate::plan::Decimal;
use crate::text::is_unseen;

/// Any JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits.
    Whole(i64),
    /// Any other number.
    Decimal(Decimal),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in its own order.
    Object(Object),
}

/// The entries of a JSON object, in their own order; a key may occur more than once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(pub Vec<(String, Json)>);

/// Where and why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a text that is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Problem {
    EndsEarly,
    Unexpected { found: String, wanted: &'static str },
    TrailingComma,
    Comment,
    WrongQuote { found: char },
    ControlInText,
    BadEscape,
    BadNumber,
    TooDeep,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndsEarly => out.write_str("the text ends too early"),
            Self::Unexpected { found, wanted } => {
                write!(out, "{} stands where {wanted} should", quoted(found))
            }
            Self::TrailingComma => out.write_str("a comma has nothing after it"),
            Self::Comment => out.write_str("a comment stands, and JSON has none"),
            Self::WrongQuote { found } => {
                write!(out, "{found} stands, but texts and keys have double quotes (\")")
            }
            Self::ControlInText => out
                .write_str("a line break or control character stands in a text; perhaps a quote is missing"),
            Self::BadEscape => out.write_str("a backslash is followed by nothing it can escape"),
            Self::BadNumber => out.write_str("a number is malformed or out of range"),
            Self::TooDeep => write!(out, "lists and objects nest deeper than {DEPTH} levels"),
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "in line {}, column {}, {}", self.line, self.column, self.problem)
    }
}

impl Json {
    /// Reads a text (RFC 8259).
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader { text, at: 0 };
        let read = reader.value(0).and_then(|value| {
            reader.blanks();
            if reader.peek().is_none() { Ok(value) } else { Err(reader.unexpected("the end")) }
        });
        read.map_err(|problem| reader.error(problem))
    }

    /// The text on one line, without blanks.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// The text with two blanks a level, ending in a newline.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, level: Option<usize>) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Whole(number) => out.push_str(&number.to_string()),
            Self::Decimal(number) => out.push_str(number.as_str()),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(items) => {
                write_members(out, level, ['[', ']'], items, |out, item, level| item.write(out, level))
            }
            Self::Object(Object(entries)) => {
                write_members(out, level, ['{', '}'], entries, |out, (key, value), level| {
                    out.push_str(&quoted(key));
                    out.push_str(if level.is_some() { ": " } else { ":" });
                    value.write(out, level);
                })
            }
        }
    }

    /// What kind of value it is, as a sentence names it: "a number".
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Whole(_) | Self::Decimal(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The text of a string.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The entries of an object.
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// The elements of an array.
    pub fn as_list(&self) -> Option<&[Json]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }
}

fn write_members<T>(
    out: &mut String,
    level: Option<usize>,
    [open, close]: [char; 2],
    members: &[T],
    write: impl Fn(&mut String, &T, Option<usize>),
) {
    out.push(open);
    let inner = level.map(|level| level + 1);
    for (place, member) in members.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        line_break(out, inner);
        write(out, member, inner);
    }
    if !members.is_empty() {
        line_break(out, level);
    }
    out.push(close);
}

fn line_break(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level));
    }
}

/// A text as a JSON string. Everything that could end a line or change its direction is escaped, so that the text
/// can be shown in one line anywhere.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_unseen(character) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _never = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// A text as a sentence quotes it: on one line, and short.
pub fn shown(text: &str) -> String {
    const LONG: usize = 60;
    let mut short: String = text.chars().take(LONG).collect();
    if text.chars().nth(LONG).is_some() {
        short.push('…');
    }
    quoted(&short)
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl Object {
    /// The value of a key, whatever the case of its letters; `null` counts as absent.
    ///
    /// The tools agree on the letters of a name but not on their case: `osDiskSizeGB` is ARM's,
    /// `osDiskSizeGb` is the CLI's, `OsDiskSizeGB` is PowerShell's.
    pub fn get(&self, key: &str) -> Option<&Json> {
        let (_, value) = self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
        if *value == Json::Null { None } else { Some(value) }
    }

    /// The text at a key, in any case.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Json::as_text)
    }

    /// Appends an entry.
    pub fn push(&mut self, key: &str, value: impl Into<Json>) {
        self.0.push((key.to_owned(), value.into()));
    }

    /// Sets the value at a dotted path, making the objects on the way.
    pub fn set_path(&mut self, path: &str, value: Json) {
        let Some((head, rest)) = path.split_once('.') else {
            self.0.push((path.to_owned(), value));
            return;
        };
        if !self.0.iter().any(|(name, _)| name == head) {
            self.0.push((head.to_owned(), Json::Object(Self::default())));
        }
        for (name, inner) in &mut self.0 {
            if name == head
                && let Json::Object(inner) = inner
            {
                inner.set_path(rest, value);
                return;
            }
        }
    }
}

impl FromIterator<(String, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

/// How deep lists and objects may nest; what the tools print stays below 20.
const DEPTH: usize = 100;

struct Reader<'a> {
    text: &'a str,
    /// Bytes read; always between characters.
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes on behind the next byte if it is that one.
    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// What to say of what comes next, which is nothing that could stand there.
    fn unexpected(&self, wanted: &'static str) -> Problem {
        let mut letters = self.rest().chars();
        match letters.next() {
            None => Problem::EndsEarly,
            Some('/' | '#') => Problem::Comment,
            Some(found @ ('\'' | '`' | '‘' | '’' | '“' | '”')) => Problem::WrongQuote { found },
            Some(first) => {
                // A word is said whole: `NaN`, `True`.
                let word =
                    letters.take_while(|c| first.is_ascii_alphabetic() && c.is_ascii_alphanumeric()).take(20);
                Problem::Unexpected { found: std::iter::once(first).chain(word).collect(), wanted }
            }
        }
    }

    fn error(&self, problem: Problem) -> JsonError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        JsonError { line, column, problem }
    }

    fn value(&mut self, depth: usize) -> Result<Json, Problem> {
        self.blanks();
        if depth > DEPTH {
            return Err(Problem::TooDeep);
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                for (word, value) in
                    [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))]
                {
                    if self.rest().starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                    // A word that the end cut short.
                    if !self.rest().is_empty() && word.starts_with(self.rest()) {
                        self.at = self.text.len();
                        return Err(Problem::EndsEarly);
                    }
                }
                Err(self.unexpected("a value"))
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json, Problem> {
        let mut items = Vec::new();
        self.members(b']', |reader| {
            items.push(reader.value(depth + 1)?);
            Ok(())
        })?;
        Ok(Json::List(items))
    }

    fn object(&mut self, depth: usize) -> Result<Json, Problem> {
        let mut object = Object::default();
        self.members(b'}', |reader| {
            if reader.peek() != Some(b'"') {
                return Err(reader.unexpected("a key in double quotes"));
            }
            let key = reader.string()?;
            reader.blanks();
            if !reader.take(b':') {
                return Err(reader.unexpected("a colon"));
            }
            let value = reader.value(depth + 1)?;
            object.0.push((key, value));
            Ok(())
        })?;
        Ok(Json::Object(object))
    }

    /// Reads an opening bracket, members between commas, and the closing bracket.
    fn members(
        &mut self,
        close: u8,
        mut member: impl FnMut(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.at += 1;
        self.blanks();
        if self.take(close) {
            return Ok(());
        }
        loop {
            self.blanks();
            member(self)?;
            self.blanks();
            if self.take(close) {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.unexpected("a comma or a closing bracket"));
            }
            self.blanks();
            if self.peek() == Some(close) {
                return Err(Problem::TrailingComma);
            }
        }
    }

    fn string(&mut self) -> Result<String, Problem> {
        self.at += 1;
        let mut out = String::new();
        loop {
            // Up to the next character that means something.
            let plain =
                self.rest().find(|c: char| c == '"' || c == '\\' || c < ' ').unwrap_or(self.rest().len());
            out.push_str(self.rest().get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => return Err(Problem::ControlInText),
                None => return Err(Problem::EndsEarly),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Problem> {
        let escaped = match self.text.as_bytes().get(self.at + 1) {
            Some(b'u') => return self.unicode_escape(),
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(_) => return Err(Problem::BadEscape),
            None => return Err(Problem::EndsEarly),
        };
        self.at += 2;
        Ok(escaped)
    }

    /// `\u0041`, or two of them that make one character beyond the first 65,536.
    fn unicode_escape(&mut self) -> Result<char, Problem> {
        let first = self.unit()?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        if "\\u".starts_with(self.rest()) {
            return Err(Problem::EndsEarly);
        }
        let second = if self.rest().starts_with("\\u") { self.unit()? } else { 0 };
        char::decode_utf16([first as u16, second as u16])
            .next()
            .and_then(Result::ok)
            .ok_or(Problem::BadEscape)
    }

    fn unit(&mut self) -> Result<u32, Problem> {
        let digits = match self.rest().get(2..6) {
            Some(digits) => digits,
            None if self.rest().len() < 6 => return Err(Problem::EndsEarly),
            None => return Err(Problem::BadEscape),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Problem::BadEscape);
        }
        self.at += 6;
        u32::from_str_radix(digits, 16).map_err(|_| Problem::BadEscape)
    }

    fn number(&mut self) -> Result<Json, Problem> {
        let is_part = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = self.rest().bytes().take_while(|byte| is_part(*byte)).count();
        let text = self.rest().get(..length).unwrap_or_default();
        let digits = text.trim_start_matches('-');
        let leading_zero = digits.len() > 1
            && digits.starts_with('0')
            && digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if text.len() == self.rest().len() && text.ends_with(['-', '+', '.', 'e', 'E']) {
            return Err(Problem::EndsEarly);
        }
        let number = Decimal::parse(text).filter(|_| !leading_zero).ok_or(Problem::BadNumber)?;
        self.at += length;
        Ok(number.whole().map_or(Json::Decimal(number), Json::Whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem(text: &str) -> String {
        Json::parse(text).map_err(|error| error.to_string()).expect_err(text)
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, sentence) in [
            ("{\"a\": 1,\n  b}", "in line 2, column 3, \"b\" stands where a key in double quotes should"),
            ("{\"a\" 1}", "in line 1, column 6, \"1\" stands where a colon should"),
            ("[1 2]", "in line 1, column 4, \"2\" stands where a comma or a closing bracket should"),
            ("[ä\u{202e}]", "in line 1, column 2, \"ä\" stands where a value should"),
            ("[NaN]", "in line 1, column 2, \"NaN\" stands where a value should"),
            ("[True, None]", "in line 1, column 2, \"True\" stands where a value should"),
            ("{'a': 1}", "in line 1, column 2, ' stands, but texts and keys have double quotes (\")"),
            ("{“a”: 1}", "in line 1, column 2, “ stands, but texts and keys have double quotes (\")"),
            ("[1, 2", "in line 1, column 6, the text ends too early"),
            ("", "in line 1, column 1, the text ends too early"),
            ("nul", "in line 1, column 4, the text ends too early"),
            ("[1,]", "in line 1, column 4, a comma has nothing after it"),
            ("{} {}", "in line 1, column 4, \"{\" stands where the end should"),
            ("{ // no\n}", "in line 1, column 3, a comment stands, and JSON has none"),
            ("{\n# no\n}", "in line 2, column 1, a comment stands, and JSON has none"),
            (
                "\"ä\nb\"",
                "in line 1, column 3, a line break or control character stands in a text; perhaps a quote is missing",
            ),
            (r#""\x""#, "in line 1, column 2, a backslash is followed by nothing it can escape"),
            (r#""\u+123""#, "in line 1, column 2, a backslash is followed by nothing it can escape"),
            (r#""\ud83d""#, "in line 1, column 8, a backslash is followed by nothing it can escape"),
            ("[01]", "in line 1, column 2, a number is malformed or out of range"),
            ("[-Infinity]", "in line 1, column 2, a number is malformed or out of range"),
            ("[1e999]", "in line 1, column 2, a number is malformed or out of range"),
        ] {
            assert_eq!(problem(text), sentence, "{text}");
        }
        assert_eq!(
            problem(&"[".repeat(200)),
            "in line 1, column 102, lists and objects nest deeper than 100 levels"
        );
    }

    #[test]
    fn a_text_that_is_cut_off_is_said_to_end_early() {
        let whole = r#"{"a": [1, -2.5e+3, true, null], "b\u00e4\ud83d\ude00": {"c": "d"}}"#;
        assert!(Json::parse(whole).is_ok());
        for end in 0..whole.len() {
            let cut = whole.get(..end).unwrap();
            assert_eq!(Json::parse(cut).unwrap_err().problem, Problem::EndsEarly, "{cut}");
        }
    }

    #[test]
    fn keys_keep_their_order_and_repeat() {
        let text = r#"{"b":1,"a":{"x":[true,null,-1.5,"\u00e9\ud83d\ude00\n"]},"b":2}"#;
        let tree = Json::parse(text).unwrap();
        assert_eq!(tree.compact(), r#"{"b":1,"a":{"x":[true,null,-1.5,"é😀\n"]},"b":2}"#);
        assert_eq!(tree.as_object().unwrap().0.len(), 3);
    }

    #[test]
    fn pretty_text_has_a_member_a_line() {
        let tree = Json::parse(r#"{"a":[1,{}],"b":[]}"#).unwrap();
        assert_eq!(tree.pretty(), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}\n");
    }

    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::Bool),
            any::<i64>().prop_map(Json::Whole),
            any::<String>().prop_map(Json::Text),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Json::List),
                prop::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|entries| Json::Object(Object(entries))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(tree in any_json()) {
            prop_assert_eq!(Json::parse(&tree.compact()), Ok(tree.clone()));
            prop_assert_eq!(Json::parse(&tree.pretty()), Ok(tree));
        }

        // serde_json is the oracle: the same texts are JSON, and strings have the same characters.
        #[test]
        fn agrees_with_serde_json(text in r#"[\[\]{}",:0-9eE+.\-a\\u/ntf \n]{0,24}"#) {
            let (ours, theirs) = (Json::parse(&text), serde_json::from_str::<serde_json::Value>(&text));
            prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?} {:?}", ours, theirs);
        }

        #[test]
        fn strings_agree_with_serde_json(text in any::<String>()) {
            let ours = quoted(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&ours).unwrap(), text.clone());
            let theirs = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(Json::parse(&theirs), Ok(Json::Text(text)));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _any = Json::parse(&text);
        }
    }
}
