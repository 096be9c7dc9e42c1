//! JSON as Poolwright writes it: `serde_json`'s values, in their own order and digit for digit.
//!
//! The text is `serde_json`'s too, except that what could end a line or change its direction is escaped, so that the
//! text can be shown anywhere. JSON from outside is read by [`crate::syntax`].

pub use serde_json::Value as Json;

use crate::text::{is_unseen, push_escape};

/// The entries of a JSON object, in their own order.
pub type Object = serde_json::Map<String, Json>;

/// Returns the text on one line, without blanks.
pub fn compact(value: &Json) -> String {
    escaped(value.to_string())
}

/// Returns the text with two blanks a level, ending in a newline.
pub fn pretty(value: &Json) -> String {
    escaped(format!("{value:#}\n"))
}

/// Returns the text with two blanks a level, in which every character is ASCII: no encoding of a file matters.
pub fn ascii(value: &Json) -> String {
    let json = pretty(value);
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() { out.push(character) } else { push_escape(&mut out, character) }
    }
    out
}

/// Escapes what cannot be seen by its number, also where JSON has a letter for it (`\b`, `\f`).
fn escaped(json: String) -> String {
    let is_plain = |c: char| c == '\n' || !is_unseen(c);
    if json.chars().all(|c| is_plain(c) && c != '\\') {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    let mut characters = json.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('b') => push_escape(&mut out, '\u{8}'),
                Some('f') => push_escape(&mut out, '\u{c}'),
                other => {
                    out.push('\\');
                    out.extend(other);
                }
            },
            _ if is_plain(character) => out.push(character),
            _ => push_escape(&mut out, character),
        }
    }
    out
}

/// What objects are built with.
pub trait ObjectExt {
    /// Sets the value of a key.
    fn push(&mut self, key: &str, value: impl Into<Json>);

    /// Sets the value at a dotted path, making the objects on the way.
    fn set_path(&mut self, path: &str, value: Json);

    /// Sets the value at the keys that lead to it, making the objects on the way.
    fn set_at<'k>(&mut self, keys: impl IntoIterator<Item = &'k str>, value: Json);

    /// Adds the entries of another object, and those of the objects in it to the objects of the same key.
    fn merge(&mut self, other: Self);

    /// Returns the value of a key, whatever the case of its letters; `null` counts as absent.
    fn get_any_case(&self, key: &str) -> Option<&Json>;
}

impl ObjectExt for Object {
    fn push(&mut self, key: &str, value: impl Into<Json>) {
        self.insert(key.to_owned(), value.into());
    }

    fn set_path(&mut self, path: &str, value: Json) {
        self.set_at(path.split('.'), value);
    }

    fn set_at<'k>(&mut self, keys: impl IntoIterator<Item = &'k str>, value: Json) {
        let mut keys = keys.into_iter();
        let Some(mut key) = keys.next() else { return };
        let mut object = self;
        for next in keys {
            let inner = object.entry(key).or_insert_with(|| Self::default().into());
            let Json::Object(inner) = inner else { return };
            (object, key) = (inner, next);
        }
        object.push(key, value);
    }

    fn merge(&mut self, other: Self) {
        for (key, value) in other {
            match (self.get_mut(&key), value) {
                (Some(Json::Object(mine)), Json::Object(theirs)) => mine.merge(theirs),
                (_, value) => drop(self.insert(key, value)),
            }
        }
    }

    fn get_any_case(&self, key: &str) -> Option<&Json> {
        let (_, value) = self.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
        Some(value).filter(|value| !value.is_null())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::text::quoted;

    #[test]
    fn pretty_text_has_a_member_a_line() {
        let value = json!({"a": [1, {}], "b": []});
        assert_eq!(pretty(&value), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}\n");
    }

    #[test]
    fn digits_and_order_are_kept() {
        let text = r#"{"b":0.10,"a":123456789012345678901234567890.5}"#;
        assert_eq!(compact(&serde_json::from_str(text).unwrap()), text);
    }

    #[test]
    fn paths_make_objects() {
        let mut object = Object::new();
        object.set_path("a.b.c", 1.into());
        object.set_path("a.d", 2.into());
        assert_eq!(Json::from(object), json!({"a": {"b": {"c": 1}, "d": 2}}));
    }

    #[test]
    fn objects_are_merged_at_every_depth() {
        let object = |value: Json| value.as_object().unwrap().clone();
        let mut first = object(json!({"a": {"b": 1}, "c": 2}));
        first.merge(object(json!({"a": {"d": {"e": 3}}, "c": [4]})));
        assert_eq!(Json::from(first), json!({"a": {"b": 1, "d": {"e": 3}}, "c": [4]}));
    }

    proptest! {
        #[test]
        fn texts_are_written_as_they_are_quoted(text in any::<String>()) {
            let written = compact(&Json::from(text.as_str()));
            prop_assert_eq!(&written, &quoted(&text));
            prop_assert!(!written.contains(is_unseen));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
