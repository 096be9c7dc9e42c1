"""Reads the part of PowerShell that we write. Whatever is outside of it is an error, so that nothing passes unread.

What it knows of the language follows the tokenizer of PowerShell's engine (CharTraits.cs, tokenizer.cs): there are four
single and three double quotes, five dashes, and blanks that are not ASCII; in single quotes only a doubled quote means
anything; a backtick continues a line only if it is its last character.
"""

import re
from dataclasses import dataclass
from typing import Any

SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'
DASHES = "-\u2013\u2014\u2015"
BLANKS = " \t\u00a0\u0085"
ENDS_WORD = BLANKS + "\n;|(){},&<>"
NAMED = {"0": "\0", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Unread(Exception):
    """The text is no PowerShell, or more of it than we write."""


@dataclass
class Text:
    value: str


@dataclass
class Number:
    written: str


@dataclass
class Word:
    """An argument without quotes."""

    value: str


@dataclass
class Variable:
    name: str


@dataclass
class Array:
    items: list


@dataclass
class Table:
    entries: list[tuple[Any, Any]]


@dataclass
class Cast:
    kind: str
    value: Any


@dataclass
class Member:
    of: Any
    name: str


@dataclass
class Operation:
    operator: str
    left: Any
    right: Any


@dataclass
class Not:
    value: Any


@dataclass
class Parameter:
    name: str
    value: Any
    """What is joined to it by a colon, or nothing."""


@dataclass
class Command:
    name: str
    arguments: list


@dataclass
class Assign:
    name: str
    value: Any


@dataclass
class If:
    condition: Any
    then: list


@dataclass
class Try:
    body: list
    finally_: list


@dataclass
class Throw:
    value: Any


class Reader:
    def __init__(self, text: str):
        self.text, self.place = text, 0

    def fail(self, what: str):
        line = self.text.count("\n", 0, self.place) + 1
        raise Unread(f"line {line}: {what} at {self.text[self.place : self.place + 30]!r}")

    def at(self, *starts: str) -> bool:
        return self.text.startswith(starts, self.place)

    def peek(self, further: int = 0) -> str:
        place = self.place + further
        return self.text[place] if place < len(self.text) else ""

    def take(self, start: str) -> None:
        if not self.at(start):
            self.fail(f"there is no {start!r}")
        self.place += len(start)

    def match(self, pattern: str) -> str:
        found = re.compile(pattern).match(self.text, self.place)
        if found is None:
            self.fail(f"there is no {pattern}")
        self.place = found.end()
        return found.group()

    def word(self, word: str) -> bool:
        return re.compile(rf"{word}(?![\w-])").match(self.text, self.place) is not None

    def blanks(self, lines: bool = False) -> None:
        """Passes blanks, continued lines and comments, and ends of lines where they mean nothing."""
        while self.place < len(self.text):
            if self.peek() in BLANKS or (lines and self.peek() == "\n"):
                self.place += 1
            elif self.at("`\n"):
                self.place += 2
            elif self.peek() == "#":
                self.match("[^\n]*")
            else:
                return

    def statements(self, end: str = "") -> list:
        found = []
        while True:
            self.blanks(lines=True)
            while self.peek() == ";":
                self.place += 1
                self.blanks(lines=True)
            if self.place == len(self.text) and not end:
                return found
            if end and self.at(end):
                self.take(end)
                return found
            found.append(self.statement())
            self.blanks()
            if self.place < len(self.text) and self.peek() not in "\n;" and not (end and self.at(end)):
                self.fail("a statement goes on")

    def block(self) -> list:
        self.blanks(lines=True)
        self.take("{")
        return self.statements("}")

    def statement(self):
        if self.word("if"):
            self.take("if")
            self.blanks()
            condition = self.parenthesis()
            return If(condition, self.block())
        if self.word("try"):
            self.take("try")
            body = self.block()
            self.blanks(lines=True)
            self.take("finally")
            return Try(body, self.block())
        if self.word("throw"):
            self.take("throw")
            self.blanks()
            return Throw(self.expression())
        if re.compile(r"\$\w+ *=").match(self.text, self.place):
            name = self.match(r"\$\w+")[1:]
            self.blanks()
            self.take("=")
            self.blanks()
            return Assign(name, self.pipeline())
        return self.pipeline()

    def pipeline(self):
        """A command or an expression; nothing that we write is piped."""
        return self.command() if self.peek().isalpha() else self.expression()

    # In a command, words need no quotes.

    def command(self) -> Command:
        name = self.match(r"[A-Za-z][\w.-]*")
        arguments = []
        while True:
            self.blanks()
            if not self.peek() or self.peek() in "\n;})":
                return Command(name, arguments)
            if self.peek() in DASHES and self.peek(1).isalpha():
                arguments.append(self.parameter())
            else:
                arguments.append(self.argument_list())

    def parameter(self) -> Parameter:
        self.place += 1
        name = self.match(r"\w[\w-]*")
        if self.peek() == ":":
            self.take(":")
            return Parameter(name, self.argument())
        if self.peek() and self.peek() not in BLANKS + "\n;})":
            self.fail("a parameter goes on")
        return Parameter(name, None)

    def argument_list(self):
        items = [self.argument()]
        while True:
            before = self.place
            self.blanks()
            if self.peek() != ",":
                self.place = before
                return items[0] if len(items) == 1 else Array(items)
            self.take(",")
            self.blanks(lines=True)
            items.append(self.argument())

    def argument(self):
        if self.peek() and self.peek() in SINGLE + DOUBLE + "(@$":
            value = self.value()
            if self.peek() and self.peek() not in ENDS_WORD:
                self.fail("an argument goes on behind its end")
            return value
        found = ""
        while self.peek() and self.peek() not in ENDS_WORD:
            if self.peek() in SINGLE:
                found += self.single()
            elif self.peek() in DOUBLE + "`$":
                self.fail("a word holds what we do not write")
            else:
                found += self.peek()
                self.place += 1
        if not found:
            self.fail("there is no argument")
        return Number(found) if re.fullmatch(r"-?\d+(\.\d+)?", found) else Word(found)

    # In an expression, they do.

    def parenthesis(self):
        self.take("(")
        self.blanks(lines=True)
        found = self.pipeline()
        self.blanks(lines=True)
        self.take(")")
        return found

    def expression(self):
        found = self.unary()
        while True:
            before = self.place
            self.blanks()
            operator = re.compile(r"\+|-(ne|eq)\b").match(self.text, self.place)
            if operator is None:
                self.place = before
                return found
            self.place = operator.end()
            self.blanks(lines=True)
            found = Operation(operator.group(), found, self.unary())

    def unary(self):
        if self.word("-not"):
            self.take("-not")
            self.blanks()
            return Not(self.unary())
        if self.peek() == "[":
            kind = self.match(r"\[\w+\]")[1:-1]
            return Cast(kind, self.unary())
        if self.peek().isdigit() or (self.peek() == "-" and self.peek(1).isdigit()):
            return Number(self.match(r"0x[0-9a-fA-F]+|-?\d+(\.\d+)?"))
        return self.value()

    def value(self):
        """What both modes share."""
        if self.peek() and self.peek() in SINGLE:
            found = Text(self.single())
        elif self.peek() and self.peek() in DOUBLE:
            found = Text(self.double())
        elif self.at("@("):
            self.take("@(")
            found = Array(self.items(")"))
        elif self.at("@{"):
            self.take("@{")
            found = self.table()
        elif self.peek() == "$":
            found = Variable(self.match(r"\$\w+")[1:])
        elif self.peek() == "(":
            found = self.parenthesis()
        else:
            self.fail("this is no value")
        while re.compile(r"\.[A-Za-z]").match(self.text, self.place):
            self.take(".")
            found = Member(found, self.match(r"\w+"))
        return found

    def items(self, end: str) -> list:
        found = []
        self.blanks(lines=True)
        while not self.at(end):
            if found:
                self.take(",")
                self.blanks(lines=True)
            found.append(self.expression())
            self.blanks(lines=True)
        self.take(end)
        return found

    def table(self) -> Table:
        entries = []
        while True:
            self.blanks(lines=True)
            while self.peek() == ";":
                self.place += 1
                self.blanks(lines=True)
            if self.at("}"):
                self.take("}")
                return Table(entries)
            # A key that is no quoted text could be a number or a keyword.
            key = self.value()
            self.blanks()
            self.take("=")
            self.blanks(lines=True)
            entries.append((key, self.expression()))
            self.blanks()
            if self.peek() not in (";", "\n", "}"):
                self.fail("an entry of a table goes on")

    def single(self) -> str:
        self.place += 1
        found = ""
        while True:
            if not self.peek():
                self.fail("a text has no end")
            if self.peek() in SINGLE:
                self.place += 1
                if not self.peek() or self.peek() not in SINGLE:
                    return found
            found += self.peek()
            self.place += 1

    def double(self) -> str:
        self.place += 1
        found = ""
        while True:
            if not self.peek() or self.peek() == "$":
                self.fail("a text in double quotes has no end, or a variable")
            if self.peek() in DOUBLE:
                self.place += 1
                return found
            if self.peek() == "`":
                self.place += 1
                if self.peek() not in NAMED:
                    self.fail("an escape that we do not write")
                found += NAMED[self.peek()]
            else:
                found += self.peek()
            self.place += 1


def read(text: str) -> list:
    """The statements of a text."""
    unseen = {character for character in text if character != "\n" and ord(character) < 32 or character == "\x7f"}
    if unseen:
        raise Unread(f"there are control characters in the text: {unseen}")
    return Reader(text).statements()
