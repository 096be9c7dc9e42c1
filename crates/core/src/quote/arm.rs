//! The template language of ARM: what is in the strings and keys of its JSON.

use crate::to_json::{Json, Object, compact};

/// Returns a text that the template language takes as it is. A string is an expression if it begins with `[` and ends
/// with `]`; one more `[` in front makes it plain (Microsoft, "Template expressions", escape characters).
pub fn literal(text: impl Into<String>) -> String {
    let text = text.into();
    if text.starts_with('[') && text.ends_with(']') { format!("[{text}") } else { text }
}

/// Returns the text of a literal; `None` for an expression.
pub fn plain(text: &str) -> Option<&str> {
    match text.strip_prefix('[').filter(|_| text.ends_with(']')) {
        Some(rest) => rest.starts_with('[').then_some(rest),
        None => Some(text),
    }
}

/// Returns a text inside an expression.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Returns the name of a resource in the cluster that a parameter names.
pub fn child_name(cluster: &'static str, name: &str) -> String {
    format!("[format('{{0}}/{{1}}', parameters('{cluster}'), {})]", quoted(name))
}

/// Returns the resource ID of the cluster that a parameter names, or of a resource in it.
pub fn id(kind: &'static str, cluster: &'static str, child: Option<&str>) -> String {
    let child = child.map(|name| format!(", {}", quoted(name))).unwrap_or_default();
    format!("[resourceId('{kind}', parameters('{cluster}'){child})]")
}

/// Maximum number of characters of an expression (Microsoft, "Azure Resource Manager limits": 24,576).
const LONGEST: usize = 24_576;

/// Returns an object that is carried as it is. Where a key in it is a word of the language (`copy` makes a loop of a
/// list beside it), the object is data instead of a part of the template. `None` where that is too long for an
/// expression.
pub fn tree(tree: Object) -> Option<Json> {
    let tree = Json::Object(tree);
    if !has_directive(&tree) {
        return Some(value(tree));
    }
    let text = format!("{BEGIN}{}{END}", compact(&tree).replace('\'', "''"));
    (text.chars().count() <= LONGEST).then_some(Json::String(text))
}

/// Returns a value that is written as data, like [an object](tree).
pub fn data(json: Json) -> Option<Json> {
    match json {
        Json::Object(object) => tree(object),
        Json::Array(list) => list.into_iter().map(data).collect::<Option<Vec<Json>>>().map(Json::Array),
        other => Some(value(other)),
    }
}

const BEGIN: &str = "[json('";
const END: &str = "')]";

/// Returns the JSON that such an expression carries.
pub fn data_of(expression: &str) -> Option<String> {
    let text = expression.strip_prefix(BEGIN)?.strip_suffix(END)?;
    Some(text.replace("''", "'"))
}

/// Returns whether a key at any depth would be a word of the language.
fn has_directive(json: &Json) -> bool {
    match json {
        Json::Array(list) => list.iter().any(has_directive),
        Json::Object(object) => {
            object.iter().any(|(key, value)| key.eq_ignore_ascii_case("copy") || has_directive(value))
        }
        _ => false,
    }
}

/// Returns a value with every text in it made plain. Keys are texts too: the language evaluates them, as the keys of
/// userAssignedIdentities show.
pub fn value(value: Json) -> Json {
    match value {
        Json::String(text) => Json::String(literal(text)),
        Json::Array(list) => list.into_iter().map(self::value).collect(),
        Json::Object(object) => {
            object.into_iter().map(|(key, value)| (literal(key), self::value(value))).collect()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_with_a_directive_is_data() {
        let tree = |text: &str| {
            let object = serde_json::from_str(text).expect("an object");
            tree(object).map(|json| compact(&json))
        };
        let data = tree(r#"{"a":{"Copy":[{"name":"it's","count":2,"input":"[x]"}]}}"#);
        let wanted = r#""[json('{\"a\":{\"Copy\":[{\"name\":\"it''s\",\"count\":2,\"input\":\"[x]\"}]}}')]""#;
        assert_eq!(data.as_deref(), Some(wanted));
        assert_eq!(tree(r#"{"a":"[x]"}"#).as_deref(), Some(r#"{"a":"[[x]"}"#));
        assert_eq!(tree(&format!(r#"{{"copy":"{}"}}"#, "x".repeat(30_000))), None);
    }

    #[test]
    fn a_name_in_an_expression_stays_text() {
        assert_eq!(child_name("c", "a'), b('"), "[format('{0}/{1}', parameters('c'), 'a''), b(''')]");
        assert_eq!(id("X/y", "c", None), "[resourceId('X/y', parameters('c'))]");
        assert_eq!(id("X/y/z", "c", Some("it's")), "[resourceId('X/y/z', parameters('c'), 'it''s')]");
    }

    #[test]
    fn data_is_read_back() {
        assert_eq!(data_of("[json('{\"it''s\":1}')]").as_deref(), Some("{\"it's\":1}"));
        assert_eq!(data_of("[resourceGroup().location]"), None);
    }
}
