"""Commands of Azure PowerShell: read by a reader of our own, held against the table of the cmdlets' help."""

from collections.abc import Iterator
from typing import Any

from cloud import Cloud
from powershell import cmdlets
from powershell.play import Failed, Player, Secret
from powershell.reader import Unread, read
from state import PASSWORD

MAKES_GROUP = True
UNASKED = {"networkProfile.networkPlugin": "azure"}


def act(text: str, cloud: Cloud) -> Iterator[str]:
    start = cloud.copy()
    calls = 0
    failures: list[str] = []

    def run(name: str, arguments: list[Any]) -> Any:
        nonlocal calls
        if name in ASIDE:
            return ASIDE[name]
        calls += 1
        try:
            return cmdlets.run(name, arguments, cloud)
        except Failed as failure:
            # A script that passes over the failure of a cmdlet does not tell of it.
            failures.append(str(failure))
            raise

    try:
        statements = read(text)
        Player(run).play(statements)
    except (Failed, Unread) as error:
        yield f"PowerShell: {error}"
        return
    yield from failures
    for place in range(1, calls + 1):
        yield from failing(statements, place, start.copy())


ASIDE = {"Read-Host": Secret(PASSWORD), "Test-Path": False}
"""Commands that are not Azure's, and what they answer here."""


def failing(statements: list, place: int, cloud: Cloud) -> Iterator[str]:
    """Whether the script stops where the cmdlet of that place fails, and leaves the session as it was."""
    done = 0

    def run(name: str, arguments: list[Any]) -> Any:
        nonlocal done
        if name in ASIDE:
            return ASIDE[name]
        done += 1
        if done == place:
            raise Failed("on purpose")
        return cmdlets.run(name, arguments, cloud)

    player = Player(run)
    try:
        player.play(statements)
    except Failed:
        pass
    if done != place:
        yield f"PowerShell: when cmdlet {place} fails, {done} are run"
    if player.variables["erroractionpreference"] != "Continue":
        yield "PowerShell: $ErrorActionPreference is not put back"
