"""What readers of languages share: a place in a text, and steps over it."""

import re


class Unread(Exception):
    """The text is none of the language, or holds more of it than we write."""


class Scanner:
    def __init__(self, text: str):
        self.text, self.place = text, 0

    def fail(self, what: str):
        line = self.text.count("\n", 0, self.place) + 1
        raise Unread(f"line {line}: {what} at {self.text[self.place : self.place + 30]!r}")

    def is_at_end(self) -> bool:
        return self.place == len(self.text)

    def peek(self, further: int = 0) -> str:
        """A letter, or nothing behind the end."""
        return self.text[self.place + further : self.place + further + 1]

    def can(self, pattern: str) -> bool:
        return re.compile(pattern).match(self.text, self.place) is not None

    def match(self, pattern: str) -> str:
        found = re.compile(pattern).match(self.text, self.place)
        if found is None:
            self.fail(f"there is no {pattern}")
        self.place = found.end()
        return found.group()
