"""Tests that script/engines finds the engines on the PATH, with stubs for them."""

import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def ended(engines: dict[str, str], words: list[str]) -> tuple[int, str]:
    """The status and the output with these engines, each a script of sh, on the PATH and no other."""
    with tempfile.TemporaryDirectory() as room:
        # One that makes the texts.
        program = pathlib.Path(room, "poolwright")
        program.write_text("#!/bin/sh\nprintf 'text\\n'\n")
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
    for engine in ("pwsh", "bicep", "terraform", "bash"):
        assert f"{engine} isn't on the PATH. Not tried: " in said, said
    one = ["spot-pool.plan.json"]
    status, said = ended({"bicep": "exit 0"}, one)
    assert status == 0 and "bicep isn't on the PATH" not in said and "bicep: 1 texts tried" in said, said
    status, said = ended({"bicep": "echo warning BCP037 >&2"}, one)
    assert status == 1 and "warning BCP037" in said, said
    status, said = ended({"pwsh": "echo 'New-AzAksNodePool has no -X'", "terraform": "exit 3"}, one)
    assert status == 1 and "has no -X" in said and "it ends with 3" in said and "bash isn't on the PATH" in said, said
    print("script/engines finds what is there, and says what isn't")
    return 0


sys.exit(main())
