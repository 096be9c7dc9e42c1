"""Poolwright itself, as it is built."""

import json
import os
import pathlib
import subprocess
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "poolwright"
DIALECTS = ("az", "az-pwsh", "powershell", "arm", "bicep", "terraform")
TODAY = "2026-11-24"
"""The day as of which plans are judged, so that the verdict does not change over night."""


@dataclass
class Written:
    status: int
    texts: list[str]
    """One text, or one for each step; none where nothing was written."""
    errors: str
    gaps: set[tuple[str, str]] = field(default_factory=set)
    """What the text leaves out: the pool, or "" for the cluster, and the property."""
    remarks: list[str] = field(default_factory=list)
    """What else is said of it."""


def write(plan: pathlib.Path, dialect: str, operation: list[str] | None = None, *, form: str = "script") -> Written:
    """What is written for a plan, or for one operation on its cluster: a script, or its steps."""
    verb = ["render", str(plan)] if operation is None else ["do", str(plan), *operation]
    ran = run([*verb, "--as", dialect, "--json", *(["--steps"] if form == "steps" else [])])
    if not ran.stdout:
        return Written(ran.returncode, [], ran.stderr)
    output = json.loads(ran.stdout)
    texts = [step["text"] for step in output["steps"]] if "steps" in output else [output["text"]] if output["text"] else []
    gaps = {(gap["pool"] or "", path_of(gap["property"])) for gap in output["gaps"] if gap["property"]}
    reasons = "\n".join(reason["message"] for reason in output["reasons"])
    return Written(
        ran.returncode,
        texts,
        ran.stderr + reasons,
        gaps,
        [gap["message"] for gap in output["gaps"]],
    )


def path_of(key: str) -> str:
    """Where Azure has a property of the plan."""
    return "sku.tier" if key == "tier" else key


def run(words: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *words, "--today", TODAY], capture_output=True, text=True, timeout=60)
