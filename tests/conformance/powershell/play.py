"""Plays what was read. Commands are given to a function; what it raises ends the script as in PowerShell: at once where
`$ErrorActionPreference` is Stop, and else not at all."""

import json
import os
import pathlib
import re
import shutil
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from powershell import reader
from scanner import Unread

Run = Callable[[str, list[Any]], Any]
"""Runs a command by its name and its arguments: texts, numbers, lists, tables, and `Named` for parameters."""


PROGRAMS = ("az", "kubectl")
OF_FILES = ("Import-Module", "Join-Path", "New-Item", "Set-Content", "Remove-Item")
SWITCHES = ("NoNewline", "Recurse", "Force")
MODELS = "Microsoft.Azure.Management.ContainerService.Models."


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


@dataclass
class Closed:
    """A block as a value."""

    statements: list


class Secret(str):
    """A text that was typed unseen."""


WINDOWS_POWERSHELL = (5, 1)
OPTIONS = {"AsHashtable": (6, 0), "DateKind": (7, 5)}
"""Options of ConvertFrom-Json, and the versions of PowerShell that have them."""

ON_WINDOWS = reader.Operation(
    "-or",
    reader.Operation("-ne", reader.Member(reader.Variable("PSVersionTable"), "PSEdition"), reader.Text("Core")),
    reader.Variable("IsWindows"),
)
"""The condition of a text that az.cmd would not get as it is."""


class Player:
    def __init__(self, run: Run, version: tuple[int, int] = WINDOWS_POWERSHELL):
        self.run = run
        self.makes_dates = version >= (6, 0)
        """Whether ConvertFrom-Json makes dates of texts, unless an option says not to."""
        self.options = {name: True for name, since in OPTIONS.items() if version >= since}
        """The options of ConvertFrom-Json."""
        self.variables: dict[str, Any] = {
            "erroractionpreference": "Continue",
            "true": True,
            "false": False,
            "null": None,
            "strictmode": None,
        }
        self.variables["lastexitcode"] = 0
        self.variables["psversiontable"] = Seen({"psEdition": "Core"})
        self.variables["iswindows"] = False
        self.stops_on_windows = False
        self.made: list[str] = []
        """The directories that the script made."""
        self.environment: dict[str, str] = {}
        self.caught: list[Failed] = []

    def fail(self, name: str) -> None:
        """Fails as the command of that name does: a program says so by its status only."""
        if name in PROGRAMS:
            self.variables["lastexitcode"] = 1
        else:
            raise Failed(f"{name} failed")

    def play(self, statements: list) -> list[Any]:
        """Plays statements, and gives what they give."""
        return [one for statement in statements for one in self.statement(statement)]

    def statement(self, statement: Any) -> list[Any]:
        match statement:
            case reader.Assign(name, reader.Where() | reader.Each() as value):
                # A pipeline gives nothing, one value, or an array.
                given = self.value(value)
                self.variables[name.lower()] = given if len(given) > 1 else given[0] if given else None
            case reader.Assign(name, value):
                self.variables[name.lower()] = self.value(value)
            case reader.Put(name, key, value):
                self.variables[name.lower()][self.value(key)] = self.value(value)
            case reader.If(condition, [reader.Throw()], []) if condition == ON_WINDOWS:
                self.stops_on_windows = True
            case reader.If(condition, then, otherwise):
                return self.play(then if truth(self.value(condition)) else otherwise)
            case reader.Try(body, catch, finally_):
                try:
                    return self.play(body)
                except Failed as failure:
                    if catch is None:
                        raise
                    self.caught.append(failure)
                    return self.play(catch)
                finally:
                    self.play(finally_)
            case reader.Throw(None):
                raise self.caught[-1]
            case reader.Throw(value):
                raise Failed(self.value(value))
            case reader.Command():
                given = self.command(statement)
                return given if isinstance(given, list) else [] if given is None else [given]
            case _:
                return collected(self.value(statement))
        return []

    def invoke(self, block: Closed) -> list[Any]:
        """Plays a block in a scope of its own."""
        before = dict(self.variables)
        try:
            return self.play(block.statements)
        finally:
            self.variables = {**before, "lastexitcode": self.variables["lastexitcode"]}

    def command(self, command: reader.Command) -> Any:
        arguments = []
        for argument in command.arguments:
            if isinstance(argument, reader.Splat):
                table = self.value(reader.Variable(argument.name))
                arguments += [one for name, value in table.items() for one in (Named(name, value),)]
            else:
                arguments.append(self.argument(argument))
        name = command.name if isinstance(command.name, str) else self.value(command.name)
        if isinstance(name, Closed):
            given = self.invoke(name)
            return given[0] if len(given) == 1 else given
        if name == "Set-StrictMode":
            self.variables["strictmode"] = None
            if [argument.name for argument in arguments if isinstance(argument, Named)] != ["Off"]:
                raise Unread(f"Set-StrictMode {arguments}")
            return None
        if name == "ConvertTo-Json":
            (value,) = [one for one in arguments if not isinstance(one, Named | Bare)]
            return json.dumps(written(value), separators=(",", ":"), default=str)
        if name == "ConvertFrom-Json":
            match arguments:
                case [Named("InputObject"), str() as text, *rest]:
                    named = {one.name for one in rest}
                    makes_dates = self.makes_dates and Named("DateKind", "String") not in rest
                    if named <= {"DateKind", "AsHashtable"} and named <= self.options.keys():
                        return document(json.loads(text), makes_dates, "AsHashtable" in named)
            raise Unread(f"ConvertFrom-Json {arguments} is more than we write")
        if name == "Get-Command" and arguments == [Bare("ConvertFrom-Json")]:
            return Seen({"parameters": self.options})
        if name == "Add-Member":
            match arguments:
                case [Named("InputObject"), Seen() as of, Named("NotePropertyName"), Bare(member_name), Named("NotePropertyValue"), value, Named("Force")]:
                    of.properties[member_name.lower()] = value
                    return None
                case [Named("InputObject"), Document() as of, Named("NotePropertyName"), str() as member_name, Named("NotePropertyValue"), value, Named("Force")]:
                    of.put(member_name, with_numbers(value))
                    return None
            raise Unread(f"Add-Member {arguments} is more than we write")
        if name in OF_FILES:
            return self.of_files(name, arguments)
        if name in PROGRAMS:
            self.variables["lastexitcode"] = 0
        try:
            return self.run(name, arguments)
        except Failed:
            stops = any(
                isinstance(one, Named) and one.name == "ErrorAction" and following(arguments, place) == Bare("Stop")
                for place, one in enumerate(arguments)
            )
            if stops or self.variables["erroractionpreference"] == "Stop":
                raise
            return None

    def of_files(self, name: str, arguments: list[Any]) -> Any:
        """What a script does with files of its own."""
        named: dict[str, Any] = {}
        plain: list[Any] = []
        rest = list(arguments)
        while rest:
            one = rest.pop(0)
            if not isinstance(one, Named):
                plain.append(one)
            elif one.name in SWITCHES:
                named[one.name] = True
            else:
                named[one.name] = rest.pop(0)
        match name, named, plain:
            case "Import-Module", {}, [Bare("Az.Aks")]:
                return None
            case "Join-Path", {}, [folder, inner]:
                return f"{folder}/{inner}"
            case "New-Item", {"ItemType": Bare("Directory"), "Path": path}, []:
                os.mkdir(path)
                self.made.append(path)
                return Seen({"fullName": path})
            case "Set-Content", {"LiteralPath": path, "Encoding": Bare("ascii"), "Value": value, **more}, []:
                lines = value if isinstance(value, list) else [value]
                if more.keys() - {"NoNewline"} or not all(line.isascii() for line in lines):
                    raise Failed(f"Set-Content {more} of what isn't ASCII: {lines}")
                text = "".join(lines) if "NoNewline" in more else "".join(f"{line}\n" for line in lines)
                pathlib.Path(path).write_text(text)
                return None
            case "Remove-Item", {"LiteralPath": path, "Recurse": True, "Force": True}, []:
                shutil.rmtree(path)
                return None
        raise Unread(f"{name} {arguments} is more than we write")

    def static(self, kind: str, name: str, arguments: list[Any]) -> Any:
        match kind, name, arguments:
            case "IO.Path", "GetTempPath", []:
                return tempfile.gettempdir()
            case "IO.Path", "GetRandomFileName", []:
                return f"poolwright-{uuid.uuid4()}"
            case "StringComparer", "Ordinal", []:
                return "Ordinal"
            case "Collections.Hashtable", "new", ["Ordinal"]:
                return {}
        raise Unread(f"[{kind}]::{name} is more than we write")

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
            case reader.Joined(parts):
                return "".join(part if isinstance(part, str) else as_text(self.value(part)) for part in parts)
            case reader.Variable(name) if name.lower().startswith("env:"):
                return self.environment.get(name[4:])
            case reader.Variable(name):
                if name.lower() not in self.variables:
                    raise Unread(f"${name} has no value")
                return self.variables[name.lower()]
            case reader.Array(items):
                return [self.value(item) for item in items]
            case reader.Collected(statements):
                return self.play(statements)
            case reader.Block(statements):
                return Closed(statements)
            case reader.Table(entries):
                return table([(self.value(key), self.value(item)) for key, item in entries])
            case reader.Cast("char", number):
                return Character(chr(self.value(number)))
            case reader.Static(kind, name, arguments):
                return self.static(kind, name, [self.value(argument) for argument in arguments])
            case reader.Cast("string[]", inner):
                return collected(self.value(inner))
            case reader.Cast(kind, inner) if kind.startswith(MODELS):
                return Object(kind.removeprefix(MODELS), self.value(inner))
            case reader.Cast("pscustomobject", inner):
                return document(self.value(inner))
            case reader.Cast("bool", inner):
                return truth(self.value(inner))
            case reader.Member(of, name):
                holder, name = self.value(of), name if isinstance(name, str) else self.value(name)
                is_there = holder is not None and (
                    not isinstance(holder, Seen) or name == "PSObject" or name.lower() in holder.properties
                )
                if self.variables["strictmode"] and not is_there:
                    raise Failed(f"{holder} has no {name}")
                return member(holder, name)
            case reader.Index(of, key):
                return taken(self.value(of), self.value(key))
            case reader.Call(of, "Where", condition):
                return self.where(self.value(of), condition)
            case reader.Call(of, "Remove", key):
                holder = self.value(of)
                if not isinstance(holder, dict):
                    raise Failed(f"{holder!r} has no Remove")
                holder.pop(self.value(key), None)
                return []
            case reader.Call(of, "StartsWith", begin):
                text = self.value(of)
                if not isinstance(text, str):
                    raise Failed(f"{text!r} has no StartsWith")
                return text.startswith(self.value(begin))
            case reader.Where(of, condition):
                return self.where(self.statement(of), condition)
            case reader.Each(of, statements):
                before, given = self.variables.get("_"), []
                for one in self.statement(of):
                    self.variables["_"] = one
                    given += self.play(statements)
                self.variables["_"] = before
                return given
            case reader.Not(inner):
                return not truth(self.value(inner))
            case reader.Operation("-and", left, right):
                return truth(self.value(left)) and truth(self.value(right))
            case reader.Operation("-or", left, right):
                return truth(self.value(left)) or truth(self.value(right))
            case reader.Operation("-is", left, reader.Type(kind)):
                return is_a(self.value(left), kind)
            case reader.Operation("-isnot", left, reader.Type(kind)):
                return not is_a(self.value(left), kind)
            case reader.Operation(operator, left, right):
                return operate(operator, self.value(left), self.value(right))
            case reader.If(condition, [then], [otherwise]):
                return self.value(then if truth(self.value(condition)) else otherwise)
            case reader.Command():
                return self.command(value)
        raise Unread(f"{value} is more than we write")

    def where(self, items: list[Any], condition: Any) -> list[Any]:
        """Those that meet a condition, each of which is `$_` in it."""
        before, found = self.variables.get("_"), []
        for one in items:
            self.variables["_"] = one
            if truth(self.value(condition)):
                found.append(one)
        self.variables["_"] = before
        return found


@dataclass
class Object:
    """An object of a class of the module, or a list of such objects."""

    kind: str
    value: Any


class Seen:
    """An object that a cmdlet gives, with its properties, however their letters are written. PowerShell gives nothing
    for one that is not there; where all are known, it is a mistake to ask for it."""

    def __init__(self, properties: dict[str, Any], are_all: bool = True):
        self.properties = {name.lower(): value for name, value in properties.items()}
        self.are_all = are_all


class Document(Seen):
    """An object that was read from JSON, or one without properties to begin with."""

    def __init__(self, properties: dict[str, Any]):
        super().__init__(properties, are_all=False)
        self.names = {name.lower(): name for name in properties}

    def put(self, name: str, value: Any) -> None:
        """Sets a property, whatever the case of the letters of the one that is there."""
        self.names[name.lower()] = name
        self.properties[name.lower()] = value


class Date(str):
    """A date that was a text: it is no longer the same text."""


def document(value: Any, makes_dates: bool = False, as_table: bool = False) -> Any:
    """What ConvertFrom-Json makes of JSON: objects, or tables that tell apart keys that differ in case."""
    if isinstance(value, dict) and as_table:
        return {name: document(item, makes_dates, as_table) for name, item in value.items()}
    if isinstance(value, dict):
        if len({name.lower() for name in value}) < len(value):
            raise Failed("keys differ in the case of their letters only")
        return Document({name: document(item, makes_dates) for name, item in value.items()})
    if isinstance(value, str) and makes_dates and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", value):
        return Date(value)
    return [document(item, makes_dates, as_table) for item in value] if isinstance(value, list) else value


KINDS = {"bool": bool, "datetime": Date, "string": str, "Collections.IList": list, "ValueType": (bool, int, float, Date)}


def is_a(value: Any, kind: str) -> bool:
    """Whether a value is of a type of .NET."""
    if kind not in KINDS:
        raise Unread(f"-is [{kind}] is more than we write")
    return isinstance(value, KINDS[kind]) and not (kind == "string" and isinstance(value, Date))


def written(value: Any) -> Any:
    """What ConvertTo-Json writes."""
    match value:
        case Document():
            return {value.names[name]: written(item) for name, item in value.properties.items()}
        case Seen():
            return {name: written(item) for name, item in value.properties.items()}
        case dict():
            return {name: written(item) for name, item in value.items()}
        case list():
            return [written(item) for item in value]
        case Date():
            return f"{value} as local time"
    return value


def with_numbers(value: Any) -> Any:
    """An argument as a parameter of any type takes it: bare numbers are numbers, in a list too."""
    match value:
        case Bare(text):
            return json.loads(text)
        case list():
            return [with_numbers(one) for one in value]
    return value


def following(arguments: list[Any], place: int) -> Any:
    return arguments[place + 1] if place + 1 < len(arguments) else None


def member(of: Any, name: str) -> Any:
    match of, name:
        case None, _:
            return None
        case Seen(), "PSObject":
            return Seen({"properties": [Seen({"value": value}) for value in of.properties.values()]})
        case Seen(), _ if name.lower() in of.properties or not of.are_all:
            return of.properties.get(name.lower())
        case str(), "Length":
            return utf16_length(of)
        case list(), "Count":
            return len(of)
        case dict(), "PSBase":
            return Seen({"keys": list(of)})
        case dict(), _ if name in of:
            return of[name]
        case dict(), "Keys":
            return list(of)
    raise Unread(f"{of!r} has no {name}")


def taken(of: Any, key: Any) -> Any:
    if of is None:
        raise Failed("nothing can be taken out of nothing")
    if isinstance(of, dict):
        return of.get(key)
    if isinstance(of, list) and isinstance(key, int):
        return of[key] if key < len(of) else None
    raise Unread(f"{of!r} has no [{key!r}]")


def collected(value: Any) -> list[Any]:
    """What `@()` makes of a value: of nothing, one nothing."""
    return value if isinstance(value, list) else [value]


def truth(value: Any) -> bool:
    if isinstance(value, list) and len(value) == 1:
        return truth(value[0])
    return True if isinstance(value, Seen | dict) else bool(value)


def as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool() | int() | str():
            return str(value)
    raise Unread(f"{value!r} in a text is more than we write")


class Character(str):
    """One unit of UTF-16."""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def table(entries: list[tuple[str, Any]]) -> dict[str, Any]:
    """A hashtable, which does not tell apart keys that differ in the case of their letters."""
    found: dict[str, Any] = {}
    for key, value in entries:
        if not isinstance(key, str) or key.lower() in {other.lower() for other in found}:
            raise Failed(f"the key {key!r} isn't a text, or is repeated")
        found[key] = value
    return found


def operate(operator: str, left: Any, right: Any) -> Any:
    match operator:
        case "+" if isinstance(left, str) and not isinstance(left, Character):
            joined = left + str(right)
            # Two adjacent surrogate halves are one character.
            return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        case "+" if isinstance(left, list) and isinstance(right, list):
            return left + right
        case "-ne":
            return not is_equal(left, right)
        case "-eq":
            return is_equal(left, right)
        case "-ceq":
            return is_equal(left, right, exactly=True)
        case "-ccontains":
            return any(is_equal(one, right, exactly=True) for one in collected(left))
        case "-notcontains":
            return not any(is_equal(one, right) for one in collected(left))
        case "-gt" if isinstance(left, int) and isinstance(right, int):
            return left > right
        case "-le" if isinstance(left, int) and isinstance(right, int):
            return left <= right
    raise Unread(f"{left!r} {operator} {right!r} is more than we write")


def is_equal(left: Any, right: Any, exactly: bool = False) -> bool:
    """The value on the left says what both are taken for; letters are the same in either case, unless it is exact."""
    match left:
        case None:
            return right is None
        case bool():
            return left == truth(right)
        case Date():
            return isinstance(right, Date) and left == right
        case str():
            text = as_text(right)
            return left == text if exactly else left.lower() == text.lower()
        case int() | float() if isinstance(right, int | float):
            return left == right
    raise Unread(f"whether {left!r} is {right!r} is more than we ask")
