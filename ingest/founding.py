"""The five founding documents, shipped with the package and parsed on demand."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from ingest.errors import FactsError
from ingest.facts import read_manifest
from ingest.parse import parse
from ingest.types import Facts, Line, Parsed, Source

CORPUS = Path(str(files("ingest.corpus")))
MANIFEST = CORPUS / "manifest.toml"


def founding_documents() -> tuple[Parsed, ...]:
    """Read the five documents in the order of the manifest.

    Raises FactsError if a file is not, byte for byte, what the manifest names.
    """
    return tuple(
        parse(_read(CORPUS / name, sha256), facts)
        for name, (facts, sha256) in read_manifest(MANIFEST).items()
    )


def _read(path: Path, sha256: str) -> Source:
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise FactsError(f"{path.name}: was changed (SHA-256 {found[:12]}…); install tiaoli again")
    lines = content.decode("utf-8").split("\n")
    return Source(path.name, found, tuple(Line(t, i) for i, t in enumerate(lines, start=1)))


def founding_facts() -> list[tuple[Facts, str]]:
    """Give the facts and SHA-256 of every founding document, without reading the documents."""
    return list(read_manifest(MANIFEST).values())
