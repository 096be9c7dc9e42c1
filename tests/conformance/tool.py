"""Poolwright itself, as it is built."""

import json
import os
import pathlib
import re
import subprocess
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug" / "poolwright"
TODAY = "2026-11-24"
"""The day as of which plans are judged, so that the verdict does not change over night."""


@dataclass
class Written:
    status: int
    text: str
    errors: str
    gaps: set[tuple[str, str]] = field(default_factory=set)
    """What the text leaves out: the pool, or "" for the cluster, and the property."""


def write(plan: pathlib.Path, dialect: str, operation: list[str] | None = None) -> Written:
    """The text for a plan, or for one operation on its cluster."""
    verb = ["render", str(plan)] if operation is None else ["do", str(plan), *operation]
    ran = run([*verb, "--as", dialect])
    if ran.returncode == 0:
        return Written(0, ran.stdout, ran.stderr, gaps(ran.stdout, json.loads(plan.read_text())))
    return Written(ran.returncode, ran.stdout, ran.stderr)


def run(words: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *words, "--today", TODAY], capture_output=True, text=True, timeout=60)


def gaps(text: str, plan: dict) -> set[tuple[str, str]]:
    """The gaps that the comment of a text declares."""
    if text.startswith("{"):
        sentences = json.loads(text)["metadata"].get("notInThisTemplate", [])
    else:
        comment = re.sub(r"\n#   ", " ", text)
        sentences = re.findall(r"^# Not as in the plan: (.*)$", comment, re.MULTILINE)
    names = [pool["name"] for pool in plan["pools"]]
    found = set()
    for sentence in sentences:
        of, _, rest = sentence.partition(": ")
        if rest:
            key = rest.split(" ")[0]
            found.add((of if of in names else "", "sku.tier" if key == "tier" else key))
    return found
