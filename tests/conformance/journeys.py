"""Runs the scripts of the named journeys with the real azure-cli on a cloud in memory that answers while they run.

    python tests/conformance/journeys.py [WORD]...

Each script is run to its end and once more, when it must change nothing; and it is cut after each of its changes and run
again. What stands in the end must be what the target says, and no System pool may be missing on the way.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import azure_cli  # noqa: E402
import shells  # noqa: E402
import state  # noqa: E402
import tool  # noqa: E402
from cloud import Cloud  # noqa: E402

JOURNEYS = sorted((tool.ROOT / "examples/journeys").glob("*.plan.json"))
# The words with a character between them that none of them has, to a pipe; the answer comes back through another.
STUB = """#!/bin/sh
{ printf '%s\\036' "${0##*/}" "$@"; printf '\\004'; } >"$PIPES/ask"
answer="$(cat "$PIPES/answer")"
printf '%s' "${answer#*:}"
exit "${answer%%:*}"
"""


class Machine:
    """A machine with az and kubectl on which scripts run."""

    def __init__(self, cloud: Cloud):
        self.cloud = cloud
        self.changes = 0
        self.limit: int | None = None
        self.problems: list[str] = []
        self.directory = tempfile.TemporaryDirectory(prefix="poolwright-journey")
        self.root = Path(self.directory.name)
        for program in shells.PROGRAMS:
            (self.root / program).write_text(STUB)
            (self.root / program).chmod(0o755)
        for pipe in ("ask", "answer"):
            os.mkfifo(self.root / pipe)

    def run(self, script: str, limit: int | None = None) -> tuple[int, str]:
        """Runs a script; after so many changes the next one fails."""
        self.limit = limit
        (self.root / "script").write_text(script)
        environment = {"PATH": f"{self.root}:/usr/bin:/bin", "PIPES": str(self.root), "HOME": str(self.root)}
        ended: list[tuple[int, str]] = []

        def start() -> None:
            ran = subprocess.run(
                ["sh", "-u", self.root / "script"], env=environment, capture_output=True, text=True, timeout=600
            )
            ended.append((ran.returncode, ran.stdout + ran.stderr))
            (self.root / "ask").write_text("end")

        runner = threading.Thread(target=start)
        runner.start()
        while (asked := (self.root / "ask").read_text()) != "end":
            status, printed = self.answer(asked.rstrip("\4").rstrip("\36").split("\36"))
            (self.root / "answer").write_text(f"{status}:{printed}")
        runner.join()
        return ended[0]

    def answer(self, words: list[str]) -> tuple[int, str]:
        looks = words[0] == "az" and words[1:4] in (["aks", "nodepool", "list"], ["aks", "show", "--resource-group"])
        if not looks:
            if self.limit is not None and self.changes >= self.limit:
                return 1, "cut\n"
            self.changes += 1
        if words[0] == "kubectl":
            return 0, ""
        printed = io.StringIO()
        failures, warnings = azure_cli.run(words[1:], self.cloud, None, printed)
        self.problems += [f"{' '.join(words)}: {problem}" for problem in failures + warnings]
        return (1 if failures else 0), printed.getvalue()


def of_journey(path: Path) -> Iterator[str]:
    target = json.loads(path.read_text())
    before = {**target["baseline"], "cluster": {**target["cluster"], **target["baseline"]["cluster"]}}
    ran = tool.run(["runbook", str(path), "--as", "az"])
    if ran.returncode != 0:
        yield f"nothing was written: {ran.stderr}"
        return
    after = state.of_cloud(state.of_plan({**target, "cluster": before["cluster"]}))
    whole = Machine(standing(before))
    status, text = whole.run(ran.stdout)
    yield from ended(whole, status, text, after)
    changes = whole.changes
    status, text = whole.run(ran.stdout)
    if whole.changes != changes:
        yield f"run again it changes {whole.changes - changes} things"
    yield from ended(whole, status, text, after)
    for cut in range(changes):
        machine = Machine(standing(before))
        status, text = machine.run(ran.stdout, cut)
        if status == 0:
            yield f"cut after {cut} changes it goes on: {text}"
        status, text = machine.run(ran.stdout)
        yield from (f"cut after {cut} changes: {problem}" for problem in ended(machine, status, text, after))


def standing(plan: dict) -> Cloud:
    cloud = state.of_plan(plan)
    for cluster in cloud.clusters.values():
        cluster.body["properties"]["maxAgentPools"] = 100
    return cloud


def ended(machine: Machine, status: int, text: str, after: state.Table) -> Iterator[str]:
    if status != 0:
        yield f"it ends with {status}: {text}"
    yield from machine.problems
    # A cluster of old has no System pool to begin with.
    yield from (problem for problem in machine.cloud.problems if problem != "no System pool is left")
    found = state.of_cloud(machine.cloud)
    found.pop(("", "maxAgentPools"), None)
    yield from state.differences(after, found, set(), {})


def main(words: list[str]) -> int:
    began, failed, tried = time.monotonic(), 0, 0
    for path in JOURNEYS:
        if words and not any(word in path.name for word in words):
            continue
        tried += 1
        if problems := list(of_journey(path)):
            failed += 1
            print(f"{path.name}:\n" + "".join(f"  {problem}\n" for problem in problems))
    print(f"{tried} journeys, {failed} of them wrong ({time.monotonic() - began:.0f} s)")
    return 1 if failed or not tried else 0


sys.exit(main(sys.argv[1:]))
