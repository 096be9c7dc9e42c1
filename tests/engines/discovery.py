"""Tests that script/engines finds the engines on the PATH, with stubs for them."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def ended(engines: dict[str, str], words: list[str], text: str = "text\\n") -> tuple[int, str]:
    """The status and the output with these engines, each a script of sh, on the PATH and no other."""
    with tempfile.TemporaryDirectory() as room:
        # One that makes the texts.
        program = pathlib.Path(room, "poolwright")
        program.write_text(f"#!{shutil.which('sh')}\nprintf '%b' \"{text}\"\n")
        program.chmod(0o755)
        for name, script in engines.items():
            file = pathlib.Path(room, "bin", name)
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"#!/bin/sh\n{script}\n")
            file.chmod(0o755)
        environment = {"PATH": f"{room}/bin", "POOLWRIGHT": str(program)}
        ran = subprocess.run([sys.executable, ROOT / "script/engines", *words], env=environment, capture_output=True, text=True)
        return ran.returncode, ran.stdout + ran.stderr


def main() -> int:
    status, said = ended({}, [])
    assert status == 0 and "No engine was found, so nothing was tried." in said, said
    for engine in ("pwsh", "bicep", "terraform", "az", "bash"):
        assert f"{engine} isn't on the PATH. Not tried: " in said, said
    one = ["spot-pool.plan.json"]
    status, said = ended({"bicep": "exit 0"}, one)
    assert status == 0 and "bicep isn't on the PATH" not in said and "bicep: 1 texts tried" in said, said
    status, said = ended({"bicep": "echo warning BCP037 >&2"}, one)
    assert status == 1 and "warning BCP037" in said, said
    status, said = ended({"pwsh": "echo 'New-AzAksNodePool has no -X'", "terraform": "exit 3"}, one)
    assert status == 1 and "has no -X" in said and "it ends with 3" in said and "bash isn't on the PATH" in said, said
    # az says which Python it runs in; that one gets the words of the commands.
    room = tempfile.TemporaryDirectory()
    python = pathlib.Path(room.name, "python")
    python.write_text("#!/bin/sh\nexec cat\n")
    python.chmod(0o755)
    az = {"az": f"echo \"Python location '{python}'\"", **{name: f'exec {shutil.which(name)} "$@"' for name in ("sh", "cat")}}
    status, said = ended(az, one, text="az group create --name 'a b'\\n")
    assert status == 1 and '[["group", "create", "--name", "a b"]]' in said, said
    status, said = ended(az, one)
    assert status == 1 and "it gives az nothing" in said, said
    print("script/engines finds what is there, and says what isn't")
    return 0


sys.exit(main())
