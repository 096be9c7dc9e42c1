#!/usr/bin/env python3
"""Puts deliberate faults into the generators, one at a time, and lists which tests notice them. For developers: it
takes half a minute a fault, so it isn't part of script/test.

    script/setup core conformance
    python3 tests/conformance/faults.py [WORD]...     all faults, or those whose name holds one of the words

It works in a copy (target/faults), and fails where a fault is not noticed, does not build or no longer applies.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / "target" / "faults"
PYTHON = ROOT / ".tools" / "azure-cli" / "bin" / "python"


@dataclass
class Fault:
    name: str
    file: str
    search: str
    replace: str


FAULTS = [
    # Quoting.
    Fault(
        "bash: no quotes",
        "shell/bash.rs",
        'Argument::Text(text) => drop(out.push(SpanKind::Plain, " ").push(SpanKind::Value, quote(text))),',
        'Argument::Text(text) => drop(out.push(SpanKind::Plain, " ").push(SpanKind::Value, text.clone())),',
    ),
    Fault("bash: a quote is left out", "shell/bash.rs", """'\\'' => out.push_str("\\\\'"),""", "'\\'' => {}"),
    Fault(
        "bash: double quotes",
        "shell/bash.rs",
        "                    out.push('\\'');\n",
        "                    out.push('\"');\n",
    ),
    Fault(
        "bash: a line feed is a blank", "shell/bash.rs", "'\\n' => out.push_str(LINE_FEED),", "'\\n' => out.push(' '),"
    ),
    Fault(
        "bash: failures are passed over",
        "shell/bash.rs",
        'out.push(SpanKind::Plain, " &&");',
        'out.push(SpanKind::Plain, ";");',
    ),
    Fault(
        "bash: the password stays in the subshell",
        "shell/bash.rs",
        'const PASSWORD: &str = "\\"$windows_password\\"";',
        'const PASSWORD: &str = "\\"${windows_passwd-}\\"";',
    ),
    Fault(
        "PowerShell: curly quotes are not doubled",
        "shell/powershell.rs",
        "if matches!(character, '\\'' | '\\u{2018}'..='\\u{201b}') {",
        "if matches!(character, '\\'') {",
    ),
    Fault(
        "PowerShell: keys without quotes",
        "shell/powershell.rs",
        'format!("{} = {}", quote(key), quote(value))',
        'format!("{} = {}", key, quote(value))',
    ),
    Fault(
        "PowerShell: double quotes",
        "shell/powershell.rs",
        "Argument::Text(text) | Argument::Joined(text) => quote(text),",
        'Argument::Text(text) | Argument::Joined(text) => format!("\\"{text}\\""),',
    ),
    Fault(
        "PowerShell: failures are passed over",
        "shell/powershell.rs",
        "    $ErrorActionPreference = 'Stop'",
        "    $ErrorActionPreference = 'Continue'",
    ),
    Fault(
        "PowerShell: a list is one text",
        "shell/powershell.rs",
        'list.iter().map(|text| quote(text)).collect::<Vec<_>>().join(", ")',
        'quote(&list.join(", "))',
    ),
    Fault(
        "PowerShell: the session is left changed",
        "shell/powershell.rs",
        'out.line().push(SpanKind::Plain, "& {");',
        'out.line().push(SpanKind::Plain, "if ($true) {");',
    ),
    Fault(
        "az in PowerShell: failures are passed over",
        "shell/powershell.rs",
        "if ($LASTEXITCODE -ne 0)",
        "if ($LASTEXITCODE -ne $LASTEXITCODE)",
    ),
    Fault(
        "az in PowerShell: double quotes are let through",
        "az_pwsh.rs",
        'if has(b"\\"") {',
        'if has(b"\\"") && word.is_empty() {',
    ),
    Fault("az in PowerShell: variables of cmd.exe are let through", "az_pwsh.rs", ".count() > 1 {", ".count() > 9 {"),
    # The words of az.
    Fault(
        "az: zones with commas",
        "az.rs",
        "Value::List(list) => several(list.clone(), whys),",
        'Value::List(list) => Some(one(&list.join(","), whys)),',
    ),
    Fault("az: taints with blanks", "az.rs", 'one(&taken.join(","), whys)', 'one(&taken.join(" "), whys)'),
    Fault("az: the mode is left out", "az.rs", '    ("mode", "", "--mode", ""),\n', ""),
    Fault(
        "az: the price is rounded",
        "az.rs",
        "Value::Decimal(number) => Some(number_of(number.to_string())),",
        "Value::Decimal(number) => Some(number_of(number.to_string().chars().take(4).collect())),",
    ),
    Fault(
        "az: 1.30 becomes 1.3",
        "az.rs",
        "Value::Text(text) => Some(one(text, whys)),",
        "Value::Text(text) => Some(one(text.trim_end_matches('0'), whys)),",
    ),
    Fault(
        "az: a leading dash is a flag",
        "az.rs",
        "    if text.starts_with('-') { Argument::Joined(text) } else { Argument::Text(text) }",
        "    Argument::Text(text)",
    ),
    Fault(
        "az: the cluster gets the first pool's tags",
        "az.rs",
        '("tags", "--nodepool-tags", "--tags", ""),',
        '("tags", "--tags", "--tags", ""),',
    ),
    Fault(
        "az: labels are one word",
        "az.rs",
        "all => Some(Argument::List(all.iter().map(|text| word(text, whys)).collect())),",
        'all => Some(one(&all.join(" "), whys)),',
    ),
    Fault(
        "az: bounds are swapped",
        "az.rs",
        '("minCount", "--min-count", "--min-count", ""),',
        '("minCount", "--max-count", "--max-count", ""),',
    ),
    Fault(
        "az: minutes of draining are minutes of soaking",
        "az.rs",
        '"--node-soak-duration", "--node-soak-duration"),',
        '"--drain-timeout", "--drain-timeout"),',
    ),
    Fault("az: at signs are no gap", "az.rs", "if text.starts_with('@') ||", 'if text.starts_with("@@") ||'),
    Fault("az: it asks before it deletes", "az.rs", '("az group delete", &["--yes"])', '("az group delete", &[])'),
    Fault(
        "az: a disk is managed where it is ephemeral",
        "az.rs",
        '("osDiskType", "--node-osdisk-type", "--node-osdisk-type", ""),',
        '("osDiskType", "", "", ""),',
    ),
    # What is said of a plan, in every dialect of commands.
    Fault(
        "the first pool's upgrade settings are left out",
        "commands.rs",
        "update.filter(|update| update.arguments.len() > before)",
        "update.filter(|update| update.arguments.len() > before + 99)",
    ),
    Fault(
        "pools after the tenth are left out",
        "mod.rs",
        "plan.pools.iter().enumerate().filter(",
        "plan.pools.iter().enumerate().take(10).filter(",
    ),
    Fault(
        "no nodes become the default",
        "values.rs",
        '"count" => Some(Value::Whole(pool.nodes())),',
        '"count" => (pool.nodes() > 0).then(|| Value::Whole(pool.nodes())),',
    ),
    Fault(
        "Windows is left out", "values.rs", "word(pool.os_type.as_ref(), &OsType::Linux)", "word(None, &OsType::Linux)"
    ),
    Fault(
        "gaps are kept quiet",
        "commands.rs",
        "        self.gaps.push(gap(at, key, why));",
        "        let _ = (at, key, why);",
    ),
    # The words of Azure PowerShell.
    Fault(
        "PowerShell: the kind of the pool is left out",
        "powershell.rs",
        '("type", "-NodeVmSetType", "-VmSetType", ""),',
        '("type", "-NodeVmSetType", "-WorkloadRuntime", ""),',
    ),
    Fault("PowerShell: the mode is left out", "powershell.rs", '("mode", "-NodePoolMode", "-Mode", ""),', ""),
    Fault("PowerShell: a parameter that is none", "powershell.rs", '"-NodeMaxPodCount"', '"-NodeMaxPods"'),
    Fault(
        "PowerShell: versions without quotes",
        "powershell.rs",
        "Value::Text(text) => Some(Argument::Text(text.clone())),",
        "Value::Text(text) => Some(Argument::Bare(text.clone())),",
    ),
    Fault(
        "PowerShell: the tier is left out", "powershell.rs", '(tier == "Standard").then_some(Argument::Switch)', "None"
    ),
    Fault("PowerShell: keys in both cases", "powershell.rs", "folded(earlier) == same", "earlier == key"),
    # ARM and Bicep.
    Fault(
        "ARM: brackets are expressions",
        "resources.rs",
        "    if text.starts_with('[') && text.ends_with(']') {",
        "    if text.starts_with(\"[[[\") && text.ends_with(']') {",
    ),
    Fault(
        "ARM: a bracket is escaped that is none",
        "resources.rs",
        "    if text.starts_with('[') && text.ends_with(']') {",
        "    if text.starts_with('[') {",
    ),
    Fault(
        "ARM: the mode is left out", "resources.rs", 'if key == "name" || (', 'if key == "name" || key == "mode" || ('
    ),
    Fault(
        "ARM: the password is in the template",
        "resources.rs",
        "const PASSWORD_VALUE: &str = \"[parameters('windowsAdminPassword')]\";",
        'const PASSWORD_VALUE: &str = "P4ssword!";',
    ),
    Fault(
        "templates: emptied is not said",
        "values.rs",
        "(Kind::List, _) => Left::As(Value::List(Vec::new())),",
        "(Kind::List, _) => Left::No,",
    ),
    Fault(
        "templates: turned off is not said",
        "values.rs",
        "(Kind::Flag, _) => Left::As(Value::Flag(false)),",
        "(Kind::Flag, _) => Left::No,",
    ),
    Fault(
        "templates: a default word is not said",
        "values.rs",
        "(_, Some(default)) => Left::As(Value::Text(default.to_owned())),",
        "(_, Some(_)) => Left::No,",
    ),
    Fault(
        "ARM: another region",
        "resources.rs",
        "GROUP_LOCATION.to_owned() } else { literal(place) }",
        "GROUP_LOCATION.to_owned() } else { GROUP_LOCATION.to_owned() }",
    ),
    Fault(
        "ARM: pools all at once",
        "arm.rs",
        "        before = Some(name);",
        "        before = None;\n        let _ = name;",
    ),
    Fault(
        "Bicep: a quote ends a text",
        "bicep.rs",
        """'\\'' => out.push_str("\\\\'"),""",
        """'\\'' => out.push_str("''"),""",
    ),
    Fault(
        "Bicep: texts are interpolated",
        "bicep.rs",
        "'$' if letters.peek() == Some(&'{') => out.push_str(\"\\\\$\"),",
        "",
    ),
    Fault(
        "Bicep: prices without json()",
        "bicep.rs",
        'format!("json({})", quote(number.as_str()))',
        "number.as_str().to_owned()",
    ),
    Fault(
        "Bicep: keys without quotes",
        "bicep.rs",
        "{ name.to_owned() } else { quote(name) }",
        "{ name.to_owned() } else { name.to_owned() }",
    ),
    Fault("Bicep: pools all at once", "bicep.rs", "before = Some(symbol);", "before = None;\n        let _ = symbol;"),
    # Terraform.
    Fault(
        "Terraform: texts are interpolated",
        "hcl.rs",
        "'$' | '%' if letters.peek() == Some(&'{') => out.extend([letter, letter]),",
        "",
    ),
    Fault(
        "Terraform: a quote ends a text", "hcl.rs", """'"' => out.push_str("\\\\\\""),""", """'"' => out.push('"'),"""
    ),
    Fault("Terraform: the mode is left out", "terraform.rs", '("mode", "", "mode"),', '("mode", "", ""),'),
    Fault(
        "Terraform: an argument of 3.x",
        "terraform.rs",
        '"auto_scaling_enabled", "auto_scaling_enabled"',
        '"enable_auto_scaling", "enable_auto_scaling"',
    ),
    Fault(
        "Terraform: NAT the wrong way round",
        "terraform.rs",
        "Expression::Bare((!flag).to_string())",
        "Expression::Bare(flag.to_string())",
    ),
    Fault("Terraform: pools all at once", "terraform.rs", 'block.close("depends_on"', 'let _ = ("depends_on"'),
    # Day 2.
    Fault("day 2: the bounds stay", "day2.rs", '"--disable-cluster-autoscaler",', '"--update-cluster-autoscaler",'),
    Fault(
        "day 2: an upgrade asks",
        "day2.rs",
        '("az aks nodepool upgrade", &["--yes"])',
        '("az aks nodepool upgrade", &[])',
    ),
    Fault(
        "day 2: the control plane only is everything",
        "day2.rs",
        "command.push(words.control_plane_only, Argument::Switch);",
        "",
    ),
    Fault(
        "day 2: start is stop",
        "day2.rs",
        'start: ("az aks nodepool start", &[])',
        'start: ("az aks nodepool stop", &[])',
    ),
    Fault("day 2: an image is a version", "day2.rs", "command.push(words.node_image, Argument::Switch);", ""),
]


def main(words: list[str]) -> int:
    chosen = [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]
    copy()
    if tests := noticing():
        print(f"without a fault, there fail already: {', '.join(tests)}")
        return 1
    missed = []
    for fault in chosen:
        path = COPY / "crates" / "core" / "src" / "generate" / fault.file
        text = path.read_text()
        if text.count(fault.search) == 0:
            missed.append(fault.name)
            print(f"{fault.name}: {fault.file} no longer holds {fault.search!r}", flush=True)
            continue
        path.write_text(text.replace(fault.search, fault.replace))
        try:
            tests = noticing()
        except subprocess.CalledProcessError as error:
            missed.append(fault.name)
            print(f"{fault.name}: it does not build\n{error.stderr[-2000:]}", flush=True)
            continue
        finally:
            path.write_text(text)
        if not tests:
            missed.append(fault.name)
        print(f"{fault.name}: {', '.join(tests) or 'NOT NOTICED'}", flush=True)
    print(f"{len(chosen) - len(missed)} of {len(chosen)} faults are noticed")
    return 1 if missed else 0


def copy() -> None:
    """A copy of what git knows; what was built there before stays."""
    for kept in COPY.glob("*"):
        if kept.name != "target":
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    known = subprocess.run(["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in known.stdout.split("\0")[:-1]:
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, COPY / name)


def noticing() -> list[str]:
    """The tests that fail."""
    environment = {
        **os.environ,
        "CARGO_TARGET_DIR": str(COPY / "target"),
        "INSTA_UPDATE": "no",
        "INSTA_FORCE_PASS": "0",
    }

    def passes(*command: str, needed: bool = False) -> bool:
        ran = subprocess.run(command, cwd=COPY, env=environment, capture_output=True, text=True, check=needed)
        return ran.returncode == 0

    passes(*"cargo build --locked --package poolwright --package poolwright-cli --bin poolwright --test generate".split(), needed=True)
    noticed = []
    if not passes(str(PYTHON), "tests/conformance", "--first"):
        noticed.append("conformance")
    if not passes("cargo", "test", "--locked", "--package", "poolwright", "--test", "generate"):
        noticed.append("generate")
    # Ten thousand values take minutes, so they are tried only where nothing else notices.
    if not noticed and not passes("cargo", "test", "--locked", "--package", "poolwright", "--test", "quoting"):
        noticed.append("quoting")
    return noticed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
