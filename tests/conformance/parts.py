"""Runs a test program in as many processes as there are processors. Nothing is shared, such as the settings of the real
az, but the cases: each is tried by the process that comes to it first."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Case = TypeVar("Case")

NOTHING_TRIED = 2
"""The status of a process that was left no case to try."""


def mine(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases that no other process has taken. A program asks once."""
    taken = os.environ.get("CASES_TAKEN")
    for place, case in enumerate(cases):
        try:
            if taken is not None:
                os.close(os.open(f"{taken}/{place}", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        yield case


def run(main: Callable[[list[str]], int], *, whole: bool = False) -> int:
    """The status of a program: 1 if one of its processes failed, or if none had anything to try."""
    processors = os.cpu_count() or 1
    if whole or processors == 1 or "CASES_TAKEN" in os.environ:
        return main(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="poolwright-cases") as taken:
        environment = {**os.environ, "CASES_TAKEN": taken}
        started = [subprocess.Popen([sys.executable, *sys.argv], env=environment) for _ in range(processors)]
        statuses = {process.wait() for process in started}
    return 0 if statuses <= {0, NOTHING_TRIED} and 0 in statuses else 1
