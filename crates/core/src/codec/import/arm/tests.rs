use std::collections::BTreeMap;

use super::evaluate::Evaluator;
use super::resources::resources;
use super::value::Value;
use super::{Given, MOST_LOOPS};
use crate::syntax::{Object, parse_json};
use crate::to_json::compact;

/// Returns what an expression comes to in a template with these sections, as JSON; `?` and the reason where it isn't
/// known.
fn evaluated(sections: &str, expression: &str) -> String {
    let template = parse_json(sections).unwrap();
    let template = template.as_object().cloned().unwrap_or_default();
    let (mut evaluator, environment) = Evaluator::new(&template, BTreeMap::new());
    shown(&evaluator.text(expression, &environment))
}

fn shown(value: &Value) -> String {
    match value.first_open() {
        Some(open) => format!("? {}", open.why),
        None => compact(&value.to_json()),
    }
}

fn plain(expression: &str) -> String {
    evaluated("{}", &format!("[{expression}]"))
}

#[test]
fn functions_do_what_the_documents_say() {
    for (expression, expected) in [
        ("array('a')", r#"["a"]"#),
        ("base64('one, two')", r#""b25lLCB0d28=""#),
        ("base64ToJson(base64('{\"a\":[1]}'))", r#"{"a":[1]}"#),
        ("bool(1)", "true"),
        ("cidrHost('10.144.0.0/20', 0)", r#""10.144.0.1""#),
        ("cidrSubnet('10.144.0.0/20', 24, 15)", r#""10.144.15.0/24""#),
        ("coalesce(null(), 'a')", r#""a""#),
        ("concat('a', 1, true())", r#""a1True""#),
        ("concat(createArray(1), createArray(2))", "[1,2]"),
        ("contains('abc', 'b')", "true"),
        ("contains(createArray(1, 2), 3)", "false"),
        ("contains(createObject('Key', 1), 'key')", "true"),
        ("dataUriToString(dataUri('Hello'))", r#""Hello""#),
        ("div(7, 2)", "3"),
        ("empty('')", "true"),
        ("endsWith('abc', 'BC')", "true"),
        ("equals('A', 'a')", "false"),
        ("equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1))", "true"),
        ("filter(createArray(1, 5, 9), lambda('n', greater(lambdaVariables('n'), 4)))", "[5,9]"),
        ("first('abc')", r#""a""#),
        ("flatten(createArray(createArray(1), createArray(2, 3)))", "[1,2,3]"),
        ("format('{0}-{1:D3}-{{x}}', 'a', 7)", r#""a-007-{x}""#),
        ("format('{0,4}|{0,-4}|', 'ab')", r#""  ab|ab  |""#),
        (
            "groupBy(createArray('ab', 'ac', 'b'), lambda('t', first(lambdaVariables('t'))))",
            r#"{"a":["ab","ac"],"b":["b"]}"#,
        ),
        ("if(true(), 1, json('{'))", "1"),
        ("indexOf('test', 'T')", "0"),
        ("int('4')", "4"),
        ("intersection(createArray(1, 2, 3), createArray(3, 2))", "[2,3]"),
        ("items(createObject('b', 1, 'a', 2))", r#"[{"key":"a","value":2},{"key":"b","value":1}]"#),
        ("join(createArray('a', 'b'), ',')", r#""a,b""#),
        ("json('[1, {\"a\": null}]')[1]", r#"{"a":null}"#),
        ("last(split('a/b/c', '/'))", r#""c""#),
        ("lastIndexOf('test', 't')", "3"),
        ("length(createObject('a', 1))", "1"),
        ("map(range(1, 2), lambda('n', 'i', add(lambdaVariables('n'), lambdaVariables('i'))))", "[1,3]"),
        ("mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))", r#"{"a":2}"#),
        ("max(createArray(1, 3, 2))", "3"),
        ("min(4, 2)", "2"),
        ("mod(7, 3)", "1"),
        ("objectKeys(createObject('a', 1))", r#"["a"]"#),
        ("padLeft(5, 3, '0')", r#""005""#),
        ("parseCidr('10.0.0.0/24').lastUsable", r#""10.0.0.254""#),
        (
            "reduce(range(1, 4), 0, lambda('sum', 'n', add(lambdaVariables('sum'), lambdaVariables('n'))))",
            "10",
        ),
        ("replace('a-b', '-', '')", r#""ab""#),
        (
            "shallowMerge(createArray(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2))))",
            r#"{"a":{"y":2}}"#,
        ),
        ("skip(createArray(1, 2, 3), 1)", "[2,3]"),
        (
            "sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))",
            "[1,2,3]",
        ),
        ("split('a;b,c', createArray(';', ','))", r#"["a","b","c"]"#),
        ("startsWith('Standard_D4', 'standard')", "true"),
        ("string(true())", r#""True""#),
        ("string(createObject('a', createArray(1)))", r#""{\"a\":[1]}""#),
        ("substring('abcd', 1, 2)", r#""bc""#),
        ("take('nodepoolname', 4)", r#""node""#),
        ("toLower(toUpper('Ab'))", r#""ab""#),
        ("toObject(createArray('a'), lambda('t', lambdaVariables('t')), lambda('t', 1))", r#"{"a":1}"#),
        ("trim('  a ')", r#""a""#),
        ("tryGet(createObject('a', createArray(7)), 'a', 0)", "7"),
        ("tryGet(createObject(), 'a')", "null"),
        ("union(createArray(1, 2), createArray(2, 3))", "[1,2,3]"),
        (
            "union(createObject('a', createObject('x', 1), 'l', createArray(1)), createObject('A', createObject('y', 2), 'l', createArray(2)))",
            r#"{"a":{"x":1,"y":2},"l":[1,2]}"#,
        ),
        ("uniqueString('test')", r#""rbgf3xv4ufgzg""#),
        ("uriComponent('a b')", r#""a%20b""#),
        ("indexFromEnd(createArray(1, 2), 1)", "2"),
    ] {
        assert_eq!(plain(expression), expected, "{expression}");
    }
}

#[test]
fn what_cannot_be_evaluated_says_why() {
    for (expression, expected) in [
        ("add(1, 'a')", "? argument 2 must be a whole number, but it is a text"),
        ("add(1)", "? add doesn't take 1 arguments"),
        ("div(1, 0)", "? its result isn't a 64-bit number"),
        ("reference('x').a", "? reference is known only at deployment"),
        ("listKeys('x', '1').a", "? listkeys is known only at deployment"),
        ("utcNow()", "? utcnow is known only at deployment"),
        ("nowhere()", "? the function nowhere isn't evaluated"),
        ("createObject('a', 1).b", "? an object has no property \"b\""),
        ("createArray(1)[4]", "? a list has no element 4"),
        ("parameters('x')", "? the parameter x isn't declared in the text"),
        ("variables('x')", "? the variable \"x\" isn't declared in the text"),
        ("if(1, 2, 3)", "? the condition of if must be true or false, but it is a number"),
        ("contains('abc', 'B')", "? whether contains ignores case isn't certain"),
        ("range(0, 20000)", "? range takes a count from 0 to 10,000"),
        ("map(createArray(1), 'x')", "? a lambda is missing"),
    ] {
        assert_eq!(plain(expression), expected, "{expression}");
    }
}

#[test]
fn a_value_that_is_not_known_leaves_known_what_it_can() {
    for (expression, expected) in [
        ("and(false(), equals(utcNow(), 'x'))", "false"),
        ("or(equals(utcNow(), 'x'), true())", "true"),
        ("if(equals(utcNow(), 'x'), 3, 3)", "3"),
        ("length(createArray(utcNow(), 1))", "2"),
        ("contains(createArray(utcNow(), 1), 1)", "true"),
        ("contains(createArray(utcNow(), 1), 2)", "? utcnow is known only at deployment"),
        ("equals(reference('a').id, reference('a').id)", "true"),
        ("equals(reference('a').id, reference('b').id)", "? reference is known only at deployment"),
    ] {
        assert_eq!(plain(expression), expected, "{expression}");
    }
}

#[test]
fn parameters_variables_and_functions_of_ones_own() {
    let sections = r#"{
        "parameters": {
            "env": {"type": "string", "defaultValue": "prod"},
            "name": {"type": "string", "defaultValue": "[concat('aks-', parameters('env'))]"},
            "none": {"type": "string", "nullable": true},
            "loop": {"type": "string", "defaultValue": "[parameters('loop')]"},
            "needed": {"type": "int"}
        },
        "variables": {
            "copy": [{"name": "names", "count": 2, "input": "[format('np{0}', copyIndex('names', 1))]"}],
            "shared": {"Env": "[parameters('env')]"},
            "object": {"copy": [{"name": "list", "count": 2, "input": {"i": "[copyIndex('list')]"}}]},
            "one": "[variables('two')]", "two": "[variables('one')]"
        },
        "functions": [{"namespace": "own", "members": {"pool": {
            "parameters": [{"name": "n", "type": "int"}],
            "output": {"type": "string", "value": "[concat('pool', string(parameters('n')))]"}
        }}}]
    }"#;
    for (expression, expected) in [
        ("parameters('NAME')", r#""aks-prod""#),
        ("parameters('none')", "null"),
        ("parameters('loop')", "? the parameter loop refers to itself"),
        (
            "parameters('needed')",
            "? the parameter needed has no default value; give its value in a parameters file",
        ),
        ("variables('names')", r#"["np1","np2"]"#),
        ("variables('shared').env", r#""prod""#),
        ("variables('object').list[1].i", "1"),
        ("variables('one')", "? the variable one refers to itself"),
        ("own.pool(3)", r#""pool3""#),
        ("own.pool()", "? own.pool takes 1 arguments"),
    ] {
        assert_eq!(evaluated(sections, &format!("[{expression}]")), expected, "{expression}");
    }
}

/// Returns a template of variables, each made of the one before, and a cluster that shows the last.
fn chain(first: &str, next: impl Fn(usize) -> String, length: usize) -> Object {
    let variables: Vec<String> = std::iter::once(format!(r#""v0": {first}"#))
        .chain((1..length).map(|index| format!(r#""v{index}": {}"#, next(index - 1))))
        .collect();
    let all: Vec<String> = (0..length).map(|index| format!("\"[variables('v{index}')]\"")).collect();
    let text = format!(
        r#"{{"variables": {{{}}}, "resources": [{{"type": "Microsoft.ContainerService/managedClusters", "name": "a",
        "properties": {{"agentPoolProfiles": [{}], "tags": "[variables('v{}')]"}}}}]}}"#,
        variables.join(", "),
        all.join(", "),
        length - 1
    );
    parse_json(&text).unwrap().as_object().cloned().unwrap()
}

#[test]
fn no_template_takes_without_end() {
    let before = std::time::Instant::now();
    let doubling = |index: usize| format!("\"[createArray(variables('v{index}'), variables('v{index}'))]\"");
    let texts = |index: usize| format!("\"[concat(variables('v{index}'), variables('v{index}'))]\"");
    let nesting = |index: usize| format!("{{\"a\": \"[variables('v{index}')]\"}}");
    let merging =
        |index: usize| format!("\"[union(variables('v{index}'), createArray(variables('v{index}')))]\"");
    for template in [
        chain("\"x\"", doubling, 60),
        chain("\"0123456789\"", texts, 60),
        chain("\"x\"", nesting, 3_000),
        chain("[1]", merging, 100),
    ] {
        assert_eq!(resources(&template, &Given::default()).list.len(), 1);
    }
    let resource = r#"{"type": "Microsoft.ContainerService/managedClusters/agentPools", "name": "a/b",
        "copy": {"name": "c", "count": COUNT}, "properties": {"copy": [{"name": "x", "count": 800, "input": {"copy":
        [{"name": "y", "count": 800, "input": {"copy": [{"name": "z", "count": 800, "input": 1}]}}]}}]}}"#;
    for count in [MOST_LOOPS, MOST_LOOPS + 1, -1] {
        let text = format!(r#"{{"resources": [{}]}}"#, resource.replace("COUNT", &count.to_string()));
        let template = parse_json(&text).unwrap();
        let found = resources(template.as_object().unwrap(), &Given::default());
        assert_eq!(found.unread.is_empty(), count == MOST_LOOPS, "{count}");
    }
    assert!(before.elapsed().as_secs() < 60, "{:?}", before.elapsed());
}

#[test]
fn a_small_stack_is_enough() {
    let deep = |length: usize| {
        let inner = (0..length).fold("1".to_owned(), |inner, _| format!("createArray({inner})"));
        let nested = (0..length).fold("1".to_owned(), |inner, _| format!("[{inner}]"));
        (inner, nested)
    };
    let run = move || {
        for length in [40, 47, 60, 98] {
            let (expression, nested) = deep(length);
            let _value = plain(&expression);
            let (mut evaluator, environment) = Evaluator::new(Box::leak(Box::default()), BTreeMap::new());
            let _value = evaluator.value(&parse_json(&nested).unwrap(), &environment);
        }
        let template = chain("\"x\"", |index| format!("\"[variables('v{index}')]\""), 200);
        let template = Box::leak(Box::new(template));
        let (mut evaluator, environment) = Evaluator::new(template, BTreeMap::new());
        assert_eq!(
            shown(&evaluator.text("[variables('v199')]", &environment)),
            "? its expressions refer to each other at too many levels"
        );
    };
    // The stack of a web worker's program is 1 MB; frames are larger here than there.
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap();
}

proptest::proptest! {
    #[test]
    fn no_expression_makes_it_panic(text in r"\[?((concat|if|union|variables|parameters|copyIndex|format|range|take|json|map|lambda|cidrSubnet|split|padLeft)\(|'a'|'\{0\}'|'10\.0\.0\.0/8'|-1|[0-9]{1,3}|,|\)|\.b|\[0\]|\(| )*\]?") {
        let _any = evaluated("{}", &text);
    }
}
