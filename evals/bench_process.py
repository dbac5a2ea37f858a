"""Run a command in a fresh process of its own, and measure that process.

This file and `evals.bench` import nothing beyond the standard library: a child's peak memory, as
the kernel counts it, is never less than its parent's, so the parent must be small.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest.errors import TiaoliError

ROOT = Path(__file__).resolve().parents[1]
"""The folder that holds the packages, so that `python -m evals.…` finds them."""
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
_LEFT_OUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "TIAOLI_ENCODER")


class BenchFault(TiaoliError):  # noqa: N818
    """A measured process failed, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process from start to end: seconds by the clock and of CPU, peak memory in MB."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str


def environment(home: Path) -> dict[str, str]:
    """Give the environment of a measured process: offline, with its index under `home`."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    return {**kept, **_OFFLINE, "TIAOLI_HOME": str(home), "PYTHONIOENCODING": "utf-8"}


def run(arguments: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run `python ARGUMENTS` to its end.

    Raises BenchFault with the last line of its complaint when it fails.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments], cwd=ROOT, env=dict(env), stdout=out, stderr=err
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        output, complaint = _text(out), _text(err)
    if child.returncode:
        last = (complaint.strip().splitlines() or ["no word"])[-1]
        raise BenchFault(
            f"`python {' '.join(arguments[:3])}` ended with {child.returncode}: {last}"
        )
    return Run(seconds, usage.ru_utime + usage.ru_stime, _megabytes(usage.ru_maxrss), output)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _megabytes(peak: int) -> float:
    """Linux counts peak memory in units of 1024 bytes, macOS in bytes."""
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
