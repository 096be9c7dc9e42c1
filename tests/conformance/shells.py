"""What a shell makes of a text: the words that each command of it gets."""

import os
import pathlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

KEPT = tempfile.TemporaryDirectory(prefix="poolwright-files")
"""Copies of the files that scripts hand to programs, by what is in them; they are gone when this process ends."""

# The stub writes its name and each word with a NUL behind it, which no word can hold, and counts its calls. A file of
# the script's own is kept as a copy, for it is gone when the script ends.
STUB = """#!/bin/bash -p
printf '%s\\0' "$(($# + 1))" "${0##*/}" >>"$CALLS"
for word in "$@"; do
  before=
  [[ $word == *=@"$TMPDIR"/* ]] && before="${word%%=@*}=@" && word="${word#*=@}"
  if [[ $word == "$TMPDIR"/* && -f $word ]]; then
    sum=$(/usr/bin/sha256sum <"$word")
    kept="$KEPT/${sum%% *}-${word##*/}"
    [[ -e $kept ]] || /bin/cp "$word" "$kept"
    word=$kept
  fi
  printf '%s\\0' "$before$word" >>"$CALLS"
done
printf x >>"$CALLS.count"
[[ $(<"$CALLS.count") != "$FAIL" ]]
"""

PROGRAMS = ("az", "kubectl")
# Other programs that scripts start, for files of their own.
TOOLS = ("mktemp", "rm")
SHELLS = {
    "bash": ["bash", "--noprofile", "--norc", "-u"],
    "dash": ["dash", "-u"],
    "zsh": ["zsh", "-f", "-u"],
}


@dataclass
class Ran:
    status: int
    errors: str
    calls: list[list[str]]
    """The programs that were started, each with its words."""
    left: list[str]
    """Files that it left behind, its own ones included."""


def installed() -> list[str]:
    return [shell for shell in SHELLS if shutil.which(shell)]


def run(text: str, shell: str = "bash", answer: str = "", fail: int = 0) -> Ran:
    """Runs a text with programs that only write down their words; the call of that number fails. Nothing else is on the
    path, and `answer` is what there is to read."""
    with tempfile.TemporaryDirectory(prefix="poolwright-shell") as directory:
        root = pathlib.Path(directory)
        (root / "bin").mkdir()
        (root / "work").mkdir()
        for program in PROGRAMS:
            stub = root / "bin" / program
            stub.write_text(STUB)
            stub.chmod(0o755)
        for tool in TOOLS:
            (root / "bin" / tool).symlink_to(shutil.which(tool))
        (root / "tmp").mkdir()
        script = root / "script"
        script.write_bytes(text.encode())
        environment = {
            "PATH": str(root / "bin"),
            "HOME": str(root / "work"),
            "TMPDIR": str(root / "tmp"),
            "KEPT": KEPT.name,
            "LC_ALL": "C.UTF-8",
            "CALLS": str(root / "calls"),
            "FAIL": "x" * fail if fail else "never",
        }
        program = [shutil.which(SHELLS[shell][0]), *SHELLS[shell][1:], str(script)]
        ran = subprocess.run(
            program, cwd=root / "work", env=environment, input=answer.encode(), capture_output=True, timeout=60
        )
        written = root / "calls"
        words = written.read_bytes().split(b"\0")[:-1] if written.exists() else []
        calls = []
        while words:
            number = int(words[0])
            calls.append([os.fsdecode(word) for word in words[1 : number + 1]])
            words = words[number + 1 :]
        return Ran(ran.returncode, ran.stderr.decode(errors="replace"), calls, os.listdir(root / "work") + os.listdir(root / "tmp"))
