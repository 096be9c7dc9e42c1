"""Bicep files: a reader of the plain part of the language; the resources are put into a cloud like a template's."""

from collections.abc import Iterator
from typing import Any

from cloud import Cloud
from dialects import arm
from scanner import Scanner, Unread

MAKES_GROUP = False
UNASKED = {}

ESCAPES = {"\\": "\\", "'": "'", "n": "\n", "r": "\r", "t": "\t", "$": "$"}


def act(text: str, cloud: Cloud) -> Iterator[str]:
    (region,) = cloud.groups.values()
    try:
        file = Reader(text, region)
        file.read()
        (group,) = cloud.groups
        for cluster in file.existing:
            cloud.cluster(group, cluster)
        yield from arm.put(file.resources, group, cloud)
    except (Unread, ValueError) as error:
        yield f"the file: {error}"


class Reader(Scanner):
    """Reads a file to its end. Lines end members, as the language wants it."""

    def __init__(self, text: str, region: str):
        super().__init__(text)
        self.region = region
        self.symbols: dict[str, str] = {}
        """The names of resources."""
        self.resources: list[dict[str, Any]] = []
        self.existing: list[str] = []
        self.parameters: dict[str, Any] = {}

    def lines(self) -> None:
        """Passes the end of a line, empty lines and comments."""
        self.match(r"(?:[ \t]*(?://[^\n]*)?(?:\n|$))*[ \t]*")

    def end_of_line(self) -> None:
        self.match(r"[ \t]*(?=\n|$)")
        self.lines()

    def read(self) -> None:
        self.lines()
        while not self.is_at_end():
            if self.can("@") or self.can("param "):
                self.parameter()
            else:
                self.resource()
            self.end_of_line()

    def parameter(self) -> None:
        is_secret = self.can("@")
        if is_secret:
            self.match(r"@secure\(\)\n")
        name = self.match(r"param \w+ string").split(" ")[1]
        if name in self.parameters or is_secret != (name in arm.ASKED):
            self.fail(f"the parameter {name}")
        if is_secret:
            self.parameters[name] = arm.ASKED[name]
        else:
            self.match(" = ")
            self.parameters[name] = self.value()

    def resource(self) -> None:
        symbol = self.match(r"resource [A-Za-z]\w*").split(" ")[1]
        self.match(" ")
        kind, _, api = self.string().partition("@")
        is_existing = self.can(" existing")
        self.match("(?: existing)? = ")
        if symbol in self.symbols:
            self.fail(f"the symbol {symbol} is there twice")
        body = self.object()
        parent = body.pop("parent", None)
        if parent is not None and parent not in self.existing:
            # A pool waits for the cluster that is its parent.
            body["dependsOn"] = [parent, *body.get("dependsOn", [])]
        name = body["name"] if parent is None else f"{parent}/{body['name']}"
        self.symbols[symbol] = name
        if is_existing:
            self.existing.append(name)
        else:
            self.resources.append({**body, "type": kind, "apiVersion": api, "name": name})

    def value(self) -> Any:
        if self.peek() == "'":
            return self.string()
        if self.peek() == "{":
            return self.object()
        if self.peek() == "[":
            return self.list()
        if self.can(r"-?\d"):
            # The language has no decimals.
            return int(self.match(r"-?\d+(?![\w.])"))
        if self.can(r"json\("):
            self.match(r"json\(")
            number = float(self.string())
            self.match(r"\)")
            return number
        if self.can(r"resourceGroup\(\)\.location\b"):
            self.match(r"resourceGroup\(\)\.location")
            return self.region
        word = self.match(r"[A-Za-z]\w*(?![\w(.])")
        if word in ("true", "false"):
            return word == "true"
        if word in self.parameters:
            return self.parameters[word]
        if word not in self.symbols:
            self.fail(f"{word} is nothing")
        return self.symbols[word]

    def object(self) -> dict[str, Any]:
        self.match(r"\{")
        found: dict[str, Any] = {}
        while not self.can(r"\s*\}"):
            self.end_of_line()
            key = self.string() if self.peek() == "'" else self.match(r"[A-Za-z_]\w*")
            if key in found:
                self.fail(f"the key {key} is there twice")
            self.match(": ")
            found[key] = self.value()
        self.match(r"\s*\}")
        return found

    def list(self) -> list[Any]:
        self.match(r"\[")
        found = []
        while not self.can(r"\s*\]"):
            self.end_of_line()
            found.append(self.value())
        self.match(r"\s*\]")
        return found

    def string(self) -> str:
        self.match("'")
        found = ""
        while not self.can("'"):
            if self.can(r"\\u\{"):
                found += chr(int(self.match(r"\\u\{[0-9a-fA-F]+\}")[3:-1], 16))
            elif self.peek() == "\\":
                escape = self.match(r"\\.")[1]
                if escape not in ESCAPES:
                    self.fail("an escape that is none")
                found += ESCAPES[escape]
            elif self.can(r"\$\{"):
                self.fail("a text is interpolated")
            else:
                found += self.match(r"[^\n\x00-\x08\x0b-\x1f\x7f]")
        self.match("'")
        return found
