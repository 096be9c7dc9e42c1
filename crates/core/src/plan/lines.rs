//! Lists and maps as lines of text, the way a form edits them.
//!
//! One entry a line; a map's entry is `key=value`. A backslash, a line break inside an entry and a `=` inside a
//! key are written with a backslash, so that any value can be shown and read back.

use super::{Map, Subnet};

/// Returns a list, one entry a line.
pub fn list_to_lines(list: &[String]) -> String {
    list.iter().map(|entry| escape(entry, false)).collect::<Vec<_>>().join("\n")
}

/// Reads lines as a list; blank lines are nothing.
pub fn lines_to_list(lines: &str) -> Vec<String> {
    lines.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(unescape).collect()
}

/// Returns a map, one `key=value` a line.
pub fn map_to_lines(map: &Map) -> String {
    map.iter()
        .map(|(key, value)| format!("{}={}", escape(key, true), escape(value, false)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Reads lines as a map. The error is a message about the first line that isn't `key=value`, or that repeats a key.
pub fn lines_to_map(lines: &str) -> Result<Map, String> {
    let mut map = Map::default();
    for (number, line) in lines.split('\n').enumerate().map(|(index, line)| (index + 1, line.trim())) {
        if line.is_empty() {
            continue;
        }
        let (key, value) = match split_at_equals(line) {
            Some((key, value)) if !key.is_empty() => (unescape(key.trim()), unescape(value.trim())),
            _ => return Err(format!("Line {number} must be key=value.")),
        };
        if map.contains_key(&key) {
            return Err(format!("Line {number} repeats the key {key}."));
        }
        map.insert(key, value);
    }
    Ok(map)
}

/// Returns subnets, one a line: name, range, and the services that it is delegated to.
pub fn subnets_to_lines(subnets: &[Subnet]) -> String {
    let line = |subnet: &Subnet| {
        let words = [&subnet.name, &subnet.address_prefix].into_iter().chain(&subnet.delegations);
        words.map(|word| word_of(word)).collect::<Vec<_>>().join(" ")
    };
    subnets.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns a text as one word.
fn word_of(text: &str) -> String {
    let mut word = String::new();
    for character in escape(text, false).chars() {
        if character.is_whitespace() {
            word += &format!("\\u{{{:x}}}", u32::from(character));
        } else {
            word.push(character);
        }
    }
    word
}

/// Reads lines as subnets; the error is a sentence about the first line that isn't a subnet.
pub fn lines_to_subnets(lines: &str) -> Result<Vec<Subnet>, String> {
    let mut subnets = Vec::new();
    for (number, line) in lines.split('\n').enumerate() {
        let mut words = line.split_whitespace().map(unescape);
        let Some(name) = words.next() else { continue };
        let range = words
            .next()
            .ok_or_else(|| format!("Line {} has no range. Write it as nodes 10.240.0.0/16.", number + 1))?;
        subnets.push(Subnet { name, address_prefix: range, delegations: words.collect() });
    }
    Ok(subnets)
}

fn escape(text: &str, key: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.chars().count().saturating_sub(1);
    for (place, character) in text.chars().enumerate() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '=' if key => out.push_str("\\="),
            // A line is read without the blanks at its ends.
            blank if blank.is_whitespace() && (place == 0 || place == last) => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(blank)));
            }
            other => out.push(other),
        }
    }
    out
}

/// Undoes `escape`.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('u') => {
                let tail = rest.as_str();
                let code = tail.strip_prefix('{').and_then(|tail| tail.split_once('}'));
                match code.and_then(|(code, after)| {
                    Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, after))
                }) {
                    Some((decoded, after)) => {
                        out.push(decoded);
                        rest = after.chars();
                    }
                    None => out.push_str("\\u"),
                }
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

/// Splits at the first `=` that has no backslash before it.
fn split_at_equals(line: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (place, character) in line.char_indices() {
        match character {
            '=' if !escaped => return Some((line.get(..place)?, line.get(place + 1..)?)),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn map(pairs: &[(&str, &str)]) -> Map {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn maps_are_typed_as_lines() {
        assert_eq!(
            lines_to_map("team=web\n\n cost-center = 42 \n"),
            Ok(map(&[("team", "web"), ("cost-center", "42")]))
        );
        assert_eq!(lines_to_map("a=b=c"), Ok(map(&[("a", "b=c")])));
        assert_eq!(lines_to_map("team"), Err("Line 1 must be key=value.".to_owned()));
        assert_eq!(lines_to_map("a=1\n=x"), Err("Line 2 must be key=value.".to_owned()));
        assert_eq!(lines_to_map("a=1\na=2"), Err("Line 2 repeats the key a.".to_owned()));
    }

    #[test]
    fn subnets_are_lines() {
        let read = lines_to_subnets(
            " nodes  10.240.0.0/16\n\npods 10.241.0.0/16 Microsoft.ContainerService/managedClusters",
        )
        .unwrap();
        assert_eq!((read.len(), read[0].name.as_str(), read[1].delegations.len()), (2, "nodes", 1));
        assert_eq!(lines_to_subnets(&subnets_to_lines(&read)), Ok(read));
        let odd = [Subnet {
            name: "a b\t\u{a0}\n\\".to_owned(),
            address_prefix: " x ".to_owned(),
            delegations: Vec::new(),
        }];
        assert_eq!(lines_to_subnets(&subnets_to_lines(&odd)), Ok(odd.to_vec()));
        assert!(lines_to_subnets("a 1\nb").unwrap_err().starts_with("Line 2 has no range"));
    }

    proptest! {
        #[test]
        fn any_map_is_read_back(map in prop::collection::btree_map(".{1,8}|[\\\\=\n\r ]{1,4}", ".{0,8}|[\\\\=\n\r ]{0,4}", 0..4)) {
            prop_assert_eq!(lines_to_map(&map_to_lines(&Map::from_iter(map.clone()))), Ok(Map::from_iter(map)));
        }

        #[test]
        fn any_list_is_read_back(list in prop::collection::vec(".{1,8}|[\\\\=\n\r ]{1,4}", 0..4)) {
            prop_assert_eq!(lines_to_list(&list_to_lines(&list)), list);
        }
    }
}
