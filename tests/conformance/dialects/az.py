"""Commands of the Azure CLI for bash, dash and zsh: read by the shells themselves, done by the real azure-cli."""

import re
from collections.abc import Iterator

import azure_cli
import shells
from cloud import Cloud
from state import PASSWORD

MAKES_GROUP = True
UNASKED = {}


def act(text: str, cloud: Cloud) -> Iterator[str]:
    ran = shells.run(text, answer=PASSWORD + "\n")
    if ran.status != 0 or ran.errors or ran.left:
        yield f"bash ends with {ran.status}: {ran.errors} {ran.left}".strip()
    for shell in shells.installed():
        again = shells.run(text, shell, answer=PASSWORD + "\n")
        if (again.status, again.errors, again.calls) != (ran.status, ran.errors, ran.calls):
            yield f"{shell} reads other words than bash: {again.calls} {again.errors}"
    yield from goes_on_after_a_failure(text, len(ran.calls))
    for words in ran.calls:
        yield from run(words, cloud)


POOL = r"--selector kubernetes\.azure\.com/agentpool=[a-z][a-z0-9]*"
KUBECTL = (rf"kubectl cordon {POOL}", rf"kubectl drain {POOL} --ignore-daemonsets --delete-emptydir-data")


def goes_on_after_a_failure(text: str, calls: int) -> Iterator[str]:
    for place in range(1, calls + 1):
        stopped = shells.run(text, answer=PASSWORD + "\n", fail=place)
        if stopped.left:
            yield f"when command {place} of {calls} fails, files are left: {stopped.left}"
        if stopped.status == 0 or len(stopped.calls) != place:
            ends = f"it ends with {stopped.status}"
            yield f"when command {place} of {calls} fails, {len(stopped.calls)} are run, and {ends}"


def run(words: list[str], cloud: Cloud, answer: str | None = None) -> Iterator[str]:
    """One command: held against the real az, or one of those of kubectl that we write."""
    said = " ".join(words)
    if words[0] == "kubectl":
        if not any(re.fullmatch(known, said) for known in KUBECTL):
            yield f"{said} isn't a known command"
        return
    failures, warnings = azure_cli.run(words[1:], cloud, answer)
    yield from (f"{said}\n    fails: {failure}" for failure in failures)
    yield from (f"{said}\n    warns: {warning}" for warning in warnings)
