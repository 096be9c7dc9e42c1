"""Plays what was read. Commands are given to a function; what it raises ends the script as in PowerShell: at once where
`$ErrorActionPreference` is Stop, and else not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from powershell import reader
from scanner import Unread

Run = Callable[[str, list[Any]], Any]
"""Runs a command by its name and its arguments: texts, numbers, lists, tables, and `Named` for parameters."""


PROGRAMS = ("az", "kubectl")


class Failed(Exception):
    """A command failed, or something was thrown."""


@dataclass
class Named:
    """A parameter, with the value that is joined to it, if there is one."""

    name: str
    value: Any


@dataclass(frozen=True)
class Bare:
    """A word or a number without quotes."""

    text: str


class Secret(str):
    """A text that was typed unseen."""


class Player:
    def __init__(self, run: Run):
        self.run = run
        self.variables: dict[str, Any] = {
            "erroractionpreference": "Continue",
            "true": True,
            "false": False,
            "null": None,
        }
        self.variables["lastexitcode"] = 0

    def fail(self, name: str) -> None:
        """Fails as the command of that name does: a program says so by its status only."""
        if name in PROGRAMS:
            self.variables["lastexitcode"] = 1
        else:
            raise Failed(f"{name} failed")

    def play(self, statements: list) -> None:
        for statement in statements:
            self.statement(statement)

    def statement(self, statement: Any) -> None:
        match statement:
            case reader.Assign(name, value):
                self.variables[name.lower()] = self.value(value)
            case reader.If(condition, then):
                if self.value(condition):
                    self.play(then)
            case reader.Try(body, finally_):
                try:
                    self.play(body)
                finally:
                    self.play(finally_)
            case reader.Throw(value):
                raise Failed(self.value(value))
            case reader.Command():
                self.command(statement)
            case _:
                raise Unread(f"{statement} does nothing")

    def command(self, command: reader.Command) -> Any:
        arguments = [self.argument(argument) for argument in command.arguments]
        if command.name in PROGRAMS:
            self.variables["lastexitcode"] = 0
        try:
            return self.run(command.name, arguments)
        except Failed:
            if self.variables["erroractionpreference"] == "Stop":
                raise
            return None

    def argument(self, argument: Any) -> Any:
        match argument:
            case reader.Parameter(name, value):
                return Named(name, None if value is None else self.value(value))
            case reader.Word(text) | reader.Number(text):
                return Bare(text)
            case reader.Array(items):
                return [self.argument(item) for item in items]
        return self.value(argument)

    def value(self, value: Any) -> Any:
        match value:
            case reader.Text(text):
                return text
            case reader.Number(written):
                return int(written, 0) if "." not in written else float(written)
            case reader.Variable(name):
                if name.lower() not in self.variables:
                    raise Unread(f"${name} has no value")
                return self.variables[name.lower()]
            case reader.Array(items):
                return [self.value(item) for item in items]
            case reader.Table(entries):
                return table([(self.value(key), self.value(item)) for key, item in entries])
            case reader.Cast("char", number):
                return Character(chr(self.value(number)))
            case reader.Member(of, "Length"):
                return utf16_length(self.value(of))
            case reader.Not(inner):
                return not self.value(inner)
            case reader.Operation(operator, left, right):
                return operate(operator, self.value(left), self.value(right))
            case reader.Command():
                return self.command(value)
        raise Unread(f"{value} is more than we write")


class Character(str):
    """One unit of UTF-16."""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def table(entries: list[tuple[str, Any]]) -> dict[str, Any]:
    """A hashtable, which does not tell apart keys that differ in the case of their letters."""
    found: dict[str, Any] = {}
    for key, value in entries:
        if not isinstance(key, str) or key.lower() in {other.lower() for other in found}:
            raise Failed(f"the key {key!r} is no text, or there twice")
        found[key] = value
    return found


def operate(operator: str, left: Any, right: Any) -> Any:
    match operator:
        case "+" if isinstance(left, str) and not isinstance(left, Character):
            joined = left + str(right)
            # Two halves that stand beside one another are one character.
            return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        case "-ne":
            return left != right
        case "-eq":
            return left == right
    raise Unread(f"{left!r} {operator} {right!r} is more than we write")
