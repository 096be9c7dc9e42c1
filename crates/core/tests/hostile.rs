//! Every property of the plan with hostile text in every place that takes text, through every producer of text: each
//! text must be what it is with harmless text in the same place, letter for letter, but for that text. What a producer
//! leaves out, it must say. So nothing that a plan holds becomes a command, a flag, a key or a member.
//!
//! `POOLWRIGHT_CASES` says how many texts are tried in each place (4, of which others each time round; script/soak
//! tries all).
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::readers;
use crate::readers::Tree;
use crate::readers::powershell::Token;
use crate::two_pools::plan;
use poolwright::catalog::Catalog;
use poolwright::emit::{
    Dialect, Options, Shell, Snippet, manual_steps, parameters, render, render_operation, runbook as script,
    terraform_stages, terraform_text, workload,
};
use poolwright::lint::Date;
use poolwright::migrate::diff::Resolution;
use poolwright::migrate::{Act, Check, PlannerOptions, Runbook, runbook};
use poolwright::operations::{Change, Operation, Upgrade};
use poolwright::plan::{
    CLUSTER_PROPERTIES, Kind, Map, Mode, POOL_PROPERTIES, Plan, Subnet, UNKNOWN_PROPERTIES, Value,
};
use poolwright::to_json::{Json, Object, compact};

/// What people and attackers type. What breaks out makes a file.
const HOSTILE: &[&str] = &[
    "x; : >PWNED #",
    "Cordon;touch PWNED #",
    "$(: >PWNED)",
    "`: >PWNED`",
    "x\n: >PWNED\n",
    "'; : >PWNED; '",
    "\"; : >PWNED; \"",
    "x && : >PWNED || x | : >PWNED",
    "x -or (New-Item PWNED) -or $_.y",
    "\u{2018}; New-Item PWNED #",
    "$($env:PATH); \u{201d}",
    "[concat('a', resourceGroup().id)]",
    "Copy",
    "${self.id} %{if true}x%{endif} $${y}",
    "'\n}\nresource x 'y@1' = {",
    "\"]}, \"copy\": [",
    "a\r\u{85}\u{2028}\u{202e}\u{feff}b",
    "\u{ffff}\u{fffe}\u{1ffff}",
    "*?[a-z]{1,2} ~ =ls !!",
    "--name=evil",
    "@PWNED",
    "k=@PWNED",
    "a.b['c'].\u{e9} \u{6771}",
    "`\"x\"` || `true`",
    "\\\\' \\",
    "%PATH% & echo x ^",
    "null: ~",
    "a\tb\u{1b}[31m\u{7f}",
];

/// A harmless text, which every language quotes, so that it is in the same places as a hostile one.
const HARMLESS: &str = "zq 7";

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

fn texts_in_each_place() -> usize {
    std::env::var("POOLWRIGHT_CASES").map_or(4, |number| number.parse().unwrap())
}

// ---------------------------------------------------------------------------------------------- what is written

/// The values of a kind with a text in each of their places.
fn values(kind: Kind, key: &str, text: &str) -> Vec<Value> {
    let owned = || text.to_owned();
    let json = || Json::from(text);
    let object = |entries: Vec<(&str, Json)>| -> Object {
        entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    };
    match kind {
        Kind::Text => {
            // A subnet's id begins with a slash.
            let begin = if key.ends_with("SubnetID") { "/" } else { "x" };
            vec![Value::Text(owned()), Value::Text(format!("{begin}{text}"))]
        }
        Kind::Keyword(words) => vec![Value::Text(owned()), Value::Text(format!("{}{text}", words[0]))],
        Kind::List if key.ends_with("Taints") => {
            vec![
                Value::List(vec![format!("a={text}:NoSchedule")]),
                Value::List(vec![owned(), format!("{text}=b:NoSchedule")]),
            ]
        }
        Kind::List => {
            vec![Value::List(vec![owned()]), Value::List(vec!["a".to_owned(), owned(), "b".to_owned()])]
        }
        Kind::Map => {
            let map = |key: &str, value: &str| Value::Map(Map::from([(key.to_owned(), value.to_owned())]));
            vec![map("k", text), map(text, "v"), map(text, text)]
        }
        Kind::Tree => {
            let known = if key == "linuxOSConfig" { "sysctls" } else { "cpuManagerPolicy" };
            let deep = Json::Object(object(vec![(
                text,
                Json::Array(vec![Json::Object(object(vec![(text, json())]))]),
            )]));
            let directive = object(vec![("name", json()), ("count", Json::from(2)), ("input", json())]);
            [
                vec![(known, json())],
                vec![(text, Json::from(1))],
                vec![(text, Json::Object(object(vec![("a", json())])))],
                vec![("sysctls", Json::Object(object(vec![(text, json()), ("vmSwappiness", json())])))],
                vec![("a", Json::Object(object(vec![("b", deep)])))],
                vec![("copy", Json::Array(vec![Json::Object(directive)]))],
                vec![("allowedUnsafeSysctls", Json::Array(vec![json(), Json::from("x")]))],
            ]
            .into_iter()
            .map(|entries| Value::Tree(object(entries)))
            .collect()
        }
        Kind::Items => {
            let port = |protocol: Json| {
                object(vec![
                    ("portStart", Json::from(80)),
                    ("portEnd", Json::from(80)),
                    ("protocol", protocol),
                ])
            };
            let tag = |kind: Json, tag: Json| object(vec![("ipTagType", kind), ("tag", tag)]);
            let directive = object(vec![("name", json()), ("count", Json::from(2)), ("input", json())]);
            [
                vec![port(json())],
                vec![port(Json::from("TCP")), object(vec![(text, json())])],
                vec![tag(json(), Json::from("x"))],
                vec![tag(Json::from("x"), json())],
                vec![object(vec![("copy", Json::Array(vec![Json::Object(directive)]))])],
            ]
            .into_iter()
            .map(Value::Items)
            .collect()
        }
        Kind::Subnets => vec![Value::Subnets(vec![Subnet {
            name: owned(),
            address_prefix: owned(),
            delegations: vec![owned()],
        }])],
        Kind::Whole | Kind::Decimal | Kind::Flag => Vec::new(),
    }
}

/// A text, and what it must be judged as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Posix,
    PowerShell,
    Json,
    Bicep,
    Hcl,
    Yaml,
}

fn language(dialect: Dialect) -> Language {
    match dialect {
        Dialect::Az => Language::Posix,
        Dialect::AzPwsh | Dialect::PowerShell => Language::PowerShell,
        Dialect::Arm => Language::Json,
        Dialect::Bicep | Dialect::BicepAvm => Language::Bicep,
        Dialect::Terraform | Dialect::TerraformAvm => Language::Hcl,
    }
}

struct Written {
    what: String,
    language: Language,
    snippet: Snippet,
}

fn operate(plan: &Plan, operation: &Operation, out: &mut Vec<Written>) {
    for dialect in Dialect::ALL {
        let snippet = render_operation(plan, operation, dialect, &Options::default()).unwrap_or_default();
        let what = format!("{operation:?}").split('(').next().unwrap().to_owned();
        out.push(Written {
            what: format!("{what} as {}", dialect.name()),
            language: language(dialect),
            snippet,
        });
    }
}

fn migrate(of: &Runbook, what: &str, out: &mut Vec<Written>) {
    for (shell, language) in [(Shell::Posix, Language::Posix), (Shell::PowerShell, Language::PowerShell)] {
        out.push(Written { what: format!("{what}, script"), language, snippet: script(of, shell) });
        for step in manual_steps(of, shell) {
            out.push(Written { what: format!("{what}, by hand"), language, snippet: step.commands });
            out.push(Written { what: format!("{what}, by hand, look"), language, snippet: step.verify });
        }
    }
    let stages = terraform_stages(of).unwrap_or_default();
    out.push(Written {
        what: format!("{what}, stages"),
        language: Language::Hcl,
        snippet: terraform_text(&stages),
    });
    for stage in stages {
        let what = format!("{what}, before a stage");
        out.push(Written { what, language: Language::Posix, snippet: stage.before });
    }
}

/// All that is written of a whole plan.
fn of_plan(plan: &Plan) -> Vec<Written> {
    let mut out = Vec::new();
    for dialect in Dialect::ALL {
        let options = Options { refused: vec![plan.cluster.name.clone()], ..Options::default() };
        let snippet = render(plan, dialect, &options);
        out.push(Written {
            what: format!("render as {}", dialect.name()),
            language: language(dialect),
            snippet,
        });
    }
    operate(plan, &Operation::Create, &mut out);
    operate(plan, &Operation::AddPool(plan.pools[1].name.clone()), &mut out);
    let places = 0..plan.pools.len();
    let snippet = workload(plan, places, &CATALOG, &Options::default());
    out.push(Written { what: "workload".to_owned(), language: Language::Yaml, snippet });
    out.push(Written { what: "parameters".to_owned(), language: Language::Json, snippet: parameters(plan) });
    out
}

/// A runbook that changes a label in place, and one that replaces a pool.
static RUNBOOKS: LazyLock<[Runbook; 2]> = LazyLock::new(|| {
    let find = |target: &Plan| {
        let today = Date::new(2026, 11, 25).unwrap();
        runbook(&plan(), target, &CATALOG, today, &PlannerOptions::default()).unwrap()
    };
    let (mut label, mut size) = (plan(), plan());
    label.pools[1].labels = Map::from([("a".to_owned(), "b".to_owned())]).into();
    size.pools[1].vm_size = Some("Standard_D8ds_v5".to_owned());
    [find(&label), find(&size)]
});

/// All that is written of a property of a pool.
fn of_pool(key: &'static str, value: &Value) -> Vec<Written> {
    let property = poolwright::plan::property::find(POOL_PROPERTIES, key).unwrap();
    let mut plan = plan();
    for pool in plan.pools.iter_mut().skip(usize::from(key == "name")) {
        assert!(property.put(pool, Some(value.clone())));
    }
    let mut out = of_plan(&plan);
    let change = Change { key, value: Some(value.clone()) };
    let name = plan.pools[1].name.clone();
    operate(&plan, &Operation::UpdatePool(name, vec![change.clone()]), &mut out);
    operate(&self::plan(), &Operation::UpdatePool("work".to_owned(), vec![change.clone()]), &mut out);
    let [mut in_place, mut replaced] = RUNBOOKS.clone();
    for runbook in [&mut in_place, &mut replaced] {
        runbook.goal = plan.clone();
        for one in &mut runbook.diff.pools {
            for difference in one.differences.iter_mut().filter(|one| one.resolution == Resolution::NewPool) {
                difference.key = key;
                difference.to = Some(value.clone());
            }
        }
        for step in &mut runbook.steps {
            match &mut step.act {
                Act::Add(pool) => assert!(property.put(pool, Some(value.clone()))),
                Act::Aks(Operation::UpdatePool(_, changes)) => *changes = vec![change.clone()],
                _ => {}
            }
            for check in &mut step.checks {
                if let Check::Is(_, checked, wanted) = check {
                    (*checked, *wanted) = (key, Some(value.clone()));
                }
            }
        }
    }
    migrate(&in_place, "in place", &mut out);
    migrate(&replaced, "new pool", &mut out);
    out
}

/// All that is written of a property of the cluster.
fn of_cluster(key: &str, value: &Value) -> Vec<Written> {
    let property = poolwright::plan::property::find(CLUSTER_PROPERTIES, key).unwrap();
    let mut plan = plan();
    assert!(property.put(&mut plan.cluster, Some(value.clone())));
    let mut out = of_plan(&plan);
    let mut existing = plan.clone();
    existing.cluster.existing = true;
    out.extend(of_plan(&existing));
    for runbook in RUNBOOKS.iter() {
        let mut runbook = runbook.clone();
        for cluster in [&mut runbook.start.cluster, &mut runbook.goal.cluster, &mut runbook.target.cluster] {
            *cluster = plan.cluster.clone();
        }
        runbook.stated = vec![property.key];
        migrate(&runbook, "runbook", &mut out);
        // A step that changes the property itself.
        let first = runbook.steps.first_mut().unwrap();
        let change = Change { key: property.key, value: Some(value.clone()) };
        first.act = Act::Aks(Operation::UpdateCluster(vec![change]));
        first.checks = vec![Check::ClusterIs(property.key, Some(value.clone()))];
        runbook.steps.truncate(1);
        runbook.start.cluster = self::plan().cluster;
        migrate(&runbook, "runbook of the cluster", &mut out);
    }
    out
}

/// Each operation with a text where it has one.
fn of_operations(text: &str) -> Vec<Written> {
    let (mut plan, mut out) = (plan(), Vec::new());
    plan.pools[1].name = text.to_owned();
    let name = || text.to_owned();
    for operation in [
        Operation::Create,
        Operation::AddPool(name()),
        Operation::ShowPool(name()),
        Operation::SetMode(name(), Mode::Other(name())),
        Operation::SetMode("sys".to_owned(), Mode::Other(format!("User{text}"))),
        Operation::ScalePool(name(), 5),
        Operation::UpgradePool(name(), Upgrade::Version(name())),
        Operation::UpgradePool(name(), Upgrade::NodeImage),
        Operation::StartPool(name()),
        Operation::StopPool(name()),
        Operation::DeletePool(name()),
        Operation::DeleteMachines(name(), vec![name(), "x".to_owned()]),
        Operation::UpgradeControlPlane(name()),
        Operation::UpgradeAll(name()),
        Operation::DeleteGroup,
    ] {
        operate(&plan, &operation, &mut out);
    }
    out
}

// ---------------------------------------------------------------------------------------------- how it is judged

/// What a text is to its language: what makes its tree, and the data in it, both in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Meaning {
    tree: Vec<String>,
    data: Vec<String>,
}

impl Meaning {
    /// What is read where the harmless text is replaced by another.
    fn with(&self, text: &str) -> Self {
        // A tree may be JSON in a word.
        let (quoted, json) = (format!("\"{HARMLESS}\""), compact(&Json::from(text)));
        let one = |one: &String| one.replace(&quoted, &json).replace(HARMLESS, text);
        let replaced = |list: &[String]| list.iter().map(one).collect();
        Self { tree: self.tree.clone(), data: replaced(&self.data) }
    }
}

fn of_json(json: &Json, meaning: &mut Meaning) {
    match json {
        Json::String(text) => {
            const EXPRESSIONS: [&str; 6] = [
                "[parameters('clusterName')]",
                "[parameters('location')]",
                "[parameters('windowsAdminUsername')]",
                "[parameters('windowsAdminPassword')]",
                "[resourceGroup().location]",
                "[resourceId('Microsoft.ContainerService/managedClusters', parameters('clusterName'))]",
            ];
            let inner = text.strip_prefix("[json('").and_then(|rest| rest.strip_suffix("')]"));
            match (text.starts_with('[') && text.ends_with(']'), text.strip_prefix("[[")) {
                (true, Some(rest)) => meaning.data.push(format!("[{rest}")),
                (true, None) if EXPRESSIONS.contains(&text.as_str()) => meaning.tree.push(text.clone()),
                (true, None) if name_in(text).is_some() => {
                    let name = name_in(text).unwrap();
                    assert!(!name.replace("''", "").contains('\''), "a text ends early: {text}");
                    meaning.data.push(name.replace("''", "'"));
                }
                (true, None) => {
                    let inner = inner.unwrap_or_else(|| panic!("an expression: {text}"));
                    assert!(!inner.replace("''", "").contains('\''), "a text ends early: {text}");
                    of_data(&serde_json::from_str::<Json>(&inner.replace("''", "'")).unwrap(), meaning);
                }
                (false, _) => meaning.data.push(text.clone()),
            }
        }
        Json::Array(list) => of_list(list, of_json, meaning),
        Json::Object(object) => {
            meaning.tree.push("{".to_owned());
            for (key, value) in object {
                let is_loop = key.eq_ignore_ascii_case("copy") && !matches!(value, Json::String(_));
                assert!(!is_loop, "a directive: {}", compact(json));
                of_key(key, meaning);
                // A host name is made of a cluster's name.
                if key != "dnsPrefix" {
                    of_json(value, meaning);
                }
            }
        }
        other => meaning.tree.push(compact(other)),
    }
}

/// The name of a pool in an expression that names it, or its id.
fn name_in(expression: &str) -> Option<&str> {
    const BEGIN: [&str; 2] = [
        "[format('{0}/{1}', parameters('clusterName'), '",
        "[resourceId('Microsoft.ContainerService/managedClusters/agentPools', parameters('clusterName'), '",
    ];
    BEGIN.iter().find_map(|begin| expression.strip_prefix(begin)?.strip_suffix("')]"))
}

/// A key as the template language takes it.
fn of_key(key: &str, meaning: &mut Meaning) {
    let plain = key.strip_prefix('[').filter(|_| key.ends_with(']'));
    assert!(plain.is_none_or(|rest| rest.starts_with('[')), "an expression: {key}");
    meaning.data.push(plain.unwrap_or(key).to_owned());
}

/// JSON in which nothing is a word of a language.
fn of_data(json: &Json, meaning: &mut Meaning) {
    match json {
        Json::String(text) => meaning.data.push(text.clone()),
        Json::Array(list) => of_list(list, of_data, meaning),
        Json::Object(object) => {
            meaning.tree.push("{".to_owned());
            for (key, value) in object {
                meaning.data.push(key.clone());
                of_data(value, meaning);
            }
        }
        other => meaning.tree.push(compact(other)),
    }
}

/// A file of a script's own: a template, an object, or a text.
fn of_file(file: &str, meaning: &mut Meaning) {
    match serde_json::from_str::<Json>(file) {
        Ok(json @ Json::Object(_)) if json.get("$schema").is_some() => of_json(&json, meaning),
        Ok(json @ (Json::Object(_) | Json::Array(_))) => of_data(&json, meaning),
        _ => meaning.data.push(file.to_owned()),
    }
}

fn of_list(list: &[Json], of: fn(&Json, &mut Meaning), meaning: &mut Meaning) {
    meaning.tree.push(format!("[{}", list.len()));
    list.iter().for_each(|item| of(item, meaning));
}

fn of_tree(tree: &Tree, meaning: &mut Meaning) {
    match tree {
        Tree::Text(text) => meaning.data.push(text.clone()),
        Tree::Bare(bare) => match serde_json::from_str::<Json>(bare) {
            Ok(data @ Json::Object(_)) => of_data(&data, meaning),
            _ => meaning.tree.push(bare.clone()),
        },
        Tree::List(list) => {
            meaning.tree.push(format!("[{}", list.len()));
            list.iter().for_each(|item| of_tree(item, meaning));
        }
        Tree::Object(entries) => {
            meaning.tree.push("{".to_owned());
            for (key, value) in entries {
                assert!(
                    !key.eq_ignore_ascii_case("copy") || matches!(value, Tree::Text(_)),
                    "a directive: {tree:?}"
                );
                meaning.data.push(key.clone());
                if !["dnsPrefix", "dns_prefix"].contains(&key.as_str()) {
                    of_tree(value, meaning);
                }
            }
        }
    }
}

fn of_block(block: &readers::Block, meaning: &mut Meaning) {
    meaning.tree.push(block.kind.clone());
    meaning.tree.extend(block.labels.clone());
    of_tree(&block.arguments, meaning);
    block.blocks.iter().for_each(|inner| of_block(inner, meaning));
}

/// A question of az: JSON between backticks and names between double quotes are data.
fn of_jmespath(question: &str, meaning: &mut Meaning) {
    let mut rest = question;
    while let Some(at) = rest.find(['`', '"']) {
        let mark = rest.as_bytes()[at];
        // Brackets around a condition are there or not by what is in it.
        meaning.tree.push(rest[..at].replace(['(', ')'], ""));
        let mut is_escaped = false;
        let end = rest.bytes().enumerate().skip(at + 1).find(|(_, byte)| {
            let ends = *byte == mark && !is_escaped;
            is_escaped = *byte == b'\\' && !is_escaped;
            ends
        });
        let (end, _) = end.unwrap_or_else(|| panic!("a text has no end: {question}"));
        let text = if mark == b'`' { &rest[at + 1..end] } else { &rest[at..=end] };
        let json = serde_json::from_str::<Json>(text)
            .unwrap_or_else(|_| panic!("invalid JSON: {text} in {question}"));
        of_data(&json, meaning);
        rest = &rest[end + 1..];
    }
    meaning.tree.push(rest.replace(['(', ')'], ""));
}

fn of_powershell(script: &str, text: &str) -> Meaning {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut meaning = Meaning::default();
    let tokens = readers::powershell::tokens(script);
    let mut rest = tokens.as_slice();
    while let Some((token, tail)) = rest.split_first() {
        // The lines of a file of the script's own are one text.
        if let Some((file, after)) = file(rest) {
            of_file(&file, &mut meaning);
            rest = after;
            continue;
        }
        rest = tail;
        // A file of one line, or an object in a resource.
        if let (Token::Other(flag), Some((Token::Text(line), after))) = (token, tail.split_first())
            && ["-Value", "-InputObject"].contains(&flag.as_str())
            && let Ok(json) = serde_json::from_str::<Json>(line)
        {
            meaning.tree.push(flag.clone());
            of_data(&json, &mut meaning);
            rest = after;
            continue;
        }
        match token.clone() {
            // A program's flag and its value may be one word.
            Token::Text(text) => match flag(&text) {
                Some((flag, value)) => {
                    meaning.tree.push(flag.to_owned());
                    meaning.data.push(value.to_owned());
                }
                None => meaning.data.push(text),
            },
            // A plain word needs no quotes behind a program's flag.
            Token::Other(other) if is_plain && other.ends_with(text) => meaning.data.push(other),
            Token::Other(other) => meaning.tree.push(other),
        }
    }
    meaning
}

/// The lines in an array of texts that begins with a brace or bracket, and what is behind them.
fn file(tokens: &[Token]) -> Option<(String, &[Token])> {
    let begins = matches!(tokens.first(), Some(Token::Text(text)) if text == "{" || text == "[");
    let mut lines = Vec::new();
    let mut rest = tokens;
    while let (true, [Token::Text(line), Token::Other(end), tail @ ..]) = (begins, rest) {
        lines.push(line.clone());
        rest = tail;
        if end != "\n" {
            break;
        }
    }
    (lines.len() > 1).then(|| (lines.join("\n"), rest))
}

/// A flag and a value that are one word because the value would be taken for a flag.
fn flag(word: &str) -> Option<(&str, &str)> {
    let (flag, value) = word.split_once('=')?;
    let is_flag =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    (flag.strip_prefix("--").is_some_and(is_flag) && value.starts_with('-')).then_some((flag, value))
}

/// YAML: our own keys, each line a key, an item or both, with a scalar that is plain or between double quotes.
fn of_yaml(text: &str) {
    let is_printable = |c: char| matches!(u32::from(c), 0x0a | 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xfffd | 0x1_0000..=0x10_ffff);
    assert!(
        text.chars().all(is_printable) && !text.contains(['\u{2028}', '\u{2029}', '\u{feff}', '\u{202e}']),
        "{text:?}"
    );
    let scalar = |scalar: &str| {
        let is_plain = scalar.chars().all(|c| c.is_ascii_alphanumeric() || "-./".contains(c));
        let is_quoted =
            scalar.starts_with('"') && serde_json::from_str::<Json>(&scalar.replace("\\U", "\\\\U")).is_ok();
        assert!(is_plain || is_quoted, "no scalar: {scalar:?}");
    };
    for line in text.lines().filter(|line| !line.is_empty() && *line != "---" && !line.starts_with('#')) {
        let rest = line.trim_start_matches(' ');
        let rest = rest.strip_prefix("- ").unwrap_or(rest);
        match rest.split_once(':') {
            Some((key, value)) if !rest.starts_with('"') => {
                assert!(
                    key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./".contains(&byte)),
                    "{line:?}"
                );
                scalar(value.trim_start_matches(' '));
            }
            _ => scalar(rest),
        }
    }
}

/// What a text is to its language; nothing for those that a shell reads.
fn meaning(written: &Written, hostile: &str) -> Meaning {
    let text = written.snippet.text();
    let mut meaning = Meaning::default();
    if written.snippet.lines.is_empty() {
        return meaning;
    }
    match written.language {
        Language::Posix => {}
        Language::PowerShell => meaning = of_powershell(&text, hostile),
        Language::Json => {
            let Ok(Json::Object(mut object)) = serde_json::from_str::<Json>(&text) else {
                panic!("invalid JSON: {text}")
            };
            // Messages to people are sentences.
            object.retain(|key, _| key != "metadata");
            of_json(&Json::Object(object), &mut meaning);
        }
        Language::Bicep => {
            let file = readers::bicep(&text);
            meaning.tree.extend(file.parameters);
            for (name, default) in file.defaults {
                meaning.tree.push(name);
                of_tree(&default, &mut meaning);
            }
            for resource in file.resources {
                meaning.tree.extend([resource.symbol, resource.kind]);
                of_tree(&resource.body, &mut meaning);
            }
        }
        Language::Hcl => of_block(&readers::hcl(&text), &mut meaning),
        Language::Yaml => of_yaml(&text),
    }
    meaning
}

/// What a script has around a template of its own, or where it stops on Windows: our words.
const AROUND: &[&str] = &[
    "&",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "$",
    "@",
    "=",
    "`",
    "\n",
    "files",
    "New-Item",
    "-ItemType",
    "Directory",
    "-Path",
    "Join-Path",
    "IO.Path",
    "::GetTempPath",
    "::GetRandomFileName",
    ".FullName",
    "try",
    "finally",
    "Set-Content",
    "-LiteralPath",
    "-Encoding",
    "ascii",
    "-Value",
    "Remove-Item",
    "-Recurse",
    "-Force",
    "deployment",
    "group",
    "create",
    "--template-file",
    "--parameters",
    "\"$files/cluster.json\"",
    "\"$files/work.json\"",
    "\"$files/sys.json\"",
    "az",
    "New-AzResourceGroupDeployment",
    "-TemplateFile",
    "--resource-group",
    "-ResourceGroupName",
    "ErrorActionPreference",
    "Stop",
    "if",
    "LASTEXITCODE",
    "-ne",
    "throw",
    "az deployment group create failed.",
    "az resource update failed.",
    "resource",
    "update",
    "--namespace",
    "--parent",
    "--resource-type",
    "agentPools",
    "managedClusters",
    "managedClusters/aks",
    "Microsoft.ContainerService",
    "--name",
    "--api-version",
    "2026-08-01",
    "--set",
    "+",
    "az aks nodepool show failed.",
    "aks/worktmp",
    "\"$files/worktmp.json\"",
    "az aks nodepool list failed.",
    "az group create failed.",
    "az aks show failed.",
];

/// Whether a script deploys a template, or stops on Windows.
fn is_wrapped(written: &Written) -> bool {
    let text = written.snippet.text();
    [
        "deployment group create",
        "resource update",
        "New-AzResourceGroupDeployment",
        "Invoke-AzRestMethod",
        "$IsWindows",
    ]
    .iter()
    .any(|one| text.contains(one))
}

/// Holds what a hostile text became to what a harmless one became in its place. `template` is what is data in the
/// templates of the harmless one, where a script may have one of them in it.
fn judge(hostile: &Meaning, harmless: &Meaning, template: &[String], text: &str, is_less: bool, about: &str) {
    let wanted = harmless.with(text);
    let is_title = |data: &str| ["Step ", "  ", "Check "].iter().any(|begin| data.starts_with(begin));
    let same_data = hostile.data.len() == wanted.data.len()
        && hostile.data.iter().zip(&wanted.data).all(|(one, other)| one == other || is_title(one));
    if hostile.tree == wanted.tree && same_data {
        return;
    }
    // The harmless text is withheld as a whole, because the tool doesn't show what it would have to ask: there is nothing
    // to compare with, but that no command of ours has the hostile text.
    let is_withheld =
        harmless.tree.is_empty() && harmless.data.is_empty() || harmless.tree == ["throw", "\n"];
    // A script compares lists of objects by keys that are plain words, and leaves other keys, as the harmless one, out.
    let is_plain_key = (about.starts_with("networkProfile.allowedHostPorts")
        || about.starts_with("networkProfile.nodePublicIPTags"))
        && about.contains("script")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_withheld || is_plain_key {
        assert!(!hostile.tree.iter().any(|one| one.contains("PWNED")), "{about}\nhostile: {hostile:?}");
        return;
    }
    // A script asks for a VM size in its usual capital letters too, where those are others.
    let is_size = about.starts_with("vmSize") && about.contains("script");
    let cased = |one: &String| if is_size { one.to_ascii_lowercase() } else { one.clone() };
    // What is left out is said; the rest is still what it is meant to be.
    let is_less = is_less || is_size;
    let all = |list: &[String]| list.iter().map(cased).collect::<BTreeSet<_>>();
    let numbers = |one: &&String| one.parse::<f64>().is_err() && !one.starts_with('[');
    // What the tool itself doesn't show is asked of the resource, in our words.
    let asks = |one: &str| {
        let is_path = |start: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "._".contains(c);
            one.strip_prefix(start).is_some_and(|rest| rest.chars().all(plain))
        };
        // A value that is set in a resource, and its file.
        let plain =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        let is_set = |one: &str| {
            let file = one.strip_prefix("\"$files/").and_then(|rest| rest.strip_suffix(".json\""));
            let set = one.strip_prefix("properties.").and_then(|rest| rest.split_once('='));
            file.is_some_and(plain)
                || set.is_some_and(|(path, value)| {
                    plain(path) && ["@", "null", "true", "false"].contains(&value)
                })
        };
        const REQUEST: [&str; 29] = [
            "Invoke-AzRestMethod",
            "-Method",
            "GET",
            "PUT",
            "request",
            "poolRequest",
            "-Payload",
            "ConvertTo-Json",
            "ConvertFrom-Json",
            "-InputObject",
            "-Depth",
            "-Compress",
            "-WaitForCompletion",
            "-not",
            "-notcontains",
            "pscustomobject",
            "ResourceGroupName",
            "ResourceProviderName",
            "ResourceType",
            "Name",
            "ApiVersion",
            "ErrorAction",
            "null",
            ",",
            "The state of the node pool is unknown: ",
            "The state of the node pool is unknown: Invoke-AzRestMethod returned no node pool.",
            "The node pool was not updated: ",
            "work",
            "aks",
        ];
        const QUESTION: [&str; 8] = [
            "Get-AzResource",
            "-ResourceType",
            "-Name",
            "-ApiVersion",
            "-ExpandProperties",
            "Add-Member",
            "-NotePropertyName",
            "-NotePropertyValue",
        ];
        QUESTION.contains(&one)
            || REQUEST.contains(&one)
            || is_set(one)
            || ["_.", "resource", "Resource", "answer", "body"].into_iter().any(is_path)
    };
    let is_ours = |one: &String| AROUND.contains(&one.as_str()) || asks(one);
    let is_answer = |one: &str| {
        one.starts_with("The state of the cluster is unknown: Get-AzResource returned ")
            || one.ends_with(" is ")
            || one.starts_with(", expected ")
            || one == "aks/"
    };
    let in_template = all(&Meaning { tree: Vec::new(), data: template.to_vec() }.with(text).data);
    let (tree, data) = (all(&wanted.tree), all(&wanted.data));
    let foreign: Vec<&String> = hostile
        .tree
        .iter()
        .filter(|one| !tree.contains(&cased(one)) && !is_ours(one) && *one != "true" && *one != "false")
        .filter(numbers)
        .collect();
    // What goes through a template is words of ARM there: `labels a=b` is `nodeLabels`, `a` and `b`.
    let is_key =
        |one: &str| POOL_PROPERTIES.iter().any(|property| property.key.split('.').any(|part| part == one));
    let is_part = |one: &str| data.iter().any(|whole| whole.split('=').any(|part| part == one));
    let is_data = |one: &str| {
        let one = cased(&one.to_owned());
        data.contains(&one) || in_template.contains(&one) || is_ours(&one) || is_key(&one) || is_part(&one)
    };
    // A script names a pool's resource by its cluster and itself.
    let is_name =
        |one: &str| one.match_indices('/').any(|(at, _)| is_data(&one[..at]) && is_data(&one[at + 1..]));
    let is_known = |one: &String| is_data(one) || (!in_template.is_empty() && is_name(one));
    let strange: Vec<&String> =
        hostile.data.iter().filter(|one| !is_known(one) && !is_title(one) && !is_answer(one)).collect();
    assert!(
        is_less && foreign.is_empty() && strange.is_empty(),
        "{about}\nless is said: {is_less}\nforeign: {foreign:?}\nstrange: {strange:?}\nhostile: {hostile:?}\nharmless: {wanted:?}"
    );
}

// ---------------------------------------------------------------------------------------------- shells

struct Room(PathBuf);

impl Room {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("poolwright-hostile-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("home")).unwrap();
        fs::write(path.join("input"), "a password\n".repeat(10_000)).unwrap();
        fs::create_dir_all(path.join("tmp")).unwrap();
        Self(path)
    }

    /// The words of every call of az and kubectl, text by text.
    fn calls(&self, shell: &(PathBuf, &[&str]), texts: &[String]) -> Vec<Vec<Vec<String>>> {
        // A file of the script's own is its content, for it is gone afterwards.
        const RECORD: &str = r#"
            printf '%s\0' "$#" >> "$LOG"
            for word in "$@"; do
                kind=FILE
                case "$word" in properties.*=@"$TMPDIR"/*) word="${word#*=@}" kind=JSON ;; esac
                case "$word" in
                    "$TMPDIR"/*) printf '%s ' "$kind" >> "$LOG"; while IFS= read -r line || [ -n "$line" ]; do printf '%s\n' "$line" >> "$LOG"; done < "$word"; printf '\0' >> "$LOG" ;;
                    *) printf '%s\0' "$word" >> "$LOG" ;;
                esac
            done"#;
        // Functions instead of programs: thousands of texts are run. Other tests see that nothing is left.
        let files = "mktemp() { printf '%s' \"$TMPDIR\"; }\nrm() { :; }\n";
        let mut all = format!("az() {{ {RECORD}\n}}\nkubectl() {{ {RECORD}\n}}\n{files}");
        for text in texts {
            all.push_str(text);
            all.push_str("\nprintf '%s\\0' END >> \"$LOG\"\n");
        }
        let (path, log) = (self.0.join("script"), self.0.join("log"));
        fs::write(&path, all).unwrap();
        fs::write(&log, "").unwrap();
        let run = Command::new(&shell.0)
            .args(shell.1)
            .arg(&path)
            .env_clear()
            .env("PATH", "/nowhere")
            .env("TMPDIR", self.0.join("tmp"))
            .env("LOG", &log)
            .env("LC_ALL", "C.UTF-8")
            .current_dir(self.0.join("home"))
            .stdin(fs::File::open(self.0.join("input")).unwrap())
            .stdout(Stdio::null())
            .output()
            .unwrap();
        assert!(run.stderr.is_empty(), "{shell:?}: {}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(fs::read_dir(self.0.join("home")).unwrap().count(), 0, "{shell:?}: a text made a file");
        let log = String::from_utf8(fs::read(&log).unwrap()).unwrap();
        let (mut words, mut found, mut calls) = (log.split('\0'), Vec::new(), Vec::new());
        while let Some(word) = words.next().filter(|word| !word.is_empty()) {
            if word == "END" {
                found.push(std::mem::take(&mut calls));
            } else {
                let call: Vec<String> =
                    words.by_ref().take(word.parse().unwrap()).map(str::to_owned).collect();
                let whole = |word: &String| match flag(word) {
                    Some((flag, value)) => vec![flag.to_owned(), value.to_owned()],
                    None => vec![word.clone()],
                };
                calls.push(call.iter().flat_map(whole).collect());
            }
        }
        assert_eq!(found.len(), texts.len(), "{shell:?}: a text ended the script");
        found
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn shells() -> Vec<(PathBuf, &'static [&'static str])> {
    let known: [(&str, &[&str]); 3] =
        [("bash", &["--norc", "-u"]), ("dash", &["-u"]), ("zsh", &["-f", "-u"])];
    let mut found = Vec::new();
    for (name, arguments) in known {
        let path =
            ["/bin", "/usr/bin", "/usr/local/bin"].iter().map(|folder| PathBuf::from(folder).join(name));
        match path.into_iter().find(|path| path.exists()) {
            Some(path) => found.push((path, arguments)),
            None => eprintln!("{name} is not on this machine: its words were not looked at"),
        }
    }
    assert!(!found.is_empty(), "no shell is on this machine");
    found
}

// ---------------------------------------------------------------------------------------------- the product

/// The texts for the n-th place: others in each, so that all of them are met in a few places.
fn chosen(place: usize) -> Vec<&'static str> {
    let number = texts_in_each_place().min(HOSTILE.len());
    (0..number).map(|one| HOSTILE[(place * 5 + one * 7) % HOSTILE.len()]).collect()
}

struct Case {
    about: String,
    text: &'static str,
    hostile: Vec<Written>,
    harmless: std::rc::Rc<Vec<Written>>,
}

fn check(cases: &[Case], room: &str) {
    let mut scripts: Vec<(usize, usize)> = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        assert_eq!(case.hostile.len(), case.harmless.len(), "{}", case.about);
        // No text writes a property of that name, which a test of its own shows.
        if case.about.starts_with(UNKNOWN_PROPERTIES) && case.text.eq_ignore_ascii_case("copy") {
            continue;
        }
        for (place, (hostile, harmless)) in case.hostile.iter().zip(case.harmless.iter()).enumerate() {
            let about = format!("{} with {:?}: {}", case.about, case.text, hostile.what);
            // Each line is one, and no comment ends early: the readers pass over comments to the end of their line.
            assert!(
                !hostile.snippet.lines.iter().flatten().any(|span| span.text.contains(['\n', '\r'])),
                "{about}"
            );
            if hostile.language == Language::Posix {
                scripts.push((number, place));
                continue;
            }
            let is_less = is_less(hostile, harmless);
            let template = template(case, hostile);
            judge(
                &meaning(hostile, case.text),
                &meaning(harmless, HARMLESS),
                &template,
                case.text,
                is_less,
                &about,
            );
        }
    }
    let room = Room::new(room);
    for shell in shells() {
        let texts = |of: fn(&Case) -> &[Written]| -> Vec<String> {
            scripts.iter().map(|(number, place)| of(&cases[*number])[*place].snippet.text()).collect()
        };
        let hostile = room.calls(&shell, &texts(|case| &case.hostile));
        let harmless = room.calls(&shell, &texts(|case| &case.harmless));
        for (((number, place), hostile), harmless) in scripts.iter().zip(hostile).zip(harmless) {
            let (case, written) = (&cases[*number], &cases[*number].hostile[*place]);
            let about = format!("{} with {:?}: {} in {shell:?}", case.about, case.text, written.what);
            let flat = |calls: Vec<Vec<String>>| {
                let mut meaning = Meaning::default();
                for call in calls {
                    let is_question = |at: usize| at > 0 && call[at - 1] == "--query";
                    for (at, word) in call.iter().enumerate() {
                        if is_question(at) {
                            of_jmespath(word, &mut meaning);
                        } else if let Some(json) = word.strip_prefix("JSON ") {
                            of_data(&serde_json::from_str(json).unwrap(), &mut meaning);
                        } else if let Some(file) = word.strip_prefix("FILE ") {
                            of_file(file, &mut meaning);
                        } else {
                            meaning.data.push(word.clone());
                        }
                    }
                }
                meaning
            };
            judge(
                &flat(hostile),
                &flat(harmless),
                &template(case, written),
                case.text,
                is_less(written, &case.harmless[*place]),
                &about,
            );
        }
    }
}

/// What is data in the templates of a case's harmless text, for a script that may have one in it.
fn template(case: &Case, written: &Written) -> Vec<String> {
    if !is_wrapped(written) {
        return Vec::new();
    }
    let templates = case.harmless.iter().filter(|one| one.language == Language::Json);
    templates.flat_map(|one| meaning(one, HARMLESS).data).collect()
}

/// Whether a text says that it leaves out more than another, in a remark or where a script stops, or isn't a text at
/// all.
fn is_less(hostile: &Written, harmless: &Written) -> bool {
    let more = hostile.snippet.gaps.iter().any(|gap| !harmless.snippet.gaps.contains(gap));
    let stops = hostile.snippet.text().contains("perform this whole step");
    more || stops
        || is_wrapped(hostile)
        || (hostile.snippet.lines.is_empty() && !hostile.what.starts_with("render"))
}

/// The cases of one table of properties.
fn of_table(
    properties: Vec<(&'static str, Kind)>,
    write: fn(&'static str, &Value) -> Vec<Written>,
    room: &str,
) {
    // Which texts are tried in a place is by its number.
    let mut places = 0;
    let mut numbered = Vec::new();
    for (key, kind) in properties {
        numbered.push((key, kind, places));
        places += values(kind, key, HARMLESS).len();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(&(key, kind, first)) = numbered.get(next.fetch_add(1, Ordering::Relaxed)) {
            of_property(key, kind, first, write, room);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
}

fn of_property(
    key: &'static str,
    kind: Kind,
    first: usize,
    write: fn(&'static str, &Value) -> Vec<Written>,
    room: &str,
) {
    let mut cases = Vec::new();
    for (at, harmless) in values(kind, key, HARMLESS).iter().enumerate() {
        let harmless = std::rc::Rc::new(write(key, harmless));
        for text in chosen(first + at) {
            let hostile = write(key, &values(kind, key, text)[at]);
            let about = format!("{key}, place {at}");
            cases.push(Case { about, text, hostile, harmless: harmless.clone() });
        }
    }
    if !cases.is_empty() {
        check(&cases, &format!("{room}-{key}"));
    }
}

#[test]
fn properties_of_pools_are_data_everywhere() {
    of_table(POOL_PROPERTIES.iter().map(|one| (one.key, one.kind)).collect(), of_pool, "pool");
}

#[test]
fn properties_of_clusters_are_data_everywhere() {
    of_table(CLUSTER_PROPERTIES.iter().map(|one| (one.key, one.kind)).collect(), of_cluster, "cluster");
}

/// An interactive zsh has no comments by default, and runs a pasted comment as a command.
#[test]
fn comments_do_nothing_in_an_interactive_zsh() {
    let Some((zsh, _)) = shells().into_iter().find(|(path, _)| path.ends_with("zsh")) else { return };
    let room = Room::new("interactive");
    for text in HOSTILE {
        let mut plan = plan();
        plan.cluster.name = (*text).to_owned();
        let options = Options {
            refused: vec![(*text).to_owned()],
            findings: vec![format!("The cluster's pool isn't {text}; use another.")],
            ..Options::default()
        };
        let snippet = render(&plan, Dialect::Az, &options);
        let comments: String = snippet
            .text()
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| format!("{line}\n"))
            .collect();
        fs::write(room.0.join("comments"), format!("{comments}print -r -- END\n")).unwrap();
        let run = Command::new(&zsh)
            .args(["-f", "-i"])
            .env_clear()
            .env("PATH", "/nowhere")
            .env("LC_ALL", "C.UTF-8")
            .current_dir(room.0.join("home"))
            .stdin(fs::File::open(room.0.join("comments")).unwrap())
            .output()
            .unwrap();
        // The words behind a number sign are those of a command that is not there.
        assert!(String::from_utf8_lossy(&run.stdout).contains("END"), "{text:?}: {run:?}");
        assert_eq!(fs::read_dir(room.0.join("home")).unwrap().count(), 0, "{text:?} made a file: {comments}");
    }
}

#[test]
fn operations_are_data_everywhere() {
    let harmless = std::rc::Rc::new(of_operations(HARMLESS));
    let case = |text: &&'static str| Case {
        about: "operation".to_owned(),
        text,
        hostile: of_operations(text),
        harmless: harmless.clone(),
    };
    check(&HOSTILE.iter().map(case).collect::<Vec<_>>(), "operations");
}
