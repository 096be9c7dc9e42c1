use proptest::prelude::*;

use super::*;
use crate::to_json::{Json, compact};

fn problem(text: &str) -> String {
    parse_json(text).map_err(|error| error.to_string()).expect_err(text)
}

/// Returns what a text holds, on one line, and what was skipped in it.
fn read(text: &str) -> (String, Vec<String>) {
    let tree = parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (compact(&tree.root.to_json()), tree.skipped.into_iter().map(|part| part.sentence).collect())
}

fn value(text: &str) -> String {
    let (value, skipped) = read(text);
    assert_eq!(skipped, [""; 0], "{text}");
    value
}

#[test]
fn errors_have_a_position() {
    for (text, sentence) in [
        ("{\"a\": 1,\n  b}", "line 2, column 3: expected the next key or value, found \"b\""),
        ("{\"a\": 1,\n  b: 1}", "line 2, column 3: expected a key in double quotes, found \"b\""),
        ("{\"a\" 1}", "line 1, column 6: expected a colon, found \"1\""),
        ("[1 2]", "line 1, column 4: expected a comma or a closing bracket, found \"2\""),
        ("[ä\u{202e}]", "line 1, column 2: expected a value, found \"ä\""),
        ("[NaN]", "line 1, column 2: expected a value, found \"NaN\""),
        ("[True, None]", "line 1, column 2: expected a value, found \"True\""),
        ("{'a': 1}", "line 1, column 2: texts and keys need double quotes (\"), not '"),
        ("{“a”: 1}", "line 1, column 2: texts and keys need double quotes (\"), not “"),
        ("[1}", "line 1, column 3: expected a comma or a closing bracket, found \"}\""),
        ("{]", "line 1, column 2: expected a key in double quotes, found \"]\""),
        ("[1,,2]", "line 1, column 4: expected a value, found \",\""),
        ("{} {}", "line 1, column 4: expected the end, found \"{\""),
        ("{\n# no\n}", "line 2, column 1: comments start with //, not #"),
        (
            r#""\x""#,
            r"line 1, column 2: a backslash must be followed by a valid escape, such as \n or \u00e4",
        ),
        (
            r#"["\ud83d", 1]"#,
            r"line 1, column 3: a backslash must be followed by a valid escape, such as \n or \u00e4",
        ),
        ("[01]", "line 1, column 2: this isn't a valid number"),
        ("[-Infinity]", "line 1, column 2: this isn't a valid number"),
        ("[0x10]", "line 1, column 2: this isn't a valid number"),
        ("[1.]", "line 1, column 2: this isn't a valid number"),
    ] {
        assert_eq!(problem(text), format!("invalid JSON at {sentence}"), "{text}");
    }
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(
        problem(&deep),
        "invalid JSON at line 1, column 102: lists and objects can nest at most 100 levels"
    );
}

#[test]
fn a_text_that_is_cut_off_ends_early() {
    let whole = r#"{"a": [1, -2.5e+3, true, null], "b\u00e4\ud83d\ude00": {"c": "d"}}"#;
    assert!(parse_json(whole).is_ok());
    for end in 0..whole.len() {
        let cut = whole.get(..end).unwrap();
        assert_eq!(parse_json(cut).unwrap_err().problem, Problem::EndsEarly, "{cut}");
    }
}

#[test]
fn json_is_read_as_azure_takes_it() {
    assert_eq!(value("{ // no\n}"), "{}");
    assert_eq!(value("/* a */ [1, /* b */ 2, ] // c\n"), "[1,2]");
    assert_eq!(value("{\"a\": {\"b\": 1,},}"), r#"{"a":{"b":1}}"#);
    assert_eq!(value("[\"one\ntwo\"]"), r#"["one\ntwo"]"#);
    assert_eq!(value("\u{feff}[1]\r\n"), "[1]");
}

#[test]
fn keys_keep_their_order_and_repeat() {
    let text = r#"{"b":1,"a":{"x":[true,null,-1.50,"\u00e9\ud83d\ude00\n"]},"b":2}"#;
    let node = parse_json(text).unwrap();
    let object = node.as_object().unwrap();
    let keys: Vec<&str> = object.0.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["b", "a", "b"]);
    assert_eq!(compact(&node.to_json()), r#"{"b":2,"a":{"x":[true,null,-1.5,"é😀\n"]}}"#);
}

#[test]
fn digits_are_kept() {
    let node = parse_json("[0.10, 1e3, 123456789012345678901234567890.5, 1e999]").unwrap();
    let numbers: Vec<&str> = node
        .as_list()
        .unwrap()
        .iter()
        .map(|item| match &item.content {
            Content::Number(number) => number.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(numbers, ["0.10", "1e3", "123456789012345678901234567890.5", "1e999"]);
    assert_eq!(compact(&node.to_json()), "[0.1,1000,123456789012345678901234567890.5,1e+999]");
}

#[test]
fn what_stands_around_json_is_skipped() {
    let skipped = |place: &str, text: &str| format!("The text {place} the document was skipped: \"{text}\".");
    for (text, json, sentences) in [
        (
            "WARNING: careful: [x]\n[{\"a\": 1}]",
            "[{\"a\":1}]",
            vec![skipped("before", "WARNING: careful: [x]")],
        ),
        ("done[####]  100.0000%{\"a\": 1}", "{\"a\":1}", vec![skipped("before", "done[####]  100.0000%")]),
        ("```json\n[{}]\n```\n", "[{}]", vec![skipped("before", "```json"), skipped("after", "```")]),
        (
            "$ az aks show\n{\n  \"a\": 1\n}\nme@host:~$ ",
            "{\"a\":1}",
            vec![skipped("before", "$ az aks show"), skipped("after", "me@host:~$")],
        ),
        // YAML ends at what its parser never gets past, such as the prompt of another shell.
        ("a: 1\n%{", "{\"a\":1}", vec![skipped("after", "%{")]),
        (
            "[{\u{1b}[34;01m\"a\"\u{1b}[39;49;00m: 1}]",
            "[{\"a\":1}]",
            vec!["Terminal color codes were skipped.".to_owned()],
        ),
        (
            "Here:\n```yaml\na: 1\n```",
            "{\"a\":1}",
            vec![skipped("before", "Here:\\n```yaml"), skipped("after", "```")],
        ),
    ] {
        assert_eq!(read(text), (json.to_owned(), sentences), "{text}");
    }
    // A bracket too much, or two documents, are mistakes.
    for wrong in ["{\"a\": 1}}", "{}\n{}", "[1] x"] {
        assert!(parse(wrong).unwrap_err().to_string().contains("expected the end"), "{wrong}");
    }
}

#[test]
fn yaml_is_read_as_az_prints_it() {
    let text = "- count: 3\n  name: sys\n  tags: null\n  enabled: false\n  version: '1.35'\n  empty: ''\n  zones:\n  - '1'\n  - \"2\"\n  price: 0.10\n  hash: 12e5\n  zip: 012\n  nested: {}\n";
    let json = r#"[{"count":3,"name":"sys","tags":null,"enabled":false,"version":"1.35","empty":"","zones":["1","2"],"price":0.1,"hash":"12e5","zip":"012","nested":{}}]"#;
    assert_eq!(value(text), json);
    assert_eq!(read(&format!("WARNING: careful\n{text}")).0, json);
    assert_eq!(value("# comment\n---\na: &x [1, 2]\nb: *x\n"), r#"{"a":[1,2],"b":[1,2]}"#);
    let tree = parse("é: ü\nb:\n  - ß: x\n    ß: y\n").unwrap();
    assert_eq!(tree.position_of("$.b[0][\"ß\"]"), Some(Position { line: 4, column: 5 }));
    for (wrong, sentence) in [
        ("a: [1\nb: 2\n", "invalid YAML at line 2, column 2: "),
        ("a: *x\n", "invalid YAML at line 1, column 4: "),
        ("a: &x [*x]\n", "invalid YAML at line 1, column 8: "),
        ("? [a]\n: b\n", "invalid JSON at line 1, column 1: "),
        ("a:\n  ? [a]\n  : b\n", "invalid YAML at line 2, column 7: a key must be a text"),
        // What PowerShell prints as a list.
        ("Name   : sys\nCount  : 3\n", "invalid JSON at line 1, column 1: "),
    ] {
        let error = parse(wrong).unwrap_err().to_string();
        assert!(error.starts_with(sentence), "{wrong}: {error}");
    }
}

#[test]
fn aliases_cannot_grow_without_end() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{inner}]\n");
    }
    assert_eq!(parse(&bomb).unwrap_err().problem, Problem::TooManyAliases);
    let deep = format!("a: {}", "[".repeat(5_000));
    assert_eq!(parse(&deep).unwrap_err().problem, Problem::TooDeep);
    // An alias nests as deep as what it names.
    let levels = "- ".repeat(60);
    let deep = format!("a: &a\n  {levels}x\nb:\n  {levels}*a\n");
    assert_eq!(parse(&deep).unwrap_err().problem, Problem::TooDeep);
    assert!(parse(&format!("a: &a\n  {levels}x\nb: *a\n")).is_ok());
}

#[test]
fn positions_are_found_by_paths() {
    let text = "WARNING: x\n{\n  \"pools\": [{}, {\n    \"vmSize\": \"a\", \"a.b\": {\"ä c\": 1}}]\n}";
    let tree = parse(text).unwrap();
    for (path, place) in [
        ("$", Some((2, 1))),
        ("$.pools", Some((3, 3))),
        ("$.pools[1]", Some((3, 17))),
        ("$.pools[1].vmSize", Some((4, 5))),
        ("$.pools[1][\"a.b\"][\"ä c\"]", Some((4, 28))),
        // Where a value isn't there, as in what an expression comes to, the last one on the way is.
        ("$.pools[2]", Some((3, 3))),
        ("$.pools[1].mode", Some((3, 17))),
        ("$.pool", Some((2, 1))),
        ("pools", None),
    ] {
        let place = place.map(|(line, column)| Position { line, column });
        assert_eq!(tree.position_of(path), place, "{path}");
    }
}

#[test]
fn files_are_decoded() {
    let text = "{\"a\": \"ä😀\"}";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [&[0xff, 0xfe], &little[..]].concat(),
        [&[0xfe, 0xff], &big[..]].concat(),
        little.clone(),
        big.clone(),
    ] {
        assert_eq!(decode(&bytes).as_deref(), Some(text));
    }
    assert_eq!(decode(b"\x89PNG\r\n"), None);
    assert_eq!(decode(&[0xff, 0xfe, 0x00]), None);
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(Json::from),
        any::<String>().prop_map(Json::String),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::Array),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(json in any_json()) {
        prop_assert_eq!(&parse_json(&compact(&json)).unwrap().to_json(), &json);
        prop_assert_eq!(&parse_json(&crate::to_json::pretty(&json)).unwrap().to_json(), &json);
    }

    // serde_json is the oracle: what it takes is read, to the same value. The other way round a comment, a comma or a
    // line break in a text is more than JSON.
    #[test]
    fn agrees_with_serde_json(text in r#"[\[\]{}",:0-9eE+.\-a\\u/ntf \n]{0,24}"#) {
        let (ours, theirs) = (parse_json(&text), serde_json::from_str::<Json>(&text));
        if let Ok(theirs) = &theirs {
            prop_assert!(ours.is_ok(), "{:?} {:?}", ours, theirs);
        }
        let is_more = text.contains("//") || text.contains("/*") || text.contains('\n') || text.contains(',');
        prop_assert!(is_more || ours.is_ok() == theirs.is_ok(), "{:?} {:?}", ours, theirs);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _any = (parse(&text), decode(text.as_bytes()));
    }

    #[test]
    fn nothing_that_looks_like_a_document_makes_it_panic(
        text in "(\u{feff})?((a|b-c|\"d\"|'|ä|- |: |:|\n|\n  |\\[|\\]|\\{|\\}|,|&x |\\*x|!!str |\\| |>|# |//|```|\u{1b}\\[|1|null|~|\\?|%|\r\n|\t|WARNING:)){0,24}"
    ) {
        if let Ok(tree) = parse(&text) {
            prop_assert!(tree.position_of("$").is_some());
        }
    }

    #[test]
    fn bytes_are_decoded_or_not(bytes in prop::collection::vec(any::<u8>(), 0..16)) {
        let _any = decode(&bytes);
    }
}
