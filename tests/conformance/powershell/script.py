"""A script of PowerShell, done to a cloud by what runs its commands."""

import os
from collections.abc import Callable
from typing import Any

from cloud import Cloud
from powershell.play import Failed, Player, Run, Secret
from powershell.reader import read
from scanner import Unread
from state import PASSWORD

ASIDE = {"Read-Host": Secret(PASSWORD), "Test-Path": False}
"""Commands that change nothing, and what they answer here."""


def act(text: str, cloud: Cloud, runner: Callable[[Cloud, Player], Run]) -> list[str]:
    """Runs a text, and then again once for each of its commands, which fails: the next must not be run."""
    problems = []
    # What is read, changed and written needs an answer to its question.
    before = cloud.copy() if "Invoke-AzRestMethod" in text else None
    try:
        statements = read(text)
        calls = Attempt(lambda player: runner(cloud, player))
        calls.play(statements)
        problems += calls.failures
        problems += [f"{path} is left" for path in calls.player.made if os.path.exists(path)]
        for place in range(1, calls.done + 1):
            attempt = Attempt(
                (lambda _player: lambda _name, _arguments: None)
                if before is None
                else (lambda player: runner(before.copy(), player)),
                place,
            )
            attempt.play(statements)
            if attempt.done != place:
                problems.append(f"when command {place} of {calls.done} fails, {attempt.done} are run")
            problems += [f"{path} is left" for path in attempt.player.made if os.path.exists(path)]
            if attempt.player.variables["erroractionpreference"] != "Continue":
                problems.append("$ErrorActionPreference is not put back")
    except Unread as error:
        problems.append(f"it cannot be read: {error}")
    return problems


class Attempt:
    """One run of a script, in which the command of some place fails."""

    def __init__(self, runner: Callable[[Player], Run], fails: int | None = None):
        self.player = Player(self.run, (7, 5))
        # A console may be strict.
        self.player.variables["strictmode"] = "3.0"
        self.inner = runner(self.player)
        self.fails, self.done = fails, 0
        self.failures: list[str] = []

    def play(self, statements: list) -> None:
        try:
            self.player.play(statements)
        except Failed as failure:
            if self.fails is None and str(failure) not in self.failures:
                self.failures.append(str(failure))

    def run(self, name: str, arguments: list[Any]) -> Any:
        if name in ASIDE:
            return ASIDE[name]
        self.done += 1
        if self.done == self.fails:
            self.player.fail(name)
            return None
        try:
            return self.inner(name, arguments)
        except Failed as failure:
            # A script that passes over a failure does not tell of it.
            self.failures.append(str(failure))
            raise
