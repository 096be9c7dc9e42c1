"""Reads the part of PowerShell that we write. Whatever is outside of it is an error, so that nothing passes unread.

What it knows of the language follows the tokenizer of PowerShell's engine (CharTraits.cs, tokenizer.cs): there are four
single and three double quotes, five dashes, and blanks that are not ASCII; in single quotes only a doubled quote means
anything; a backtick continues a line only if it is its last character.
"""

import functools
import re
from dataclasses import dataclass
from typing import Any

from scanner import Scanner, Unread

SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'
DASHES = "-\u2013\u2014\u2015"
BLANKS = " \t\u00a0\u0085"
ENDS_WORD = BLANKS + "\n;|(){},&<>"
# From the loosest binding; operators on one line have the same precedence and apply from left to right.
OPERATORS = (r"-(and|or)(?![\w-])", r"-(ceq|ccontains|notcontains|eq|ne|gt|le|isnot|is)(?![\w-])", r"\+")
VARIABLE = r"\$(env:)?\w+"
NAMED = {"0": "\0", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass
class Text:
    value: str


@dataclass
class Joined:
    """A text in double quotes with values in it."""

    parts: list


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
class Collected:
    """What statements give, as an array."""

    statements: list


@dataclass
class Block:
    """Statements in braces, as a value."""

    statements: list


@dataclass
class Splat:
    """The entries of a table as parameters."""

    name: str


@dataclass
class Table:
    entries: list[tuple[Any, Any]]


@dataclass
class Cast:
    kind: str
    value: Any


@dataclass
class Type:
    """The name of a type, as an operand."""

    name: str


@dataclass
class Member:
    of: Any
    name: str


@dataclass
class Index:
    of: Any
    key: Any


@dataclass
class Call:
    of: Any
    name: str
    argument: Any


@dataclass
class Static:
    """A method of a type."""

    kind: str
    name: str
    arguments: list


@dataclass
class Where:
    """Those of some values that meet a condition."""

    of: Any
    condition: Any


@dataclass
class Each:
    """What statements give for each of some values."""

    of: Any
    statements: list


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
    name: Any
    """A word, or the variable that names a program."""
    arguments: list


@dataclass
class Assign:
    name: str
    value: Any


@dataclass
class Put:
    """An entry of a table is set."""

    of: str
    key: Any
    value: Any


@dataclass
class If:
    condition: Any
    then: list
    otherwise: list


@dataclass
class Try:
    body: list
    catch: list | None
    finally_: list


@dataclass
class Throw:
    value: Any
    """Nothing where what was caught is thrown on."""


class Reader(Scanner):
    def blanks(self, lines: bool = False) -> None:
        """Passes blanks, continued lines and comments, and ends of lines where they mean nothing."""
        while not self.is_at_end():
            if self.peek() in BLANKS or (lines and self.peek() == "\n"):
                self.place += 1
            elif self.can("`\n"):
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
            if self.is_at_end() and not end:
                return found
            if end and self.peek() == end:
                self.match(re.escape(end))
                return found
            found.append(self.statement())
            self.blanks()
            if not self.is_at_end() and self.peek() not in "\n;" and not (end and self.peek() == end):
                self.fail("a statement goes on")

    def block(self) -> list:
        self.blanks(lines=True)
        self.match(r"\{")
        return self.statements("}")

    def statement(self):
        if self.can(r"if(?![\w-])"):
            self.match(r"if")
            self.blanks()
            condition = self.parenthesis()
            then = self.block()
            return If(condition, then, self.block() if self.follows("else") else [])
        if self.can(r"try(?![\w-])"):
            self.match(r"try")
            body = self.block()
            catch = self.block() if self.follows("catch") else None
            finally_ = self.block() if self.follows("finally") else []
            if catch is None and not finally_:
                self.fail("a try has nothing behind it")
            return Try(body, catch, finally_)
        if self.can(r"throw(?![\w-])"):
            self.match(r"throw")
            self.blanks()
            return Throw(None if self.can(r"[\n;}]") else self.expression())
        if self.can(r"\$\w+\[['(]"):
            name = self.match(r"\$\w+")[1:]
            self.match(r"\[")
            key = self.expression()
            self.match(r"\] *= *")
            return Put(name, key, self.expression())
        if self.can(r"\$\w+ *="):
            name = self.match(r"\$\w+")[1:]
            self.blanks()
            self.match(r"=")
            self.blanks()
            if self.peek() == "{":
                return Assign(name, Block(self.block()))
            return Assign(name, self.statement() if self.can(r"if(?![\w-])") else self.pipeline())
        return self.pipeline()

    def follows(self, word: str) -> bool:
        """Passes a word that goes on with a statement, if it is there."""
        before = self.place
        self.blanks(lines=True)
        if self.can(rf"{word}(?![\w-])"):
            self.match(word)
            return True
        self.place = before
        return False

    def pipeline(self):
        """A command or an expression; all that we pipe to is Where-Object and ForEach-Object."""
        found = self.command() if self.peek().isalpha() or self.peek() == "&" else self.expression()
        while True:
            before = self.place
            self.blanks()
            if self.peek() != "|":
                self.place = before
                return found
            if self.can(r"\| *Where-Object"):
                self.match(r"\| *Where-Object")
                found = Where(found, self.condition())
            else:
                self.match(r"\| *ForEach-Object *")
                found = Each(found, self.block())

    def condition(self):
        """A block that is one expression."""
        self.blanks()
        self.match(r"\{")
        self.blanks()
        found = self.expression()
        self.blanks()
        self.match(r"\}")
        return found

    # In a command, words need no quotes.

    def command(self) -> Command:
        if self.peek() == "&":
            self.match(r"&")
            self.blanks()
            name = Block(self.block()) if self.peek() == "{" else Variable(self.match(VARIABLE)[1:])
        else:
            name = self.match(r"[A-Za-z][\w.-]*")
        arguments = []
        while True:
            self.blanks()
            if not self.peek() or self.peek() in "\n;})|":
                return Command(name, arguments)
            if self.peek() in DASHES and self.peek(1).isalpha():
                arguments.append(self.parameter())
            else:
                arguments.append(self.argument_list())

    def parameter(self) -> Parameter:
        self.place += 1
        name = self.match(r"\w[\w-]*")
        if self.peek() == ":":
            self.match(r":")
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
            self.match(r",")
            self.blanks(lines=True)
            items.append(self.argument())

    def argument(self):
        if self.can(r"@[A-Za-z]"):
            return Splat(self.match(r"@\w+")[1:])
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
            self.fail("an argument is missing")
        return Number(found) if re.fullmatch(r"-?\d+(\.\d+)?", found) else Word(found)

    # In an expression, they do.

    def parenthesis(self):
        self.match(r"\(")
        self.blanks(lines=True)
        found = self.pipeline()
        self.blanks(lines=True)
        self.match(r"\)")
        return found

    def expression(self, level: int = 0):
        if level == len(OPERATORS):
            return self.unary()
        found = self.expression(level + 1)
        while True:
            before = self.place
            self.blanks()
            if not self.can(OPERATORS[level]):
                self.place = before
                return found
            operator = self.match(OPERATORS[level])
            self.blanks(lines=True)
            if operator in ("-is", "-isnot"):
                found = Operation(operator, found, Type(self.match(r"\[[\w.]+\]")[1:-1]))
                continue
            found = Operation(operator, found, self.expression(level + 1))

    def unary(self):
        if self.can(r"-not(?![\w-])"):
            self.match(r"-not")
            self.blanks()
            return Not(self.unary())
        if self.peek() == "[":
            kind = self.match(r"\[[\w.]+(\[\])?\]")[1:-1]
            if self.can("::"):
                self.match("::")
                name = self.match(r"\w+")
                return Static(kind, name, self.arguments() if self.peek() == "(" else [])
            return Cast(kind, self.unary())
        if self.peek().isdigit() or (self.peek() == "-" and self.peek(1).isdigit()):
            return Number(self.match(r"0x[0-9a-fA-F]+|-?\d+(\.\d+)?"))
        return self.value()

    def arguments(self) -> list:
        """Values between brackets, with commas between them."""
        self.match(r"\(")
        found = []
        while self.peek() != ")":
            found.append(self.expression())
            self.blanks()
            if self.peek() == ",":
                self.match(",")
                self.blanks()
        self.match(r"\)")
        return found

    def value(self):
        """What both modes share."""
        if self.peek() and self.peek() in SINGLE:
            found = Text(self.single())
        elif self.peek() and self.peek() in DOUBLE:
            found = self.double()
        elif self.can(r"@\("):
            self.match(r"\@\(")
            found = self.array()
        elif self.can(r"@\{"):
            self.match(r"\@\{")
            found = self.table()
        elif self.peek() == "$":
            found = Variable(self.match(VARIABLE)[1:])
        elif self.peek() == "(":
            found = self.parenthesis()
        else:
            self.fail("expected a value")
        while True:
            if self.can(r"\.[A-Za-z]"):
                self.match(r"\.")
                name = self.match(r"\w+")
                if self.peek() != "(":
                    found = Member(found, name)
                    continue
                self.match(r"\(")
                found = Call(found, name, self.condition() if self.peek() == "{" else self.expression())
                self.match(r"\)")
            elif self.can(r"\.['(]"):
                self.match(r"\.")
                name = self.parenthesis() if self.peek() == "(" else Text(self.single())
                found = Member(found, name)
            elif self.peek() == "[":
                self.match(r"\[")
                found = Index(found, self.expression())
                self.match(r"\]")
            else:
                return found

    def array(self):
        """What is in an array: values with commas between them, or statements."""
        before = self.place
        self.blanks(lines=True)
        items = []
        while self.peek() and (self.peek() in SINGLE + "(" or self.peek().isdigit() or self.can(r"@\{")):
            items.append(self.expression())
            self.blanks(lines=True)
            if self.peek() == ")" and len(items) > 1:
                self.match(r"\)")
                return Array(items)
            if self.peek() != ",":
                break
            self.match(r",")
            self.blanks(lines=True)
        self.place = before
        return Collected(self.statements(")"))

    def table(self) -> Table:
        entries = []
        while True:
            self.blanks(lines=True)
            while self.peek() == ";":
                self.place += 1
                self.blanks(lines=True)
            if self.peek() == "}":
                self.match(r"\}")
                return Table(entries)
            # A key that is neither a quoted text nor a parameter's name could be a number or a keyword.
            key = Text(self.match(r"[A-Z]\w*")) if self.peek().isalpha() else self.value()
            self.blanks()
            self.match(r"=")
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

    def double(self):
        """In double quotes, a variable is its name alone: what follows it, a dot too, is text."""
        self.place += 1
        parts: list = [""]
        while True:
            if not self.peek():
                self.fail("a text has no end")
            if self.peek() in DOUBLE:
                self.place += 1
                return Text(parts[0]) if len(parts) == 1 else Joined(parts)
            if self.can(r"\$\("):
                self.match(r"\$")
                parts += [self.parenthesis(), ""]
                continue
            if self.peek() == "$":
                parts += [Variable(self.match(VARIABLE)[1:]), ""]
                continue
            if self.peek() == "`":
                self.place += 1
                if self.peek() not in NAMED:
                    self.fail("an escape that we do not write")
                parts[-1] += NAMED[self.peek()]
            else:
                parts[-1] += self.peek()
            self.place += 1


@functools.lru_cache(maxsize=1)
def read(text: str) -> list:
    """The statements of a text, which nobody changes: a journey plays the same text again and again."""
    unseen = {character for character in text if character != "\n" and ord(character) < 32 or character == "\x7f"}
    if unseen:
        raise Unread(f"there are control characters in the text: {unseen}")
    return Reader(text).statements()
