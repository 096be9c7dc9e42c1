//! Whatever a plan holds, a snippet is the text that was meant: real shells split it into exactly the intended
//! words, PowerShell's and ARM's readers get exactly the intended strings, and no value starts a line or a
//! command of its own.
#![cfg(unix)]

use crate::any_plan;
use crate::readers;
use poolwright::plan::Map;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::readers::{Block, Tree};
use poolwright::codec;
use poolwright::emit::{Dialect, Group, Options, Snippet, render, render_operation};
use poolwright::operations::{Change, Operation};
use poolwright::plan::{Decimal, Mode, NodePool, Plan, Value};
use poolwright::to_json::{Json, compact};
use proptest::prelude::*;

/// What people and attackers type.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "x; echo INJECTED #",
    "x && echo INJECTED",
    "x | echo INJECTED",
    "x\necho INJECTED",
    "\necho INJECTED\n",
    "\n\n",
    "x\r\necho INJECTED\r\n",
    "\recho INJECTED\r",
    "a\tb",
    "'",
    "''",
    "'''",
    "it's",
    "'; echo INJECTED; '",
    "\"",
    "\"; echo INJECTED; \"",
    "“‘’‚‛”„",
    "‘; echo INJECTED; ’",
    "‛‛; echo INJECTED #",
    "$(echo INJECTED)",
    "$(id)",
    "${IFS}",
    "$${IFS} $$${IFS}",
    "%{if true}x%{endif} %%{",
    "$HOME $1 $$",
    "`echo INJECTED`",
    "` \n",
    "x `",
    "\\",
    "\\'",
    "\\\necho INJECTED",
    "a\\nb%s%d%%",
    "%PATH%",
    "!!",
    "!x^y^z",
    "-x",
    "--name",
    "--name=evil",
    "-rg(dev)",
    "-1",
    "@file",
    "@(1)",
    "@{ a = 1 }",
    "k=@file",
    "=ls",
    "~",
    "~root/x",
    "*",
    "?[a-z]{1,2}",
    "#x",
    "<x>",
    "> /tmp/x",
    "a&b",
    "(x)",
    "{x}",
    "[x]",
    "[concat('a')]",
    "[[x]",
    "[half] open",
    "[parameters('windowsAdminPassword')]",
    "]",
    "é 東 😀",
    "\u{202e}gnp.exe",
    "a\u{2028}echo INJECTED",
    "a\u{2029}b",
    "a\u{85}echo INJECTED",
    "\u{feff}x",
    "\u{200b}",
    "\u{e0041}",
    "\u{1b}[31m",
    "\u{7}\u{8}\u{b}\u{c}",
    "\u{7f}\u{80}\u{9f}",
    "1",
    "007",
    "1.30",
    "true",
    "$true",
    "$null",
    "gruppe-ä",
    "–x",
    "—name",
];

/// Whether az would read a file where a plan of these tests has the value (`_expand_file_prefix` of knack): such commands
/// are not written, which a test of their own shows.
fn reads_file(value: &str) -> bool {
    let words = [
        value.to_owned(),
        format!("k{value}={value}"),
        format!("k={value}"),
        format!("{value}=x{value}:NoSchedule"),
    ];
    words.iter().any(|word| {
        let behind = word.split_once('=').map_or(word.as_str(), |(_, rest)| rest);
        behind.len() > 1 && behind.starts_with('@')
    })
}

/// The hostile texts that az takes as they are.
fn hostile_to_az() -> Vec<String> {
    hostile().into_iter().filter(|text| !reads_file(text) && !text.contains('\0')).collect()
}

fn hostile() -> Vec<String> {
    HOSTILE.iter().map(|text| (*text).to_owned()).collect()
}

/// Any text without NUL, with more than its share of what means something somewhere.
fn any_text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        4 => any::<char>(),
        3 => prop::char::range('\u{1}', '\u{a0}'),
        3 => prop::sample::select("'\"`$\\\n\r;|&<>(){}[]*?~#!=%@- ‘’‚‛“”„–".chars().collect::<Vec<_>>()),
        1 => prop::sample::select("\u{85}\u{2028}\u{2029}\u{202e}\u{200b}\u{feff}\u{7f}\u{1b}".chars().collect::<Vec<_>>()),
    ];
    prop::collection::vec(letter, 0..12)
        .prop_map(|letters| letters.into_iter().filter(|letter| *letter != '\0').collect())
}

// ---------------------------------------------------------------------------------------------- real shells

/// A directory with nothing in it but an `az` that writes down its arguments.
struct Stub {
    directory: PathBuf,
}

impl Stub {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let directory =
            std::env::temp_dir().join(format!("poolwright-quoting-{}-{number}", std::process::id()));
        fs::create_dir_all(directory.join("bin")).unwrap();
        let az = directory.join("bin/az");
        fs::write(&az, "#!/bin/sh\nprintf '%s\\0' \"$#\" \"$@\" >> \"$AZ_LOG\"\n").unwrap();
        fs::set_permissions(&az, fs::Permissions::from_mode(0o755)).unwrap();
        // All that scripts start beside az.
        for program in ["mktemp", "rm"] {
            std::os::unix::fs::symlink(
                Path::new("/usr/bin").join(program),
                directory.join("bin").join(program),
            )
            .unwrap();
        }
        fs::create_dir_all(directory.join("tmp")).unwrap();
        Self { directory }
    }

    /// The words of every call of `az` that a script makes, which must not fail.
    fn calls(&self, shell: &Path, arguments: &[&str], script: &str, stdin: &str) -> Vec<Vec<String>> {
        let (is_fine, calls) = self.run(shell, arguments, script, stdin);
        assert!(is_fine, "{script}");
        calls
    }

    /// Whether a script ends without an error, and the words of every call of `az` that it makes.
    fn run(&self, shell: &Path, arguments: &[&str], script: &str, stdin: &str) -> (bool, Vec<Vec<String>>) {
        let (path, log) = (self.directory.join("script"), self.directory.join("log"));
        fs::write(&path, script).unwrap();
        fs::write(&log, "").unwrap();
        let input = self.directory.join("input");
        fs::write(&input, stdin).unwrap();
        let home = self.directory.join("home");
        fs::create_dir_all(&home).unwrap();
        let output = Command::new(shell)
            .args(arguments)
            .arg(&path)
            .env_clear()
            .env("PATH", self.directory.join("bin"))
            .env("AZ_LOG", &log)
            .env("HOME", &home)
            .env("TMPDIR", self.directory.join("tmp"))
            .env("LC_ALL", "C.UTF-8")
            .current_dir(&home)
            .stdin(fs::File::open(&input).unwrap())
            .output()
            .unwrap();
        let is_fine = output.status.success();
        assert!(!is_fine || output.stderr.is_empty(), "{output:?}\n{script}");
        assert_eq!(fs::read_dir(&home).unwrap().count(), 0, "the script made files\n{script}");
        let text = String::from_utf8(fs::read(&log).unwrap()).unwrap();
        let mut words = text.split('\0');
        let mut calls = Vec::new();
        while let Some(count) = words.next().filter(|count| !count.is_empty()) {
            calls.push(words.by_ref().take(count.parse().unwrap()).map(str::to_owned).collect());
        }
        (is_fine, calls)
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// The shells of this machine, each with what makes it strict: a variable without a value is an error.
fn shells() -> Vec<(PathBuf, Vec<&'static str>)> {
    let known: [(&str, &[&str]); 4] = [
        ("bash", &["--noprofile", "--norc", "-u", "-r"]),
        ("bash", &["--posix", "-u"]),
        ("dash", &["-u"]),
        ("zsh", &["-f", "-u"]),
    ];
    let mut found = Vec::new();
    for (name, arguments) in known {
        let path = ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
            .iter()
            .map(|folder| Path::new(folder).join(name));
        match path.into_iter().find(|path| path.exists()) {
            Some(path) => found.push((path, arguments.to_vec())),
            None => eprintln!("{name} is not on this machine: its words were not looked at"),
        }
    }
    assert!(!found.is_empty(), "no shell is on this machine");
    found
}

/// A value behind its flag, as az must get it: one word of its own, or joined to the flag if it would be taken for
/// a flag itself.
fn said(flag: &str, value: &str) -> Vec<String> {
    let value = value.replace('\0', "");
    if value.starts_with('-') { vec![format!("{flag}={value}")] } else { vec![flag.to_owned(), value] }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// Commands that show a pool, three values at a time, and the words that they must come to.
fn shown(values: &[String]) -> (String, Vec<Vec<String>>) {
    let mut script = String::new();
    let mut wanted = Vec::new();
    for three in values.chunks(3) {
        // An empty name is asked for, which is a test of its own.
        let given = |place: usize| three.get(place).filter(|value| !value.is_empty()).cloned();
        let value = |place: usize| given(place).unwrap_or_else(|| "x".to_owned());
        let mut plan = Plan::default();
        (plan.cluster.resource_group, plan.cluster.name) = (value(0), value(1));
        plan.pools.push(NodePool { name: value(2), ..NodePool::default() });
        let snippet =
            render_operation(&plan, &Operation::ShowPool(value(2)), Dialect::Az, &Options::default())
                .unwrap();
        assert_lines(&snippet, Dialect::Az);
        script += &snippet.text();
        let flags = [
            said("--resource-group", &value(0)),
            said("--cluster-name", &value(1)),
            said("--name", &value(2)),
        ];
        wanted.push(words("aks nodepool show").into_iter().chain(flags.concat()).collect());
    }
    (script, wanted)
}

#[test]
fn hostile_values_are_single_words_in_every_shell() {
    let (script, wanted) = shown(&hostile_to_az());
    let stub = Stub::new();
    for (shell, arguments) in shells() {
        assert_eq!(stub.calls(&shell, &arguments, &script, ""), wanted, "{shell:?}");
    }
}

#[test]
fn an_empty_name_is_asked_for_before_anything_is_done() {
    let mut plan = Plan::default();
    for name in ["sys", "apps"] {
        plan.pools.push(NodePool {
            name: name.to_owned(),
            mode: Some(Mode::System),
            count: Some(3),
            vm_size: Some("Standard_D4ds_v5".to_owned()),
            ..NodePool::default()
        });
    }
    let name = || "apps".to_owned();
    let labels = Value::Map(Map::from([("a".to_owned(), "b".to_owned())]));
    let change = |key, value| Operation::UpdatePool(name(), vec![Change { key, value: Some(value) }]);
    let mut texts = vec![("render", Some(render(&plan, Dialect::Az, &Options::default())))];
    for operation in [
        Operation::Create,
        Operation::AddPool(name()),
        Operation::ShowPool(name()),
        Operation::SetMode(name(), Mode::User),
        Operation::ScalePool(name(), 5),
        Operation::DeletePool(name()),
        Operation::DeleteGroup,
        Operation::StopPool(name()),
        Operation::UpgradeAll("1.34".to_owned()),
        change("nodeLabels", labels),
    ] {
        let text = render_operation(&plan, &operation, Dialect::Az, &Options::default());
        texts.push(("operation", text));
    }
    let stub = Stub::new();
    for (what, snippet) in texts {
        let text = snippet.expect(what).text();
        // Its sentences have no hole where a name would be.
        let about: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
        for hole in ["group the", "cluster in ", "\\\""] {
            assert!(!about.iter().any(|line| line.contains(hole)), "{text}");
        }
        for (shell, arguments) in shells() {
            let run = |input: &str| stub.run(&shell, &arguments, &text, input);
            // As many answers as are asked for, fewer, and empty ones.
            let (is_fine, calls) = run("rg\n-x y\nwesteurope\n");
            assert!(is_fine && !calls.is_empty(), "{what} {shell:?}\n{text}");
            let flags = ["--resource-group=rg", "--name=rg", "--cluster-name=-x y", "--name=-x y"];
            for call in &calls {
                assert!(call.iter().any(|word| flags.contains(&word.as_str())), "{call:?}\n{text}");
                assert!(call.iter().all(|word| !word.is_empty()), "{call:?}\n{text}");
            }
            for answers in ["", "\n", "rg\n", "\nrg\nwesteurope\n"] {
                let is_enough = answers == "rg\n" && text.contains("az group delete");
                let (is_fine, calls) = run(answers);
                assert!(is_enough || (!is_fine && calls.is_empty()), "{what} {shell:?} {answers:?}\n{text}");
            }
        }
    }
    for dialect in [Dialect::AzPwsh, Dialect::PowerShell] {
        let text = render(&plan, dialect, &Options::default()).text();
        let does = |line: &str| line.trim_start().starts_with("az ") || line.contains("New-Az");
        let first = text.lines().position(|line| !line.starts_with('#') && does(line));
        for (ask, stop) in [
            ("$resourceGroup = Read-Host", "if (-not $resourceGroup) { throw"),
            ("$clusterName = Read-Host", "if (-not $clusterName) { throw"),
            ("$location = Read-Host", "if (-not $location) { throw"),
        ] {
            let place = text.lines().position(|line| line.contains(ask));
            assert!(place.is_some() && place < first && text.contains(stop), "{text}");
        }
        assert!(!text.contains("''") && !text.contains("='"), "{text}");
    }
    for dialect in [Dialect::Terraform, Dialect::TerraformAvm] {
        let text = render(&plan, dialect, &Options::default()).text();
        for variable in ["resource_group_name", "cluster_name", "location"] {
            assert!(text.contains(&format!("variable \"{variable}\" {{")), "{text}");
            assert!(text.contains(&format!("= var.{variable}\n")), "{text}");
        }
        assert!(!text.contains("= \"\""), "{text}");
    }
    let arm = render(&plan, Dialect::Arm, &Options::default()).text();
    assert!(arm.contains("\"minLength\": 1") && !arm.contains("defaultValue\": \"\""), "{arm}");
    let bicep = render(&plan, Dialect::Bicep, &Options::default()).text();
    assert!(bicep.contains("@minLength(1)\nparam clusterName string\n"), "{bicep}");
}

/// A plan whose cluster has all the names that a text needs.
fn named() -> Plan {
    let mut plan = Plan::default();
    plan.cluster.resource_group = "rg".to_owned();
    plan.cluster.name = "aks".to_owned();
    plan.cluster.location = "westeurope".to_owned();
    plan
}

/// The plan that must never do anything: hostile text in every place that takes text.
fn hostile_plan(values: &[String]) -> Plan {
    let mut plan = Plan::default();
    plan.cluster.resource_group = "x; echo INJECTED #".to_owned();
    plan.cluster.name = "$(echo INJECTED)".to_owned();
    plan.cluster.location = "`echo INJECTED`".to_owned();
    plan.cluster.kubernetes_version = Some("1.30'\necho INJECTED\n'".to_owned());
    let map: Map = values.iter().map(|value| (format!("k{value}"), value.clone())).collect();
    plan.cluster.tags = map.clone().into();
    for name in ["a\necho INJECTED", "b' ; echo INJECTED"] {
        plan.pools.push(NodePool {
            name: name.to_owned(),
            mode: Some(Mode::Other("System\necho INJECTED".to_owned())),
            vm_size: Some("Standard_D4ds_v5 && echo INJECTED".to_owned()),
            // az takes taints as one word joined by commas, each with a value.
            taints: values
                .iter()
                .filter(|value| !value.contains(','))
                .map(|value| format!("{value}=x{value}:NoSchedule"))
                .filter(|taint| {
                    let value = taint.split_once('=').and_then(|(_, rest)| rest.split_once(':'));
                    value.is_some_and(|(value, _)| !value.is_empty())
                })
                .collect(),
            labels: map.clone().into(),
            tags: map.clone().into(),
            zones: values.iter().filter(|value| !value.starts_with('-')).cloned().collect(),
            max_surge: Some("33%\u{2028}echo INJECTED".to_owned()),
            vnet_subnet: Some("/x\u{85}echo INJECTED".to_owned()),
            ..NodePool::default()
        });
    }
    plan
}

/// The plan without what az has no words for, which goes by a resource instead: keys with an equals sign.
fn in_words(mut plan: Plan) -> Plan {
    let keep = |map: &Map| -> Map {
        map.iter()
            .filter(|(key, _)| !key.contains('='))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    plan.cluster.tags = keep(&plan.cluster.tags).into();
    plan.pools[0].mode = Some(Mode::System);
    for pool in &mut plan.pools {
        pool.labels = keep(&pool.labels).into();
        pool.tags = keep(&pool.tags).into();
    }
    plan
}

/// What the words of a hostile plan must be, put together here without a look at the product.
fn hostile_words(plan: &Plan) -> Vec<Vec<String>> {
    let cluster = &plan.cluster;
    let pairs = |map: &Map| -> Vec<String> {
        map.iter()
            .filter(|(key, _)| !key.contains('='))
            .map(|(key, value)| format!("{key}={value}"))
            .collect()
    };
    // A flag whose words are all left out is not there.
    let list = |flag: &str, words: Vec<String>| -> Vec<String> {
        if words.is_empty() { words } else { std::iter::once(flag.to_owned()).chain(words).collect() }
    };
    let of_pool = |place: usize| {
        let pool = &plan.pools[place];
        let names = if place == 0 {
            ["--nodepool-taints", "--nodepool-labels", "--nodepool-tags"]
        } else {
            ["--node-taints", "--labels", "--tags"]
        };
        let mut words = said(if place == 0 { "--nodepool-name" } else { "--name" }, &pool.name);
        if place > 0 {
            words.extend(said("--mode", "System\necho INJECTED"));
        }
        words.extend(said("--node-count", "3"));
        words.extend(said("--node-vm-size", pool.vm_size.as_deref().unwrap()));
        if place > 0 {
            words.extend(said("--os-type", "Linux"));
        }
        words.extend(list("--zones", pool.zones.to_vec()));
        words.extend(said(names[0], &pool.taints.join(",")));
        words.extend(list(names[1], pairs(&pool.labels)));
        words.extend(list(names[2], pairs(&pool.tags)));
        if place > 0 {
            words.extend(said("--max-surge", pool.max_surge.as_deref().unwrap()));
        }
        words.extend(said("--vnet-subnet-id", pool.vnet_subnet.as_deref().unwrap()));
        words
    };
    let group = [
        words("group create"),
        said("--name", &cluster.resource_group),
        said("--location", &cluster.location),
    ]
    .concat();
    let create = [
        words("aks create"),
        said("--resource-group", &cluster.resource_group),
        said("--name", &cluster.name),
        said("--location", &cluster.location),
        said("--kubernetes-version", cluster.kubernetes_version.as_deref().unwrap()),
        list("--tags", pairs(&cluster.tags)),
        of_pool(0),
        words("--no-ssh-key"),
    ]
    .concat();
    let of = |command: &str| {
        [
            words(command),
            said("--resource-group", &cluster.resource_group),
            said("--cluster-name", &cluster.name),
        ]
        .concat()
    };
    let update = [
        of("aks nodepool update"),
        said("--name", &plan.pools[0].name),
        said("--max-surge", plan.pools[0].max_surge.as_deref().unwrap()),
    ]
    .concat();
    vec![group, create, update, [of("aks nodepool add"), of_pool(1)].concat()]
}

#[test]
fn a_hostile_plan_is_inert_in_every_shell() {
    let plan = in_words(hostile_plan(&hostile_to_az()));
    let snippet = render(&plan, Dialect::Az, &Options { refused: hostile(), ..Options::default() });
    assert_lines(&snippet, Dialect::Az);
    let wanted = hostile_words(&plan);
    let stub = Stub::new();
    for (shell, arguments) in shells() {
        assert_eq!(stub.calls(&shell, &arguments, &snippet.text(), ""), wanted, "{shell:?}");
    }
}

/// Commands of az that a template names, each of which is pasted alone.
fn named_commands(text: &str) -> Vec<String> {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    let lines = match poolwright::syntax::parse_json(text) {
        Ok(_) => {
            let json: Json = serde_json::from_str(text).unwrap();
            let commands = json["metadata"]["commands"].as_array().cloned().unwrap_or_default();
            // A text that begins with a bracket is escaped there.
            commands.iter().filter_map(|line| Some(line.as_str()?.to_owned())).collect()
        }
        Err(_) => lines(text),
    };
    let command = |line: &String| {
        let begin = [": az ", ": ( "].iter().filter_map(|begin| line.find(begin)).min()?;
        Some(line[begin + 2..].to_owned())
    };
    // How a file is deployed says what it needs in words of its own.
    lines.iter().filter(|line| !line.contains("--resource-group GROUP")).filter_map(command).collect()
}

/// The commands beside a template are taken by each shell as they are meant, each alone, or are not there.
#[test]
fn commands_beside_a_template_are_inert_alone_in_every_shell() {
    let stub = Stub::new();
    let all = [
        "plain",
        "@f",
        "k=@f",
        "-x",
        "--name",
        "--help",
        "a\nb",
        "\n",
        "a\0b",
        "it's",
        "$(echo INJECTED)",
        "a b",
        "\u{1b}x",
    ];
    let templates =
        Dialect::ALL.into_iter().filter(|dialect| dialect.group() != poolwright::emit::Group::Commands);
    let mut written = std::collections::BTreeSet::new();
    let mut script_of = std::collections::BTreeMap::new();
    for dialect in templates {
        for name in all {
            for place in 0..3 {
                let at = |other: usize| if other == place { name.to_owned() } else { format!("name{other}") };
                let mut plan = Plan::default();
                (plan.cluster.resource_group, plan.cluster.name) = (at(0), at(1));
                plan.pools.push(NodePool { name: "stays".to_owned(), ..NodePool::default() });
                let mut today = plan.clone();
                for gone in [at(2), format!("{}z", at(2))] {
                    today.pools.push(NodePool { name: gone, ..NodePool::default() });
                }
                plan.baseline = Some(Box::new(today));
                let (group, cluster, pool) = (at(0), at(1), at(2));
                for stack in [false, true] {
                    let text = render(&plan, dialect, &Options { stack, ..Options::default() }).text();
                    for command in named_commands(&text) {
                        let flags = if command.contains("az stack group create") {
                            written.insert(("stack", name, place));
                            let name = format!("{cluster}-pools");
                            let mut flags =
                                [said("--name", &name), said("--resource-group", &group)].concat();
                            flags.extend(words("--template-file FILE --action-on-unmanage deleteResources"));
                            flags.extend(words("--deny-settings-mode none"));
                            words("stack group create").into_iter().chain(flags).collect::<Vec<_>>()
                        } else {
                            written.insert(("delete", name, place));
                            let is_second =
                                command.contains("z'") || command.contains("z -") || command.ends_with('z');
                            let pool = if is_second { format!("{pool}z") } else { pool.clone() };
                            let flags = [
                                said("--resource-group", &group),
                                said("--cluster-name", &cluster),
                                said("--name", &pool),
                            ];
                            words("aks nodepool delete").into_iter().chain(flags.concat()).collect()
                        };
                        assert!(!flags.iter().any(|word| reads_file(word)), "{command}");
                        script_of.insert(command, flags);
                    }
                }
            }
        }
    }
    for (shell, arguments) in shells() {
        for (command, wanted) in &script_of {
            let calls = stub.calls(&shell, &arguments, command, "");
            assert_eq!(calls, std::slice::from_ref(wanted), "{shell:?}: {command}");
        }
    }
    for name in all {
        for place in 0..3 {
            let is_taken = !reads_file(name) && !name.contains('\0');
            assert_eq!(written.contains(&("delete", name, place)), is_taken, "{name:?} at {place}");
            assert_eq!(
                written.contains(&("stack", name, place)),
                is_taken || place == 2,
                "{name:?} at {place}"
            );
        }
    }
}

#[test]
fn a_password_reaches_az_as_it_was_typed() {
    let mut plan = named();
    plan.cluster.windows_admin = Some("azureuser".to_owned());
    let text = render(&plan, Dialect::Az, &Options::default()).text();
    let stub = Stub::new();
    for (shell, arguments) in shells() {
        for password in ["P@ss w0rd", "-x'\"$(id)`\\ ", "  blanks  "] {
            let calls = stub.calls(&shell, &arguments, &text, &format!("{password}\n"));
            assert_eq!(calls.len(), 2);
            assert!(
                calls[1].contains(&format!("--windows-admin-password={password}")),
                "{shell:?} {calls:?}"
            );
        }
    }
}

#[test]
fn a_chain_ends_at_the_first_failure_and_leaves_the_shell_open() {
    let pool = |name: &str| NodePool { name: name.to_owned(), ..NodePool::default() };
    let plan = Plan { pools: vec![pool("a"), pool("b\n")], ..named() };
    let text = render(&plan, Dialect::Az, &Options::default()).text();
    let stub = Stub::new();
    let failing =
        "#!/bin/sh\nprintf '%s\\0' \"$#\" \"$@\" >> \"$AZ_LOG\"\n[ \"$2\" != create ] || [ \"$1\" != aks ]\n";
    fs::write(stub.directory.join("bin/az"), failing).unwrap();
    for (shell, arguments) in shells() {
        let calls = stub.calls(&shell, &arguments, &format!("{text}az still open\n"), "");
        let first: Vec<String> = calls.iter().map(|words| words[..2].join(" ")).collect();
        assert_eq!(first, ["group create", "aks create", "still open"], "{shell:?}");
    }
}

/// How many values are tried in each shell, and how many plans in each text that is read here. A shell starts a process
/// for each run of characters that cannot be seen, so that it reads a fiftieth of the plans.
const CASES: u32 = 10_000;
/// How many of them one shell reads at once.
const AT_ONCE: usize = 100;

/// The words of every call of `az` that a script makes, where `az` is a function: the same words without a process for
/// each call.
fn quick_calls(stub: &Stub, (shell, arguments): &(PathBuf, Vec<&str>), script: &str) -> Vec<Vec<String>> {
    // A restricted shell would not let the function write.
    let arguments: Vec<&str> = arguments.iter().copied().filter(|one| *one != "-r").collect();
    let function = "az() { printf '%s\\0' \"$#\" \"$@\" >> \"$AZ_LOG\"; }\n";
    stub.calls(shell, &arguments, &format!("{function}{script}"), "")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES / AT_ONCE as u32, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_one_word_in_every_shell(values in prop::collection::vec(any_text(), AT_ONCE)) {
        let values: Vec<String> = values.into_iter().filter(|value| !reads_file(value)).collect();
        let (script, wanted) = shown(&values);
        let stub = Stub::new();
        for shell in shells() {
            prop_assert_eq!(quick_calls(&stub, &shell, &script), wanted.clone(), "{:?}", shell);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES / 50 / AT_ONCE as u32, ..ProptestConfig::default() })]

    #[test]
    fn any_plan_is_inert_in_a_shell(
        plans in prop::collection::vec(prop::collection::vec(any_text(), 2..8), AT_ONCE)
    ) {
        let (mut script, mut wanted) = (String::new(), Vec::new());
        for values in plans {
            if values.iter().any(|value| reads_file(value)) {
                continue;
            }
            let plan = in_words(hostile_plan(&values));
            // A list of one word is joined to its flag where it has to be; the longer ones are what is tried here.
            let pool = &plan.pools[0];
            if pool.zones.len() < 2 || pool.labels.len() < 2 || pool.taints.is_empty() {
                continue;
            }
            let options = Options { refused: values.clone(), ..Options::default() };
            let snippet = render(&plan, Dialect::Az, &options);
            assert_lines(&snippet, Dialect::Az);
            script += &snippet.text();
            wanted.extend(hostile_words(&plan));
        }
        let shell = shells().swap_remove(0);
        prop_assert_eq!(quick_calls(&Stub::new(), &shell, &script), wanted);
    }
}

// ---------------------------------------------------------------------------------------------- PowerShell

/// What PowerShell's own reader takes for a single quote.
const SINGLE: [char; 5] = ['\'', '‘', '’', '‚', '‛'];

/// A reader of the little PowerShell that snippets are made of.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn next(&mut self) -> char {
        let next = self.rest.chars().next().expect("the text ends too early");
        self.rest = &self.rest[next.len_utf8()..];
        next
    }

    /// A text: a literal, or literals and characters that are added up in parentheses.
    fn text(&mut self) -> String {
        if !self.eat("(") {
            return String::from_utf16(&self.part()).unwrap();
        }
        let mut text = self.part();
        while self.eat(" + ") {
            text.extend(self.part());
        }
        assert!(self.eat(")"), "{}", self.rest);
        String::from_utf16(&text).unwrap()
    }

    fn part(&mut self) -> Vec<u16> {
        if self.eat("[char]0x") {
            let digits = self.rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(self.rest.len());
            let (number, rest) = self.rest.split_at(digits);
            self.rest = rest;
            return vec![u16::from_str_radix(number, 16).unwrap()];
        }
        let mut text = String::new();
        if self.eat("\"") {
            while !self.eat("\"") {
                assert!(self.eat("`"), "something unescaped in double quotes: {}", self.rest);
                text.push(match self.next() {
                    '0' => '\0',
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    't' => '\t',
                    'n' => '\n',
                    'v' => '\u{b}',
                    'f' => '\u{c}',
                    'r' => '\r',
                    other => panic!("`{other} is not in Windows PowerShell 5.1"),
                });
            }
        } else {
            assert!(self.eat("'"), "no quote: {}", self.rest);
            loop {
                let next = self.next();
                if !SINGLE.contains(&next) {
                    text.push(next);
                    continue;
                }
                // A second quote of any kind is a literal quote; anything else ends the text.
                match self.rest.chars().next() {
                    Some(second) if SINGLE.contains(&second) => text.push(self.next()),
                    _ => break,
                }
            }
        }
        text.encode_utf16().collect()
    }

    fn list(&mut self) -> Vec<String> {
        assert!(self.eat("@("));
        let mut list = vec![self.text()];
        while self.eat(", ") {
            list.push(self.text());
        }
        assert!(self.eat(")"));
        list
    }

    fn table(&mut self) -> Map {
        let mut table = Map::default();
        // Keys that differ in the case of their letters alone.
        if self.eat("(& { $table = [Collections.Hashtable]::new([StringComparer]::Ordinal); ") {
            while self.eat("$table[") {
                let key = self.text();
                assert!(self.eat("] = "));
                table.insert(key, self.text());
                assert!(self.eat("; "));
            }
            assert!(self.eat("$table })"));
            return table;
        }
        assert!(self.eat("@{ "));
        loop {
            let key = self.text();
            assert!(self.eat(" = "));
            table.insert(key, self.text());
            if self.eat(" }") {
                return table;
            }
            assert!(self.eat("; "));
        }
    }
}

/// The value of the n-th occurrence of a parameter in the tables of a text.
fn behind<'a>(text: &'a str, parameter: &str, occurrence: usize) -> Reader<'a> {
    let entries = text.lines().filter_map(|line| line.split_once(" = "));
    let mut named = entries.filter(|(name, _)| name.trim() == parameter.trim_start_matches('-'));
    Reader { rest: named.nth(occurrence).expect(parameter).1 }
}

fn read_to_end<'a, T>(mut reader: Reader<'a>, read: fn(&mut Reader<'a>) -> T) -> T {
    let value = read(&mut reader);
    assert_eq!(reader.rest, "", "text after the value");
    value
}

fn assert_powershell(plan: &Plan, refused: &[String]) {
    let snippet =
        render(plan, Dialect::PowerShell, &Options { refused: refused.to_vec(), ..Options::default() });
    assert_lines(&snippet, Dialect::PowerShell);
    let text = snippet.text();
    let one =
        |parameter: &str, occurrence: usize| read_to_end(behind(&text, parameter, occurrence), Reader::text);
    let table = |parameter: &str| read_to_end(behind(&text, parameter, 0), Reader::table);
    let same = |read: Map, meant: &Map| assert_eq!(read, *meant);
    assert_eq!(one("-ResourceGroupName", 0), plan.cluster.resource_group);
    assert_eq!(one("-ClusterName", 0), plan.cluster.name);
    assert_eq!(one("-Location", 0), plan.cluster.location);
    assert_eq!(one("-KubernetesVersion", 0), plan.cluster.kubernetes_version.clone().unwrap());
    same(table("-Tag"), &plan.cluster.tags);
    same(table("-NodePoolLabel"), &plan.pools[0].labels);
    same(table("-NodeLabel"), &plan.pools[1].labels);
    assert_eq!(one("-NodeName", 0), plan.pools[0].name);
    assert_eq!(one("-NodePoolMode", 0), "System\necho INJECTED");
    assert_eq!(one("-VmSize", 0), plan.pools[1].vm_size.clone().unwrap());
    for (place, pool) in plan.pools.iter().enumerate() {
        assert_eq!(read_to_end(behind(&text, "-NodeTaint", place), Reader::list), *pool.taints);
        assert_eq!(read_to_end(behind(&text, "-AvailabilityZone", place), Reader::list), *pool.zones);
    }
}

#[test]
fn a_hostile_plan_is_inert_in_powershell() {
    assert_powershell(&hostile_plan(&hostile()), &hostile());
}

#[test]
fn text_beyond_ascii_is_held_against_its_encoding_first() {
    let mut plan = Plan::default();
    let show = |plan: &Plan| {
        render_operation(plan, &Operation::DeleteGroup, Dialect::PowerShell, &Options::default())
            .unwrap()
            .text()
    };
    assert!(!show(&plan).contains(".Length"));
    // Read as Windows-1251, the letter т holds one of PowerShell's single quotes.
    plan.cluster.resource_group = "т; echo INJECTED #".to_owned();
    let text = show(&plan);
    let commands: Vec<&str> =
        text.lines().skip_while(|line| line.starts_with('#') || line.is_empty()).collect();
    assert_eq!(
        commands,
        [
            "if ('東'.Length -ne 1) { throw 'Save this file as UTF-8 with a byte order mark.' }",
            "Remove-AzResourceGroup -Name 'т; echo INJECTED #' -Force"
        ]
    );
}

// ---------------------------------------------------------------------------------------------- ARM

/// What the template language makes of a string: nothing, or an expression.
fn is_expression(text: &str) -> bool {
    text.starts_with('[') && text.ends_with(']') && !text.starts_with("[[")
}

/// Whether a string of a template isn't an expression, or is one of those that the product writes.
fn is_ours(text: &str, plan: &Plan) -> bool {
    const CLUSTER: &str = "Microsoft.ContainerService/managedClusters";
    let mut ours: Vec<String> = ["clusterName", "location", "windowsAdminUsername", "windowsAdminPassword"]
        .map(|name| format!("[parameters('{name}')]"))
        .to_vec();
    ours.push("[resourceGroup().location]".to_owned());
    ours.push(format!("[resourceId('{CLUSTER}', parameters('clusterName'))]"));
    let today = plan.baseline.iter().flat_map(|today| &today.pools);
    for pool in plan.pools.iter().chain(today) {
        let name = pool.name.replace('\'', "''");
        ours.push(format!("[format('{{0}}/{{1}}', parameters('clusterName'), '{name}')]"));
        ours.push(format!("[resourceId('{CLUSTER}/agentPools', parameters('clusterName'), '{name}')]"));
    }
    !is_expression(text) || ours.iter().any(|one| one == text)
}

fn plain(text: &str) -> String {
    assert!(!is_expression(text), "{text}");
    if text.starts_with("[[") && text.ends_with(']') { text[1..].to_owned() } else { text.to_owned() }
}

fn every_string<'a>(json: &'a Json, found: &mut Vec<&'a str>) {
    match json {
        Json::String(text) => found.push(text),
        Json::Array(list) => list.iter().for_each(|item| every_string(item, found)),
        Json::Object(object) => {
            for (key, value) in object {
                found.push(key);
                every_string(value, found);
            }
        }
        _ => {}
    }
}

fn assert_arm(plan: &Plan, refused: &[String]) {
    let snippet = render(plan, Dialect::Arm, &Options { refused: refused.to_vec(), ..Options::default() });
    assert_lines(&snippet, Dialect::Arm);
    let tree = serde_json::from_str::<Json>(&snippet.text()).unwrap();
    let mut strings = Vec::new();
    every_string(&tree, &mut strings);
    let foreign: Vec<&&str> = strings.iter().filter(|text| !is_ours(text, plan)).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    let template = tree.as_object().unwrap();
    let resources = template.get("resources").unwrap().as_array().unwrap();
    let cluster = resources[0].as_object().unwrap();
    let map = |json: &Json| -> Map {
        json.as_object()
            .unwrap()
            .iter()
            .map(|(key, value)| (plain(key), plain(value.as_str().unwrap())))
            .collect()
    };
    let list = |json: &Json| -> Vec<String> {
        json.as_array().unwrap().iter().map(|item| plain(item.as_str().unwrap())).collect()
    };
    let default = |name: &str| {
        let parameters = template.get("parameters").unwrap().as_object().unwrap();
        plain(parameters[name].as_object().unwrap()["defaultValue"].as_str().unwrap())
    };
    assert_eq!(default("clusterName"), plan.cluster.name);
    assert_eq!(default("location"), plan.cluster.location);
    assert_eq!(map(cluster.get("tags").unwrap()), *plan.cluster.tags);
    let properties = cluster.get("properties").unwrap().as_object().unwrap();
    let inside = properties.get("agentPoolProfiles").unwrap().as_array().unwrap();
    assert_eq!(inside.len(), 1);
    assert_eq!(plain(inside[0].as_object().unwrap()["name"].as_str().unwrap()), plan.pools[0].name);
    let others = resources[1..].iter().map(|pool| pool.as_object().unwrap().get("properties").unwrap());
    let pools: Vec<&Json> = inside.iter().chain(others).collect();
    assert_eq!(pools.len(), plan.pools.len());
    for (pool, meant) in pools.into_iter().zip(&plan.pools) {
        let pool = pool.as_object().unwrap();
        assert_eq!(map(pool.get("nodeLabels").unwrap()), *meant.labels);
        assert_eq!(list(pool.get("nodeTaints").unwrap()), *meant.taints);
        assert_eq!(list(pool.get("availabilityZones").unwrap()), *meant.zones);
    }
    let remarks = template.get("metadata").unwrap().as_object().unwrap();
    assert_eq!(list(remarks.get("refusedByAKS").unwrap()), refused);
}

#[test]
fn a_hostile_plan_is_inert_in_a_template() {
    assert_arm(&hostile_plan(&hostile()), &hostile());
}

#[test]
fn a_template_for_an_existing_cluster_holds_no_expression_of_the_plan() {
    let mut plan = hostile_plan(&hostile());
    plan.cluster.existing = true;
    (plan.cluster.name, plan.pools[0].name) = ("[resourceGroup().id".to_owned(), "x]".to_owned());
    let tree =
        serde_json::from_str::<Json>(&render(&plan, Dialect::Arm, &Options::default()).text()).unwrap();
    let mut strings = Vec::new();
    every_string(&tree, &mut strings);
    assert!(strings.iter().all(|text| is_ours(text, &plan)));
    assert!(strings.contains(&"[format('{0}/{1}', parameters('clusterName'), 'x]')]"));
}

// ---------------------------------------------------------------------------------------------- az in PowerShell

/// The words that PowerShell hands to each program in a text: bare words, literals, and sums of literals.
fn program_words(text: &str) -> Vec<Vec<String>> {
    let text = text.replace(" `\n", " ");
    let lines = text.lines().map(str::trim_start).filter(|line| line.starts_with("az "));
    lines
        .map(|line| {
            let mut reader = Reader { rest: line };
            let mut words = Vec::new();
            while !reader.rest.is_empty() {
                while reader.eat(" ") {}
                let quoted = SINGLE.iter().chain(&['(']).any(|quote| reader.rest.starts_with(*quote));
                if quoted {
                    words.push(reader.text());
                    assert!(reader.rest.is_empty() || reader.rest.starts_with(' '), "{}", reader.rest);
                    continue;
                }
                let end = reader.rest.find(' ').unwrap_or(reader.rest.len());
                let (word, rest) = reader.rest.split_at(end);
                let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
                assert!(word.chars().all(plain), "{word}");
                words.push(word.to_owned());
                reader.rest = rest;
            }
            words.split_off(1)
        })
        .collect()
}

/// The words as az gets them either way: a value joined to its flag, or behind it.
fn unjoined(words: &[String]) -> Vec<String> {
    let one = |word: &String| match word.split_once('=') {
        Some((flag, value)) if flag.starts_with("--") => vec![flag.to_owned(), value.to_owned()],
        _ => vec![word.clone()],
    };
    words.iter().flat_map(one).collect()
}

/// A text that az gets in PowerShell as it is, as far as anybody knows.
fn any_kind_text() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| {
        text.chars().filter(|letter| !letter.is_control() && !"\"&|<>^()%\\".contains(*letter)).collect()
    })
}

fn kind_plan(values: &[String]) -> Plan {
    let value = |place: usize| values.get(place).cloned().unwrap_or_default();
    let mut plan = named();
    let cluster = &mut plan.cluster;
    let names = [&mut cluster.resource_group, &mut cluster.name, &mut cluster.location];
    for (place, name) in names.into_iter().enumerate().filter(|(place, _)| !value(*place).is_empty()) {
        *name = value(place);
    }
    plan.cluster.tags =
        values.iter().map(|value| (format!("k{}", value.replace('=', "")), value.clone())).collect();
    plan.pools.push(NodePool { name: value(3), vm_size: Some(value(4)), ..NodePool::default() });
    plan
}

#[test]
fn az_gets_in_powershell_what_it_gets_in_bash() {
    let values: Vec<String> = ["it's", "‘x’", "$(id) `", "é 東", "-x", "007"].map(str::to_owned).to_vec();
    let plan = kind_plan(&values);
    let text = render(&plan, Dialect::AzPwsh, &Options::default()).text();
    let words = program_words(&text);
    assert_eq!(words.len(), 2, "{text}");
    assert!(words[0].contains(&"it's".to_owned()) && words[1].contains(&"k-x=-x".to_owned()), "{words:?}");
}

// ---------------------------------------------------------------------------------------------- Bicep

/// A value of a template as Bicep has to say it: every text plain, its few expressions by name.
fn tree(json: &Json) -> Tree {
    match json {
        Json::String(text) if is_expression(text) => Tree::Bare(match text.as_str() {
            "[resourceGroup().location]" => "resourceGroup().location".to_owned(),
            other => {
                let parameter = other.strip_prefix("[parameters('").and_then(|rest| rest.strip_suffix("')]"));
                parameter.unwrap_or_else(|| panic!("{other}")).to_owned()
            }
        }),
        Json::String(text) => Tree::Text(plain(text)),
        Json::Array(list) => Tree::List(list.iter().map(tree).collect()),
        Json::Object(object) => {
            Tree::Object(object.iter().map(|(key, value)| (plain(key), tree(value))).collect())
        }
        other => Tree::Bare(compact(other)),
    }
}

/// A Bicep file has the resources of the ARM template, value for value and in the same order.
fn assert_bicep(plan: &Plan, refused: &[String]) {
    let options = Options { refused: refused.to_vec(), ..Options::default() };
    let snippet = render(plan, Dialect::Bicep, &options);
    assert_lines(&snippet, Dialect::Bicep);
    let readers::Bicep { parameters, defaults, mut resources } = readers::bicep(&snippet.text());
    let template = serde_json::from_str::<Json>(&render(plan, Dialect::Arm, &options).text()).unwrap();
    let template = template.as_object().unwrap();
    let (mut declared, mut given) = (Vec::new(), Vec::new());
    for (name, parameter) in template.get("parameters").unwrap().as_object().unwrap() {
        let parameter = parameter.as_object().unwrap();
        if parameter["type"] == "securestring" {
            declared.push("secure()".to_owned());
        }
        declared.push(format!("param {name} string"));
        given.extend(parameter.get("defaultValue").map(|default| (name.clone(), tree(default))));
    }
    assert_eq!((parameters, defaults), (declared, given));
    let pools_only = plan.cluster.existing;
    if pools_only {
        let cluster = resources.remove(0);
        assert!(cluster.is_existing && cluster.body.entries().len() == 1);
        assert_eq!(*cluster.body.get("name"), Tree::Bare("clusterName".to_owned()));
    }
    let wanted = template.get("resources").unwrap().as_array().unwrap();
    assert_eq!(resources.len(), wanted.len());
    let mut before: Option<String> = None;
    for (found, wanted) in resources.iter().zip(wanted) {
        let mut wanted = wanted.as_object().unwrap().clone();
        let mut take = |key: &str| wanted.shift_remove(key);
        let (kind, version) = (take("type").unwrap(), take("apiVersion").unwrap());
        let kind = kind.as_str().unwrap();
        assert_eq!(found.kind, format!("{kind}@{}", version.as_str().unwrap()));
        let name = take("name").unwrap();
        let waits = take("dependsOn");
        let mut entries = found.body.entries().to_vec();
        if kind.ends_with("/agentPools") {
            assert_eq!(entries.remove(0), ("parent".to_owned(), Tree::Bare("cluster".to_owned())));
            let own = entries[0].1.text().replace('\'', "''");
            assert_eq!(name, format!("[format('{{0}}/{{1}}', parameters('clusterName'), '{own}')]"));
            // A pool waits for its cluster, which Bicep sees by itself, and for the pool before it.
            let number = usize::from(!pools_only) + usize::from(before.is_some());
            assert_eq!(waits.map_or(0, |list| list.as_array().unwrap().len()), number);
            if let Some(before) = before.replace(found.symbol.clone()) {
                let (key, list) = entries.pop().unwrap();
                assert_eq!((key.as_str(), list), ("dependsOn", Tree::List(vec![Tree::Bare(before)])));
            }
        } else {
            assert_eq!(entries[0].1, tree(&name));
            assert!(waits.is_none());
        }
        entries.remove(0);
        assert!(!found.is_existing);
        assert_eq!(Tree::Object(entries), tree(&Json::Object(wanted)));
    }
    let mut symbols: Vec<&str> = resources.iter().map(|resource| resource.symbol.as_str()).collect();
    symbols.sort_unstable();
    symbols.dedup();
    assert_eq!(symbols.len(), resources.len(), "two resources have the same symbol");
}

#[test]
fn a_hostile_plan_is_inert_in_bicep() {
    let mut plan = hostile_plan(&hostile());
    assert_bicep(&plan, &hostile());
    plan.cluster.existing = true;
    assert_bicep(&plan, &hostile());
}

// ---------------------------------------------------------------------------------------------- Terraform

fn map_of(tree: &Tree) -> Map {
    tree.entries().iter().map(|(key, value)| (key.clone(), value.text().to_owned())).collect()
}

/// What both kinds of pools have.
fn assert_terraform_pool(block: &Block, pool: &NodePool) {
    let of = |key: &str| block.arguments.get(key);
    assert_eq!(of("name").text(), pool.name);
    assert_eq!(of("zones").texts(), *pool.zones);
    assert_eq!(of("vm_size").text(), pool.vm_size.as_deref().unwrap());
    assert_eq!(map_of(of("node_labels")), *pool.labels);
    assert_eq!(map_of(of("tags")), *pool.tags);
    assert_eq!(of("vnet_subnet_id").text(), pool.vnet_subnet.as_deref().unwrap());
    let upgrade = block.block("upgrade_settings", &[]);
    assert_eq!(upgrade.arguments.get("max_surge").text(), pool.max_surge.as_deref().unwrap());
}

fn assert_terraform(plan: &Plan, refused: &[String]) {
    const CLUSTER: &str = "azurerm_kubernetes_cluster";
    const POOL: &str = "azurerm_kubernetes_cluster_node_pool";
    let options = Options { refused: refused.to_vec(), ..Options::default() };
    let snippet = render(plan, Dialect::Terraform, &options);
    assert_lines(&snippet, Dialect::Terraform);
    let text = readers::hcl(&snippet.text());
    let group = text.block("resource", &["azurerm_resource_group", "aks"]);
    assert_eq!(group.arguments.get("name").text(), plan.cluster.resource_group);
    assert_eq!(group.arguments.get("location").text(), plan.cluster.location);
    let cluster = text.block("resource", &[CLUSTER, "aks"]);
    assert_eq!(cluster.arguments.get("name").text(), plan.cluster.name);
    let version = cluster.arguments.get("kubernetes_version").text();
    assert_eq!(version, plan.cluster.kubernetes_version.as_deref().unwrap());
    assert_eq!(map_of(cluster.arguments.get("tags")), *plan.cluster.tags);
    assert_terraform_pool(cluster.block("default_node_pool", &[]), &plan.pools[0]);
    let second = text.block("resource", &[POOL, "pool_2"]);
    assert_terraform_pool(second, &plan.pools[1]);
    assert_eq!(second.arguments.get("node_taints").texts(), *plan.pools[1].taints);
    assert_eq!(second.arguments.get("mode").text(), "System\necho INJECTED");

    // A pool that is there: its id ends with its name.
    let name = &plan.pools[1].name;
    let scale = Operation::ScalePool(name.clone(), 4);
    let snippet = render_operation(plan, &scale, Dialect::Terraform, &options).unwrap();
    assert_lines(&snippet, Dialect::Terraform);
    let text = readers::hcl(&snippet.text());
    let id = text.block("import", &[]).arguments.get("id").text();
    assert_eq!(id, format!("${{data.azurerm_kubernetes_cluster.aks.id}}/agentPools/{name}"));
    let cluster = text.block("data", &[CLUSTER, "aks"]);
    assert_eq!(cluster.arguments.get("name").text(), plan.cluster.name);
    assert_eq!(cluster.arguments.get("resource_group_name").text(), plan.cluster.resource_group);
    assert_terraform_pool(text.block("resource", &[POOL, "pool_2"]), &plan.pools[1]);
}

#[test]
fn a_hostile_plan_is_inert_in_terraform() {
    assert_terraform(&hostile_plan(&hostile()), &hostile());
}

#[test]
fn examples_are_the_same_in_bicep_and_arm() {
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples")).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_str().unwrap().ends_with(".plan.json") {
            continue;
        }
        let mut plan = codec::read(&fs::read_to_string(&path).unwrap()).unwrap().plan;
        assert_bicep(&plan, &[]);
        // Bicep has only whole numbers, and words that aren't names.
        plan.pools[0].spot_max_price = Decimal::parse("0.05");
        plan.cluster.tags.insert("null".to_owned(), "true".to_owned());
        assert_bicep(&plan, &[]);
        plan.cluster.existing = true;
        plan.cluster.location.clear();
        assert_bicep(&plan, &[]);
        plan.cluster.existing = false;
        assert_bicep(&plan, &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES / AT_ONCE as u32, ..ProptestConfig::default() })]

    #[test]
    fn az_gets_the_same_words_in_powershell_and_in_bash(
        plans in prop::collection::vec(prop::collection::vec(any_kind_text(), 6), AT_ONCE)
    ) {
        let (mut script, mut words) = (String::new(), Vec::new());
        for values in plans {
            if values.iter().any(|value| reads_file(value)) {
                continue;
            }
            let plan = kind_plan(&values);
            let snippet = render(&plan, Dialect::AzPwsh, &Options::default());
            assert_lines(&snippet, Dialect::AzPwsh);
            prop_assert!(!snippet.lines.is_empty(), "{:?}", snippet.gaps);
            words.extend(program_words(&snippet.text()).iter().map(|words| unjoined(words)));
            script += &render(&plan, Dialect::Az, &Options::default()).text();
        }
        let shell = shells().swap_remove(0);
        let calls: Vec<_> =
            quick_calls(&Stub::new(), &shell, &script).iter().map(|words| unjoined(words)).collect();
        prop_assert_eq!(words, calls);
    }
}

// ---------------------------------------------------------------------------------------------- any plan at all

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    /// Whatever a plan holds, no line of a text begins with words of its own, and a template has no expression but ours.
    #[test]
    fn any_plan_at_all_is_inert_in_every_dialect(plan in any_plan::any_plan(), link in any_text()) {
        let options = Options { refused: vec![link.clone()], findings: vec![link.clone()], link: Some(&link), stack: true };
        for dialect in Dialect::ALL {
            let snippet = render(&plan, dialect, &options);
            assert_lines(&snippet, dialect);
            if dialect == Dialect::Arm {
                let tree = serde_json::from_str::<Json>(&snippet.text()).unwrap();
                let mut strings = Vec::new();
                every_string(&tree, &mut strings);
                prop_assert!(strings.iter().all(|text| is_ours(text, &plan)));
            }
            // The readers fail on what is none of their language.
            match dialect {
                Dialect::Bicep | Dialect::BicepAvm => drop(readers::bicep(&snippet.text())),
                Dialect::Terraform | Dialect::TerraformAvm => drop(readers::hcl(&snippet.text())),
                _ => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_read_back_by_every_other_dialect(values in prop::collection::vec(any_text(), 1..12)) {
        let mut plan = hostile_plan(&values);
        for pool in &mut plan.pools {
            if pool.taints.is_empty() {
                pool.taints.push(String::new());
            }
            if pool.zones.is_empty() {
                pool.zones.push(String::new());
            }
        }
        assert_powershell(&plan, &values);
        assert_arm(&plan, &values);
        assert_terraform(&plan, &values);
        assert_bicep(&plan, &values);
        plan.cluster.existing = true;
        assert_bicep(&plan, &values);
    }
}

// ---------------------------------------------------------------------------------------------- every line

/// Every line begins with words of ours, no comment holds what could mean something to a shell, and nothing in the
/// text is unseen.
fn assert_lines(snippet: &Snippet, dialect: Dialect) {
    let begins: &[&str] = match dialect {
        Dialect::Az => &[
            "# ",
            "az ",
            "  --",
            "(",
            ")",
            "lf=\"$(printf '\\n_')\" && lf=\"${lf%_}\" &&",
            "printf '",
            "windows_password=\"$(",
            "  if [ -t 0 ]; then trap 'stty echo' EXIT; ",
            "  IFS= read -r answer",
            "  printf '%s' \"$answer\"",
            ")\" &&",
            "{ [ -n \"$windows_password\" ] || { printf 'The password is empty.\\n' >&2; false; }; } &&",
            "{ IFS= read -r resource_group; [ -n \"$resource_group\" ] || { printf 'The ",
            "{ IFS= read -r cluster_name; [ -n \"$cluster_name\" ] || { printf 'The ",
            "{ IFS= read -r location; [ -n \"$location\" ] || { printf 'The ",
            "    'properties.",
            "files=\"$(mktemp -d)\" &&",
            "trap 'rm -rf \"$files\"' EXIT &&",
            "trap 'exit 1",
            // The lines of a file, and its name.
            "  '",
            "  \\'",
            "  \"$(printf '",
            "  \"$lf\"",
            "  >\"$files/",
        ],
        Dialect::AzPwsh | Dialect::PowerShell => &[
            "# ",
            "if ('東'.Length -ne 1) {",
            "& {",
            "$ErrorActionPreference = ",
            "    $ErrorActionPreference = ",
            "    Set-StrictMode -Off",
            "$resourceGroup = Read-Host -Prompt '",
            "$clusterName = Read-Host -Prompt '",
            "$location = Read-Host -Prompt '",
            "if (-not $",
            "$group = @{",
            "$cluster = @{",
            "$pool = @{",
            "New-Az",
            "Update-Az",
            "az ",
            "    ('--",
            "    '--",
            "    New-Az",
            "    az ",
            "    if ($LASTEXITCODE -ne 0) { throw 'az ",
            "        '--",
            "        ('--",
            "    Update-Az",
            "    Get-Az",
            "Set-AzAksCluster @cluster",
            "    -",
            "        -",
            "}",
            "if ($PSVersionTable.PSEdition -ne 'Core' -or $IsWindows) { throw '",
            "Import-Module Az.Aks",
            "$files = (New-Item ",
            "try {",
            "Set-Content -LiteralPath \"$files/",
            "Remove-Item -LiteralPath $files ",
            "az ",
            "if ($LASTEXITCODE -ne 0) { throw 'az ",
            "-",
            // The lines of a file.
            "'",
            "('",
            "(\"",
            ")",
        ],
        // Objects, lists, texts, numbers and words; of a line, the blanks before it do not count.
        Dialect::Arm => &[
            "{", "}", "[", "]", "\"", "-", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "true", "false",
            "null",
        ],
        Dialect::Bicep | Dialect::BicepAvm => &[
            "// ",
            "@secure()",
            "@minLength(1)",
            "param ",
            "resource ",
            "module ",
            "{",
            "}",
            "[",
            "]",
            "'",
            "-",
            "json('",
        ],
        Dialect::Terraform | Dialect::TerraformAvm => &[
            "# ",
            "module \"",
            "{",
            "terraform {",
            "provider \"",
            "variable \"",
            "resource \"",
            "data \"",
            "import {",
            "}",
            "]",
            "\"",
        ],
    };
    // In Bicep and Terraform a line may begin with the name of a property, in Bicep with that of a resource.
    let is_property = |line: &str| {
        let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        let begins = |signs: &[&str]| signs.iter().any(|sign| rest.starts_with(sign));
        !word.is_empty()
            && match dialect {
                Dialect::Bicep | Dialect::BicepAvm => rest.is_empty() || begins(&[": "]),
                // Or with an argument in the list of those that are ignored.
                Dialect::Terraform | Dialect::TerraformAvm => {
                    let is_ignored = rest == "," || (begins(&["[0]."]) && rest.ends_with(','));
                    begins(&[" {"]) || rest.trim_start().starts_with("= ") || is_ignored
                }
                // The entries of a table.
                Dialect::PowerShell => rest.trim_start().starts_with("= "),
                _ => false,
            }
    };
    let mark = if matches!(dialect, Dialect::Bicep | Dialect::BicepAvm) { "//" } else { "#" };
    let is_nested = dialect.group() != Group::Commands;
    for line in snippet.text().lines() {
        let is_block = matches!(dialect, Dialect::PowerShell | Dialect::AzPwsh);
        let is_entry = is_block && line.starts_with("    ");
        let start = if is_nested || is_entry { line.trim_start_matches(' ') } else { line };
        let is_begun = begins.iter().any(|begin| start.starts_with(begin)) || is_property(start);
        assert!(line.is_empty() || is_begun, "{line:?}");
        let unseen = |c: char| c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c) || c == '\u{feff}';
        assert!(!line.contains(unseen), "{line:?}");
        if dialect == Dialect::Az && line.starts_with(mark) {
            assert_inert_comment(line);
        }
    }
}

/// An interactive zsh takes a comment for a command, so that everything in one that means something to it has a
/// backslash. A link has its fragment behind a number sign, which begins no word there.
fn assert_inert_comment(line: &str) {
    let more = if line.starts_with("# Plan: ") { '#' } else { ' ' };
    let mut letters = line[1..].chars();
    while let Some(letter) = letters.next() {
        let is_harmless = letter.is_ascii_alphanumeric()
            || !letter.is_ascii()
            || " .,:/-_=%+@".contains(letter)
            || letter == more;
        assert!(is_harmless || (letter == '\\' && letters.next().is_some()), "{line:?}");
    }
}
