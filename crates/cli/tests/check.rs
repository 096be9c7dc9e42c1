//! `check` in a pipeline: many inputs, six formats, fixes, baselines, acceptances and an organization's policy.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

mod standards;

const TODAY: &str = "2026-11-24";

/// A directory that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Exit code, standard output, standard error. Commands that judge by the day do so as of [`TODAY`].
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let is_dated = ["check", "render", "do", "runbook", "capacity"].contains(&arguments[0])
            && !arguments.iter().any(|argument| ["--today", "--"].contains(argument));
        let output = Command::new(env!("CARGO_BIN_EXE_poolwright"))
            .args(arguments)
            .args(if is_dated { &["--today", TODAY][..] } else { &[] })
            .current_dir(&self.0)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn check(&self, arguments: &[&str]) -> (i32, String, String) {
        self.run(&[&["check", "--today", TODAY], arguments].concat())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn plan(count: i64, more: &str) -> String {
    format!(
        r#"{{
  "version": 1,
  "cluster": {{"name": "aks1", "resourceGroup": "rg1", "location": "westeurope", "tier": "Standard"}},
  "pools": [
    {{
      "name": "sys1",
      "mode": "System",
      "vmSize": "Standard_D4ds_v5",
      "count": {count},
      "availabilityZones": ["1", "2", "3"]
    }}
  ]{more}
}}
"#
    )
}

fn fixture(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/fixtures").join(path))
        .unwrap()
}

/// What `az aks show -o yaml` prints.
const CLUSTER_YAML: &str = "\
agentPoolProfiles:
- count: 1
  mode: System
  name: nodepool1
  vmSize: Standard_D4ds_v5
id: /subscriptions/0/resourceGroups/rg-yaml/providers/Microsoft.ContainerService/managedClusters/aks-yaml
kubernetesVersion: '1.34'
location: westeurope
name: aks-yaml
resourceGroup: rg-yaml
type: Microsoft.ContainerService/ManagedClusters
";

/// What `kubectl get nodes -o json` prints, cut to what matters.
const NODES: &str = r#"{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Node",
  "metadata": {"name": "aks-sys-1", "labels": {"kubernetes.azure.com/agentpool": "sys", "kubernetes.azure.com/mode": "system",
    "kubernetes.azure.com/cluster": "MC_rg_aks-nodes_westeurope", "kubernetes.io/os": "linux",
    "topology.kubernetes.io/region": "westeurope", "node.kubernetes.io/instance-type": "Standard_D4ds_v5"}},
  "spec": {}, "status": {"capacity": {"pods": "110"}, "nodeInfo": {"kubeletVersion": "v1.34.1"}}}]}"#;

/// What `az deployment group what-if --no-pretty-print` prints, after what it says while it works.
const WHAT_IF: &str = r#"Note: The result may contain false positive predictions (noise).
{
  "changes": [
    {
      "after": {
        "apiVersion": "2026-08-01",
        "name": "apps",
        "properties": {
          "count": 3,
          "mode": "Userr",
          "vmSize": "Standard_D4ds_v5"
        },
        "type": "Microsoft.ContainerService/managedClusters/agentPools"
      },
      "before": null,
      "changeType": "Create",
      "resourceId": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks-if/agentPools/apps"
    }
  ],
  "status": "Succeeded"
}"#;

/// A repository with plans, templates, Terraform and what az prints, and with files that are nothing of it.
fn repository(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("good.plan.json", &plan(3, ""));
    folder.write("bad.plan.json", &plan(1, ""));
    folder.write("infra/two.json", &fixture("arm/18-two-clusters/template.json"));
    folder.write("infra/params/template.json", &fixture("arm/15-whole-pool-parameter/template.json"));
    folder.write("infra/params/parameters.json", &fixture("arm/15-whole-pool-parameter/parameters.json"));
    folder.write("terraform/plan.json", &fixture("terraform/create.plan.json"));
    folder.write("terraform/terraform.tfstate", &fixture("terraform/terraform.tfstate"));
    folder.write("live/pools.json", &fixture("az_nodepool_list.json"));
    folder.write("live/cluster.yaml", CLUSTER_YAML);
    folder.write("live/nodes.json", NODES);
    folder.write("live/powershell.json", &fixture("powershell_pools.json"));
    folder.write("what-if.txt.json", WHAT_IF);
    folder.write("package.json", r#"{"name": "left-pad"}"#);
    folder.write("values.yaml", "replicas: 3\n");
    folder.write("node_modules/x/bad.plan.json", &plan(1, ""));
    folder
}

/// The clusters of [`repository`], in the order of their files.
const CLUSTERS: [(&str, &str); 12] = [
    ("bad.plan.json", "aks1"),
    ("good.plan.json", "aks1"),
    ("infra/params/template.json", "aks"),
    ("infra/two.json", "blue"),
    ("infra/two.json", "green"),
    ("live/cluster.yaml", "aks-yaml"),
    ("live/nodes.json", "aks-nodes"),
    ("live/pools.json", "aks-demo"),
    ("live/powershell.json", "aks-demo"),
    ("terraform/plan.json", "aks-shop"),
    ("terraform/terraform.tfstate", "aks-shop"),
    ("what-if.txt.json", "aks-if"),
];

/// The findings of a report in JSON that count, each with its file.
fn findings(json: &Value) -> Vec<(String, Value)> {
    let files = json["files"].as_array().unwrap().iter();
    let of_file = |file: &Value| {
        let name = file["file"].as_str().unwrap().to_owned();
        file["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(move |one| (name.clone(), one.clone()))
            .collect::<Vec<_>>()
    };
    files.flat_map(of_file).collect()
}

#[test]
fn a_repository_is_checked_in_one_run_in_every_format() {
    let folder = repository("every_format");
    let (code, text, errors) = folder.check(&["."]);
    assert_eq!(code, 1, "{errors}");
    assert!(text.contains("bad.plan.json: aks1") && text.contains("in: bad.plan.json:9:"), "{text}");
    assert!(text.trim_end().ends_with("3 other files not plans."), "{text}");
    assert!(!text.contains("node_modules"));

    let (code, json, _) = folder.check(&[".", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let files = json["files"].as_array().unwrap().iter();
    let files: Vec<_> =
        files.map(|one| (one["file"].as_str().unwrap(), one["cluster"].as_str().unwrap())).collect();
    assert_eq!((code, files.as_slice()), (1, &CLUSTERS[..]));
    let findings = findings(&json);
    let counted = format!("12 clusters checked, {} findings; 3 other files not plans.", findings.len());
    assert!(text.contains(&counted), "{counted}: {text}");

    let (code, report, _) = folder.check(&[".", "--format", "sarif"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!((code, standards::sarif(&report)), (1, Vec::new()));
    let results = report["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), findings.len());
    let rules = report["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for (result, (file, finding)) in results.iter().zip(&findings) {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(result["ruleId"], finding["rule"]);
        assert_eq!(
            rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]["id"],
            finding["rule"]
        );
        assert_eq!(place["artifactLocation"]["uri"], Value::from(file.as_str()));
        assert_eq!(place["region"]["startLine"], finding["line"]);
    }

    let (code, report, _) = folder.check(&[".", "--format", "junit"]);
    assert_eq!((code, standards::junit(&report)), (1, Vec::<String>::new()), "{report}");
    assert_eq!(report.matches("<testsuite ").count(), CLUSTERS.len());
    assert!(
        report.contains("classname=\"system-pool-min-nodes\"") && report.contains("<failure"),
        "{report}"
    );

    let (code, report, _) = folder.check(&[".", "--format", "github"]);
    assert_eq!((code, report.lines().count()), (1, findings.len()));
    for (annotation, (file, finding)) in report.lines().zip(&findings) {
        assert!(annotation.contains(&format!(" file={file},")), "{annotation}");
        match finding["line"].as_u64() {
            Some(line) => {
                let at = format!(
                    ",line={line},col={},title={}",
                    finding["column"],
                    finding["rule"].as_str().unwrap()
                );
                assert!(annotation.contains(&at), "{at}: {annotation}");
                assert_line_is_about(&folder.text(file), line, finding);
            }
            None => assert!(!annotation.contains("line="), "{annotation}"),
        }
    }

    let (code, report, _) = folder.check(&[".", "--format", "markdown"]);
    assert_eq!(code, 1);
    assert!(
        report.contains("| Unsupported | `system-pool-min-nodes` | pool sys1, count (line 9) |"),
        "{report}"
    );
    assert_eq!(report.matches("\n### ").count(), CLUSTERS.len());
}

/// Holds the line of a finding to what it is about: the property, or, where it isn't stated, the pool or the cluster.
fn assert_line_is_about(text: &str, line: u64, finding: &Value) {
    let plain = |text: &str| text.to_ascii_lowercase().replace(['_', '-'], "");
    let found = plain(text.lines().nth(usize::try_from(line).unwrap() - 1).unwrap());
    let field = finding["field"].as_str().unwrap_or_default();
    let last = plain(field.rsplit('.').next().unwrap());
    let is_property = !last.is_empty() && found.contains(&last);
    let begins_object = found.contains('{') || found.trim_start().starts_with("- ") || !text.contains('{');
    // azurerm has other names for some properties: zones, node_count, sku_tier.
    let key = found.split('"').nth(1).unwrap_or_default();
    let is_renamed = !key.is_empty() && (last.ends_with(key) || key.ends_with(&last));
    assert!(is_property || begins_object || is_renamed, "line {line} of {finding}: {found}");
}

#[test]
fn exit_codes_follow_what_is_to_fail() {
    let folder = repository("exit_codes");
    for (arguments, expected) in [
        (&["good.plan.json"][..], 0),
        (&["good.plan.json", "--fail-on", "note"], 1),
        (&["bad.plan.json"], 1),
        (&["bad.plan.json", "--fail-on", "refused"], 0),
        (&["bad.plan.json", "--fail-on", "never"], 0),
        (&[".", "--fail-on", "never"], 0),
        (&[".", "nothing.json"], 2),
        (&["package.json"], 2),
    ] {
        for format in ["text", "json", "sarif", "junit", "github", "markdown"] {
            let (code, text, errors) = folder.check(&[arguments, &["--format", format]].concat());
            assert_eq!(code, expected, "{arguments:?} as {format}: {text} {errors}");
        }
    }
}

#[test]
fn an_input_that_is_unreadable_is_in_valid_reports() {
    let folder = repository("unreadable");
    folder.write("broken \u{e4}.plan.json", "{\"pools\": [");
    let (code, report, _) = folder.check(&[".", "--format", "sarif"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!((code, standards::sarif(&report)), (2, Vec::new()));
    assert_eq!(report["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let (code, report, _) = folder.check(&[".", "--format", "junit"]);
    assert_eq!((code, standards::junit(&report)), (2, Vec::<String>::new()), "{report}");
    assert!(report.contains("<error message="), "{report}");
}

#[test]
fn files_can_be_named_by_patterns_and_unreadable_ones_fail() {
    let folder = repository("patterns");
    let (code, text, _) = folder.check(&["*.plan.json", "--quiet", "--color", "never"]);
    assert_eq!(code, 1);
    assert!(text.contains("bad.plan.json") && !text.contains("checked,"), "{text}");
    assert_eq!(folder.check(&["infra/**/*.json", "--fail-on", "never"]).0, 0);
    assert_eq!(folder.check(&["nothing*.json"]).0, 2);
    fs::write(folder.0.join("latin.plan.json"), b"{\"cluster\": {\"name\": \"\xe4\"}}").unwrap();
    let (code, _, errors) = folder.check(&["."]);
    assert!(code == 2 && errors.contains("latin.plan.json is not text"), "{errors}");
    fs::remove_file(folder.0.join("latin.plan.json")).unwrap();
    folder.write("broken.plan.json", "{\"pools\": [");
    let (code, _, errors) = folder.check(&["."]);
    assert_eq!(code, 2);
    assert!(errors.contains("broken.plan.json: the text ends too early"), "{errors}");
    fs::remove_file(folder.0.join("broken.plan.json")).unwrap();
    // A template that was cut off isn't passed over as other files are.
    folder.write("cut.json", "{\"resources\": [{\"type\": \"Microsoft.ContainerService/managedClusters\",");
    let (code, _, errors) = folder.check(&["."]);
    assert!(code == 2 && errors.contains("cut.json: the text ends too early"), "{errors}");
    fs::remove_file(folder.0.join("cut.json")).unwrap();
    // Nor is a plan that is cut off or newer, nor an export that PowerShell cut off.
    for (text, why) in [
        ("{\"version\": 1, \"cluster\": {}, \"pools\": [", "ends too early"),
        ("{\"version\": 2, \"cluster\": {}, \"pools\": []}", "newer Poolwright"),
        (
            "[{\"Name\": \"np1\", \"VmSize\": \"x\", \"UpgradeSettings\": \"Microsoft.Azure.AgentPoolUpgradeSettings\"}]",
            "cut off",
        ),
    ] {
        folder.write("other.json", text);
        let (code, _, errors) = folder.check(&["."]);
        assert!(code == 2 && errors.contains("other.json") && errors.contains(why), "{text}: {errors}");
    }
    fs::remove_file(folder.0.join("other.json")).unwrap();
    let (code, _, errors) = folder.check(&["package.json"]);
    assert_eq!(code, 2);
    assert!(errors.contains("package.json: An object with \"name\""), "{errors}");
    let colored = folder.check(&["bad.plan.json", "--color", "always"]).1;
    assert!(colored.contains("\u{1b}["));
}

#[test]
fn a_template_takes_its_parameters_and_one_of_its_clusters() {
    let folder = repository("parameters");
    let template = ["infra/params/template.json", "--parameters", "infra/params/parameters.json"];
    let (code, text, errors) = folder.check(&template);
    assert!(text.contains("pool sys") && !errors.contains("isn't known"), "{code} {text} {errors}");
    let (_, text, _) = folder.check(&["infra/two.json", "--cluster", "GREEN", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["counts"]["Refused"], 0);
    let (code, _, errors) = folder.check(&["infra/two.json", "--cluster", "red"]);
    assert!(
        code == 2 && errors.contains("the text has no cluster \"red\". It has \"blue\", \"green\"."),
        "{errors}"
    );
    let (_, plan, _) = folder.run(&["import", "infra/two.json", "--cluster", "green"]);
    assert!(plan.contains("\"name\": \"green\""), "{plan}");
}

#[test]
fn rules_are_selected_and_ignored() {
    let folder = repository("selection");
    let code = |arguments: &[&str]| folder.check(&[&["bad.plan.json"], arguments].concat()).0;
    assert_eq!(code(&["--ignore", "system-pool-min-nodes"]), 0);
    assert_eq!(code(&["--select", "windows-*"]), 0);
    assert_eq!(code(&["--select", "system-*"]), 1);
    let (code, _, errors) = folder.check(&["bad.plan.json", "--ignore", "system-pool-min-node"]);
    assert_eq!(code, 2);
    assert!(errors.contains("Did you mean system-pool-min-nodes?"), "{errors}");
}

#[test]
fn a_value_that_is_left_out_is_a_finding_in_every_format() {
    let folder = Folder::new("left-out");
    folder.write("wrong.plan.json", &plan(3, "").replacen("\"count\": 3", "\"count\": \"abc\"", 1));
    let (code, text, _) = folder.check(&["wrong.plan.json"]);
    assert_eq!(code, 1, "{text}");
    let said = "$.pools[0].count: This must be a whole number, but it is the text \"abc\"; left out.";
    assert!(text.contains(&format!("Wrong type[value-left-out]: {said}")), "{text}");
    assert!(!text.contains("No rule violations"), "{text}");
    let quoted = said.replace('"', "\\\"");
    for (format, said) in
        [("json", quoted.as_str()), ("sarif", &quoted), ("github", said), ("markdown", "value-left-out")]
    {
        let (code, text, _) = folder.check(&["wrong.plan.json", "--format", format]);
        assert!(code == 1 && text.contains(said), "{format}: {text}");
    }
    let (_, text, _) = folder.check(&["wrong.plan.json", "--format", "junit"]);
    assert!(text.contains("failures=\"1\""), "{text}");
    // What a plan can't hold may be right: it isn't checked.
    folder
        .write("key.plan.json", &plan(3, "").replacen("\"cluster\": {", "\"cluster\": {\"colour\": 1, ", 1));
    let (code, text, _) = folder.check(&["key.plan.json"]);
    assert!(code == 0 && text.contains("Not checked[value-left-out]: $.cluster.colour: "), "{text}");
    let (code, text, _) = folder.check(&["key.plan.json", "--fail-on", "unchecked", "--format", "junit"]);
    assert!(code == 1 && text.contains("failures=\"1\""), "{text}");
}

#[test]
fn no_text_of_a_plan_begins_a_line_or_is_a_mark() {
    let folder = Folder::new("forged");
    let accepted =
        r#", "accepted": [{"rule": "system-pool-min-nodes", "reason": "ok\n::error::forged :tada:"}]"#;
    folder.write("forged.plan.json", &plan(1, accepted));
    for format in ["text", "json", "sarif", "junit", "github", "markdown"] {
        let (_, text, errors) = folder.check(&["forged.plan.json", "--format", format]);
        let forged =
            text.lines().chain(errors.lines()).find(|line| line.trim_start().starts_with("::error::forged"));
        assert_eq!(forged, None, "{format}: {text}");
        assert!(format != "markdown" || !text.contains(" :tada:"), "{text}");
    }
}

#[test]
fn safe_fixes_are_shown_and_applied_and_nothing_is_lost() {
    let folder = Folder::new("fixes");
    let accepted = r#",
  "accepted": [{"rule": "apps-need-schedulable-pool", "reason": "Small cluster."}]"#;
    let schema = "{\n  \"$schema\": \"plan.schema.json\",\n  \"version\"";
    folder.write("a.plan.json", &plan(1, accepted).replacen("{\n  \"version\"", schema, 1));
    let before = folder.text("a.plan.json");
    let (code, diff, _) = folder.check(&["a.plan.json", "--diff"]);
    assert!(
        code == 1 && diff.contains("+++ b/a.plan.json") && folder.text("a.plan.json") == before,
        "{code} {diff}"
    );
    let (_, _, errors) = folder.check(&["a.plan.json", "--fix"]);
    assert!(errors.contains("fixed: a.plan.json: "), "{errors}");
    let fixed = folder.text("a.plan.json");
    assert!(fixed.starts_with(schema) && fixed.contains("\"reason\": \"Small cluster.\""), "{fixed}");
    assert_eq!(folder.run(&["show", "a.plan.json"]).1, fixed);
    let (_, link, _) = folder.run(&["link", "a.plan.json"]);
    let (_, shown, errors) = folder.run(&["show", link.trim()]);
    assert!(shown.contains("\"reason\": \"Small cluster.\""), "{link} {shown} {errors}");
    assert_eq!(folder.check(&["a.plan.json", "--diff"]).1, "");
    folder.write("b.plan.json", &plan(1, "").replace("{\n  \"version\"", "// ours\n{\n  \"version\""));
    let (_, _, errors) = folder.check(&["b.plan.json", "--fix"]);
    assert!(errors.contains("b.plan.json: not fixed, because the file has comments"), "{errors}");
}

#[test]
fn only_findings_that_the_baseline_lacks_fail() {
    let folder = repository("baseline");
    let baseline = ["bad.plan.json", "--baseline", "known.json"];
    assert_eq!(folder.check(&[baseline.as_slice(), &["--update-baseline"]].concat()).0, 0);
    let (code, text, _) = folder.check(&baseline);
    assert!(
        code == 0 && text.contains("Known[system-pool-min-nodes]") && text.contains("known in the baseline"),
        "{text}"
    );
    folder.write("bad.plan.json", &plan(1, "").replace("sys1", "Sys_1"));
    assert_eq!(folder.check(&baseline).0, 1);
}

#[test]
fn accepted_findings_stay_visible_expire_and_are_told_when_unused() {
    let folder = Folder::new("accepted");
    let accepted = |until: &str| {
        plan(
            1,
            &format!(
                r#",
  "accepted": [
    {{"rule": "system-pool-min-nodes", "pool": "sys1", "reason": "A lab.", "until": "{until}"}},
    {{"rule": "windows-pool-name", "reason": "Old."}}
  ]"#
            ),
        )
    };
    folder.write("a.plan.json", &accepted("2027-01-31"));
    let (code, text, _) = folder.check(&["a.plan.json"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("Accepted[system-pool-min-nodes]") && text.contains("ok: A lab."), "{text}");
    assert!(!text.contains("No rule violations") && text.contains("1 finding is accepted"), "{text}");
    assert!(
        text.contains("Unused[accepted-unused]: The acceptance of windows-pool-name isn't used"),
        "{text}"
    );
    let sarif: Value = serde_json::from_str(&folder.check(&["a.plan.json", "--format", "sarif"]).1).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let accepted_one = results.iter().find(|one| one["ruleId"] == "system-pool-min-nodes").unwrap();
    assert_eq!(accepted_one["suppressions"][0]["justification"], "A lab.");
    assert_eq!(standards::sarif(&sarif), Vec::<String>::new());
    let junit = folder.check(&["a.plan.json", "--format", "junit"]).1;
    assert!(standards::junit(&junit).is_empty() && junit.contains("accepted: A lab."), "{junit}");
    folder.write("a.plan.json", &accepted("2026-01-31"));
    for format in ["text", "json", "sarif", "junit", "github", "markdown"] {
        let (code, text, _) = folder.check(&["a.plan.json", "--fail-on", "refused", "--format", format]);
        assert_eq!(code, 1, "{format}");
        let said = if format == "markdown" {
            "expired on 2026-01-31"
        } else {
            "expired on 2026-01-31. Its reason was: A lab."
        };
        assert!(text.contains(said) || text.contains("expired on 2026\\-01\\-31"), "{format}: {text}");
    }
    // On its last day it still holds.
    folder.write("a.plan.json", &accepted(TODAY));
    assert_eq!(folder.check(&["a.plan.json"]).0, 0);
}

#[test]
fn an_organizations_policy_is_found_upwards() {
    let folder = repository("policy");
    folder.write(
        "poolwright.toml",
        r#"fail-on = ["unsupported"]
ignore = ["system-pool-min-nodes"]

[policy]
regions = ["north*"]
vm-sizes = ["Standard_E*"]
pool-names = ["np*"]
required-tags = ["owner"]
minimum-zones = 4
maximum-monthly-cost = 10

[policy.messages]
regions = "Ask the platform team."
"#,
    );
    let (code, text, _) = folder.check(&["bad.plan.json"]);
    assert_eq!(code, 1);
    for expected in [
        "Policy[policy-regions]: The region westeurope isn't allowed. Allowed: north*. Ask the platform team.",
        "Policy[policy-vm-sizes]: sys1 has the VM size Standard_D4ds_v5, which isn't allowed. Allowed: Standard_E*.",
        "Policy[policy-pool-names]: The pool name sys1 isn't allowed. Allowed: np*.",
        "Policy[policy-required-tags]: The cluster has no tag owner. Add it.",
        "Policy[policy-minimum-zones]: sys1 has 3 availability zones. Use at least 4 in production.",
        "Policy[policy-maximum-monthly-cost]: The nodes cost ",
        "7 policies are violated.",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(!text.contains("system-pool-min-nodes"), "{text}");
    assert_eq!(folder.check(&["good.plan.json", "--no-config"]).0, 0);
    folder.write("poolwright.toml", "fial-on = []\n");
    let (code, _, errors) = folder.check(&["good.plan.json"]);
    assert!(code == 2 && errors.contains("poolwright.toml") && errors.contains("fial-on"), "{errors}");
    for (text, near) in [
        ("fial-on = []\n", "fail-on"),
        ("[polisy]\n", "policy"),
        ("[policy]\nvm-size = []\n", "vm-sizes"),
        ("[policy.messages]\npool-name = \"Ask us.\"\n", "pool-names"),
        ("[policy.messages]\nminimum-zone = \"Ask us.\"\n", "minimum-zones"),
    ] {
        folder.write("poolwright.toml", text);
        let (code, _, errors) = folder.check(&["good.plan.json"]);
        assert!(code == 2 && errors.contains(&format!("Did you mean {near}?")), "{errors}");
    }
    folder.write("poolwright.toml", "[policy.messages]\nelse = \"Ask us.\"\n");
    let (code, _, errors) = folder.check(&["good.plan.json"]);
    assert!(code == 2 && errors.contains("`else`, expected `regions`"), "{errors}");
}

#[test]
fn no_text_of_a_plan_makes_a_violation_milder() {
    let folder = Folder::new("policy_text");
    folder.write("poolwright.toml", "[policy]\nvm-sizes = [\"Standard_E*\"]\n");
    let evasive = plan(3, "").replace("Standard_D4ds_v5", "x can't be checked");
    folder.write("a.plan.json", &evasive);
    let (code, text, _) = folder.check(&["a.plan.json", "--select", "policy-*"]);
    assert!(code == 1 && text.contains("Policy[policy-vm-sizes]"), "{text}");
    // A cost that isn't known is not a violation, and not a pass.
    folder.write("poolwright.toml", "[policy]\nmaximum-monthly-cost = 100000\n");
    let arguments = ["a.plan.json", "--select", "policy-*"];
    let (code, text, _) = folder.check(&arguments);
    assert!(code == 0 && text.contains("1 policy can't be checked."), "{text}");
    assert_eq!(folder.check(&[arguments.as_slice(), &["--fail-on", "unchecked"]].concat()).0, 1);
}

#[test]
fn rules_that_were_not_run_block_the_all_clear() {
    let folder = repository("not_run");
    let (_, text, _) = folder.check(&["good.plan.json"]);
    assert!(text.contains("No rule violations"), "{text}");
    for arguments in [["--ignore", "windows-*"], ["--select", "system-*"]] {
        let (code, text, _) = folder.check(&[&["good.plan.json"], arguments.as_slice()].concat());
        assert!(code == 0 && !text.contains("No rule violations"), "{text}");
        assert!(
            text.contains("No violations of the rules that were run") && text.contains("rules were not run."),
            "{text}"
        );
    }
    let (_, text, _) = folder.check(&["good.plan.json", "--json", "--ignore", "system-pool-min-nodes"]);
    assert!(text.contains("\"notRun\": 1"), "{text}");
}

#[test]
fn a_policy_says_what_it_could_not_check() {
    let folder = Folder::new("policy_unknown");
    folder.write("poolwright.toml", "[policy]\nvm-sizes = [\"Standard_D*\"]\nregions = [\"westeurope\"]\n");
    let unchecked = |plan: &str| {
        folder.write("a.plan.json", plan);
        let (code, text, _) = folder.check(&["a.plan.json", "--select", "policy-*"]);
        (code, text.matches("Not checked[policy-").count(), text)
    };
    let pools = |cluster: &str, pool: &str| {
        format!(
            r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{{"name": "sys", "mode": "System", "count": 3{pool}}}]}}"#
        )
    };
    let west = r#""location": "westeurope""#;
    let (code, number, text) = unchecked(&pools(west, r#", "vmSize": "Standard_D4ds_v5""#));
    assert!((code, number) == (0, 0), "{text}");
    // AKS chooses a size.
    let (code, number, text) = unchecked(&pools(west, ""));
    assert!((code, number) == (0, 1) && text.contains("1 policy can't be checked"), "{text}");
    let (code, number, text) = unchecked(&pools("", r#", "vmSize": "Standard_D4ds_v5""#));
    assert!((code, number) == (0, 1), "{text}");
    // Each size of a pool of virtual machines is held against the policy.
    let machines = |size: &str| {
        format!(
            r#", "type": "VirtualMachines", "virtualMachinesProfile": {{"scale": {{"manual": [{{"size": "{size}", "count": 3}}]}}}}"#
        )
    };
    assert_eq!(unchecked(&pools(west, &machines("Standard_D4s_v3"))).0, 0);
    let (code, _, text) = unchecked(&pools(west, &machines("Standard_E4s_v3")));
    assert!(code == 1 && text.contains("Standard_E4s_v3, which isn't allowed"), "{text}");
    // A template whose size is known at deployment only.
    folder.write(
        "t.json",
        r#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
        "parameters": {"size": {"type": "string"}},
        "resources": [{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2026-08-01", "name": "c", "location": "westeurope",
        "properties": {"agentPoolProfiles": [{"name": "sys", "mode": "System", "count": 3, "vmSize": "[parameters('size')]"}]}}]}"#,
    );
    let (code, text, _) = folder.check(&["t.json", "--select", "policy-*"]);
    assert!(
        code == 0 && text.contains("The VM size of sys isn't known, so the policy can't be checked."),
        "{text}"
    );
}

#[test]
fn the_smaller_commands() {
    let folder = repository("commands");
    assert_eq!(folder.run(&["diff", "good.plan.json", "good.plan.json", "--exit-code"]).0, 0);
    assert_eq!(folder.run(&["diff", "good.plan.json", "bad.plan.json", "--exit-code"]).0, 1);
    assert_eq!(folder.run(&["diff", "good.plan.json", "bad.plan.json"]).0, 0);
    assert!(folder.run(&["explain", "system-pool-min-nodes"]).1.starts_with('#'));
    let (code, _, errors) = folder.run(&["explain", "system-pool-min-node"]);
    assert!(code == 2 && errors.contains("Did you mean system-pool-min-nodes?"), "{errors}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(folder.run(&["completions", shell]).1.contains("poolwright"), "{shell}");
    }
    assert_eq!(folder.run(&["man", "man"]).0, 0);
    assert!(folder.text("man/poolwright-check.1").contains("fail"));
}

/// Commands that read one plan, each with what is needed to run it.
const READERS: [&[&str]; 6] = [
    &["render", "FILE", "--as", "az", "--force"],
    &["do", "FILE", "show-pool", "sys", "--as", "az", "--force"],
    &["workload", "FILE"],
    &["link", "FILE"],
    &["show", "FILE"],
    &["capacity", "FILE"],
];

#[test]
fn every_command_that_reads_a_plan_takes_parameters_and_a_cluster() {
    let folder = repository("readers");
    for command in READERS {
        let of =
            |file: &'static str| command.iter().map(move |word| if *word == "FILE" { file } else { word });
        let template: Vec<_> = of("infra/params/template.json").collect();
        let (code, _, errors) =
            folder.run(&[&template[..], &["--parameters", "infra/params/parameters.json"]].concat());
        assert!(code == 0 && !errors.contains("isn't known"), "{command:?}: {code} {errors}");
        let two: Vec<_> = of("infra/two.json").collect();
        let (code, _, errors) = folder.run(&[&two[..], &["--cluster", "red"]].concat());
        assert!(code == 2 && errors.contains("the text has no cluster \"red\"."), "{command:?}: {errors}");
    }
    for command in ["diff", "runbook"] {
        let two = [command, "infra/two.json", "infra/two.json", "--cluster"];
        assert_eq!(folder.run(&[&two[..], &["green"]].concat()).0, 0, "{command}");
        assert_eq!(folder.run(&[&two[..], &["red"]].concat()).0, 2, "{command}");
    }
}

#[test]
fn the_earlier_flag_for_a_parameters_file_is_read_wherever_it_stands() {
    let folder = repository("parameters_file");
    let good = "good.plan.json";
    let spellings: [&[&str]; 5] = [
        &["render", good, "--as", "arm", "--parameters-file"],
        &["render", "--parameters-file", good, "--as", "arm"],
        &["render", good, "--as", "arm", "--parameters"],
        &["render", "--parameters", good, "--as", "arm"],
        &["render", "--as", "arm", "--parameters", "--", good],
    ];
    for spelling in spellings {
        let (code, text, errors) = folder.run(spelling);
        assert!(code == 0 && text.contains("deploymentParameters.json"), "{spelling:?}: {errors}");
    }
    assert_eq!(folder.run(&["render", "--as", "arm"]).0, 2);
}

const POOLS_NOT_KNOWN: &str = r#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
 "contentVersion": "1.0.0.0", "parameters": {"pools": {"type": "array"}, "size": {"type": "string"}},
 "resources": [{"type": "Microsoft.ContainerService/managedClusters", "apiVersion": "2025-07-01", "name": "aks1",
  "location": "westeurope", "properties": {"agentPoolProfiles": "[parameters('pools')]"}}]}"#;

#[test]
fn a_migration_neither_deletes_nor_changes_what_is_not_known() {
    let folder = repository("unknown_target");
    let (_, current, _) = folder.run(&["show", "good.plan.json"]);
    folder.write(
        "current.plan.json",
        &current.replace("\"cluster\": {", "\"cluster\": {\n    \"existing\": true,"),
    );
    folder.write("pools.json", POOLS_NOT_KNOWN);
    let (code, _, errors) = folder.run(&["runbook", "current.plan.json", "pools.json"]);
    assert!(code == 2 && errors.contains("not all node pools of pools.json are known"), "{code} {errors}");
    // A size that isn't known is taken as it is, so that no pool is replaced.
    let pool = r#"[{"name": "sys", "mode": "System", "count": 4, "vmSize": "[parameters('size')]"}]"#;
    folder.write("size.json", &POOLS_NOT_KNOWN.replace("\"[parameters('pools')]\"", pool));
    folder.write(
        "one.plan.json",
        r#"{"version": 1, "cluster": {"name": "aks1", "location": "westeurope"}, "pools": [{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}]}"#,
    );
    let (code, text, errors) = folder.run(&["diff", "one.plan.json", "size.json"]);
    assert!(code == 0 && text.contains("count") && !text.contains("vmSize"), "{text} {errors}");
}
