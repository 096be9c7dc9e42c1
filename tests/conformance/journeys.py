"""Runs the scripts of journeys on a cloud in memory that answers while they run: those for shells with the real
azure-cli, those for PowerShell with readers of our own.

    python tests/conformance/journeys.py [WORD]...

Each script is run to its end and once more, when it must change nothing, as it must where the target exists already; and
it is cut after each of its changes and run again. The result must be what the target says, and no System pool may be missing on the way.
"""

import io
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import azure_cli  # noqa: E402
import parts  # noqa: E402
import properties  # noqa: E402
import shells  # noqa: E402
import state  # noqa: E402
import tool  # noqa: E402
from cloud import Cloud  # noqa: E402
from dialects import az_pwsh  # noqa: E402
from powershell import cmdlets, reader  # noqa: E402
from powershell.play import WINDOWS_POWERSHELL, Bare, Failed, Player, Seen  # noqa: E402
from scanner import Unread  # noqa: E402

JOURNEYS = sorted(
    path
    for folder in os.environ.get("PAIRS", "examples/journeys tests/conformance/journeys").split()
    for path in (tool.ROOT / folder).glob("*.json")
)
# What random pairs keep and their targets don't set isn't part of the target; the tests of the command
# line hold their ends against it.
IS_EXACT = "PAIRS" not in os.environ
# The words with a character between them that none of them has, to a pipe; the answer comes back through another.
STUB = """#!/bin/sh
{ printf '%s\\036' "${0##*/}" "$@"; printf '\\004'; } >"$PIPES/ask"
answer="$(cat "$PIPES/answer")"
printf '%s' "${answer#*:}"
exit "${answer%%:*}"
"""


# A step by kubectl, but for the context, which each shell says in its own way.
POOL = r"--selector kubernetes\.azure\.com/agentpool=[a-z][a-z0-9]*"
KUBECTL = (
    rf"cordon {POOL}",
    rf"drain {POOL} --ignore-daemonsets --delete-emptydir-data --timeout 30m",
    r"wait --namespace kube-system --for condition=Available deployment --all --timeout 10m",
)


CHANGES_NOTHING = "This script changes nothing."
"""What a script says whose tool doesn't show whether a step is done."""
NEEDS_TABLES = "need PowerShell 7 or newer"
"""What a script says that Windows PowerShell can't run."""
LOOKS = (["aks", "nodepool", "list"], ["aks", "show", "--resource-group"], ["resource", "show", "--ids"])


class Machine:
    """A machine on which scripts run that change a cloud."""

    dialect: str
    wordless: str
    """What a script says where its tool cannot do a step."""

    def __init__(self, cloud: Cloud):
        self.cloud = cloud
        self.changes = 0
        self.limit: int | None = None
        self.queries = 0
        self.fault: tuple[int, str] | None = None
        """A query, by its number, and how it goes wrong."""
        self.changes_at_fault: int | None = None
        self.race: int | None = None
        """A query, by its number, after whose answer somebody else changes the cluster and its pools."""
        self.events: list[str] = []
        """Queries, as empty texts, and changes in words."""
        self.problems: list[str] = []

    def run(self, script: str, limit: int | None = None) -> tuple[int, str]:
        """Runs a script, and gives its status and what it says; after so many changes the next one fails."""
        raise NotImplementedError

    def is_wrong(self) -> str | None:
        """Counts a query, and says how it goes wrong, if it does."""
        self.queries += 1
        self.events.append("")
        if self.fault is None or self.fault[0] + 1 != self.queries:
            return None
        self.changes_at_fault = self.changes
        return self.fault[1]

    def race_now(self) -> None:
        """Changes what was just looked at, if that was the query to do so after."""
        if self.race is not None and self.race + 1 == self.queries and self.changes_at_fault is None:
            self.changes_at_fault = self.changes
            for cluster in self.cloud.clusters.values():
                cluster.touch()

    def is_cut(self, said: str) -> bool:
        """Counts a change, unless it is the one that fails."""
        self.events.append(said)
        if self.limit is not None and self.changes >= self.limit:
            return True
        self.changes += 1
        return False

    def kubectl(self, words: list[str]) -> None:
        context, said = words[:2], " ".join(words[2:])
        (cluster,) = self.cloud.clusters.values()
        if context != ["--context", cluster.name] or not any(re.fullmatch(known, said) for known in KUBECTL):
            self.problems.append(f"kubectl {' '.join(words)} isn't a known command")


class Posix(Machine):
    """One with sh, and az and kubectl that ask us over two pipes."""

    dialect = "az"
    wordless = "perform this whole step. See the remarks"

    def __init__(self, cloud: Cloud):
        super().__init__(cloud)
        self.directory = tempfile.TemporaryDirectory(prefix="poolwright-journey")
        self.root = Path(self.directory.name)
        for program in shells.PROGRAMS:
            (self.root / program).write_text(STUB)
            (self.root / program).chmod(0o755)
        (self.root / "own").mkdir()
        for pipe in ("ask", "answer"):
            os.mkfifo(self.root / pipe)

    def run(self, script: str, limit: int | None = None) -> tuple[int, str]:
        self.limit = limit
        (self.root / "script").write_text(script)
        environment = {"PATH": f"{self.root}:/usr/bin:/bin", "PIPES": str(self.root), "HOME": str(self.root)}
        environment["TMPDIR"] = str(self.root / "own")
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
        if left := os.listdir(self.root / "own"):
            self.problems.append(f"files are left: {left}")
        return ended[0]

    def answer(self, words: list[str]) -> tuple[int, str]:
        looks = words[0] == "az" and words[1:4] in LOOKS
        if not looks and self.is_cut(" ".join(words)):
            return 1, "cut\n"
        match self.is_wrong() if looks else None:
            case "error":
                return 1, "ERROR: too many requests\n"
            case "nothing":
                return 0, ""
            case "garbage":
                return 0, "WARNING: the answer is late\n"
        if words[0] == "kubectl":
            self.kubectl(words[1:])
            return 0, ""
        printed = io.StringIO()
        failures, warnings = azure_cli.run(words[1:], self.cloud, None, printed)
        # What follows a query that went wrong may go wrong too.
        if self.changes_at_fault is None:
            self.problems += [f"{' '.join(words)}: {problem}" for problem in failures + warnings]
        if looks:
            self.race_now()
        elif failures:
            self.changes -= 1
        return (1 if failures else 0), "\n".join([printed.getvalue(), *failures] if failures else [printed.getvalue()])


class PowerShell(Machine):
    """One with PowerShell and Az.Aks, as far as our scripts go."""

    dialect = "powershell"
    version = WINDOWS_POWERSHELL
    strict = False
    """Whether the console is under Set-StrictMode."""
    wordless = "perform this whole step. See the remarks"

    def run(self, script: str, limit: int | None = None) -> tuple[int, str]:
        self.limit = limit
        said: list[str] = []

        def command(name: str, arguments: list[Any]) -> Any:
            if name == "Write-Host":
                said.append(*arguments)
                return None
            looks = name.startswith("Get-") or (name == "Invoke-AzRestMethod" and Bare("GET") in arguments)
            match self.is_wrong() if looks else None:
                case "error":
                    raise Failed("too many requests")
                case "nothing":
                    return None
                case "garbage":
                    return Seen({}, are_all=False)
            if not looks and self.is_cut(" ".join([name, *map(str, arguments)])):
                player.fail(name)
            elif name == "kubectl":
                self.kubectl([az_pwsh.word_of(argument) for argument in arguments])
            elif looks:
                answer = cmdlets.run(name, arguments, self.cloud)
                self.race_now()
                return answer
            else:
                try:
                    return cmdlets.run(name, arguments, self.cloud)
                except Failed:
                    self.changes -= 1
                    raise
            return None

        player = Player(command, self.version)
        if self.strict:
            player.variables["strictmode"] = "3.0"
        before = dict(player.variables)
        try:
            player.play(reader.read(script))
        except (Failed, Unread) as failure:
            return 1, "\n".join([*said, str(failure)])
        finally:
            self.problems += [f"{path} is left" for path in player.made if os.path.exists(path)]
            left = {name for name in player.variables if player.variables[name] != before.get(name)}
            if left - {"lastexitcode"}:
                self.problems.append(f"variables are left in the console: {left}")
        return 0, "\n".join(said)


class StrictPowerShell(PowerShell):
    """The same by PowerShell 7.5, in a console under Set-StrictMode -Version 3.0."""

    version = (7, 5)
    strict = True


class EarlierPowerShell(PowerShell):
    """The same by PowerShell 7.4, which makes dates of texts and has no option against it."""

    version = (7, 4)


def of_journey(path: Path, kind: type[Machine]) -> Iterator[str]:
    target = json.loads(path.read_text())
    before = {**target["baseline"], "cluster": {**target["cluster"], **target["baseline"]["cluster"]}}
    ran = tool.run(["runbook", str(path), "--as", kind.dialect])
    # Replaced pools take new names, with which the target is compared.
    found = json.loads(tool.run(["runbook", str(path), "--json"]).stdout)
    # What only a new cluster has otherwise stays.
    cluster = {**before["cluster"], **found["goal"]["cluster"]}
    target = {**found["target"], "baseline": target["baseline"], "cluster": cluster}
    if ran.returncode != 0:
        yield f"nothing was written: {ran.stderr}"
        return
    after = state.of_cloud(state.of_plan(target))
    whole = kind(standing(before))
    status, text = whole.run(ran.stdout)
    if CHANGES_NOTHING in ran.stdout:
        if status == 0 or whole.changes or CHANGES_NOTHING not in text:
            yield f"it refuses, changes {whole.changes} things and ends with {status}: {text}"
        return
    if NEEDS_TABLES in ran.stdout and kind is PowerShell:
        if status == 0 or whole.changes or NEEDS_TABLES not in text:
            yield f"it needs PowerShell 7, changes {whole.changes} things and ends with {status}: {text}"
        return
    if kind.wordless in ran.stdout:
        yield from changes_nothing(whole, status, text)
        return
    yield from ended(whole, status, text, after)
    changes = whole.changes
    status, text = whole.run(ran.stdout)
    if whole.changes != changes:
        yield f"run again it changes {whole.changes - changes} things"
    yield from ended(whole, status, text, after)
    if IS_EXACT:
        yield from exists_already(ran.stdout, target, before, kind)
    yield from stops_at_faults(ran.stdout, before, kind, path.stem)
    yield from refuses_what_changed(ran.stdout, before, kind, path.stem)
    yield from behind_its_back(ran.stdout, target["baseline"]["cluster"], before, kind, path.stem)
    for cut in range(changes):
        machine = kind(standing(before))
        status, text = machine.run(ran.stdout, cut)
        if status == 0:
            yield f"cut after {cut} changes it goes on: {text}"
        status, text = machine.run(ran.stdout)
        yield from (f"cut after {cut} changes: {problem}" for problem in ended(machine, status, text, after))


def of_property(path: Path, kind: type[Machine]) -> Iterator[str]:
    """The script by which a pool gets a property: to its end, and once more."""
    target = json.loads(path.read_text())
    before = target["baseline"]
    ran = tool.run(["runbook", str(path), "--as", kind.dialect])
    if ran.returncode != 0:
        yield f"nothing was written: {ran.stderr}"
        return
    found = json.loads(tool.run(["runbook", str(path), "--json"]).stdout)
    cluster = {**before["cluster"], **found["goal"]["cluster"]}
    after = state.of_cloud(state.of_plan({**found["target"], "cluster": cluster}))
    machine = kind(standing(before))
    yield from ended(machine, *machine.run(ran.stdout), after)
    changes = machine.changes
    yield from ended(machine, *machine.run(ran.stdout), after)
    if machine.changes != changes:
        yield f"run again it changes {machine.changes - changes} things"


LOOKS_LIKE_A_DATE = {"at": "2026-01-31T08:00:00Z"}


def keeps_dates(_: Path, kind: type[PowerShell]) -> Iterator[str]:
    """A tag that looks like a date is the same text after a resource was read and written; a version of PowerShell that
    would change it stops before that."""
    cluster = {"name": "aks", "resourceGroup": "rg", "location": "westeurope"}
    for tagged in ("pool", "cluster"):
        pool = {"mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}
        before = {"version": 1, "cluster": dict(cluster), "pools": [{"name": "sys", **pool}, {"name": "apps", **pool}]}
        (before["cluster"] if tagged == "cluster" else before["pools"][1])["tags"] = LOOKS_LIKE_A_DATE
        path = Path(properties.ROOM.name) / "dates.plan.json"
        path.write_text(json.dumps(before))
        words = ["update-pool", "apps", "artifactStreamingProfile.enabled=true"]
        operations = [(["do", str(path), *words, "--as", "powershell"], "artifactStreamingProfile")] if tagged == "pool" else []
        after = Path(properties.ROOM.name) / "dates.target.plan.json"
        after.write_text(json.dumps({**before, "cluster": {**before["cluster"], "tier": "Standard"}}))
        operations.append((["runbook", str(path), str(after), "--as", "powershell"], "tier"))
        for arguments, what in operations:
            machine = kind(standing(before))
            (found,) = machine.cloud.clusters.values()
            status, text = machine.run(tool.run(arguments).stdout)
            tags = found.pools["apps"].get("tags") if tagged == "pool" else found.body.get("tags")
            is_refused = "changes tags that look like a date" in text
            if kind is EarlierPowerShell and (status == 0 or machine.changes or not is_refused):
                yield f"{what} with a date in a tag of the {tagged}: it changes {machine.changes} things and ends with {status}: {text}"
            if kind is not EarlierPowerShell and status != 0:
                yield f"{what} with a date in a tag of the {tagged}: it ends with {status}: {text}"
            if tags != LOOKS_LIKE_A_DATE:
                yield f"{what}: the tags of the {tagged} become {tags}"


def exists_already(script: str, target: dict, before: dict, kind: type[Machine]) -> Iterator[str]:
    """Yields a problem if a script changes anything where the target exists already."""
    quicker = kind(standing(target))
    reported_by_patch(quicker.cloud)
    status, text = quicker.run(script)
    if status != 0 or quicker.changes:
        yield f"where the target exists, it makes {quicker.changes} changes and ends with {status}: {text}"


OF_RESOURCE = {"tier": "sku.tier", "sku.name": "sku.name", "identity.type": "identity.type", "tags": "tags", "location": "location"}
"""Properties that are beside a cluster's "properties" in its resource."""


def behind_its_back(script: str, stated: dict, before: dict, kind: type[Machine], name: str) -> Iterator[str]:
    """A property of the cluster that is neither as the current layout says nor as the target does stops a script before
    its first change. The real az is slow: a sample is tried, and all with SOAK=1."""
    paths = [path for path in leaves(stated) if path.split(".")[0] not in ("name", "resourceGroup", *state.NOT_ASKED_FOR)]
    if kind is Posix and not os.environ.get("SOAK"):
        paths = random.Random(name).sample(paths, min(len(paths), 2))
    for path in paths:
        machine = kind(standing(before))
        (cluster,) = machine.cloud.clusters.values()
        *parents, last = OF_RESOURCE.get(path, f"properties.{path}").split(".")
        at = cluster.body
        for parent in parents:
            at = at.setdefault(parent, {})
        at[last] = {"other": "value"} if path == "tags" else ["IPv6"] if path.endswith("ipFamilies") else "other"
        status, text = machine.run(script)
        if status == 0 or machine.changes or f"{path} is " not in text:
            yield f"with another {path} it changes {machine.changes} things and ends with {status}: {text}"


def leaves(value: dict, before: str = "") -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, dict) and key != "tags":
            yield from leaves(inner, f"{before}{key}.")
        else:
            yield before + key


def stops_at_faults(script: str, before: dict, kind: type[Machine], name: str) -> Iterator[str]:
    """Each query that goes wrong stops a script, and nothing is changed afterwards. The real az is slow: of its runs a
    sample is tried, and all with SOAK=1."""
    whole = kind(standing(before))
    whole.run(script)
    runs = [(query, how) for query in range(whole.queries) for how in ("error", "nothing", "garbage")]
    if kind is Posix and not os.environ.get("SOAK"):
        runs = random.Random(name).sample(runs, min(len(runs), 6))
    for query, how in runs:
        machine = kind(standing(before))
        machine.fault = (query, how)
        status, text = machine.run(script)
        if machine.changes_at_fault is None:
            yield f"query {query} is not asked a second time"
            continue
        changed = machine.changes - machine.changes_at_fault
        if status == 0 or changed:
            yield f"with {how} for query {query} it changes {changed} things and ends with {status}: {text}"
        yield from machine.problems


TAKES_NO_ETAG = ("Invoke-AzRestMethod", "resource update", "kubectl", "deployment", "Deployment", "nodepool add", "New-Az", "Remove-Az", "nodepool scale",
                 "nodepool start", "nodepool stop", "manual-scale", "auto-scale", "delete-machines", "node-image-only", "NodeImageOnly")


def refuses_what_changed(script: str, before: dict, kind: type[Machine], name: str) -> Iterator[str]:
    """What is changed by somebody else after a script looked at it is refused where the command takes an ETag; before
    any other command the state is read last of all. The real az is slow: of its runs a sample is tried."""
    whole = kind(standing(before))
    whole.run(script)
    races, last = [], "nothing"
    queries = 0
    for event in whole.events:
        if not event:
            queries += 1
        elif last:
            yield f"between {last} and {event} nothing is asked"
        elif not any(word in event for word in TAKES_NO_ETAG):
            races.append((queries - 1, event))
        last = event
    if kind is Posix and not os.environ.get("SOAK"):
        races = random.Random(name).sample(races, min(len(races), 2))
    for query, event in races:
        machine = kind(standing(before))
        machine.race = query
        status, text = machine.run(script)
        changed = machine.changes - (machine.changes_at_fault or 0)
        if status == 0 or changed or "ETag" not in text:
            yield f"after a change behind its back, {event} changes {changed} things and ends with {status}: {text}"


def changes_nothing(machine: Machine, status: int, text: str) -> Iterator[str]:
    """A script stops at what its tool cannot do, and says so."""
    if status == 0 or machine.wordless not in text:
        yield f"it cannot do a step, and ends with {status}: {text}"
    yield from machine.problems


def standing(plan: dict) -> Cloud:
    cloud = state.of_plan(plan)
    for cluster in cloud.clusters.values():
        cluster.body["properties"]["maxAgentPools"] = 100
        for pool in plan["pools"]:
            if power := pool.get("powerState"):
                cluster.pools[pool["name"]]["powerState"] = dict(power)
    return cloud


def reported_by_patch(cloud: Cloud) -> None:
    """Lets pools answer with the patch that they run, where a minor version was asked for."""
    for cluster in cloud.clusters.values():
        for pool in cluster.pools.values():
            if (version := pool.get("orchestratorVersion", "")).count(".") == 1:
                pool["orchestratorVersion"] = f"{version}.2"


def ended(machine: Machine, status: int, text: str, after: state.Table) -> Iterator[str]:
    if status != 0:
        yield f"it ends with {status}: {text}"
    yield from machine.problems
    # A cluster of old has no System pool to begin with.
    yield from (problem for problem in machine.cloud.problems if problem != "no System pool is left")
    if not IS_EXACT:
        return
    found = state.of_cloud(machine.cloud)
    found.pop(("", "maxAgentPools"), None)
    yield from state.differences(after, found, set(), {})


def main(words: list[str]) -> int:
    began, failed, tried = time.monotonic(), 0, 0
    cases = [(of_journey, path) for path in JOURNEYS]
    if IS_EXACT:
        journeys = [sample.journey() for sample in properties.SAMPLES]
        cases += [(of_property, path) for path in journeys if path]
    runs = list(itertools.product(cases, (Posix, PowerShell, StrictPowerShell)))
    runs += [((keeps_dates, Path("dates")), kind) for kind in (PowerShell, EarlierPowerShell, StrictPowerShell) if IS_EXACT]
    for (problems_of, path), kind in parts.mine(runs):
        name = f"{path.name} by {kind.__name__}"
        if words and not any(word in name for word in words):
            continue
        tried += 1
        if problems := list(problems_of(path, kind)):
            failed += 1
            print(f"{name}:\n" + "".join(f"  {problem}\n" for problem in problems))
    print(f"{tried} journeys, {failed} of them wrong ({time.monotonic() - began:.0f} s)")
    return 1 if failed else 0 if tried else parts.NOTHING_TRIED


sys.exit(parts.run(main))
