//! Finds what looks like a secret in a plan, to keep it out of links.
//!
//! A plan has no property for secrets, but what it keeps without knowing it may be one. Only the objects of pools are
//! searched: properties that Poolwright doesn't know, `kubeletConfig` and its like. Labels, tags and texts aren't.

use crate::plan::{POOL_PROPERTIES, Plan, UNKNOWN_PROPERTIES, Value};
use crate::to_json::{Json, Object};

/// Words in a name that make its value look like a secret.
const WORDS: &[&str] = &[
    "key",
    "keys",
    "password",
    "passwords",
    "passwd",
    "pwd",
    "secret",
    "secrets",
    "token",
    "tokens",
    "certificate",
    "certificates",
    "cert",
    "certs",
    "credential",
    "credentials",
    "sas",
    "connectionstring",
];

/// Returns the properties of pools that look like secrets, each by its pool's name and its path.
pub fn secrets(plan: &Plan) -> Vec<String> {
    let mut plan = plan.clone();
    strip(&mut plan)
}

/// Takes what looks like a secret out of a plan, and returns where it was.
pub(super) fn strip(plan: &mut Plan) -> Vec<String> {
    let mut found = Vec::new();
    for pool in &mut plan.pools {
        for property in POOL_PROPERTIES {
            let Some(Value::Tree(mut tree)) = property.get(pool) else { continue };
            let before = found.len();
            let path = if property.key == UNKNOWN_PROPERTIES { "" } else { property.key };
            strip_tree(&mut tree, path, &pool.name, &mut found);
            if found.len() > before {
                property.put(pool, Some(Value::Tree(tree)));
            }
        }
    }
    if let Some(baseline) = &mut plan.baseline {
        for one in strip(baseline) {
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

fn strip_tree(tree: &mut Object, before: &str, pool: &str, found: &mut Vec<String>) {
    tree.retain(|key, value| {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        if is_secret_name(key) || is_secret_value(value) {
            found.push(format!("{pool}: {path}"));
            return false;
        }
        strip_value(value, &path, pool, found);
        true
    });
}

fn strip_value(value: &mut Json, path: &str, pool: &str, found: &mut Vec<String>) {
    match value {
        Json::Object(inner) => strip_tree(inner, path, pool, found),
        Json::Array(list) => list.iter_mut().for_each(|item| strip_value(item, path, pool, found)),
        _ => {}
    }
}

/// Returns whether a name has one of the words in it: `apiKey`, `KEY`, `client_secret`, `sshPublicKeys`.
fn is_secret_name(name: &str) -> bool {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = letter.is_lowercase() || letter.is_ascii_digit();
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    let pairs = words.windows(2).map(<[String]>::concat);
    words.iter().cloned().chain(pairs).any(|word| WORDS.contains(&word.as_str()))
}

/// Returns whether a text is a key or a certificate by itself, whatever its name.
fn is_secret_value(value: &Json) -> bool {
    value.as_str().is_some_and(|text| text.contains("-----BEGIN ") || text.contains("AccountKey="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_told_by_their_words() {
        for name in [
            "key",
            "apiKey",
            "API_KEY",
            "adminPassword",
            "client-secret",
            "sasToken",
            "x509Certificate",
            "connectionString",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["monkey", "keyboardLayout", "tokenizer", "mode", "passwordless", ""] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
