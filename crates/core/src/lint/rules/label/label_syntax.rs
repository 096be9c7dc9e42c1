use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, Value};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let wrong = pool.labels.iter().find(|(key, value)| !is_key(key) || !is_value(value));
    let Some((key, value)) = wrong else { return };
    let finding = if is_key(key) {
        found.at(
            pool,
            "nodeLabels",
            format_args!("{pool} has the label {} with the value {}. A value has at most 63 letters, digits, dots, hyphens and underscores, the first and last a letter or digit.", in_sentence(key), in_sentence(value)),
        )
    } else {
        found.at(
            pool,
            "nodeLabels",
            format_args!("{pool} has the label {}. A name has 1 to 63 letters, digits, dots, hyphens and underscores, the first and last a letter or digit, with an optional DNS name and a slash before it.", in_sentence(key)),
        )
    };
    let rest = pool.labels.iter().filter(|(key, value)| is_key(key) && is_value(value));
    let rest = rest.map(|(key, value)| (key.clone(), value.clone())).collect();
    let edit = Edit::Pool { pool: pool.index, key: "nodeLabels", value: Some(Value::Map(rest)) };
    finding.unsafe_fix(format_args!("Remove such labels"), vec![edit]);
}

/// Returns whether a text is the key of a label: a name, perhaps after a DNS name and a slash (Kubernetes, labels and
/// selectors).
fn is_key(key: &str) -> bool {
    match key.split_once('/') {
        Some((prefix, name)) => is_domain(prefix) && is_name(name),
        None => is_name(key),
    }
}

fn is_value(value: &str) -> bool {
    value.is_empty() || is_name(value)
}

fn is_name(name: &str) -> bool {
    let at_end = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    name.len() <= 63 && at_end(name.bytes().next()) && at_end(name.bytes().last()) && name.bytes().all(fits)
}

fn is_domain(text: &str) -> bool {
    let is_part = |part: &str| {
        let at_end =
            |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        at_end(part.bytes().next()) && at_end(part.bytes().last()) && part.bytes().all(fits)
    };
    text.len() <= 253 && text.split('.').all(is_part)
}
