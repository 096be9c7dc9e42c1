//! The GitHub action's script as a runner runs it, and the files that others use Poolwright by.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use poolwright::syntax;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path).canonicalize().unwrap()
}

/// A step of a job: its exit code, its output, the job summary, and its outputs.
fn step(name: &str, files: &[(&str, &str)], inputs: &[(&str, &str)]) -> (i32, String, String, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
        fs::write(folder.join(file), text).unwrap();
    }
    let program = Path::new(env!("CARGO_BIN_EXE_poolwright")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .arg(project("script/action"))
        .current_dir(&folder)
        .env("PATH", path)
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .env("GITHUB_OUTPUT", folder.join("output"))
        .envs(inputs.iter().copied())
        .output()
        .unwrap();
    let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap_or_default();
    let answer = (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        text("summary.md"),
        text("output"),
    );
    if let Some((_, file)) = inputs.iter().find(|(name, _)| *name == "POOLWRIGHT_SARIF") {
        assert!(text(file).contains("\"2.1.0\""));
    }
    answer
}

fn plan(count: i64) -> String {
    format!(
        r#"{{"version": 1, "cluster": {{"name": "aks1", "resourceGroup": "rg1", "location": "westeurope"}},
 "pools": [{{"name": "sys1", "mode": "System", "vmSize": "Standard_D4ds_v5",
   "count": {count}}}]}}"#
    )
}

#[test]
fn the_action_annotates_summarizes_and_fails() {
    let (bad, good) = (plan(1), plan(3));
    let files = [("a/bad.plan.json", bad.as_str()), ("b c/good.plan.json", good.as_str())];
    let (code, text, summary, output) = step("action_fails", &files, &[("POOLWRIGHT_SARIF", "out.sarif")]);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("::error file=a/bad.plan.json,line=3,col=13,title=system-pool-min-nodes"),
        "{text}"
    );
    assert!(
        summary.contains("### a/bad.plan.json") && summary.contains("`system-pool-min-nodes`"),
        "{summary}"
    );
    assert_eq!(output, "exit-code=1\n");
    let only_good = [("POOLWRIGHT_PATHS", "b c/good.plan.json\r\n\n"), ("POOLWRIGHT_SUMMARY", "false")];
    let (code, text, summary, output) = step("action_passes", &files, &only_good);
    assert_eq!((code, summary.as_str(), output.as_str()), (0, "", "exit-code=0\n"), "{text}");
}

/// `gh release download` of a stand-in: a release with the program under test, and its checksum or another one.
const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
printf '%s\n' "$*" >> "$GH_CALLS"
while (($#)); do case $1 in --dir) dir=$2 ;; --pattern) [[ $2 == *.sha256 ]] || name=$2 ;; esac; shift; done
[[ -z ${GH_FAILS:-} ]] || { echo 'release not found' >&2; exit 1; }
tar -czf "$dir/$name" -C "$(dirname "$PROGRAM")" "$(basename "$PROGRAM")"
if [[ -n ${GH_OTHER_SUM:-} ]]; then printf '%064d' 0; else
  { sha256sum "$dir/$name" 2> /dev/null || shasum -a 256 "$dir/$name"; } | cut -d ' ' -f 1; fi > "$dir/$name.sha256"
"#;

#[test]
fn the_action_downloads_a_release_and_checks_its_checksum() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("action_gh");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("bin")).unwrap();
    let gh = folder.join("bin/gh");
    fs::write(&gh, GH).unwrap();
    fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).unwrap();
    let plan = plan(3);
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap());
    let (temp, calls) = (folder.join("temp"), folder.join("calls"));
    let (temp, calls) = (temp.to_str().unwrap(), calls.to_str().unwrap());
    let run = |name: &str, more: &[(&str, &str)]| {
        let inputs = [
            ("PATH", path.as_str()),
            ("RUNNER_TEMP", temp),
            ("GH_CALLS", calls),
            ("PROGRAM", env!("CARGO_BIN_EXE_poolwright")),
            ("POOLWRIGHT_VERSION", "v0.1.0"),
            ("POOLWRIGHT_REPOSITORY", "owner/poolwright"),
        ];
        step(name, &[("good.plan.json", &plan)], &[&inputs[..], more].concat())
    };
    let (code, text, summary, output) =
        run("action_downloads", &[("RUNNER_OS", "macOS"), ("RUNNER_ARCH", "ARM64")]);
    assert_eq!((code, output.as_str()), (0, "exit-code=0\n"), "{text}");
    assert!(summary.contains("### good.plan.json"), "{summary}");
    let called = fs::read_to_string(calls).unwrap();
    let expected =
        "release download v0.1.0 --repo owner/poolwright --pattern poolwright-aarch64-apple-darwin.tar.gz";
    assert!(called.starts_with(expected), "{called}");
    for (more, words) in [
        (("GH_OTHER_SUM", "1"), "The checksum of poolwright-x86_64-unknown-linux-musl.tar.gz is wrong."),
        (("GH_FAILS", "1"), "Poolwright v0.1.0 can't be downloaded from owner/poolwright."),
        (("RUNNER_ARCH", "S390"), "There is no release for Linux S390;"),
    ] {
        let (code, text, _, output) =
            run("action_download_fails", &[("RUNNER_OS", "Linux"), ("RUNNER_ARCH", "X64"), more]);
        assert_eq!((code, output.as_str()), (2, ""), "{text}");
        assert!(text.contains(&format!("::error title=poolwright::{words}")), "{text}");
    }
}

#[test]
fn no_input_of_the_action_becomes_code_or_an_option() {
    let files = [("a.plan.json", "{}")];
    for paths in ["$(touch pwned)", "`touch pwned`", "; touch pwned", "--help", "-"] {
        let (code, text, ..) = step("action_hostile", &files, &[("POOLWRIGHT_PATHS", paths)]);
        assert_eq!(code, 2, "{paths}: {text}");
        assert!(!Path::new(env!("CARGO_TARGET_TMPDIR")).join("action_hostile/pwned").exists(), "{paths}");
    }
}

#[test]
fn a_download_that_fails_is_an_annotation() {
    let inputs = [("POOLWRIGHT_VERSION", "v0"), ("RUNNER_OS", "Plan9")];
    let (code, text, ..) = step("action_download", &[], &inputs);
    assert!(code == 2 && text.starts_with("::error title=poolwright::"), "{text}");
}

#[test]
fn every_input_of_the_action_is_used_and_given_in_the_environment() {
    let text = fs::read_to_string(project("action.yml")).unwrap();
    let tree = syntax::parse(&text).unwrap();
    let script = fs::read_to_string(project("script/action")).unwrap();
    for entry in &tree.root.as_object().unwrap().get("inputs").unwrap().as_object().unwrap().0 {
        let variable = format!("POOLWRIGHT_{}", entry.key.to_uppercase().replace('-', "_"));
        assert!(
            text.contains(&format!("{variable}: ${{{{ inputs.{} }}}}", entry.key))
                && script.contains(&variable),
            "{variable}"
        );
    }
    // Nothing of a workflow's context is pasted into a script.
    let run = text.lines().find(|line| line.trim_start().starts_with("run:")).unwrap();
    assert!(!run.contains("${{"), "{run}");
}

/// The keys of a composite action's metadata, by the path of what has them
/// (docs.github.com/actions/reference/workflows-and-actions/metadata-syntax, read on 2026-11-29). `*` is any name; a key
/// that is needed ends with an exclamation mark.
const METADATA: &[(&str, &[&str])] = &[
    ("", &["name!", "description!", "author", "branding", "inputs", "outputs", "runs!"]),
    ("branding", &["icon", "color"]),
    ("inputs.*", &["description!", "required", "default", "deprecationMessage"]),
    ("outputs.*", &["description!", "value!"]),
    ("runs", &["using!", "steps!"]),
    (
        "runs.steps[]",
        &["name", "id", "if", "shell!", "run!", "env", "working-directory", "continue-on-error"],
    ),
];

/// Holds the keys of an object to the table, and those of what is in it.
fn metadata(node: &syntax::Node, path: &str, found: &mut Vec<String>) {
    for item in node.as_list().into_iter().flatten() {
        metadata(item, &format!("{path}[]"), found);
    }
    let Some(object) = node.as_object() else { return };
    let known = METADATA.iter().find(|(known, _)| *known == path).map(|(_, keys)| *keys);
    for key in known.into_iter().flatten().filter_map(|key| key.strip_suffix('!')) {
        if object.get(key).is_none() {
            found.push(format!("{path} has no {key}"));
        }
    }
    for entry in &object.0 {
        if known.is_some_and(|keys| !keys.iter().any(|key| key.trim_end_matches('!') == entry.key)) {
            found.push(format!("{path} has {}", entry.key));
        }
        let name = if matches!(path, "inputs" | "outputs") { "*" } else { &entry.key };
        let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        metadata(&entry.value, &inner, found);
    }
}

#[test]
fn the_action_is_by_the_syntax_of_actions() {
    let text = fs::read_to_string(project("action.yml")).unwrap();
    let of = |text: &str| {
        let mut found = Vec::new();
        metadata(&syntax::parse(text).unwrap().root, "", &mut found);
        found
    };
    assert_eq!(of(&text), Vec::<String>::new());
    assert_eq!(
        of(&text.replace("shell: bash", "shel: bash")),
        ["runs.steps[] has no shell", "runs.steps[] has shel"]
    );
    let tree = syntax::parse(&text).unwrap();
    let root = tree.root.as_object().unwrap();
    let keys = |key: &str| -> Vec<String> {
        let object = root.get(key).unwrap().as_object().unwrap();
        object.0.iter().map(|entry| entry.key.clone()).collect()
    };
    let steps = root.get("runs").unwrap().as_object().unwrap().get("steps").unwrap().as_list().unwrap();
    let ids: Vec<&str> = steps.iter().filter_map(|step| step.as_object()?.text("id")).collect();
    let script = fs::read_to_string(project("script/action")).unwrap();
    // Every expression names what there is.
    for part in text.split("${{").skip(1) {
        let expression = part.split("}}").next().unwrap().trim();
        let words: Vec<&str> = expression.split('.').collect();
        let is_known = match words.as_slice() {
            ["inputs", name] => keys("inputs").iter().any(|known| known == name),
            ["steps", id, "outputs", name] => ids.contains(id) && script.contains(&format!("{name}=")),
            ["github", name] => ["token", "action_repository"].contains(name),
            _ => false,
        };
        assert!(is_known, "{expression}");
    }
}

#[test]
fn files_for_other_tools_are_yaml_and_name_what_is_there() {
    let hooks = fs::read_to_string(project(".pre-commit-hooks.yaml")).unwrap();
    let hooks = syntax::parse(&hooks).unwrap();
    for hook in hooks.root.as_list().unwrap() {
        assert_eq!(hook.as_object().unwrap().text("entry"), Some("poolwright check"));
    }
    for entry in fs::read_dir(project(".github/workflows")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(syntax::parse(&text).unwrap().root.as_object().unwrap().get("jobs").is_some());
        for script in text.split_whitespace().filter(|word| word.starts_with("script/")) {
            assert!(project(script).exists(), "{script}");
        }
    }
}
