"""What a run was made from: fingerprints of cases and code, versions, and all weights."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from evals.questions import Case
from evals.records import case_record, to_json
from rag.finding.expanded import LEAST, ODDS
from rag.finding.extract import RULES
from rag.finding.retrieve import POOL, TOP, WEIGHTS

FOLDERS = ("ingest", "index", "rag", "evals", "ui")
LIBRARIES = ("tiaoli", "numpy", "faiss-cpu", "bm25s", "opencc", "langchain-text-splitters")
"""Libraries that can change an outcome."""


def cases_fingerprint(cases: Iterable[Case]) -> str:
    """SHA-256 in hex over every field of every case, in order."""
    digest = sha256()
    for case in cases:
        digest.update(to_json(case_record(case)).encode() + b"\n")
    return digest.hexdigest()


@cache
def code_fingerprint() -> str:
    """SHA-256 in hex over the name and content of every product file of Python."""
    root = Path(__file__).parents[1]
    digest = sha256()
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()} ".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def versions() -> tuple[tuple[str, str], ...]:
    """Pair Python and the libraries that can change an outcome with their versions."""
    return (("python", platform.python_version()), *((name, _version(name)) for name in LIBRARIES))


def weights() -> tuple[tuple[str, float], ...]:
    """Pair each figure of retrieving and choosing sentences with its value."""
    found: dict[str, float] = {"retrieve.pool": POOL, "retrieve.top": TOP}
    found |= {f"retrieve.{name}": value for name, value in WEIGHTS._asdict().items()}
    found |= {f"expanded.{name}": value for name, value in ODDS._asdict().items()}
    found["expanded.least"] = LEAST
    found |= {f"extract.{name}": value for name, value in asdict(RULES).items()}
    return tuple((name, float(value)) for name, value in found.items())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
