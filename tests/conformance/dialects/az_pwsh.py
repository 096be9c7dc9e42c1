"""Commands of the Azure CLI for PowerShell: read by a reader of our own, sent through what Windows makes of the words
of a batch file, and done by the real azure-cli."""

import re
from typing import Any

from cloud import Cloud
from dialects import az
from powershell import script
from powershell.play import Bare, Failed, Named
from state import PASSWORD

MAKES_GROUP = True
UNASKED = {}


def act(text: str, cloud: Cloud) -> list[str]:
    return script.act(text, cloud, runner)


def runner(cloud: Cloud, player: Any) -> script.Run:
    def run(name: str, arguments: list[Any]) -> None:
        words = [name, *(word_of(argument) for argument in arguments)]
        # A text that stops on Windows runs elsewhere only, where every word arrives.
        if not player.stops_on_windows and (arrived := through_windows(words)) != words:
            raise Failed(f"on Windows, {words} arrive as {arrived}")
        # az asks for the password of Windows nodes itself.
        problems = list(az.run(words, cloud, PASSWORD))
        if problems:
            player.fail(name)
            raise Failed("\n".join(problems))

    return run


def word_of(argument: Any) -> str:
    """An argument as PowerShell gives it to a program."""
    match argument:
        case Bare(text):
            return text
        case Named(name, None):
            return f"-{name}"
        case str():
            return str(argument)
    raise Failed(f"{argument!r} isn't an argument for a program")


def through_windows(words: list[str]) -> list[str]:
    """The words that a program gets which Windows PowerShell 5.1 starts through a batch file: PowerShell puts quotes
    around what has a blank and leaves out what is empty, cmd.exe reads the line, and the program cuts it into words."""
    quoted = [f'"{word}"' if re.search(r"\s", word) else word for word in words if word]
    line = " ".join(quoted)
    return cut(cmd(line))


def cmd(line: str) -> str:
    """What cmd.exe passes on: it ends at a line feed, replaces variables, and acts on letters outside of quotes."""
    line = re.split(r"[\r\n\0]", line)[0]
    line = re.sub(r"%[^%]+%", "", line)
    is_quoted, passed = False, ""
    for letter in line:
        if letter == '"':
            is_quoted = not is_quoted
        if not is_quoted and letter in "&|<>^()":
            return passed
        passed += letter
    return passed


def cut(line: str) -> list[str]:
    """A line as CommandLineToArgvW cuts it."""
    words, word, is_quoted, is_word = [], "", False, False
    place = 0
    while place < len(line):
        slashes = re.compile(r"\\*").match(line, place).group()
        place += len(slashes)
        letter = line[place] if place < len(line) else ""
        if letter == '"':
            word += "\\" * (len(slashes) // 2)
            if len(slashes) % 2:
                word += '"'
            else:
                is_quoted = not is_quoted
            is_word, place = True, place + 1
            continue
        word += slashes
        is_word = is_word or bool(slashes)
        if letter in (" ", "\t") and not is_quoted:
            if is_word:
                words.append(word)
            word, is_word = "", False
        elif letter:
            word, is_word = word + letter, True
        place += 1
    return [*words, word] if is_word else words
