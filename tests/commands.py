"""Running the command line in this process, and as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import jsonschema

from ui.cli import main

ROOT = Path(__file__).parents[1]
CONTRACT = Path(__file__).parent / "contract"


@dataclass(frozen=True)
class Ran:
    """What a command gave back: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on standard error, which is all there is; nothing is on standard output."""
        assert self.out == ""
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        assert line.startswith("tiaoli: ")
        return line


def run(capsys, *arguments) -> Ran:
    """Run `tiaoli` here."""
    capsys.readouterr()
    try:
        code = main([str(a) for a in arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    written = capsys.readouterr()
    return Ran(code, written.out, written.err)


def process(home: Path, *arguments, **settings) -> Ran:
    """Run `tiaoli` as a process of its own."""
    environment = os.environ | {"TIAOLI_HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment |= settings.pop("env", {})
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
        **settings,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def schema(name: str) -> jsonschema.Draft202012Validator:
    """The agreed form of `name`, as a validator."""
    form = json.loads((CONTRACT / f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(form)
